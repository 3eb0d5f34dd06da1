"""A question of which no report is → the questions that a sentence of another report may answer instead.

Only a sentence that names the place or the year asked about does: each of these questions has that name among its
terms, or says of what its answer must be said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.types import Place
from qa.retrieval.retriever import Retriever
from qa.retrieval.scope import PLAN_ROLE, ResolvedScope, places_named
from qa.understanding.query import Query

__all__ = ["Turned", "turned"]


@dataclass(frozen=True, slots=True)
class Turned:
    """query: what is read and judged; ranked_by: what passages are found with. said_of: names of which one must be said
    right before the answer, empty for none. elsewhere: the answer is from a report of another place than the one asked
    about, which it has to say. of_cells: only a table's cell answers.
    """

    query: Query
    ranked_by: Query
    scope: ResolvedScope
    said_of: tuple[str, ...] = ()
    elsewhere: bool = False
    of_cells: bool = False


def turned(
    retriever: Retriever,
    query: Query,
    scope: ResolvedScope,
    *,
    places: Sequence[str] | None,
    years: Sequence[int] | None,
    kinds: Sequence[str] | None,
) -> Iterator[Turned]:
    """The questions to put instead, in their order. scope: the question's own, in which something is missing. places,
    years, kinds: the filters, which hold for them too.
    """
    found: Sequence[Turned | None] = ()
    if scope.missing == "place" and not places:
        found = (_of_superior(retriever, query, years, kinds), _of_beside(retriever, query, years, kinds))
    elif scope.missing == "filter" and places:
        found = (_of_filtered(retriever, query, scope, places, years, kinds),)
    elif scope.missing == "period" and query.period == "covers":
        found = (
            _of_columns(retriever, query, places, kinds),
            _of_other_years(retriever, query, places, kinds),
            _of_beside(retriever, query, years, kinds),
        )
    yield from (each for each in found if each is not None and not each.scope.missing)


def _of_superior(
    retriever: Retriever, query: Query, years: Sequence[int] | None, kinds: Sequence[str] | None
) -> Turned | None:
    """The report of a place above, of a place that has none: 惠济区 in the report of 郑州市.

    Only where the question is not about a report or a body of that place itself.
    """
    above = retriever.indexed_above(query.places)
    if query.kinds or query.selects_places or not above:
        return None
    names = tuple(retriever.gazetteer.short(place) for place in query.places)
    asked = replace(query, places=above)
    # The place itself finds the passage, but is no support: what is asked must be stated of it.
    widened = replace(asked, content=" ".join((*names, query.content)))
    return Turned(asked, widened, retriever.scope(widened, years=years, kinds=kinds), said_of=names, elsewhere=True)


def _of_beside(
    retriever: Retriever, query: Query, years: Sequence[int] | None, kinds: Sequence[str] | None
) -> Turned | None:
    """The report of another place named in the question, where a sentence names the place asked about too:
    石家庄、保定政协等联办…，邯郸这边参加的有多少人.
    """
    places = tuple(place for place in query.beside if place.code in retriever.indexed)
    if query.selects_places or not places:
        return None
    asked = tuple(_names_in(retriever, place, places) for place in query.places)
    own = {name for place in places for name in retriever.gazetteer.names(place)}
    terms = (*asked, *(forms for forms in query.terms if own.isdisjoint(forms)))
    put = replace(query, places=places, same_named=(), beside=(), terms=terms)
    return Turned(put, put, retriever.scope(put, years=years, kinds=kinds), elsewhere=True)


def _names_in(retriever: Retriever, place: Place, of: Sequence[Place]) -> tuple[str, ...]:
    """How reports of these places call another: by its name, or 全省 of the province they all lie in."""
    names, whole = retriever.gazetteer.names(place), {"province": "全省", "city": "全市"}.get(place.level)
    inside = whole and all(retriever.gazetteer.is_within(each.code, place.code) for each in of)
    return (*names, whole) if whole and inside else tuple(names)


def _of_filtered(
    retriever: Retriever,
    query: Query,
    scope: ResolvedScope,
    places: Sequence[str],
    years: Sequence[int] | None,
    kinds: Sequence[str] | None,
) -> Turned | None:
    """The report chosen by a filter, of a part of its place that has no report itself; of another place, what is said
    right behind its name, figures never: 援建的是四川哪个县.
    """
    gazetteer = retriever.gazetteer
    chosen = places_named(places, gazetteer)
    inner = [place for place in query.places if any(gazetteer.is_within(place.code, each.code) for each in chosen)]
    has_own = any(place.code in retriever.indexed for place in query.places)
    only_place = all(conflict.part == "place" for conflict in scope.conflicts)
    of_part = not has_own and len(inner) == len(query.places)
    of_another = not inner and len(query.places) == 1 and query.answer != "number"
    if not only_place or query.compares or not (of_part or of_another):
        return None
    names = tuple(gazetteer.names(place) for place in query.places)
    put = replace(query, places=(), same_named=(), terms=(*query.terms, *names))
    scope = retriever.scope(put, places=places, years=years, kinds=kinds)
    return Turned(put, put, scope, said_of=() if of_part else names[0])


def _of_other_years(
    retriever: Retriever, query: Query, places: Sequence[str] | None, kinds: Sequence[str] | None
) -> Turned | None:
    """Reports of other years, in what they review: 1980 in one of 1996."""
    if len(query.years) != 1 or query.relative_years or query.compares or query.selects_places:
        return None
    year = str(query.years[0])
    put = replace(query, years=(), terms=(*query.terms, (f"{year}年", f"{year}-", f"{year}—")))
    scope = retriever.scope(put, places=places, kinds=kinds, every_period=True)
    rows = scope.rows[retriever.index.chunk_role[scope.rows] != PLAN_ROLE]
    return Turned(put, put, replace(scope, rows=rows))


def _of_columns(
    retriever: Retriever, query: Query, places: Sequence[str] | None, kinds: Sequence[str] | None
) -> Turned | None:
    """Tables of reports of other years, with a column for the year asked for: 2022年 beside 2023年 in one of 2023."""
    if query.answer != "number" or query.relative_years or query.compares or query.selects_places:
        return None
    scope = retriever.scope(replace(query, years=()), places=places, kinds=kinds, every_period=True)
    return Turned(query, query, scope, of_cells=True)
