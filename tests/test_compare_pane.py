"""The tab 对比: its rows, what it says of their differences, its HTML and its CSV."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from decimal import Decimal
from html import escape
from string import Formatter

import gradio as gr
import pytest
from page_doubles import cite, make_report

from index.statements.common_indicators import common_indicators
from page.asking.controller import Controller
from page.comparing.chart import SHOWN_AT_FIRST
from page.comparing.compare_cards import CompareCards
from page.comparing.compare_pane import INDICATOR_LIMIT, build_compare_pane, compare, compare_file
from page.comparing.compare_texts import CompareTexts, compare_texts_for
from page.comparing.table import COLUMNS, Table, notes_of, table_of, table_to_csv
from page.links import Address, CompareAddress, page_query, parse_address, parse_compare
from page.opened import Library, Opened, Status
from page.pane import Controls
from page.texts import texts_for
from qa import Answerer, Retriever, Stated, Unstated, Usual, compare_indicator
from qa.types import OtherValue

ASKED = CompareAddress("提案立案")
FILED = frozenset(["立案"])
USUAL = Usual(FILED, "立案提案", "cppcc_report", (2023,), "件")
TEXT = "=cmd()全市立案提案409件。<script>window.pwned = 1</script>"


@pytest.fixture(scope="module")
def library(seed_index) -> Library:
    retriever = Retriever.load(seed_index)
    opened = Opened(retriever.index, Answerer(retriever), Status(datetime.now(UTC), "m", 1))
    return Library(lambda: opened)


@pytest.fixture(scope="module")
def table(library: Library) -> Table:
    retriever = library.opened().answers.retriever
    return table_of("提案立案", compare_indicator(retriever, "提案立案"))


def row(place: str = "甲市", **changes: object) -> Stated:
    report = make_report("r-0", TEXT, title="<b>报告</b>", place=place)
    values = {
        "report": report, "years": (2023,), "short": "409件", "value": Decimal(409), "unit": "件", "approximate": False,
        "qualifier": "立案提案", "counts": FILED, "citation": cite(1, report, TEXT, "标题"),
    }  # fmt: skip
    return Stated(**{**values, **changes})  # type: ignore[arg-type]


def table_with(*rows: Stated, absent: tuple[Unstated, ...] = ()) -> Table:
    return Table("提案立案", rows, absent, USUAL, 5, 6)


def rows_of(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_each_place_is_a_row_and_what_is_not_stated_is_no_number(table: Table) -> None:
    assert [(each.report.place, each.short, each.value) for each in table.stated] == [
        ("河南省郑州市", "656件", 656),
        ("河南省新乡市", "409件", 409),
        ("河南省郑州市中原区", "224件", 224),
        ("河南省郑州市上街区", "119件", 119),
    ]
    assert [each.report.place for each in table.absent] == ["河北省邯郸市"]
    assert (table.searched, table.total) == (6, 6)


def test_what_differs_is_said_in_words(table: Table) -> None:
    notes = [notes_of(each, table.usual, "zh") for each in table.stated]
    assert notes[:2] == [[], []]
    assert notes[2] == ["统计的是“立案（会议期间）”，多数是“提案立案”", "时期是2022年，多数是2023年"]
    assert [note[:4] for note in notes[3]] == ["统计的是", "时期是2"]
    assert notes_of(table.stated[2], table.usual, "en")[1:] == ["for 2022, most for 2023"]


@pytest.mark.parametrize(
    ("apart", "usual", "note"),
    [
        ("body", USUAL, "出自政府工作报告，多数出自政协常委会工作报告"),
        ("unit", USUAL, "单位是“次”，多数是“件”"),
        ("count", replace(USUAL, qualifier="收到提案"), "统计的是“立案提案”，多数是“收到提案”"),
        ("count", Usual(), "统计的是“立案提案”"),
        ("period", Usual(), "时期是2022年"),
        ("period", replace(USUAL, years=(0, 1)), "时期是2022年"),
        ("unit", Usual(), "单位是“次”"),
        ("body", Usual(), "出自政府工作报告"),
    ],
)
def test_each_difference_has_its_words(apart: str, usual: Usual, note: str) -> None:
    other = row(years=(2022,), unit="次", counted_by="government_report", apart=(apart,))
    assert notes_of(other, usual, "zh") == [note]


def test_figures_of_something_else_stand_apart_and_are_not_drawn() -> None:
    rows = [
        row(value=Decimal(409)),
        row(value=Decimal(3088), apart=("count",)),
        row(value=Decimal(12), apart=("period",)),
    ]
    html = CompareCards(table_with(*rows), ASKED, "zh").render()
    first, apart = html.split("口径不同，另列")
    assert (first.count("<tr data-order"), apart.count("<tr data-order")) == (2, 1)
    assert re.findall(r'<rect class="wz-(solid|hatched)"', html) == ["solid", "hatched"]
    assert "另有 1 行口径不同，没有画" in html


def test_where_no_two_are_alike_nothing_is_ticked() -> None:
    rows = [row(apart=("count",)), row(place="乙市", apart=("count",))]
    html = CompareCards(table_with(*rows), ASKED, "zh").render()
    assert "同多数" not in html and "wz-chart" not in html and "wz-apart-head" not in html
    assert "各行口径都不相同" in html


def test_a_trend_is_drawn_by_year_and_sorted_by_it() -> None:
    rows = [row(years=(year,), value=Decimal(n)) for year, n in ((2021, 3), (2022, 9), (2023, 5))]
    html = CompareCards(replace(table_with(*rows), series=True), ASKED, "zh").render()
    assert re.findall(r'wz-bar-name">([^<]*)<', html) == ["2021年", "2022年", "2023年"]
    assert re.findall(r'aria-sort="(\w+)"', html) == ["none", "ascending", "none"]
    assert re.findall(r'data-value="(-?\d)"', html) == ["-2", "0", "-1"]


def test_another_unit_is_noted_and_not_drawn() -> None:
    table = table_with(row(), row(short="3%", value=Decimal(3), unit="%", apart=("unit",)))
    assert "单位是“%”，多数是“件”" in notes_of(table.stated[1], table.usual, "zh")
    assert table.charted == table.stated[:1]


def test_the_line_of_completeness_stands_once(table: Table) -> None:
    html = CompareCards(table, ASKED, "zh").render()
    line = "查找了 6 份报告中的 6 份，共 5 行：4 行写明，1 行未提及：河北省邯郸市。"
    assert html.count(f">{line}<") == 1
    assert html.count("<tr data-order") == 5
    assert "<em>未提及</em>" in html
    assert 'class="wz-absent" hidden' not in html


def test_bars_are_drawn_of_what_counts_the_same(table: Table) -> None:
    html = CompareCards(table, ASKED, "zh").render()
    assert html.count('<rect class="wz-solid"') == 2
    assert "另有 2 行口径不同，没有画" in html
    assert 'width="100.00%" height="14"' in html


def test_falls_are_drawn_to_the_left_of_nothing() -> None:
    html = CompareCards(table_with(row(value=Decimal(-1)), row(value=Decimal(3))), ASKED, "zh").render()
    assert 'x="0.00%" y="1" width="25.00%"' in html
    assert 'x="25.00%" y="1" width="75.00%"' in html


def test_many_rows_are_folded_and_can_be_shown() -> None:
    absent = tuple(Unstated(f"{n}县", make_report("r-0", TEXT, place=f"{n}县"), (2023,), True) for n in range(11))
    html = CompareCards(table_with(*[row()] * (SHOWN_AT_FIRST + 1), absent=absent), ASKED, "zh").render()
    assert html.count(f"显示全部 {SHOWN_AT_FIRST + 1} 行") == 2
    assert '<tbody class="wz-absent" hidden>' in html
    assert "显示未提及的 11 行" in html
    few = CompareCards(table_with(*[row()] * SHOWN_AT_FIRST), ASKED, "zh").render()
    assert "data-unfold" not in few


def test_what_a_report_says_is_shown_not_run() -> None:
    html = CompareCards(table_with(row(place="<i>甲</i>", qualifier='"><script>立案')), ASKED, "en").render()
    assert "<script" not in html
    assert "<i>" not in html
    assert escape(TEXT) in html


def test_csv_has_every_row_and_leads_to_its_source(library: Library) -> None:
    rows = rows_of(compare_file(library, page_query(ASKED), "zh", origin="http://here/"))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["place"], row["value"], row["unit"], row["status"]) for row in rows] == [
        ("河南省郑州市", "656", "件", "stated"),
        ("河南省新乡市", "409", "件", "stated"),
        ("河南省郑州市中原区", "224", "件", "stated"),
        ("河南省郑州市上街区", "119", "件", "stated"),
        ("河北省邯郸市", "", "", "not stated 未提及"),
    ]
    assert (rows[1]["start"], rows[1]["end"]) == ("1765", "1800")
    assert rows[1]["quote"].startswith("全年共立案交办提案409件")
    assert rows[1]["link"].startswith("http://here/?tab=compare&indicator=") and "start=1765" in rows[1]["link"]
    assert compare_file(library, "?tab=compare", "zh") == ""
    pasted = compare_file(library, page_query(ASKED), "zh", tabs=True)
    assert pasted.startswith("place\tyears\t")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    table = table_with(row(place=f"{start}1+cmd", qualifier=f"{start}x", value=Decimal(-5)))
    cells = rows_of(table_to_csv(table, ASKED, "zh"))[0]
    assert cells["place"] == f"'{start}1+cmd"
    assert cells["qualifier"] == f"'{start}x"
    assert cells["quote"].startswith("'=cmd()")
    assert cells["value"] == "-5"


@pytest.mark.parametrize(
    ("indicator", "said"),
    [
        ("", "请先写要比较的指标"),
        ("x" * 2001, f"2,001 个字符）。请缩短到 {INDICATOR_LIMIT}"),
        ("火星移民", "没有报告写明“火星移民”"),
        ("<script>window.pwned = 1</script>", "没有报告写明“&lt;script&gt;window.pwned = 1&lt;/script&gt;”"),
    ],
)
def test_what_cannot_be_compared_is_said(library: Library, indicator: str, said: str) -> None:
    html = compare(library, CompareAddress(indicator), "zh")
    assert said in html
    assert "<script" not in html


def test_what_is_stated_by_none_says_what_was_searched(library: Library) -> None:
    assert "查找了 6 份报告中的 6 份" in compare(library, CompareAddress("火星移民"), "zh")


def test_filters_that_match_nothing_say_what_is_there(library: Library) -> None:
    assert "语料中没有" in compare(library, CompareAddress("提案立案", years=(1999,)), "zh")
    assert "亚特兰蒂斯" in compare(library, CompareAddress("提案立案", places=("亚特兰蒂斯",)), "zh")
    assert "没能完成" not in compare(library, CompareAddress("提案立案", years=(1999,)), "zh")
    assert "被筛选排除" in compare(library, CompareAddress("新乡提案立案", places=("河北省邯郸市",)), "zh")
    assert "河南省新乡市" not in compare(library, CompareAddress("提案立案", places=("河北省邯郸市",)), "zh")


def test_an_unforeseen_failure_is_logged_and_its_details_are_kept(library: Library, caplog) -> None:
    def broken() -> Opened:
        raise RuntimeError("secret")

    html = compare(Library(broken), ASKED, "zh")
    assert "RuntimeError" in html
    assert "secret" not in html
    assert "secret" in caplog.text


@pytest.mark.parametrize("question", ["哪个市立案的提案最多?", "Which city filed the most proposals?"])
def test_a_question_that_compares_says_once_what_was_searched(library: Library, question: str) -> None:
    html = Controller(library).ask(question, [], [], "zh")
    assert "wz-answered" in html
    shown = re.sub(r'data-copy="[^"]*"', "", html)
    assert "检索了" not in shown
    assert "Searched" not in shown
    assert shown.count("查找范围") == 1


def test_indicators_offered_are_stated_by_several_places(library: Library) -> None:
    offered = library.opened().corpus.common_indicators()
    assert "提案立案" in offered
    for each in offered:
        assert "<tr data-order" in compare(library, CompareAddress(each), "zh").split("wz-absent")[0]


def test_rates_and_bare_nouns_are_not_offered() -> None:
    rows = [("地区生产总值", "增长", "%"), ("企业", "", "家"), ("城镇登记失业率", "", "%"), ("提案", "立案交办", "件")]
    stated = [(*row, place) for row in rows for place in ("1", "2")] + [("森林覆盖面积", "", "亩", "1")]
    assert common_indicators(stated) == ("城镇登记失业率", "提案立案")


@pytest.mark.parametrize(
    "asked", [ASKED, CompareAddress("a&b=<c>", ("郑州市", "新乡市"), (2022, 2023), ("proposal_report",))]
)
def test_a_link_asks_for_the_same_again(asked: CompareAddress) -> None:
    assert parse_compare(page_query(asked)) == asked


def test_a_comparison_is_no_question_but_shares_its_filters() -> None:
    assert parse_address(page_query(CompareAddress("x", ("新乡市",), (2023,)))) == Address("", ("新乡市",), (2023,))
    assert parse_compare("?q=x&place=y") == CompareAddress("")
    assert parse_compare("?tab=compare&indicator=x&year=abcd&year=2023") == CompareAddress("x", (), (2023,))


@pytest.mark.parametrize("name", [field.name for field in fields(CompareTexts)])
def test_both_languages_say_everything_with_the_same_blanks(name: str) -> None:
    chinese, english = (getattr(compare_texts_for(tag), name) for tag in ("zh-CN", "fr"))
    assert chinese and english
    for ours, theirs in zip(*([each] if isinstance(each, str) else each for each in (chinese, english)), strict=True):
        blanks = [{field for _, field, _, _ in Formatter().parse(words) if field} for words in (ours, theirs)]
        assert blanks[0] == blanks[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_examples_of_either_language_show_the_four_sorts_of_answer(library: Library, language: str) -> None:
    texts = texts_for(language)
    said = [library.opened().answers.ask(question) for question in texts.example_questions]
    assert [each.status for each in said] == ["answered", "ambiguous", "answered", "not_indexed"]
    assert [each.comparison is not None for each in said] == [False, False, True, False]
    assert {each.language for each in said} == {language}


def test_the_english_tab_offers_english_indicators(library: Library) -> None:
    with gr.Blocks():
        controls = Controls(gr.Radio(), *(gr.Dropdown() for _ in range(3)))
        pane = build_compare_pane(library, controls)
    offered = re.findall(r"<a data-compare[^>]*>([^<]+)</a>", pane.dress("en")[-1])
    assert offered == ["proposals filed"]
    assert re.findall(r"<a data-compare[^>]*>([^<]+)</a>", pane.dress("zh")[-1]) == ["社情民意信息报送", "提案立案"]


def test_a_draft_s_figure_is_shown_beside_the_final_one_with_its_source() -> None:
    own = row()
    other = OtherValue("351件", replace(own.citation, n=2, quote="立案351件"))
    shown = CompareCards(table_with(replace(own, others=(other,))), ASKED, "zh").render()
    assert "另一份报告写作 351件" in shown
    assert 'data-quote="立案351件"' in shown
    assert "口径不同" not in shown
