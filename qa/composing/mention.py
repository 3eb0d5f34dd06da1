"""Which reports speak of something: every report in scope that says it, each with its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from index.kinds import UNRELATED
from index.language.sentences import clauses
from index.types import Level, NamedKind, Report, Span
from qa.composing.lines import SCREEN, Lines, solid, source_of
from qa.composing.outline import paragraphs_in, whole_sentences
from qa.composing.request import Composed, Request
from qa.composing.topic import hits_of, rows_with, scope_again
from qa.retrieval.concepts import Concept, concepts_of, coverage
from qa.retrieval.scope import ResolvedScope
from qa.understanding.mention_asked import Mentioned, mention_asked
from qa.wording import not_stated

__all__ = ["name_reports", "name_where_asked"]


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
# So many reports have a line each.
_MOST_LINES = 60
_QUOTED = re.compile(r"[“\"「‘《]([^“”\"「」‘’《》]{1,40})[”\"」’》]")
_QUOTES = re.compile("[“”‘’「」《》]")
_HAN = re.compile("[㐀-鿿]{2,}")
# 治理大气污染, 大气污染防治: what is done about a thing, which reports put in other words.
_DONE = r"(?:治理|防治|整治|推进|推动|推行|推广|发展|建设|开展|实施|加强|引进|打造|落实|支持|鼓励|[做搞抓]好)"
_DONE_ABOUT = re.compile(rf"^{_DONE}(?=[㐀-鿿]{{4}})|(?<=[㐀-鿿]{{4}}){_DONE}$")
_FORM = re.compile(r"(?:政府|政协)?(?:工作)?报告|文件|材料|[（(][^（）()]{1,20}[）)]")
# Those whose name is the thing itself, not words that any report may put otherwise.
_NAMING: tuple[NamedKind, ...] = ("organisation", "title", "person")
_NOT_SAID = re.compile(
    r"(?:没有?|未曾?|从未|只字未?不?|不曾)(?:在报告[里中])?(?:[提谈讲说写涉论]|出现)|"
    r"\b(?:not|never|no)\b(?! only)|n't\b",
    re.IGNORECASE,
)
_LEVELS: tuple[tuple[re.Pattern[str], tuple[Level, ...]], ...] = (
    (re.compile(r"哪[些几]个?(?:城市|地级市|市)|\bcities\b", re.IGNORECASE), ("city", "county")),
    (re.compile(r"哪[些几]个?省(?!市)|\bprovinces\b", re.IGNORECASE), ("province",)),
    (re.compile(r"哪[些几]个?(?:区|县)|\b(?:districts|counties)\b", re.IGNORECASE), ("county",)),
)


def name_where_asked(request: Request) -> Composed | None:
    """The reports, where the whole question asks in which of them something stands, in however many clauses."""
    return name_reports(request) if mention_asked(request.question) else None


def name_reports(request: Request) -> Composed | None:
    """A line for every report in scope that says it, in the order of their places."""
    asked = mention_asked(request.question) or Mentioned(request.query.content, request.query.question, is_name=False)
    scope = _scope(request, asked.frame)
    if scope.missing:
        return None
    levels = next((levels for words, levels in _LEVELS if words.search(asked.frame)), ())
    literal = _names(request, asked)
    topic = () if literal else _topic(request, asked.thing)
    if not literal and not topic:
        return None
    kept = _fullest(_found(request, scope, levels, literal, topic), literal, topic)
    if asked.is_name and not kept and not _QUOTED.search(asked.thing):
        topic = _topic(request, asked.thing)
        kept = _fullest(_found(request, scope, levels, (), topic), (), topic)
    if kept and _NOT_SAID.search(asked.frame):
        return _silent(request, scope, levels, kept)
    if kept:
        return _composed(request, kept)
    return Composed("mention", "not_stated", None, not_stated(scope, request.reports_total, request.language), ())


def _scope(request: Request, frame: str) -> ResolvedScope:
    """The reports that a question asks about beside what they say: 郑州大学 is no place whose report is wanted."""
    if request.scope.missing == "filter":
        return request.scope
    query = request.retriever.parse(frame)
    return scope_again(request, query, every_period=not query.years)


def _names(request: Request, asked: Mentioned) -> list[str]:
    """The names that must stand in a report as they are: those quoted, the Chinese ones of an English question, one
    that is called such or that the index has as the name of a body, a title or a person.
    """
    if quoted := [found[1] for found in _QUOTED.finditer(asked.thing)]:
        return quoted
    if request.query.language == "en":
        return _HAN.findall(asked.thing)
    find = request.retriever.index.find_named
    is_name = asked.is_name or any(find(kind=kind, text=asked.thing) for kind in _NAMING)
    return [asked.thing] if is_name else []


def _topic(request: Request, thing: str) -> tuple[Concept, ...]:
    query, index = request.query, request.retriever.index
    if query.language == "en":
        own = request.retriever.parse(thing)
        return tuple(each for each in concepts_of(own, index) if each.variants[0] not in ("报告", "提到", "提及"))
    content = " ".join(_FORM.sub(" ", _DONE_ABOUT.sub("", thing)).split())
    expansions = tuple(group for group in query.expansions if group[0] in content)
    return concepts_of(replace(query, content=content, expansions=expansions), index)


def _found(
    request: Request,
    scope: ResolvedScope,
    levels: Sequence[Level],
    literal: Sequence[str],
    topic: Sequence[Concept],
) -> list[_Found]:
    """Of every report that says it the sentence that says it most fully."""
    index = request.retriever.index
    found: dict[str, _Found] = {}
    rows = rows_with(request, scope, " ".join(literal) or " ".join(v for each in topic for v in each.variants))
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
    return list(found.values())


def _share(sentence: str, literal: Sequence[str], topic: Sequence[Concept]) -> float:
    """How fully a sentence says it; a name so short that it stands within others (“三标” in 国三标准) less fully
    where it is not quoted.
    """
    dense = solid(sentence)
    if not literal:
        return coverage(topic, dense)
    names = [solid(each) for each in literal]
    bare = _QUOTES.sub("", dense)  # “四上”企业
    share = sum(_QUOTES.sub("", name) in bare for name in names) / len(names)
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
    lines = Lines()
    places: list[str] = []
    ordered = sorted(found, key=lambda each: (each.report.place_code, each.report.covers[-1:], each.report.id))
    is_long = sum(len(each.sentence) + _SOURCE for each in found) > SCREEN
    for each in ordered[:_MOST_LINES]:
        lines.text.append(_line(request, lines, each, is_long=is_long))
        if each.report.place_code:
            places.append(request.retriever.gazetteer.place(each.report.place_code).name)
    text = [_count(request, ordered), *lines.text]
    if len(ordered) > _MOST_LINES:
        text.append("(More reports say it.)" if request.language == "en" else "（还有其他报告提到，未列出。）")
    return Composed(
        "mention",
        "answered",
        "、".join(dict.fromkeys(places)) or None,
        "\n".join(text),
        tuple(lines.citations),
        tuple(hits_of(request, lines.citations)),
    )


def _line(request: Request, lines: Lines, found: _Found, *, is_long: bool) -> str:
    """Whose report says it, and its sentence; of many reports its clause, without the title."""
    report, language = found.report, request.language
    source = source_of(report, language, plan=request.scope.period == "plans")
    span = found.clause if is_long and found.clause else found.sentence
    title = report.title if report.title.startswith("《") or not report.title else f"《{report.title}》"
    colon = ": " if language == "en" else "："
    return f"· {title * (not is_long)}{source}{colon}{lines.quoted(report, found.path, span)}"


def _count(request: Request, found: Sequence[_Found]) -> str:
    """How many reports say it, and of how many places."""
    n, places = len(found), len({each.report.place_code for each in found if each.report.place_code})
    if request.language == "en":
        return f"{n} report{'s' * (n > 1)} of {places} place{'s' * (places != 1)} say{'s' * (n == 1)} it:"
    return f"提到的报告有{n}份，来自{places}个地方："
