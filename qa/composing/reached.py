"""What a composed answer was searched in, where it is held against another place or year: 郑州立案比新乡多多少件."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.types import Report
from qa.retrieval.retriever import Retriever
from qa.retrieval.scope import ResolvedScope
from qa.types import Answer, Citation, Implied, ScopePart
from qa.understanding.filters import leave_out

__all__ = ["all_reached", "also_implied"]


def all_reached(
    retriever: Retriever,
    scope: ResolvedScope,
    citations: Sequence[Citation],
    others: Iterable[Answer],
    *,
    ignore: Sequence[ScopePart] = (),
    kinds: Sequence[str] | None = None,
) -> ResolvedScope:
    """The scope together with what other questions asked for the answer were searched in, as far as their reports are
    cited. Nothing is resolved again where the scope itself holds every report cited.

    others: their answers. ignore, kinds: those that all were asked with.
    """
    reports = retriever.index.reports
    unheld = {citation.report.id for citation in citations} - _ids(scope, reports)
    if scope.missing or not unheld:
        return scope
    for answer in others:
        if answer.missing:
            continue
        query = leave_out(retriever.parse(answer.question), ("place", *ignore))
        places = [place.code for place in answer.scope.places] or None
        other = retriever.scope(query, places=places, years=answer.scope.years or None, kinds=kinds)
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
