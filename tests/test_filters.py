"""What a question says of the scope itself, asked without it, and the filter by kind of report."""

from __future__ import annotations

import pytest

from index.errors import QuestionError
from qa import Answerer
from qa.serialize import answer_to_json

QUESTION = "新乡2023年立案多少件提案?"


def test_an_answer_says_what_the_question_implied(answerer: Answerer) -> None:
    implied = answerer.ask("新乡政协2023年立案多少件提案?").implied
    assert [place.name for place in implied.places] == ["新乡市"]
    assert implied.years == (2023,)
    assert implied.kinds == ("cppcc_report", "proposal_report")
    assert implied.ignored == ()


def test_what_a_filter_says_is_not_implied(answerer: Answerer) -> None:
    implied = answerer.ask(QUESTION, places=["新乡市"], years=[2023]).implied
    assert (implied.places, implied.years) == ((), ())


@pytest.mark.parametrize(
    ("question", "filters", "part", "asked", "filtered"),
    [
        (QUESTION, {"places": ["邯郸"]}, "place", "河南省新乡市", "河北省邯郸市"),
        ("How many proposals did Xinxiang file?", {"places": ["Handan"]}, "place", "河南省新乡市", "河北省邯郸市"),
        ("上街区2017年立案多少件提案?", {"places": ["郑州市"]}, "place", "河南省郑州市上街区", "河南省郑州市"),
        ("郑州和新乡2023年各立案多少件?", {"places": ["新乡"]}, "place", "河南省郑州市", "河南省新乡市"),
        ("保定2023年立案多少件提案?", {"places": ["新乡"]}, "place", "河北省保定市", "河南省新乡市"),
        (QUESTION, {"years": [2022]}, "year", "2023", "2022"),
        ("2024年新乡市政协要协商哪些议题?", {"years": [2023]}, "year", "2024", "2023"),
        ("新乡市政府工作报告里立案多少件?", {"kinds": ["cppcc_report"]}, "kind", "government_report", "cppcc_report"),
    ],
)
def test_filters_that_leave_out_what_is_asked_are_said_and_nothing_is_answered(
    answerer: Answerer, question: str, filters: dict[str, list[object]], part: str, asked: str, filtered: str
) -> None:
    answer = answerer.ask(question, **filters)
    assert (answer.status, answer.missing, answer.short) == ("not_indexed", "filter", None)
    assert [(each.part, each.asked, each.filtered) for each in answer.conflicts] == [(part, (asked,), (filtered,))]
    assert answer.citations == ()
    assert answer_to_json(answer)["scope"]["conflicts"] == [{"part": part, "asked": [asked], "filtered": [filtered]}]


def test_another_place_without_a_report_stays_left_out(answerer: Answerer) -> None:
    """惠济区 lies in 郑州: under the filter 邯郸 no sentence of 郑州 or 邯郸 may answer for it."""
    answer = answerer.ask("惠济区的协商品牌叫什么?", places=["邯郸"])
    assert (answer.missing, answer.short) == ("filter", None)


@pytest.mark.parametrize(("year", "short"), [(2023, "“惠协商”"), (2017, None)])
def test_a_year_chosen_holds_for_the_report_above_too(answerer: Answerer, year: int, short: str | None) -> None:
    """惠济区 has no report; 郑州 has one of 2023 alone."""
    assert answerer.ask("惠济区的协商品牌叫什么?", years=[year]).short == short


def test_either_side_of_a_conflict_can_be_lifted(answerer: Answerer) -> None:
    assert answerer.ask(QUESTION, places=["郑州"]).missing == "filter"
    assert answerer.ask(QUESTION).short == "409件"
    assert answerer.ask(QUESTION, places=["郑州"], ignore=("place",)).short == "656件"


@pytest.mark.parametrize(
    ("question", "filters", "short"),
    [
        (QUESTION, {"places": ["新乡", "郑州"]}, "409件"),
        (QUESTION, {"years": [2022, 2023]}, "409件"),
        ("2024年的报告里新乡立案多少件提案?", {"years": [2023]}, "409件"),
        ("新乡市政协2023年立案多少件提案?", {"kinds": ["cppcc_report"]}, "409件"),
        # 去年 of a report that was chosen by its year is not the year before today's.
        ("新乡去年立案多少件提案?", {"years": [2023]}, "409件"),
        # A part of the filter's place without a report of its own, named in the sentence.
        ("惠济区的协商品牌叫什么?", {"places": ["郑州"]}, "“惠协商”"),
    ],
)
def test_filters_that_let_through_what_is_asked_do_not_matter(
    answerer: Answerer, question: str, filters: dict[str, list[object]], short: str
) -> None:
    assert answerer.ask(question, **filters).short == short


