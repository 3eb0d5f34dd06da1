"""Questions of yes or no, false premises and questions after years are told from those that are neither."""

from __future__ import annotations

from datetime import date

import pytest

from index.language.gazetteer import Gazetteer
from index.language.stages import last_stage_in
from qa.understanding.trends import Trend, read_trend
from qa.understanding.where_when import language_of, read_question
from qa.understanding.whether import called_undone, counting_questions, denied_premise, read_whether

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    ("question", "statement", "verdict"),
    [
        ("西安2023年立案412件，对吗？", "西安2023年立案412件", "right"),
        ("西安2023年立案412件提案，是这样吗？", "西安2023年立案412件提案", "right"),
        ("同事说西安2023年立案412件，他说得对吗？", "西安2023年立案412件", "right"),
        ("朋友圈里说西安2023年立案412件，准不准？", "西安2023年立案412件", "right"),
        ("西安市政协是不是得了奖？", "西安市政协得了奖", "so"),
        ("西安市政协是否开展了民主监督？", "西安市政协开展了民主监督", "so"),
        ("西安市政协有没有办读书班？", "西安市政协办读书班", "there"),
        ("西安的提案都办完了吗？", "西安的提案都办完了", "so"),
        ("西安申报世界遗产成功了没有？", "西安申报世界遗产成功了", "there"),
        ("Did Xi'an file 412 proposals in 2023?", "Did Xi'an file 412 proposals in 2023", "so"),
        ("Xi'an filed 412 proposals, right?", "Xi'an filed 412 proposals", "so"),
        ("Is it true that Xi'an filed 412 proposals?", "Xi'an filed 412 proposals", "so"),
    ],
)
def test_the_statement_asked_about_is_found(question: str, statement: str, verdict: str) -> None:
    found = read_whether(question, language_of(question))
    assert found is not None
    assert (found.statement, found.verdict) == (statement, verdict)


@pytest.mark.parametrize(
    "question",
    [
        "西安的读书品牌叫什么？",
        "西安2023年立案多少件提案？",
        "西安的提案办得怎么样？",
        "能介绍一下西安市政协吗？",
        "你知道西安立案多少件吗？",
        "能不能列出西安的议题？",
        "西安是不是有多少委员？",
        "How many proposals did Xi'an file?",
        "Did Xi'an or Baoji file more?",
        "Was it Xi'an, and who said so?",
    ],
)
def test_what_asks_for_something_else_is_no_yes_or_no(question: str) -> None:
    assert read_whether(question, language_of(question)) is None


@pytest.mark.parametrize(
    ("statement", "question"),
    [
        ("西安2023年立案412件提案", ["西安2023年立案多少件提案?"]),
        ("西安2023年办复率达到98%", ["西安2023年办复率达到百分之多少?"]),
        ("Did Xi'an file 412 proposals in 2023", ["How many proposals did Xi'an file in 2023?"]),
        ("Did Xi'an receive 434 proposals and file 412 in 2023", []),
        ("西安出口增长5%，外资下降3%", ["西安出口增长百分之多少?", "陕西省西安市外资下降百分之多少?"]),
        ("西安收到434件提案、立案412件", ["西安收到多少件提案、立案412件?", "西安收到434件提案、立案多少件?"]),
        ("西安得了奖", []),
    ],
)
def test_the_figures_of_a_statement_are_asked_for(statement: str, question: list[str]) -> None:
    assert [
        asked for _, asked in counting_questions(statement, language_of(statement), scope="陕西省西安市")
    ] == question


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("西安2023年为什么一次培训班都没办？", "西安2023年培训班办了多少次?"),
        ("西安为何连一场协商会也没有开过？", "西安协商会开了多少场?"),
        (
            "Why did Xi'an hold no training course in 2023?",
            "How many training course did Xi'an hold in 2023?",
        ),
        ("西安为什么没办培训班？", None),
        ("哪个园区从谈成到开工连一年都没用？", None),
        ("西安为什么要办培训班？", None),
        ("Why did Xi'an hold a training course?", None),
    ],
)
def test_what_a_why_takes_for_granted_is_asked_for(question: str, asked: str | None) -> None:
    found = denied_premise(question, language_of(question))
    assert (found and " ".join(found.split())) == asked


