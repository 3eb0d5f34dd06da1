"""Workbooks (.xlsx) to text: each sheet that is seen, its cells as they are shown, its caption and notes as lines."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from index.errors import ReadError
from index.reading.containers import Parts
from index.reading.extracted import Extracted, Tell, silent
from index.reading.table_text import MOST_CELLS, captioned, too_large

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["extract"]

_DECIMALS = re.compile(r"[0#]\.(0+)")
# Of a number's form what is written out, colours, spaces.
_UNSEEN = re.compile(r'"[^"]{0,99}"|\[[^][]{0,40}\]|\\.|_.')
# A formula with no value behind it, as programs leave that do not reckon.
_UNRECKONED = re.compile(rb"</f>(?:<v\s?/>|<v></v>)?</c>")
_DAMAGED = "is damaged; open it in Excel or WPS and save it anew. 文件已损坏，请打开后另存"


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
    read = [(sheet.title, captioned(rows)) for sheet in seen if any(map(any, rows := _rows(sheet, source)))]
    if not read:
        raise ReadError(source, "has no cells with anything in them. 表格是空的", problem="empty")
    # The first sheet begins with the title of them all.
    texts = [f"## {title}\n\n{text}" if n else text for n, (title, text) in enumerate(read)]
    tell("read", 1, 1)
    return Extracted("\n".join(texts), "xlsx", notes=tuple(_notes(workbook, unreckoned=any(unreckoned))))


def _opened(data: bytes, source: str) -> Workbook:
    """The workbook with the values its formulas had when it was saved."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what of the file openpyxl leaves out: styles, drawings
            return load_workbook(io.BytesIO(data), data_only=True, rich_text=False)
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, zipfile.BadZipFile) as error:
        raise ReadError(source, _DAMAGED, problem="damaged") from error


def _rows(sheet: Worksheet, source: str) -> list[list[str]]:
    """What is seen of a sheet, merged cells in each of their places."""
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        raise too_large(source)
    shown = {
        (cell.row, cell.column): _shown(cell.value, cell.number_format) for row in sheet.iter_rows() for cell in row
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


def _shown(value: object, form: str) -> str:
    """A cell as it is printed: 0.052 in the form 0.0% → 5.2%."""
    if value is None or (isinstance(value, str) and value.startswith("#") and value.rstrip("!?/").isupper()):
        return ""  # nothing, or the error of a formula
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number(value, form)
    if isinstance(value, datetime | date):
        day = f"{value.year}年{value.month}月"
        return f"{day}{value.day}日" if "d" in _UNSEEN.sub("", form or "").lower() or "日" in (form or "") else day
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return " ".join(str(value).split())


def _number(value: float, form: str) -> str:
    plain = _UNSEEN.sub("", (form or "").split(";")[0])
    share = "%" in plain
    if share:
        value *= 100
    decimals = _DECIMALS.search(plain)
    if decimals or share:
        text = f"{value:,.{len(decimals[1]) if decimals else 0}f}"
    elif value % 1:
        text = f"{value:,.10f}".rstrip("0").rstrip(".")
    else:
        text = f"{int(value):,}" if "," in plain else str(int(value))
    grouped = "," in plain
    return (text if grouped else text.replace(",", "")) + ("%" if share else "")


def _notes(workbook: Workbook, *, unreckoned: bool) -> Iterator[str]:
    """What a user must know: that sheets are hidden, that formulas have no values."""
    hidden = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        names = "、".join(hidden)
        yield f"hidden sheets are not read: {names}; unhide them if they are wanted 隐藏的工作表未读，需要请取消隐藏"
    if unreckoned:
        yield "some formulas have no saved value; open and save it in Excel 有公式没有保存结果，请用 Excel 打开保存一次"
