"""What is reckoned from one sentence: what was cut from how many to how many, and the shares of the three sectors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from answering import answerer_over

from index.language.gazetteer import Gazetteer
from qa import Answer, Answerer
from qa.citing.verify import answer_problems
from qa.composing.sectors import rows_told
from qa.understanding.sectors_asked import SectorsAsked, read_sectors

REPORT = """新乡市政府工作报告

——2016年2月17日在新乡市第十二届人民代表大会第五次会议上

各位代表：

现在，我代表市人民政府向大会报告工作，请予审议。

一、“十二五”时期和2015年工作回顾

五年来，大力优化产业结构，三次产业结构从2010年的6∶60.6∶33.4调整为9.5∶51.1∶39.4。政府工作部门由35个精简到32个，机关作风明显转变。市级审批事项从208项精简为57项，行政事业性收费从369项精简为39项。全市化肥使用量减少12%。

二、2016年工作安排

力争三次产业结构调整到9∶50∶41。
"""
ANYANG = """安阳市政府工作报告

——2016年2月18日在安阳市第十三届人民代表大会第四次会议上

各位代表：

现在，我代表市人民政府向大会报告工作，请予审议。

一、2015年工作回顾

一年来，深化行政审批制度改革，精简市级行政审批事项46项，市级审批项目由120项减少到90项。三次产业比例由上年的10.5:50.5:39调整为10:50:40，第三产业比重提高1.2个百分点，服务业增加值增长9.1%。
"""
CUT = (
    ("新乡2015年政府工作部门少了几个？", "3个"),
    ("新乡“十二五”期间市级审批事项精简了多少项？", "151项"),
    ("新乡2015年政府工作部门砍掉几个？", "3个"),
    ("安阳2015年行政审批事项精简了多少项？", "46项"),
)
SHARES = (
    ("新乡“十二五”期间第二产业比重降了几个百分点？", "下降9.5个百分点"),
    ("新乡“十二五”期间第二产业比重升了几个点？", "下降9.5个百分点"),
    ("新乡2015年三产占比多少？", "39.4"),
    ("新乡2015年三产比重比二产低几个点？", "低11.7个百分点"),
    ("新乡“十二五”期间三次产业结构怎么变的？", "6∶60.6∶33.4 → 9.5∶51.1∶39.4"),
    ("安阳2015年第二产业比重下降了几个点？", "下降0.5个百分点"),
)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Answerer:
    return answerer_over(tmp_path_factory.mktemp("sectors"), dictionaries, REPORT, ANYANG)


@pytest.fixture(scope="module")
def asked(answerer: Answerer) -> Callable[..., Answer]:
    def ask(question: str, context: str | None = None) -> Answer:
        answer = answerer.ask(question, context=context)
        assert answer_problems(answer, gazetteer=Gazetteer.load()) == ()
        return answer

    return ask


@pytest.mark.model
@pytest.mark.parametrize(("question", "short"), [*CUT, *SHARES])
def test_what_lies_between_both_ends(asked: Callable[..., Answer], question: str, short: str) -> None:
    assert asked(question).short == short


@pytest.mark.model
@pytest.mark.parametrize("turn", ["等于砍掉几个", "少了几个", "精简了多少", "一共减了多少个"])
def test_the_turn_after_one_end_asks_what_was_cut(asked: Callable[..., Answer], turn: str) -> None:
    assert asked(turn, "新乡2015年政府工作部门还剩几个？").short == "3个"


@pytest.mark.model
def test_what_was_cut_of_one_thing_is_asked_of_another(asked: Callable[..., Answer]) -> None:
    assert asked("行政事业性收费呢", "新乡2015年市级审批事项精简了多少项？").short == "330项"


@pytest.mark.model
def test_each_sector_of_a_turn_has_its_own_change(asked: Callable[..., Answer]) -> None:
    answer = asked("第二产业降了几个百分点，第三产业升了几个", "新乡“十二五”期间三次产业比重怎么变的？")
    assert [part.short for part in answer.parts] == ["下降9.5个百分点", "增长6个百分点"]


@pytest.mark.model
def test_shares_of_two_turns_are_held_against_each_other(answerer: Answerer) -> None:
    second = answerer.ask("第二产业呢", context="新乡2015年第三产业占比多少？")
    assert second.short_with_unit == "51.1%"
    assert answerer.ask("差几个点", context=second.turns).short == "11.7个百分点"


@pytest.mark.model
def test_a_change_that_a_report_states_itself_is_told_and_not_reckoned(asked: Callable[..., Answer]) -> None:
    assert asked("安阳2015年第三产业比重提高了几个百分点？").short == "1.2个百分点"


@pytest.mark.model
@pytest.mark.parametrize("question", ["新乡2014年第二产业占比多少？", "新乡2015年第二产业比重比2013年降了几个点？"])
def test_shares_of_another_time_are_none_of_the_time_asked(asked: Callable[..., Answer], question: str) -> None:
    assert "51.1" not in (asked(question).short or "")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("三次产业结构从2010年的6∶60.6∶33.4调整为9.5∶51.1∶39.4。", [("9.5", "6")]),
        ("三次产业的比重由1997年的14.7∶47.9∶37.4调整到去年的9.6∶50.4∶40。", [("9.6", "14.7")]),
        ("三次产业结构由 2010年的 7.4: 55: 37.6调整为 6.0: 49.4: 44.6。", [("6.0", "7.4")]),
        ("年末，三次产业的比重为2.04：38.94：59.02。", [("2.04", "")]),
        # What it came to cannot be read: what it was is not told for it.
        ("三次产业比重由目前的33.3∶25.2∶41.5调整到趋近29∶32∶39的目标。", []),
        ("财政按2∶1∶2的比例筹集风险补偿资金。", []),
        ("男女比例为50∶30∶20。", []),
    ],
)
def test_rows_of_shares_are_told_with_what_they_came_from(text: str, rows: list[tuple[str, str]]) -> None:
    assert [(after.shares[0], before.shares[0] if before else "") for _, after, before in rows_told(text)] == rows


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("六盘水2015年第二产业占比多少", SectorsAsked("share", (1,))),
        ("第三产业占GDP的比重是多少", SectorsAsked("share", (2,))),
        ("第三产业升了几个", SectorsAsked("change", (2,))),
        ("揭阳2020年第二产业占比比2015年低几个点", SectorsAsked("change", (1,))),
        ("三产比二产高几个点", SectorsAsked("apart", (2, 1))),
        ("三次产业结构是多少", SectorsAsked("all")),
        ("第三产业增加值增长了几个百分点", None),
        ("第三产业增速是多少", None),
        ("第三产业比2022年增长了多少", None),
    ],
)
def test_what_is_asked_of_the_sectors(question: str, asked: SectorsAsked | None) -> None:
    assert read_sectors(question) == asked
