"""What one paragraph of a Word document shows: its text as accepted, without marks of notes, and what hangs on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from index.reading.paragraphs import NEW_PAGE, Block
from index.reading.word_styles import Look, Styles, W, attribute

__all__ = ["RENDERED_PAGE", "Fields", "ParagraphText", "chosen", "keep_plausible_pages", "paragraph_text"]

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
RENDERED_PAGE = "\x03"
"""Where a page began when Word last showed the document."""
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_GONE = frozenset(
    W + name for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt", "instrText", "delText")
)
_TEXT = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\v",
    W + "noBreakHyphen": "-",
}
_HOLDERS = frozenset((W + "drawing", W + "pict", W + "object"))
# The mark of a note that is typed, not set: [2] 〔3〕 ① *.
_TYPED_MARK = re.compile(
    r"\s*(?:[\[〔［【(（]\s?(?:注\s?)?\d{0,3}\s?[\]〕］】)）]|[①-⑳]|注\s?\d{0,2}|\d{1,3}|\*{1,3})\s*"
)
_PAGES = re.compile(f"([{NEW_PAGE}{RENDERED_PAGE}])")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


@dataclass(slots=True)
class ParagraphText:
    r"""text: with \v for soft returns and NEW_PAGE where a page begins. notes: (kind, id) of the notes it refers to.

    holders: the drawings that it holds, which may hold text boxes. size: in points, of most of its characters. bold:
    whether most of them are.
    """

    text: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)
    holders: list[etree._Element] = field(default_factory=list)
    size: float = 0.0
    bold: bool = False


class Fields:
    """The complex fields that are open where we are; they go on over runs and paragraphs."""

    def __init__(self) -> None:
        self._results: list[bool] = []  # of each, whether its result has begun
        self._codes = 0

    @property
    def in_code(self) -> bool:
        """Whether what stands here is a field's code, which is not seen."""
        return self._codes > 0

    def follow(self, kind: str) -> None:
        """kind: "begin", "separate" or "end"."""
        if kind == "begin":
            self._results.append(False)
            self._codes += 1
        elif self._results and kind == "separate":
            self._codes -= not self._results[-1]
            self._results[-1] = True
        elif self._results and kind == "end":
            self._codes -= not self._results.pop()


@dataclass(slots=True)
class _State:
    """What has been read of a paragraph."""

    found: ParagraphText
    pieces: list[tuple[str, bool]] = field(default_factory=list)  # text, whether it is raised
    sizes: dict[float, int] = field(default_factory=dict)
    bold: int = 0


def paragraph_text(paragraph: etree._Element, styles: Styles, look: Look, fields: Fields) -> ParagraphText:
    """The text of a w:p. look: of the paragraph. fields: those that are open where it begins; kept up."""
    state = _State(ParagraphText())
    for run, element in _runs(paragraph):
        if run is None:
            state.pieces.append((_visible(element), False))
        else:
            _read_run(run, styles.run(run.find(W + "rPr"), look), state, fields)
    found = state.found
    found.text = "".join(_with_raised(state.pieces))
    length = sum(state.sizes.values())
    found.size = max(state.sizes, key=lambda size: (state.sizes[size], size), default=look.size or 0.0)
    found.bold = length > 0 and state.bold * 2 > length
    return found


def _runs(parent: etree._Element) -> Iterator[tuple[etree._Element | None, etree._Element]]:
    """The runs in order, through links, tracked insertions and controls; and formulas, which hold none."""
    for child in chosen(parent):
        if child.tag == W + "r":
            yield child, child
        elif child.tag in (_MATHS + "oMath", _MATHS + "oMathPara"):
            yield None, child
        elif child.tag not in _GONE and isinstance(child.tag, str):
            yield from _runs(child)


def chosen(element: etree._Element) -> Iterable[etree._Element]:
    """The children that are to be read; of the ways to show the same, one: the others would be read twice."""
    return next(iter(element), ()) if element.tag == _ALTERNATE else element


