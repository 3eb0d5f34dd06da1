"""Files by their checksums: what a folder holds, and what of it was altered since.

Three ways, by the kind of file. A small text that is written anew each time (`CURRENT`, manifests, `sources.json`,
`seen.json`) is sealed: its last line is the SHA-256 of its name and all before it, so that it can be checked alone. The
files of a segment stand in its description, which the sealed manifest names by its checksum. What can be made again
(`cache/`) has its checksum beside it, as `sha256sum --check` reads it.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

__all__ = [
    "ATTESTED",
    "FileEntry",
    "attest",
    "crc32_of",
    "describe_files",
    "file_problems",
    "is_attested",
    "read_sealed",
    "replace_sealed",
    "sha256_of",
    "write_sealed",
]

ATTESTED = ".sha256"
_SEAL = "#sha256 "
# Read at once where a checksum must not disturb what else the process does: each time the interpreter has to be waited
# for, up to 5 ms.
_READ_AT_ONCE = 1 << 22


@dataclass(frozen=True, slots=True)
class FileEntry:
    """path: below its folder, with forward slashes. size: bytes. crc32: of all of them, which is sooner computed."""

    path: str
    size: int
    sha256: str
    crc32: int


def write_sealed(path: Path, text: str, *, name: str = "") -> None:
    """Write lines of text and their checksum. name: that the file will have, if it is another. Raises: OSError."""
    body = text.encode("utf-8", "surrogateescape")
    path.write_bytes(body + _seal(name or path.name, body))


def replace_sealed(path: Path, text: str) -> None:
    """As `write_sealed`, in place of what is there and all at once. Raises: OSError."""
    written = path.with_name(f"{path.name}.new")
    write_sealed(written, text, name=path.name)
    written.replace(path)


def read_sealed(path: Path) -> str:
    """What `write_sealed` wrote. Raises: OSError; ValueError where a bit is another, or the whole is another file."""
    data = path.read_bytes()
    start = data.rfind(_SEAL.encode())
    if start < 0 or data[start:] != _seal(path.name, data[:start]):
        raise ValueError("it does not match its checksum")
    return data[:start].decode("utf-8", "surrogateescape")


def attest(path: Path) -> None:
    """Write the checksum of a file beside it. Raises: OSError."""
    _beside(path).write_text(f"{sha256_of(path)}  {path.name}\n", encoding="utf-8")


def is_attested(path: Path) -> bool:
    """Whether the file is what it was when its checksum was written beside it."""
    with suppress(OSError):
        return _beside(path).read_bytes() == f"{sha256_of(path)}  {path.name}\n".encode()
    return False


def file_problems(folder: Path, files: Sequence[FileEntry], *, checksums: bool) -> list[str]:
    """What is wrong with these files of a folder, one line each. checksums: read every byte rather than sizes only."""
    found: list[str] = []
    for entry in files:
        path = folder / entry.path
        try:
            size = path.stat().st_size
            if size != entry.size:
                found.append(f"{path} has {size} bytes instead of {entry.size}")
            elif checksums and sha256_of(path) != entry.sha256:
                found.append(f"{path} does not match its checksum")
        except OSError as error:
            found.append(f"{path} is missing or unreadable ({error.strerror})")
    return found


def describe_files(folder: Path) -> tuple[FileEntry, ...]:
    """Every file below the folder, by path."""
    return tuple(_described(path, folder) for path in sorted(folder.rglob("*")) if path.is_file())


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def crc32_of(file: FileIO) -> int:
    """CRC-32 of what is left of an unbuffered file: it finds every flipped bit, twice as fast as a SHA-256."""
    buffer = bytearray(_READ_AT_ONCE)
    view, found = memoryview(buffer), 0
    while n := file.readinto(buffer):
        found = zlib.crc32(view[:n], found)
    return found


def _described(path: Path, folder: Path) -> FileEntry:
    with FileIO(path) as file:
        crc32 = crc32_of(file)
    return FileEntry(path.relative_to(folder).as_posix(), path.stat().st_size, sha256_of(path), crc32)


def _seal(name: str, body: bytes) -> bytes:
    digest = hashlib.sha256(name.encode() + b"\0" + body)
    return f"{_SEAL}{digest.hexdigest()}\n".encode()


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ATTESTED)
