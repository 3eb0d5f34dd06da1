"""What a comparison found, as the values that callers are given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from index.engine import Engine
from qa.answering.counted import words_around
from qa.answering.facts import FALLS
from qa.citing.citation import cite_finding
from qa.comparison.alike import counted_by, part_of_time, told_apart, what_is_counted
from qa.comparison.found import Found, Row, words_up_to
from qa.comparison.groups import Group
from qa.retrieval.scope import searched_scope
from qa.types import Comparison, OtherValue, Stated, Unstated, Usual

__all__ = ["comparison_of"]


def comparison_of(
    found: Found, index: Engine, *, inferred: bool, refusal: str = "", apart_last: bool = False
) -> Comparison:
    """The rows with their citations, numbered, and the places without one. inferred: as in `Scope`.

    apart_last: rows that count something else come behind the others, and the years of one place in their order.
    """
    rows, usual = tuple(_stated(row, found) for row in found.rows), Usual()
    if found.compares:
        rows, usual = told_apart(rows, series=found.series)
    if apart_last:
        of_one = found.series and len({row.report.place_code for row in rows}) == 1
        rows = tuple(sorted(rows, key=lambda row: (_counts_another(row), row.years if of_one else ())))
    return Comparison(
        rows=_numbered(rows),
        unstated=tuple(_unstated(group, found, index) for group in found.absent),
        differs=any(row.apart for row in rows),
        scope=searched_scope(found.scope, index.reports, inferred=inferred),
        missing=found.scope.missing,
        refusal=refusal,
        usual=usual,
        series=found.series,
    )


def _counts_another(row: Stated) -> bool:
    """Whether its figure is of something else, not only of another period."""
    return bool(set(row.apart) - {"period"})


def _numbered(rows: Iterable[Stated]) -> tuple[Stated, ...]:
    numbers = count(1)
    return tuple(
        replace(
            row,
            citation=replace(row.citation, n=next(numbers)),
            others=tuple(replace(each, citation=replace(each.citation, n=next(numbers))) for each in row.others),
        )
        for row in rows
    )


def _stated(row: Row, found: Found) -> Stated:
    finding = row.finding
    figure = finding.candidate.figure
    value = figure.value if figure else None
    time = part_of_time(words_up_to(finding), years=len(row.years)) if figure else ""
    stage = found.asked.stage if found.asked else ""
    before, after = words_around(finding.hit.text, finding.clause, finding.candidate, finding.hit.start)
    return Stated(
        report=row.report,
        years=row.years,
        short=finding.candidate.text,
        value=-value if value is not None and row.qualifier.endswith(FALLS) else value,
        unit=figure.unit if figure else "",
        approximate=bool(figure and figure.approximate),
        qualifier=f"{row.qualifier}（{time}）" if time else row.qualifier,
        counts=what_is_counted(before, after, found.nouns, stage) | frozenset([time] if time else []),
        citation=cite_finding(1, finding),
        others=tuple(OtherValue(each.candidate.text, cite_finding(1, each)) for each in row.others),
        counted_by=counted_by(row.report, found.nouns),
    )


def _unstated(group: Group, found: Found, index: Engine) -> Unstated:
    report = index.reports[group.ordinals[0]]
    years = (group.year,) if group.year else report.covers
    return Unstated(group.name, report, years, group not in found.unsearched)
