"""Reading a file, bytes to document, where it cannot stop or starve the others: in a process of its own.

A file comes from anywhere. One that takes too long, wants too much memory or brings the reader down is named, its
process replaced, and all others are read. The process starts with the first file that must be read.
"""

from __future__ import annotations

import os
import pickle
import queue
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeVar, cast

from index.config import Config
from index.errors import ReadError, ReadProblem, WenzhengError
from index.reading.decoding import read_document
from index.reading.extracted import Stage, Tell, silent
from index.reading.original import PagePicture, draw_page
from index.reports.corrections import Correction
from index.reports.parse import parse_document
from index.types import Document, RawDocument

__all__ = ["ReadHere", "Reading", "ReadingProcess", "ReadingProcesses", "reading_with", "sound"]

WORKER = "index.building.reading_worker"
_START_S = 120.0  # on a busy machine; it takes 0.8 s
_END_S = 10.0
_MOST_DEADLINES = 30
_KEPT_LATELY = 20
_PARSE_FAILED = "cannot be read ({}), which is a fault of this program; take it away for now. 程序读不了这个文件"
_T = TypeVar("_T")


class Reading(Protocol):
    """What reads files; a `with` ends it. at_once: how many threads it may be used from."""

    @property
    def at_once(self) -> int:
        """See above."""
        ...

    def read(self, path: Path, *, root: Path, follows: bool = False, tell: Tell = silent) -> RawDocument:
        """As `read_document`. Raises: ReadError."""
        ...

    def parse(self, raw: RawDocument, *, corrections: Sequence[Correction] = ()) -> Document:
        """As `parse_document`. Raises: ReadError where the text cannot be parsed."""
        ...

    def picture(
        self, path: Path, *, root: Path, page: int, width: int, words: str = "", follows: bool = False
    ) -> PagePicture:
        """As `draw_page`. Raises: ReadError."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def reading_with(config: Config) -> Reading:
    """What reads files within the limits that are configured. A process is started when a file wants it."""
    if config.read_seconds:
        return ReadingProcesses(config.jobs, config.read_seconds, config.read_memory_mb)
    return ReadHere()


def sound(source: str, do: Callable[[], _T]) -> _T:
    """What `do` gives. Raises: ReadError, whatever goes wrong."""
    try:
        return do()
    except ReadError:
        raise
    except MemoryError as error:
        message = "takes too much memory to read; split it into one file per report. 读它要的内存太多，请分成几份"
        raise ReadError(source, message, problem="memory") from error
    except Exception as error:  # one text that breaks the parser must not stop the files beside it
        raise ReadError(source, _PARSE_FAILED.format(type(error).__name__), problem="parse") from error


class ReadHere:
    """Reads in this very process, without limits."""

    at_once = 1

    def read(self, path: Path, *, root: Path, follows: bool = False, tell: Tell = silent) -> RawDocument:
        """As `read_document`. Raises: ReadError."""
        return sound(path.name, lambda: read_document(path, root=root, follows=follows, tell=tell))

    def parse(self, raw: RawDocument, *, corrections: Sequence[Correction] = ()) -> Document:
        """As `parse_document`. Raises: ReadError."""
        return sound(raw.source, lambda: parse_document(raw, corrections=corrections))

    def picture(
        self, path: Path, *, root: Path, page: int, width: int, words: str = "", follows: bool = False
    ) -> PagePicture:
        """As `draw_page`. Raises: ReadError."""
        draw = lambda: draw_page(path, root=root, page=page, width=width, words=words, follows=follows)  # noqa: E731
        return sound(path.name, draw)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is held."""