@pytest.mark.parametrize(
    ("follow_up", "filters", "short"),
    [
        ("办结率是多少?", {"places": ["新乡"]}, "100%"),
        ("那立案了多少件?", {"places": ["郑州"]}, "656件"),
        ("立案多少件?", {"places": ["上街"], "years": [2017]}, "119件"),
        ("那郑州呢?", {"places": ["郑州"]}, "656件"),
    ],
)
def test_a_follow_up_takes_the_filter_chosen_since(
    answerer: Answerer, follow_up: str, filters: dict[str, list[object]], short: str
) -> None:
    answer = answerer.ask(follow_up, context=QUESTION, **filters)
    assert (answer.missing, answer.short) == (None, short)


def test_a_place_named_in_the_follow_up_is_held_against_the_filter(answerer: Answerer) -> None:
    assert answerer.ask("那郑州呢?", context=QUESTION, places=["邯郸"]).missing == "filter"


def test_search_gives_the_passages_of_its_filters(answerer: Answerer) -> None:
    hits = answerer.retriever.search(QUESTION, places=["郑州"])
    assert {hit.report.place for hit in hits} == {"河南省郑州市"}


def test_without_its_place_a_question_is_put_to_every_place(answerer: Answerer) -> None:
    answer = answerer.ask(QUESTION, ignore=("place",))
    assert [place.name for place in answer.implied.places] == ["新乡市"]
    assert answer.implied.ignored == ("place",)
    assert answer.scope.places == ()
    assert {citation.report.place for citation in answer.citations} == {"河南省新乡市", "河南省郑州市"}
    assert answer_to_json(answer)["scope"] == {"places": [], "years": [2023], "inferred": True, "ignored": ["place"]}


def test_without_its_year_a_question_is_put_to_the_newest_report(answerer: Answerer) -> None:
    question = "2021年上街区立案多少件?"
    assert answerer.ask(question).status == "not_indexed"
    answer = answerer.ask(question, ignore=("year",))
    assert (answer.short, answer.scope.years) == ("119件", ())


def test_without_its_kind_a_question_is_put_to_every_report_of_the_place(answerer: Answerer) -> None:
    question = "新乡市政府工作报告说2023年立案多少件提案?"
    assert answerer.ask(question).status == "not_indexed"
    assert answerer.ask(question, ignore=("kind",)).short == "409件"


def test_what_the_question_does_not_say_cannot_be_left_out(answerer: Answerer) -> None:
    answer = answerer.ask("哪个市立案的提案最多?", ignore=("place", "year", "kind"))
    assert answer.implied.ignored == ()
    with pytest.raises(QuestionError, match="cannot be ignored"):
        answerer.ask(QUESTION, ignore=("meaning",))  # type: ignore[arg-type]


def test_only_reports_of_the_kind_chosen_are_searched(answerer: Answerer) -> None:
    answer = answerer.ask(QUESTION, kinds=["proposal_report"])
    assert answer.short == "409件"
    assert {hit.report.kind for hit in answer.passages} == {"proposal_report"}
    assert (answer.scope.kinds, answer.scope.reports_searched) == (("proposal_report",), 1)
    assert answer_to_json(answer)["scope"]["kinds"] == ["proposal_report"]
    hits = answerer.retriever.search("气温", kinds=["cppcc_report"])
    assert {hit.report.kind for hit in hits} == {"cppcc_report"}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (QUESTION, "语料中没有河南省新乡市的政府工作报告。已收录：政协常委会工作报告、政协提案工作报告。"),
        ("立案多少件提案?", "语料中没有政府工作报告。已收录：政协常委会工作报告、政协提案工作报告。"),
        (
            "How many proposals were filed?",
            "No government work report is indexed. Indexed: CPPCC standing committee work report, "
            "CPPCC proposal work report.",
        ),
    ],
)
def test_a_kind_that_is_not_indexed_is_said_with_those_that_are(answerer: Answerer, question: str, told: str) -> None:
    answer = answerer.ask(question, kinds=["government_report"])
    assert (answer.status, answer.text) == ("not_indexed", told)
    assert answer.scope.reports_searched == 0


def test_a_period_nobody_reports_on_is_said_with_those_that_are(answerer: Answerer) -> None:
    told = answerer.ask("1999年立案多少件提案?").text
    assert told == ("语料中没有关于1999年的报告。已收录的回顾年份：2017、2022、2023；计划年份：2018、2023、2024。")


def test_a_kind_that_is_none_is_refused(answerer: Answerer) -> None:
    with pytest.raises(QuestionError, match="No kind of report is called 'unrelated'"):
        answerer.retriever.search(QUESTION, kinds=["unrelated"])
