"""Summary of a report, of its plan, of a section: its headings in order, each with a telling sentence or two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.kinds import UNRELATED
from index.types import Report, Role, Section, Span
from qa.composing.forms import wants_whole
from qa.composing.lines import SCREEN, Lines, solid, source_of
from qa.composing.outline import Item, item_of, items_of, parts_of
from qa.composing.part_told import tell_part
from qa.composing.request import Composed, Request
from qa.composing.telling import most_telling
from qa.composing.topic import ABOUT, hits_of, number_asked, topic_of
from qa.retrieval.concepts import Concept, coverage

__all__ = ["MAIN_KINDS", "headed_by", "reports_meant", "role_asked", "summarise"]

_MOST_REPORTS, _FEWEST_ITEMS, _MOST_ITEMS = 3, 2, 14
_BOTH = re.compile(
    r"报告(?:都|主要|大体|大概)?(?:讲|说|写|谈)|全文|整篇|(?:概括|总结|归纳|介绍)(?:一下|下)?(?:这份|该|整个)?[^，。,?？]{0,16}报告|\breport\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"打算|计划|安排|往后|奋斗目标|准备|思路|部署|下一步|任务|新的?一年|今后|未来|"
    r"\bplan|\bnext year|\bintend|\bwill\b|\btasks\b|\bpriorit",
    re.IGNORECASE,
)
# The report that a body gives of all its work.
MAIN_KINDS = ("cppcc_report", "government_report", "congress_report", "court_report", "procuratorate_report")
_ALL = 0.79
_MARKERS = 6  # characters of a bullet and of markers in a line


def summarise(request: Request) -> Composed | None:
    """The outline of what is asked about; None where none is found."""
    if request.scope.missing:
        return None
    topic = _topic(request)
    n, strictly = number_asked(request.query.question)
    if topic and not strictly and not _is_headed(request, topic) and (part := tell_part(request, "summary")):
        return part
    outlines = _outlines(request, topic)
    if strictly:
        outlines = [items for items in outlines if len(items) == n]
    elif not topic:
        outlines = [items for items in outlines if len(items) >= _FEWEST_ITEMS]
    return _composed(request, outlines[0]) if outlines else None


def _topic(request: Request) -> tuple[Concept, ...]:
    """What a summary is wanted of; () where it is the whole report, whatever words that is said in."""
    topic = topic_of(request)
    if not topic:
        return ()
    whole = wants_whole(request)
    if whole >= _SURELY_WHOLE:
        return ()
    if whole < _PROBABLY_WHOLE:
        return topic
    reports = reports_meant(request)[:_MOST_REPORTS]
    index = request.retriever.index
    headings = (each.heading for report in reports for each in index.sections(report.id))
    if any(coverage(topic, heading) >= ABOUT for heading in headings):
        return topic
    # 一起视察了什么: of what only a few sentences say, these are wanted.
    items = [item for report in reports for item in items_of(index, report, role_asked(request), request.query.years)]
    own = sum(len(_own(item, topic)) for item in items)
    return topic if own <= _FEW * sum(len(item.sentences) for item in items) else ()


_FEW = 0.05
# 187 of 248 questions kept apart are told right (`python -m training.forms --whole --held 1240`).
_SURELY_WHOLE, _PROBABLY_WHOLE = 0.9, 0.5


def headed_by(request: Request, topic: Sequence[Concept]) -> Composed | None:
    """What stands under the heading that has all words of a topic: 如何加强生态文明建设 → 着力加强生态文明建设."""
    reports = reports_meant(request)
    if not topic or len({report.place_code for report in reports}) != 1 or len(reports) > _MOST_REPORTS:
        return None
    found = [each for report in reports if (each := _headed(request, report, role_asked(request), topic))]
    share, items = max(found, key=lambda each: each[0], default=(0.0, []))
    return replace(_composed(request, items), form="how") if share >= _ALL else None


def reports_meant(request: Request) -> list[Report]:
    """The reports that may be meant, those of the very year, and a body's main report before its others."""
    scope, reports = request.scope, request.retriever.index.reports
    ordinals = [i for i in scope.reports if i in scope.preferred] or scope.reports
    found = [reports[i] for i in ordinals if reports[i].kind != UNRELATED]
    return sorted(found, key=lambda report: report.kind not in MAIN_KINDS)


