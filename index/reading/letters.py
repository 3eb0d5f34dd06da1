"""Letters with their places on a page to lines of text: columns one after the other, rows of figures as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.reading.paragraphs import Block
from index.reading.table_text import markdown_table

__all__ = ["Letter", "set_lines"]

_SAME_LINE = 0.45  # of a letter's size between two baselines: raised marks stand on their line
_WORDS_APART = 0.7  # of a letter's size between two letters: a space
_CELLS_APART = 2.0
_GUTTER = 1.2
_COLUMN, _PAGE = 10.0, 20.0  # letters in a line of a column, of a page
_FARTHEST, _LARGEST = 20_000.0, 300.0  # points


@dataclass(frozen=True, slots=True)
class Letter:
    """x: where it begins, y: of its baseline, from the top; size: all in points."""

    text: str
    x: float
    y: float
    size: float

    @property
    def end(self) -> float:
        """Where the next one would stand: fonts are not looked into."""
        return self.x + self.size * (0.5 if ord(self.text[-1]) < 0x2000 else 1.0)


_Line = list[Letter]


def set_lines(letters: Iterable[Letter]) -> list[Block]:
    """A page's lines from above to below, in points; of a page of columns, each column's."""
    near = (
        each for each in letters if abs(each.x) < _FARTHEST and abs(each.y) < _FARTHEST and 0 < each.size < _LARGEST
    )
    # Bold may be the same letter printed twice.
    shown = list({(each.text, round(each.x), round(each.y)): each for each in near}.values())
    blocks: list[Block] = []
    columns = _columns(shown)
    # A cover has short lines alone, none of which is full.
    least = _PAGE if len(columns) == 1 else _COLUMN
    for column in columns:
        lines = _lines(column)
        if lines:
            left = min(line[0].x for line in lines)
            usual = sorted(letter.size for letter in column)[len(column) // 2]
            width = max(least * usual, max(line[-1].end for line in lines) - left)
            blocks += _blocks(lines, left, width)
    return blocks


def _lines(letters: Iterable[Letter]) -> list[_Line]:
    """By baseline, each from left to right."""
    lines: list[_Line] = []
    for letter in sorted(letters, key=lambda each: (each.y, each.x)):
        if lines and letter.y - lines[-1][0].y <= _SAME_LINE * max(letter.size, lines[-1][0].size):
            lines[-1].append(letter)
        else:
            lines.append([letter])
    return [kept for line in lines if (kept := _trimmed(sorted(line, key=lambda each: each.x)))]


def _trimmed(line: _Line) -> _Line:
    """Without blanks at its ends; those within part words."""
    written = [n for n, letter in enumerate(line) if letter.text.strip()]
    return line[written[0] : written[-1] + 1] if written else []


def _columns(letters: list[Letter]) -> list[list[Letter]]:
    """The letters of each column of running text, from left to right; all of them where there is one."""
    rows = _lines(letters)
    if len(rows) < 8:
        return [letters]
    usual = sorted(letter.size for letter in letters)[len(letters) // 2]
    # Heads over all columns do not count: the gutter must run through most lines.
    covered: dict[int, int] = {}
    for row in rows:
        for place in {at for letter in row if letter.text.strip() for at in range(int(letter.x), int(letter.end) + 1)}:
            covered[place] = covered.get(place, 0) + 1
    first, last = min(covered), max(covered)
    gaps: list[tuple[int, int]] = []
    for place in range(first, last + 1):
        if covered.get(place, 0) * 12 <= len(rows):
            if gaps and gaps[-1][1] == place:
                gaps[-1] = (gaps[-1][0], place + 1)
            else:
                gaps.append((place, place + 1))
    cuts = [(a + b) / 2 for a, b in gaps if b - a >= _GUTTER * usual and first + 4 * usual < a and b < last - 4 * usual]
    if not cuts:
        return [letters]
    spans = list(pairwise([first - 1.0, *cuts, last + 2.0]))
    columns = [[letter for letter in letters if a <= letter.x < b] for a, b in spans]
    whole = [_lines(column) for column in columns]
    # Columns of a table hold words and figures, not full lines.
    if not all(len(lines) >= 5 and sorted(map(len, lines))[len(lines) // 2] >= _COLUMN for lines in whole):
        return [letters]
    crossing = {id(letter) for row in rows if any(_crosses(row, cut) for cut in cuts) for letter in row}
    heads = [letter for letter in letters if id(letter) in crossing]
    return [heads, *([letter for letter in column if id(letter) not in crossing] for column in columns)]


def _crosses(row: _Line, cut: float) -> bool:
    return any(letter.x < cut < letter.end for letter in row)


def _blocks(lines: Sequence[_Line], left: float, width: float) -> list[Block]:
    """Lines as they are, and tables where two and more lines one under the other are parted alike."""
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        rows = [_cells(lines[at])]
        while rows and len(rows[-1]) > 1 and at + len(rows) < len(lines):
            rows.append(_cells(lines[at + len(rows)]))
        if len(rows[-1]) < 2:
            rows.pop()
        table = _table(rows) if len(rows) > 1 else ""
        if table:
            blocks.append(Block(table, "table"))
            at += len(rows)
            continue
        line = lines[at]
        size = sorted(letter.size for letter in line)[len(line) // 2]
        blocks.append(Block(_text(line), size=round(size, 1), first=line[0].x - left, width=width))
        at += 1
    return blocks


def _cells(line: _Line) -> list[_Line]:
    cells = [[line[0]]]
    for before, letter in pairwise(line):
        if letter.x - before.end > _CELLS_APART * letter.size:
            cells.append([])
        cells[-1].append(letter)
    return cells


def _table(rows: Sequence[Sequence[_Line]]) -> str:
    """As Markdown; "" where the parts of the lines stand in no common columns."""
    bands: list[tuple[float, float]] = []
    for begin, end in sorted((cell[0].x, cell[-1].end) for row in rows for cell in row):
        if bands and begin <= bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], end))
        else:
            bands.append((begin, end))
    if len(bands) < 2:
        return ""
    written: list[list[str]] = []
    for row in rows:
        texts = [""] * len(bands)
        for cell in row:
            at = next(n for n, (begin, end) in enumerate(bands) if begin <= cell[0].x <= end)
            texts[at] = f"{texts[at]} {_text(cell)}".strip()
        written.append(texts)
    return markdown_table(written)


def _text(line: Iterable[Letter]) -> str:
    parts: list[str] = []
    before: Letter | None = None
    for letter in line:
        if before is not None and letter.x - before.end > _WORDS_APART * letter.size:
            parts.append(" ")
        parts.append(letter.text)
        before = letter
    return " ".join("".join(parts).split())
