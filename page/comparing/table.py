"""The rows of a comparison as the tab 对比 and its CSV show them. No HTML and no Gradio here."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from page.comparing.compare_texts import compare_texts_for
from page.links import CompareAddress, span_query
from qa import Comparison, Language, Report, Stated, Unstated, period_label, spreadsheet_cell

__all__ = ["COLUMNS", "Table", "Usual", "notes_of", "others_of", "table_of", "table_to_csv"]

COLUMNS = (
    "place", "years", "value", "unit", "approximate", "printed", "qualifier", "period", "status", "note", "report",
    "quote", "start", "end", "link",
)  # fmt: skip
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Usual:
    """What most rows share. qualifier: one as printed whose stages are the usual ones."""

    counts: frozenset[int]
    qualifier: str
    years: tuple[int, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Table:
    """stated: largest first. searched of total: reports."""

    indicator: str
    stated: tuple[Stated, ...]
    absent: tuple[Unstated, ...]
    usual: Usual
    searched: int
    total: int

    @property
    def charted(self) -> tuple[Stated, ...]:
        """The rows that can be drawn beside each other: numbers in the unit most are stated in."""
        return tuple(each for each in self.stated if each.value is not None and each.unit == self.usual.unit)

    def order_of(self, report: Report) -> int:
        """Where a report's place comes among the places of the table, by their codes."""
        reports = [*(row.report for row in self.stated), *(each.report for each in self.absent)]
        return sorted({each.place_code for each in reports}).index(report.place_code)


def table_of(indicator: str, result: Comparison) -> Table:
    """The rows of a comparison, with what most of them share."""
    scope = result.scope
    rows, usual = result.rows, _usual(result.rows)
    return Table(indicator, rows, result.unstated, usual, scope.reports_searched, scope.reports_total)


def _usual(rows: Iterable[Stated]) -> Usual:
    """By number of rows; ties by what the first row has."""
    rows = tuple(rows)
    counts = _most(each.counts for each in rows) or frozenset()
    words = _most(each.qualifier for each in rows if each.counts == counts) or ""
    return Usual(counts, words, _most(each.years for each in rows) or (), _most(each.unit for each in rows) or "")


def _most(values: Iterable[_Value]) -> _Value | None:
    return next((value for value, _ in Counter(values).most_common(1)), None)


def notes_of(row: Stated, usual: Usual, language: Language) -> list[str]:
    """In what a row differs from what most rows share, in words; empty where it does not."""
    words = compare_texts_for(language)
    notes = []
    if row.counts != usual.counts:
        own, most = (each or words.no_count for each in (row.qualifier, usual.qualifier))
        notes.append(words.other_count.format(own=own, usual=most))
    # Of several years the last counts: 2016—2020 and 2020 end in the same one, but sum up differently.
    if row.years != usual.years:
        own, most = (period_label(years, language) or words.no_count for years in (row.years, usual.years))
        notes.append(words.other_years.format(own=own, usual=most))
    if row.unit != usual.unit:
        notes.append(words.other_unit.format(own=row.unit or words.no_count, usual=usual.unit or words.no_count))
    return notes


def others_of(row: Stated, language: Language) -> list[str]:
    """What other reports of the same place and period, such as a draft, say instead, in words."""
    return [compare_texts_for(language).other_value.format(figure=other.short) for other in row.others]


def table_to_csv(
    table: Table, asked: CompareAddress, language: Language, *, origin: str = "", delimiter: str = ","
) -> str:
    """The rows for a spreadsheet, with a mark at the start by which Excel knows the encoding.

    origin: of the page, put before each link; offsets count characters of the report's document.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    rows = [_stated_cells(row, table.usual, asked, language, origin) for row in table.stated]
    rows += [_absent_cells(each) for each in table.absent]
    writer.writerows([spreadsheet_cell(cell) for cell in cells] for cells in rows)
    return "\ufeff" + text.getvalue()


def _stated_cells(row: Stated, usual: Usual, asked: CompareAddress, language: Language, origin: str) -> list[str]:
    citation = row.citation
    return [
        row.report.place,
        " ".join(map(str, row.years)),
        f"{row.value:f}" if row.value is not None else "",
        row.unit,
        "yes" if row.approximate else "no",
        row.short,
        row.qualifier,
        period_label(row.years, language),
        "stated",
        "; ".join([*notes_of(row, usual, language), *others_of(row, language)]),
        row.report.title or row.report.source,
        " ".join(citation.quote.split()),
        str(citation.start),
        str(citation.end),
        origin + span_query(asked, citation.report.id, citation.start, citation.end, citation.quote),
    ]


def _absent_cells(each: Unstated) -> list[str]:
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {
        "place": each.report.place,
        "years": " ".join(map(str, each.years)),
        "period": period_label(each.years),
        "status": "not stated 未提及",
        "report": each.report.title or each.report.source,
    }
    return list(cells.values())
