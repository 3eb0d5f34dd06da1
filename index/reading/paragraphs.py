"""Paragraphs as a page sets them, to text: titles by their look, page numbers and running heads out, cut lines whole.

A document converted from pages (PDF to Word, OFD) has what stands on each page as paragraphs: "— 3 —", the head that
repeats, and lines that end where the page's line did.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from index.reading.extracted import Recognised
from index.reading.headings import is_byline, is_dateline, is_finished, is_title, marked_heading
from index.reading.repair import concatenate

__all__ = ["NEW_PAGE", "Assembled", "Block", "assemble"]

NEW_PAGE = "\x02"
"""Where a page begins in the text of a block; no format's text can hold it."""
_PICTURE = "\x04"  # where the text of a picture begins
_MARKS = re.compile(f"([{NEW_PAGE}{_PICTURE}])")
_MARKED_NUMBER = re.compile(
    r"[—–―－~·\-]{1,3}\s?(\d{1,4})\s?[—–―－~·\-]{1,3}|第\s?(\d{1,4})\s?页(?:\s?[，,/／]?\s?(?:共|总)\s?\d{1,4}\s?页)?"
    r"|[Pp]age\s(\d{1,4})(?:\sof\s\d{1,4})?"
)
_BARE_NUMBER = re.compile(r"(\d{1,4})(?:\s?[/／]\s?\d{1,4})?")
_DIGITS = re.compile(r"\d+")
_CAPTION = re.compile(
    r"(?:续?[图表]|附[图表件]?|专栏)\s*[\d一二三四五六七八九十]|(?:单位|注|注释|资料来源|数据来源|备注|来源)\s*[：:]"
)
_NARROW = re.compile(r"[^\u2000-\U0010ffff]")
_INNER = re.compile(r"[，,、；;。]")
_ADDRESSED = re.compile(r"各位|同志们|主席团|尊敬的")
_DATED = re.compile(r"[（(]?[〇○零一二三四五六七八九\d]{2,4}\s?年(?:\s?\S{1,2}\s?月(?:\s?\S{1,3}\s?日)?)?[）)]?")
_LONGEST_HEADING = 60
_LOWEST = 6
_LARGER = 1.15  # times the size of the text: 小二 over 三号 is 1.125, 二号 1.375
_FULL = 0.7  # of a line: what ends before it, ended on purpose
_SLACK = 0.1  # of a line, as fonts differ
_TAIL = 600
_APART = 6.0  # points: less is the page set askew
_SPACES = " \t\u00a0\u3000"


@dataclass(slots=True)
class Block:
    r"""A paragraph or a table in reading order.

    text: a paragraph's, with soft returns as \v, a table as Markdown, or what a figure's picture says, of which
    recognised are the lines. level: of a heading by its style, 1 to 6; 0
    for none. size: in points, of most of its characters, 0 where it is not known. first: where its first line begins,
    width: of a full line, both in points, None where they are not known.
    """

    text: str
    kind: Literal["text", "table", "figure", "note"] = "text"
    level: int = 0
    size: float = 0.0
    bold: bool = False
    centred: bool = False
    first: float | None = None
    width: float | None = None
    recognised: tuple[Recognised, ...] = ()

    @property
    def bare(self) -> str:
        """The text without marks of pages and space around it."""
        return self.text.replace(NEW_PAGE, "").strip()


@dataclass(frozen=True, slots=True)
class Assembled:
    """The text of a document. pages: where they begin, () where none is marked. recognised: what pictures say."""

    text: str
    pages: tuple[int, ...]
    recognised: tuple[Recognised, ...]


def assemble(blocks: Iterable[Block], *, wrapped: bool = False) -> Assembled:
    """The text of a document and its places.

    wrapped: each block is a line of a page, whatever it looks like.
    """
    kept = [block for block in blocks if block.bare or NEW_PAGE in block.text or block.kind == "figure"]
    numbers = _page_numbers(kept)
    _number_pages(kept, numbers)
    heads = _running_heads(kept, numbers)
    if numbers or wrapped or _cut_on_purpose(kept):
        _join(kept, skipped=numbers.keys() | heads)
    _mark_titles(kept)
    return _written(kept)


def _page_numbers(blocks: Sequence[Block]) -> dict[int, int]:
    """The printed number by block, for those that print one."""
    found: dict[int, int] = {}
    alone: dict[int, int] = {}
    for at, block in enumerate(blocks):
        if block.kind != "text" or len(bare := block.bare) > 24:
            continue
        text = bare.translate(_HALF_WIDTH)
        if marked := _MARKED_NUMBER.fullmatch(text):
            found[at] = int(next(group for group in marked.groups() if group))
        elif lone := _BARE_NUMBER.fullmatch(text):
            alone[at] = int(lone[1])
    # A lone figure is a page's number when all of them count on from one to the next.
    counted = [b - a == 1 for a, b in pairwise(alone.values())]
    if len(alone) >= 3 and all(counted):
        found |= alone
    return dict(sorted(found.items()))


