"""Which reports a comparison asks: of the level and the body asked about, by place and by year."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from index.kinds import OF_CPPCC
from index.types import Report
from qa.retrieval.retriever import Retriever
from qa.retrieval.scope import ResolvedScope
from qa.understanding.query import Query

__all__ = ["Group", "groups_of", "own_business"]

_CPPCC_BUSINESS = re.compile(r"提案|立案(?!侦|查处|审查调查|人数)|社情民意|政协|委员(?!会)|协商|调研|民主监督|界别")
_HANDLED_BY_GOVERNMENT = re.compile(
    r"政府|人大代表|议案|代表建议|纪检|监察|办理[省市区县]?(?:政协|委员)|(?:government|deput(?:y|ies))", re.IGNORECASE
)
_CITY = re.compile(r"[哪些个两三四五六几]\s?(?:一?[个座])?(?:地级|城)?市|cit(?:y|ies)", re.IGNORECASE)
_PROVINCE = re.compile(r"[哪些个两三四五六几]\s?(?:一?个)?省|provinces?", re.IGNORECASE)
_COUNTY = re.compile(r"[哪些个两三四五六几]\s?(?:一?个)?[区县]|districts?|count(?:y|ies)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """What makes one row: the reports (ordinals) of a place, of one period where several are asked for."""

    place: str
    ordinals: tuple[int, ...]
    year: int | None

    @property
    def name(self) -> str:
        """The place, with the year where a place has a row for several: 河南省洛阳市（2022年）."""
        return self.place if self.year is None else f"{self.place}（{self.year}年）"


def own_business(retriever: Retriever, query: Query, scope: ResolvedScope) -> ResolvedScope:
    """The scope less the reports of governments, where the question is about what a CPPCC does and its reports are
    there: a government's report says how many 提案 it handled, not how many were filed. A place named keeps them if it
    has no other.
    """
    asked = query.question + query.content
    if scope.kinds or not _CPPCC_BUSINESS.search(asked) or _HANDLED_BY_GOVERNMENT.search(asked):
        return scope
    reports = retriever.index.reports
    with_own = {reports[i].place_code for i in scope.reports if reports[i].kind in OF_CPPCC}
    if not with_own:
        return scope
    alone = {place.code for place in scope.places} - with_own
    kept = tuple(i for i in scope.reports if reports[i].kind != "government_report" or reports[i].place_code in alone)
    return replace(
        scope,
        reports=kept,
        rows=scope.rows[np.isin(retriever.index.chunk_report[scope.rows], kept)],
        preferred=scope.preferred & set(kept),
        counted=sum(reports[i].kind != "unrelated" for i in kept),
    )


def groups_of(retriever: Retriever, query: Query, scope: ResolvedScope) -> list[Group]:
    """The reports in scope, by place, and by year where several are compared."""
    reports = retriever.index.reports
    grouped: dict[tuple[str, int], list[int]] = {}
    # Values of one year are compared only among reports of that very year.
    compared = sorted(scope.preferred) if scope.years and scope.preferred else scope.reports
    several = query.compares and len(scope.years) > 1 and scope.period == "covers"
    for ordinal in compared:
        report = reports[ordinal]
        if report.kind == "unrelated" or not report.place_code:
            continue
        if not scope.places and not _level_asked(query.question, report):
            continue
        year = report.covers[-1] if several and report.covers else 0
        grouped.setdefault((report.place_code, year), []).append(ordinal)
    return [
        Group(reports[ordinals[0]].place, tuple(ordinals), year or None)
        for (_, year), ordinals in sorted(grouped.items())
    ]


def _level_asked(question: str, report: Report) -> bool:
    if _PROVINCE.search(question):
        return report.level == "province"
    if _CITY.search(question):
        return report.level == "city"
    if _COUNTY.search(question):
        return report.level == "county"
    return True
