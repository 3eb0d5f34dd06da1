"""Which reports may answer: those of the place and time asked about, and never others without saying so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

import numpy as np
import pytest
from fakes import make_document, make_raw

from index.errors import QuestionError
from index.language.gazetteer import Gazetteer
from index.storage.store import Index
from index.types import Kind, Report
from qa.retrieval.scope import ResolvedScope, places_named, resolve_scope

GAZETTEER = Gazetteer.load()
REVIEW, PLAN, OTHER = range(3)


def report(
    document: str, part: int, code: str, kind: Kind, covers: tuple[int, ...], delivered: date | None = None
) -> Report:
    return replace(
        make_document(make_raw(document, document)).reports[0],
        id=f"{document}-{part}",
        document_id=document,
        part=part,
        place_code=code,
        place=GAZETTEER.place(code).path if code else "",
        kind=kind,
        covers=covers,
        plans=(covers[-1] + 1,) if covers else (),
        delivered=delivered,
    )


REPORTS = {
    "zhengzhou-2022": report("a", 0, "410100", "cppcc_report", (2022,), date(2023, 2, 1)),
    "zhengzhou-2023": report("b", 0, "410100", "cppcc_report", (2023,), date(2024, 2, 1)),
    "zhengzhou-term": report("c", 0, "410100", "cppcc_report", (2018, 2019, 2020, 2021, 2022), date(2022, 12, 30)),
    "zhengzhou-government": report("d", 0, "410100", "government_report", (2023,), None),
    "zhongyuan-2022": report("e", 0, "410102", "cppcc_report", (2022,), date(2023, 2, 21)),
    "xinxiang-2023": report("f", 0, "410700", "cppcc_report", (2023,), date(2024, 2, 20)),
    "xinxiang-proposals": report("f", 1, "410700", "proposal_report", (2023,), date(2024, 2, 20)),
    "xinxiang-weather": report("f", 2, "410700", "unrelated", ()),
    "news": report("g", 0, "", "unrelated", ()),
    "luoyang-court-paper": replace(report("h", 0, "410300", "white_paper", (2023,)), body="洛阳市中级人民法院"),
    "luoyang-government": report("i", 0, "410300", "government_report", (2023,)),
    "ruzhou-court-paper": replace(report("j", 0, "410482", "white_paper", (2023,)), title="汝州市人民法院审判白皮书"),
}
NAMES = list(REPORTS)


@dataclass(frozen=True, slots=True)
class HandMadeIndex:
    """Three chunks a report: of its review, of its plan, and of neither."""

    reports: tuple[Report, ...]

    @property
    def chunk_report(self) -> np.ndarray:
        return np.repeat(np.arange(len(self.reports), dtype=np.int32), 3)

    @property
    def ordinals_by_place(self) -> dict[str, list[int]]:
        codes = [report.place_code for report in self.reports]
        return {code: [i for i, each in enumerate(codes) if each == code] for code in codes}

    def rows_of(self, ordinals: Iterable[int]) -> np.ndarray:
        return np.flatnonzero(np.isin(self.chunk_report, list(ordinals)))

    @property
    def chunk_role(self) -> np.ndarray:
        return np.tile(np.array([REVIEW, PLAN, OTHER], dtype=np.int8), len(self.reports))


INDEX = HandMadeIndex(tuple(REPORTS.values()))


def scope(
    *places: str,
    years: tuple[int, ...] = (),
    period: str = "covers",
    kinds: tuple[Kind, ...] = (),
    subordinate: bool = False,
    every_period: bool = False,
) -> ResolvedScope:
    return resolve_scope(
        cast("Index", INDEX),
        GAZETTEER,
        places=places_named(places, GAZETTEER),
        years=years,
        period=period,
        kinds=kinds,
        subordinate=subordinate,
        every_period=every_period,
    )


def names(found: ResolvedScope) -> list[str]:
    return [NAMES[ordinal] for ordinal in found.reports]


def roles(found: ResolvedScope) -> set[int]:
    assert set(INDEX.chunk_report[found.rows].tolist()) == set(found.reports)
    assert found.rows.tolist() == sorted(found.rows.tolist())
    return set(INDEX.chunk_role[found.rows].tolist())


def test_a_city_means_its_own_reports_and_not_those_of_its_districts() -> None:
    assert names(scope("郑州", years=(2022,))) == ["zhengzhou-2022", "zhengzhou-term"]
    assert names(scope("郑州", years=(2022,), subordinate=True)) == [
        "zhengzhou-2022", "zhengzhou-term", "zhongyuan-2022",
    ]  # fmt: skip
    assert names(scope("中原区", years=(2022,))) == ["zhongyuan-2022"]


def test_a_province_means_its_own_reports_unless_what_lies_in_it_is_meant() -> None:
    assert scope("河南省").missing == "place"
    assert "xinxiang-2023" in names(scope("河南省", subordinate=True))


def test_the_year_is_that_of_the_statement_and_the_plan_is_left_out() -> None:
    found = scope("郑州", years=(2023,))
    assert names(found) == ["zhengzhou-2023", "zhengzhou-government"]
    assert (found.period, found.past_of_plan, found.missing) == ("covers", False, None)
    assert roles(found) == {REVIEW, OTHER}


def test_a_plan_is_asked_of_the_report_that_plans_the_year_and_the_review_is_left_out() -> None:
    found = scope("郑州", years=(2023,), period="plans")
    assert names(found) == ["zhengzhou-2022", "zhengzhou-term"]
    assert found.period == "plans"
    assert roles(found) == {PLAN, OTHER}


def test_a_plan_of_a_year_that_is_only_reviewed_is_looked_for_in_the_review() -> None:
    found = scope("中原区", years=(2022,), period="plans")
    assert (names(found), found.period) == (["zhongyuan-2022"], "covers")


def test_what_happened_in_a_year_that_is_only_planned_is_said_to_be_of_a_plan() -> None:
    found = scope("新乡", years=(2024,))
    assert names(found) == ["xinxiang-2023", "xinxiang-proposals", "xinxiang-weather"]
    assert (found.period, found.past_of_plan) == ("plans", True)
    assert not scope("新乡", years=(2024,), period="plans").past_of_plan


def test_delivered_is_the_date_of_the_report_or_where_it_has_none_the_year_it_plans() -> None:
    assert names(scope("郑州", years=(2022,), period="delivered")) == ["zhengzhou-term"]
    found = scope("郑州", years=(2024,), period="delivered")
    assert names(found) == ["zhengzhou-2023", "zhengzhou-government"]
    assert roles(found) == {REVIEW, PLAN, OTHER}


def test_the_report_of_the_year_itself_is_preferred_to_those_of_a_term() -> None:
    assert {NAMES[i] for i in scope("郑州", years=(2021,)).preferred} == set()
    assert names(scope("郑州", years=(2021,))) == ["zhengzhou-term"]
    assert {NAMES[i] for i in scope("郑州", years=(2023,)).preferred} == {"zhengzhou-2023", "zhengzhou-government"}


def test_without_a_year_the_newest_report_of_each_place_and_kind_answers() -> None:
    assert names(scope("郑州")) == ["zhengzhou-2023", "zhengzhou-government"]
    assert roles(scope("郑州")) == {REVIEW, PLAN, OTHER}
    assert names(scope("郑州", every_period=True)) == [name for name in NAMES if name.startswith("zhengzhou")]


def test_the_body_asked_about_chooses_the_kind() -> None:
    assert names(scope("郑州", kinds=("government_report",))) == ["zhengzhou-government"]
    assert names(scope("新乡", kinds=("proposal_report",))) == ["xinxiang-proposals", "xinxiang-weather"]
    found = scope("新乡", kinds=("government_report",))
    assert (found.missing, found.reports) == ("kind", ())


def test_what_else_a_body_gives_answers_where_it_has_no_report() -> None:
    assert names(scope("洛阳", kinds=("court_report",))) == ["luoyang-court-paper"]
    assert scope("洛阳", kinds=("procuratorate_report",)).missing == "kind"
    assert names(scope("汝州", kinds=("court_report",))) == ["ruzhou-court-paper"]  # named in its title alone


@pytest.mark.parametrize(
    ("places", "years", "missing"),
    [(("开封",), (), "place"), (("开封",), (2023,), "place"), (("郑州",), (2015,), "period"), ((), (1999,), "period")],
)
def test_what_is_not_indexed_is_said_and_nothing_else_is_searched(
    places: tuple[str, ...], years: tuple[int, ...], missing: str
) -> None:
    found = scope(*places, years=years)
    assert found.missing == missing
    assert (found.reports, found.rows.size, found.preferred) == ((), 0, frozenset())
    assert [place.name for place in found.places] == [f"{place}市" for place in places]
    assert found.years == years


def test_without_place_and_year_the_newest_of_every_place_is_searched_with_what_stands_beside() -> None:
    assert names(scope()) == [
        "zhengzhou-2023", "zhengzhou-government", "zhongyuan-2022", "xinxiang-2023", "xinxiang-proposals",
        "xinxiang-weather", "news", "luoyang-court-paper", "luoyang-government", "ruzhou-court-paper",
    ]  # fmt: skip
    assert names(scope(every_period=True)) == NAMES


def test_several_places_are_searched_together() -> None:
    assert names(scope("新乡", "中原区")) == [
        "zhongyuan-2022", "xinxiang-2023", "xinxiang-proposals", "xinxiang-weather",
    ]  # fmt: skip


def test_a_name_of_several_places_means_the_one_that_has_reports() -> None:
    meant = places_named(["Henan", "新乡"], GAZETTEER)
    assert {"410000", "410700"} == {place.code for place in meant}
    assert [place.code for place in scope("Henan", "新乡").places] == ["410700"]


@pytest.mark.parametrize(
    "name", ["上街", "上街区", "郑州市上街区", "河南省郑州市上街区", "Shangjie", "shangjie district", " 410106 "]
)
def test_a_filter_may_use_any_form_of_a_place(name: str) -> None:
    assert [place.code for place in places_named([name], GAZETTEER)] == ["410106"]


def test_a_place_named_twice_counts_once() -> None:
    assert [place.code for place in places_named(["上街", "Shangjie", "410106"], GAZETTEER)] == ["410106"]


@pytest.mark.parametrize("name", ["火星", "", "999999", "Atlantis", "新乡和郑州都"])
def test_an_unknown_place_is_named_in_the_refusal(name: str) -> None:
    with pytest.raises(QuestionError, match=repr(name)):
        places_named(["新乡", name], GAZETTEER)
