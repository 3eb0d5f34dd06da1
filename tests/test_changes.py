"""Which way a figure changed is read from the words before it; what it speaks of, from the clause that names it."""

from __future__ import annotations

import pytest

from index.language.changes import STANDSTILL, asks_change, asks_fall, change_before, changes_in
from index.language.figures import find_figures
from index.statements.subjects import inherited_subject


@pytest.mark.parametrize(
    ("before", "sign", "word", "level"),
    [
        ("地区生产总值增长", 1, "增长", False),
        ("进出口总额下降", -1, "下降", False),
        ("房地产开发投资负增长", -1, "负增长", False),
        ("同比增长-", -1, "增长-", False),
        ("降幅为", -1, "降幅为", False),
        ("增速达到", 1, "增速达到", False),
        ("比上年提高约", 1, "提高约", False),
        ("比上年多", 1, "比上年多", False),
        ("较上年少", -1, "较上年少", False),
        ("失业率降低到", -1, "降低到", True),
        ("占比提高至", 1, "提高至", True),
    ],
)
def test_the_word_before_a_figure_says_which_way_it_went(before: str, sign: int, word: str, level: bool) -> None:
    change = change_before(before)
    assert change is not None
    assert (change.sign, before[change.start :], change.level) == (sign, word, level)


@pytest.mark.parametrize("before", ["", "立案", "满意率", "城镇新增", "达到", "增长极", "降低成本"])
def test_other_words_name_no_change(before: str) -> None:
    assert change_before(before) is None


@pytest.mark.parametrize(
    ("text", "value"), [("增长-3.2%", "-3.2"), ("增速为－3.2%", "-3.2"), ("增幅达-1.4个百分点", "-1.4")]
)
def test_a_rate_may_have_a_sign(text: str, value: str) -> None:
    (figure,) = find_figures(text)
    assert str(figure.value) == value
    assert figure.text[0] in "-－"
    assert text[figure.start : figure.end] == figure.text


@pytest.mark.parametrize("text", ["增长4.5%—6%", "增长5-6%"])
def test_the_dash_of_a_range_is_no_sign(text: str) -> None:
    assert [figure.value > 0 for figure in find_figures(text)] == [True]


@pytest.mark.parametrize("text", ["与上年持平", "与去年同期基本持平", "同上年持平", "实现零增长", "与上年基本相当"])
def test_standstills_are_known(text: str) -> None:
    assert STANDSTILL.fullmatch(text)
    assert 0 in changes_in(text)


@pytest.mark.parametrize(
    ("question", "change", "fall"),
    [
        ("进出口总额增长多少?", True, False),
        ("固定资产投资增速是多少?", True, False),
        ("进出口总额下降多少?", True, True),
        ("立案比上年少了多少件?", True, True),
        ("立案多少件提案?", False, False),
        ("how much did exports fall?", True, True),
    ],
)
def test_a_question_after_a_change_is_known(question: str, change: bool, fall: bool) -> None:
    assert (asks_change(question), asks_fall(question)) == (change, fall)


@pytest.mark.parametrize(
    ("before", "subject"),
    [
        ("提案办复率达到100%，满意率98.6%，比上年提高", "满意率"),
        ("满意率98.6%（比上年提高", "满意率"),
        ("社会消费品零售总额1200亿元、增长", "社会消费品零售总额"),
        ("全体居民收入增长6.1%，其中农村居民增长", "全体居民收入"),
        ("共收到提案412件，其中立案", "提案"),
        ("地区生产总值增长", ""),
        ("城镇、农村居民收入达4元、1元，分别增长", ""),
        ("城镇、农村居民收入达4元、1元，分别增长10.2%、", ""),
        ("提案办复率100%，满意率", ""),
    ],
)
def test_a_figure_without_a_noun_of_its_own_speaks_of_the_one_before(before: str, subject: str) -> None:
    assert inherited_subject(before) == subject
