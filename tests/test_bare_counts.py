"""How many there are of a thing, asked without its measure word; of a part of it; of people."""

from __future__ import annotations

from pathlib import Path

import pytest
from answering import answerer_over

from qa import Answer, Answerer
from qa.citing.verify import answer_problems

ANYANG = """# 政协安阳市委员会常务委员会工作报告

——2024年1月20日

各位委员：现在报告2023年工作。

## 2023年工作回顾

一年来，共收到提案312件，立案287件，提案全部办复。委员提交大会发言45篇，报送社情民意信息560篇。

开展“委员企业走访”活动，对140家委员领办的企业全覆盖走访。

纪念建城三千三百年，联合省文物局、市博物馆、安阳师范学院在殷都区举办甲骨文研讨会，各界人士共260余人参加，会后形成论文集2册。
"""
PUYANG = """# 政协濮阳市委员会常务委员会工作报告

——2024年1月18日

各位委员：现在报告2023年工作。

## 2023年工作回顾

一年来，共收到提案208件，市领导领办督办重点提案15件。与市农业农村局联合开展调研6次。

全年接待入境游客12万人次，带动旅游收入增长9.5%。
"""


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Answerer:
    return answerer_over(tmp_path_factory.mktemp("counts"), dictionaries, ANYANG, PUYANG)


def asked(answerer: Answerer, *turns: str) -> Answer:
    context = None
    for turn in turns:
        answer = answerer.ask(turn, context=context)
        assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()
        context = answer.understood_as or turn
    return answer


@pytest.mark.parametrize("question", ["新乡2023年提案有多少？", "新乡2023年有多少提案", "新乡市2023年提案一共有多少呢"])
def test_a_thing_is_counted_in_its_own_measure_word(answerer: Answerer, question: str) -> None:
    answer = asked(answerer, question)
    assert answer.status == "ambiguous"
    assert {each.short for each in answer.readings} >= {"434件", "409件"}


def test_of_a_part_not_all_are_counted(cities: Answerer) -> None:
    assert asked(cities, "濮阳市政协2023年重点提案有多少件？").short == "15件"
    assert asked(cities, "安阳市政协2023年重点提案有多少件？").status == "not_stated"
    assert asked(cities, "安阳市政协2023年有多少优秀提案").status == "not_stated"


def test_what_is_asked_of_all_is_not_told_of_some(cities: Answerer) -> None:
    assert asked(cities, "濮阳2023年入境游客多少人次？").short == "12万人次"
    assert asked(cities, "濮阳2023年接待游客多少人次？").status == "not_stated"
    assert asked(cities, "濮阳2023年接待游客超过50万人次，对吗？").status == "not_stated"


@pytest.mark.model
@pytest.mark.parametrize("verb", ["办复", "办好", "办结"])
def test_what_is_written_is_not_counted_in_occasions(answerer: Answerer, verb: str) -> None:
    assert asked(answerer, f"邯郸政协提案{verb}了多少件").short == "886件"


@pytest.mark.model
def test_those_that_are_something_are_not_all(answerer: Answerer) -> None:
    turns = ("郑州市政协智库首批选了多少人", "这39个人里头有几位是大学教授？")
    assert asked(answerer, *turns).status == "not_stated"
    assert asked(answerer, "郑州市政协首批选聘的有几位是专业人士").short == "39名"


@pytest.mark.model
def test_those_who_came_are_those_of_what_is_asked_about(answerer: Answerer) -> None:
    assert asked(answerer, "郑州黄帝故里拜祖大典现场来了多少人参加").short == "2500余人"
    assert asked(answerer, "郑州政协的委员读书活动多少人参加").status == "not_stated"
    of_both = asked(answerer, "郑州政协的委员读书活动办了几期，多少人参加")
    assert [part.short for part in of_both.parts] == ["6期", None]


def test_people_are_not_counted_by_their_firms(cities: Answerer) -> None:
    assert asked(cities, "安阳2023年有多少委员？").status == "not_stated"


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("安阳2023年甲骨文研讨会在哪里开的？", "大概有多少人？", "和哪些单位一块办的？"), "安阳师范学院"),
        (("安阳2023年甲骨文研讨会有多少人参加？", "和哪些单位一起办的？"), "省文物局"),
    ],
)
def test_a_bare_follow_up_is_of_the_event_that_its_passage_tells(
    cities: Answerer, turns: tuple[str, ...], said: str
) -> None:
    answer = asked(cities, *turns)
    assert answer.status == "answered"
    assert said in f"{answer.short}{answer.text}"
    assert "研讨会" in (answer.understood_as or "")


def test_a_follow_up_of_another_thing_is_not_of_the_event(cities: Answerer) -> None:
    answer = asked(cities, "安阳2023年甲骨文研讨会在哪里开的？", "提案立案多少件？")
    assert answer.short == "287件"
    assert "研讨会" not in (answer.understood_as or "")
