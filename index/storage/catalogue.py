"""All but vectors and postings in SQLite: written once, then only read, and read only as far as asked."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from index.errors import IndexCorruptError, command
from index.manifest import Counts
from index.statements.fact_rows import FACT_COLUMNS, FACT_SCHEMA, fact_from_row, facts_where
from index.statements.named_rows import NAMED_COLUMNS, NAMED_SCHEMA, named_from_row, named_where
from index.storage.rows import chunk_from_row, page_map_from_values, report_from_row, section_from_row
from index.types import Annotation, Chunk, Document, Fact, NamedKind, NamedSpan, PageMap, Report, ReportCounts, Section

__all__ = ["ROLES", "SCHEMA", "TABLES", "Catalogue", "DocumentName"]

ROLES = ("review", "plan", "other")

SCHEMA = (
    """
CREATE TABLE documents (
    position INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, source TEXT NOT NULL, content_hash TEXT NOT NULL,
    encoding TEXT NOT NULL, annotations TEXT NOT NULL, text TEXT NOT NULL, corrections TEXT NOT NULL,
    page_map TEXT NOT NULL);
CREATE TABLE reports (
    ordinal INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, document_id TEXT NOT NULL, part INTEGER NOT NULL,
    source TEXT NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL, place TEXT NOT NULL, place_code TEXT NOT NULL,
    level TEXT, delivered TEXT, covers TEXT NOT NULL, plans TEXT NOT NULL, session TEXT NOT NULL,
    speaker TEXT NOT NULL, publisher TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    form TEXT NOT NULL, body TEXT NOT NULL, months TEXT NOT NULL);
CREATE TABLE sections (
    report_id TEXT NOT NULL, number INTEGER NOT NULL, parent INTEGER, level INTEGER NOT NULL, heading TEXT NOT NULL,
    heading_path TEXT NOT NULL, role TEXT NOT NULL, years TEXT NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, body_start INTEGER NOT NULL, PRIMARY KEY (report_id, number)) WITHOUT ROWID;
CREATE TABLE chunks (
    position INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, report_id TEXT NOT NULL, section INTEGER,
    heading_path TEXT NOT NULL, role TEXT NOT NULL, text TEXT NOT NULL, embedded TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL);
