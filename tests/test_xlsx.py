"""Workbooks as they are seen: captions, merged cells, forms of numbers; what is hidden is left out and said."""

from __future__ import annotations

import io
from datetime import date

import pytest
from documents import zip_of
from openpyxl import Workbook

from index.errors import ReadError
from index.reading.xlsx import extract
from index.reports.parse import parse_document
from index.statements.table_grids import find_tables
from index.types import RawDocument


def saved(workbook: Workbook) -> bytes:
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def yearbook() -> Workbook:
    workbook = Workbook()
    first = workbook.active
    first.title = "编者说明"
    first.append(["绥化统计年鉴2024"])
    first.append(["一、本资料收录全市2023年人口与粮食生产数据。"])
    second = workbook.create_sheet("户籍人口")
    second.append(["各县（市、区）户籍人口（2023年末）"])
    second.merge_cells("A1:D1")
    second.append(["单位：万人"])
    second.append(["地区", "户籍人口", "按年龄分", None])
    second.append([None, None, "0-17岁", "60岁及以上"])
    for merged in ("A3:A4", "B3:B4", "C3:D3"):
        second.merge_cells(merged)
    second.append(["合计", 530.24, 59.03, 136.37])
    second.append(["海伦市", 76.85, 8.16, 20.1])
    second["D6"].number_format = "0.00"
    second.append(["注：为户籍统计年报数。"])
    draft = workbook.create_sheet("底稿2022")
    draft.append(["合计", 999.99])
    draft.sheet_state = "hidden"
    return workbook


def test_a_workbook_is_read_as_it_is_seen() -> None:
    found = extract(saved(yearbook()), "人口.xlsx")
    assert found.encoding == "xlsx"
    assert found.text.startswith("绥化统计年鉴2024\n\n一、本资料")
    assert (
        "## 户籍人口\n\n各县（市、区）户籍人口（2023年末）\n\n单位：万人\n\n| 地区 | 户籍人口 | 按年龄分 | 按年龄分 |"
        in found.text
    )
    assert "| 海伦市 | 76.85 | 8.16 | 20.10 |" in found.text
    assert found.text.endswith("注：为户籍统计年报数。\n")
    assert "999.99" not in found.text
    assert [note for note in found.notes if "底稿2022" in note]


def test_its_cells_are_known_with_both_heads_unit_place_and_year() -> None:
    text = extract(saved(yearbook()), "人口.xlsx").text
    (report,) = parse_document(RawDocument("人口.xlsx", "0" * 64, "xlsx", text)).reports
    assert (report.kind, report.place, report.covers) == ("other_report", "黑龙江省绥化市", (2023,))
    (table,) = (table for table in find_tables(text, 0, len(text)) if table.cells)
    cell = next(each for each in table.cells if each.figure.text == "20.10")
    assert (cell.row, cell.column) == ("海伦市", "按年龄分 60岁及以上")
    assert (cell.figure.value, cell.figure.unit, cell.years) == (201000, "人", (2023,))


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0.052, "0.0%", "5.2%"),
        (0.05, "0%", "5%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234567, "#,##0", "1,234,567"),
        (2903.9, "General", "2903.9"),
        (0.1 + 0.2, "General", "0.3"),
        (496, "General", "496"),
        (-3.25, "0.0_ ;[Red]-0.0", "-3.2"),
        (12, '0"万人"', "12"),
        (date(2023, 12, 31), "yyyy年m月d日", "2023年12月31日"),
        (date(2023, 12, 1), "yyyy年m月", "2023年12月"),
        ("#DIV/0!", "General", ""),
        (" 全市\n合计 ", "General", "全市 合计"),
    ],
)
def test_a_cell_says_what_is_shown_in_it(value: object, form: str, shown: str) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["指标", "数"])
    sheet.append(["甲", None])
    sheet.append(["乙", 1])
    sheet["B2"].value = value
    sheet["B2"].number_format = form
    assert f"| 甲 | {shown} |" in extract(saved(workbook), "a.xlsx").text


def test_hidden_rows_and_columns_are_left_out() -> None:
    workbook = Workbook()
    sheet = workbook.active
    for row in (["指标", "草稿", "数"], ["甲", 1, 11], ["乙", 2, 22]):
        sheet.append(row)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    assert extract(saved(workbook), "a.xlsx").text == "| 指标 | 数 |\n| --- | --- |\n| 甲 | 11 |\n"


def test_formulas_that_were_never_reckoned_are_said() -> None:
    workbook = Workbook()
    workbook.active.append(["合计", "=1+2"])
    workbook.active.append(["甲", 1])
    found = extract(saved(workbook), "a.xlsx")
    assert "=1+2" not in found.text
    assert [note for note in found.notes if "formulas" in note]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (saved(Workbook()), "empty"),
        (zip_of({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), "damaged"),
        (saved(yearbook())[:-200], "damaged"),
        (zip_of({"[Content_Types].xml": "<Types/>", "xl/worksheets/sheet1.xml": "<a>" + " " * 60 * 2**20}), "large"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(ReadError) as refused:
        extract(data, "a.xlsx")
    assert refused.value.problem == problem


def test_a_sheet_of_too_many_cells_is_refused() -> None:
    workbook = Workbook()
    workbook.active["XFD99999"].value = 1
    with pytest.raises(ReadError, match="too large"):
        extract(saved(workbook), "a.xlsx")
