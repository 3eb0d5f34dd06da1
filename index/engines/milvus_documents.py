"""A document as rows of the server's collections, but for its vectors."""

from __future__ import annotations

import json
from collections.abc import Sequence

from index.engines.milvus_client import Row
from index.engines.milvus_rows import roles_as_runs
from index.engines.milvus_schema import LONGEST, NOTHING, POSITIONS, packed
from index.errors import EngineError
from index.statements.fact_rows import fact_row
from index.statements.named_rows import named_row
from index.storage.catalogue import ROLES
from index.storage.rows import chunk_row, page_map_values, report_row, section_row
from index.types import Document, Report

__all__ = ["document_rows"]


def document_rows(document: Document, number: int) -> dict[str, list[Row]]:
    """Collection → rows. number: of the document's first report.

    Raises: EngineError where something is too long for the server, or there is too much of it.
    """
    annotations = [[each.kind, each.start, each.end] for each in document.annotations]
    rows: dict[str, list[Row]] = {table: [] for table in ("reports", "chunks", "facts", "names")}
    pieces = {"text": document.text, "annotations": annotations, "page map": page_map_values(document.page_map)}
    rows["pieces"] = [row for kind, content in pieces.items() for row in packed(number, kind, content)]
    for own, report in enumerate(document.reports, start=number):
        sections, chunks = document.sections.get(report.id, ()), document.chunks.get(report.id, ())
        facts, names = document.facts.get(report.id, ()), document.named_spans.get(report.id, ())
        rows["pieces"] += packed(own, "sections", [section_row(each) for each in sections])
        rows["reports"].append(
            {
                "id": own,
                "document": number,
                "sections": len(sections),
                "chunks": len(chunks),
                "facts": len(facts),
                "roles": roles_as_runs(each.role for each in chunks),
                "row": _json(report_row(report)),
                **NOTHING,
            }
        )
        if any(each.id != f"{report.id}-{position}" for position, each in enumerate(chunks)):
            raise EngineError(f"{report.source}: passages are not numbered one after the other; build with --full")
        for position, chunk in enumerate(chunks):
            role = ROLES.index(chunk.role)
            rows["chunks"].append(_owned(own, position, {"role": role, "row": _json(chunk_row(chunk))}))
        for position, fact in enumerate(facts):
            filters = {"backwards": fact.indicator[::-1], "place_code": fact.place_code, "unit": fact.unit}
            rows["facts"].append(_owned(own, position, {**filters, "row": _json(fact_row(fact)[1:-1]), **NOTHING}))
        for position, named in enumerate(names):
            filters = {"kind": named.kind, "text": named.text, "pinyin": named.pinyin}
            rows["names"].append(_owned(own, position, {**filters, "row": _json(named_row(named)[1:]), **NOTHING}))
        for table, some in rows.items():
            _check(report, table, some)
    return rows


def _owned(report: int, position: int, columns: Row) -> Row:
    return {"id": report * POSITIONS + position, "report": report, **columns}


def _check(report: Report, table: str, rows: Sequence[Row]) -> None:
    if len(rows) > POSITIONS:
        raise EngineError(f"{report.source}: {len(rows)} {table} in one report are more than an engine can hold")
    for row in rows:
        for value in row.values():
            # A character has four bytes at most.
            if isinstance(value, str) and len(value) * 4 > LONGEST and len(value.encode()) > LONGEST:
                raise EngineError(
                    f"{report.source}: {table} hold a text of {len(value):,} characters, which is more than the "
                    f"{LONGEST:,} bytes a Milvus server holds in one place; split the file"
                )


def _json(values: Sequence[object]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
