"""One thing over years, told in words: of each report of the place the sentences that say most of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from index.types import Report, Role, Span
from qa.composing.lines import SCREEN, Lines, solid, source_of
from qa.composing.outline import paragraphs_in, whole_sentences
from qa.composing.request import Composed, Request
from qa.composing.summary import MAIN_KINDS
from qa.composing.topic import hits_of, scope_again
from qa.composing.whole_question import reader_of
from qa.retrieval.concepts import Concept, concepts_of
from qa.understanding.over_years import OverYears, read_over_years
from qa.wording import not_stated

__all__ = ["tell_over_years"]

_MOST_REPORTS, _MOST_TOLD = 16, 8
_FEWEST = 2
_MOST_SENTENCES, _MANY = 3, 4
_NAMED = 3
# A word for a word of the thing is as good where it is as long: 轨道交通 for 地铁, no 社区 for 小区.
_LONG = 3
# 老旧小区改造: what is done with a thing of a name of its own.
_DONE_WITH = re.compile("(?<=[㐀-鿿]{3})(?:改造|建设|治理|整治|保护|防治|发展|工程|改革|管理|工作)$")
_LONGEST = 400
# [19]供给侧结构性改革“1+5”工作方案：…
_NOTE = re.compile(r"[\s*]{0,6}[\[［〔（(]?\d{1,3}[\]］〕）).．、][^。：:\n]{2,40}[：:]")
_TARGETS = re.compile("(?:预期|主要|总体|发展|奋斗)目标[^。]{0,12}[是为：:]")


class _Found(NamedTuple):
    """A report and the sentences of it that say most, in their order. nearness: how nearly they name the thing."""

    report: Report
    plan: bool
    nearness: int
    sentences: tuple[tuple[tuple[str, ...], Span], ...]


def tell_over_years(request: Request) -> Composed | None:
    """A line for each report; None where no one thing over years is asked after, or fewer than two tell it."""
    query = request.query
    if len(query.places) != 1 or query.same_named or query.doubted or request.scope.missing == "filter":
        return None
    asked = read_over_years(reader_of(request)(query.question))
    if asked is None:
        return None
    topic = _topic(request, asked.thing)
    if asked.thing and not topic:
        return None
    reports = _reports(request, asked)
    found = [each for report in reports if (each := _told(request, report, asked, topic))][-_MOST_TOLD:]
    if not found and _is_unnamed(asked.thing, topic, reports):
        scope = scope_again(request, request.query, every_period=True)
        return Composed("trend", "not_stated", None, not_stated(scope, request.reports_total, request.language), ())
    several = len(reports) > 1 or bool(asked.years)
    named = several and any(each.nearness == _NAMED for each in found)
    if len(found) < (1 if asked.is_pair or named else _FEWEST):
        return None
    return _composed(request, asked, found, [each for each in reports if each.id not in {f.report.id for f in found}])


def _is_unnamed(thing: str, topic: Sequence[Concept], reports: Sequence[Report]) -> bool:
    """Whether a thing that other reports have a name for, 河长制, is named in none of these."""
    name = _DONE_WITH.sub("", thing)
    is_name = len(name) >= _LONG and len(topic) == 1 and topic[0].known and topic[0].variants[0] == name
    return is_name and bool(reports) and not any(name in solid(report.text) for report in reports)


def _topic(request: Request, thing: str) -> tuple[Concept, ...]:
    if not thing:
        return ()
    thing = _DONE_WITH.sub("", thing)
    own = request.retriever.parse(thing)
    concepts = concepts_of(replace(own, content=thing), request.retriever.index)
    return tuple(each for each in concepts if len(each.variants[0]) > 1)


def _reports(request: Request, asked: OverYears) -> list[Report]:
    """The main reports of the place that are of these years, the oldest first; of one year one."""
    query, index = request.query, request.retriever.index
    scope = scope_again(request, replace(query, years=(), plan_years=(), period="covers"), every_period=True)
    given = [index.reports[i] for i in scope.reports if index.reports[i].kind in MAIN_KINDS and index.reports[i].covers]
    by_plan = {each.plans[0]: each for each in reversed(given) if each.plans}
    by_year = {each.covers[-1]: each for each in reversed(given)}
    found = by_plan if asked.of_plan else by_year
    if asked.of_reports and not set(asked.years) <= set(found) and set(asked.years) <= set(by_year):
        found = by_year  # 2020年和2021年的报告: those that tell of these years
    years = [year for year in sorted(found) if not asked.years or year in asked.years]
    newest = years[-(asked.newest or _MOST_REPORTS) :]
    return [found[year] for year in newest] if len({found[year].kind for year in newest}) == 1 else []


def _told(request: Request, report: Report, asked: OverYears, topic: Sequence[Concept]) -> _Found | None:
    """The sentences of the part that is asked after, those nearest to the thing first chosen."""
    index = request.retriever.index
    role: Role = "plan" if asked.of_plan else "review"
    said: dict[Span, tuple[int, tuple[str, ...]]] = {}
    for chunk in index.chunks(index.report_rows(report.id)):
        if chunk.role != role:
            continue
        for paragraph in paragraphs_in(index.sections(report.id), report, chunk.start, chunk.end):
            for span in whole_sentences(report.text, paragraph.start, paragraph.end):
                sentence = solid(report.text[span.start : span.end])
                if _NOTE.match(report.text, report.text.rfind("\n", 0, span.start) + 1):
                    continue
                if len(span) <= _LONGEST and (nearness := _nearness(sentence, asked.thing, topic)):
                    said.setdefault(span, (nearness, chunk.heading_path))
    if not said:
        return None
    nearest = max(nearness for nearness, _ in said.values())
    spans = [span for span, (nearness, _) in said.items() if nearness == nearest]
    query = request.retriever.parse(asked.thing) if asked.thing else request.query
    likeness = request.retriever.likeness(query, [report.text[each.start : each.end] for each in spans])
    order = sorted(range(len(spans)), key=lambda n: (-(likeness[n] if likeness else 0.0), spans[n].start))
    chosen = sorted((spans[n] for n in order[: _MOST_SENTENCES if topic else 1]), key=lambda span: span.start)
    return _Found(report, role == "plan", nearest, tuple((said[span][1], span) for span in chosen))


def _nearness(sentence: str, thing: str, topic: Sequence[Concept]) -> int:
    """How nearly a sentence names the thing: 3 as it is asked for, 2 in its words apart, 1 in others as long; 0 not."""
    if not thing:
        return int(_TARGETS.search(sentence) is not None)
    if _DONE_WITH.sub("", thing) in sentence:
        return _NAMED
    words = [each.variants[0] for each in topic]
    if len(words) > 1 and sum(map(len, words)) == len(thing) and all(word in sentence for word in words):
        return 2
    own = all(any(len(each) >= _LONG and each in sentence for each in concept.variants) for concept in topic)
    return int(own and bool(topic))


def _composed(request: Request, asked: OverYears, found: Sequence[_Found], silent: Sequence[Report]) -> Composed:
    lines = Lines()
    room, most = SCREEN * 2 // len(found), _MOST_SENTENCES if len(found) < _MANY else 2
    for each in found:
        told: list[str] = []
        for path, span in each.sentences:
            if told and (sum(map(len, told)) + len(span) > room or len(told) == most):
                continue
            told.append(lines.quoted(each.report, path, span))
        lines.text.append(f"· {source_of(each.report, request.language, plan=each.plan)}：{''.join(told)}")
    if silent:
        part = "安排部分" if asked.of_plan else "回顾部分"
        of = f"{part}没有提到“{asked.thing}”" if asked.thing else "没有写明目标"
        lines.text.append(f"另有{len(silent)}份报告的{of}。" if asked.thing else f"另有{len(silent)}份报告{of}。")
    told_of = {year for each in (*(f.report for f in found), *silent) for year in (*each.covers, *each.plans)}
    if absent := [year for year in asked.years if asked.is_pair and year not in told_of]:
        lines.text.append(f"没有收录{'、'.join(map(str, absent))}年的报告。")
    text = "\n".join(lines.text)
    return Composed("trend", "answered", None, text, tuple(lines.citations), tuple(hits_of(request, lines.citations)))
