"""A question is taken apart into what it asks, each part a question of its own; one thing asked is left whole."""

from __future__ import annotations

from datetime import date

import pytest

from index.language.gazetteer import Gazetteer
from index.language.tokenizer import Tokenizer
from qa.understanding.coordinated import each_of_english, each_place, each_place_and_year
from qa.understanding.followup import complete_question
from qa.understanding.joined import each_joined, is_measured
from qa.understanding.parts import AskedPart, take_apart
from qa.understanding.where_when import WhereWhen, read_question

GAZETTEER = Gazetteer.load()
TOKENIZER = Tokenizer()
TODAY = date(2026, 11, 24)
INDEXED = frozenset(("410100", "410700", "410102", "410106", "130400", "330100"))


def read(text: str) -> WhereWhen:
    return read_question(text, gazetteer=GAZETTEER, today=TODAY, indexed=INDEXED)


def follow(question: str, previous: str) -> str | None:
    return complete_question(question, previous=previous, gazetteer=GAZETTEER, today=TODAY, indexed=INDEXED)


def parts(question: str) -> tuple[AskedPart, ...]:
    return take_apart(question, read=read, cut=TOKENIZER.cut, follow=follow)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        # what stands before the verb goes on: place, body, time
        (
            "杭州市政协换届以来开了几次常委会议，提了多少条建议，走访了几家企业？",
            [
                "杭州市政协换届以来开了几次常委会议",
                "杭州市政协换届以来提了多少条建议",
                "杭州市政协换届以来走访了几家企业",
            ],
        ),
        ("郑州2022年新建了几所学校？新增多少个学位？", ["郑州2022年新建了几所学校", "郑州2022年新增多少个学位"]),
        # the topic goes on where the next clause names none
        ("新乡市2023年重点提案有几件？由谁督办？", ["新乡市2023年重点提案有几件", "新乡市2023年重点提案由谁督办"]),
        (
            "邯郸市政协的工作报告是谁作的，什么时候作的？",
            ["邯郸市政协的工作报告是谁作的", "邯郸市政协的工作报告什么时候作的"],
        ),
        ("新乡政协有几件重点提案，怎么督办的？", ["新乡政协有几件重点提案", "新乡政协重点提案怎么督办的"]),
        # and gives way where it names one
        (
            "郑州2023年地区生产总值是多少，财政收入是多少？",
            ["郑州2023年地区生产总值是多少", "郑州2023年财政收入是多少"],
        ),
        ("新乡2023年收到提案多少件、立案多少件？", ["新乡2023年收到提案多少件", "新乡2023年提案立案多少件"]),
        # one verb counts several things
        ("上街座谈请了多少企业、多少家银行？", ["上街座谈请了多少企业", "上街座谈请了多少家银行"]),
        ("郑州市政协有多少名委员，其中女委员多少名？", ["郑州市政协有多少名委员", "郑州市政协女委员多少名"]),
        # each with a time or place of its own
        (
            "郑州的委员工作室2023年建了多少个？2024年打算怎么建？",
            ["郑州的委员工作室2023年建了多少个", "郑州的委员工作室2024年打算怎么建"],
        ),
        (
            "新乡的协商议题，2022年有哪些，2023年有哪些？",
            ["新乡2022年的协商议题有哪些", "新乡2023年的协商议题有哪些"],
        ),
        ("新乡2023年立案了多少件提案，郑州多少件？", ["新乡2023年立案了多少件提案", "郑州2023年立案了多少件提案"]),
        ("新乡2023年立案了多少件提案，那邯郸呢？", ["新乡2023年立案了多少件提案", "邯郸2023年立案了多少件提案?"]),
        ("教育局2023年办理提案多少件，办结率多少？", ["教育局2023年办理提案多少件", "教育局2023年办结率多少"]),
        # of things that are named together, each
        ("新乡市政协对教育和医疗分别提了什么建议？", ["新乡市政协对教育提了什么建议", "新乡市政协对医疗提了什么建议"]),
        (
            "邯郸市2023年城镇和农村居民收入分别是多少？",
            ["邯郸市2023年城镇居民收入是多少", "邯郸市2023年农村居民收入是多少"],
        ),
        ("郑州2023年立案和办复的提案各有多少件？", ["郑州2023年立案的提案有多少件", "郑州2023年办复的提案有多少件"]),
        # what a later part leaves to the one before it
        (
            "新乡市政协去年（2023）收集了多少篇信息？往省里报了多少？被采用几篇？",
            [
                "新乡市政协2023年收集了多少篇信息",
                "新乡市政协2023年信息往省里报送了多少篇",
                "新乡市政协2023年信息被采用几篇",
            ],
        ),
        (
            "新乡2023年收集的信息，报到省里的占百分之几？报上去的里头又有百分之几被采用？",
            ["新乡2023年收集的信息，报到省里的占百分之几", "新乡2023年报上去的信息里头又有百分之几被采用"],
        ),
        (
            "2023年郑州立案的提案比新乡收到的多多少件？大概是人家的几倍？",
            ["2023年郑州立案的提案比新乡收到的多多少件", "2023年郑州立案的提案是新乡收到的几倍"],
        ),
        (
            "新乡市政协关心的议题，2023年盯的是哪些，到2024年变成哪些了？",
            ["新乡市政协2023年关心的议题有哪些", "新乡市政协2024年关心的议题有哪些"],
        ),
        # a verdict and what else is asked
        ("新乡市政协是不是得了奖？得了什么奖？", ["新乡市政协是不是得了奖", "新乡市政协得了什么奖"]),
        (
            "How many proposals were received in Xinxiang in 2023 and how many were filed?",
            [
                "How many proposals were received in Xinxiang in 2023",
                "How many proposals were filed in Xinxiang in 2023?",
            ],
        ),
        (
            "Who chairs the Zhengzhou CPPCC, and when was its report given?",
            ["Who chairs the Zhengzhou CPPCC", "When was Zhengzhou's report given?"],
        ),
        (
            "What did Handan suggest on sewage, and who adopted its advice?",
            ["What did Handan suggest on sewage", "Who adopted Handan's advice on sewage?"],
        ),
    ],
)
def test_each_thing_asked_is_a_question_of_its_own(question: str, asked: list[str]) -> None:
    assert [part.question.replace("，", ",") for part in parts(question)] == [each.replace("，", ",") for each in asked]


