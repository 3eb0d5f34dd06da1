"""Taking a file someone offers into the home of an index: under a harmless name, and only if it is a report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from index.building.reading import Reading
from index.building.sources import UPLOADS
from index.errors import ReadError, ReadProblem
from index.folders import private_folder
from index.reading.decoding import read_document
from index.reading.files import read_regular
from index.reading.formats import SUFFIXES
from index.types import PageMap, Progress, RawDocument, Report

__all__ = ["MAX_UPLOAD_BYTES", "FileProblem", "FileResult", "refused", "safe_name", "shown_as", "take"]

MAX_UPLOAD_BYTES = 50 * 1024 * 1024  # a report has 20 to 200 KB as text, a scan up to 1 MB a page
FileProblem = ReadProblem | Literal["store", "build"]
_NOT_IN_NAMES = frozenset('<>:"|?*/\\')  # what Windows does not allow
_LONGEST_PATH = 4_096  # characters, of which the end counts: marks in a row are slow to fold
_LONGEST_STEM = 60  # characters: at most 240 bytes, which every file system takes
_NO_PAGES = PageMap()


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file. source: where it is indexed ("uploads/…"). same_as: the source that holds the same text.

    problem, detail: why it was refused; detail is the program's own English sentence. reports, page_map: what was
    detected. content_hash: of what was added.
    """

    name: str
    status: Literal["added", "same", "refused"]
    source: str = ""
    same_as: str = ""
    problem: FileProblem | None = None
    detail: str = ""
    reports: tuple[Report, ...] = ()
    content_hash: str = ""
    page_map: PageMap = _NO_PAGES


def shown_as(path: Path) -> str:
    """The file's name, without what cannot be printed."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in path.name)


def safe_name(name: str) -> str:
    """A name for the folder of uploads: the last part of a path, without what is invisible or means something there.

    `../../x.TXT` → `x.txt`
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name[-_LONGEST_PATH:]))[-1]
    shown = "".join(letter for letter in last if letter.isprintable() and letter not in _NOT_IN_NAMES)
    path = Path(shown.strip(" ."))
    return (path.stem.strip(" .")[:_LONGEST_STEM] or "report") + path.suffix.lower()


def take(
    path: Path, home: Path, known: Mapping[str, str], reading: Reading, *, progress: Progress | None = None
) -> FileResult:
    """Copy the file to `<home>/uploads/` where it is a report that is new.

    known: content hash → source of what is indexed; a file that is taken is to be added to it by the caller. reading:
    reads the file. progress: is told of its pages as they are read, and of "parse".
    """
    name = shown_as(path)
    tell = progress or (lambda _stage, _done, _of: None)

    def parse(raw: RawDocument) -> None:
        tell("parse", 0, 1)
        reading.parse(raw)

    try:
        return _take(path, name, home, known, partial(reading.read, tell=tell), parse)
    except ReadError as error:
        return refused(name, error)
    except OSError as error:
        return FileResult(name, "refused", problem="store", detail=error.strerror or type(error).__name__)


def refused(name: str, error: ReadError) -> FileResult:
    """What became of a file or address that cannot be read, by the error that says why."""
    return FileResult(name, "refused", problem=error.problem, detail=str(error).removeprefix(f"{error.source}: "))


def _take(
    path: Path,
    name: str,
    home: Path,
    known: Mapping[str, str],
    read: Callable[..., RawDocument],
    parse: Callable[[RawDocument], object],
) -> FileResult:
    if path.suffix.lower() not in SUFFIXES:
        read_document(path, root=path.parent)  # says which formats are read
    data = read_regular(path, most=MAX_UPLOAD_BYTES, source=name)
    folder = home / UPLOADS
    private_folder(folder)
    # Hidden, so that no build takes it for a report yet; what is judged is the copy, which nobody else writes to.
    copy = folder / f".incoming{path.suffix.lower()}"
    try:
        copy.write_bytes(data)
        raw = read(copy, root=folder)
        if raw.content_hash in known:
            return FileResult(name, "same", same_as=known[raw.content_hash])
        parse(raw)
        target = _free(folder / safe_name(path.name), frozenset(known.values()))
        copy.rename(target)
        return FileResult(name, "added", source=f"{UPLOADS}/{target.name}", content_hash=raw.content_hash)
    finally:
        copy.unlink(missing_ok=True)


def _free(path: Path, taken: frozenset[str]) -> Path:
    """The path, numbered where another file has its name: a.txt, a-2.txt."""
    stem, number = path.stem, 1
    while path.exists() or f"{UPLOADS}/{path.name}" in taken:
        number += 1
        path = path.with_name(f"{stem}-{number}{path.suffix}")
    return path
