"""The original beside the text: a page of the file as a picture, which the script fetches, and the file itself."""

from __future__ import annotations

from html import escape

from page.texts import Texts
from qa import Report

__all__ = ["original_link", "original_pane"]


def original_link(report: Report, texts: Texts, *, drawn: bool) -> str:
    """What stands among the reader's tools: a button for the pane, or a link to a file that has no pages to show."""
    if drawn:
        return (
            '<button type="button" data-original="toggle" aria-expanded="false" aria-controls="wz-original">'
            f"{escape(texts.original)}</button>"
        )
    return _file_link(report, texts, texts.original)


def original_pane(report: Report, start: int, end: int, texts: Texts) -> str:
    """The pane, hidden, on the page where [start, end) begins; the script shows it."""
    page_map = report.page_map
    pages = len(page_map.pages) or 1
    first, last = (page_map.page_of(position) or 1 for position in (start, max(start, end - 1)))
    told = {
        "document": report.document_id,
        "pages": pages,
        "first": first,
        "last": last,
        "start": start,
        "end": end,
        "count": texts.original_pages,
        "waiting": texts.original_waiting,
        "marked": texts.original_marked,
        "unmarked": texts.original_unmarked,
        "alt": f"{texts.original} {texts.original_page}",
        "unreachable": texts.unreachable,
    }
    data = " ".join(f'data-{name}="{escape(str(value))}"' for name, value in told.items())

    def button(name: str, sign: str, words: str) -> str:
        label = f'aria-label="{escape(words)}" title="{escape(words)}"'
        return f'<button type="button" data-original="{name}" {label}>{sign}</button>'

    return (
        f'<section id="wz-original" aria-label="{escape(texts.original)}" hidden {data}>'
        f'<div class="wz-reader-tools">{button("previous", "‹", texts.previous_page)}'
        f'<span class="wz-original-count" aria-live="polite"></span>{button("next", "›", texts.next_page)}'
        f'<button type="button" data-original="enlarge" aria-pressed="false">{escape(texts.enlarge)}</button>'
        f'{_file_link(report, texts, texts.download_short)}</div><p class="wz-original-note" role="status"></p>'
        f'<div class="wz-original-sheet" role="region" tabindex="0" aria-label="{escape(texts.original)}">'
        '<figure hidden><img alt=""></figure></div></section>'
    )


def _file_link(report: Report, texts: Texts, words: str) -> str:
    # In a tab of its own, where it is said why there is none; a file that there is is kept and no tab opens.
    return (
        f'<a href="original/{escape(report.document_id)}" target="_blank" rel="noopener" '
        f'aria-label="{escape(texts.download_original)}" title="{escape(texts.download_original)}">{escape(words)}</a>'
    )
