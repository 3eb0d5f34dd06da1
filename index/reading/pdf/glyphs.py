"""The characters of a page as pdfium gives them, set upright: each with its place, its size and its typeface.

What nobody sees on the page is no text of it: characters drawn in no colour or in that of the paper, specks, and what
lies outside the page's box. Characters drawn without ink over a picture are a scan's own reading of it; they are kept
apart. Text at an angle is a watermark or a stamp.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw

from index.reading.characters import clean_characters
from index.reading.pdf.frames import Box, Frame, frame_of
from index.reading.pdf.shapes import Shapes

__all__ = ["MAX_GLYPHS", "Glyph", "Text", "read_glyphs"]

MAX_GLYPHS = 60_000  # of a page; a newspaper's has 10,000
_SPECK = 1.5  # points: what is set smaller cannot be read
_PALE = 0.82  # of white: a light grey that is printed is darker, a watermark's is not
_DARK = 0.6
_ASCENT, _DESCENT = 0.86, 0.14  # of the size, as ideographs are drawn
_INVISIBLE = 3
_HYPHENS = {0x02: "-", 0xFFFE: "-"}  # what pdfium gives for a hyphen at a line's end


@dataclass(slots=True)
class Glyph:
    """A character where its frame stands upright, in points from the frame's top left, y downwards.

    face: which typeface, the same number for the same; -1 where it has no name. spaced: a space stands before it.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    face: int
    bold: bool
    spaced: bool = False

    @property
    def top(self) -> float:
        """Of the square that an ideograph of this size fills."""
        return self.baseline - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        """Of the same square."""
        return self.baseline + _DESCENT * self.size


@dataclass(slots=True)
class Text:
    """What is written on a page. upright: glyphs in the order of the file by the quarter turns they are written at.

    invisible: the same of what is drawn without ink. unknown: how many characters the file gives no meaning.
    tilted: how many stand at an angle. cut: the page holds more than are read.
    """

    upright: dict[int, list[Glyph]] = field(default_factory=dict)
    invisible: dict[int, list[Glyph]] = field(default_factory=dict)
    unknown: int = 0
    tilted: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    """What all characters of a text object share. turn: quarter turns, None at an angle. ink: of white, 0 is black."""

    size: float
    turn: int | None
    ink: float
    invisible: bool
    face: int
    bold: bool


class _Styles:
    """The styles of a page's text objects; `faces` numbers the typefaces of the whole document by their names."""

    def __init__(self, page: raw.FPDF_TEXTPAGE, faces: dict[str, int]) -> None:
        self._page = page
        self._faces = faces
        self._known: dict[int, _Style] = {}
        self._fonts: dict[int, tuple[int, bool]] = {}
        self._unnamed = f"page after {len(faces)}"  # an address says nothing once the page is closed
        self._matrix = raw.FS_MATRIX()
        self._colour = tuple(ctypes.c_uint() for _ in range(4))

    def of(self, thing: ctypes._Pointer[raw.fpdf_pageobject_t__], n: int) -> _Style:
        """Of the text object that character `n` is of."""
        address = ctypes.addressof(thing.contents)
        style = self._known.get(address)
        if style is None:
            style = self._known[address] = self._read(thing, n)
        return style

    def _read(self, thing: ctypes._Pointer[raw.fpdf_pageobject_t__], n: int) -> _Style:
        matrix = self._matrix
        if not raw.FPDFText_GetMatrix(self._page, n, matrix):
            matrix.a, matrix.b, matrix.c, matrix.d = 1.0, 0.0, 0.0, 1.0
        size = raw.FPDFText_GetFontSize(self._page, n) * math.hypot(matrix.c, matrix.d)
        turns = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
        turn = round(turns) % 4 if abs(turns - round(turns)) < 0.03 else None
        mode = raw.FPDFTextObj_GetTextRenderMode(thing)
        ink = 0.0
        if mode in (0, 4) and raw.FPDFText_GetFillColor(self._page, n, *self._colour):
            red, green, blue, alpha = (part.value / 255 for part in self._colour)
            ink = 1 - (1 - (0.299 * red + 0.587 * green + 0.114 * blue)) * alpha
        face, bold = self._font(thing, n)
        return _Style(abs(size), turn, ink, mode == _INVISIBLE, face, bold)

    def _font(self, thing: ctypes._Pointer[raw.fpdf_pageobject_t__], n: int) -> tuple[int, bool]:
        font = raw.FPDFTextObj_GetFont(thing)
        if not font:
            return -1, False
        address = ctypes.addressof(font.contents)
        if address not in self._fonts:
            name = ctypes.create_string_buffer(128)
            raw.FPDFFont_GetBaseFontName(font, name, 128)
            # A subset's name begins with six letters of its own: "ABCDEF+SimHei".
            plain = name.value.decode("latin-1").rpartition("+")[2] or f"{self._unnamed} {address}"
            bold = raw.FPDFText_GetFontWeight(self._page, n) >= 600 or "bold" in plain.lower()
            self._fonts[address] = (self._faces.setdefault(plain, len(self._faces)), bold)
        return self._fonts[address]


