"""Which files an index is made of: those under the paths of the last build, and those added through the page.

<home>/sources.json   the paths of the last build, so that the page can build the same again
<home>/uploads/       reports added through the page; every build of this home holds them, whatever paths it names
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReadError
from index.reading.decoding import find_files

__all__ = ["UPLOADS", "Sources", "find_sources", "remember_paths", "remembered_paths"]

SOURCES_FILE = "sources.json"
UPLOADS = "uploads"


@dataclass(frozen=True, slots=True)
class Sources:
    """files: (file, the folder its `source` is counted from): mirrored ones first, each group sorted.

    uploads are counted from the home, so that their source is "uploads/…". missing: (remembered path, why it cannot be
    listed). keeps: whether what is indexed stays although its file is not among these.
    """

    files: tuple[tuple[Path, Path], ...]
    missing: tuple[tuple[str, str], ...] = ()
    keeps: bool = False


def remembered_paths(home: Path) -> tuple[Path, ...] | None:
    """The paths of the last build; None where it is not known, as in a home built by an older version."""
    try:
        paths = json.loads((home / SOURCES_FILE).read_text(encoding="utf-8"))["paths"]
        return tuple(Path(path) for path in paths)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember_paths(home: Path, paths: Sequence[Path]) -> None:
    """Keep the paths for the next build that names none."""
    text = json.dumps({"paths": [str(path.absolute()) for path in paths]}, ensure_ascii=False, indent=1)
    written = home / f"{SOURCES_FILE}.new"
    written.write_text(text + "\n", encoding="utf-8")
    written.replace(home / SOURCES_FILE)


def find_sources(paths: Sequence[Path] | None, home: Path) -> Sources:
    """The files to index. paths: None takes those of the last build, and bears it when one of them is gone.

    Raises: ReadError where paths are given and hold no file, or one of them is not there.
    """
    folder = home / UPLOADS
    uploads = tuple((file, home) for file, _ in find_files([folder])) if folder.is_dir() else ()
    if paths is not None:
        mirrored = _outside(find_files(paths), folder)
        if not mirrored:
            raise ReadError(", ".join(map(str, paths)), "holds no report; give a .txt or .md file or a folder of them")
        return Sources((*mirrored, *uploads))
    known = remembered_paths(home)
    found: dict[Path, Path] = {}
    missing: list[tuple[str, str]] = []
    for path in known or ():
        try:
            files = _outside(find_files([path]), folder)
            if not files:
                raise ReadError(str(path), "holds no report any more; its reports stay until a build without it")
            for file, root in files:
                found.setdefault(file, root)
        except ReadError as error:
            missing.append((str(path), str(error).removeprefix(f"{error.source}: ")))
    return Sources((*sorted(found.items()), *uploads), tuple(missing), keeps=known is None or bool(missing))


def _outside(files: Sequence[tuple[Path, Path]], folder: Path) -> list[tuple[Path, Path]]:
    """Without those in the folder of uploads, which may lie within a mirrored one."""
    if not folder.is_dir():
        return list(files)
    resolved = folder.resolve()
    return [(file, root) for file, root in files if not file.resolve().is_relative_to(resolved)]
