"""What a composed answer was searched in, where it is held against another place or year: 郑州立案比新乡多多少件."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.types import Report
from qa.retrieval.scope import ResolvedScope
from qa.types import Citation, Implied

__all__ = ["all_reached", "also_implied"]


def all_reached(
    scope: ResolvedScope, citations: Sequence[Citation], others: Iterable[ResolvedScope], reports: Sequence[Report]
) -> ResolvedScope:
    """The scope together with those of other questions asked for the answer, as far as it cites their reports.

    others: in the order asked; they are looked at only where the scope itself does not hold a report cited.
    """
    if scope.missing:
        return scope
    unheld = {citation.report.id for citation in citations} - _ids(scope, reports)
    for other in others if unheld else ():
        if other.missing or not unheld & _ids(other, reports):
            continue
        unheld -= _ids(other, reports)
        scope = replace(
            scope,
            places=tuple({place.code: place for place in (*scope.places, *other.places)}.values()),
            years=tuple(sorted({*scope.years, *other.years})),
            reports=tuple(sorted({*scope.reports, *other.reports})),
        )
        if not unheld:
            break
    return scope


def also_implied(implied: Implied, scope: ResolvedScope) -> Implied:
    """What the question says of the scope, all that was searched for it; a part that says nothing stays so."""
    return replace(implied, places=implied.places and scope.places, years=implied.years and scope.years)


def _ids(scope: ResolvedScope, reports: Sequence[Report]) -> set[str]:
    return {reports[i].id for i in scope.reports}
