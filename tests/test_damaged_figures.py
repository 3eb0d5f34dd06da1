"""Numbers cut by spaces are whole figures; numbers with a letter inside are none, and neither are their tails."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.figures import find_figures
from index.language.sentences import sentences
from qa.answering.candidates import Candidate
from qa.answering.changes_asked import with_direction

if TYPE_CHECKING:
    from qa.understanding.query import Query

SPACES = [" ", "\u00a0", "\u3000", "\u2009"]


def found(text: str) -> list[tuple[str, Decimal, str]]:
    return [(figure.text, figure.value, figure.unit) for figure in find_figures(text)]


def doubtful(text: str) -> list[str]:
    return [figure.text for figure in find_figures(text, doubtful=True) if figure.doubtful]


@pytest.mark.parametrize("space", SPACES, ids=ascii)
@pytest.mark.parametrize(
    ("text", "figure", "value", "unit"),
    [
        ("经审查立案3 0 6件", "3 0 6件", "306", "件"),
        ("经审查立案3 0 6 件", "3 0 6 件", "306", "件"),
        ("经审查立案3 06件", "3 06件", "306", "件"),
        ("经审查立案30 6件", "30 6件", "306", "件"),
        ("经审查立案１ ２ ３件", "１ ２ ３件", "123", "件"),
        ("共收到提案1 234 件", "1 234 件", "1234", "件"),
        ("共有12 345 人参加", "12 345 人", "12345", "人"),
        ("近3 0 0余人参加", "近3 0 0余人", "300", "人"),
        ("办复率1 0 0%", "1 0 0%", "100", "%"),
        ("生产总值增长5. 6%", "5. 6%", "5.6", "%"),
        ("生产总值增长5 .6%", "5 .6%", "5.6", "%"),
        ("投资1 2 5 亿元", "1 2 5 亿元", "12500000000", "元"),
        ("办理建议1, 571件", "1, 571件", "1571", "件"),
        ("立案三 百 零 六 件", "三 百 零 六 件", "306", "件"),
        ("总额12.5 亿 元", "12.5 亿 元", "1250000000", "元"),
        ("交易额 12 345.6 万元", "12 345.6 万元", "123456000", "元"),
        ("交易额1 234 567.8元", "1 234 567.8元", "1234567.8", "元"),
        ("增加值增长 1 0 . 8 %", "1 0 . 8 %", "10.8", "%"),
        ("增加值增长3 . 4 5%", "3 . 4 5%", "3.45", "%"),
        ("满意率达9 8. 7%", "9 8. 7%", "98.7", "%"),
        ("增长 5 个百分点", "5 个百分点", "5", "个百分点"),
    ],
)
def test_digits_cut_by_spaces_are_one_figure_as_printed(
    text: str, figure: str, value: str, unit: str, space: str
) -> None:
    text, figure = text.replace(" ", space), figure.replace(" ", space)
    assert found(text) == [(figure, Decimal(value), unit)]
    (read,) = find_figures(text)
    assert text[read.start : read.end] == read.text
    assert text[read.number_start] in figure


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("2023 年 12 月", []),
        ("2 0 2 3 年", []),
        ("2023 年 立案 306 件", ["306 件"]),
        ("立案 306 件 5 人", ["306 件", "5 人"]),
        ("表3 20件", ["20件"]),
        ("附件1 20件", ["20件"]),
        ("（1） 20件提案", ["20件"]),
        ("2023 12件提案", ["12件"]),
        ("1. 5件提案已经办复", ["5件"]),
        ("立案 286\n306件", ["306件"]),
        ("表3 20.5%", ["20.5%"]),
        ("（1） 20.5%", ["20.5%"]),
        ("2023 3.4%", ["3.4%"]),
    ],
)
def test_two_numbers_beside_each_other_are_not_one(text: str, figures: list[str]) -> None:
    assert [figure.text for figure in find_figures(text) if figure.unit] == figures
    assert not doubtful(text)


@pytest.mark.parametrize(
    "text", ["立案286 306件", "1 306件提案", "收到提案286 306 412件", "第3 06件", "增长1 0.8%", "交易额286 345.6万元"]
)
def test_columns_or_one_number_is_doubtful(text: str) -> None:
    assert [figure for figure in find_figures(text) if figure.unit] == []
    assert len(doubtful(text)) == 1


@pytest.mark.parametrize(
    "damaged",
    [
        "3O6件", "4l2件", "l00%", "l0O%", "lOO%", "3〇6件", "3○6件", "1Ｏ0件", "３Ｏ６件", "3o6件", "1I2件", "1|2件",
        "30O件", "41l件", "5з件", "5О件", "З06件", "S6件", "3S6件", "B12件", "3B6件", "Z3件", "2Z3件", "I2件", "O6件",
        "3□6件", "3�6件", "3?6件", "3？6件", "3*6件", "3零6件", "3一5件", "3'6件", "3百6件", "98，6%", "98。6%",
        "O.5%", "1O.5%", "5.l%", "1,O71件", "4l2余件", "1O万元", "l2亿元", "q8件", "3X6件", "2O23家", "I5 家",
        "2.3.4%", "1.2.3.4万元", "三O六件", "一0六件", "三○六件", "二三o件", "一l六件", "三□六条",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "经审查立案", "其中，"])
@pytest.mark.parametrize("after", ["", "，办复率99%", "提案"])
def test_a_number_with_a_letter_for_a_digit_is_no_figure_and_its_tail_neither(
    damaged: str, before: str, after: str
) -> None:
    rest = ["99%"] if "99%" in after else []
    text = before + damaged + after
    assert [figure.text for figure in find_figures(text)] == rest
    assert doubtful(text) == [damaged]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("PM2.5平均浓度下降12.5%", ["12.5%"]),
        ("A4纸20张", ["20张"]),
        ("5G基站306个", ["306个"]),
        ("4A级景区3家、5A级1家", ["3家", "1家"]),
        ("5A3家，4A10家", ["3家", "10家"]),
        ("3D打印5台", ["5台"]),
        ("K12学校3所", ["3所"]),
        ("GDP12.5%", ["12.5%"]),
        ("CPI0.2%", ["0.2%"]),
        ("B2B平台3个，O2O门店5家", ["3个", "5家"]),
        ("COVID-19患者5例", ["5例"]),
        ("装机20MW，里程5km，重3T", []),
        ("110kV变电站5座", ["5座"]),
        ("4S店20家", ["20家"]),
        ("H1N1病例5例", ["5例"]),
        ("C919飞机20架", ["20架"]),
        ("ISO9001认证12家", ["12家"]),
        ("III类水质断面5个", ["5个"]),
        ("R&D投入占2%", ["2%"]),
        ("T3航站楼投用，新增航线5条", ["5条"]),
        ("■6件提案", ["6件"]),
        ("。●3件提案", ["3件"]),
        ("12345热线受理5万件", ["5万件"]),
        ("吞吐量5万TEU", ["5万TEU"]),
        ("3万5千人参加", ["3万5千人"]),
        ("投资2亿3000万元", ["2亿3000万元"]),
        ("1万2千余人", ["1万2千余人"]),
        ("为390万65岁以上老年人体检", ["65岁以上"]),
        ("28．八个着力", ["八个"]),
        ("6 .5%左右", []),
    ],
)
def test_names_of_letters_and_digits_break_nothing(text: str, figures: list[str]) -> None:
    assert [figure.text for figure in find_figures(text) if figure.unit] == figures
    assert not doubtful(text)


@pytest.mark.parametrize(
    ("text", "value"), [("3万5千人", 35_000), ("2亿3000万元", 230_000_000), ("1万2千余人", 12_000), ("1千2百件", 1_200)]
)
def test_a_numeral_of_several_parts_is_one_figure(text: str, value: int) -> None:
    assert [(figure.text, figure.value) for figure in find_figures(text)] == [(text, value)]


@pytest.mark.parametrize("text", ["经审查立案3?6件，办复。", "满意率98。6%，比上年高。"])
def test_a_damaged_number_ends_no_sentence(text: str) -> None:
    assert len(sentences(text)) == 1


def test_a_question_mark_between_sentences_still_ends_one() -> None:
    assert len(sentences("办了多少？306件。办复率100%。2024年再努力。")) == 4


NUMBERS = st.integers(10, 999_999)


@given(NUMBERS, st.data())
def test_a_number_cut_anywhere_after_each_digit_is_read_back(number: int, data: st.DataObject) -> None:
    space = data.draw(st.sampled_from(SPACES))
    shown = space.join(str(number))
    (figure,) = find_figures(f"经审查立案{shown}件，办复。")
    assert (figure.text, figure.value) == (f"{shown}件", number)


@given(NUMBERS, st.data())
def test_a_number_cut_somewhere_is_whole_or_doubtful_and_never_a_part(number: int, data: st.DataObject) -> None:
    digits = str(number)
    cuts = data.draw(st.sets(st.integers(1, len(digits) - 1), min_size=1))
    shown = "".join((" " if n in cuts else "") + digit for n, digit in enumerate(digits))
    assert all(figure.value == number for figure in find_figures(f"经审查立案{shown}件，办复。") if figure.unit)


@given(NUMBERS, st.data())
def test_no_part_of_a_number_with_a_letter_in_it_is_a_figure(number: int, data: st.DataObject) -> None:
    digits = list(str(number))
    at = data.draw(st.integers(0, len(digits) - 1))
    digits[at] = data.draw(st.sampled_from("OolIＯｌОо|"))
    unit = data.draw(st.sampled_from(["件", "%", "人次", "万元", " 件", "余件", "亿元", "个百分点"]))
    text = f"经审查立案{''.join(digits)}{unit}，办复。"
    assert find_figures(text) == []
    (doubt,) = find_figures(text, doubtful=True)
    assert doubt.doubtful
    assert doubt.text.startswith("".join(digits))


def test_a_damaged_number_beside_a_change_is_passed_over_in_a_question_of_change() -> None:
    (doubt,) = find_figures("工业投资增长2.3.4%", doubtful=True)
    candidate = Candidate("figure", 6, 12, doubt.text, 1, doubt, "")
    assert with_direction(cast("Query", None), candidate, "工业投资增长") is candidate
