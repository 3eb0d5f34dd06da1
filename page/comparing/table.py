"""The rows of a comparison as the tab 对比 and its CSV show them. No HTML and no Gradio here."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from page.comparing.compare_texts import CompareTexts, compare_texts_for
from page.links import CompareAddress, span_query
from qa import (
    Comparison,
    Difference,
    Language,
    Report,
    Stated,
    Unstated,
    Usual,
    kind_names,
    period_label,
    spreadsheet_cell,
)

__all__ = ["COLUMNS", "Table", "notes_of", "others_of", "table_of", "table_to_csv"]

COLUMNS = (
    "place", "years", "value", "unit", "approximate", "printed", "qualifier", "period", "status", "note", "report",
    "quote", "start", "end", "link",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """stated: largest first, those that count something else last. usual: what most of them share. series: of one place
    over years. searched of total: reports.
    """

    indicator: str
    stated: tuple[Stated, ...]
    absent: tuple[Unstated, ...]
    usual: Usual
    searched: int
    total: int
    series: bool = False

    @property
    def alike(self) -> tuple[Stated, ...]:
        """The rows that count the same thing in the same unit, if not all over the same period."""
        return tuple(each for each in self.stated if not set(each.apart) - {"period"})

    @property
    def charted(self) -> tuple[Stated, ...]:
        """The rows that can be drawn beside each other."""
        return tuple(each for each in self.alike if each.value is not None)

    @property
    def of_one_place(self) -> bool:
        """Whether it is a trend: the years of one place."""
        return self.series and len({each.report.place_code for each in self.stated}) == 1

    def order_of(self, report: Report) -> int:
        """Where a report's place comes among the places of the table, by their codes."""
        reports = [*(row.report for row in self.stated), *(each.report for each in self.absent)]
        return sorted({each.place_code for each in reports}).index(report.place_code)


def table_of(indicator: str, result: Comparison) -> Table:
    """The rows of a comparison, with what most of them share."""
    scope = result.scope
    return Table(
        indicator,
        result.rows,
        result.unstated,
        result.usual,
        scope.reports_searched,
        scope.reports_total,
        series=result.series,
    )


def notes_of(row: Stated, usual: Usual, language: Language) -> list[str]:
    """In what a row differs from what most rows share, in words; empty where it does not."""
    return [_note(difference, row, usual, language) for difference in row.apart]


def _note(difference: Difference, row: Stated, usual: Usual, language: Language) -> str:
    words, kinds = compare_texts_for(language), kind_names(language)
    if difference == "count":
        most = usual.qualifier if usual.counts is not None else None
        return _said(words.other_count, words.own_count, row.qualifier, most, words)
    if difference == "body":
        most = None if usual.counted_by is None else kinds.get(usual.counted_by, "")
        return _said(words.other_body, words.own_body, kinds.get(row.counted_by, ""), most, words)
    if difference == "period":
        # Of several years the last counts: 2016—2020 and 2020 end in the same one, but sum up differently.
        if usual.years is None or usual.years[:1] == (0,):
            return words.own_years.format(own=period_label(row.years, language) or words.no_count)
        most = period_label(usual.years, language)
        return _said(words.other_years, words.own_years, period_label(row.years, language), most, words)
    return _said(words.other_unit, words.own_unit, row.unit, usual.unit, words)


def _said(beside: str, alone: str, own: str, most: str | None, words: CompareTexts) -> str:
    """What a row has, beside what most have, or where no two have the same, alone."""
    own = own or words.no_count
    return alone.format(own=own) if most is None else beside.format(own=own, usual=most or words.no_count)


def others_of(row: Stated, language: Language) -> list[str]:
    """What other reports of the same place and period, such as a draft, say instead, in words."""
    return [
        compare_texts_for(language).other_value.format(figure=other.citation.with_unit(other.short))
        for other in row.others
    ]


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
