"""One indicator over places and years, as the tab 对比 and its CSV show it. No HTML and no Gradio here."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from index.types import Report, count_reports
from page.comparing.compare_links import CompareAddress, compare_span_query
from page.comparing.compare_texts import compare_texts_for
from qa.answering.figure_fit import stages
from qa.citing.citation import cite_finding, period_label
from qa.comparison.places import Comparison
from qa.types import Citation, Language

__all__ = ["COLUMNS", "Entry", "Table", "Usual", "entries_to_csv", "notes_of", "table_of"]

COLUMNS = (
    "place", "years", "value", "unit", "approximate", "printed", "qualifier", "period", "status", "note", "report",
    "quote", "start", "end", "link",
)  # fmt: skip
_Value = TypeVar("_Value")
_FALLS = ("下降", "减少", "降低", "回落")
# What a spreadsheet would take for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. years: of the statement, of what was searched where nothing is stated. printed: as the report has it.

    value: multiples applied, negative for a fall; None where it is no number, or nothing is stated. citation: None
    where nothing is stated. order: among the places, by their codes. report: stated in, or searched.
    """

    place: str
    order: int
    years: tuple[int, ...]
    report: Report
    printed: str = ""
    value: Decimal | None = None
    unit: str = ""
    approximate: bool = False
    qualifier: str = ""
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Usual:
    """What most rows share. qualifier: one as printed whose stages are the usual ones."""

    stages: frozenset[int]
    qualifier: str
    years: tuple[int, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Table:
    """stated: largest first. searched of total: reports."""

    indicator: str
    stated: tuple[Entry, ...]
    absent: tuple[Entry, ...]
    usual: Usual
    searched: int
    total: int

    @property
    def charted(self) -> tuple[Entry, ...]:
        """The rows that can be drawn beside each other: numbers in the unit most are stated in."""
        return tuple(each for each in self.stated if each.value is not None and each.unit == self.usual.unit)


def table_of(indicator: str, result: Comparison, reports: Sequence[Report]) -> Table:
    """The rows of a comparison, each with what it is compared as. reports: all that are indexed."""
    codes = sorted({row.report.place_code for row in result.rows})
    codes = sorted({*codes, *(reports[group.ordinals[0]].place_code for group in result.absent)})
    order = {code: n for n, code in enumerate(codes)}
    stated = []
    for n, row in enumerate(result.rows, start=1):
        figure = row.finding.candidate.figure
        value = figure.value if figure else None
        stated.append(
            Entry(
                place=row.report.place,
                order=order[row.report.place_code],
                years=row.years,
                report=row.report,
                printed=row.finding.candidate.text,
                value=-value if value is not None and row.qualifier.endswith(_FALLS) else value,
                unit=figure.unit if figure else "",
                approximate=bool(figure and figure.approximate),
                qualifier=row.qualifier,
                citation=cite_finding(n, row.finding),
            )
        )
    absent = []
    for group in result.absent:
        report = reports[group.ordinals[0]]
        years = (group.year,) if group.year else report.covers
        absent.append(Entry(place=group.place, order=order[report.place_code], years=years, report=report))
    total = count_reports(reports)[0]
    return Table(indicator, tuple(stated), tuple(absent), _usual(stated), result.scope.counted, total)


def _usual(entries: Sequence[Entry]) -> Usual:
    """By number of rows; ties by what the first row has."""
    counted = _most(frozenset(stages(each.qualifier)) for each in entries) or frozenset()
    words = _most(each.qualifier for each in entries if stages(each.qualifier) == counted) or ""
    return Usual(counted, words, _most(each.years for each in entries) or (), _most(e.unit for e in entries) or "")


def _most(values: Iterable[_Value]) -> _Value | None:
    return next((value for value, _ in Counter(values).most_common(1)), None)


def notes_of(entry: Entry, usual: Usual, language: Language) -> list[str]:
    """In what a row differs from what most rows share, in words; empty where it does not."""
    words = compare_texts_for(language)
    notes = []
    if stages(entry.qualifier) != usual.stages:
        own, most = (each or words.no_count for each in (entry.qualifier, usual.qualifier))
        notes.append(words.other_count.format(own=own, usual=most))
    # Of several years the last counts: 2016—2020 and 2020 end in the same one, but sum up differently.
    if entry.years != usual.years:
        own, most = (period_label(years, language) or words.no_count for years in (entry.years, usual.years))
        notes.append(words.other_years.format(own=own, usual=most))
    if entry.unit != usual.unit:
        notes.append(words.other_unit.format(own=entry.unit or words.no_count, usual=usual.unit or words.no_count))
    return notes


def entries_to_csv(
    table: Table, asked: CompareAddress, language: Language, *, origin: str = "", delimiter: str = ","
) -> str:
    """The rows for a spreadsheet, with a mark at the start by which Excel knows the encoding.

    origin: of the page, put before each link; offsets count characters of the report's document.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in (*table.stated, *table.absent):
        cells = _stated_cells(entry, table.usual, asked, language, origin) if entry.citation else _absent_cells(entry)
        writer.writerow([_guarded(cell) for cell in cells])
    return "\ufeff" + text.getvalue()


def _stated_cells(entry: Entry, usual: Usual, asked: CompareAddress, language: Language, origin: str) -> list[str]:
    citation = entry.citation
    if citation is None:
        return _absent_cells(entry)
    notes = notes_of(entry, usual, language)
    return [
        entry.place,
        " ".join(map(str, entry.years)),
        f"{entry.value:f}" if entry.value is not None else "",
        entry.unit,
        "yes" if entry.approximate else "no",
        entry.printed,
        entry.qualifier,
        period_label(entry.years, language),
        "stated",
        "; ".join(notes),
        entry.report.title or entry.report.source,
        " ".join(citation.quote.split()),
        str(citation.start),
        str(citation.end),
        origin + compare_span_query(asked, citation.report.id, citation.start, citation.end, citation.quote),
    ]


def _absent_cells(entry: Entry) -> list[str]:
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {
        "place": entry.place,
        "years": " ".join(map(str, entry.years)),
        "period": period_label(entry.years),
        "status": "not stated 未提及",
        "report": entry.report.title or entry.report.source,
    }
    return list(cells.values())


def _guarded(cell: str) -> str:
    """The cell, which no spreadsheet takes for a formula; a negative number stays one."""
    is_number = cell.removeprefix("-").replace(".", "", 1).isdecimal()
    return "'" + cell if cell.startswith(_FORMULA) and not is_number else cell
