"""Why a sentence is struck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Struck", "StruckFor"]

StruckFor = Literal[
    "uncited", "citation", "characters", "quote", "figure", "unit", "stage", "negation", "direction", "year", "place",
    "misplaced", "name", "scope", "words", "addressed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Struck:
    """why: which rule. what: the figure, year or place that does not stand there; "" where nothing is repeated."""

    why: StruckFor
    what: str = ""
