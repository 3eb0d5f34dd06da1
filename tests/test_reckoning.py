"""What a question wants reckoned, what comes out, and that a line which reckons wrongly is caught."""

from __future__ import annotations

from datetime import date

import pytest

from index.language.figures import find_figures
from index.language.gazetteer import Gazetteer
from index.language.tokenizer import Tokenizer
from qa.citing.reckoned_lines import result_of, without_result
from qa.composing.grown import dated_ends
from qa.composing.reckoned import formula, reckoned
from qa.understanding.reckoning import read_reckoning
from qa.understanding.reckoning_english import read_reckoning_english
from qa.understanding.terms import Kind, Reckoning
from qa.understanding.where_when import WhereWhen, read_question

GAZETTEER = Gazetteer.load()
TOKENIZER = Tokenizer()


def read(text: str) -> WhereWhen:
    return read_question(text, gazetteer=GAZETTEER, today=date(2026, 11, 24), indexed=frozenset(("410100", "410700")))


def in_english(question: str) -> Reckoning | None:
    return read_reckoning_english(question, read=read, where="", groups=())


def reckoning(question: str) -> Reckoning | None:
    return read_reckoning(question, read=read, cut=TOKENIZER.cut)


def test_foreign_trade_as_a_whole_is_imports_and_exports() -> None:
    found = reckoning("辽宁2015年出口占外贸的几成")
    assert found is not None
    assert "进出口总额" in found.terms[1].questions[0]