def role_asked(request: Request) -> Role | None:
    """The part of a report that is asked about: what was done or what is planned; None for both."""
    if request.scope.period == "plans":
        return "plan"
    question = request.query.question
    if _PLANNED.search(question) and (not request.query.years or request.query.period == "delivered"):
        return "plan"
    return None if _BOTH.search(question) and not request.query.years else "review"


def _outlines(request: Request, topic: Sequence[Concept]) -> list[list[Item]]:
    """The outlines that may be meant, the likeliest first; none where it is not said whose report."""
    reports = reports_meant(request)
    if not reports or len({report.place_code for report in reports}) > 1 or len(reports) > _MOST_REPORTS:
        return []
    role, index = role_asked(request), request.retriever.index
    if not topic:
        # 提案工作2024年怎么安排: the report on the very thing before a body's main one.
        words = topic_of(request)
        reports.sort(key=lambda report: -max((each.match(report.title) for each in words), default=0.0))
        return [items_of(index, report, role, request.query.years) for report in reports]
    headed = [found for report in reports if (found := _headed(request, report, role, topic))]
    if headed:
        return [items for _, items in sorted(headed, key=lambda each: -each[0])]
    return [items for report in reports if (items := _about(request, report, role, topic))]


def _is_headed(request: Request, topic: Sequence[Concept]) -> bool:
    """Whether a heading of the reports that may be meant has the words of the topic, or the title of one."""
    index, role = request.retriever.index, role_asked(request)
    reports = reports_meant(request)[:_MOST_REPORTS]
    return any(coverage(topic, report.title) >= ABOUT for report in reports) or any(
        coverage(topic, each.heading) >= ABOUT
        for report in reports
        for each in index.sections(report.id)
        if role is None or each.role == role
    )


def _headed(
    request: Request, report: Report, role: Role | None, topic: Sequence[Concept]
) -> tuple[float, list[Item]] | None:
    """The parts of the section whose heading has the words of the topic, and how many of them it has."""
    sections = [each for each in request.retriever.index.sections(report.id) if role is None or each.role == role]
    bigrams = request.retriever.index.tokenizer.bigrams
    question = set(bigrams(request.query.question))
    # Of headings that have its words, the one that is nearest to the whole question: 提案工作的主要做法.
    shares = [
        (round(coverage(topic, each.heading), 2), len(question & set(bigrams(each.heading))), -each.number, each)
        for each in sections
    ]
    share, _, _, section = max(shares, default=(0.0, 0, 0, None), key=lambda each: each[:3])
    if section is None:
        return None
    if share < ABOUT:
        found = _nearest(request, sections, topic)
        if found is None:
            return None
        share, section = found
        whole = item_of(report, section, sections)
        if own := _own(whole, topic):
            return share, [replace(whole, sentences=own)]
    below = [each for each in sections if each.parent == section.number]
    return share, _parts(report, section, below, sections)


def _nearest(request: Request, sections: Sequence[Section], topic: Sequence[Concept]) -> tuple[float, Section] | None:
    """The section whose heading means the topic: 生态环保 → 环境质量持续提升; None where none stands out."""
    words = "".join(each.variants[0] for each in topic)
    vectors = request.retriever.vectors_of([words, *(each.heading for each in sections)])
    if vectors is None:
        return None
    order = sorted(zip((vectors[1:] @ vectors[0]).tolist(), sections, strict=True), key=lambda each: -each[0])
    best = order[0]
    # A section's own subsections may be as near.
    next_best = next((like for like, each in order[1:] if each.parent != best[1].number), 0.0)
    return (ABOUT, best[1]) if best[0] >= _MEANS and best[0] - next_best >= _STANDS_OUT else None


