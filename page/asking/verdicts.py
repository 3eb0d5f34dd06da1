"""The two buttons under an answer, and what becomes of a click.

Only who was shown an answer can judge it, once: each card carries a random token, which dies with its use.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import get_args

from page.asking.ask_texts import ask_texts_for
from page.links import Address
from qa import LONGEST_NOTE, Answer, Filters, Verdict, append_judgement, judgement_of

__all__ = ["Verdicts", "render_verdict"]

_MOST_SHOWN = 2000  # answers that can still be judged; older ones are forgotten


@dataclass(frozen=True, slots=True)
class _Shown:
    answer: Answer
    asked: Address
    path: Path


class Verdicts:
    """The answers shown that nobody has judged yet. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shown: OrderedDict[str, _Shown] = OrderedDict()

    def offer(self, answer: Answer, asked: Address, path: Path) -> str:
        """The token of an answer that is shown; path: where a judgement of it is written."""
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._shown[token] = _Shown(answer, asked, path)
            while len(self._shown) > _MOST_SHOWN:
                self._shown.popitem(last=False)
        return token

    def judge(self, token: str, verdict: str, note: str) -> bool:
        """Writes what was said of the answer; False where it was judged before, is too old, or never was shown.

        Raises:
            FeedbackError: it cannot be written; the answer can then be judged again.
        """
        if verdict not in get_args(Verdict):
            return False
        with self._lock:
            shown = self._shown.pop(token, None)
        if shown is None:
            return False
        asked = shown.asked
        filters = Filters(asked.places, asked.years, asked.kinds, asked.ignore, asked.after)
        try:
            said: Verdict = "up" if verdict == "up" else "down"
            append_judgement(shown.path, judgement_of(shown.answer, filters, said, note))
        except Exception:
            with self._lock:
                self._shown[token] = shown
            raise
        return True


def render_verdict(token: str, language: str) -> str:
    """The buttons; a note can be added to a bad verdict. Nothing without a token."""
    if not token:
        return ""
    words = ask_texts_for(language)
    up, down = (f'data-verdict="{verdict}"' for verdict in get_args(Verdict))
    thumb = '<span class="wz-thumb" aria-hidden="true"></span> '
    return (
        f'<form class="wz-verdict" data-token="{escape(token)}"><span>{escape(words.useful)}</span> '
        f'<button type="button" {up}>{thumb}{escape(words.right)}</button>'
        f'<button type="button" {down} aria-expanded="false">{thumb}{escape(words.wrong)}</button>'
        f'<span class="wz-verdict-note" hidden><label>{escape(words.note)} '
        f'<input type="text" name="note" maxlength="{LONGEST_NOTE}" autocomplete="off"></label>'
        f'<button type="submit">{escape(words.send)}</button></span>'
        '<span class="wz-verdict-said" role="status"></span></form>'
    )
