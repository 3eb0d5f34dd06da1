"""What was not done is another count than what was: in the words of reports, of questions, and in facts."""

from __future__ import annotations

import pytest

from index.language.stages import denies_stage, same_stage, same_stages, stage_in, stages_in
from index.language.units import unit_fits, unit_may_stand
from index.statements.indicators import read_before


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("共收到提案", {"收到"}),
        ("提交提案并立案", {"收到", "立案"}),
        ("未立案", {"未立案"}),
        ("没有立案的提案", {"未立案"}),
        ("不予立案的", {"未立案"}),
        ("没有被采纳", {"未采纳"}),
        ("尚未全部办结", {"未办复"}),
        ("未能及时答复", {"未办复"}),
        ("未来立案", {"立案"}),
        ("收到412件，立案358件，未立案54件", {"收到", "立案", "未立案"}),
        ("提案立案 not filed", {"未立案"}),
        ("", set()),
    ],
)
def test_a_stage_that_was_not_reached_is_a_stage_of_its_own(text: str, stages: set[str]) -> None:
    assert stages_in(text) == stages


@pytest.mark.parametrize(
    ("stated", "asked", "denies"),
    [
        ("立案358件", "没有立案的提案有多少件", True),
        ("未立案54件", "立案多少件", True),
        ("未立案54件", "没有立案的提案有多少件", False),
        ("立案358件", "立案多少件", False),
        ("共收到提案412件", "没有立案的提案有多少件", True),
        ("共收到提案412件", "立案多少件", False),
        ("参加会议56人", "多少人参加", False),
    ],
)
def test_the_opposite_of_what_is_asked_is_seen(stated: str, asked: str, denies: bool) -> None:
    assert denies_stage(stated, asked) is denies


def test_stages_are_compared_by_what_they_mean() -> None:
    assert same_stages("收到提案（件）", "提交了多少提案")
    assert not same_stages("收到提案（件）", "立案多少件")
    assert not same_stages("未立案（件）", "立案多少件")
    assert same_stages("2023年", "立案多少件")
    assert same_stage("提交", "收到") and same_stage("提高", "增长")
    assert not same_stage("未立案", "立案") and not same_stage("下降", "增长")
    assert (stage_in("没有立案"), stage_in("审查立案"), stage_in("提案")) == ("未立案", "审查立案", "")


@pytest.mark.parametrize(
    ("segment", "noun", "qualifier"),
    [
        ("未立案", "", "未立案"),
        ("没有立案的提案", "提案", "未立案"),
        ("撤回不予立案的", "撤回", "未立案"),
        ("立案提案", "提案", "立案"),
    ],
)
def test_a_fact_says_what_was_not_done(segment: str, noun: str, qualifier: str) -> None:
    reading = read_before(segment)
    assert (reading.noun, reading.qualifier) == (noun, qualifier)


def test_units_stand_for_others_of_their_kind_alone() -> None:
    assert unit_fits(("名",), "人") and not unit_fits(("件",), "人")
    assert unit_may_stand(("条",), "期") and unit_may_stand(("个学位",), "个")
    assert not unit_may_stand(("件",), "人") and not unit_may_stand(("元",), "%")