@pytest.mark.parametrize(
    ("question", "kind", "asked"),
    [
        (
            "郑州2023年“立改废”，修订的比新建的多几项？",
            "difference",
            ["郑州2023年“立改废”修订多少项?", "郑州2023年“立改废”新建多少项?"],
        ),
        (
            "2023年新乡办结的提案，跟郑州立案的提案比，哪边多，多出多少件？",
            "apart",
            ["2023年新乡办结的提案有多少件?", "2023年郑州立案的提案有多少件?"],
        ),
        (
            "郑州2024年城镇新增就业跟2022年相比差多少万人？",
            "apart",
            ["郑州2024年城镇新增就业有多少万人?", "郑州2022年城镇新增就业有多少万人?"],
        ),
        (
            "2023年郑州的GDP增速比新乡快几个百分点？",
            "difference",
            ["2023年郑州的GDP增速有多少?", "2023年新乡的GDP增速有多少?"],
        ),
        (
            "郑州2023年GDP涨得比2022年慢多少个点？",
            "difference",
            ["郑州2023年GDP增速有多少?", "郑州2022年GDP增速有多少?"],
        ),
        (
            "郑州比新乡2023年生产总值增长率高几个百分点？",
            "difference",
            ["郑州2023年生产总值增长率有多少?", "新乡2023年生产总值增长率有多少?"],
        ),
        (
            "郑州2023年城镇化率，跟2022年比高了几个百分点？",
            "difference",
            ["郑州2023年城镇化率有多少?", "郑州2022年城镇化率有多少?"],
        ),
        (
            "新乡和郑州2023年GDP增速差几个百分点？",
            "apart",
            ["新乡市2023年GDP增速是多少", "郑州市2023年GDP增速是多少"],
        ),
        (
            "郑州2023年的粮食比2022年多打了多少亿斤？",
            "difference",
            ["郑州2023年的粮食有多少亿斤?", "郑州2022年的粮食有多少亿斤?"],
        ),
        (
            "郑州2023年的教育比2022年多花了多少钱？",
            "difference",
            ["郑州2023年的教育有多少?", "郑州2022年的教育有多少?"],
        ),
        (
            "郑州2023年比2022年多开行了多少列班列？",
            "difference",
            ["郑州2023年班列有多少列?", "郑州2022年班列有多少列?"],
        ),
        (
            "郑州2010年进口了多少亿美元？",
            "difference",
            ["郑州2010年进出口总额是多少亿美元", "郑州2010年出口总额是多少亿美元"],
        ),
        (
            "郑州2010年进口就是多少了",
            "difference",
            ["郑州2010年进出口总额是多少了", "郑州2010年出口总额是多少了"],
        ),
        (
            "郑州2023年新建的加修订的总共多少项？",
            "sum",
            ["郑州2023年新建的多少项", "郑州2023年修订多少项"],
        ),
        (
            "新乡2023年常委会会议学习加集中学习研讨一共多少次？",
            "sum",
            ["新乡2023年常委会会议学习多少次", "新乡2023年集中学习研讨多少次"],
        ),
        (
            "新乡2023年专题学习跟交流学习凑一块儿多少次？",
            "sum",
            ["新乡2023年专题学习多少次", "新乡2023年交流学习多少次"],
        ),
        (
            "新乡2023年跟踪督办和协同调研合到一起几次？",
            "sum",
            ["新乡2023年跟踪督办几次", "新乡2023年协同调研几次"],
        ),
        ("新乡2023年的提案有多少件没立案？", "rest", ["新乡2023年的提案收到多少件?", "新乡2023年的提案立案多少件?"]),
        ("新乡2023年未办复的提案有几件？", "rest", ["新乡2023年的提案立案多少件?", "新乡2023年的提案办复多少件?"]),
        ("新乡2023年提案立案率大概多少？", "share", ["新乡2023年提案立案多少件?", "新乡2023年提案收到多少件?"]),
        (
            "新乡2023年被采用的占报送信息的比例是多少？",
            "share",
            ["新乡2023年被采用的信息有多少?", "新乡2023年报送信息有多少?"],
        ),
        (
            "新乡2023年全年提案比全会期间多几件？",
            "difference",
            ["新乡2023年全年提案有多少件?", "新乡2023年全会期间提案有多少件?"],
        ),
        (
            "郑州2023年立案的提案比新乡多多少件？",
            "difference",
            ["郑州2023年立案的提案有多少件?", "新乡2023年立案的提案有多少件?"],
        ),
        (
            "郑州2023年财政收入比2021年增长百分之几？",
            "growth",
            ["郑州2023年财政收入有多少?", "郑州2021年财政收入有多少?"],
        ),
        (
            "新乡和郑州2023年立案的提案相差多少件？",
            "apart",
            ["新乡市2023年立案的提案有多少件", "郑州市2023年立案的提案有多少件"],
        ),
        (
            "新乡和郑州2023年立案的提案加起来有多少件？",
            "sum",
            ["新乡市2023年立案的提案有多少件", "郑州市2023年立案的提案有多少件"],
        ),
        (
            "新乡2023年的培训班、报告会和座谈会加起来办了几次？",
            "sum",
            [f"新乡2023年的{each}办了几次" for each in ("培训班", "报告会", "座谈会")],
        ),
        (
            "郑州2023年新立的加上修订的共计几项？",
            "sum",
            ["郑州2023年新立的几项", "郑州2023年修订几项"],
        ),
        (
            "郑州2023年新建的制度和修订的制度，合计几项？",
            "sum",
            ["郑州2023年新建的制度几项", "郑州2023年修订的制度几项"],
        ),
        (
            "郑州2023年和新乡2022年立案的提案共多少件？",
            "sum",
            ["郑州2023年立案的提案多少件", "新乡2022年立案的提案多少件"],
        ),
        ("郑州2023年立案的提案是新乡的几倍？", "times", ["郑州2023年立案的提案有多少?", "新乡2023年立案的提案有多少?"]),
        ("新乡平均每个平台开展协商多少场？", "average", ["新乡开展协商多少场", "新乡有多少个平台"]),
        ("新乡平均一次活动反映多少篇信息？", "average", ["新乡反映多少篇信息", "新乡有多少次活动"]),
        (
            "新乡2023年新建和修订的制度加一块儿多少项？",
            "sum",
            ["新乡2023年新建的制度多少项", "新乡2023年修订的制度多少项"],
        ),
        (
            "新乡2023年办公室和各专委会总共走访多少家企业？",
            "sum",
            [f"新乡2023年{each}走访多少家企业" for each in ("办公室", "各专委会")],
        ),
        (
            "新乡2023年收集的信息，报到省里的占百分之几？",
            "share",
            ["新乡2023年向省里报送的信息有多少?", "新乡2023年收集的信息有多少?"],
        ),
        (
            "新乡2023年报上去的信息里头有几成被采用？",
            "share",
            ["新乡2023年被采用的信息有多少?", "新乡2023年报送的信息有多少?"],
        ),
        (
            "新乡2023年推送的资讯中媒体采用的占比是多少？",
            "share",
            ["新乡2023年媒体采用的资讯有多少?", "新乡2023年推送的资讯有多少?"],
        ),
        (
            "郑州2023年工业、农业和文旅三类项目合起来有多少个？",
            "sum",
            [f"郑州2023年{each}项目有多少个" for each in ("工业", "农业", "文旅")],
        ),
        (
            "郑州2023年工业、农业两类项目竣工投产的合起来有几个？",
            "sum",
            [f"郑州2023年{each}项目竣工投产有几个" for each in ("工业", "农业")],
        ),
        (
            "新乡2023年培训班、座谈会两类活动合起来办了几次？",
            "sum",
            [f"新乡2023年{each}办了几次" for each in ("培训班", "座谈会")],
        ),
        *(
            (asked, "share", ["郑州2023年地方财政收入有多少?", "郑州2023年生产总值有多少?"])
            for asked in (
                "郑州2023年地方财政收入相当于当年生产总值的百分之几？",
                "郑州2023年地方财政收入约合生产总值的几成？",
                "郑州2023年地方财政收入是同期生产总值的百分之多少？",
                "郑州2023年地方财政收入占到生产总值的多大比重？",
                "郑州2023年地方财政收入占当年生产总值的百分之几？",
            )
        ),
        (
            "2023年郑州立案的提案比新乡收到的多多少件？",
            "difference",
            ["2023年郑州立案的提案有多少件?", "2023年新乡收到的提案有多少件?"],
        ),
        (
            "2023年郑州立案的提案是新乡收到的几倍？",
            "times",
            ["2023年郑州立案的提案有多少?", "2023年新乡收到的提案有多少?"],
        ),
        *(
            (asked, kind, ["郑州2023年居民收入有多少?", "郑州2019年居民收入有多少?"])
            for asked, kind in (
                ("郑州2023年居民收入跟2019年比涨了多少钱？", "apart"),
                ("郑州2023年居民收入和2019年相比，增幅是百分之几？", "growth"),
                ("郑州2023年居民收入同2019年比下降了百分之多少？", "growth"),
            )
        ),
        (
            "郑州2023年新立的跟修订的加一块儿是几项？",
            "sum",
            ["郑州2023年新立的是几项", "郑州2023年修订是几项"],
        ),
        (
            "郑州2023年居民收入比2019年提高了多少元？",
            "apart",
            ["郑州2023年居民收入有多少元?", "郑州2019年居民收入有多少元?"],
        ),
        *(
            (asked, kind, ["2023年新乡市立案的提案有多少", "2023年郑州市立案的提案有多少"])
            for asked, kind in (
                ("2023年新乡和郑州谁立案的提案多？", "most"),
                ("2023年新乡和郑州立案的提案哪个更多？", "most"),
                ("2023年新乡和郑州，哪边立案的提案少一些？", "least"),
                ("2023年新乡跟郑州哪个市的立案的提案最多呢？", "most"),
            )
        ),
    ],
)
def test_the_operands_are_questions_of_their_own(question: str, kind: Kind, asked: list[str]) -> None:
    found = reckoning(question)
    assert found is not None
    assert (found.kind, [term.questions[0] for term in found.terms]) == (kind, asked)


