"""Which questions are put to all systems, and which of the passages found answer them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.peers.corpus import Passage
from qa.evaluation import metrics
from qa.evaluation.evaluate import read_questions
from qa.evaluation.metrics import Outcome, Question, tally

__all__ = ["Asked", "choose", "hits", "read"]

_HAN = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Asked:
    """All have evidence among the chunks."""

    questions: tuple[Question, ...]

    @property
    def texts(self) -> list[str]:
        return [question.text for question in self.questions]

    @property
    def chinese(self) -> list[bool]:
        """Of each question, whether it is asked in Chinese."""
        return [bool(_HAN.search(question.text)) for question in self.questions]


def read(paths: Sequence[Path]) -> list[list[Question]]:
    """The questions of each set; ids are made to differ between sets."""
    from dataclasses import replace

    return [[replace(question, id=f"{path.stem} {question.id}") for question in read_questions(path)] for path in paths]


def choose(sets: Sequence[Sequence[Question]], sources: Collection[str], most: int) -> Asked:
    """At most so many of the questions whose evidence stands in these files, taken from each set in turn."""
    able = [
        [each for each in questions if each.evidence and {e.file for e in each.evidence} <= set(sources)]
        for questions in sets
    ]
    in_turn = (each for turn in itertools.zip_longest(*able) for each in turn if each is not None)
    return Asked(tuple(itertools.islice(in_turn, most)))


def hits(asked: Asked, found: Sequence[Sequence[int]], passages: Sequence[Passage], k: int) -> list[bool]:
    """Of each question, whether one of its first k passages shows evidence, as `wenzheng eval` judges it.

    found: rows, best first, of each question.
    """
    outcomes = {}
    for question, rows in zip(asked.questions, found, strict=True):
        shown = tuple(metrics.Passage(passages[row].source, passages[row].shown) for row in rows[:k])
        outcomes[question.id] = Outcome(question.id, "answered", "", shown)
    return [tally([each], outcomes)["ALL"].hit_at_10 > 0 for each in asked.questions]
