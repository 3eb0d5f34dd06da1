"""Word documents (.docx) to text: headings, tables, lists' numbers, notes and text boxes, as accepted and as seen."""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import partial

from lxml import etree

from index.errors import ReadError
from index.reading.containers import Parts, resolved
from index.reading.extracted import Extracted, Tell, silent
from index.reading.headings import is_finished
from index.reading.paragraphs import NEW_PAGE, Block, assemble
from index.reading.set_in import SetIn
from index.reading.word_numbers import Numbers
from index.reading.word_styles import Look, Styles, W, attribute
from index.reading.word_tables import Cell, table_blocks
from index.reading.word_text import RENDERED_PAGE, Fields, ParagraphText, chosen, keep_plausible_pages, paragraph_text

__all__ = ["extract"]

_LONGEST_HEADING = 60
_LOWEST = 6
_CENTIMETRE = 360_000
_LABELLED = ("[", "〔", "［", "【", "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨")


def extract(data: bytes, source: str, tell: Tell = silent) -> Extracted:
    """The text of a .docx, also of a strict one. Pages where Word left them, or where their numbers are printed.

    Raises: ReadError where it is damaged, locked, too large or holds pictures alone that give no text.
    """
    tell("read", 0, 1)
    document = _Document(Parts(data, source), source, tell)
    blocks = list(document.read())
    keep_plausible_pages(blocks, document.pages)
    whole = assemble(blocks)
    if not whole.text.strip() and document.pictures.shown:
        message = "holds pictures alone; save it as PDF to have them read. 只有图片，请另存为 PDF 再添加"
        raise ReadError(source, message, problem="empty")
    tell("read", 1, 1)
    return Extracted(whole.text, "docx", whole.pages, whole.recognised, tuple(document.said()))


