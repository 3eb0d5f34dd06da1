"""What of the scope a question itself says, and the same question without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from index.errors import QuestionError
from qa.types import Implied, ScopePart
from qa.understanding.query import Query

__all__ = ["implied_scope", "leave_out"]


def implied_scope(
    query: Query, *, places: object, years: object, kinds: object, ignore: Sequence[ScopePart]
) -> Implied:
    """What the question says of the scope where no filter (places, years, kinds) says it instead.

    Raises:
        QuestionError: ignore names no part of the scope.
    """
    for part in ignore:
        if part not in get_args(ScopePart):
            raise QuestionError(
                f"{part!r} cannot be ignored; only {', '.join(get_args(ScopePart))} can. 能忽略的只有地区、年份、类型。"
            )
    implied = Implied(
        places=() if places else query.places,
        years=() if years else query.years,
        kinds=() if kinds else query.kinds,
    )
    said: dict[ScopePart, object] = {"place": implied.places, "year": implied.years, "kind": implied.kinds}
    return replace(implied, ignored=tuple(part for part, values in said.items() if values and part in ignore))


def leave_out(query: Query, ignored: Sequence[ScopePart]) -> Query:
    """The query without these parts of its scope: all places, the newest report of each, any kind."""
    if "place" in ignored:
        query = replace(query, places=(), subordinate=False)
    if "year" in ignored:
        query = replace(query, years=())
    if "kind" in ignored:
        query = replace(query, kinds=())
    return query
