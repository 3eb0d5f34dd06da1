"""One thing of one place over years: a line a year, each with its own report, and the years that are not stated."""

from __future__ import annotations

from index.language.figures import find_figures
from qa.composing.numbering import Numbering, is_answered, passages_of, told
from qa.composing.request import Composed, Request
from qa.composing.whole_question import reader_of
from qa.types import Answer, Part, Status
from qa.understanding.trends import Trend, read_trend

__all__ = ["trend"]

# More years than these are no table for a screen; the last are shown.
_MOST_YEARS = 8


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
        compared = request.plain(request.question, first=request.first).comparison
        if compared is not None and len(compared.rows) >= len(years):
            return None
    answers = {year: request.plain(asked.asked.format(year=year), first=request.first) for year in years}
    return _told(request, answers)


def _years(request: Request, asked: Trend) -> tuple[int, ...]:
    """The years named; else those that reports of the place review, the last of them."""
    if asked.years:
        return asked.years[-_MOST_YEARS:]
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
    return tuple(reviewed[-(asked.newest or _MOST_YEARS) :])


def _told(request: Request, answers: dict[int, Answer]) -> Composed | None:
    numbering = Numbering(request.first)
    english = request.language == "en"
    lines: list[str] = []
    parts: list[Part] = []
    shorts: list[str] = []
    for year, answer in answers.items():
        label = str(year) if english else f"{year}年"
        line, text, citations = told(label, answer, numbering)
        lines.append(line)
        parts.append(Part(answer.question, "trend", answer.status, answer.short, text, citations))
        if is_answered(answer.status) and answer.short:
            shorts.append(f"{label} {answer.short}" if english else f"{label}{answer.short}")
    units = {figure.unit for answer in answers.values() for figure in find_figures(answer.short or "")[:1]}
    if not shorts:
        every_missing = all(answer.status == "not_indexed" for answer in answers.values())
        status: Status = "not_indexed" if every_missing else "not_stated"
        return Composed("trend", status, None, "\n".join(lines), (), passages_of([*answers.values()]), tuple(parts))
    if len(units) > 1:
        lines.append("Note: the figures are not in one unit." if english else "注意：各年的单位不同。")
    return Composed(
        "trend",
        "answered",
        (", " if english else "、").join(shorts),
        "\n".join(lines),
        tuple(numbering.cited),
        passages_of([*answers.values()]),
        tuple(parts),
    )