class _Document:
    """Reads the body's blocks in order; the notes come last."""

    def __init__(self, parts: Parts, source: str, tell: Tell) -> None:
        self._parts, self._source = parts, source
        main = next((name for kind, name in _related(parts, "") if kind == "officeDocument"), "word/document.xml")
        related: dict[str, str] = {}
        self._shown: dict[str, str] = {}  # the part of a picture by its id
        for number, kind, name in _numbered(parts, main):
            related.setdefault(kind, name)
            if kind == "image":
                self._shown[number] = name
        self._root = parts.xml(main)
        self._styles = Styles(self._part(related.get("styles")))
        self._numbers = Numbers(self._part(related.get("numbering")))
        self._notes = {kind: self._part(related.get(f"{kind}s")) for kind in ("footnote", "endnote")}
        self._asked: list[tuple[str, str]] = []
        self._fields = Fields()
        self._carried = ""  # of a paragraph whose end was deleted, or a letter set large
        sections = [each for each in self._root.iter(W + "sectPr") if each.getparent() is not None]
        self._sections = [each for each in sections if _name(each.getparent()) != "sectPrChange"]
        self._columns = [_column(each) for each in self._sections]
        self._section = 0
        self.pictures = SetIn(source, tell, len(self._shown))
        self._foreign = 0
        self.pages = self._count_of_pages()

    def read(self) -> Iterator[Block]:
        """The document's paragraphs and tables, and its notes after them."""
        body = self._root.find(W + "body")
        if body is None:
            message = "is damaged; open it in Word or WPS and save it anew. 文件已损坏，请打开后另存"
            raise ReadError(self._source, message, problem="damaged")
        yield from self._blocks(body)
        yield from self._note_blocks()

    def said(self) -> Iterator[str]:
        """What a user must know."""
        yield from self.pictures.said()
        if self._foreign:
            yield (
                f"{self._foreign} files set into it are not read; add them by themselves "
                f"嵌入的 {self._foreign} 个文件没有读，请单独添加"
            )

    def _part(self, name: str | None) -> etree._Element | None:
        return self._parts.xml(name) if name is not None and name in self._parts else None

    def _count_of_pages(self) -> int:
        """As the program that wrote it counted them; 0 where it did not."""
        for kind, name in _related(self._parts, ""):
            if kind == "extended-properties" and (root := self._part(name)) is not None:
                text = root.findtext("{*}Pages") or ""
                return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
        return 0

    def _blocks(self, parent: etree._Element) -> Iterator[Block]:
        for child in chosen(parent):
            match _name(child):
                case "p":
                    yield from self._paragraph(child)
                case "tbl":
                    yield from table_blocks(self._rows(child), self._source)
                case "sectPr" | "del" | "moveFrom" | "sdtPr" | "sdtEndPr" | "pPr" | "tcPr":
                    pass
                case "sdt" if any(_is_contents(part) for part in child.iterfind(f"{W}sdtPr//{W}docPartGallery")):
                    pass
                case "altChunk":
                    self._foreign += 1
                case _:
                    yield from self._blocks(child)

    def _rows(self, table: etree._Element) -> Iterator[list[Cell]]:
        """The cells of each row that was not deleted, with the blocks in them."""
        for row in _within(table, "tr"):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                continue
            skipped = 0 if properties is None else _count(attribute(properties.find(W + "gridBefore")), 0)
            cells = [Cell([], skipped, "")] if skipped else []
            for cell in _within(row, "tc"):
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                span = _count(attribute(cell.find(f"{W}tcPr/{W}gridSpan")), 1)
                down = "" if merge is None else attribute(merge) or "continue"
                cells.append(Cell(list(self._blocks(cell)), span, down))
            yield cells

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        properties = paragraph.find(W + "pPr")
        look = self._styles.paragraph(properties)
        found = paragraph_text(paragraph, self._styles, look, self._fields)
        self._asked += found.notes
        text = self._carried + found.text
        self._carried = ""
        said = frozenset() if properties is None else {each.tag for each in properties}
        if properties is not None and _goes_on(properties, said):
            self._carried = text
        elif not _is_line_of_contents(text, look):
            yield self._block(text, found, look, properties, said)
        for holder in found.holders:
            for each in _held(holder):
                if _name(each) == "txbxContent":
                    yield from self._blocks(each)
                elif _is_large(holder):
                    yield self._picture(each)
        if W + "sectPr" in said:
            self._section += 1
            if self._section < len(self._sections):
                kind = attribute(self._sections[self._section].find(W + "type"))
                yield Block("" if kind in ("continuous", "nextColumn") else NEW_PAGE)

    def _picture(self, shown: etree._Element) -> Block:
        number = next((value for key, value in shown.attrib.items() if key.endswith(("}embed", "}id"))), "")
        name = self._shown.get(number, "")
        return self.pictures.block(name, partial(self._parts.read, name) if name in self._parts else None)

    def _block(
        self, text: str, found: ParagraphText, look: Look, properties: etree._Element | None, said: Set[str]
    ) -> Block:
        bare = text.replace(NEW_PAGE, "").replace(RENDERED_PAGE, "").strip()
        if look.number and (bare or found.holders):
            text = _behind_marks(self._numbers.label(look.number, look.number_level or 0), text)
        if W + "pageBreakBefore" in said:
            text = NEW_PAGE + text
        left, first = look.left or 0, look.first or 0
        size = found.size or look.size or 0.0
        blanks = len(found.text) - len(found.text.lstrip("\u3000"))
        return Block(
            text,
            level=_level(bare, look),
            size=size,
            bold=found.bold,
            centred=bool(look.centred),
            first=(left + first) / 20 + blanks * size,
            width=self._width(properties, left),
        )

    def _width(self, properties: etree._Element | None, left: int) -> float | None:
        """Of a full line, in points."""
        if self._section >= len(self._columns):
            return None
        right = _count(attribute(None if properties is None else properties.find(W + "ind"), "right"), 0)
        width = (self._columns[self._section] - left - right) / 20
        return width if width > 0 else None

    def _note_blocks(self) -> Iterator[Block]:
        """Each note that is referred to as a line of its own, "[1] 六稳：指…", numbered as they are referred to."""
        texts = {
            (kind, attribute(note, "id")): note
            for kind, root in self._notes.items()
            if root is not None
            for note in root.iterfind(W + kind)
        }
        asked, self._asked = list(dict.fromkeys(self._asked)), []
        counts = {"footnote": 0, "endnote": 0}
        for kind, number in asked:
            counts[kind] += 1
            note = texts.get((kind, number))
            if note is None:
                continue
            text = " ".join(bare for block in self._blocks(note) if (bare := block.bare))
            if text:
                label = "" if text.startswith(_LABELLED) else f"[{counts[kind]}] "
                yield Block(label + text.replace(NEW_PAGE, "").replace(RENDERED_PAGE, ""), "note")


