"""Reading a report, and answering of it, takes time that grows with its length, whatever the text repeats."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from index.reports.parse import parse_document
from index.types import RawDocument
from qa.answerer import Answerer
from qa.retrieval.retriever import Retriever
from qa.understanding.limits import LONGEST_QUESTION
from tests.hostile import DOCUMENTS

_SHORT, _LONG = 3_000, 12_000  # characters
# Four times the text takes some four times as long; sixteen times where the time grows with the square.
_MOST = 8.0
# Seconds below which nothing is worth a doubt: reading what is not repeated takes some of it.
_QUICK = 0.2
# Of the length, in each try.
_TRIES = (1.0, 0.98, 0.96)
_OPENING = "政协新乡市第十四届委员会常务委员会工作报告\n\n2024年1月20日\n\n2023年，立案提案409件。"
_QUESTIONS = ("新乡2023年立案多少件提案?", "新乡城市农村收入分别增长多少?", "新乡建成多少个平台?")
# What may be slow where an answer is looked for in it.
_ANSWERED_FROM = (
    "respectively", "respectively figures", "joints", "one line", "figures", "rates", "changes", "quotes", "counties",
    "Chinese digits", "rows of pipes", "names",
)  # fmt: skip


def seconds(do: Callable[[], object]) -> float:
    """Of this thread alone: other work on the machine does not count."""
    begin = time.thread_time()
    do()
    return time.thread_time() - begin


def assert_grows_with_its_input(do: Callable[[int], object], short: int, long: int) -> None:
    """What is measured again is shorter each time, both by the same share: some of what is read is remembered."""
    growth = []
    for share in _TRIES:
        if (slow := seconds(lambda: do(round(long * share)))) < _QUICK:  # noqa: B023 - called at once
            return
        growth.append(slow / seconds(lambda: do(round(short * share))))  # noqa: B023
        if growth[-1] < _MOST:
            return
    assert min(growth) < _MOST


@pytest.mark.parametrize("name", DOCUMENTS)
def test_reading_grows_with_the_text(name: str) -> None:
    head, unit = DOCUMENTS[name]

    def read(size: int) -> None:
        text = head + unit * (size // len(unit))
        parse_document(RawDocument(source="a.txt", content_hash="0" * 64, encoding="utf-8", text=text))

    assert_grows_with_its_input(read, _SHORT, _LONG)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Answerer:
    config = Config(home=tmp_path_factory.mktemp("home"), model="none")
    build([seeds], config)
    answerer = Answerer(Retriever.of(config))
    answerer.ask(_QUESTIONS[0])
    return answerer


@pytest.mark.hard
@pytest.mark.parametrize("name", _ANSWERED_FROM)
def test_answering_grows_with_the_question(name: str, answerer: Answerer) -> None:
    unit = DOCUMENTS[name][1]
    assert_grows_with_its_input(
        lambda size: answerer.ask(("新乡立案多少件" + unit * size)[:size]), LONGEST_QUESTION // 4, LONGEST_QUESTION
    )


@pytest.mark.hard
@pytest.mark.parametrize("name", _ANSWERED_FROM[:6:2])
def test_answering_grows_with_the_report(name: str, tmp_path: Path) -> None:
    unit = DOCUMENTS[name][1]
    answerers: dict[int, Answerer] = {}
    for size in (round(length * share) for length in (1_000, 4_000) for share in _TRIES):
        folder = tmp_path / str(size)
        folder.mkdir()
        (folder / "新乡.txt").write_text(_OPENING + unit * (size // len(unit)), encoding="utf-8")
        config = Config(home=tmp_path / f"home{size}", model="none")
        build([folder], config)
        answerers[size] = Answerer(Retriever.of(config))
        answerers[size].ask("保定市")
    assert_grows_with_its_input(lambda size: [answerers[size].ask(question) for question in _QUESTIONS], 1_000, 4_000)


def test_growth_is_told_from_linear() -> None:
    """Each further try measures what is shorter, and a square is found in every one."""
    asked: list[int] = []

    def squared(size: int) -> None:
        asked.append(size)
        for _ in range(size * size * 4):
            pass

    with pytest.raises(AssertionError):
        assert_grows_with_its_input(squared, 500, 2_000)
    assert asked == [2_000, 500, 1_960, 490, 1_920, 480]
