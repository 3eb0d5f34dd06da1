"""A question set put to an answerer: the run, its metrics by type, and what failed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # JSON values

from index.errors import ReadError
from index.reading.files import read_regular
from qa.answerer import Answerer
from qa.evaluation.feedback import last_judgements
from qa.evaluation.metrics import Evidence, Outcome, Passage, Question, Tally, tally
from qa.types import Answer, Filters

__all__ = ["Evaluation", "evaluate", "read_disliked", "read_questions", "write_run"]

_MOST_BYTES = 200 * 2**20  # a run of some hundred thousand questions


@dataclass(frozen=True, slots=True)
class Evaluation:
    """outcomes: one a question, in their order. table: type → counts, "ALL" among them."""

    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]
    table: dict[str, Tally]


def read_questions(path: Path) -> tuple[Question, ...]:
    """The question set at path, JSON lines; lines may also be people's judgements of answers, of which each that was
    found right makes a question whose gold is that answer.

    Raises:
        ReadError: the file cannot be read, or a line is no question; the message names the line.
    """
    questions, judged = _read(path)
    liked = (record for record in last_judgements(judged) if record["verdict"] == "up")
    return (*questions, *(_question_of(record, n) for n, record in enumerate(liked, start=1)))


def read_disliked(path: Path) -> tuple[str, ...]:
    """The questions of the answers found wrong, each with what was said of it. They have no gold."""
    disliked = (record for record in last_judgements(_read(path)[1]) if record["verdict"] == "down")
    return tuple(" — ".join(filter(None, (record["question"], record["note"]))) for record in disliked)


def _read(path: Path) -> tuple[list[Question], list[dict[str, Any]]]:
    """The questions and the judgements of a file."""
    try:
        lines = read_regular(path, most=_MOST_BYTES).decode("utf-8").split("\n")  # U+2028 ends no line of JSON
    except UnicodeDecodeError as error:
        raise ReadError(str(path), f"cannot be read ({error}); give a UTF-8 file of JSON lines") from error
    questions: list[Question] = []
    judged: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            if "verdict" in record:
                _question_of(record, number)
                judged.append({**record, "note": str(record["note"])})
                continue
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
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise ReadError(str(path), f"line {number} is no question ({error!r})") from error
    return questions, judged


def _question_of(record: dict[str, Any], number: int) -> Question:
    asked_with = record["asked_with"]
    return Question(
        id=f"feedback-{number}",
        kind="feedback",
        text=record["question"],
        answers=(record["short"],) if record["short"] else (),
        evidence=tuple(Evidence(e["file"], e["quote"]) for e in record["evidence"]),
        needs_all=False,
        status=record["status"],
        filters=Filters(
            places=tuple(asked_with["places"]),
            years=tuple(asked_with["years"]),
            kinds=tuple(asked_with["kinds"]),
            ignore=tuple(asked_with["ignore"]),
            context=asked_with["context"],
        ),
    )


def evaluate(answerer: Answerer, questions: Sequence[Question]) -> Evaluation:
    """Every question asked once, in order."""
    outcomes = tuple(_outcome(question.id, _ask(answerer, question)) for question in questions)
    return Evaluation(tuple(questions), outcomes, tally(questions, {outcome.id: outcome for outcome in outcomes}))


def _ask(answerer: Answerer, question: Question) -> Answer:
    filters = question.filters
    return answerer.ask(
        question.text,
        places=filters.places,
        years=filters.years,
        kinds=filters.kinds,
        ignore=filters.ignore,
        context=filters.context,
    )


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
