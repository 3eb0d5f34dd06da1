"""What a reader finds in the passages shown for questions, and how good that is before any judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.encoded import EncodedSet
from training.model import ReaderModel
from training.train import spans_of

__all__ = ["Found", "Measured", "found_by", "measured"]

_BEST, _TRIED, _LONGEST = 6, 24, 100
_RANK_COST = 0.4
_WRONG_AT_MOST = 0.05
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Found:
    """rows: (n,) of the passages. spans: (n, best, 2) tokens of the passage, -1 where there is none. scores: (n, best)
    logits above those of no answer. answers: (n,) logits that the passage answers.
    """

    rows: npt.NDArray[np.int64]
    spans: npt.NDArray[np.int16]
    scores: npt.NDArray[np.float32]
    answers: npt.NDArray[np.float32]

    def write(self, path: Path) -> None:
        """As a compressed archive of arrays."""
        np.savez_compressed(path, rows=self.rows, spans=self.spans, scores=self.scores, answers=self.answers)


@dataclass(frozen=True, slots=True)
class Measured:
    """passages: share of passages that answer whose best span is right. questions: share of questions that have an
    answer whose best span over all passages is right. careful: the same where of all questions at most a twentieth is
    answered wrongly, the least sure left out.
    """

    passages: float
    questions: float
    careful: float
    n: int

    @property
    def worth(self) -> float:
        """What a model is chosen by."""
        return self.questions + self.passages

    def __str__(self) -> str:
        return f"passages {self.passages:.4f} questions {self.questions:.4f} careful {self.careful:.4f} of {self.n}"


def found_by(model: ReaderModel, asked: EncodedSet, rows: Sequence[int]) -> Found:
    """What the model finds in these rows."""
    chosen = asked.only(rows)
    spans = np.full((len(rows), _BEST, 2), -1, dtype=np.int16)
    scores = np.full((len(rows), _BEST), -np.inf, dtype=np.float32)
    answers = np.zeros(len(rows), dtype=np.float32)
    for row, found, logit in spans_of(model, chosen, best=_BEST, tried=_TRIED, longest=_LONGEST):
        first = int(chosen.first[row])
        for n, (start, end, score) in enumerate(found):
            spans[row, n], scores[row, n] = (start - first, end - first), score
        answers[row] = logit
    return Found(np.asarray(rows, dtype=np.int64), spans, scores, answers)


def measured(found: Found, asked: EncodedSet) -> Measured:
    """How good that is. The passages of a question stand in the order in which they are shown."""
    wanted: dict[int, list[tuple[int, int]]] = {}
    for row, first, last in asked.spans.tolist():
        begins = int(asked.first[row])
        wanted.setdefault(row, []).append((first - begins, last - begins))
    right = np.array(
        [
            any(_alike(span, each) for each in wanted.get(int(row), ()))
            for row, span in zip(found.rows, found.spans[:, 0], strict=True)
        ]
    )
    answering = np.array([int(row) in wanted for row in found.rows])
    outcomes: list[tuple[float, bool]] = []
    groups = asked.group[found.rows]
    answerable = 0
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        best = rows[int(np.argmax(found.scores[rows, 0] - _RANK_COST * np.arange(len(rows))))]
        outcomes.append((float(found.scores[best, 0]), bool(right[best])))
        answerable += bool(answering[rows].any())
    outcomes.sort(key=lambda each: -each[0])
    wrong = np.cumsum([not each for _, each in outcomes])
    allowed = np.flatnonzero(wrong <= _WRONG_AT_MOST * len(outcomes))
    correct = np.cumsum([each for _, each in outcomes])
    return Measured(
        float(right[answering].mean()),
        float(correct[-1] / max(1, answerable)),
        float(correct[allowed[-1]] / max(1, answerable)) if len(allowed) else 0.0,
        len(outcomes),
    )


def _alike(span: npt.NDArray[np.int16], wanted: tuple[int, int]) -> bool:
    """The same tokens, or nearly."""
    first, last = int(span[0]), int(span[1])
    shared = min(last, wanted[1]) - max(first, wanted[0]) + 1
    return 2 * shared >= _ALIKE * (last - first + 1 + wanted[1] - wanted[0] + 1)