def trend(question: str) -> Trend | None:
    return read_trend(read_question(question, gazetteer=GAZETTEER, today=date(2026, 11, 24), indexed=frozenset()))


@pytest.mark.parametrize(
    ("question", "asked", "years", "newest"),
    [
        ("西安近三年立案件数有什么变化？", "西安{year}年立案件数有多少?", (), 3),
        ("西安这几年财政收入怎么变化？", "西安{year}年财政收入有多少?", (), 0),
        ("西安2021到2023年财政收入分别是多少？", "西安{year}年财政收入是多少?", (2021, 2022, 2023), 0),
        ("西安历年的提案办复率是多少？", "西安{year}年提案办复率是多少?", (), 0),
        ("跟2015年比，西安2017年的专利拥有量有什么变化？", "西安{year}年专利拥有量有多少?", (2015, 2017), 0),
        (
            "西安从2015年到2017年，粮食产量、低保标准各从多少涨到多少？",
            "西安{year}年粮食产量、低保标准有多少?",
            (2015, 2016, 2017),
            0,
        ),
        ("西安2017年跟2016年比，粮食产量是升了还是降了？给出两年的数", "西安{year}年粮食产量有多少?", (2017, 2016), 0),
        ("西安的粮食产量从2016年到2017年是往上走还是往下走？", "西安{year}年粮食产量有多少?", (2016, 2017), 0),
        ("西安2016年到2017年，粮食产量是多少？是涨了还是跌了", "西安{year}年粮食产量有多少?", (2016, 2017), 0),
        ("西安2017年的旅游收入相比2016年提高了没有？", "西安{year}年旅游收入有多少?", (2017, 2016), 0),
        ("把西安2016、2018两年的粮食产量对比一下", "西安{year}年粮食产量有多少?", (2016, 2018), 0),
        ("西安这几年的粮食产量是涨是落？2017到2018年给我说说", "西安{year}年粮食产量有多少?", (2017, 2018), 0),
        ("西安的经济总量从2001年到2002年是怎么一路涨上来的？", "西安{year}年经济总量有多少?", (2001, 2002), 0),
        ("对比西安2018和2020年的低保标准", "西安{year}年低保标准有多少?", (2018, 2020), 0),
        (
            "How has the number of proposals filed in Xi'an changed over the past years?",
            "How many proposals filed in Xi'an in {year}?",
            (),
            0,
        ),
    ],
)
def test_what_is_asked_of_each_year_is_found(question: str, asked: str, years: tuple[int, ...], newest: int) -> None:
    assert trend(question) == Trend(asked, years, newest)


@pytest.mark.parametrize(
    "question",
    [
        "西安2023年财政收入是多少？",
        "过去五年西安建成的平台有几个？",
        "近五年西安压减了多少万吨产能？",
        "西安这五年居民收入平均每年增长多少？",
        "2017到2021这五年，西安办结的提案共有几件？",
        "西安农村低保标准提到每人每年多少元？",
        "西安2023年有什么变化？",
        "这几年财政收入怎么变化？",
    ],
)
def test_a_figure_over_years_is_no_trend(question: str) -> None:
    assert trend(question) is None


def test_the_stage_nearest_to_a_figure_behind_it_is_the_last() -> None:
    assert last_stage_in("收到提案434件，立案交办409件，办结率") == "办结"
    assert last_stage_in("收到434件，未立案") == "未立案"
    assert last_stage_in("地区生产总值") == ""


def test_whether_there_is_any_calls_nothing_undone() -> None:
    assert called_undone("新乡有没有立案") is None
    some = called_undone("新乡的提案有一小部分没办结")
    assert some is not None
    assert (some.of, some.done[0], some.of_some) == ("新乡的提案", "办结", True)
