"""Decoded text to canonical text: sentences cut by blank lines and hard wraps are whole again.

What white space, unseen characters and radicals hid shows again (`index.reading.characters`); no other character
changes, and nothing that can be seen is removed: what is not to be searched or shown is annotated. The repaired text
is the canonical one, and every offset and quote is of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from index.reading.characters import mend_characters
from index.reading.headings import SENTENCE_END, TURN_PAGE, is_byline, is_finished, is_title, marked_heading, plain
from index.types import Annotation, RepairedText

__all__ = ["annotate", "concatenate", "repair"]

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(?:.*\n)*?---[ \t]*(?:\n|\Z)")
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_MARKUP = re.compile(r"^#{1,6}[ \t]+|\*\*", re.MULTILINE)
# Marks of notes that a conversion left in the line: 生产总值[2]13507亿元, where the text has at least two of them.
_NOTE_MARK = re.compile(r"(?<=[\u4e00-\u9fff）)%％])\[注?\d{1,2}\]")
_EMPTY_LABEL = re.compile(
    r"^(?:相关阅读|相关链接|相关新闻|相关稿件|延伸阅读|推荐阅读|上一篇|下一篇|打印本页|关闭窗口|分享到|返回顶部|返回首页)[：:]?$",
    re.MULTILINE,
)
_SALUTATION = re.compile(r"^(?:各位(?:代表|委员)|同志们|主席团|尊敬的)")
_PROTECTED = re.compile(r"^(?:---|<!--|\||[-*+]\s|https?:|(?:source|title|date|url)\s*:)|-->$|\|$")
# A year set on a line of its own; other lone numbers may be those of pages.
_LONE_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*年)?")
# Between the cells of a table that is set with blanks; two such gaps make a row.
_WIDE_GAP = re.compile(r"(?<=\S)[ \u3000]{2,40}(?=\S)")
_INNER_COMMA = re.compile(r"[，,；;、]")
# A line break falls inside a sentence when the line is this long and has no full stop; headings are shorter.
_LONG_LINE = 38
_TAIL = 600


@dataclass(slots=True)
class _Line:
    text: str
    gap: bool  # a blank line stands before it
    fixed: bool = False  # never joined to its neighbours


def repair(text: str) -> RepairedText:
    """Canonical text and its annotations; repairing it again changes nothing."""
    current = _join_cut_lines(mend_characters(text))
    # Joining makes lines longer and may show that their neighbour is cut too, or that a space stands within a
    # sentence; the text only gets shorter, so this ends.
    while (again := _join_cut_lines(mend_characters(current))) != current:
        current = again
    return RepairedText(current, annotate(current))


def annotate(text: str) -> tuple[Annotation, ...]:
    """What is kept but neither searched nor shown, in order of position, without overlaps."""
    found: list[Annotation] = []
    front = _FRONT_MATTER.match(text)
    if front:
        found.append(Annotation("front_matter", front.start(), front.end()))
    body = front.end() if front else 0
    found.extend(Annotation("comment", m.start(), m.end()) for m in _COMMENT.finditer(text, body))
    found.extend(Annotation("markup", m.start(), m.end()) for m in _MARKUP.finditer(text, body))
    marks = [Annotation("markup", m.start(), m.end()) for m in _NOTE_MARK.finditer(text, body)]
    found.extend(marks if len({text[each.start : each.end] for each in marks}) > 1 else ())
    found.extend(Annotation("furniture", m.start(), m.end()) for m in _EMPTY_LABEL.finditer(text, body))
    found.extend(Annotation("furniture", m.start(), m.end()) for m in TURN_PAGE.finditer(text, body))
    found.extend(_repeated_titles(text, body))
    kept: list[Annotation] = []
    for annotation in sorted(found, key=lambda a: (a.start, -a.end)):
        if not kept or annotation.start >= kept[-1].end:
            kept.append(annotation)
    return tuple(kept)


def _repeated_titles(text: str, body: int) -> list[Annotation]:
    """Further copies of the first line, as web pages print their title twice and thrice."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"\S[^\n]*", text[body:])]
    if not lines:
        return []
    start, end = lines[0]
    title = text[body + start : body + end].strip()
    if len(title) < 6 or is_finished(title) or marked_heading(title):
        return []
    return [Annotation("furniture", body + s, body + e) for s, e in lines[1:] if text[body + s : body + e] == title]


def _join_cut_lines(text: str) -> str:
    lines = _split(text)
    _join_wrapped(lines)
    # Upwards first: a line may be seen to continue only once what continues it is joined to it.
    upwards: list[_Line] = []
    for line in reversed(lines):
        if upwards and _is_cut(line, upwards[-1]):
            upwards[-1] = _Line(concatenate(line.text, upwards[-1].text), line.gap)
        else:
            upwards.append(line)
    joined: list[_Line] = []
    for line in reversed(upwards):
        if joined and _is_cut(joined[-1], line):
            joined[-1].text = concatenate(joined[-1].text, line.text)
        else:
            joined.append(line)
    parts: list[str] = []
    for line in joined:
        if parts:
            parts.append("\n\n" if line.gap else "\n")
        parts.append(line.text)
    return "".join(parts)


