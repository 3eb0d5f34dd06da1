"""Characters to pieces of lines: what stands side by side without a hole, as its words.

Marks of footnotes, small and raised, go out of the words (`增长3.7%①` → `增长3.7%`) and are told by the side.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from index.reading.pdf.frames import Box
from index.reading.pdf.glyphs import Glyph

__all__ = ["Piece", "is_wide", "joined", "piece_of", "pieces_of", "runs_in_file", "runs_of", "without_marks"]

_HOLE = 0.9  # of the size: what stands further apart is parted
_MARK = re.compile(r"[\[［〔（(]?(?:\d{1,3}|[*＊※†‡])[\]］〕）)]?|[①-⑳㉑-㉟❶-❿⓵-⓾]|注\d{0,2}")
_FEWEST_STACKED = 3
_UNIT = re.compile(r"(?:[mM㎡]|[kcdm]m)$")  # m², km³
_POWERS = {"2": "²", "3": "³"}
_LETTERSPACED = re.compile(r"[㐀-鿿](?: [㐀-鿿]){1,12}")


@dataclass(slots=True)
class Piece:
    """Words that stand in a row. size: in points; faces: typefaces with how many characters. marks: what went out of
    it.

    led: begins with a mark, as a footnote does; it stands in the text. parts: how many words stand apart in it.
    vertical: its characters stand one below the other.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    size: float
    faces: dict[int, int]
    bold: bool
    marks: tuple[str, ...] = ()
    led: bool = False
    parts: int = 1
    vertical: bool = False

    @property
    def box(self) -> Box:
        """Where it stands."""
        return Box(self.left, self.top, self.right, self.bottom)


def is_wide(character: str) -> bool:
    """Whether a character fills a square, as ideographs and their punctuation do; no space parts these."""
    return character >= "\u2e80" or character in "“”‘’—…·"


def runs_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs that follow each other on a line, each once; from the order of the file, then from their places."""
    return _merged(_without_copies(runs_in_file(glyphs)))


def runs_in_file(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs that follow each other on a line, in the order of the file."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and _is_copy(runs[-1][-1], glyph):
            continue
        if runs and _follows(runs[-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def pieces_of(glyphs: Iterable[Glyph]) -> list[Piece]:
    """The pieces of a page, in no order that can be read."""
    stacks, rest = _stacked(runs_in_file(glyphs))
    return [_stack(run) for run in stacks] + [piece_of(run) for run in _merged(_without_copies(rest))]


def _stacked(runs: list[list[Glyph]]) -> tuple[list[list[Glyph]], list[list[Glyph]]]:
    """Ideographs that stand one below the other, as in a newspaper's upright headline; and the other runs."""
    stacks: list[list[Glyph]] = []
    rest: list[list[Glyph]] = []
    stack: list[Glyph] = []
    for run in [*runs, []]:
        if len(run) == 1 and (not stack or _stands_below(stack[-1], run[0])):
            stack.append(run[0])
            continue
        if len(stack) >= _FEWEST_STACKED and all(is_wide(glyph.text[0]) for glyph in stack):
            stacks.append(stack)
        else:
            rest += [[glyph] for glyph in stack]
        stack = run if len(run) == 1 else []
        if len(run) > 1:
            rest.append(run)
    return stacks, rest


def _stands_below(above: Glyph, glyph: Glyph) -> bool:
    aside = abs(above.left + above.right - glyph.left - glyph.right) / 2
    same = abs(above.size - glyph.size) < 0.05 * glyph.size
    return same and aside < 0.2 * glyph.size and 0.8 * glyph.size < glyph.baseline - above.baseline < 1.7 * glyph.size


def _stack(glyphs: list[Glyph]) -> Piece:
    piece = piece_of(glyphs[:1])
    piece.text = "".join(glyph.text for glyph in glyphs)
    piece.faces = dict(Counter(glyph.face for glyph in glyphs))
    piece.bottom, piece.vertical = glyphs[-1].bottom, True
    return piece


def _words_of(run: list[Glyph]) -> str:
    """What a run says, with a space where its words are parted."""
    gaps = [max(b.left - a.right, 0.0) for a, b in pairwise(run) if is_wide(a.text[0]) or is_wide(b.text[0])]
    usual = median(gaps) if len(gaps) > 4 else 0.0  # a justified line is stretched
    parts = [run[0].text] if run else []
    for before, glyph in pairwise(run):
        gap = glyph.left - before.right
        if is_wide(before.text[-1]) or is_wide(glyph.text[0]):
            words = is_wide(before.text[-1]) and is_wide(glyph.text[0])
            parted = gap - usual > (0.2 if glyph.spaced and words else 0.75) * glyph.size
        else:
            parted = gap > 0.15 * glyph.size or (glyph.spaced and gap > 0.05 * glyph.size)
        parts.append(" " + glyph.text if parted else glyph.text)
    return "".join(parts)


