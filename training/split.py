"""Our questions over reports, parted by file into what is learned from, what is tuned on and what only judges."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

__all__ = ["OURS", "PARTS", "Asked", "Part", "files_of", "part_of", "read_all", "read_asked"]

Part = Literal["train", "dev", "test"]
PARTS: tuple[Part, ...] = ("train", "dev", "test")
_SEED = "first sight"
_DEV_FROM, _TEST_FROM = 0.80, 0.88
_INVENTED = "g"
# Written for training alone: questions over reports of the part "train", and invented reports of rare genres.
OURS = Path(__file__).resolve().parent / "written"
_FOR_TRAINING = ("c-", "o-")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question over one file.

    evidence: verbatim in the file; where spans is empty, the passage that misleads most. spans: the shortest answers,
    several where a list is asked for. variants: other wordings that are right.
    """

    id: str
    file: str
    language: str
    type: str
    question: str
    evidence: str
    spans: tuple[str, ...]
    variants: tuple[str, ...]

    @property
    def answers(self) -> tuple[str, ...]:
        """What a short answer may say; of a list all of it together."""
        whole = ("、".join(self.spans),) if self.type == "list" and self.spans else self.spans
        return (*whole, *self.variants)


def part_of(file: str) -> Part:
    """Government reports (r0001.txt) and invented ones (g1-01.txt) fall into every part in about the same shares.

    The invented ones are few, so they are dealt out by their number instead of by chance.
    """
    if file.startswith(_FOR_TRAINING):
        return "train"
    if file.startswith(_INVENTED):
        place = int(file[3:5]) % 8
        return "test" if place == 3 else "dev" if place == 6 else "train"
    drawn = int.from_bytes(hashlib.sha256(f"{_SEED} {file}".encode()).digest()[:8]) / 2**64
    return "test" if drawn >= _TEST_FROM else "dev" if drawn >= _DEV_FROM else "train"


def read_asked(path: Path, part: Part) -> list[Asked]:
    """The questions of one part, as they stand in the file."""
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Asked(
            id=record["id"],
            file=record["file"],
            language=record["lang"],
            type=record["type"],
            question=record["question"],
            evidence=record["evidence"],
            spans=tuple(record["spans"]),
            variants=tuple(record["variants"]),
        )
        for record in records
        if part_of(record["file"]) == part
    ]


def read_all(shared: Path, part: Part) -> list[Asked]:
    """The questions of one part: those of ../shared/train and those written here, which are all for training."""
    return [each for path in (shared / "train" / "questions.jsonl", OURS / "questions.jsonl")
            for each in read_asked(path, part)]  # fmt: skip


def files_of(asked: Iterable[Asked], shared: Path) -> list[Path]:
    """Where the files that the questions are about lie."""
    folders = (shared / "reports", shared / "train" / "invented", OURS / "reports")
    names = sorted({each.file for each in asked})
    return [path for name in names for folder in folders if (path := folder / name).exists()]
