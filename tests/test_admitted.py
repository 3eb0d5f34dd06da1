"""What a report says is still wanting is found by how reports say it, in whatever words it is asked for."""

from __future__ import annotations

import pytest

from qa import Answerer

ADMITTED = "协商建言质量需要进一步提升"


@pytest.mark.parametrize(
    "question",
    [
        "邯郸市政协承认工作中有哪些不足？",
        "邯郸市政协的报告里说自己还存在什么问题",
        "邯郸政协自我剖析，薄弱环节主要有哪几点？",
        "What shortcomings does the Handan CPPCC acknowledge?",
    ],
)
def test_what_is_admitted_is_told_as_printed(answerer: Answerer, question: str) -> None:
    answer = answerer.ask(question)
    assert answer.status == "answered"
    assert ADMITTED in answer.text
    assert any(ADMITTED in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    ["邯郸市政协的提案反映了哪些问题？", "邯郸市教育方面存在哪些问题？", "新乡市政协工作中还有哪些不足？"],
)
def test_problems_of_other_things_are_no_shortcomings_of_the_report(answerer: Answerer, question: str) -> None:
    assert ADMITTED not in answerer.ask(question).text
