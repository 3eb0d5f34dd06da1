"""What a composer is asked, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.kinds import UNRELATED
from qa.retrieval.retriever import Retriever
from qa.retrieval.scope import ResolvedScope
from qa.types import Answer, AnswerForm, Citation, Comparison, Hit, Language, Part, Status
from qa.understanding.query import Query

if TYPE_CHECKING:
    from qa.composing.evidence import Evidence

__all__ = ["Ask", "Composed", "Composer", "Request"]


Ask = Callable[[str], Answer]
"""Asks a question of its own, with the filters and in the language of the one being composed."""


@dataclass(frozen=True, slots=True)
class Request:
    """A whole question. scope: what of the index it is about; `scope.missing` says why that is nothing.

    plain: asks for one span (or a comparison), and composes nothing. ask: the
    same, but composes an answer of one form where the question has one. evidence: by the passages it was looked for in,
    as far as it was, since several composers ask for it. printed: the same of the term whose meaning is asked.
    """

    question: str
    query: Query
    scope: ResolvedScope
    language: Language
    retriever: Retriever
    plain: Ask
    ask: Ask
    evidence: dict[tuple[str, ...], list[Evidence]] = field(default_factory=dict, compare=False)
    printed: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def reports_total(self) -> int:
        """How many reports are indexed, other articles of their files left out."""
        return sum(report.kind != UNRELATED for report in self.retriever.index.reports)


@dataclass(frozen=True, slots=True)
class Composed:
    """A composed answer. text: with markers [n]; citations: each in the text.

    passages: the evidence, best first. parts: where several things were asked; else the answer is one part of `form`.
    comparison, compared: of a trend its rows, and of what they are, as of an answer.
    """

    form: AnswerForm
    status: Status
    short: str | None
    text: str
    citations: tuple[Citation, ...]
    passages: tuple[Hit, ...] = ()
    parts: tuple[Part, ...] = ()
    comparison: Comparison | None = None
    compared: str = ""


Composer = Callable[[Request], Composed | None]
"""Gives None where the question is not of its form, or where it can say no more than the plain answer."""
