"""A candidate answer together with what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answering.candidates import Candidate
from qa.retrieval.concepts import Concept
from qa.types import Hit
from qa.understanding.query import Query

__all__ = ["Surroundings"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A candidate with the text beside it.

    things: nouns for the kind of thing asked for. sentence: the whole of the candidate's; own: what of it speaks of the
    candidate. before, after: the text on either side.
    """

    query: Query
    candidate: Candidate
    concepts: Sequence[Concept]
    hit: Hit
    things: Sequence[str]
    sentence: str
    own: str
    before: str
    after: str
