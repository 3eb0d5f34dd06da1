"""What the reports of several years tell of one thing, of a calamity, of things counted; and who gave them."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa import Answer, Answerer
from qa.citing.verify import answer_problems
from tests.answering import answerer_over

HEAD = "焦作市人民政府工作报告\n——{given}年2月8日在焦作市人民代表大会上\n焦作市市长 {mayor}\n各位代表：\n"
TEXT = (
    "一、{year}年工作回顾\n{year}年，全市地区生产总值增长6%。{done}\n"
    "二、{given}年工作安排\n今年经济社会发展的主要预期目标是：地区生产总值增长{aim}。{planned}\n"
)
YEARS = (
    (2019, "李国明", "老旧小区改造完成25个。新建公园两个。", "5.5%左右", "新建学校三所。"),
    (
        2021,
        "李国明",
        "面对特大暴雨洪涝灾害，全市干部群众日夜抢险救灾，抢修道路120公里，安置受灾群众2万人。灾后全力恢复生产。"
        "推广农村“老饭桌”，覆盖30个村。河湖长效管护制度基本建立，治理河道30公里。",
        "6%左右",
        "集中力量办好五件实事。扩建公办幼儿园；改造农村厕所；更换燃气管道；开通夜间公交；建成儿童医院。",
    ),
    (
        2022,
        "王建华",
        "实施老旧小区改造40个，惠及群众6000户。社区服务中心开放。老饭桌办到80个村。",
        "7%左右",
        "全力推进十二项重点工程。新建学校五所。",
    ),
)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Answerer:
    texts = [
        HEAD.format(given=year + 1, mayor=mayor)
        + TEXT.format(year=year, given=year + 1, done=done, aim=aim, planned=planned)
        for year, mayor, done, aim, planned in YEARS
    ]
    other = "洛阳市人民政府工作报告\n——2023年2月8日\n各位代表：\n一、2022年工作回顾\n2022年，河长制全面推行。\n"
    return answerer_over(tmp_path_factory.mktemp("years"), dictionaries, *texts, other)


def _ask(answerer: Answerer, question: str) -> Answer:
    answer = answerer.ask(question)
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()
    return answer


@pytest.mark.parametrize(
    "question",
    ["焦作这几年老旧小区改造都干了啥？", "焦作历年来老旧小区改造抓得怎么样", "这些年焦作的老旧小区改造有什么进展"],
)
def test_each_report_that_names_the_thing_has_a_line(answerer: Answerer, question: str) -> None:
    answer = _ask(answerer, question)
    assert answer.status == "answered"
    assert [each.quote for each in answer.citations] == [
        "老旧小区改造完成25个。",
        "实施老旧小区改造40个，惠及群众6000户。",
    ]
    assert "另有1份报告的回顾部分没有提到“老旧小区改造”。" in answer.text


def test_another_thing_of_like_words_is_not_told(answerer: Answerer) -> None:
    assert "社区服务中心" not in _ask(answerer, "焦作这几年老旧小区改造都干了啥？").text
    assert _ask(answerer, "焦作这几年秸秆禁烧都是怎么抓的").status != "answered"


@pytest.mark.parametrize("question", ["焦作这几年河长制是怎么搞的", "焦作历年来河长制抓得怎么样"])
def test_a_name_that_other_places_have_is_not_told_by_neighbours(answerer: Answerer, question: str) -> None:
    answer = _ask(answerer, question)
    assert (answer.status, answer.citations) == ("not_stated", ())


@pytest.mark.parametrize(
    ("question", "aims"),
    [
        ("焦作2020年和2022年的目标有啥不一样", ("5.5%左右", "6%左右")),
        ("焦作2023年的主要目标跟2022年比有哪些变化？", ("6%左右", "7%左右")),
        ("焦作今年的目标跟去年比有什么不同", ("6%左右", "7%左右")),
    ],
)
def test_the_targets_of_two_years_stand_side_by_side(answerer: Answerer, question: str, aims: tuple[str, ...]) -> None:
    answer = _ask(answerer, question)
    assert [aim in each.quote for aim, each in zip(aims, answer.citations, strict=True)] == [True, True]


def test_a_year_without_report_is_named(answerer: Answerer) -> None:
    answer = _ask(answerer, "焦作2023年的主要目标跟2025年比有哪些变化？")
    assert "没有收录2025年的报告" in answer.text
    assert "7%左右" in answer.text


def test_a_figure_over_years_is_still_a_trend_of_figures(answerer: Answerer) -> None:
    answer = _ask(answerer, "焦作这几年老旧小区改造了多少个？")
    assert not answer.text.startswith("· ")


def test_aspects_of_a_calamity(answerer: Answerer) -> None:
    answer = _ask(answerer, "焦作那年发大水，道路、供电和受灾群众分别是怎么办的？")
    assert (answer.status, answer.citations[0].quote[:11]) == ("answered", "面对特大暴雨洪涝灾害，")
    assert "灾后全力恢复生产。" in answer.text
    assert "没有写明供电是怎么办的" in answer.text
    assert "没有写明道路" not in answer.text


def test_a_calamity_of_which_no_aspect_is_told_is_not_answered(answerer: Answerer) -> None:
    assert _ask(answerer, "焦作发大水那年，供电和物价分别怎么办的？").status == "not_stated"
    assert _ask(answerer, "焦作地震那年，道路和群众分别怎么办的？").status != "answered"


@pytest.mark.parametrize(
    "question",
    ["焦作2022年要办的五件实事是哪五件？", "焦作那年集中力量办的五件实事是哪五件", "焦作的五件实事都有哪些"],
)
def test_parts_of_one_sentence_are_as_many_as_are_counted(answerer: Answerer, question: str) -> None:
    answer = _ask(answerer, question)
    quotes = [each.quote for each in answer.citations]
    assert [quote[:4] for quote in quotes] == ["扩建公办", "改造农村", "更换燃气", "开通夜间", "建成儿童"]


def test_another_number_is_not_listed(answerer: Answerer) -> None:
    assert "幼儿园" not in _ask(answerer, "焦作那年办的六件实事是哪六件").text
    assert "幼儿园" not in _ask(answerer, "焦作那年办的十五件实事是哪十五件").text


@pytest.mark.parametrize(
    "question",
    [
        "焦作前后几任市长都是谁？",
        "焦作2019年、2022年的市长分别是谁",
        "焦作2020年和2023年的政府工作报告各是哪位市长作的",
    ],
)
def test_holders_of_several_years(answerer: Answerer, question: str) -> None:
    text = _ask(answerer, question).text
    assert text.index("李国明") < text.index("王建华")


@pytest.mark.parametrize(
    "question",
    [
        "焦作哪几年的报告提到了老饭桌",
        "老饭桌在焦作哪几年的报告里出现过",
        "老饭桌是在哪份报告里提的？",
        "焦作的报告从哪年开始提“老饭桌”的",
        "老饭桌这事儿哪些市的报告里有",
    ],
)
def test_reports_asked_for_by_year_or_number(answerer: Answerer, question: str) -> None:
    answer = _ask(answerer, question)
    assert [part.form for part in answer.parts] == ["mention"]
    assert ["30个村" in answer.citations[0].quote, "80个村" in answer.citations[1].quote] == [True, True]
