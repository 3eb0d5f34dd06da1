"""What joins things, and the same characters within a word."""

from __future__ import annotations

import re

import pytest

from index.language.conjunctions import AND


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("自来水普及率、城镇化率", ["自来水普及率", "城镇化率"]),
        ("提案以及社情民意", ["提案", "社情民意"]),
        ("就业和社会保障及医疗", ["就业", "社会保障", "医疗"]),
        ("参与人数与场次", ["参与人数", "场次"]),
        ("涉及企业和群众", ["涉及企业", "群众"]),
        ("碳达峰和碳中和", ["碳达峰", "碳中和"]),
        ("出口总和与进口", ["出口总和", "进口"]),
        ("和平协议", ["和平协议"]),
        ("与会代表及时报到", ["与会代表及时报到"]),
    ],
)
def test_things_are_parted_where_they_are_joined(text: str, things: list[str]) -> None:
    assert re.split(AND, text) == things
