"""Further kinds of questions as people put them, each by several of its kind and in other words than it was met in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from test_composed import answerer_of

from qa import Answerer
from qa.citing.verify import answer_problems
from qa.composing.forms import form_by_words
from qa.understanding.bodies import bodies_named, is_organ
from qa.understanding.manner import without_manner
from qa.understanding.period import period_asked, says_allotted
from qa.understanding.undone import read_undone
from qa.understanding.whether import read_whether


@pytest.fixture
def cities(new_home: Path) -> Answerer:
    paragraphs = "".join(
        f"打造{each}产业集群。支持{each}龙头企业扩大规模，推动一批重点项目落地投产，加快建设专业园区和公共服务平台，"
        f"延长{each}产业链条，争取肉牛产业集群项目5个。"
        for each in ("医药", "食品", "旅游", "纺织")
    )
    return answerer_of(
        new_home,
        (
            "焦作市",
            2022,
            "聚力打好“保回迁”攻坚战，342个“保回迁”项目累计建成交付303个，7.3万群众回迁新居。\n"
            f"着力打造四大产业集群，巩固发展传统优势产业。{paragraphs}\n"
            "同时，我们也清醒地看到，工作中还存在不少短板。主要是：创新能力不强，民生保障有差距。",
        ),
    )


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("焦作2022年“保回迁”项目还剩多少个没交付？", ("39个", "342个 − 303个")),
        ("焦作2022年“保回迁”项目交付了百分之几？", ("88.6%",)),
        ("焦作市2022年的四大产业集群都有哪些？", ("医药", "食品", "旅游", "纺织")),
        ("2023年焦作市长作报告时，承认还有哪些短板没补上？", ("创新能力不强",)),
        ("焦作市2022年自己承认还有哪些地方没做好？", ("创新能力不强",)),
        ("焦作2022年还有什么做得不够的地方？", ("创新能力不强",)),
        ("焦作2022年哪里还不到位？", ("创新能力不强",)),
    ],
)
def test_what_is_asked_in_everyday_words_is_answered(cities: Answerer, question: str, says: tuple[str, ...]) -> None:
    answer = cities.ask(question)
    assert answer.status == "answered"
    assert [each for each in says if each not in answer.text] == []
    assert answer_problems(answer, gazetteer=cities.retriever.gazetteer) == ()


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("怒江州是不是高速公路和机场都有了?依据是什么?", "怒江州是不是高速公路和机场都有了"),
        ("新乡立案409件，对吗？凭什么这么说？", "新乡立案409件，对吗"),
        ("新乡编制规划的依据是什么？", "新乡编制规划的依据是什么？"),
        ("新乡立案多少件？依据是什么？", "新乡立案多少件？依据是什么？"),
    ],
)
def test_the_grounds_of_yes_and_no_are_no_question_of_their_own(question: str, asked: str) -> None:
    assert without_manner(question) == asked


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("部分指标没达到年初预期，报告归因于什么？", "how"),
        ("没完成任务归咎于哪些因素？", "how"),
        ("2024年的提案工作准备往哪些方向使劲？", "summary"),
        ("明年打算在哪几个方面发力？", "summary"),
    ],
)
def test_the_form_by_everyday_words(answerer: Answerer, question: str, form: str) -> None:
    assert form_by_words(answerer.retriever.parse(question)) == form


@pytest.mark.parametrize("words", ["头名", "榜首", "第一名", "头把交椅"])
def test_the_first_place_by_any_name_is_the_first(words: str) -> None:
    found = read_whether(f"唐山港已经排到全国{words}了，对不对？", "zh")
    assert found is not None
    assert found.statement == "唐山港排到全国第一了"


@pytest.mark.parametrize(
    ("question", "period", "years"),
    [
        ("2018年上海市长作报告时说了什么", "delivered", (2018,)),
        ("怀化2025年教育支出预算安排多少", "plans", (2025,)),
        ("2024年预算安排了多少教育支出", "covers", (2024,)),
        ("2018年上海的工作做了哪些报告", "covers", (2018,)),
    ],
)
def test_of_which_time_a_question_is(question: str, period: str, years: tuple[int, ...]) -> None:
    found, of, _ = period_asked(question, date(2026, 1, 1))
    assert (found, of) == (years, period)


@pytest.mark.parametrize(
    ("question", "promised"),
    [
        ("新乡2024年民生实事里建几个足球场", True),
        ("2024年为民办的十件实事里新增多少托位", True),
        ("2024年民生实事办成了几件", False),
        ("2024年新增多少托位", False),
    ],
)
def test_what_is_promised_for_a_year_is_what_its_plan_sets(question: str, promised: bool) -> None:
    assert says_allotted(question) is promised


@pytest.mark.parametrize("words", ["两级法院", "市县两级法院", "三级检察院"])
def test_courts_of_two_levels_are_the_places_own(words: str) -> None:
    text = f"商洛市{words}2023年结案多少件"
    assert is_organ(text, len("商洛市")) or not bodies_named(text)


def test_what_is_asked_of_somebody_named_is_not_the_name(answerer: Answerer) -> None:
    assert answerer.ask("中原区政协主席刘守斌是哪里人?").short is None
    assert answerer.ask("中原区政协主席是谁?").short == "刘守斌"


def test_arranged_is_no_rank_and_names_of_people_are_people(answerer: Answerer) -> None:
    asked = read_undone("保障房还剩多少套没分配", "zh")
    assert asked is not None
    assert asked.kind == "rest"
    assert answerer.retriever.parse("有两位同志评上先进，他们叫什么名字？").answer == "person"


def test_the_ends_of_the_reports_whole_time_are_those_of_its_years(new_home: Path) -> None:
    folder = new_home / "reports"
    folder.mkdir()
    answerer = answerer_of_plan(new_home)
    for question in (
        "丽江2020年高速公路通车里程比2015年多了多少公里?",
        "How many more kilometres of expressway did Lijiang have in 2020 than in 2015?",
    ):
        answer = answerer.ask(question)
        assert answer.short == "278.3公里", question


def answerer_of_plan(home: Path) -> Answerer:
    from index.building.builder import build
    from index.config import Config
    from qa import Retriever

    text = (
        "政府工作报告\n——2021年1月8日在丽江市第四届人民代表大会第六次会议上\n丽江市人民政府市长 王某\n各位代表：\n"
        "一、“十三五”时期工作回顾\n五年来，高速公路通车里程从62.7公里增加到341公里，农村公路全部硬化。\n"
        "二、“十四五”时期目标任务\n要进一步推进交通建设，努力完成各项任务。\n"
    )
    (home / "reports" / "丽江.txt").write_text(text, encoding="utf-8")
    config = Config(home=home, model="none")
    build([home / "reports"], config)
    return Answerer(Retriever.of(config))


@pytest.mark.parametrize(
    ("question", "shorts"),
    [
        ("新乡2023年收集的社情民意信息,大概有百分之几报到了省政协?", ["16.6%"]),
        ("新乡2023年收集的社情民意信息，有多少比例报送给了省政协？", ["16.6%"]),
        ("新乡2023年收集的社情民意信息,大概有几成报到了省政协?报上去的里头又有多少比例被采用?", ["16.6%", "7.6%"]),
    ],
)
def test_a_share_may_be_asked_behind_its_whole(answerer: Answerer, question: str, shorts: list[str]) -> None:
    answer = answerer.ask(question)
    assert [part.short for part in answer.parts] == shorts


def test_a_figure_that_the_question_gives_is_no_answer_to_how_much(cities: Answerer) -> None:
    assert cities.ask("焦作2022年“保回迁”项目比上年多了303个，上年是多少个？").short != "303个"
    assert "303个" in (cities.ask("焦作2022年“保回迁”项目累计建成交付多少个？").short or "")


def test_a_body_is_not_what_people_are_called(answerer: Answerer) -> None:
    assert answerer.ask("上街区做文史馆布展有两位同志评上了先进个人,他们叫什么名字?").short is None
    assert answerer.ask("新乡提案工作报告解读的作者叫什么名字？").short == "苏洪峰"


def test_who_wrote_a_piece_is_no_answer_to_how(answerer: Answerer) -> None:
    answer = answerer.ask("2024年2月新乡遇上雨雪冰冻，市里开会怎么布置的？")
    assert not any("记者" in citation.quote for citation in answer.citations)


def test_another_article_of_the_file_plans_nothing(answerer: Answerer) -> None:
    answer = answerer.ask("2024年2月新乡雨雪冰冻天气要重点排查哪些部位？")
    assert answer.citations[0].report.kind == "unrelated"
    assert "计划" not in answer.text
