"""The files that reports were read from: given out, and drawn page by page, while they are what was indexed.

Drawing what comes from anywhere must not stop the page: it is done in reading processes, few at a time and within
limits, and what was drawn is kept for who looks again.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, TypeVar

from index.building.reading import reading_with
from index.building.seen import Seen
from index.building.sources import UPLOADS, is_as_last_read, remembered_paths
from index.building.unpacked import folder_of
from index.config import Config
from index.errors import BusyError, IndexCorruptError, OriginalError, ReadError
from index.reading.files import is_folder, open_regular
from index.reading.original import PagePicture
from index.types import Report

__all__ = ["Originals"]

_AT_ONCE = 2
_MOST_WAITING = 12
_MOST_SECONDS = 20.0  # for a page; a broadsheet takes one
_WAITING_S = 60.0
_KEPT_BYTES = 48 * 2**20  # a page has 0.1 to 2 MB
_CHANGED = (
    "{}: the file has changed or is gone since it was indexed; put it back, or build again. "
    "原文件已改动或不在了，请放回原文件或重建索引。"
)
_State = tuple[int, ...]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Found:
    """A file that may be a report's. root: the folder it must lie in, unless it was given by name and follows links."""

    path: Path
    root: Path
    follows: bool

    @property
    def state(self) -> _State | None:
        """What changes with the file; None where there is none."""
        try:
            return _state(self.path.stat())
        except (OSError, ValueError):  # ValueError: a name with a zero byte
            return None


class Originals:
    """The originals of an index's reports, for many threads."""

    def __init__(self, config: Config) -> None:
        self._home = config.home
        limits = replace(config, jobs=min(config.jobs, _AT_ONCE), read_seconds=min(config.read_seconds, _MOST_SECONDS))
        self._reading = reading_with(limits)
        # Threads that last: on Linux a process ends with the thread that started it.
        self._threads = ThreadPoolExecutor(self._reading.at_once, thread_name_prefix="drawing")
        self._waiting = threading.BoundedSemaphore(_MOST_WAITING)
        self._known: dict[Path, tuple[_State, str]] = {}
        self._pictures = _Pictures(_KEPT_BYTES)

    @classmethod
    def at(cls, home: str | Path | None = None) -> Originals:
        """Of the index at home (default: WENZHENG_HOME, else .wenzheng)."""
        return cls(Config.from_environment(home=home))

    def picture(self, report: Report, page: int, *, width: int, words: str = "") -> PagePicture:
        """A page, from 1, of the file that a report was read from, so many pixels wide, and where words stand on it.

        Raises: OriginalError where the file is not the one that was indexed, or has no such page; ReadError where it
        cannot be drawn; BusyError.
        """
        if not 1 <= page <= max(1, len(report.page_map.pages)):
            raise OriginalError(f"{report.source}: has no page {page}. 没有这一页。")
        key = (report.document_id, page, width, words)

        def draw() -> PagePicture:
            found, state = self._find(report)
            kept = self._pictures.get(key)
            if kept is not None:
                return kept
            drawn = self._reading.picture(
                found.path, root=found.root, page=page, width=width, words=words, follows=found.follows
            )
            if found.state != state:
                raise OriginalError(_CHANGED.format(report.source))
            self._pictures.keep(key, drawn)
            return drawn

        return self._in_turn(draw)

    def file(self, report: Report) -> tuple[BinaryIO, int]:
        """The file of a report, open, which the caller closes, and its size in bytes.

        Raises: OriginalError where it is not the one that was indexed; ReadError where it cannot be opened; BusyError.
        """

        def opened() -> tuple[BinaryIO, int]:
            found, state = self._find(report)
            file = open_regular(found.path, source=report.source, beneath=None if found.follows else found.root)
            status = os.fstat(file.fileno())
            if _state(status) == state:
                return file, status.st_size
            file.close()
            raise OriginalError(_CHANGED.format(report.source))

        return self._in_turn(opened)

    def close(self) -> None:
        """Ends the processes."""
        self._reading.__exit__(None, None, None)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _in_turn(self, do: Callable[[], _T]) -> _T:
        """What `do` gives, as one of few. Raises: BusyError."""
        busy = "Too many originals are wanted at once; try again in a moment. 同时查看原件的人太多，请稍后再试。"
        if not self._waiting.acquire(blocking=False):
            raise BusyError(busy)
        try:
            future = self._threads.submit(do)
        except BaseException:
            self._waiting.release()
            raise
        future.add_done_callback(lambda _: self._waiting.release())
        try:
            return future.result(_WAITING_S)
        except TimeoutError as error:
            future.cancel()
            raise BusyError(busy) from error

    def _find(self, report: Report) -> tuple[_Found, _State]:
        """The file, and its state, which is that of the one that was indexed. Raises: OriginalError."""
        for found in self._candidates(report.source):
            state = found.state
            if state is not None and self._document_id(found, state, report) == report.document_id:
                return found, state
        raise OriginalError(_CHANGED.format(report.source))

    def _candidates(self, source: str) -> Iterator[_Found]:
        if source.startswith(f"{UPLOADS}/"):
            yield _Found(self._home / source, self._home, follows=False)
        try:
            mirrored = remembered_paths(self._home) or ()
        except IndexCorruptError:  # which a build says, with the remedy
            return
        for path in mirrored:
            if is_folder(path):
                yield _Found(path / source, path, follows=False)
            elif path.name == source:
                yield _Found(path, path.parent, follows=True)
            unpacked = folder_of(self._home, path if is_folder(path) else path.parent)
            yield _Found(unpacked / source, unpacked, follows=False)

    def _document_id(self, found: _Found, state: _State, report: Report) -> str:
        """The id of the document that the file is now; "" where it cannot be read."""
        known = self._known.get(found.path)
        if known is None or known[0] != state:
            known = state, self._looked_at(found, report)
            if found.state == state:
                self._known[found.path] = known
        return known[1]

    def _looked_at(self, found: _Found, report: Report) -> str:
        content_hash = Seen(self._home).content_hash(found.path)
        if content_hash is None and found.root == self._home and is_as_last_read(self._home, report.source):
            return report.document_id
        try:
            read = self._reading.read
            content_hash = content_hash or read(found.path, root=found.root, follows=found.follows).content_hash
        except ReadError:
            return ""
        return content_hash[: len(report.document_id)]


class _Pictures:
    """Those drawn last, within so many bytes."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._all: OrderedDict[tuple[object, ...], PagePicture] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...]) -> PagePicture | None:
        with self._lock:
            if key in self._all:
                self._all.move_to_end(key)
            return self._all.get(key)

    def keep(self, key: tuple[object, ...], picture: PagePicture) -> None:
        with self._lock:
            before = self._all.pop(key, None)
            self._size += len(picture.png) - (len(before.png) if before else 0)
            self._all[key] = picture
            while self._size > self._most:
                _, oldest = self._all.popitem(last=False)
                self._size -= len(oldest.png)


def _state(found: os.stat_result) -> _State:
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
