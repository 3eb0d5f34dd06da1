"""How the judge of unread questions counts."""

from __future__ import annotations

import pytest

from bench.first_sight import Shown, Verdict, is_right, judge, table
from bench.intervals import share_interval
from training.split import Asked


def asked(*spans: str, type_: str = "fact", variants: tuple[str, ...] = ()) -> Asked:
    return Asked("t1", "r0001.txt", "zh", type_, "问？", "市政协收到提案434件，立案409件。", spans, variants)


@pytest.mark.parametrize(
    ("short", "question", "right"),
    [
        ("409件", asked("409件"), True),
        ("409", asked("409件"), True),
        ("434件", asked("409件"), False),
        ("立案409件", asked("409件"), True),
        ("微信公众号", asked("微信公众号平台"), True),  # half of it and more
        ("微信", asked("微信公众号平台"), False),
        ("4", asked("第4名"), True),
        ("三地", asked("甲地", "乙地", type_="list"), False),
        ("甲地、乙地", asked("甲地", "乙地", type_="list"), True),
        ("甲地", asked("甲地", "乙地", type_="list"), False),
        ("409件左右", asked("大约四百件", variants=("409件",)), True),
    ],
)
def test_an_answer_is_right_by_the_rule_of_the_sets(short: str, question: Asked, right: bool) -> None:
    assert is_right(short, question) is right


@pytest.mark.parametrize(
    ("question", "short", "outcome"),
    [
        (asked("409件"), "409件", "right"),
        (asked("409件"), "434件", "wrong"),
        (asked("409件"), None, "refused"),
        (asked(), "434件", "wrong"),
        (asked(), None, "right"),
    ],
)
def test_what_is_shown_for_what_has_no_answer_is_wrong(question: Asked, short: str | None, outcome: str) -> None:
    assert judge(question, Shown(short, None, ())).outcome == outcome


def test_the_passage_counts_among_the_first_five() -> None:
    there, elsewhere = asked("409件").evidence, "别的。"
    assert judge(asked("409件"), Shown("409件", None, (elsewhere, there))).hit
    assert not judge(asked("409件"), Shown("409件", None, (*(elsewhere,) * 5, there))).hit


def test_the_interval_of_a_share_is_wilsons() -> None:
    assert share_interval(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert share_interval(0, 10)[0] == 0
    assert share_interval(10, 10)[1] == pytest.approx(1)


def verdict(n: int, outcome: str, confidence: float | None, *, answerable: bool = True) -> Verdict:
    return Verdict(f"t{n}", "fact", answerable, outcome, hit=True, confidence=confidence)  # type: ignore[arg-type]


def test_the_table_says_wrong_but_shown_of_all_and_risk_by_confidence() -> None:
    verdicts = [
        verdict(1, "right", 0.99),
        verdict(2, "right", 0.9),
        verdict(3, "wrong", 0.4),
        verdict(4, "refused", 0.2),
        verdict(5, "wrong", 0.6, answerable=False),
        verdict(6, "right", 0.1, answerable=False),
    ]
    lines = "\n".join(table(verdicts))
    assert "wrong but shown, of all 6: 0.333" in lines
    assert "4 shown of 6 asked" in lines
    assert "coverage 0.67: wrong 0.500" in lines
    assert "coverage 0.33: wrong 0.000" in lines
    assert "said 0.95–1.00: 1 answers, right 1.000" in lines


def test_without_confidence_there_is_no_calibration() -> None:
    lines = "\n".join(table([verdict(1, "right", None), verdict(2, "wrong", None)]))
    assert "calibration" not in lines
    assert "all answerable" in lines
