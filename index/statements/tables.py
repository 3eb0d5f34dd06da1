"""Grids of cells → what each figure in them is: the words of its row and its column, its unit and its year.

A cell is read with both its headers or not at all: a grid whose rows are not of one length, or whose headers cannot be
told, gives nothing. Where the grids stand in a text is found by `index.statements.table_grids`; any format that has
tables of its own can hand its grids to `read_grid`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from index.language.figures import Figure, find_figures
from index.statements.table_units import EMPTY, OF_CHANGE, is_of_units, unit_of, with_one_unit, without_unit
from index.types import Span

__all__ = ["FigureCell", "GridCell", "is_number", "is_year", "read_grid"]

_YEAR_CELL = re.compile(r"(?:19|20)\d\d\s*年?(?:度|末|底)?(?:[（(]?(?:实绩|实际|完成|实际完成)[）)]?)?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)\s*年?度?")
_LAST_YEAR = re.compile(r"上年(?:同期)?|去年(?:同期)?|上一年度?")
_THIS_YEAR = re.compile(r"本年度?|今年|当年")
_SIGN = re.compile(r"[-－−–+＋]\s*")
_MULTIPLES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_BRACKETS = re.compile(r"[（(][^（()）]{0,40}[）)]")  # 项目（按功能分类）
_NUMBERING = re.compile(r"序号|编号|序|行次|行号|栏次|代码|编码|科目编码|No\.?", re.IGNORECASE)
# A code, its name and a figure.
_CODED = 3
# A shorter label may be a mere 收到 or 增加值, of which the group's heading says what it is of.
_WHOLE = 4
# 案件类型, 企业名称: of what the rows below are sorts.
_SORT = re.compile(r"(?P<of>[一-龥]{2,4}?)(?:类型|种类|类别|性质|分类)$")
# Headers that name nothing of their own.
_GENERAL = re.compile(
    r"(?:项目|指标|名称|内容|类别|类型|年份|年度|时间|数量|数值|数据|件数|总数|金额|数额|单位|合计|总计|共计|总量|全年|全市|全省|全区|全县|情况"
    r"|完成(?:情况)?|实际(?:完成(?:情况)?)?|实绩|统计|提案类别|(?:累计|本年|决算|执行|完成|实际|绝对)[数额值])*+"
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
    year_offset: -1 under 上年, 0 under 本年, else None. span: its row. sort: of what the rows are sorts: 案件 below
    案件类型, so that the row 行政 is of 行政案件; "" where the head does not say.
    """

    figure: Figure
    row: str
    column: str
    years: tuple[int, ...]
    year_offset: int | None
    span: Span
    sort: str = ""

    @property
    def row_name(self) -> str:
        """Its row's header less years and units, "" where that names nothing."""
        return _bare(self.row)

    @property
    def sort_name(self) -> str:
        """The row's name as one of its sort: 行政案件; "" where the head names no sort, or the row has it."""
        name = self.row_name
        return f"{name}{self.sort}" if name and self.sort and self.sort not in name else ""

    @property
    def column_name(self) -> str:
        """What the last of the heads above it says, less years, units and 数: 2024年 预算数 → 预算."""
        return _stripped(self.column.rpartition(" ")[2]).rstrip("数额值")

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
    return bool(text.strip()) and (EMPTY.fullmatch(text.strip()) is not None or _figure(text.strip()) is not None)


def read_grid(
    rows: Sequence[Sequence[GridCell]], *, caption: str = "", headers: int | None = None
) -> tuple[FigureCell, ...]:
    """The figures of a table, each with its headers. caption: the words above it. headers: how many of its rows are
    headers, where the format says so.
    """
    found: list[FigureCell] = []
    for title, part in _stacked(_of_one_width(rows)):
        found += _read_one(part, f"{caption} {title}".strip(), headers)
        headers = None
    return tuple(found)


def _read_one(grid: Sequence[Sequence[GridCell]], caption: str, headers: int | None) -> tuple[FigureCell, ...]:
    grid = _unmerged(grid)
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
        both = [cell for half in halves for cell in _read_one(half, caption, heads)]
        return tuple(sorted(both, key=lambda cell: cell.figure.start))
    columns = [_column_header(grid[:heads], n) for n in range(width)]
    if not any(OF_CHANGE.search(head) for head in columns):
        caption = with_one_unit(caption)  # which of its units a row is in is not told
    return tuple(_cells_below(data, columns, sides, caption, has_heads=heads > 0))


