"""The answer and its evidence as HTML. Whatever comes from a question or a report is escaped here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from urllib.parse import quote

from index.types import Annotation, Report
from page.asking.ask_texts import ask_texts_for
from page.asking.passages import mark_up
from page.asking.understood import render_understood
from page.asking.verdicts import render_verdict
from page.comparing.compare_links import CompareAddress, compare_query
from page.links import Address, address_query, span_query
from page.reader import describe_report
from page.texts import Texts
from qa.citing.citation import label
from qa.citing.citation_export import Form, export
from qa.types import Answer, Citation, Hit, Reading

__all__ = ["Cards", "render_failure"]

_MARKER = re.compile(r"\[(\d{1,3})\]")
_TABLE_RULE = re.compile(r"\|[\s:|-]+\|?")
# The last line of a comparison; the card says it beneath, for every answer alike.
_SEARCHED = re.compile(r"检索了 \d+ 篇报告中的 \d+ 篇[^\n]*|Searched \d+ of \d+ reports[^\n]*")
_BLANK_LINES = re.compile(r"\n\s*\n")
# Name shown, form, name of the file, its type.
_FILES: tuple[tuple[str, Form, str, str], ...] = (
    ("BibTeX", "bibtex", "wenzheng.bib", "application/x-bibtex"),
    ("CSL-JSON", "csl-json", "wenzheng.json", "application/vnd.citationstyles.csl+json"),
)
_ASKED_NOTHING = Address("")
_LONG_SHORT = 24  # characters; more than this does not read well in the largest type
_GLYPHS = {"answered": "✓", "ambiguous": "≈", "not_indexed": "∅", "not_stated": "—"}


@dataclass(frozen=True, slots=True)
class Cards:
    """Renders answers in one language.

    annotations_of: the stretches of a document (by its id) that are not shown. asked: what the page was asked, which
    every link carries. token: with which the answer can be judged; "" where it cannot.
    """

    texts: Texts
    annotations_of: Callable[[str], Sequence[Annotation]]
    asked: Address = _ASKED_NOTHING
    token: str = ""

    def render(self, answer: Answer) -> str:
        """The answer card and the evidence beside it."""
        return f'<div class="wz-results">{self._answer(answer)}{self._evidence(answer)}</div>'

    def _answer(self, answer: Answer) -> str:
        texts = self.texts
        size = "wz-short wz-long" if len(answer.short or "") > _LONG_SHORT else "wz-short"
        short = f'<p class="{size}">{escape(answer.short)}</p>' if answer.short else ""
        return (
            f'<section class="wz-card wz-answer" aria-label="{escape(texts.answer)}" '
            f'data-question="{escape(answer.question)}" data-status="{answer.status}" '
            f'data-search="{escape(address_query(self._address(answer)))}" '
            f'data-whole="{escape(answer.understood_as or answer.question)}" '
            f'data-copy="{escape(self._plain(answer))}" '
            f'data-spoken="{escape(" — ".join(filter(None, (answer.short, texts.status[answer.status]))))}">'
            f'<p class="wz-asked">{escape(answer.question)}</p>'
            f"{render_understood(answer, self._address(answer), texts)}"
            f'<p class="wz-badge wz-{answer.status}" title="{escape(texts.status_note[answer.status])}">'
            f'<span aria-hidden="true">{_GLYPHS[answer.status]}</span> {escape(texts.status[answer.status])}</p>'
            f"{short}{self._qualifier(answer)}"
            f'<div class="wz-text">{self._text(answer)}</div>{self._readings(answer)}'
            f'<p class="wz-scope">{self._searched(answer)}</p>'
            f'<p class="wz-tools">{self._copy_button("answer", texts.copy)}'
            f"{self._copy_button('link', texts.copy_link)}{self._references(answer)}{self._comparison(answer)}</p>"
            f"{render_verdict(self.token, texts.language)}</section>"
        )

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
        places = self.asked.places or tuple(place.path for place in answer.implied.places)
        years = self.asked.years or tuple(answer.implied.years)
        address = CompareAddress(answer.compared, places, years)
        words = ask_texts_for(self.texts.language).as_comparison
        return f'<a href="{escape(compare_query(address))}">{escape(words)}</a>'

    def _copy_button(self, what: str, words: str) -> str:
        return (
            f'<button type="button" data-copy-{what} data-done="{escape(self.texts.copied)}">{escape(words)}</button>'
        )

    def _qualifier(self, answer: Answer) -> str:
        """What was counted and for when, of the reading shown in large type."""
        if not answer.short or not answer.readings:
            return ""
        reading = answer.readings[0]
        words = " · ".join(word for word in (reading.qualifier, reading.period) if word)
        return f'<p class="wz-qualifier">{escape(words)}</p>' if words else ""

    def _text(self, answer: Answer) -> str:
        """Paragraphs; lines that begin with "|" as a table, with "·" as a list; [n] is a chip where n is cited."""
        blocks: list[str] = []
        for kind, lines in groupby(answer.text.split("\n"), key=_line_kind):
            rows = list(lines)
            if kind == "|":
                blocks.append(self._table(rows, answer))
            elif kind == "·" and len(answer.readings) < 2:  # several readings have their own list
                items = "".join(f"<li>{self._with_chips(row.lstrip('· '), answer)}</li>" for row in rows)
                blocks.append(f"<ul>{items}</ul>")
            elif kind == "":
                blocks += [f"<p>{self._with_chips(row, answer)}</p>" for row in rows if not self._is_said(row, answer)]
        return "".join(blocks)

    @staticmethod
    def _is_said(line: str, answer: Answer) -> bool:
        """Whether the card says it elsewhere: the short answer, how much was searched."""
        line = line.strip()
        return line in ("", answer.short) or _SEARCHED.fullmatch(line) is not None

    def _table(self, lines: list[str], answer: Answer) -> str:
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if not _is_rule(line)]
        body = "".join(
            "<tr>" + "".join(f"<{tag}>{self._with_chips(cell, answer)}</{tag}>" for cell in row) + "</tr>"
            for tag, row in zip(["th"] + ["td"] * len(rows), rows, strict=False)
        )
        return f'<div class="wz-table" tabindex="0"><table>{body}</table></div>'

    def _with_chips(self, words: str, answer: Answer) -> str:
        citations = {citation.n: citation for citation in answer.citations}
        shown: list[str] = []
        position = 0
        for marker in _MARKER.finditer(words):
            citation = citations.get(int(marker[1]))
            if citation is not None:
                shown += [escape(words[position : marker.start()]), self._chip(answer, citation)]
                position = marker.end()
        return "".join(shown) + escape(words[position:])

    def _chip(self, answer: Answer, citation: Citation) -> str:
        source = label(citation, self.texts.language)
        aria = f"{self.texts.citation.format(n=citation.n)}: {source}"
        return (
            f'<a class="wz-chip" {self._span_link(answer, citation.report, citation.start, citation.end)} '
            f'data-n="{citation.n}" data-quote="{escape(citation.quote)}" data-source="{escape(source)}" '
            f'aria-label="{escape(aria)}">{citation.n}</a>'
        )

    def _readings(self, answer: Answer) -> str:
        if len(answer.readings) < 2:
            return ""
        rows = "".join(self._reading(answer, reading, first=n == 0) for n, reading in enumerate(answer.readings))
        return f'<ul class="wz-readings" aria-label="{escape(self.texts.readings)}">{rows}</ul>'

    def _reading(self, answer: Answer, reading: Reading, *, first: bool) -> str:
        words = " · ".join(word for word in (reading.qualifier, reading.period) if word)
        note = f" <em>{escape(self.texts.literal)}</em>" if first else ""
        return (
            f"<li><strong>{escape(reading.short)}</strong> <span>{escape(words)}{note}</span> "
            f"{self._chip(answer, reading.citation)}</li>"
        )

    def _searched(self, answer: Answer) -> str:
        texts, scope = self.texts, answer.scope
        parts = [texts.searched.format(searched=scope.reports_searched, total=scope.reports_total)]
        parts.append(texts.join([texts.place(place) for place in scope.places]) or texts.everywhere)
        names = ask_texts_for(texts.language).kind_names
        if scope.kinds and not answer.implied.kinds:  # implied ones stand above, as a chip
            parts.append(texts.join([names[kind] for kind in scope.kinds]))
        years = texts.join([str(year) for year in scope.years])
        parts.append(f"{texts.period[scope.period]} {years}" if years else texts.any_year)
        if scope.places or scope.years or scope.kinds:
            parts.append(texts.inferred if scope.inferred else texts.given)
        if "total" in answer.timing_ms:
            parts.append(texts.took.format(ms=f"{answer.timing_ms['total']:.0f}"))
        return " · ".join(f'<span class="wz-fact">{escape(part)}</span>' for part in parts)

    def _evidence(self, answer: Answer) -> str:
        if not answer.passages:
            return ""
        refused = answer.status in ("not_indexed", "not_stated")
        heading = self.texts.related if refused else self.texts.evidence
        cards = "".join(self._passage(answer, rank, hit) for rank, hit in enumerate(answer.passages, 1))
        return (
            f'<section class="wz-evidence" aria-label="{escape(heading)}"><h2>{escape(heading)}</h2>'
            f"<ol>{cards}</ol></section>"
        )

    def _passage(self, answer: Answer, rank: int, hit: Hit) -> str:
        texts = self.texts
        quotes = [
            citation
            for citation in answer.citations
            if citation.report.document_id == hit.report.document_id
            and citation.start < hit.end
            and citation.end > hit.start
        ]
        start, end = (quotes[0].start, quotes[0].end) if quotes else (hit.start, hit.end)
        annotations = self.annotations_of(hit.report.document_id)
        passage = mark_up(
            hit.report.text,
            _after_heading(hit, annotations),
            hit.end,
            annotations=annotations,
            cited=[(citation.start, citation.end) for citation in quotes],
        )
        passage = _BLANK_LINES.sub("\n", passage.strip())
        numbers = "".join(f'<span class="wz-number">{citation.n}</span>' for citation in quotes)
        path = " › ".join(hit.heading_path) or hit.report.title
        ranks = [(texts.lexical, hit.lexical_rank), (texts.dense, hit.dense_rank)]
        found = " · ".join(words.format(rank=value) for words, value in ranks if value is not None)
        return (
            f'<li class="wz-card wz-passage{" wz-quoted" if quotes else ""}"><p class="wz-passage-head">'
            f'<span class="wz-rank">{escape(texts.rank.format(rank=rank))}</span> '
            f"{describe_report(hit.report, texts)} {numbers}</p>"
            f'<h3>{escape(path)}</h3><blockquote lang="zh">{passage}</blockquote>'
            f'<p class="wz-found"><span>{escape(found or texts.not_ranked)}</span> '
            f"<a {self._span_link(answer, hit.report, start, end)}>{escape(texts.open_source)}</a></p></li>"
        )

    def _span_link(self, answer: Answer, report: Report, start: int, end: int) -> str:
        """The attributes of a link that opens the reader at this span, here or in a new tab."""
        query = span_query(self._address(answer), report.id, start, end, report.text[start:end])
        return f'href="{escape(query)}" data-span'

    def _address(self, answer: Answer) -> Address:
        """What asks for this answer again; without the question before where it did not lean on it."""
        after = self.asked.after if answer.understood_as else ""
        return replace(self.asked, question=answer.question, ignore=answer.implied.ignored, after=after)

    def _plain(self, answer: Answer) -> str:
        """What the copy button copies: the sentence, then each citation with its quote."""
        lines = [answer.text]
        lines += [
            f"[{citation.n}] {label(citation, self.texts.language)}：“{citation.quote}”"
            for citation in answer.citations
        ]
        return "\n".join(lines)


def render_failure(title: str, help_text: str, detail: str = "") -> str:
    """A card that says what went wrong and what to do. help_text may name a command in `backquotes`."""
    shown_help = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(help_text))
    shown_detail = f'<p class="wz-detail">{escape(detail)}</p>' if detail else ""
    return (
        f'<div class="wz-results"><section class="wz-card wz-failure" role="alert"><h2>{escape(title)}</h2>'
        f"<p>{shown_help}</p>{shown_detail}</section></div>"
    )


def _after_heading(hit: Hit, annotations: Sequence[Annotation]) -> int:
    """Where the passage goes on after its heading, which the card shows above it; its start where it has none."""
    position, text = hit.start, hit.report.text
    while skipped := next((note for note in annotations if note.start <= position < note.end), None):
        position = skipped.end
    heading = hit.heading_path[-1] if hit.heading_path else ""
    after = position + len(heading)
    own_line = text[after : after + 1] == "\n" or any(note.start == after for note in annotations)
    return after if heading and after < hit.end and text.startswith(heading, position) and own_line else hit.start


def _line_kind(line: str) -> str:
    """What a line of an answer is: "|" a table row, "·" a list item, "" a paragraph."""
    first = line.lstrip()[:1]
    return first if first in ("|", "·") else ""


def _is_rule(line: str) -> bool:
    """Whether a table line is the rule under the head: |---|---|."""
    return _TABLE_RULE.fullmatch(line.strip()) is not None
