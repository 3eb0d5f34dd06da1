"""`wenzheng compare`: one indicator over places and years, a row for each that states it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any  # JSON values

from index.errors import QuestionError
from index.kinds import REPORT_KINDS
from index.language.stages import same_stage
from qa import wording
from qa.answering.counted import words_around
from qa.answering.facts import asked_indicator
from qa.citing.citation import period_label
from qa.comparison.alike import names_it
from qa.comparison.english import indicators_in_chinese
from qa.comparison.found import Found, Row
from qa.comparison.groups import groups_of
from qa.comparison.places import compare_places
from qa.comparison.told import comparison_of
from qa.retrieval.concepts import concepts_of
from qa.retrieval.retriever import Retriever
from qa.retrieval.scope import ResolvedScope
from qa.serialize import spreadsheet_cell
from qa.types import Citation, Comparison, Language, Stated
from qa.understanding.limits import check_filters, check_question
from qa.understanding.query import Query

__all__ = ["compare_indicator", "rows_to_csv", "rows_to_json"]

_CHINESE = re.compile("[㐀-鿿]")
_COLUMNS = ("place", "period", "figure", "qualifier", "source", "start", "end", "quote", "apart")


def compare_indicator(
    retriever: Retriever,
    indicator: str,
    *,
    places: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    kinds: Sequence[str] | None = None,
    language: Language = "zh",
) -> Comparison:
    """The figure each place gives for an indicator such as "提案立案", largest first; "未提及" is never 0.

    places, years, kinds: filters; without years, the newest report of each place, of a single place each of its years.
    Figures that count something else stand behind the others. language: of a refusal.

    Raises:
        QuestionError: the indicator is empty or too long, or a filter cannot be used.
    """
    check_question(indicator)
    check_filters(places, years, kinds)
    if not indicator.strip():
        raise QuestionError(
            "The indicator is empty; name one, such as 提案立案. 没有写要比较的指标，请写明，例如“提案立案”。"
        )
    return retriever.on_newest(lambda now: _compare(now, indicator, places, years, kinds, language))


def _compare(
    retriever: Retriever,
    indicator: str,
    places: Sequence[str] | None,
    years: Sequence[int] | None,
    kinds: Sequence[str] | None,
    language: Language,
) -> Comparison:
    query, indicator = _parsed(retriever, indicator)
    content = query.content if query.places or query.years or query.language == "en" else indicator.strip()
    query = replace(query, content=content, answer="number", compares=True, selects_places=True, subordinate=True)
    scope = retriever.scope(query, places=places, years=years, kinds=kinds)
    if len(every := _years_of_one_place(retriever, scope)) > 1:
        scope = retriever.scope(query, places=places, years=every, kinds=kinds)
    found = _naming_it(retriever, query, compare_places(retriever, query, scope, concepts_of(query, retriever.index)))
    refusal = wording.not_indexed(scope, retriever.index.reports, language) if scope.missing else ""
    return comparison_of(
        found, retriever.index, inferred=not (places or years or kinds), refusal=refusal, apart_last=True
    )


def _years_of_one_place(retriever: Retriever, scope: ResolvedScope) -> list[int]:
    """Where one place is compared with itself and no year is named, each year that one of its reports ends in."""
    index = retriever.index
    codes = {index.reports[i].place_code for i in scope.reports if index.reports[i].kind != "unrelated"}
    if scope.years or scope.missing or len(scope.places) != 1 or codes != {scope.places[0].code}:
        return []
    own = (index.reports[i] for i in index.ordinals_by_place[scope.places[0].code])
    return sorted({each.covers[-1] for each in own if each.covers and each.kind in (scope.kinds or REPORT_KINDS)})


def _parsed(retriever: Retriever, indicator: str) -> tuple[Query, str]:
    """The indicator, and its Chinese: proposals filed → 提案立案, of which the same is asked as of Chinese words."""
    as_typed = f"{indicator}多少"
    if _CHINESE.search(indicator):
        return retriever.parse(as_typed), indicator
    english = retriever.parse(f"How many {indicator}?")
    as_read = "".join(group[0] for group in english.expansions)
    looked_up = () if english.places else indicators_in_chinese(indicator, retriever.dictionary)
    names = [name for name in (*indicators_in_chinese(indicator), *looked_up, as_read) if _CHINESE.search(name)]
    chinese = next((name for name in names if _is_stated(retriever, name)), next(iter(names), ""))
    if not chinese:
        return retriever.parse(as_typed), indicator
    query = replace(retriever.parse(f"{chinese}多少"), places=english.places, kinds=english.kinds)
    return replace(query, years=english.years, period=english.period), chinese


def _is_stated(retriever: Retriever, indicator: str) -> bool:
    """Whether any report states a figure of what is called so."""
    asked = asked_indicator(replace(retriever.parse(f"{indicator}多少"), content=indicator))
    return asked is not None and any(
        not asked.stage or same_stage(fact.qualifier, asked.stage)
        for fact in retriever.index.find_facts(indicator=asked.noun)
    )


def _naming_it(retriever: Retriever, query: Query, found: Found) -> Found:
    """Only the rows whose own words name the indicator: named alone, it has no other words that could lead to a figure
    of something else beside it, such as 上市公司 beside 高新技术企业.
    """
    change = found.asked is not None and found.asked.change
    beside = [row for row in found.rows if not _names_it(row, found.nouns, change=change)]
    if not beside:
        return found
    lost = []
    for row in beside:
        ordinal = retriever.index.report_ordinals[row.report.id]
        lost += [g for g in groups_of(retriever, query, found.scope) if ordinal in g.ordinals and g not in found.absent]
    return replace(found, rows=tuple(row for row in found.rows if row not in beside), absent=(*found.absent, *lost))


def _names_it(row: Row, nouns: Sequence[str], *, change: bool) -> bool:
    finding = row.finding
    if row.stated:
        return True
    return names_it(
        *words_around(finding.hit.text, finding.clause, finding.candidate, finding.hit.start), nouns, change=change
    )


def rows_to_json(result: Comparison) -> dict[str, Any]:
    """{"rows": [{place, period, figure, qualifier, source, start, end, quote, apart}], "unstated": […], "differs"}.

    "apart": wherein the figure differs from what most rows share, "" where in nothing: "count" (it counts something
    else), "body" (another body counts), "period", "unit". A row has "others", rows of the same form, where a draft or
    another report of the same gives another figure.
    """
    return {"rows": [_row(row) for row in result.rows], "unstated": _unstated(result), "differs": result.differs}


def rows_to_csv(result: Comparison) -> str:
    """The rows with a header line, values of other reports of the same as rows below; a place that does not state it
    has the figure 未提及.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for row in result.rows:
        writer.writerow(_guarded(_cells(row, row.short, row.citation)))
        writer.writerows(_guarded(_cells(row, other.short, other.citation)) for other in row.others)
    writer.writerows(_guarded({"place": place, "figure": "未提及"}) for place in _unstated(result))
    return text.getvalue()


def _guarded(cells: dict[str, Any]) -> dict[str, str]:
    return {name: spreadsheet_cell(str(cell)) for name, cell in cells.items()}


def _unstated(result: Comparison) -> list[str]:
    return [each.name for each in result.unstated if each.searched]


def _row(row: Stated) -> dict[str, Any]:
    cells = _cells(row, row.short, row.citation)
    if row.others:
        cells["others"] = [_cells(row, other.short, other.citation) for other in row.others]
    return cells


def _cells(row: Stated, figure: str, citation: Citation) -> dict[str, Any]:
    return {
        "place": row.report.place,
        "period": period_label(row.years),
        "figure": figure,
        "qualifier": row.qualifier,
        "source": Path(citation.report.source).name,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "apart": " ".join(row.apart),
    }
