"""What is understood of a question: whose report, which time, what would answer it; and what is no question."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import QuestionError
from index.language.gazetteer import Gazetteer
from qa.understanding.glossary import Glossary
from qa.understanding.limits import LONGEST_QUESTION
from qa.understanding.query import Query, parse_question

SEEDS = frozenset({"410100", "410102", "410106", "410700", "130400"})
TODAY = date(2024, 5, 4)


def parse(question: str, *, indexed: frozenset[str] = SEEDS, dictionary=None) -> Query:
    return parse_question(
        question,
        gazetteer=Gazetteer.load(),
        glossary=Glossary.load(),
        today=TODAY,
        indexed=indexed,
        dictionary=dictionary,
    )


def places(question: str, *, indexed: frozenset[str] = SEEDS) -> list[str]:
    return [place.name for place in parse(question, indexed=indexed).places]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("新乡2023年立案多少件提案?", ["新乡市"]),
        ("上街区2017年有多少件提案?", ["上街区"]),
        ("上街2017年有多少件提案?", ["上街区"]),
        ("河南省郑州市上街区有多少件提案?", ["上街区"]),
        ("洛阳政协提了多少件提案?", ["洛阳市"]),
        ("郑州、邯郸、新乡三市谁立案最多?", ["郑州市", "邯郸市", "新乡市"]),
        ("中原区2022年和上街区2017年相比,哪个区政协立案的提案多?", ["中原区", "上街区"]),
        ("河南省会的政协立案多少件?", ["郑州市"]),
        ("What is the capital of Henan doing?", ["郑州市"]),
        ("How many proposals did Xinxiang file in 2023?", ["新乡市"]),
        ("How many proposals did the Shangjie District CPPCC file?", ["上街区"]),
        ("谁作的报告?", []),
        ("2024年2月新乡遇上雨雪冰冻，会怎么开的?", ["新乡市"]),
        ("二月份新乡开了什么会?", ["新乡市"]),
    ],
)
def test_a_place_scopes_the_question_when_its_report_is_asked_about(question: str, expected: list[str]) -> None:
    assert places(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("哪些市政协去合肥考察过?", []),
        ("去浦东干部学院学习的有多少人?", []),
        ("上街的委员去洛阳取经的有多少人?", ["上街区"]),
        ("郑州市政协赴上海考察了几次?", ["郑州市"]),
        ("哪两个市的政协在2023年都到合肥学习考察过?", []),
    ],
)
def test_a_place_that_is_only_a_destination_is_a_search_term(question: str, expected: list[str]) -> None:
    query = parse(question)
    assert [place.name for place in query.places] == expected
    destination = next(name for name in ("合肥", "浦东", "洛阳", "上海") if name in question)
    assert destination in query.content


def test_the_bare_name_of_a_county_is_a_place_where_it_stands_as_one() -> None:
    without = frozenset({"410700"})
    assert places("上街有多少件提案?") == ["上街区"]
    assert places("上街2017年有多少件提案?", indexed=without) == ["上街区"]
    assert places("上街区有多少件提案?", indexed=without) == ["上街区"]
    assert places("志愿者上街宣传多少次?") == places("志愿者上街宣传多少次?", indexed=without) == []
    assert places("国际合作2023年新增多少项?", indexed=without) == []


def test_a_word_that_may_be_a_name_is_to_be_named_where_the_answer_stands() -> None:
    query = parse("合作的提案办复率是多少?", indexed=frozenset({"410700"}))
    assert (query.places, query.doubted, query.terms[0][0]) == ((), ("合作",), "合作")


@pytest.mark.parametrize(
    ("question", "years", "period"),
    [
        ("新乡2023年立案多少件?", (2023,), "covers"),
        ("２０２３年新乡立案多少件？", (2023,), "covers"),
        ("2023年度新乡立案多少件?", (2023,), "covers"),
        ("2022年和2023年郑州立案多少件?", (2022, 2023), "covers"),
        ("2017—2021年中原区立案多少件?", (2017, 2018, 2019, 2020, 2021), "covers"),
        ("2024年新乡市政协要协商哪些议题?", (2024,), "plans"),
        ("2024年新乡计划立案多少件?", (2024,), "plans"),
        ("2024年新乡要再盖几座幼儿园?", (2024,), "plans"),
        ("2024年新乡的补助标准要提高到多少?", (2024,), "plans"),
        ("2024年新乡的主要做法有哪些?", (2024,), "covers"),
        ("2024年新乡需要资助的学生有多少名?", (2024,), "covers"),
        ("2024年新乡要求整改的问题解决了多少个?", (2024,), "covers"),
        ("How many homes are to be adapted in Xinxiang in 2024?", (2024,), "plans"),
        ("How many schools was Xinxiang to build in 2024?", (2024,), "plans"),
        ("How many members were in Xinxiang's CPPCC in 2024?", (2024,), "covers"),
        ("How many troops were cut, as reported in March 2024?", (2024,), "delivered"),
        ("What will Xinxiang do in 2024?", (2024,), "plans"),
        ("2024年的报告里郑州立案多少件?", (2024,), "delivered"),
        ("2024年2月作的报告中,郑州立案多少件?", (2024,), "delivered"),
        ("How many proposals does the 2024 report of Zhengzhou count?", (2024,), "delivered"),
        ("去年郑州立案多少件?", (2023,), "covers"),
        ("前年郑州立案多少件?", (2022,), "covers"),
        ("明年郑州打算立案多少件?", (2025,), "plans"),
        ("How many proposals did Xinxiang file last year?", (2023,), "covers"),
        ("郑州立案多少件?", (), "covers"),
        ("2023件提案是哪个市的?", (), "covers"),
        ("热线68202312是哪里的?", (), "covers"),
    ],
)
def test_a_year_means_the_period_of_the_statement(question: str, years: tuple[int, ...], period: str) -> None:
    query = parse(question)
    assert (query.years, query.period) == (years, period)


def test_a_span_of_years_is_never_endless() -> None:
    assert len(parse("1900—2099年郑州立案多少件?").years) <= 31


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("新乡市政协立案多少件?", ("cppcc_report", "proposal_report")),
        ("How many proposals did the Xinxiang CPPCC file?", ("cppcc_report", "proposal_report")),
        ("新乡市政府工作报告里写了多少件提案?", ("government_report",)),
        ("What does the government work report of Xinxiang say?", ("government_report",)),
        ("新乡市办理政协提案多少件?", ()),
        ("新乡立案多少件提案?", ()),
    ],
)
def test_naming_the_body_chooses_the_kind_of_report(question: str, kinds: tuple[str, ...]) -> None:
    assert parse(question).kinds == kinds


@pytest.mark.parametrize(
    ("question", "answer", "units"),
    [
        ("立案多少件提案?", "number", ("件",)),
        ("开展视察几次?", "number", ("次",)),
        ("办结率是百分之几?", "number", ("%",)),
        ("其中委员提案占多少件?", "number", ("件",)),
        ("其中委员提案占多少?", "number", ("%",)),
        ("全网点击量是多少?", "number", ()),
        ("地区生产总值?", "number", ("元", "美元")),
        ("一般公共预算收入?", "number", ("元", "美元")),
        (
            "粮食产量达到多少?",
            "number",
            ("吨", "斤", "公斤", "辆", "台", "立方米", "平方米", "千瓦时", "度", "株", "头", "只", "套", "部"),
        ),
        ("地区生产总值是多少亿元?", "number", ("元",)),
        ("城镇新增就业多少万人?", "number", ("人",)),
        ("How many proposals were filed?", "number", ("件",)),
        ("What percentage of proposals was answered?", "number", ("%",)),
        ("新乡市政协主席是谁?", "person", ()),
        ("Who is the chairman?", "person", ()),
        ("Which governor delivered the report of Guangdong?", "person", ()),
        ("哪位记者写的?", "person", ()),
        ("什么时候召开的会议?", "date", ()),
        ("When was the report given?", "date", ()),
        ("专题研讨会在哪里召开?", "place", ()),
        ("委员去了哪两座城市?", "place", ()),
        ("哪本杂志报道了?", "title", ()),
        ("这个品牌叫什么?", "name", ()),
        ("哪家单位联合主办?", "organisation", ()),
        ("2024年要协商什么?", "phrase", ()),
    ],
)
def test_the_question_words_say_what_would_answer(question: str, answer: str, units: tuple[str, ...]) -> None:
    query = parse(question)
    assert (query.answer, query.units) == (answer, units)


@pytest.mark.parametrize(
    ("question", "compares", "least", "selects"),
    [
        ("哪个市立案的提案最多?", True, False, True),
        ("哪个市立案的提案最少?", True, True, True),
        ("郑州和新乡相比,哪个市政协立案的提案更多?", True, False, True),
        ("Which city filed the most proposals?", True, False, True),
        ("Which city filed the fewest proposals?", True, True, True),
        ("哪些市政协去合肥考察过?", False, False, True),
        ("郑州立案多少件?", False, False, False),
        ("郑州市政协最多的一次协商有多少人?", False, False, False),
        ("Which cities did the Handan CPPCC visit?", False, False, False),
    ],
)
def test_a_question_for_places_is_told_from_one_about_a_place(
    question: str, compares: bool, least: bool, selects: bool
) -> None:
    query = parse(question)
    assert (query.compares, query.least, query.selects_places) == (compares, least, selects)


def test_districts_are_meant_only_when_they_are_named_with_their_place() -> None:
    assert parse("郑州各区县政协搭建了多少个平台?").subordinate
    assert parse("郑州下辖的区立案多少件?").subordinate
    assert not parse("郑州立案多少件?").subordinate
    assert not parse("各区县立案多少件?").subordinate


def test_the_number_of_things_asked_for() -> None:
    assert [parse(q).list_size for q in ("委员去了哪两座城市?", "Which three cities?", "哪些城市?", "立案多少件?")] == [
        2, 3, None, None,
    ]  # fmt: skip
    assert [parse(q).is_list for q in ("委员去了哪两座城市?", "包括哪些内容?", "立案多少件?")] == [True, True, False]


def test_the_content_keeps_neither_place_nor_year_nor_question_words() -> None:
    assert parse("新乡2023年立案多少件提案?").content.split() == ["立案", "提案"]
    assert parse("２０２３年主题教育期间，郑州市政协讲授了多少次专题党课？").content.count("2023") == 0
    query = parse("How many proposals did Xinxiang file in 2023?")
    assert query.language == "en"
    assert "提案" in query.content and "立案" in query.content
    assert not any(word in query.content for word in ("新乡", "2023", "How", "Xinxiang"))


def test_everyday_words_bring_in_those_of_the_reports() -> None:
    (group,) = [group for group in parse("新乡办结提案多少件?").expansions if group[0] == "办结"]
    assert "办复" in group


def test_an_english_word_that_the_glossary_lacks_is_looked_up() -> None:
    asked: list[str] = []

    def dictionary(word: str) -> list[str]:
        asked.append(word)
        return ["占卜者"] if word == "soothsayer" else []

    query = parse("How many soothsayers did Xinxiang invite?", dictionary=dictionary)
    assert ("占卜者",) in query.expansions
    assert "xinxiang" not in asked
    asked.clear()
    parse("新乡立案多少件提案?", dictionary=dictionary)
    assert asked == []


def test_the_question_is_kept_in_plain_characters() -> None:
    assert parse("  ２０２３年新鄉立案多少件？ ").question == "2023年新乡立案多少件?"


@pytest.mark.parametrize("question", ["", " ", "\n\t　", "\x00\x07", "\ud800"])
def test_a_question_of_nothing_visible_is_refused(question: str) -> None:
    with pytest.raises(QuestionError, match=r"(?i)question is empty"):
        parse(question)


def test_a_question_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert parse("立" * LONGEST_QUESTION).content
    for length in (LONGEST_QUESTION + 1, 100_000):
        with pytest.raises(QuestionError, match=f"{length:,}.*{LONGEST_QUESTION:,}"):
            parse("立" * length)


@given(
    st.lists(
        st.sampled_from([*"的是哪多少件2024年去过?", "新乡", "政协", "How many", " ", "\u202e", "各区县"]), max_size=25
    )
)
@settings(max_examples=60)
def test_any_question_is_understood_or_refused_and_the_same_twice(pieces: list[str]) -> None:
    question = "".join(pieces)
    try:
        query = parse(question)
    except QuestionError:
        assert not question.replace("\u202e", "").strip()
        return
    assert parse(question) == query
    assert query.years == tuple(sorted(set(query.years), key=query.years.index))
    assert len({place.code for place in query.places}) == len(query.places)


def test_a_word_that_only_contains_a_question_word_stays_whole() -> None:
    assert parse("苏州市2022年一般公共预算收入共是多少?").content == "一般公共预算收入"


def test_an_english_which_says_the_kind_of_thing() -> None:
    assert parse("Which insurance system was studied in Zhengzhou?").things[0] == "保险制度"
    assert parse("新乡市哪个品牌获奖?").things == ()


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("What was Henan's grain output in 2023?", ("吨", "斤", "公斤")),
        ("What did general public budget revenue come to?", ("元", "美元")),
        ("What container throughput is planned?", ("吨", "标箱", "标准箱", "TEU", "人次", "人")),
        ("What was the growth rate of investment?", ()),
    ],
)
def test_an_english_noun_says_the_unit_of_its_figures(question: str, units: tuple[str, ...]) -> None:
    query = parse(question)
    assert query.answer == "number"
    assert set(query.units) == set(units) or query.units == ("%",)
