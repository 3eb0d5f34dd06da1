"""The rows of a comparison that the fact table decides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.language.stages import stage_in, stages_in
from index.language.units import unit_may_stand
from index.reports.twins import may_be_twins
from index.types import Fact, Report
from qa.answering.extract import Finding
from qa.answering.facts import (
    FALLS,
    asked_indicator,
    counted_as,
    decide,
    facts_of,
    finding_of,
    nouns_of,
    usual_unit,
)
from qa.citing.citation import cite_finding
from qa.comparison.alike import called_otherwise, starts_a_change
from qa.comparison.found import Row, qualifier_in, stands
from qa.comparison.groups import Group
from qa.in_time import check_time
from qa.retrieval.retriever import Retriever
from qa.retrieval.scope import ResolvedScope
from qa.understanding.query import Query

__all__ = ["asks_when", "stated_rows"]

# （草案） ends the title of every report on a budget; these are not what was adopted.
_DRAFT = re.compile("讨论稿|送审稿|审议稿|征求意见|初稿")
_BY_DATE = re.compile(r"[最更]早|[最更]晚|先|earli|later|first|last", re.IGNORECASE)


def asks_when(query: Query) -> bool:
    """Whether dates are compared, which are no facts."""
    return _BY_DATE.search(query.question) is not None


def stated_rows(retriever: Retriever, query: Query, scope: ResolvedScope, groups: Sequence[Group]) -> dict[Group, Row]:
    """The rows that the fact table decides, by group."""
    asked = asked_indicator(query) if query.compares and not asks_when(query) else None
    if asked is None:
        return {}
    reports = retriever.index.reports
    searched = [reports[i] for group in groups for i in group.ordinals]
    nouns = called_otherwise(asked.noun, nouns_of(asked, query))
    facts = facts_of(retriever.index, asked, query, searched, scope.period, nouns=nouns)
    if query.units:
        facts = {key: [f for f in each if unit_may_stand(query.units, f.unit)] for key, each in facts.items()}
    unit = usual_unit(fact for each in facts.values() for fact in each)
    by_id = {report.id: report for report in searched}
    facts = {key: [f for f in each if not _is_where_it_began(f, by_id[key])] for key, each in facts.items()}
    found: dict[Group, Row] = {}
    for group in groups:
        check_time()
        own = [reports[i] for i in group.ordinals if facts.get(reports[i].id)]
        periods = [report.plans if scope.period == "plans" else report.covers for report in own]
        newest = {max((period[-1] for period in periods if period), default=0)}
        wanted = frozenset([group.year] if group.year else scope.years if scope.period != "delivered" else ())
        years = wanted or frozenset(newest)
        fact = decide([f for report in own for f in facts[report.id]], asked, years, unit)
        decided = [decide(facts[report.id], asked, years, unit) for report in own]
        chosen = _versions(fact, decided, by_id) if fact else _of_each_report(decided)
        told = [(fact, finding_of(fact, retriever.index, by_id)) for fact in chosen]
        told = [(fact, finding) for fact, finding in told if stands(finding)]
        if told:
            (fact, finding), *others = sorted(told, key=lambda each: _is_draft(each[1].hit.report))
            row = Row(finding.hit.report, finding, _counted(fact, finding), fact.years, stated=True)
            found[group] = replace(row, others=tuple(finding for _, finding in others))
    return found


def _is_where_it_began(fact: Fact, report: Report) -> bool:
    return starts_a_change(report.text[fact.sentence.start : fact.start])


def _of_each_report(decided: Sequence[Fact | None]) -> list[Fact]:
    """Of reports of one period that state different values, as draft and final may, what each states; each value
    once. Empty where reports are of different periods, or one of them does not decide.
    """
    sure = [fact for fact in decided if fact is not None]
    if len(sure) < len(decided) or len({fact.years for fact in sure}) > 1:
        return []
    return list({fact.value: fact for fact in sure}.values())


def _versions(fact: Fact, decided: Sequence[Fact | None], reports: Mapping[str, Report]) -> list[Fact]:
    """A fact, and what other versions of its report state of the same stage instead: of 412 received and 410 received
    the larger stands for the whole, but the other is said.
    """
    own = reports[fact.report_id]
    others = [
        each
        for each in decided
        if each is not None
        and each.value != fact.value
        and each.years == fact.years
        and stages_in(each.qualifier) == stages_in(fact.qualifier)
        and may_be_twins(own, reports[each.report_id])
    ]
    return list({each.value: each for each in (fact, *others)}.values())


def _is_draft(report: Report) -> bool:
    return _DRAFT.search(report.title) is not None


def _counted(fact: Fact, finding: Finding) -> str:
    """What a fact counts: the words beside the figure, with the noun behind it; or, where these name neither noun nor
    stage, those it was read with, if its quote has them.
    """
    beside = qualifier_in(finding, [fact.indicator] if fact.indicator else [])
    stage = stage_in(fact.qualifier)
    names = fact.indicator in beside or (stage and stage in beside)
    read = not names and fact.indicator in cite_finding(1, finding).quote
    words = counted_as(fact) if read else beside
    return words + fact.qualifier if fact.qualifier in FALLS and not words.endswith(FALLS) else words
