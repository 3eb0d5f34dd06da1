"""Taking a file someone offers into the home of an index: under a harmless name, and only if it is a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from index.building.reading import Reading
from index.building.sources import UPLOADS
from index.errors import ReadError, ReadProblem
from index.folders import private_folder
from index.reading.decoding import read_document
from index.reading.files import free_name, read_regular, safe_name
from index.reading.formats import PACKED, SUFFIXES
from index.reading.packed import UNPACK_IT, members, write_members
from index.types import PageMap, Progress, RawDocument, Report

__all__ = ["MAX_UPLOAD_BYTES", "FileProblem", "FileResult", "Offered", "opened", "refused", "shown_as", "take"]

MAX_UPLOAD_BYTES = 50 * 1024 * 1024  # a report has 20 to 200 KB as text, a scan up to 1 MB a page
FileProblem = ReadProblem | Literal["store", "build"]
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


class Offered(NamedTuple):
    """A file, and the name it is told of by: its own, or `2023.zip/报告.docx`. wrong: why it cannot be unpacked."""

    path: Path
    name: str
    wrong: ReadError | None = None


def shown_as(path: Path) -> str:
    """The file's name, without what cannot be printed."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in path.name)


def opened(files: Sequence[Path], folder: Path) -> Iterator[Offered]:
    """Each file, and in its place each of those that an archive or a mail holds, which are written below the folder."""
    for number, path in enumerate(files):
        name = shown_as(path)
        if path.suffix.lower() not in PACKED:
            yield Offered(path, name)
            continue
        try:
            held = members(read_regular(path, most=MAX_UPLOAD_BYTES, source=name, remedy=UNPACK_IT), name)
            inner = write_members(held, folder / str(number))
        except ReadError as error:
            yield Offered(path, name, error)
        else:
            yield from (Offered(each, f"{name}/{member.name}") for each, member in zip(inner, held, strict=True))


def take(
    offered: Offered, home: Path, known: Mapping[str, str], reading: Reading, *, progress: Progress | None = None
) -> FileResult:
    """Copy the file to `<home>/uploads/` where it is a report that is new.

    known: content hash → source of what is indexed; a file that is taken is to be added to it by the caller. reading:
    reads the file. progress: is told of its pages as they are read, and of "parse".
    """
    path, name, wrong = offered
    if wrong:
        return refused(name, wrong)
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
        indexed = frozenset(known.values())
        target = free_name(
            folder / safe_name(path.name), lambda each: each.exists() or f"{UPLOADS}/{each.name}" in indexed
        )
        copy.rename(target)
        return FileResult(name, "added", source=f"{UPLOADS}/{target.name}", content_hash=raw.content_hash)
    finally:
        copy.unlink(missing_ok=True)
