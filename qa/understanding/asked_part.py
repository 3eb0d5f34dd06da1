"""One thing that a question asks, as a question of its own."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AskedPart"]


@dataclass(frozen=True, slots=True)
class AskedPart:
    """One thing asked. label: in the words of the question. question: as one of its own. otherwise: with the topic of
    the part before, or without a hollow noun, for where the first is not answered; "" for none. leans: its place and
    body are those of the part before. lacks_object: what it counts was said there too. term: of which it is asked.
    """

    label: str
    question: str
    otherwise: str = ""
    leans: bool = False
    lacks_object: bool = False
    term: str = ""
