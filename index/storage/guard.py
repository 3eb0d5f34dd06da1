"""Files of an open segment, whose bytes are trusted only once they were read whole and match their checksum.

Python's SQLite calls nothing of ours when it reads a page, a checksum a row would not show that a row is hidden behind
a damaged page of an index, and arrays are mapped. So a file is read once from end to end when it is opened, by threads
beside what is loaded meanwhile, and whoever is to be given something of it waits for that: 505 reports (300 MB) take
0.2 s of a thread while a question loads its model anyway. After that each use looks whether the file was written to
since (its size, times and inode), and reads it again if so. What rots on the disk below an open file without that shows
when it is opened next, or in `wenzheng verify`.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from io import FileIO
from pathlib import Path

from index.checksums import FileEntry, crc32_of
from index.errors import IndexCorruptError, command

__all__ = ["FileGuard", "guards_of"]

_THREADS = 2
_POOLS: dict[int, ThreadPoolExecutor] = {}
_State = tuple[int, int, int, int]
# What this process has found whole, so that an index that is opened again and again is not read again and again.
_FOUND_WHOLE: dict[Path, tuple[int, _State]] = {}
_MOST_FOUND = 4096
# A file written to within this time might be again without its times showing it, which tick every few milliseconds.
_SETTLED_NS = 100_000_000


class FileGuard:
    """One file: begins to read it at once. Safe to use from several threads."""

    def __init__(self, path: Path, entry: FileEntry) -> None:
        """Raises: OSError where it cannot be opened."""
        self._path, self._crc32 = path.absolute(), entry.crc32
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._reading: Future[None] | None = None
        if not self._is_whole(_state(path.stat())):
            # Opened now: builds may have cleared it away by the time a thread gets to it.
            self._reading = _threads().submit(self._read, FileIO(path))

    def assure(self) -> None:
        """Return once the file is known to be what was written. Raises: IndexCorruptError where it is not."""
        reading = self._reading
        if reading is not None and self._process == os.getpid():
            reading.result()
            self._reading = None
        try:
            state = _state(self._path.stat())
        except FileNotFoundError:
            return  # a later build has removed it; what is open stays as it was
        if not self._is_whole(state):
            with self._lock:
                self._read(FileIO(self._path))

    def _is_whole(self, state: _State) -> bool:
        return _FOUND_WHOLE.get(self._path) == (self._crc32, state)

    def _read(self, file: FileIO) -> None:
        with file:
            state = _state(os.fstat(file.fileno()))
            try:
                whole = crc32_of(file) == self._crc32
            except OSError as error:
                raise IndexCorruptError(
                    f"{self._path} cannot be read ({error.strerror}); run `{command('build --full')}`"
                ) from error
        if not whole:
            raise IndexCorruptError(
                f"{self._path} does not match its checksum: it was altered or the disk is failing; run "
                f"`{command('build --full')}` to write the index again; 索引文件已损坏，请重建索引"
            )
        if max(state[1], state[2]) + _SETTLED_NS > time.time_ns():
            return
        if len(_FOUND_WHOLE) >= _MOST_FOUND:
            _FOUND_WHOLE.clear()
        _FOUND_WHOLE[self._path] = self._crc32, state


def guards_of(folder: Path, files: Iterable[FileEntry]) -> dict[str, FileGuard]:
    """Path below the folder → its guard; the largest files are read first. Raises: OSError."""
    by_size = sorted(files, key=lambda entry: (-entry.size, entry.path))
    return {entry.path: FileGuard(folder / entry.path, entry) for entry in by_size}


def _state(stat: os.stat_result) -> _State:
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def _threads() -> ThreadPoolExecutor:
    """Made at first use; a process that was forked has none of its parent's, and makes its own."""
    process = os.getpid()
    if process not in _POOLS:
        _POOLS.clear()
        _POOLS[process] = ThreadPoolExecutor(_THREADS, thread_name_prefix="checksum")
    return _POOLS[process]