@pytest.mark.parametrize(
    "question",
    [
        "新乡2023年立案多少件提案？",
        "河北农大把教学、科研、生产结合起来的经验叫什么？",
        "新乡2023年地区生产总值比上年增长多少？",
        "宁波港集装箱吞吐量平均每年递增百分之多少？",
        "1984年全国农民平均每人纯收入是多少？",
        "公家账上进项过十万的村子占了多大比例？",
        "新乡为什么没立案？",
        "新乡2023年地区生产总值合多少亿元？",
        "哪个市立案的提案多？",
        "新乡2023年哪件提案最大？",
        "新乡2023年办了几期读书班，还有几次座谈？",
    ],
)
def test_nothing_is_reckoned_where_nothing_is_to_be(question: str) -> None:
    assert reckoning(question) is None


@pytest.mark.parametrize(
    ("kind", "figures", "result", "shown"),
    [
        ("rest", "265件、224件", "41件", "265件 − 224件 = 41件"),
        ("difference", "132件、142件", "少10件", "142件 − 132件 = 10件"),
        ("apart", "132件、142件", "10件", "142件 − 132件 = 10件"),
        ("difference", "6.1%、4.6%", "1.5个百分点", "6.1% − 4.6% = 1.5个百分点"),
        ("difference", "2.2%、9.6%", "低7.4个百分点", "9.6% − 2.2% = 7.4个百分点"),
        ("share", "224件、265件", "84.5%", "224件 ÷ 265件 = 84.5%"),
        ("share", "近300件、400件", "约75%", "近300件 ÷ 400件 = 约75%"),
        ("average", "976场、341个", "2.86场", "976场 ÷ 341个 = 2.86场"),
        ("times", "656件、409件", "1.6倍", "656件 ÷ 409件 = 1.6倍"),
        ("growth", "120亿元、100亿元", "增长20%", "(120亿元 − 100亿元) ÷ 100亿元 = 增长20%"),
        ("growth", "80家、100家", "下降20%", "(80家 − 100家) ÷ 100家 = 下降20%"),
        ("sum", "3期、4期、2期", "9期", "3期 + 4期 + 2期 = 9期"),
        ("sum", "1.5亿元、2.7亿元", "4.2亿元", "1.5亿元 + 2.7亿元 = 4.2亿元"),
    ],
)
def test_the_result_is_rounded_and_in_its_unit(kind: Kind, figures: str, result: str, shown: str) -> None:
    operands = find_figures(figures)
    assert reckoned(kind, operands) == result
    assert formula(kind, operands, result) == shown
    assert result_of(shown) == shown.rpartition(" = ")[2]


