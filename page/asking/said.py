"""What an answer says, as HTML made from its values: a sentence, readings, the rows of a comparison, a refusal."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from page.asking.ask_texts import AskTexts, ask_texts_for
from page.asking.chips import Chips
from page.asking.parts import in_parts, render_lines, render_parts
from page.comparing.chart import render_chart
from page.comparing.table import table_of
from page.links import Address, page_query
from page.texts import Texts
from qa import Answer, Comparison, Conflict, Reading, ScopePart, Stated, period_label

__all__ = ["of_several_places", "render_said"]

_MOST_NAMED = 8  # places in a sentence


def render_said(chips: Chips) -> str:
    """The body of the card, under the figure in large type."""
    answer, texts = chips.answer, chips.texts
    if answer.conflicts:
        return "".join(_conflict(conflict, chips) for conflict in answer.conflicts)
    instead = _instead(answer, texts)
    comparison = answer.comparison
    drawn = comparison is not None and comparison.series
    chart = render_chart(table_of(answer.compared, comparison), texts.language) if comparison and drawn else ""
    if in_parts(answer):
        return instead + render_parts(chips) + chart
    if comparison is not None and comparison.rows:
        return instead + _rows(comparison, chips) + chart
    if len(answer.readings) > 1:
        return instead + _readings(answer, chips)
    missing = _missing(answer, texts)
    if answer.parts:
        return missing + render_lines(answer.text, chips, under=answer.short_with_unit or "")
    return f'{missing}<div class="wz-text"><p>{chips.with_chips(answer.text)}</p></div>'


def of_several_places(answer: Answer) -> bool:
    """Whether the readings are of several places, so that none of them is the answer before one is chosen."""
    return len({reading.citation.report.place for reading in answer.readings}) > 1


def _conflict(conflict: Conflict, chips: Chips) -> str:
    """That a filter leaves out what is asked, and the two ways out of it, a click each."""
    texts, words, address = chips.texts, ask_texts_for(chips.texts.language), chips.address
    asked, filtered = (texts.join(_named(names, texts)) for names in (conflict.asked, conflict.filtered))
    ignore = tuple(part for part in address.ignore if part != conflict.part)
    lifted = replace(_without_filter(address, conflict.part), ignore=ignore)
    within = replace(address, ignore=(*ignore, conflict.part))
    ways = ((words.lift[conflict.part], lifted), (words.within.format(filtered=filtered), within))
    return (
        f'<div class="wz-conflict"><p>{escape(words.leaves_out.format(asked=asked, filtered=filtered))}</p>'
        f'<p class="wz-tools">{"".join(_way(said, target) for said, target in ways)}</p></div>'
    )


def _without_filter(address: Address, part: ScopePart) -> Address:
    if part == "place":
        return replace(address, places=())
    return replace(address, years=()) if part == "year" else replace(address, kinds=())


def _way(words: str, target: Address) -> str:
    return f'<a href="{escape(page_query(target))}" data-visit>{escape(words)}</a>'


def _named(names: tuple[str, ...], texts: Texts) -> list[str]:
    """Kinds in the page's words; places and years as they are."""
    return [next((words for kind, words in texts.kind_names.items() if kind == name), name) for name in names]


def _missing(answer: Answer, texts: Texts) -> str:
    """The names of which no report is indexed."""
    if answer.missing not in ("name", "place") or not answer.missing_names:
        return ""
    said = ask_texts_for(texts.language).not_held.format(names=texts.join(list(answer.missing_names)))
    return f'<p class="wz-missing">{escape(said)}</p>'


def _instead(answer: Answer, texts: Texts) -> str:
    """Whose report is cited where the place asked about has none; in a sentence the text says it itself."""
    if not answer.instead:
        return ""
    names = [texts.join([texts.place(each) for each in places]) for places in (answer.implied.places, answer.instead)]
    said = ask_texts_for(texts.language).instead.format(asked=names[0], cited=names[1])
    return f'<p class="wz-left-out">{escape(said)}</p>'


def _readings(answer: Answer, chips: Chips) -> str:
    texts, several = chips.texts, of_several_places(answer)
    words = ask_texts_for(texts.language)
    rows = "".join(
        _reading(reading, chips, with_place=several, literal=n == 0 and not several)
        for n, reading in enumerate(answer.readings)
    )
    head = words.several_places if several else words.several_figures
    return (
        f'<div class="wz-text"><p>{escape(head)}</p></div>'
        f'<ul class="wz-readings" aria-label="{escape(texts.readings)}">{rows}</ul>{_namesakes(answer, texts)}'
    )


def _namesakes(answer: Answer, texts: Texts) -> str:
    """The other places of the name asked with; in a sentence the text says it itself."""
    if not answer.namesakes:
        return ""
    words = ask_texts_for(texts.language)
    said = words.namesakes.format(places=_listed([place.path for place in answer.namesakes], words, texts))
    return f'<p class="wz-left-out">{escape(said)}</p>'


def _reading(reading: Reading, chips: Chips, *, with_place: bool, literal: bool) -> str:
    place = reading.citation.report.place if with_place else ""
    words = " · ".join(word for word in (place, reading.qualifier, reading.period) if word)
    note = f" <em>{escape(chips.texts.literal)}</em>" if literal else ""
    return (
        f"<li><strong>{escape(reading.citation.with_unit(reading.short))}</strong> <span>{escape(words)}{note}</span> "
        f"{chips.chip(reading.citation)}</li>"
    )


def _rows(comparison: Comparison, chips: Chips) -> str:
    """A row a place, then what keeps the rows from being compared, and who does not state it."""
    texts = chips.texts
    words = ask_texts_for(texts.language)
    with_counted = any(row.qualifier for row in comparison.rows)
    columns = [*words.row_columns[:3], *(words.row_columns[3:] if with_counted else ())]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    rows = "".join(_row(row, chips, with_counted=with_counted) for row in comparison.rows)
    notes = [words.rows_differ] if comparison.differs else []
    names = [each.name for each in comparison.unstated if each.searched]
    if names:
        notes.append(words.rows_unstated.format(places=_listed(names, words, texts)))
    said = "".join(f"<p>{escape(note)}</p>" for note in notes)
    return (
        f'<div class="wz-table" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        f'<div class="wz-text">{said}</div>'
    )


def _row(row: Stated, chips: Chips, *, with_counted: bool) -> str:
    counted = f"<td>{escape(row.qualifier)}</td>" if with_counted else ""
    return (
        f'<tr><th scope="row">{escape(row.report.place)}</th>'
        f"<td>{escape(period_label(row.years, chips.texts.language))}</td>"
        f"<td>{escape(row.citation.with_unit(row.short))} {chips.chip(row.citation)}</td>{counted}</tr>"
    )


def _listed(names: list[str], words: AskTexts, texts: Texts) -> str:
    """The first few names, and how many there are in all where there are more."""
    more = words.and_more.format(n=len(names)) if len(names) > _MOST_NAMED else ""
    return texts.join(names[:_MOST_NAMED]) + more
