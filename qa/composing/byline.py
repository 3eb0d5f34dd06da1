"""Who wrote the article that prints a report, or took its pictures → the people whom its byline names so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.kinds import UNRELATED
from index.language.bylines import Credit, bylines_in
from index.types import Report, Span
from qa.composing.lines import Lines, source_of
from qa.composing.request import Composed, Request
from qa.composing.topic import hits_of
from qa.wording import not_stated, place_name

__all__ = ["name_authors"]

_WHO = r"(?:谁|何人|哪(?:一?[个位名]|[几些两]{1,2}[个位名]?)(?:摄影)?(?:记者|通讯员|摄影师|作者|人)?)"
_PIECE = r"(?:文章|报道|稿子|稿件|新闻稿?|通讯稿|解读)"
_WRITES = r"(?:采写|撰写|撰稿|执笔|采编|采访|写|报道)"
_PICTURE = r"(?:照片|图片|配图|插图|相片|(?<![一-龥])图|(?<=的)图)"
_TAKES = r"(?:拍摄?|摄影|摄|照|供图|提供)"
_PICTURED = re.compile(
    rf"{_PICTURE}(?:都|又|分别|由|是|为){{0,3}}(?:由)?{_WHO}|"
    rf"{_WHO}(?:来|给)?{_TAKES}(?:的|了)?[^，。,?？]{{0,10}}{_PICTURE}|"
    rf"{_TAKES}[^，。,?？]{{0,6}}{_PICTURE}的(?:人|记者|摄影师|作者)?(?:是|叫|姓){{1,2}}(?:{_WHO}|什么|啥|甚)|"
    rf"摄影(?:师|者|记者)?(?:的?名字)?(?:是|叫|姓){{1,2}}(?:{_WHO}|什么|啥|甚)|"
    r"\bwho (?:took|shot|made|supplied) (?:the |its |these |those )?(?:photo|picture|image)|\bphotographers?\b|"
    r"\bwhose (?:photo|picture)|\bphoto(?:graph)?s? by whom",
    re.IGNORECASE,
)
_CORRESPONDED = re.compile(
    rf"通讯员(?:的?名字)?(?:都|是|叫|姓|有){{1,3}}(?:{_WHO}|什么|啥|甚)|哪(?:一?[个位名]|几[个位名])通讯员|\bcorrespondents?\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    rf"哪(?:一?[个位名]|几[个位名])(?:报社|日报)?的?记者(?:采?写|报道|采访|撰写)(?:的|了|过)|"
    rf"{_PIECE}[^，。,?？]{{0,6}}记者(?:的?名字)?(?:都|是|叫|姓|有){{1,3}}(?:{_WHO}|什么|啥|甚)|"
    r"\b(?:which|what) (?:journalist|reporter)s?\b[^?]{0,12}\b(?:wrote|reported|covered)|"
    r"\bwho (?:is|was|are|were) the (?:journalist|reporter)s?\b",
    re.IGNORECASE,
)
_WROTE = re.compile(
    rf"{_PIECE}(?:都|又|分别|由|是|为|里|的){{0,3}}(?:由)?{_WHO}(?:来)?{_WRITES}|"
    rf"{_WHO}(?:来)?{_WRITES}(?:的|了)[^，。,?？]{{0,24}}{_PIECE}|"
    rf"{_PIECE}[^，。,?？]{{0,6}}(?:作者|执笔人?|撰稿人?)(?:的?名字)?(?:都|是|叫|姓|有){{1,3}}(?:{_WHO}|什么|啥|甚)|"
    r"\bwho (?:wrote|authored) (?:the |this |that )?(?:\w+ ){0,2}(?:article|story|piece|report|news)\b|"
    r"\b(?:who (?:is|was|are|were) the )?authors? of (?:the |this |that )?(?:\w+ ){0,2}(?:article|story|piece|news)\b",
    re.IGNORECASE,
)
# 获奖的那篇文章, 发表在…上的: an article that a report tells of.
_TOLD_OF = re.compile(r"《|获奖|刊发|刊登|发表|入选|荣获|一等奖|委员(?!会)|[提说讲写谈]到")
_ROLES = (("pictured", _PICTURED), ("correspondent", _CORRESPONDED), ("reporter", _REPORTED), ("wrote", _WROTE))
_OFFICES = {"记者": "reporter", "特约记者": "reporter", "通讯员": "correspondent"}
_MOST = 8


@dataclass(frozen=True, slots=True)
class _Byline:
    report: Report
    credits: tuple[Credit, ...]


def name_authors(request: Request) -> Composed | None:
    """Those of the byline of the report in scope who did what is asked; None where no report has any."""
    question = request.query.question
    asked = next((role for role, pattern in _ROLES if pattern.search(question)), "")
    if not asked or request.scope.missing or _TOLD_OF.search(question):
        return None
    reports = [request.retriever.index.reports[i] for i in request.scope.reports]
    if sum(each.kind != UNRELATED for each in reports) > _MOST:
        return None
    bylines = [_Byline(each, line) for each in reports for line in bylines_in(each.text, each.start, each.end)]
    bylines = _meant(request, bylines)
    if not bylines:
        return None
    found = [(each, named) for each in bylines if (named := _named(asked, each.credits))]
    if not found:
        text = not_stated(request.scope, request.reports_total, request.language)
        return Composed("role", "not_stated", None, text, ())
    return _composed(request, found)


def _meant(request: Request, bylines: Sequence[_Byline]) -> list[_Byline]:
    """Those of one report: the only one that has any, else the one of which the reader names somebody; failing that,
    of a place that is named, those of all that are reports.
    """
    if len({each.report.id for each in bylines}) <= 1:
        return list(bylines)
    short = request.plain(request.question).short or ""
    chosen = {each.report.id for each in bylines if any(credit.name in short for credit in each.credits)}
    if len(chosen) == 1:
        return [each for each in bylines if each.report.id in chosen]
    return [each for each in bylines if request.query.places and each.report.kind != UNRELATED]


def _named(asked: str, named: Sequence[Credit]) -> list[Credit]:
    if asked == "pictured":
        return [each for each in named if each.pictured]
    if asked == "wrote":
        return [each for each in named if each.wrote]
    return [each for each in named if _OFFICES.get(each.office) == asked]


def _composed(request: Request, found: Sequence[tuple[_Byline, Sequence[Credit]]]) -> Composed:
    zh = request.language == "zh"
    joint = "、" if zh else ", "
    lines = Lines()
    for byline, named in found:
        report = byline.report
        title = report.title if report.title.startswith("《") else f"《{report.title}》"
        source = f"{place_name(report, request.language)}{title}" if report.title else ""
        quoted = lines.quoted(report, (), Span(*byline.credits[0].line))
        names = joint.join(_shown(each, zh=zh) for each in named)
        comma, colon = ("，", "：") if zh else (", ", ": ")
        lines.text.append(f"· {names}{comma}{source or source_of(report, request.language)}{colon}{quoted}")
    several = len({byline.report.id for byline, _ in found}) > 1
    short = None if several else joint.join(dict.fromkeys(each.name for _, named in found for each in named))
    cited = tuple(lines.citations)
    return Composed("role", "answered", short, "\n".join(lines.text), cited, tuple(hits_of(request, cited)))


def _shown(credit: Credit, *, zh: bool) -> str:
    if not credit.office:
        return credit.name
    return (
        f"{credit.name}（{credit.office}）" if zh else f"{credit.name} ({_OFFICES.get(credit.office, credit.office)})"
    )
