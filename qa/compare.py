"""One question put to every place in scope: a row for each that states it, and the names of those that do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.types import Report
from qa.citation import cite_finding
from qa.concepts import Concept, coverage
from qa.extract import Finding, find_answers
from qa.figure_fit import asks_rate, stages, unit_may_stand
from qa.qualifiers import qualifier_of
from qa.query import Query
from qa.retriever import Retriever
from qa.scope import ResolvedScope
from qa.types import Hit
from qa.verify import figures_stand_in, quote_stands

__all__ = ["Comparison", "Row", "compare_places"]

PASSAGES_PER_PLACE = 4
# A place is named only when one of its sentences covers this share of the question's concepts.
LEAST_SUPPORT = 0.6
LEAST_FIGURE_SUPPORT = 0.5
_BY_DATE = re.compile(r"[最更]早|[最更]晚|先|earli|later|first|last", re.IGNORECASE)
_CITY = re.compile(r"[哪些个两三四五六几]\s?(?:一?[个座])?(?:地级|城)?市|cit(?:y|ies)", re.IGNORECASE)
_PROVINCE = re.compile(r"[哪些个两三四五六几]\s?(?:一?个)?省|provinces?", re.IGNORECASE)
_COUNTY = re.compile(r"[哪些个两三四五六几]\s?(?:一?个)?[区县]|districts?|count(?:y|ies)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """What one place states. qualifier: what its figure counts."""

    report: Report
    finding: Finding
    qualifier: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """rows: best first. short: the answer in a few words. unstated: places searched that do not state it. differs:
    the rows do not all count the same thing. related: the passages looked at, best first.
    """

    rows: tuple[Row, ...]
    short: str
    unstated: tuple[str, ...]
    differs: bool
    related: tuple[Hit, ...]


def compare_places(retriever: Retriever, query: Query, scope: ResolvedScope, concepts: Sequence[Concept]) -> Comparison:
    """The rows of every place in scope, ordered by value when values are compared, else by support."""
    groups = _groups(retriever, query, scope)
    rows: list[Row] = []
    unstated: list[str] = []
    related: list[Hit] = []
    found = [(place, hits, _statements(retriever, query, hits, concepts)) for place, hits in groups]
    unit = _common_unit([findings for _, _, findings in found]) if query.compares else None
    for place, hits, findings in found:
        related.extend(hits)
        finding = _best_of(findings, unit)
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
        rows.sort(key=lambda row: (_value(row) if query.least else -_value(row), row.report.place_code))
        names = [retriever.gazetteer.short(retriever.gazetteer.place(row.report.place_code)) for row in rows]
        if query.tabulates:
            short = "、".join(f"{name}{row.finding.candidate.text}" for name, row in zip(names, rows, strict=True))
        else:
            short = names[0] if names else ""
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
        differs=query.compares and len({frozenset(stages(row.qualifier)) for row in rows}) > 1,
        related=tuple(related),
    )


def _value(row: Row) -> float:
    """What rows are ordered by: the figure; of a date, its place in the year."""
    figure = row.finding.candidate.figure
    if figure is not None:
        return float(figure.value)
    numbers = [int(number) for number in re.findall(r"\d+", row.finding.candidate.text)]
    return float(sum(number * weight for number, weight in zip(reversed(numbers), (1, 100, 10_000), strict=False)))


def _groups(retriever: Retriever, query: Query, scope: ResolvedScope) -> list[tuple[str, list[Hit]]]:
    """For each place in scope its best passages."""
    reports = retriever.index.reports
    by_place: dict[str, list[int]] = {}
    # Values of one year are compared only among reports of that very year.
    compared = sorted(scope.preferred) if scope.years and scope.preferred else scope.reports
    for ordinal in compared:
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
    if _PROVINCE.search(question):
        return report.level == "province"
    if _CITY.search(question):
        return report.level == "city"
    if _COUNTY.search(question):
        return report.level == "county"
    return True


def _statements(retriever: Retriever, query: Query, hits: Sequence[Hit], concepts: Sequence[Concept]) -> list[Finding]:
    """What the place states of what is asked, best first; empty when nothing is near enough."""
    if query.compares:
        asked = replace(query, answer="date" if _BY_DATE.search(query.question) else "number")
        findings = find_answers(asked, hits, concepts, gazetteer=retriever.gazetteer)
        amounts = [f for f in findings if asks_rate(query) or not _is_rate(f)]
        in_unit = [f for f in amounts if not query.units or _may_stand(query, f)]
        return [finding for finding in in_unit if finding.support >= LEAST_FIGURE_SUPPORT]
    asked = replace(query, answer="phrase", list_size=None)
    findings = find_answers(asked, hits, concepts, gazetteer=retriever.gazetteer)
    findings.sort(key=lambda f: (-coverage(concepts, f.hit.report.text[f.sentence.start : f.sentence.end]), -f.score))
    return [finding for finding in findings if finding.support >= LEAST_SUPPORT]


def _may_stand(query: Query, finding: Finding) -> bool:
    figure = finding.candidate.figure
    return figure is None or unit_may_stand(query, figure.unit)


def _is_rate(finding: Finding) -> bool:
    figure = finding.candidate.figure
    return figure is not None and figure.unit in ("%", "个百分点")


def _common_unit(statements: Sequence[Sequence[Finding]]) -> str | None:
    """The unit in which most places state it, so that 886件 is not compared with 12次; ties by the better score."""
    tops = [findings[0] for findings in statements if findings and findings[0].candidate.figure]
    weight: dict[str, tuple[int, float]] = {}
    for finding in tops:
        figure = finding.candidate.figure
        if figure is not None:
            count, score = weight.get(figure.unit, (0, 0.0))
            weight[figure.unit] = (count + 1, score + finding.score)
    return max(weight, key=lambda unit: (*weight[unit], unit), default=None)


def _stands(finding: Finding) -> bool:
    """Whether what would be shown stands in the quote it would be cited with."""
    citation = cite_finding(1, finding)
    return quote_stands(citation) and figures_stand_in(finding.candidate.text, citation.quote)


def _best_of(findings: Sequence[Finding], unit: str | None) -> Finding | None:
    """The place's best statement that its quote bears out, in the common unit."""
    findings = [finding for finding in findings if _stands(finding)]
    in_unit = [f for f in findings if f.candidate.figure and f.candidate.figure.unit == unit]
    return next(iter(in_unit if unit is not None else findings), None)
