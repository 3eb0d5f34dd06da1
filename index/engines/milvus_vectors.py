"""A local index turned round: of each chunk its terms and what each adds, from the postings of its segment."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.search.lexical import Shard
from index.search.postings import Postings
from index.storage.segments import LEGS
from index.storage.store import Index

__all__ = ["TermNumbers", "averages_of", "document_frequencies", "sparse_rows", "terms_of"]

Hashes = npt.NDArray[np.uint64]
# Postings looked at in one go: some 100 MB of working memory.
_AT_ONCE = 4_000_000
# A sparse vector must not be empty. Terms are numbered from 1, so this is never asked for.
_NO_TERM = {0: 1.0}


class TermNumbers:
    """Hash of a term → its number in sparse vectors. hashes: (n,) uint64, ascending. numbers: (n,) int64."""

    def __init__(self, hashes: Hashes, numbers: npt.NDArray[np.int64]) -> None:
        order = np.argsort(hashes)
        self._hashes, self._numbers = hashes[order], numbers[order]

    def of(self, hashes: Hashes) -> npt.NDArray[np.int64]:
        """(len(hashes),) the numbers. Raises: KeyError where one has none."""
        at = np.minimum(np.searchsorted(self._hashes, hashes), max(len(self._hashes) - 1, 0))
        if len(hashes) and (len(self._hashes) == 0 or not bool((self._hashes[at] == hashes).all())):
            raise KeyError("a term has no number")
        return self._numbers[at]


def averages_of(index: Index) -> dict[str, float]:
    """Leg → the average length of a chunk, in terms; 1 where there is none."""
    statistics = index.manifest.statistics
    return {
        leg: (statistics[leg]["length"] / statistics[leg]["n"] if statistics[leg]["n"] else 0.0) or 1.0 for leg in LEGS
    }


def terms_of(index: Index, rows: npt.NDArray[np.int64]) -> Hashes:
    """Hashes of all terms that stand in these chunks, ascending."""
    chosen = np.zeros(index.n_rows, dtype=np.bool_)
    chosen[rows] = True
    found: list[Hashes] = [np.empty(0, dtype=np.uint64)]
    for number, segment in enumerate(index.segments):
        own = chosen[index.bases[number] : index.bases[number + 1]]
        if own.any():
            for leg in LEGS:
                postings: Postings = getattr(segment, leg)
                found.append(postings.terms[postings.frequencies_among(own) > 0])
    return np.unique(np.concatenate(found))


def document_frequencies(index: Index, leg: str, hashes: Hashes) -> npt.NDArray[np.int64]:
    """In how many chunks each of these terms stands."""
    total = np.zeros(len(hashes), dtype=np.int64)
    for number, segment in enumerate(index.segments):
        deleted = index.chunk_report[index.bases[number] : index.bases[number + 1]] < 0
        shard = Shard(getattr(segment, leg), deleted=deleted if deleted.any() else None)
        positions = shard.postings.find(hashes)
        there = positions >= 0
        total[there] += shard.document_frequencies()[positions[there]]
    return total


def sparse_rows(
    postings: Postings,
    rows: npt.NDArray[np.int64],
    numbers: TermNumbers,
    *,
    k1: float,
    b: float,
    average: float,
) -> list[dict[int, float]]:
    """Of each of these chunks of a segment (ascending), number of a term → its part of BM25, idf left out."""
    owner, position, frequency = _turned(postings, rows)
    lengths = postings.lengths[rows].astype(np.float32)
    norms = (k1 * (1 - b) + k1 * b / average * lengths).astype(np.float32)
    tf = frequency.astype(np.float32)
    parts = tf / (tf + norms[owner]) * np.float32(k1 + 1)
    distinct, inverse = np.unique(position, return_inverse=True)
    terms = numbers.of(postings.terms[distinct])[inverse]
    ends = np.searchsorted(owner, np.arange(len(rows) + 1))
    return [
        dict(zip(terms[first:end].tolist(), parts[first:end].tolist(), strict=True)) or _NO_TERM
        for first, end in pairwise(ends.tolist())
    ]


def _turned(
    postings: Postings, rows: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.uint16]]:
    """The postings of these chunks by chunk: position of the chunk among the rows, position of the term, frequency."""
    where = np.full(postings.n, -1, dtype=np.int32)
    where[rows] = np.arange(len(rows), dtype=np.int32)
    owners, positions, frequencies = [], [], []
    for first in range(0, len(postings.rows), _AT_ONCE):
        own = where[postings.rows[first : first + _AT_ONCE]]
        held = np.flatnonzero(own >= 0)
        owners.append(own[held].astype(np.int64))
        positions.append(np.searchsorted(postings.ends, held + first, side="right").astype(np.int64))
        frequencies.append(postings.frequencies[first + held])
    none = np.empty(0, dtype=np.int64)
    owner = np.concatenate([none, *owners])
    position = np.concatenate([none, *positions])
    frequency = np.concatenate([np.empty(0, dtype=np.uint16), *frequencies])
    order = np.argsort(owner, kind="stable")
    return owner[order], position[order], frequency[order]
