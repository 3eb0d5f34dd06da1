"""What a comparison found, as the values that callers are given."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from index.engine import Engine
from qa.answering.facts import FALLS
from qa.answering.figure_fit import stages
from qa.citing.citation import cite_finding
from qa.comparison.groups import Group
from qa.comparison.places import Found, Row
from qa.retrieval.scope import searched_scope
from qa.types import Comparison, OtherValue, Stated, Unstated

__all__ = ["comparison_of"]


def comparison_of(found: Found, index: Engine, *, inferred: bool, refusal: str = "", first: int = 1) -> Comparison:
    """The rows with their citations, numbered from `first`, and the places without one. inferred: as in `Scope`."""
    numbers = count(first)
    return Comparison(
        rows=tuple(_stated(numbers, row) for row in found.rows),
        unstated=tuple(_unstated(group, found, index) for group in found.absent),
        differs=found.differs,
        scope=searched_scope(found.scope, index.reports, inferred=inferred),
        missing=found.scope.missing,
        refusal=refusal,
    )


def _stated(numbers: Iterator[int], row: Row) -> Stated:
    figure = row.finding.candidate.figure
    value = figure.value if figure else None
    return Stated(
        report=row.report,
        years=row.years,
        short=row.finding.candidate.text,
        value=-value if value is not None and row.qualifier.endswith(FALLS) else value,
        unit=figure.unit if figure else "",
        approximate=bool(figure and figure.approximate),
        qualifier=row.qualifier,
        counts=frozenset(stages(row.qualifier)),
        citation=cite_finding(next(numbers), row.finding),
        others=tuple(OtherValue(each.candidate.text, cite_finding(next(numbers), each)) for each in row.others),
    )


def _unstated(group: Group, found: Found, index: Engine) -> Unstated:
    report = index.reports[group.ordinals[0]]
    years = (group.year,) if group.year else report.covers
    return Unstated(group.name, report, years, group not in found.unsearched)
