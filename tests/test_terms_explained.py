"""Terms that a later note explains in several sentences, or the sentence they stand in, and terms asked in English."""

from __future__ import annotations

from pathlib import Path

import pytest
from answering import answerer_over

from qa import Answerer
from qa.understanding.term_asked import english_term, numerals_of, things_of, with_quotes

REPORT = """淮州市人民政府工作报告
——2023年2月8日
各位代表：
一、2022年工作回顾
2022年，全市地区生产总值增长6%。探索“2431”帮扶模式，形成两极三带一区格局。全年支出超2431亿元。
瞄准“一湖一园两片区”建设，着力在龙子湖示范区、科创园、城东文旅片区、城西康养片区等方面开展调研。
二、2023年工作安排
建设1圈（环城经济圈）、3区（湖区、矿区、林区）。按照“125”的总体思路推进。“1”就是守住一条底线。“2”就是建好两个基地；“5”就是办好五件实事。另有安排。
珍惜“淮州蓝”，守好蓝天和碧湖。提升“淮州造”，推进精致生产，做强机床产业。让淮州造福子孙。打造五大重点产业。
落实“四方”协同机制，建设“两站三点”[2]平台。

名词解释

1.“2431”帮扶模式：“2”，即实现帮扶人口“双清零”；“4”，即通过申请、评议、核查、审定四个步骤认定。“3”，即划分三类对象；“1”，即把好一个出口。

**[2]“两站三点”：**“两站”是市救助站、县救助站。“三点”是三区民政部门的咨询点。

3.国防动员“三个一”活动：抓好一个教育、建好一个基地、搭牢一个平台。

4.政务公开“三个一”体系：一个专区、一张地图、一个窗口。

5.“东西南北”：由东江市、西山市、南河市、北海市组成的走廊。

6.“3024”招商引智工程：每个园区引进3个项目、24名人才。

7.五大重点产业：机床、陶瓷、丝绸、茶叶和船舶制造产业。

[3]两极三带一区：城南经济圈、城北经济圈，滨河产业带、环湖旅游带、沿山生态带，中部保育区。
"""


@pytest.fixture(scope="module")
def explained(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Answerer:
    return answerer_over(tmp_path_factory.mktemp("home"), dictionaries, REPORT)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("“2431”帮扶模式是什么？", ("双清零", "审定四个步骤", "三类对象", "一个出口")),
        ("“2431”帮扶模式，几个数字各代表什么？", ("双清零", "审定四个步骤", "三类对象", "一个出口")),
        ("“2431”帮扶模式是怎么回事？", ("双清零", "一个出口")),
        ("“两站三点”是指哪些？", ("县救助站", "三区民政部门")),
        ("报告里的两极三带一区具体是什么？", ("城南经济圈", "沿山生态带", "中部保育区")),
        ("“一湖一园两片区”具体指哪几块？", ("龙子湖", "科创园", "城东文旅片区", "城西康养片区")),
        ("国防动员“三个一”活动具体是哪三个一？", ("一个教育", "一个平台")),
        ("政务公开“三个一”体系是什么？", ("一个专区", "一个窗口")),
        ("“125”总体思路拆开来是什么意思？", ("守住一条底线", "两个基地", "五件实事")),
        ("“1圈3区”各指什么？", ("环城经济圈", "矿区")),
        ("“东西南北”是哪几个城市？", ("东江市", "北海市")),
        ("那个“3024招商引智工程”是啥意思，数字各代表什么", ("每个园区引进3个项目", "24名人才")),
        ("3024招商引智工程具体指什么", ("每个园区引进3个项目", "24名人才")),
        ("What does the report mean by the “eastern corridor” (东西南北)?", ("东江市", "北海市")),
        ("What does “two poles, three belts and one zone” mean?", ("城南经济圈", "中部保育区")),
    ],
)
def test_a_term_is_explained_whole(explained: Answerer, question: str, says: tuple[str, ...]) -> None:
    answer = explained.ask(question)
    assert (answer.status, answer.parts[0].form) == ("answered", "definition")
    assert [words for words in says if words not in answer.text] == []
    assert "亿元" not in answer.text


@pytest.mark.parametrize("question", ["报告里说的淮州蓝、淮州造分别要干什么？", "报告讲的淮州蓝、淮州造各自做些啥"])
def test_what_is_done_under_a_name_is_told_by_the_sentences_that_name_it(explained: Answerer, question: str) -> None:
    answer = explained.ask(question)
    assert [(part.status, len(part.citations)) for part in answer.parts] == [("answered", 1)] * 2
    assert "守好蓝天和碧湖" in answer.parts[0].text
    assert "做强机床产业" in answer.parts[1].text
    assert "造福子孙" not in answer.text


def test_things_of_a_number_are_told_by_the_note_that_counts_them(explained: Answerer) -> None:
    answer = explained.ask("报告说要打造五个重点产业，都是搞啥子的？")
    assert (answer.status, answer.short) == ("answered", "机床、陶瓷、丝绸、茶叶和船舶制造产业")
    assert answer.parts[0].form == "definition"
    of_four = explained.ask("报告说要打造四个重点产业，都是搞啥子的？")
    assert [part.form for part in of_four.parts if part.form == "definition"] == []


def test_a_term_that_no_note_explains_is_not_explained_by_another(explained: Answerer) -> None:
    answer = explained.ask("“四方”协同机制是什么意思？")
    assert (answer.status, answer.short) == ("not_stated", None)


def test_no_english_term_is_read_as_one_of_other_numbers(explained: Answerer) -> None:
    answer = explained.ask("What does “three poles, two belts and one zone” mean?")
    assert answer.status != "answered"


def test_the_numbers_of_a_term_are_read_in_both_languages() -> None:
    assert numerals_of("三极一带一区") == ((3, "极"), (1, "带"), (1, "区"))
    assert numerals_of("三极联动") == ((3, "极联动"),)
    assert numerals_of("做强三极") == ()
    assert [n for n, _ in english_term("What is “three poles, one belt and one zone”?")] == [3, 1, 1]
    assert english_term("什么是“三极一带一区”？") == ()
    assert things_of("一湖一园两片区") == 4


def test_a_term_of_numbered_things_needs_no_quotes() -> None:
    assert with_quotes("成都的三城三都是什么？") == "成都的“三城三都”是什么？"
    assert with_quotes("“五进”和三城三都是什么？") == "“五进”和三城三都是什么？"
    for question in ("五统一是什么？", "三年一次的大会是什么？", "第三产业增长多少？", "十二五时期增长多少？"):
        assert with_quotes(question) == question
