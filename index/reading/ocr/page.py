"""A page's picture to its text: prepared, its lines found and read, put in order, tables written out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.reading.columns import Box
from index.reading.extracted import Recognised
from index.reading.ocr.cells import cell_gaps, with_tables
from index.reading.ocr.engine import Engine, Pixels, Quads, load_engine
from index.reading.ocr.paragraphs import Piece, TextLine, paragraphs
from index.reading.ocr.preparing import boxes_of, levelled, sheet_of, sized, without_seals
from index.reading.ocr.ruling import Grid, grids_of, split_at_rules
from index.reading.ocr.wording import is_furniture, is_scanner_mark, printed

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["PageText", "read_picture"]

_LEAST = 0.5  # confidence of a line; what is below is a pattern, a stamp, a speck
_GARBAGE = 0.7  # confidence of a page's characters, below which it is no text
_UNSURE = 0.85  # and below which its user should look at it
_EDGE = 0.2  # of a page's height, where its number stands


@dataclass(frozen=True, slots=True)
class PageText:
    """text: paragraphs and tables as `Extracted` has them. recognised: its lines in order. notes: what a user must
    know of the page, in both languages.
    """

    text: str
    recognised: tuple[Recognised, ...]
    notes: tuple[str, ...]


def read_picture(picture: Image, *, source: str, page: int = 1) -> PageText:
    """The text of a page, scanned or photographed. page: its number, which the notes name.

    A page without text, or whose text is not to be believed, has "" and a note that says so.

    Raises: ReadError, of `source`, where what reads pictures is not installed.
    """
    engine = load_engine(source)
    prepared = without_seals(sized(sheet_of(np.asarray(picture.convert("RGB"), dtype=np.uint8))))
    level, quads = levelled(prepared, engine)
    grids = grids_of(level, quads)
    lines = _lines(level, split_at_rules(quads, grids), engine, bent=not grids)
    for grid in grids:
        lines += cell_gaps(level, grid, lines, engine)
    sure = _mean([piece for line in lines for piece in line.pieces])
    if not lines:
        return PageText("", (), (f"page {page} gives no text 第{page}页没有文字",))
    if sure < _GARBAGE:
        return PageText("", (), (f"page {page} cannot be read (sure to {sure:.0%}) 第{page}页无法辨认",))
    text, recognised = _text(_kept(lines, grids, level.shape[0]))
    unsure = (f"page {page} is read with doubt ({sure:.0%}); compare it 第{page}页识别不可靠，请核对",)
    return PageText(text, recognised, unsure if sure < _UNSURE else ())


def _lines(picture: Pixels, quads: Quads, engine: Engine, *, bent: bool) -> list[TextLine]:
    """bent: the page may be, with no table's rules to say where its lines belong."""
    read = engine.read(picture, quads)
    boxes = boxes_of(quads, picture.shape[1] / 2 if bent else None)
    lines = []
    for (left, top, right, bottom), (text, score) in zip(boxes.tolist(), read, strict=True):
        if score >= _LEAST and text.strip():
            box: Box = (left, top, right, bottom)
            lines.append(TextLine(box, (Piece(printed(text), score),)))
    return lines


def _mean(pieces: Sequence[Piece]) -> float:
    """Confidence of a page's characters."""
    weights = [(len(piece.text), piece.confidence or 0.0) for piece in pieces]
    return sum(n * score for n, score in weights) / max(1, sum(n for n, _ in weights))


def _kept(lines: Sequence[TextLine], grids: Sequence[Grid], height: int) -> list[TextLine]:
    """Without page numbers and the marks of apps; with tables."""
    text = [
        line
        for line in lines
        if not is_scanner_mark(line.text)
        and not (is_furniture(line.text) and _outermost(line, lines, height) and _alone(line, lines))
    ]
    return with_tables(text, grids)


def _outermost(line: TextLine, lines: Sequence[TextLine], height: int) -> bool:
    """Whether a line is the first or last of its page, and near the edge."""
    text = [other.box for other in lines if other is not line and not is_scanner_mark(other.text)]
    above, below = (box[1] < line.box[1] for box in text), (box[3] > line.box[3] for box in text)
    at_top, at_bottom = line.box[3] < _EDGE * height, line.box[1] > (1 - _EDGE) * height
    return (at_top and not any(above)) or (at_bottom and not any(below))


def _alone(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Whether no other line stands beside it: a figure in the last row of a table is not a page's number."""
    _, top, _, bottom = line.box
    return not any(
        other is not line and min(bottom, other.box[3]) - max(top, other.box[1]) > 0.5 * (bottom - top)
        for other in lines
        if not is_scanner_mark(other.text)
    )


def _text(lines: Sequence[TextLine]) -> tuple[str, tuple[Recognised, ...]]:
    parts: list[str] = []
    recognised: list[Recognised] = []
    length = 0
    for pieces in paragraphs(lines):
        if parts:
            parts.append("\n\n")
            length += 2
        for piece in pieces:
            if piece.confidence is not None and piece.text:
                recognised.append(Recognised(length, length + len(piece.text), piece.confidence))
            parts.append(piece.text)
            length += len(piece.text)
    return "".join(parts), tuple(recognised)
