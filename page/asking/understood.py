"""What a question was understood as: the whole question where it leans on another, and its scope as removable chips."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import get_args

from page.asking.ask_texts import ask_texts_for
from page.links import Address, page_query
from page.texts import Texts
from qa import OF_CPPCC, Answer, ScopePart

__all__ = ["render_understood"]


def render_understood(answer: Answer, address: Address, texts: Texts) -> str:
    """The lines under the question; nothing where nothing was understood that the question does not say in full."""
    return _whole(answer, address, texts) + _implied(answer, address, texts)


def _whole(answer: Answer, address: Address, texts: Texts) -> str:
    if not answer.understood_as:
        return ""
    words = ask_texts_for(texts.language)
    typed = escape(page_query(replace(address, after="", ignore=())))
    return (
        f'<p class="wz-whole">{escape(words.whole)}<strong>{escape(answer.understood_as)}</strong> '
        f'<a href="{typed}" data-visit>{escape(words.as_typed)}</a></p>'
    )


def _implied(answer: Answer, address: Address, texts: Texts) -> str:
    words = ask_texts_for(texts.language)
    implied = answer.implied
    said: dict[ScopePart, list[str]] = {
        "place": [texts.place(place) for place in implied.places],
        "year": [str(year) for year in implied.years],
        "kind": ([words.of_cppcc] if implied.kinds == OF_CPPCC else [texts.kind_names[kind] for kind in implied.kinds]),
    }
    chips = []
    for part in get_args(ScopePart):
        if not said[part]:
            continue
        name = escape(texts.join(said[part]))
        removed = part in implied.ignored
        ignore = tuple(p for p in get_args(ScopePart) if (p in implied.ignored) != (p == part))
        aria = (words.put_back if removed else words.leave_out).format(words=texts.join(said[part]))
        shown = f"<s>{name}</s>" if removed else f"<span>{name}</span>"
        chips.append(
            f'<a class="wz-implied{" wz-struck" if removed else ""}" data-part="{part}" data-visit '
            f'href="{escape(page_query(replace(address, ignore=ignore)))}" aria-label="{escape(aria)}" '
            f'title="{escape(aria)}">{shown} <span aria-hidden="true">{"↺" if removed else "✕"}</span></a>'
        )
    if not chips:
        return ""
    notes = " ".join(words.left_out[part] for part in implied.ignored)
    note = f'<p class="wz-left-out">{escape(notes)}</p>' if notes else ""
    return f'<p class="wz-understood">{escape(words.understood)} {" ".join(chips)}</p>{note}'
