"""What is too long or too much is refused before any work is done on it, by whatever door it comes in."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from index.errors import QuestionError
from index.reading.files import safe_name
from page.links import parse_address, parse_compare
from qa.answerer import Answerer
from qa.checking.claims import verify_claim
from qa.comparison.indicator import compare_indicator
from qa.evaluation.feedback import LONGEST_NOTE
from qa.retrieval.retriever import Retriever
from qa.understanding.limits import LONGEST_NAME, LONGEST_QUESTION, MOST_FILTERS

# Folding marks in a row takes time that grows with the square of their number: the dot below goes before the acute.
MARKS = "a" + "\u0301\u0323" * 50_000
QUESTION = "新乡2023年立案多少件提案?"


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Retriever:
    config = Config(home=tmp_path_factory.mktemp("home"), model="none")
    build([seeds], config)
    return Retriever.of(config)


DOORS: dict[str, Callable[[Retriever, str], object]] = {
    "parse": lambda retriever, text: retriever.parse(text),
    "search": lambda retriever, text: retriever.search(text),
    "ask": lambda retriever, text: Answerer(retriever).ask(text),
    "verify": verify_claim,
    "compare": compare_indicator,
}
FILTERED: dict[str, Callable[..., object]] = {
    "search": lambda retriever, **filters: retriever.search(QUESTION, **filters),
    "ask": lambda retriever, **filters: Answerer(retriever).ask(QUESTION, **filters),
    "verify": lambda retriever, **filters: verify_claim(retriever, "新乡市2023年立案409件", **filters),
    "compare": lambda retriever, **filters: compare_indicator(retriever, "提案立案", **filters),
}


@pytest.fixture
def no_folding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing long is folded: unicodedata.normalize is given no more than the limit allows."""
    fold = unicodedata.normalize

    def checked(form: str, text: str) -> str:
        assert len(text) <= LONGEST_QUESTION
        return fold(form, text)  # type: ignore[arg-type]

    monkeypatch.setattr(unicodedata, "normalize", checked)


@pytest.mark.usefixtures("no_folding")
@pytest.mark.parametrize(
    "text", [MARKS, "立" * (LONGEST_QUESTION + 1), " " * 1_000_000], ids=["marks", "long", "blank"]
)
@pytest.mark.parametrize("door", DOORS)
def test_what_is_too_long_is_refused_before_it_is_folded(door: str, text: str, retriever: Retriever) -> None:
    with pytest.raises(QuestionError, match=f"{len(text):,}.*{LONGEST_QUESTION:,}"):
        DOORS[door](retriever, text)


@pytest.mark.usefixtures("no_folding")
def test_nothing_leans_on_a_question_before_that_is_too_long(retriever: Retriever) -> None:
    assert Answerer(retriever).ask(QUESTION, context=MARKS).understood_as is None


def test_what_grows_too_long_by_folding_is_refused(retriever: Retriever) -> None:
    with pytest.raises(QuestionError, match="at most"):
        retriever.parse("\ufdfa" * LONGEST_QUESTION)  # one character that stands for eighteen


@pytest.mark.parametrize("door", FILTERED)
@pytest.mark.parametrize(
    "filters",
    [
        {"places": ["新乡市"] * 100_000},
        {"years": [2023] * 100_000},
        {"places": [MARKS]},
        {"places": ["新" * (LONGEST_NAME + 1)]},
        {"years": [10**5000]},
        {"years": [-1]},
    ],
    ids=["places", "years", "marks", "name", "huge", "negative"],
)
def test_too_many_or_too_long_filters_are_refused(door: str, filters: dict[str, object], retriever: Retriever) -> None:
    with pytest.raises(QuestionError) as refused:
        FILTERED[door](retriever, **filters)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("door", ["search", "ask", "compare"])
def test_too_many_kinds_are_refused(door: str, retriever: Retriever) -> None:
    with pytest.raises(QuestionError, match="100,000"):
        FILTERED[door](retriever, kinds=["cppcc_report"] * 100_000)


def test_as_many_filters_as_are_allowed_are_used(retriever: Retriever) -> None:
    assert retriever.search(QUESTION, places=["新乡市"] * MOST_FILTERS, years=[2023] * MOST_FILTERS)


@pytest.mark.usefixtures("no_folding")
def test_an_address_that_is_too_long_asks_for_nothing() -> None:
    assert parse_address("?q=" + "a" * 2_000_000).question == ""
    assert parse_compare("?tab=compare&indicator=" + "a" * 2_000_000).indicator == ""
    assert parse_address("?q=" + "%E7%AB%8B" * LONGEST_QUESTION).question == "立" * LONGEST_QUESTION


def test_a_file_name_is_cut_before_it_is_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    fold = unicodedata.normalize
    monkeypatch.setattr(unicodedata, "normalize", lambda form, text: (seen.append(len(text)), fold(form, text))[1])
    assert safe_name(MARKS + ".txt").endswith(".txt")
    assert max(seen) < len(MARKS) / 10


def test_a_note_is_cut_before_it_is_split(retriever: Retriever) -> None:
    from qa.evaluation.feedback import judgement_of
    from qa.types import Filters

    answer = Answerer(retriever).ask(QUESTION)
    assert len(judgement_of(answer, Filters(), "down", "注 " * 1_000_000)["note"]) == LONGEST_NOTE
