"""Several things asked in one breath, or over turns, as people type: each kind in several wordings."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_composed import answerer_of
from test_taken_apart import parts, read

from qa import Answerer
from qa.citing.verify import answer_problems
from qa.understanding.coordinated import each_place
from qa.understanding.unfold import unfolded


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "新乡2023年专委会 走访了几家企业 开了几次座谈会",
            ["新乡2023年专委会，走访了几家企业", "新乡2023年专委会，开了几次座谈会"],
        ),
        ("新乡2023年收到提案多少件　立案多少件", ["新乡2023年收到提案多少件", "新乡2023年提案立案多少件"]),
        (
            "郑州2023年财政收入过100亿没有？2020年才多少来着",
            ["郑州2023年财政收入过100亿没有", "郑州财政收入2020年多少"],
        ),
        (
            "郑州2023年财政收入多少？前一年呢？新建学校多少所？",
            ["郑州2023年财政收入多少", "郑州2022年财政收入多少?", "郑州2023年新建学校多少所"],
        ),
        (
            "新乡2023年的社情民意，收了多少篇、往省里送了多少、最后用了多少？",
            [
                "新乡2023年的社情民意，收到多少篇",
                "新乡2023年的社情民意，往省里报送多少",
                "新乡2023年的社情民意，最后采用多少",
            ],
        ),
        ("新乡2023年收了多少提案、立了多少案？", ["新乡2023年提案收到多少", "新乡2023年提案立案多少"]),
        ("新乡2023年用了多少人、办了几场会？", ["新乡2023年用了多少人", "新乡2023年办了几场会"]),
        (
            "2023年死了多少人、塌了多少房子？郑州的政府报告里是怎么写的",
            ["郑州2023年死了多少人", "郑州2023年塌了多少房子"],
        ),
    ],
)
def test_what_each_part_asks(question: str, asked: list[str]) -> None:
    assert [part.question for part in parts(question)] == asked


@pytest.mark.parametrize(
    "question",
    [
        "对比一下2022年焦作跟洛阳：城镇新增就业、粮食产量各是多少",
        "2022年焦作和洛阳，城镇新增就业、粮食产量各是多少？",
    ],
)
def test_several_things_of_several_places_are_each_told(new_home: Path, question: str) -> None:
    answerer = answerer_of(
        new_home,
        ("焦作市", 2022, "全市城镇新增就业9.1万人，粮食产量41.2亿斤。"),
        ("洛阳市", 2022, "全市城镇新增就业9.5万人，粮食生产“十九连丰”。"),
    )
    answer = answerer.ask(question)
    assert sorted(part.short or "" for part in answer.parts) == ["", "41.2亿斤", "9.1万人", "9.5万人"]
    assert "洛阳市，粮食产量：报告中没有写明" in answer.text


def test_what_asks_in_any_measure_is_a_part() -> None:
    assert len(parts("新乡2023年新开了多少家食堂？养老床位又多了几张")) == 2


def test_the_whole_of_a_place_is_that_place() -> None:
    asked = each_place("2024年郑州全市和新乡的新增就业各多少人", read=read)
    assert [place.name for place, _ in asked] == ["郑州市", "新乡市"]


@pytest.mark.parametrize("question", ["新乡 提案 立案", "新乡 2023年 立案多少件", "郑州 政协主席 是谁"])
def test_words_typed_apart_are_one_question(question: str) -> None:
    assert parts(question) == ()


def test_to_raise_is_no_mention() -> None:
    assert unfolded("郑州2023年处理能力从多少提到了多少") == "郑州2023年处理能力从多少提高到了多少"
    assert unfolded("报告提到了多少次就业") == "报告提到了多少次就业"


def test_what_is_typed_for_another_is_that() -> None:
    assert unfolded("郑州市正协2023年有几件提案没立上案") == "郑州市政协2023年有几件提案没立案"
    assert unfolded("公正协商") == "公正协商"
    assert unfolded("全国排老几") == "全国排第几"
    assert unfolded("郑洲2023年有几件提案？") == "郑州2023年有几件提案？"
    assert unfolded("株洲2023年的非洲访客和杭洲湾") == "株洲2023年的非洲访客和杭洲湾"


def test_points_are_per_cent_and_what_it_is_for_is_left_out() -> None:
    assert unfolded("郑州2023年GDP涨了几个点") == "郑州2023年GDP增长了百分之几"
    assert unfolded("郑州2023年出口跌了几个点？") == "郑州2023年出口下降了百分之几？"
    assert unfolded("郑州失业率涨了几个点") == "郑州失业率涨了几个点"
    assert unfolded("写稿子要个对比：郑州2023年立案多少件") == "郑州2023年立案多少件"
    assert unfolded("新乡市政协：2023年立案多少件") == "新乡市政协：2023年立案多少件"


@pytest.fixture
def cities(new_home: Path) -> Answerer:
    return answerer_of(
        new_home,
        (
            "焦作市",
            2022,
            "城镇居民人均可支配收入达到30000元，增长8.5%。农民人均纯收入12345元。拆除烟囱113根，使全市空气优良天数由前年的203天，提高到去年的298天。"
            "污水处理率由前年的48%提高到去年的70.4%。新增高标准农田37.5万亩。"
            "全年召开议政性常委会议2次、双月专题议政座谈会6次、提案办理协商会12次。",
        ),
        ("焦作市", 2018, "城镇居民人均可支配收入达到24000元，增长7.5%。"),
        ("洛阳市", 2022, "城镇居民人均可支配收入实现42000元，增长6%。新建高标准农田64万亩。全市民生投入110亿元。"),
    )


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("焦作城镇居民人均可支配收入2022年跟2018年比涨了多少钱？涨幅百分之多少", ("6000元", "增长25%")),
        ("焦作2022年城镇居民人均可支配收入比2018年增长了百分之几？", ("增长25%", "30000元 − 24000元")),
        ("2022年焦作和洛阳，城镇居民人均可支配收入哪个高，差多少元？", ("洛阳", "12000元")),
        ("焦作和洛阳2022年哪边的高标准农田多，多多少亩？", ("洛阳", "26.5万亩")),
        ("焦作2022年提案办理协商会几次，是双月座谈会的几倍？", ("12次", "2倍")),
        ("焦作2022年空气优良天数多少天？", ("298天",)),
        ("焦作2022年城镇居民人均可支配收入涨了几个点？", ("8.5%",)),
        ("焦作2022年城里人一年人均收入是多少？农民的呢？", ("30000元", "12345元")),
        ("焦作2022年拆了多少根烟囱，污水处理率从多少提到了多少？", ("113根", "48% → 70.4%")),
    ],
)
def test_it_is_answered(cities: Answerer, question: str, says: tuple[str, ...]) -> None:
    answer = cities.ask(question)
    assert answer.status == "answered"
    assert [each for each in says if each not in answer.text] == []
    assert answer_problems(answer, gazetteer=cities.retriever.gazetteer) == ()


def test_of_unlike_figures_none_is_the_most(cities: Answerer) -> None:
    """110亿元 of one city are no more 收入 than 30000元 of another."""
    answer = cities.ask("焦作和洛阳2022年的民生投入哪个高？")
    assert answer.status == "not_stated"


def test_places_that_count_other_things_have_no_first(answerer: Answerer) -> None:
    """7期 of a series called 秒懂政协提案 and 4期 of a class are no numbers of 提案."""
    assert answerer.ask("哪个市的政协提案多").status == "not_stated"
    assert answerer.ask("哪个市立案的提案最多").short == "郑州"


def test_how_many_times_is_of_two_figures_told_apart(answerer: Answerer) -> None:
    answer = answerer.ask("邯郸政协2023年提案办理协商几次，是双月座谈的几倍")
    assert "2倍" in answer.text and "12次 ÷ 6次" in answer.text


def test_a_yearly_rate_is_no_growth_over_years(cities: Answerer) -> None:
    answer = cities.ask("焦作2022年城镇居民人均可支配收入比2018年增长了百分之几？")
    assert answer.short != "8.5%"


def test_what_is_found_of_the_topic_before_is_not_told_of_another(cities: Answerer) -> None:
    answer = cities.ask("焦作2022年空气优良天数多少天，机场吞吐量从多少提高到了多少？")
    assert [part.status for part in answer.parts] == ["answered", "not_stated"]


def test_those_of_a_class_that_is_not_counted_are_not_told(answerer: Answerer) -> None:
    for question in ("新乡经济类的提案有多少件？", "新乡政协的提案里，生态环保方面的有几件？"):
        assert answerer.ask(question).status == "not_stated", question


def test_one_who_acts_may_stand_two_turns_back(answerer: Answerer) -> None:
    context: str | None = None
    for question in ("中原区政协领导班子走访了多少家企业？", "那各专委会呢", "比班子多多少？"):
        answer = answerer.ask(question, context=context)
        context = answer.understood_as or question
    assert "6家" in answer.text and "21家 − 15家" in answer.text


def test_each_stage_is_told_where_one_thing_has_several(new_home: Path) -> None:
    answerer = answerer_of(
        new_home, ("焦作市", 2023, "全年共收集社情民意信息1589篇，向省政协报送264篇，被全国政协采用20篇。")
    )
    for asked in (
        "焦作2023年的社情民意信息，收了多少篇、往省里送了多少、最后被用了多少？",
        "焦作2023年社情民意信息收了几篇、报了几篇、用了几篇？",
    ):
        answer = answerer.ask(asked)
        assert [part.short for part in answer.parts] == ["1589篇", "264篇", "20篇"]
