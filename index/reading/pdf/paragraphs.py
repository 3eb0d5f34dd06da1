"""Lines to paragraphs and headings, and footnotes apart from them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from index.reading.headings import is_finished, is_title, marked_heading
from index.reading.pdf.leaves import Leaf
from index.reading.pdf.pieces import Piece, is_wide
from index.reading.pdf.tables import Table

__all__ = ["Block", "Look", "blocks_of", "glued", "look_of", "marks_by_page", "split_notes"]

_LARGER, _SMALLER = 1.15, 0.9  # than the usual text: a heading, a footnote
_LONGEST_HEADING = 60
_SHORT_RULE = (30.0, 220.0)  # points; Word draws 144 above its footnotes
_CAPTION = re.compile(r"[（(]?单位[:：]|[表图]\s?\d|附?注[:：]|资料来源|数据来源")
_ENTRY = re.compile(r"\s*([\[［〔（(]?(?:\d{1,3}|[*＊※†‡]{1,3})[\]］〕）)]?|[①-⑳㉑-㉟❶-❿]|注\d{0,2}[:：]?)")


@dataclass(slots=True)
class Block:
    """A paragraph, a heading (level 1 to 3) or a table. pages: (offset in the text, page) where a page's part starts.

    open_end: its last line runs to the column's end. indented: its first line is set in.
    """

    text: str
    pages: list[tuple[int, int]]
    level: int = 0
    table: Table | None = None
    open_end: bool = False
    indented: bool = False
    boxed: bool = False
    first: bool = False  # of its leaf
    last: bool = False
    lonely: bool = False  # the only line of its leaf, whose column cannot be told


@dataclass(frozen=True, slots=True)
class Look:
    """How the document's text is set. size: of its usual text, in points. faces: its typefaces. title: the size of its
    title. indents: whether first lines are set in.
    """

    size: float
    faces: frozenset[int]
    title: float
    indents: bool


@dataclass(slots=True)
class _Paragraph:
    lines: list[Piece] = field(default_factory=list)


def look_of(leaves: list[Leaf], size: float) -> Look:
    """From all leaves of a document."""
    full: Counter[int] = Counter()
    all_of: Counter[int] = Counter()
    indented = lines = 0
    for leaf in leaves:
        for line in _lines(leaf):
            if abs(line.size - size) > 0.08 * size:
                continue
            all_of.update(line.faces)
            if leaf.right - line.right < 1.3 * size and len(leaf.rows) > 3:
                full.update(line.faces)
                lines += 1
                indented += 1.2 < (line.left - leaf.left) / size < 3
    most = max(all_of, key=lambda face: (all_of[face], -face), default=-1)
    faces = {face for face, count in all_of.items() if full[face] * 5 > 2 * count} | {most}
    first = min((leaf.page for leaf in leaves if leaf.rows), default=0)
    sizes = [line.size for leaf in leaves if leaf.page <= first + 1 for line in _lines(leaf) if len(line.text) > 3]
    largest = max(sizes, default=size)
    title = largest if largest >= 1.25 * size else float("inf")
    return Look(size, frozenset(faces), title, indented * 20 > lines)


def _lines(leaf: Leaf) -> Iterable[Piece]:
    return (row for row in leaf.rows if isinstance(row, Piece))


def split_notes(leaf: Leaf, marks: frozenset[str], look: Look) -> list[str]:
    """Take the footnotes out of a leaf: small lines at its foot that begin with a mark which stands in the page's text,
    or below a short rule. Each is one line, without its mark; the first may go on from the page before, with its text
    begun by "…".
    """
    below = _trailing(leaf, look.size)
    foot = _below_rule(below, leaf, marks) or _from_mark(_trailing(leaf, _SMALLER * look.size), marks)
    if not foot:
        return []
    del leaf.rows[len(leaf.rows) - len(foot) :]
    notes: list[str] = []
    for line in foot:
        mark = _mark_of(line, marks)
        if mark:
            notes.append(line.text.lstrip()[len(mark) :].lstrip(" .．、:："))
        elif notes:
            notes[-1] = glued(notes[-1], line.text)
        else:
            notes.append("…" + line.text)
    return notes


def _trailing(leaf: Leaf, size: float) -> list[Piece]:
    """The lines at the foot of a leaf that are no larger."""
    begin = len(leaf.rows)
    while begin and isinstance(row := leaf.rows[begin - 1], Piece) and row.size <= size + 0.05:
        begin -= 1
    return [row for row in leaf.rows[begin:] if isinstance(row, Piece)]


def _below_rule(foot: list[Piece], leaf: Leaf, marks: frozenset[str]) -> list[Piece]:
    """What of the foot stands below a short rule, as word processors draw it, and begins with a mark or is small."""
    for rule in leaf.rules:
        below = [line for line in foot if line.top >= rule.top - 2]
        if not below or not _SHORT_RULE[0] < rule.width < _SHORT_RULE[1] or abs(rule.left - leaf.left) > _SHORT_RULE[0]:
            continue
        small = below[0].size <= _SMALLER * max((line.size for line in _lines(leaf)), default=0.0)
        if below[0].top - rule.top < 2.5 * below[0].size and (small or _mark_of(below[0], marks)):
            return below
    return []


def _from_mark(foot: list[Piece], marks: frozenset[str]) -> list[Piece]:
    return next((foot[n:] for n, line in enumerate(foot) if _mark_of(line, marks)), [])


def _mark_of(line: Piece, marks: frozenset[str]) -> str:
    """The mark that a footnote begins with: "10" of "10五个一百：", where such a mark stands in the text."""
    text = line.text.lstrip()
    known = [mark for mark in marks if text.startswith(mark)]
    if known:
        return max(known, key=len)
    found = _ENTRY.match(text)
    return found[1] if line.led and found else ""


def blocks_of(leaf: Leaf, look: Look) -> list[Block]:
    """The paragraphs, headings and tables of a leaf."""
    blocks: list[Block] = []
    paragraph = _Paragraph()
    before_table = _above_tables(leaf)
    for row in [*leaf.rows, None]:
        if isinstance(row, Piece) and paragraph.lines and not _begins(paragraph, row, leaf, look):
            paragraph.lines.append(row)
            continue
        if paragraph.lines:
            blocks.append(_block(paragraph, leaf, look, caption=id(paragraph.lines[0]) in before_table))
        paragraph = _Paragraph([row] if isinstance(row, Piece) else [])
        if isinstance(row, Table):
            blocks.append(Block("", [(0, leaf.page)], table=row, boxed=leaf.boxed))
    if blocks:
        blocks[0].first = blocks[-1].last = True
    return blocks


def _above_tables(leaf: Leaf) -> set[int]:
    """The captions: the line above a table, and the one above its unit."""
    found: set[int] = set()
    for n, row in enumerate(leaf.rows):
        if isinstance(row, Table):
            above = [line for line in leaf.rows[max(0, n - 3) : n] if isinstance(line, Piece)][::-1]
            units = [line for line in above if _CAPTION.match(line.text)]
            found.update(id(line) for line in units)
            names = [line for line in above if line not in units][:1]
            found.update(id(line) for line in names if not marked_heading(line.text))
    return found


def _begins(paragraph: _Paragraph, line: Piece, leaf: Leaf, look: Look) -> bool:
    """Whether a line begins a new paragraph."""
    last = paragraph.lines[-1]
    size = min(last.size, line.size)
    if max(last.parts, line.parts) > 2:  # a list of names, a row of labels
        return True
    if abs(last.size - line.size) > 0.05 * size or _is_apart(last, look) != _is_apart(line, look):
        return True
    step, usual = line.baseline - last.baseline, max(leaf.leading * max(1.0, size / look.size), 1.1 * size)
    short = (leaf.right - last.right) / size
    deeper = line.left - leaf.left > 0.8 * size
    if leaf.leading and step > 1.35 * usual:
        # A sentence may go on below a picture or a frame.
        return deeper or short > 1.3 or is_finished(last.text) or bool(_level(paragraph.lines, leaf, look))
    if _level(paragraph.lines, leaf, look):
        return _ends_heading(last, line, leaf, look)
    if _opens(line.text) and (is_finished(last.text) or (short > 1.2 and not look.indents)):
        return True
    if deeper and line.left - last.left > 0.8 * size:
        return True
    if deeper and abs(line.left - last.left) < 0.5 * size and (short > 1.2 or is_finished(last.text)):
        return True
    return _is_ended(last.text, short, line.text, look)


def _ends_heading(last: Piece, line: Piece, leaf: Leaf, look: Look) -> bool:
    """Whether a heading ends where another line set like it follows: it is not the heading's own second line."""
    if _opens(line.text) or last.text.startswith("—"):
        return True
    middles = abs(last.left + last.right - line.left - line.right) / 2
    full = leaf.right - last.right < 1.6 * last.size
    if last.size > 1.25 * look.size and (full or (middles < last.size and last.left - leaf.left > last.size)):
        return line.baseline - last.baseline > 2.5 * last.size  # a title of several lines, set in the middle or full
    usual = max(leaf.leading * last.size / look.size, 1.1 * last.size)
    return line.baseline - last.baseline > 1.15 * usual or leaf.right - last.right > 1.6 * last.size


