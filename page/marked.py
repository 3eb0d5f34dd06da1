"""A stretch of a report as HTML: escaped, what is not to be shown left out, what is cited marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from qa import Annotation

__all__ = ["Piece", "cut", "mark_up"]

Extent = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of shown characters, all of them cited or none."""

    start: int
    end: int
    cited: bool


def cut(start: int, end: int, *, hidden: Iterable[Extent], cited: Iterable[Extent]) -> Iterator[Piece]:
    """The shown pieces of [start, end) in order; `hidden` is left out, pieces are cut where `cited` begins or ends."""
    hidden, cited = tuple(hidden), tuple(cited)
    borders = {start, end}
    for extent in (*hidden, *cited):
        borders.update(border for border in extent if start < border < end)
    ordered = sorted(borders)
    for left, right in pairwise(ordered):
        if not any(a <= left < b for a, b in hidden):
            yield Piece(left, right, any(a <= left < b for a, b in cited))


def mark_up(
    text: str,
    start: int,
    end: int,
    *,
    annotations: Sequence[Annotation] = (),
    cited: Iterable[Extent] = (),
    mark: str = "<mark>",
) -> str:
    """text[start:end] as HTML, annotations left out and cited stretches inside `mark` … `</mark>`."""
    hidden = [(note.start, note.end) for note in annotations if note.start < end and note.end > start]
    shown: list[str] = []
    for piece in cut(start, end, hidden=hidden, cited=cited):
        words = escape(text[piece.start : piece.end])
        shown.append(f"{mark}{words}</mark>" if piece.cited and words.strip() else words)
    return "".join(shown)
