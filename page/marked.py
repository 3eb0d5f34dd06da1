"""A stretch of a report as HTML: escaped, what is not to be shown left out, what is cited marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, pairwise

from qa import Annotation

__all__ = ["Piece", "cut", "mark_up", "with_tables"]

Extent = tuple[int, int]

_MARK = re.compile("</?mark>")
_BORDER = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|(?:[ \t]*:?-+:?[ \t]*\|)+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of shown characters, all of them cited or none."""

    start: int
    end: int
    cited: bool


def cut(start: int, end: int, *, hidden: Iterable[Extent], cited: Iterable[Extent]) -> Iterator[Piece]:
    """The shown pieces of [start, end) in order; `hidden` is left out, pieces are cut where `cited` begins or ends."""
    hidden, cited = tuple(hidden), tuple(cited)
    borders = {start, end}
    for extent in (*hidden, *cited):
        borders.update(border for border in extent if start < border < end)
    ordered = sorted(borders)
    for left, right in pairwise(ordered):
        if not any(a <= left < b for a, b in hidden):
            yield Piece(left, right, any(a <= left < b for a, b in cited))


def mark_up(
    text: str,
    start: int,
    end: int,
    *,
    annotations: Sequence[Annotation] = (),
    cited: Iterable[Extent] = (),
    mark: str = "<mark>",
) -> str:
    """text[start:end] as HTML, annotations left out and cited stretches inside `mark` … `</mark>`."""
    hidden = [(note.start, note.end) for note in annotations if note.start < end and note.end > start]
    shown: list[str] = []
    for piece in cut(start, end, hidden=hidden, cited=cited):
        words = escape(text[piece.start : piece.end])
        shown.append(f"{mark}{words}</mark>" if piece.cited and words.strip() else words)
    return "".join(shown)


def with_tables(passage: str) -> str:
    """A marked passage with its lines of cells (| 猪肉 | 13.36 |) as rows of a table, cited cells still marked."""
    lines = passage.split("\n")
    if not any(map(_is_row, lines)):
        return passage
    groups = groupby(_each_marked(lines), key=_is_row)
    return "\n".join(_table(list(group)) if is_table else "\n".join(list(group)) for is_table, group in groups)


def _each_marked(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces with a citation that goes on from one to the next marked in each for itself."""
    cited = False
    for piece in pieces:
        begun, marks = cited, _MARK.findall(piece)
        cited = marks[-1] == "<mark>" if marks else cited
        yield f"{'<mark>' if begun else ''}{piece}{'</mark>' if cited else ''}".replace("<mark></mark>", "")


def _is_row(line: str) -> bool:
    bare = _MARK.sub("", line).strip()
    return bare.startswith("|") and bare.endswith("|") and len(_BORDER.findall(bare)) > 2


def _table(lines: Sequence[str]) -> str:
    """The lines as a table, without the rule below its head and without columns that have nothing in them."""
    told = [line for line in lines if not _RULE.fullmatch(_MARK.sub("", line).strip())]
    rows = [list(_each_marked(each.strip() for each in _BORDER.split(line)))[1:-1] for line in told]
    filled = {n for row in rows for n, cell in enumerate(row) if _MARK.sub("", cell)}
    shown = ("".join(f"<td>{cell}</td>" for n, cell in enumerate(row) if n in filled) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in shown).replace("\\|", "|")
    return f'<div class="wz-cells"><table>{body}</table></div>'
