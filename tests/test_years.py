"""Years and five-year plans as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from index.building.builder import build
from index.config import Config
from qa import Answerer, Retriever
from qa.understanding.years import plan_period, written_out

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("深圳19年多少岁以上老人免费坐公交", "深圳2019年多少岁以上老人免费坐公交"),
        ("henan09年要开工几个项目", "henan2009年要开工几个项目"),
        ("98年的报告说了什么", "1998年的报告说了什么"),
        ("新乡市20年立案多少件", "新乡市2020年立案多少件"),
        ("二〇一七年到新疆的游客", "2017年到新疆的游客"),
        ("二零一九年和一九九八年", "2019年和1998年"),
        ("九四年海南物价涨得凶", "1994年海南物价涨得凶"),
        ("海南〇八年和零九年的投资", "海南2008年和2009年的投资"),
        ("广东省八九年投资多少", "广东省1989年投资多少"),
        ("一九年深圳", "2019年深圳"),
        ("这八九年投资多少", "这八九年投资多少"),
        ("用了一二年", "用了一二年"),
        ("十八年", "十八年"),
        ("九十年代", "九十年代"),
        ("八五年来", "八五年来"),
        ("27年立案多少", "2027年立案多少"),
        ("35年立案多少", "35年立案多少"),
        ("用了20年", "用了20年"),
        ("近12年来", "近12年来"),
        ("12年义务教育", "12年义务教育"),
        ("过去19年", "过去19年"),
        ("建成20年以上的小区", "建成20年以上的小区"),
        ("2019年", "2019年"),
        ("第13年", "第13年"),
    ],
)
def test_years_are_written_out(typed: str, read: str) -> None:
    assert written_out(typed, TODAY) == read


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("“十一五”期间黑龙江办了哪届赛事", 2006),
        ("十三五期间苏州的发展定位", 2016),
        ("新乡十四五要建多少", 2021),
        ("“十五”期间投资多少", 2001),
        ("九五期间投资多少", 1996),
        ("in the 13th Five-Year Plan period", 2016),
        ("the Twelfth Five-Year Plan", 2011),
        ("是“十二五”末的几倍", None),
        ("比“十二五”时期多多少", None),
        ("十五届二次会议", None),
        ("十五件提案", None),
    ],
)
def test_the_time_of_a_five_year_plan(question: str, first: int | None) -> None:
    assert plan_period(question) == (() if first is None else tuple(range(first, first + 5)))


REPORT = """政府工作报告

——{year}年1月16日在苏州市人民代表大会会议上

各位代表：

一、{before}年工作回顾

{review}

二、{year}年工作安排

{plan}
"""


@pytest.fixture(scope="module")
def suzhou(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("years")
    for year, review, plan in (
        (2016, "“十二五”期间，累计脱贫3.1万人。", "“十三五”期间，苏州的发展定位是国际化大城市。"),
        (2021, "“十三五”期间，累计脱贫5.2万人。", "新建公园12个。"),
        (2024, "全年新建公园8个，建成学校15所。", "新建公园9个。"),
    ):
        text = REPORT.format(year=year, before=year - 1, review=review, plan=plan)
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
    config = Config(home=folder / "home", model="none")
    build([folder / f"{year}.txt" for year in (2016, 2021, 2024)], config)
    return Answerer(Retriever.load(config.home))


@pytest.mark.parametrize(
    ("question", "short", "delivered"),
    [
        ("苏州“十三五”期间累计脱贫多少人?", "5.2万人", 2021),
        ("苏州十二五期间累计脱贫多少人?", "3.1万人", 2016),
        ("苏州23年建成学校多少所?", "15所", 2024),
        ("苏州二〇二三年建成学校多少所?", "15所", 2024),
        ("苏州建成学校多少所?（2024年报告）", "15所", 2024),
    ],
)
def test_the_report_of_the_time_asked_about_is_read(
    suzhou: Answerer, question: str, short: str, delivered: int
) -> None:
    answer = suzhou.ask(question)
    assert answer.short == short
    assert answer.citations[0].report.plans[0] == delivered


def test_a_plan_that_no_report_is_of_leaves_the_newest_report(suzhou: Answerer) -> None:
    assert suzhou.retriever.scope(suzhou.retriever.parse("苏州“九五”期间建成学校多少所?")).missing is None
