"""An average over a number that the question itself gives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from test_composed import answerer_of

from qa import Answerer, Retriever
from qa.citing.verify import answer_problems
from qa.understanding.given import read_given


@pytest.mark.parametrize(
    ("question", "asked", "over"),
    [
        ("按286名委员算，郑州2023年平均每名委员交了多少件提案？", "郑州2023年交了多少件提案", "286名"),
        ("按530万常住人口算，郑州2023年财政收入人均多少元？", "郑州2023年财政收入多少元", "530万"),
        ("以郑州全市900万人计，2023年财政收入平均每人多少元？", "郑州全市2023年财政收入多少元", "900万人"),
        ("郑州2023年新建的幼儿园，按12个县区算，平均每个县区多少所？", "郑州2023年新建的幼儿园多少所", "12个"),
    ],
)
def test_what_is_divided_is_asked_for_itself(question: str, asked: str, over: str) -> None:
    given = read_given(question)
    assert given is not None
    assert (given.question, given.over.text) == (asked, over)


@pytest.mark.parametrize(
    "question",
    [
        "按2020年不变价格计算，郑州人均收入是多少？",
        "按10%的增速算，郑州平均每年增加多少？",
        "郑州2023年平均每个平台开展协商多少场？",
        "按286名委员算，郑州2023年交了多少件提案？",
    ],
)
def test_nothing_is_divided_where_nothing_is_given(question: str) -> None:
    assert read_given(question) is None


def test_an_average_over_what_is_given_shows_both(answerer: Answerer, retriever: Retriever) -> None:
    answer = answerer.ask("按286名委员算，中原区十届一次会议上平均每名委员交了多少件提案？")
    assert (answer.status, answer.short) == ("answered", "0.93件")
    assert "265件 ÷ 286名 = 0.93件" in answer.text
    assert "265件" in answer.citations[0].quote
    assert answer_problems(answer, gazetteer=retriever.gazetteer) == ()
    wrong = answer.text.replace("265件 ÷ 286名", "265件 ÷ 285名").replace("0.93", "0.94")
    assert answer_problems(replace(answer, text=wrong, short="0.94件"), gazetteer=retriever.gazetteer)


def test_an_average_is_in_the_multiple_it_is_read_in(new_home: Path) -> None:
    answerer = answerer_of(new_home, ("焦作市", 2022, "全年引进亿元以上项目40个、总投资80亿元。"))
    answer = answerer.ask("焦作市2022年引进的亿元以上项目平均每个投资多少亿元？")
    assert (answer.status, answer.short) == ("answered", "2亿元")
    assert answerer.ask("按40万户算，焦作市2022年引进项目总投资户均多少元？").short == "2万元"
