"""Tables by their ruling: the lines that are drawn, the cells between them, and which of those are one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.reading.columns import Box
from index.reading.ocr.engine import Pixels, Quads

__all__ = ["Grid", "grids_of", "split_at_rules"]

_Mask = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]

_SHORTEST = 60  # a rule is at least this part of the picture's longer side ...
_ROW = 1.4  # ... and so many heights of a line of text: strokes of characters are shorter
_DRAWN = 0.6  # of the border between two cells that must be drawn to part them
_GAP = 3  # pixels that a rule may be broken for
_WITHIN = 0.25  # of a line's height from its upper and lower edge no rule runs along it
_FEWEST_CELLS = 4
_MOST_LINES = 60  # rules one way; a pattern of more is no table that anybody reads


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the rules of a table run. xs, ys: of the rules, ascending. cells: for each row the number of each column's
    cell: places of one merged cell have the same.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]

    @property
    def box(self) -> Box:
        """Around the whole table."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell at a place; None outside the table."""
        column, row = int(np.searchsorted(self.xs, x)) - 1, int(np.searchsorted(self.ys, y)) - 1
        inside = 0 <= row < len(self.cells) and 0 <= column < len(self.cells[0])
        return self.cells[row][column] if inside else None

    def boxes(self) -> dict[int, Box]:
        """The box of each cell by its number."""
        found: dict[int, Box] = {}
        for row, numbers in enumerate(self.cells):
            for column, number in enumerate(numbers):
                here = (self.xs[column], self.ys[row], self.xs[column + 1], self.ys[row + 1])
                was = found.get(number, here)
                found[number] = (min(was[0], here[0]), min(was[1], here[1]), max(was[2], here[2]), max(was[3], here[3]))
        return found


