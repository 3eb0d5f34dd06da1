"""The shares of the three sectors → from the row that gives all: 三次产业结构由6∶60.6∶33.4调整为9.5∶51.1∶39.4."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from index.language.figures import Figure, find_figures
from index.types import Report, Span
from qa.citing.citation import LONGEST_QUOTE
from qa.composing.figures import CLAUSE_BORDER
from qa.composing.lines import sentence_around, source_of
from qa.composing.reckoned import formula, reckoned
from qa.composing.request import Composed, Request
from qa.types import Citation
from qa.understanding.sectors_asked import SectorsAsked, read_sectors
from qa.wording import answered, shown

__all__ = ["Row", "rows_told", "share_of_sectors"]

_NUMBER = r"\d{1,2}(?:\.\s?\d{1,2})?"
_ROW = re.compile(
    rf"(?<![\d.∶：:])(?P<first>{_NUMBER})\s?[∶：:]\s?(?P<second>{_NUMBER})\s?[∶：:]\s?(?P<third>{_NUMBER})(?!\.?\d|\s?[∶：:])"
)
_NAMES = ("first", "second", "third")
# Whose shares they are stands before the first row: 三次产业结构由2010年的.
_OF_SECTORS = re.compile(
    "(?:产业?|经济)(?:增加值)?(?:的|之)?(?:结构|比[重例]?|占比)[^。；;，,∶：:]{0,24}(?:，调整到[^，。]{0,8})?$"
)
_FROM = re.compile(r"[由从](?P<when>[^，,。；;由从]{0,16})$")
_TO = re.compile(r"^[，,]?[^，,。；;\d]{1,10}?[到至为变]\s?(?P<when>(?:(?:19|20)\d\d年|[去今上]年|目前|现在)的?)?\s?$")
_PLANNED = re.compile("力争|努力|争取|目标|预期|趋近|将|要")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_SPAN = re.compile("五年|十年|[一二三四]五|期[初末]")
_NAMES_IN_CLAUSE = tuple(
    re.compile(f"{n}(?:[、和与][一二三]){{0,2}}次?产|{name}")
    for n, name in zip("一二三", ("农业", "工业", "服务业"), strict=True)
)
_WHOLE = (Decimal(99), Decimal(101))
_MOST_REPORTS = 12
_REACH = 48


@dataclass(frozen=True, slots=True)
class Row:
    """Three shares of one time. text: as printed. since: what is said of its time."""

    shares: tuple[str, ...]
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence tells: what the shares are; before: what they were, where it says that."""

    report: Report
    path: tuple[str, ...]
    sentence: Span
    after: Row
    before: Row | None


def share_of_sectors(request: Request) -> Composed | None:
    """What is asked of the shares; None where nothing is, or the reports state the share itself, or differ."""
    query, scope = request.query, request.scope
    asked = read_sectors(query.question) if query.language == "zh" else None
    if asked is None or scope.missing or query.doubted or not 0 < len(scope.reports) <= _MOST_REPORTS:
        return None
    told = [each for each in _told_in(request) if _is_of_time(request, asked, each)]
    of_two = asked.kind in ("change", "all")
    ends = {(each.after.shares, each.before.shares if each.before and of_two else ()) for each in told}
    if len(ends) != 1 or _is_stated(request, asked):
        return None
    return _composed(request, asked, told[0])


def rows_told(text: str) -> Iterator[tuple[Span, Row, Row | None]]:
    """Each row of shares in a text, and the one it came from: where both stand, what the shares are, what they were."""
    found = [each for each in _ROW.finditer(text) if _adds_up(each)]
    skip = -1
    for n, each in enumerate(found):
        if n == skip or not _OF_SECTORS.search(text[max(0, each.start() - _REACH) : each.start()]):
            continue
        behind = found[n + 1] if n + 1 < len(found) else None
        to = _TO.match(text[each.end() : behind.start()]) if behind else None
        lead = _FROM.search(text[max(0, each.start() - _REACH) : each.start()])
        if lead is None:
            yield Span(each.start(), each.end()), _row(each, ""), None
        if behind is None or to is None or lead is None:  # what it came to is not surely read
            continue
        skip = n + 1
        yield Span(each.start(), behind.end()), _row(behind, to["when"] or ""), _row(each, lead["when"])


def _row(found: re.Match[str], when: str) -> Row:
    return Row(tuple("".join(found[name].split()) for name in _NAMES), found[0], when)


def _adds_up(found: re.Match[str]) -> bool:
    return _WHOLE[0] <= sum(_value(found[name]) for name in _NAMES) <= _WHOLE[1]


def _value(printed: str) -> Decimal:
    return Decimal("".join(unicodedata.normalize("NFKC", printed).split()))


