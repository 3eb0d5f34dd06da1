"""A page of a PDF as it looks, and where on it a quotation stands."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pypdfium2

from index.errors import ReadError
from index.reading.characters import clean_characters
from index.reading.pdf.files import opened
from index.reading.pdf.frames import Box, Frame, around, frame_of
from index.reading.pdf.glyphs import Glyph, read_glyphs
from index.reading.pdf.layout import in_order
from index.reading.pdf.leaves import rows_of
from index.reading.pdf.pieces import Piece, piece_of, runs_in_file, runs_of, without_marks
from index.reading.pdf.shapes import read_shapes

__all__ = ["find_on_page", "page_picture"]

_WIDEST = 4_000  # pixels
_MOST_PIXELS = 24_000_000
_SPACE = re.compile(r"\s+")
_STOP = re.compile(r"[，,。；;：:！!？?、|]")
_SHORTEST = 4  # characters of a clause that is looked for alone


def page_picture(data: bytes, page: int, *, width: int, source: str = "PDF") -> bytes:
    """A PNG of a page, so many pixels wide. page: from 1, as people count.

    Raises: ReadError when the document cannot be opened or has no such page.
    """
    with opened(data, source) as document:
        sheet = _page(document, page, source)
        across, down = sheet.get_size()
        scale = min(width, _WIDEST) / across
        scale = min(scale, (_MOST_PIXELS / (across * down)) ** 0.5)
        bitmap = sheet.render(scale=scale)
        try:
            written = io.BytesIO()
            bitmap.to_pil().save(written, format="PNG")
        finally:
            bitmap.close()
    return written.getvalue()


def find_on_page(data: bytes, page: int, words: str, *, source: str = "PDF") -> list[Box]:
    """Where words stand on a page as it is shown: a box for each line of them, in fractions of its width and height.

    Where they do not stand there as a whole, as when they go on from the page before, the clauses of them that do. []
    where none does. page: from 1, as people count.

    Raises: ReadError when the document cannot be opened or has no such page.
    """
    with opened(data, source) as document:
        sheet = _page(document, page, source)
        shown = frame_of(sheet, sheet.get_rotation() // 90)
        text = read_glyphs(sheet, read_shapes(sheet), {})
        found: list[Box] = []
        for turn, glyphs in (*text.upright.items(), *text.invisible.items()):
            frame = frame_of(sheet, turn)
            found += [_as_shown(box, frame, shown) for box in _found(glyphs, words)]
    return found


def _page(document: pypdfium2.PdfDocument, page: int, source: str) -> pypdfium2.PdfPage:
    if not 1 <= page <= len(document):
        message = f"has {len(document)} pages and no page {page}; ask for one of them. 没有第{page}页"
        raise ReadError(source, message)
    try:
        return document[page - 1]
    except pypdfium2.PdfiumError as error:
        raise ReadError(source, f"page {page} is damaged; open and print it to a new PDF. 第{page}页已损坏") from error


def _lines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """The glyphs line by line as they are read, without the marks of footnotes."""
    runs = [(piece_of(run), run) for run in runs_of(glyphs)]
    if not runs:
        return []
    lines = {id(piece): without_marks(run, piece.size, piece.baseline)[0] for piece, run in runs}
    size = max((piece for piece, _ in runs), key=lambda piece: len(piece.text)).size
    regions = in_order([piece for piece, _ in runs], size)
    return [
        lines[id(piece)]
        for region in regions
        for row in rows_of(atom for atom in region if isinstance(atom, Piece))
        for piece in row
    ]


def _found(glyphs: list[Glyph], words: str) -> list[Box]:
    """The words are looked for as the page is read, then as the file gives it, which keeps a table's cell together."""
    wanted = _SPACE.sub("", clean_characters(words))
    ways = (_lines(glyphs), runs_in_file(glyphs))
    for spans in (_whole, _clauses):
        for lines in ways:
            text = "".join(glyph.text for line in lines for glyph in line)
            if wanted and (places := list(spans(text, wanted))):
                return _boxes(lines, places)
    return []


def _boxes(lines: list[list[Glyph]], spans: list[tuple[int, int]]) -> list[Box]:
    """One for each line of each span."""
    places = [(n, glyph) for n, line in enumerate(lines) for glyph in line for _ in glyph.text]
    boxes: list[Box] = []
    for begin, end in spans:
        by_line: dict[int, list[Box]] = {}
        for n, glyph in places[begin:end]:
            by_line.setdefault(n, []).append(Box(glyph.left, glyph.top, glyph.right, glyph.bottom))
        boxes += [around(line) for line in by_line.values()]
    return boxes


def _whole(text: str, words: str) -> Iterator[tuple[int, int]]:
    begin = text.find(words)
    if begin >= 0:
        yield begin, begin + len(words)


def _clauses(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Each clause of the words that stands there, in their order."""
    place = 0
    for clause in _STOP.split(words):
        begin = text.find(clause, place) if len(clause) >= _SHORTEST else -1
        if begin >= 0:
            place = begin + len(clause)
            yield begin, place


def _as_shown(box: Box, frame: Frame, shown: Frame) -> Box:
    left, bottom, right, top = frame.back(box)
    turned = shown.box(left, bottom, right, top)
    return Box(
        max(turned.left / shown.width, 0.0),
        max(turned.top / shown.height, 0.0),
        min(turned.right / shown.width, 1.0),
        min(turned.bottom / shown.height, 1.0),
    )