def read_glyphs(page: pypdfium2.PdfPage, shapes: Shapes, faces: dict[str, int]) -> Text:
    """The page's characters; `faces` is added to."""
    found = Text()
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        found.cut = count > MAX_GLYPHS
        for turn, style, glyph in _characters(page, textpage.raw, min(count, MAX_GLYPHS), faces, found):
            if style.invisible:
                found.invisible.setdefault(turn, []).append(glyph)
            elif style.ink <= _PALE or _on_dark(glyph, frame_of(page, turn), shapes):
                found.upright.setdefault(turn, []).append(glyph)
    finally:
        textpage.close()
    return found


def _characters(
    page: pypdfium2.PdfPage, textpage: raw.FPDF_TEXTPAGE, count: int, faces: dict[str, int], found: Text
) -> Iterator[tuple[int, _Style, Glyph]]:
    styles = _Styles(textpage, faces)
    frames = [frame_of(page, turn) for turn in range(4)]
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    spaced = False
    for n in range(count):
        code = raw.FPDFText_GetUnicode(textpage, n)
        thing = raw.FPDFText_GetTextObject(textpage, n)
        if not thing:  # spaces and line ends that pdfium thinks are meant
            continue
        text = _character(code)
        if text.isspace():
            spaced = True
            continue
        style = styles.of(thing, n)
        found.unknown += not text or "\ue000" <= text <= "\uf8ff" or text == "\ufffd"
        found.tilted += style.turn is None
        if not text or style.turn is None or style.size < _SPECK:
            continue
        raw.FPDFText_GetCharOrigin(textpage, n, x, y)
        raw.FPDFText_GetLooseCharBox(textpage, n, box)
        glyph = _placed(text, frames[style.turn], (x.value, y.value), box, style)
        if glyph is not None:
            glyph.spaced = spaced
            spaced = False
            yield style.turn, style, glyph


def _character(code: int) -> str:
    """As text; "" for what says nothing. A half of a pair, which pdfium gives one by one, says nothing alone."""
    if code in _HYPHENS:
        return _HYPHENS[code]
    if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return ""
    text = chr(code)
    return text if 0x20 < code < 0x7F or text.isspace() else clean_characters(text)


def _placed(text: str, frame: Frame, origin: tuple[float, float], box: raw.FS_RECTF, style: _Style) -> Glyph | None:
    """None for what lies outside of the page."""
    left, baseline = frame.point(*origin)
    around = frame.box(box.left, box.bottom, box.right, box.top)
    right = max(around.right, left + 0.1 * style.size)
    left = min(left, around.left) if around.right > around.left else left
    if not (0 <= (left + right) / 2 <= frame.width and 0 <= baseline - 0.3 * style.size <= frame.height):
        return None
    if text == "—" and right - left > 1.6 * style.size:
        text = "——"  # some fonts have one character for both
    return Glyph(text, left, right, baseline, style.size, style.face, style.bold)


def _on_dark(glyph: Glyph, frame: Frame, shapes: Shapes) -> bool:
    """Whether what lies behind a pale character lets it be seen: a dark area or a picture."""
    x, y = (glyph.left + glyph.right) / 2, glyph.baseline - 0.35 * glyph.size
    behind = [area for area, shade in shapes.areas if shade < _DARK] + shapes.pictures
    return any(_holds(frame.box(area.left, area.top, area.right, area.bottom), x, y) for area in behind)


def _holds(box: Box, x: float, y: float) -> bool:
    return box.left <= x <= box.right and box.top <= y <= box.bottom
