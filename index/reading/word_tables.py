"""Tables of a Word document: cells merged over columns and rows written out, frames told from tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.reading.paragraphs import NEW_PAGE, Block
from index.reading.table_text import MOST_CELLS, REPEATED, WIDEST, markdown_table, too_large
from index.reading.word_text import RENDERED_PAGE

__all__ = ["Cell", "table_blocks"]

_LONG = 200
_FIGURE = re.compile(r"[-+—－]?[\d,，.]+[%％‰]?|[-—…/]")


@dataclass(frozen=True, slots=True)
class Cell:
    """blocks: what stands in it. span: how many columns it takes. down: "restart" or "continue" of a merge of rows."""

    blocks: list[Block]
    span: int
    down: str


def table_blocks(rows: Iterable[list[Cell]], source: str) -> Iterator[Block]:
    """A table as one block, or what a frame made of a table holds; titles and units in its first rows stand above it.

    Raises: ReadError where the table has too many cells.
    """
    cells = [row for row in rows if row]
    if _is_frame(cells):
        for row in cells:
            for cell in row:
                yield from cell.blocks
        return
    grid: list[list[str]] = []
    above: list[str] = []
    total = 0
    for row in cells:
        lines = _filled(row, above)
        above = lines[-1] if lines else above
        total += sum(map(len, lines))
        if total > MOST_CELLS:
            raise too_large(source)
        grid += lines
    while len(grid) > 1 and len(set(grid[0])) == 1 and len(grid[0]) > 1:
        yield Block(grid.pop(0)[0])
    text = markdown_table(grid)
    if text:
        yield Block("\n".join(_marks_first(line) for line in text.split("\n")), "table")


def _is_frame(rows: list[list[Cell]]) -> bool:
    """Whether it only places text: one column, or one row of long texts."""
    if all(len(row) == 1 for row in rows):
        return True
    return len(rows) == 1 and any(sum(len(block.bare) for block in cell.blocks) > _LONG for cell in rows[0])


def _filled(row: list[Cell], above: list[str]) -> list[list[str]]:
    """The texts of a row by column, cells merged over columns and rows in each place; several rows where it was
    several: a converted page may hold all lines of a column in one cell.
    """
    lines = [_lines(cell) for cell in row]
    if (height := _stacked(row, lines)) > 1:
        return [_columns(row, [each[n] if each else "" for each in lines], above, split=True) for n in range(height)]
    return [_columns(row, [" ".join(" ".join(each).split()) for each in lines], above, split=False)]


def _columns(row: list[Cell], texts: list[str], above: list[str], *, split: bool) -> list[str]:
    columns: list[str] = []
    for cell, text in zip(row, texts, strict=True):
        at, span = len(columns), max(1, min(cell.span, WIDEST - len(columns)))
        fields = text.split("\t")
        if split and span > 1 and len(fields) == span:
            columns += fields
            continue
        if cell.down == "continue" and not text:
            columns += [above[n][:REPEATED] if n < len(above) else "" for n in range(at, at + span)]
            continue
        columns += [text, *[text.replace(NEW_PAGE, "").replace(RENDERED_PAGE, "")[:REPEATED]] * (span - 1)]
    return columns


def _lines(cell: Cell) -> list[str]:
    """The lines in a cell; a table in it is one line."""
    lines: list[str] = []
    for block in cell.blocks:
        if block.kind == "table":
            inner = [
                line.strip("| ")
                for line in block.text.split("\n")
                if not line.startswith("| ---") and not line.startswith("|-")
            ]
            lines.append(" ".join(" ".join(inner).replace("\\|", " ").replace("|", " ").split()))
        elif block.text.strip():
            lines += [line.strip(" ") for line in block.text.split("\v") if line.strip()]
    return lines


def _stacked(row: list[Cell], lines: list[list[str]]) -> int:
    """How many rows stand in one: all cells have as many short lines, and one of figures alone; else 1."""
    heights = {len(each) for each in lines if each}
    if len(heights) != 1 or (height := heights.pop()) < 3 or len(row) < 2:
        return 1
    short = all(len(line) <= 40 for each in lines for line in each)
    figures = any(each and all(_FIGURE.fullmatch(part) for line in each for part in line.split()) for each in lines)
    return height if short and figures else 1


def _marks_first(line: str) -> str:
    marks = "".join(character for character in line if character in NEW_PAGE + RENDERED_PAGE)
    return marks + line.replace(NEW_PAGE, "").replace(RENDERED_PAGE, "") if marks else line
