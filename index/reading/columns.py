"""The order in which a page's boxes are read: one, two or more columns, with what stands across them in between."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

__all__ = ["Box", "reading_order", "rows_of"]

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in any unit, y downwards."""

_FEWEST = 3  # lines in each of two columns; what is less is one line with a gap in it
_NARROWEST = 5.0  # a column, in heights of a line
_GUTTER = 0.6  # the least space between columns, in heights of a line
_TOUCHING = 0.5  # of the lower line's height, that two boxes of one row share


def rows_of(boxes: Sequence[Box], chosen: Sequence[int]) -> list[list[int]]:
    """The chosen boxes in rows from the top, each from the left: what stands side by side is one row."""
    rows: list[list[int]] = []
    for index in sorted(chosen, key=lambda i: (boxes[i][1] + boxes[i][3], i)):
        top, bottom = boxes[index][1], boxes[index][3]
        last = boxes[rows[-1][-1]] if rows else (0.0, 0.0, 0.0, 0.0)
        shared = min(bottom, last[3]) - max(top, last[1])
        if rows and shared > _TOUCHING * min(bottom - top, last[3] - last[1]):
            rows[-1].append(index)
        else:
            rows.append([index])
    return [sorted(row, key=lambda i: (boxes[i][0], i)) for row in rows]


def reading_order(boxes: Sequence[Box]) -> list[list[int]]:
    """Indices of the boxes of lines: the blocks of a page in the order they are read, each with its boxes row by row.

    A block is a stretch of one column. Columns are read one after another down to what stands across them.
    """
    if not boxes:
        return []
    return _blocks(boxes, list(range(len(boxes))), median(y1 - y0 for _, y0, _, y1 in boxes))


def _blocks(boxes: Sequence[Box], chosen: list[int], height: float) -> list[list[int]]:
    """An XY-cut: bands that nothing crosses, neighbours put together while columns go through them."""
    blocks: list[list[int]] = []
    for group in _groups(boxes, _bands(boxes, chosen), height):
        columns = _columns(boxes, group, height)
        if len(columns) > 1:
            for column in columns:
                blocks += _blocks(boxes, column, height)
        else:
            lines = [index for row in rows_of(boxes, group) for index in row]
            if blocks and not _apart(boxes, blocks[-1], lines):
                blocks[-1] += lines
            else:
                blocks.append(lines)
    return blocks


def _apart(boxes: Sequence[Box], block: Sequence[int], lines: Sequence[int]) -> bool:
    """Whether a block stands beside or is otherwise no continuation upwards of these lines."""
    below = min(boxes[i][1] for i in lines) >= max((boxes[i][1] + boxes[i][3]) / 2 for i in block)
    left, right = min(boxes[i][0] for i in block), max(boxes[i][2] for i in block)
    inside = min(boxes[i][0] for i in lines) < right and max(boxes[i][2] for i in lines) > left
    return not (below and inside)


def _bands(boxes: Sequence[Box], chosen: Sequence[int]) -> list[list[int]]:
    """Boxes in bands from the top, between which a straight line across touches none."""
    bands: list[list[int]] = []
    end = float("-inf")
    for index in sorted(chosen, key=lambda i: (boxes[i][1], i)):
        _, top, _, bottom = boxes[index]
        slack = 0.3 * (bottom - top)  # boxes of neighbouring lines overlap a little
        if bands and top + slack < end:
            bands[-1].append(index)
            end = max(end, bottom)
        else:
            bands.append([index])
            end = bottom
    return bands


def _groups(boxes: Sequence[Box], bands: Sequence[list[int]], height: float) -> list[list[int]]:
    """Neighbouring bands together while a gutter goes through them; those of one column together as well."""
    groups: list[tuple[list[int], bool]] = []
    for band in bands:
        parted = len(_parts(boxes, band, height)) > 1
        last, last_parted = groups[-1] if groups else ([], True)
        goes_on = len(_parts(boxes, [*last, *band], height)) > 1 if last_parted else not parted
        if groups and goes_on:
            last.extend(band)
        else:
            groups.append((list(band), parted))
    return [group for group, _ in groups]


def _parts(boxes: Sequence[Box], chosen: Sequence[int], height: float) -> list[list[int]]:
    """Boxes parted by the spaces that go through all of them from top to bottom, from the left."""
    parts: list[list[int]] = []
    end = float("-inf")
    for index in sorted(chosen, key=lambda i: (boxes[i][0], i)):
        if parts and boxes[index][0] < end + _GUTTER * height:
            parts[-1].append(index)
        else:
            parts.append([index])
        end = max(end, boxes[index][2])
    return parts


def _columns(boxes: Sequence[Box], chosen: Sequence[int], height: float) -> list[list[int]]:
    """The parts, where every one of them is a column of text; else all as one."""
    parts = _parts(boxes, chosen, height)
    for part in parts:
        wide = median(boxes[i][2] - boxes[i][0] for i in part)
        if len(rows_of(boxes, part)) < _FEWEST or wide < _NARROWEST * height:
            return [list(chosen)]

    return parts
