"""A composed answer as HTML: a card for each thing asked, and the lines of an outline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from itertools import groupby

from page.asking.ask_texts import ask_texts_for
from page.asking.chips import Chips
from page.texts import Texts
from qa import Answer, AnswerForm, Part, Status

__all__ = ["form_of", "in_parts", "render_lines", "render_parts", "render_status"]

# None of them a tick: that a quote stands in its source does not make it the answer.
_GLYPHS = {"answered": "“”", "ambiguous": "≈", "not_indexed": "∅", "not_stated": "—", "filtered": "⊘"}
_ITEM = re.compile(r"^\s*[·•-]\s+")
# 提案工作提质增效[3]：…: what a line is of, cited as a heading is.
_HEADING = re.compile(r"(?P<heading>[^\[\]\n]{1,60}(?:\[\d{1,3}\])+)(?P<colon>：|: )(?P<rest>.+)", re.DOTALL)


def in_parts(answer: Answer) -> bool:
    """Whether several things were asked, each with an answer of its own."""
    return len(answer.parts) > 1


def form_of(answer: Answer) -> AnswerForm:
    """The form of an answer that is not in parts."""
    return answer.parts[0].form if len(answer.parts) == 1 else "plain"


def render_status(status: Status, form: AnswerForm, texts: Texts, *, filtered: bool = False) -> str:
    """The mark that says what an answer is worth, and for a composed one what it was made of."""
    badge = "filtered" if filtered else status
    made = ask_texts_for(texts.language).forms[form] if status == "answered" else ""
    said = f' <span class="wz-form">{escape(made)}</span>' if made else ""
    return (
        f'<p class="wz-badge-line"><span class="wz-badge wz-{badge}" title="{escape(texts.status_note[badge])}">'
        f'<span aria-hidden="true">{_GLYPHS[badge]}</span> {escape(texts.status[badge])}</span>{said}</p>'
    )


def render_parts(chips: Chips) -> str:
    """What was asked, one below the other, each with its status, its answer in large type, and its sentence."""
    words = ask_texts_for(chips.texts.language)
    parts = "".join(_part(part, chips) for part in chips.answer.parts)
    return f'<ol class="wz-parts" aria-label="{escape(words.parts)}">{parts}</ol>'


def _part(part: Part, chips: Chips) -> str:
    told = part.short_with_unit or ""
    short = f'<p class="wz-part-short">{escape(told)}</p>' if told else ""
    return (
        f'<li class="wz-part" data-status="{part.status}"><h3>{escape(part.question)}</h3>'
        f"{render_status(part.status, part.form, chips.texts)}{short}{render_lines(part.text, chips, under=told)}</li>"
    )


def render_lines(text: str, chips: Chips, *, under: str = "") -> str:
    """The lines of a text, those that begin with a dot as a list, each with its heading set off.

    under: what stands above in large type; a first line that says just that is not shown again.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and lines[0].rstrip("。.") == under:
        del lines[0]
    shown = (
        _items(group, chips) if listed else "".join(f"<p>{chips.with_chips(line)}</p>" for line in group)
        for listed, group in groupby(lines, key=lambda line: _ITEM.match(line) is not None)
    )
    return f'<div class="wz-text wz-lines">{"".join(shown)}</div>'


def _items(lines: Iterable[str], chips: Chips) -> str:
    items = (_item(_ITEM.sub("", line), chips) for line in lines)
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _item(line: str, chips: Chips) -> str:
    headed = _HEADING.fullmatch(line)
    if headed is None:
        return chips.with_chips(line)
    heading = f"<strong>{chips.with_chips(headed['heading'])}</strong>"
    return f'{heading}<span class="wz-colon">{escape(headed["colon"])}</span>{chips.with_chips(headed["rest"])}'
