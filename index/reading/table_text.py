"""A table's cells as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

__all__ = ["markdown_table"]


def markdown_table(rows: Sequence[Sequence[str]]) -> str:
    """One line a row, the first the head; rows are as wide as the widest, and empty rows and columns are left out."""
    lines = [[" ".join(cell.split()).replace("|", "\\|") for cell in row] for row in rows]
    columns = [column for column in zip_longest(*lines, fillvalue="") if any(column)]
    if not columns:
        return ""
    kept = [row for row in zip(*columns, strict=True) if any(row)]
    written = [f"| {' | '.join(row)} |" for row in kept]
    written.insert(1, "|" + " --- |" * len(columns))
    return "\n".join(written)
