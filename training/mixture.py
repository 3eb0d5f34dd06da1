"""How much of each source a course of training sees."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

__all__ = ["FIRST", "MIXED", "draw"]

# Shares by source. First what has an answer, so that the reader learns to point; then the traps beside it.
FIRST: Mapping[str, float] = {
    "cmrc": 0.25,
    "drcd": 0.12,
    "xquad": 0.2,
    "xquad-crossed": 0.6,
    "cmrc-none": 0.1,
    "drcd-none": 0.1,
    "xquad-crossed-none": 0.2,
    "own": 0.7,
    "similar": 0.15,
    "unanswerable": 0.3,
    "fact": 0.1,
}
MIXED: Mapping[str, float] = {
    "cmrc": 0.12,
    "drcd": 0.06,
    "xquad": 0.08,
    "xquad-crossed": 0.4,
    "cmrc-none": 0.06,
    "drcd-none": 0.05,
    "xquad-crossed-none": 0.1,
    "own": 0.8,
    "unanswerable": 1.0,
    "cut": 0.4,
    "similar": 0.35,
    "same-elsewhere": 0.3,
    "other-place": 0.5,
    "other-year": 0.65,
    "fact": 0.25,
    "other-indicator": 0.14,
    "other-period": 0.25,
    "change-for-total": 0.2,
    "plan-for-result": 0.25,
    "aim": 0.3,
    "other-stage": 0.6,
    "not-done": 0.6,
}


def draw(rows: Sequence[int], source: Sequence[str], shares: Mapping[str, float], times: int, seed: int) -> list[int]:
    """So many draws of the rows, one after the other, each row by the share of its source; none without a share."""
    chance = random.Random(seed)
    return [row for _ in range(times) for row in rows if chance.random() < shares.get(str(source[row]), 0.0)]