def grids_of(picture: Pixels, quads: Quads) -> list[Grid]:
    """The ruled tables of a level picture, from the top. quads: its lines of text, which no rule runs through."""
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    dark = np.asarray(
        cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12), dtype=np.uint8
    )
    text = float(np.median(np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1))) if len(quads) else 0.0
    length = max(max(int(side) for side in picture.shape[:2]) // _SHORTEST, round(_ROW * text))
    across = _rules(dark, (length, 1), (1, 3))
    for (left, top), (right, bottom) in zip(quads.min(axis=1), quads.max(axis=1), strict=True):
        inset = _WITHIN * (bottom - top)
        across[max(0, int(top + inset)) : int(bottom - inset), max(0, int(left)) : int(right)] = 0
    down = _rules(dark, (1, length), (3, 1))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(across | down)
    grids = []
    for label in range(1, count):
        x, y, wide, high, _area = (int(value) for value in stats[label])
        if wide < 4 * length or high < length:
            continue
        area = (slice(y, y + high), slice(x, x + wide))
        mine = labels[area] == label
        grid = _grid(across[area] * mine, down[area] * mine, (x, y), length)
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _rules(dark: _Mask, along: tuple[int, int], thickened: tuple[int, int]) -> _Mask:
    """What is drawn straight for so long; a gap of few pixels or a slight slope does not end it."""
    import cv2

    bridged = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones([min(_GAP, side) for side in along[::-1]], np.uint8))
    opened = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((along[1], along[0]), np.uint8))
    reach = (max(along[1] // 4, 1), max(along[0] // 4, 1))
    return np.asarray(cv2.dilate(cv2.dilate(opened, np.ones(thickened[::-1], np.uint8)), np.ones(reach, np.uint8)))


def _grid(across: _Mask, down: _Mask, corner: tuple[int, int], length: int) -> Grid | None:
    xs = _places((down > 0).sum(axis=0), length)
    ys = _places((across > 0).sum(axis=1), length)
    # A table may be open at its sides: its rules end there.
    xs = _closed(xs, across.shape[1], length)
    ys = _closed(ys, across.shape[0], length // 2)
    if not (3 <= len(xs) <= _MOST_LINES and 3 <= len(ys) <= _MOST_LINES):
        return None
    cells = _cells(across, down, xs, ys)
    rows = [row for row in range(len(cells)) if not row or cells[row] != cells[row - 1]]
    columns = [c for c in range(len(cells[0])) if not c or any(row[c] != row[c - 1] for row in cells)]
    cells = tuple(tuple(cells[row][column] for column in columns) for row in rows)
    xs, ys = [*(xs[column] for column in columns), xs[-1]], [*(ys[row] for row in rows), ys[-1]]
    if len({number for row in cells for number in row}) < _FEWEST_CELLS:
        return None
    return Grid(tuple(float(x + corner[0]) for x in xs), tuple(float(y + corner[1]) for y in ys), cells)


def _places(drawn: np.ndarray[tuple[int, ...], np.dtype[np.int64]], length: int) -> list[int]:
    """Where rules run, of how many pixels are drawn on each line: the middle of each stretch with enough."""
    places: list[list[int]] = []
    for place in np.flatnonzero(drawn >= length):
        if places and place - places[-1][-1] <= max(4, length // 5):
            places[-1].append(int(place))
        else:
            places.append([int(place)])
    return [(stretch[0] + stretch[-1]) // 2 for stretch in places]


def _closed(places: list[int], size: int, room: int) -> list[int]:
    first = [] if places and places[0] < room else [0]
    last = [] if places and places[-1] > size - 1 - room else [size - 1]
    return [*first, *places, *last]


def _cells(across: _Mask, down: _Mask, xs: list[int], ys: list[int]) -> tuple[tuple[int, ...], ...]:
    """Neighbours between which no rule is drawn get one number."""
    rows, columns = len(ys) - 1, len(xs) - 1
    parent = list(range(rows * columns))

    def root(place: int) -> int:
        while parent[place] != place:
            place = parent[place]
        return place

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _drawn(down, (ys[row], ys[row + 1]), xs[column + 1], upright=True):
                parent[root(here + 1)] = root(here)
            if row + 1 < rows and not _drawn(across, (xs[column], xs[column + 1]), ys[row + 1], upright=False):
                parent[root(here + columns)] = root(here)
    return tuple(tuple(root(row * columns + column) for column in range(columns)) for row in range(rows))


def _drawn(mask: _Mask, ends: tuple[int, int], place: int, *, upright: bool) -> bool:
    """Whether a rule is drawn on most of the way between two crossings."""
    inset = (ends[1] - ends[0]) // 6
    reach = slice(max(0, place - 5), place + 6)
    way = slice(ends[0] + inset, max(ends[1] - inset, ends[0] + inset + 1))
    part = mask[way, reach].any(axis=1) if upright else mask[reach, way].any(axis=0)
    return bool(part.mean() >= _DRAWN)


def split_at_rules(quads: Quads, grids: list[Grid]) -> Quads:
    """Lines of text parted where an upright rule between two cells goes through them."""
    parts = [part for quad in quads for part in _split(quad, grids)]
    return np.array(parts).reshape(-1, 4, 2)


def _split(quad: Quads, grids: list[Grid]) -> list[Quads]:
    (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
    y, margin = (top + bottom) / 2, 0.4 * (bottom - top)
    for grid in grids:
        if not (grid.ys[0] < y < grid.ys[-1]):
            continue
        cuts = [x for x in grid.xs if left + margin < x < right - margin]
        cuts = [x for x in cuts if grid.cell_at(x - 1, y) != grid.cell_at(x + 1, y)]
        if cuts:
            ends = [left, *cuts, right]
            return [_between(quad, a, b) for a, b in pairwise(ends)]
    return [quad]


def _between(quad: Quads, left: float, right: float) -> Quads:
    """The part of a line between two places across."""
    span = max(quad[:, 0].max() - quad[:, 0].min(), 1.0)
    a, b = ((x - quad[:, 0].min()) / span for x in (left, right))
    upper, lower = quad[1] - quad[0], quad[2] - quad[3]
    return np.array([quad[0] + a * upper, quad[0] + b * upper, quad[3] + b * lower, quad[3] + a * lower])
