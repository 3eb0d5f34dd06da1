"""A table of a page as one in Markdown, merged cells written out in each place; what only lays the page out is none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from index.reading.html_tree import HEADINGS, Element, lines_of_tree

__all__ = ["Grid", "table_text"]

_MOST_COLUMNS = 100
_LONGEST_WRITTEN = 4_000_000  # characters, merged cells repeated
_LONGEST_CELL = 600  # characters; a layout's cell holds an article
_MOST_LINES = 12  # in a cell
# What stands in a cell of a layout and not of a table.
_OF_A_LAYOUT = frozenset({"table", "ul", "ol", "dl", "form", "article", "section", "hr", *HEADINGS})

Grid = list[list[str]]


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    wide: int
    high: int


def table_text(table: Element, left_out: Collection[Element]) -> str | None:
    """The table in Markdown, its caption and lines that run across all of it above; None for a layout."""
    if any(element.tag in _OF_A_LAYOUT for element in table.iterdescendants()):
        return None
    found: list[list[_Cell]] = []
    for row in table.iter("tr"):
        if row in left_out:
            continue
        cells = _cells(row, left_out)
        if cells is None:
            return None
        found.append(cells)
    if sum(bool(cell.text) for row in found for cell in row) < 4:
        return None
    grid = _written_out(found)
    if grid is None or len(grid) < 2 or sum(any(row[column] for row in grid) for column in range(len(grid[0]))) < 2:
        return None
    caption = [line.text for each in table.iter("caption") for line in lines_of_tree(each, left_out)]
    while grid and len(set(grid[0])) == 1:  # a caption or a unit in a row of its own
        caption += [grid[0][0]] if grid[0][0] else []
        del grid[0]
    return "\n\n".join([*caption, *_markdown(grid)]) if len(grid) > 1 else None


def _cells(row: Element, left_out: Collection[Element]) -> list[_Cell] | None:
    """None where one holds more than a table's cell does."""
    cells = []
    for element in row.iterchildren("td", "th"):
        if element in left_out:
            continue
        lines = [line.text for line in lines_of_tree(element, left_out)]
        text = _one_line(lines)
        if len(lines) > _MOST_LINES or len(text) > _LONGEST_CELL:
            return None
        cells.append(_Cell(text, _span(element, "colspan"), _span(element, "rowspan")))
    return cells


def _one_line(lines: list[str]) -> str:
    """比上年 / 增长（%） → 比上年增长（%）; a space only between letters or figures."""
    whole = ""
    for line in lines:
        apart = whole[-1:].isascii() and line[:1].isascii() and whole
        whole += f" {line}" if apart else line
    return whole


def _span(cell: Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()[:6]
    return max(1, int(value)) if value.isascii() and value.isdigit() else 1


def _written_out(rows: list[list[_Cell]]) -> Grid | None:
    """Every row with all its columns; None where that would be too much."""
    below: dict[tuple[int, int], str] = {}
    grid: Grid = []
    written = 0
    for y, cells in enumerate(rows):
        line: list[str] = []
        waiting = iter(cells)
        while len(line) < _MOST_COLUMNS:
            if (y, len(line)) in below:
                line.append(below.pop((y, len(line))))
                continue
            cell = next(waiting, None)
            if cell is None:
                if any((y, x) in below for x in range(len(line), _MOST_COLUMNS)):
                    line.append("")
                    continue
                break
            first, wide = len(line), min(cell.wide, _MOST_COLUMNS - len(line))
            high = min(cell.high, len(rows) - y)
            written += len(cell.text) * wide * high + wide * high
            if written > _LONGEST_WRITTEN:
                return None
            line.extend([cell.text] * wide)
            below.update({(y + down, first + x): cell.text for down in range(1, high) for x in range(wide)})
        grid.append(line)
    width = max(map(len, grid), default=0)
    return [line + [""] * (width - len(line)) for line in grid if any(line)]


def _markdown(grid: Grid) -> list[str]:
    lines = ["| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |" for row in grid]
    return ["\n".join([lines[0], "|" + " --- |" * len(grid[0]), *lines[1:]])]
