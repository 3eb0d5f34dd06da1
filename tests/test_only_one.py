"""只拿了个优秀组织奖吧: a claim of one thing alone is held against the row in which a report names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from answering import answerer_over

from qa import Answerer
from qa.composing.only_one import _beside_others
from qa.understanding.only_one import claimed_alone
from qa.understanding.whether import read_whether

REPORT = """郑州市政协常委会工作报告
——2023年2月8日
各位委员：
一、2022年工作回顾
2022年，参加全国政协书画大赛，成为全省唯一同时获得书法金奖、绘画金奖、最佳组织奖3项荣誉的单位。
赴杭州市、厦门市和泉州市学习考察社区养老。围绕城市更新开展专题协商，金水区、惠济区政协参加。
组织委员到洛阳市考察古城保护。市图书馆获评全国最美图书馆。
举办民营企业座谈会，邀请宇通等企业参加。
二、2023年工作安排
办好读书活动。
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Answerer:
    return answerer_over(tmp_path_factory.mktemp("home"), dictionaries, REPORT)


@pytest.mark.parametrize(
    ("statement", "thing"),
    [
        ("参加书画大赛，只拿了个最佳组织奖", "最佳组织奖"),
        ("专题协商只有金水区参加", "金水区"),
        ("2017年只去了厦门一个地方", "厦门"),
        ("仅获得书法金奖一项荣誉", "书法金奖"),
        ("只得了书法金奖，没别的了", "书法金奖"),
        ("除了书法金奖没拿别的奖", "书法金奖"),
        ("考察就去了厦门一个城市", "厦门"),
        ("只到许昌考察养老服务业", "许昌"),
        ("只有金水区参加了城市更新专题协商", "金水区"),
    ],
)
def test_what_is_claimed_of_one_thing_alone_is_found(statement: str, thing: str) -> None:
    found = claimed_alone(statement)
    assert found is not None
    assert found.thing == thing


@pytest.mark.parametrize(
    "statement", ["不只拿了最佳组织奖", "只要办好读书活动", "立案412件", "不仅获得金奖", "排名仅次于洛阳", "买了一只船"]
)
def test_what_claims_nothing_alone_is_left(statement: str) -> None:
    assert claimed_alone(statement) is None


@pytest.mark.parametrize(
    "question",
    [
        "郑州参加全国政协书画大赛，只拿了个最佳组织奖吧？",
        "郑州参加书画大赛只得了最佳组织奖对吧",
        "郑州2022年书画大赛是不是只拿了书法金奖",
        "郑州参加全国政协书画大赛光拿了个绘画金奖，没别的了吧？",
        "郑州市政协参加书画大赛，除了最佳组织奖没拿别的奖吧",
        "郑州市政协学习考察社区养老只去了厦门一个地方对吧",
        "郑州学习考察社区养老就去了泉州一个城市，对吗？",
        "郑州市政协只到厦门学习考察社区养老吧",
        "是不是只有金水区参加了城市更新专题协商？",
        "城市更新专题协商是不是只有金水区参加",
        "郑州城市更新的专题协商仅有惠济区政协参加吗？",
        "郑州民营企业座谈会只邀请了宇通参加吧",
    ],
)
def test_a_row_of_others_denies_it(answerer: Answerer, question: str) -> None:
    answer = answerer.ask(question)
    assert (answer.status, answer.parts[0].form) == ("answered", "yes_no")
    assert (answer.short or "").startswith(("不对，不止", "不是，不止"))
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("郑州是不是只有市图书馆获评全国最美图书馆？", "是"),
    ],
)
def test_a_sentence_of_it_alone_bears_it_out(answerer: Answerer, question: str, short: str) -> None:
    assert answerer.ask(question).short == short


def test_what_no_sentence_names_is_left_open(answerer: Answerer) -> None:
    assert answerer.ask("郑州参加书画大赛只拿了篆刻金奖吧？").status == "not_stated"


def test_a_figure_is_no_thing(answerer: Answerer) -> None:
    assert "不止" not in (answerer.ask("郑州参加书画大赛只获得3项荣誉吧？").short or "")


def test_a_tag_needs_no_comma_before_it() -> None:
    found = read_whether("西安2023年立案412件对吧", "zh")
    assert found is not None
    assert (found.statement, found.verdict) == ("西安2023年立案412件", "right")


def test_a_sentence_that_names_but_one_does_not_say_it_is_the_only_one(answerer: Answerer) -> None:
    assert answerer.ask("郑州组织委员考察古城保护只去了洛阳一个地方对吧").status == "not_stated"


def test_what_else_was_done_is_no_other_in_the_row() -> None:
    alone = claimed_alone("主席会议成员只走访了委员")
    assert alone is not None
    assert _beside_others(alone, alone.thing, "主席会议成员走访委员、召开座谈会") == ""
    assert _beside_others(alone, alone.thing, "主席会议成员走访委员、企业") != ""
