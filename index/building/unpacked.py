"""What archives and mails hold, laid out as files below the home of an index, so that it is read as all files are.

<home>/unpacked/<folder>/<source>/   what the archive `source` of a folder holds; `.state` in it says of which version.
                                     A report's source is then `2023.zip/报告.docx`.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReadError
from index.folders import private_folder
from index.reading.decoding import Found, find_files
from index.reading.files import read_regular, shown_name, usable_name
from index.reading.packed import MOST_PACKED, UNPACK_IT, members, write_members

__all__ = ["UNPACKED", "Unpacked", "folder_of", "forget_unpacked", "unpack"]

UNPACKED = "unpacked"
_STATE = ".state"
_LAYOUT = 1  # raised when the same archive is laid out otherwise


@dataclass(frozen=True, slots=True)
class Unpacked:
    """found: what lies in the archives, each counted from its folder below the home. origins: that folder → the folder
    in which the archives lie.
    """

    found: Found
    origins: dict[Path, Path]


def folder_of(home: Path, root: Path) -> Path:
    """Where the archives of a folder are laid out."""
    return home / UNPACKED / hashlib.sha256(str(root.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def unpack(packed: Sequence[tuple[Path, Path]], home: Path, *, given: frozenset[Path] = frozenset()) -> Unpacked:
    """Lay out the archives that are new or have changed. packed: (archive, the folder its source is counted from).

    given: those that may be links leading out of that folder. One that cannot be unpacked is told of in `unlisted`.
    """
    reports: list[tuple[Path, Path]] = []
    others: list[tuple[Path, Path]] = []
    unlisted: list[tuple[Path, Path, str]] = []
    origins: dict[Path, Path] = {}
    for path, root in packed:
        folder = folder_of(home, root)
        source = path.relative_to(root).as_posix()
        target = folder / source
        origins[folder] = root
        try:
            _lay_out(path, target, root=None if path in given else root, source=source)
            found = find_files([target])
        except ReadError as error:
            unlisted.append((target, folder, str(error).removeprefix(f"{source}: ")))
            continue
        except OSError as error:
            unlisted.append((target, folder, f"cannot be unpacked ({error.strerror}); {UNPACK_IT}"))
            continue
        reports += [(each, folder) for each, _ in found.reports]
        others += [(each, folder) for each, _ in (*found.others, *found.packed)]
        unlisted += [(each, folder, why) for each, _, why in found.unlisted]
    return Unpacked(Found(reports, others, tuple(unlisted)), origins)


def forget_unpacked(home: Path, packed: Sequence[tuple[Path, Path]]) -> None:
    """Delete what was laid out of archives that are not among these. Raises: OSError."""
    stay = {folder_of(home, root) / path.relative_to(root) for path, root in packed}
    for state in list((home / UNPACKED).rglob(_STATE)):
        if state.parent not in stay:
            shutil.rmtree(state.parent)


def _lay_out(path: Path, target: Path, *, root: Path | None, source: str) -> None:
    """Raises: ReadError, OSError."""
    if not usable_name(source):
        raise ReadError(shown_name(source), "has a name that cannot be used; rename it. 文件名不能用，请改名")
    status = path.stat()
    state = f"{_LAYOUT} {status.st_size} {status.st_mtime_ns} {status.st_ino}"
    with suppress(OSError):
        if (target / _STATE).read_text(encoding="ascii") == state:
            return
    held = members(read_regular(path, most=MOST_PACKED, source=source, beneath=root, remedy=UNPACK_IT), source)
    private_folder(target.parent)
    new = Path(tempfile.mkdtemp(prefix=".new", dir=target.parent))
    try:
        write_members(held, new)
        (new / _STATE).write_text(state, encoding="ascii")
        if target.exists():
            shutil.rmtree(target)
        new.rename(target)
    finally:
        shutil.rmtree(new, ignore_errors=True)
