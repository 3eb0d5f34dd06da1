"""Which reports speak of something: every report in scope that says it, each with its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from index.kinds import UNRELATED
from index.language.sentences import clauses
from index.types import Level, Report, Span
from qa.composing.lines import SCREEN, Lines, solid, source_of
from qa.composing.outline import paragraphs_in, whole_sentences
from qa.composing.request import Composed, Request
from qa.composing.topic import every_period, hits_of, rows_with
from qa.retrieval.concepts import Concept, concepts_of, coverage
from qa.retrieval.scope import ResolvedScope
from qa.understanding.query import Query
from qa.wording import not_stated

__all__ = ["name_reports"]


class _Found(NamedTuple):
    """The sentence of a report that says it, the clause that does where one does, and how fully (share)."""

    share: float
    report: Report
    path: tuple[str, ...]
    sentence: Span
    clause: Span | None


# Without quotes a sentence must have nearly all of the words, in any of their variants.
_SAYS = 0.85
# Names so short may stand within other words.
_SHORT, _UNQUOTED = 2, 0.9
_FEW_WORDS = 2
# Characters of a line that name its report.
_SOURCE = 40
_QUOTED = re.compile(r"[“\"「‘《]([^“”\"「」‘’《》]{1,40})[”\"」’》]")
_FORM = re.compile(
    r"这[种类项个][㐀-鿿]{2,8}(?=[，,、在])|这[些几][份篇个]?|哪[些几][份篇个家]?|都|有谁|谁的|(?:各|地方|城市|政协|政府|人大|单位|地区|[省市区县州])(?:的)?(?:政协|政府|工作){0,3}(?:的)?(?=报告|文件)|"
    r"报告|文件|材料|提[到及过]|谈[到及]|讲[到过述]|说[到过]|写[到进入过]|涉及|出现|论及|[讲写说谈提]了|说到|材料|里|当中|曾|要(?=[^求点素])|"
    r"[（(][^（）()]{1,20}[）)]"
)
# 哪些政协把物业管理列进了协商议题: the reports that speak of it.
_LISTED_AS = re.compile(r"(?:把|将)(?P<what>[^，。?？]{2,30}?)(?:都)?[列写纳放](?=[进入到为])")
_NOT_SAID = re.compile(
    r"(?:没有?|未曾?|从未|只字未?不?|不曾)(?:在报告[里中])?(?:[提谈讲说写涉论]|出现)|"
    r"\b(?:not|never|no)\b(?! only)|n't\b",
    re.IGNORECASE,
)
_LEVELS: tuple[tuple[re.Pattern[str], tuple[Level, ...]], ...] = (
    (re.compile(r"哪[些几]个?(?:城市|地级市|市)|\bcities\b", re.IGNORECASE), ("city", "county")),
    (re.compile(r"哪[些几]个?省|\bprovinces\b", re.IGNORECASE), ("province",)),
    (re.compile(r"哪[些几]个?(?:区|县)|\b(?:districts|counties)\b", re.IGNORECASE), ("county",)),
)


def name_reports(request: Request) -> Composed | None:
    """A line for every report in scope that says it, in the order of their places."""
    scope = every_period(request)
    if scope.missing:
        return None
    literal = [found[1] for found in _QUOTED.finditer(request.query.question)]
    topic = () if literal else _topic(request)
    if not literal and not topic:
        return None
    found: dict[str, _Found] = {}
    words = " ".join(literal) or " ".join(variant for each in topic for variant in each.variants)
    index = request.retriever.index
    levels = next((levels for asked, levels in _LEVELS if asked.search(request.query.question)), ())
    rows = rows_with(request, scope, words)
    for row, chunk in zip(rows, index.chunks(rows), strict=True):
        report = index.reports[int(index.chunk_report[row])]
        if report.kind == UNRELATED or (levels and report.level not in levels):
            continue
        if _share(chunk.text, literal, topic) == 0:
            continue

        def says(span: Span, text: str = report.text) -> float:
            return _share(text[span.start : span.end], literal, topic)

        for paragraph in paragraphs_in(index.sections(report.id), report, chunk.start, chunk.end):
            for span in whole_sentences(report.text, paragraph.start, paragraph.end):
                share = says(span)
                if share >= _SAYS and (report.id not in found or share > found[report.id].share):
                    parts = (each for each in clauses(report.text, span) if says(each) >= _SAYS)
                    found[report.id] = _Found(share, report, chunk.heading_path, span, next(parts, None))
    kept = _fullest(list(found.values()), literal, topic)
    if kept and _NOT_SAID.search(request.query.question):
        return _silent(request, scope, levels, kept)
    if kept:
        return _composed(request, kept)
    total = sum(report.kind != UNRELATED for report in index.reports)
    return Composed("mention", "not_stated", None, not_stated(scope, total, request.language), ())


def _topic(request: Request) -> tuple[Concept, ...]:
    query: Query = request.query
    index = request.retriever.index
    if query.language == "en":
        return tuple(each for each in concepts_of(query, index) if each.variants[0] not in ("报告", "提到", "提及"))
    listed = _LISTED_AS.search(query.question)
    content = " ".join(_FORM.sub(" ", listed["what"] if listed else query.content).split())
    expansions = tuple(group for group in query.expansions if group[0] in content)
    return concepts_of(replace(query, content=content, expansions=expansions), index)


def _share(sentence: str, literal: Sequence[str], topic: Sequence[Concept]) -> float:
    """How fully a sentence says it; a name so short that it stands within others (“三标” in 国三标准) less fully
    where it is not quoted.
    """
    dense = solid(sentence)
    if not literal:
        return coverage(topic, dense)
    names = [solid(each) for each in literal]
    share = sum(name in dense for name in names) / len(names)
    unquoted = any(len(name) <= _SHORT and not any(mark + name in dense for mark in "“‘「《") for name in names)
    return share * _UNQUOTED if unquoted else share


def _fullest(found: Sequence[_Found], literal: Sequence[str], topic: Sequence[Concept]) -> list[_Found]:
    """Of short names those that are quoted, where any is; of a word or two those in one clause, where any are."""
    if literal:
        kept = [each for each in found if each.share > _UNQUOTED]
    else:
        kept = [each for each in found if each.clause is not None or len(topic) > _FEW_WORDS]
    return kept or list(found)


def _silent(request: Request, scope: ResolvedScope, levels: Sequence[Level], found: Sequence[_Found]) -> Composed:
    """The places of whose reports none says it, and those that say it."""
    reports = [request.retriever.index.reports[n] for n in scope.reports]
    speaking = {each.report.place_code for each in found}
    silent = dict.fromkeys(
        each.place
        for each in sorted(reports, key=lambda each: (each.place_code, each.id))
        if each.place and each.kind != UNRELATED and each.place_code not in speaking
        if not levels or each.level in levels
    )
    spoken = _composed(request, found)
    if request.language == "en":
        lead = f"Not mentioned: {', '.join(silent) or 'none'}. Mentioned:"
    else:
        lead = f"没有提到的：{'、'.join(silent) or '无'}。提到的："
    return replace(spoken, short="、".join(silent) or None, text=f"{lead}\n{spoken.text}")


def _composed(request: Request, found: Sequence[_Found]) -> Composed:
    language = request.language
    lines = Lines()
    places: list[str] = []
    left = 0
    plan = request.scope.period == "plans"
    is_long = sum(len(each.sentence) + _SOURCE for each in found) > SCREEN
    for each in sorted(found, key=lambda each: (each.report.place_code, each.report.id)):
        report, path = each.report, each.path
        span = each.clause if is_long and each.clause else each.sentence
        if lines.length + len(span) + _SOURCE > SCREEN and lines.text:
            left += 1
            continue
        colon = ": " if language == "en" else "："
        title = report.title if report.title.startswith("《") else f"《{report.title}》" if report.title else ""
        lines.text.append(f"· {title}{source_of(report, language, plan=plan)}{colon}{lines.quoted(report, path, span)}")
        if report.place_code:
            places.append(request.retriever.gazetteer.place(report.place_code).name)
    if left:
        lines.text.append("(More reports say it.)" if language == "en" else "（还有其他报告提到，未列出。）")
    short = "、".join(dict.fromkeys(places)) or None
    return Composed(
        "mention",
        "answered",
        short,
        "\n".join(lines.text),
        tuple(lines.citations),
        tuple(hits_of(request, lines.citations)),
    )
