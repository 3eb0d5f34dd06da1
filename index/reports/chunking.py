"""Sections to chunks: passages of whole sentences, each under one heading path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.kinds import BY_KEY
from index.reading.lines import shown
from index.reports.roles import passage_role
from index.types import Annotation, Chunk, Report, Role, Section, annotations_within

__all__ = ["MAX_CHARACTERS", "cut_chunks"]

MAX_CHARACTERS = 400
# A section this long stays whole; a longer one is cut into passages of about `_AIM`. With 300 rather than 400 the right
# passage comes first for 94 rather than 91 of 100 figure questions (BM25 within the review of the right report).
_WHOLE = 300
_AIM = 250
# Passages shorter than this are joined with their neighbour under the same parent heading.
_SHORT = 80
# A sentence as short as this announces what the next ones tell: "一是“提”前引导。"
_TOPIC_SENTENCE = 22

_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”’」』）)】》*]*|\n|\Z)")
_CLAUSE = re.compile(r"[^，,、：:]*(?:[，,、：:]+[”’）)》]*|\Z)")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text under one section while chunks are being packed."""

    start: int
    end: int
    section: Section | None


def cut_chunks(
    report: Report, text: str, sections: Sequence[Section], annotations: Sequence[Annotation]
) -> tuple[Chunk, ...]:
    """The chunks of a report in reading order; no character is in two.

    All that is searched is in one; stretches of nothing but white space, front matter, comments or furniture are in
    none.

    text: the document's canonical text, as `report.text` gives it.
    """
    pieces: list[_Piece] = []
    for start, end, section in _regions(report, sections, annotations):
        trimmed = (_without_hidden_ends(text, piece, annotations) for piece in _packed(text, start, end, section))
        pieces.extend(piece for piece in trimmed if piece.start < piece.end)
    chunks: list[Chunk] = []
    for piece in _joined(text, pieces, sections):
        number = len(chunks)
        path = piece.section.heading_path if piece.section else ()
        role = piece.section.role if piece.section else _loose_role(report, text[piece.start : piece.end])
        years = piece.section.years if piece.section else ()
        body = " ".join(shown(text, piece.start, piece.end, annotations).split())
        chunks.append(
            Chunk(
                id=f"{report.id}-{number}",
                report_id=report.id,
                section=piece.section.number if piece.section else None,
                heading_path=path,
                role=role,
                text=text[piece.start : piece.end],
                embedded=f"{_title_line(report, role, years, path)}\n{body}",
                start=piece.start,
                end=piece.end,
            )
        )
    return tuple(chunks)


def _loose_role(report: Report, passage: str) -> Role:
    """Role of text above the first heading: its verbs tell; mastheads and pieces that are no reports are neither."""
    if report.kind == "unrelated" or len(passage) < 80:
        return "other"
    role, strength = passage_role(passage)
    return role if role and strength >= 0.5 else "other"


def _title_line(report: Report, role: Role, years: Sequence[int], path: Sequence[str]) -> str:
    """What is searched before the passage.

    Example: `河南省新乡市 2023年 政协常委会工作报告 · 2023年工作回顾 > 推动提案办理向实处落地`
    """
    if not years:
        years = report.plans if role == "plan" else report.covers
    period = f"{years[0]}年" if len(years) == 1 else f"{years[0]}-{years[-1]}年" if years else ""
    kind = BY_KEY.get(report.kind)
    label = report.title if kind is None or kind.several else kind.zh
    head = " ".join(part for part in (report.place, period, label) if part)
    return f"{head} · {' > '.join(path)}" if path else head


def _regions(
    report: Report, sections: Sequence[Section], annotations: Sequence[Annotation]
) -> Iterator[tuple[int, int, Section | None]]:
    """The report cut wherever a section begins or ends, each stretch with the innermost section it belongs to."""
    front = max((a.end for a in annotations if a.kind == "front_matter"), default=0)
    position = max(report.start, front)
    borders = sorted({position, report.end, *(s.start for s in sections), *(s.end for s in sections)})
    open_sections: list[Section] = []
    starting = list(reversed(sections))
    for start, end in pairwise(borders):
        while starting and starting[-1].start <= start:
            open_sections.append(starting.pop())
        open_sections = [section for section in open_sections if section.end > start]
        if start >= position:
            yield start, end, open_sections[-1] if open_sections else None


