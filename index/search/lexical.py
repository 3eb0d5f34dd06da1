"""BM25 as rank_bm25 defines it, summed from the postings of all segments at question time.

rank_bm25 walks every chunk for every term (47 ms at 10,000 chunks). Its scores depend on three numbers of the whole
collection (how many chunks, their average length, the average idf of all terms), which change with every report added,
and on term frequencies and lengths, which do not: those are on disk, the numbers are summed when an index is opened.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from index.search.postings import Postings, PostingsWriter, term_hash
from index.types import Idf

__all__ = ["LexicalIndex", "Shard", "Statistics", "bm25_parameters", "idf_of"]

Scores = npt.NDArray[np.float64]

# Terms whose number of chunks is remembered: most questions use the same few thousand words.
_TERMS_KEPT = 65_536
# To look a row up in a term's postings costs about this many times as much as to add a posting to a row.
_LOOKED_UP = 12


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of all chunks that are searched: how many (n), the terms in them (length), distinct terms, sum of their idf."""

    n: int
    length: int
    terms: int
    idf_sum: float

    @classmethod
    def of(cls, shards: Sequence[Shard]) -> Statistics:
        """Counted anew over the segments' terms."""
        n = sum(shard.n_live for shard in shards)
        hashes = np.concatenate([shard.postings.terms for shard in shards] or [np.empty(0, dtype=np.uint64)])
        found = np.concatenate([shard.document_frequencies() for shard in shards] or [np.empty(0, dtype=np.int64)])
        terms, number = np.unique(hashes, return_inverse=True)
        df = np.bincount(number, weights=found, minlength=len(terms))
        df = df[df > 0]
        idf = np.log(n - df + 0.5) - np.log(df + 0.5)
        return cls(n, sum(shard.length for shard in shards), len(df), math.fsum(idf.tolist()))


class Shard:
    """The postings of one segment and which of its chunks are left out. deleted: (n,) bool, or None where none is.

    base: row of its first chunk in the index. gone: (n_terms,) in how many of the deleted chunks each term stands;
    counted where it is not given.
    """

    def __init__(
        self,
        postings: Postings,
        *,
        base: int = 0,
        deleted: npt.NDArray[np.bool_] | None = None,
        gone: npt.NDArray[np.int64] | None = None,
    ) -> None:
        self.postings = postings
        self.base = base
        self.n = postings.n
        self.deleted = deleted
        self.gone = gone if gone is not None or deleted is None else postings.frequencies_among(deleted)
        self.n_live = self.n if deleted is None else self.n - int(deleted.sum())
        lengths = postings.lengths if deleted is None else postings.lengths[~deleted]
        self.length = int(lengths.sum(dtype=np.int64))

    def document_frequencies(self) -> npt.NDArray[np.int64]:
        """(n_terms,) in how many of the chunks that are not left out each term stands."""
        found = self.postings.document_frequencies()
        return found if self.gone is None else found - self.gone


