"""What of the scope a question itself says, the question without it, and where filters leave out what it asks about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from index.errors import QuestionError
from index.language.gazetteer import Gazetteer
from index.types import Kind, Place
from qa.types import Conflict, Implied, ScopePart
from qa.understanding.query import Query

__all__ = ["Narrowed", "implied_scope", "leave_out", "narrow"]

_YEAR = re.compile(r"(?:19|20)\d\d\s?年?(?:度|[末底])?")


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
    named = query.places or query.terms or query.absent or query.level
    said: dict[ScopePart, object] = {"place": named, "year": query.years, "kind": query.kinds}
    return replace(implied, ignored=tuple(part for part, values in said.items() if values and part in ignore))


def leave_out(query: Query, ignored: Sequence[ScopePart]) -> Query:
    """The query without these parts of its scope: all places, the newest report of each, any kind."""
    if "place" in ignored:
        query = replace(
            query,
            question=_without(query.question, _names_of(query.places)),
            places=(),
            same_named=(),
            namesakes=(),
            doubted=(),
            absent=(),
            level=None,
            subordinate=False,
        )
    if "year" in ignored:
        query = replace(query, question=_YEAR.sub("", query.question), years=())
    if "kind" in ignored:
        query = replace(query, kinds=())
    return query


def _names_of(places: Sequence[Place]) -> list[str]:
    """As questions name them, the longest first."""
    short = [re.sub("(?:省|市|区|县|州|盟|旗)$", "", place.name) for place in places if len(place.name) > 2]
    names = [name for place in places for name in (place.path, place.name, place.pinyin)]
    return sorted({*names, *short}, key=lambda name: (-len(name), name))


def _without(question: str, names: Sequence[str]) -> str:
    """The question without these names; as it is where nothing would be left."""
    words = [name for name in names if name]
    left = re.sub("|".join(map(re.escape, words)), "", question, flags=re.IGNORECASE) if words else question
    return left.strip() or question


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
    Where filters leave out what is asked about, what the filters choose.

    A filter means the reports of its own places: 郑州市 leaves out its districts, and 河南省 its cities.
    """
    conflicts: list[Conflict] = []
    kept_places = _common_places(query, places, gazetteer)
    if kept_places is None:
        left = [place for place in query.places if place not in places] or query.places
        conflicts.append(_conflict("place", [each.path for each in left], [each.path for each in places]))
    kept_years = _common_years(query, years)
    if kept_years is None:
        conflicts.append(_conflict("year", query.years, years))
    kept_kinds = (
        tuple(kind for kind in query.kinds if kind in kinds) if kinds and query.kinds else (*kinds, *query.kinds)
    )
    if kinds and not kept_kinds:
        conflicts.append(_conflict("kind", query.kinds, kinds))
    return Narrowed(
        tuple(places) if kept_places is None else kept_places,
        tuple(years) if kept_years is None else kept_years,
        kept_kinds or tuple(kinds),
        tuple(conflicts),
    )


def _common_places(query: Query, places: Sequence[Place], gazetteer: Gazetteer) -> tuple[Place, ...] | None:
    """The places asked about, where the filter lets them all through; else None."""
    if not places or not query.places:
        return tuple(places) or query.places
    kept = tuple(place for place in query.places if place in places)
    if len(kept) == len(query.places) or (kept and query.same_named):
        return kept
    if query.subordinate or query.selects_places or query.compares:
        within = [[p for p in places if gazetteer.is_within(p.code, each.code)] for each in query.places]
        return tuple(dict.fromkeys(place for inner in within for place in inner)) if all(within) else None
    return None


def _common_years(query: Query, years: Sequence[int]) -> tuple[int, ...] | None:
    """The years asked about, where the filter lets them all through; else None. A report delivered in a year speaks of
    the year before and plans its own.
    """
    if not years or not query.years:
        return tuple(years) or query.years
    if query.relative_years:  # 今年 of a report that was chosen by its year is not the year of today
        return tuple(years)
    if query.period == "delivered":
        return query.years if {year - n for year in query.years for n in (0, 1)} & set(years) else None
    return query.years if set(query.years) <= set(years) else None


def _conflict(part: ScopePart, asked: Sequence[object], filtered: Sequence[object]) -> Conflict:
    return Conflict(part, tuple(map(str, asked)), tuple(map(str, filtered)))