def _is_ended(text: str, short: float, following: str, look: Look) -> bool:
    """Whether a line that ends so far from the column's edge, in sizes, is a paragraph's last."""
    if is_title(text):
        return True
    finished = is_finished(text)
    if short > (6 if not finished else 5 if look.indents else 2.2):
        return True
    return finished and not look.indents and marked_heading(following) is not None


def _opens(text: str) -> bool:
    """Whether a line begins as sections do: "七、", "（二）", "第三部分"."""
    heading = marked_heading(text)
    return heading is not None and heading.style not in ("number", "bracketed number", "bullet", "dash")


def _is_apart(line: Piece, look: Look) -> bool:
    """Set in another typeface than the text, in bold, or a little larger."""
    return line.bold or look.faces.isdisjoint(line.faces) or line.size > 1.05 * look.size


def _level(lines: list[Piece], leaf: Leaf, look: Look) -> int:
    """1 for the title, 2 for what is larger than the text, 3 for what is bolder or in another typeface; 0 for text."""
    first = lines[0]
    length = sum(len(line.text) for line in lines)
    text = lines[-1].text
    if length > _LONGEST_HEADING or length < 2 or _CAPTION.match(first.text) or text.endswith(("。", "；", ";", "，")):
        return 0
    if first.parts > 2 or first.text.startswith("—"):
        return 0
    if not any(is_wide(character) for character in first.text):
        return 0
    if first.size >= _LARGER * look.size:
        return 1 if first.size >= 0.95 * look.title else 2
    if first.size < _SMALLER * look.size or not all(_is_apart(line, look) for line in lines):
        return 0
    return 3 if len(lines) < 3 and first.left - leaf.left < 12 * first.size else 0


