"""OFD, the national standard for official documents (GB/T 33190): its pages' letters put together by position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice, repeat, zip_longest
from math import isfinite

from lxml import etree

from index.errors import ReadError
from index.reading.containers import Parts, resolved
from index.reading.extracted import Extracted, Tell, silent
from index.reading.letters import Letter, set_lines
from index.reading.paragraphs import NEW_PAGE, Block, assemble

__all__ = ["extract"]

_POINTS = 72 / 25.4  # in a millimetre, the unit of OFD
_ASKEW = 0.1  # of the tangent: pages are scanned less askew, watermarks set more
_FARTHEST = 1e6
_MOST_REPEATS = 100_000
_NO_REMARKS = ("watermark", "link", "path", "highlight")
_DRAWN = ("ImageObject", "PathObject", "CompositeObject")


def extract(data: bytes, source: str, tell: Tell = silent) -> Extracted:
    """The text of an .ofd, page by page; a page's text that is drawn, not written, is not read and said.

    Raises: ReadError where it is damaged, locked, too large or holds pictures alone.
    """
    parts = Parts(data, source)
    blocks: list[Block] = []
    notes: list[str] = []
    count = attached = 0
    for document in _documents(parts):
        for page, others in document.pages():
            tell("read", count, document.count)
            lines = set_lines(letter for root in (page, *others) for letter in _letters(root))
            blocks += [Block(NEW_PAGE), *lines] if count else lines
            count += 1
            if not lines and any(_name(each) in _DRAWN for each in page.iter()):
                notes.append(f"page {count} holds only pictures and gives no text 第{count}页只有图片，没有文字")
        attached += document.attached
    whole = assemble(blocks, wrapped=True)
    if not whole.text.strip():
        message = (
            "holds no text, only pictures; save it as PDF to have them read. 没有文字，只有图片，请另存为 PDF 再添加"
        )
        raise ReadError(source, message, problem="empty")
    if attached:
        notes.append(
            f"{attached} attached files are not read; add them by themselves {attached} 个附件没有读，请单独添加"
        )
    tell("read", count, count)
    return Extracted(whole.text, "ofd", whole.pages, notes=tuple(notes))


class _Document:
    """One document of the file: its pages, with the templates and remarks that are shown on them."""

    def __init__(self, parts: Parts, name: str) -> None:
        self._parts, self._name = parts, name
        self._root = parts.xml(name)
        places = [(each.get("ID", ""), resolved(name, each.get("BaseLoc", ""))) for each in self._each("Pages", "Page")]
        self._pages = [(number, place) for number, place in places if place in parts]
        self.count = len(self._pages)
        self._templates = {
            each.get("ID", ""): resolved(name, each.get("BaseLoc", ""))
            for each in self._each("CommonData", "TemplatePage")
        }
        self.attached = sum(1 for _ in self._listed("Attachments", "Attachment"))

    def pages(self) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
        """Each page with what else is shown on it.

        A template of several pages is furniture; one of a single page is part of what it says.
        """
        roots = [self._parts.xml(place) for _, place in self._pages]
        used = Counter(each.get("TemplateID", "") for root in roots for each in root.iterfind("{*}Template"))
        remarks = self._remarks()
        for (number, _), root in zip(self._pages, roots, strict=True):
            others: list[etree._Element] = []
            for each in root.iterfind("{*}Template"):
                key = each.get("TemplateID", "")
                if used[key] == 1 and self._templates.get(key, "") in self._parts:
                    others.append(self._parts.xml(self._templates[key]))
            yield root, [*others, *remarks.get(number, [])]

    def _remarks(self) -> dict[str, list[etree._Element]]:
        """By page, what is written over its content, without watermarks."""
        found: dict[str, list[etree._Element]] = {}
        for listing, page in self._listed("Annotations", "Page"):
            file = resolved(listing, (page.findtext("{*}FileLoc") or "").strip())
            if file in self._parts:
                found.setdefault(page.get("PageID", ""), []).extend(
                    shown
                    for each in self._parts.xml(file).iterfind("{*}Annot")
                    if each.get("Type", "").lower() not in _NO_REMARKS and each.get("Visible", "true") != "false"
                    for shown in each.iterfind("{*}Appearance")
                )
        return found

    def _each(self, group: str, name: str) -> Iterator[etree._Element]:
        yield from self._root.iterfind(f"{{*}}{group}/{{*}}{name}")

    def _listed(self, kind: str, name: str) -> Iterator[tuple[str, etree._Element]]:
        """(part, item) of a list that stands in a part of its own."""
        place = resolved(self._name, (self._root.findtext(f"{{*}}{kind}") or "").strip())
        if self._root.findtext(f"{{*}}{kind}") and place in self._parts:
            for item in self._parts.xml(place).iterfind(f"{{*}}{name}"):
                yield place, item


def _documents(parts: Parts) -> Iterator[_Document]:
    for root in parts.xml("OFD.xml").iterfind("{*}DocBody/{*}DocRoot"):
        name = resolved("", (root.text or "").strip())
        if name in parts:
            yield _Document(parts, name)


def _letters(root: etree._Element) -> Iterator[Letter]:
    """Of a page, a template or a remark, in the order in which they are drawn."""
    shift = _numbers(root.get("Boundary", ""))[:2] or [0.0, 0.0]
    for text in root.iter("{*}TextObject"):
        alpha = text.get("Alpha", "255")
        if text.get("Visible", "true") == "false" or alpha == "0":
            continue
        boundary = _numbers(text.get("Boundary", ""))[:2]
        left, top = boundary if len(boundary) == 2 else (0.0, 0.0)
        matrix = _numbers(text.get("CTM", ""))
        a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        if abs(b) > _ASKEW * abs(a) or a <= 0:  # a watermark across the page
            continue
        size = (_numbers(text.get("Size", "")) or [0.0])[0] * abs(d or a)
        x = y = 0.0
        for code in text.iterfind("{*}TextCode"):
            x, y = (_numbers(code.get("X", "")) or [x])[0], (_numbers(code.get("Y", "")) or [y])[0]
            right = down = 0.0
            letters = code.text or ""
            steps = zip_longest(_steps(code.get("DeltaX", "")), _steps(code.get("DeltaY", "")), fillvalue=0.0)
            for letter, step in zip_longest(letters, islice(chain([(0.0, 0.0)], steps), len(letters)), fillvalue=None):
                if letter is None:
                    break
                right, down = (right + step[0], down + step[1]) if step is not None else (right + size, down)
                at_x, at_y = x + right, y + down
                yield Letter(
                    letter,
                    (left + a * at_x + c * at_y + e + shift[0]) * _POINTS,
                    (top + b * at_x + d * at_y + f + shift[1]) * _POINTS,
                    size * _POINTS,
                )


def _steps(coded: str) -> Iterator[float]:
    """From each letter to the next: "5.6 g 2 5.7" is 5.6 5.7 5.7."""
    words = iter(coded.split())
    for word in words:
        if word != "g":
            yield from _numbers(word)
            continue
        times, step = _numbers(next(words, "")), _numbers(next(words, ""))
        if times and step:
            yield from repeat(step[0], min(_MOST_REPEATS, int(times[0])))


def _numbers(text: str) -> list[float]:
    """The numbers in an attribute; what is none counts for nothing."""
    found: list[float] = []
    for word in text.split():
        try:
            number = float(word)
        except ValueError:
            continue
        found.append(number if isfinite(number) and abs(number) < _FARTHEST else 0.0)
    return found


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
