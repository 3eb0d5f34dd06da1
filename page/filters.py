"""The filters of the sidebar: what they offer, and what a link sets them to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from page.links import Link
from page.opened import Opened
from page.texts import Texts
from qa import REPORT_KINDS

__all__ = ["dress_filters", "kind_choices", "place_choices", "year_choices"]


def dress_filters(opened: Opened | None, texts: Texts, wanted: Link | None = None) -> list[Any]:  # Any: Gradio's own
    """The filters in this language, with what the corpus offers; `wanted` sets them.

    A wanted filter that the corpus does not hold is offered too: dropping it would widen the search silently.
    """
    import gradio as gr

    places, years, kinds = (wanted.places, wanted.years, wanted.kinds) if wanted else ((), (), ())
    offers: list[tuple[str, list[Any], tuple[Any, ...]]] = [
        (texts.places, place_choices(opened, also=places) if opened else [], places),
        (texts.years, year_choices(opened, also=years) if opened else [], years),
        (texts.kinds, kind_choices(opened, texts, also=kinds) if opened else [], kinds),
    ]
    return [
        gr.Dropdown(choices=offered, label=label, **({"value": list(values)} if wanted else {}))
        for label, offered, values in offers
    ]


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
    return [
        (f"{texts.kind_names[kind]} ({counts[kind]})", kind) for kind in REPORT_KINDS if counts[kind] or kind in also
    ]
