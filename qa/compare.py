"""One question put to every place in scope: a row for each that states it, and the names of those that do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.types import Report
from qa.concepts import Concept, coverage
from qa.extract import Finding, find_answers
from qa.qualifiers import qualifier_of
from qa.query import Query
from qa.retriever import Retriever
from qa.scope import ResolvedScope
from qa.types import Hit

__all__ = ["Comparison", "Row", "compare_places"]

PASSAGES_PER_PLACE = 4
# A place is named only when one of its sentences covers this share of the question's concepts.
LEAST_SUPPORT = 0.6
LEAST_FIGURE_SUPPORT = 0.5
_CITY = re.compile(r"[哪些个两三四五六几]\s?(?:一?[个座])?(?:地级)?市|cit(?:y|ies)", re.I)
_COUNTY = re.compile(r"[哪些个两三四五六几]\s?(?:一?个)?[区县]|districts?|count(?:y|ies)", re.I)


@dataclass(frozen=True, slots=True)
class Row:
    """What one place states. qualifier: what its figure counts."""

    report: Report
    finding: Finding
    qualifier: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """rows: best first. short: the answer in a few words. unstated: places searched that do not state it. differs:
    the rows do not all count the same thing. related: the passages looked at, best first."""

    rows: tuple[Row, ...]
    short: str
    unstated: tuple[str, ...]
    differs: bool
    related: tuple[Hit, ...]


def compare_places(
    retriever: Retriever, query: Query, scope: ResolvedScope, concepts: Sequence[Concept]
) -> Comparison:
    """The rows of every place in scope, ordered by value when values are compared, else by support."""
    groups = _groups(retriever, query, scope)
    rows: list[Row] = []
    unstated: list[str] = []
    related: list[Hit] = []
    for place, hits in groups:
        related.extend(hits)
        finding = _best_of(retriever, query, hits, concepts)
        if finding is None:
            unstated.append(place)
            continue
        rows.append(
            Row(
                report=finding.hit.report,
                finding=finding,
                qualifier=qualifier_of(finding.hit.text, finding.clause, finding.candidate, finding.hit.start)
                if finding.candidate.figure
                else "",
            )
        )
    related.sort(key=lambda hit: (-hit.score, hit.chunk_id))
    if query.compares:
        rows = [row for row in rows if row.finding.candidate.figure]
        rows.sort(key=lambda row: (_value(row) if query.least else -_value(row), row.report.place_code))
        short = retriever.gazetteer.short(retriever.gazetteer.place(rows[0].report.place_code)) if rows else ""
    else:
        rows.sort(key=lambda row: (-row.finding.support, row.report.place_code))
        size = query.list_size or len(rows)
        short = "、".join(
            retriever.gazetteer.short(retriever.gazetteer.place(row.report.place_code)) for row in rows[:size]
        )
        rows = rows[:size]
    return Comparison(
        rows=tuple(rows),
        short=short,
        unstated=tuple(unstated),
        differs=len({row.qualifier for row in rows}) > 1 and query.compares,
        related=tuple(related),
    )


def _value(row: Row) -> float:
    figure = row.finding.candidate.figure
    return float(figure.value) if figure else 0.0


def _groups(retriever: Retriever, query: Query, scope: ResolvedScope) -> list[tuple[str, list[Hit]]]:
    """For each place in scope its best passages."""
    reports = retriever.index.reports
    by_place: dict[str, list[int]] = {}
    for ordinal in scope.reports:
        report = reports[ordinal]
        if report.kind == "unrelated" or not report.place_code:
            continue
        if not scope.places and not _level_asked(query.question, report):
            continue
        by_place.setdefault(report.place_code, []).append(ordinal)
    groups = []
    rows = scope.rows
    owner = retriever.index.chunk_report[rows]
    for code in sorted(by_place):
        selected = rows[np.isin(owner, by_place[code])]
        narrowed = ResolvedScope(
            scope.places, scope.years, scope.period, tuple(by_place[code]), selected, None, scope.past_of_plan,
            scope.preferred,
        )  # fmt: skip
        hits = retriever.rank(query, narrowed, k=PASSAGES_PER_PLACE)
        if hits:
            groups.append((reports[by_place[code][0]].place, hits))
    return groups


def _level_asked(question: str, report: Report) -> bool:
    if _CITY.search(question):
        return report.level == "city"
    if _COUNTY.search(question):
        return report.level == "county"
    return True


def _best_of(retriever: Retriever, query: Query, hits: Sequence[Hit], concepts: Sequence[Concept]) -> Finding | None:
    """The place's statement of what is asked, or None when it has none."""
    from dataclasses import replace

    if query.compares:
        asked = replace(query, answer="number")
        findings = find_answers(asked, hits, concepts, gazetteer=retriever.gazetteer)
        best = findings[0] if findings else None
        return best if best is not None and best.support >= LEAST_FIGURE_SUPPORT else None
    asked = replace(query, answer="phrase", list_size=None)
    findings = find_answers(asked, hits, concepts, gazetteer=retriever.gazetteer)
    by_sentence = max(
        findings,
        key=lambda f: (coverage(concepts, f.hit.report.text[f.sentence.start : f.sentence.end]), f.score),
        default=None,
    )
    return by_sentence if by_sentence is not None and by_sentence.support >= LEAST_SUPPORT else None
