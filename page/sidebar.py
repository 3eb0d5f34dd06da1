"""What the sidebar says of the corpus, and what it offers as filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape

from index.types import count_reports
from page.asking.ask_texts import ask_texts_for
from page.library.library import Opened
from page.reader import describe_report
from page.texts import Texts
from qa.types import REPORT_KINDS

__all__ = ["kind_choices", "place_choices", "render_corpus", "year_choices"]

_LISTED = 100  # reports; the sidebar is not where one browses thousands


def place_choices(opened: Opened, *, also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """(label, value) of each place that has reports, most reports first: ("河南省新乡市 (2)", "河南省新乡市").

    also: places to offer even where there is no report.
    """
    counts = Counter(report.place for report in opened.corpus.reports if report.kind != "unrelated" and report.place)
    counts.update(dict.fromkeys(also, 0))
    return [(f"{place} ({n})", place) for place, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def year_choices(opened: Opened, *, also: Iterable[int] = ()) -> list[tuple[str, int]]:
    """(label, value) of each year that a report reviews or plans, newest first. also: years to offer in any case."""
    counts: Counter[int] = Counter(dict.fromkeys(also, 0))
    for report in opened.corpus.reports:
        if report.kind != "unrelated":
            counts.update({*report.covers, *report.plans})
    return [(f"{year} ({n})", year) for year, n in sorted(counts.items(), reverse=True)]


def kind_choices(opened: Opened, texts: Texts, *, also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """(label, value) of each kind of report there is: ("政府工作报告 (2)", "government_report"). also: to offer too."""
    counts = Counter(report.kind for report in opened.corpus.reports)
    names = ask_texts_for(texts.language).kind_names
    return [(f"{names[kind]} ({counts[kind]})", kind) for kind in REPORT_KINDS if counts[kind] or kind in also]


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
