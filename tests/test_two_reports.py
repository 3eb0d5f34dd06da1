"""Two invented reports of one city, a year apart: what each year's has, and what only the one before promised."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from qa import Answerer, Retriever

REPORT = """焦作市政府工作报告

——{given}年1月10日在焦作市第十四届人民代表大会第二次会议上

焦作市人民政府市长 {mayor}

各位代表：

现在，我代表市人民政府向大会报告工作，请予审议。

一、{year}年工作回顾

（一）经济稳中向好。粮食产量{grain}亿斤。

（二）全力保障和改善民生。

总投资{grain}亿元的民生事项如期完成，困难群众得到救助。农村饮水安全问题得到解决，惠及九万人口。

社会事业协调发展。新建改造校舍二十万平方米，义务教育学校全部达标。基本药物制度进一步完善，村卫生室建设按时完成。

社会治理持续加强。连续开展安全生产隐患大排查，安全监管实现规范化。接访和包案制度全面落实，一批信访问题得到解决。

生态环境明显改善。拆除燃煤锅炉四十台，空气质量优良天数居全省前列。新增绿地三十万平方米，河湖长制全面落实。

二、{given}年工作安排

{promised}
"""
PROMISED = "今年全力办好三件民生实事。一是扩建公办幼儿园。二是改造农村厕所。三是更换老旧燃气管道。"


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Answerer:
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("reports")
    (home / "cache").symlink_to(dictionaries, target_is_directory=True)
    for year, mayor, grain, promised in ((2021, "李国明", 61, PROMISED), (2022, "王建华", 65, "着力扩大投资。")):
        text = REPORT.format(year=year, given=year + 1, mayor=mayor, grain=grain, promised=promised)
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
    config = Config(home=home, model="none")
    build([folder], config)
    return Answerer(Retriever.of(config))


def test_what_was_promised_stands_in_the_report_before(answerer: Answerer) -> None:
    answer = answerer.ask("焦作市2022年承诺办好的三件民生实事都是什么？")
    assert [citation.quote for citation in answer.citations] == [
        "一是扩建公办幼儿园。",
        "二是改造农村厕所。",
        "三是更换老旧燃气管道。",
    ]


def test_an_office_has_a_holder_for_each_year_asked_about(answerer: Answerer) -> None:
    for question in ("2021年和2022年焦作的市长分别叫什么？", "2021年和2022年作焦作市政府工作报告的分别是谁？"):
        text = answerer.ask(question).text
        assert "李国明" in text and "王建华" in text, question


def test_what_stands_before_the_first_heading_of_a_section_is_told(answerer: Answerer) -> None:
    text = answerer.ask("焦作市2022年在改善民生方面做了哪些工作？").text
    assert "饮水安全" in text
    assert "社会事业协调发展" in text and "社会治理持续加强" in text


def test_one_refusal_is_said_in_full_once(answerer: Answerer) -> None:
    answer = answerer.ask("焦作市2022年跟2021年比，钢材产量和原煤产量有什么变化？")
    assert [part.status for part in answer.parts] == ["not_stated"] * 4
    lines = [line.partition("：")[2] for line in answer.text.splitlines()]
    assert [line.startswith("报告中没有写明。") for line in lines] == [True] * 4
    assert ["检索了" in line for line in lines] == [True, True, False, False]