CREATE INDEX reports_by_document ON reports (document_id);
CREATE INDEX chunks_by_report ON chunks (report_id);
"""
    + FACT_SCHEMA
    + NAMED_SCHEMA
)
# Only names of this file and question marks are ever put into a statement (S608); values are always bound.
_REPORT = """id, document_id, part, source, title, kind, place, place_code, level, delivered, covers, plans, session,
    speaker, publisher, start, "end", form, body, months """
_CHUNK = 'id, report_id, section, heading_path, role, text, embedded, start, "end"'
# Table, the column that numbers its rows, the column that says whose they are.
TABLES = (
    ("documents", "position", "id"),
    ("reports", "ordinal", "document_id"),
    ("sections", "", "report_id"),
    ("chunks", "position", "report_id"),
    ("facts", "number", "report_id"),
    ("named_spans", "number", "report_id"),
)
_OTHERS = "SELECT COUNT(*) FROM reports WHERE kind = 'unrelated'"
# Documents whose text is kept once it was read; the reader page asks for the same one again and again.
_TEXTS_KEPT = 64

# A row of SQLite: its columns have the types of the schema above.
_Row = tuple[Any, ...]


class DocumentName(NamedTuple):
    """Which file a document came from, and which corrections it was read with."""

    id: str
    source: str
    content_hash: str
    corrections: str


class Catalogue:
    """Read access to a catalogue; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Raises: IndexCorruptError, here or at the first read, where the file is not a catalogue."""
        self._path = path
        # Immutable: no locks and no journal are looked for, since a generation never changes.
        location = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
        try:
            self._connection = sqlite3.connect(location, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise IndexCorruptError(f"{path} cannot be opened ({error}); run `{command('build --full')}`") from error
        self._lock = threading.Lock()
        self._assure: Callable[[], None] | None = None
        self.document_text = lru_cache(maxsize=_TEXTS_KEPT)(self._read_document_text)
        self.page_map = lru_cache(maxsize=_TEXTS_KEPT)(self._read_page_map)

    def give_only_after(self, assure: Callable[[], None]) -> None:
        """From now on, give nothing that was read before this has returned: it raises where the file is damaged."""
        self._assure = assure

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def document_names(self) -> tuple[DocumentName, ...]:
        """Every document and its file, in index order."""
        rows = self._query("SELECT id, source, content_hash, corrections FROM documents ORDER BY position")
        return tuple(DocumentName(*row) for row in rows)

    def reports(self) -> tuple[Report, ...]:
        """All reports in index order; their texts are read when asked for."""
        return tuple(self._report(row) for row in self._query(f"SELECT {_REPORT} FROM reports ORDER BY ordinal"))  # noqa: S608

    def report_counts(self) -> dict[str, ReportCounts]:
        """Report id → how much the report holds."""
        sections, chunks, facts = (
            dict[str, int](self._query(f"SELECT report_id, COUNT(*) FROM {table} GROUP BY report_id"))  # noqa: S608
            for table in ("sections", "chunks", "facts")
        )
        names = [row[0] for row in self._query("SELECT id FROM reports")]
        return {name: ReportCounts(*(each.get(name, 0) for each in (sections, chunks, facts))) for name in names}

    def counts(self, document_ids: Set[str] | None = None) -> Counts:
        """How much there is, of these documents or of all."""
        if document_ids is None:
            tables = {table: int(self._query(f"SELECT COUNT(*) FROM {table}")[0][0]) for table, _, _ in TABLES}  # noqa: S608
            return Counts(**tables, others=int(self._query(_OTHERS)[0][0]))
        total = Counts()
        for each in sorted(document_ids):
            reports = "(SELECT id FROM reports WHERE document_id = ?)"
            owned = {
                table: int(self._query(f"SELECT COUNT(*) FROM {table} WHERE report_id IN {reports}", (each,))[0][0])  # noqa: S608
                for table, _, owner in TABLES
                if owner == "report_id"
            }
            n_reports = int(self._query("SELECT COUNT(*) FROM reports WHERE document_id = ?", (each,))[0][0])
            others = int(self._query(f"{_OTHERS} AND document_id = ?", (each,))[0][0])
            total += Counts(documents=1, reports=n_reports, others=others, **owned)
        return total

    def sections(self, report_id: str) -> tuple[Section, ...]:
        """The sections of a report in reading order; none for an id there is not."""
        rows = self._query(
            'SELECT number, parent, level, heading, heading_path, role, years, start, "end", body_start '
            "FROM sections WHERE report_id = ? ORDER BY number",
            (report_id,),
        )
        return tuple(section_from_row(row) for row in rows)

    def chunks(self, rows: Iterable[int]) -> list[Chunk]:
        """The chunks of these rows, in the order asked for.

        Raises: KeyError for a row there is not.
        """
        wanted = [int(row) for row in rows]
        found: dict[int, Chunk] = {}
        for first in range(0, len(wanted), 500):
            block = wanted[first : first + 500]
            marks = ",".join("?" * len(block))
            for row in self._query(f"SELECT position, {_CHUNK} FROM chunks WHERE position IN ({marks})", block):  # noqa: S608
                found[row[0]] = chunk_from_row(row[1:])
        return [found[row] for row in wanted]

    def report_chunks(self, report_id: str) -> tuple[Chunk, ...]:
        """The chunks of a report in reading order; none for an id there is not."""
        rows = self._query(f"SELECT {_CHUNK} FROM chunks WHERE report_id = ? ORDER BY position", (report_id,))  # noqa: S608
        return tuple(chunk_from_row(row) for row in rows)

    def facts(self, report_id: str) -> tuple[Fact, ...]:
        """The facts of a report in reading order; none for an id there is not."""
        rows = self._query(f"SELECT {FACT_COLUMNS} FROM facts WHERE report_id = ? ORDER BY number", (report_id,))  # noqa: S608
        return tuple(fact_from_row(row) for row in rows)

    def find_facts(
        self, *, indicator: str | None, place_codes: Sequence[str] | None, unit: str | None
    ) -> tuple[Fact, ...]:
        """The facts whose indicator ends with `indicator`, of these places, in this unit; None leaves a choice open."""
        condition, values = facts_where(indicator=indicator, place_codes=place_codes, unit=unit)
        rows = self._query(f"SELECT {FACT_COLUMNS} FROM facts WHERE {condition} ORDER BY number", values)  # noqa: S608
        return tuple(fact_from_row(row) for row in rows)

    def indicators(self) -> list[_Row]:
        """Each (indicator, qualifier, unit, place code) that some report states of what was done."""
        return self._query("SELECT DISTINCT indicator, qualifier, unit, place_code FROM facts WHERE role = 'review'")

    def named_spans(self, report_id: str) -> tuple[NamedSpan, ...]:
        """The names in a report, in reading order; none for an id there is not."""
        rows = self._query(
            f"SELECT {NAMED_COLUMNS} FROM named_spans WHERE report_id = ? ORDER BY number",  # noqa: S608
            (report_id,),
        )
        return tuple(named_from_row(row) for row in rows)

    def find_named(self, *, kind: NamedKind | None, text: str | None, pinyin: str | None) -> tuple[NamedSpan, ...]:
        """The names of this kind, wording and pinyin; None leaves a choice open."""
        condition, values = named_where(kind=kind, text=text, pinyin=pinyin)
        rows = self._query(f"SELECT {NAMED_COLUMNS} FROM named_spans WHERE {condition} ORDER BY number", values)  # noqa: S608
        return tuple(named_from_row(row) for row in rows)

    def chunk_row(self, chunk_id: str) -> int:
        """Raises: KeyError for an id there is not."""
        rows = self._query("SELECT position FROM chunks WHERE id = ?", (chunk_id,))
        if not rows:
            raise KeyError(chunk_id)
        return int(rows[0][0])

    def embedded(self) -> Iterator[str]:
        """What is searched of each chunk, in row order."""
        for (embedded,) in self._query("SELECT embedded FROM chunks ORDER BY position"):
            yield embedded

    def annotations(self, document_id: str) -> tuple[Annotation, ...]:
        """Raises: KeyError for an id there is not."""
        return tuple(Annotation(*values) for values in json.loads(self._of_document("annotations", document_id)))

    def document(self, document_id: str) -> Document:
        """The whole document as it was parsed. Raises: KeyError for an id there is not."""
        rows = self._query(
            "SELECT id, source, content_hash, encoding, text, corrections FROM documents WHERE id = ?", (document_id,)
        )
        if not rows:
            raise KeyError(document_id)
        identity, source, content_hash, encoding, text, corrections = rows[0]
        reports = tuple(
            self._report(row)
            for row in self._query(
                f"SELECT {_REPORT} FROM reports WHERE document_id = ? ORDER BY ordinal",  # noqa: S608
                (document_id,),
            )
        )
        return Document(
            id=identity,
            source=source,
            content_hash=content_hash,
            encoding=encoding,
            text=text,
            annotations=self.annotations(document_id),
            reports=reports,
            sections={report.id: self.sections(report.id) for report in reports},
            chunks={report.id: self.report_chunks(report.id) for report in reports},
            facts={report.id: self.facts(report.id) for report in reports},
            corrections=corrections,
            named_spans={report.id: self.named_spans(report.id) for report in reports},
            page_map=self.page_map(document_id),
        )

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the file, and chunks, facts and names that do not stand where they say."""
        found = [str(row[0]) for row in self._query("PRAGMA integrity_check") if row[0] != "ok"]
        for report in self.reports():
            text = report.text
            found.extend(
                f"chunk {chunk.id} is not the text at its offsets"
                for chunk in self.report_chunks(report.id)
                if text[chunk.start : chunk.end] != chunk.text
            )
            found.extend(
                f"fact {fact.text!r} of report {report.id} is not the text at its offsets"
                for fact in self.facts(report.id)
                if text[fact.start : fact.end] != fact.text
            )
            found.extend(
                f"name {named.text!r} of report {report.id} is not the text at its offsets"
                for named in self.named_spans(report.id)
                if "".join(text[named.start : named.end].split()) != named.text
            )
        return found

    def _read_document_text(self, document_id: str) -> str:
        return self._of_document("text", document_id)

    def _read_page_map(self, document_id: str) -> PageMap:
        return page_map_from_values(json.loads(self._of_document("page_map", document_id)))

    def _of_document(self, column: str, document_id: str) -> str:
        """Raises: KeyError for an id there is not."""
        rows = self._query(f"SELECT {column} FROM documents WHERE id = ?", (document_id,))  # noqa: S608
        if not rows:
            raise KeyError(document_id)
        return str(rows[0][0])

    def _report(self, row: _Row) -> Report:
        return report_from_row(row, self.document_text, self.page_map)

    def _query(self, statement: str, values: Sequence[str | int] = ()) -> list[_Row]:
        if self._assure:
            self._assure()
        try:
            with self._lock:
                return self._connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise IndexCorruptError(
                f"{self._path} is damaged ({error}); run `{command('build --full')}` to write the index again"
            ) from error