def _related(parts: Parts, name: str) -> Iterator[tuple[str, str]]:
    """(kind, part) that a part says it is related to: ("footnotes", "word/footnotes.xml"). name: "" for the whole."""
    for _, kind, part in _numbered(parts, name):
        yield kind, part


def _numbered(parts: Parts, name: str) -> Iterator[tuple[str, str, str]]:
    """The same, each with the id by which the part calls it."""
    folder, _, file = name.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    if rels in parts:
        for each in parts.xml(rels):
            if each.get("TargetMode") != "External":
                kind = each.get("Type", "").rpartition("/")[2]
                yield each.get("Id", ""), kind, resolved(name, each.get("Target", ""))


def _name(element: etree._Element | None) -> str:
    """Its name without the namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if element is not None and isinstance(element.tag, str) else ""


def _within(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those within controls and marks of changes."""
    for child in chosen(parent):
        if _name(child) == name:
            yield child
        elif _name(child) in ("sdt", "sdtContent", "customXml", "ins", "smartTag", "AlternateContent"):
            yield from _within(child, name)


def _held(holder: etree._Element) -> Iterator[etree._Element]:
    """The text boxes, pictures and charts of a drawing."""
    for child in chosen(holder):
        if _name(child) in ("txbxContent", "blip", "imagedata", "chart", "relIds"):
            yield child
        else:
            yield from _held(child)


def _is_large(holder: etree._Element) -> bool:
    """Whether a picture is large enough to hold a table or a chart; where its size is not said in EMU, it is."""
    extent = next(holder.iter("{*}extent"), None)
    if extent is None:
        return True
    return _count(extent.get("cx", ""), 0) >= 3 * _CENTIMETRE and _count(extent.get("cy", ""), 0) >= _CENTIMETRE


def _column(section: etree._Element) -> float:
    """The width of a section's columns, in twentieths of a point."""
    size, margins = section.find(W + "pgSz"), section.find(W + "pgMar")
    columns = max(1, _count(attribute(section.find(W + "cols"), "num"), 1))
    page = _count(attribute(size, "w"), 0)
    return (page - _count(attribute(margins, "left"), 0) - _count(attribute(margins, "right"), 0)) / columns


def _count(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _is_contents(gallery: etree._Element) -> bool:
    return attribute(gallery) == "Table of Contents"


def _is_line_of_contents(text: str, look: Look) -> bool:
    """Whether it is a line of a table of contents, which repeats a heading and names its page."""
    return (look.name or "").startswith("toc ") and text.rstrip()[-1:].isdigit() and "\t" in text


def _goes_on(properties: etree._Element, said: Set[str]) -> bool:
    """Whether the next paragraph continues this one: its end was deleted, or it is a first letter set large."""
    if W + "rPr" in said and properties.find(f"{W}rPr/{W}del") is not None:
        return True
    return W + "framePr" in said and attribute(properties.find(W + "framePr"), "dropCap") in ("drop", "margin")


def _behind_marks(label: str, text: str) -> str:
    bare = text.lstrip(NEW_PAGE + RENDERED_PAGE)
    return text[: len(text) - len(bare)] + label + bare.lstrip()


def _level(bare: str, look: Look) -> int:
    """1 to 6 for a heading by its style, 0 for text: also for a sentence that was given a heading's style."""
    if not bare or len(bare) > _LONGEST_HEADING or is_finished(bare):
        return 0
    name = look.name or ""
    if name in ("title", "标题"):
        return 1
    if look.level is None or look.level >= 9:
        return 0
    return min(_LOWEST, look.level + 1)
