"""The lines of a canonical text, with their offsets, without what annotations take out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.types import Annotation, annotations_within

__all__ = ["Line", "lines_of", "shown"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank. start, end: without surrounding space. gap: a blank line stands before it."""

    start: int
    end: int
    text: str
    gap: bool


def lines_of(text: str, start: int, end: int, annotations: Sequence[Annotation]) -> Iterator[Line]:
    """The lines of text[start:end] that are searched: none of front matter, comments and furniture."""
    hidden = [a for a in annotations if a.kind != "markup"]
    ends = [a.end for a in hidden]
    gap = True
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        raw = text[start:stop]
        stripped = raw.strip()
        if stripped:
            first = start + len(raw) - len(raw.lstrip())
            last = first + len(stripped)
            index = bisect_right(ends, first)
            # A line is hidden when an annotation covers it; a comment within a line hides itself alone.
            if index == len(hidden) or hidden[index].start > first or hidden[index].end < last:
                yield Line(first, last, stripped, gap)
                gap = False
        else:
            gap = True
        start = stop + 1


def shown(text: str, start: int, end: int, annotations: Sequence[Annotation]) -> str:
    """text[start:end] without anything annotated."""
    parts: list[str] = []
    position = start
    for annotation in annotations_within(annotations, start, end):
        if annotation.start > position:
            parts.append(text[position : annotation.start])
        position = max(position, min(annotation.end, end))
    parts.append(text[position:end])
    return "".join(parts)
