"""The rows of a large scope to be scored exactly: the best by rare terms, the nearest by their vectors' codes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.engine import Asked
from index.search.dense_legs import DenseLegs
from index.search.lexical import LexicalIndex
from index.search.per_scope import PerScope
from index.types import FloatVector, RowVector

__all__ = ["Shortlist"]

# In a large scope the best by the rarest terms of a question, of so many postings, are weighed by all its terms.
_MOST_POSTINGS = 400_000
_BEST_OF_RARE = 8


class Shortlist:
    """Over the legs of one index."""

    def __init__(self, words: LexicalIndex, bigrams: LexicalIndex, dense: DenseLegs) -> None:
        self._words, self._bigrams, self._dense = words, bigrams, dense
        self._within = PerScope(self._indicator)

    def of(self, asked: Asked, vector: FloatVector, rows: RowVector, depth: int) -> tuple[RowVector, float]:
        """Those of the rows, ascending, among which the best of each leg are; about the least cosine of all rows."""
        nearest = self._dense.nearest(vector, depth, rows)
        legs = [
            leg.rare_scores(terms, _MOST_POSTINGS)
            for leg, terms in ((self._words, asked.words), (self._bigrams, asked.bigrams))
        ]
        highest = []
        for scores in legs:
            if len(rows) < self._words.n:
                scores *= self._within.of(rows)
            first = int(scores.argmax())
            if scores[first] > 0:
                highest.append(first)  # what fusion scales by
                scores /= scores[first]
        legs[0] += legs[1]
        best = _best(legs[0], depth * _BEST_OF_RARE)
        near, low = nearest()
        return np.unique(np.concatenate([near, best, np.asarray(highest, dtype=np.int64)])), low

    def _indicator(self, rows: RowVector) -> npt.NDArray[np.float32]:
        """(n,) 1 for these rows, 0 for the others."""
        found = np.zeros(self._words.n, dtype=np.float32)
        found[rows] = 1
        return found


def _best(scores: npt.NDArray[np.float32], k: int) -> RowVector:
    """Positions of the k greatest above 0, in no order."""
    # Most are 0 or small: what cannot be among the k is left out before the rest is ordered.
    for share in (0.5, 0.25, 0.0):
        found = np.flatnonzero(scores > share * float(scores.max()))
        if len(found) >= k:
            break
    return found if len(found) <= k else found[np.argpartition(scores[found], len(found) - k)[len(found) - k :]]
