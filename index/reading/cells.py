"""What is seen of a workbook, whichever program wrote it: its sheets, and each value in the form it is printed in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from index.errors import ReadError
from index.reading.table_text import captioned

__all__ = ["DAMAGED", "hidden_note", "shown_as", "text_of_sheets"]

DAMAGED = "is damaged; open it in Excel or WPS and save it anew. 文件已损坏，请打开后另存"
_DECIMALS = re.compile(r"[0#]\.(0+)")
# Of a number's form what is written out, colours, spaces.
_UNSEEN = re.compile(r'"[^"]{0,99}"|\[[^][]{0,40}\]|\\.|_.')


def text_of_sheets(sheets: Sequence[tuple[str, Sequence[Sequence[str]]]], source: str) -> str:
    """The sheets, each its title and rows of cells, one after the other; the first begins with the title of them all.

    Raises: ReadError where nothing is in any cell.
    """
    read = [(title, captioned(rows)) for title, rows in sheets if any(map(any, rows))]
    if not read:
        raise ReadError(source, "has no cells with anything in them. 表格是空的", problem="empty")
    return "\n".join(f"## {title}\n\n{text}" if n else text for n, (title, text) in enumerate(read))


def hidden_note(titles: Sequence[str]) -> str:
    """What a user must know of sheets that nobody sees."""
    names = "、".join(titles)
    return f"hidden sheets are not read: {names}; unhide them if they are wanted 隐藏的工作表未读，需要请取消隐藏"


def shown_as(value: object, form: str) -> str:
    """A value as its cell is printed: 0.052 in the form 0.0% → 5.2%."""
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
