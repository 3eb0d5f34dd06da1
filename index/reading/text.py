"""Plain text, Markdown and tables of values (CSV): what the bytes say, in whichever encoding China's offices write.

An encoding is decided by evidence: the text must decode without an error and read as running Chinese, in simplified or
traditional characters, where that of no other does. What is in doubt is refused.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from index.errors import ReadError
from index.reading.chinese import LEAST_LEAD, reads
from index.reading.extracted import Extracted, Tell, silent
from index.reading.table_text import captioned

__all__ = ["extract"]

_MARKS = (
    # The mark of UTF-32 begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
# By what it is called, the codecs that write it: Microsoft's and Hong Kong's Big5 have characters that Big5 lacks.
_NARROW = {"gb18030": ("gb18030",), "big5": ("big5", "cp950", "big5hkscs")}
_CONTROL = frozenset(chr(code) for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n\v\f\r\x1a")


_REMEDY = "open it in an editor and save it as UTF-8. 编码无法确定，请另存为 UTF-8"
_TABLES = (".csv", ".tsv")
_DELIMITERS = (",", "\t", ";", "|", "，")
_LEAST_ALIKE = 0.6  # of a table's rows have as many cells as its commonest row


def extract(data: bytes, source: str, tell: Tell = silent) -> Extracted:
    """The text of a .txt, .md or .csv file; a .csv as a table in Markdown, with the lines above and below it.

    Raises: ReadError when it is empty, binary, or of an encoding that cannot be told.
    """
    tell("read", 0, 1)
    encoding, text = _decoded(data, source)
    controls = sum(text.count(character) for character in _CONTROL)
    if controls > 8 and controls * 200 > len(text):
        raise _binary(source)
    if not text.replace("\ufeff", "").strip():
        raise ReadError(
            source, "is empty; put the report's text into it or take the file away. 文件是空的", problem="empty"
        )
    if PurePath(source).suffix.lower() in _TABLES:
        text = _as_table(text)
    tell("read", 1, 1)
    return Extracted(text, encoding)


def _decoded(data: bytes, source: str) -> tuple[str, str]:
    """The encoding and the text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return encoding.removesuffix("-sig"), data.decode(encoding)
            except UnicodeDecodeError as error:
                message = f"begins as {encoding.removesuffix('-sig').upper()} but is damaged; {_REMEDY}"
                raise ReadError(source, message, problem="encoding") from error
    if b"\0" in data:
        wide = [(encoding, text) for encoding in _WIDE if (text := _strictly(data, encoding)) and _is_text(text)]
        if len(wide) != 1:
            raise _binary(source)
        return wide[0]
    if (text := _strictly(data, "utf-8")) is not None:
        return "utf-8", text
    found = [(name, text) for name, codec in _NARROW.items() if (text := _first(data, codec)) is not None]
    found += [(encoding, text) for encoding in _WIDE[:2] if (text := _strictly(data, encoding)) is not None]
    rated = sorted(((reads(text), name, text) for name, text in found), reverse=True)
    if not rated or rated[0][0] <= 0 or (len(rated) > 1 and rated[0][0] - rated[1][0] < LEAST_LEAD):
        message = f"has an unknown encoding (neither UTF-8 nor Chinese as GB18030, Big5 or UTF-16); {_REMEDY}"
        raise ReadError(source, message, problem="encoding")
    return rated[0][1:]


def _binary(source: str) -> ReadError:
    message = "is a binary file, not text; save the report as UTF-8 text. 不是文本文件，请另存为 UTF-8 文本"
    return ReadError(source, message, problem="binary")


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _first(data: bytes, encodings: Sequence[str]) -> str | None:
    return next((text for each in encodings if (text := _strictly(data, each)) is not None), None)


def _is_text(text: str) -> bool:
    """Whether wide characters are those of a text: running Chinese, or plain ASCII."""
    if "\0" in text:
        return False
    return text.isascii() or reads(text) > 0


def _as_table(text: str) -> str:
    """A table of values in Markdown, its caption and notes as lines; the text as it is where it is no table."""
    rows = _rows(text)
    return text if rows is None else captioned(rows)


def _rows(text: str) -> list[list[str]] | None:
    """The rows as the delimiter gives them by which most rows have equally many cells; None where none does."""
    best: tuple[float, int, list[list[str]]] | None = None
    for delimiter in _DELIMITERS:
        rows = _parsed(text, delimiter)
        filled = [row for row in rows if any(row)]
        if not filled:
            continue
        width, alike = Counter(len(row) for row in filled).most_common(1)[0]
        share = alike / len(filled)
        if width > 1 and share >= _LEAST_ALIKE and (best is None or (share, width) > best[:2]):
            best = (share, width, rows)
    return best[2] if best else None


def _parsed(text: str, delimiter: str) -> list[list[str]]:
    """Each row's cells, without the space around them; none where the text is not written so."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
    try:
        return [[" ".join(cell.split()) for cell in row] for row in csv.reader(lines, delimiter=delimiter, strict=True)]
    except csv.Error:
        return []
