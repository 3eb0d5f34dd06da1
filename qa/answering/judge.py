"""One small calibrated judge over what the reader and the words say of each possible answer → how probably it is right.

Boosted trees, trained on questions over files that the reader had not learned from (training/judge.py); what each
number means stands in FEATURES.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
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
class _Trees:
    """feature, threshold, left, right: (trees, nodes), feature -1 for a leaf; value: what a leaf adds."""

    feature: npt.NDArray[np.int64]
    threshold: npt.NDArray[np.float64]
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    value: npt.NDArray[np.float64]

    @classmethod
    def of(cls, trees: Sequence[Mapping[str, Sequence[float]]]) -> _Trees:
        """From the lists of each tree."""
        nodes = max((len(tree["feature"]) for tree in trees), default=1)
        feature = np.full((len(trees), nodes), -1, dtype=np.int64)
        threshold, value = np.zeros((2, len(trees), nodes))
        left = np.tile(np.arange(nodes), (len(trees), 1))
        right = left.copy()
        for n, tree in enumerate(trees):
            size = len(tree["feature"])
            feature[n, :size], threshold[n, :size], value[n, :size] = tree["feature"], tree["threshold"], tree["value"]
            inner = np.flatnonzero(feature[n] >= 0)
            left[n, inner] = np.asarray(tree["left"])[inner]
            right[n, inner] = np.asarray(tree["right"])[inner]
        return cls(feature, threshold, left, right, value)

    def sums(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """(rows,) what all trees together add to each row of features."""
        trees = np.arange(len(self.feature))[None]
        node = np.zeros((len(rows), len(self.feature)), dtype=np.int64)
        while True:
            feature = self.feature[trees, node]
            if (feature < 0).all():
                added: npt.NDArray[np.float64] = self.value[trees, node].sum(axis=1)
                return added
            goes_left = np.take_along_axis(rows, np.maximum(feature, 0), axis=1) <= self.threshold[trees, node]
            node = np.where(goes_left, self.left[trees, node], self.right[trees, node])


class Judge:
    """Boosted trees, and what the levels of their probabilities mean."""

    def __init__(self, trees: _Trees, base: float, levels: Sequence[tuple[ConfidenceLevel, float, float]]) -> None:
        """levels: name, least probability, share of its answers that were right; the surest first."""
        self._trees, self._base, self._levels = trees, base, tuple(levels)

    @classmethod
    def load(cls, folder: Path) -> Judge:
        """Raises: ModelError where the folder does not hold a judge of these features."""
        path = folder / JUDGE_FILE
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            if tuple(held["features"]) != FEATURES:
                raise ModelError(f"{path} judges by other features than this version gives it")
            levels = [(name, float(least), float(right)) for name, least, right in held["levels"]]
            return cls(_Trees.of(held["trees"]), float(held["base"]), levels)
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            raise ModelError(f"the judge in {path} cannot be loaded: {error}") from error

    @property
    def sure(self) -> float:
        """From this probability on an answer is of the highest level."""
        return self._levels[0][1]

    @property
    def fair(self) -> float:
        """From this probability on an answer is of the second level."""
        return self._levels[1][1]

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

    def confidence(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """How probably each answer is right, from its features."""
        if not rows:
            return []
        total = self._base + self._trees.sums(np.asarray(rows, dtype=np.float64))
        return [1 / (1 + math.exp(-each)) for each in total.tolist()]
