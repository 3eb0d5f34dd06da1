"""Lines of an answer, each with its citations; what fits a screen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.kinds import kind_names
from index.language.sentences import clauses
from index.types import Report, Span
from qa.citing.citation import LONGEST_QUOTE, cite, period_label
from qa.types import Citation, Language
from qa.wording import place_name, shown

__all__ = ["SCREEN", "Lines", "is_quoted", "quotes_of", "sentence_around", "solid", "source_of"]

# Characters of an answer that are read at a glance.
SCREEN = 960
_SENTENCE_END, _PART_END = re.compile("[。！？!?\n]"), re.compile("[；;。！？!?\n]")
_LONGEST_SENTENCE = 400


@dataclass(slots=True)
class Lines:
    """The lines of an answer that is being composed."""

    text: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    @property
    def length(self) -> int:
        """How many characters the lines have so far."""
        return sum(len(line) + 1 for line in self.text)

    def quoted(self, report: Report, path: Sequence[str], span: Span) -> str:
        """A stretch of a report as it is shown, with the markers of its citations."""
        pieces = []
        for piece in quotes_of(report.text, span):
            citation = next((c for c in self.citations if _is_at(c, report, piece)), None)
            if citation is None:
                citation = cite(1 + len(self.citations), report, path, piece)
                self.citations.append(citation)
            pieces.append(f"{shown(citation.quote)}[{citation.n}]")
        return "".join(pieces)


def solid(text: str) -> str:
    """The characters of a text less its white space, full-width digits and signs as plain ones: ２０＋８ → 20+8."""
    return "".join(map(_plain, "".join(text.split())))


def _plain(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def is_quoted(short: str | None, citations: Sequence[Citation]) -> bool:
    """Whether a quote has the characters, white space aside."""
    return bool(short) and any(solid(str(short)) in solid(each.quote) for each in citations)


def _is_at(citation: Citation, report: Report, span: Span) -> bool:
    return citation.report.id == report.id and (citation.start, citation.end) == (span.start, span.end)


def quotes_of(text: str, span: Span) -> list[Span]:
    """A stretch in pieces that can be quoted, cut between clauses where there are any."""
    if len(span) <= LONGEST_QUOTE:
        return [span]
    found: list[Span] = []
    for clause in clauses(text, span):
        if found and clause.end - found[-1].start <= LONGEST_QUOTE:
            found[-1] = Span(found[-1].start, clause.end)
            continue
        found += [
            Span(at, min(at + LONGEST_QUOTE, clause.end)) for at in range(clause.start, clause.end, LONGEST_QUOTE)
        ]
    return found


def sentence_around(text: str, start: int, end: int, *, parted: bool = False) -> Span:
    """The whole sentence that text[start:end] stands in. parted: a semicolon ends one as well."""
    border = _PART_END if parted else _SENTENCE_END
    begin = max([0, *(m.end() for m in border.finditer(text, max(0, start - _LONGEST_SENTENCE), start))])
    stop = border.search(text, max(start, end - 1))
    return Span(begin, stop.start() + (stop[0] != "\n") if stop else len(text))


def source_of(report: Report, language: Language, *, plan: bool = False) -> str:
    """Whose report it is, of which time and kind: 河南省新乡市 · 2024年（计划） · 政协常委会工作报告."""
    period = period_label(report.plans if plan else report.covers, language)
    if plan and period:
        period += " (planned)" if language == "en" else "（计划）"
    return " · ".join(
        part for part in (place_name(report, language), period, kind_names(language)[report.kind]) if part
    )