class LexicalIndex:
    """Term → what it adds to the score of each chunk. Rows number the chunks of all segments, those left out included.

    n: rows. Safe to use from several threads.
    """

    def __init__(
        self, shards: Sequence[Shard], statistics: Statistics, *, idf: Idf = "okapi", k1: float = 1.5, b: float = 0.75
    ) -> None:
        self.n = sum(shard.n for shard in shards)
        self.idf, self.k1, self.b = idf, k1, b
        self.statistics = statistics
        self._shards = tuple(shards)
        average = statistics.length / statistics.n if statistics.n else 0.0
        relative = b / average if average else 0.0
        self._norms = [
            (k1 * (1 - b) + k1 * relative * shard.postings.lengths.astype(np.float32)).astype(np.float32)
            for shard in self._shards
        ]
        self._found = lru_cache(maxsize=_TERMS_KEPT)(self._find)
        self._threads = threading.local()

    @classmethod
    def build(
        cls, token_lists: Iterable[Sequence[str]], *, idf: Idf = "okapi", k1: float = 1.5, b: float = 0.75
    ) -> LexicalIndex:
        """The index of these chunks, row by row, in memory.

        "okapi" is rank_bm25.BM25Okapi unchanged (Trotman et al. 2014; its floor makes a term that stands in over half
        the chunks weigh a quarter of the average term). "lucene" keeps its term-frequency part and takes
        log(1 + (n - df + 0.5) / (df + 0.5)) instead, which is never negative and needs no floor.
        """
        writer = PostingsWriter()
        for tokens in token_lists:
            writer.add(tokens)
        shard = Shard(writer.postings())
        return cls([shard], Statistics.of([shard]), idf=idf, k1=k1, b=b)

    def scores(
        self, terms: Sequence[str] | Mapping[str, float], *, rows: npt.NDArray[np.int64] | None = None
    ) -> Scores:
        """BM25 of every chunk, (n,) float64, or of these rows (ascending), (len(rows),).

        terms: a term given twice counts twice; a mapping says how much each counts.
        """
        weights = terms if isinstance(terms, Mapping) else _counted(terms)
        asked = self._weighed(weights)
        if rows is None or len(rows) == self.n:
            pieces = [self._shard_scores(number, asked, None) for number in range(len(self._shards))]
        else:
            borders = np.searchsorted(rows, [*(shard.base for shard in self._shards), self.n])
            pieces = [
                self._shard_scores(number, asked, rows[first:last] - shard.base if last - first < shard.n else None)
                for number, (shard, first, last) in enumerate(zip(self._shards, borders[:-1], borders[1:], strict=True))
                if first < last
            ]
        return np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.float64)

    def rare_scores(self, terms: Mapping[str, float], postings: int) -> npt.NDArray[np.float32]:
        """(n,) what the rarest terms, which have together about so many postings, add to every chunk.

        The commoner terms, which tell chunks less apart, take the longest to sum: what they would add is missing. The
        array is the caller's until this thread asks again.
        """
        total = self._scratch()
        weighed = self._weighed(self._rarest(terms, postings))
        for number, shard in enumerate(self._shards):
            # All terms together: most are short, and to call NumPy for each would take as long as the sums.
            spans = [
                (*shard.postings.span(position), weight)
                for term, weight in weighed
                if (position := self._found(term)[1][number]) >= 0
            ]
            if spans:
                held = np.concatenate([shard.postings.rows[first:last] for first, last, _ in spans])
                frequencies = np.concatenate([shard.postings.frequencies[first:last] for first, last, _ in spans])
                scale = self._scale([weight for *_, weight in spans], [last - first for first, last, _ in spans])
                part = self._part(frequencies, self._norms[number][held], scale)
                np.add.at(total[shard.base : shard.base + shard.n], held, part)
        return total

    def _scratch(self) -> npt.NDArray[np.float32]:
        """(n,) zeros, the same array each time in a thread: new ones take longer to be given than to be used."""
        found: npt.NDArray[np.float32] | None = getattr(self._threads, "scratch", None)
        if found is None:
            found = self._threads.scratch = np.zeros(self.n, dtype=np.float32)
        else:
            found.fill(0)
        return found

    def term_scores(self, term: str) -> tuple[npt.NDArray[np.int64], Scores]:
        """The chunks that hold the term and what it adds to each; both empty for an unknown term."""
        scores = self.scores([term])
        rows = np.flatnonzero(scores)
        return rows, scores[rows]

    def document_frequency(self, term: str) -> int:
        """In how many chunks the term stands, those left out not counted."""
        return self._found(term)[0]

    def _find(self, term: str) -> tuple[int, tuple[int, ...]]:
        """In how many chunks the term stands, and its position in each segment."""
        wanted = np.asarray([term_hash(term)], dtype=np.uint64)
        positions = tuple(int(shard.postings.find(wanted)[0]) for shard in self._shards)
        df = 0
        for shard, position in zip(self._shards, positions, strict=True):
            if position >= 0:
                first, last = shard.postings.span(position)
                df += last - first - (0 if shard.gone is None else int(shard.gone[position]))
        return df, positions

    def _weighed(self, terms: Mapping[str, float]) -> list[tuple[str, float]]:
        """Each term and how much it counts times its idf."""
        return [
            (term, weight * idf_of(self.document_frequency(term), self.statistics, self.idf))
            for term, weight in terms.items()
        ]

    def _rarest(self, weights: Mapping[str, float], postings: int) -> dict[str, float]:
        """The rarest of the terms that have together so many postings; at least one. In the order given."""
        left = postings
        rarest: set[str] = set()
        for term in sorted(weights, key=self.document_frequency):
            left -= self.document_frequency(term)
            if left < 0 and rarest:
                break
            rarest.add(term)
        return {term: weight for term, weight in weights.items() if term in rarest}

    def _shard_scores(
        self, number: int, asked: Sequence[tuple[str, float]], rows: npt.NDArray[np.integer[Any]] | None
    ) -> Scores:
        n = self._shards[number].n
        if rows is not None and len(rows) * _LOOKED_UP < n:
            return self._looked_up(number, asked, rows)
        postings, norms = self._shards[number].postings, self._norms[number]
        total = np.zeros(n, dtype=np.float64)
        for term, weight in asked:
            position = self._found(term)[1][number]
            if position >= 0 and weight != 0.0:
                first, last = postings.span(position)
                held = postings.rows[first:last]
                part = self._part(postings.frequencies[first:last], norms[held], self._scale([weight], [1]))
                # A row stands once in a term's postings; `add.at` is twice as fast as `+=`, if of one type.
                np.add.at(total, held, part.astype(np.float64))
        return total if rows is None else total[rows]

    def _looked_up(self, number: int, asked: Sequence[tuple[str, float]], rows: npt.NDArray[np.integer[Any]]) -> Scores:
        """The same for few rows: they are looked up in a term's postings, or these in them, whichever are fewer."""
        postings, norms = self._shards[number].postings, self._norms[number]
        # Of the type of the postings: NumPy would else convert all of these to look one row up.
        rows = rows.astype(np.int32)
        ends = np.asarray([rows[0], rows[-1] + 1], dtype=np.int32)
        chosen: list[npt.NDArray[np.int64]] = []
        places: list[npt.NDArray[np.int64]] = []
        weights: list[float] = []
        for term, weight in asked:
            position = self._found(term)[1][number]
            if position < 0 or weight == 0.0:
                continue
            first, last = postings.span(position)
            # Only what stands between the first and the last row of the scope.
            low, high = postings.rows[first:last].searchsorted(ends)
            first, last = first + int(low), first + int(high)
            if first == last:
                continue
            held = postings.rows[first:last]
            if len(rows) <= len(held):
                at = np.minimum(held.searchsorted(rows), len(held) - 1)
                own = (held[at] == rows).nonzero()[0]
                at = at[own]
            else:
                own = rows.searchsorted(held)  # below len(rows), as no row is after the last of them
                at = (rows[own] == held).nonzero()[0]
                own = own[at]
            chosen.append(own)
            places.append(at + first)
            weights.append(weight)
        total = np.zeros(len(rows), dtype=np.float64)
        if chosen:
            into, at = np.concatenate(chosen), np.concatenate(places)
            scale = self._scale(weights, [len(each) for each in chosen])
            part = self._part(postings.frequencies[at], norms[rows[into]], scale)
            np.add.at(total, into, part.astype(np.float64))  # in the order of the terms, as above
        return total

    def _scale(self, weights: Sequence[float], lengths: Sequence[int]) -> npt.NDArray[np.float32]:
        """What `_part` takes for terms of these weights, of so many postings each."""
        return np.repeat((np.asarray(weights, dtype=np.float64) * (self.k1 + 1)).astype(np.float32), lengths)

    @staticmethod
    def _part(
        frequencies: npt.NDArray[np.uint16], norm: npt.NDArray[np.float32], scale: npt.NDArray[np.float32]
    ) -> npt.NDArray[np.float32]:
        """What postings add: weight (k1 + 1) · tf / (tf + k1 (1 - b + b · length / average)).

        norm: k1 (1 - b + …) of each, written to. scale: weight (k1 + 1), of each or of all.
        """
        frequency = frequencies.astype(np.float32)
        norm += frequency
        np.divide(frequency, norm, out=norm)
        norm *= scale
        return norm


# rank_bm25.BM25Okapi: what a term in over half the chunks weighs, of the average idf.
EPSILON = 0.25


def idf_of(df: int, statistics: Statistics, idf: Idf) -> float:
    """What a term that stands in df chunks weighs; 0 for one that stands in none."""
    if df <= 0:
        return 0.0
    n = statistics.n
    if idf == "lucene":
        return math.log1p((n - df + 0.5) / (df + 0.5))
    weight = math.log(n - df + 0.5) - math.log(df + 0.5)
    return weight if weight >= 0 else EPSILON * statistics.idf_sum / statistics.terms


def bm25_parameters() -> tuple[float, float]:
    """k1 and b of rank_bm25.BM25Okapi."""
    from rank_bm25 import BM25Okapi

    definition = BM25Okapi([["一"]])
    return float(definition.k1), float(definition.b)


def _counted(terms: Sequence[str]) -> dict[str, float]:
    counts: dict[str, float] = {}
    for term in terms:
        counts[term] = counts.get(term, 0.0) + 1.0
    return counts
