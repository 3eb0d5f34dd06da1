"""The reader: a whole report as HTML, headings as headings, the cited span marked, an outline beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from html import escape
from itertools import pairwise

from page.described import describe_report, web_link
from page.marked import mark_up
from page.reader.original_pane import original_link, original_pane
from page.texts import Texts
from qa import Annotation, Report, Section, is_drawn

__all__ = ["render_notice", "render_reader"]

_DEEPEST_HEADING = 6  # HTML has no h7


def render_notice(message: str, texts: Texts) -> str:
    """A reader that holds only a message, such as that the report is gone."""
    return _frame(texts, title=message)


def render_reader(
    report: Report,
    sections: Sequence[Section],
    annotations: Sequence[Annotation],
    *,
    start: int,
    end: int,
    texts: Texts,
    notice: str = "",
    with_original: bool = False,
) -> str:
    """The report with [start, end) marked. notice: a line above the text, in the page's language. with_original:
    whether the file it was read from can be had.
    """
    drawn = with_original and is_drawn(report.source)
    pages = _page_starts(report, texts, drawn=drawn)
    starts = sorted(pages)
    text = report.text
    headings = {section.start: section for section in sections}
    body: list[str] = []
    marked = False
    turned = ""  # the number of a page that has begun and shows nothing yet
    for left, right in _blocks(report, text, sections):
        cited = [(start, end)] if start < right and end > left else []
        label = "" if marked or not cited else f'<span class="wz-here">{escape(texts.cited_here)}</span>'
        shown = ""
        for a, b in pairwise([left, *starts[bisect_left(starts, left + 1) : bisect_left(starts, right)], right]):
            turned = pages.get(a, turned)
            opening = '<mark class="wz-span">' if marked else '<mark class="wz-span" id="wz-target" tabindex="-1">'
            piece = mark_up(text, a, b, annotations=annotations, cited=cited, mark=opening)
            if piece.strip():
                shown, turned = shown + turned + piece, ""
                marked = marked or (start < b and end > a)
        shown = shown.strip()
        if not shown:
            continue
        section = headings.get(left)
        if section is None:
            body.append(f"<p>{label}{shown}</p>")
        else:
            level = min(section.level + 2, _DEEPEST_HEADING)
            body.append(f'<h{level} id="wz-section-{section.number}">{label}{shown}</h{level}>')
    return _frame(
        texts,
        title=report.title or report.source,
        subtitle=" · ".join(
            filter(None, (describe_report(report, texts), escape(report.source), web_link(report, texts)))
        ),
        outline=_outline(sections, start),
        body="".join(body),
        above=_notes(report, texts, notice),
        tools=original_link(report, texts, drawn=drawn) if with_original else "",
        beside=original_pane(report, start, end, texts) if drawn else "",
    )


def _notes(report: Report, texts: Texts, notice: str) -> str:
    """What stands above the text: what a reader must know of the link, and of how the file was read."""
    box = f'<p class="wz-notice" role="status">{escape(notice)}</p>' if notice else ""
    notes = "".join(f"<li>{escape(note)}</li>" for note in report.page_map.notes)
    return box + (f'<ul class="wz-notice" aria-label="{escape(texts.file_notes)}">{notes}</ul>' if notes else "")


def _page_starts(report: Report, texts: Texts, *, drawn: bool) -> dict[int, str]:
    """Where in the report a page begins → its number, to be set in the margin; the first is that it begins on."""
    numbers: dict[int, int] = {}
    for page, position in enumerate(report.page_map.pages, start=1):
        if position < report.end:
            numbers[max(position, report.start)] = page
    shown = {}
    for position, page in numbers.items():
        number = escape(texts.original_page.format(page=page))
        shown[position] = (
            f'<button type="button" class="wz-page" data-original="page" data-page="{page}" '
            f'aria-label="{escape(texts.open_original_page.format(page=page))}">{number}</button>'
            if drawn
            else f'<span class="wz-page">{number}</span>'
        )
    return shown


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


def _frame(
    texts: Texts,
    *,
    title: str,
    subtitle: str = "",
    outline: str = "",
    body: str = "",
    above: str = "",
    tools: str = "",
    beside: str = "",
) -> str:
    outline_box = (
        f'<details class="wz-outline" open><summary>{escape(texts.outline)}</summary>'
        f'<nav aria-label="{escape(texts.outline)}"><ol>{outline}</ol></nav></details>'
        if outline
        else ""
    )
    return (
        f'<header class="wz-reader-head"><div><h2 id="wz-reader-title">{escape(title)}</h2>'
        f"<p>{subtitle}</p></div>"
        f'<div class="wz-reader-tools"><button type="button" data-reader="previous">{escape(texts.previous)}</button>'
        f'<span class="wz-position" aria-live="polite"></span>'
        f'<button type="button" data-reader="next">{escape(texts.next)}</button>{tools}'
        f'<button type="button" data-reader="close">{escape(texts.close)} <kbd>Esc</kbd></button></div></header>'
        f'<div class="wz-reader-body">{outline_box}<article lang="zh" tabindex="0">{above}{body}</article>'
        f"{beside}</div>"
    )
