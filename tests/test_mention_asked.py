"""Questions of which reports say something: the words of what they say, in wordings of every kind."""

from __future__ import annotations

import pytest

from qa.understanding.mention_asked import mention_asked


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("哪些地方的政府工作报告提到过德国西门子这家公司？", "德国西门子"),
        ("有几份政府工作报告写到了‘免申即享’，是哪几个地方的？", "‘免申即享’"),
        ("这几份材料里，哪些讲到过治理水污染？", "治理水污染"),
        ("西门子在哪些地方的政府工作报告里出现过？", "西门子"),
        ("“林长制”都有哪些地方的报告提过？", "“林长制”"),
        ("哪些省市在报告里谈到了京张高铁这个项目？", "京张高铁"),
        ("请列出所有提及“口袋公园”的政府工作报告。", "“口袋公园”"),
        ("帮我找一下写到“口袋公园”的报告，都是哪儿的", "“口袋公园”"),
        ("有没有报告提到过西湖大学？是哪几份？", "西湖大学"),
        ("西门子公司这家企业，有几个地方的政府工作报告写到过？", "西门子公司"),
        ("提到兰州大学的政府工作报告有几份？", "兰州大学"),
        ("哪些城市的政府工作报告里有“口袋公园”的说法？", "“口袋公园”"),
        ("“一网通办”出现在哪些报告里？", "“一网通办”"),
        ("哪些政协把物业管理写进了2024年的安排？", "物业管理"),
        ("这几份材料里，谁家提到了“口袋公园”？", "“口袋公园”"),
        ("报告里讲过彩礼问题的都有谁家", "彩礼"),
        ("谁家的政府工作报告提到了“一主两翼”？", "“一主两翼”"),
        ("西门子公司被哪些地方写进过政府工作报告？", "西门子公司"),
        ("写到“口袋公园”的报告总共有多少份，来自哪里？", "“口袋公园”"),
        ("“口袋公园”在几份报告里能看到？都是哪些地方的？", "“口袋公园”"),
        ("哪些地方的报告提到了“口袋公园”，各是哪一年的？", "“口袋公园”"),
        ("有没有哪个地方的政府报告把电影哪吒2写进去了？怎么说的", "电影哪吒2"),
        ("哪个市的报告提到了话剧《老家》？具体怎么讲的", "话剧《老家》"),
        ("哪些地方的报告提到了口袋公园，都是怎么写的？", "口袋公园"),
        ("Which reports mention carbon neutrality?", "carbon neutrality"),
        ("Any report that talks about panda tourism?", "panda tourism"),
        ("In how many reports is the rice festival mentioned?", "the rice festival"),
        ("How many reports mention pocket parks, and which places are they from?", "pocket parks"),
    ],
)
def test_what_reports_are_to_say_is_read(question: str, thing: str) -> None:
    asked = mention_asked(question)
    assert asked is not None
    assert asked.thing == thing
    assert thing not in asked.frame


@pytest.mark.parametrize(
    "question",
    [
        "报告提到的重点工作有哪些？",
        "报告提到哪些城市要建高铁？",
        "2023年报告里提到的三个产业是什么？",
        "哪些委员在会上提到了养老？",
        "谁提到了养老？",
        "哪些城市提到2025年的目标是多少？",
        "报告中讲到哪几个方面的工作？",
        "哪个市提出了“三联系”？",
        "报告提到的高铁是哪一年的？",
        "哪些报告提到了“三联系”？“三联系”是什么意思？",
        "What does the report mention about schools?",
        "Which cities did the delegation mention in its report?",
    ],
)
def test_what_else_is_asked_is_no_question_of_a_mention(question: str) -> None:
    assert mention_asked(question) is None


def test_what_is_called_a_company_or_a_term_is_a_name() -> None:
    named = [mention_asked(f"哪些报告提到了{thing}？") for thing in ("西门子这家公司", "“林长制”一词", "林长制")]
    assert [each.is_name for each in named if each] == [True, True, False]
