"""Writes a catalogue: document by document, or all documents of another but some."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.statements.fact_rows import fact_row
from index.statements.named_rows import named_row
from index.storage.catalogue import SCHEMA, TABLES
from index.storage.rows import chunk_row, document_row, report_row, section_row
from index.types import Document

__all__ = ["CatalogueWriter", "guarded"]

# A row of SQLite: its columns have the types of the schema.
_Row = tuple[Any, ...]


class CatalogueWriter:
    """Writes a new catalogue, document by document."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = sqlite3.connect(path)
        self._documents = self._rows = self._ordinal = 0
        # The file gets its name only when it is complete, so a journal would guard nothing.
        with guarded(self._path):
            self._connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)

    def add(self, document: Document) -> None:
        """The next document. Raises: OSError where the file cannot be written."""
        with guarded(self._path):
            connection = self._connection
            _insert(connection, "documents", (self._documents, *document_row(document)))
            self._documents += 1
            for report in document.reports:
                name = report.id
                _insert(connection, "reports", (self._ordinal, *report_row(report)))
                self._ordinal += 1
                sections = [(name, *section_row(each)) for each in document.sections.get(name, ())]
                chunks = [(row, *chunk_row(each)) for row, each in enumerate(document.chunks.get(name, ()), self._rows)]
                self._rows += len(chunks)
                _insert_all(connection, "sections", sections)
                _insert_all(connection, "chunks", chunks)
                _insert_all(connection, "facts", [fact_row(each) for each in document.facts.get(name, ())])
                _insert_all(connection, "named_spans", [named_row(each) for each in document.named_spans.get(name, ())])

    def copy(self, path: Path, dropped: Set[str]) -> int:
        """All documents of another catalogue but these (ids), in its order; how many. Raises: OSError."""
        with guarded(self._path):
            connection = self._connection
            connection.commit()
            connection.execute("ATTACH ? AS other", (str(path),))
            connection.execute("CREATE TEMP TABLE dropped (id TEXT PRIMARY KEY)")
            connection.executemany("INSERT INTO dropped VALUES (?)", [(each,) for each in dropped])
            before = self._documents
            kept = "SELECT id FROM other.reports WHERE document_id NOT IN (SELECT id FROM dropped)"
            for table, number, owner in TABLES:
                among = f"IN ({kept})" if owner == "report_id" else "NOT IN (SELECT id FROM dropped)"
                self._copy_table(table, number, f"{owner} {among}")
            self._count()
            connection.commit()
            connection.execute("DROP TABLE dropped")
            connection.execute("DETACH other")
            return self._documents - before

    def close(self) -> None:
        """Write what is still held and let go of the file. Raises: OSError where it cannot be written."""
        try:
            with guarded(self._path):
                self._connection.commit()
        finally:
            self._connection.close()

    def _copy_table(self, table: str, number: str, condition: str) -> None:
        columns = [str(row[1]) for row in self._connection.execute(f"PRAGMA main.table_info({table})")]
        if not number:
            self._connection.execute(f"INSERT INTO {table} SELECT * FROM other.{table} WHERE {condition}")  # noqa: S608
            return
        start = int(self._connection.execute(f"SELECT COALESCE(MAX({number}) + 1, 0) FROM main.{table}").fetchone()[0])  # noqa: S608
        others = ", ".join(f'"{each}"' for each in columns if each != number)
        self._connection.execute(
            f"INSERT INTO {table} ({number}, {others}) SELECT ROW_NUMBER() OVER (ORDER BY {number}) - 1 + {start}, "  # noqa: S608
            f"{others} FROM other.{table} WHERE {condition} ORDER BY {number}"
        )

    def _count(self) -> None:
        self._documents, self._ordinal, self._rows = (
            int(self._connection.execute(f"SELECT COUNT(*) FROM main.{table}").fetchone()[0])  # noqa: S608
            for table in ("documents", "reports", "chunks")
        )


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """SQLite says in its own way that the disk is full; here it is an OSError that names the file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OSError(errno.ENOSPC if "full" in str(error) else errno.EIO, str(error), str(path)) from error


def _insert(connection: sqlite3.Connection, table: str, values: _Row) -> None:
    connection.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(values))})", values)  # noqa: S608


def _insert_all(connection: sqlite3.Connection, table: str, rows: Sequence[_Row]) -> None:
    if rows:
        connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)  # noqa: S608
