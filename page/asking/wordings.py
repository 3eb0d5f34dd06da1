"""What a language model makes of an answer, under the answer's own words, while it comes.

The answer is there first. Its card carries a random token; with it the script asks for what has come so far, and the
first to ask sets the model to work.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from html import escape

from page.asking.chips import Chips
from page.asking.said import render_said
from page.asking.wording_texts import WordingTexts, wording_texts_for
from page.links import Address
from page.opened import Library, Opened
from page.texts import texts_for
from qa import Answer, BusyError, LanguageModel, Worded

__all__ = ["Wordings", "render_notice"]

_MOST_KEPT = 200  # answers; older ones are forgotten
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Wording:
    """One answer, and what has come of it. latest: None before the model has begun."""

    answer: Answer
    asked: Address
    language: str
    model: LanguageModel
    latest: Answer | None = None
    failed: str = ""
    begun: bool = False
    done: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)


class Wordings:
    """The answers shown that a model words or may word. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Wording] = OrderedDict()

    def offer(self, library: Library, answer: Answer, asked: Address, language: str) -> str:
        """The place under an answer where the model's words come, as HTML; "" where no model is on."""
        model = library.opened().answers.language_model
        if model is None:
            return ""
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._kept[token] = _Wording(answer, asked, language, model)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        words = wording_texts_for(language)
        return (
            f'<section class="wz-worded" data-worded="{escape(token)}" aria-label="{escape(words.title)}" '
            f'aria-live="polite" aria-busy="true">{_head(words, model)}{_note(words.waiting)}</section>'
        )

    def look(self, library: Library, token: str) -> tuple[str, bool]:
        """What has come so far as HTML, and whether that is all; "" and True for a token nobody was given."""
        with self._lock:
            wording = self._kept.get(token)
        if wording is None:
            return "", True
        with wording.lock:
            begins, wording.begun = not wording.begun, True
        if begins:
            threading.Thread(target=_work, args=(library, wording), daemon=True).start()
        done = wording.done  # read before what has come, so that nothing is missed
        return _render(wording), done


def render_notice(opened: Opened | None, language: str) -> str:
    """That a model is on, and where text goes, before anything is asked; "" where none is."""
    model = opened.answers.language_model if opened else None
    if model is None:
        return ""
    words = wording_texts_for(language)
    where = words.stays if model.is_here else words.leaves
    return f'<p class="wz-notice">{escape(words.on.format(model=model.model, host=model.host))} {escape(where)}</p>'


def _work(library: Library, wording: _Wording) -> None:
    asked = wording.asked
    try:
        with library.wording():
            for latest in library.opened().answers.word(
                wording.answer,
                places=asked.places or None,
                years=asked.years or None,
                kinds=asked.kinds or None,
                ignore=asked.ignore,
            ):
                wording.latest = latest
    except BusyError as error:
        wording.failed = str(error)
    except Exception:  # noqa: BLE001 — the edge of the page: the answer stands; why there is no more is logged
        _log.exception("A language model's words cannot be shown")
        wording.failed = wording_texts_for(wording.language).failed
    finally:
        wording.done = True


def _render(wording: _Wording) -> str:
    words, latest = wording_texts_for(wording.language), wording.latest
    parts = [_head(words, wording.model)]
    if latest is not None and latest.worded is not None:
        chips = Chips(latest, wording.asked, texts_for(wording.language))
        if latest.status != wording.answer.status:
            parts.append(_note(words.understood.format(question=latest.understood_as or "")) + render_said(chips))
        parts.append(_sentences(latest.worded, chips, words))
    elif not wording.done:
        parts.append(_note(words.waiting))
    if wording.failed:
        parts.append(_note(wording.failed))
    return "".join(parts)


def _sentences(worded: Worded, chips: Chips, words: WordingTexts) -> str:
    """Each sentence where it stood, a struck one as what it was struck for."""
    shown = "".join(
        f'<p class="wz-worded-struck">〔{escape(words.struck.format(reason=each.reason))}〕</p>'
        if each.struck
        else f"<p>{chips.with_chips(each.text)}</p>"
        for each in worded.sentences
    )
    notes = [words.chosen.format(n=worded.chosen)] if worded.chosen is not None else []
    if not worded.done:
        notes.append(words.waiting)
    elif worded.failed or not worded.sentences:
        notes.append(worded.failed or words.nothing)
    return shown + "".join(map(_note, notes))


def _head(words: WordingTexts, model: LanguageModel) -> str:
    return f'<p class="wz-worded-head">{escape(words.head.format(model=model.model, host=model.host))}</p>'


def _note(words: str) -> str:
    return f'<p class="wz-worded-note">{escape(words)}</p>'
