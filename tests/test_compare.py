"""One indicator over places and years: the figures, what each counts, and the places that do not state it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from index.builder import build
from index.config import Config
from index.errors import QuestionError
from index.types import Span
from qa import Retriever
from qa.citation import LONGEST_QUOTE, cite_finding, quotable
from qa.indicator import compare_indicator, rows_to_csv, rows_to_json
from qa.terminal import print_comparison


def figures(retriever: Retriever, indicator: str, **filters: list[str] | list[int]) -> dict[str, str]:
    result = compare_indicator(retriever, indicator, **filters)  # type: ignore[arg-type]
    return {row.report.place.removeprefix("河南省"): row.finding.candidate.text for row in result.rows}


def test_each_place_that_states_it_has_one_row_the_largest_first(retriever: Retriever) -> None:
    assert list(figures(retriever, "提案立案").items()) == [
        ("郑州市", "656件"),
        ("新乡市", "409件"),
        ("郑州市中原区", "224件"),
        ("郑州市上街区", "119件"),
    ]


def test_a_place_that_does_not_state_it_is_named_and_never_zero(retriever: Retriever) -> None:
    result = compare_indicator(retriever, "提案立案")
    assert result.unstated == ("河北省邯郸市",)
    assert all(row.report.place != "河北省邯郸市" for row in result.rows)


REPORT = """政协{place}委员会常务委员会工作报告

（2024年1月10日在政协{place}第十届委员会第三次会议上）

一、2023年工作回顾

2023年，{sentence}各承办单位认真办理。

二、2024年工作安排

2024年，围绕中心、服务大局。
"""


@pytest.mark.parametrize(
    ("sentences", "differs"),
    [
        ({"洛阳市": "共收到委员提案300件。", "开封市": "立案提案200件。"}, True),
        ({"洛阳市": "立案提案300件。", "开封市": "立案提案200件。"}, False),
    ],
    ids=["received and filed", "both filed"],
)
def test_figures_that_count_different_things_are_flagged(
    sentences: dict[str, str], differs: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place, sentence in sentences.items():
        report = REPORT.format(place=place, sentence=sentence)
        (tmp_path / f"{place}.txt").write_text(report, encoding="utf-8")
    build([tmp_path], Config(home=tmp_path / "home", model="none"))
    result = compare_indicator(Retriever.load(tmp_path / "home"), "提案")
    assert [row.finding.candidate.text for row in result.rows] == ["300件", "200件"]
    assert result.differs is differs
    print_comparison(result)
    assert ("口径不同" in capsys.readouterr().out) is differs


def test_places_and_years_filter(retriever: Retriever) -> None:
    assert figures(retriever, "提案立案", places=["新乡", "Shangjie"]) == {"新乡市": "409件", "郑州市上街区": "119件"}
    assert figures(retriever, "提案立案", years=[2022]) == {"郑州市中原区": "224件"}
    assert figures(retriever, "提案立案", places=["新乡"], years=[2015]) == {}


@pytest.mark.parametrize("indicator", ["提案立案", "提案办复率", "社情民意信息"])
def test_every_figure_stands_in_its_quote_at_its_offsets(indicator: str, retriever: Retriever) -> None:
    result = compare_indicator(retriever, indicator)
    assert result.rows
    for n, row in enumerate(result.rows, start=1):
        citation = cite_finding(n, row.finding)
        candidate = row.finding.candidate
        assert citation.n == n
        assert citation.report.text[citation.start : citation.end] == citation.quote
        assert citation.start <= candidate.start < candidate.end <= citation.end
        assert len(citation.quote) <= LONGEST_QUOTE


def test_an_indicator_nobody_states_has_no_rows(retriever: Retriever) -> None:
    result = compare_indicator(retriever, "小麦亩产")
    assert result.rows == () and len(result.unstated) == 5 and not result.differs


@pytest.mark.parametrize("indicator", ["", " ", "提案" * 2_000])
def test_an_indicator_that_cannot_be_used_is_an_error(indicator: str, retriever: Retriever) -> None:
    with pytest.raises(QuestionError):
        compare_indicator(retriever, indicator)


def test_an_unknown_place_is_an_error(retriever: Retriever) -> None:
    with pytest.raises(QuestionError, match="亚特兰蒂斯"):
        compare_indicator(retriever, "提案立案", places=["亚特兰蒂斯"])


def test_csv_and_json_hold_the_same_rows(retriever: Retriever) -> None:
    result = compare_indicator(retriever, "提案立案")
    values = rows_to_json(result)
    read = list(csv.DictReader(io.StringIO(rows_to_csv(result))))
    stated = [row for row in read if row["figure"] != "未提及"]
    assert stated == [{name: str(value) for name, value in row.items()} for row in values["rows"]]
    unstated = [row for row in read if row["figure"] == "未提及"]
    assert [row["place"] for row in unstated] == values["unstated"] == ["河北省邯郸市"]
    assert all(value == "" for name, value in unstated[0].items() if name not in ("place", "figure"))
    assert values["differs"] is result.differs


def test_csv_survives_commas_and_quotes_of_the_source(retriever: Retriever) -> None:
    rows = list(csv.DictReader(io.StringIO(rows_to_csv(compare_indicator(retriever, "提案立案")))))
    zhengzhou = next(row for row in rows if row["place"] == "河南省郑州市")
    assert zhengzhou["quote"].count(",") > 3 and re.search("提案立案656件", zhengzhou["quote"])


@pytest.mark.parametrize(
    ("sentence", "clause", "figure", "quoted"),
    [
        (Span(10, 90), Span(30, 60), Span(40, 44), Span(10, 90)),
        (Span(10, 900), Span(300, 360), Span(340, 344), Span(300, 360)),
        (Span(0, 900), Span(0, 900), Span(500, 504), Span(402, 602)),
        (Span(0, 900), Span(0, 900), Span(3, 7), Span(0, 200)),
        (Span(0, 900), Span(0, 900), Span(890, 900), Span(795, 900)),
    ],
    ids=["sentence", "its clause", "around the figure", "from the start", "to the end"],
)
def test_what_is_quoted_holds_the_figure_and_is_short(sentence: Span, clause: Span, figure: Span, quoted: Span) -> None:
    assert quotable(sentence, clause, figure) == quoted