def _cells_below(
    data: Sequence[Sequence[GridCell]], columns: Sequence[str], sides: int, caption: str, *, has_heads: bool
) -> Iterator[FigureCell]:
    """The figures of the rows below the heads. sides: how many columns hold labels."""
    labels = [""] * sides
    alike = Counter(columns[sides:])
    plain = [row for row in data if _across(row) is None]  # a group's heading may stand in every column
    of_unit = next((n for n in range(sides) if is_of_units(columns[n], [row[n].text for row in plain])), None)
    named = [n for n in _naming_columns(data, columns[:sides]) if n != of_unit]
    alone = len(columns) - sides == 1
    sort = _SORT.match(columns[named[0]]) if named else None
    for row in data:
        if _NUMBERING.fullmatch(row[0].text):
            continue  # its figures are the columns' numbers: 栏次 | 1 | 2
        if sides and not any(cell.text for cell in row[:sides]):
            continue  # whose figures they are stood in a cell that was not read
        labels = _labels_of(row, labels, named)
        label = " ".join(dict.fromkeys(labels[n] for n in named)) or (row[0].text if sides else "")
        span = Span(row[0].start, row[-1].end)
        for n in range(sides, len(columns)):
            if (sides and not label) or (has_heads and not columns[n] and not alone):
                continue
            if columns[n] and alike[columns[n]] > 1:
                continue  # what tells it from the other stands elsewhere
            given = unit_of(label, columns[n], caption, beside=row[of_unit].text if of_unit is not None else "")
            figure = _figure_of(row[n], *given)
            if figure is not None:
                years, offset = _years(label, columns[n], caption)
                yield FigureCell(figure, label, columns[n], years, offset, span, sort["of"] if sort else "")


def _labels_of(row: Sequence[GridCell], above: Sequence[str], named: Sequence[int]) -> list[str]:
    """The labels of a row: what it leaves empty is that of the row above, but not behind a label of its own, as in
    合计 |  | 2331.
    """
    own = min((n for n in named if row[n].text), default=len(above))
    first = row[0].text if row[0].text and not is_number(row[0].text) else ""
    said = enumerate(zip(row, above, strict=False))
    return [cell.text or (label if n < own and not first else "") for n, (cell, label) in said]


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


def _stacked(grid: Sequence[Sequence[GridCell]]) -> Iterator[tuple[str, Sequence[Sequence[GridCell]]]]:
    """The tables that stand below each other in one grid, each with its title: 表二 | | | above a head of its own."""
    if not grid:
        return
    title, begin = "", 0
    for n in range(_header_rows(grid) + 1, len(grid) - 2):
        if (own := _across(grid[n])) and _across(grid[n + 1]) is None and not _has_figures(grid[n + 1]):
            yield title, grid[begin:n]
            title, begin = own, n + 1
    yield title, grid[begin:]


def _across(row: Sequence[GridCell]) -> str | None:
    """What a row says that is one cell over several columns or its first alone; None of one that says more, "" of one
    that says nothing or holds a figure.
    """
    texts = {cell.text for cell in row} - {""}
    if len(texts) > 1:
        return None
    return "" if _has_figures(row) or not texts else texts.pop()


def _has_figures(row: Sequence[GridCell]) -> bool:
    return any(_is_figure(cell.text) for cell in row)


def _unmerged(grid: Sequence[Sequence[GridCell]]) -> list[list[GridCell]]:
    """The grid with a cell that was merged over several columns, in all rows, once."""
    width = len(grid[0])
    kept = [n for n in range(width) if not n or any(row[n].text != row[n - 1].text or not row[n].text for row in grid)]
    return [[row[n] for n in kept] for row in grid] if len(kept) > 1 else [list(row) for row in grid]


def _is_figure(text: str) -> bool:
    return is_number(text) and not is_year(text)


def _header_rows(grid: Sequence[Sequence[GridCell]]) -> int:
    """How many rows stand above the first with a figure."""
    return next((n for n, row in enumerate(grid) if any(_is_figure(cell.text) for cell in row[1:])), len(grid))


