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
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
# What was deleted, what others said of it, and the table of contents.
_GONE = frozenset(
    (_TEXT + "tracked-changes", _OFFICE + "annotation", _TEXT + "table-of-content", _TEXT + "hidden-text")
)
_SIGNS = {_TEXT + "line-break": "\v", _TEXT + "tab": "\t"}
_DIGITS = tuple("123456789")


def extract(data: bytes, source: str, tell: Tell = silent) -> Extracted:
    """The text of an .odt. Raises: ReadError where it is damaged, locked or too large."""
    tell("read", 0, 1)
    root = Parts(data, source).xml("content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        message = "holds no text that can be read; save it as .docx. 文件里没有可读的正文，请另存为 .docx"
        raise ReadError(source, message, problem="damaged")
    reading = _Reading(source, _hidden_styles(root))
    blocks = list(reading.blocks(body))
    blocks += [Block(f"[{number}] {note}", "note") for number, note in enumerate(reading.notes, 1)]
    text = assemble(blocks).text
    tell("read", 1, 1)
    return Extracted(text, "odt")


def _hidden_styles(root: etree._Element) -> frozenset[str]:
    """The names of styles whose text is not shown."""
    return frozenset(
        style.get(_STYLE + "name", "")
        for style in root.iter(_STYLE + "style")
        for properties in style.iterfind(_STYLE + "text-properties")
        if properties.get(_TEXT + "display") == "none"
    )


class _Reading:
    """Reads elements in order; notes are put aside."""

    def __init__(self, source: str, hidden: frozenset[str]) -> None:
        self._source, self._hidden = source, hidden
        self.notes: list[str] = []

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """The paragraphs and tables in an element."""
        for child in parent:
            if child.tag in (_TEXT + "p", _TEXT + "h"):
                boxes: list[etree._Element] = []
                text = "".join(self._words(child, boxes))
                level = child.get(_TEXT + "outline-level", "1") if child.tag == _TEXT + "h" else "0"
                yield Block(text, level=min(6, int(level)) if level in _DIGITS else 0)
                for box in boxes:
                    yield from self.blocks(box)
            elif child.tag == _TABLE + "table":
                yield Block(markdown_table(spread(self._rows(child), self._source)), "table")
            elif child.tag not in _GONE:
                yield from self.blocks(child)

    def _words(self, element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        """The text within a paragraph without its text boxes."""
        hidden = element.get(_TEXT + "style-name") in self._hidden
        yield "" if hidden else element.text or ""
        for child in element:
            if child.tag == _TEXT + "note":
                body = child.find(_TEXT + "note-body")
                self.notes.append("" if body is None else " ".join("".join(body.itertext()).split()))
            elif child.tag == _DRAW + "text-box":
                boxes.append(child)
            elif child.tag == _TEXT + "s":
                count = child.get(_TEXT + "c", "1")
                yield " " * int(count) if count in _DIGITS else " "
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag not in _GONE:
                yield from self._words(child, boxes)
            yield "" if hidden else child.tail or ""

    def _rows(self, table: etree._Element) -> Iterator[list[Spanning]]:
        """The cells of each row but those that others cover; a table within a cell is text there."""
        for row in table.iter(_TABLE + "table-row"):
            if next(row.iterancestors(_TABLE + "table"), None) is table:
                yield [
                    Spanning(
                        " ".join(bare for block in self.blocks(cell) if (bare := block.bare)),
                        _span(cell, "columns"),
                        _span(cell, "rows"),
                    )
                    for cell in row.iterfind(_TABLE + "table-cell")
                ]


def _span(cell: etree._Element, over: str) -> int:
    count = cell.get(f"{_TABLE}number-{over}-spanned", "1")
    return max(1, int(count)) if count.isascii() and count.isdigit() and len(count) < 6 else 1