class ReadingProcess:
    """Reads in another process, which is killed at the deadline of a file and replaced for the next. For one thread.

    A file of many pages has as long for each that it tells of, but no more than a large multiple in all. The process
    ends with `__exit__`, and with this one however that ends.
    """

    at_once = 1

    def __init__(self, seconds: float, megabytes: int, *, module: str = WORKER) -> None:
        """seconds: for reading a file or a page of it, and again for parsing it. megabytes: of memory. module: run."""
        self._seconds, self._megabytes, self._module = seconds, megabytes, module
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False
        self._waiting: ThreadPoolExecutor | None = None

    def read(self, path: Path, *, root: Path, follows: bool = False, tell: Tell = silent) -> RawDocument:
        """As `read_document`. Raises: ReadError."""
        found = self._ask(path.name, "read", path.absolute(), root=root.absolute(), follows=follows, tell=tell)
        return cast("RawDocument", found)

    def parse(self, raw: RawDocument, *, corrections: Sequence[Correction] = ()) -> Document:
        """As `parse_document`. Raises: ReadError."""
        return cast("Document", self._ask(raw.source, "parse", raw, corrections=tuple(corrections)))

    def picture(
        self, path: Path, *, root: Path, page: int, width: int, words: str = "", follows: bool = False
    ) -> PagePicture:
        """As `draw_page`. Raises: ReadError."""
        found = self._ask(
            path.name, "picture", path.absolute(), root=root.absolute(), page=page, width=width, words=words,
            follows=follows,
        )  # fmt: skip
        return cast("PagePicture", found)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_closed = True
        self._end()

    def _ask(self, source: str, do: str, *arguments: object, tell: Tell = silent, **options: object) -> object:
        if self._is_closed:  # while another thread still wants to read
            raise ReadError(source, "is not read any more: the build has ended. 已停止", problem="other")
        if self._process is None:
            self._start()
        try:
            kind, value, goes_on = self._exchange((do, arguments, options), self._seconds, tell)
        except TimeoutError as error:
            self._end()
            message = f"took longer than {self._seconds:g} s to read; split it into one file per report"
            raise ReadError(source, f"{message}. 读得太久，请分成几份", problem="slow") from error
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            status = self._end(wait_s=_END_S)
            message = f"brought the process that read it down ({status}); take it away or save its text anew"
            raise ReadError(source, f"{message}. 读它时进程中断，请移走或重新另存", problem="crash") from error
        if not goes_on:
            self._end()
        if kind == "refused":
            name, message, problem = cast("tuple[str, str, ReadProblem]", value)
            raise ReadError(name, message, problem=problem)
        return value

    def _start(self) -> None:
        """Raises: WenzhengError where no process can be had, since then no file can be read."""
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(str(Path(each).absolute()) for each in sys.path),
            "OPENBLAS_NUM_THREADS": "1",  # each would reserve memory
        }
        # -P: no module of the folder we happen to be in. A session of its own, so that Ctrl-C is for this process.
        words = [sys.executable, "-P", "-m", self._module]
        words += [str(os.getpid()), str(self._seconds), str(self._megabytes)]
        try:
            self._process = subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
                start_new_session=True,
            )  # fmt: skip
            self._waiting = ThreadPoolExecutor(1, thread_name_prefix="reading")
            self._exchange(None, _START_S)
        except (OSError, EOFError, TimeoutError, pickle.UnpicklingError) as error:
            status = self._end(wait_s=_END_S)
            raise WenzhengError(
                f"the process that reads files does not start ({status or error}); it is given "
                f"{self._megabytes} MB: set WENZHENG_READ_MEMORY_MB higher, or WENZHENG_READ_SECONDS=0 to read "
                "without limits. 读取文件的进程启动不了"
            ) from error

    def _exchange(self, request: object, seconds: float, tell: Tell = silent) -> tuple[str, object, bool]:
        """("done", what was asked for, whether the process goes on) or ("refused", a ReadError's parts, …). seconds:
        until that, or until what comes before it, which is told.

        Raises: TimeoutError; OSError, EOFError, UnpicklingError where the process has ended.
        """
        process, waiting = self._process, self._waiting
        if process is None or waiting is None or process.stdin is None or process.stdout is None:
            raise EOFError
        told, hears = process.stdin, process.stdout

        def ask() -> object:
            if request is not None:
                told.write(pickle.dumps(request))
                told.flush()
            return hear()

        def hear() -> object:
            return cast("object", pickle.load(hears))  # noqa: S301 - of our own process

        until = time.monotonic() + _MOST_DEADLINES * seconds
        answer = cast("tuple[str, object, bool]", waiting.submit(ask).result(seconds))
        while answer[0] == "told":
            tell(*cast("tuple[Stage, int, int]", answer[1]))
            left = min(seconds, max(0.0, until - time.monotonic()))
            answer = cast("tuple[str, object, bool]", waiting.submit(hear).result(left))
        return answer

    def _end(self, *, wait_s: float = 0.0) -> str:
        """Let go of the process. wait_s: for one that is ending of itself. Returns how it did: "status 3"."""
        process, self._process = self._process, None
        waiting, self._waiting = self._waiting, None
        if process is None:
            return ""
        status: int | None = None
        with suppress(subprocess.TimeoutExpired):
            status = process.wait(wait_s)
        process.kill()
        with suppress(subprocess.TimeoutExpired):  # one that waits for a disk or a network cannot be killed yet
            process.wait(_END_S)
            if waiting is not None:
                waiting.shutdown()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
        return "" if status is None else f"signal {-status}" if status < 0 else f"status {status}"


