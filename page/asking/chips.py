"""From words to their source: [1] as a chip, and links that open the reader at a span."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from itertools import pairwise

from page.links import Address, span_query
from page.texts import Texts
from qa import Answer, Citation, Report, ScopePart, label

__all__ = ["Chips"]

_MARKER = re.compile(r"\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Chips:
    """Of one answer. asked: what the page was asked, which every link carries."""

    answer: Answer
    asked: Address
    texts: Texts

    @property
    def address(self) -> Address:
        """What asks for this answer again; without the question before where it did not lean on it."""
        answer, asked = self.answer, self.asked
        filtered: dict[ScopePart, object] = {"place": asked.places, "year": asked.years, "kind": asked.kinds}
        kept = [part for part in asked.ignore if filtered[part] or part in answer.implied.ignored]
        ignore = tuple(dict.fromkeys((*kept, *answer.implied.ignored)))
        return replace(
            asked, question=answer.question, ignore=ignore, after=asked.after if answer.understood_as else ""
        )

    def span_link(self, report: Report, start: int, end: int) -> str:
        """The attributes of a link that opens the reader at this span, here or in a new tab."""
        query = span_query(self.address, report.id, start, end, report.text[start:end])
        return f'href="{escape(query)}" data-span'

    def chip(self, citation: Citation) -> str:
        """The number of a citation, one click from its place."""
        source = label(citation, self.texts.language)
        aria = f"{self.texts.citation.format(n=citation.n)}: {source}"
        return (
            f'<a class="wz-chip" {self.span_link(citation.report, citation.start, citation.end)} '
            f'data-n="{citation.n}" data-quote="{escape(citation.quote)}" data-source="{escape(source)}" '
            f'aria-label="{escape(aria)}">{citation.n}</a>'
        )

    def with_chips(self, words: str) -> str:
        """The words as HTML, each [n] that is cited as a chip."""
        cited = {citation.n: citation for citation in self.answer.citations}
        return "".join(map(partial(self._piece, cited), _pieces(words)))

    def _piece(self, cited: dict[int, Citation], piece: str) -> str:
        marker = _MARKER.fullmatch(piece)
        citation = cited.get(int(marker[1])) if marker else None
        return self.chip(citation) if citation is not None else escape(piece)


def _pieces(words: str) -> list[str]:
    """The words cut before and after each marker: 409件 · [1] · 。"""
    borders = [0, *(border for marker in _MARKER.finditer(words) for border in marker.span()), len(words)]
    return [words[start:end] for start, end in pairwise(borders)]
