"""How much of each source a course of training sees."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import numpy as np

from training.encoded import EncodedSet

__all__ = ["FIRST", "MIXED", "draw", "draw_together"]

# So large a share of the questions is read with the passages shown for them, and so many of these that do not answer.
_TOGETHER = 0.5
_BESIDE = 4

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
    "unanswerable": 0.3,
    "fact": 0.1,
    "cell": 0.1,
    "fact-english": 0.2,
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
    "other-word": 0.4,
    "fact-english": 0.4,
    "other-english": 0.1,
    "cell": 0.3,
    "no-row": 0.15,
    "no-column": 0.2,
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


def draw(rows: Sequence[int], source: Sequence[str], shares: Mapping[str, float], times: float, seed: int) -> list[int]:
    """So many draws of the rows, one after the other, each row by the share of its source; none without a share."""
    chance = random.Random(seed)
    return [
        row for round_ in _rounds(times) for row in rows if chance.random() < round_ * shares.get(str(source[row]), 0.0)
    ]


def draw_together(rows: Sequence[int], examples: EncodedSet, times: float, seed: int) -> list[list[int]]:
    """So many draws of the questions that have several passages: those that answer and some of the others."""
    chance = random.Random(seed)
    answering = set(examples.spans[:, 0].tolist())
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for row, group in zip(rows, examples.group[np.asarray(rows, dtype=np.int64)].tolist(), strict=True):
        if group >= 0:
            groups.setdefault(group, ([], []))[row not in answering].append(row)
    return [
        [*right, *chance.sample(wrong, min(_BESIDE, len(wrong)))]
        for round_ in _rounds(times)
        for right, wrong in groups.values()
        if chance.random() < round_ * _TOGETHER and (right or wrong)
    ]


def _rounds(times: float) -> list[float]:
    """Whole rounds, and what is left over of one."""
    return [1.0] * int(times) + ([times % 1] if times % 1 else [])