@pytest.mark.parametrize(
    "question",
    [
        "新乡2023年立案多少件提案？",
        "为教大家怎么写好建议,新乡拍了多少条手机小影片?",
        "上街的委员为了弄清怎样照料好老人,跑去了哪两座城市取经?",
        "2023年邯郸研究怎样让城市对年轻人更友好时,政协是跟哪家群团机关携手的?",
        "郑州几个区县跟老百姓议事的好办法,后来被带进了哪所培训干部的学校?",
        "几家新的治病场所开张，能给病人多添多少个铺位？",
        "居民讨论好几回之后，惠民社区夜间摊贩最迟营业到什么时候",
        "郑州遇到几十年才碰上一回的干旱，报告说是多少年一遇？",
        "“九五”定下的几大目标里，唯独哪一样没能达标？",
        "居民的心声怎么快快送到上头?中原区把那个平台的好处比作什么车?",
        "韩俊兰是在邯郸市政协第几届委员会第几次会议上作的报告?",
        "新乡市政协2023年的434件提案全部立案了，对吗？",
        "新乡政协办结了多少件提案，谢谢！",
        "给人打工的，老板每月起码得付多少钱，调整后是个什么数？",
        "吉林市2015年承办的是哪个电影节、第几届？",
        "“1、2、5、9”的工作思路，1、2、5、9分别指什么？",
        "无论什么时候，新乡的提案办结率是多少？",
        "How many countries and regions has the brand been registered in?",
        "What did the Seattle City Council file in 2023, how many proposals?",
        "Who is the chairman of the Zhengzhou CPPCC who gave the work report?",
        "In 2023, how many proposals did Xinxiang file?",
        "",
        "?",
    ],
)
def test_a_question_of_one_thing_is_left_whole(question: str) -> None:
    assert parts(question) == ()


