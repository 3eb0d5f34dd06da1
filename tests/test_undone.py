"""What was to be done and is not: the rest and the rate, from a sentence that tells the whole and what was done."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_composed import answerer_of

from qa.citing.verify import answer_problems
from qa.understanding.undone import read_undone


@pytest.mark.parametrize(
    ("question", "kind", "asked"),
    [
        ("郑州交办的信访件还剩几件没整改完？", "rest", "郑州交办的信访件完成整改多少件"),
        ("郑州2020年的重建项目还有几个没完成？", "rest", "郑州2020年的重建项目完成多少个"),
        ("郑州2020年未投产的项目有几个？", "rest", "郑州2020年项目完成投产多少个"),
        ("郑州2020年信访件的整改完成率约多少？", "share", "郑州2020年信访件完成整改多少"),
        ("郑州2020年的项目已开工的占百分之几？", "share", "郑州2020年的项目完成开工多少"),
    ],
)
def test_what_is_left_is_asked_by_what_was_done(question: str, kind: str, asked: str) -> None:
    found = read_undone(question, "zh")
    assert found is not None
    assert (found.kind, found.questions[0]) == (kind, asked)


def test_what_is_left_is_read_in_english() -> None:
    found = read_undone("How many of the 30 projects in Handan were not yet completed in 2020?", "en")
    assert found is not None
    assert (found.kind, found.questions) == ("rest", ("How many projects in Handan were completed in 2020?",))
    assert read_undone("How many projects were completed in Handan in 2020?", "en") is None


@pytest.mark.parametrize("question", ["郑州2020年完成了多少项工作？", "整改完成率是多少？", "郑州2020年为什么没完成？"])
def test_nothing_is_left_where_it_is_not_asked(question: str) -> None:
    assert read_undone(question, "zh") is None


@pytest.mark.parametrize(
    ("said", "question", "short"),
    [
        ("环保督察交办的431件信访件完成整改417件。", "焦作市2022年环保督察交办的信访件还剩几件没整改完？", "14件"),
        ("支援重建项目30个，总投资8亿元，已完成25个。", "焦作市2022年支援重建项目的完成率是多少？", "83.3%"),
        # the report states the rest itself, or another thing stands before
        ("环保督察交办的431件信访件，13件尚未整改完成。", "焦作市2022年环保督察交办的信访件还有几件没整改？", "13件"),
        ("支援重建项目30个，完成率达到80%。", "焦作市2022年支援重建项目的完成率是多少？", "80%"),
    ],
)
def test_the_rest_and_the_rate_are_of_one_sentence(said: str, question: str, short: str, new_home: Path) -> None:
    answerer = answerer_of(new_home, ("焦作市", 2022, said))
    answer = answerer.ask(question)
    assert (answer.status, answer.short) == ("answered", short)
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()


def test_a_whole_of_another_thing_is_none(new_home: Path) -> None:
    answerer = answerer_of(new_home, ("焦作市", 2022, "新签约粮库80个，支援重建项目已完成25个。"))
    answer = answerer.ask("焦作市2022年支援重建项目还有几个没完成？")
    assert answer.short != "55个"


def test_the_rate_is_asked_again_of_the_same(new_home: Path) -> None:
    answerer = answerer_of(new_home, ("焦作市", 2022, "环保督察交办的431件信访件完成整改417件。空气优良率达85%。"))
    answer = answerer.ask("焦作市2022年环保督察交办的信访件还剩几件没整改完？整改完成率约多少？")
    assert [part.short for part in answer.parts] == ["14件", "96.8%"]
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()
