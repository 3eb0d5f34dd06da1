"""In which order the things on a page are read: columns from left to right, each from top to bottom.

From the top down: the tallest white gutter with text on both sides parts a region into what stands left and right of
it, above it and below it, and each of these is parted in turn. A headline, a table or a ruling line across the gutter
ends it. So a headline over two columns of four is read before these two, after nothing of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Protocol

from index.reading.pdf.pieces import Piece

__all__ = ["Atom", "Rule", "in_order"]

_GUTTER = 0.6  # of the size of the text: no narrower white parts columns
_FEWEST_ROWS = 3
_FEWEST_WORDS = 6.0  # characters of the usual line of a column; what is shorter is a list or a table
_HEADLINE = 1.05  # of the size of the text
_REACH = 3.5  # sizes: from a headline to the text around it
_DEEPEST = 40
_MOST_EDGES = 60
# Points by which a table's frame sticks out of its column, whose text its own is aligned with.
_FRAME = 6.5


class Atom(Protocol):
    """What is never parted: a piece of a line, a table, a box."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Rule:
    """A drawn level line, which parts what stands above it from what stands below."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Gutter:
    x: float
    top: float
    bottom: float
    height: float  # of the part that has text on both sides
    headline: Atom | None = None  # the line that ends it above without reaching across


def in_order(atoms: Sequence[Atom], size: float) -> list[list[Atom]]:
    """The columns and bands of the page in the order they are read, each with its atoms; rules are left out.

    size: of the usual text, in points.
    """
    _, known = _regions(atoms, size, frozenset())
    return _regions(atoms, size, known)[0] if known else [_without_rules(atoms)]


def _regions(atoms: Sequence[Atom], size: float, known: frozenset[float]) -> tuple[list[list[Atom]], frozenset[float]]:
    """The columns and bands, and where the gutters are. known: gutters of the page, which its low bands have, too."""
    waiting: list[tuple[list[Atom], int]] = [(list(atoms), 0)]
    regions: list[list[Atom]] = []
    gutters: set[float] = set()
    while waiting:
        region, depth = waiting.pop()
        gutter = _tallest(region, size, known) if depth < _DEEPEST and len(region) > 1 else None
        if gutter is None:
            regions.append(_without_rules(region))
            continue
        gutters.add(gutter.x + 0.5)
        waiting += [(part, depth + 1) for part in reversed(_parted(region, gutter)) if part]
    return [region for region in regions if region], frozenset(gutters)


def _without_rules(region: Sequence[Atom]) -> list[Atom]:
    return [atom for atom in region if not isinstance(atom, Rule)]


def _parted(region: list[Atom], gutter: _Gutter) -> list[list[Atom]]:
    above: list[Atom] = []
    left: list[Atom] = []
    right: list[Atom] = []
    below: list[Atom] = []
    for atom in region:
        middle = (atom.top + atom.bottom) / 2
        if atom is gutter.headline:
            continue
        if middle <= gutter.top:
            above.append(atom)
        elif middle >= gutter.bottom:
            below.append(atom)
        else:
            (left if _left(atom) < gutter.x else right).append(atom)
    return [above, [gutter.headline] if gutter.headline else [], left, right, below]


def _tallest(region: list[Atom], size: float, known: frozenset[float]) -> _Gutter | None:
    """known: where, a line on each side is a column already."""
    width = _GUTTER * size
    headlines = _headlines(region, size)
    found: _Gutter | None = None
    for x in sorted({*_edges(region, size), *known}):
        fewest = 1 if x in known else _FEWEST_ROWS
        reaching = [atom for atom in region if _left(atom) < x - 0.5 and _right(atom) > x - width]
        across = [line for line in headlines if _is_over(line, region, x, size)]
        crossing = sorted([*reaching, *across], key=_top)
        low = float("-inf")
        last: Atom | None = None
        for atom in [*crossing, None]:
            high = float("inf") if atom is None else atom.top
            if high - low > fewest * size and (found is None or high - low > found.height):
                gutter = _judged(region, x, low, high, 0.9 * fewest * size, usual=x not in known)
                if gutter is not None and (found is None or gutter.height > found.height + 0.5 * size):
                    found = replace(gutter, headline=last if last in across else None)
            if atom is not None and atom.bottom > low:
                low, last = atom.bottom, atom
    return found


def _headlines(region: list[Atom], size: float) -> list[Atom]:
    """Larger lines beside which nothing stands."""
    ordered = sorted(region, key=_top)
    found: list[Atom] = []
    low = float("-inf")
    for n, atom in enumerate(ordered):
        following = ordered[n + 1].top if n + 1 < len(ordered) else float("inf")
        alone = low <= atom.top + 0.2 * size and atom.bottom - 0.2 * size <= following
        if alone and isinstance(atom, Piece) and atom.size > _HEADLINE * size:
            found.append(atom)
        low = max(low, atom.bottom)
    return found


def _is_over(line: Atom, region: list[Atom], x: float, size: float) -> bool:
    """Whether a headline is of the columns on both sides of x, however short it is: they begin anew below it at the
    same height, and above it the other column ends within a line of its own.
    """
    near, reach = 0.35 * size, _REACH * size
    below = [atom for atom in region if -0.3 * size < atom.top - line.bottom < reach]
    left, right = _sides(below, x)
    if not left or not right or abs(min(map(_top, left)) - min(map(_top, right))) > near:
        return False
    above = [atom for atom in region if atom.bottom - 0.3 * size < line.top and atom is not line]
    left, right = _sides(above, x)
    own, other = (left, right) if line.left < x else (right, left)
    if not own or not other:
        return not above
    return max(map(_bottom, other)) <= max(map(_bottom, own)) + 1.7 * size


def _sides(atoms: list[Atom], x: float) -> tuple[list[Atom], list[Atom]]:
    return [atom for atom in atoms if _left(atom) < x - 0.5], [atom for atom in atoms if atom.right > x]


def _left(atom: Atom) -> float:
    return atom.left if isinstance(atom, Piece | Rule) else atom.left + _FRAME


def _right(atom: Atom) -> float:
    return atom.right if isinstance(atom, Piece | Rule) else atom.right - _FRAME


def _bottom(atom: Atom) -> float:
    return atom.bottom


def _top(atom: Atom) -> float:
    return atom.top


def _edges(region: list[Atom], size: float) -> list[float]:
    """Where several lines begin, one below the other: a column's left edge."""
    lefts = sorted(atom.left for atom in region if not isinstance(atom, Rule))
    edges: list[tuple[int, float]] = []
    group: list[float] = []
    for left in [*lefts, float("inf")]:
        if group and left - group[-1] > 0.25 * size:
            if len(group) >= _FEWEST_ROWS and group[0] > lefts[0]:
                edges.append((len(group), group[0]))
            group = []
        group.append(left)
    return sorted(edge for _, edge in sorted(edges, reverse=True)[:_MOST_EDGES])


