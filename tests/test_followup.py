"""A question that leans on the one before it is made whole; one that stands on its own is left alone."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from index.language.gazetteer import Gazetteer
from qa.understanding.chatter import is_chatter
from qa.understanding.followup import complete_question

GAZETTEER = Gazetteer.load()
INDEXED = frozenset(("410100", "410700", "410102", "410106", "130400"))
FILED = "新乡2023年立案了多少件提案?"
FILED_EN = "How many proposals did Xinxiang file in 2023?"
WHICH = "哪个市立案的提案最多?"


DIALOGUES = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "dialogues.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
STANDS, CHATTER = "=", "~"


def complete(question: str, previous: str) -> str | None:
    return complete_question(
        question, previous=previous, gazetteer=GAZETTEER, today=date(2026, 11, 24), indexed=INDEXED
    )


@pytest.mark.parametrize(
    ("previous", "question", "whole"),
    [
        (FILED, "那邯郸呢?", "邯郸2023年立案了多少件提案?"),
        (FILED, "邯郸呢", "邯郸2023年立案了多少件提案?"),
        (FILED, "那么上街区的呢？", "上街区2023年立案了多少件提案?"),
        (FILED, "邯郸市?", "邯郸市2023年立案了多少件提案?"),
        (FILED, "2022年呢?", "新乡2022年立案了多少件提案?"),
        (FILED, "那去年呢?", "新乡去年立案了多少件提案?"),
        (FILED, "2022？", "新乡2022年立案了多少件提案?"),
        (FILED, "那上街区2017年呢?", "上街区2017年立案了多少件提案?"),
        (FILED, "那郑州和邯郸呢?", "郑州和邯郸2023年立案了多少件提案?"),
        (FILED, "那办复呢?", "新乡2023年办复了多少件提案?"),
        (FILED, "办复的呢?", "新乡2023年办复了多少件提案?"),
        (FILED, "办复了多少?", "新乡2023年办复了多少件提案?"),
        (FILED, "其中办复了多少?", "新乡2023年办复了多少件提案?"),
        (FILED, "它召开了多少次常委会议?", "新乡2023年召开了多少次常委会议?"),
        (FILED, "该市2022年召开了多少次常委会议?", "新乡2022年召开了多少次常委会议?"),
        (FILED, "那召开了多少次常委会议?", "新乡2023年召开了多少次常委会议?"),
        (FILED, "同年郑州立案了多少件?", "郑州2023年立案了多少件提案?"),
        (FILED, "那郑州立案了多少件?", "郑州2023年立案了多少件提案?"),
        # what was meant instead
        (FILED, "打错了，是2022", "新乡2022年立案了多少件提案?"),
        (FILED, "不对，我问的是郑州的", "郑州2023年立案了多少件提案?"),
        (FILED, "我是说办结的", "新乡2023年办结了多少件提案?"),
        (FILED, "不是立案，是提交", "新乡2023年提交了多少件提案?"),
        (FILED, "全年的总数，不是开会那几天的", "新乡2023年全年立案了多少件提案?"),
        # asks in words that only ask
        (FILED, "办结率也说下", "新乡2023年办结率是多少?"),
        (FILED, "顺便把办结率也告诉我", "新乡2023年办结率是多少?"),
        (FILED, "还有一个问题，办结率是多少", "新乡2023年办结率是多少?"),
        (FILED, "同样的问题，问郑州", "郑州2023年立案了多少件提案?"),
        (FILED, "换成郑州再问一遍", "郑州2023年立案了多少件提案?"),
        (FILED, "郑州的我也想知道", "郑州2023年立案了多少件提案?"),
        (FILED, "邯郸的话是多少", "邯郸2023年立案了多少件提案?"),
        (FILED, "再往前一年呢", "新乡2022年立案了多少件提案?"),
        (FILED, "这个数哪来的？", "新乡2023年立案了多少件提案?"),
        ("沧州2022年经济增长目标多少", "它那年社会消费品零售和城镇新增就业的目标也说下",
         "沧州2022年社会消费品零售目标是多少?沧州2022年城镇新增就业目标是多少?"),
        ("沧州2022年经济增长目标多少", "那财政收入和固定资产投资的增速呢",
         "沧州2022年财政收入增速是多少?沧州2022年固定资产投资增速是多少?"),
        ("成都2024年轨道交通开通了多少公里？", "全国排第几", "成都2024年轨道交通开通在全国排第几?"),
        ("新乡2023年开展了几次民主监督", "都监督了些啥", "新乡2023年都监督了些啥?"),
        ("无锡2007年地区生产总值多少", "人均到多少了", "无锡2007年人均地区生产总值多少?"),
        ("南京2020年地区生产总值多少", "2019年的是多少来着", "南京2019年地区生产总值多少?"),
        # another figure is claimed
        (FILED, "不对吧，不是434件吗", "新乡2023年立案了434件提案，对吗?"),
        (FILED, "我记得是五百多啊", "新乡2023年立案了五百多件提案，对吗?"),
        (FILED, "那上一年呢?", "新乡2022年立案了多少件提案?"),
        (FILED, "次年立案了多少件?", "新乡2024年立案了多少件提案?"),
        (FILED, "和郑州比呢?", "新乡和郑州2023年立案了多少件提案?"),
        (FILED, "增长了多少?", "新乡2023年立案的提案增长了多少?"),
        ("新乡市2023年地区生产总值是多少?", "同比增长多少?", "新乡市2023年地区生产总值同比增长多少?"),
        ("新乡市2023年地区生产总值是多少?", "财政收入呢?", "新乡市2023年财政收入有多少?"),
        (FILED_EN, "What about the year before?", "How many proposals did Xinxiang file in 2022?"),
        (FILED, "那社情民意信息呢?", "新乡2023年社情民意信息有多少?"),
        ("新乡市政协2023年协商了哪些议题?", "那邯郸呢?", "邯郸政协2023年协商了哪些议题?"),
        ("新乡市政协2023年协商了哪些议题?", "那民主监督呢?", "新乡市政协2023年民主监督有哪些?"),
        ("立案了多少件提案?", "那邯郸呢?", "邯郸立案了多少件提案?"),
        ("邯郸立案了多少件提案?", "2022年呢?", "邯郸2022年立案了多少件提案?"),
        ("2024年的政协报告提到了哪些城市?", "2023年呢?", "2023年的政协报告提到了哪些城市?"),
        (WHICH, "那邯郸呢?", "邯郸立案的提案有多少?"),
        (WHICH, "2022年呢?", "2022年哪个市立案的提案最多?"),
        (FILED_EN, "What about Handan?", "How many proposals did Handan file in 2023?"),
        (FILED_EN, "and in 2022?", "How many proposals did Xinxiang file in 2022?"),
        (FILED_EN, "And in Handan in 2022?", "How many proposals did Handan file in 2022?"),
        (FILED_EN, "How about those answered?", "How many proposals did Xinxiang answer in 2023?"),
        (FILED_EN, "How many did it answer?", "How many proposals did Xinxiang answer in 2023?"),
        (FILED_EN, "How many meetings were held there?", "How many meetings were held in Xinxiang in 2023?"),
        (FILED_EN, "Who chaired the CPPCC that year?", "Who chaired the CPPCC in 2023 in Xinxiang?"),
        (FILED_EN, "And who is its chairman?", "Who is Xinxiang's chairman in 2023?"),
        (FILED_EN, "What about social opinion reports?", "How many social opinion reports in Xinxiang in 2023?"),
        ("How many proposals were filed?", "And in Handan?", "How many proposals were filed in Handan?"),
        (FILED, "立案多少件提案?", "新乡2023年立案多少件提案?"),  # no place of its own: the one spoken of
        (FILED, "召开了多少次常委会议?", "新乡2023年召开了多少次常委会议?"),
        (FILED, "其他委员提了多少件提案?", "新乡2023年其他委员提了多少件提案?"),
        (FILED, "那些提案是谁提的?", "新乡2023年立案的提案是谁提的?"),
        (FILED, "提案办理得怎么样呢?", "新乡2023年提案办理得怎么样?"),
        (FILED, "地区生产总值增长了多少?", "新乡2023年地区生产总值增长了多少?"),
        (FILED_EN, "How many proposals were filed?", "How many proposals were filed in Xinxiang in 2023?"),
        (FILED_EN, "How many districts are there?", "How many districts are there in Xinxiang in 2023?"),
        (FILED_EN, "Was it said that reform goes on?", "Was it said that reform goes on in Xinxiang in 2023?"),
        (FILED, "办复的占立案的百分之几?", "新乡2023年办复的提案占立案的提案的百分之几?"),
        (FILED, "再帮我算算被采纳的相当于立案的几成?", "新乡2023年被采纳的提案相当于立案的提案的几成?"),
        (FILED, "算一下办复的比立案的少多少件?", "新乡2023年办复的提案比立案的提案少多少件?"),
        (
            "新乡2023年收集的信息中报给省政协有多少?",
            "算一下报送的占收集的百分之几，采用的又占报送的百分之几",
            "新乡2023年报送的信息占收集的信息的百分之几?新乡2023年采用的信息占报送的信息的百分之几?",
        ),
        (FILED, "请查一下办复了多少?", "新乡2023年办复了多少件提案?"),
        (FILED, "What about Handan?", "邯郸市2023年立案了多少件提案?"),
        (FILED_EN, "那邯郸呢?", "How many proposals did Handan file in 2023?"),
    ],
)  # fmt: skip
def test_a_question_that_leans_is_made_whole(previous: str, question: str, whole: str) -> None:
    assert complete(question, previous) == whole


@pytest.mark.parametrize(
    ("previous", "question"),
    [
        (FILED, FILED),
        (FILED, "郑州2023年立案多少件提案?"),
        (FILED, "郑州立案多少件提案?"),
        (FILED, "哪个市立案的提案最多?"),
        ("新乡有哪些委员?", "那上一年呢?"),
        ("新乡有哪些委员?", "增长了多少?"),
        (FILED, "谢谢"),
        (FILED, "那谢谢"),
        (FILED, "?"),
        (FILED_EN, "How many proposals did Zhengzhou file in 2023?"),
        (FILED_EN, "thanks"),
        ("", "那邯郸呢?"),
        ("你好", "它召开了多少次会议?"),
        ("hello", "How many did it answer?"),
    ],
)
def test_a_question_that_stands_on_its_own_is_left_alone(previous: str, question: str) -> None:
    assert complete(question, previous) is None


@pytest.mark.parametrize(
    "question",
    [
        "那" * 1000 + "呢?",
        "新乡" * 1000,
        "what about " * 180,
        "it " * 600 + "how",
        "又还都共有" * 200 + "多少",
        "2023年" * 400,
    ],
)
def test_twice_the_nonsense_is_not_many_times_the_work(question: str) -> None:
    def work(asked: str) -> float:
        """Seconds of the processor, whatever else runs on it: the least of three."""
        taken = []
        for _ in range(3):
            started = time.process_time()
            complete(asked, FILED)
            complete("那邯郸呢?", asked)
            taken.append(time.process_time() - started)
        return min(taken)

    assert work(question) < 8 * work(question[: len(question) // 2]) + 0.02


@pytest.mark.parametrize("question", ["那\u202e邯郸\u0007呢?", "那<script>呢?", "](javascript:alert(1))呢?"])
def test_odd_characters_are_carried_or_refused_but_break_nothing(question: str) -> None:
    whole = complete(question, FILED)
    assert whole is None or whole.endswith("?")


def test_follow_ups_follow_each_other() -> None:
    second = complete("那邯郸呢?", FILED)
    assert second is not None
    third = complete("2022年呢?", second)
    assert third == "邯郸2022年立案了多少件提案?"


@pytest.mark.parametrize(("previous", "question", "holds"), DIALOGUES)
def test_the_last_turn_of_a_dialogue_means(previous: str, question: str, holds: str) -> None:
    whole = complete(question, previous)
    if holds in (STANDS, CHATTER):
        assert whole is None
        assert is_chatter(question) == (holds == CHATTER)
        return
    assert whole is not None
    for fragment in holds.split("|"):
        if fragment.startswith("!"):
            assert fragment[1:] not in whole
        else:
            assert any(words in whole for words in fragment.split("/")), (fragment, whole)


@pytest.mark.parametrize(
    ("previous", "question", "holds"), [row for row in DIALOGUES if row[2] not in (STANDS, CHATTER)]
)
def test_place_and_year_live_on_through_the_turn_after(previous: str, question: str, holds: str) -> None:
    """Whatever a question was completed to, the next turn can lean on."""
    whole = complete(question, previous) or ""
    kept = [words for words in ("新乡", "郑州", "2022", "2023", "Xinxiang") if words in whole]
    details = complete("Tell me more" if question.isascii() else "详细说说", whole)
    assert details is not None
    assert [words for words in kept if words not in details] == []
    assert not is_chatter(details)


def test_several_things_in_one_turn_are_each_made_whole() -> None:
    whole = complete("换成郑州呢？另外办复率是多少，主席是谁？谢谢", FILED)
    assert whole == "郑州2023年立案了多少件提案?郑州2023年办复率是多少?郑州2023年主席是谁?"


def test_a_target_of_another_place_is_of_the_same_thing() -> None:
    whole = complete("洛阳2023年定的目标是多少？", "新乡2024年计划城镇新增就业多少人")
    assert whole == "洛阳2023年计划城镇新增就业目标是多少?"
