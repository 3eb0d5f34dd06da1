"""A page's tree → its lines, each with the element that it stands in and how much of it is links."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from index.errors import ReadError

__all__ = [
    "BLOCKS",
    "HEADINGS",
    "NOT_TEXT",
    "Element",
    "Line",
    "hidden_elements",
    "joined",
    "lines_of_tree",
    "parse_tree",
]

Element = Any  # of lxml, which has no type hints

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = frozenset(
    "html body div p section article main header footer nav aside center form fieldset table caption thead tbody tfoot "
    "tr td th ul ol li dl dt dd blockquote pre figure figcaption details summary address hr frameset noframes".split()
) | frozenset(HEADINGS)
NOT_TEXT = frozenset(
    "head script style noscript template iframe object embed applet select datalist option button input textarea "
    "canvas svg math audio video map title link meta rp rt".split()
)
# libxml2 ends the document at the first of these, wherever a page that was put together from others has one.
_INNER_ENDS = re.compile(r"</?(?:html|body)\s*+>", re.IGNORECASE)
_SPACE = re.compile("[ \t\r\n\f\v\u00a0]+")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
# Chinese is written without spaces: where a page's source breaks a line between two such characters, none is meant.
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—]")
_RAISED = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_MOST_TAGS = 800_000  # a page of 5 MB has some 100,000; each takes up to a kilobyte
_DEEPEST = 1500  # elements in one another: the parser gives up in silence at 2,048


@dataclass(frozen=True, slots=True)
class Line:
    """What is shown on a line of its own. owner: the nearest block around it.

    length: characters of it that are no space; linked: those of them in links.
    """

    owner: Element
    text: str
    length: int
    linked: int


def parse_tree(text: str, source: str) -> Element:
    """The page's root element. Raises: ReadError where it has none, too many, or too deeply nested elements."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, recover=True
    )
    if text.count("<") > _MOST_TAGS:
        message = "has too many elements to be read; save the page's text as .txt. 网页元素过多，请另存为 .txt"
        raise ReadError(source, message, problem="format")
    whole = _INNER_ENDS.sub(" ", text).replace("\0", "")
    root = etree.fromstring(whole.encode("utf-8", "replace"), parser) if whole.strip() else None
    if root is None:
        raise ReadError(source, "is empty; save the page anew. 网页是空的，请重新保存", problem="empty")
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log) or _too_deep(root):
        message = "nests its elements too deeply to be read; save the page's text as .txt. 网页嵌套过深，请另存为 .txt"
        raise ReadError(source, message, problem="format")
    return root


def _too_deep(root: Element) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False


def lines_of_tree(
    root: Element, left_out: Collection[Element], *, drawn: Callable[[Element], str | None] | None = None
) -> Iterator[Line]:
    """The lines below an element, without those of the elements left out.

    drawn: gives a table that is one as text, which is then a line; None for what is to be read as usual.
    """
    pieces: list[tuple[str, bool]] = []
    blocks: list[Element] = [root]

    def flush() -> Iterator[Line]:
        whole = "".join(piece for piece, _ in pieces)
        linked = sum(_length(piece) for piece, in_link in pieces if in_link)
        pieces.clear()
        for part in whole.split("\n") if any(block.tag == "pre" for block in blocks[-2:]) else [whole]:
            text = joined(part)
            if text:
                yield Line(blocks[-1], text, _length(text), min(linked, _length(text)))

    links = raised = 0
    for event, element, text in _walk(root, left_out, drawn):
        name = element.tag
        if event == "drawn":
            yield from flush()
            yield Line(element, text, _length(text), 0)
            continue
        if event == "open":
            if name == "br" or name in BLOCKS:
                yield from flush()
            if name in BLOCKS and element is not root:
                blocks.append(element)
            links += name == "a"
            raised += name == "sup"
        elif event == "close":
            if name in BLOCKS:
                yield from flush()
            if name in BLOCKS and element is not root:
                blocks.pop()
            links -= name == "a"
            raised -= name == "sup"
        # A note's raised number must not lengthen the figure before it: 409件, not 4091件.
        pieces.append((text.translate(_RAISED) if raised else text, links > 0))
    yield from flush()


def _length(text: str) -> int:
    return len("".join(text.split()))


def _walk(
    root: Element, left_out: Collection[Element], drawn: Callable[[Element], str | None] | None
) -> Iterator[tuple[str, Element, str]]:
    """(open, element, its first text), (close, element, the text after it), ("skip", …) for what is left out."""
    yield "open", root, root.text or ""
    above, waiting = [root], [iter(root)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
            done = above.pop()
            yield "close", done, (done.tail or "") if done is not root else ""
            continue
        skipped = not isinstance(element.tag, str) or element.tag in NOT_TEXT or element in left_out
        picture = drawn(element) if drawn and not skipped and element.tag == "table" else None
        if picture is not None:
            yield "drawn", element, picture
        if skipped or picture is not None:
            yield "skip", element, element.tail or ""
            continue
        yield "open", element, element.text or ""
        above.append(element)
        waiting.append(iter(element))


def joined(text: str) -> str:
    """White space as a browser shows it: one space for several, none for a source's line break between ideographs."""

    def space(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        broken = "\n" in match[0] or "\r" in match[0]
        return "" if broken and _WIDE.match(before) and _WIDE.match(after) else " "

    text = text.translate(_UNSEEN)
    return _SPACE.sub(space, text).strip()


def hidden_elements(elements: list[Element]) -> set[Element]:
    """Those that the page's own styles hide: display: none, in their attribute or a rule for their class or id."""
    rules = [_hiding(element.text or "") for element in elements if element.tag == "style"]
    hiding = frozenset[str]().union(*rules)
    found = set()
    for element in elements:
        if not isinstance(element.tag, str):
            continue
        style = "".join((element.get("style") or "").lower().split())
        names = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
        if (
            _hides(style)
            or element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or not names.isdisjoint(hiding)
        ):
            found.add(element)
    return found


def _hides(style: str) -> bool:
    """style: without white space, in lower case."""
    parts = style.replace("!important", "").split(";")
    return any(part in _HIDES for part in parts)


_HIDES = frozenset(("display:none", "visibility:hidden", "opacity:0", "font-size:0", "font-size:0px", "font-size:0pt"))


def _hiding(sheet: str) -> frozenset[str]:
    """The selectors of one class or id whose rule hides on a screen: {".hide"}. Rules within @media are not for all."""
    found: set[str] = set()
    inside: list[str] = []
    before = ""
    for piece in re.split("([{}])", sheet):
        if piece == "{":
            inside.append(before.strip())
        elif piece == "}":
            selector = inside.pop() if inside else ""
            if not inside and _hides("".join(before.lower().split())):
                found.update(each.strip() for each in selector.split(","))
        before = piece
    return frozenset(found)
