"""The passages beside an answer, each with how it was found and what of it is quoted."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from page.asking.chips import Chips
from page.described import describe_report
from page.marked import mark_up, with_tables
from qa import Annotation, Hit, page_label

__all__ = ["Evidence"]

_BLANK_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of one answer. annotations_of: the stretches of a document (by its id) that are not shown."""

    chips: Chips
    annotations_of: Callable[[str], Sequence[Annotation]]

    def render(self) -> str:
        """The ranked passages; of a refusal they are called related, not evidence. Nothing where there are none."""
        answer, texts = self.chips.answer, self.chips.texts
        if not answer.passages:
            return ""
        refused = answer.status in ("not_indexed", "not_stated")
        heading = texts.related if refused else texts.evidence
        cards = "".join(self._passage(rank, hit) for rank, hit in enumerate(answer.passages, 1))
        return (
            f'<section class="wz-evidence" aria-label="{escape(heading)}"><h2>{escape(heading)}</h2>'
            f"<ol>{cards}</ol></section>"
        )

    def _passage(self, rank: int, hit: Hit) -> str:
        texts = self.chips.texts
        quotes = [
            citation
            for citation in self.chips.answer.citations
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
        passage = with_tables(_BLANK_LINES.sub("\n", passage.strip()))
        numbers = "".join(f'<span class="wz-number">{citation.n}</span>' for citation in quotes)
        where = page_label(hit.report, start, end, texts.language)
        path = " · ".join(filter(None, (" › ".join(hit.heading_path) or hit.report.title, where)))
        ranks = [(texts.lexical, hit.lexical_rank), (texts.dense, hit.dense_rank)]
        found = " · ".join(words.format(rank=value) for words, value in ranks if value is not None)
        return (
            f'<li class="wz-card wz-passage{" wz-quoted" if quotes else ""}"><p class="wz-passage-head">'
            f'<span class="wz-rank">{escape(texts.rank.format(rank=rank))}</span> '
            f"{describe_report(hit.report, texts)} {numbers}</p>"
            f'<h3>{escape(path)}</h3><blockquote lang="zh">{passage}</blockquote>'
            f'<p class="wz-found"><span>{escape(found or texts.not_ranked)}</span> '
            f"<a {self.chips.span_link(hit.report, start, end)}>{escape(texts.open_source)}</a></p></li>"
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