def _packed(text: str, start: int, end: int, section: Section | None) -> Iterator[_Piece]:
    """The sentences of one stretch, packed into pieces of even length that begin where a thought does."""
    spans = [span for span in _sentences(text, start, end, section) if span[0] < span[1]]
    if not spans:
        return
    total = spans[-1][1] - spans[0][0]
    if total <= _WHOLE:
        yield _Piece(spans[0][0], spans[-1][1], section)
        return
    aim = total / max(2, -(-total // _AIM))
    # Shortest path over the sentence borders; best[i]: cost of cutting the sentences before i, and the border before.
    best: list[tuple[float, int]] = [(0.0, 0)]
    for stop in range(1, len(spans) + 1):
        costs: list[tuple[float, int]] = []
        for first in range(stop - 1, -1, -1):
            length = spans[stop - 1][1] - spans[first][0]
            if length > MAX_CHARACTERS and first < stop - 1:
                break
            costs.append((best[first][0] + ((length - aim) / aim) ** 2 + _border_cost(text, spans, stop), first))
        best.append(min(costs))
    cuts = [len(spans)]
    while cuts[-1] > 0:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    for first, stop in pairwise(cuts):
        yield _Piece(spans[first][0], spans[stop - 1][1], section)


def _border_cost(text: str, spans: Sequence[tuple[int, int]], stop: int) -> float:
    """How much a cut before sentence `stop` hurts: least between paragraphs, most after a topic sentence.

    "…步伐更坚定。|创新理论常学常新。严格落实…" is a good place, behind 常新。 a bad one.
    """
    if stop == len(spans):
        return 0.0
    if "\n" in text[spans[stop - 1][1] : spans[stop][0]]:
        return 0.0
    if spans[stop - 1][1] - spans[stop - 1][0] <= _TOPIC_SENTENCE:
        return 0.5
    return 0.05 if spans[stop][1] - spans[stop][0] <= _TOPIC_SENTENCE else 0.15


def _sentences(text: str, start: int, end: int, section: Section | None) -> Iterator[tuple[int, int]]:
    """Spans of sentences without surrounding white space, none longer than a chunk may be."""
    # A heading stays with the first sentence under it when both fit.
    head = section.body_start if section and section.start == start else start
    carried: int | None = None
    if head > start and text[start:head].strip():
        begin, stop = _trimmed(text, start, head)
        carried = begin
        if stop - begin > MAX_CHARACTERS:
            yield from _split_long(text, begin, stop)
            carried = None
    else:
        head = start
    last = _trimmed(text, start, head)[1] if carried is not None else head
    for found in _SENTENCE.finditer(text, head, end):
        begin, stop = _trimmed(text, found.start(), min(found.end(), end))
        if begin >= stop:
            continue
        if carried is not None:
            if stop - carried <= MAX_CHARACTERS:
                begin = carried
            else:
                yield carried, last
            carried = None
        if stop - begin <= MAX_CHARACTERS:
            yield begin, stop
        else:
            yield from _split_long(text, begin, stop)
    if carried is not None:
        yield carried, last


def _split_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence too long for a chunk, cut at commas as late as they fit, and where there are none, at the limit."""
    first = last = start
    for found in _CLAUSE.finditer(text, start, end):
        if found.end() - first > MAX_CHARACTERS and last > first:
            yield _trimmed(text, first, last)
            first = last
        while found.end() - first > MAX_CHARACTERS:
            yield _trimmed(text, first, first + MAX_CHARACTERS)
            first += MAX_CHARACTERS
        last = found.end()
    if first < end and text[first:end].strip():
        yield _trimmed(text, first, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    raw = text[start:end]
    return start + len(raw) - len(raw.lstrip()), max(start + len(raw.rstrip()), start + len(raw) - len(raw.lstrip()))


def _without_hidden_ends(text: str, piece: _Piece, annotations: Sequence[Annotation]) -> _Piece:
    """The piece without the comments and furniture it begins or ends with; empty when it is nothing else."""
    hidden = [
        each
        for each in annotations_within(annotations, piece.start, piece.end)
        if each.kind != "markup" and each.end > piece.start
    ]
    start, end = piece.start, piece.end
    for annotation in hidden:
        if not text[start : annotation.start].strip():
            start = max(start, min(annotation.end, end))
    for annotation in reversed(hidden):
        if not text[annotation.end : end].strip():
            end = min(end, max(annotation.start, start))
    start, end = _trimmed(text, start, end)
    return _Piece(start, end, piece.section)


def _joined(text: str, pieces: list[_Piece], sections: Sequence[Section]) -> Iterator[_Piece]:
    """Short pieces joined with the next one under the same parent; a bare heading with what it stands above."""
    current: _Piece | None = None
    for piece in pieces:
        if current is None:
            current = piece
            continue
        section = _joint_section(text, current, piece, sections)
        if section is not None and piece.end - current.start <= _WHOLE:
            current = _Piece(current.start, piece.end, section[0])
        else:
            yield current
            current = piece
    if current is not None:
        yield current


def _joint_section(text: str, left: _Piece, right: _Piece, sections: Sequence[Section]) -> tuple[Section | None] | None:
    """The section two neighbours have in common when they are better searched as one, else None."""
    short = left.end - left.start < _SHORT and right.end - right.start < _SHORT
    one, two = left.section, right.section
    if one is None or two is None:
        return (None,) if one is two and short else None
    if (one.role, one.years) != (two.role, two.years):
        return None
    bare = _is_bare(text, left, one)
    if bare and (two.parent == one.number or two.parent == one.parent):
        return (two,)
    if _is_bare(text, right, two) and all(section.parent != two.number for section in sections):
        # A heading with nothing under it at all says little alone.
        return (one,)
    if not short:
        return None
    if two.number == one.number or two.parent == one.number:
        return (one,)
    return (sections[one.parent],) if one.parent is not None and one.parent == two.parent else None


def _is_bare(text: str, piece: _Piece, section: Section) -> bool:
    """Whether the piece holds a heading alone."""
    return not text[section.body_start : piece.end].strip(" \n*。")
