"""What is said of how to tell an answer is no part of the question; what brackets and colons fold into it is."""

from __future__ import annotations

import pytest

from qa.understanding.manner import without_manner
from qa.understanding.purpose import without_purpose
from qa.understanding.unfold import unfolded


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("2016年初安阳市长承认了哪些短板？归纳几条就行", "2016年初安阳市长承认了哪些短板，概括一下"),
        ("帮我梳理一下孝感市2023年的重点工作，讲主要的几块就行", "帮我梳理一下孝感市2023年的重点工作"),
        ("邯郸新出台的实施意见有几份？名称都写出来", "邯郸新出台的实施意见有几份"),
        ("邯郸政协新出了哪几份“实施意见”？把名字列一下", "邯郸政协新出了哪几份“实施意见”"),
        ("揭阳2018年要办的十件民生实事，逐条列给我", "揭阳2018年要办的十件民生实事有哪些"),
        ("报告里归纳的几个鲜明特点，大致说说", "报告里归纳的几个鲜明特点，概括一下"),
        ("新乡的委员在提案里操心哪些领域的事？按领域给个概述", "新乡的委员在提案里操心哪些领域的事，概括一下"),
        ("占总额的比例算一下", "占总额的比例是多少"),
        ("2024年的工作思路给我归拢归拢，别太长", "2024年的工作思路，概括一下"),
        ("他们明年要干的事帮我捋一捋，几句话就行", "他们明年要干的事，概括一下"),
        ("2023年那边的安排挑重点给我列列", "2023年那边的安排，概括一下"),
        ("新乡收了多少件提案？简短点", "新乡收了多少件提案"),
        ("2018年他们准备怎么干，大面上讲讲就行", "2018年他们准备怎么干"),
        ("一般贸易占进出口总额的比重，帮我算算", "一般贸易占进出口总额的比重是多少"),
        ("新乡和邯郸加起来多少件，算一下", "新乡和邯郸加起来多少件"),
        ("新乡那些提案都是说啥的？分几大块给我讲个大概", "新乡那些提案都是说啥的，概括一下"),
        ("谁讲的，主要几条，说简单点", "谁讲的，主要几条"),
        ("邯郸办结多少件？只要数字，别的不用", "邯郸办结多少件"),
        ("除了石油，克拉玛依还发展了哪些产业，各说一两句", "除了石油，克拉玛依还发展了哪些产业"),
        ("十件实事是什么，列个清单", "十件实事是什么"),
    ],
)
def test_how_an_answer_is_to_be_told_is_no_part_of_the_question(question: str, asked: str) -> None:
    assert without_manner(question) == asked


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("2006年安徽准备怎么搞新农村？要给村里讲", "2006年安徽准备怎么搞新农村"),
        ("邯郸2023年办结多少件？我要写材料用", "邯郸2023年办结多少件"),
        ("新乡的提案涉及哪些方面？我要给领导汇报", "新乡的提案涉及哪些方面"),
        ("新乡立案多少件，写进报告了吗", "新乡立案多少件，写进报告了吗"),
        ("郑州2023年，向市委做了几次汇报", "郑州2023年，向市委做了几次汇报"),
    ],
)
def test_what_an_answer_is_for_is_no_part_of_the_question(question: str, asked: str) -> None:
    assert without_purpose(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "新乡立案了多少件？占多少",
        "概括一下新乡2023年",
        "兰州2022年和2024年各发了多少列？对比一下",
        "新乡做了哪些工作，报告怎么说",
        "新乡的提案，写了什么内容",
        "“列几条就行”是谁说的",
        "新乡帮扶了几户",
        "报告里没有太长的话",
        "How many were filed? List them.",
    ],
)
def test_what_asks_stays(question: str) -> None:
    assert without_manner(question) == question


@pytest.mark.parametrize(
    ("question", "laid_open"),
    [
        (
            "上街“五联手”2017年落实得怎样（多少工委、几次活动）？2018年呢",
            "上街“五联手”2017年落实得怎样，多少工委、几次活动？2018年呢",
        ),
        (
            "“万人助万企”中原区2022年是怎么落实的：班子跑了几家企业、开了几场会？",
            "“万人助万企”中原区2022年，班子跑了几家企业、开了几场会？",
        ),
        ("新乡的提案办完了没有？", "新乡的提案办复了没有？"),
        ("新乡的提案从提出来到最后办完要过哪几道关？", "新乡的提案从提出来到最后办完要过哪几道关？"),
        ("有人说新乡收了434件，立案419件。这话对不对？", "新乡收了434件，立案419件，这话对不对？"),
        ("新乡收了434件。立案几件？", "新乡收了434件。立案几件？"),
        ("三地城镇新增就业谁最多谁最少？差多少万", "三地城镇新增就业最多的和最少的差多少万"),
        ("三地城镇新增就业哪个最高哪个最低", "三地城镇新增就业哪个最高"),
        ("郑州加上新乡，两市政协2023年立案的提案一共多少件", "郑州和新乡两市政协2023年立案的提案一共多少件"),
        ("2019年国家减税降费减了多少", "2019年全国减税降费减了多少"),
        ("2019年国家级园区有多少个", "2019年国家级园区有多少个"),
        ("新乡那400多件提案都是说啥的？", "新乡提案主要涉及哪些方面？"),
        ("新乡的提案反映了啥问题", "新乡的提案主要涉及哪些方面"),
    ],
)
def test_what_is_folded_into_a_question_is_laid_open(question: str, laid_open: str) -> None:
    assert unfolded(question) == laid_open


@pytest.mark.parametrize(
    "question",
    [
        "兰州2025年对自己（政府自身建设）提了哪几条要求？",
        "新乡2023年是怎么落实的：分三步走？",
        "新乡的经验：怎样做到的？",
    ],
)
def test_what_asks_nothing_in_brackets_or_behind_a_colon_stays(question: str) -> None:
    assert unfolded(question) == question
