"""Labels a person can read, and the citation of a quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.language.figures import unit_elsewhere
from index.types import Report, Span
from qa.types import Citation, Language

if TYPE_CHECKING:
    from qa.answering.extract import Finding

__all__ = [
    "LONGEST_QUOTE",
    "cite",
    "cite_finding",
    "label",
    "page_label",
    "period_label",
    "quotable",
]

LONGEST_QUOTE = 200


def cite(n: int, report: Report, heading_path: Sequence[str], span: Span) -> Citation:
    """The citation of report.text[span], cut to LONGEST_QUOTE characters from its start."""
    end = min(span.end, span.start + LONGEST_QUOTE)
    return Citation(n, report, tuple(heading_path), report.text[span.start : end], span.start, end)


def quotable(sentence: Span, clause: Span, figure: Span) -> Span:
    """What to quote for a figure: its sentence; of one too long, its clause; of that, what stands around the figure."""
    span = sentence if len(sentence) <= LONGEST_QUOTE else clause
    if len(span) <= LONGEST_QUOTE:
        return span
    room = max(0, LONGEST_QUOTE - len(figure))
    start = max(span.start, figure.start - room // 2)
    return Span(start, min(span.end, start + LONGEST_QUOTE))


def cite_finding(n: int, finding: Finding) -> Citation:
    """The citation of a finding: the sentence it stands in, or as much of it as can be quoted."""
    candidate = Span(finding.candidate.start, finding.candidate.end)
    span = quotable(finding.sentence, finding.clause, candidate)
    cited = cite(n, finding.hit.report, finding.hit.heading_path, span)
    figure = finding.candidate.figure
    unit = unit_elsewhere(figure) if figure else ""
    return replace(cited, units=((finding.candidate.text, unit),)) if unit else cited


def label(citation: Citation, language: Language = "zh") -> str:
    """Where a quote stands: 《政协第十三届新乡市委员会常务委员会工作报告解读》，2023年工作回顾 › 守正创新."""
    where = page_label(citation.report, citation.start, citation.end, language)
    path = " › ".join(citation.heading_path)
    title = citation.report.title or citation.report.source
    if language == "en":
        return f"{title} ({', '.join(filter(None, (citation.report.source, where)))}){': ' + path if path else ''}"
    return "，".join(filter(None, (f"《{title}》", where, path)))


def page_label(report: Report, start: int, end: int, language: Language = "zh") -> str:
    """Where in its file a stretch is printed, "" for one without pages: 第3页, 第3页（文字识别，把握 93 %）."""
    page_map = report.page_map
    page, confidence = page_map.page_of(start), page_map.confidence_of(start, end)
    if language == "en":
        words = [f"page {page}"] if page else []
        return ", ".join([*words, f"read from a picture, {confidence:.0%} sure"] if confidence is not None else words)
    recognised = f"文字识别，把握 {confidence * 100:.0f} %" if confidence is not None else ""
    return (f"第{page}页" if page else "") + (f"（{recognised}）" if recognised else "")


def period_label(years: Sequence[int], language: Language = "zh") -> str:
    """(2023,) → "2023年"; (2017, …, 2021) → "2017—2021年"."""
    if not years:
        return ""
    years = sorted(years)
    span = str(years[0]) if len(years) == 1 or years[0] == years[-1] else f"{years[0]}—{years[-1]}"
    return f"{span}年" if language == "zh" else span.replace("—", "–")
