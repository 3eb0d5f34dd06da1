"""`wenzheng read`: a report in the terminal; `wenzheng facts`: its figures in a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qa.citing.citation import period_label
from qa.retrieval.retriever import Retriever
from qa.serialize import excerpt_to_json, outline_to_json

if TYPE_CHECKING:
    from index.config import Config
    from qa.retrieval.fact_table import FactTable

__all__ = ["print_outline", "print_report", "write_facts"]

_PRINTED = "-"  # as a file's name: standard output


def print_outline(config: Config, name: str, *, as_json: bool) -> None:
    """One line a section: its number, heading, years, and where it stands."""
    report, sections = Retriever.of(config).outline(name)
    if as_json:
        print(json.dumps(outline_to_json(report, sections), ensure_ascii=False, indent=1))
        return
    for each in sections:
        heading = "  " * (len(each.heading_path) - 1) + each.heading
        print(
            "  ".join(
                filter(None, (f"{each.number:3d}", heading, period_label(each.years), f"{each.start}-{each.end}"))
            )
        )
    print(f"{report.title or report.source}: {report.start}-{report.end}", file=sys.stderr)


def print_report(config: Config, name: str, *, section: int | None, as_json: bool) -> None:
    """The text of a report or of a section of it, as it stands."""
    excerpt = Retriever.of(config).read(name, section=section)
    if as_json:
        print(json.dumps(excerpt_to_json(excerpt), ensure_ascii=False, indent=1))
    else:
        print(excerpt.text.rstrip())


def write_facts(table: FactTable, *, csv: str, parquet: Path | None) -> None:
    """The figures into a file, or printed as CSV; on the error stream, how many."""
    if parquet:
        rows, where = table.write_parquet(parquet), f" in {parquet}"
    elif csv == _PRINTED:
        rows, where = table.print_csv(sys.stdout), ""
    else:
        rows, where = table.write_csv(csv), f" in {csv}"
    print(f"{rows} figure{'s' * (rows != 1)}{where}", file=sys.stderr)
