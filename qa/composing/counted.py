"""So many things asked for by number → the numbered paragraphs that are as many, behind the words that count them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.kinds import UNRELATED
from index.language.figures import numeral_value
from index.types import Report, Role, Section, Span
from qa.composing.lines import SCREEN, Lines, solid, source_of
from qa.composing.members import name_members, show_members
from qa.composing.outline import item_of, whole_sentences
from qa.composing.request import Composed, Request
from qa.composing.summary import role_asked
from qa.composing.topic import ABOUT, every_period, hits_of, is_planned, number_asked, topic_of
from qa.retrieval.concepts import Concept, coverage

__all__ = ["name_counted"]

_MOST_REPORTS = 3
_NUMERAL = "[一二三四五六七八九十]{1,3}"
# （一）, 一、, 1., 第一、 before a paragraph, whatever marks it as a heading; 一是 and （一） within one as well.
_NUMBERED = re.compile(
    r"(?:^[ \t　*#]{0,8}|(?<=[。；;：:，,！]))(?P<item>"
    rf"[（(](?P<round>{_NUMERAL}|\d{{1,2}})[）)]|(?P<is>{_NUMERAL})(?:要|则)?是|第(?P<ordinal>{_NUMERAL})[、，,：])|"
    rf"^[ \t　*#]{{0,8}}(?P<line>(?P<bare>{_NUMERAL})、|(?P<plain>\d{{1,2}})[.．、](?!\d))",
    re.MULTILINE,
)
_STYLES = ("round", "is", "ordinal", "bare", "plain")
_COUNTED = re.compile(rf"(?P<n>{_NUMERAL}|[两几]|\d{{1,2}})(?P<measure>[个项条大种点件类方])(?P<noun>[㐀-鿿]{{0,4}})")
# 归纳的几个鲜明特点, 有哪些重要启示: as many as the report says.
_UNCOUNTED = re.compile("(?:哪[几些]|有哪些|几)(?:[个项条大种点件类方])?的?(?P<noun>[㐀-鿿]{3,6})")
_FEWEST, _SAME = 3, 3
# 哪五种“力”: 提高学习力, 激发创新力….
_CALLED = re.compile("[个项条大种点件类方]“(?P<what>[^”]{1,6})”")
_CLAUSE_END = re.compile("[。；;，,：:\n]")
_MARKS = " \t\n　*#"
# Behind the words that count them, the first of the things stands at most so far.
_LEAD = 160
# Without a number, the words before them must say so much of what is asked.
_SAYS = 0.6
# Words that count what is asked for by its very number say it so surely.
_COUNTS_IT = 1.0
# The line above the things.
_HEAD = 60
_OF_WORK = re.compile("方面|工作|任务|举措|措施|行动|重点|板块|内容|$")


# What is done with whatever is counted, and the count itself.
_TELLS_NOTHING = re.compile(
    r"(?:突出|集中|力量|精力|全力|合力|承诺|抓好?|做好|办理|办成|办好?|搞好|干好?|发力|着力|聚焦|围绕|用力|入手|着手|推进|实施|重点|重要|主要|关键|力气|下功夫|进一步|[那当]年|为?民办?)++|"
    r"(?:[一二两三四五六七八九十]|\d{1,2})[个项条大种点件类方]?"
)


# 抓好十件大事。A；B；…。: the words that count them end here, and their row there.
_LEAD_END, _ROW_PART = re.compile("[。：:\n]"), re.compile(r"[；;]\s{0,4}")
_ROW_OF = re.compile(r"\s{0,4}(?P<row>[^。]{8,1500})。")


@dataclass(frozen=True, slots=True)
class _Run:
    """Numbered paragraphs of one report, from the first on. starts: where each begins, and where the last ends.

    is_row: they are parts of one sentence, which no numerals mark.
    """

    report: Report
    lead: str
    starts: tuple[int, ...]
    end: int
    is_row: bool = False


def name_counted(request: Request) -> Composed | None:
    """The heading or first sentence of each of so many, else every member of the run of things that is asked for;
    None where there is neither.
    """
    n, strictly = number_asked(request.query.question)
    if request.scope.missing:
        return None
    if not strictly or n is None:
        asked = _UNCOUNTED.search(request.query.question)
        own = _best(request, _meant(request)[0], None, role_asked(request)) if asked else None
        return own or (_as_many(request, n, _COUNTS_IT) if n else None) or name_members(request, "list")
    return _as_many(request, n) or name_members(request, "list")


def _as_many(request: Request, n: int, least: float = 0.0) -> Composed | None:
    """Those that are as many. least: how surely the words before them must count what is asked for."""
    reviewed, planned = _meant(request)
    role = role_asked(request)
    counted = _best(request, reviewed, n, role, least)
    if counted is None and role != "plan":
        counted = _best(request, planned, n, "plan", least)
    return counted or _of_any_year(request, n, least)


def _of_any_year(request: Request, n: int, least: float) -> Composed | None:
    """Where no year is asked for, those of the newest report that counts as many, done or planned."""
    if request.query.years or request.scope.years:
        return None
    reviewed, _ = _meant(replace(request, scope=every_period(request)))
    if len({each.place_code for each in reviewed}) > 1:
        return None
    newest_first = sorted(reviewed, key=lambda each: (max((*each.covers, *each.plans), default=0), each.id))[::-1]
    return next((found for each in newest_first if (found := _best(request, [each], n, None, least))), None)


def _meant(request: Request) -> tuple[list[Report], list[Report]]:
    """The reports in scope, and those that planned the years asked about: 承诺的十件实事 stand in the report before."""
    scope, reports = request.scope, request.retriever.index.reports
    ordinals = [i for i in scope.reports if i in scope.preferred or not scope.years]
    meant = [reports[i] for i in ordinals if reports[i].kind != UNRELATED]
    places = {each.place_code for each in meant} or {each.code for each in scope.places}
    planned = [
        each
        for each in reports
        if each.place_code in places and each.kind != UNRELATED and set(each.plans or ()) & set(scope.years)
    ]
    return meant, planned


def _best(
    request: Request, meant: Sequence[Report], n: int | None, role: Role | None, least: float = 0.0
) -> Composed | None:
    """Those of one run of n things, or of as many as the report counts, where it alone is counted so."""
    if not meant or len(meant) > _MOST_REPORTS or len({each.place_code for each in meant}) > 1:
        return None
    runs = [
        run
        for report in meant
        for run in (*_runs(report), *_rows(report, n))
        if (len(run.starts) == n if n else len(run.starts) >= _FEWEST) and _is_meant(request, run, role)
    ]
    topic = [each for each in topic_of(request) if not _TELLS_NOTHING.fullmatch(each.variants[0])]
    scored = [(_counts(request.query.question, topic, run, n), run) for run in runs]
    best = max((score for score, _ in scored), default=0.0)
    fitting = [run for score, run in scored if score == best]
    if best <= 0 or best < least or len(fitting) > 1:
        return None
    return _composed(request, fitting[0])


def _is_meant(request: Request, run: _Run, role: Role | None) -> bool:
    """Whether the paragraphs are of the part of the report that is asked about: what was done, or what is planned."""
    sections = request.retriever.index.sections(run.report.id)
    inside = [each.role for each in sections if each.start <= run.starts[0] < each.end]
    return role is None or not inside or inside[-1] == role


def _runs(report: Report) -> Iterator[_Run]:
    """The paragraphs numbered in one way from one on, as they follow each other."""
    text = report.text
    open_runs: dict[str, list[int]] = {}
    for found in [*_NUMBERED.finditer(text, report.start, report.end), None]:
        if found is None:
            yield from (_run(report, starts, report.end) for starts in open_runs.values() if starts)
            return
        style = next(name for name in _STYLES if found[name])
        start = found.start("item") if found["item"] else found.start("line")
        starts = open_runs.get(style, [])
        number = int(numeral_value(found[style]))
        if number == len(starts) + 1:
            open_runs[style] = [*starts, start]
            continue
        if starts:
            yield _run(report, starts, start)
        open_runs[style] = [start] if number == 1 else []


def _rows(report: Report, n: int | None) -> Iterator[_Run]:
    """The parts of one sentence, as many as the words right before it count."""
    text = report.text
    for counted in _COUNTED.finditer(text, report.start, report.end) if n else ():
        if counted["n"] == "几" or numeral_value(counted["n"]) != n:
            continue
        end = _LEAD_END.search(text, counted.end(), counted.end() + _HEAD)
        row = _ROW_OF.match(text, end.end(), report.end) if end else None
        if end is None or row is None:
            continue
        marks = list(_ROW_PART.finditer(text, *row.span("row")))
        if len(marks) + 1 == n:
            starts = (row.start("row"), *(mark.end() for mark in marks))
            lead = re.split(r"[。！？\n]", text[max(report.start, counted.start() - _LEAD) : end.start()])[-1]
            yield _Run(report, lead, starts, row.end(), is_row=True)


def _run(report: Report, starts: Sequence[int], end: int) -> _Run:
    """With the sentence right before the first."""
    before = report.text[max(report.start, starts[0] - _LEAD) : starts[0]].rstrip(_MARKS)
    lead = re.split(r"[。！？\n]", before.rstrip("。：:；;"))[-1]
    return _Run(report, lead, tuple(starts), end)


def _counts(question: str, topic: Sequence[Concept], run: _Run, n: int | None) -> float:
    """How surely the words before paragraphs count what is asked for: by its very number, or by all they say; 0 not.

    n: None where the question gives no number: 几个鲜明特点 are the 六个鲜明特点 that six paragraphs follow.
    """
    many = n or len(run.starts)
    named = [
        each["noun"] for each in _COUNTED.finditer(run.lead) if each["n"] == "几" or numeral_value(each["n"]) == many
    ]
    called = _CALLED.search(question)
    if called and n and all(called["what"] in each for each in _firsts(run)):
        return 2.0
    if n is None:
        uncounted = [each["noun"] for each in _UNCOUNTED.finditer(question)]
        same = any(one[:_SAME] == other[:_SAME] for one in named for other in uncounted if len(one) >= _SAME)
        return 1.0 if same else 0.0
    asked = [
        each["noun"] for each in _COUNTED.finditer(question) if each["n"] != "几" and numeral_value(each["n"]) == n
    ]
    asked = [each for each in asked if each] or asked  # 十件大事，是哪十件
    counted = any(_is_same(one, other) for one in named for other in asked)
    said = coverage(topic, solid(run.lead)) if topic else 0.0
    if counted and topic:
        text = run.report.text
        return 1.0 + said if coverage(topic, solid(run.lead + text[run.starts[0] : run.end])) >= ABOUT else 0.0
    if counted:
        return 1.0
    return said if said >= _SAYS else 0.0


def _firsts(run: _Run) -> list[str]:
    """The first clause of each paragraph."""
    text = run.report.text
    return [_CLAUSE_END.split(text[start : start + _HEAD], maxsplit=1)[0] for start in run.starts]


def _is_same(one: str, other: str) -> bool:
    """Whether two nouns count the same: 方面 and 项工作 what is done, else words of one beginning."""
    one, other = one.removeprefix("重要").removeprefix("重点"), other.removeprefix("重要").removeprefix("重点")
    return bool(_OF_WORK.match(one) and _OF_WORK.match(other)) or (len(one) > 1 and one[:2] == other[:2])


def _composed(request: Request, run: _Run) -> Composed:
    """Their headings, or where they have none as much of each as there is room for."""
    text, sections = run.report.text, request.retriever.index.sections(run.report.id)
    if not any(each.start in run.starts for each in sections):
        ends = (*run.starts[1:], run.end)
        members = [_member(text, start, end) for start, end in zip(run.starts, ends, strict=True)]
        if not run.is_row:
            most = max(len(whole_sentences(text, each.start, each.end)) for each in members[:-1])
            last = whole_sentences(text, members[-1].start, members[-1].end)[:most]
            members[-1] = Span(members[-1].start, last[-1].end if last else members[-1].end)
        return show_members(request, run.report, members, "list")
    return _headings(request, run)


def _member(text: str, start: int, end: int) -> Span:
    """One of them, to the end of its line."""
    line = text[start:end].split("\n", maxsplit=1)[0]
    return Span(start, start + len(line.rstrip(_MARKS)))


def _headings(request: Request, run: _Run) -> Composed:
    lines = Lines()
    sections = request.retriever.index.sections(run.report.id)
    left_out = False
    for start, end in zip(run.starts, (*run.starts[1:], run.end), strict=True):
        path, span = _first_of(run.report, sections, start, end)
        if lines.length + len(span) > SCREEN - _HEAD:
            left_out = True
            break
        lines.text.append(f"· {lines.quoted(run.report, path, span)}")
    if left_out:
        lines.text.append("(More parts are left out.)" if request.language == "en" else "（还有部分内容未列出。）")
    hits = hits_of(request, lines.citations)
    plan = bool(hits) and is_planned(request, hits[0])
    colon = ":" if request.language == "en" else "："
    head = f"{source_of(run.report, request.language, plan=plan)}{colon}"
    return Composed("list", "answered", None, "\n".join([head, *lines.text]), tuple(lines.citations), tuple(hits))


def _first_of(report: Report, sections: Sequence[Section], start: int, end: int) -> tuple[tuple[str, ...], Span]:
    """The heading that a numbered paragraph is or begins with, else its first sentence."""
    text = report.text
    own = next((each for each in sections if each.start <= start < each.body_start), None)
    if own and (heading := item_of(report, own, sections).heading):
        return own.heading_path, heading
    first = whole_sentences(text, start, min(end, start + _LEAD))
    span = first[0] if first else Span(start, end)
    last = span.start + len(text[span.start : span.end].rstrip(_MARKS))
    inside = [each for each in sections if each.body_start <= start < each.end]
    return (inside[-1].heading_path if inside else ()), Span(span.start, last)
