"""One thing of one place over years: a line a year, each with its own report, and the years that are not stated."""

from __future__ import annotations

import re
from dataclasses import replace

from index.language.figures import find_figures
from qa.composing.grown import dated_ends
from qa.composing.numbering import Numbering, is_answered, passages_of, said_once, told
from qa.composing.request import Composed, Request
from qa.composing.whole_question import follow_of, reader_of
from qa.retrieval.scope import searched_scope
from qa.types import Answer, Comparison, Part, Stated, Status, Usual
from qa.understanding.coordinated import each_of
from qa.understanding.heads import Cut, verb_at_end
from qa.understanding.interrogatives import find_interrogative
from qa.understanding.parts import take_apart
from qa.understanding.trends import Trend, asks_apart, read_trend
from qa.understanding.where_when import Read
from qa.wording import answered, not_stated

__all__ = ["trend"]

# More years than these are no table for a screen; the last are shown.
_MOST_YEARS = 8
# Each costs a search and up to four passages read.
_MOST_ASKED = 12
# 是多了还是少了，差多少: of one year alone nothing is told.
_PAIR = 2
_ASKED_END = re.compile("(?:有|是)?多少[^，。]{0,3}?(?=[?？]?$)")


def trend(request: Request) -> Composed | None:
    """The figure of each year; None where no change over years is asked for, or the table of a comparison has it."""
    query = request.query
    if len(query.places) != 1 or query.same_named or query.doubted:
        return None
    asked = read_trend(reader_of(request)(query.question))
    years = _years(request, asked) if asked else ()
    if asked is None or len(years) < 2:
        return None
    if query.selects_places:
        compared = request.plain(request.question).comparison
        if compared is not None and len(compared.rows) >= len(years):
            return None
    answers: dict[str, dict[int, Answer]] = {}
    for thing, of_year in _things(request, asked, years).items():
        found = {year: request.plain(each) for year, each in of_year.items()}
        answers[thing] = _of_one_sentence(request, _of_the_last_year(request, found))
    return _told(request, answers)


def _things(request: Request, asked: Trend, years: tuple[int, ...]) -> dict[str, dict[int, str]]:
    """The question of each year, of each thing whose change is asked for; one thing alone is "".

    粮食产量和造林面积有什么变化 → 粮食产量, 造林面积.
    """
    read, cut = reader_of(request), request.retriever.index.tokenizer.cut
    found: dict[str, dict[int, str]] = {}
    for year in years:
        question = asked.asked.format(year=year)
        parts = take_apart(question, read=read, cut=cut, follow=follow_of(request)) if request.language == "zh" else ()
        things = [(_named(part.question, read, cut), part.question) for part in parts]
        if not things and request.language == "zh":
            things = each_of(_ASKED_END.sub("各有多少", question), read=read, cut=cut)
        if len(things) * len(years) > _MOST_ASKED:
            things = []
        for thing, of_thing in things or [("", question)]:
            found.setdefault(thing, {})[year] = of_thing
    return found


def _named(question: str, read: Read, cut: Cut) -> str:
    """What a question counts, without where and when and its verb: 兰州2022年货运班列发了多少列 → 货运班列."""
    rest = read(question).rest
    asked = find_interrogative(rest)
    thing = rest[: asked.start] if asked else rest
    return thing.removesuffix("".join(verb_at_end(thing, cut))).strip("的 ，,") or rest


def _of_the_last_year(request: Request, answers: dict[int, Answer]) -> dict[int, Answer]:
    """The same; the one figure of a sentence that was found for several years is that of the last alone."""
    last: dict[tuple[str, int, str | None], int] = {}
    for year, answer in answers.items():
        for citation in answer.citations[:1] if answer.status == "answered" else ():
            key = (citation.report.document_id, citation.start, answer.short)
            last[key] = max(year, last.get(key, year))
    found = dict(answers)
    for year, answer in answers.items():
        cited = answer.citations[0] if answer.status == "answered" and answer.citations else None
        if cited and last[(cited.report.document_id, cited.start, answer.short)] > year:
            text = not_stated(replace(request.scope, years=(year,)), request.reports_total, request.language)
            found[year] = replace(answer, status="not_stated", short=None, text=text, citations=(), sureness=None)
    return found


