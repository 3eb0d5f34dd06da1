"""What a generation says about itself: the settings it was built with, what it holds, a checksum of every file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from index.errors import IndexCorruptError
from index.lexical import Idf

__all__ = ["FORMAT_VERSION", "MANIFEST_FILE", "Counts", "FileEntry", "Manifest", "Settings", "describe_files"]

FORMAT_VERSION = 4
MANIFEST_FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """All that changes what an index of the same files holds.

    format: of the files on disk. reading: hash of the code that reads, cuts and tokenizes. tokenizer: its fingerprint.
    model: as configured. encoder: its fingerprint, "" without vectors. idf, k1, b: of BM25.
    """

    format: int
    reading: str
    tokenizer: str
    model: str
    encoder: str
    idf: Idf
    k1: float
    b: float

    def differences(self, other: Settings) -> list[str]:
        """One line for each setting that differs: `model: "none" in the index, "bge-small-zh-v1.5" now`."""
        pairs = ((each.name, getattr(self, each.name), getattr(other, each.name)) for each in fields(self))
        return [f"{name}: {ours!r} in the index, {theirs!r} now" for name, ours, theirs in pairs if ours != theirs]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a generation holds."""

    documents: int
    reports: int
    sections: int
    chunks: int
    facts: int = 0
    named_spans: int = 0


@dataclass(frozen=True, slots=True)
class FileEntry:
    """path: below the generation's folder, with forward slashes. size: bytes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """built_at: ISO 8601, UTC."""

    generation: str
    built_at: str
    settings: Settings
    counts: Counts
    files: tuple[FileEntry, ...]

    def write(self, folder: Path) -> None:
        """Put the manifest into the generation's folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / MANIFEST_FILE).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Raises: IndexCorruptError where the file is missing or is not a manifest."""
        path = folder / MANIFEST_FILE
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                generation=values["generation"],
                built_at=values["built_at"],
                settings=Settings(**values["settings"]),
                counts=Counts(**values["counts"]),
                files=tuple(FileEntry(**each) for each in values["files"]),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexCorruptError(
                f"{path} is missing or damaged ({error}); run `wenzheng build --full` to write the index again"
            ) from error

    def problems(self, folder: Path, *, checksums: bool) -> list[str]:
        """What is wrong with the files, one line each. checksums: read every byte rather than sizes only."""
        found: list[str] = []
        for entry in self.files:
            path = folder / entry.path
            try:
                size = path.stat().st_size
                if size != entry.size:
                    found.append(f"{path} has {size} bytes instead of {entry.size}")
                elif checksums and _sha256(path) != entry.sha256:
                    found.append(f"{path} does not match its checksum")
            except OSError as error:
                found.append(f"{path} is missing or unreadable ({error.strerror})")
        return found


def describe_files(folder: Path) -> tuple[FileEntry, ...]:
    """Every file below the folder but the manifest, by path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST_FILE)
    return tuple(FileEntry(path.relative_to(folder).as_posix(), path.stat().st_size, _sha256(path)) for path in paths)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
