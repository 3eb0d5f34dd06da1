"""Word 97–2003 files (.doc, and .wps as WPS writes it) to text without LibreOffice.

As in [MS-DOC]: the text lies in pieces; what is deleted, hidden, a heading or the end of a table's row stands in
formatted pages of 512 bytes. Numbers of lists and text boxes' places are not made out.
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import olefile

from index.errors import ReadError
from index.reading.extracted import Extracted, Tell, silent
from index.reading.paragraphs import Block, assemble
from index.reading.table_text import markdown_table

__all__ = ["extract"]

_MAGIC = 0xA5EC
_PAGE = 512
_ENCRYPTED, _TABLE1 = 0x0100, 0x0200
# Where the FIB keeps them: lengths of the text's parts, and (offset, length) within the table stream.
_LENGTHS, _RUNS, _PARAGRAPHS, _PIECES = 0x4C, 0x00FA, 0x0102, 0x01A2
_DELETED, _HIDDEN, _IN_TABLE, _ROW_ENDS, _OUTLINE = 0x0800, 0x083C, 0x2416, 0x2417, 0x2640
_OPERAND = (1, 1, 2, 4, 2, 2, 0, 3)
_TABLE_GRID = 0xD608  # its length takes two bytes
_MOST_LETTERS = 20_000_000
_CELL, _PARAGRAPH, _LINE, _BREAK, _NOTE = "\x07", "\r", "\v", "\f", "\x02"
_FIELD, _RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_HEADINGS = range(1, 10)  # the styles of these numbers are the headings
_SHOWN = {"\t": "\t", _LINE: "\v", "\x1e": "-"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Letters [first, last) of the text lie at `place` of the stream, each of `size` bytes."""

    first: int
    last: int
    place: int
    size: int


@dataclass(frozen=True, slots=True)
class _Formats:
    """Of stretches of the stream: where each ends, and what stands for it: (style, its differences)."""

    ends: list[int]
    values: list[tuple[int, dict[int, int]]]

    def at(self, place: int) -> tuple[int, dict[int, int]]:
        """Of the letter there."""
        number = bisect_right(self.ends, place)
        return self.values[number] if number < len(self.values) else (0, {})


def extract(data: bytes, source: str, tell: Tell = silent) -> Extracted:
    """The text of an OLE file that holds a Word document.

    Raises: ReadError where it is damaged, locked by a password or of Word 95 and before.
    """
    tell("read", 0, 1)
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            main = ole.openstream("WordDocument").read()
            magic, flags = struct.unpack_from("<H8xH", main)
            if flags & _ENCRYPTED:
                raise ReadError(source, "is locked by a password; save it without one. 文件有密码，请去掉后另存")
            name = "1Table" if flags & _TABLE1 else "0Table"
            if magic != _MAGIC or not ole.exists(name):
                message = "is of Word 95 or before; save it as .docx. 格式太旧，请另存为 .docx"
                raise ReadError(source, message, problem="format")
            text = _Word(main, ole.openstream(name).read()).text()
    except (OSError, ValueError, IndexError, struct.error, RecursionError) as error:
        message = "is damaged; open it in Word or WPS and save it as .docx. 文件已损坏，请打开后另存为 .docx"
        raise ReadError(source, message, problem="damaged") from error
    tell("read", 1, 1)
    return Extracted(text, "doc")


