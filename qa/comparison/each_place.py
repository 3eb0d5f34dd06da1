"""A comparison of a few places named, put to each of them as a question of its own: what the reader finds there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.language.units import unit_may_stand
from index.types import Place
from qa.answering.extract import Finding
from qa.answering.findings import Findings
from qa.answering.two_looks import POOL
from qa.comparison.groups import Group
from qa.retrieval.concepts import concepts_of
from qa.retrieval.retriever import Retriever
from qa.retrieval.scope import ResolvedScope
from qa.types import Hit
from qa.understanding.query import Query

__all__ = ["MOST_PLACES", "put_to_each"]

# More are asked by their words alone: each place costs a search and up to four passages read.
MOST_PLACES = 6
_JOINTS = re.compile(r"^[和与跟及同、各]+|(?:[篇次件个项名]?数)?[最更较]?[多少高低]{1,9}$")
_SHARE = re.compile(r"率|占比|比重|比例|百分")


def put_to_each(
    retriever: Retriever, findings: Findings, query: Query, scope: ResolvedScope, groups: Sequence[Group]
) -> dict[Group, tuple[list[Hit], list[Finding]]]:
    """For each group the passages looked at and what they state, the most probable first; only figures in a unit the
    question may mean, and shares only where it asks for one.
    """
    places = {place.path: place for place in scope.places}
    found: dict[Group, tuple[list[Hit], list[Finding]]] = {}
    for group in groups:
        one = _question_for(retriever, query, scope, places.get(group.place), group)
        own = retriever.scope(one, years=(group.year,) if group.year else scope.years, kinds=scope.kinds)
        hits = retriever.rank(one, own, k=POOL) if own.rows.size else []
        stated, hits = findings.find(one, own, hits, concepts_of(one, retriever.index)) if hits else ([], [])
        # Which place is first hangs on every row: only what is at least fairly sure is one.
        found[group] = hits, [each for each in stated[:1] if findings.is_fairly_sure(each) and _is_value(query, each)]
    return found


def _question_for(retriever: Retriever, query: Query, scope: ResolvedScope, place: Place | None, group: Group) -> Query:
    words = _JOINTS.sub("", "".join(query.content.split()))
    years = (group.year,) if group.year else scope.years
    year = f"{years[0]}年" if len(years) == 1 else ""
    name = retriever.gazetteer.short(place) if place else group.place
    return replace(
        query,
        question=f"{name}{year}{words}多少{query.units[0] if query.units else ''}?",
        places=(place,) if place else (),
        answer="number",
        selects_places=False,
        compares=False,
    )


def _is_value(query: Query, finding: Finding) -> bool:
    figure = finding.candidate.figure
    if figure is None or figure.doubtful or not figure.unit:
        return False
    if query.units and not unit_may_stand(query.units, figure.unit):
        return False
    return figure.unit not in ("%", "个百分点") or _SHARE.search(query.question) is not None
