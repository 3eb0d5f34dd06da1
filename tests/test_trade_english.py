"""Imports and the share of exports, asked for in English, of a report that states trade in all and exports."""

from __future__ import annotations

from pathlib import Path

import pytest
from answering import answerer_over

from index.language.gazetteer import Gazetteer
from qa import Answerer
from qa.citing.verify import answer_problems
from qa.understanding.trade_english import read_trade

REPORT = """湖南省政府工作报告

——2007年1月29日在湖南省第十届人民代表大会第五次会议上

各位代表：

现在，我代表省人民政府向大会作政府工作报告。

一、2006年工作回顾

一年来，实现进出口总额73.53亿美元，增长22.4％，其中出口50.9亿美元，增长36％。社会消费品零售总额增长15.3%。
"""
ORDER = "From Hunan's total trade and exports in 2006, work out its imports and the share of exports in total trade."
ASKED = (
    ("What were Hunan's imports in 2006?", ["22.63亿美元"]),
    ("How much did Hunan import in 2006?", ["22.63亿美元"]),
    ("What was the share of exports in Hunan's total trade in 2006?", ["69.2%"]),
    (ORDER, ["22.63亿美元", "69.2%"]),
    ("Calculate Hunan's imports in 2006 and the percentage of its trade that were exports", ["22.63亿美元", "69.2%"]),
)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Answerer:
    return answerer_over(tmp_path_factory.mktemp("trade"), dictionaries, REPORT)


@pytest.mark.model
@pytest.mark.parametrize(("question", "results"), ASKED)
def test_imports_and_shares_are_reckoned(answerer: Answerer, question: str, results: list[str]) -> None:
    answer = answerer.ask(question)
    assert [part.short for part in answer.parts] == results
    assert answer_problems(answer, gazetteer=Gazetteer.load()) == ()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What were its imports", "difference"),
        ("What share of its total trade were exports", "share"),
        ("What were its imports and exports", None),
        ("What were its imports of soybeans", None),
        ("How much did exports exceed imports", None),
    ],
)
def test_what_is_wanted_of_trade(question: str, kind: str | None) -> None:
    found = read_trade(question, "湖南省2006年")
    assert (found and found.kind) == kind
