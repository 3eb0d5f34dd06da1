"""Builds again whenever the reports under some paths have changed, until it is stopped.

Events of the file system say when to look, so that a change is noticed at once. Whether something changed is decided by
looking: each file's size, times and inode. One looks every few seconds even without events, since network file systems,
links and full event queues give none.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from index.building.sources import remembered_paths
from index.errors import IndexCorruptError, IndexLockedError, ReadError, WenzhengError
from index.reading.decoding import find_files
from index.reading.formats import PACKED, SUFFIXES
from index.reports.corrections import CORRECTIONS_FILE

__all__ = ["Build", "watch"]

Build = Callable[[Sequence[Path] | None], None]
"""Called with the paths, or with None for those of the last build."""

Files = dict[Path, tuple[int, ...]]

_LOCKED_AGAIN_S = 1.0
_FAILED_AGAIN_S = 30.0
_LONGEST_SETTLING = 30  # times `settle_s`: then the build begins although files still change
_LOOK_SHARE = 20  # looking takes at most about this fraction of the time
_STEP_MS = 50
_WAKE_MS = 1000


def watch(
    paths: Sequence[Path],
    home: Path,
    build: Build,
    *,
    say: Callable[[str], None],
    stop: threading.Event | None = None,
    settle_s: float = 1.0,
    look_every_s: float = 5.0,
) -> None:
    """Build now, and again after each change of a file that a report can be or of a table of corrections.

    say: is told, a line at a time, what is waited for and why a build failed; watching goes on. Another build of the
    home is waited for; a failure is tried again after a while, or when something changes. Of a path that is gone for a
    while the reports stay. The home itself is not watched. stop: ends it. settle_s: for how long nothing may change
    before a build begins. look_every_s: at most this passes until a change without an event is noticed.

    Raises: ReadError where a path is not there at the start; what the first build raises, but for a home that is locked
    or folders that hold no report yet.
    """
    for path in paths:
        if not path.exists():
            raise ReadError(str(path), "no such file or folder; check the path")
    stop = stop or threading.Event()
    wakes = _wakes(paths, home, say=say, stop=stop, look_every_s=look_every_s)
    built: Files | None = None
    again_at = float("inf")
    while not stop.is_set():
        files = _look(paths, home)
        if files != built or time.monotonic() >= again_at:
            is_first = built is None
            if not is_first:
                files = _settled(files, lambda: _look(paths, home), settle_s=settle_s, stop=stop)
            built, again_at = files, float("inf")
            try:
                _build_when_free(build, paths, home, say=say, stop=stop)
            except (WenzhengError, OSError) as error:
                if is_first and not (isinstance(error, ReadError) and not files):
                    raise
                say(str(error))
                again_at = time.monotonic() + _FAILED_AGAIN_S
            continue  # what changed meanwhile
        next(wakes, None)


def _build_when_free(
    build: Build, paths: Sequence[Path], home: Path, *, say: Callable[[str], None], stop: threading.Event
) -> None:
    told = False
    while not stop.is_set():
        # A build told to mirror a path that is gone refuses; one of the remembered paths keeps its reports.
        try:
            remembered = remembered_paths(home) == tuple(path.absolute() for path in paths)
        except IndexCorruptError:
            remembered = False  # the build writes them anew
        try:
            build(None if remembered else paths)
        except IndexLockedError as error:
            if not told:
                say(f"{error} (waiting)")
            told = True
            stop.wait(_LOCKED_AGAIN_S)
        else:
            return


def _look(paths: Sequence[Path], home: Path) -> Files:
    """Size, times and inode of every file that matters; a path that is gone or cannot be listed has none."""
    found: Files = {}
    own = home.resolve()
    for path in paths:
        try:
            # The home as it is called below this path.
            inner = path / own.relative_to(path.resolve()) if own.is_relative_to(path.resolve()) else None
            there = find_files([path])
            every = (file for file, _ in (*there.reports, *there.packed))
            files = {file for file in every if inner is None or not file.is_relative_to(inner)}
            files.add((path if path.is_dir() else path.parent) / CORRECTIONS_FILE)
        except (ReadError, OSError):
            continue
        for file in files:
            state = _state(file)
            if state:
                found[file] = state
    return found


def _state(path: Path) -> tuple[int, ...]:
    """Empty where there is no such file."""
    try:
        stat = path.stat()
    except OSError:
        return ()
    return (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


def _settled(files: Files, look: Callable[[], Files], *, settle_s: float, stop: threading.Event) -> Files:
    for _ in range(_LONGEST_SETTLING):
        if stop.wait(settle_s):
            break
        later = look()
        if later == files:
            break
        files = later
    return files


def _wakes(
    paths: Sequence[Path], home: Path, *, say: Callable[[str], None], stop: threading.Event, look_every_s: float
) -> Iterator[None]:
    """Yields when it is worth looking: after an event, and after `look_every_s` without any. Ends with `stop`."""
    from watchfiles import watch as events

    told = ""
    while not stop.is_set():
        roots = {path: _identity(path) for path in paths}
        there = [path for path, identity in roots.items() if identity]
        pause = max(look_every_s, _LOOK_SHARE * _cost(paths, home))
        if not there:
            stop.wait(look_every_s)
            yield
            continue
        looked = -pause  # once more soon, for what changed before events were listened to
        try:
            # Not its own polling, which reads whole folders several times a second: we look ourselves.
            changes = events(
                *there,
                watch_filter=None,
                step=_STEP_MS,
                stop_event=stop,
                rust_timeout=_WAKE_MS,
                yield_on_timeout=True,
                force_polling=False,
                ignore_permission_denied=True,
            )
            with closing(changes):
                for changed in changes:
                    matters = any(_matters(Path(path), home) for _, path in changed)
                    if matters or time.monotonic() - looked >= pause:
                        yield
                        looked = time.monotonic()
                    # A path that was removed and made again is another folder, which gives no events yet.
                    if any(_identity(path) != identity for path, identity in roots.items()):
                        break
        except (OSError, RuntimeError) as error:  # RuntimeError: what watchfiles makes of an error while it listens
            # The limit of watched folders is reached; or a folder has just vanished, which the next look will tell.
            if str(error) != told and all(_identity(path) == identity for path, identity in roots.items()):
                told = str(error)
                say(f"no events of the file system ({error}); looking every {pause:.0f} s instead")
            stop.wait(pause)
        yield


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def _cost(paths: Sequence[Path], home: Path) -> float:
    """Seconds that looking takes."""
    started = time.monotonic()
    _look(paths, home)
    return time.monotonic() - started


def _matters(path: Path, home: Path) -> bool:
    """Whether a change of this path is worth a look: not that of the index itself, nor of a file of another kind."""
    if path.is_relative_to(home.absolute()) or path.name.startswith("."):
        return False
    # A folder that is moved is named alone, not the files in it.
    return path.suffix.lower() in (*SUFFIXES, *PACKED) or path.name == CORRECTIONS_FILE or not path.is_file()
