"""Figures are found with value, unit and exact span, in every numeral a report uses; what counts nothing is not."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.figures import find_figures, is_passed, numeral_value
from index.language.units import UNITS

PIECES = (
    *"0123456789０９", *"一二两三十百千万亿零〇", *"件人次个家条元年月日届", *",，.．。、；%％+-~—“”第约近余多几",
    "百分之", "以上", "会议", "提案", "年度", "个百分点", "小时", "N", " ", "\n",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def in_chinese(n: int) -> str:
    """1,020,003 → 一百零二万零三, as a report would write it."""
    for multiple, name in ((100_000_000, "亿"), (10_000, "万")):
        if n >= multiple:
            high, low = divmod(n, multiple)
            gap = "零" if 0 < low < multiple // 10 else ""
            return in_chinese(high) + name + (gap + in_chinese(low) if low else "")
    written = ""
    zero = False
    for multiple, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, multiple)
        if digit:
            written += ("零" if zero else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        elif written:
            zero = True
    return written


def test_the_numerals_of_these_tests_are_written_as_a_report_writes_them() -> None:
    assert [in_chinese(n) for n in (23, 203, 1_571, 20_000_003, 1_020_003)] == [
        "二十三", "二百零三", "一千五百七十一", "二千万零三", "一百零二万零三",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "figure", "value", "unit", "approximate"),
    [
        ("网上参拜2118万余人", "2118万余人", "21180000", "人", True),
        ("全网点击量达25.6亿人次", "25.6亿人次", "2560000000", "人次", False),
        ("所提建议70%以上被采纳", "70%以上", "70", "%", True),
        ("下降１．５％", "１．５％", "1.5", "%", False),
        ("采纳近300条建议", "近300条", "300", "条", True),
        ("占百分之九十五", "百分之九十五", "95", "%", False),
        ("办复率百分之九十五点六以上", "百分之九十五点六以上", "95.6", "%", True),
        ("办理提案1,571件", "1,571件", "1571", "件", False),
        ("办理提案１，５７１件", "１，５７１件", "1571", "件", False),
        ("二十三件提案", "二十三件", "23", "件", False),
        ("立案二百零三件", "二百零三件", "203", "件", False),
        ("参与一百二十万人次", "一百二十万人次", "1200000", "人次", False),
        ("收到三十余件", "三十余件", "30", "件", True),
        ("完成了一百二十三亿七千万元", "一百二十三亿七千万元", "12370000000", "元", False),
        ("累计四百八十七亿七千七百万元", "四百八十七亿七千七百万元", "48777000000", "元", False),
        ("粮食达到四亿零七百多万吨", "四亿零七百多万吨", "407000000", "吨", True),
        ("一亿二千三百四十五万六千人", "一亿二千三百四十五万六千人", "123456000", "人", False),
        ("平均每人一万五千元", "一万五千元", "15000", "元", False),
        ("粮食4亿零700万吨", "4亿零700万吨", "407000000", "吨", False),
        ("棉花二十一点五亿斤", "二十一点五亿斤", "2150000000", "斤", False),
        ("拖拉机三千二百台", "三千二百台", "3200", "台", False),
        ("走访八个专委会", "八个", "8", "个", False),
        ("现场参加2500余人", "2500余人", "2500", "人", True),
        ("投入1200余万元", "1200余万元", "12000000", "元", True),
        ("生产总值1.2万亿元", "1.2万亿元", "1200000000000", "元", False),
        ("成果30篇23万余字", "23万余字", "230000", "字", True),
        ("约3.5万人次", "约3.5万人次", "35000", "人次", True),
        ("服务超500万元", "超500万元", "5000000", "元", True),
        ("走访3000多家", "3000多家", "3000", "家", True),
        ("提高2.3个百分点", "2.3个百分点", "2.3", "个百分点", False),
        ("24小时值班值守", "24小时", "24", "小时", False),
        ("道路408.5公里", "408.5公里", "408.5", "公里", False),
        ("新闻热线:68938301", "68938301", "68938301", "", False),
        ("双月协商6次", "6次", "6", "次", False),
        ("二等奖3个", "3个", "3", "个", False),
    ],
)
def test_a_figure_is_read_with_its_value_unit_and_approximation(
    text: str, figure: str, value: str, unit: str, approximate: bool
) -> None:
    found = find_figures(text)[-1]
    assert (found.text, found.value, found.unit, found.approximate) == (figure, Decimal(value), unit, approximate)
    assert text[found.start : found.end] == figure
    assert text[found.number_start] in "0123456789０１２３４５６７８９一二三四八九"


@pytest.mark.parametrize(
    "text",
    [
        "构建1+2+6+N工作体系",
        "建立“1+2+6+N”协商格局",
        "第十五届委员会",
        "第15届委员会",
        "政协十届四次会议",
        "十三届一次会议以来",
        "2023年2月20日",
        "２０２３年２月２０日",
        "2017—2021年",
        "2024年1月至5月",
        "二〇二三年",
        "2023年度",
        "“三个一批”",
        "深刻领悟“两个确立”",
        "深刻领悟两个确立",
        "牢记三个务必",
        "“十四五”规划",
        "十四五规划",
        "党的二十大",
        "十八大以来",
        "五年来",
        "一体化推进三农",
        "四大班子",
        "第1名",
        "全省第3位",
        "三分之一",
        "三年行动计划",
        "万人评议",
        "两会",
        "",
    ],
)
def test_ordinals_dates_formulae_and_fixed_phrases_are_no_figures(text: str) -> None:
    assert find_figures(text) == []


def test_several_figures_of_a_sentence_keep_their_order_and_units() -> None:
    text = "2023年,委员提交大会、小组发言157篇,提案立案656件,报送信息3088篇,55家100余人参加,办结率100%。"
    found = [(figure.text, figure.unit) for figure in find_figures(text)]
    assert found == [
        ("157篇", "篇"), ("656件", "件"), ("3088篇", "篇"), ("55家", "家"), ("100余人", "人"), ("100%", "%"),
    ]  # fmt: skip


def test_a_comma_groups_digits_only_by_three() -> None:
    assert [figure.value for figure in find_figures("分别为1,571件、12,34件")] == [1571, 12, 34]


def test_the_longest_unit_is_taken() -> None:
    assert all(len(a) >= len(b) for a, b in pairwise(UNITS))
    assert [find_figures(f"共5{unit}")[0].unit for unit in ("人", "人次", "平方公里", "个", "个百分点")] == [
        "人", "人次", "平方公里", "个", "个百分点",
    ]  # fmt: skip


@given(texts)
def test_every_figure_is_a_span_of_the_text_and_none_overlap(text: str) -> None:
    found = find_figures(text)
    for figure in found:
        assert text[figure.start : figure.end] == figure.text
        assert 0 <= figure.start <= figure.number_start < figure.end <= len(text)
        assert figure.value >= 0
        assert figure.unit == "" or figure.unit in figure.text or figure.unit == "%"
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(texts)
def test_what_stands_in_earlier_sentences_changes_no_figure(text: str) -> None:
    def places(found: str, shift: int) -> list[tuple[int, int, Decimal, str]]:
        return [
            (figure.start - shift, figure.end - shift, figure.value, figure.unit)
            for figure in find_figures(found)
            if figure.start >= shift
        ]

    before = "提案立案。"
    assert places(before + text, len(before)) == places(text, 0)


@given(
    before=st.sampled_from(["", "近", "约", "逾", "超过", "至少"]),
    number=st.integers(1, 9_999_999),
    grouped=st.booleans(),
    wide=st.booleans(),
    multiple=st.sampled_from(["", "万", "亿"]),
    more=st.sampled_from(["", "余", "多"]),
    unit=st.sampled_from(["件", "人次", "家", "条", "元", "篇", "场次"]),
    after=st.sampled_from(["", "以上", "左右"]),
)
def test_a_figure_made_of_known_parts_is_read_back(
    before: str, number: int, grouped: bool, wide: bool, multiple: str, more: str, unit: str, after: str
) -> None:
    digits = f"{number:,}" if grouped else str(number)
    if wide:
        digits = digits.translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    text = f"{before}{digits}{multiple}{more}{unit}{after}"
    (figure,) = find_figures(f"全年提交{text}。")
    assert figure.text == text
    assert figure.value == number * {"": 1, "万": 10_000, "亿": 100_000_000}[multiple]
    assert figure.unit == unit
    assert figure.approximate == bool(before or more or after)


@given(st.integers(1, 9_999))
def test_a_count_in_chinese_numerals_is_a_figure(n: int) -> None:
    (figure,) = find_figures(f"提交{in_chinese(n)}件提案")
    assert (figure.text, figure.value, figure.unit) == (f"{in_chinese(n)}件", n, "件")


@given(st.integers(1, 999_999_999_999))
def test_chinese_numerals_stand_for_the_number_they_were_written_for(n: int) -> None:
    assert numeral_value(in_chinese(n)) == n
    assert numeral_value(in_chinese(n).replace("二千", "两千").replace("二百", "两百")) == n


@given(st.decimals(0, 10**9, places=2))
def test_arabic_numerals_may_be_grouped_and_full_width(n: Decimal) -> None:
    assert numeral_value(f"{n:,}") == n
    assert numeral_value(f"{n}".translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))) == n


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("两", "2"), ("一二五", "125"), ("十", "10"), ("一点五", "1.5"), ("百", "100"), ("〇", "0"), ("叁", "3")],
)
def test_special_numerals(numeral: str, value: str) -> None:
    assert numeral_value(numeral) == Decimal(value)


@pytest.mark.parametrize("text", ["", "件", "二十三件", "1.2.3", "点五", "-3", "abc", "1 571"])
def test_what_is_no_numeral_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="no numeral"):
        numeral_value(text)


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("财政总收入突破400亿元、达441.8亿元", True),
        ("总量迈上2000亿元台阶，达到2130亿元", True),
        ("超过10万亩，完成12万亩", True),
        ("收入突破400亿元，支出达441.8亿元", False),
        ("收入400亿元、达441.8亿元", False),
        ("突破100亿元、达441.8亿元", False),
        ("突破400亿元、达44万人", False),
    ],
)
def test_a_mark_that_is_passed_is_told_from_what_is_reached(text: str, *, passed: bool) -> None:
    first, second = find_figures(text)
    assert is_passed(text, first, second) == passed


@pytest.mark.parametrize("text", ["一张蓝图绘到底", "搭起一台戏", "两万五千里长征", "一二三产业"])
def test_words_with_a_numeral_are_no_figures(text: str) -> None:
    assert find_figures(text) == []
