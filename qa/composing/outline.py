"""A report → its outline: the headings that stand in it, marked or run in, each with the sentences under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.engine import Engine
from index.language.sentences import sentences
from index.types import Report, Role, Section, Span

__all__ = [
    "OF_PART",
    "Item",
    "heading_of",
    "is_run_in",
    "item_of",
    "items_of",
    "paragraphs_in",
    "parts_of",
    "whole_sentences",
]

_ENDS = re.compile(r"[。！？!?…][”’」』）)]*$")
_LINE_ENDS = re.compile(r"[。！？!?；;:：…][”’」』）)]*$")
# 坚持党的全面领导,确保提案工作正确方向。 before the text of its paragraph.
_LONGEST_RUN_IN = 45
# 助力打造更优营商环境。 amid a paragraph.
_LONGEST_WITHIN = 20
_RUN_IN = re.compile(r"^[^。！？!?；;\d“《]{4,45}[。：:]$")
_FEWEST_RUN_INS = 3
# A short first sentence is a heading only where nearly all paragraphs have one.
_MOSTLY = 0.75
_BARE_YEAR = re.compile(r"^(?:19|20)\d\d年?$")


@dataclass(frozen=True, slots=True)
class Item:
    """A heading with what stands under it. heading: where it is printed, None where it has none.

    sentences: under it and its subheadings. section: its number in the report, None for a run-in heading.
    """

    report: Report
    path: tuple[str, ...]
    heading: Span | None
    sentences: tuple[Span, ...]
    section: int | None = None

    @property
    def title(self) -> str:
        """The heading's characters on one line, "" where it has none."""
        return " ".join(self.report.text[self.heading.start : self.heading.end].split()) if self.heading else ""


def whole_sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of text[start:end], up to a full stop; where a line's end cuts one, its pieces are joined."""
    found: list[Span] = []
    for span in sentences(text[start:end], offset=start):
        if found and not _ENDS.search(text[found[-1].start : found[-1].end]):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _paragraph_of(text: str, position: int, low: int, high: int) -> Span:
    """The paragraph within low:high that a position stands in: up to a line that ends with a sentence."""
    start = position
    while (cut := text.rfind("\n", low, start)) >= 0 and not _LINE_ENDS.search(text[low:cut].rstrip()[-3:]):
        start = cut
    end = position
    while (at := text.find("\n", end, high)) >= 0 and not _LINE_ENDS.search(text[low:at].rstrip()[-3:]):
        end = at + 1
    return Span(cut + 1 if cut >= 0 else low, at if at >= 0 else high)


def _bodies_of(sections: Sequence[Section], start: int, end: int) -> list[Span]:
    """What of start:end stands between headings."""
    inner = [each for each in sections if each.start < end and each.body_start > start]
    starts = [start, *(each.body_start for each in inner)]
    ends = [*(max(start, each.start) for each in inner), end]
    return [Span(low, high) for low, high in zip(starts, ends, strict=True) if low < high]


def paragraphs_in(sections: Sequence[Section], report: Report, start: int, end: int) -> list[Span]:
    """The whole paragraphs of a report that have a part of start:end, without headings."""
    text = report.text
    low, high = max(report.start, start - _AROUND), min(report.end, end + _AROUND)
    found: list[Span] = []
    for body in _bodies_of(sections, low, high):
        position = body.start
        while position < body.end:
            paragraph = _paragraph_of(text, position, body.start, body.end)
            if paragraph.start < end and start < paragraph.end and text[paragraph.start : paragraph.end].strip():
                found.append(paragraph)
            position = paragraph.end + 1
    return found


# A paragraph reaches at most so far beyond what is asked for of it.
_AROUND = 1_500


def items_of(index: Engine, report: Report, role: Role | None, years: Sequence[int] = ()) -> list[Item]:
    """The outline of a report's review, of its plan, or of both (None), in its order.

    years: where several parts of the role are of different years, those of these. The uppermost level that has more
    than one heading; where no heading is marked, those run in before paragraphs, else the paragraphs themselves.
    """
    sections = [each for each in index.sections(report.id) if role is None or each.role == role]
    dated = [each for each in sections if set(each.years) & set(years)]
    chosen = dated or sections
    numbers = {each.number for each in chosen}
    level = [each for each in chosen if each.parent not in numbers]
    while True:
        level = [each for each in level if not _BARE_YEAR.match(each.heading) or _children(each, chosen)]
        below = [_children(each, chosen) for each in level]
        childless = [each for each, under in zip(level, below, strict=True) if not under]
        deeper = [child for under in below for child in under]
        if len(deeper) >= _FEWEST_RUN_INS and len(childless) == len(level) - 1 and not any(map(_has_text, childless)):
            level = deeper  # ——贯彻新发展理念； ——…： principles in a row, the last of them before what is to be done
            continue
        if not deeper or len(childless) > 1:
            break
        if len(level) > 1 and len(deeper) > _MOST_ON_A_LEVEL:
            break
        if len(level) > 1 and _is_outline(level):
            break
        level = deeper
    items = [item_of(report, each, chosen) for each in level]
    return parts_of(items[0]) if len(items) == 1 else items


