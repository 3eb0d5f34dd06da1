"""Files by their checksums: what a folder holds, and what of it was altered since."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["FileEntry", "describe_files", "file_problems", "sha256_of"]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """path: below its folder, with forward slashes. size: bytes."""

    path: str
    size: int
    sha256: str


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
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple(FileEntry(path.relative_to(folder).as_posix(), path.stat().st_size, sha256_of(path)) for path in paths)


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
