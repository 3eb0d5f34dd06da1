"""Things counted by number, growth from what to what, and names nobody gives: over an invented government report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from qa import Answer, Answerer, Retriever
from qa.citing.verify import answer_problems

pytestmark = pytest.mark.model
REPORT = """新乡市政府工作报告

——2024年1月10日在新乡市第十四届人民代表大会第二次会议上

新乡市人民政府市长

各位代表：

现在，我代表市人民政府向大会报告工作，请予审议。

一、2023年工作回顾

2023年，我们认真落实省委书记李国明在新乡调研时的要求，全市经济稳中向好。工业增加值由2018年的400亿元增加到520亿元，年均增长5.4%。统筹“1+3”园区联动发展，入园企业达到210家。粮食产量88万吨，生猪出栏96万头。全年城镇居民人均可支配收入40000元，增长6%；农村居民人均可支配收入20000元，增长8%。

展望未来，我们的目标是：到2028年，城镇居民人均可支配收入55000元，年均增长6%；农村居民人均可支配收入30000元，年均增长8%。

二、2024年工作安排

今年要突出抓好五件大事：

1.建成城市规划馆。

2.开工建设北环快速路。

3.完成老旧小区改造80个。

4.建成市儿童医院。

5.办好全市职工运动会。

重点做好以下几个方面的工作：

（一）着力扩大投资。全年安排重点项目120个。

（二）着力培育产业。新增规上工业企业60家。

（三）着力改善民生。新增城镇就业3万人。

全力办好四件民生实事。一是扩建公办幼儿园。新增学位2000个。二是改造农村厕所。三是更换老旧燃气管道；四是开通夜间公交。
"""
LISTED = (
    ("新乡2024年承诺办好的四件民生实事都是啥？列一下", ("公办幼儿园", "农村厕所", "燃气管道", "夜间公交"), "着力"),
    ("新乡2024年“四件民生实事”是哪四件？", ("公办幼儿园", "农村厕所", "燃气管道", "夜间公交"), "着力"),
    ("新乡2024年要突出抓好五件大事，是哪五件？", ("城市规划馆", "北环快速路", "80个", "儿童医院", "运动会"), "着力"),
    ("2024年新乡市政府准备在哪三个方面发力？", ("着力扩大投资", "着力培育产业", "着力改善民生"), "规划馆"),
    ("新乡市2024年要做好哪三项工作？", ("着力扩大投资", "着力培育产业", "着力改善民生"), "规划馆"),
)
NOT_LISTED = (
    "新乡2024年要突出抓好六件大事，是哪六件？",
    "新乡2023年在哪三个方面取得了成绩？",
    "新乡2019年要抓好哪五件大事？",
)
GROWN = (
    ("新乡2023年的工业增加值是2018年的几倍？", "1.3倍"),
    ("新乡2023年工业增加值比2018年净增多少？", "120亿元"),
    ("新乡的工业增加值2023年比2018年增幅是多少？", "增长30%"),
    ("从2018年到2023年，新乡的工业增加值增加了多少亿元？", "120亿元"),
    ("2018年到2023年，新乡的工业增加值增长了百分之多少？", "增长30%"),
)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Callable[[str], Answer]:
    home, source = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("report") / "xinxiang.txt"
    (home / "cache").symlink_to(dictionaries, target_is_directory=True)
    source.write_text(REPORT, encoding="utf-8")
    build([source], Config.from_environment(home=home))
    answerer = Answerer(Retriever.load(home))

    def ask(question: str) -> Answer:
        answer = answerer.ask(question)
        assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()
        return answer

    return ask


@pytest.mark.parametrize(("question", "items", "other"), LISTED)
def test_as_many_numbered_paragraphs_as_are_asked_for(
    asked: Callable[[str], Answer], question: str, items: tuple[str, ...], other: str
) -> None:
    answer = asked(question)
    assert [part.form for part in answer.parts] == ["list"]
    quotes = [citation.quote for citation in answer.citations]
    assert len(quotes) == len(items)
    assert all(item in quote for item, quote in zip(items, quotes, strict=True))
    assert other not in answer.text


@pytest.mark.parametrize("question", NOT_LISTED)
def test_other_numbers_parts_and_years_are_not_listed(asked: Callable[[str], Answer], question: str) -> None:
    text = asked(question).text
    assert "规划馆" not in text
    assert "着力" not in text


@pytest.mark.parametrize(("question", "short"), GROWN)
def test_growth_is_reckoned_from_both_figures_of_a_sentence(
    asked: Callable[[str], Answer], question: str, short: str
) -> None:
    answer = asked(question)
    assert (answer.status, answer.short, [part.form for part in answer.parts]) == ("answered", short, ["calculation"])
    assert "520亿元 − 400亿元 = 120亿元" in answer.text
    assert "由2018年的400亿元增加到520亿元" in answer.citations[0].quote


def test_growth_is_reckoned_again_in_another_way(asked: Callable[[str], Answer]) -> None:
    answer = asked("从2018年到2023年，新乡的工业增加值净增多少亿元？是原来的几倍？增幅多大？")
    assert [part.short for part in answer.parts] == ["120亿元", "1.3倍", "增长30%"]


def test_both_figures_are_of_the_sentence_that_tells_both(asked: Callable[[str], Answer]) -> None:
    answer = asked("2023年新乡城里人和农村人的人均可支配收入差多少钱？城镇是农村的几倍？")
    assert [part.short for part in answer.parts] == ["20000元", "2倍"]
    assert asked("2023年新乡城镇居民人均可支配收入比农村居民多多少元？").short == "20000元"


def test_a_level_is_no_growth_over_another_time(asked: Callable[[str], Answer]) -> None:
    assert asked("新乡2023年的工业增加值是2016年的几倍？").status == "not_stated"
    assert asked("新乡2023年的工业增加值比上年增加了多少亿元？").status == "not_stated"


def test_another_office_is_not_the_one_asked_for(asked: Callable[[str], Answer]) -> None:
    assert asked("新乡2023年省委书记叫什么？").short == "李国明"
    assert asked("新乡2023年的市委书记叫什么？").short is None


@pytest.mark.parametrize("question", ["新乡2024年作政府工作报告的市长姓甚名谁？", "新乡市2024年作报告的市长是谁？"])
def test_a_body_is_nobodys_name(asked: Callable[[str], Answer], question: str) -> None:
    answer = asked(question)
    assert (answer.status, answer.short) == ("not_stated", None)


def test_a_number_of_a_term_that_nothing_explains(asked: Callable[[str], Answer]) -> None:
    answer = asked("新乡的“1+3”园区，“1”是哪个园、“3”是哪三个园？")
    assert answer.status == "not_stated"
    assert "没有解释" in answer.text
    assert "“3”，但" not in answer.text


def test_two_things_asked_for_at_once(asked: Callable[[str], Answer]) -> None:
    answer = asked("新乡2023年入园企业达到多少家？粮食产量和生猪出栏又是多少？")
    assert [part.short for part in answer.parts] == ["210家", "88万吨", "96万头"]