class _Word:
    """Reads the letters in order, with what is said of each."""

    def __init__(self, main: bytes, table: bytes) -> None:
        self._main, self._table = main, table
        self._pieces = self._read_pieces()
        self._runs = self._read_formats(_RUNS, styled=False)
        self._paragraphs = self._read_formats(_PARAGRAPHS, styled=True)

    def text(self) -> str:
        """The main text, then footnotes and endnotes as lines of their own."""
        body, foot, heads, macros, remarks, end, boxes = struct.unpack_from("<7i", self._main, _LENGTHS)
        if min(body, foot, heads, macros, remarks, end, boxes) < 0:
            raise ValueError
        notes = body + foot
        last = notes + heads + macros + remarks
        blocks = [*self._blocks(0, body), *self._blocks(last + end, last + end + boxes)]
        for number, note in enumerate([*self._notes(body, notes), *self._notes(last, last + end)], 1):
            blocks.append(Block(f"[{number}] {note}", "note"))
        return assemble(blocks).text

    def _at(self, place: int) -> bytes:
        offset, length = struct.unpack_from("<II", self._main, place)
        return self._table[offset : offset + length]

    def _read_pieces(self) -> list[_Piece]:
        """Skips what stands before the pieces' table: differences that whole pieces share."""
        clx = self._at(_PIECES)
        at = 0
        while clx[at] == 1:
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        plc = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
        count = (len(plc) - 4) // 12
        bounds = struct.unpack_from(f"<{count + 1}I", plc)
        pieces: list[_Piece] = []
        for number in range(count):
            place = struct.unpack_from("<I", plc, (count + 1) * 4 + number * 8 + 2)[0]
            first, last = bounds[number], bounds[number + 1]
            if not first <= last <= _MOST_LETTERS:
                raise ValueError
            single = bool(place & 0x40000000)
            place &= 0x3FFFFFFF
            pieces.append(_Piece(first, last, place // 2 if single else place, 1 if single else 2))
        return pieces

    def _read_formats(self, where: int, *, styled: bool) -> _Formats:
        plc = self._at(where)
        count = max(0, (len(plc) - 4) // 8)
        ends: list[int] = []
        values: list[tuple[int, dict[int, int]]] = []
        for (number,) in struct.iter_unpack("<I", plc[(count + 1) * 4 : (count + 1) * 4 + count * 4]):
            page = self._main[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
            runs = page[_PAGE - 1]
            bounds = struct.unpack_from(f"<{runs + 1}I", page)
            width = 13 if styled else 1
            for run in range(runs):
                at = 2 * page[(runs + 1) * 4 + run * width]
                ends.append(bounds[run + 1])
                values.append(_style(page, at) if styled else (0, _differences(_counted(page, at)) if at else {}))
        order = sorted(range(len(ends)), key=ends.__getitem__)
        return _Formats([ends[n] for n in order], [values[n] for n in order])

    def _letters(self, first: int, last: int) -> Iterator[tuple[str, int]]:
        """What is to be seen, with its place in the stream: nothing deleted or hidden, of fields the result."""
        codes: list[bool] = []
        hidden = 0
        for piece in self._pieces:
            begin, end = max(first, piece.first), min(last, piece.last)
            if begin >= end:
                continue
            place = piece.place + (begin - piece.first) * piece.size
            raw = self._main[place : place + (end - begin) * piece.size]
            letters = raw.decode("cp1252" if piece.size == 1 else "utf-16-le", errors="replace")
            for number, letter in enumerate(letters):
                if letter == _FIELD:
                    codes.append(True)
                    hidden += 1
                elif letter in (_RESULT, _FIELD_END):
                    hidden -= bool(codes and codes[-1])
                    codes[-1:] = [False] if letter == _RESULT and codes else []
                elif not hidden:
                    at = place + number * piece.size
                    changes = self._runs.at(at)[1]
                    # A hidden end of a paragraph still ends it; a deleted one does not.
                    if not changes.get(_DELETED) and (letter in (_PARAGRAPH, _CELL) or not changes.get(_HIDDEN)):
                        yield letter, at

    def _blocks(self, first: int, last: int) -> Iterator[Block]:
        words: list[str] = []
        cells: list[str] = []
        rows: list[list[str]] = []
        held: list[str] = []  # paragraphs of the cell that is open
        for letter, place in self._letters(first, last):
            if letter not in (_CELL, _PARAGRAPH, _BREAK):
                words.append(_SHOWN.get(letter, letter if letter >= " " else ""))
                continue
            text = "".join(words)
            words = []
            style, changes = self._paragraphs.at(place)
            if letter == _CELL:
                if changes.get(_ROW_ENDS):
                    rows.append(cells)
                    cells = []
                else:
                    cells.append(" ".join([*held, text]).strip())
                held = []
                continue
            if changes.get(_IN_TABLE):
                held.append(text)
                continue
            if rows:
                yield Block(markdown_table(rows), "table")
                rows = []
            yield Block(text, level=_level(style, changes, text))
        if rows:
            yield Block(markdown_table(rows), "table")
        yield Block("".join(words))

    def _notes(self, first: int, last: int) -> Iterator[str]:
        """Each note begins with its mark."""
        text = "".join("\n" if letter == _PARAGRAPH else letter for letter, _ in self._letters(first, last))
        for note in text.split(_NOTE):
            shown = " ".join("".join(_SHOWN.get(c, c if c >= " " or c == "\n" else "") for c in note).split())
            if shown:
                yield shown


def _level(style: int, changes: dict[int, int], text: str) -> int:
    level = changes.get(_OUTLINE, style - 1 if style in _HEADINGS else 9)
    return min(6, level + 1) if level < 9 and len(text) <= 60 else 0


def _counted(page: bytes, at: int) -> bytes:
    return page[at + 1 : at + 1 + page[at]]


def _style(page: bytes, at: int) -> tuple[int, dict[int, int]]:
    """Of a paragraph: its length in words stands first, or behind a zero."""
    if not at:
        return 0, {}
    begin, length = (at + 1, 2 * page[at] - 1) if page[at] else (at + 2, 2 * page[at + 1])
    found = page[begin : begin + length]
    return struct.unpack_from("<H", found)[0], _differences(found[2:])


def _differences(coded: bytes) -> dict[int, int]:
    """The first byte of what each says, by its code."""
    found: dict[int, int] = {}
    at = 0
    while at + 2 < len(coded):
        code = coded[at] | coded[at + 1] << 8
        found[code] = coded[at + 2]
        size = _OPERAND[code >> 13]
        if code == _TABLE_GRID:
            size = 1 + int.from_bytes(coded[at + 2 : at + 4], "little")
        elif not size:
            size = 1 + coded[at + 2]
        at += 2 + size
    return found
