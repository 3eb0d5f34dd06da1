"""Which terms stand in which chunks, and how often: the part of a lexical index that never changes once written.

Terms are kept as 64-bit hashes in ascending order. Two terms of one hash would be taken for one: with two million
terms the odds are one in ten million.
"""

from __future__ import annotations

import hashlib
import threading
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tokenize import TokenError
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Postings", "PostingsWriter", "load_mapped", "map_array", "merge_postings", "term_hash"]

_FILES: dict[str, type[np.generic]] = {
    "terms": np.uint64,
    "ends": np.int64,
    "rows": np.int32,
    "frequencies": np.uint16,
    "lengths": np.int32,
}
# How many postings are merged at a time: about 100 MB of working memory.
_MERGED_AT_ONCE = 4_000_000
# NumPy parses headers as Python, whose parser in CPython 3.11 keeps its depth once for all threads: where another
# thread parses in the middle of that, it raises "AST constructor recursion depth mismatch".
_READING_A_HEADER = threading.Lock()

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Postings:
    """Term → the chunks that hold it and how often, for the chunks numbered from 0 of one segment.

    terms: (n_terms,) uint64, ascending hashes. ends: (n_terms,) int64, where each term's postings end. rows:
    (n_postings,) int32, increasing within a term. frequencies: (n_postings,) uint16. lengths: (n_chunks,) int32, terms
    in each chunk, repetitions counted.
    """

    terms: Hashes
    ends: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int32]
    frequencies: npt.NDArray[np.uint16]
    lengths: npt.NDArray[np.int32]

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """What was written into `folder`, memory-mapped. Raises: OSError or ValueError where it is something else."""
        found = cls(**{name: map_array(folder / f"{name}.npy", dtype) for name, dtype in _FILES.items()})
        if len(found.terms) != len(found.ends) or len(found.rows) != len(found.frequencies):
            raise ValueError(f"the arrays in {folder} are not of one length")
        return found

    @property
    def n(self) -> int:
        """How many chunks there are, those without a term included."""
        return len(self.lengths)

    def span(self, position: int) -> tuple[int, int]:
        """Where the postings of the term at this position of `terms` begin and end."""
        return int(self.ends[position - 1]) if position else 0, int(self.ends[position])

    def find(self, hashes: Hashes) -> npt.NDArray[np.int64]:
        """Position of each term in `terms`, -1 where it is not there. hashes: (n,) uint64."""
        if len(self.terms) == 0:
            return np.full(len(hashes), -1, dtype=np.int64)
        positions = np.minimum(np.searchsorted(self.terms, hashes), len(self.terms) - 1)
        found: npt.NDArray[np.int64] = np.where(self.terms[positions] == hashes, positions, -1)
        return found

    def document_frequencies(self) -> npt.NDArray[np.int64]:
        """(n_terms,) in how many chunks each term stands."""
        return np.diff(self.ends, prepend=0)

    def frequencies_among(self, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """(n_terms,) in how many of the chosen chunks each term stands. chosen: (n_chunks,)."""
        counts = np.zeros(len(self.terms), dtype=np.int64)
        for first, last in _blocks(self.ends):
            start = self.span(first)[0]
            hits = chosen[self.rows[start : int(self.ends[last - 1])]]
            owner = np.repeat(np.arange(last - first), np.diff(self.ends[first:last], prepend=start))
            counts[first:last] = np.bincount(owner[hits], minlength=last - first)
        return counts


class PostingsWriter:
    """Takes the terms of one chunk after the other; keeps 10 bytes a posting until they are saved."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._terms = array("I")
        self._frequencies = array("H")
        self._counts = array("I")
        self._lengths = array("i")

    def add(self, terms: Sequence[str]) -> None:
        """The terms of the next chunk, in any order, repeated as often as they stand there."""
        numbers = self._numbers
        counts: Mapping[str, int] = Counter(terms)
        self._terms.extend([numbers.setdefault(term, len(numbers)) for term in counts])
        self._frequencies.extend([min(count, 0xFFFF) for count in counts.values()])
        self._counts.append(len(counts))
        self._lengths.append(len(terms))

    def postings(self) -> Postings:
        """What was added so far, in memory."""
        hashes = np.fromiter(map(term_hash, self._numbers), dtype=np.uint64, count=len(self._numbers))
        order = np.argsort(hashes)
        rank = np.empty(len(hashes), dtype=np.int64)
        rank[order] = np.arange(len(hashes))
        numbers = rank[np.frombuffer(self._terms, dtype=np.uint32)] if self._terms else np.empty(0, dtype=np.int64)
        by_term = np.argsort(numbers, kind="stable")  # rows stay in order within a term
        rows = np.repeat(np.arange(len(self._lengths), dtype=np.int32), np.asarray(self._counts, dtype=np.int64))
        return Postings(
            terms=hashes[order],
            ends=np.cumsum(np.bincount(numbers, minlength=len(hashes)), dtype=np.int64),
            rows=rows[by_term],
            frequencies=np.asarray(self._frequencies, dtype=np.uint16)[by_term],
            lengths=np.asarray(self._lengths, dtype=np.int32),
        )

    def save(self, folder: Path) -> None:
        """Write what was added into `folder`, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        postings = self.postings()
        for name in _FILES:
            np.save(folder / f"{name}.npy", getattr(postings, name), allow_pickle=False)


def merge_postings(parts: Sequence[tuple[Postings, npt.NDArray[np.int32]]], folder: Path) -> None:
    """Write the postings of several segments as one, a range of terms at a time.

    parts: of each segment its postings and (n_chunks,) the row each of its chunks gets, -1 for one that is left out;
    rows grow from segment to segment.
    """
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "lengths.npy", np.concatenate([part.lengths[rows >= 0] for part, rows in parts]))
    terms = _distinct(part.terms for part, _ in parts)
    counts = np.zeros(len(terms), dtype=np.int64)
    for part, rows in parts:
        counts[np.searchsorted(terms, part.terms)] += part.frequencies_among(rows >= 0)
    ends = np.cumsum(counts, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    new_rows = _create(folder / "rows.npy", _FILES["rows"], total)
    new_frequencies = _create(folder / "frequencies.npy", _FILES["frequencies"], total)
    for first, last in _blocks(ends):
        start = int(ends[first - 1]) if first else 0
        pieces = [_piece(part, rows, terms[first:last]) for part, rows in parts]
        owner, row, frequency = (np.concatenate(each) for each in zip(*pieces, strict=True))
        order = np.argsort(owner, kind="stable")
        new_rows[start : start + len(order)] = row[order]
        new_frequencies[start : start + len(order)] = frequency[order]
    kept = counts > 0
    np.save(folder / "terms.npy", terms[kept], allow_pickle=False)
    np.save(folder / "ends.npy", ends[kept], allow_pickle=False)
    for each in (new_rows, new_frequencies):
        if isinstance(each, np.memmap):
            each.flush()


def _piece(part: Postings, rows: npt.NDArray[np.int32], terms: Hashes) -> tuple[npt.NDArray[Any], ...]:
    """The postings of a segment for some neighbouring terms: position of the term among these, new row, frequency."""
    first, last = np.searchsorted(part.terms, [terms[0], terms[-1]])
    last += int(last < len(part.terms) and part.terms[last] == terms[-1])
    start, end = (int(part.ends[each - 1]) if each else 0 for each in (first, last))
    owner = np.repeat(
        np.searchsorted(terms, part.terms[first:last]), np.diff(part.ends[first:last], prepend=np.int64(start))
    )
    row = rows[part.rows[start:end]]
    kept = row >= 0
    return owner[kept], row[kept], part.frequencies[start:end][kept]


def _distinct(arrays: Iterable[Hashes]) -> Hashes:
    """All values, each once, ascending."""
    return np.unique(np.concatenate([*arrays, np.empty(0, dtype=np.uint64)]))


def _blocks(ends: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges of terms that hold about as many postings as are worked on at once."""
    first = 0
    while first < len(ends):
        start = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, start + _MERGED_AT_ONCE, side="right")))
        yield first, last
        first = last


def term_hash(term: str) -> int:
    """64 bits of BLAKE2b of the term in UTF-8."""
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def load_mapped(path: Path) -> npt.NDArray[Any]:
    """The array in a file, memory-mapped, whatever it is. Raises: what NumPy raises of a damaged header."""
    with _READING_A_HEADER:
        found: npt.NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return found


def map_array(path: Path, dtype: type[np.generic]) -> npt.NDArray[Any]:
    """The one-dimensional array in a file, memory-mapped. Raises: OSError, ValueError."""
    # Viewed as a plain array: slicing a np.memmap costs microseconds for bookkeeping we do not need.
    try:
        found: npt.NDArray[Any] = load_mapped(path).view(np.ndarray)
    except (ValueError, EOFError, SyntaxError, TokenError, TypeError) as error:  # NumPy's, of a damaged header
        raise ValueError(f"{path.name} is damaged: {error}") from error
    if found.ndim != 1 or found.dtype != dtype:
        raise ValueError(f"{path.name} is {found.dtype}{found.shape}")
    return found


def _create(path: Path, dtype: type[np.generic], n: int) -> npt.NDArray[Any]:
    """An array in a file, to be filled; one of no elements cannot be mapped, and is written at once."""
    if n == 0:
        np.save(path, np.empty(0, dtype=dtype), allow_pickle=False)
        return np.empty(0, dtype=dtype)
    return np.lib.format.open_memmap(path, mode="w+", dtype=dtype, shape=(n,))
