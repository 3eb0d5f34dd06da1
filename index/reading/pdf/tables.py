"""Tables that are drawn with ruling lines: a grid, its merged cells, and what is written in each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from index.reading.pdf.frames import Box, around
from index.reading.pdf.glyphs import Glyph
from index.reading.pdf.pieces import Piece, is_wide, joined, pieces_of

__all__ = ["Table", "boxes_and_tables"]

_NEAR = 2.5  # points: lines that are meant to meet or to be one
_MOST_LINES = 4_000  # of a page, of each direction
_MOST_COLUMNS, _MOST_ROWS = 120, 1_000
_LONGEST_CELL = 600  # characters; what has longer cells is a page laid out with lines


@dataclass(slots=True)
class Table:
    """rows: the words of each cell, those of a merged one in each of its places. edges: where its columns part, in
    points. ruled: drawn with lines.
    """

    rows: list[list[str]]
    left: float
    top: float
    right: float
    bottom: float
    edges: tuple[float, ...]
    ruled: bool = True


@dataclass(slots=True)
class _Grid:
    """Lines that hang together. xs, ys: where columns and rows part."""

    level: list[Box] = field(default_factory=list)
    upright: list[Box] = field(default_factory=list)
    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def boxes_and_tables(
    glyphs: list[Glyph], level: list[Box], upright: list[Box]
) -> tuple[list[Table], list[Box], list[Glyph]]:
    """The tables, the frames drawn around text that is none, and the glyphs that stand in no table.

    level, upright: the lines of the page, in the frame of the glyphs.
    """
    tables: list[Table] = []
    boxes: list[Box] = []
    rest = glyphs
    for grid in _grids(_fused(level, across=True), _fused(upright, across=False)):
        if len(grid.xs) < 2 or len(grid.ys) < 2:
            continue
        inside = [glyph for glyph in rest if _within(glyph, grid.box)]
        if not inside:
            continue
        table = _table(grid, inside) if len(grid.xs) > 2 and len(grid.ys) > 2 else None
        if table is None:
            if _is_frame(grid):
                boxes.append(grid.box)
            continue
        tables.append(table)
        taken = {id(glyph) for glyph in inside}
        rest = [glyph for glyph in rest if id(glyph) not in taken]
    return tables, boxes, rest


def _within(glyph: Glyph, box: Box) -> bool:
    x, y = (glyph.left + glyph.right) / 2, glyph.baseline - 0.35 * glyph.size
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def _fused(lines: list[Box], *, across: bool) -> list[Box]:
    """Lines as their middle, those that lie in a row and touch as one."""
    middles: list[tuple[float, float, float]] = []  # where it lies, from, to
    for line in lines[:_MOST_LINES]:
        if across:
            middles.append(((line.top + line.bottom) / 2, line.left, line.right))
        else:
            middles.append(((line.left + line.right) / 2, line.top, line.bottom))
    fused: list[list[float]] = []
    for group in _clusters(sorted(middles)):
        place = sum(each[0] for each in group) / len(group)
        begin = len(fused)
        for _, start, end in sorted(group, key=lambda each: each[1]):
            if len(fused) > begin and start <= fused[-1][2] + _NEAR:
                fused[-1][2] = max(fused[-1][2], end)
            else:
                fused.append([place, start, end])
    if across:
        return [Box(start, place, end, place) for place, start, end in fused]
    return [Box(place, start, place, end) for place, start, end in fused]


def _clusters(middles: list[tuple[float, float, float]]) -> Iterable[list[tuple[float, float, float]]]:
    group: list[tuple[float, float, float]] = []
    for each in middles:
        if group and each[0] - group[0][0] > _NEAR:
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _grids(level: list[Box], upright: list[Box]) -> list[_Grid]:
    """Lines that cross or touch each other, by what hangs together; from the top of the page down."""
    parents = list(range(len(level) + len(upright)))

    def root(n: int) -> int:
        while parents[n] != n:
            parents[n] = parents[parents[n]]
            n = parents[n]
        return n

    ordered = sorted(range(len(upright)), key=lambda n: upright[n].left)
    lefts = [upright[n].left for n in ordered]
    for n, line in enumerate(level):
        first, last = bisect_right(lefts, line.left - _NEAR), bisect_right(lefts, line.right + _NEAR)
        for other in ordered[first:last]:
            if upright[other].top - _NEAR <= line.top <= upright[other].bottom + _NEAR:
                parents[root(n)] = root(len(level) + other)
    grids: dict[int, _Grid] = {}
    for n, line in enumerate(level):
        grids.setdefault(root(n), _Grid()).level.append(line)
    for n, line in enumerate(upright):
        grids.setdefault(root(len(level) + n), _Grid()).upright.append(line)
    found = []
    for grid in grids.values():
        if grid.level and grid.upright:
            whole = around([*grid.level, *grid.upright])
            grid.xs = _places([whole.left, whole.right, *(line.left for line in grid.upright)])
            grid.ys = _places([whole.top, whole.bottom, *(line.top for line in grid.level)])
            if len(grid.xs) <= _MOST_COLUMNS and len(grid.ys) <= _MOST_ROWS:
                found.append(grid)
    return sorted(found, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _places(values: list[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


def _is_frame(grid: _Grid) -> bool:
    """Whether lines stand on all four sides."""
    box = grid.box
    level, upright = [line.top for line in grid.level], [line.left for line in grid.upright]
    return (
        min(level) - box.top <= _NEAR
        and box.bottom - max(level) <= _NEAR
        and min(upright) - box.left <= _NEAR
        and box.right - max(upright) <= _NEAR
        and len(level) > 1
        and len(upright) > 1
    )


def _table(grid: _Grid, glyphs: list[Glyph]) -> Table | None:
    """None where the lines lay out a page and hold no cells."""
    owner = _merged_cells(grid)
    columns = len(grid.xs) - 1
    held: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        column = bisect_right(grid.xs, (glyph.left + glyph.right) / 2) - 1
        row = bisect_right(grid.ys, glyph.baseline - 0.35 * glyph.size) - 1
        if 0 <= column < columns and 0 <= row < len(grid.ys) - 1:
            held.setdefault(owner[row * columns + column], []).append(glyph)
    words = {cell: _words(inside) for cell, inside in held.items()}
    filled = sorted(len(text) for text in words.values() if text)
    if len(filled) < 2 or filled[len(filled) // 2] > _LONGEST_CELL / 4 or filled[-1] > 2 * _LONGEST_CELL:
        return None
    rows = [[words.get(owner[row * columns + n], "") for n in range(columns)] for row in range(len(grid.ys) - 1)]
    rows, edges = _without_empty(rows, grid.xs)
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    box = grid.box
    return Table(rows, box.left, box.top, box.right, box.bottom, tuple(edges))


def _merged_cells(grid: _Grid) -> list[int]:
    """For each place of the grid, row by row, the first place of the cell it is of."""
    columns, rows = len(grid.xs) - 1, len(grid.ys) - 1
    owner = list(range(columns * rows))

    def root(n: int) -> int:
        while owner[n] != n:
            owner[n] = owner[owner[n]]
            n = owner[n]
        return n

    walls = _walls(grid.upright, grid.xs, grid.ys, across=False)
    floors = _walls(grid.level, grid.ys, grid.xs, across=True)
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and (column + 1, row) not in walls:
                _unite(owner, root(here), root(here + 1))
            if row + 1 < rows and (row + 1, column) not in floors:
                _unite(owner, root(here), root(here + columns))
    return [root(n) for n in range(len(owner))]


def _unite(owner: list[int], one: int, other: int) -> None:
    owner[max(one, other)] = min(one, other)


def _walls(lines: list[Box], places: list[float], crossing: list[float], *, across: bool) -> set[tuple[int, int]]:
    """(which place, which stretch between two crossings) for each stretch that a line covers for the most part."""
    found = set()
    for line in lines:
        at, start, end = (line.top, line.left, line.right) if across else (line.left, line.top, line.bottom)
        place = min(range(len(places)), key=lambda n: abs(places[n] - at))
        for n, (low, high) in enumerate(pairwise(crossing)):
            if min(end, high) - max(start, low) > 0.5 * (high - low):
                found.add((place, n))
    return found


def _words(glyphs: list[Glyph]) -> str:
    """The lines of a cell as one."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces_of(glyphs), key=lambda piece: (piece.baseline, piece.left)):
        if rows and piece.baseline - rows[-1][0].baseline < 0.5 * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    text = ""
    for row in rows:
        line = joined(row).text
        text += line if not text or is_wide(text[-1]) or is_wide(line[:1] or "一") else f" {line}"
    return text


def _without_empty(rows: list[list[str]], xs: list[float]) -> tuple[list[list[str]], list[float]]:
    """Without rows that hold nothing, nor the slivers of double lines."""
    kept = [row for row in rows if any(row)]
    if not kept:
        return [], xs
    columns = [n for n in range(len(kept[0])) if xs[n + 1] - xs[n] > 2 * _NEAR or any(row[n] for row in kept)]
    return [[row[n] for n in columns] for row in kept], [xs[0], *(xs[n + 1] for n in columns)]
