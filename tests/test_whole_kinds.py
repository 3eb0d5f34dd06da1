"""Kinds of questions that were answered wrongly or not at all when first heard, each by several of its kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from test_composed import answerer_of
from test_over_turns import dialogue

from index.language.gazetteer import Gazetteer
from index.language.units import measures_another
from qa import Answerer
from qa.answering.extract import find_answers
from qa.answering.guards import held_back
from qa.citing.verify import answer_problems
from qa.retrieval.concepts import concepts_of
from qa.understanding.interrogatives import find_interrogative
from qa.understanding.manner import without_manner
from qa.understanding.mention_asked import mention_asked
from qa.understanding.period import period_asked
from qa.understanding.purpose import without_purpose
from qa.understanding.rank_frame import within_frame
from qa.understanding.read_places import mentions_in
from qa.understanding.unfold import unfolded
from qa.understanding.whether import read_whether
from qa.understanding.whole_place import without_whole


@pytest.fixture
def cities(new_home: Path) -> Answerer:
    return answerer_of(
        new_home,
        (
            "抚州市",
            2015,
            "电子信息、生物医药、食品加工、机电汽车四大产业分别完成主营业务收入36.6亿元、66亿元、113.7亿元、273.7亿元，"
            "增长35.7%、8.7%、9.9%和15.1%。城镇、农村居民人均可支配收入分别为25065元、11441元。",
        ),
        (
            "衡阳市",
            2019,
            "贸易往来遍及149个国家和地区，完成进出口总额348.6亿元，增长25%。南岳机场旅客年吞吐量突破110万人次，"
            "通航城市达31个。财政用于教育的支出达到85.6亿元，比上年增加17.1亿元。",
        ),
        (
            "湘潭市",
            2020,
            "着力建设“六个湘潭”：建设“实力湘潭”，产业竞争力显著增强。建设“创新湘潭”，研发投入强度达到3%左右。"
            "建设“文化湘潭”，公共文化服务体系更加健全。建设“幸福湘潭”，社会保障体系更加健全。建设“美丽湘潭”，"
            "重点环境问题有力整治。建设“平安湘潭”，社会治理水平明显提高。\n"
            "疫情防控交出合格答卷，实现了本地居民零传染、确诊病例零死亡、医护人员零感染、出院患者零复阳。\n"
            "经济总量稳居全省第三，位居全国30个同类城市第二。",
        ),
    )


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("抚州2015年生物医药产业的主营业务收入多少亿元", "66亿元"),
        ("抚州2015年机电汽车产业主营业务收入是多少", "273.7亿元"),
        ("抚州2015年电子信息的主营业务收入有多少", "36.6亿元"),
        ("衡阳2019年全市进出口总额是多少", "348.6亿元"),
        ("2019年衡阳全市的进出口总额多少亿元", "348.6亿元"),
    ],
)
def test_a_figure_of_a_row_is_of_the_thing_in_its_place(cities: Answerer, question: str, short: str) -> None:
    answer = cities.ask(question)
    assert answer.short == short
    assert answer_problems(answer, gazetteer=cities.retriever.gazetteer) == ()


@pytest.mark.parametrize(
    ("question", "short", "formula"),
    [
        (
            "抚州2015年电子信息、生物医药、食品加工、机电汽车四大产业的主营业务收入合起来一共多少亿元？",
            "490亿元",
            "36.6亿元 + 66亿元 + 113.7亿元 + 273.7亿元",
        ),
        ("抚州市2015年城乡居民人均可支配收入相差多少钱", "13624元", "25065元 − 11441元"),
        (
            "2019年衡阳财政用于教育的支出较2018年增长了百分之几？报告只给了金额，麻烦算一下",
            "增长25%",
            "17.1亿元 ÷ (85.6亿元 − 17.1亿元)",
        ),
    ],
)
def test_what_is_reckoned_of_a_row_or_of_what_was_added(
    cities: Answerer, question: str, short: str, formula: str
) -> None:
    answer = cities.ask(question)
    assert answer.short == short
    assert formula in answer.text
    assert answer_problems(answer, gazetteer=cities.retriever.gazetteer) == ()


def test_no_rate_is_reckoned_against_an_earlier_year_than_the_one_before(cities: Answerer) -> None:
    assert cities.ask("衡阳2019年财政用于教育的支出较2015年增长了百分之几").status != "answered"


@pytest.mark.parametrize("question", ["湘潭2020年的“六个湘潭”是哪六个？", "湘潭要建的“六个湘潭”都是什么"])
def test_what_a_term_counts_is_named_by_its_word(cities: Answerer, question: str) -> None:
    answer = cities.ask(question)
    assert all(each in answer.text for each in ("实力湘潭", "创新湘潭", "文化湘潭", "幸福湘潭", "美丽湘潭", "平安湘潭"))
    assert len(answer.citations) == 6
    assert answer_problems(answer, gazetteer=cities.retriever.gazetteer) == ()


def test_the_airport_is_no_place_asked_about(cities: Answerer) -> None:
    answer = cities.ask("衡阳南岳机场2019年旅客吞吐量多少？通航几个城市？当年全市进出口总额是多少？")
    assert [part.short for part in answer.parts] == ["突破110万人次", "31个", "348.6亿元"]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("衡阳南岳机场2019年旅客多少", ["衡阳"]),
        ("衡阳南岳区2019年旅客多少", ["衡阳南岳区"]),
        ("衡阳南岳有多少景点", ["衡阳南岳"]),
    ],
)
def test_a_facility_s_name_is_no_county(cities: Answerer, question: str, named: list[str]) -> None:
    indexed = frozenset(report.place_code for report in cities.retriever.index.reports if report.place_code)
    found = mentions_in(question, cities.retriever.gazetteer, "zh", indexed)
    assert [each.text for each in found] == named


def test_places_in_a_rank_are_each_asked(cities: Answerer) -> None:
    answer = dialogue(cities, "湘潭2020年的经济总量怎么样", "那它的经济总量在湖南省里排第几，跟全国同类城市比又排第几")
    assert [part.short for part in answer.parts] == ["第三", "第二"]


@pytest.mark.parametrize(
    ("asked", "unit", "another"),
    [
        (("篇",), "字", True),
        (("元",), "家", True),
        (("个",), "公里", True),
        (("件",), "条", False),
        (("名",), "人次", False),
        ((), "字", False),
        (("字",), "字", False),
        (("个",), "", False),
        (("篇", "字"), "字", False),
    ],
)
def test_no_measure_stands_for_a_count(asked: tuple[str, ...], unit: str, another: bool) -> None:
    assert measures_another(asked, unit) is another


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("写稿用：2024年凉山州的大事要事有哪些", "2024年凉山州的大事要事有哪些"),
        ("我正在写论文要用：新乡立案多少件", "新乡立案多少件"),
        ("写毕业论文对比豫北几个市的提案：新乡立案多少件", "新乡立案多少件"),
        ("最近在做一个课题，想了解一下新乡立案多少件", "新乡立案多少件"),
        ("报告里说的“1+6+5”：分别是什么", "报告里说的“1+6+5”：分别是什么"),
        ("想核实郑州市政协2023年的几个数：发言多少篇、提了几条建议", "郑州市政协2023年发言多少篇、提了几条建议"),
        ("三农支出增长了百分之几？报告只给了金额，麻烦算一下", "三农支出增长了百分之几"),
        ("“十三五”五年下来（2015到2020），长治净增了多少", "“十三五”期间，长治净增了多少"),
        ("“十三五”这五年间长治净增了多少", "“十三五”期间长治净增了多少"),
        ("对比着看，固原2015年和2019年的生产总值各是多少", "固原2015年和2019年的生产总值各是多少"),
        ("写作协会立案多少件", "写作协会立案多少件"),
        ("报告里没有写明的有多少", "报告里没有写明的有多少"),
        ("十三五规划是什么", "十三五规划是什么"),
    ],
)
def test_what_a_question_says_of_itself_is_no_part_of_it(question: str, plain: str) -> None:
    assert without_purpose(question) == plain


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("衡阳2019年全市进出口总额", "衡阳2019年进出口总额"),
        ("衡阳全市的进出口总额", "衡阳进出口总额"),
        ("全市和市区的进出口总额", "全市和市区的进出口总额"),
        ("全市全区域治理", "全区域治理"),
        ("进出口总额占全省的比重", "进出口总额占全省的比重"),
        ("哪件活儿全市头一个干完", "哪件活儿全市头一个干完"),
    ],
)
def test_the_whole_of_a_place_is_the_place(question: str, bare: str) -> None:
    assert without_whole(question) == bare


@pytest.mark.parametrize(
    ("question", "leans", "framed"),
    [
        ("它的经济总量在云南省里排第几", True, "它的经济总量在全省里排第几"),
        ("红河州2020年经济总量在云南排第几", False, "红河州2020年经济总量在全省排第几"),
        ("经济总量在云南省排第一的是哪里", False, "经济总量在云南省排第一的是哪里"),
        ("红河州和云南省的经济总量各是多少", False, "红河州和云南省的经济总量各是多少"),
    ],
)
def test_a_rank_s_frame_is_no_place_asked_about(question: str, leans: bool, framed: str) -> None:
    assert within_frame(question, Gazetteer.load(), leans=leans) == framed


def test_a_rank_is_asked_with_an_ordinal() -> None:
    asked = find_interrogative("经济总量在全省排第几")
    assert asked is not None
    assert not asked.counts


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("中原区“智慧政协”二期是全市最晚建完的吧？", "中原区“智慧政协”二期是全市最晚建完"),
        ("读书班是不是一口气办了半个月？", "读书班一口气办了15天"),
        ("读书班办了一周，对吗", "读书班办了7天"),
        ("学会成立一周年了吗", "学会成立一周年了"),
        ("说说新乡的情况吧", None),
    ],
)
def test_statements_to_be_confirmed(question: str, statement: str | None) -> None:
    read = read_whether(question, "zh")
    assert (read and read.statement) == statement


@pytest.mark.parametrize(
    ("question", "years", "period"),
    [
        ("2016年龙岩的政府工作报告是谁作的", (2016,), "delivered"),
        ("Who delivered Longyan's 2016 government work report?", (2016,), "delivered"),
        ("2016年龙岩立案多少件", (2016,), "covers"),
    ],
)
def test_who_gave_a_report_of_a_year_asks_for_that_given_in_it(
    question: str, years: tuple[int, ...], period: str
) -> None:
    assert period_asked(question, date(2026, 1, 1))[:2] == (years, period)


def test_a_year_in_brackets_is_of_the_place_before_it() -> None:
    assert unfolded("咸宁（2020年）、荆门（2022）的报告") == "咸宁2020年、荆门2022年的报告"


def test_reports_may_say_anything_about_something() -> None:
    asked = mention_asked("Which of these reports say anything about property management (物业管理)?")
    assert asked is not None
    assert "物业管理" in asked.thing


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("中原区“智慧政协”二期是全市政协系统里最晚建完的吧？", "不对，是率先"),
        ("中原区智慧政协二期建设在全市政协系统是不是垫底", "不是，是率先"),
        ("中原区政协在全市政协系统率先完成“智慧政协”二期建设，对吗？", "对"),
        (
            "I was told Zhongyuan District trailed the rest of Zhengzhou in finishing phase two of its “Smart CPPCC” "
            "system. Is that right?",
            "No",
        ),
        ("邯郸市政协机关的主题教育读书班是不是一口气办了半个月？", "不是，是7天"),
    ],
)
def test_first_and_last_deny_each_other(answerer: Answerer, question: str, verdict: str) -> None:
    answer = answerer.ask(question)
    assert answer.short == verdict
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()


def test_a_date_that_is_of_no_office_is_none_of_taking_it(answerer: Answerer) -> None:
    assert answerer.ask("上街区政协的主席叫什么名字，哪年上任的？").status == "not_stated"


@pytest.mark.parametrize(
    ("turns", "understood", "short"),
    [
        (
            ("郑州市政协2023年报送社情民意信息多少篇", "新乡收集了多少"),
            "新乡政协2023年收集了多少篇社情民意信息?",
            "1589篇",
        ),
        (("郑州市政协2023年立案提案多少件", "新乡办结了多少"), "新乡政协2023年办结了多少件提案?", "409件"),
    ],
)
def test_another_place_s_count_is_of_what_was_counted(
    answerer: Answerer, turns: tuple[str, ...], understood: str, short: str
) -> None:
    answer = dialogue(answerer, *turns)
    assert answer.understood_as == understood
    assert answer.short == short


def test_a_question_of_pieces_is_answered_with_no_length_of_text(answerer: Answerer) -> None:
    assert answerer.ask("郑州市政协2023年搞出多少篇调研成果？").short == "30篇"


def test_a_plan_s_own_outline_answers_from_which_sides(answerer: Answerer) -> None:
    answer = answerer.ask("2024年新乡准备从哪几个方面把提案工作做好？")
    assert all(each in answer.text for each in ("正确方向", "提质增效", "双向发力", "创新突破"))


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("新乡市政协收上来的社情民意信息，有百分之多少报到了省政协？", "16.6%"),
        ("新乡市政协2023年收集的社情民意信息有百分之几报到了省政协？", "16.6%"),
        ("郑州市政协党建里讲的“双线运行”是个什么意思？", "机关党组抓机关党建、委员党委抓委员党建"),
    ],
)
def test_shares_and_terms_in_other_words(answerer: Answerer, question: str, short: str) -> None:
    answer = answerer.ask(question)
    assert answer.short == short
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()


def test_how_large_something_was_asks_how_it_was_done(answerer: Answerer) -> None:
    answer = answerer.ask("黄帝故里拜祖大典2023年办到多大规模？2024年有什么打算？")
    assert [part.form for part in answer.parts] == ["how", "how"]
    assert "2118万" in answer.parts[0].text
    assert "甲辰年" in answer.parts[1].text


def test_a_place_behind_a_date_is_asked_about(answerer: Answerer) -> None:
    assert [place.name for place in answerer.retriever.parse("2月20日新乡开会部署了什么").places] == ["新乡市"]


@pytest.mark.parametrize(
    "question", ["岳阳2013年主要指标没有达到年初预期的原因是什么？", "为什么岳阳2013年主要指标没有达到年初预期？"]
)
def test_all_reasons_behind_the_words_that_open_them_are_told(new_home: Path, question: str) -> None:
    answerer = answerer_of(
        new_home,
        (
            "岳阳市",
            2013,
            "地区生产总值等主要指标没有达到年初预期。究其原因，主要是：宏观经济趋紧的影响。全国经济增速放缓。"
            "产业结构不优的影响。石化产业一业独大。严重干旱灾害的影响。农业增产受到制约。",
        ),
    )
    answer = answerer.ask(question)
    assert all(each in answer.text for each in ("宏观经济趋紧", "一业独大", "严重干旱"))


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("报告专门有一段讲怎么领会论述，请归纳一下有哪些方面。", "报告专门有一段讲怎么领会论述，概括一下"),
        ("新乡做了哪些工作，概括一下有几个方面", "新乡做了哪些工作，概括一下"),
    ],
)
def test_which_sides_something_has_sums_up_what_was_said(question: str, asked: str) -> None:
    assert without_manner(question) == asked


def test_how_many_there_are_is_no_rank(answerer: Answerer) -> None:
    retriever = answerer.retriever
    query = retriever.parse("新乡市政协立案的提案排第几")
    scope = retriever.scope(query)
    concepts = concepts_of(retriever.parse("新乡市政协立案提案"), retriever.index)
    counts = find_answers(
        replace(query, answer="number"),
        retriever.rank(query, scope, k=4),
        concepts,
        gazetteer=retriever.gazetteer,
    )
    filed = next(each for each in counts if each.candidate.text == "409件")
    assert held_back(query, scope, filed) == "rank"
    assert held_back(replace(query, question="新乡市政协立案提案多少件"), scope, filed) == ""
    assert held_back(replace(query, question="新乡市政协立案提案安排多少件"), scope, filed) == ""
    # What the question gives is no answer to how much another thing is.
    assert held_back(replace(query, question="新乡市政协比上年多409件，上年立案提案多少件"), scope, filed) == "repeat"
    assert held_back(replace(query, question="新乡市政协立案提案409件，属实吗"), scope, filed) == ""


def test_what_a_report_does_not_say_stays_asked() -> None:
    assert without_purpose("新乡做了哪些工作，报告没有提到") == "新乡做了哪些工作，报告没有提到"
