"""PDF files: the text layer as it is read, with pages that are pictures read by recognition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import pypdfium2

from index.errors import ReadError, command
from index.reading.extracted import Extracted, Recognised, Tell, silent
from index.reading.formats import reads_pictures
from index.reading.pdf.files import opened
from index.reading.pdf.flow import joined_blocks, without_contents
from index.reading.pdf.furniture import without_furniture
from index.reading.pdf.leaves import View, leaves_of
from index.reading.pdf.pages import Page, read_page
from index.reading.pdf.paragraphs import Block, blocks_of, glued, look_of, marks_by_page, split_notes
from index.reading.pdf.scans import PageText, drawn_page, drawn_pictures, picture_reader
from index.reading.table_text import markdown_table

__all__ = ["extract"]

_FEWEST_SAID = 12  # characters: a photograph's banner says less
_USUAL_SIZE = 10.5  # points, where there is no text to tell it from


@dataclass(slots=True)
class _Scans:
    """What became of the pages that are pictures. unread: where the reader of pictures is not installed.

    set_in: what pictures on pages of text say, by page.
    """

    texts: dict[int, PageText] = field(default_factory=dict)
    set_in: dict[int, list[PageText]] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)
    remedy: ReadError | None = None


@dataclass(slots=True)
class _Writer:
    """The text as it grows. starts: where each page's first words stand."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    starts: dict[int, int] = field(default_factory=dict)
    recognised: list[Recognised] = field(default_factory=list)

    def add(self, text: str, pages: Iterable[tuple[int, int]]) -> int:
        """A paragraph, with (offset in it, page); gives back where it starts."""
        if self.parts:
            self.parts.append("\n\n")
            self.length += 2
        start = self.length
        for offset, page in pages:
            self.starts.setdefault(page, start + offset)
        self.parts.append(text)
        self.length += len(text)
        return start


def extract(data: bytes, source: str, tell: Tell = silent) -> Extracted:
    """The document's text: footnotes at its end, what only furnishes its pages left out; where each page starts.

    Raises: ReadError when it cannot be opened, has too many pages, or nothing on it can be read.
    """
    with opened(data, source) as document:
        pages, damaged = _read_pages(document, tell)
        scans = _read_scans(document, [page for page in pages if page.state in ("picture", "garbled")], source, tell)
        if reads_pictures():
            _read_set_in(document, [page for page in pages if page.pictures], source, tell, scans)
    views = [view for page in pages for view in _views_to_read(page, scans)]
    blocks, notes = _blocks(views)
    writer = _Writer()
    _write(writer, blocks, scans)
    for note in notes:
        writer.add(note, ())
    text = "".join(writer.parts)
    count = len(pages) + len(damaged)
    spoken = {view.number for view in views if view.pieces or view.tables}
    spoken |= {number for number, page in scans.texts.items() if page.text.strip() or page.notes}
    silent_pages = [n for n in range(count) if n not in spoken and n not in (*scans.unread, *damaged)]
    if not text.strip():
        raise _nothing(source, scans) from scans.remedy
    return Extracted(
        text=text,
        encoding="pdf",
        pages=_starts(writer.starts, count, len(text)),
        recognised=tuple(writer.recognised),
        notes=_notes(pages, scans, damaged, silent_pages),
    )


def _read_pages(document: pypdfium2.PdfDocument, tell: Tell) -> tuple[list[Page], list[int]]:
    """The pages, and the numbers of those that are damaged."""
    faces: dict[str, int] = {}
    pages: list[Page] = []
    damaged: list[int] = []
    count = len(document)
    for number in range(count):
        try:
            page = document[number]
            pages.append(read_page(page, number, faces))
            page.close()
        except pypdfium2.PdfiumError:
            damaged.append(number)
        tell("read", number + 1, count)
    return pages, damaged


def _read_scans(document: pypdfium2.PdfDocument, pages: list[Page], source: str, tell: Tell) -> _Scans:
    scans = _Scans()
    for done, page in enumerate(pages):
        if scans.remedy is None:
            picture = drawn_page(document[page.number])
            try:
                scans.texts[page.number] = picture_reader()(picture, source=source, page=page.number + 1)
            except ReadError as error:
                if error.problem != "format":
                    raise
                scans.remedy = error
            else:
                tell("ocr", done + 1, len(pages))
                continue
        scans.unread.append(page.number)
    return scans


def _read_set_in(document: pypdfium2.PdfDocument, pages: list[Page], source: str, tell: Tell, scans: _Scans) -> None:
    """What pictures on pages of text say: tables above all, as photographs say nothing."""
    for done, page in enumerate(pages):
        pictures = drawn_pictures(document[page.number], page.pictures)
        read = [picture_reader()(picture, source=source, page=page.number + 1) for picture in pictures]
        scans.set_in[page.number] = [text for text in read if len(text.text.strip()) >= _FEWEST_SAID]
        tell("ocr", done + 1, len(pages))


def _views_to_read(page: Page, scans: _Scans) -> list[View]:
    """None of a page that was recognised, nor of one that has but a scanning app's line."""
    return page.views if page.state == "text" and page.number not in scans.texts else []


