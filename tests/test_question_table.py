"""The ten example questions that the design promises, over the five sample reports."""

from __future__ import annotations

import pytest

from qa import Answerer


@pytest.mark.parametrize(
    ("question", "status", "short", "places", "years", "period"),
    [
        ("新乡2023年立案多少件提案?", "answered", "409件", ["河南省新乡市"], (2023,), "covers"),
        ("2024年新乡市政协要协商哪些议题?", "answered", ..., ["河南省新乡市"], (2024,), "plans"),
        ("2024年新乡立案了多少件提案?", "not_stated", None, ["河南省新乡市"], (2024,), "plans"),
        ("2021年上街区政协立案多少件?", "not_indexed", None, ["河南省郑州市上街区"], (2021,), "covers"),
        ("洛阳政协提了多少件提案?", "not_indexed", None, ["河南省洛阳市"], (), "covers"),
        ("哪些市政协去合肥考察过?", "answered", "郑州、邯郸", [], (), "covers"),
        ("郑州2023年政协立案多少件?", "answered", "656件", ["河南省郑州市"], (2023,), "covers"),
        ("上街区2017年有多少件提案?", "ambiguous", "132件", ["河南省郑州市上街区"], (2017,), "covers"),
        ("哪个市立案的提案最多?", "answered", "郑州", [], (), "covers"),
        ("郑州市2023年地区生产总值?", "not_stated", None, ["河南省郑州市"], (2023,), "covers"),
    ],
)
def test_an_example_of_the_design(
    answerer: Answerer,
    question: str,
    status: str,
    short: str | None,
    places: list[str],
    years: tuple[int, ...],
    period: str,
) -> None:
    answer = answerer.ask(question)
    assert (answer.status, [place.path for place in answer.scope.places]) == (status, places)
    assert (answer.scope.years, answer.scope.period) == (years, period)
    if short is not ...:
        assert answer.short == short
    for hit in answer.passages:
        assert not places or hit.report.place in places


def test_the_topics_of_the_year_ahead_are_cited_from_the_plan(answerer: Answerer) -> None:
    answer = answerer.ask("2024年新乡市政协要协商哪些议题?")
    index = answerer.retriever.index
    roles = {index.chunks([index.chunk_row(hit.chunk_id)])[0].role for hit in answer.passages}
    assert "review" not in roles and "plan" in roles
    assert all(2024 in citation.report.plans for citation in answer.citations)
    assert "计划" in answer.text


def test_a_refusal_says_what_the_reports_do_cover(answerer: Answerer) -> None:
    period = answerer.ask("2021年上街区政协立案多少件?").text
    assert "2021年" in period and "2017" in period and "2018" in period
    place = answerer.ask("洛阳政协提了多少件提案?").text
    assert "洛阳市" in place and all(name in place for name in ("郑州市", "邯郸市", "新乡市", "中原区", "上街区"))
    planned = answerer.ask("2024年新乡立案了多少件提案?").text
    assert "工作安排" in planned


def test_the_readings_of_an_ambiguous_question_are_all_cited(answerer: Answerer) -> None:
    answer = answerer.ask("上街区2017年有多少件提案?")
    assert [reading.short for reading in answer.readings] == ["132件", "142件", "119件"]
    assert "立案" in answer.readings[2].qualifier
    assert all(reading.short in reading.citation.quote for reading in answer.readings)


def test_a_comparison_shows_a_row_a_city_and_leaves_districts_out(answerer: Answerer) -> None:
    answer = answerer.ask("哪个市立案的提案最多?")
    assert [citation.report.place_code for citation in answer.citations] == ["410100", "410700"]
    assert "656件" in answer.text and "409件" in answer.text
    assert "口径" not in answer.text, "both count proposals that were filed"
    assert "口径" in answerer.ask("郑州、邯郸、新乡三市2023年立案或办结的提案数,哪个市最多?").text
    visits = answerer.ask("哪些市政协去合肥考察过?")
    assert all("合肥" in citation.quote for citation in visits.citations)
