"""Things told one after the other are found by their numbers or by how they begin."""

from __future__ import annotations

import re

import pytest

from index.types import Span
from qa.composing.runs import Run, runs_in

NUMBERED = "着力汇聚合力。一是事前引导。广泛征集线索。二是事中督查。三是事后评价。每年表彰。\n其他工作正常开展。"
INSIDE = "主要做法是：一是建章立制；二是领办督办；三是广泛宣传。"
PARAGRAPHS = """变化体现在以下方面：

从增速看，正在换挡。过去太快。

从市场看，内外并重。

从人力看，走向高地。

以上这些变化是新常态的特征。"""
ASPECTS = "立案409件。经济建设方面的提案,涉及产业。政治建设方面的提案,涉及改革。文化建设方面的提案,涉及历史。全部办复。"
WITHIN = "疫情防控有力。抓“早”，构建体系。抓“紧”，建立制度。严把关口。抓“细”，规范发热门诊。"


def _runs(text: str) -> list[Run]:
    return runs_in(text, [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)])


def _starts(text: str, run: Run) -> list[str]:
    return [text[span.start : span.start + 4] for span in run.members]


@pytest.mark.parametrize(
    ("text", "starts", "frame"),
    [
        (NUMBERED, ["一是事前", "二是事中", "三是事后"], ""),
        (INSIDE, ["一是建章", "二是领办", "三是广泛"], ""),
        (PARAGRAPHS, ["从增速看", "从市场看", "从人力看"], "从…看"),
        (ASPECTS, ["经济建设", "政治建设", "文化建设"], "…方面的提案"),
        (WITHIN, ["抓“早”", "抓“紧”", "抓“细”"], "抓“…”"),
    ],
)
def test_a_run_is_found(text: str, starts: list[str], frame: str) -> None:
    (run,) = _runs(text)
    assert [each.rstrip("，") for each in _starts(text, run)] == starts
    assert run.frame == frame


def test_each_reaches_to_the_next_and_the_last_no_further_than_another() -> None:
    (run,) = _runs(NUMBERED)
    assert [NUMBERED[span.start : span.end] for span in run.members] == [
        "一是事前引导。广泛征集线索。",
        "二是事中督查。",
        "三是事后评价。每年表彰。",
    ]
    assert (run.lead, run.after) == ("着力汇聚合力。", "")


def test_what_leads_up_to_paragraphs_and_sums_them_up() -> None:
    (run,) = _runs(PARAGRAPHS)
    assert (run.lead, run.after) == ("变化体现在以下方面：", "以上这些变化是新常态的特征。")
    assert PARAGRAPHS[run.members[0].start : run.members[0].end] == "从增速看，正在换挡。过去太快。"


@pytest.mark.parametrize(
    "text",
    [
        "二是领办督办。三是广泛宣传。",
        "加强学习，提高能力。扩大开放。加强宣传，凝聚共识。",
        "全市生产总值增长6%。全市税收增长7%。全市出口增长8%。",
        "加强学习提高能力。甲事已经办。乙事已经办。丙事已经办。丁事已经办。戊事已经办。加强宣传。己事办。加强开放。",
    ],
)
def test_others_are_none(text: str) -> None:
    assert _runs(text) == []
