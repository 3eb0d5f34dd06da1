"""A table's cells as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from index.errors import ReadError

__all__ = ["MOST_CELLS", "REPEATED", "WIDEST", "Spanning", "captioned", "markdown_table", "spread", "too_large"]

WIDEST = 64  # columns; Word has at most 63
MOST_CELLS = 400_000
REPEATED = 200
"""Characters of a merged cell that are written out again in each place it covers."""


@dataclass(frozen=True, slots=True)
class Spanning:
    """A cell that is given once. across, down: how many columns and rows it takes, from 1."""

    text: str
    across: int = 1
    down: int = 1


def too_large(source: str) -> ReadError:
    """For a table of more than `MOST_CELLS` cells."""
    message = "has a table that is too large; save the table as .csv. 表格太大，请把表格另存为 .csv"
    return ReadError(source, message, problem="large")


def spread(rows: Iterable[Iterable[Spanning]], source: str) -> list[list[str]]:
    """The texts by row and column, merged cells in each place. Raises: ReadError for too many cells."""
    grid: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}  # by column: for how many rows more, and what
    cells = 0
    for row in rows:
        texts: list[str] = []

        def covered(texts: list[str] = texts) -> None:
            while (under := below.get(len(texts))) and under[0] > 0:
                below[len(texts)] = (under[0] - 1, under[1])
                texts.append(under[1])

        for cell in row:
            covered()
            for number in range(max(1, min(cell.across, WIDEST - len(texts)))):
                below[len(texts)] = (cell.down - 1, cell.text[:REPEATED])
                texts.append(cell.text[:REPEATED] if number else cell.text)
        covered()
        cells += len(texts)
        if cells > MOST_CELLS:
            raise too_large(source)
        grid.append(texts)
    return grid


def markdown_table(rows: Sequence[Sequence[str]]) -> str:
    """One line a row, the first the head; rows are as wide as the widest, and empty rows and columns are left out."""
    lines = [[" ".join(cell.split()).replace("|", "\\|") for cell in row] for row in rows]
    columns = [column for column in zip_longest(*lines, fillvalue="") if any(column)]
    if not columns:
        return ""
    kept = [row for row in zip(*columns, strict=True) if any(row)]
    written = [f"| {' | '.join(row)} |" for row in kept]
    written.insert(1, "|" + " --- |" * len(columns))
    return "\n".join(written)


def captioned(rows: Sequence[Sequence[str]]) -> str:
    """The rows of a sheet: its table in Markdown, the caption and the unit above it and the notes below as lines."""
    inside = [number for number, row in enumerate(rows) if len(_said(row)) > 1]
    first, last = (inside[0], inside[-1] + 1) if inside else (len(rows), len(rows))
    above = [words for row in rows[:first] for words in _said(row)]
    below = ["，".join(said) for row in rows[last:] if (said := _said(row))]
    table = [row for row in rows[first:last] if any(row)]
    width = max((number + 1 for row in table for number, cell in enumerate(row) if cell), default=0)
    head, *body = [f"| {' | '.join(map(_escaped, [*row, *[''] * width][:width]))} |" for row in table] or [""]
    return "\n\n".join([*above, *(["\n".join([head, f"|{' --- |' * width}", *body])] if head else []), *below]) + "\n"


def _said(row: Sequence[str]) -> list[str]:
    """The cells' words, those of a cell over several columns once."""
    return list(dict.fromkeys(filter(None, row)))


def _escaped(words: str) -> str:
    return words.replace("|", "\\|")
