"""Question sets put to an answerer once a session, for all the tests that look at the answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qa import Answerer
from qa.evaluation.evaluate import Evaluation, evaluate, read_questions
from qa.types import Answer

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Asked:
    """evaluation: what `wenzheng eval` makes of it. answers: in the order of its questions."""

    evaluation: Evaluation
    answers: tuple[Answer, ...]


class _Listener(Answerer):
    """Keeps what it answers."""

    def __init__(self, answerer: Answerer) -> None:
        super().__init__(answerer.retriever)
        self.answers: list[Answer] = []

    def ask(self, question: str, **options: object) -> Answer:
        answer = super().ask(question, **options)
        self.answers.append(answer)
        return answer


@cache
def asked(answerer: Answerer, name: str) -> Asked:
    """The questions of tests/data/NAME.jsonl, answered."""
    listener = _Listener(answerer)
    evaluation = evaluate(listener, read_questions(DATA / f"{name}.jsonl"))
    return Asked(evaluation, tuple(listener.answers))
