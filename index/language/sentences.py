"""Text → sentences and clauses, as offsets. A sentence ends at 。！？； or a line's end, a clause also at a comma."""

from __future__ import annotations

import re
from functools import lru_cache

from index.types import Span

__all__ = ["clauses", "sentences"]

# Nor does a stop between the digits of one damaged number end anything: 3?6件, 98。6%.
_SENTENCE_END = re.compile(
    r"(?!(?<=[0-9０-９])(?:[?？](?=[0-9０-９])|。(?=[0-9０-９]{1,2}(?:[%％‰]|个?百分点))))[。！？!?；;\n]+[”’」』）)]*"
)
# A comma between the digits of 1,571 is no border; one before 157篇 is.
_CLAUSE_END = re.compile(r"(?<![0-9０-９])[，,]+|[，,]+(?![0-9０-９]{3}(?![0-9０-９]))")


def sentences(text: str, *, offset: int = 0) -> list[Span]:
    """The sentences of text, white space trimmed; offset is added to every position."""
    return _split(text, _SENTENCE_END, 0, len(text), offset)


def clauses(text: str, sentence: Span, *, offset: int = 0) -> list[Span]:
    """The clauses of one sentence of text (both in the positions that offset gives)."""
    return _split(text, _CLAUSE_END, sentence.start - offset, sentence.end - offset, offset)


def _split(text: str, border: re.Pattern[str], start: int, end: int, offset: int) -> list[Span]:
    parted = _parted if len(text) <= _LONGEST_REMEMBERED else _parted.__wrapped__
    return [Span(begin + offset, stop + offset) for begin, stop in parted(text, border, start, end)]


# One question looks at the same passages again and again; a whole report is not kept.
_LONGEST_REMEMBERED = 1_200


@lru_cache(maxsize=8_192)
def _parted(text: str, border: re.Pattern[str], start: int, end: int) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    position = start
    for stop in [*(match.end() for match in border.finditer(text, start, end)), end]:
        piece = text[position:stop]
        left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
        if left < right:
            found.append((position + left, position + right))
        position = stop
    return tuple(found)
