"""Tables of a page: what stands in each cell, written in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import numpy as np

from index.reading.columns import Box, rows_of
from index.reading.ocr.engine import Engine, Lines, Pixels, Quads
from index.reading.ocr.paragraphs import Piece, TextLine, aligned_tables
from index.reading.ocr.ruling import Grid
from index.reading.ocr.wording import joined, printed

__all__ = ["cell_gaps", "tabulated", "with_tables"]

_DARK = 128  # of 255; what is lighter is paper
_SPECK = 20  # dark pixels in a cell that are none of a character
_SURE = 0.6  # of what is read in a cell alone
_DASH = {"一": "—", "-": "—"}  # what a dash that stands alone in a cell is taken for


def cell_gaps(picture: Pixels, grid: Grid, lines: Sequence[TextLine], engine: Engine) -> list[TextLine]:
    """What stands in cells in which the detector found nothing, as single characters and dashes are."""
    import cv2

    taken = {grid.cell_at(*_centre(line.box)) for line in lines}
    height = median(line.box[3] - line.box[1] for line in lines) if lines else 0.0
    dark = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) < _DARK)
    empty = [box for number, box in grid.boxes().items() if number not in taken]
    waiting = [box for cell in empty if (box := _inked(dark, cell, height)) is not None]
    quads: Quads = np.array([[(a, b), (c, b), (c, d), (a, d)] for a, b, c, d in waiting], dtype=np.float64)
    read: Lines = engine.read(picture, quads.reshape(-1, 4, 2))
    return [
        TextLine(box, (Piece(printed(text), score),))
        for box, (text, score) in zip(waiting, read, strict=True)
        if score >= _SURE and text.strip()
    ]


def _inked(dark: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], cell: Box, height: float) -> Box | None:
    """Around what is dark in a cell, at least as high as a line of text; None where nothing is."""
    inset = max(4.0, height / 5)
    left, top = int(cell[0] + inset), int(cell[1] + inset)
    ys, xs = np.nonzero(dark[top : int(cell[3] - inset), left : int(cell[2] - inset)])
    if len(ys) < _SPECK:
        return None
    middle, reach = top + (ys.min() + ys.max()) / 2, max(height, float(ys.max() - ys.min())) / 2
    return (left + xs.min() - height / 4, middle - reach, left + xs.max() + height / 4, middle + reach)


def with_tables(lines: Sequence[TextLine], grids: Sequence[Grid]) -> list[TextLine]:
    """The lines, with those of each table put together as one that holds the table."""
    rest = list(lines)
    tables: list[TextLine] = []
    for grid in grids:
        cells: dict[int, list[int]] = {}
        for index, line in enumerate(rest):
            number = grid.cell_at(*_centre(line.box))
            if number is not None:
                cells.setdefault(number, []).append(index)
        # A frame around text is no table: a few cells hold it all.
        if len(cells) < 4:
            continue
        written = {number: _cell(rest, chosen) for number, chosen in cells.items()}
        rows = [[written.get(number, ()) for number in row] for row in grid.cells]
        tables.append(TextLine(grid.box, tuple(_captioned(rows, grid)), is_table=True))
        inside = {index for chosen in cells.values() for index in chosen}
        rest = [line for index, line in enumerate(rest) if index not in inside]
    for run, columns in aligned_tables(rest):
        rows = [[_in_column(rest, row, column) for column in columns] for row in run]
        boxes = [rest[i].box for row in run for i in row]
        sides = [f(box[side] for box in boxes) for side, f in enumerate((min, min, max, max))]
        tables.append(TextLine((sides[0], sides[1], sides[2], sides[3]), tuple(tabulated(rows)), is_table=True))
    inside = {i for run, _ in aligned_tables(rest) for row in run for i in row}
    return [line for index, line in enumerate(rest) if index not in inside] + tables


def _captioned(rows: list[list[tuple[Piece, ...]]], grid: Grid) -> list[Piece]:
    """The table, with rows at its top and foot that are one cell each as text above and below it."""
    single = [len(set(numbers)) == 1 for numbers in grid.cells]
    first = single.index(False)
    last = len(single) - single[::-1].index(False)
    pieces = [piece for row in rows[:first] if row[0] for piece in (*row[0], Piece("\n\n", None))]
    pieces += tabulated(rows[first:last])
    return pieces + [piece for row in rows[last:] if row[0] for piece in (Piece("\n\n", None), *row[0])]


def _centre(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _in_column(lines: Sequence[TextLine], row: Sequence[int], column: tuple[float, float]) -> tuple[Piece, ...]:
    return tuple(p for i in row if column[0] <= _centre(lines[i].box)[0] <= column[1] for p in lines[i].pieces)


def _cell(lines: Sequence[TextLine], chosen: Sequence[int]) -> tuple[Piece, ...]:
    """The lines of a cell as one."""
    boxes = [line.box for line in lines]
    pieces: list[Piece] = []
    for index in (i for row in rows_of(boxes, chosen) for i in row):
        for piece in lines[index].pieces:
            text = joined(pieces[-1].text if pieces else "", piece.text)[len(pieces[-1].text) if pieces else 0 :]
            pieces.append(Piece(text, piece.confidence))
    return tuple(pieces)


def tabulated(rows: Sequence[Sequence[Sequence[Piece]]]) -> list[Piece]:
    """A table in Markdown, its first row the head. rows: of cells, of pieces."""
    pieces: list[Piece] = []
    for number, row in enumerate(rows):
        pieces.append(Piece("|" if not number else "\n|", None))
        for column, cell in enumerate(row):
            pieces.append(Piece(" ", None))
            pieces += _written(cell, dash=column > 0)
            pieces.append(Piece(" |", None))
        if not number:
            pieces.append(Piece("\n|" + " --- |" * len(row), None))
    return pieces


def _written(cell: Sequence[Piece], *, dash: bool) -> list[Piece]:
    text = "".join(piece.text for piece in cell)
    if dash and text in _DASH:
        return [Piece(_DASH[text], cell[0].confidence)]
    return [Piece(piece.text.replace("|", "｜"), piece.confidence) for piece in cell]