def _judged(region: list[Atom], x: float, low: float, high: float, least: float, *, usual: bool) -> _Gutter | None:
    """The gutter left of x between two heights, where both its sides are columns, at least so many points high.

    usual: their usual line must be long, not just one of them.
    """
    left: list[Atom] = []
    right: list[Atom] = []
    for atom in region:
        if low <= (atom.top + atom.bottom) / 2 <= high and not isinstance(atom, Rule):
            (left if _left(atom) < x - 0.5 else right).append(atom)
    if not (_is_column(left, least, usual=usual) and _is_column(right, least, usual=usual)):
        return None
    top = max(min(atom.top for atom in left), min(atom.top for atom in right))
    bottom = min(max(atom.bottom for atom in left), max(atom.bottom for atom in right))
    if bottom - top < least:
        return None
    return _Gutter(x - 0.5, low, high, bottom - top)


def _is_column(atoms: list[Atom], least: float, *, usual: bool) -> bool:
    pieces = [atom for atom in atoms if isinstance(atom, Piece)]
    if len(pieces) < len(atoms):
        return True  # it has a table
    if any(piece.vertical for piece in pieces):
        return True
    if not pieces or max(piece.bottom for piece in pieces) - min(piece.top for piece in pieces) < least:
        return False
    figures = sum(_is_figure(piece.text) for piece in pieces)
    lengths = [len(piece.text) for piece in pieces]
    return (median(lengths) if usual else max(lengths)) >= _FEWEST_WORDS and figures * 3 < len(pieces)


def _is_figure(text: str) -> bool:
    return not text.strip("0123456789.,，%％-－—–+()（） /*")
