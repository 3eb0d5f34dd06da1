"""What stands on every page and is no text of the report: running heads, page numbers, a scanning app's line."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from index.reading.pdf.leaves import View, rows_of
from index.reading.pdf.pieces import Piece, joined

__all__ = ["without_furniture"]

_ZONE = 0.14  # of the page's height, at its top and at its foot
_ROWS = 3  # that are looked at in each
_APART = 1.3  # lines: no further from the text, a line set like it is text
_NUMBER = re.compile(r"第?(?:\d{1,4}|[ivxlIVXL]{1,6})[页版]?(?:[/／,，共]共?\d{1,4}页?)?")
_AROUND = "-—–－―·~• "  # — 3 —
_OWN_NUMBER = re.compile(r"\d{1,4}(?=\D*\Z)|(?<!\d)\d{1,4}")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Row:
    view: View
    pieces: list[Piece]
    text: str
    outermost: bool


def without_furniture(views: list[View]) -> None:
    """Take it out of the views' pieces."""
    places: dict[str, list[_Row]] = defaultdict(list)
    for view in views:
        for row in _edge_rows(view):
            for key in _keys(row):
                places[key].append(row)
    pages = len({view.number for view in views})
    dropped: set[int] = set()
    for key, rows in places.items():
        on = {row.view.number for row in rows}
        if key == "#" or len(on) >= 3 or (len(on) == 2 and pages <= 4):
            dropped.update(id(piece) for row in rows for piece in row.pieces)
    for view in views:
        view.pieces = [piece for piece in view.pieces if id(piece) not in dropped]


def _edge_rows(view: View) -> list[_Row]:
    rows = rows_of(view.pieces)
    sizes = Counter(piece.size for piece in view.pieces for _ in piece.text)
    size = max(sizes, key=lambda size: (sizes[size], size), default=0.0)
    leading = median([b[0].baseline - a[0].baseline for a, b in pairwise(rows)] or [0.0])
    leading = min(leading, 2 * size)  # where a page has next to no lines
    usual = median([row[-1].right - row[0].left for row in rows] or [0.0])
    found: list[_Row] = []
    for end in (rows, rows[::-1]):
        for n, row in enumerate(end[:_ROWS]):
            middle = (row[0].top + row[0].bottom) / 2 / view.height
            step = abs(end[n + 1][0].baseline - row[0].baseline) if n + 1 < len(end) else view.height
            full = row[-1].right - row[0].left > 0.7 * usual
            is_text = full and abs(row[0].size - size) < 0.05 * size and step < _APART * leading
            if not _ZONE < middle < 1 - _ZONE and not is_text:
                text = _SPACE.sub(" ", joined(row).text.strip())
                found.append(_Row(view, row, text, n == 0))
    return found


def _keys(row: _Row) -> list[str]:
    """What the row would be called on another page: "#" for a page number, its words, its words but for a number that
    counts the pages.
    """
    if _NUMBER.fullmatch(_SPACE.sub("", row.text.strip(_AROUND))):
        return ["#"] if row.outermost else []
    if row.text.startswith(("单位", "续表", "（续")):
        return []
    keys = [row.text]
    for number in _OWN_NUMBER.finditer(row.text):
        rest = row.text[: number.start()] + "#" + row.text[number.end() :]
        if not rest.strip("# ").startswith(("表", "附表", "附件", "图")):
            keys.append(f"{rest} {int(number[0]) - row.view.number}")
    return keys