def test_what_leans_on_the_part_before_is_told_from_what_does_not() -> None:
    leaning = parts("西安2023年立案多少件，办结多少件？宝鸡办结多少件？")
    assert [part.leans for part in leaning] == [False, True, False]


def test_a_hollow_noun_may_be_left_out() -> None:
    asked = parts("上街搞专题议政，走访了多少家企业？上街搞专题议政，形成了什么材料？")
    assert [part.otherwise for part in asked] == ["", "上街搞专题议政，形成了什么"]


def test_what_opens_an_english_sentence_is_of_that_sentence() -> None:
    asked = parts("How many items did Handan publish? Of the items, how many were adopted?")
    assert [part.label for part in asked] == [
        "How many items did Handan publish",
        "Of the items, how many were adopted",
    ]


def test_a_clause_with_a_topic_of_its_own_may_be_asked_with_the_one_before() -> None:
    assert parts("新乡2023年立案提案多少件，办复率是多少？")[1].otherwise == "新乡2023年提案办复率是多少"


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "2023年郑州、新乡、邯郸三个市政协向市委报告各多少次？",
            [f"2023年{city}政协向市委报告多少次？" for city in ("郑州市", "新乡市", "邯郸市")],
        ),
        ("新乡和郑州2023年各立案多少件?", ["新乡市2023年立案多少件?", "郑州市2023年立案多少件?"]),
        ("郑州市和新乡市的政协主席分别是谁？", ["郑州市的政协主席是谁？", "新乡市的政协主席是谁？"]),
        (
            "How many proposals did Xinxiang and Zhengzhou each file in 2023?",
            ["How many proposals did Xinxiang file in 2023?", "How many proposals did Zhengzhou file in 2023?"],
        ),
        ("新乡和郑州2023年共同举办了什么活动？", []),
        ("郑州、新乡各区县立案多少件？", []),
        ("新乡2023年各专委会开展了几次活动？", []),
        ("新乡和郑州2023年谁立案的提案多？", []),
    ],
)
def test_several_places_are_asked_each(question: str, asked: list[str]) -> None:
    assert [each for _, each in each_place(question, read=read)] == asked


def test_what_how_many_counts_may_be_several_things() -> None:
    found = each_of_english("How many lectures, talks and visits did Handan hold in 2023?")
    assert [thing for thing, _ in found] == ["lectures", "talks", "visits"]
    assert found[1][1] == "How many talks did Handan hold in 2023?"
    assert each_of_english("How many 'scattered, dirty and loud' works were closed?") == []
    assert each_of_english("How many proposals did Handan file?") == []
    of_deputies = each_of_english("How many deputies' suggestions and CPPCC proposals did Handan handle?")
    assert [thing for thing, _ in of_deputies] == ["deputies' suggestions", "CPPCC proposals"]


def test_what_how_many_counts_may_be_done_in_several_ways() -> None:
    assert [asked for _, asked in each_of_english("How many rules did Handan draft, revise and repeal in 2023?")] == [
        f"How many rules did Handan {verb} in 2023?" for verb in ("draft", "revise", "repeal")
    ]
    assert each_of_english("How many proposals did Zhengzhou and Xinxiang file in 2023?") == []


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "郑州2023年和新乡2022年的提案各立案多少件？",
            ["郑州2023年的提案立案多少件？", "新乡2022年的提案立案多少件？"],
        ),
        ("2023年郑州和2022年新乡立案多少件？", ["2023年郑州立案多少件？", "2022年新乡立案多少件？"]),
        ("郑州2023年的提案和新乡2022年的提案分别是多少？", ["郑州2023年的提案是多少？", "新乡2022年的提案是多少？"]),
        ("郑州和新乡2023年的提案分别是多少？", []),
        ("郑州2022年和2023年的提案分别是多少？", []),
        ("郑州2023年比新乡2022年多立案多少件？", []),
    ],
)
def test_each_place_may_have_its_own_year(question: str, asked: list[str]) -> None:
    assert [each for _, each in each_place_and_year(question, read=read)] == asked