def _told_in(request: Request) -> Iterator[_Told]:
    index, plans = request.retriever.index, request.query.period == "plans"
    for ordinal in request.scope.reports:
        report = index.reports[ordinal]
        seen: set[int] = set()
        for chunk in index.chunks(index.report_rows(report.id)):
            if (chunk.role == "plan") != plans:
                continue
            for span, after, before in rows_told(report.text[chunk.start : chunk.end]):
                start, end = chunk.start + span.start, chunk.start + span.end
                sentence = sentence_around(report.text, start, end, parted=True)
                lead = report.text[max(sentence.start, start - _REACH) : start]
                if start in seen or len(sentence) > LONGEST_QUOTE or (_PLANNED.search(lead) and not plans):
                    continue
                seen.add(start)
                yield _Told(report, tuple(chunk.heading_path), sentence, after, before)


def _is_of_time(request: Request, asked: SectorsAsked, told: _Told) -> bool:
    """Whether the shares are of the time asked about, and so is what they came from."""
    query, report = request.query, told.report
    years = {str(year) for year in query.years}
    last = str(report.covers[-1]) if report.covers else ""
    until = _YEAR.findall(told.after.when)
    if asked.kind in ("share", "apart"):
        return not years or years == set(until or [last])
    if told.before is None:
        return asked.kind == "all" and (not years or last in years)
    since = _YEAR.findall(told.before.when)
    if not years and not query.plan_years:
        return True
    if query.plan_years:
        return not since or int(since[0]) == query.plan_years[0] - 1
    if asked.kind == "all" or asked.spans:
        return last in years or set(until) <= years
    if _OF_SPAN.search(told.before.when):
        return False
    return not since or since[0] in years or int(since[0]) == min(query.years) - 1


def _is_stated(request: Request, asked: SectorsAsked) -> bool:
    """Whether the reports state it in a figure of its own, in a clause that names the sector: 第三产业比重提高7个点."""
    plain = request.plain(request.query.question)
    if asked.kind == "all" or plain.status != "answered" or not (plain.short or "").endswith(("%", "％", "百分点")):
        return False
    clause = CLAUSE_BORDER.split(plain.citations[0].quote.partition(plain.short or "")[0])[-1]
    return any(_NAMES_IN_CLAUSE[n].search(clause) for n in asked.of)


def _composed(request: Request, asked: SectorsAsked, told: _Told) -> Composed | None:
    report, after, before = told.report, told.after, told.before
    text = report.text[told.sentence.start : told.sentence.end]
    start = told.sentence.start + len(text) - len(text.lstrip())
    quote = text.strip()
    rows = [each for each in (before, after) if each]
    printed = tuple((share, "%") for row in rows for share in row.shares)
    counted = any(sign in report.text for sign in "%％") and all(share in quote for share, _ in printed)
    if asked.kind != "all" and not counted:
        return None
    citation = Citation(1, report, told.path, quote, start, start + len(quote), printed if counted else ())
    plan = request.query.period == "plans"
    source = f"{source_of(report, request.language, plan=plan)}：{shown(quote)}[1]"
    passages = tuple(request.plain(request.query.question).passages)
    if asked.kind == "share":
        short = after.shares[asked.of[0]]
        line = answered(short, citation, request.language, plan=plan)
        return Composed("plain", "answered", short, line, (citation,), passages)
    if asked.kind == "all":
        short = " → ".join(row.text for row in rows)
        return Composed("plain", "answered", short, f"{short} [1]\n{source}", (citation,), passages)
    if asked.kind == "change":
        if before is None:
            return None
        if said := _change_said(asked.of[0], quote):
            return Composed("plain", "answered", said, answered(said, citation, "zh", plan=plan), (citation,), passages)
        result, line = _changed(asked.of[0], before, after)
    else:
        first, second = asked.of
        figures = [_figure(after.shares[first]), _figure(after.shares[second])]
        result = reckoned("difference", figures)
        line = f"{result}。{formula('difference', figures, result)} [1]"
    return Composed("calculation", "answered", result, f"{line}\n{source}", (citation,), passages)


def _change_said(n: int, quote: str) -> str:
    """By how many points a sentence says itself that a sector's share changed; "" where it does not."""
    for clause in CLAUSE_BORDER.split(quote):
        points = [each for each in find_figures(clause) if each.unit.endswith("百分点")]
        if len(points) == 1 and _NAMES_IN_CLAUSE[n].search(clause):
            return points[0].text
    return ""


def _changed(n: int, before: Row, after: Row) -> tuple[str, str]:
    """Which way a share went and by how many points, and the line that reckons it."""
    was, now = _figure(before.shares[n]), _figure(after.shares[n])
    way = "下降" if now.value < was.value else "增长" if now.value > was.value else ""
    apart = reckoned("apart", [now, was])
    high, low = sorted((was, now), key=lambda each: -each.value)
    result = f"{way}{apart}"
    return result, f"{result}。{high.text} − {low.text} = {result} [1]"


def _figure(printed: str) -> Figure:
    """A share as a figure in per cent."""
    return Figure(0, len(printed), 0, f"{printed}%", _value(printed), "%", approximate=False)
