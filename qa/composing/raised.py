"""By how many per cent something has grown, where a report says how much there is and how much more than before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from index.language.figures import Figure, find_figures
from index.language.units import SHARES
from qa.composing.grown import cited, clause_to
from qa.composing.lines import solid, source_of
from qa.composing.reckoned import reckoned
from qa.composing.request import Composed, Request
from qa.composing.topic import ABOUT, said_of, topic_of
from qa.retrieval.concepts import coverage
from qa.types import Citation
from qa.wording import shown

__all__ = ["growth_by_addition"]

_RATE_ASKED = re.compile(
    "(?:增长|增加|上升|提高|下降|减少|降低)了?(?:百分之[几多]少?|几成|多少个?百分)|(?:增幅|涨幅|降幅|增速|增长率)(?:是|为|有|达)*多[少大高]|"
    r"\bby (?:what|how many) per ?cent|\bwhat (?:percentage|per ?cent|growth rate)\b",
    re.IGNORECASE,
)
# 达到85.6亿元，比上年增加17.1亿元
_ADDED = re.compile(
    r"^[，,]?(?:比|较|同比)(?:上一?年度?|去年|前一年|(?:19|20)\d\d年|同期|上年同期)?净?"
    "(?:(?P<more>增加|增长|多|增)|(?P<less>减少|下降|少|减))了?$"
)


@dataclass(frozen=True, slots=True)
class _Added:
    """A figure, and by how much it is more or less than a year before."""

    now: Figure
    by: Figure
    less: bool


def growth_by_addition(request: Request) -> Composed | None:
    """The rate with its formula; None where no rate is asked for, or a report states one, or none says by how much."""
    query = request.query
    if request.scope.missing or query.doubted or not _RATE_ASKED.search(query.question):
        return None
    topic = topic_of(request)
    if not topic:
        return None
    if len(query.years) > 1 and max(query.years) - min(query.years) != 1:
        return None  # against another year than the one before
    plain = request.plain(request.question)
    if plain.status == "answered" and any(figure.unit in SHARES for figure in find_figures(plain.short or "")):
        return None
    for said in said_of(request, topic):
        if said.share < ABOUT:
            return None
        covers = said.hit.report.covers
        if query.years and (not covers or max(query.years) != covers[-1]):
            continue
        text = said.text
        found = [each for each in _added(text) if coverage(topic, solid(clause_to(text, each.now))) >= ABOUT]
        if len(found) == 1:
            return _told(request, cited(said), found[0])
    return None


def _added(text: str) -> Iterator[_Added]:
    figures = [each for each in find_figures(text) if not each.doubtful]
    for now, by in pairwise(figures):
        between = _ADDED.match(text[now.end : by.start])
        if between and now.unit == by.unit and now.unit not in SHARES and 0 < by.value < now.value:
            yield _Added(now, by, between["less"] is not None)


def _told(request: Request, citation: Citation, added: _Added) -> Composed:
    before = added.now.value + added.by.value if added.less else added.now.value - added.by.value
    result = reckoned("growth", [added.now, replace(added.now, value=before)])
    sign = "+" if added.less else "−"
    stop, colon = (": ", ": ") if request.language == "en" else ("。", "：")
    lines = [
        f"{result}{stop}{added.by.text} ÷ ({added.now.text} {sign} {added.by.text}) = {result} [1]",
        f"{source_of(citation.report, request.language)}{colon}{shown(citation.quote)}[1]",
    ]
    passages = tuple(request.plain(request.question).passages)
    return Composed("calculation", "answered", result, "\n".join(lines), (citation,), passages)
