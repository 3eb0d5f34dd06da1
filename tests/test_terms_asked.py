"""Quoted terms: what asks for their meaning, in whatever words, and where it is explained."""

from __future__ import annotations

import pytest

from qa import Answerer
from qa.understanding.term_asked import asks_what_of, quoted_terms, things_in, things_of


@pytest.mark.parametrize(
    "question",
    [
        "新乡讲的“三联系”，是谁联系谁？",
        "“三联系”机制都联系谁",
        "招投标“六分离”机制，是把哪些分离开？",
        "“双提升”是提升什么？",
        "“四种能力”具体是哪四种能力",
        "“三个责任制”是哪三个？",
        "“五进”活动进的是哪里？",
        "所谓“两不愁”，到底不愁什么？",
    ],
)
def test_a_term_is_asked_about_in_its_own_words(question: str) -> None:
    assert asks_what_of(question)


@pytest.mark.parametrize(
    "question",
    [
        "“三联系”机制是谁提出的？",
        "“三联系”机制是哪年建立的？",
        "“六分离”机制为什么建立？",
        "“三联系”机制怎么样？",
        "“三联系”是谁的机制？",
        "哪个市提出了“三联系”？",
        "“三联系”机制联系了多少人？",
        "“书香政协”是什么？",
        "“三农”工作投入了什么资金？",
        "什么是三联系？",
    ],
)
def test_what_else_is_asked_of_a_term_is_no_question_of_its_meaning(question: str) -> None:
    assert not asks_what_of(question)


def test_the_terms_of_a_question_are_those_joined_to_the_first() -> None:
    assert quoted_terms("“双提升”与“全覆盖”行动怎么解释？") == ("双提升", "全覆盖")
    assert quoted_terms("“三联系”、“四化”和“五进”指什么？") == ("三联系", "四化", "五进")
    assert quoted_terms("“1”和“三联系”指什么？") == ("三联系",)
    assert quoted_terms("“三联系”在“书香政协”里指什么？") == ("三联系",)


def test_the_number_of_a_term_and_of_a_row() -> None:
    assert [things_of(term) for term in ("三联系", "双提升", "一号议题", "1259", "2+3", "9平台", "书香")] == [
        3, 2, 0, 4, 0, 9, 0,
    ]  # fmt: skip
    assert things_in("宜居、宜业、宜游") == {3}
    assert 3 in things_in("全面从严治党、意识形态和党风廉政建设")


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("新乡市政协讲的“三联系”，是谁联系谁？", "党组成员联系界别、党员委员联系党外委员、委员联系界别群众"),
        ("新乡的“三联系”机制都联系谁", "党组成员联系界别"),
        ("新乡说的“三个责任制”是哪三个？", "党建工作、意识形态工作、党风廉政建设"),
        ("中原区的“三个责任制”包括哪些？", "全面从严治党、意识形态和党风廉政建设"),
    ],
)
def test_the_sentence_that_explains_a_term_answers(answerer: Answerer, question: str, says: str) -> None:
    answer = answerer.ask(question)
    assert (answer.status, answer.parts[0].form) == ("answered", "definition")
    assert says in answer.text


@pytest.mark.model
@pytest.mark.parametrize(
    "question", ["郑州要求努力提升“四种能力”，具体指哪四种能力？", "郑州市政协的“四种能力”都是哪些能力？"]
)
def test_a_term_that_is_only_named_is_said_to_be_unexplained(answerer: Answerer, question: str) -> None:
    answer = answerer.ask(question)
    assert (answer.status, answer.short) == ("not_stated", None)
    assert "没有解释" in answer.text
