"""A text → the tables printed in it: Markdown, cells parted by tabs or spaces, and one cell a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise, takewhile

from index.statements.tables import FigureCell, GridCell, is_number, is_year, read_grid
from index.types import Span

__all__ = ["Table", "find_tables", "may_hold_table"]

_LINE = re.compile(r"(?:(?<![^\S\n])[^\S\n]*+)?+\S[^\n]*")
_RULE = re.compile(r"(?=.*(?:\||--))[\s|]*:?-+:?(?:\s*\|\s*:?-+:?)*[\s|]*")
_PIPE = re.compile(r"(?<!\\)[|│┃║]")
_BOX_RULE = re.compile(r"[\s\u2500-\u257f]{3,}")
_TAG = re.compile(r"</?(?:table|thead|tbody|tr|td|th)\b", re.IGNORECASE)
_HTML_CELL = re.compile(r"<t[dh]\b[^<>]*>([^<>]*)</t[dh]>", re.IGNORECASE)
_TAB = re.compile("\t")
_SPACE = re.compile(r"[ \u00a0\u3000]+")
_MARKUP = re.compile(r"^[\s*`　]+|[\s*`　]{1,60}$")
# A table that names a unit or a year above itself does so within so many lines and characters.
_CAPTION_LINES, _CAPTION = 3, 80
_LONGEST_CELL = 24
# Below a table, before its notes: 单位：万元。注：….
_UNIT_NAMED = re.compile("[（(]?单位[:：][^。；;，,]{1,12}")
_FURNITURE = 3  # lines between two parts of a table
# A section's heading ends what stands above it.
_HEADING = re.compile(r"#|[（(]?[一二三四五六七八九十]{1,3}[、）)．.]|第[一二三四五六七八九十]+[章节部]|[■●◆]|——")
_NO_CELL = re.compile(r"[。；;，！？!?：:]$")
_QUICK = re.compile(
    r"[|│┃║\t]|<t[drh]|^[^\n]*\d[^\s\d]{0,6}[ \u00a0\u3000]+[-+]?\d[^\n]*$|(?:^[-+\d][^\n。，]{0,14}$\n+[^\n]*\n?){2}",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A stretch of text that is a table. caption: the words above it. cells: the figures in it that can be read.

    numbers: every cell that holds a number and no words, read or not: none of them says anything by itself.
    """

    start: int
    end: int
    caption: str
    cells: tuple[FigureCell, ...]
    numbers: tuple[Span, ...]


def may_hold_table(text: str) -> bool:
    """Whether it is worth looking for a table in it."""
    return _QUICK.search(text) is not None


@lru_cache(maxsize=64)
def find_tables(text: str, start: int, end: int) -> tuple[Table, ...]:
    """The tables that stand in text[start:end], in order. One that cannot be read has no cells."""
    lines = [_cell(text, *match.span()) for match in _LINE.finditer(text, start, end)]
    found: list[Table] = []
    position = 0
    heads: list[GridCell] = []
    noted = 0  # the line behind what a table says below itself
    for kind, first, last in _stretches(text, lines):
        if first < position:
            continue
        if kind == "pipes":
            heads = _heads_of(text, lines, position, first, last, heads)
        if kind == "spaces":
            first = max(position, first - 1)  # its header has no figures to show by
        above = lines[max(0, first - _CAPTION_LINES, noted) : first]
        caption = " ".join(line.text for line in above if len(line.text) <= _CAPTION and _kind(line.text) != "pipes")
        if _UNIT_NAMED.search(caption) is None and last < len(lines) and (unit := _UNIT_NAMED.match(lines[last].text)):
            caption, noted = f"{caption} {unit[0]}".strip(), last + 1
        goes_on = kind == "pipes" and bool(heads) and heads[0].start < lines[first].start
        if goes_on and found:
            caption = found[-1].caption  # not the running head
        rows = [*heads, *(each for each in lines[first:last] if not _RULE.fullmatch(each.text))]
        read = _READERS[kind](text, rows if goes_on else lines[first:last], caption)
        cells = tuple(cell for cell in read if cell.figure.start >= lines[first].start)
        if kind != "cells" or _is_table(lines[first:last], cells):
            numbers = tuple(_numbers(text, lines[first:last], kind))
            found.append(Table(lines[first].start, lines[last - 1].end, caption, cells, numbers))
            position = last
    return tuple(found)


