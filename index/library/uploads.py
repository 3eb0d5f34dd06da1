"""Taking a file someone offers into the home of an index: under a harmless name, and only if it is a report."""

from __future__ import annotations

import logging
import re
import shutil
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.building.sources import UPLOADS
from index.errors import ReadError, ReadProblem
from index.reading.decoding import SUFFIXES, read_document
from index.reports.parse import parse_document
from index.types import Report

__all__ = ["MAX_UPLOAD_BYTES", "FileProblem", "FileResult", "safe_name", "take"]

MAX_UPLOAD_BYTES = 10 * 1024 * 1024  # a report has 20 to 200 KB
FileProblem = ReadProblem | Literal["parse", "store", "build"]
_NOT_IN_NAMES = frozenset('<>:"|?*/\\')  # what Windows does not allow
_LONGEST_PATH = 4_096  # characters, of which the end counts: marks in a row are slow to fold
_LONGEST_STEM = 60  # characters: at most 240 bytes, which every file system takes
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file. source: where it is indexed ("uploads/…"). same_as: the source that holds the same text.

    problem, detail: why it was refused; detail is the program's own English sentence. reports: what was detected.
    """

    name: str
    status: Literal["added", "same", "refused"]
    source: str = ""
    same_as: str = ""
    problem: FileProblem | None = None
    detail: str = ""
    reports: tuple[Report, ...] = ()


def safe_name(name: str) -> str:
    """A name for the folder of uploads: the last part of a path, without what is invisible or means something there.

    `../../x.TXT` → `x.txt`
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name[-_LONGEST_PATH:]))[-1]
    shown = "".join(letter for letter in last if letter.isprintable() and letter not in _NOT_IN_NAMES)
    path = Path(shown.strip(" ."))
    return (path.stem.strip(" .")[:_LONGEST_STEM] or "report") + path.suffix.lower()


def take(path: Path, home: Path, known: Mapping[str, str]) -> FileResult:
    """Copy the file to `<home>/uploads/` where it is a report that is new.

    known: content hash → source of what is indexed; a file that is taken is to be added to it by the caller.
    """
    name = "".join(letter if letter.isprintable() else "\ufffd" for letter in path.name)
    try:
        return _take(path, name, home, known)
    except ReadError as error:
        detail = str(error).removeprefix(f"{error.source}: ")
        return FileResult(name, "refused", problem=error.problem, detail=detail)
    except OSError as error:
        return FileResult(name, "refused", problem="store", detail=error.strerror or type(error).__name__)


def _take(path: Path, name: str, home: Path, known: Mapping[str, str]) -> FileResult:
    if path.suffix.lower() not in SUFFIXES:
        read_document(path, root=path.parent)  # says which formats are read
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ReadError(name, f"cannot be opened ({error.strerror})", problem="unreadable") from error
    if size > MAX_UPLOAD_BYTES:
        raise ReadError(name, f"larger than {MAX_UPLOAD_BYTES // 2**20} MB", problem="large")
    folder = home / UPLOADS
    folder.mkdir(parents=True, exist_ok=True)
    # Hidden, so that no build takes it for a report yet; what is judged is the copy, which nobody else writes to.
    copy = folder / f".incoming{path.suffix.lower()}"
    try:
        try:
            shutil.copyfile(path, copy)
        except FileNotFoundError as error:
            raise ReadError(name, f"cannot be opened ({error.strerror})", problem="unreadable") from error
        raw = read_document(copy, root=folder)
        if raw.content_hash in known:
            return FileResult(name, "same", same_as=known[raw.content_hash])
        try:
            parse_document(raw)
        except Exception as error:  # noqa: BLE001 — a text that breaks the parser must not stop the files beside it
            _log.error("%s cannot be parsed", name, exc_info=error)
            return FileResult(name, "refused", problem="parse", detail=type(error).__name__)
        target = _free(folder / safe_name(path.name), frozenset(known.values()))
        copy.rename(target)
        return FileResult(name, "added", source=f"{UPLOADS}/{target.name}")
    finally:
        copy.unlink(missing_ok=True)


def _free(path: Path, taken: frozenset[str]) -> Path:
    """The path, numbered where another file has its name: a.txt, a-2.txt."""
    stem, number = path.stem, 1
    while path.exists() or f"{UPLOADS}/{path.name}" in taken:
        number += 1
        path = path.with_name(f"{stem}-{number}{path.suffix}")
    return path