# Cosines of the default encoder, between a topic and headings.
_MEANS, _STANDS_OUT = 0.57, 0.03


def _parts(report: Report, section: Section, below: Sequence[Section], sections: Sequence[Section]) -> list[Item]:
    whole = item_of(report, section, sections)
    parts = (
        [item_of(report, each, sections) for each in below]
        if len(below) >= _FEWEST_ITEMS
        else parts_of(whole, led=True)
    )
    return parts if len(parts) > 1 and all(part.heading for part in parts[1:]) else [whole]


def _about(request: Request, report: Report, role: Role | None, topic: Sequence[Concept]) -> list[Item]:
    """The parts of a report with those of their sentences that are about a topic."""
    items = items_of(request.retriever.index, report, role, request.query.years)
    return [replace(item, sentences=own) for item in items if (own := _own(item, topic))]


def _own(item: Item, topic: Sequence[Concept]) -> tuple[Span, ...]:
    """The sentences of a part that are about a topic."""
    text = item.report.text
    return tuple(span for span in item.sentences if coverage(topic, solid(text[span.start : span.end])) >= ABOUT)


def _composed(request: Request, items: Sequence[Item]) -> Composed:
    language = request.language
    lines = Lines()
    lines.text.append(_lead(request, items[0]))
    many = len(items) > _MOST_ITEMS  # then the headings alone
    chosen = [[] for _ in items] if many else _chosen(request, items, SCREEN - lines.length)
    for item, spans in zip(items, chosen, strict=True):
        heading = lines.quoted(item.report, item.path, item.heading) if item.heading else ""
        pieces = [lines.quoted(item.report, item.path, span) for span in spans]
        colon = ": " if language == "en" else "："
        line = colon.join(part for part in (heading, "".join(pieces)) if part)
        if line and (lines.length + len(line) <= SCREEN or len(lines.text) == 1):
            lines.text.append(f"· {line}")
    if len(lines.text) - 1 < len(items):
        lines.text.append("(More parts are left out.)" if language == "en" else "（还有部分内容未列出。）")
    kept = [each for each in lines.citations if any(f"[{each.n}]" in line for line in lines.text)]
    return Composed("summary", "answered", None, "\n".join(lines.text), tuple(kept), tuple(hits_of(request, kept)))


def _lead(request: Request, item: Item) -> str:
    plan = role_asked(request) == "plan"
    source = source_of(item.report, request.language, plan=plan)
    return f"{source}, by its headings:" if request.language == "en" else f"{source}，按报告的标题："


def _chosen(request: Request, items: Sequence[Item], room: int) -> list[list[Span]]:
    """The sentences to show under each heading, so that all headings and as much as there is room for are shown."""
    fixed = [len(item.title) + 2 * _MARKERS for item in items]
    share = max(0, (room - sum(fixed)) // len(items))
    texts = [item.report.text for item in items]
    fitting = [
        [(span, text[span.start : span.end]) for span in item.sentences if _SHORTEST <= len(span) <= share]
        for item, text in zip(items, texts, strict=True)
    ]
    most = max(_MOST_SENTENCES, _MOST_IN_ALL // len(items))
    about = [item.title or request.query.question for item in items]
    ranked = most_telling(request.retriever, about, fitting, most=most)
    chosen: list[list[Span]] = []
    left = 0
    for spans in ranked:
        own: list[Span] = []
        left += share
        for span in spans:
            if len(span) + _MARKERS <= left:
                own.append(span)
                left -= len(span) + _MARKERS
        chosen.append(sorted(own, key=lambda span: span.start))
    return chosen


# Of each part so many, more where there are few parts.
_MOST_SENTENCES, _MOST_IN_ALL, _SHORTEST = 3, 12, 15
