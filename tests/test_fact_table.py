"""The fact table: the same rows however they are had, and which of them."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from dataclasses import astuple, fields, replace
from decimal import Decimal
from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from index.errors import ExtraMissingError
from qa import FactRow, QuestionError, Retriever
from qa.commands.cli import main

COLUMNS = [field.name for field in fields(FactRow)]
REPORT = """\
# 2024年新乡市政府工作报告

各位代表：

我代表市人民政府向大会报告工作。

## 一、2023年工作回顾

地区生产总值增长5.3%，完成3500.5亿元。办理建议984件。{more}

## 二、2024年工作安排

新增就业6万人以上。
"""


@pytest.fixture
def built(tmp_path: Path, new_home: Path) -> Callable[..., Retriever]:
    """Builds an index of one report, with a sentence more."""

    def make(more: str = "") -> Retriever:
        (tmp_path / "xinxiang.txt").write_text(REPORT.format(more=more), encoding="utf-8")
        build([tmp_path / "xinxiang.txt"], Config(home=new_home, model="none"))
        return Retriever.load(new_home)

    return make


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def test_every_figure_of_every_report_is_a_row_and_stands_where_it_says(retriever: Retriever) -> None:
    rows = list(retriever.facts())
    assert len(rows) == retriever.index.manifest.counts.facts > 100
    texts = {report.id: report.text for report in retriever.index.reports}
    for row in rows:
        assert texts[row.report_id][row.start : row.end] == row.text
        assert row.text in row.sentence and row.sentence in texts[row.report_id]
    assert [row.report_id for row in rows] == sorted(
        (row.report_id for row in rows), key=lambda each: retriever.index.report_ordinals[each]
    )


def test_a_row_says_what_is_counted_where_when_and_by_whom(retriever: Retriever) -> None:
    [row] = retriever.facts(places=["郑州市"], years=[2023], indicator="提案", qualifier="立案")
    assert row == FactRow(
        place="河南省郑州市",
        place_code="410100",
        kind="cppcc_report",
        year_from=2023,
        year_to=2023,
        role="review",
        indicator="提案",
        qualifier="立案",
        value=Decimal(656),
        unit="件",
        approximate=False,
        counted_by="cppcc",
        text="656件",
        source="000_2994a2ebe7d9e33e.txt",
        report_id="e29c477741419b3e-0",
        start=991,
        end=995,
        page=None,
        sentence=row.sentence,
    )


@pytest.mark.parametrize(
    ("choice", "chosen"),
    [
        ({"places": ["新乡"]}, lambda row: row.place_code == "410700"),
        ({"places": ["河南省"]}, lambda row: row.place_code.startswith("41")),
        ({"places": ["上街区", "Handan"]}, lambda row: row.place_code in ("410106", "130400")),
        ({"years": [2017]}, lambda row: row.year_from <= 2017 <= row.year_to),
        ({"years": [2022, 2024]}, lambda row: {2022, 2024} & {*range(row.year_from, row.year_to + 1)}),
        ({"kinds": ["proposal_report"]}, lambda row: row.kind == "proposal_report"),
        ({"indicator": "提案"}, lambda row: row.indicator.endswith("提案")),
        ({"indicator": " 社情民意信息 "}, lambda row: row.indicator.endswith("社情民意信息")),
        ({"places": ["新乡"], "indicator": "提案"}, lambda row: row.place_code + row.indicator[-2:] == "410700提案"),
        ({"places": ["洛阳"]}, lambda row: False),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)  # fmt: skip
def test_the_rows_chosen_are_those_of_the_whole_table_that_fit(
    retriever: Retriever, choice: dict[str, object], chosen: Callable[[FactRow], bool]
) -> None:
    expected = [row for row in retriever.facts() if row.year_from and chosen(row)]
    assert [row for row in retriever.facts(**choice) if row.year_from] == expected
    assert expected or choice == {"places": ["洛阳"]}


def test_a_stage_is_found_by_any_of_its_words(retriever: Retriever) -> None:
    filed = {row.qualifier for row in retriever.facts(qualifier="立案")}
    assert filed == {row.qualifier for row in retriever.facts() if "立案" in row.qualifier} != set()
    handled = {row.qualifier for row in retriever.facts(qualifier="办结")}
    assert {"办结", "办复"} <= handled


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"places": ["火星"]}, "No place is called '火星'"),
        ({"kinds": ["poem"]}, "No kind of report is called 'poem'"),
        ({"years": [-1]}, "years four digits"),
        ({"indicator": "提" * 101}, "names have at most 100 characters"),
    ],
)
def test_a_choice_that_cannot_be_made_is_refused_at_once(
    retriever: Retriever, choice: dict[str, object], said: str
) -> None:
    with pytest.raises(QuestionError, match=said):
        retriever.facts(**choice)


def test_what_is_planned_is_told_from_what_was_done(built: Callable[..., Retriever]) -> None:
    rows = [(row.role, row.year_from, row.indicator, row.qualifier, row.text) for row in built().facts()]
    assert rows == [
        ("review", 2023, "地区生产总值", "增长", "5.3%"),
        ("review", 2023, "地区生产总值", "完成", "3500.5亿元"),
        ("review", 2023, "建议", "办理", "984件"),
        ("plan", 2024, "就业", "新增", "6万人以上"),
    ]


def test_the_file_is_what_the_rows_are(built: Callable[..., Retriever], tmp_path: Path) -> None:
    table = built().facts()
    assert table.write_csv(tmp_path / "facts.csv") == 4
    assert (tmp_path / "facts.csv").read_bytes().startswith(b"\xef\xbb\xbfplace,place_code,")
    read = read_csv(tmp_path / "facts.csv")
    assert [list(row) for row in read] == [COLUMNS] * 4
    assert [row["value"] for row in read] == ["5.3", "350050000000", "984", "60000"]
    assert [row["sentence"] for row in read] == [row.sentence for row in table]
    assert {row["page"] for row in read} == {""} and {row["approximate"] for row in read} == {"False", "True"}


def test_no_cell_is_a_formula(built: Callable[..., Retriever], tmp_path: Path) -> None:
    built('\n\n=HYPERLINK("http://evil.invalid")，新建学校12所。\n\n@新建医院3家。').facts().write_csv(
        tmp_path / "a.csv"
    )
    cells = [cell for row in read_csv(tmp_path / "a.csv") for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "\t"))]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells) and any(cell.startswith("'@") for cell in cells)


def test_a_file_is_whole_or_as_it_was(
    built: Callable[..., Retriever], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, path = built().facts(), tmp_path / "facts.csv"
    path.write_text("as it was")
    monkeypatch.setattr("qa.retrieval.fact_table.spreadsheet_cell", lambda _cell: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        table.write_csv(path)
    assert path.read_text() == "as it was"
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_a_device_is_written_to_and_stays_one(built: Callable[..., Retriever], tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    built().facts().write_csv(pipe)
    assert os.read(reading, 100_000).startswith(b"\xef\xbb\xbfplace,")
    os.close(reading)
    assert pipe.is_fifo()


def test_one_report_after_the_other_is_read(retriever: Retriever, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    facts_of = retriever.index.facts
    monkeypatch.setattr(
        type(retriever.index), "facts", lambda self, report_id: asked.append(report_id) or facts_of(report_id)
    )
    rows = iter(retriever.facts())
    assert next(rows).report_id == asked[-1] == retriever.index.reports[0].id
    assert len(asked) == 1


def test_a_table_made_before_a_build_gives_what_is_indexed_now(built: Callable[..., Retriever]) -> None:
    table = built().facts(indicator="学校")
    assert list(table) == []
    built("新建学校12所。")
    assert [row.text for row in table] == ["12所"]


def test_a_data_frame_has_the_rows_with_numbers_as_numbers(built: Callable[..., Retriever]) -> None:
    table = built().facts()
    frame = table.to_pandas()
    assert list(frame.columns) == COLUMNS
    assert frame["value"].tolist() == [5.3, 350050000000.0, 984.0, 60000.0]
    assert frame[["year_from", "page"]].dtypes.astype(str).tolist() == ["Int32", "Int32"]
    assert frame["page"].isna().all() and frame["approximate"].dtype == bool
    assert frame["sentence"].tolist() == [row.sentence for row in table]
    assert built().facts(places=["洛阳"]).to_pandas().shape == (0, len(COLUMNS))


@pytest.mark.integrations
@pytest.mark.parametrize("at_once", [1, 3, 10_000])
def test_parquet_and_arrow_have_the_same_rows(
    built: Callable[..., Retriever], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    monkeypatch.setattr("qa.retrieval.fact_table._AT_ONCE", at_once)
    table = built().facts()
    arrow = table.to_arrow()
    assert table.write_parquet(tmp_path / "facts.parquet") == arrow.num_rows == 4
    assert parquet.read_table(tmp_path / "facts.parquet").equals(arrow)
    assert arrow.schema.names == COLUMNS and arrow.schema.field("value").type == pa.float64()
    told = [astuple(replace(row, value=float(row.value))) for row in table]
    assert [tuple(row.values()) for row in arrow.to_pylist()] == told
    assert built().facts(places=["洛阳"]).to_arrow().num_rows == 0
    assert built().facts(places=["洛阳"]).write_parquet(tmp_path / "none.parquet") == 0


def test_what_is_not_installed_is_named_with_the_command(
    built: Callable[..., Retriever], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    table = built().facts()
    for missing in (table.to_arrow, table.to_pandas, lambda: table.write_parquet(tmp_path / "a.parquet")):
        with pytest.raises(ExtraMissingError, match=r'pip install "wenzheng\[facts\]"'):
            missing()
    assert not (tmp_path / "a.parquet").exists()


def test_the_command_prints_or_writes(seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["facts", "--place", "河南省", "--indicator", "提案", "--qualifier", "立案", "--home", str(seed_index)]
    assert main(words) == 0
    out, err = capsys.readouterr()
    printed = list(csv.DictReader(io.StringIO(out)))
    assert [row["text"] for row in printed] == ["656件", "409件", "409件", "224件", "224件"]
    assert err == "5 figures\n"
    assert main([*words, "--csv", str(tmp_path / "facts.csv")]) == 0
    assert capsys.readouterr() == ("", f"5 figures in {tmp_path / 'facts.csv'}\n")
    assert read_csv(tmp_path / "facts.csv") == printed
    assert main([*words, "--year", "2022", "--csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert main([*words, "--place", "火星"]) == 2
    assert main([*words, "--csv", str(tmp_path / "nowhere" / "facts.csv")]) == 1
    assert "nowhere" in capsys.readouterr().err
