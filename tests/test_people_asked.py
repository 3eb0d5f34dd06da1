"""Where people are asked for, the title of one whom the question names is no answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.types import Span
from qa import Answerer, Retriever
from qa.answering.extract import find_answers
from qa.answering.guards import held_back
from qa.answering.people_asked import (
    asks_people,
    asks_who_somebody_is,
    is_title_of_one_named,
    names_another,
    one_named_behind,
    row_of_names,
)
from qa.citing.verify import answer_problems
from qa.retrieval.concepts import concepts_of

SENTENCE = "孙婧、陶琼琼委员,特邀信息员魏紫盈等提交的2篇信息,获得中央政治局常委、全国政协主席王沪宁同志批示肯定。"
ASKED = "哪几个人写的信息被王沪宁批示肯定了"


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        (ASKED, True),
        ("哪些委员的信息获得批示", True),
        ("哪几位提交了提案", True),
        ("谁提交的提案被采纳", True),
        ("哪两名记者写的", True),
        ("Whose opinions were praised by Wang Huning?", True),
        ("哪些委员会提交了提案", False),
        ("哪几个人才项目落户", False),
        ("王沪宁是谁", False),
        ("提案办复率是多少", False),
    ],
)
def test_people_are_asked_for(question: str, asks: bool) -> None:
    assert asks_people(question) == asks


@pytest.mark.parametrize(
    ("question", "words", "alone"),
    [
        (ASKED, "中央政治局常委、全国政协", True),
        (ASKED, "全国政协主席", True),
        (ASKED, "全国政协主席王沪宁同志批示肯定", True),
        (ASKED, "孙婧、陶琼琼委员", False),
        (ASKED, "魏紫盈", False),
        ("哪几个人写的信息被批示肯定了", "中央政治局常委、全国政协", False),
        ("除了魏紫盈还有谁提交了信息", "孙婧、陶琼琼委员", False),
        ("谁批示肯定了孙婧的信息", "全国政协主席王沪宁", False),
        ("是王沪宁还是孙婧写的，谁？", "全国政协主席王沪宁", False),
    ],
)
def test_a_title_of_one_named_is_told_from_other_words(question: str, words: str, alone: bool) -> None:
    start = SENTENCE.index(words)
    assert is_title_of_one_named(question, SENTENCE, start, start + len(words)) == alone


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("王沪宁是谁", "王沪宁"),
        ("报告里的王沪宁同志是谁？", "王沪宁"),
        ("出席会议的孙栋是谁", "孙栋"),
        ("省长是谁", ""),
        ("高院院长是谁", ""),
        ("全国劳模是谁", ""),
        ("获得金奖的是谁", ""),
    ],
)
def test_who_somebody_is_may_be_asked(question: str, name: str) -> None:
    assert asks_who_somebody_is(question) == name


def test_another_name_is_told_from_the_same() -> None:
    assert names_another("王沪宁", "孙婧、陶琼琼委员")
    assert not names_another("王沪宁", "全国政协主席王沪宁")


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("孙婧、陶琼琼委员,特邀信息员魏紫盈", "孙婧、陶琼琼、魏紫盈"),
        ("主席王新军和副主席李明", "王新军、李明"),
        ("王新军、李明等", "王新军、李明"),
        ("王新军、提案委员会", ""),
        ("产业、人才、文化", ""),
    ],
)
def test_a_row_of_names_is_told_without_titles(row: str, names: str) -> None:
    assert row_of_names(row) == names


@pytest.mark.parametrize(("question", "named"), [(ASKED, "魏紫盈"), ("哪几位委员写的信息被肯定", "")])
def test_a_row_of_names_goes_on_with_one_of_another_title(question: str, named: str) -> None:
    start = SENTENCE.index(",特邀")
    end = one_named_behind(question, SENTENCE, start, len(SENTENCE))
    assert SENTENCE[start:end].endswith(named) and bool(end) == bool(named)


@pytest.mark.parametrize(
    ("question", "words", "rule"),
    [
        ("郑州哪几个人写的信息被王沪宁批示肯定了", "中央政治局常委、全国政协", "title"),
        ("郑州哪几个人写的信息被王沪宁批示肯定了", "孙婧、陶琼琼委员", ""),
        ("郑州谁的信息被王沪宁批示肯定了", "魏紫盈", ""),
        ("王沪宁是谁", "魏紫盈", "person"),
    ],
)
def test_it_is_held_back(retriever: Retriever, question: str, words: str, rule: str) -> None:
    query = retriever.parse(question)
    scope = retriever.scope(query)
    finding = next(
        each
        for each in find_answers(
            query,
            retriever.rank(query, scope, k=10),
            concepts_of(query, retriever.index),
            gazetteer=retriever.gazetteer,
        )
        if "王沪宁" in each.hit.text
    )
    report = finding.hit.report
    at = report.text.index(words, finding.hit.start)
    sentence = Span(report.text.rindex("\n", 0, at) + 1, report.text.index("。", at) + 1)
    candidate = replace(finding.candidate, text=words, start=at, end=at + len(words), figure=None)
    assert held_back(query, scope, replace(finding, candidate=candidate, sentence=sentence)) == rule


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("有哪几个人写的信息被王沪宁批示肯定了", "孙婧、陶琼琼、魏紫盈"),
        ("哪些委员的信息获得王沪宁同志批示肯定", "孙婧、陶琼琼"),
        ("谁写的社情民意信息被王沪宁批示肯定", "魏紫盈"),
        ("谁批示肯定了孙婧的信息", "王沪宁"),
    ],
)
def test_people_are_named(answerer: Answerer, question: str, short: str) -> None:
    answer = answerer.ask(question)
    assert answer.short == short
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()