@pytest.mark.parametrize(
    "line",
    [
        "265件 − 224件 = 42件",
        "265件 + 224件 = 41件",
        "17项 ÷ (17项 + 28项) = 60.7%",
        "224件 ÷ 265件 = 84.6%",
        "224件 ÷ 265件 = 8.45%",
        "(120亿元 − 100亿元) ÷ 120亿元 = 20%",
        "1.5亿元 + 2.7亿元 = 4.3亿元",
        "3期 + 4期 × 2期 = 11期",
        "9期 = 9期",
        "0件 ÷ 0件 = 100%",
    ],
)
def test_what_is_reckoned_wrongly_is_not_taken_out(line: str) -> None:
    assert result_of(line) == ""
    assert without_result(line) == line


def test_the_result_is_taken_out_and_the_operands_stay() -> None:
    assert without_result("41件。265件 − 224件 = 41件 [1]").split() == ["265件", "−", "224件", "[1]"]
    assert without_result("41件: 265件 − 224件 = 41件 [1]").split() == ["265件", "−", "224件", "[1]"]
    assert "42件" in without_result("42件。265件 − 224件 = 41件 [1]")


@pytest.mark.parametrize(
    "question",
    [
        "In 2023, what percentage of Zhengzhou's GDP was local fiscal revenue?",
        "What share of Zhengzhou's GDP did local fiscal revenue make up in 2023?",
        "What was local fiscal revenue as a share of Zhengzhou's GDP in 2023?",
        "Local fiscal revenue as a percentage of Zhengzhou's GDP in 2023?",
        "What percent of Zhengzhou's GDP in 2023 did local fiscal revenue account for?",
        "Local fiscal revenue was equal to what percentage of Zhengzhou's GDP in 2023?",
    ],
)
def test_an_english_share_is_of_two_figures(question: str) -> None:
    found = in_english(question)
    assert found is not None and found.kind == "share"
    assert [term.questions[0] for term in found.terms] == [
        "What was local fiscal revenue in Zhengzhou in 2023?",
        "What was Zhengzhou's GDP in 2023?",
    ]


def test_a_share_that_is_a_figure_itself_is_not_reckoned() -> None:
    assert in_english("What was the share of renewable energy in Zhengzhou in 2023?") is None
    assert in_english("What percentage of growth was reported?") is None


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("人口自然增长率从1997年的13.56‰降至9.48‰。", [(1997, "13.56‰", "9.48‰")]),
        ("提案由2018年的265件增加到310件，立案率达90%。", [(2018, "265件", "310件")]),
        ("提案由2018年的265件增加到2021年的310件。", []),
        ("提案由265件增加到310件。", []),
    ],
)
def test_a_sentence_may_tell_two_years(quote: str, told: list[tuple[int, str, str]]) -> None:
    assert [(year, before.text, after.text) for year, before, after in dated_ends(quote)] == told
