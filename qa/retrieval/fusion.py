"""Two rankings → one: a convex combination of min-max scores.

Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval", eq. 3, with theoretical minimum 0
for BM25 (a chunk that shares no term) and the empirical minimum of the scope for the cosine.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["DENSE_WEIGHT", "fuse", "min_max"]

Scores = npt.NDArray[np.float64]

# The weight of the dense leg; see docs/fusion.md for the measurement.
DENSE_WEIGHT = 0.5


def min_max(scores: Scores, *, floor: float | None = None) -> Scores:
    """scores: (n,) mapped to [0, 1]; all zero when they do not differ. floor: the least value the score can take."""
    if scores.size == 0:
        return scores
    low = float(scores.min()) if floor is None else floor
    high = float(scores.max())
    if high <= low:
        return np.zeros_like(scores)
    scaled: Scores = (scores - low) / (high - low)
    return scaled


def fuse(
    words: Scores,
    bigrams: Scores,
    dense: Scores | None,
    *,
    low: float | None = None,
    dense_weight: float = DENSE_WEIGHT,
) -> Scores:
    """Fused scores of the chunks in scope, in [0, 1], higher is better. All (n,), over the same chunks.

    low: the least cosine of the scope, where the chunks are only the best of it.
    """
    lexical: Scores = (min_max(words, floor=0.0) + min_max(bigrams, floor=0.0)) / 2
    if dense is None:
        return lexical
    fused: Scores = (1 - dense_weight) * lexical + dense_weight * min_max(dense, floor=low)
    return fused