def _block(paragraph: _Paragraph, leaf: Leaf, look: Look, *, caption: bool) -> Block:
    lines = paragraph.lines
    text = ""
    for line in lines:
        text = glued(text, line.text)
    size = lines[-1].size
    return Block(
        text,
        [(0, leaf.page)],
        level=0 if caption else _level(lines, leaf, look),
        open_end=leaf.right - lines[-1].right < 2.5 * size,
        indented=lines[0].left - leaf.left > 0.8 * size,
        boxed=leaf.boxed,
        lonely=len(leaf.rows) == 1,
    )


def glued(text: str, line: str) -> str:
    """Two lines as one: a space where words of letters meet."""
    if not text or not line or is_wide(text[-1]) or is_wide(line[0]):
        return text + line
    if text[-1].isdigit() and (line[0].isdigit() or line[0] in ".,%"):
        return text + line  # a figure cut by the line's end
    return f"{text} {line}"


def marks_by_page(leaves: list[Leaf]) -> dict[int, frozenset[str]]:
    """The marks that stand in the text of each page."""
    marks: dict[int, set[str]] = defaultdict(set)
    for leaf in leaves:
        for line in _lines(leaf):
            marks[leaf.page].update(line.marks)
    return {page: frozenset(found) for page, found in marks.items()}
