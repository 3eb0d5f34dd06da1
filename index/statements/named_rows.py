"""Names in SQLite: their table, how one becomes a row and a row one, and how they are looked for."""

from __future__ import annotations

from typing import Any

from index.types import NamedKind, NamedSpan

__all__ = ["NAMED_COLUMNS", "NAMED_SCHEMA", "named_from_row", "named_row", "named_where"]

# Most rows have no pinyin: the index of it holds people alone.
NAMED_SCHEMA = """
CREATE TABLE named_spans (
    number INTEGER PRIMARY KEY, report_id TEXT NOT NULL, chunk_id TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, role TEXT NOT NULL, pinyin TEXT);
CREATE INDEX named_spans_by_report ON named_spans (report_id);
CREATE INDEX named_spans_by_text ON named_spans (kind, text);
CREATE INDEX named_spans_by_pinyin ON named_spans (pinyin) WHERE pinyin IS NOT NULL;
"""
NAMED_COLUMNS = 'report_id, chunk_id, kind, text, start, "end", role, pinyin'

# A row of SQLite: its columns have the types of the schema above.
_Row = tuple[Any, ...]


def named_row(named: NamedSpan) -> _Row:
    """The values of the table's columns, in their order."""
    return (
        None,
        named.report_id,
        named.chunk_id,
        named.kind,
        named.text,
        named.start,
        named.end,
        named.role,
        named.pinyin or None,
    )


def named_from_row(row: _Row) -> NamedSpan:
    """The name of a row of `NAMED_COLUMNS`."""
    report_id, chunk_id, kind, text, start, end, role, pinyin = row
    return NamedSpan(report_id, chunk_id, kind, text, start, end, role, pinyin or "")


def named_where(*, kind: NamedKind | None, text: str | None, pinyin: str | None) -> tuple[str, list[str]]:
    """The condition of a query, and the values it binds."""
    pairs = (("kind", kind), ("text", text), ("pinyin", pinyin))
    chosen = [(column, value) for column, value in pairs if value is not None]
    return " AND ".join(f"{column} = ?" for column, _ in chosen) or "1", [value for _, value in chosen]
