"""What a generation says about itself: the settings it was built with, what it holds, its segments."""

from __future__ import annotations

import json
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path

from index.checksums import read_sealed, write_sealed
from index.errors import IndexCorruptError, IndexMismatchError, command
from index.types import Idf

__all__ = [
    "FORMAT_VERSION",
    "MANIFEST_FILE",
    "Counts",
    "Manifest",
    "SegmentEntry",
    "Settings",
]

FORMAT_VERSION = 7
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
    """How much a generation holds. reports: every part of its documents; others: those that are no report of a place,
    but other articles printed in the same file.
    """

    documents: int = 0
    reports: int = 0
    others: int = 0
    sections: int = 0
    chunks: int = 0
    facts: int = 0
    named_spans: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(ours + theirs for ours, theirs in zip(astuple(self), astuple(other), strict=True)))

    def __sub__(self, other: Counts) -> Counts:
        return Counts(*(ours - theirs for ours, theirs in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment of a generation. sha256: of its description. deleted: ids of its documents that are left out."""

    name: str
    sha256: str
    deleted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """built_at: ISO 8601, UTC. statistics: of each lexical leg, the values of `lexical.Statistics`."""

    generation: str
    built_at: str
    settings: Settings
    counts: Counts
    segments: tuple[SegmentEntry, ...]
    statistics: dict[str, dict[str, float]]

    def write(self, folder: Path) -> None:
        """Put the manifest into the generation's folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        write_sealed(folder / MANIFEST_FILE, text + "\n")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Raises: IndexCorruptError where the file is missing, altered or of another generation; IndexMismatchError
        where another version wrote it.
        """
        path = folder / MANIFEST_FILE
        try:
            _check_format(path)
            values = json.loads(read_sealed(path))
            if not values["generation"] or not folder.name.endswith(values["generation"]):  # .new-000007 while staged
                raise ValueError(f"it is of the generation {values['generation']!r}")
            return cls(
                generation=values["generation"],
                built_at=values["built_at"],
                settings=Settings(**values["settings"]),
                counts=Counts(**values["counts"]),
                segments=tuple(
                    SegmentEntry(each["name"], each["sha256"], tuple(each["deleted"])) for each in values["segments"]
                ),
                statistics={name: dict(each) for name, each in values["statistics"].items()},
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexCorruptError(
                f"{path} is missing or damaged ({error}); run `{command('build --full')}` to write the index again"
            ) from error


def _check_format(path: Path) -> None:
    """Raises: IndexMismatchError where another version wrote the manifest; OSError, ValueError, KeyError, TypeError."""
    try:
        text = read_sealed(path)
    except ValueError:
        text = path.read_text(encoding="utf-8")  # formats up to 5 had no checksum; of this one it is not JSON
    written = json.loads(text)["settings"]["format"]
    if written != FORMAT_VERSION:
        raise IndexMismatchError(
            f"the index in {path.parent} was built with another format ({written} in the index, {FORMAT_VERSION} now); "
            f"run `{command('build')}`"
        )
