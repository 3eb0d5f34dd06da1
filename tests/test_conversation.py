"""Greetings and thanks are answered as such, never from a report; a question said with them is answered."""

from __future__ import annotations

import pytest

from qa.answerer import Answerer
from qa.understanding.chatter import is_chatter, without_chatter

FILED = "新乡2023年立案了多少件提案?"


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("好的，谢谢！", ""),
        ("你好，立案多少件？谢谢！", "立案多少件？"),
        ("哈哈哈哈", ""),
        ("你都能回答什么问题？", ""),
        ("你是什么模型", ""),
        ("👍🏻", ""),
        ("？？", ""),
        ("ok, got it. Bye!", ""),
        ("thank you so much", ""),
        ("Thanks! How many were filed?", "How many were filed?"),
        ("好的办法有哪些", "好的办法有哪些"),
        ("对吗", "对吗"),
        ("是吗？", "是吗？"),
        ("真的吗", "真的吗"),
        ("早餐工程有多少家", "早餐工程有多少家"),
        ("再见面是什么时候", "再见面是什么时候"),
        ("谢谢超主席是谁", "谢谢超主席是谁"),
        ("2022?", "2022?"),
        ("why", "why"),
        ("it", "it"),
        ("test results of water", "test results of water"),
        ("hi-tech firms", "hi-tech firms"),
    ],
)
def test_what_is_said_beside_a_question_is_told_from_it(said: str, asked: str) -> None:
    assert without_chatter(said) == asked
    assert is_chatter(said) == (not asked)


@pytest.mark.parametrize(
    ("said", "language", "begins"),
    [
        ("谢谢", "zh", "不客气"),
        ("你好", "zh", "你好"),
        ("再见", "zh", "再见"),
        ("测试", "zh", "我只回答"),
        ("Thanks!", "en", "You are welcome"),
        ("hello", "en", "Hello"),
        ("who are you?", "en", "I answer"),
    ],
)
def test_nothing_asked_is_answered_without_a_report(answerer: Answerer, said: str, language: str, begins: str) -> None:
    answer = answerer.ask(said)
    assert answer.is_conversation
    assert (answer.status, answer.language, answer.short) == ("not_stated", language, None)
    assert answer.citations == answer.passages == ()
    assert answer.text.startswith(begins)
    assert len(answer.text) < 300
    assert answer.understood_as is None


def test_nothing_asked_is_said_to_be_so_before_what_is_missing(answerer: Answerer) -> None:
    answer = answerer.ask("谢谢", places=["洛阳"])
    assert answer.is_conversation
    assert answer.status == "not_stated"


def test_the_question_before_thanks_can_still_be_leaned_on(answerer: Answerer) -> None:
    thanks = answerer.ask("谢谢", context=FILED)
    assert thanks.understood_as == FILED
    assert answerer.ask("那邯郸呢?", context=thanks.understood_as).understood_as == "邯郸2023年立案了多少件提案?"


def test_what_a_turn_means_is_put_in_the_words_of_reports(answerer: Answerer) -> None:
    filed = answerer.ask("立了多少？", context="中原区政协2022年收到提案多少件？")
    assert (filed.understood_as, filed.short) == ("中原区政协2022年立案多少件提案?", "224件")


def test_a_dialogue_is_answered_from_what_was_said_before(answerer: Answerer) -> None:
    context = "新乡市政协2023年推送了多少篇新闻资讯？"
    adopted = answerer.ask("其中省级以上媒体采用了多少？", context=context)
    assert adopted.short == "45篇"
    share = answerer.ask("占比是多少？", context=adopted.understood_as)
    assert share.understood_as == "新乡市政协2023年推送的新闻资讯中省级以上媒体采用的占比是多少?"
