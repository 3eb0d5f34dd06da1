"""The answer and its evidence as HTML. Whatever comes from a question or a report is escaped here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from page.asking.ask_texts import ask_texts_for
from page.asking.chips import Chips
from page.asking.evidence import Evidence
from page.asking.parts import form_of, in_parts, render_status
from page.asking.said import of_several_places, render_said
from page.asking.understood import render_understood
from page.asking.verdicts import render_verdict
from page.links import Address, CompareAddress, page_query
from page.texts import Texts
from qa import Annotation, Answer, Form, export, label, sureness_words

__all__ = ["Cards"]

# Name shown, form, name of the file, its type.
_FILES: tuple[tuple[str, Form, str, str], ...] = (
    ("BibTeX", "bibtex", "wenzheng.bib", "application/x-bibtex"),
    ("CSL-JSON", "csl-json", "wenzheng.json", "application/vnd.citationstyles.csl+json"),
)
_ASKED_NOTHING = Address("")
_LONG_SHORT = 24  # characters; more than this does not read well in the largest type


@dataclass(frozen=True, slots=True)
class Cards:
    """Renders answers in one language.

    annotations_of: the stretches of a document (by its id) that are not shown. asked: what the page was asked, which
    every link carries. token: with which the answer can be judged; "" where it cannot.
    beside: what stands under the answer's own words, as HTML.
    """

    texts: Texts
    annotations_of: Callable[[str], Sequence[Annotation]]
    asked: Address = _ASKED_NOTHING
    token: str = ""
    beside: str = ""

    def render(self, answer: Answer) -> str:
        """The answer card and the evidence beside it."""
        chips = Chips(answer, self.asked, self.texts)
        evidence = Evidence(chips, self.annotations_of).render()
        return f'<div class="wz-results">{self._answer(chips)}{evidence}</div>'

    def _answer(self, chips: Chips) -> str:
        texts, answer = self.texts, chips.answer
        opening = (
            f'<section class="wz-card wz-answer" aria-label="{escape(texts.answer)}" '
            f'data-question="{escape(answer.question)}" data-status="{answer.status}" '
            f'data-search="{escape(page_query(chips.address))}" '
            f'data-whole="{escape(answer.understood_as or answer.question)}" data-turns="{escape(answer.turns)}" '
        )
        asked = f'<p class="wz-asked">{escape(answer.question)}</p>'
        if answer.is_conversation:  # nothing was searched for, so there is nothing to judge, copy or narrow
            return (
                f'{opening}data-spoken="{escape(answer.text)}" data-talk>{asked}'
                f'<div class="wz-text"><p>{escape(answer.text)}</p></div></section>'
            )
        badge = "filtered" if answer.missing == "filter" else answer.status
        short = "" if of_several_places(answer) or in_parts(answer) else answer.short_with_unit or ""
        size = "wz-short wz-long" if len(short) > _LONG_SHORT else "wz-short"
        shown = f'<p class="{size}">{escape(short)}</p>' if short else ""
        return (
            f"{opening}"
            f'data-copy="{escape(self._plain(answer))}" '
            f'data-spoken="{escape(self._spoken(answer, short, texts.status[badge]))}">'
            f"{asked}"
            f"{render_understood(answer, chips.address, texts)}"
            f"{self._status(answer)}{self._sureness(answer)}{shown}{self._qualifier(answer) if short else ''}"
            f"{render_said(chips)}{self.beside}"
            f'<p class="wz-scope">{self._searched(answer)}</p>'
            f'<p class="wz-tools">{self._copy_button("answer", texts.copy)}'
            f"{self._copy_button('link', texts.copy_link)}{self._references(answer)}{self._comparison(answer)}</p>"
            f"{render_verdict(self.token, texts.language)}</section>"
        )

    def _status(self, answer: Answer) -> str:
        """The mark of the whole answer; in parts each has its own."""
        if in_parts(answer):
            return ""
        return render_status(answer.status, form_of(answer), self.texts, filtered=answer.missing == "filter")

    def _spoken(self, answer: Answer, short: str, status: str) -> str:
        """What is read aloud when an answer is there."""
        if not in_parts(answer):
            return " — ".join(filter(None, (short, status)))
        told = [f"{part.question} {part.short_with_unit or self.texts.status[part.status]}" for part in answer.parts]
        return "; ".join(told)

    def _sureness(self, answer: Answer) -> str:
        """How sure the answer is, and what that is known from."""
        if not answer.sureness or answer.status != "answered":
            return ""  # of several readings each is as good as the report
        words = escape(sureness_words(answer.sureness, self.texts.language))
        return f'<p class="wz-sureness wz-sure-{answer.sureness.level}">{words}</p>'

    def _references(self, answer: Answer) -> str:
        """The citations for a list of references: to copy, and as files for a reference manager."""
        if not answer.citations:
            return ""
        entries = escape(export(answer.citations, form="gbt7714-2025"))
        links = "".join(
            f'<a download="{name}" aria-label="{escape(self.texts.download.format(form=words))}" '
            f'href="data:{kind};charset=utf-8,{quote(export(answer.citations, form=form))}">{words}</a>'
            for words, form, name, kind in _FILES
        )
        button = self._copy_button("citation", self.texts.copy_citation)
        return f'<span class="wz-references" data-references="{entries}">{button}{links}</span>'

    def _comparison(self, answer: Answer) -> str:
        """Of a comparison, the link that opens it in its own tab, with chart and table."""
        if not answer.compared:
            return ""
        asked, implied = self.asked, answer.implied
        places = asked.places or tuple(place.path for place in implied.places)
        address = CompareAddress(answer.compared, places, asked.years or implied.years, asked.kinds or implied.kinds)
        words = ask_texts_for(self.texts.language).as_comparison
        return f'<a href="{escape(page_query(address))}">{escape(words)}</a>'

    def _copy_button(self, what: str, words: str) -> str:
        return (
            f'<button type="button" data-copy-{what} data-done="{escape(self.texts.copied)}">{escape(words)}</button>'
        )

    def _qualifier(self, answer: Answer) -> str:
        """What was counted and for when, of the reading shown in large type."""
        if not answer.readings:
            return ""
        reading = answer.readings[0]
        words = " · ".join(word for word in (reading.qualifier, reading.period) if word)
        return f'<p class="wz-qualifier">{escape(words)}</p>' if words else ""

    def _searched(self, answer: Answer) -> str:
        texts, scope = self.texts, answer.scope
        parts = [texts.searched.format(searched=scope.reports_searched, total=scope.reports_total)]
        if answer.missing in ("filter", "name"):
            return f'<span class="wz-fact">{escape(parts[0])}</span>'  # nowhere was searched
        parts.append(texts.join([texts.place(place) for place in scope.places]) or texts.everywhere)
        if scope.kinds and not answer.implied.kinds:  # implied ones stand above, as a chip
            parts.append(texts.join([texts.kind_names[kind] for kind in scope.kinds]))
        years = texts.join([str(year) for year in scope.years])
        parts.append(f"{texts.period[scope.period]} {years}" if years else texts.any_year)
        if scope.places or scope.years or scope.kinds:
            parts.append(texts.inferred if scope.inferred else texts.given)
        if "total" in answer.timing_ms:
            parts.append(texts.took.format(ms=f"{answer.timing_ms['total']:.0f}"))
        return " · ".join(f'<span class="wz-fact">{escape(part)}</span>' for part in parts)

    def _plain(self, answer: Answer) -> str:
        """What the copy button copies: the sentence, then each citation with its quote."""
        lines = [answer.text]
        lines += [
            f"[{citation.n}] {label(citation, self.texts.language)}：“{citation.quote}”"
            for citation in answer.citations
        ]
        return "\n".join(lines)
