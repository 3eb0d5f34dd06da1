"""One small calibrated judge over what the reader and the words say of each possible answer → how probably it is right.

Boosted trees, trained on questions over files that the reader had not learned from (training/judge.py); what each
number means stands in FEATURES.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import ModelError
from qa.types import Confidence, ConfidenceLevel

__all__ = ["FEATURES", "JUDGE_FILE", "Judge"]

JUDGE_FILE = "judge.json"
# In the order in which they are given.
FEATURES = (
    "span",  # the reader's score of the span, in logits over no answer; UNREAD where it did not find it
    "margin",  # that less the best score of another span elsewhere
    "answers",  # logit that the passage answers
    "best_answers",  # the highest of these of all passages read
    "rank",  # of the passage, from 0
    "score",  # of the passage's ranking, as a share of the best
    "words_place",  # place among what the words alone find, LAST_PLACE where they do not
    "words_score",  # the score of that
    "words_margin",  # ahead of the next, or behind the first
    "words_state",  # whether the words' own first finding is a statement
    "words_overlap",  # whether it overlaps this one
    "own_words",  # share of the question in the words that speak of this answer
    "sentence_words",  # in its sentence
    "passage_words",  # in its passage and headings
    "wants_number",
    "wants_phrase",
    "is_figure",
    "unit",  # 1 as asked, 0.5 may stand for it, -1 may not, 0 none asked
    "share_conflict",  # a share where an amount is asked for, or the other way round
    "stage",  # 1 as asked, -1 another, -0.3 none stated, 0 none asked
    "other_year",  # of a review of several years that does not name the one asked for
    "year_before",  # 1 the year named before it is the one asked for, -1 another
    "planned",  # stated as a plan
    "wants_plan",
    "english",
    "length",
    "wants_list",
    "things",  # how many things it lists
    "in_question",
    "preferred",  # in the year's own report
    "fact",  # 1 the fact table states this figure of the indicator asked for, -1 another, 0 it decides nothing
    "of_cppcc",  # stated by a CPPCC's own report
    "seconded",  # the reader finds the same words in another passage too
)
UNREAD = -12.0
LAST_PLACE = 6


@dataclass(frozen=True, slots=True)
class _Tree:
    """feature, threshold, left, right: (nodes,), feature -1 for a leaf; value: (nodes,) what a leaf adds."""

    feature: npt.NDArray[np.int64]
    threshold: npt.NDArray[np.float64]
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    value: npt.NDArray[np.float64]

    def add(self, rows: npt.NDArray[np.float64], total: npt.NDArray[np.float64]) -> None:
        node = np.zeros(len(rows), dtype=np.int64)
        while True:
            inner = np.flatnonzero(self.feature[node] >= 0)
            if not inner.size:
                break
            at = node[inner]
            goes_left = rows[inner, self.feature[at]] <= self.threshold[at]
            node[inner] = np.where(goes_left, self.left[at], self.right[at])
        total += self.value[node]


class Judge:
    """Boosted trees, and the least probability at which an answer is given."""

    def __init__(
        self, trees: Sequence[_Tree], base: float, levels: Sequence[tuple[ConfidenceLevel, float, float]]
    ) -> None:
        """levels: name, least probability, share of its answers that were right; the surest first."""
        self._trees, self._base, self._levels = tuple(trees), base, tuple(levels)

    @property
    def least(self) -> float:
        """Below this probability nothing is given as the answer."""
        return self._levels[-1][1]

    def sureness(self, value: float) -> Confidence:
        """The level that a probability falls into; below the last level it is of the last."""
        for name, least, right in self._levels:
            if value >= least:
                return Confidence(value, name, right)
        return Confidence(value, *self._levels[-1][::2])

    @classmethod
    def load(cls, folder: Path) -> Judge:
        """Raises: ModelError where the folder does not hold a judge of these features."""
        path = folder / JUDGE_FILE
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            if tuple(held["features"]) != FEATURES:
                raise ModelError(f"{path} judges by other features than this version gives it")
            trees = [
                _Tree(
                    np.array(tree["feature"], dtype=np.int64),
                    np.array(tree["threshold"], dtype=np.float64),
                    np.array(tree["left"], dtype=np.int64),
                    np.array(tree["right"], dtype=np.int64),
                    np.array(tree["value"], dtype=np.float64),
                )
                for tree in held["trees"]
            ]
            levels = [(name, float(least), float(right)) for name, least, right in held["levels"]]
            return cls(trees, float(held["base"]), levels)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"the judge in {path} cannot be loaded: {error}") from error

    def confidence(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """How probably each answer is right, from its features."""
        if not rows:
            return []
        matrix = np.asarray(rows, dtype=np.float64)
        total = np.full(len(rows), self._base)
        for tree in self._trees:
            tree.add(matrix, total)
        return [1 / (1 + math.exp(-each)) for each in total.tolist()]