def _is_head(row: Sequence[GridCell], above: Sequence[GridCell]) -> bool:
    """Whether a row goes on with the head above it. It has no figures, and one of the two has cells that span: 指标 |
    2023年 | 2023年, then 指标 | 绝对数 | 增长（%）.
    """
    if row[0].text and row[0].text == above[0].text:
        return True  # 地区 | 0-17岁 | 60岁以上, of a head of two rows
    if any(_is_figure(cell.text) for cell in row):
        return False
    down = any(a.text and a.text == b.text for a, b in zip(above, row, strict=True))
    return not row[0].text or down or any(a.text and a.text == b.text for a, b in pairwise(above))


def _beside(grid: Sequence[Sequence[GridCell]], heads: int, sides: int) -> int | None:
    """Where a second table stands beside the first, its labels under the same head, or its figures under the same
    heads: 项目 | 决算数 | 项目 | 决算数, 收入项目 | 决算数 | 支出项目 | 决算数.
    """
    last = [_BRACKETS.sub("", cell.text) for cell in grid[heads - 1]] if heads else []
    alike = next((n for n in range(sides + 1, len(last)) if last[n] and last[n] in last[:sides]), None)
    half = len(last) // 2
    if alike is not None or len(last) != 2 * half or not sides or last[sides:half] != last[half + sides :]:
        return alike
    words = all(not is_number(cell.text) for row in grid[heads:] for cell in row[half : half + sides] if cell.text)
    return half if sides < half and words else None


def _header_columns(grid: Sequence[Sequence[GridCell]], heads: int) -> int:
    """How many columns stand before the first with a figure in it; numbers of rows and codes are no figures."""
    codes = heads and _holds_codes(grid[heads:])
    for n in range(len(grid[0])):
        if (n == 0 and codes) or (heads and any(_NUMBERING.fullmatch(row[n].text) for row in grid[:heads])):
            continue
        if any(_is_figure(row[n].text) for row in grid[heads:]):
            return n
    return len(grid[0])


def _holds_codes(data: Sequence[Sequence[GridCell]]) -> bool:
    """Whether the first column holds a code for what the second names: 30101 | 基本工资 | 648.22."""
    coded = [row for row in data if row[0].text.isdecimal() and not is_year(row[0].text)]
    if len(coded) < 2 or len(data[0]) < _CODED or any(_is_figure(row[0].text) for row in data if row not in coded):
        return False
    named = [row[1].text for row in coded]
    return len({row[0].text for row in coded}) == len(coded) and all(each and not is_number(each) for each in named)


def _naming_columns(data: Sequence[Sequence[GridCell]], columns: Sequence[str]) -> list[int]:
    """Which of the columns at the side say what a row is of: the last alone where it tells all rows apart in words,
    since those before it are headings of groups; numbers of rows never do.
    """
    coded = 1 if len(columns) > 1 and _holds_codes(data) else 0
    naming = [n for n, head in enumerate(columns) if n >= coded and not _NUMBERING.fullmatch(head)]
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


def _figure_of(cell: GridCell, multiple: str, unit: str) -> Figure | None:
    """The cell's figure with its unit: its own, else the one given."""
    figure = _figure(cell.text)
    if figure is None:
        return None
    value = figure.value
    if not figure.unit:
        for each in multiple:
            value *= _MULTIPLES[each]
    own = figure.unit or unit
    return replace(
        figure,
        start=cell.start,
        end=cell.end,
        number_start=cell.start + figure.number_start,
        value=Decimal(value),
        unit="%" if own == "％" else own,
    )


def _years(row: str, column: str, caption: str) -> tuple[tuple[int, ...], int | None]:
    for header in (column, row):
        if named := _YEAR.findall(header):
            return tuple(int(year) for year in named), None
        if _LAST_YEAR.search(header) and not OF_CHANGE.search(header):
            return (), -1
        if _THIS_YEAR.search(header):
            return (), 0
    return tuple(int(year) for year in _YEAR.findall(caption)[-1:]), None


def _bare(header: str) -> str:
    bare = _stripped(header)
    return "" if _GENERAL.fullmatch(bare) else bare


@lru_cache(maxsize=4096)
def _stripped(header: str) -> str:
    bare = without_unit(_LAST_YEAR.sub("", _THIS_YEAR.sub("", _YEAR.sub("", header))))
    return re.sub(r"[\s:：、（）()]|其中|^[一二三四五六七八九十\d]+[、.．]", "", bare)
