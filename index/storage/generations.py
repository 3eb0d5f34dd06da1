"""Generations on disk: one writer at a time, published by one atomic rename, the last two kept.

<home>/CURRENT                 the name of the generation readers use
<home>/generations/<name>/     complete and never changed once it has that name
<home>/segments/<name>/        what generations are made of: never changed, shared between them
<home>/lock                    held by the build that is writing
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.checksums import read_sealed, write_sealed
from index.errors import IndexCorruptError, IndexLockedError, IndexMissingError, command
from index.folders import private_folder

__all__ = [
    "clear_leftovers",
    "current_generation",
    "generation_folder",
    "lock",
    "next_generation",
    "pointer_problems",
    "prune",
    "publish",
    "segment_folder",
    "stage",
]

_KEPT = 2
_STAGED = ".new-"


def current_generation(home: Path) -> str:
    """The name of the generation that is published.

    Raises: IndexMissingError where none is; IndexCorruptError where CURRENT names none.
    """
    try:
        name = _name_in(home / "CURRENT")
    except FileNotFoundError as error:
        raise IndexMissingError(
            f"there is no index in {home}; run `{command('build', home=home)}` to make one"
        ) from error
    except (OSError, ValueError) as error:
        raise IndexCorruptError(
            f"{home / 'CURRENT'} cannot be read ({error}); run `{command('build --full', home=home)}`"
        ) from error
    if not name or not generation_folder(home, name).is_dir():
        raise IndexCorruptError(
            f"{home / 'CURRENT'} names the generation {name!r}, which is not there; "
            f"run `{command('build --full', home=home)}`"
        )
    return name


def pointer_problems(home: Path) -> list[str]:
    """What is wrong with CURRENT, which is read although its checksum is missing: that of an older version has none."""
    try:
        read_sealed(home / "CURRENT")
        return []
    except (OSError, ValueError) as error:
        return [f"{home / 'CURRENT'}: {error}; run `{command('build --full', home=home)}`"]


def generation_folder(home: Path, name: str) -> Path:
    """Where the generation of this name is or would be."""
    return home / "generations" / name


@contextmanager
def lock(home: Path) -> Iterator[None]:
    """Hold the right to write. The system lets go of it when the process ends, however it ends.

    Raises: IndexLockedError while another process or thread holds it.
    """
    private_folder(home)
    path = home / "lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _lock_file(descriptor)
        except OSError as error:
            raise IndexLockedError(f"another build is writing to {home}; wait for it to end and try again") from error
        if os.fstat(descriptor).st_size:
            os.truncate(descriptor, 0)
        yield
    finally:
        os.close(descriptor)


def segment_folder(home: Path, name: str) -> Path:
    """Where the segment of this name is or would be."""
    return home / "segments" / name


def next_generation(home: Path) -> str:
    """A name that comes after all there are: `000007`."""
    names = [path.name for path in (home / "generations").glob("[0-9]*")]
    names += [path.name.partition("-")[0] for path in (home / "segments").glob("[0-9]*")]
    return f"{max((int(name) for name in names if name.isdigit()), default=0) + 1:06d}"


def stage(home: Path, name: str) -> Path:
    """An empty folder to write the generation in."""
    folder = home / "generations" / f"{_STAGED}{name}"
    folder.mkdir(parents=True)
    return folder


def clear_leftovers(home: Path, needed: Callable[[Path], Iterable[str]]) -> None:
    """Remove what a killed build left behind. needed: names of the segments of a generation's folder."""
    leftovers = list((home / "generations").glob(f"{_STAGED}*"))
    current = ""
    with suppress(IndexCorruptError):  # where CURRENT cannot be read, nothing that has a name is touched
        with suppress(IndexMissingError):
            current = current_generation(home)
        # Named, but the build was killed before it made them current.
        leftovers += [path for path in (home / "generations").glob("[0-9]*") if path.name > current]
    for leftover in leftovers:
        _remove_generation(leftover)
    (home / "CURRENT.new").unlink(missing_ok=True)
    if current:
        prune(home, current, needed)
    else:
        _clear_segments(home, needed)


def publish(home: Path, name: str, segments: Iterable[str], *, at_step: Callable[[str], None] | None = None) -> None:
    """Make the staged generation the current one. segments: names of those written for it.

    at_step: called with a step's name before it is taken; whatever happens at any of them, CURRENT names a complete
    generation.
    """
    at_step = at_step or (lambda _step: None)
    staged = home / "generations" / f"{_STAGED}{name}"
    at_step("sync")
    for folder in (*(segment_folder(home, each) for each in segments), staged):
        for path in (*folder.rglob("*"), folder):
            _sync(path)
    _sync(home / "segments")
    at_step("name")
    staged.rename(generation_folder(home, name))
    _sync(home / "generations")
    at_step("write pointer")
    pointer = home / "CURRENT.new"
    write_sealed(pointer, name + "\n", name="CURRENT")
    _sync(pointer)
    at_step("switch")
    pointer.replace(home / "CURRENT")
    _sync(home)


def prune(home: Path, current: str, needed: Callable[[Path], Iterable[str]], *, keep_previous: bool = True) -> None:
    """Remove all but the current generation and the one before it, which readers may still have open, and the segments
    that neither has. needed: names of the segments of a generation's folder. keep_previous: not where it is damaged.
    """
    names = sorted(path.name for path in (home / "generations").glob("[0-9]*") if path.name.isdigit())
    older = [name for name in names if name < current]
    for name in older[: max(0, len(older) - (_KEPT - 1 if keep_previous else 0))]:
        _remove_generation(generation_folder(home, name))
    _clear_segments(home, needed)


def _name_in(pointer: Path) -> str:
    """Raises: OSError; ValueError where it does not match its checksum. One of an older version has none."""
    lines = pointer.read_text(encoding="utf-8").splitlines()
    return (lines[0] if len(lines) == 1 else read_sealed(pointer)).strip()


def _remove_generation(folder: Path) -> None:
    """All at once to a reader: a build killed within leaves what counts as staged, not a generation with a part."""
    removed = folder.with_name(f"{_STAGED}{folder.name.removeprefix(_STAGED)}")
    with suppress(OSError):  # on Windows a file that is mapped cannot be removed; the next build tries again
        folder.rename(removed)
        shutil.rmtree(removed, ignore_errors=True)


def _clear_segments(home: Path, needed: Callable[[Path], Iterable[str]]) -> None:
    kept = {name for folder in (home / "generations").glob("[0-9]*") for name in needed(folder)}
    for folder in (home / "segments").glob("*"):
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    # Windows can open no folder to sync it, and some network file systems refuse.
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _lock_file(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
