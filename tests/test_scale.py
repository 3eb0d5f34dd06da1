"""Fifty real reports, every tenth of a large collection: read without error, known for what they are, found and told
apart. They were chosen without regard to the questions, of which sixteen fall on them.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from index.language.gazetteer import Gazetteer
from index.reading.decoding import read_document
from index.reports.parse import parse_document
from index.types import Document
from qa import Answerer, Retriever
from qa.evaluation.evaluate import evaluate, read_questions
from qa.evaluation.metrics import REFUSALS, Question

QUESTIONS = Path(__file__).parent / "data"
FEWEST_QUESTIONS = 16
pytestmark = pytest.mark.sets


@pytest.fixture(scope="module")
def documents(fifty_reports: list[Path]) -> dict[str, Document]:
    """By name of the file."""
    return {path.name: parse_document(read_document(path, root=path.parent)) for path in fifty_reports}


@pytest.fixture(scope="module")
def gold(shared_reports: Path, fifty_reports: list[Path]) -> dict[str, dict[str, str]]:
    names = {path.name for path in fifty_reports}
    with (shared_reports / "gold.tsv").open(encoding="utf-8") as table:
        return {row["file"]: row for row in csv.DictReader(table, delimiter="\t") if row["file"] in names}


@pytest.fixture(scope="module")
def lexical_answerer(fifty_reports: list[Path], seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """Over the fifty and the seeds, without vectors, which take minutes to make; place and year do most of the work."""
    home = tmp_path_factory.mktemp("fifty")
    build([seeds, *fifty_reports], Config.from_environment(home=home, model="none"))
    return Answerer(Retriever.load(home))


@pytest.fixture(scope="module")
def scale_questions(shared_reports: Path, fifty_reports: list[Path]) -> tuple[Question, ...]:
    """Those whose report is among the fifty."""
    names = {path.name for path in fifty_reports}
    everything = read_questions(shared_reports.parent / "eval" / "scale-dev.jsonl")
    return tuple(q for q in everything if {evidence.file for evidence in q.evidence} <= names)


def test_every_report_is_read_whole(documents: dict[str, Document], fifty_reports: list[Path]) -> None:
    assert len(documents) == len(fifty_reports) == 50
    for name, document in documents.items():
        assert any(report.kind == "government_report" for report in document.reports), name
        chunks = [chunk for report in document.reports for chunk in document.chunks[report.id]]
        assert all(chunk.text == document.text[chunk.start : chunk.end] for chunk in chunks), name
        assert max(len(chunk.text) for chunk in chunks) <= 400, name


def test_nearly_all_of_a_report_is_in_its_passages(documents: dict[str, Document]) -> None:
    for name, document in documents.items():
        found = bytearray(len(document.text))
        for report in document.reports:
            for chunk in document.chunks[report.id]:
                found[chunk.start : chunk.end] = b"\1" * (chunk.end - chunk.start)
        han = [found[i] for i, character in enumerate(document.text) if "一" <= character <= "鿿"]
        assert sum(han) >= 0.99 * len(han), name


@pytest.mark.parametrize(
    ("field", "most_wrong"),
    # Of 500 reports 98.5 % of places and years are to be right and 99 % of dates; of some 45, all but one.
    [("place", 1), ("covers", 1), ("delivered", 1)],
)
def test_reports_are_known_for_what_they_are(
    documents: dict[str, Document], gold: dict[str, dict[str, str]], field: str, most_wrong: int
) -> None:
    assert len(gold) >= 40
    wrong = [
        (name, row[field], given)
        for name, row in gold.items()
        if row[field] and (given := _given(documents[name], field)) != row[field]
    ]
    assert len(wrong) <= most_wrong, wrong


def test_the_passage_is_found_among_fifty_reports(
    lexical_answerer: Answerer, scale_questions: tuple[Question, ...]
) -> None:
    assert len(scale_questions) >= FEWEST_QUESTIONS
    tally = evaluate(lexical_answerer, scale_questions).table["ALL"]
    assert tally.hit_at_5 >= 0.9 * tally.n, tally.failures
    assert tally.answer >= 0.85 * tally.n, tally.failures


def test_a_place_or_year_that_no_report_covers_is_refused(lexical_answerer: Answerer) -> None:
    questions = read_questions(QUESTIONS / "not-indexed.jsonl")
    assert len(questions) == 100
    answered = [
        (question.text, answer.short)
        for question in questions
        if (answer := lexical_answerer.ask(question.text)).status not in REFUSALS
    ]
    assert len(answered) <= 1, answered


def test_no_figure_of_a_plan_is_given_as_a_result(lexical_answerer: Answerer, fifty_reports: list[Path]) -> None:
    names = {path.name for path in fifty_reports}
    lines = (QUESTIONS / "plan-traps.jsonl").read_text(encoding="utf-8").splitlines()
    traps = [record for record in map(json.loads, lines) if record["trap"]["file"] in names]
    assert traps
    for record in traps:
        short = lexical_answerer.ask(record["question"]).short or ""
        assert short in record["evidence"][0]["quote"] or short not in record["trap"]["quote"], record["question"]


def _given(document: Document, field: str) -> str:
    """The field as gold.tsv writes it; "" where nothing is claimed."""
    report = next(report for report in document.reports if report.kind != "unrelated")
    if field == "covers":
        return str(report.covers[-1]) if report.covers else ""
    if field == "delivered":
        return report.delivered.isoformat() if report.delivered else ""
    return Gazetteer.load().place(report.place_code).name if report.place_code else ""
