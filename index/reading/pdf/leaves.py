"""A page as it is read: its leaves (columns, bands, boxes) in order, each with its rows from top to bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from index.reading.pdf.aligned import with_tables
from index.reading.pdf.frames import Box
from index.reading.pdf.layout import Atom, Rule, in_order
from index.reading.pdf.pieces import Piece
from index.reading.pdf.tables import Table

__all__ = ["Leaf", "View", "leaves_of", "rows_of"]

_MOST_PIECES = 6_000  # of a page that is laid out; beyond, it is read row by row


@dataclass(slots=True)
class View:
    """A page, or what of it is written at one angle, upright. number: of the page, from 0. rules: level lines."""

    number: int
    width: float
    height: float
    pieces: list[Piece]
    tables: list[Table] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)


@dataclass(slots=True)
class Leaf:
    """Rows that are read one after the other. left, right: between which its lines run. leading: from line to line.

    boxed: a story of its own, in a frame.
    """

    page: int
    rows: list[Piece | Table]
    left: float
    right: float
    leading: float
    rules: list[Box]
    boxed: bool = False


def leaves_of(view: View, size: float) -> list[Leaf]:
    """size: of the document's usual text, in points."""
    inner: list[tuple[Box, list[Piece]]] = []
    pieces, tables = view.pieces, view.tables
    for box in view.boxes:
        if box.width > 0.85 * view.width or _is_all(box, pieces):
            continue
        inside = [piece for piece in pieces if box.holds(piece.box)]
        if inside:
            taken = {id(piece) for piece in inside}
            pieces = [piece for piece in pieces if id(piece) not in taken]
            inner.append((box, inside))
    main: list[Atom] = [*pieces, *tables, *_separators(view)]
    leaves = _leaves(view, main, size)
    for _, inside in inner:
        leaves += [_boxed(leaf) for leaf in _leaves(view, inside, size)]
    return leaves


def rows_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces by the lines they stand on, from the top down, each row from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.baseline, piece.left)):
        if rows and piece.baseline - rows[-1][0].baseline < 0.45 * min(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _is_all(box: Box, pieces: list[Piece]) -> bool:
    """A frame around the whole page."""
    return sum(box.holds(piece.box) for piece in pieces) * 10 > 9 * len(pieces)


def _separators(view: View) -> list[Rule]:
    """Lines so wide that they part stories; not those that underline or stand above footnotes."""
    return [Rule(rule.left, rule.top, rule.right, rule.bottom) for rule in view.rules if rule.width > 0.3 * view.width]


def _leaves(view: View, atoms: Sequence[Atom], size: float) -> list[Leaf]:
    regions = in_order(atoms, size) if len(atoms) <= _MOST_PIECES else [list(atoms)]
    return [_leaf(view, region) for region in regions]


def _leaf(view: View, region: list[Atom]) -> Leaf:
    tables = [atom for atom in region if isinstance(atom, Table)]
    rows: list[Piece | Table] = []
    pieces = [atom for atom in region if isinstance(atom, Piece)]
    for table in sorted(tables, key=lambda table: table.top):
        above = [piece for piece in pieces if piece.baseline <= table.top + 0.5 * piece.size]
        taken = {id(piece) for piece in above}
        pieces = [piece for piece in pieces if id(piece) not in taken]
        rows += with_tables(rows_of(above))
        rows.append(table)
    rows += with_tables(rows_of(pieces))
    lines = [row for row in rows if isinstance(row, Piece)]
    return Leaf(view.number, rows, *_edges(lines, view), _leading(lines), view.rules)


def _boxed(leaf: Leaf) -> Leaf:
    leaf.boxed = True
    return leaf


def _edges(lines: list[Piece], view: View) -> tuple[float, float]:
    """Where most lines begin, but for those set in, and where full ones end."""
    if not lines:
        return 0.0, view.width
    size = median(line.size for line in lines)
    lefts = Counter(round(line.left / (0.5 * size)) for line in lines)
    often = min([place for place, times in lefts.items() if times > 1 or len(lines) < 4] or lefts)
    left = min(line.left for line in lines if round(line.left / (0.5 * size)) == often)
    rights = sorted(line.right for line in lines)
    right = rights[int(0.9 * (len(rights) - 1))] if len(rights) > 4 else rights[-1]
    return left, right


def _leading(lines: list[Piece]) -> float:
    """The usual distance of one line from the next."""
    steps = [b.baseline - a.baseline for a, b in pairwise(lines) if 0 < b.baseline - a.baseline < 3.5 * b.size]
    return median(steps) if steps else 0.0