def _of_one_sentence(request: Request, answers: dict[int, Answer]) -> dict[int, Answer]:
    """The same, with the years that a sentence found for the later of two tells both: 从1997年的13.56‰降至9.48‰."""
    found = dict(answers)
    for year, answer in answers.items():
        for citation in answer.citations:
            covers = citation.report.covers
            for base, before, after in dated_ends(citation.quote) if covers and covers[-1] == year else ():
                if base not in found or base >= year or is_answered(found[base].status):
                    continue
                shorts = {reading.short for reading in answer.readings} or {answer.short or ""}
                if not shorts & {before.text, after.text}:
                    continue
                one = replace(citation, n=1)
                for of, figure in ((base, before), (year, after)):
                    text = answered(figure.text, one, request.language, plan=False)
                    found[of] = replace(
                        found[of], status="answered", short=figure.text, text=text, citations=(one,), readings=()
                    )
    return found


def _years(request: Request, asked: Trend) -> tuple[int, ...]:
    """The years named; where they are none or too many, those that reports of the place review, the last
    of them.
    """
    years = tuple(sorted(asked.years))
    if 0 < len(years) <= _MOST_YEARS:
        return years
    code = request.query.places[0].code
    kinds = request.query.kinds
    reports = request.retriever.index.reports
    reviewed = sorted(
        {
            report.covers[-1]
            for report in reports
            if report.place_code == code and report.covers and (not kinds or report.kind in kinds)
        }
    )
    reviewed = [year for year in reviewed if year in years] if years else reviewed
    return tuple(reviewed[-(asked.newest or _MOST_YEARS) :])


def _series(request: Request, answers: dict[int, Answer], numbering: Numbering) -> Comparison | None:
    """The years' figures as rows of a comparison, for its chart; None where fewer than two are figures of one unit."""
    rows: list[Stated] = []
    for year, answer in answers.items():
        figures = find_figures(answer.short or "")
        if not is_answered(answer.status) or len(figures) != 1 or not answer.citations:
            continue
        figure, citation = figures[0], numbering.number(answer.citations[0])
        rows.append(
            Stated(
                report=citation.report,
                years=(year,),
                short=answer.short or "",
                value=figure.value,
                unit=figure.unit,
                approximate=figure.approximate,
                qualifier="",
                counts=frozenset(),
                citation=citation,
            )
        )
    if len(rows) < 2 or len({row.unit for row in rows}) > 1:
        return None
    reports = request.retriever.index.reports
    scope = replace(searched_scope(request.scope, reports, inferred=True), years=tuple(row.years[0] for row in rows))
    return Comparison(tuple(rows), (), differs=False, scope=scope, usual=Usual(unit=rows[0].unit), series=True)


def _told(request: Request, of_things: dict[str, dict[int, Answer]]) -> Composed | None:
    numbering = Numbering()
    english = request.language == "en"
    lines: list[str] = []
    parts: list[Part] = []
    shorts: dict[str, list[str]] = {}  # of each thing
    refusals: set[str] = set()
    for thing, answers in of_things.items():
        for year, found in answers.items():
            answer = found
            when = str(year) if english else f"{year}年"
            label = f"{thing}，{when}" if thing else when
            if not is_answered(answer.status):
                answer = replace(answer, text=said_once(answer.text, refusals))
            line, text, citations = told(label, answer, numbering)
            lines.append(line)
            parts.append(Part(answer.question, "trend", answer.status, answer.short, text, citations))
            if is_answered(answer.status) and answer.short:
                shorts.setdefault(thing, []).append(f"{when} {answer.short}" if english else f"{when}{answer.short}")
        if len({figure.unit for answer in answers.values() for figure in find_figures(answer.short or "")[:1]}) > 1:
            lines.append("Note: the figures are not in one unit." if english else "注意：各年的单位不同。")
    every = [answer for answers in of_things.values() for answer in answers.values()]
    if not shorts:
        every_missing = all(answer.status == "not_indexed" for answer in every)
        status: Status = "not_indexed" if every_missing else "not_stated"
        return Composed("trend", status, None, "\n".join(lines), (), passages_of(every), tuple(parts))
    if asks_apart(request.query.question) and sum(is_answered(each.status) for each in every) < _PAIR:
        return Composed(
            "trend", "not_stated", None, "\n".join(lines), tuple(numbering.cited), passages_of(every), tuple(parts)
        )
    series = _series(request, next(iter(of_things.values())), numbering) if len(of_things) == 1 else None
    return Composed(
        "trend",
        "answered",
        (", " if english else "、").join(next(iter(shorts.values()))),
        "\n".join(lines),
        tuple(numbering.cited),
        passages_of(every),
        tuple(parts),
        comparison=series,
        compared=request.query.content if series else "",
    )
