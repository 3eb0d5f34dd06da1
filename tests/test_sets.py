"""Floors under the question sets, by set: what was measured when the reader came, less a question or two."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from qa import Answerer, Retriever
from qa.evaluation.evaluate import evaluate, read_questions

pytestmark = pytest.mark.sets
DATA = Path(__file__).parent / "data"
OVER_REPORTS = ("reports-more", "blind-reports", "late-reports", "fresh-reports", "plan-traps", "not-indexed")


@pytest.fixture(scope="module")
def over_reports(shared_reports: Path, seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """Over the seeds and the reports that these sets ask about, without vectors, which take minutes to make."""
    named = {
        evidence["file"]
        for name in OVER_REPORTS
        for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        for evidence in json.loads(line).get("evidence", ())
    }
    files = [path for name in sorted(named) if (path := shared_reports / name).exists()]
    home = tmp_path_factory.mktemp("sets")
    build([seeds, *files], Config.from_environment(home=home, model="none"))
    return Answerer(Retriever.load(home))


# right: of the questions that have an answer; refused: of those that have none.
@pytest.mark.parametrize(
    ("name", "right", "refused"),
    [("blind-seeds", 0.80, 1.0), ("late-seeds", 0.70, 1.0), ("unread-seeds", 0.84, 0.9)],
)
def test_a_set_over_the_seeds_stays_above_its_floor(
    answerer: Answerer, name: str, right: float, refused: float
) -> None:
    _holds(answerer, name, right, refused)


@pytest.mark.parametrize(
    ("name", "right", "refused"),
    [
        ("reports-more", 0.92, 1.0),
        ("blind-reports", 0.92, 1.0),
        ("late-reports", 0.91, 1.0),
        ("fresh-reports", 0.84, 0.8),
        ("plan-traps", 0.92, 1.0),
        ("not-indexed", 0.0, 1.0),
    ],
)
def test_a_set_over_reports_stays_above_its_floor(
    over_reports: Answerer, name: str, right: float, refused: float
) -> None:
    _holds(over_reports, name, right, refused)


def _holds(answerer: Answerer, name: str, right: float, refused: float) -> None:
    total = evaluate(answerer, read_questions(DATA / f"{name}.jsonl")).table["ALL"]
    assert total.n + total.n_unanswerable >= 40
    assert total.answer >= right * total.n, total.failures
    assert total.refused >= refused * total.n_unanswerable, total.failures