def _heads_of(
    text: str, lines: Sequence[GridCell], position: int, first: int, last: int, before: list[GridCell]
) -> list[GridCell]:
    """The lines that head a table: its own, or those of the one before where it only goes on, as over a page's end:
    as wide, its first row of figures, and no more between the two than the page's number and running head.
    """
    own = list(takewhile(lambda line: not _is_of_figures(text, line), lines[first:last]))
    rules = [line for line in lines[first:last] if _RULE.fullmatch(line.text)][:1]
    own = [line for line in own if not _RULE.fullmatch(line.text)]
    if own or not before:
        return [*own, *rules]
    between = lines[position:first]
    furniture = len(between) <= _FURNITURE and all(
        len(line.text) <= _LONGEST_CELL and not _HEADING.match(line.text) for line in between
    )
    wide = len(_split(text, before[0], _PIPE)) == len(_split(text, lines[first], _PIPE))
    return before if furniture and wide and position else []


def _is_of_figures(text: str, line: GridCell) -> bool:
    """Whether most of a row's cells but the first are figures."""
    cells = [] if _RULE.fullmatch(line.text) else _split(text, line, _PIPE)[1:]
    return bool(cells) and sum(is_number(cell.text) for cell in cells) * 2 > len(cells)


def _stretches(text: str, lines: Sequence[GridCell]) -> Iterator[tuple[str, int, int]]:
    """The kind of a table and the lines it may take up. A blank line ends one, unless every row has one."""
    kinds = [_kind(line.text) for line in lines]
    for n in range(1, len(lines)):
        # A row of a table that lacks its other cells.
        if kinds[n] == "text" and kinds[n - 1] == "spaces" and len(_tail(lines[n].text)) == 1 and "  " in lines[n].text:
            kinds[n] = "spaces"
    for kind, group in groupby(range(len(lines)), key=lambda n: kinds[n]):
        ordinals = list(group)
        if kind == "text":
            continue
        gaps = [n for n in ordinals[1:] if "\n\n" in text[lines[n - 1].end : lines[n].start].replace(" ", "")]
        if kind == "cells" or len(gaps) == len(ordinals) - 1:
            gaps = []
        for first, last in pairwise([ordinals[0], *gaps, ordinals[-1] + 1]):
            yield kind, first, last


def _numbers(text: str, lines: Sequence[GridCell], kind: str) -> Iterator[Span]:
    if kind == "html":
        yield from (
            Span(cell.start, cell.end) for line in lines for cell in _html_row(text, line) if is_number(cell.text)
        )
        return
    border = {"pipes": _PIPE, "tabs": _TAB, "spaces": _SPACE}.get(kind)
    for line in lines:
        for cell in _split(text, line, border) if border else [line]:
            if is_number(cell.text):
                yield Span(cell.start, cell.end)


def _cell(text: str, start: int, end: int) -> GridCell:
    """The cell without surrounding space and markup."""
    piece = text[start:end]
    left = _MARKUP.match(piece)
    first = start + (left.end() if left else 0)
    stripped = _MARKUP.sub("", piece)
    return GridCell(stripped, first, first + len(stripped))


def _kind(line: str) -> str:
    """How a line is part of a table, if it is."""
    if _TAG.search(line):
        return "html"
    if _BOX_RULE.fullmatch(line) or len(_PIPE.findall(line)) >= 2 or _RULE.fullmatch(line) or " | " in line:
        return "pipes"
    if "\t" in line:
        return "tabs"
    if len(_tail(line)) >= 2:
        return "spaces"
    is_cell = len(line) <= _LONGEST_CELL and not _NO_CELL.search(line) and _HEADING.match(line) is None
    return "cells" if is_cell and "  " not in line else "text"


def _tail(line: str) -> list[str]:
    """The figures that a line ends with, parted by spaces."""
    parts = _SPACE.split(line)
    count = 0
    while count < len(parts) - 1 and is_number(parts[-1 - count]):
        count += 1
    return parts[len(parts) - count :]


