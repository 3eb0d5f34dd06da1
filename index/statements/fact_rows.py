"""Facts in SQLite: their table, how one becomes a row and a row one, and how they are looked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from index.language.stages import same_stage
from index.types import Fact, Span

__all__ = ["FACT_COLUMNS", "FACT_SCHEMA", "fact_from_row", "fact_row", "facts_stated", "facts_where"]

# A Chinese noun phrase ends with its head (政协委员|提案), so the indicator is also kept back to front: what ends with
# a word is then a range of the index.
FACT_SCHEMA = """
CREATE TABLE facts (
    number INTEGER PRIMARY KEY, report_id TEXT NOT NULL, chunk_id TEXT NOT NULL, place_code TEXT NOT NULL, level TEXT,
    years TEXT NOT NULL, role TEXT NOT NULL, indicator TEXT NOT NULL, qualifier TEXT NOT NULL, value TEXT NOT NULL,
    unit TEXT NOT NULL, approximate INTEGER NOT NULL, counted_by TEXT NOT NULL, text TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL,
    backwards TEXT NOT NULL);
CREATE INDEX facts_by_report ON facts (report_id);
CREATE INDEX facts_by_indicator ON facts (backwards, place_code);
"""
FACT_COLUMNS = """report_id, chunk_id, place_code, level, years, role, indicator, qualifier, value, unit, approximate,
    counted_by, text, start, "end", sentence_start, sentence_end"""
_LAST_CHARACTER = "\U0010ffff"

# A row of SQLite: its columns have the types of the schema above.
_Row = tuple[Any, ...]


def fact_row(fact: Fact) -> _Row:
    """The values of the table's columns, in their order."""
    return (
        None,
        fact.report_id,
        fact.chunk_id,
        fact.place_code,
        fact.level,
        json.dumps(fact.years),
        fact.role,
        fact.indicator,
        fact.qualifier,
        str(fact.value),
        fact.unit,
        fact.approximate,
        fact.counted_by,
        fact.text,
        fact.start,
        fact.end,
        fact.sentence.start,
        fact.sentence.end,
        fact.indicator[::-1],
    )


def fact_from_row(row: _Row) -> Fact:
    """The fact of a row of `FACT_COLUMNS`."""
    report_id, chunk_id, place_code, level, years, role, indicator, qualifier, value, unit, approximate = row[:11]
    counted_by, text, start, end, sentence_start, sentence_end = row[11:]
    return Fact(
        report_id=report_id,
        chunk_id=chunk_id,
        place_code=place_code,
        level=level,
        years=tuple(json.loads(years)),
        role=role,
        indicator=indicator,
        qualifier=qualifier,
        value=Decimal(value),
        unit=unit,
        approximate=bool(approximate),
        counted_by=counted_by,
        text=text,
        start=start,
        end=end,
        sentence=Span(sentence_start, sentence_end),
    )


def facts_where(*, indicator: str | None, place_codes: Sequence[str] | None, unit: str | None) -> tuple[str, list[str]]:
    """The condition of a query, and the values it binds."""
    conditions: list[str] = []
    values: list[str] = []
    if indicator is not None:
        conditions.append("backwards >= ? AND backwards < ?")
        values += [indicator[::-1], indicator[::-1] + _LAST_CHARACTER]
    if place_codes is not None:
        conditions.append(f"place_code IN ({','.join('?' * len(place_codes))})")
        values += place_codes
    if unit is not None:
        conditions.append("unit = ?")
        values.append(unit)
    return " AND ".join(conditions) or "1", values


def facts_stated(facts: Iterable[Fact], *, years: Sequence[int] | None, qualifier: str | None) -> tuple[Fact, ...]:
    """Those of any of these years, and of a verb of this stage; None leaves the choice open. See `Index.find_facts`."""
    wanted = None if years is None else frozenset(years)
    return tuple(
        fact
        for fact in facts
        if (wanted is None or not wanted.isdisjoint(fact.years))
        and (qualifier is None or same_stage(fact.qualifier, qualifier))
    )
