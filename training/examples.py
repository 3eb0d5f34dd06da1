"""What the reader learns from: a question, a header, a window of text, and where in it the answer stands."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

__all__ = ["Example", "find_all", "read_examples", "window", "write_examples"]

_SHORT_SHARE = 0.4
_SHORT_WINDOW = (50, 130)
_LONG_WINDOW = (130, 400)


@dataclass(frozen=True, slots=True)
class Example:
    """spans: where the answer stands in the passage, every place of it; none where the passage gives no answer.

    source: what made it ("cmrc", "own", "stage", …). file: of the report, "" where it is of none.
    """

    question: str
    header: str
    passage: str
    spans: tuple[tuple[int, int], ...] = ()
    source: str = field(default="", kw_only=True)
    file: str = field(default="", kw_only=True)


def find_all(text: str, part: str) -> list[int]:
    """Where the part stands, from left to right."""
    found, position = [], text.find(part)
    while part and position >= 0:
        found.append(position)
        position = text.find(part, position + 1)
    return found


def window(text: str, needed: Sequence[tuple[int, int]], chance: random.Random) -> tuple[str, int]:
    """A stretch of the text that holds all of `needed`, and where it begins."""
    low, high = _SHORT_WINDOW if chance.random() < _SHORT_SHARE else _LONG_WINDOW
    first = min((start for start, _ in needed), default=chance.randrange(len(text)))
    last = max((end for _, end in needed), default=first)
    length = max(chance.randint(low, high), last - first)
    start = max(0, min(chance.randint(last - length, first), len(text) - length))
    if chance.random() < 0.5:  # half of the windows begin where a clause does, as passages do
        begins = max(text.rfind(mark, start, first) for mark in "。；，") + 1
        start = begins or start
    return text[start : start + length], start


def write_examples(path: Path, examples: Iterable[Example]) -> int:
    """How many were written, one a line."""
    lines = [json.dumps(asdict(example), ensure_ascii=False) for example in examples]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def read_examples(path: Path) -> list[Example]:
    """The examples that were written."""
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Example(**{**record, "spans": tuple(map(tuple, record["spans"]))}) for record in records]
