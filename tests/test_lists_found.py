"""Lists, outlines and mentions are found by what the reports know, whatever the words of asking."""

from __future__ import annotations

from datetime import date

import pytest

from qa import Answerer
from qa.composing.topic import number_asked
from qa.types import AnswerForm
from qa.understanding.period import period_asked
from qa.understanding.years import written_out

TODAY = date(2026, 6, 1)

# A question, its form, and what its answer must show and must not.
SAYS: tuple[tuple[str, AnswerForm, tuple[str, ...], tuple[str, ...]], ...] = (
    ("上街区政协今年（2018年）打算抓哪几方面的工作？", "summary", ("顺应新时代", "呈现新状态"), ("温暖民心",)),
    ("请概述郑州市政协常委会2023年履职的几个方面", "summary", ("深化理论武装", "注重强基固本"), ()),
    ("新乡生态文明建设方面的提案主要说的是哪些内容？", "summary", ("改善农村人居环境",), ("防范地方政府债务",)),
    ("新乡的提案从提出到办完要过哪几道环节？", "list", ("“立”前预审", "“办”结评价"), ("用得着",)),
    ("郑州市政协2024年搞民主监督，准备用哪几种形式？", "list", ("会议监督、视察监督、提案监督",), ("双月协商",)),
    ("新乡市政协2024年协商建言要盯住哪四件事？", "list", ("培育壮大“三新”经济、加强基层社会治理",), ()),
    ("Which places did the Shangjie District CPPCC visit to study in 2017?", "list", ("岳麓区、杭州市余杭区",), ()),
    ("这几份报告里有哪几份说到了“书香政协”？", "mention", ("新乡市", "中原区"), ("邯郸",)),
    ("这些材料里，哪几份谈到了大气污染防治？", "mention", ("中原区", "上街区"), ("新乡",)),
    ("哪些政协把物业管理写进了2024年的安排？", "mention", ("邯郸市 · 2024年（计划）", "新乡市"), ("上街区",)),
)
NOT_LISTED = (
    "邯郸市政协那9个协商平台，分别是哪9个？",
    "郑州市政协2023年开的6次双月协商，分别是哪六个题目？",
    "新乡市政协配合省里做的3项联动协商课题，分别是哪三项？",
)


@pytest.mark.model
@pytest.mark.parametrize(("question", "form", "says", "says_not"), SAYS, ids=[each[0] for each in SAYS])
def test_it_is_found(
    answerer: Answerer, question: str, form: AnswerForm, says: tuple[str, ...], says_not: tuple[str, ...]
) -> None:
    answer = answerer.ask(question)
    assert (answer.status, [part.form for part in answer.parts]) == ("answered", [form])
    assert [words for words in says if words not in answer.text] == []
    assert [words for words in says_not if words in f"{answer.short}{answer.text}"] == []


@pytest.mark.model
@pytest.mark.parametrize("question", NOT_LISTED)
def test_so_many_that_no_report_lists_are_refused(answerer: Answerer, question: str) -> None:
    assert answerer.ask(question).status == "not_stated"


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("邯郸市政协今年（2024年）打算做什么", (2024,)),
        ("新乡去年(2023)收了多少篇信息", (2023,)),
        ("What was done last year (2023)?", (2023,)),
        ("去年收了多少篇信息", (2025,)),
        ("What did Xinxiang do in 2023.", (2023,)),
        ("增长2023.5万元", ()),
    ],
)
def test_the_year_in_brackets_is_the_one_meant(question: str, years: tuple[int, ...]) -> None:
    assert period_asked(written_out(question, TODAY), TODAY)[0] == years


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("是哪9个？", (9, True)),
        ("哪三份意见", (3, True)),
        ("9个平台分别是什么？", (9, True)),
        ("5个区分别是什么时候建的", (5, False)),
        ("哪些平台", (None, False)),
    ],
)
def test_how_many_are_asked_for(question: str, wanted: tuple[int | None, bool]) -> None:
    assert number_asked(question) == wanted
