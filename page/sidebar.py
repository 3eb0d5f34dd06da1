"""What the sidebar says of the corpus."""

from __future__ import annotations

from html import escape

from page.described import describe_report
from page.opened import Opened
from page.texts import Texts
from qa import count_reports

__all__ = ["render_corpus"]

_LISTED = 100  # reports; the sidebar is not where one browses thousands


def render_corpus(opened: Opened, texts: Texts) -> str:
    """How much is indexed, since when, with which model, and the list of reports."""
    corpus = opened.corpus
    built = opened.status.built.astimezone().strftime("%Y-%m-%d %H:%M")
    n, others = count_reports(corpus.reports)
    rows = [
        (texts.reports, str(n)),
        *([(texts.other_articles, str(others))] if others else []),
        (texts.sections, str(opened.status.sections)),
        (texts.chunks, str(corpus.n_chunks)),
        (texts.built, built),
        (texts.model, opened.status.model),
    ]
    facts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    reports = "".join(
        f'<li><a href="?report={escape(report.id)}&amp;start={report.start}&amp;end={report.start}" data-span>'
        f"{escape(report.title or report.source)}</a><small>{describe_report(report, texts)}</small></li>"
        for report in corpus.reports[:_LISTED]
    )
    if len(corpus.reports) > _LISTED:
        reports += f"<li>{escape(texts.more_reports.format(n=len(corpus.reports) - _LISTED))}</li>"
    return (
        f'<div class="wz-corpus"><h2>{escape(texts.corpus)}</h2><dl>{facts}</dl>'
        f"<details><summary>{escape(texts.report_list)}</summary><ol>{reports}</ol></details></div>"
    )
