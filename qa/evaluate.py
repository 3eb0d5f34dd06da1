"""A question set put to an answerer: the run, its metrics by type, and what failed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReadError
from qa.answerer import Answerer
from qa.metrics import Evidence, Outcome, Passage, Question, Tally, tally
from qa.types import Answer

__all__ = ["Evaluation", "evaluate", "read_questions", "write_run"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """outcomes: one a question, in their order. table: type → counts, "ALL" among them."""

    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]
    table: dict[str, Tally]


def read_questions(path: Path) -> tuple[Question, ...]:
    """The question set at path, JSON lines.

    Raises:
        ReadError: the file cannot be read, or a line is no question; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(str(path), f"cannot be read ({error}); give a UTF-8 file of JSON lines") from error
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            questions.append(
                Question(
                    id=record["id"],
                    kind=record["type"],
                    text=record["question"],
                    answers=tuple(record["answers"]),
                    evidence=tuple(Evidence(e["file"], e["quote"]) for e in record["evidence"]),
                    needs_all=record.get("evidence_mode") == "all",
                    status=record.get("status", ""),
                )
            )
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise ReadError(str(path), f"line {number} is no question ({error!r})") from error
    return tuple(questions)


def evaluate(answerer: Answerer, questions: Sequence[Question]) -> Evaluation:
    """Every question asked once, in order."""
    outcomes = tuple(_outcome(question.id, answerer.ask(question.text)) for question in questions)
    return Evaluation(tuple(questions), outcomes, tally(questions, {outcome.id: outcome for outcome in outcomes}))


def _outcome(question_id: str, answer: Answer) -> Outcome:
    passages = tuple(Passage(Path(hit.report.source).name, hit.text) for hit in answer.passages)
    return Outcome(question_id, answer.status, answer.short or "", passages)


def write_run(path: Path, outcomes: Sequence[Outcome]) -> None:
    """The run as JSON lines, {"id", "status", "answer", "chunks": [{"file", "text"}…]}, for any other scorer."""
    lines = (
        json.dumps(
            {
                "id": outcome.id,
                "status": outcome.status,
                "answer": outcome.answer,
                "chunks": [{"file": passage.file, "text": passage.text} for passage in outcome.passages],
            },
            ensure_ascii=False,
        )
        for outcome in outcomes
    )
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
