"""One question put to every place in scope: a row for each that states it, and the names of those that do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from index.language.script import simplified
from index.language.units import unit_may_stand
from index.types import RowVector
from qa.answering.extract import Finding, find_answers
from qa.answering.facts import (
    FALLS,
    asked_indicator,
    nouns_of,
)
from qa.answering.figure_fit import asks_rate
from qa.answering.findings import Findings
from qa.answering.held import naming_what_is_asked
from qa.comparison.alike import called_otherwise, starts_a_change
from qa.comparison.each_place import MOST_PLACES, put_to_each
from qa.comparison.found import Found, Row, qualifier_in, stands, words_up_to
from qa.comparison.groups import Group, groups_of, own_business
from qa.comparison.stated import asks_when, stated_rows
from qa.in_time import check_time
from qa.retrieval.concepts import Concept, coverage
from qa.retrieval.retriever import Retriever
from qa.retrieval.scope import ResolvedScope
from qa.types import Hit
from qa.understanding.query import Query

__all__ = ["compare_places"]

PASSAGES_PER_PLACE = 4
# A list of places wants whichever passage has the words; a value, the one that is about it.
PASSAGES_OF_LIST = 10
# A place is named only when one of its sentences covers this share of the question's concepts.
LEAST_SUPPORT = 0.6
LEAST_FIGURE_SUPPORT = 0.5
# Where the fact table has the indicator, a figure elsewhere must have its words in its own clause.
LEAST_CLAUSE_SUPPORT = 0.75
_PLAN_ROLE = 1
# 人均地区生产总值 is no 地区生产总值.
_PER_UNIT = re.compile("[人户亩地]均")


def compare_places(
    retriever: Retriever,
    query: Query,
    scope: ResolvedScope,
    concepts: Sequence[Concept],
    findings: Findings | None = None,
) -> Found:
    """The rows of every place in scope, ordered by value when values are compared, else by support.

    The fact table is asked first, then the words of the passages of those places of which it does not decide; where
    these say nothing of one of a few places named, its passages are read, if findings are there to do it. A question
    about the business of the CPPCC is put to its own reports, and to others only where those say nothing.
    """
    own = own_business(retriever, query, scope)
    result = _compare(retriever, query, own, concepts, findings)
    return result if result.rows or own is scope else _compare(retriever, query, scope, concepts, findings)


def _compare(
    retriever: Retriever, query: Query, scope: ResolvedScope, concepts: Sequence[Concept], findings: Findings | None
) -> Found:
    groups = groups_of(retriever, query, scope)
    asked = asked_indicator(query)
    nouns = called_otherwise(asked.noun, nouns_of(asked, query)) if asked else tuple(query.content.split())
    stated = stated_rows(retriever, query, scope, groups)
    open_groups = [group for group in groups if group not in stated]
    ranked = _ranked(retriever, query, scope, open_groups)
    found = {group: (hits, _statements(retriever, query, hits, concepts)) for group, hits in ranked.items()}
    unread = [group for group, (_, near) in found.items() if not near]
    is_read = query.compares and len(scope.places) > 0 and len(groups) <= MOST_PLACES
    if findings is not None and is_read and not asks_when(query):
        found |= put_to_each(retriever, findings, query, scope, unread)
    unit = _common_unit([findings for _, findings in found.values()]) if query.compares else None
    if stated:
        unit = next(figure.unit for row in stated.values() if (figure := row.finding.candidate.figure))
    rows = list(stated.values())
    related = [row.finding.hit for row in rows]
    absent: list[Group] = []
    for group, (hits, near) in found.items():
        related.extend(hits)
        near = [f for f in near if not stated or f.confidence or f.clause_support >= LEAST_CLAUSE_SUPPORT]
        near = [f for f in near if not starts_a_change(words_up_to(f))]
        near = [f for f in near if not _PER_UNIT.search(f.own) or _PER_UNIT.search(query.content)]
        finding = _best_of(near, unit)
        if finding is not None:
            rows.append(Row(finding.hit.report, finding, qualifier_in(finding, nouns), finding.hit.report.covers))
            continue
        absent.append(group)
    related.sort(key=lambda hit: (-hit.score, hit.chunk_id))
    if query.compares:
        rows.sort(key=lambda row: (_value(row) if query.least else -_value(row), row.report.place_code, row.years))
    else:
        rows.sort(key=lambda row: (-row.finding.support, row.report.place_code))
        rows = rows[: query.list_size or len(rows)]
    return Found(
        rows=tuple(rows),
        short=_short(retriever, query, rows),
        related=tuple(related),
        scope=scope,
        absent=tuple(absent),
        unsearched=frozenset(group for group in absent if not found[group][0]),
        compares=query.compares,
        nouns=nouns,
        asked=asked,
        series=any(group.year for group in groups),
    )


def _short(retriever: Retriever, query: Query, rows: Sequence[Row]) -> str:
    """The place, or the places, with the best figure; every place with its own where none is singled out; the places
    of a list.
    """
    names = [retriever.gazetteer.short(retriever.gazetteer.place(row.report.place_code)) for row in rows]
    if query.tabulates:
        return "、".join(f"{name}{row.finding.candidate.text}" for name, row in zip(names, rows, strict=True))
    if query.compares:
        names = [name for name, row in zip(names, rows, strict=True) if _value(row) == _value(rows[0])]
    return "、".join(dict.fromkeys(names))


def _value(row: Row) -> float:
    """What rows are ordered by: the figure; of a date, its place in the year."""
    figure = row.finding.candidate.figure
    if figure is not None:
        return float(-figure.value if row.qualifier.endswith(FALLS) else figure.value)
    numbers = [int(number) for number in re.findall(r"\d+", row.finding.candidate.text)]
    return float(sum(number * weight for number, weight in zip(reversed(numbers), (1, 100, 10_000), strict=False)))


def _ranked(
    retriever: Retriever, query: Query, scope: ResolvedScope, groups: Sequence[Group]
) -> dict[Group, list[Hit]]:
    """The best passages of each group, scored together; values are looked for in what was done, unless plans are
    asked for.
    """
    index = retriever.index
    rows = scope.rows[np.isin(index.chunk_report[scope.rows], [i for group in groups for i in group.ordinals])]
    if query.compares and scope.period != "plans":
        rows = rows[index.chunk_role[rows] != _PLAN_ROLE]
    if rows.size == 0:
        return {group: [] for group in groups}
    scores, lexical, dense = retriever.scores(query, rows)
    owner = index.chunk_report[rows]
    k = PASSAGES_PER_PLACE if query.compares else PASSAGES_OF_LIST
    best: dict[Group, RowVector] = {}
    for group in groups:
        own = np.flatnonzero(np.isin(owner, group.ordinals))
        best[group] = own[np.lexsort((rows[own], owner[own], -scores[own]))][:k]
    lexical_ranks, dense_ranks = _ranks(lexical), None if dense is None else _ranks(dense)
    positions = np.concatenate(list(best.values()))
    hits = iter(
        Hit(
            chunk_id=chunk.id,
            text=chunk.text,
            start=chunk.start,
            end=chunk.end,
            heading_path=chunk.heading_path,
            score=float(scores[position]),
            lexical_rank=int(lexical_ranks[position]) if lexical[position] > 0 else None,
            dense_rank=None if dense_ranks is None else int(dense_ranks[position]),
            report=index.reports[int(owner[position])],
        )
        for position, chunk in zip(positions, index.chunks(rows[positions]), strict=True)
    )
    return {group: [next(hits) for _ in chosen] for group, chosen in best.items()}


def _ranks(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Rank of each score, from 1, ties by position."""
    found = np.empty(scores.size, dtype=np.int64)
    found[np.lexsort((np.arange(scores.size), -scores))] = np.arange(1, scores.size + 1)
    return found


