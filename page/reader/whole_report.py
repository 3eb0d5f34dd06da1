"""The reader: a whole report as HTML, headings as headings, the cited span marked, an outline beside it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from page.described import describe_report
from page.marked import mark_up
from page.texts import Texts
from qa import Annotation, Report, Section

__all__ = ["render_notice", "render_reader"]

_DEEPEST_HEADING = 6  # HTML has no h7


def render_notice(message: str, texts: Texts) -> str:
    """A reader that holds only a message, such as that the report is gone."""
    return _frame(texts, title=message, subtitle="", outline="", body="", notice="")


def render_reader(
    report: Report,
    sections: Sequence[Section],
    annotations: Sequence[Annotation],
    *,
    start: int,
    end: int,
    texts: Texts,
    notice: str = "",
) -> str:
    """The report with [start, end) marked. notice: a line above the text, in the page's language."""
    text = report.text
    headings = {section.start: section for section in sections}
    body: list[str] = []
    marked = False
    for left, right in _blocks(report, text, sections):
        cited = [(start, end)] if start < right and end > left else []
        label = "" if marked or not cited else f'<span class="wz-here">{escape(texts.cited_here)}</span>'
        opening = '<mark class="wz-span">' if marked else '<mark class="wz-span" id="wz-target" tabindex="-1">'
        shown = mark_up(text, left, right, annotations=annotations, cited=cited, mark=opening).strip()
        if not shown:
            continue
        marked = marked or bool(cited)
        section = headings.get(left)
        if section is None:
            body.append(f"<p>{label}{shown}</p>")
        else:
            level = min(section.level + 2, _DEEPEST_HEADING)
            body.append(f'<h{level} id="wz-section-{section.number}">{label}{shown}</h{level}>')
    return _frame(
        texts,
        title=report.title or report.source,
        subtitle=f"{describe_report(report, texts)} · {escape(report.source)}",
        outline=_outline(sections, start),
        body="".join(body),
        notice=notice,
    )


def _blocks(report: Report, text: str, sections: Sequence[Section]) -> list[tuple[int, int]]:
    """The report cut into lines, and each heading apart from what follows it on its line."""
    borders = {report.start, report.end}
    for section in sections:
        borders.update(border for border in (section.start, section.body_start) if report.start < border < report.end)
    position = text.find("\n", report.start, report.end)
    while position != -1:
        borders.add(position + 1)
        position = text.find("\n", position + 1, report.end)
    for section in sections:
        # A heading that was wrapped over several lines is one heading.
        borders -= {border for border in borders if section.start < border < min(section.body_start, report.end)}
    ordered = sorted(border for border in borders if border <= report.end)
    return list(pairwise(ordered))


def _outline(sections: Sequence[Section], start: int) -> str:
    rows: list[str] = []
    for section in sections:
        current = ' aria-current="true"' if section.start <= start < section.end else ""
        rows.append(
            f'<li class="wz-level-{min(section.level, 4)}"><a href="#wz-section-{section.number}"{current}>'
            f"{escape(section.heading)}</a></li>"
        )
    return "".join(rows)


def _frame(texts: Texts, *, title: str, subtitle: str, outline: str, body: str, notice: str) -> str:
    outline_box = (
        f'<details class="wz-outline" open><summary>{escape(texts.outline)}</summary>'
        f'<nav aria-label="{escape(texts.outline)}"><ol>{outline}</ol></nav></details>'
        if outline
        else ""
    )
    notice_box = f'<p class="wz-notice" role="status">{escape(notice)}</p>' if notice else ""
    return (
        f'<header class="wz-reader-head"><div><h2 id="wz-reader-title">{escape(title)}</h2>'
        f"<p>{subtitle}</p></div>"
        f'<div class="wz-reader-tools"><button type="button" data-reader="previous">{escape(texts.previous)}</button>'
        f'<span class="wz-position" aria-live="polite"></span>'
        f'<button type="button" data-reader="next">{escape(texts.next)}</button>'
        f'<button type="button" data-reader="close">{escape(texts.close)} <kbd>Esc</kbd></button></div></header>'
        f'<div class="wz-reader-body">{outline_box}<article lang="zh" tabindex="0">{notice_box}{body}</article></div>'
    )
