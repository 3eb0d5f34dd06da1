"""Query × index → which reports, and which parts of them, may answer; or why none can.

The scope filters every leg before ranking and is never widened silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from index.engine import Engine
from index.errors import QuestionError
from index.kinds import BY_KEY, REPORT_KINDS, UNRELATED, is_of_organ
from index.language.gazetteer import Gazetteer
from index.language.script import simplified
from index.reports.issuers import is_name_of
from index.reports.twins import series_of
from index.types import Kind, Level, Place, Report, RowVector
from qa.types import Conflict, Missing, PeriodKind, Scope

__all__ = [
    "PLAN_ROLE",
    "ResolvedScope",
    "kinds_named",
    "nothing_in_scope",
    "of_places",
    "of_speaker",
    "places_named",
    "resolve_scope",
    "searched_scope",
]

PLAN_ROLE = 1
_REVIEW_ROLE = 0


# Texts that are read to see which years they name.
_MOST_LOOKED_AT = 50
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class ResolvedScope:
    """The part of the index a question is about.

    reports: ordinals into index.reports. rows: chunks that may be ranked, ascending. missing: why reports is empty, or
    None. years: of the statement; taken from the reports when the question names none. past_of_plan: the year asked
    about is only planned in the corpus, while the question asks for what happened. preferred: ordinals whose last
    year covered is the one asked for (all of reports when no year is asked for). counted: how many of reports are
    reports of a place, not other articles printed in the same file. kinds: of report asked for, empty for all.
    conflicts: where missing is "filter", what filters leave out. names: where missing is "name", of what no report is.
    """

    places: tuple[Place, ...]
    years: tuple[int, ...]
    period: PeriodKind
    reports: tuple[int, ...]
    rows: RowVector
    missing: Missing | None
    past_of_plan: bool
    preferred: frozenset[int]
    counted: int = 0
    kinds: tuple[Kind, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    names: tuple[str, ...] = ()


def resolve_scope(
    index: Engine,
    gazetteer: Gazetteer,
    *,
    places: Sequence[Place],
    years: Sequence[int],
    period: PeriodKind,
    kinds: Sequence[Kind],
    subordinate: bool,
    every_period: bool = False,
    kinds_only: bool = False,
    level: Level | None = None,
    excluded: Sequence[Place] = (),
    body: str = "",
) -> ResolvedScope:
    """The reports of these places and this time.

    places: same-name places are told apart by which of them have reports. every_period: with no year given, do not
    narrow to the newest report of each place. kinds_only: leave out the other articles printed beside these kinds too.
    level: only reports of places of this level. excluded: places whose reports are left out. body: a department, to
    whose own reports it is narrowed where there are any.
    """
    if not places and not years and not kinds and not level and not excluded:
        return _unlimited(index, period, every_period)
    reports = index.reports
    of_place = of_places(index, gazetteer, places, subordinate)
    chosen = tuple(places)
    if places and of_place:
        codes = {reports[i].place_code for i in of_place}
        chosen = tuple(p for p in places if p.code in codes) or chosen
    if places and not of_place:
        return _nothing(places, years, period, kinds, "place")
    if excluded:
        left_out = {place.code for place in excluded}
        of_place = [i for i in of_place if reports[i].place_code not in left_out]
    if level:
        of_place = [i for i in of_place if reports[i].level == level]
        if not of_place:
            return _nothing(places, years, period, kinds, "name")
    of_kind = _of_kinds(reports, of_place, kinds, kinds_only=kinds_only)
    if kinds and not of_kind:
        return _nothing(chosen, years, period, kinds, "kind")
    if body:
        of_kind = [i for i in of_kind if is_name_of(body, simplified(reports[i].body or reports[i].title))] or of_kind
    past_of_plan = False
    if years:
        in_period, used = _of_period(reports, of_kind, years, period)
        past_of_plan = period == "covers" and used == "plans"
        if not in_period:
            return _nothing(chosen, years, period, kinds, "period")
        period = used
        beside = {reports[i].document_id for i in in_period}
        in_period += [i for i in of_kind if reports[i].kind == "unrelated" and reports[i].document_id in beside]
        preferred = frozenset(i for i in in_period if _is_of_year(reports[i], years, period))
    else:
        in_period = of_kind if every_period else _newest(reports, of_kind)
        preferred = frozenset(in_period)
    ordinals = tuple(sorted(set(in_period)))
    return ResolvedScope(
        places=chosen,
        years=tuple(years),
        period=period,
        reports=ordinals,
        rows=_rows(index, ordinals, years, period),
        missing=None,
        past_of_plan=past_of_plan,
        preferred=preferred,
        counted=sum(reports[i].kind != "unrelated" for i in ordinals),
        kinds=tuple(kinds),
    )


@lru_cache(maxsize=4)
def _unlimited(index: Engine, period: PeriodKind, every_period: bool) -> ResolvedScope:
    """Of a question that names neither place nor year nor kind: the same every time, so it is remembered."""
    reports = index.reports
    everything = range(len(reports))
    ordinals = tuple(everything) if every_period else tuple(sorted(set(_newest(reports, everything))))
    return ResolvedScope(
        places=(),
        years=(),
        period=period,
        reports=ordinals,
        rows=_rows(index, ordinals, (), period),
        missing=None,
        past_of_plan=False,
        preferred=frozenset(ordinals),
        counted=sum(reports[i].kind != "unrelated" for i in ordinals),
    )


def of_plan_period(index: Engine, otherwise: ResolvedScope, found: Sequence[ResolvedScope]) -> ResolvedScope:
    """The reports that review or plan a year of a five-year plan, as the scopes `found` have them; `otherwise` where
    there are none.
    """
    ordinals = tuple(sorted({i for scope in found if not scope.missing for i in scope.reports}))
    if not ordinals:
        return otherwise
    return replace(
        otherwise,
        reports=ordinals,
        rows=index.rows_of(ordinals),
        missing=None,
        preferred=frozenset(ordinals),
        counted=sum(index.reports[i].kind != "unrelated" for i in ordinals),
    )


def of_speaker(index: Engine, speaker: str, scopes: Iterable[ResolvedScope]) -> ResolvedScope | None:
    """The first of these scopes with a report that this person gave, less all others; None where none has one."""
    for scope in scopes:
        own = [i for i in scope.reports if "".join(index.reports[i].speaker.split()) == speaker]
        if own:
            return replace(
                scope,
                reports=tuple(own),
                rows=np.intersect1d(scope.rows, index.rows_of(own)),
                preferred=scope.preferred & frozenset(own) or frozenset(own),
                counted=sum(index.reports[i].kind != UNRELATED for i in own),
            )
    return None


def nothing_in_scope(
    missing: Missing, *, period: PeriodKind, names: Sequence[str] = (), conflicts: Sequence[Conflict] = ()
) -> ResolvedScope:
    """The scope of a question of which nothing is indexed, or that filters leave out."""
    return replace(_nothing((), (), period, (), missing), names=tuple(names), conflicts=tuple(conflicts))


def _nothing(
    places: Sequence[Place], years: Sequence[int], period: PeriodKind, kinds: Sequence[Kind], missing: Missing
) -> ResolvedScope:
    return ResolvedScope(
        places=tuple(places),
        years=tuple(years),
        period=period,
        reports=(),
        rows=np.empty(0, dtype=np.int64),
        missing=missing,
        past_of_plan=False,
        preferred=frozenset(),
        kinds=tuple(kinds),
    )


def of_places(index: Engine, gazetteer: Gazetteer, places: Sequence[Place], subordinate: bool) -> list[int]:
    """Positions of the reports of these places, ascending, or of all where none is named. subordinate: with those of
    the places within them.
    """
    if not places:
        return list(range(len(index.reports)))
    codes = {place.code for place in places}
    chosen = codes & index.ordinals_by_place.keys()
    if subordinate:
        known = (code for code in index.ordinals_by_place if code)
        chosen |= {each for each in known if any(gazetteer.is_within(each, code) for code in codes)}
    return sorted(ordinal for code in chosen for ordinal in index.ordinals_by_place[code])


def _of_period(
    reports: Sequence[Report], ordinals: Sequence[int], years: Sequence[int], period: PeriodKind
) -> tuple[list[int], PeriodKind]:
    """Reports of these years. One asked for what happened in a year that is only planned yields its plan."""
    wanted = set(years)
    delivered = [i for i in ordinals if _delivered_in(reports[i], wanted)]
    covering = [i for i in ordinals if wanted & set(reports[i].covers) and reports[i].kind != "unrelated"]
    planning = [i for i in ordinals if wanted & set(reports[i].plans) and reports[i].kind != "unrelated"]
    if period == "delivered":
        return delivered, "delivered"
    naming = _naming(reports, ordinals, years)
    if period == "plans":
        planned = [*planning, *naming]  # 2025年实施方案 has no period of its own
        return (planned, "plans") if planned else (covering, "covers")
    if exact := [i for i in covering if reports[i].covers[-1] in wanted]:
        # The year's own report before a review of several years that includes it.
        return [*exact, *(i for i in covering if i not in set(exact)), *naming], "covers"
    return ([*covering, *naming], "covers") if covering or naming else (planning, "plans")


def _of_kinds(
    reports: Sequence[Report], ordinals: Sequence[int], kinds: Sequence[Kind], *, kinds_only: bool
) -> list[int]:
    """Reports of these kinds, or of all where none is named, with what is printed beside; where there is no such
    report, what else that body gives (a court's white paper), and what stands alone and names it in its title.
    """
    if not kinds:
        return list(ordinals)
    shown = kinds if kinds_only else (*kinds, UNRELATED)
    if any(reports[i].kind in kinds for i in ordinals):
        return [i for i in ordinals if reports[i].kind in shown]
    if kinds_only:
        return []
    given = [i for i in ordinals if reports[i].kind != UNRELATED and _is_as_well(reports[i], kinds)]
    return given + [i for i in _alone(reports, ordinals) if is_of_organ(reports[i].title, kinds)]


def _is_as_well(report: Report, kinds: Sequence[Kind]) -> bool:
    """Whether the body that gives reports of these kinds gives this one, or its title is that of one."""
    if is_of_organ(report.body or report.title, kinds):
        return True
    titles = (BY_KEY[kind].titles for kind in kinds)
    return any(each is not None and each.search(report.title) for each in titles)


def _alone(reports: Sequence[Report], ordinals: Sequence[int]) -> list[int]:
    """Those that are no reports and stand beside none: a resolution, a table of targets, a page of news."""
    others = [i for i in ordinals if reports[i].kind == UNRELATED]
    accompanied = {report.document_id for report in reports if report.kind != UNRELATED} if others else set()
    return [i for i in others if reports[i].document_id not in accompanied]


def _naming(reports: Sequence[Report], ordinals: Sequence[int], years: Sequence[int]) -> list[int]:
    """Reports, and what stands alone, that have no period of their own and name one of the years."""
    alone = set(_alone(reports, ordinals))
    without = [
        i
        for i in ordinals
        if not reports[i].covers and not reports[i].plans and (reports[i].kind != UNRELATED or i in alone)
    ]
    return [i for i in without[:_MOST_LOOKED_AT] if any(int(each) in years for each in _YEAR.findall(reports[i].text))]


def _is_of_year(report: Report, years: Sequence[int], period: PeriodKind) -> bool:
    """Whether the report is the one of that very year, not a review or a plan of several that includes it."""
    if period == "covers":
        return bool(report.covers) and report.covers[-1] in years
    if period == "plans":
        return bool(report.plans) and report.plans[0] in years
    return True


def _delivered_in(report: Report, years: set[int]) -> bool:
    if report.kind == "unrelated":
        return False
    if report.delivered is not None:
        return report.delivered.year in years
    return bool(set(report.plans) & years)


def _newest(reports: Sequence[Report], ordinals: Sequence[int]) -> list[int]:
    """Of each place and kind the report that covers the latest year, with whatever else is printed beside it."""
    newest: dict[tuple[str, str, str], list[int]] = {}
    apart: list[int] = []
    for i in ordinals:
        report = reports[i]
        if report.kind == "unrelated":
            apart.append(i)
            continue
        best = newest.setdefault((report.place_code or report.document_id, report.kind, series_of(report)), [])
        latest = _latest(reports[best[0]]) if best else 0
        if not best or _latest(report) > latest:
            best[:] = [i]
        elif _latest(report) == latest:
            best.append(i)
    kept = [i for group in newest.values() for i in group]
    beside = {reports[i].document_id for i in kept}
    # Beside a report that is not the newest an article is left out with it; where it stands alone it is not.
    alone = set(_alone(reports, apart))
    return kept + [i for i in apart if i in alone or reports[i].document_id in beside]


def _latest(report: Report) -> int:
    """The last year it reviews; of one that only plans, the year before."""
    return report.covers[-1] if report.covers else report.plans[0] - 1 if report.plans else 0


def _rows(index: Engine, ordinals: tuple[int, ...], years: Sequence[int], period: PeriodKind) -> RowVector:
    """Chunks of these reports; of a review asked for, not its plan, and the other way round."""
    rows = index.rows_of(ordinals)
    if years and period == "covers":
        rows = rows[index.chunk_role[rows] != PLAN_ROLE]
    elif years and period == "plans":
        rows = rows[index.chunk_role[rows] != _REVIEW_ROLE]
    return rows


def places_named(names: Sequence[str], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Filters by name, in any form ("上街", "河南省郑州市上街区", "Shangjie", "410106").

    Raises:
        QuestionError: a name is no place we know.
    """
    found: list[Place] = []
    for name in names:
        stripped = name.strip()
        if re.fullmatch(r"\d{6}", stripped) and (place := _by_code(gazetteer, stripped)):
            found.append(place)
            continue
        places = gazetteer.named(stripped)
        if not places:
            raise QuestionError(
                f"No place is called {name!r}; give a name such as 新乡市, 上街区 or Xinxiang. "
                f"没有叫“{name}”的地方，请写新乡市、上街区这样的名称。"
            )
        # Of same-name places those of the highest level: Xinxiang is the city, not the county in it.
        found.extend(place for place in places if place.level == places[0].level)
    return tuple({place.code: place for place in found}.values())


def kinds_named(names: Sequence[str]) -> tuple[Kind, ...]:
    """Filters by kind of report. Raises QuestionError for a name that is none."""
    for name in names:
        if name not in REPORT_KINDS:
            raise QuestionError(
                f"No kind of report is called {name!r}; use one of {', '.join(REPORT_KINDS)}. 报告类型只有这几种。"
            )
    return tuple(kind for kind in REPORT_KINDS if kind in names)


def _by_code(gazetteer: Gazetteer, code: str) -> Place | None:
    try:
        return gazetteer.place(code)
    except KeyError:
        return None


def searched_scope(scope: ResolvedScope, reports: Sequence[Report], *, inferred: bool) -> Scope:
    """What was searched, as an answer carries it. inferred: no filter was given."""
    return Scope(
        places=scope.places,
        years=scope.years,
        period=scope.period,
        inferred=inferred,
        reports_searched=sum(reports[i].kind != "unrelated" for i in scope.reports),
        reports_total=sum(report.kind != "unrelated" for report in reports),
        kinds=scope.kinds,
    )
