"""The vectors of several segments as one: exact cosines of chosen rows, and the nearest rows of a large scope."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from index.search.dense import EXACT_ROWS, DenseIndex
from index.search.per_scope import PerScope
from index.types import FloatMatrix, FloatVector, RowVector
from index.vectors.threads import search_threads

__all__ = ["DenseLegs"]

# How many of those farthest by their codes are compared exactly.
_FARTHEST = 32


class DenseLegs:
    """Inner products of unit vectors, so cosines in [-1, 1]. sizes: rows of each segment."""

    def __init__(self, parts: Sequence[DenseIndex], sizes: Sequence[int]) -> None:
        self._parts = tuple(parts)
        self._borders = np.cumsum([0, *sizes])
        self._all_rows: list[RowVector] = [np.arange(size) for size in sizes]
        self._pieces = PerScope(self._split_for_codes)

    def scores(self, query: FloatVector, rows: RowVector) -> FloatVector:
        """Cosine of the query with each of these rows (ascending), float32."""
        pieces = [part.scores(query, own) for part, _, own in self._split(rows)]
        return np.concatenate([np.empty(0, dtype=np.float32), *pieces])

    def searches(self, rows: RowVector) -> bool:
        """Whether the nearest of these rows are better looked for by `nearest` than by `scores` of all of them."""
        return len(rows) > EXACT_ROWS and any(part.has_codes for part in self._parts)

    def nearest(self, query: FloatVector, k: int, rows: RowVector) -> Callable[[], tuple[RowVector, float]]:
        """Begins to look for about the k nearest of these rows (ascending, not to be changed).

        What is returned waits for the rows found, ascending, and for about the least cosine among all of them.
        """
        # Threads do no more than FAISS does without the interpreter, which the caller needs meanwhile.
        searches = [
            (
                base,
                search_threads().submit(part.search_codes, query, k, selection).result
                if selection is not None
                else partial(part.extremes, query, k, own),
            )
            for part, base, own, selection in self._pieces.of(rows)
        ]

        def found() -> tuple[RowVector, float]:
            extremes = [(base, result()) for base, result in searches]
            near = np.concatenate([each.near + base for base, each in extremes])
            scores = np.concatenate([each.near_scores for _, each in extremes])
            far = np.concatenate([each.far + base for base, each in extremes])
            far_scores = np.concatenate([each.far_scores for _, each in extremes])
            farthest = self.scores(query, np.sort(_least(far, far_scores, _FARTHEST)))
            return np.sort(_least(near, -scores, k)), float(farthest.min())

        return found

    def vectors(self, rows: RowVector) -> FloatMatrix:
        """(len(rows), dim) float32, of rows in ascending order; there must be at least one."""
        return np.concatenate([part.vectors[own] for part, _, own in self._split(rows)])

    def _split_for_codes(self, rows: RowVector) -> list[tuple[DenseIndex, np.int64, RowVector, Any]]:
        """As `_split`, and the rows as FAISS takes them where it is to search by codes, else None.

        The largest first: threads that take one after the other then end at about the same time.
        """
        pieces = [
            (part, base, own, part.selection(own) if part.searches(own) else None)
            for part, base, own in self._split(rows)
        ]
        return sorted(pieces, key=lambda piece: -len(piece[0]))

    def _split(self, rows: RowVector) -> Iterator[tuple[DenseIndex, np.int64, RowVector]]:
        """Each segment, its first row, and those of the rows that are its own, counted from that."""
        cuts = np.searchsorted(rows, self._borders)
        for number, (part, base) in enumerate(zip(self._parts, self._borders, strict=False)):
            first, last = cuts[number : number + 2]
            if last - first == len(self._all_rows[number]):
                yield part, base, self._all_rows[number]
            elif first < last:
                yield part, base, rows[first:last] - base


def _least(rows: RowVector, scores: FloatVector, k: int) -> RowVector:
    """The k rows of least score, in no order."""
    return rows if len(rows) <= k else rows[np.argpartition(scores, k)[:k]]
