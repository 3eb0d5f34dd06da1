"""The legs of a search on a Milvus server: filtered by the scope, scores exact; fusion stays with the caller.

A chunk's sparse vectors hold what each of its terms adds but for the idf, tf (k1 + 1) / (tf + k1 (1 - b + b · length /
average)); the question's hold idf times weight: their inner product is BM25 as `index.search.lexical` sums it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np

from index.engine import Asked, Legs, Scores
from index.engines.milvus_client import MOST_ROWS, MilvusServer
from index.engines.milvus_rows import Layout
from index.engines.milvus_terms import Terms
from index.errors import EngineMovedError
from index.storage.segments import LEGS
from index.types import FloatVector, RowVector

__all__ = ["MilvusLegs"]

# Up to so many rows are all scored; of more, the best of each leg. A row more costs the server some 40 µs.
_ALL_ROWS = 1024
# Of each lexical leg so many times as of the dense one: most of what one of them finds, the other finds too.
_LEXICAL_SHARE = 2
_VECTORS_AT_ONCE = 1024
_THREADS = 8


class MilvusLegs:
    """Searches one generation. Safe to use from several threads."""

    def __init__(self, server: MilvusServer, table: str, layout: Layout, terms: Terms, *, has_vectors: bool) -> None:
        """table: the collection of the chunks."""
        self._server, self._table = server, table
        self._layout, self._terms = layout, terms
        self._has_vectors = has_vectors
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="engine")

    def legs(self, asked: Asked, rows: RowVector, *, depth: int | None) -> Legs:
        """See `index.engine.Engine.legs`."""
        if rows.size == 0:
            return Legs(rows, np.zeros(0), np.zeros(0), None)
        self._terms.fetch([*asked.words, *asked.bigrams])
        words = self._terms.weights("words", asked.words)
        bigrams = self._terms.weights("bigrams", asked.bigrams)
        vector = asked.vector if self._has_vectors else None
        if depth is None or len(rows) <= max(_ALL_ROWS, depth):
            return self._all(words, bigrams, vector, rows)
        return self._best(words, bigrams, vector, rows, min(depth, MOST_ROWS // _LEXICAL_SHARE))

    def close(self) -> None:
        """Let go of the threads."""
        self._threads.shutdown(wait=False)

    def _all(
        self, words: Mapping[int, float], bigrams: Mapping[int, float], vector: FloatVector | None, rows: RowVector
    ) -> Legs:
        submit = self._threads.submit
        waiting = [submit(self._sparse, "words", words, rows), submit(self._sparse, "bigrams", bigrams, rows)]
        cosines = None if vector is None else self._cosines(vector, rows)
        low = 0.0 if cosines is None else float(cosines.min())
        return Legs(rows, waiting[0].result(), waiting[1].result(), cosines, low)

    def _best(
        self,
        words: Mapping[int, float],
        bigrams: Mapping[int, float],
        vector: FloatVector | None,
        rows: RowVector,
        depth: int,
    ) -> Legs:
        """The best of each leg first; then what each of them gives those that the others found."""
        condition = self._layout.condition(rows)
        submit = self._threads.submit
        limit = depth * _LEXICAL_SHARE
        waiting = [
            submit(self._parts, leg, weights, condition, limit)
            for leg, weights in zip(LEGS, (words, bigrams), strict=True)
        ]
        nearest = far = None
        if vector is not None:
            nearest = submit(self._search, "dense", vector, condition, depth)
            # The vector farthest from the question is the one nearest to its opposite.
            far = submit(self._search, "dense", -vector, condition, 1)
        found = [each.result() for each in waiting]
        near = nearest.result() if nearest else None
        union = np.unique(np.concatenate([own for own, _ in (*found, *([near] if near else []))]))
        if union.size == 0:  # no term is known, and there are no vectors
            union = rows[:depth]
        scores = [
            self._completed(found_of, limit, union, partial(self._sparse, leg, weights), weights)
            for found_of, leg, weights in zip(found, LEGS, (words, bigrams), strict=True)
        ]
        if near is None or far is None or vector is None:
            return Legs(union, scores[0], scores[1], None)
        cosines = self._completed(near, 0, union, partial(self._cosines, vector), {})
        _, lowest = far.result()
        return Legs(union, scores[0], scores[1], cosines, min([float(cosines.min()), *(-lowest).tolist()]))

    def _completed(
        self,
        found: tuple[RowVector, Scores],
        limit: int,
        union: RowVector,
        exact: Callable[[RowVector], Scores],
        weights: Mapping[int, float],
    ) -> Scores:
        """The scores of all rows of the union, those of which some were found: what is missing is looked up."""
        own, scores = found
        total = np.zeros(len(union), dtype=np.float64)
        total[np.searchsorted(union, own)] = scores
        # Fewer than were asked for are all that share a term.
        missing = union[:0] if len(own) < limit else np.setdiff1d(union, own)
        if any(weight < 0 for weight in weights.values()):
            missing = union
        if missing.size:
            total[np.searchsorted(union, missing)] = exact(missing)
        return total

    def _sparse(self, leg: str, weights: Mapping[int, float], rows: RowVector) -> Scores:
        """BM25 of each of these rows."""
        total = np.zeros(len(rows), dtype=np.float64)
        if not weights:
            return total
        for block in self._layout.blocks(rows):
            condition = self._layout.condition(block)
            # rank_bm25's floor can be below 0 in a collection of a few chunks; a sparse index has no such weights.
            for sign in (1.0, -1.0):
                own = {number: sign * weight for number, weight in weights.items() if sign * weight > 0}
                found, scores = self._parts(leg, own, condition, len(block))
                total[np.searchsorted(rows, found)] += sign * scores
        return total

    def _cosines(self, vector: FloatVector, rows: RowVector) -> Scores:
        """The cosine of each of these rows. Raises: EngineMovedError where one is gone."""
        total = np.full(len(rows), np.nan)
        for block in self._layout.blocks(rows):
            found, scores = self._search("dense", vector, self._layout.condition(block), len(block))
            total[np.searchsorted(rows, found)] = scores
        # A graph does not always reach all it holds.
        missing = np.flatnonzero(np.isnan(total))
        for first in range(0, len(missing), _VECTORS_AT_ONCE):
            some = missing[first : first + _VECTORS_AT_ONCE]
            wanted = self._layout.keys(rows[some])
            kept = self._server.query(self._table, f"id in {wanted.tolist()}", ["id", "dense"])
            vectors = {int(row["id"]): row["dense"] for row in kept}
            if len(vectors) < len(some):
                raise EngineMovedError(f"{len(some) - len(vectors)} passages are gone from {self._server.uri}")
            matrix = np.asarray([vectors[int(key)] for key in wanted], dtype=np.float32)
            total[some] = matrix @ np.asarray(vector, dtype=np.float32)
        return total

    def _parts(self, leg: str, weights: Mapping[int, float], condition: str, limit: int) -> tuple[RowVector, Scores]:
        """Rows that share a term of positive weight, ascending, and their sums."""
        positive = {number: weight for number, weight in weights.items() if weight > 0}
        if not positive:
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        return self._search(leg, positive, condition, limit)

    def _search(self, field: str, vector: object, condition: str, limit: int) -> tuple[RowVector, Scores]:
        """Rows found, ascending, and their products."""
        asked = vector.tolist() if isinstance(vector, np.ndarray) else vector
        keys, scores = self._server.search(self._table, field, asked, condition, limit)
        rows = self._layout.rows(keys)
        order = np.argsort(rows)
        order = order[rows[order] >= 0]
        return rows[order], scores[order]
