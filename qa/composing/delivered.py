"""When a report was given → the day printed in its head."""

from __future__ import annotations

import re

from index.kinds import UNRELATED
from index.types import Report, Span
from qa.composing.lines import Lines, source_of
from qa.composing.request import Composed, Request
from qa.composing.topic import hits_of

__all__ = ["day_given"]

_WHEN = r"(?:哪(?:一)?[天日]|什么时候|啥时候|何时|何日|几月几[日号]|什么时间|日期|时间)"
_GIVEN = r"(?:作|做|宣读|讲|报告|提交|提请|交付|发布|公布|印发|通过)"
_ASKED = re.compile(
    rf"报告(?:的)?[^，。,?？]{{0,12}}?{_WHEN}[^，。,?？]{{0,12}}?{_GIVEN}|"
    rf"{_WHEN}[^，。,?？]{{0,16}}?{_GIVEN}[^，。,?？]{{0,16}}报告[?？的呢]{{0,3}}$|"
    rf"报告(?:的)?[^，。,?？]{{0,6}}?{_GIVEN}[^，。,?？]{{0,6}}?(?:是)?{_WHEN}|"
    rf"报告(?:的)?(?:是|为)?{_WHEN}[?？的呢]{{0,3}}$|"
    r"\b(?:when|on (?:what|which) (?:day|date)) (?:was|were|did)\b[^?]{0,80}\breports?\b[^?]{0,40}?"
    r"(?:delivered|given|presented|made|read)\b|"
    r"\b(?:when|on (?:what|which) (?:day|date)) did\b[^?]{0,60}\b(?:deliver|give|present|make|read)\b"
    r"[^?]{0,40}\breports?\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日")
# The head of a report, in characters.
_HEAD = 800
_MOST = 8


def day_given(request: Request) -> Composed | None:
    """The day of each report that is meant; None where its head prints none, or no day of a report is asked for."""
    if request.scope.missing or not _ASKED.search(request.query.question):
        return None
    reports = request.retriever.index.reports
    chosen = [reports[i] for i in request.scope.reports if i in request.scope.preferred] or [
        reports[i] for i in request.scope.reports
    ]
    dated = [(each, span) for each in chosen if each.kind != UNRELATED and (span := _printed(each))]
    if not 0 < len(dated) <= _MOST or len({each.place_code for each, _ in dated}) > 1:
        return None
    lines = Lines()
    colon = ": " if request.language == "en" else "："
    for report, span in dated:
        line = _line_at(report.text, span)
        lines.text.append(f"· {source_of(report, request.language)}{colon}{lines.quoted(report, (), line)}")
    report, span = dated[0]
    short = report.text[span.start : span.end] if len(dated) == 1 else None
    return Composed(
        "plain",
        "answered",
        short,
        "\n".join(lines.text),
        tuple(lines.citations),
        tuple(hits_of(request, lines.citations)),
    )


def _line_at(text: str, span: Span) -> Span:
    """The printed line that a span stands in."""
    end = text.find("\n", span.end)
    start = text.rfind("\n", 0, span.start) + 1
    return Span(start, end if end >= 0 else len(text))


def _printed(report: Report) -> Span | None:
    """Where its head prints the day that the report is known to have been given on: beside the meeting, if it does."""
    day, text = report.delivered, report.text
    found = [
        Span(each.start(), each.end())
        for each in _DAY.finditer(text, report.start, min(report.end, report.start + _HEAD))
        if day and (int(each["year"]), int(each["month"]), int(each["day"])) == (day.year, day.month, day.day)
    ]
    lines = (text[line.start : line.end] for line in (_line_at(text, each) for each in found))
    return max(zip(found, lines, strict=True), key=lambda pair: "会议" in pair[1], default=(None, ""))[0]
