"""Workbooks (.xlsx) to text: each sheet that is seen, its cells as they are shown, its caption and notes as lines."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.errors import ReadError
from index.reading.cells import DAMAGED, hidden_note, shown_as, text_of_sheets
from index.reading.containers import Parts
from index.reading.extracted import Extracted, Tell, silent
from index.reading.table_text import MOST_CELLS, too_large

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["extract"]

# A formula with no value behind it, as programs leave that do not reckon.
_UNRECKONED = re.compile(rb"</f>(?:<v\s?/>|<v></v>)?</c>")


def extract(data: bytes, source: str, tell: Tell = silent) -> Extracted:
    """The text of the sheets in their order. Hidden sheets, rows and columns are left out, as nobody sees them.

    Raises: ReadError where it is damaged, locked, empty or too large.
    """
    tell("read", 0, 1)
    parts = Parts(data, source)
    # Within limits, before the whole is unpacked.
    unreckoned = [_UNRECKONED.search(parts.marked(name)) for name in parts.names() if name.endswith(".xml")]
    workbook = _opened(data, source)
    seen = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    text = text_of_sheets([(sheet.title, _rows(sheet, source)) for sheet in seen], source)
    tell("read", 1, 1)
    return Extracted(text, "xlsx", notes=tuple(_notes(workbook, unreckoned=any(unreckoned))))


def _opened(data: bytes, source: str) -> Workbook:
    """The workbook with the values its formulas had when it was saved."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what of the file openpyxl leaves out: styles, drawings
            return load_workbook(io.BytesIO(data), data_only=True, rich_text=False)
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, zipfile.BadZipFile) as error:
        raise ReadError(source, DAMAGED, problem="damaged") from error


def _rows(sheet: Worksheet, source: str) -> list[list[str]]:
    """What is seen of a sheet, merged cells in each of their places."""
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        raise too_large(source)
    shown = {
        (cell.row, cell.column): shown_as(cell.value, cell.number_format) for row in sheet.iter_rows() for cell in row
    }
    for merged in sheet.merged_cells.ranges:
        first = shown.get((merged.min_row, merged.min_col), "")
        last_row, last_column = min(merged.max_row, sheet.max_row), min(merged.max_col, sheet.max_column)
        for row in range(merged.min_row, last_row + 1):
            shown |= {(row, column): first for column in range(merged.min_col, last_column + 1)}
    hidden = _hidden_columns(sheet)
    columns = [n for n in range(1, sheet.max_column + 1) if n not in hidden]
    rows = [n for n in range(1, sheet.max_row + 1) if not sheet.row_dimensions[n].hidden]
    return [[shown.get((row, column), "") for column in columns] for row in rows]


def _hidden_columns(sheet: Worksheet) -> frozenset[int]:
    spans = [(each.min, each.max) for each in sheet.column_dimensions.values() if each.hidden and each.min]
    return frozenset(n for first, last in spans for n in range(first, min(last, sheet.max_column) + 1))


def _notes(workbook: Workbook, *, unreckoned: bool) -> Iterator[str]:
    """What a user must know: that sheets are hidden, that formulas have no values."""
    hidden = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        yield hidden_note(hidden)
    if unreckoned:
        yield "some formulas have no saved value; open and save it in Excel 有公式没有保存结果，请用 Excel 打开保存一次"
