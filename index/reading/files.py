"""The bytes of a file that somebody else put there: a regular one, no larger than allowed, in the folder it seems in.

A named pipe blocks whoever opens it, a device never ends, a link may lead to what was not offered, and any of them may
take the place of a report between two looks. So a file is looked at before it is opened, and again once it is open.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import BinaryIO, TypeVar

from index.errors import ReadError

__all__ = [
    "free_name",
    "is_folder",
    "is_hidden",
    "open_regular",
    "read_regular",
    "safe_name",
    "shown_name",
    "usable_name",
]

_NOT_FILES = {
    stat.S_IFIFO: "named pipe (FIFO)",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
    stat.S_IFDIR: "folder",
}
# Not on Windows: O_NONBLOCK, lest a pipe that took the file's place be waited for; O_NOFOLLOW, lest a link be followed.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | _NO_LINK
_LONGEST_SHOWN = 300  # characters of a path; a name of 255 bytes stays whole
_NOT_IN_NAMES = frozenset('<>:"|?*/\\')  # what Windows does not allow
_LONGEST_PATH = 4_096  # characters, of which the end counts: marks in a row are slow to fold
_LONGEST_STEM = 60  # characters: at most 240 bytes, which every file system takes
AnyPath = TypeVar("AnyPath", bound=PurePath)
_HIDDEN = (".", "~$")  # ~$: what Word keeps of a document that is open
_HIDDEN_NAMES = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})  # hidden where they are made
_UNUSABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})


class _TooLargeError(Exception):
    """There is more of it than may be read."""


def read_regular(
    path: Path, *, most: int, source: str = "", beneath: Path | None = None, remedy: str = "split it"
) -> bytes:
    """What the file holds. most: bytes. source: what the error calls it (default: the path).

    beneath: the folder it must lie in, wherever links lead; without one links are followed. remedy: for what is larger.

    Raises: ReadError for what is no regular file, is larger, lies elsewhere, or cannot be opened.
    """
    name = source or shown_name(str(path))
    with _naming(name), open_regular(path, source=name, beneath=beneath) as file:
        try:
            return _read(file, most)
        except _TooLargeError as error:
            raise ReadError(name, f"larger than {most // 2**20} MB; {remedy}", problem="large") from error


def open_regular(path: Path, *, source: str = "", beneath: Path | None = None) -> BinaryIO:
    """The file, open for reading, which the caller closes. source, beneath: as `read_regular` has them.

    Raises: ReadError for what is no regular file, lies elsewhere, or cannot be opened.
    """
    name = source or shown_name(str(path))
    with _naming(name):
        descriptor = _open(path, name) if beneath is None else _open_beneath(path, beneath, name)
        file = os.fdopen(descriptor, "rb")
        try:
            _check(os.fstat(descriptor), name)
        except BaseException:
            file.close()
            raise
        return file


def is_folder(path: Path) -> bool:
    """Whether it is a folder or a link to one; not where that cannot be told."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False


def safe_name(name: str) -> str:
    """A name for a file of our own: the last part of a path, without what is invisible or means something there.

    `../../x.TXT` → `x.txt`
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name[-_LONGEST_PATH:]))[-1]
    shown = "".join(letter for letter in last if letter.isprintable() and letter not in _NOT_IN_NAMES)
    path = Path(shown.strip(" ."))
    return (path.stem.strip(" .")[:_LONGEST_STEM] or "report") + path.suffix.lower()


def free_name(path: AnyPath, is_taken: Callable[[AnyPath], bool]) -> AnyPath:
    """The path, numbered where another file has its name: a.txt, a-2.txt."""
    stem, number = path.stem, 1
    while is_taken(path):
        number += 1
        path = path.with_name(f"{stem}-{number}{path.suffix}")
    return path


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is left out of a folder without a word: .git, ~$a.docx, Thumbs.db."""
    return name.startswith(_HIDDEN) or name in _HIDDEN_NAMES


def usable_name(name: str) -> bool:
    r"""Whether a name can be written down and shown: not `a\nb.txt`, nor one that is not UTF-8."""
    return not any(unicodedata.category(letter) in _UNUSABLE for letter in name)


def shown_name(name: str) -> str:
    r"""A name as it can be shown on one line: the `\n` of `a\nb.txt` written out, a long path without its middle."""
    shown = "".join(
        letter.encode("unicode_escape").decode("ascii") if unicodedata.category(letter) in _UNUSABLE else letter
        for letter in name
    )
    half = _LONGEST_SHOWN // 2
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:half]}…{shown[-half:]}"


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """What the system says of a file, as a ReadError."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"cannot be opened ({reason}); check that it exists and may be read"
        raise ReadError(name, message, problem="unreadable") from error


def _open(path: Path, name: str) -> int:
    # Looked at first: some devices act when they are opened.
    _check(path.stat(), name)
    return os.open(path, _READ)


def _open_beneath(path: Path, beneath: Path, name: str) -> int:
    """Opened a folder at a time from the one it must lie in, where no step follows a link."""
    real = Path(os.path.realpath(path, strict=True))
    folder = Path(os.path.realpath(beneath, strict=True))
    if not real.is_relative_to(folder):
        message = (
            "is a link that leads out of the folder; put the file itself there. 链接指向文件夹之外，请放入文件本身"
        )
        raise ReadError(name, message, problem="outside")
    _check(real.lstat(), name)
    if os.open not in os.supports_dir_fd:  # Windows
        return os.open(real, _READ)
    *steps, last = real.relative_to(folder).parts
    inner = os.open(folder, _FOLDER)
    try:
        for step in steps:
            outer, inner = inner, os.open(step, _FOLDER, dir_fd=inner)
            os.close(outer)
        return os.open(last, _READ | _NO_LINK, dir_fd=inner)
    finally:
        os.close(inner)


def _check(found: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(found.st_mode):
        kind = _NOT_FILES.get(stat.S_IFMT(found.st_mode), "special file")
        message = f"is a {kind}, not a file; take it away or put a text file in its place. 不是普通文件，请移走"
        raise ReadError(name, message, problem="special")


def _read(file: BinaryIO, most: int) -> bytes:
    """To its end, but not for ever: it may grow while it is read."""
    if os.fstat(file.fileno()).st_size > most:
        raise _TooLargeError
    data = file.read(most + 1)
    if len(data) > most:
        raise _TooLargeError
    return data
