"""Recognised lines of a page into paragraphs and tables, each with the lines it is made of."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from index.reading.columns import Box, reading_order, rows_of
from index.reading.ocr.wording import joined

__all__ = ["Piece", "TextLine", "aligned_tables", "paragraphs"]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line, or a table of many, where it stands on the page. Only a table's text has several lines."""

    box: Box
    pieces: tuple[Piece, ...]
    is_table: bool = False

    @property
    def text(self) -> str:
        """The pieces together."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text as it goes into the page's. confidence: None for what no recogniser wrote, as the rules of a table."""

    text: str
    confidence: float | None


_INDENT = 1.0  # of a paragraph's first line, in heights
_CENTRED = 3.0  # further in than the line below it begins: no first line, but a title
_SHORT = 1.5  # what the last line of a paragraph leaves free, in heights
_APART = 0.9  # more space than usual between lines, in heights
_LARGER = 1.25
_ENDS = frozenset("。！？；：…”）")
_FIGURE = re.compile(r"[-+－＋＞＜><≥≤〔（(]?\d[\d,.，]*[%％*〕）)]?|[—－\-一…]+")
_FEWEST_ROWS, _FEWEST_COLUMNS = 3, 3


def paragraphs(lines: Sequence[TextLine]) -> list[list[Piece]]:
    """The page's paragraphs and tables in reading order, each as the pieces of its text."""
    found: list[list[Piece]] = []
    for block in reading_order([line.box for line in lines]):
        rows = [_row([lines[i] for i in row]) for row in rows_of([line.box for line in lines], block)]
        found += _block(rows)
    return found


def _row(fragments: Sequence[TextLine]) -> TextLine:
    """What stands side by side as one line, with a space where there is more than one between characters."""
    if len(fragments) == 1:
        return fragments[0]
    pieces: list[Piece] = []
    for number, fragment in enumerate(fragments):
        gap = fragment.box[0] - fragments[number - 1].box[2] if number else 0.0
        if gap > fragment.box[3] - fragment.box[1]:
            pieces.append(Piece(" ", None))
        pieces += fragment.pieces
    boxes = [fragment.box for fragment in fragments]
    box = (boxes[0][0], min(b[1] for b in boxes), boxes[-1][2], max(b[3] for b in boxes))
    return TextLine(box, tuple(pieces), any(fragment.is_table for fragment in fragments))


def _block(rows: Sequence[TextLine]) -> list[list[Piece]]:
    texts = [row for row in rows if not row.is_table]
    if not texts:
        return [list(row.pieces) for row in rows]
    height = median(row.box[3] - row.box[1] for row in texts)
    left = sorted(row.box[0] for row in texts)[len(texts) // 10]
    right = sorted(row.box[2] for row in texts)[-1 - len(texts) // 10]
    gaps = [below.box[1] - above.box[3] for above, below in itertools.pairwise(texts)]
    usual = median(gaps) if gaps else 0.0
    found: list[list[Piece]] = []
    before: TextLine | None = None
    for row in rows:
        if before is None or _begins(row, before, height, (left, right), usual):
            found.append(list(row.pieces))
        else:
            separator = joined(before.text, row.text)[len(before.text) : -len(row.text)]
            found[-1] += [*([Piece(separator, None)] if separator else []), *row.pieces]
        before = row
    return found


def _begins(row: TextLine, before: TextLine, height: float, sides: tuple[float, float], usual: float) -> bool:
    """Whether a line begins a paragraph, seen from the one above it."""
    left, right = sides
    if row.is_table or before.is_table:
        return True
    indented = row.box[0] - left > _INDENT * height
    free = right - before.box[2]
    if indented or free > 4 * height or before.box[0] - row.box[0] > _CENTRED * height:
        return True
    if free > _SHORT * height and before.text[-1:] in _ENDS:
        return True
    larger = max(_height(row), _height(before)) > _LARGER * min(_height(row), _height(before))
    return larger or row.box[1] - before.box[3] > usual + _APART * height


def _height(row: TextLine) -> float:
    return row.box[3] - row.box[1]


def aligned_tables(lines: Sequence[TextLine]) -> list[tuple[list[list[int]], list[tuple[float, float]]]]:
    """Tables without upright rules: rows, one below another, of three or more pieces under each other, most of them
    figures. For each its rows of indices, and the ends of its columns across.
    """
    boxes = [line.box for line in lines]
    chosen = [i for i, line in enumerate(lines) if not line.is_table]
    rows = rows_of(boxes, chosen)
    found: list[tuple[list[list[int]], list[tuple[float, float]]]] = []
    run: list[list[int]] = []
    for row in [*rows, []]:
        if len(row) >= _FEWEST_COLUMNS:
            run.append(row)
            continue
        columns = _aligned(boxes, run)
        figures = [i for each in run for i in each[1:]]
        if columns and 2 * sum(_FIGURE.fullmatch(lines[i].text) is not None for i in figures) >= len(figures):
            found.append((run, columns))
        run = []
    return found


def _aligned(boxes: Sequence[Box], run: Sequence[Sequence[int]]) -> list[tuple[float, float]]:
    """The columns that pieces of several rows form; () where two pieces of a row would share one."""
    if len(run) < _FEWEST_ROWS:
        return []
    columns: list[tuple[float, float]] = []
    for left, right in sorted((boxes[i][0], boxes[i][2]) for row in run for i in row):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    alone = all(
        sum(left <= (boxes[i][0] + boxes[i][2]) / 2 <= right for i in row) <= 1
        for row in run
        for left, right in columns
    )
    return columns if alone and len(columns) >= _FEWEST_COLUMNS else []