def joined(pieces: list[Piece]) -> Piece:
    """Pieces of one row, from left to right, as one."""
    ordered = sorted(pieces, key=lambda piece: piece.left)
    if len(ordered) == 1:
        return ordered[0]
    main = max(ordered, key=lambda piece: (len(piece.text), -piece.left))
    text = ordered[0].text
    for before, piece in pairwise(ordered):
        near = piece.left - before.right < 0.5 * main.size
        text += piece.text if near and (is_wide(text[-1:] or "一") or is_wide(piece.text[:1])) else f" {piece.text}"
    text = _LETTERSPACED.sub(lambda match: match[0].replace(" ", ""), text) if _all_single(ordered) else text
    return Piece(
        text=text.strip(),
        left=ordered[0].left,
        top=min(piece.top for piece in ordered),
        right=max(piece.right for piece in ordered),
        bottom=max(piece.bottom for piece in ordered),
        baseline=main.baseline,
        size=main.size,
        faces=_sum(piece.faces for piece in ordered),
        bold=all(piece.bold for piece in ordered),
        marks=tuple(mark for piece in ordered for mark in piece.marks),
        led=ordered[0].led,
        parts=1 if _all_single(ordered) else len(ordered),
    )


def _sum(counts: Iterable[dict[int, int]]) -> dict[int, int]:
    total: Counter[int] = Counter()
    for each in counts:
        total.update(each)
    return dict(total)


def _all_single(pieces: list[Piece]) -> bool:
    """目　录: the characters of a title set apart, not the columns of a list."""
    return all(len(piece.text) == 1 for piece in pieces)


def _is_copy(before: Glyph, glyph: Glyph) -> bool:
    """A character drawn twice, a hair apart, to look bold."""
    near = 0.12 * glyph.size
    return (
        glyph.text == before.text
        and abs(glyph.left - before.left) < near
        and abs(glyph.baseline - before.baseline) < near
    )


def _follows(run: list[Glyph], glyph: Glyph) -> bool:
    last = run[-1]
    size = max(last.size, glyph.size)
    if not -0.6 * min(last.size, glyph.size) < glyph.left - last.right < _HOLE * size:
        return False
    if abs(glyph.baseline - last.baseline) < 0.2 * size:
        return True
    # A mark raised above the line, and what goes on behind it.
    first, second = (last, glyph) if last.size > glyph.size else (glyph, last)
    return second.size < 0.85 * first.size and -0.3 * first.size < first.baseline - second.baseline < 0.7 * first.size


def _without_copies(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """Without a run that stands over an equal one."""
    kept: list[list[Glyph]] = []
    seen: dict[str, list[Glyph]] = {}
    for run in runs:
        words = "".join(glyph.text for glyph in run)
        before = seen.get(words)
        if before is None or not _is_copy(before[0], run[0]):
            kept.append(run)
            seen[words] = run
    return kept


def _merged(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """Runs that a file gives out of order, put together where they touch."""
    rows: list[list[list[Glyph]]] = []
    low = float("-inf")
    for run in sorted(runs, key=lambda run: run[0].baseline):
        if not rows or run[0].baseline - low > 0.1 * run[0].size:
            rows.append([])
        low = run[0].baseline
        rows[-1].append(run)
    merged: list[list[Glyph]] = []
    for row in rows:
        row.sort(key=lambda run: run[0].left)
        for n, run in enumerate(row):
            before = merged[-1] if n else None
            if before and -0.3 * run[0].size < run[0].left - before[-1].right < 0.45 * run[0].size:
                before.extend(run)
            else:
                merged.append(run)
    return merged


def piece_of(run: list[Glyph]) -> Piece:
    """The run as a piece."""
    sizes = Counter[float]()
    for glyph in run:
        sizes[round(glyph.size, 1)] += 1
    size = max(sizes, key=lambda each: (sizes[each] * each, each))
    main = [glyph for glyph in run if abs(glyph.size - size) < 0.06]
    baseline = main[0].baseline
    kept, marks, led = without_marks(run, size, baseline)
    return Piece(
        text=_words_of(kept),
        left=run[0].left,
        top=min(glyph.top for glyph in main),
        right=max(glyph.right for glyph in run),
        bottom=max(glyph.bottom for glyph in main),
        baseline=baseline,
        size=size,
        faces=dict(Counter(glyph.face for glyph in main)),
        bold=sum(glyph.bold for glyph in main) * 10 >= 9 * len(main),
        marks=tuple(marks),
        led=led,
    )


def without_marks(run: list[Glyph], size: float, baseline: float) -> tuple[list[Glyph], list[str], bool]:
    """The run without raised marks, the marks, and whether it begins with one, which stays."""
    kept: list[Glyph] = []
    marks: list[str] = []
    raised: list[Glyph] = []
    led = False
    for glyph in [*run, None]:
        if glyph is not None and glyph.size < 0.8 * size and baseline - glyph.baseline > 0.12 * size:
            raised.append(glyph)
            continue
        if raised:
            words = "".join(each.text for each in raised)
            if not kept:
                led = _MARK.fullmatch(words) is not None
                kept += raised
            elif words in _POWERS and _UNIT.search("".join(each.text for each in kept[-2:])):
                raised[0].text = _POWERS[words]
                kept += raised
            elif _MARK.fullmatch(words):
                marks.append(words)
                kept[-1].right = max(kept[-1].right, raised[-1].right)  # no space where it stood
            else:
                kept += raised
            raised = []
        if glyph is not None:
            kept.append(glyph)
    return kept, marks, led
