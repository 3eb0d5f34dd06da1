"""Which figures of a comparison are one series: of the same thing, counted by the same body, over the same period."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from qa import Retriever, compare_indicator
from qa.comparison.alike import called_otherwise, names_it, part_of_time, starts_a_change, what_is_counted

CPPCC = """政协{place}委员会常务委员会工作报告

（{next}年1月10日在政协{place}第十届委员会第三次会议上）

一、{year}年工作回顾

{year}年，{sentence}各承办单位认真办理。

二、{next}年工作安排

{next}年，围绕中心、服务大局。
"""
GOVERNMENT = (
    CPPCC.replace("政协{place}委员会常务委员会工作报告", "{place}人民政府工作报告")
    .replace("政协{place}第十届委员会", "{place}第十届人民代表大会")
    .replace("各承办单位认真办理。", "")
)


def written(folder: Path, *texts: str) -> Retriever:
    for n, text in enumerate(texts):
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    build([folder], Config(home=folder / "home", model="none"))
    return Retriever.load(folder / "home")


def cppcc(place: str, sentence: str, year: int = 2023) -> str:
    return CPPCC.format(place=place, sentence=sentence, year=year, next=year + 1)


def government(place: str, sentence: str, year: int = 2023) -> str:
    return GOVERNMENT.format(place=place, sentence=sentence, year=year, next=year + 1)


INFORMATION = ("社情民意信息", "社情民意")


@pytest.mark.parametrize(
    ("before", "after", "nouns", "stage", "marks"),
    [
        ("报送社情民意信息", "", INFORMATION, "", {"报送"}),
        ("全年共编报各类社情民意信息", "", INFORMATION, "", {"报送"}),
        ("全年收集社情民意信息", "", INFORMATION, "", {"收到"}),
        ("向省政协报送", "", INFORMATION, "", {"报送", "向省"}),
        ("围绕防汛报送社情民意信息", "", INFORMATION, "", {"报送", "围绕防汛"}),
        ("其中被全国政协采用", "", INFORMATION, "", {"采纳", "被"}),
        ("", "社情民意信息获省领导批示", INFORMATION, "", {"采纳", "获省领导"}),
        ("提案立案", "", ("提案",), "立案", {"立案"}),
        ("经审查立案并交办委员提案", "", ("提案",), "立案", {"立案"}),
        ("立案集体提案", "", ("提案",), "立案", {"立案", "集体"}),
        ("未予立案", "", ("提案",), "立案", {"未立案", "未予"}),
        ("全市实现地区生产总值", "", ("地区生产总值",), "", set()),
        ("预计我区地区生产总值完成", "左右", ("地区生产总值",), "", set()),
        ("地区生产总值由345亿元增加到", "", ("地区生产总值",), "", set()),
        ("地区生产总值年均增长", "", ("地区生产总值",), "", {"年均", "变化"}),
        ("地区生产总值同比增长", "", ("地区生产总值",), "", {"变化"}),
        ("规模以上高新技术企业达到", "", ("高新技术企业",), "", {"规模"}),
        ("新认定国家级高新技术企业", "", ("高新技术企业",), "", {"新增"}),
        ("城镇新增就业", "次", ("城镇新增就业",), "", {"次"}),
        ("人均地区生产总值", "", ("地区生产总值",), "", {"人"}),
    ],
)
def test_what_a_figure_counts_beside_its_noun(
    before: str, after: str, nouns: tuple[str, ...], stage: str, marks: set[str]
) -> None:
    assert what_is_counted(before, after, nouns, stage) == marks


@pytest.mark.parametrize(
    ("earlier", "years", "time"),
    [
        ("十届一次会议期间，共收到委员提案265件，其中立案", 1, "会议期间"),
        ("全会期间，共提交提案132件，全年提交提案", 1, ""),
        ("十届一次会议以来，共立案", 1, ""),
        ("闭会期间，收到提案", 1, "闭会期间"),
        ("上半年，实现地区生产总值", 1, "不足一年"),
        ("五年来，累计立案", 1, "多年累计"),
        ("五年来，累计立案", 5, ""),
        ("“十三五”期间，城镇新增就业", 1, "多年累计"),
        ("一年来，立案", 1, ""),
        ("立案", 1, ""),
    ],
)
def test_what_is_of_no_whole_year(earlier: str, years: int, time: str) -> None:
    assert part_of_time(earlier, years=years) == time


@pytest.mark.parametrize(
    ("before", "starts"),
    [
        ("全省生产总值由2010年的", True),
        ("国内生产总值从“八五”末的", True),
        ("一般公共预算收入由", True),
        ("收入由1332亿元增加到", False),
        ("地区生产总值从2015年的900亿元提高到", False),
        ("实现地区生产总值", False),
    ],
)
def test_what_a_rise_began_with_is_no_value(before: str, starts: bool) -> None:
    assert starts_a_change(before) is starts


@pytest.mark.parametrize(
    ("before", "after", "nouns", "change", "named"),
    [
        ("新增上市公司", "", ("高新技术企业",), False, False),
        ("", "在省政协常委会议上发言", ("会议",), False, False),
        ("召开常委会议", "", ("会议",), False, True),
        ("产业增加值占规上工业增加值的", "", ("规上工业增加值",), True, False),
        ("规上工业增加值增长", "", ("规上工业增加值",), True, True),
        ("规上工业增加值", "", ("规上工业增加值",), True, False),
    ],
)
def test_what_its_own_words_do_not_name_is_no_row(
    before: str, after: str, nouns: tuple[str, ...], change: bool, named: bool
) -> None:
    assert names_it(before, after, nouns, change=change) is named


@pytest.mark.parametrize(
    ("noun", "others", "also"),
    [
        ("规模以上工业增加值", (), "规上工业增加值"),
        ("城镇居民人均可支配收入", (), "城镇常住居民人均可支配收入"),
        ("地区生产总值", ("生产总值", "gdp"), "gdp"),
        ("提案办复率", (), "办结率"),
    ],
)
def test_one_thing_has_several_names(noun: str, others: tuple[str, ...], also: str) -> None:
    assert also in called_otherwise(noun, others)
    assert "协商议政" not in called_otherwise("座谈会", ("协商会", "协商议政"))


@pytest.mark.parametrize(
    ("indicator", "sentences", "apart"),
    [
        (
            "社情民意",
            ("报送社情民意信息3088篇。", "收集社情民意信息1589篇。", "围绕防汛报送社情民意信息24篇。"),
            ["count", "count", "count"],
        ),
        (
            "社情民意信息",
            ("报送社情民意信息3088篇。", "全年共上报社情民意信息900篇。", "被省政协采用社情民意信息24篇。"),
            ["", "", "count"],
        ),
        ("提案立案", ("立案提案300件。", "立案200件提案。", "十届三次会议期间，立案提案100件。"), ["", "", "count"]),
        ("提案", ("收到提案300件。", "提交提案200件。", "立案提案500件。"), ["", "", "count"]),
    ],
)
def test_only_what_counts_the_same_is_one_series(
    indicator: str, sentences: tuple[str, ...], apart: list[str], tmp_path: Path
) -> None:
    places = ("洛阳市", "开封市", "许昌市")
    retriever = written(tmp_path, *(cppcc(place, said) for place, said in zip(places, sentences, strict=True)))
    result = compare_indicator(retriever, indicator)
    assert [" ".join(row.apart) for row in result.rows] == apart
    assert [row.citation.n for row in result.rows] == [1, 2, 3]


def test_what_a_government_handled_is_not_what_a_cppcc_filed(tmp_path: Path) -> None:
    retriever = written(
        tmp_path,
        cppcc("洛阳市", "办复提案200件。"),
        cppcc("许昌市", "办复提案300件。"),
        government("开封市", "办复政协提案900件。"),
    )
    result = compare_indicator(retriever, "提案办复", places=["洛阳", "许昌", "开封"])
    assert [(row.short, row.apart) for row in result.rows] == [("300件", ()), ("200件", ()), ("900件", ("body",))]
    assert result.usual.counted_by == "cppcc_report"


def test_the_years_of_one_place_are_a_series_and_what_differs_stands_apart(tmp_path: Path) -> None:
    values = {2019: "地区生产总值5000亿元。", 2021: "实现地区生产总值5600亿元。", 2022: "地区生产总值增长5%。"}
    values |= {2023: "五年来，每平方公里土地产生地区生产总值8亿元。", 2020: "全市地区生产总值达到5100亿元。"}
    retriever = written(tmp_path, *(government("洛阳市", said, year) for year, said in values.items()))
    result = compare_indicator(retriever, "地区生产总值", places=["洛阳"])
    assert result.series
    assert [(row.years[-1], row.short) for row in result.rows if not row.apart] == [
        (2019, "5000亿元"),
        (2020, "5100亿元"),
        (2021, "5600亿元"),
    ]
    assert [row.short for row in result.rows[3:]] in ([], ["8亿元"])
    assert "河南省洛阳市（2022年）" in [each.name for each in result.unstated]
    assert compare_indicator(retriever, "洛阳地区生产总值").series
    assert not compare_indicator(retriever, "地区生产总值", places=["洛阳"], years=[2021]).series


@pytest.mark.parametrize(
    ("sentence", "indicator", "label"),
    [
        ("每平方公里土地产生8亿元的地区生产总值。", "地区生产总值", "每平方公里土地产生地区生产总值"),
        ("新增50家高新技术企业。", "高新技术企业", "新增高新技术企业"),
        ("高新技术企业达到50家。", "高新技术企业", "高新技术企业达到"),
    ],
)
def test_a_label_says_the_noun_that_stands_behind_the_figure(
    sentence: str, indicator: str, label: str, tmp_path: Path
) -> None:
    (row,) = compare_indicator(written(tmp_path, government("洛阳市", sentence)), indicator).rows
    assert row.qualifier == label
