"""Grids of cells → what each figure in them is: the words of its row and its column, its unit and its year.

A cell is read with both its headers or not at all: a grid whose rows are not of one length, or whose headers cannot be
told, gives nothing. Where the grids stand in a text is found by `index.statements.table_grids`; any format that has
tables of its own can hand its grids to `read_grid`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from index.language.figures import Figure, find_figures
from index.language.units import UNIT_PATTERN
from index.types import Span

__all__ = ["FigureCell", "GridCell", "is_number", "is_year", "read_grid"]

_YEAR_CELL = re.compile(r"(?:19|20)\d\d\s*年?(?:度|末|底)?(?:[（(]?(?:实绩|实际|完成|实际完成)[）)]?)?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)\s*年?度?")
_LAST_YEAR = re.compile(r"上年(?:同期)?|去年(?:同期)?|上一年度?")
_THIS_YEAR = re.compile(r"本年度?|今年|当年")
_SIGN = re.compile(r"[-－−–+＋]\s*")
_EMPTY = re.compile(r"[-－—–/／.．…*]*|无|不详")
_IN_BRACKETS = re.compile(
    rf"[（(\[【]\s*+(?:单位\s*+[:：]?\s*+)?(?P<multiple>[十百千]?万亿|[十百千]?[万亿]|千|百)?(?P<unit>{UNIT_PATTERN})\s*[）)\]】]"
)
_NAMED_UNIT = re.compile(
    rf"单位\s*+[:：]\s*(?P<multiple>[十百千]?万亿|[十百千]?[万亿]|千|百)?(?P<unit>{UNIT_PATTERN})(?![、,，/／和㐀-鿿])"
)
_MULTIPLES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_RATES = frozenset(("%", "‰", "个百分点", "百分点"))
_OF_CHANGE = re.compile(r"同比|环比|增长|增幅|增速|增减|比上年|较上年|占比|比重|比例|[^效]率(?![先领])")
_NUMBERING = re.compile(r"序号|编号|序|行次|行号|栏次|代码|编码|科目编码|No\.?", re.IGNORECASE)
# A shorter label may be a mere 收到 or 增加值, of which the group's heading says what it is of.
_WHOLE = 4
# Headers that name nothing of their own.
_GENERAL = re.compile(
    r"(?:项目|指标|名称|内容|类别|类型|年份|年度|时间|数量|数值|数据|件数|总数|金额|数额|单位|合计|总计|共计|总量|全年|全市|全省|全区|全县|情况"
    r"|完成情况|实际(?:完成(?:情况)?)?|实绩|统计|提案类别|(?:累计|本年|决算|执行|完成|实际|绝对)[数额值])*+"
)


@dataclass(frozen=True, slots=True)
class GridCell:
    """What is printed in one cell, without markup. start, end: where, in the text the grid is of."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A figure of a table. row, column: its headers as printed, "" where the table needs none.

    figure: in the positions of the text, of the unit its headers give. years: those that headers or caption name.
    year_offset: -1 under 上年, 0 under 本年, else None. span: its row.
    """

    figure: Figure
    row: str
    column: str
    years: tuple[int, ...]
    year_offset: int | None
    span: Span

    @property
    def names(self) -> tuple[str, ...]:
        """Its headers less years and units; a header that names nothing (合计, 数量) is left out."""
        bare = (_bare(header) for header in (self.row, self.column))
        return tuple(header for header in bare if header)


def is_year(text: str) -> bool:
    """Whether a cell holds a year, as headers do."""
    return _YEAR_CELL.fullmatch(text.strip()) is not None


def is_number(text: str) -> bool:
    """Whether a cell holds one figure and nothing else, or the dash that stands for none."""
    return bool(text.strip()) and (_EMPTY.fullmatch(text.strip()) is not None or _figure(text.strip()) is not None)


def read_grid(
    rows: Sequence[Sequence[GridCell]], *, caption: str = "", headers: int | None = None
) -> tuple[FigureCell, ...]:
    """The figures of a table, each with its headers. caption: the words above it. headers: how many of its rows are
    headers, where the format says so.
    """
    grid = _of_one_width(rows)
    if not grid:
        return ()
    heads = _header_rows(grid) if headers is None else headers
    while 0 < heads < len(grid) - 1 and _is_head(grid[heads], grid[heads - 1]):
        heads += 1  # under the rule
    data = grid[heads:]
    sides = _header_columns(grid, heads)
    width = len(grid[0])
    # With no header above, only a label beside each figure can say what it is.
    if not data or sides >= width or (not heads and (width - sides > 1 or not sides)):
        return ()
    second = _beside(grid, heads, sides)
    if second is not None:
        halves = [row[:second] for row in grid], [row[second:] for row in grid]
        both = [cell for half in halves for cell in read_grid(half, caption=caption, headers=heads)]
        return tuple(sorted(both, key=lambda cell: cell.figure.start))
    found: list[FigureCell] = []
    labels = [""] * sides
    columns = [_column_header(grid[:heads], n) for n in range(width)]
    alike = Counter(columns[sides:])
    named = _naming_columns(data, columns[:sides])
    for row in data:
        if _NUMBERING.fullmatch(row[0].text):
            continue  # its figures are the columns' numbers: 栏次 | 1 | 2
        labels = [cell.text or label for cell, label in zip(row, labels, strict=False)]
        label = " ".join(labels[n] for n in named)
        span = Span(row[0].start, row[-1].end)
        for n in range(sides, width):
            if (sides and not label) or (heads and not columns[n] and width - sides > 1):
                continue
            if columns[n] and alike[columns[n]] > 1:
                continue  # what tells it from the other stands elsewhere
            figure = _figure_of(row[n], label, columns[n], caption)
            if figure is not None:
                years, offset = _years(label, columns[n], caption)
                found.append(FigureCell(figure, label, columns[n], years, offset, span))
    return tuple(found)


def _of_one_width(rows: Sequence[Sequence[GridCell]]) -> list[list[GridCell]]:
    """The rows, if of one length; the first may lack the empty cell in its corner."""
    grid = [list(row) for row in rows if any(cell.text for cell in row)]
    if len(grid) < 2 and not (grid and len(grid[0]) == 2):
        return []
    width = max(map(len, grid))
    for n, row in enumerate(grid[:2]):
        labels_below = all(not _is_figure(each[0].text) for each in grid[n + 1 :])
        if len(row) == width - 1 and labels_below and not any(_is_figure(cell.text) for cell in row):
            row.insert(0, GridCell("", row[0].start, row[0].start))
    whole = [row for row in grid if len(row) == width]
    return whole if len(whole) == len(grid) and width >= 2 else []


def _is_figure(text: str) -> bool:
    return is_number(text) and not is_year(text)


def _header_rows(grid: Sequence[Sequence[GridCell]]) -> int:
    """How many rows stand above the first with a figure."""
    return next((n for n, row in enumerate(grid) if any(_is_figure(cell.text) for cell in row[1:])), len(grid))


def _is_head(row: Sequence[GridCell], above: Sequence[GridCell]) -> bool:
    """Whether a row goes on with the head above it. It has no figures, and one of the two has cells that span: 指标 |
    2023年 | 2023年, then 指标 | 绝对数 | 增长（%）.
    """
    if any(_is_figure(cell.text) for cell in row):
        return False
    down = any(a.text and a.text == b.text for a, b in zip(above, row, strict=True))
    return not row[0].text or down or any(a.text and a.text == b.text for a, b in pairwise(above))


def _beside(grid: Sequence[Sequence[GridCell]], heads: int, sides: int) -> int | None:
    """Where a second table stands beside the first, its labels under the same head: 项目 | 决算数 | 项目 | 决算数."""
    last = [cell.text for cell in grid[heads - 1]] if heads else []
    return next((n for n in range(sides + 1, len(last)) if last[n] and last[n] in last[:sides]), None)


def _header_columns(grid: Sequence[Sequence[GridCell]], heads: int) -> int:
    """How many columns stand before the first with a figure in it; numbers of rows are no figures."""
    for n in range(len(grid[0])):
        if heads and any(_NUMBERING.fullmatch(row[n].text) for row in grid[:heads]):
            continue
        if any(_is_figure(row[n].text) for row in grid[heads:]):
            return n
    return len(grid[0])


def _naming_columns(data: Sequence[Sequence[GridCell]], columns: Sequence[str]) -> list[int]:
    """Which of the columns at the side say what a row is of: the last alone where it tells all rows apart in words,
    since those before it are headings of groups; numbers of rows never do.
    """
    naming = [n for n, head in enumerate(columns) if not _NUMBERING.fullmatch(head)]
    last = [_bare(row[naming[-1]].text) for row in data] if naming else []
    tells = len(set(last)) == len(last) and all(len(each) >= _WHOLE and not is_number(each) for each in last)
    return naming[-1:] if tells else naming


def _column_header(heads: Sequence[Sequence[GridCell]], column: int) -> str:
    """What stands above a column; what an upper row leaves empty belongs to the cell before it."""
    parts: list[str] = []
    for number, row in enumerate(heads):
        cells = [cell.text for cell in row[: column + 1]]
        above = number + 1 < len(heads)
        text = cells[-1] or (next((each for each in reversed(cells[1:]) if each), "") if above else "")
        if text and text not in parts:
            parts.append(text)
    return " ".join(parts)


def _figure(text: str) -> Figure | None:
    """The figure a cell holds, where it holds nothing else."""
    sign = _SIGN.match(text)
    body = text[sign.end() :] if sign else text
    found = find_figures(body)
    if len(found) != 1 or found[0].text != body or found[0].number_start == found[0].end:
        return None
    if not sign:
        return found[0]
    value = -found[0].value if sign[0][0] not in "+＋" else found[0].value
    return replace(found[0], end=len(text), text=text, value=value, number_start=sign.end())


def _figure_of(cell: GridCell, row: str, column: str, caption: str) -> Figure | None:
    """The cell's figure with its unit: its own, else that of the header that says it, else the caption's."""
    figure = _figure(cell.text)
    if figure is None:
        return None
    value, unit = figure.value, figure.unit
    if not unit:
        multiple, unit = _unit_of(row, column, caption)
        for each in multiple:
            value *= _MULTIPLES[each]
    return replace(
        figure,
        start=cell.start,
        end=cell.end,
        number_start=cell.start + figure.number_start,
        value=Decimal(value),
        unit="%" if unit == "％" else unit,
    )


def _unit_of(row: str, column: str, caption: str) -> tuple[str, str]:
    """Multiple and unit. A rate's header without a unit takes none of the other's: 立案（件） under 增长 is no 件."""
    above, beside = _IN_BRACKETS.search(column), _IN_BRACKETS.search(row)
    if above is None and _OF_CHANGE.search(column):
        return "", ""
    if above is not None and beside is not None and _OF_CHANGE.search(row) and beside["unit"] in _RATES:
        above = None
    given = above or beside
    if given is None and not _OF_CHANGE.search(row):
        given = _NAMED_UNIT.search(caption) or _IN_BRACKETS.search(caption)
    return (given["multiple"] or "", given["unit"]) if given else ("", "")


def _years(row: str, column: str, caption: str) -> tuple[tuple[int, ...], int | None]:
    for header in (column, row):
        if named := _YEAR.findall(header):
            return tuple(int(year) for year in named), None
        if _LAST_YEAR.search(header) and not _OF_CHANGE.search(header):
            return (), -1
        if _THIS_YEAR.search(header):
            return (), 0
    return tuple(int(year) for year in _YEAR.findall(caption)[-1:]), None


def _bare(header: str) -> str:
    bare = _IN_BRACKETS.sub("", _LAST_YEAR.sub("", _THIS_YEAR.sub("", _YEAR.sub("", header))))
    bare = re.sub(r"[\s:：、（）()]|其中|^[一二三四五六七八九十\d]+[、.．]", "", bare)
    return "" if _GENERAL.fullmatch(bare) else bare
