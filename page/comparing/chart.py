"""The figures of a comparison as bars. Whatever comes from a report is escaped here."""

from __future__ import annotations

from html import escape

from page.comparing.compare_texts import compare_texts_for
from page.comparing.table import Table, notes_of
from qa import Language, period_label

__all__ = ["SHOWN_AT_FIRST", "render_chart", "render_unfold"]

SHOWN_AT_FIRST = 30  # the style sheet folds what comes after
_PATTERN = (
    '<svg class="wz-defs" aria-hidden="true" width="0" height="0"><defs><pattern id="wz-hatch" width="6" height="6" '
    'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="wz-hatch-ground" width="6" height="6">'
    '</rect><rect class="wz-hatch-line" width="3" height="6"></rect></pattern></defs></svg>'
)


def render_chart(table: Table, language: Language) -> str:
    """Bars of the rows that count the same thing, hatched where of another period, with the figures beside them."""
    words, entries = compare_texts_for(language), table.charted
    if len(entries) < 2:
        return ""
    values = [float(each.value or 0) for each in entries]
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    rows = []
    for entry, value in zip(entries, values, strict=True):
        left, width = (min(value, 0.0) - low) / span * 100, abs(value) / span * 100
        notes = notes_of(entry, table.usual, language)
        flag = f'<span class="wz-flag">{escape(words.differs)}</span>' if notes else ""
        period = escape(period_label(entry.years, language))
        named = period if table.of_one_place else f"{escape(entry.report.place)} <small>{period}</small>"
        rows.append(
            f'<li title="{escape("; ".join(notes))}"><span class="wz-bar-name">{named}</span>'
            f'<svg aria-hidden="true" width="100%" height="16"><rect class="{"wz-hatched" if notes else "wz-solid"}" '
            f'x="{left:.2f}%" y="1" width="{width:.2f}%" height="14"></rect></svg>'
            f'<span class="wz-bar-value">{escape(entry.citation.with_unit(entry.short))} {flag}</span></li>'
        )
    left_out = len(table.stated) - len(entries)
    outside = f"<p>{escape(words.chart_left_out.format(n=left_out))}</p>" if left_out else ""
    hatched = any(each.apart for each in entries)
    legend = f'<p class="wz-legend"><span class="wz-swatch"></span> {escape(words.pattern)}</p>' if hatched else ""
    name = words.chart_of.format(indicator=table.indicator, unit=table.usual.unit or "—")
    return (
        f'<figure class="wz-chart"><figcaption>{escape(name)}</figcaption>{legend}{_PATTERN}'
        f'<ol class="wz-unfolds wz-folded">{"".join(rows)}</ol>'
        f"{render_unfold(len(rows), longest=len(rows), language=language)}{outside}</figure>"
    )


def render_unfold(n: int, *, longest: int, language: Language) -> str:
    """The button that shows all n rows, where a list of them is longer than what is shown at first."""
    if longest <= SHOWN_AT_FIRST:
        return ""
    words = compare_texts_for(language)
    more, fewer = words.show_all.format(n=n), words.show_fewer.format(n=SHOWN_AT_FIRST)
    return (
        f'<p class="wz-tools"><button type="button" data-unfold aria-expanded="false" '
        f'data-other="{escape(fewer)}">{escape(more)}</button></p>'
    )
