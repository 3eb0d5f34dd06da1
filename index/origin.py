"""Where an index comes from, and whether it is still the newest there: a home on this machine, or a server."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Protocol

from index.config import Config
from index.engine import Engine
from index.engines.milvus import MilvusIndex
from index.engines.milvus_reading import server_generation
from index.storage.generations import current_generation
from index.storage.store import Index

__all__ = ["HomeOrigin", "Origin", "ServerOrigin", "origin_of"]

# A server is asked at most so often whether there is a newer generation.
_ASKED_EVERY_S = 1.0


class Origin(Protocol):
    """What opens the newest generation."""

    def open(self) -> Engine:
        """Raises: IndexMissingError, IndexCorruptError, IndexMismatchError, EngineError."""
        ...

    def is_newest(self, index: Engine, *, at_once: bool = False) -> bool:
        """Whether the index, opened here, is the newest. at_once: as things are now, not as they were a second ago.

        Raises: as `open`.
        """
        ...


class HomeOrigin:
    """The index of a home."""

    def __init__(self, home: Path, *, read_only: bool = False) -> None:
        """read_only: nothing is written into it, not even a compiled dictionary."""
        self._home, self._read_only = home, read_only

    def open(self) -> Engine:
        """The current generation."""
        return Index.open(self._home, writes=not self._read_only)

    def is_newest(self, index: Engine, *, at_once: bool = False) -> bool:  # noqa: ARG002 - a file is always asked
        """Whether CURRENT names its generation."""
        return current_generation(self._home) == index.manifest.generation


class ServerOrigin:
    """The index on a Milvus server."""

    def __init__(self, uri: str, *, home: Path, token: str = "", read_only: bool = False) -> None:
        """home: where the compiled dictionary is kept; nothing else is read or written there. read_only: nor that."""
        self._uri, self._home, self._token, self._read_only = uri, home, token, read_only
        self._lock = threading.Lock()
        self._asked_at = float("-inf")
        self._newest = ""
        self._opened: MilvusIndex | None = None

    def open(self) -> Engine:
        """The current generation, over the connection of the one before, of which it reads only what is new."""
        before = self._opened
        if before is None:
            found = MilvusIndex.open(self._uri, home=self._home, token=self._token, writes=not self._read_only)
        else:
            found = MilvusIndex(before.server, tokenizer=before.tokenizer, before=before)
        with self._lock:
            self._newest, self._asked_at, self._opened = found.name, time.monotonic(), found
        return found

    def is_newest(self, index: Engine, *, at_once: bool = False) -> bool:
        """Whether it is the one the server names; a server that is away counts as having nothing newer."""
        if not isinstance(index, MilvusIndex):
            return False
        with self._lock:
            if at_once or time.monotonic() - self._asked_at >= _ASKED_EVERY_S:
                # Noted before it is asked: a server that does not answer is not asked by every search.
                self._asked_at = time.monotonic()
                self._newest = server_generation(index.server, at_once=at_once)
            return self._newest == index.name


def origin_of(config: Config) -> Origin:
    """The server that the configuration names, or its home."""
    if config.engine:
        return ServerOrigin(config.engine, home=config.home, token=config.engine_token, read_only=config.read_only)
    return HomeOrigin(config.home, read_only=config.read_only)