def _visible(formula: etree._Element) -> str:
    return "".join(part.text or "" for part in formula.iter(_MATHS + "t"))


def _read_run(run: etree._Element, look: Look, state: _State, fields: Fields) -> None:
    customised = False
    for element in _unwrapped(run):
        if element.tag == W + "fldChar":
            fields.follow(attribute(element, "fldCharType"))
            continue
        if element.tag in _HOLDERS:
            state.found.holders.append(element)
            continue
        if element.tag in (W + "footnoteReference", W + "endnoteReference"):
            state.found.notes.append((element.tag.removeprefix(W).removesuffix("Reference"), attribute(element, "id")))
            customised = attribute(element, "customMarkFollows") in ("1", "true", "on")
            continue
        text = _READERS[element.tag](element) if element.tag in _READERS else _TEXT.get(str(element.tag), "")
        if (look.hidden or fields.in_code or customised) and text not in (NEW_PAGE, RENDERED_PAGE):
            continue
        if text:
            state.pieces.append((text, bool(look.raised)))
            size = look.size or 0.0
            state.sizes[size] = state.sizes.get(size, 0) + len(text.strip())
            state.bold += len(text.strip()) if look.bold else 0


def _unwrapped(run: etree._Element) -> Iterator[etree._Element]:
    for element in run:
        if element.tag == _ALTERNATE:
            yield from chosen(element)
        elif element.tag not in _GONE:
            yield element


def _symbol(element: etree._Element) -> str:
    """A character by its code; those of symbol fonts (F000 and on) say nothing without the font."""
    try:
        code = int(attribute(element, "char"), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 < code < 0xD800 else ""


def _with_raised(pieces: list[tuple[str, bool]]) -> Iterator[str]:
    """The pieces; raised figures behind Chinese are notes' marks and go, behind letters and figures they are powers"""
    before = ""
    at = 0
    while at < len(pieces):
        text, raised = pieces[at]
        at += 1
        if raised:
            while at < len(pieces) and pieces[at][1]:
                text += pieces[at][0]
                at += 1
            if _TYPED_MARK.fullmatch(text) and not (before[-1:].isascii() and before[-1:].isalnum() and text.isdigit()):
                continue
            text = text.translate(_RAISED) if text.strip().lstrip("+-").isdigit() else text
        before = text.strip() or before
        yield text


_READERS: dict[str, Callable[[etree._Element], str]] = {
    W + "t": lambda each: each.text or "",
    W + "br": lambda each: NEW_PAGE if attribute(each, "type") == "page" else "\v",
    W + "lastRenderedPageBreak": lambda _: RENDERED_PAGE,
    W + "sym": _symbol,
    W + "ruby": lambda each: "".join(part.text or "" for part in each.iterfind(f"{W}rubyBase/{W}r/{W}t")),
}


def keep_plausible_pages(blocks: Iterable[Block], counted: int) -> None:
    """Marks of pages as NEW_PAGE alone, or none, where they do not come to as many pages as were counted."""
    kept = list(blocks)
    marks = rendered = letters = 0
    broken = False  # a page was begun, and nothing shown on it
    for block in kept:
        out: list[str] = []
        for piece in _PAGES.split(block.text):
            if piece == RENDERED_PAGE:
                rendered += 1
                if broken:
                    continue
                piece = NEW_PAGE
            if piece == NEW_PAGE:
                marks += 1
                broken = True
            elif shown := len("".join(piece.split())):
                letters += shown
                broken = False
            out.append(piece)
        broken = broken and block.kind != "figure"
        block.text = "".join(out)
    pages = marks + 1
    plausible = (
        abs(pages - counted) <= max(1, pages // 20) if counted else rendered and 100 * pages <= letters <= 3000 * pages
    )
    if not plausible:
        for block in kept:
            block.text = block.text.replace(NEW_PAGE, "")
