"""A document's text to the spans of the pieces printed in it.

A newspaper page may hold several: each begins at the headline above a by-line or a dispatch line, or goes on from
another page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.reading.headings import is_byline, is_finished, marked_heading, plain
from index.reading.lines import Line, lines_of
from index.reports.roles import is_period_heading
from index.types import Annotation, Span

__all__ = ["find_parts"]

_DISPATCH = re.compile(
    r"^(?:本报讯|本台消息|[\u4e00-\u9fff]{2,8}讯[（(]|据[\u4e00-\u9fff]{2,8}(?:报|社)(?:消息|电)|新华社.{2,12}电)"
)
_CONTINUED = re.compile(r"^[（(](?:上接|紧接|接|续)第?.{1,6}版?.{0,6}[）)]")

_MOST_HEADLINES = 30  # above a by-line; more lines in a row are no headlines


def find_parts(text: str, annotations: Sequence[Annotation]) -> tuple[Span, ...]:
    """Spans of the document's pieces in reading order; together they cover the whole text."""
    lines = list(lines_of(text, 0, len(text), annotations))
    starts = [0]
    body = next((n for n, line in enumerate(lines) if is_finished(line.text) and len(line.text) > 40), len(lines))
    for number, line in enumerate(lines):
        first = _first_line_of_piece(lines, number, line)
        # What stands above the first running text is the head of the first piece.
        if first is None or first <= body:
            continue
        # One report printed over several pages goes on; after another piece it is the rest of a third.
        if len(starts) == 1 and _CONTINUED.match(plain(line.text)):
            continue
        if lines[first].start > starts[-1]:
            starts.append(lines[first].start)
    return tuple(Span(start, end) for start, end in zip(starts, [*starts[1:], len(text)], strict=True))


def _first_line_of_piece(lines: list[Line], number: int, line: Line) -> int | None:
    """Where the piece begins that this line shows to begin, as a line number."""
    bare = plain(line.text)
    if _CONTINUED.match(bare):
        return number
    if not (is_byline(line.text) or _DISPATCH.match(bare)):
        return None
    first = number
    level = 7
    while first > max(0, number - _MOST_HEADLINES):
        above = lines[first - 1]
        title = plain(above.text)
        marked = marked_heading(above.text)
        above_level = marked.markdown_level if marked else 0
        # "## 2024年目标" above "## 凝心聚力…" is the end of the piece before, not a second headline.
        if len(title) > 60 or is_finished(title) or is_period_heading(title) or (above_level and above_level >= level):
            break
        level = above_level or level
        first -= 1
    # A by-line under running text closes the piece above it.
    if first == number and is_byline(line.text):
        return None
    return first
