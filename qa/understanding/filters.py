"""What of the scope a question itself says, the question without it, and where filters leave out what it asks about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from index.errors import QuestionError
from index.language.gazetteer import Gazetteer
from index.types import Kind, Place
from qa.types import Conflict, Implied, ScopePart
from qa.understanding.query import Query

__all__ = ["Narrowed", "implied_scope", "leave_out", "narrow"]


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
        query = replace(
            query, places=(), same_named=(), namesakes=(), doubted=(), absent=(), level=None, subordinate=False
        )
    if "year" in ignored:
        query = replace(query, years=())
    if "kind" in ignored:
        query = replace(query, kinds=())
    return query


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What filters and question together choose; conflicts: where the filters leave out what is asked about."""

    places: tuple[Place, ...]
    years: tuple[int, ...]
    kinds: tuple[Kind, ...]
    conflicts: tuple[Conflict, ...] = ()


def narrow(
    query: Query, *, places: Sequence[Place], years: Sequence[int], kinds: Sequence[Kind], gazetteer: Gazetteer
) -> Narrowed:
    """The places, years and kinds that both the question and the filters let through; an empty filter lets all through.

    A filter means the reports of its own places: 郑州市 leaves out its districts, and 河南省 its cities.
    """
    conflicts: list[Conflict] = []
    asked = query.same_named or query.places
    codes = {place.code for place in places}
    kept = tuple(place for place in query.places if place.code in codes)
    if not places or not query.places:
        kept = tuple(places) or query.places
    elif query.subordinate or query.selects_places or query.compares:
        inner = tuple(p for p in places if any(gazetteer.is_within(p.code, each.code) for each in query.places))
        kept = inner if len(kept) < len(query.places) else kept
        if not kept:
            conflicts.append(_places_left_out(query.places, places))
    elif not kept or (len(kept) < len(asked) and not query.same_named):
        conflicts.append(_places_left_out([p for p in query.places if p not in kept], places))
    # A report delivered in a year speaks of the year before it and plans its own.
    spoken_of = {year - n for year in query.years for n in ((0, 1) if query.period == "delivered" else (0,))}
    missed = [year for year in query.years if year not in years]
    if years and query.years and (not spoken_of & set(years) if query.period == "delivered" else missed):
        conflicts.append(Conflict("year", tuple(map(str, query.years)), tuple(map(str, years))))
    common = (
        tuple(kind for kind in query.kinds if kind in kinds) if kinds and query.kinds else tuple(kinds or query.kinds)
    )
    if kinds and query.kinds and not common:
        conflicts.append(Conflict("kind", tuple(query.kinds), tuple(kinds)))
    return Narrowed(kept, query.years or tuple(years), common, tuple(conflicts))


def _places_left_out(asked: Sequence[Place], filtered: Sequence[Place]) -> Conflict:
    return Conflict("place", tuple(each.path for each in asked), tuple(each.path for each in filtered))