def test_the_things_asked_stand_behind_what_is_said_of_them() -> None:
    asked = "郑州攻坚的几个数字帮查一下：脱贫人口、退出的贫困村、建成的安置区各是多少"
    parts = take_apart(asked, read=read, cut=TOKENIZER.cut, follow=lambda clause, before: None)
    assert [part.label for part in parts] == ["脱贫人口", "退出的贫困村", "建成的安置区"]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("郑州的旅游业“十二五”期间增长有多快？2024年的目标定在多少？", "郑州的旅游业2024年的目标定在多少"),
        ("郑州2023年进出口总额是多少？2024年目标是多少？", "郑州进出口总额2024年目标是多少"),
        (
            "How many suggestions did Zhengzhou handle in 2023, and how many proposals?",
            "How many proposals did Zhengzhou handle in 2023?",
        ),
    ],
)
def test_a_goal_or_another_noun_is_of_what_was_asked_before(question: str, asked: str) -> None:
    parts = take_apart(question, read=read, cut=TOKENIZER.cut, follow=lambda clause, before: None)
    assert [part.question for part in parts][1:] == [asked]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "听说郑州2021年失业率压到4%以下了，属实吗？当年新增就业多少？",
            ["听说郑州2021年失业率压到4%以下了，属实吗", "郑州2021年新增就业多少"],
        ),
        (
            "郑州的排污权交易算不算全国先行？2013年完成了多少项重点减排项目",
            ["郑州的排污权交易算不算全国先行", "郑州的2013年完成了多少项重点减排项目"],
        ),
        (
            "新乡2023年收到提案多少件？我记得是434件，对吧？",
            ["新乡2023年收到提案多少件", "新乡2023年收到提案是434件，对吧"],
        ),
        (
            "郑州2023年的提案都办完了吧？一共立案多少件？",
            ["郑州2023年的提案都办完了吧", "郑州2023年的提案一共立案多少件"],
        ),
        (
            "郑州称得上全国文明城市吗？2023年粮食达没达到150万吨？",
            ["郑州称得上全国文明城市吗", "郑州2023年粮食达没达到150万吨"],
        ),
        ("新乡2023年立案412件，消息可靠不可靠？", []),
        ("郑州2023年动不动就开的会叫什么？", []),
        (
            "I heard that Zhengzhou filed 400 proposals in 2023, is that right? How many were answered?",
            [
                "I heard that Zhengzhou filed 400 proposals in 2023, is that right?",
                "How many proposals were answered in Zhengzhou in 2023?",
            ],
        ),
    ],
)
def test_every_sentence_that_asks_is_a_part_though_it_asks_whether(question: str, asked: list[str]) -> None:
    assert [part.question.replace("，", ",") for part in parts(question)] == [each.replace("，", ",") for each in asked]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "郑州的高标准农田、和美乡村，2024年各完成了多少，2025年计划又各是多少？",
            [
                "郑州的高标准农田2024年完成了多少",
                "郑州的和美乡村2024年完成了多少",
                "郑州的高标准农田2025年计划又是多少",
                "郑州的和美乡村2025年计划又是多少",
            ],
        ),
        (
            "郑州2024年高标准农田和农村公路分别有多少？2025年呢？",
            [
                "郑州2024年高标准农田有多少",
                "郑州2024年农村公路有多少",
                "郑州2025年高标准农田有多少?",
                "郑州2025年农村公路有多少?",
            ],
        ),
        (
            "郑州2024年粮食、棉花产量各是多少？2025年的目标是多少？提案立案多少件？",
            [
                "郑州2024年粮食产量是多少",
                "郑州2024年棉花产量是多少",
                "郑州粮食产量2025年的目标是多少",
                "郑州棉花产量2025年的目标是多少",
                "郑州2024年提案立案多少件",
            ],
        ),
        (
            "郑州2024年工业、农业、文旅三类项目合起来有多少个？其中竣工投产的共多少个？",
            [
                "郑州2024年工业、农业、文旅三类项目合起来有多少个",
                "郑州2024年工业、农业、文旅三类项目合起来有多少个".replace("合起来有", "竣工投产的合起来有"),
            ],
        ),
    ],
)
def test_things_asked_of_each_are_asked_of_again(question: str, asked: list[str]) -> None:
    assert [part.question for part in parts(question)] == asked


