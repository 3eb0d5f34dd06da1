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
    implied = answerer.ask(QUESTION, places=["郑州市"], years=[2023]).implied
    assert (implied.places, implied.years) == ((), ())


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