_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {0x3000: 0x20, 0xA0: 0x20, 0x09: 0x20}


def _number_pages(blocks: Sequence[Block], numbers: dict[int, int]) -> None:
    """Where pages print 1, 2, 3… at their feet, they end there, whatever else says where they do."""
    printed = list(numbers.values())
    if len(printed) < 2 or printed != list(range(1, len(printed) + 1)):
        return
    first = next(iter(numbers))
    if not any(block.bare for block in blocks[:first]):
        return
    for at, block in enumerate(blocks):
        block.text = block.text.replace(NEW_PAGE, "")
        if at in numbers:
            block.text += NEW_PAGE
    last = blocks[max(numbers)]
    if not any(block.bare for block in blocks[max(numbers) + 1 :]):
        last.text = last.text.replace(NEW_PAGE, "")


def _running_heads(blocks: Sequence[Block], numbers: dict[int, int]) -> set[int]:
    """Short paragraphs that stand at most pages' ends or beginnings, the same but for figures."""
    edges: set[int] = set()
    pages = 0
    text_at = [at for at, block in enumerate(blocks) if block.bare and block.kind == "text" and at not in numbers]
    order = {at: n for n, at in enumerate(text_at)}
    before = -1
    for at, block in enumerate(blocks):
        if at in order:
            before = order[at]
        if NEW_PAGE in block.text or at in numbers:
            pages += 1
            edges.update(range(max(0, before - 1), before + 3))
    if pages < 3:
        return set()
    shapes: dict[str, list[int]] = {}
    for at in text_at:
        if len(bare := blocks[at].bare) <= 40 and not is_finished(bare) and not _CAPTION.match(bare):
            shapes.setdefault(_DIGITS.sub("0", bare), []).append(at)
    found: set[int] = set()
    for places in shapes.values():
        if len(places) >= max(3, pages // 2) and all(order[at] in edges for at in places[1:]):
            found.update(places[1:])  # the first may be the title itself
    for at in found:
        blocks[at].text = NEW_PAGE * blocks[at].text.count(NEW_PAGE)
    return found


def _cut_on_purpose(blocks: Sequence[Block]) -> bool:
    """Whether this document's paragraphs end where lines of a page did, rather than where their writer ended them."""
    texts = [block for block in blocks if block.kind == "text" and block.bare]
    continuing = _continuing(texts)
    return sum(_runs_on(a, b, continuing) for a, b in pairwise(texts)) >= 3


def _continuing(blocks: Iterable[Block]) -> float | None:
    """Lines that begin left of this continue a paragraph; None where all begin alike."""
    starts = Counter(round(block.first) for block in blocks if block.first is not None and _is_running(block.bare))
    usual, _ = max(starts.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
    others = {start: times for start, times in starts.items() if times >= 3 and abs(start - usual) > _APART}
    if not others:
        return None
    return (usual + max(others, key=lambda start: (others[start], -start))) / 2


def _is_running(text: str) -> bool:
    return len(text) >= 20 and not _is_apart(text[:_TAIL])


def _join(blocks: list[Block], *, skipped: Iterable[int]) -> None:
    """Put together, in place, what runs on over paragraphs, and over page numbers and running heads among them."""
    continuing = _continuing(block for block in blocks if block.kind == "text")
    for at in skipped:
        blocks[at].text = NEW_PAGE * blocks[at].text.count(NEW_PAGE)
    last: Block | None = None
    parts: list[str] = []
    tail = Block("")
    waiting: list[Block] = []  # marks of pages since

    for block in blocks:
        if not block.bare:  # a page's end or a picture
            waiting.append(block)
            continue
        if last is not None and block.kind == "text" and _runs_on(tail, block, continuing):
            marks = "".join(each.text for each in waiting)
            for each in waiting:
                each.text = ""
            glue = concatenate(tail.text[-1], block.bare[0])[1:-1]
            parts += [marks, glue, block.text.strip(_SPACES)]
            # Only a paragraph's end is looked at, so that a thousand cuts cost a thousand looks.
            tail.text = (tail.text + block.bare)[-_TAIL:]
            block.text = ""
        else:
            if last is not None:
                last.text = "".join(parts)
            last = block if block.kind == "text" else None
            parts = [block.text.rstrip(_SPACES)]
            tail = replace(block, text=block.bare[-_TAIL:])
        waiting = []
    if last is not None:
        last.text = "".join(parts)


def _runs_on(block: Block, following: Block, continuing: float | None) -> bool:
    """Whether a sentence runs over the end of a paragraph that is a line of the page: "…再就业 514" + "万人，…"."""
    text, after = block.bare, following.bare[:600]
    if block.level or following.level or is_finished(text):
        return False
    if block.size and following.size and abs(block.size - following.size) > 0.5:
        return False
    if continuing is not None and following.first is not None and following.first > continuing:
        return False
    if "\v" in after or not _is_full(block) or _ADDRESSED.match(after) or marked_heading(after) is not None:
        return False
    return not _is_apart(text) and not _is_apart(after)


def _is_full(block: Block) -> bool:
    """Whether its last line reaches the margin; where that is not known, whether it breaks off within a sentence."""
    if not block.width or not block.size:
        return bool(_INNER.search(block.bare))
    lines = _em(block.bare) * block.size / block.width
    # Over several lines nobody can say from widths where the last one ends.
    return lines >= _FULL if lines <= 1 + _SLACK else bool(_INNER.search(block.bare))


def _is_apart(text: str) -> bool:
    return bool(
        _CAPTION.match(text) or is_byline(text) or is_title(text) or is_dateline(text) or _DATED.fullmatch(text)
    )


def _em(text: str) -> float:
    """Width in full-width characters."""
    return len(text) - len(_NARROW.findall(text)) / 2


def _mark_titles(blocks: Sequence[Block]) -> None:
    """Levels for short lines that are larger than the text, or bold within text that is not."""
    sizes: Counter[float] = Counter()
    bold = total = 0
    for block in blocks:
        if block.kind == "text" and not block.level:
            sizes[block.size] += len(block.text)
            total += len(block.text)
            bold += len(block.text) if block.bold else 0
    usual = max(sizes, key=lambda size: (sizes[size], -size), default=0.0)
    titles = [block for block in blocks if _may_be_title(block)]
    larger = sorted({block.size for block in titles if usual and block.size >= _LARGER * usual}, reverse=True)[:3]
    for block in titles:
        if block.size in larger:
            block.level = larger.index(block.size) + 1
    if bold * 4 <= total:
        _mark_bold(blocks, len(larger) + 1)
    _lower_marked(blocks)


def _mark_bold(blocks: Sequence[Block], level: int) -> None:
    """Bold lines above longer ones."""
    begun = False  # names and dates stand between the title and the text
    for at, (block, following) in enumerate(pairwise([block for block in blocks if block.bare])):
        text = block.bare
        begun = begun or (len(text) >= 20 and is_finished(text))
        if (begun or at == 0) and block.bold and _may_be_title(block):
            introduces = following.kind == "text" and len(following.bare) > len(text)
            block.level = level if introduces else 0


def _lower_marked(blocks: Sequence[Block]) -> None:
    """A title and its 一、 stand on two levels, though the first be of the style "Title" and the other "Heading 1"."""
    headings = [block for block in blocks if block.level]
    marked = {id(block) for block in headings if marked_heading(block.bare) is not None}
    if any((id(a) in marked) != (id(b) in marked) for a, b in pairwise(each for each in headings if each.level == 1)):
        for block in headings:
            if id(block) in marked or block.level > 1:
                block.level = min(_LOWEST, block.level + 1)


def _may_be_title(block: Block) -> bool:
    """Whether a paragraph is a title if it looks like one; headings with a mark of their own need none of ours."""
    text = block.bare
    if block.kind != "text" or block.level or not 4 <= len(text) <= _LONGEST_HEADING or is_finished(text):
        return False
    return (
        marked_heading(text) is None and not _CAPTION.match(text) and not is_byline(text) and not _DATED.fullmatch(text)
    )


def _written(blocks: Iterable[Block]) -> Assembled:
    parts: list[str] = []
    read: list[Block] = []
    marks = ""
    for block in blocks:
        own = NEW_PAGE * block.text.count(NEW_PAGE)
        if not block.bare:
            marks += own
            continue
        if block.recognised:
            read.append(block)
            parts.append(marks + _PICTURE + block.text)
        elif block.level:
            parts.append(f"{marks}{own}{'#' * block.level} {' '.join(block.bare.split())}")
        else:
            parts.append(marks + block.text.strip(_SPACES))
        marks = ""
    pieces = _MARKS.split("\n\n".join(parts) + marks)
    text = "".join(pieces[::2])
    pages, recognised, end = [0], list[Recognised](), 0
    for piece, mark in zip(pieces[::2], pieces[1::2], strict=False):
        end += len(piece)
        if mark == NEW_PAGE:
            pages.append(end + len(text[end : end + 4]) - len(text[end : end + 4].lstrip()))
        else:
            lines = read.pop(0).recognised
            recognised += [Recognised(end + line.start, end + line.end, line.confidence) for line in lines]
    return Assembled(text, tuple(pages) if len(pages) > 1 else (), tuple(recognised))
