"""`wenzheng compare`: one indicator over places and years, a row for each that states it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any  # JSON values

from index.errors import QuestionError
from qa.citing.citation import cite_finding, period_label
from qa.comparison.groups import groups_of
from qa.comparison.places import Comparison, compare_places
from qa.retrieval.concepts import concepts_of
from qa.retrieval.retriever import Retriever

__all__ = ["compare_indicator", "rows_to_csv", "rows_to_json"]

_COLUMNS = ("place", "period", "figure", "qualifier", "source", "start", "end", "quote")


def compare_indicator(
    retriever: Retriever,
    indicator: str,
    *,
    places: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
) -> Comparison:
    """The figure each place gives for an indicator such as "提案立案", largest first; "未提及" is never 0.

    places, years: filters; without years, the newest report of each place.

    Raises:
        QuestionError: the indicator is empty or too long, or a place is unknown.
    """
    return retriever.on_newest(lambda now: _compare(now, indicator, places, years))


def _compare(
    retriever: Retriever, indicator: str, places: Sequence[str] | None, years: Sequence[int] | None
) -> Comparison:
    if not indicator.strip():
        raise QuestionError(
            "The indicator is empty; name one, such as 提案立案. 没有写要比较的指标，请写明，例如“提案立案”。"
        )
    query = retriever.parse(f"{indicator}多少")
    content = query.content if query.places or query.years or query.language == "en" else indicator.strip()
    query = replace(query, content=content, answer="number", compares=True, selects_places=True, subordinate=True)
    scope = retriever.scope(query, places=places, years=years)
    result = compare_places(retriever, query, scope, concepts_of(query, retriever.index))
    # Named alone, an indicator has no other words that could lead to a figure whose own clause has none of it:
    # 火星移民 is not the 90亿元 beside a company called 火星鱼.
    beside = [row for row in result.rows if row.finding.clause_support <= 0]
    if not beside:
        return result
    groups = [group for group in groups_of(retriever, query, result.scope) if group not in result.absent]
    several = any(group.year for group in groups)
    lost = []
    for row in beside:
        ordinal = retriever.index.report_ordinals[row.report.id]
        lost += [group for group in groups if ordinal in group.ordinals]
    names = [f"{group.place}（{group.year}年）" if several and group.year else group.place for group in lost]
    rows = tuple(row for row in result.rows if row not in beside)
    return replace(
        result,
        rows=rows,
        short=result.short if rows and result.rows[0] is rows[0] else "",
        unstated=(*result.unstated, *names),
        absent=(*result.absent, *lost),
    )


def rows_to_json(result: Comparison) -> dict[str, Any]:
    """{"rows": [{place, period, figure, qualifier, source, start, end, quote}], "unstated": […], "differs"}."""
    return {"rows": _rows(result), "unstated": list(result.unstated), "differs": result.differs}


def rows_to_csv(result: Comparison) -> str:
    """The rows with a header line; a place that does not state it has the figure 未提及."""
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows(result))
    writer.writerows({"place": place, "figure": "未提及"} for place in result.unstated)
    return text.getvalue()


def _rows(result: Comparison) -> list[dict[str, Any]]:
    rows = []
    for n, row in enumerate(result.rows, start=1):
        citation = cite_finding(n, row.finding)
        rows.append(
            {
                "place": row.report.place,
                "period": period_label(row.years),
                "figure": row.finding.candidate.text,
                "qualifier": row.qualifier,
                "source": Path(row.report.source).name,
                "start": citation.start,
                "end": citation.end,
                "quote": citation.quote,
            }
        )
    return rows