def _statements(retriever: Retriever, query: Query, hits: Sequence[Hit], concepts: Sequence[Concept]) -> list[Finding]:
    """What the place states of what is asked, best first; empty when nothing is near enough."""
    # No sentence states more of the question than its passage does.
    least = LEAST_FIGURE_SUPPORT if query.compares else LEAST_SUPPORT
    check_time()
    hits = [hit for hit in hits if coverage(concepts, simplified(hit.text)) >= least]
    if query.compares:
        asked = replace(query, answer="date" if asks_when(query) else "number")
        findings = naming_what_is_asked(query, find_answers(asked, hits, concepts, gazetteer=retriever.gazetteer))
        if findings and _is_doubtful(findings[0]):
            return []
        amounts = [f for f in findings if not _is_doubtful(f)]
        amounts = [f for f in amounts if asks_rate(query) or not _is_rate(f)]
        in_unit = [f for f in amounts if not query.units or _may_stand(query, f)]
        return [finding for finding in in_unit if finding.support >= least]
    asked = replace(query, answer="phrase", list_size=None)
    findings = naming_what_is_asked(query, find_answers(asked, hits, concepts, gazetteer=retriever.gazetteer))
    findings.sort(
        key=lambda f: (-coverage(concepts, simplified(f.hit.report.text[f.sentence.start : f.sentence.end])), -f.score)
    )
    return [finding for finding in findings if finding.support >= least]


def _may_stand(query: Query, finding: Finding) -> bool:
    figure = finding.candidate.figure
    return figure is None or unit_may_stand(query.units, figure.unit)


def _is_doubtful(finding: Finding) -> bool:
    figure = finding.candidate.figure
    return figure is not None and figure.doubtful


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


def _best_of(findings: Sequence[Finding], unit: str | None) -> Finding | None:
    """The place's best statement that its quote bears out, in the common unit."""
    findings = [finding for finding in findings if stands(finding)]
    # 6次 of meetings is not what a place says of speeches whose own clause says 157篇.
    findings = [finding for finding in findings if finding.clause_support >= findings[0].clause_support]
    in_unit = [f for f in findings if f.candidate.figure and f.candidate.figure.unit == unit]
    return next(iter(in_unit if unit is not None else findings), None)
