"""Files to decoded text: which files count as reports, and what their bytes say."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReadError
from index.reading.extracted import Tell, silent
from index.reading.files import is_folder, is_hidden, read_regular, shown_name, usable_name
from index.reading.formats import NOT_READ, PACKED, SUFFIXES, most_bytes, reader_of
from index.types import PageMap, RawDocument

__all__ = ["DEEPEST", "Found", "find_files", "read_document"]

DEEPEST = 100  # folders below the one that is given
_TOO_LARGE = "split it into one file per report"


@dataclass(frozen=True, slots=True)
class Found:
    """Files by path, each with the folder its `source` is counted from. reports: what may be one. others: files and
    links to folders that stand among them and are passed over.

    unlisted: (folder, the folder its source is counted from, why what it holds is not known). packed: archives and
    mails, as reports are given.
    """

    reports: list[tuple[Path, Path]]
    others: list[tuple[Path, Path]]
    unlisted: tuple[tuple[Path, Path, str], ...] = ()
    packed: tuple[tuple[Path, Path], ...] = ()


def find_files(paths: Iterable[Path]) -> Found:
    """The files under `paths`, sorted by path. None of them is opened.

    Folders are walked; suffixes that no reader has are passed over in them, and of hidden names nothing is said.
    A file given by name is always taken for a report, so that reading it says what is wrong with it.

    Raises: ReadError when a path does not exist or, given as a folder, cannot be listed.
    """
    reports: dict[Path, Path] = {}
    others: dict[Path, Path] = {}
    unlisted: list[tuple[Path, Path, str]] = []
    for path in paths:
        if is_folder(path):
            _walk(path, reports, others, unlisted)
        elif path.is_symlink() or _exists(path):
            reports.setdefault(path, path.parent)
        else:
            raise ReadError(shown_name(str(path)), "no such file or folder; check the path")
    rest = sorted((path, root) for path, root in others.items() if path not in reports)
    packed = tuple(each for each in sorted(reports.items()) if each[0].suffix.lower() in PACKED)
    alone = [each for each in sorted(reports.items()) if each not in packed]
    return Found(alone, rest, tuple(sorted(unlisted)), packed)


def read_document(path: Path, *, root: Path, follows: bool = False, tell: Tell = silent) -> RawDocument:
    """The file decoded; `source` is its path below `root`. follows: whether a link may lead out of `root`.
    tell: is told of the pages of what takes long.

    content_hash: SHA-256 of the text as UTF-8, the same for the same text in another encoding, with other line ends or
    a byte order mark, and whatever white space stands at the ends of its lines or is blank between them.

    Raises: ReadError when the file is no regular file, empty, binary, too large, unreadable, elsewhere, or of a name,
    encoding or format that is not read.
    """
    source = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    if not usable_name(source):
        message = "has a name that is not UTF-8 or holds control characters; rename it. 文件名不能用，请改名"
        raise ReadError(shown_name(source), message, problem="name")
    suffix = path.suffix.lower()
    most = most_bytes(suffix)
    if most is None:
        if suffix in PACKED:
            message = "holds files; build an index of it, or unpack it. 请用 build 建索引，或解开后添加"
            raise ReadError(source, message, problem="format")
        if suffix in NOT_READ:
            message = f"{suffix} files are not read; {NOT_READ[suffix]}"
            raise ReadError(source, message, problem="format")
        message = f"{suffix or 'no'} suffix is not one of {', '.join(SUFFIXES)}; save the report as .txt"
        raise ReadError(source, message, problem="suffix")
    data = read_regular(path, most=most, source=source, beneath=None if follows else root, remedy=_TOO_LARGE)
    found = reader_of(data, suffix)(data, source, tell)
    if not found.text.strip():
        raise ReadError(source, "is empty; put the report's text into it or take the file away", problem="empty")
    page_map = PageMap(found.pages, found.recognised, found.notes)
    return RawDocument(source, _content_hash(found.text), found.encoding, found.text, page_map)


def _content_hash(text: str) -> str:
    """Of what repair makes its text from: lines without the white space around them, one blank line for several."""
    lines = [line.strip() for line in text.splitlines()]
    kept = [line for line, before in zip(lines, ["#", *lines], strict=False) if line or before]
    return hashlib.sha256(("\n".join(kept).rstrip("\n") + "\n").encode()).hexdigest()


def _walk(
    root: Path, reports: dict[Path, Path], others: dict[Path, Path], unlisted: list[tuple[Path, Path, str]]
) -> None:
    """Every file below that is not hidden, and the links to folders, which may lead back up to where we came from."""
    folders = [(root, 0)]
    while folders:
        folder, depth = folders.pop()
        if depth > DEEPEST:
            why = f"lies more than {DEEPEST} folders deep; move what it holds further up. 文件夹层数太多，请往上移"
            unlisted.append((folder, root, why))
            continue
        try:
            with os.scandir(folder) as found:
                entries = [(folder / entry.name, entry.is_dir(follow_symlinks=False)) for entry in found]
        except OSError as error:
            if folder == root:
                raise ReadError(shown_name(str(folder)), "folder cannot be listed; check its permissions") from error
            why = f"folder cannot be listed ({error.strerror}); check its permissions. 打不开文件夹，请检查权限"
            unlisted.append((folder, root, why))
            continue
        for entry, inside in entries:
            if is_hidden(entry.name):
                continue
            if inside:
                folders.append((entry, depth + 1))
                continue
            is_report = entry.suffix.lower() in (*SUFFIXES, *PACKED) and not is_folder(entry)
            (reports if is_report else others).setdefault(entry, root)


def _exists(path: Path) -> bool:
    try:
        path.lstat()
    except OSError:
        return False
    return True
