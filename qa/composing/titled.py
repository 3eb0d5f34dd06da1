"""哪几份实施意见, 出台了几个办法: documents asked for by what they are called → their titles as printed in 《》."""

from __future__ import annotations

import re

from index.language.figures import find_figures
from index.types import Span
from qa.composing.lines import SCREEN, Lines, solid, source_of
from qa.composing.request import Composed, Request
from qa.composing.topic import Said, every_sentence, hits_of, is_planned, topic_of
from qa.retrieval.concepts import coverage

__all__ = ["name_titles"]

_KIND = (
    "意见|办法|制度|方案|规定|条例|规划|纲要|细则|章程|法规|规则|准则|清单|通知|决定|决议|倡议书|建议案|专报|"
    "调研报告|文件|丛书|读本|书籍|专著|画册"
)
_WHICH = r"(?:哪[几些一两三四五六七八九十]?|几|多少|什么)[份部个项篇本件条]?"
_ASKED = re.compile(
    rf"{_WHICH}[“《]?(?P<of>[㐀-鿿]{{0,6}}?(?:{_KIND}))|(?P<has>[㐀-鿿]{{0,6}}?(?:{_KIND}))[”》]?(?:都|一共|总共|分别)?(?:有|是|叫){{0,2}}{_WHICH}"
)
_COUNTS = re.compile("多少|几")
_TITLE = re.compile("《[^《》]{2,60}》")
_PASSAGES = 10
# Sentences with titles that have so much of what is asked, as a share of the fullest.
_AS_FULL = 0.7
_BEFORE = re.compile("^(?:的|了|过|出台|制定|印发|发布|研究|新|主要|具体|重要|有关|相关){1,4}")


def name_titles(request: Request) -> Composed | None:
    """The documents of the kind asked for, where a sentence names them by their titles; None where none is named."""
    asked = _ASKED.search(request.query.question) if request.language == "zh" else None
    if asked is None or request.scope.missing or request.query.selects_places:
        return None
    if _COUNTS.search(asked[0]) and find_figures(request.plain(request.question).short or ""):
        return None
    kind = _BEFORE.sub("", asked["of"] or asked["has"])
    topic = topic_of(request)
    found: dict[int, Said] = {}
    for hit in request.retriever.rank(request.query, request.scope, k=_PASSAGES):
        for span, paragraph in every_sentence(request, hit):
            text = hit.report.text[span.start : span.end]
            if any(_is_of(kind, title) for title in _TITLE.findall(text)):
                share = coverage(topic, solid(text)) if topic else 1.0
                found.setdefault(span.start, Said(hit, span, paragraph, share))
    best = max((each.share for each in found.values()), default=0.0)
    chosen = [each for each in found.values() if best and each.share >= _AS_FULL * best]
    report = max(chosen, key=lambda each: each.share).hit.report if chosen else None
    chosen = sorted((each for each in chosen if each.hit.report == report), key=lambda each: each.span.start)
    return _composed(request, kind, chosen) if chosen else None


def _is_of(kind: str, title: str) -> bool:
    return "".join(title.split()).rstrip("》").removesuffix("（试行）").removesuffix("(试行)").endswith(kind)


def _composed(request: Request, kind: str, chosen: list[Said]) -> Composed:
    lines = Lines()
    titles: list[str] = []
    for each in chosen:
        text = each.hit.report.text
        if lines.length + len(each.span) > SCREEN and lines.text:
            break
        span = Span(each.span.start, each.span.start + len(text[each.span.start : each.span.end].rstrip()))
        lines.text.append(
            ("· " if len(chosen) > 1 else "") + lines.quoted(each.hit.report, each.hit.heading_path, span)
        )
        titles += [
            "".join(title.split()) for title in _TITLE.findall(text[span.start : span.end]) if _is_of(kind, title)
        ]
    # Of several sentences no one stretch names them all.
    short = "".join(dict.fromkeys(titles)) if len(lines.text) == 1 else None
    source = source_of(chosen[0].hit.report, request.language, plan=is_planned(request, chosen[0].hit))
    text = f"{source}：" + ("\n" if len(lines.text) > 1 else "") + "\n".join(lines.text)
    return Composed("list", "answered", short, text, tuple(lines.citations), tuple(hits_of(request, lines.citations)))
