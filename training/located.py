"""Where in an index the evidence of a question stands."""

from __future__ import annotations

from pathlib import Path

from index.engine import Engine
from index.types import Chunk, Report
from training.split import Asked

__all__ = ["find_folded", "standing_in"]

_PIECE = 8


def standing_in(engine: Engine, asked: Asked) -> tuple[Report, Chunk]:
    """The report and the passage that hold the evidence; the passage that shares most with it where it was cut.

    Raises: LookupError where the file is not indexed.
    """
    reports = [report for report in engine.reports if Path(report.source).name == asked.file]
    chunks = [(report, chunk) for report in reports for chunk in engine.chunks(engine.report_rows(report.id))]
    if not chunks:
        raise LookupError(f"{asked.file} is not in the index; build it anew")
    whole = [(report, chunk) for report, chunk in chunks if find_folded(chunk.text, asked.evidence)]
    return whole[0] if whole else max(chunks, key=lambda each: _shared(asked.evidence, each[1].text))


def find_folded(text: str, part: str) -> tuple[int, int] | None:
    """Where the part stands in the text, white space on both sides left out of account."""
    positions = [n for n, character in enumerate(text) if not character.isspace()]
    wanted = "".join(part.split())
    found = "".join(text.split()).find(wanted)
    return (positions[found], positions[found + len(wanted) - 1] + 1) if found >= 0 and wanted else None


def _shared(evidence: str, text: str) -> int:
    """How many of the evidence's pieces of eight characters the text holds."""
    folded, wanted = "".join(text.split()), "".join(evidence.split())
    return sum(wanted[n : n + _PIECE] in folded for n in range(max(1, len(wanted) - _PIECE + 1)))
