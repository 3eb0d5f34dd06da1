"""Vectors that need not be computed again: those of the segments there are, and those of a build that was stopped.

<home>/embedded.sqlite   what the build under way has embedded so far; removed once it is published
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from index.storage.catalogue_writer import guarded
from index.storage.segments import Segment
from index.types import FloatMatrix

__all__ = ["SPOOL_FILE", "KnownVectors", "Spool", "remove_spool"]

SPOOL_FILE = "embedded.sqlite"
_ASKED_AT_ONCE = 500

Hashes = npt.NDArray[np.uint64]


class Spool:
    """Vectors by the hash of their text, safe on disk from the moment `put` returns, though the process be killed."""

    def __init__(self, home: Path, encoder: str) -> None:
        """encoder: fingerprint; what another one made is thrown away. Raises: OSError where it cannot be written."""
        self._path = home / SPOOL_FILE
        try:
            self._connection = self._open(encoder)
        except sqlite3.DatabaseError:
            remove_spool(home)
            with guarded(self._path):
                self._connection = self._open(encoder)

    def _open(self, encoder: str) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path)
        try:
            connection.executescript(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                "CREATE TABLE IF NOT EXISTS checked (hash BLOB UNIQUE NOT NULL, vector BLOB NOT NULL, crc32 INTEGER);"
                "CREATE TABLE IF NOT EXISTS encoder (fingerprint TEXT);"
            )
            if (found := connection.execute("PRAGMA quick_check").fetchone()) != ("ok",):
                raise sqlite3.DatabaseError(found[0])
            made_by = connection.execute("SELECT fingerprint FROM encoder").fetchone()
            if made_by != (encoder,):
                connection.execute("DELETE FROM encoder")
                connection.execute("DELETE FROM checked")
                connection.execute("INSERT INTO encoder VALUES (?)", (encoder,))
                connection.commit()
        except BaseException:
            connection.close()
            raise
        return connection

    def put(self, hashes: Hashes, vectors: FloatMatrix) -> None:
        """hashes: (n, 2); vectors: (n, dim). Raises: OSError."""
        pairs = [(each.tobytes(), vector.tobytes()) for each, vector in zip(hashes, vectors, strict=True)]
        rows = [(key, vector, crc32(key + vector)) for key, vector in pairs]
        with guarded(self._path), self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO checked VALUES (?, ?, ?)", rows)

    def get(self, hashes: Hashes, into: FloatMatrix) -> npt.NDArray[np.bool_]:
        """Fill the rows of `into` whose vectors are known; which those are."""
        found = np.zeros(len(hashes), dtype=np.bool_)
        keys = [each.tobytes() for each in hashes]
        for first in range(0, len(keys), _ASKED_AT_ONCE):
            block = keys[first : first + _ASKED_AT_ONCE]
            marks = ",".join("?" * len(block))
            there = self._connection.execute(f"SELECT hash, vector, crc32 FROM checked WHERE hash IN ({marks})", block)  # noqa: S608
            known = {key: vector for key, vector, check in there if crc32(key + vector) == check}
            for row, key in enumerate(block, start=first):
                if key in known:
                    into[row] = np.frombuffer(known[key], dtype=np.float32)
                    found[row] = True
        return found

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def remove_spool(home: Path) -> None:
    """Delete the vectors of a build that has ended."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            (home / (SPOOL_FILE + suffix)).unlink()


class KnownVectors:
    """Vectors by the hash of their text, from segments of one encoder and a spool."""

    def __init__(self, segments: Sequence[Segment], spool: Spool) -> None:
        self._spool = spool
        known = [(segment, segment.hashes()) for segment in segments if segment.n]
        self._sources = [(segment, hashes, np.argsort(hashes[:, 0])) for segment, hashes in known]

    def fill(self, hashes: Hashes, into: FloatMatrix) -> npt.NDArray[np.bool_]:
        """Fill the rows of `into`, (n, dim), whose vectors are known; which those are, (n,). hashes: (n, 2)."""
        found = self._spool.get(hashes, into)
        for segment, known, order in self._sources:
            at = np.minimum(np.searchsorted(known[:, 0], hashes[:, 0], sorter=order), len(order) - 1)
            rows = order[at]
            same = np.flatnonzero(~found & (known[rows] == hashes).all(axis=1))
            if len(same) and segment.dense is not None:
                into[same] = segment.dense.vectors[rows[same]]
                found[same] = True
        return found
