"""What the reader is taught: the parts kept apart, and the traps made of facts."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from index.types import Fact, Span
from qa.answering.reader import Readable
from training.encoded import encode_all, joined_sets, read_encoded, write_encoded
from training.english import asked_in_english
from training.examples import Example, find_all, window
from training.judge import as_spoken
from training.located import find_folded
from training.mixture import draw, draw_together
from training.near import changed
from training.own import Elsewhere, joined, without_clause
from training.scored import Found, measured
from training.split import Asked, part_of
from training.tables import tables_asked
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
        ([0, 7, 8, 2], 1, [(1, 2)], "own", 0, 4),
        ([0, 9, 2], 1, [], "cut", -1, -1),
        ([0, 5, 6, 7, 2], 2, [(2, 2)], "own", 1, 4),
    ]
    write_encoded(tmp_path / "rows.npz", encode_all(rows))
    held = read_encoded(tmp_path / "rows.npz")
    assert [held.row(n).tolist() for n in range(len(held))] == [row[0] for row in rows]
    assert held.spans.tolist() == [[0, 1, 2], [2, 2, 2]]
    assert (held.source.tolist(), held.fold.tolist()) == (["own", "cut", "own"], [0, -1, 1])
    part = held.only([2, 0])
    assert [part.row(n).tolist() for n in range(2)] == [rows[2][0], rows[0][0]]
    assert part.spans.tolist() == [[1, 1, 2], [0, 2, 2]]
    both = joined_sets(part, held)
    assert [both.row(n).tolist() for n in range(5)] == [rows[n][0] for n in (2, 0, 0, 1, 2)]
    assert both.spans.tolist() == [[1, 1, 2], [0, 2, 2], [2, 1, 2], [4, 2, 2]]
    assert both.group.tolist() == [4, 4, 4, -1, 4]


def test_what_has_no_share_is_not_drawn() -> None:
    drawn = draw(range(200), ["own"] * 100 + ["other"] * 100, {"own": 0.5}, 3, seed=1)
    assert set(drawn) <= set(range(100))
    assert 100 < len(drawn) < 200


def test_a_question_is_drawn_with_what_answers_and_some_of_what_does_not() -> None:
    rows = [([0, 7, 2], 1, [(1, 1)] if n % 8 == 3 else [], "shown", 0, n // 8) for n in range(80)]
    units = draw_together(range(80), encode_all(rows), 4, seed=1)
    assert 10 < len(units) < 30
    for unit in units:
        assert len({row // 8 for row in unit}) == 1
        assert [row for row in unit if row % 8 == 3] == unit[:1]
        assert len(unit) == 5


@pytest.mark.parametrize(
    ("question", "passage", "found"),
    [
        ("2023年立案多少件提案？", "全年收到提案434件，立案409件。", "办结|办复|并案|不予立案|采纳|督办"),
        ("不予立案的提案几件", "不予立案8件，立案409件。", "收到|办结|办复|并案|采纳|督办"),
        ("How many schools in rural areas?", "农村学校12所。", "urban"),
        ("收到和立案各多少件？", "收到434件，立案409件。", None),
        ("农村和城镇的差距", "城镇与农村差距缩小。", None),
        ("谁是院长？", "院长龙启明。", None),
    ],
)
def test_a_changed_question_asks_for_what_the_passage_does_not_speak_of(
    question: str, passage: str, found: str | None
) -> None:
    made = {new for seed in range(40) for new in changed(question, passage, random.Random(seed))}
    words = {word for word in (found or "").split("|") if any(word in new for new in made)}
    assert words == set((found or "").split("|")) - {""}
    assert not any(word in passage for word in words)
    assert question not in made


def test_a_cell_is_the_answer_to_its_row_and_column() -> None:
    names = [
        "税收收入",
        "粮食产量",
        "常住人口",
        "旅游收入",
        "存款余额",
        "公路里程",
        "电商交易额",
        "发电量",
        "学校",
        "床位",
    ]
    made = [each for seed in range(60) for each in tables_asked(names, "临沂", 2023, random.Random(seed))]
    assert {each.source for each in made} == {"cell", "no-row", "no-column"}
    for each in made:
        rows = [line.split("|") for line in each.passage.splitlines() if line.startswith("|")]
        asked = [row for row in rows[2:] if row[1].strip() in each.question]
        if each.source == "cell":
            (start, end) = each.spans[0]
            assert any(each.passage[start:end] == cell.strip() for row in asked for cell in row[2:])
        else:
            assert each.spans == ()
        if each.source == "no-row":
            assert not asked


def test_a_fact_is_asked_about_in_english() -> None:
    each = stated("幼儿园", "新建", "12所", "所")
    made = [
        example
        for seed in range(20)
        for example in asked_in_english(each, [], {"幼儿园": ["kindergartens"]}, "Xinxiang", random.Random(seed))
    ]
    assert made
    for example in made:
        assert "kindergartens" in example.question
        assert "built" in example.question
        assert [example.passage[start:end] for start, end in example.spans] == ["12所"]
    assert not list(asked_in_english(each, [], {"医院": ["hospitals"]}, "Xinxiang", random.Random(1)))


def test_scores_of_another_model_are_spread_as_this_one_speaks() -> None:
    theirs = np.linspace(-20, 15, 500, dtype=np.float32)
    ours = np.linspace(-30, 15, 500, dtype=np.float32)
    spread = as_spoken(np.stack([theirs, theirs - 4], axis=1), like=np.stack([ours, ours], axis=1))
    assert np.abs(spread[5:-5, 0] - ours[5:-5]).max() < 1
    assert (np.diff(spread[:, 1]) >= 0).all()


def test_a_reader_is_measured_by_question_and_by_risk() -> None:
    rows = [([0, 2, 7, 8, 9, 2], 2, [(2, 3)] if n in {0, 5} else [], "shown", -1, n // 4) for n in range(8)]
    spans = np.full((8, 1, 2), -1, dtype=np.int16)
    spans[:, 0] = (0, 1)
    scores = np.array([5, 1, 1, 1, 9, 2, 1, 1], dtype=np.float32)[:, None]
    found = Found(np.arange(8), spans, scores, np.zeros(8, dtype=np.float32))
    told = measured(found, encode_all(rows))
    assert (told.passages, told.questions, told.careful) == (1.0, 0.5, 0.0)


def test_a_near_miss_must_lose_to_the_answer_of_its_own_question() -> None:
    torch = pytest.importorskip("torch")
    from training.train import collated, loss_of

    rows = [([0, 2, 7, 8, 2], 2, [(2, 2)] if n % 2 == 0 else [], "shown", -1, n // 2) for n in range(4)]
    examples = encode_all([*rows, ([0, 2, 7, 8, 2], 2, [(2, 2)], "own", -1, -1)])
    batch = collated(examples, range(5), {0: [(2, 2)], 2: [(2, 2)], 4: [(2, 2)]}, torch.device("cpu"))
    assert (batch.questions, batch.together.tolist()) == (2, [0, 0, 1, 1, 2])

    def loss(near: float, groups: int) -> float:
        start = torch.zeros(5, batch.ids.shape[1])
        start[1, 3] = near
        return float(loss_of(replace(batch, questions=groups), start, start.clone(), torch.zeros(5)))

    # What row 1 finds, another passage of row 0's question, costs more than it does within that passage alone.
    assert loss(3.0, 2) - loss(0.0, 2) > loss(3.0, 0) - loss(0.0, 0) + 0.1
