"""Tables without ruling lines: rows of figures that stand below each other in columns."""

from __future__ import annotations

from collections import Counter

from index.reading.pdf.pieces import Piece, joined
from index.reading.pdf.tables import Table

__all__ = ["is_figure", "with_tables"]

_FEWEST_ROWS = 3
_HEADS = 2  # rows at the top that may be heads
_SIGNS = "0123456789０１２３４５６７８９.．,，%％‰-－—–+()（）/*<>＜＞≥≤~～〔〕 "


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure or the dash that stands for none: "2,112.86", "18.9%", "—"."""
    return bool(text) and not text.strip(_SIGNS)


def with_tables(rows: list[list[Piece]]) -> list[Piece | Table]:
    """Each row as one line, but for those that are a table together."""
    found: list[Piece | Table] = []
    waiting: list[list[Piece]] = []
    for row in [*rows, []]:
        if len(row) > 1 or (row and _goes_on(waiting, row[0])):
            waiting.append(row)
            continue
        found += _table_or_lines(waiting)
        waiting = []
        if row:
            found.append(row[0])
    return found


def _goes_on(rows: list[list[Piece]], piece: Piece) -> bool:
    """Whether a lone piece is a row's name without figures, or the second line of a name."""
    if len(rows) < 2:
        return False
    last = rows[-1]
    first = min(row[0].left for row in rows)
    second = min(row[1].left for row in rows if len(row) > 1)
    near = piece.baseline - last[0].baseline < 2.2 * piece.size
    return near and piece.left >= first - piece.size and piece.right < second


def _table_or_lines(rows: list[list[Piece]]) -> list[Piece | Table]:
    if rows and len(rows[-1]) == 1:
        return [*_table_or_lines(rows[:-1]), rows[-1][0]]
    columns = _columns(rows)
    if len(rows) < _FEWEST_ROWS or len(columns) < 2 or not _has_figures(rows):
        return [joined(row) for row in rows]
    pieces = [piece for row in rows for piece in row]
    edges = (*(left for left, _ in columns), columns[-1][1])
    return [
        Table(
            [_cells(row, columns) for row in rows],
            min(piece.left for piece in pieces),
            min(piece.top for piece in pieces),
            max(piece.right for piece in pieces),
            max(piece.bottom for piece in pieces),
            edges,
            ruled=False,
        )
    ]


def _has_figures(rows: list[list[Piece]]) -> bool:
    """Most cells behind the first column are figures, and most rows have one."""
    cells = [piece.text for row in rows for piece in row[1:]]
    with_one = sum(any(is_figure(piece.text) for piece in row[1:]) for row in rows)
    return sum(map(is_figure, cells)) * 2 > len(cells) and with_one * 2 > len(rows)


def _columns(rows: list[list[Piece]]) -> list[tuple[float, float]]:
    """Left and right of each column, from the rows that have the most usual number of cells or more."""
    if not rows:
        return []
    counts = Counter(len(row) for row in rows if len(row) > 1)
    usual = max(counts, key=lambda count: (counts[count], count), default=0)
    spans = sorted((piece.left, piece.right) for row in rows if len(row) >= usual for piece in row)
    columns: list[list[float]] = []
    for left, right in spans:
        if columns and left < columns[-1][1] + 0.5:
            columns[-1][1] = max(columns[-1][1], right)
        else:
            columns.append([left, right])
    return _under_heads([(left, right) for left, right in columns], rows)


def _under_heads(columns: list[tuple[float, float]], rows: list[list[Piece]]) -> list[tuple[float, float]]:
    """Each head with its column, where it is set in the middle and the cells below are not."""

    def filled(column: tuple[float, float]) -> set[int]:
        left, right = column
        return {n for n, row in enumerate(rows) for piece in row if min(right, piece.right) > max(left, piece.left)}

    found: list[tuple[float, float]] = []
    for column in columns:
        before = filled(found[-1]) if found else set()
        here = filled(column)
        alone = max(before, default=_HEADS) < _HEADS or max(here, default=_HEADS) < _HEADS
        if before and alone and before.isdisjoint(here):
            found[-1] = (found[-1][0], column[1])
        else:
            found.append(column)
    return found


def _cells(row: list[Piece], columns: list[tuple[float, float]]) -> list[str]:
    """The row's words by columns; what stands over several stands in each."""
    cells = [""] * len(columns)
    for piece in row:
        over = [n for n, (left, right) in enumerate(columns) if min(right, piece.right) - max(left, piece.left) > 0]
        if not over:
            middle = (piece.left + piece.right) / 2
            over = [min(range(len(columns)), key=lambda n: abs(sum(columns[n]) / 2 - middle))]
        for n in over:
            cells[n] = f"{cells[n]} {piece.text}".strip()
    return cells