class ReadingProcesses:
    """Several reading processes, for as many threads. One is started only while all others are busy."""

    def __init__(self, n: int, seconds: float, megabytes: int) -> None:
        """n: how many. seconds, megabytes: of each, as `ReadingProcess` has them."""
        self.at_once = n
        # What an upload was judged by is what the build that follows indexes: a scan is read once.
        self._lately: dict[tuple[int, ...], RawDocument] = {}
        self._all = [ReadingProcess(seconds, megabytes) for _ in range(n)]
        # The last one given back is taken first.
        self._free: queue.LifoQueue[ReadingProcess] = queue.LifoQueue()
        for each in reversed(self._all):
            self._free.put(each)

    def read(self, path: Path, *, root: Path, follows: bool = False, tell: Tell = silent) -> RawDocument:
        """As `read_document`; what was read here of late, and was renamed, is not read again. Raises: ReadError."""
        key = _key(path)
        lately = self._lately.get(key) if key else None
        if lately is not None and path.is_relative_to(root):
            return replace(lately, source=path.relative_to(root).as_posix())
        with self._one() as process:
            found = process.read(path, root=root, follows=follows, tell=tell)
        if key and key == _key(path):
            self._lately = dict([*self._lately.items(), (key, found)][-_KEPT_LATELY:])
        return found

    def parse(self, raw: RawDocument, *, corrections: Sequence[Correction] = ()) -> Document:
        """As `parse_document`. Raises: ReadError."""
        with self._one() as process:
            return process.parse(raw, corrections=corrections)

    def picture(
        self, path: Path, *, root: Path, page: int, width: int, words: str = "", follows: bool = False
    ) -> PagePicture:
        """As `draw_page`. Raises: ReadError."""
        with self._one() as process:
            return process.picture(path, root=root, page=page, width=width, words=words, follows=follows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self._all:
            each.__exit__(kind, error, trace)
        # Whoever still reads sees its process end, gives it back, and leaves no other that it has just started.
        with suppress(queue.Empty):
            for _ in self._all:
                self._free.get(timeout=_END_S).__exit__(kind, error, trace)

    @contextmanager
    def _one(self) -> Iterator[ReadingProcess]:
        process = self._free.get()
        try:
            yield process
        finally:
            self._free.put(process)


def _key(path: Path) -> tuple[int, ...] | None:
    """What stays the same of a file that is renamed; None of a link, and of one that is not there."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None
