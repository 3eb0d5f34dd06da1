"""Text → sentences and clauses, as offsets. A sentence ends at 。！？； or a line's end, a clause also at a comma."""

from __future__ import annotations

import re

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
    found: list[Span] = []
    position = start
    for match in border.finditer(text, start, end):
        _add(text, position, match.end(), offset, found)
        position = match.end()
    _add(text, position, end, offset, found)
    return found


def _add(text: str, start: int, end: int, offset: int, found: list[Span]) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if left < right:
        found.append(Span(start + left + offset, start + right + offset))
