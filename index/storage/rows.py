"""Documents, reports, sections and chunks as rows of the catalogue, and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from index.types import Chunk, Document, PageMap, Recognised, Report, Section

__all__ = [
    "chunk_from_row",
    "chunk_row",
    "document_row",
    "page_map_from_values",
    "page_map_values",
    "report_from_row",
    "report_row",
    "section_from_row",
    "section_row",
]

# A row of SQLite: its columns have the types of the catalogue's schema.
_Row = tuple[Any, ...]


def document_row(document: Document) -> _Row:
    """The columns of `documents` but its position."""
    annotations = _json([(each.kind, each.start, each.end) for each in document.annotations])
    return (
        document.id,
        document.source,
        document.content_hash,
        document.encoding,
        annotations,
        document.text,
        document.corrections,
        _json(page_map_values(document.page_map)),
    )


def page_map_values(page_map: PageMap) -> list[Any]:
    """A page map as JSON."""
    lines = [(each.start, each.end, round(each.confidence, 3)) for each in page_map.recognised]
    return [page_map.pages, lines, page_map.notes]


def page_map_from_values(values: list[Any]) -> PageMap:
    """What `page_map_values` gave."""
    pages, lines, notes = values
    return PageMap(tuple(pages), tuple(Recognised(*line) for line in lines), tuple(notes))


def report_row(report: Report) -> _Row:
    """The columns of `reports` but its ordinal."""
    return (
        report.id,
        report.document_id,
        report.part,
        report.source,
        report.title,
        report.kind,
        report.place,
        report.place_code,
        report.level,
        report.delivered.isoformat() if report.delivered else None,
        _json(report.covers),
        _json(report.plans),
        report.session,
        report.speaker,
        report.publisher,
        report.start,
        report.end,
        report.form,
        report.body,
        _json(report.months),
    )


def report_from_row(row: _Row, load_text: Callable[[str], str], load_page_map: Callable[[str], PageMap]) -> Report:
    """The report of a row without its ordinal. load_text, load_page_map: give those of a document (id) when asked."""
    return Report(
        id=row[0],
        document_id=row[1],
        part=row[2],
        source=row[3],
        title=row[4],
        kind=row[5],
        place=row[6],
        place_code=row[7],
        level=row[8],
        delivered=date.fromisoformat(row[9]) if row[9] else None,
        covers=tuple(json.loads(row[10])),
        plans=tuple(json.loads(row[11])),
        session=row[12],
        speaker=row[13],
        publisher=row[14],
        start=row[15],
        end=row[16],
        load_text=partial(load_text, row[1]),
        load_page_map=partial(load_page_map, row[1]),
        form=row[17],
        body=row[18],
        months=tuple(json.loads(row[19])) if row[19] != "null" else None,
    )


def section_row(section: Section) -> _Row:
    """The columns of `sections` but its report."""
    return (
        section.number,
        section.parent,
        section.level,
        section.heading,
        _json(section.heading_path),
        section.role,
        _json(section.years),
        section.start,
        section.end,
        section.body_start,
    )


def section_from_row(row: _Row) -> Section:
    """The section of a row of the columns from number on."""
    number, parent, level, heading, heading_path, role, years, start, end, body_start = row
    path, named_years = tuple(json.loads(heading_path)), tuple(json.loads(years))
    return Section(number, parent, level, heading, path, role, named_years, start, end, body_start)


def chunk_row(chunk: Chunk) -> _Row:
    """The columns of `chunks` but its position and words."""
    return (
        chunk.id,
        chunk.report_id,
        chunk.section,
        _json(chunk.heading_path),
        chunk.role,
        chunk.text,
        chunk.embedded,
        chunk.start,
        chunk.end,
    )


def chunk_from_row(row: _Row) -> Chunk:
    """The chunk of a row without position and words."""
    identity, report_id, section, heading_path, role, text, embedded, start, end = row
    return Chunk(identity, report_id, section, tuple(json.loads(heading_path)), role, text, embedded, start, end)


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False)
