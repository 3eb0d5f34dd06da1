"""Books (.epub) to text: their chapters in reading order, with headings, tables and notes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from lxml import etree, html

from index.errors import ReadError
from index.reading.containers import Parts, XmlError, parse_xml, resolved
from index.reading.extracted import Extracted, Tell, silent
from index.reading.paragraphs import Block, assemble
from index.reading.table_text import Spanning, markdown_table, spread

__all__ = ["extract"]

_CONTAINER = "META-INF/container.xml"
_GONE = frozenset("head script style nav svg math template noscript iframe object audio video rt rp".split())
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "header hr li main ol p pre section table tbody td tfoot th thead tr ul h1 h2 h3 h4 h5 h6".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DEEPEST = 200


def extract(data: bytes, source: str, tell: Tell = silent) -> Extracted:
    """The text of an .epub. Raises: ReadError where it is damaged, locked, too large or without chapters."""
    parts = Parts(data, source)
    chapters = list(_spine(parts))
    if not chapters:
        message = "names no chapters that can be read; save it as .docx or .txt. 找不到章节，请另存为 .docx 或 .txt"
        raise ReadError(source, message, problem="damaged")
    blocks: list[Block] = []
    for done, name in enumerate(chapters):
        tell("read", done, len(chapters))
        blocks += _Chapter(source).blocks(_root(parts, name, source))
    text = assemble(blocks).text
    tell("read", len(chapters), len(chapters))
    return Extracted(text, "epub")


def _spine(parts: Parts) -> Iterator[str]:
    """The chapters' parts in reading order, without the table of contents."""
    if _CONTAINER not in parts:
        return
    rootfile = next(parts.xml(_CONTAINER).iter("{*}rootfile"), None)
    package = "" if rootfile is None else resolved("", rootfile.get("full-path", ""))
    if package not in parts:
        return
    root = parts.xml(package)
    items = {item.get("id", ""): item for item in root.iterfind("{*}manifest/{*}item")}
    for reference in root.iterfind("{*}spine/{*}itemref"):
        item = items.get(reference.get("idref", ""))
        if item is None or "html" not in item.get("media-type", "") or "nav" in item.get("properties", "").split():
            continue
        name = resolved(package, item.get("href", ""))
        if name in parts:
            yield name


def _root(parts: Parts, name: str, source: str) -> etree._Element:
    """Of XHTML as it should be, or of HTML as it is. Raises: ReadError where its elements are nested too deep."""
    data = parts.marked(name)
    try:
        return parse_xml(data)
    except XmlError:
        parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, ValueError):  # nothing is there
        return html.document_fromstring("<html><body></body></html>")
    if any("depth" in entry.message for entry in parser.error_log):
        message = "has a chapter that is nested too deep; save it as .docx or .txt. 嵌套太深，请另存为 .docx 或 .txt"
        raise ReadError(source, message, problem="damaged")
    return root


class _Chapter:
    """Reads elements in order; text between blocks is a paragraph of its own."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._blocks: list[Block] = []
        self._words: list[str] = []

    def blocks(self, root: etree._Element) -> list[Block]:
        """Of a chapter."""
        self._read(root, 0, 0)
        self._end(0)
        return self._blocks

    def _read(self, element: etree._Element, level: int, depth: int) -> None:
        name = _name(element)
        if not name or name in _GONE:
            return
        if depth > _DEEPEST:
            self._words += element.itertext()
            return
        if name == "br":
            self._words.append("\v")
        if name in _BLOCKS:
            self._end(level)
            level = _HEADINGS.get(name, level)
        if name == "table":
            self._blocks.append(Block(markdown_table(spread(_rows(element), self._source)), "table"))
            return
        self._words.append(element.text or "")
        for child in element:
            self._read(child, level, depth + 1)
            self._words.append(child.tail or "")
        if name in _BLOCKS:
            self._end(level)

    def _end(self, level: int) -> None:
        text = "\v".join(" ".join(line.split()) for line in "".join(self._words).split("\v"))
        self._words = []
        self._blocks.append(Block(text, level=level))


def _rows(table: etree._Element) -> Iterator[list[Spanning]]:
    """The cells of each row; a table within a cell is text there."""
    for row in table.iter():
        if _name(row) == "tr" and not any(_name(above) == "td" for above in _between(row, table)):
            yield [
                Spanning(" ".join("".join(cell.itertext()).split()), _count(cell, "colspan"), _count(cell, "rowspan"))
                for cell in row
                if _name(cell) in ("td", "th")
            ]


def _between(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    return takewhile(lambda above: above is not top, element.iterancestors())


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _count(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1
