"""Of a row of figures each is of its own thing, in whatever words that is asked for, and has the unit of the row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from answering import answerer_over

from index.language.gazetteer import Gazetteer
from index.types import Span
from qa import Answer
from qa.answering.candidates import Candidate
from qa.answering.extract import words_of
from qa.answering.row_units import figures_in
from qa.citing.verify import answer_problems

REPORT = """南宁市政府工作报告

——2018年1月13日在南宁市第十四届人民代表大会第三次会议上

各位代表：

现在，我代表市人民政府向大会作政府工作报告。

一、2017年工作回顾

积极创建公交都市，地铁、快速公交日均客运量分别达26.6万、13.5万人次，市区内公交500米覆盖率达99.5%。预计全年铁路、公路货运量分别达到1448万吨、4400万吨。市场采购、跨境电商出口分别超过700、800亿元。金融机构存贷款余额分别达到3676亿元、3414亿元。城镇居民人均可支配收入和农民人均纯收入分别为41360元和15008元。
"""
SHOWN = (
    (("南宁2017年地铁一天平均拉多少人？",), "26.6万人次"),
    (("南宁2017年地铁一天平均拉多少人？", "快速公交（BRT）呢"), "13.5万人次"),
    (("南宁2017年地铁一天平均拉多少人？", "快速公交（BRT）呢", "两样加一块儿一天多少"), "40.1万人次"),
    (("南宁2017年铁路货运量多少？",), "1448万吨"),
    (("南宁2017年铁路货运量多少？", "公路呢"), "4400万吨"),
    (("南宁2017年火车运了多少货？",), "1448万吨"),
    (("南宁2017年市场采购出口多少亿元？",), "超过700亿元"),
    (("南宁2017年贷款余额多少？",), "3414亿元"),
    (("南宁2017年存款余额多少？", "贷款呢"), "3414亿元"),
    (("南宁2017年铁路货运量多少？", "公路呢", "多了还是少了"), "2952万吨"),
    (("南宁2017年公路货运量多少？", "铁路呢", "多了还是少了，差多少"), "少2952万吨"),
)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Callable[..., Answer]:
    answerer = answerer_over(tmp_path_factory.mktemp("rows"), dictionaries, REPORT)

    def ask(*turns: str) -> Answer:
        context = None
        for turn in turns:
            answer = answerer.ask(turn, context=context)
            context = answer.understood_as or turn
        assert answer_problems(answer, gazetteer=Gazetteer.load()) == ()
        return answer

    return ask


@pytest.mark.model
@pytest.mark.parametrize(("turns", "shown"), SHOWN)
def test_a_figure_of_a_row_is_told_of_its_own_thing(
    asked: Callable[..., Answer], turns: tuple[str, ...], shown: str
) -> None:
    assert asked(*turns).short_with_unit == shown


@pytest.mark.model
def test_what_is_counted_of_townspeople_is_not_told_of_farmers(asked: Callable[..., Answer]) -> None:
    assert "41360" not in (asked("南宁2017年农民可支配收入多少？").short or "")


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("客运量分别达26.6万、13.5万人次", [("26.6万", 266_000, "人次"), ("13.5万人次", 135_000, "人次")]),
        ("出口分别达700、800亿元", [("700", 70_000_000_000, "元"), ("800亿元", 80_000_000_000, "元")]),
        ("增加到10、20亿元", [("10", 10, ""), ("20亿元", 2_000_000_000, "元")]),  # it is no row
        ("分别增长5%，建成27和28号线3条", [("5%", 5, "%"), ("27", 27, ""), ("3条", 3, "条")]),
    ],
)
def test_figures_of_a_row_have_its_unit(text: str, figures: list[tuple[str, int, str]]) -> None:
    assert [(each.text, int(each.value), each.unit) for each in figures_in(text)] == figures


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("预计全年铁路、公路货运量分别达到1448万吨、4400万吨", ["铁路货运量达到", "公路货运量达到"]),
        ("原丝、碳丝产能分别达到6万吨和2.5万吨", ["原丝产能达到", "碳丝产能达到"]),
        ("本外币存贷款余额分别达到3676亿元、3414亿元", ["本外币存款余额达到", "本贷款余额达到"]),
        ("城镇居民收入和农民纯收入分别为4元和1元", ["城镇居民收入为", "农民纯收入为"]),
        ("旅客、货邮吞吐量分别达到5万人次、2万吨", ["旅客吞吐量达到", "货邮吞吐量达到"]),
    ],
)
def test_the_words_of_a_figure_of_a_row_are_those_of_its_thing(text: str, words: list[str]) -> None:
    own = [
        words_of(text, Span(0, len(text)), Candidate("figure", each.start, each.end, each.text, 1, each), 0)
        for each in figures_in(text)
    ]
    assert [each.split()[0] for each in own] == words
