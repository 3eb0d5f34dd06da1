"""Workbooks of Excel 97 to 2003 and of WPS (.xls, .et) to text, as `index.reading.xlsx` reads those of today."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from index.errors import ReadError
from index.reading.cells import DAMAGED, hidden_note, shown_as, text_of_sheets
from index.reading.extracted import Extracted, Tell, silent
from index.reading.table_text import MOST_CELLS, too_large

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

__all__ = ["extract"]

# What the library raises of damaged bytes, besides its own error.
_FAULTS = (
    struct.error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    EOFError,
    MemoryError,
    RecursionError,
)
_LOCKED = "is locked with a password; save it without one. 文件有密码，请取消密码后另存"


def extract(data: bytes, source: str, tell: Tell = silent) -> Extracted:
    """The text of the sheets in their order. Hidden sheets, rows and columns are left out, as nobody sees them.

    Raises: ReadError where it is damaged, locked, empty or too large.
    """
    import xlrd
    from xlrd.compdoc import CompDocError

    tell("read", 0, 1)
    try:
        # Merged cells, forms of numbers and what is hidden are of its formatting.
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=_Nowhere())
        sheets = book.sheets()
        seen = [(each.name, _rows(book, each, source)) for each in sheets if not each.visibility]
    except (xlrd.XLRDError, CompDocError, *_FAULTS) as error:
        if "encrypted" in str(error).lower():
            raise ReadError(source, _LOCKED) from error
        raise ReadError(source, DAMAGED, problem="damaged") from error
    hidden = [each.name for each in sheets if each.visibility]
    text = text_of_sheets(seen, source)
    tell("read", 1, 1)
    return Extracted(text, "xls", notes=(hidden_note(hidden),) if hidden else ())


class _Nowhere:
    """What the library would print of a file's faults."""

    def write(self, _text: str) -> None:
        """Nothing is written."""


def _rows(book: Book, sheet: Sheet, source: str) -> list[list[str]]:
    """What is seen of a sheet, merged cells in each of their places."""
    if sheet.nrows * sheet.ncols > MOST_CELLS:
        raise too_large(source)
    shown = [[_shown(book, sheet, row, column) for column in range(sheet.ncols)] for row in range(sheet.nrows)]
    for first_row, end_row, first_column, end_column in sheet.merged_cells:
        for row in range(first_row, min(end_row, sheet.nrows)):
            for column in range(first_column, min(end_column, sheet.ncols)):
                shown[row][column] = shown[first_row][first_column]
    columns = [n for n in range(sheet.ncols) if not (n in sheet.colinfo_map and sheet.colinfo_map[n].hidden)]
    rows = [n for n in range(sheet.nrows) if not (n in sheet.rowinfo_map and sheet.rowinfo_map[n].hidden)]
    return [[shown[row][column] for column in columns] for row in rows]


def _shown(book: Book, sheet: Sheet, row: int, column: int) -> str:
    """A cell as it is printed."""
    import xlrd

    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return ""
    form = book.format_map[book.xf_list[sheet.cell_xf_index(row, column)].format_key].format_str
    if kind == xlrd.XL_CELL_DATE:
        try:
            return shown_as(xlrd.xldate_as_datetime(value, book.datemode), form)
        except (xlrd.XLDateError, ValueError, OverflowError):
            return shown_as(value, "")
    return shown_as(bool(value) if kind == xlrd.XL_CELL_BOOLEAN else value, form)