def _blocks(views: list[View]) -> tuple[list[Block], list[str]]:
    """All that is read, in order, and the footnotes."""
    without_furniture(views)
    size = _usual_size(views)
    leaves = [leaf for view in views for leaf in leaves_of(view, size)]
    look = look_of(leaves, size)
    marks = marks_by_page(leaves)
    notes: list[str] = []
    blocks: list[Block] = []
    for leaf in leaves:
        # A footnote may have had no place left on its own page.
        near = marks.get(leaf.page - 1, frozenset()) | marks.get(leaf.page, frozenset())
        for note in split_notes(leaf, near, look):
            if note.startswith("…") and notes:
                notes[-1] = glued(notes[-1], note[1:])
            else:
                notes.append(note)
        blocks += blocks_of(leaf, look)
    return joined_blocks(without_contents(blocks), indents=look.indents), [note for note in notes if note.strip()]


def _usual_size(views: list[View]) -> float:
    sizes: Counter[float] = Counter()
    for view in views:
        for piece in view.pieces:
            sizes[round(piece.size * 4) / 4] += len(piece.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=_USUAL_SIZE)


def _write(writer: _Writer, blocks: list[Block], scans: _Scans) -> None:
    """Blocks and recognised pages by page."""
    waiting = sorted(
        [
            *((number, 0, page) for number, page in scans.texts.items()),
            *((number, n, text) for number, texts in scans.set_in.items() for n, text in enumerate(texts, 1)),
        ],
        key=lambda each: each[:2],
    )
    for block in blocks:
        while waiting and waiting[0][0] < block.pages[0][1]:
            number, _, text = waiting.pop(0)
            _write_recognised(writer, number, text)
        _write_block(writer, block)
    for number, _, text in waiting:
        _write_recognised(writer, number, text)


def _write_block(writer: _Writer, block: Block) -> None:
    if block.table is None:
        mark = "#" * block.level + " " if block.level else ""
        writer.add(mark + block.text, [(offset + len(mark) * bool(offset), page) for offset, page in block.pages])
        return
    text = markdown_table(block.table.rows)
    if text:
        lines = [0]
        for line in text.split("\n"):
            lines.append(lines[-1] + len(line) + 1)
        # The line below the head is Markdown's.
        places = [(lines[min(row + 1, len(lines) - 2)] if row else 0, page) for row, page in block.pages]
        writer.add(text, places)


def _write_recognised(writer: _Writer, number: int, page: PageText) -> None:
    if page.text.strip():
        start = writer.add(page.text, [(0, number)])
        writer.recognised += [
            Recognised(start + line.start, start + line.end, line.confidence) for line in page.recognised
        ]


def _starts(starts: dict[int, int], count: int, length: int) -> tuple[int, ...]:
    """Where each page starts; one that gives nothing starts where the next does. Pages run on in order."""
    found: list[int] = []
    after = length
    for number in reversed(range(count)):
        after = min(starts.get(number, after), after)
        found.append(after)
    found[-1] = 0
    return tuple(reversed(found))


def _numbers(pages: Iterable[int]) -> str:
    """As people count them: "3、4、7"."""
    return "、".join(str(number + 1) for number in sorted(pages))


def _notes(pages: list[Page], scans: _Scans, damaged: list[int], silent_pages: list[int]) -> tuple[str, ...]:
    notes: list[str] = []
    if damaged:
        notes.append(f"page {_numbers(damaged)} is damaged and was not read 第{_numbers(damaged)}页已损坏，没有读出")
    if scans.unread:
        which, remedy = _numbers(scans.unread), command("setup --documents")
        notes.append(
            f"page {which} is a picture and was not read; run {remedy} and build again "
            f"第{which}页是图片，没有读出；请运行 {remedy} 后重新构建"
        )
    pictured = [] if reads_pictures() else [page.number for page in pages if page.pictures]
    if pictured:
        which, remedy = _numbers(pictured), command("setup --documents")
        notes.append(
            f"pictures on page {which} were not read; run {remedy} and build again to have their words "
            f"第{which}页的图片没有读；运行 {remedy} 后重新构建即可识别"
        )
    if silent_pages:
        notes.append(f"page {_numbers(silent_pages)} gives no text 第{_numbers(silent_pages)}页没有文字")
    if cut := [page.number for page in pages if page.cut]:
        notes.append(
            f"page {_numbers(cut)} holds too much; not all of it was read 第{_numbers(cut)}页内容过多，没有读全"
        )
    notes += [note for _, text in sorted(scans.texts.items()) for note in text.notes]
    return tuple(notes)


def _nothing(source: str, scans: _Scans) -> ReadError:
    if scans.remedy is not None:
        remedy = command("setup --documents")
        message = f"holds pictures of pages only; run {remedy}, then build again. 全是图片，请运行 {remedy} 后重新构建"
        return ReadError(source, message, problem="format")
    return ReadError(
        source, "holds no text that can be read; check that its pages are not blank. 没有文字", problem="empty"
    )