def _pipes(text: str, lines: Sequence[GridCell], caption: str) -> Iterator[FigureCell]:
    ruled = [bool(_RULE.fullmatch(line.text) or _BOX_RULE.fullmatch(line.text)) for line in lines]
    rules = [n for n, is_rule in enumerate(ruled) if is_rule]
    rows = [_split(text, line, _PIPE) for line, is_rule in zip(lines, ruled, strict=True) if not is_rule]
    yield from read_grid(rows, caption=caption, headers=rules[0] if rules and rules[0] > 0 else None)


def _html_row(text: str, line: GridCell) -> list[GridCell]:
    return [_cell(text, *match.span(1)) for match in _HTML_CELL.finditer(text, line.start, line.end)]


def _html(text: str, lines: Sequence[GridCell], caption: str) -> Iterator[FigureCell]:
    """Rows that stand on a line each, no cell spanning several."""
    whole = text[lines[0].start : lines[-1].end].lower()
    if "span=" not in whole and all(line.text.lower().count("<tr") <= 1 for line in lines):
        yield from read_grid([row for line in lines if (row := _html_row(text, line))], caption=caption)


def _tabs(text: str, lines: Sequence[GridCell], caption: str) -> Iterator[FigureCell]:
    yield from read_grid([_split(text, line, _TAB) for line in lines], caption=caption)


def _spaces(text: str, lines: Sequence[GridCell], caption: str) -> Iterator[FigureCell]:
    """Rows that end with as many figures, under a line of as many words."""
    rows = []
    header = _split(text, lines[0], _SPACE)
    for line in lines[1:]:
        parts = _split(text, line, _SPACE)
        if len(parts) == len(header):
            rows.append(parts)
            continue
        count = len(_tail(line.text))
        label = parts[: len(parts) - count]
        rows.append([_cell(text, label[0].start, label[-1].end), *parts[len(label) :]])
    if len({len(row) for row in rows}) == 1 and len(header) in (len(rows[0]), len(rows[0]) - 1):
        yield from read_grid([header, *rows], caption=caption)


def _cells(_text: str, lines: Sequence[GridCell], caption: str) -> Iterator[FigureCell]:
    """Rows of a label and its figures, each on a line of its own, after a line for each column."""
    kinds = ["figure" if is_number(line.text) and not is_year(line.text) else "label" for line in lines]
    if "figure" not in kinds or kinds[0] == "figure":
        return
    label = kinds.index("figure") - 1
    width = 1 + next((n for n, kind in enumerate(kinds[label + 1 :]) if kind == "label"), len(kinds) - label - 1)
    rows = []
    at = label
    while kinds[at : at + width] == ["label"] + ["figure"] * (width - 1):
        rows.append(list(lines[at : at + width]))
        at += width
    above = list(lines[max(0, label - width + 1) : label])
    if "figure" in kinds[at:] or len(rows) < 2:
        return  # a row of another length: nothing tells where a cell is missing
    if len({is_year(row[0].text) for row in rows}) > 1:
        return  # 1900 may be a year that heads a row, or a figure of the row above
    if width == 2:
        # 收到提案, 412件, 立案提案, 306件; the label may as well stand below its figure, where one is left over.
        header = [above[-1]] if above and (is_year(above[-1].text) or above[-1].text.startswith("数")) else []
        if at < len(lines):
            return
        above = header
    elif len(above) < width - 1:
        return
    corner = GridCell("", rows[0][0].start, rows[0][0].start)
    yield from read_grid([*([[corner, *above]] if above else []), *rows], caption=caption)


_READERS = {"html": _html, "pipes": _pipes, "tabs": _tabs, "spaces": _spaces, "cells": _cells}


def _is_table(lines: Sequence[GridCell], cells: Sequence[FigureCell]) -> bool:
    """Whether short lines are cells: read as a table, or several mere numbers among them."""
    return bool(cells) or sum(is_number(line.text) and not is_year(line.text) for line in lines) >= 2


def _split(text: str, line: GridCell, border: re.Pattern[str]) -> list[GridCell]:
    """The cells of a line; the empty ones outside the outer pipes are none."""
    borders = [(match.start(), match.end()) for match in border.finditer(text, line.start, line.end)]
    starts = [line.start, *(end for _, end in borders)]
    ends = [*(start for start, _ in borders), line.end]
    cells = [_cell(text, start, end) for start, end in zip(starts, ends, strict=True)]
    if border is _PIPE:
        cells = cells[1 if not cells[0].text else 0 : len(cells) - (not cells[-1].text)]
    return cells
