"""A question that nothing answers → plainer questions, which may ask no more than it does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.errors import QuestionError
from index.language.figures import find_figures
from index.types import Place
from qa.checking.lock_sources import folded
from qa.retrieval.retriever import Retriever
from qa.types import Answer, Citation, Part
from qa.understanding.query import Query

__all__ = ["asks_the_same", "combined", "questions_in"]

_HEAD = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.、)）]|[（(]\d{1,2}[)）])\s*")
_MARKER = re.compile(r"\[(\d{1,3})\]")
_MOST, _SHORTEST, _LONGEST = 3, 4, 200
# Cosine of the two questions, by the encoder of the index.
_ALIKE = 0.78


def questions_in(text: str) -> list[str]:
    """The questions that a model wrote, one a line."""
    lines = (_HEAD.sub("", line).strip().strip('“”"') for line in text.splitlines())
    found = dict.fromkeys(line for line in lines if _SHORTEST <= len(line) <= _LONGEST)
    return list(found)[:_MOST]


def asks_the_same(question: str, rewritten: str, retriever: Retriever) -> bool:
    """Whether a rewritten question keeps to what was asked: its places, time, kind of report, figures and matter.

    What decides whether anything is refused for want of a report may not change, or a model could ask its way around a
    refusal.
    """
    if rewritten == question:
        return False
    try:
        asked, put = retriever.parse(question), retriever.parse(rewritten)
    except QuestionError:
        return False
    if _scope(asked) != _scope(put) or put.doubted != asked.doubted or put.absent != asked.absent:
        return False
    ours, theirs = folded(question), folded(rewritten)
    if {each.value for each in find_figures(theirs)} - {each.value for each in find_figures(ours)}:
        return False
    if asked.units and put.units != asked.units:
        return False
    likeness = retriever.likeness(replace(asked, content=asked.content or question), [put.content or rewritten])
    return bool(likeness) and likeness[0] >= _ALIKE


def _scope(query: Query) -> tuple[object, ...]:
    return (
        _codes(query.places),
        _codes(query.excluded),
        _codes(query.beside),
        query.years,
        query.period,
        query.kinds,
        query.level,
        query.body,
        query.compares,
        query.selects_places,
    )


def _codes(places: Sequence[Place]) -> frozenset[str]:
    return frozenset(place.code for place in places)


def combined(answer: Answer, found: Sequence[Answer]) -> Answer:
    """One answer of those to the questions put instead, each a part where there are several. found: at least one."""
    if len(found) == 1:
        return replace(found[0], question=answer.question, understood_as=found[0].question)
    citations: list[Citation] = []
    parts: list[Part] = []
    for each in found:
        moved = {citation.n: len(citations) + n for n, citation in enumerate(each.citations, start=1)}
        own = tuple(replace(citation, n=moved[citation.n]) for citation in each.citations)
        text = _renumbered(each.text, moved)
        citations += own
        parts.append(Part(each.question, "plain", each.status, each.short, text, own))
    return replace(
        found[0],
        question=answer.question,
        understood_as="；".join(each.question for each in found),
        text="\n".join(part.text for part in parts),
        citations=tuple(citations),
        readings=(),
        sureness=None,
        passages=tuple(dict.fromkeys(hit for each in found for hit in each.passages))[:10],
        parts=tuple(parts),
    )


def _renumbered(text: str, moved: Mapping[int, int]) -> str:
    return _MARKER.sub(lambda match: f"[{moved.get(int(match[1]), int(match[1]))}]", text)
