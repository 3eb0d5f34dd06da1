"""Nobody else's answer: whatever place or body is asked for, no figure of another place is given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from page_doubles import make_report

from bench.names import FRAMES, Asked, Named, asked_names, every_name, found_by_name, outcome_of, wrong_statuses
from index.types import Place
from qa import Answer, Answerer, Citation, Retriever, Scope
from qa.types import Missing, Status

pytestmark = pytest.mark.sets
SET = Path(__file__).parent / "data" / "names.jsonl"
# Written by people who had seen the samples alone; at first sight 138 of 160 and 138 of 150 statuses were right.
FRESH = tuple(Path(__file__).parent / "data" / f"{name}.jsonl" for name in ("fresh-names", "fresh-names-2"))
STATUSES = {"answered", "ambiguous", "not_indexed", "not_stated"}


@pytest.fixture(scope="module")
def named() -> Named:
    return Named.load()


def asked(named: Named, name: str, code: str) -> Asked:
    return Asked(f"{name}2023年立案多少件提案?", name, named.gazetteer.place(code), is_full=False)


def test_no_place_is_answered_from_elsewhere(answerer: Answerer, named: Named) -> None:
    everything = list(asked_names(named, counties=60))
    sample = everything[:: 4 * len(FRAMES) + 1]  # the frames in turn
    assert len(sample) > 130 and len({each.question.replace(each.name, "{}") for each in sample}) == len(FRAMES)
    outcomes = [(each.question, outcome) for each, outcome, _ in every_name(answerer, sample, named)]
    assert [question for question, outcome in outcomes if outcome in ("elsewhere", "error")] == []


def test_a_name_that_no_table_has_gets_the_status_that_is_right(answerer: Answerer) -> None:
    assert wrong_statuses(answerer.ask, SET) == []


@pytest.mark.parametrize(
    ("path", "most_wrong"), list(zip(FRESH, (5, 6), strict=True)), ids=[path.stem for path in FRESH]
)
def test_what_is_not_indexed_is_never_answered_from_elsewhere(answerer: Answerer, path: Path, most_wrong: int) -> None:
    wrong = wrong_statuses(answerer.ask, path)
    assert [row for row in wrong if "answered" not in row[2] and row[3].startswith(("answered", "ambiguous"))] == []
    assert len(wrong) <= most_wrong, wrong


def test_names_that_are_indexed_or_only_search_terms_are_still_answered(answerer: Answerer) -> None:
    """Else the set above could be passed by refusing everything."""
    rows = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    answered = [row for row in rows if "answered" in row["status"]]
    assert len(answered) >= 12
    assert [r["question"] for r in answered if answerer.ask(r["question"]).status not in r["status"]] == []


@pytest.mark.parametrize("path", [SET, *FRESH], ids=lambda path: path.stem)
def test_the_sets_are_well_formed(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 150
    assert len({row["id"] for row in rows}) == len({row["question"] for row in rows}) == len(rows)
    assert all(list(row) == ["id", "question", "status", "note"] and row["note"] for row in rows)
    assert all(row["status"] and set(row["status"]) < STATUSES for row in rows)


def test_every_place_with_a_report_is_found_by_its_short_name(retriever: Retriever, named: Named) -> None:
    rows = list(found_by_name(retriever, named))
    assert len({place.code for _, place, _ in rows}) == 5
    assert [question for question, _, found in rows if not found] == []


def test_the_sample_is_every_province_and_city_and_the_same_counties_every_time(named: Named) -> None:
    once, again = list(asked_names(named, counties=20)), list(asked_names(named, counties=20))
    assert once == again
    places = {each.place.code: each.place for each in once}
    assert sum(place.level == "province" for place in places.values()) >= 31
    assert sum(place.level == "city" for place in places.values()) >= 333
    assert sum(place.level == "county" for place in places.values()) == 20
    assert {each.name for each in once if each.place.code == "130600"} == {"保定市", "保定"}


def answer_from(
    *codes: str, text: str = "409件。", status: Status = "answered", missing: Missing | None = None
) -> Answer:
    reports = [make_report(f"{code}-0", "立案409件", place_code=code) for code in codes]
    return Answer(
        question="",
        language="zh",
        status=status,
        short=None,
        text=text,
        citations=tuple(Citation(n, each, (), "立案409件", 0, 6) for n, each in enumerate(reports, 1)),
        readings=(),
        passages=(),
        scope=Scope((), (), "covers", inferred=True, reports_searched=1, reports_total=6),
        timing_ms={},
        missing=missing,
    )


@pytest.mark.parametrize(
    ("name", "code", "cited", "text", "outcome"),
    [
        ("新乡", "410700", ["410700"], "409件。", "own"),
        ("新乡", "410721", ["410700"], "409件。", "own"),  # 新乡县 asked for by a name that the city bears too
        ("保定", "130600", ["410700"], "409件。", "elsewhere"),
        ("保定", "130600", [""], "409件。", "elsewhere"),
        ("河南省", "410000", ["410700"], "409件。", "elsewhere"),  # a province is not one of its cities
        ("新乡", "410700", ["410700", "410100"], "409件。", "elsewhere"),
        ("惠济区", "410108", ["410100"], "语料中没有惠济区自己的报告，以下出自郑州市的报告。656件。", "above"),
        ("惠济区", "410108", ["410100"], "656件。", "elsewhere"),  # not said
        ("惠济区", "410108", ["410100", "410700"], "没有惠济区的，以下出自郑州、新乡。", "elsewhere"),
    ],
)
def test_an_answer_is_judged_by_whose_reports_it_cites(
    named: Named, name: str, code: str, cited: list[str], text: str, outcome: str
) -> None:
    assert outcome_of(answer_from(*cited, text=text), asked(named, name, code), named) == outcome


@pytest.mark.parametrize(
    ("status", "missing", "outcome"),
    [
        ("not_indexed", "place", "place"),
        ("not_indexed", "name", "name"),
        ("not_indexed", None, "not indexed"),
        ("not_stated", None, "not stated"),
        ("ambiguous", None, "asked back"),
        ("answered", None, "error"),
    ],
)
def test_an_answer_without_citations_is_judged_by_what_it_says(
    named: Named, status: Status, missing: Missing | None, outcome: str
) -> None:
    assert outcome_of(answer_from(status=status, missing=missing), asked(named, "保定", "130600"), named) == outcome


def test_an_exception_is_an_outcome_and_ends_nothing(named: Named, capsys: pytest.CaptureFixture[str]) -> None:
    class Broken:
        def ask(self, question: str) -> Answer:
            raise ZeroDivisionError(question)

    place: Place = named.gazetteer.place("130600")
    questions = [Asked(f"保定{n}?", "保定", place, is_full=False) for n in range(2)]
    assert [outcome for _, outcome, _ in every_name(Broken(), questions, named)] == ["error", "error"]  # type: ignore[arg-type]
    assert capsys.readouterr().err.count("ZeroDivisionError") == 2