def _split(text: str) -> list[_Line]:
    front = _FRONT_MATTER.match(text)
    head = front.end() if front else 0
    lines: list[_Line] = []
    position, gap = 0, False
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            fixed = position < head or bool(_PROTECTED.search(stripped))
            lines.append(_Line(stripped, gap, fixed))
        gap = not stripped
        position += len(raw) + 1
    rows = [len(_WIDE_GAP.findall(line.text)) > 1 for line in lines]
    for first, second in pairwise(range(len(lines))):
        if rows[first] and rows[second]:
            lines[first].fixed = lines[second].fixed = True
    return lines


def _is_cut(line: _Line, following: _Line) -> bool:
    """Whether a sentence runs from one paragraph into the next: "…把以学" + "铸魂、以学增智…"."""
    # A paragraph that has grown long is judged by its end, so that a thousand cuts cost a thousand looks.
    text = line.text[-_TAIL:]
    if line.fixed or following.fixed or is_finished(text) or is_byline(text) or is_title(text):
        return False
    if text.endswith("**") or not _may_continue(following.text):
        return False
    body = plain(text)
    if any(mark in body for mark in "。！？") or _has_open_bracket(body) or body[-1:] in ("，", ",", "、"):
        return True
    return marked_heading(text) is None and len(body) >= _LONG_LINE and bool(_INNER_COMMA.search(body))


def _may_continue(text: str) -> bool:
    head = text[:_TAIL]
    if is_byline(head) or is_title(head) or _SALUTATION.match(head) or marked_heading(head):
        return False
    return is_finished(text[-_TAIL:]) or len(text) >= _LONG_LINE or bool(_LONE_YEAR.fullmatch(text))


def _has_open_bracket(text: str) -> bool:
    return any(text.count(opening) > text.count(closing) for opening, closing in ("“”", "《》", "（）", "‘’"))


def concatenate(left: str, right: str) -> str:
    """What a line's end parted, put together: with a space between words in Latin letters alone."""
    words = left[-1].isascii() and left[-1].isalpha() and right[0].isascii() and right[0].isalpha()
    return f"{left} {right}" if words else left + right


def _width(text: str) -> float:
    """Width in full-width characters."""
    return sum(0.5 if ord(character) < 0x2000 else 1.0 for character in text)


def _wrap_width(lines: list[_Line]) -> float:
    """The column at which this text's lines are wrapped, or 0 when each line is a paragraph."""
    pairs = [a for a, b in pairwise(lines) if not b.gap and not a.fixed and _width(a.text) >= 16]
    cut = [_width(a.text) for a in pairs if not is_finished(a.text)]
    if len(cut) < 8 or len(cut) * 10 < len(pairs) * 6:
        return 0.0
    return median(cut) if max(cut) <= 100 else 0.0


def _join_wrapped(lines: list[_Line]) -> None:
    """Join, in place, the wrapped lines of each block, and blocks parted by a blank line within a sentence."""
    width = _wrap_width(lines)
    if not width:
        return
    blocks: list[list[_Line]] = []
    for line in lines:
        if not blocks or line.gap or (is_finished(blocks[-1][-1].text) and marked_heading(line.text)):
            blocks.append([])
        blocks[-1].append(line)
    result: list[_Line] = []
    continues = False
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        heads = 0 if continues else _heading_lines(block)
        body = block[heads:]
        runs_on = bool(body) and following is not None and _runs_on(block, following, width)
        result.extend(block[:heads])
        if body and (runs_on or continues or is_finished(body[-1].text)) and not any(line.fixed for line in body):
            paragraphs = _paragraphs(body)
            if continues:
                result[-1].text = concatenate(result[-1].text, paragraphs.pop(0).text)
            result.extend(paragraphs)
        else:
            result.extend(body)
            runs_on = False
        continues = runs_on
    lines[:] = result


def _heading_lines(block: list[_Line]) -> int:
    """How many lines at the block's head were ended on purpose: well short of its widest, and no running text."""
    widest = max(_width(line.text) for line in block)
    count = 0
    for line in block:
        marked = marked_heading(line.text) is not None
        if _width(line.text) >= 0.8 * widest or (not marked and re.search(r"[，,。；;]", line.text)):
            break
        count += 1
    return count


def _runs_on(block: list[_Line], following: list[_Line], width: float) -> bool:
    """Whether a block's last line goes on after the blank line: "…健全理论学习长效机制，用好区政" + "协…"."""
    last = block[-1]
    if is_finished(last.text) or last.fixed or following[0].fixed or is_byline(last.text):
        return False
    if marked_heading(last.text) or marked_heading(following[0].text) or not is_finished(following[-1].text):
        return False
    # Under a heading a short line with a comma is the paragraph's first; elsewhere it may be a headline.
    begun = marked_heading(block[0].text) is not None and bool(_INNER_COMMA.search(last.text))
    return begun or _width(last.text) >= 0.9 * width or _has_open_bracket(last.text)


def _paragraphs(body: list[_Line]) -> list[_Line]:
    """The block's lines joined; a sentence that ends well before the margin ends its paragraph."""
    widest = max(_width(line.text) for line in body)
    paragraphs = [_Line(body[0].text, body[0].gap)]
    for before, line in pairwise(body):
        ended = before.text.rstrip("”’）)")[-1:] in tuple(SENTENCE_END) and _width(before.text) < 0.85 * widest
        if ended or marked_heading(line.text) is not None:
            paragraphs.append(_Line(line.text, line.gap))
        else:
            paragraphs[-1].text = concatenate(paragraphs[-1].text, line.text)
    return paragraphs
