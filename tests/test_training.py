"""What the reader is taught: the parts kept apart, and the traps made of facts."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from index.types import Fact, Span
from qa.answering.reader import Readable
from training.encoded import encode_all, read_encoded, write_encoded
from training.examples import Example, find_all, window
from training.located import find_folded
from training.mixture import draw
from training.own import Elsewhere, joined, without_clause
from training.split import Asked, part_of
from training.traps import Stated, traps_of

HEADER = "河南省新乡市 2023年 政协常委会工作报告 · 2023年工作回顾"
TEXT = "一年来，市政协收到委员提案434件。新建幼儿园12所，地区生产总值3463亿元。委员提案办复率100%。"


def stated(indicator: str, qualifier: str, figure: str, unit: str, *, text: str = TEXT, role: str = "review") -> Stated:
    start = text.index(figure)
    sentence = (text.rfind("。", 0, start) + 1, text.index("。", start) + 1)
    fact = Fact(
        report_id="r-0",
        chunk_id="r-0-0",
        place_code="410700",
        level="city",
        years=(2023,),
        role=role,  # type: ignore[arg-type]
        indicator=indicator,
        qualifier=qualifier,
        value=Decimal(1),
        unit=unit,
        approximate=False,
        counted_by="",
        text=figure,
        start=start,
        end=start + len(figure),
        sentence=Span(*sentence),
    )
    return Stated(fact, Readable(text, HEADER), start, start + len(figure), sentence, "2023年", "新乡")


def made(each: Stated, others: list[Stated] | None = None) -> list[Example]:
    """All that chance makes of a fact in forty tries."""
    return [example for seed in range(40) for example in traps_of(each, others or [], random.Random(seed))]


def of(source: str, examples: list[Example]) -> list[Example]:
    return [example for example in examples if example.source == source]


def test_a_file_is_in_one_part_for_good() -> None:
    assert {part_of(f"r{n:04}.txt") for n in range(1, 501)} == {"train", "dev", "test"}
    assert [part_of(f"g1-{n:02}.txt") for n in (3, 6, 11, 12)] == ["test", "dev", "test", "train"]
    shares = [part_of(f"r{n:04}.txt") for n in range(1, 501)]
    assert 40 <= shares.count("test") <= 80
    assert 25 <= shares.count("dev") <= 55


def test_a_list_is_right_as_a_whole() -> None:
    asked = Asked("t", "r0001.txt", "zh", "list", "哪两所？", "甲和乙", ("甲", "乙"), ("乙与甲",))
    assert asked.answers == ("甲、乙", "乙与甲")


@pytest.mark.parametrize(
    ("text", "part", "found"),
    [("收到 提案\n434件", "提案434件", (3, 10)), ("收到", "立案", None), ("收到", " ", None)],
)
def test_evidence_is_found_across_wrapped_lines(text: str, part: str, found: tuple[int, int] | None) -> None:
    assert find_folded(text, part) == found


def test_every_occurrence_is_found() -> None:
    assert find_all("件件", "件") == [0, 1]
    assert find_all("件", "") == []


def test_a_window_holds_what_is_needed_and_is_a_stretch_of_the_text() -> None:
    text = "".join(chr(0x4E00 + n) for n in range(900))
    for seed in range(60):
        part, begins = window(text, [(500, 510)], random.Random(seed))
        assert text[begins : begins + len(part)] == part
        assert begins <= 500
        assert begins + len(part) >= 510
        assert len(part) <= 400


@pytest.mark.parametrize(
    ("text", "figure", "left"),
    [
        (
            "市政协开展视察活动，收到提案434件，立案409件，全部办理完毕。",
            "409件",
            "市政协开展视察活动，收到提案434件，全部办理完毕。",
        ),
        (
            "收到提案434件，共434件，市政协开展视察活动，全部办理完毕。",
            "共434件",
            "收到提案434件，市政协开展视察活动，全部办理完毕。",
        ),
        ("立案409件。", "409件", None),
    ],
)
def test_the_clause_that_answers_is_cut_out(text: str, figure: str, left: str | None) -> None:
    start = text.index(figure)
    assert without_clause(text, [(start, start + len(figure))]) == left


def test_what_is_said_twice_is_not_cut_out() -> None:
    text = "收到提案434件，市政协开展视察活动，全部办理完毕，434件提案均有答复。"
    assert without_clause(text, [(4, 8)]) is None


def test_another_year_changes_header_and_words() -> None:
    passage = Readable("2023年立案409件。", HEADER)
    other = Elsewhere.another_year("2023", passage, random.Random(1))
    assert "2023" not in other.text + other.header
    assert "409件" in other.text


def test_a_fact_is_asked_about_and_answered_by_its_figure() -> None:
    example = of("fact", made(stated("委员提案", "收到", "434件", "件")))[0]
    assert "委员提案" in example.question
    assert [example.passage[start:end] for start, end in example.spans] == ["434件"]


@pytest.mark.parametrize(
    ("source", "each", "in_question", "in_passage"),
    [
        ("other-stage", stated("委员提案", "收到", "434件", "件"), "立案|办结", "收到"),
        (
            "other-period",
            stated("幼儿园", "新建", "12所", "所"),
            "2023年|新建",
            "半年|季度|五年|个月|十三五|新建幼儿园12所",
        ),
        ("aim", stated("幼儿园", "新建", "12所", "所"), "新建", "力争|计划|确保|目标|十四五"),
        ("not-done", stated("幼儿园", "新建", "12所", "所"), "新建", "尚未新建|未能新建|没有新建"),
        ("change-for-total", stated("地区生产总值", "", "3463亿元", "亿元"), "增长|下降", "地区生产总值3463亿元"),
        ("plan-for-result", stated("幼儿园", "新建", "12所", "所", role="plan"), "实际|到底|已经|最后", "新建"),
    ],
)
def test_what_nearly_answers_has_no_answer(source: str, each: Stated, in_question: str, in_passage: str) -> None:
    examples = of(source, made(each))
    assert examples
    for example in examples:
        assert example.spans == ()
        assert any(word in example.question for word in in_question.split("|"))
        assert any(word in example.passage for word in in_passage.split("|"))


def test_a_change_alone_is_no_total() -> None:
    text = "全市经济平稳运行。地区生产总值3463亿元，增长6.5%。"
    each = stated("地区生产总值", "增长", "6.5%", "%", text=text)
    for example in of("change-for-total", made(each)):
        assert "3463" not in example.passage
        assert "是多少" in example.question
        assert example.spans == ()


def test_another_indicator_is_drawn_from_what_counts_in_the_same_unit() -> None:
    other = stated("社情民意信息", "报送", "80件", "件", text="报送社情民意信息80件。")
    kin = stated("提案", "办理", "70件", "件", text="办理提案70件。")
    examples = of("other-indicator", made(stated("委员提案", "收到", "434件", "件"), [other, kin]))
    assert {example.passage for example in examples} == {"报送社情民意信息80件。"}


def test_an_aim_for_a_year_answers_when_an_aim_is_asked_for() -> None:
    answered = [
        example
        for example in of("fact", made(stated("幼儿园", "新建", "12所", "所")))
        if example.question.startswith("计划")
    ]
    assert answered
    for example in answered:
        assert [example.passage[start:end] for start, end in example.spans] == ["12所"]


@pytest.mark.parametrize(
    ("text", "spans", "found"),
    [
        ("引进甲公司、乙公司和丙公司", [(2, 5), (6, 9), (10, 13)], ((2, 13),)),
        ("“甲”“乙”工程", [(1, 2), (4, 5)], ((1, 5),)),
        ("一是甲；二是乙", [(2, 3), (6, 7)], ((2, 3), (6, 7))),
    ],
)
def test_things_in_a_row_are_one_answer(
    text: str, spans: list[tuple[int, int]], found: tuple[tuple[int, int], ...]
) -> None:
    assert joined(text, spans) == found


def test_examples_come_back_as_numbers(tmp_path: Path) -> None:
    rows = [
        ([0, 7, 8, 2], 1, [(1, 2)], "own", 0),
        ([0, 9, 2], 1, [], "cut", -1),
        ([0, 5, 6, 7, 2], 2, [(2, 2)], "own", 1),
    ]
    write_encoded(tmp_path / "rows.npz", encode_all(rows))
    held = read_encoded(tmp_path / "rows.npz")
    assert [held.row(n).tolist() for n in range(len(held))] == [row[0] for row in rows]
    assert held.spans.tolist() == [[0, 1, 2], [2, 2, 2]]
    assert (held.source.tolist(), held.fold.tolist()) == (["own", "cut", "own"], [0, -1, 1])
    part = held.only([2, 0])
    assert [part.row(n).tolist() for n in range(2)] == [rows[2][0], rows[0][0]]
    assert part.spans.tolist() == [[1, 1, 2], [0, 2, 2]]


def test_what_has_no_share_is_not_drawn() -> None:
    drawn = draw(range(200), ["own"] * 100 + ["other"] * 100, {"own": 0.5}, 3, seed=1)
    assert set(drawn) <= set(range(100))
    assert 100 < len(drawn) < 200