def _has_text(section: Section) -> bool:
    return section.end - section.body_start >= _SHORTEST_TEXT


_SHORTEST_TEXT = 10
_MOST_ON_A_LEVEL = 12
# One sentence only leads up to what follows.
_FEWEST_OF_LEAD = 2
# 2023年工作回顾, 二、2024年工作安排: names of parts, which say nothing of what was done.
OF_PART = re.compile(
    r"(?:19|20)\d\d|回顾|总结|安排|建议|打算|任务|目标|要求|意见|今年|过去|今后|未来|五年|本届|情况|工作$"
)


def _is_outline(level: Sequence[Section]) -> bool:
    """Whether headings say what they are about, and do not only part the review from the plan."""
    return sum(OF_PART.search(each.heading) is not None for each in level) * 2 < len(level)


def _children(section: Section, sections: Sequence[Section]) -> list[Section]:
    return [each for each in sections if each.parent == section.number]


def heading_of(report: Report, section: Section) -> Span | None:
    """Where the heading of a section is printed, without its marks; None where it has none."""
    printed = report.text[section.start : section.body_start]
    left = len(printed) - len(printed.lstrip(" \t\n　#*-•●■◆▲★·"))
    right = len(printed.rstrip(" \t\n　*#"))
    return Span(section.start + left, section.start + right) if left < right else None


def item_of(report: Report, section: Section, sections: Sequence[Section]) -> Item:
    """A section with all that stands under its heading."""
    text = report.text
    inner = [each for each in sections if section.start < each.start < section.end]
    parts = _bodies_of(inner, section.body_start, section.end)
    bodies = [span for part in parts for span in whole_sentences(text, part.start, part.end)]
    under = [span for span in bodies if _ENDS.search(text[span.start : span.end])]
    return Item(report, section.heading_path, heading_of(report, section), tuple(under), section.number)


def parts_of(item: Item, *, led: bool = False) -> list[Item]:
    """The parts of an item whose paragraphs begin with headings of their own; else its paragraphs, else itself.

    led: what stands before the first of these headings is a part too.
    """
    text = item.report.text
    if not item.sentences:
        return [item]
    low, high = item.sentences[0].start, item.sentences[-1].end
    paragraphs: list[list[Span]] = []
    for sentence in item.sentences:
        if not paragraphs or "\n" in text[paragraphs[-1][-1].end : sentence.start]:
            paragraphs.append([])
        paragraphs[-1].append(sentence)
    headed = [len(each) > 1 and is_run_in(text, each[0]) for each in paragraphs]
    if sum(headed) >= max(_FEWEST_RUN_INS, _MOSTLY * sum(len(each) > 1 for each in paragraphs)):
        found = [
            Item(item.report, item.path, each[0], tuple(each[1:]))
            for each, has in zip(paragraphs, headed, strict=True)
            if has
        ]
        return _lead(item, found[0], led) + found
    short = [len(each) <= _LONGEST_WITHIN for each in item.sentences]
    # A heading stands between the long sentences of two parts; of short sentences in a row none is one.
    within = [
        n
        for n, each in enumerate(item.sentences[:-1])
        if short[n] and not short[n + 1] and not (n and short[n - 1]) and is_run_in(text, each)
    ]
    if len(within) >= _FEWEST_RUN_INS and high > low:
        borders = [*within, len(item.sentences)]
        found = [
            Item(item.report, item.path, item.sentences[at], item.sentences[at + 1 : until])
            for at, until in pairwise(borders)
        ]
        return _lead(item, found[0], led) + found
    if len(paragraphs) > 1:
        return [Item(item.report, item.path, None, tuple(each)) for each in paragraphs]
    return [item]


def _lead(item: Item, first: Item, led: bool) -> list[Item]:
    """What of an item stands before its first part, if that is wanted and says something."""
    start = first.heading.start if first.heading else item.sentences[0].start
    before = tuple(each for each in item.sentences if each.end <= start)
    return [Item(item.report, item.path, None, before)] if led and len(before) >= _FEWEST_OF_LEAD else []


def is_run_in(text: str, sentence: Span) -> bool:
    """Whether a sentence may head those behind it: it is short, without figures."""
    return len(sentence) <= _LONGEST_RUN_IN and _RUN_IN.match(text[sentence.start : sentence.end]) is not None