@pytest.mark.parametrize(
    ("question", "things", "asked"),
    [
        (
            "郑州2003年的国内生产总值、进出口总额、城镇登记失业率是多少？",
            ["国内生产总值", "进出口总额", "城镇登记失业率"],
            "郑州2003年的进出口总额是多少？",
        ),
        (
            "2015年郑州市的城镇、农村居民人均可支配收入增长百分之几？",
            ["城镇居民人均可支配收入", "农村居民人均可支配收入"],
            "2015年郑州市的农村居民人均可支配收入增长百分之几？",
        ),
        (
            "郑州2020年的生产总值、固定资产投资增长目标是多少？",
            ["生产总值", "固定资产投资"],
            "郑州2020年的固定资产投资增长目标是多少？",
        ),
        (
            "郑州2023年的周末大讲堂和政协大课堂办了几期？",
            ["周末大讲堂", "政协大课堂"],
            "郑州2023年的政协大课堂办了几期？",
        ),
        (
            "郑州2019年和2020年的生产总值、财政收入是多少？",
            [f"{thing}，{year}年" for year in (2019, 2020) for thing in ("生产总值", "财政收入")],
            "郑州2019年的财政收入是多少？",
        ),
        ("郑州2023年的工业、农业投资一共是多少？", [], ""),
        ("郑州2023年的工业、农业投资相差多少？", [], ""),
        ("郑州2023年的工业、农业投资占比是多少？", [], ""),
        ("郑州2019年至2020年的生产总值、财政收入是多少？", [], ""),
        ("郑州和新乡2023年的生产总值是多少？", [], ""),
        ("郑州2023年谁对工业和农业提了建议？", [], ""),
        ("郑州2023年的生产总值是多少？", [], ""),
    ],
)
def test_figures_of_things_that_are_joined_are_asked_of_each(question: str, things: list[str], asked: str) -> None:
    found = each_joined(question, read=read, cut=TOKENIZER.cut)
    assert [thing for thing, _ in found] == things
    assert asked in [question for _, question in found] or not asked


def test_what_is_measured_is_told_from_what_is_counted() -> None:
    assert is_measured("进出口总额") and is_measured("失业率") and is_measured("GDP")
    assert not is_measured("博士点") and not is_measured("提案")


def test_goals_are_asked_of_each_of_the_things_before() -> None:
    asked = parts("郑州2002年的国内生产总值、出口总额实际是多少，2003年又定了什么目标？")
    assert [part.question for part in asked] == [
        "郑州2002年的国内生产总值是多少",
        "郑州2002年的出口总额是多少",
        "郑州的国内生产总值2003年又定了什么目标",
        "郑州的出口总额2003年又定了什么目标",
    ]
    assert len(parts("郑州2002年的工业、农业投资是多少，2003年又定了什么目标？")) == 2


def test_what_were_several_measures_is_asked_of_each() -> None:
    assert [
        asked for _, asked in each_of_english("What were the GDP and the unemployment rate of Handan in 2003?")
    ] == [
        "What was the GDP of Handan in 2003?",
        "What was the unemployment rate of Handan in 2003?",
    ]
    assert each_of_english("What were the main tasks and priorities of Handan in 2023?") == []


@pytest.mark.parametrize(
    "question",
    ["郑州2023年不是发过大水吗，政府后来抓了哪几样来应对？", "新乡不是办过运动会么，花了多少钱？"],
)
def test_what_is_only_recalled_asks_nothing(question: str) -> None:
    assert parts(question) == ()
