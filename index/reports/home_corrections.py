"""Corrections kept in the index's own home, for reports whose folder is not ours to write to.

`<home>/corrections.tsv` has the columns of the table beside the reports, and wins over it. The page writes it; a line
about a file that is not indexed waits until it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from index.folders import private_folder
from index.reports.corrections import (
    COLUMNS,
    CORRECTIONS_FILE,
    Correction,
    CorrectionTable,
    check_correction,
    number_of_part,
    read_corrections,
    table_lines,
)

__all__ = ["forget_corrections", "home_corrections", "merged", "put_right"]


def home_corrections(home: Path) -> CorrectionTable:
    """The table of the home; empty where it has none."""
    return read_corrections(home, of_any_folder=True)


def merged(beside: Sequence[Correction], at_home: Sequence[Correction]) -> tuple[Correction, ...]:
    """The corrections of one file from both tables; the home's win."""
    rows = {(each.part, each.field): each for each in (*beside, *at_home)}
    return tuple(rows.values())


def put_right(home: Path, source: str, part: int, values: Mapping[str, str]) -> None:
    """Write field → value for one report, in place of what the table said of these fields.

    Raises: ValueError for a value that cannot be used, before anything is written; ReadError where the table cannot be.
    """
    checked = {field: " ".join(value.split()) for field, value in values.items()}
    for field, value in checked.items():
        check_correction(field, value)
    kept = _lines_without(home, source, part, fields=frozenset(checked))
    added = ["\t".join((source, str(part), field, value)) for field, value in checked.items()]
    _write(home, [*(kept or ["\t".join(COLUMNS)]), *added])


def forget_corrections(home: Path, source: str, *, part: int | None = None) -> None:
    """Take away what the table says of one report, or of every report of the file."""
    if (home / CORRECTIONS_FILE).exists():
        _write(home, _lines_without(home, source, part))


def _lines_without(home: Path, source: str, part: int | None, *, fields: frozenset[str] | None = None) -> list[str]:
    return [line for line in table_lines(home / CORRECTIONS_FILE) if not _is_of(line, source, part, fields)]


def _is_of(line: str, source: str, part: int | None, fields: frozenset[str] | None) -> bool:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != len(COLUMNS) or cells[0] != source:
        return False
    return part in (None, number_of_part(cells[1])) and (fields is None or cells[2] in fields)


def _write(home: Path, lines: Sequence[str]) -> None:
    private_folder(home)
    written = home / f"{CORRECTIONS_FILE}.new"
    written.write_text("\n".join(lines) + "\n", encoding="utf-8")
    written.replace(home / CORRECTIONS_FILE)
