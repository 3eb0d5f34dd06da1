"""OpenDocument texts (.odt) to text without LibreOffice: headings, tables, notes; numbers of lists are not made."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from index.errors import ReadError
from index.reading.containers import Parts
from index.reading.extracted import Extracted, Tell, silent
from index.reading.paragraphs import Block, assemble
from index.reading.table_text import Spanning, markdown_table, spread

__all__ = ["extract"]

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
# What was deleted, what others said of it, and the table of contents.
_GONE = frozenset(
    (_TEXT + "tracked-changes", _OFFICE + "annotation", _TEXT + "table-of-content", _TEXT + "hidden-text")
)
_MOST_SPACES = 80


def extract(data: bytes, source: str, tell: Tell = silent) -> Extracted:
    """The text of an .odt. Raises: ReadError where it is damaged, locked or too large."""
    tell("read", 0, 1)
    body = Parts(data, source).xml("content.xml").find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        message = "holds no text that can be read; save it as .docx. 文件里没有可读的正文，请另存为 .docx"
        raise ReadError(source, message, problem="unreadable")
    notes: list[str] = []
    blocks = list(_blocks(body, notes, source))
    blocks += [Block(f"[{number}] {note}", "note") for number, note in enumerate(notes, 1)]
    text, _ = assemble(blocks)
    tell("read", 1, 1)
    return Extracted(text, "odt")


def _blocks(parent: etree._Element, notes: list[str], source: str) -> Iterator[Block]:
    for child in parent:
        if child.tag in (_TEXT + "p", _TEXT + "h"):
            boxes: list[etree._Element] = []
            text = "".join(_words(child, notes, boxes))
            level = child.get(_TEXT + "outline-level", "1") if child.tag == _TEXT + "h" else "0"
            yield Block(text, level=min(6, int(level)) if level.isdecimal() else 0)
            for box in boxes:
                yield from _blocks(box, notes, source)
        elif child.tag == _TABLE + "table":
            yield Block(markdown_table(spread(_rows(child, notes, source), source)), "table")
        elif child.tag not in _GONE:
            yield from _blocks(child, notes, source)


def _words(element: etree._Element, notes: list[str], boxes: list[etree._Element]) -> Iterator[str]:
    """The text within a paragraph; notes and text boxes are put aside."""
    yield element.text or ""
    for child in element:
        if child.tag == _TEXT + "note":
            body = child.find(_TEXT + "note-body")
            notes.append("" if body is None else " ".join("".join(body.itertext()).split()))
        elif child.tag == _DRAW + "text-box":
            boxes.append(child)
        elif child.tag == _TEXT + "line-break":
            yield "\v"
        elif child.tag == _TEXT + "tab":
            yield "\t"
        elif child.tag == _TEXT + "s":
            count = child.get(_TEXT + "c", "1")
            yield " " * min(_MOST_SPACES, int(count) if count.isdecimal() else 1)
        elif child.tag not in _GONE:
            yield from _words(child, notes, boxes)
        yield child.tail or ""


def _rows(table: etree._Element, notes: list[str], source: str) -> Iterator[list[Spanning]]:
    """The cells of each row but those that others cover; a table within a cell is text there."""
    for row in table.iter(_TABLE + "table-row"):
        if next(row.iterancestors(_TABLE + "table"), None) is table:
            yield [
                Spanning(
                    " ".join(bare for block in _blocks(cell, notes, source) if (bare := block.bare)),
                    _span(cell, "columns"),
                    _span(cell, "rows"),
                )
                for cell in row.iterfind(_TABLE + "table-cell")
            ]


def _span(cell: etree._Element, over: str) -> int:
    count = cell.get(f"{_TABLE}number-{over}-spanned", "1")
    return max(1, int(count)) if count.isascii() and count.isdigit() and len(count) < 6 else 1
