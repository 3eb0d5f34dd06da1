"""By how much something rose: its fall and its standstill are answers too, another thing's rise is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from index.language.changes import CHANGE_WORDS, STANDSTILL, asks_change, asks_fall, change_before
from index.language.figures import Figure
from index.types import Span
from qa.answering.candidates import Candidate
from qa.retrieval.concepts import Concept, coverage
from qa.understanding.query import Query

__all__ = ["asks_by_how_much", "either_way", "is_of_thing_asked", "standstills", "with_direction"]

# Share of what is asked about that a figure's own words must name.
_LEAST = 0.5
_OF_ANY_THING = frozenset((*CHANGE_WORDS, "目标", "预期", "预期目标", "增长目标", "计划", "上年", "去年", "同比"))
_STANDSTILL_VALUE = Decimal(0)


def asks_by_how_much(query: Query) -> bool:
    """Whether the figure asked for is that of a change."""
    return query.answer == "number" and asks_change(query.question)


def either_way(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """The question's concepts, its 增长 met by any word of a change."""
    return tuple(
        replace(concept, variants=tuple(dict.fromkeys((*concept.variants, *CHANGE_WORDS))))
        if concept.variants[0] in CHANGE_WORDS
        else concept
        for concept in concepts
    )


def is_of_thing_asked(concepts: Sequence[Concept], own: str) -> bool:
    """Whether a figure's words name what is asked about: 地区生产总值增长5.6% is not the growth of 进出口总额."""
    things = [concept for concept in concepts if concept.variants[0] not in _OF_ANY_THING]
    return not things or coverage(things, own) >= _LEAST


def with_direction(query: Query, candidate: Candidate, before: str) -> Candidate:
    """The candidate with the word that says it went the other way than asked: 3.2% → 下降3.2%. before: the text up to
    the candidate.
    """
    figure, change = candidate.figure, change_before(before)
    if figure is None or figure.doubtful or change is None or change.level or figure.value < 0:
        return candidate
    if (change.sign < 0) == asks_fall(query.question):
        return candidate
    more = len(before) - change.start
    text = before[change.start :] + candidate.text
    figure = replace(figure, start=figure.start - more, text=text)
    return replace(candidate, start=candidate.start - more, text=text, figure=figure)


def standstills(piece: str, sentence: Span) -> Iterator[Candidate]:
    """与上年持平 as a change of 0 %."""
    for match in STANDSTILL.finditer(piece):
        start, end = match.span()
        figure = Figure(start, end, start, match[0], _STANDSTILL_VALUE, "%", approximate=False)
        yield Candidate("figure", sentence.start + start, sentence.start + end, match[0], 1, figure)
