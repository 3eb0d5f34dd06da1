"""Turns of several clauses are parted where each asks, and what only opens the next is told from what asks."""

from __future__ import annotations

import pytest

from qa.understanding.clause import begins_asking
from qa.understanding.turns import clauses_of


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("换成昌吉州，同一年是多少、增幅多大？", ["换成昌吉州", "同一年是多少、增幅多大"]),
        ("到2023年，那里又办了哪些大赛？总共多少项？", ["到2023年，那里又办了哪些大赛", "总共多少项"]),
        ("英利呢，组件产量增了多少？", ["英利呢,", "组件产量增了多少"]),
        ("英利呢？组件产量增了多少？", ["英利呢", "组件产量增了多少"]),
        ("Where was it held, and with whom?", ["Where was it held", "and with whom"]),
        (
            "And Changsha in 2008, and by how much did it grow?",
            ["And Changsha in 2008", "and by how much did it grow"],
        ),
        ("And there, in 2023, how many were there?", ["And there, in 2023, how many were there"]),
    ],
)
def test_a_turn_is_parted_where_each_clause_asks(text: str, clauses: list[str]) -> None:
    assert clauses_of(text) == clauses


@pytest.mark.parametrize(
    ("clause", "asks"),
    [
        ("同一年各是多少", "only"),
        ("是多少、增幅多大", "first"),
        ("增幅多大", ""),
        ("办复率是多少", ""),
        ("多少", "only"),
    ],
)
def test_a_clause_that_only_asks_is_told(clause: str, asks: str) -> None:
    assert begins_asking(clause) == asks
