"""A page of a file as it is read from pdfium: its text upright, or that it must be read as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pypdfium2

from index.reading.chinese import looks_chinese
from index.reading.pdf.frames import Box, frame_of
from index.reading.pdf.glyphs import Glyph, read_glyphs
from index.reading.pdf.leaves import View
from index.reading.pdf.pieces import pieces_of
from index.reading.pdf.shapes import Shapes, read_shapes
from index.reading.pdf.tables import boxes_and_tables

__all__ = ["Page", "read_page"]

State = Literal["text", "picture", "garbled", "blank"]

_COVERED = 0.5  # of the page: a picture as large as this is the page itself
_PICTURE = 0.03  # a smaller one on an empty page is an ornament
_MOST_SET_IN = 6  # of a page: a picture cut into stripes or a sheet of icons is not read
_ON_GROUND = 5  # characters on a picture, from which it is what they are printed on
_FEW = 60  # characters: what stands beside such a picture may be a scanning app's line or a page number
_DRAWN = 80  # paths on a page without text: its characters are drawn
_ENOUGH = 200  # characters by which a text can be judged
_FEWEST = 20  # characters that are written at another angle than most


@dataclass(slots=True)
class Page:
    """state: whether its text can be read, or it is a picture, its text layer garbled, or nothing on it.

    few: a picture with a little text, which is all there is if the picture cannot be read. cut: it holds more than is
    read. pictures: those set into its text, where they stand on the page as it is shown.
    """

    number: int
    state: State
    views: list[View]
    few: bool = False
    cut: bool = False
    pictures: list[Box] = field(default_factory=list)


def read_page(page: pypdfium2.PdfPage, number: int, faces: dict[str, int]) -> Page:
    """number: from 0. faces: the typefaces met so far, which is added to."""
    shapes = read_shapes(page)
    text = read_glyphs(page, shapes, faces)
    cut = shapes.cut or text.cut
    pictured = max((share for share, _ in shapes.shares(frame_of(page, 0))), default=0.0)
    count = _count(text.upright)
    if count < _FEW and pictured >= _COVERED:
        # The text layer of a scan: invisible, above a picture of the page.
        if _count(text.invisible) >= _FEW and not _is_garbled(text.invisible, text.unknown):
            return Page(number, "text", _views(page, number, text.invisible, Shapes()), cut=cut)
        return Page(number, "picture", _views(page, number, text.upright, shapes), few=count > 0, cut=cut)
    if not count:
        drawn = pictured >= _PICTURE or shapes.drawn >= _DRAWN
        garbled = text.unknown > 0
        return Page(number, "garbled" if garbled else "picture" if drawn else "blank", [], cut=cut)
    if _is_garbled(text.upright, text.unknown):
        return Page(number, "garbled", [], cut=cut)
    pictures = _set_in(page, shapes, text.upright)
    return Page(number, "text", _views(page, number, text.upright, shapes), cut=cut, pictures=pictures)


def _set_in(page: pypdfium2.PdfPage, shapes: Shapes, glyphs: Mapping[int, list[Glyph]]) -> list[Box]:
    """The larger pictures without text on them, as the page is shown: what lies behind text is its ground."""
    turn = max(glyphs, key=lambda turn: len(glyphs[turn]))
    upright, shown = frame_of(page, turn), frame_of(page, page.get_rotation() // 90)
    found: list[Box] = []
    for share, box in sorted(shapes.shares(upright), key=lambda each: -each[0]):
        if share < _PICTURE or len(found) >= _MOST_SET_IN:
            break
        on_it = sum(box.holds(Box(g.left, g.baseline, g.right, g.baseline)) for g in glyphs[turn])
        place = shown.box(*upright.back(box))
        if on_it < _ON_GROUND and not any(other.holds(place) for other in found):
            found.append(place)
    return sorted(found, key=lambda each: (each.top, each.left))


def _count(glyphs: Mapping[int, list[Glyph]]) -> int:
    return sum(map(len, glyphs.values()))


def _is_garbled(glyphs: Mapping[int, list[Glyph]], unknown: int) -> bool:
    """Whether a text layer says nothing: characters of no meaning, or ideographs that no Chinese text would be of."""
    text = "".join(glyph.text for turned in glyphs.values() for glyph in turned)
    if unknown * 5 > len(text):
        return True
    letters = "".join(character for character in text if ord(character) > 0x7F)
    return len(letters) >= _ENOUGH and not looks_chinese(letters)


def _views(page: pypdfium2.PdfPage, number: int, glyphs: Mapping[int, list[Glyph]], shapes: Shapes) -> list[View]:
    """One for each angle that text is written at, the usual one first."""
    views: list[View] = []
    for turn in sorted(glyphs, key=lambda turn: (-len(glyphs[turn]), turn)):
        written = glyphs[turn]
        if views and len(written) < _FEWEST:
            continue
        frame = frame_of(page, turn)
        level, upright = shapes.lines_in(frame)
        tables, boxes, rest = boxes_and_tables(written, level, upright)
        taken = [*boxes, *(Box(table.left, table.top, table.right, table.bottom) for table in tables)]
        rules = [line for line in level if not any(box.holds(line, slack=3) for box in taken)]
        views.append(View(number, frame.width, frame.height, pieces_of(rest), tables, boxes, rules))
    return views
