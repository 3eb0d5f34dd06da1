"""An event told in the question before goes on in the turn that points at it, and in no other."""

from __future__ import annotations

import pytest

from qa.understanding.occasion import of_same_subject
from tests.test_followup import complete

VISITED = "邯郸市政协2023年开展“委员企业走访调研”，走访了多少家企业？"


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("后来座谈了多少次？", "邯郸市政协2023年开展“委员企业走访调研”,座谈了多少次?"),
        ("那次是谁带队的？", "邯郸市政协2023年开展“委员企业走访调研”,是谁带队的?"),
        ("那次活动由谁带队的？", "邯郸市政协2023年开展“委员企业走访调研”,由谁带队的?"),
        ("是谁带队的？", "邯郸市政协2023年开展“委员企业走访调研”,是谁带队的?"),
        ("主席是谁？", "邯郸市政协2023年主席是谁?"),
        ("提案立案多少件？", "邯郸市政协2023年提案立案多少件?"),
    ],
)
def test_what_points_at_an_event_is_asked_of_it(question: str, whole: str) -> None:
    assert complete(question, VISITED) == whole


def test_where_no_event_is_told_the_word_for_it_goes() -> None:
    assert complete("后来召开了多少次常委会议？", "新乡2023年立案了多少件提案?") == "新乡2023年召开了多少次常委会议?"


@pytest.mark.parametrize(
    ("clause", "before", "whole"),
    [
        ("跟哪些单位一起办的", "邯郸研讨会在哪儿开的", "邯郸研讨会跟哪些单位一起办的"),
        ("由谁主持的", "邯郸研讨会是什么时候开的", "邯郸研讨会由谁主持的"),
        ("跟哪些单位一起办的", "邯郸立案多少件提案", None),
        ("主席是谁", "邯郸研讨会在哪儿开的", None),
    ],
)
def test_a_predicate_alone_is_of_the_subject_before_it(clause: str, before: str, whole: str | None) -> None:
    assert of_same_subject(clause, before) == whole
