"""All of the things asked for are shown, over an invented report that tells them one after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from qa import Answer, Answerer, Retriever
from qa.citing.verify import answer_problems
from qa.composing.lines import SCREEN

pytestmark = pytest.mark.model
_REST = "这一转变需要各方面长期共同努力，必须因势利导、顺势而为、久久为功，才能把压力转化为动力、把挑战转化为机遇。" * 2
REPORT = f"""新乡市政府工作报告

——2024年1月10日在新乡市第十四届人民代表大会第二次会议上

各位代表：

现在，我代表市人民政府向大会报告工作，请予审议。

一、2023年工作回顾

在督办信访积案上下功夫，着力提高办结质量。一是规范制度。明确了遴选标准。二是领导包案。市领导包案12件。三是民主评议。评议结果向社会公布。

经济新常态在新乡体现为以下趋势性变化：

从经济增速看，正从高速增长转为中高速增长。{_REST}

从市场格局看，正从外需为主转为内外并重。{_REST}

从产业形态看，正从加工贸易转向四新经济。{_REST}

从人力资源看，正从成本洼地转向人才高地。{_REST}

从竞争优势看，正从区位优势转向综合优势。{_REST}

从发展路径看，正从多轮驱动转向全市统筹。{_REST}

全市粮食产量88万吨，生猪出栏96万头。

二、2024年工作安排

续强化招商引资工作。强化联动招商，在沿线城市推介新乡。强化产业招商，引进龙头企业。强化环境招商，营造一流环境。办好全市职工运动会。
"""
SHOWN = (
    ("新乡2023年督办信访积案都采取了哪些做法？", ("规范制度", "领导包案", "民主评议"), "从经济增速"),
    ("新乡市2024年要强化哪几种招商？", ("联动招商", "产业招商", "环境招商"), "规范制度"),
    (
        "经济新常态在新乡体现为哪六个方面的趋势性变化？",
        ("经济增速", "市场格局", "产业形态", "人力资源", "竞争优势", "发展路径"),
        "规范制度",
    ),
    ("新乡2023年是怎么一步步提高信访积案办结质量的？", ("规范制度", "领导包案", "民主评议"), "招商"),
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


@pytest.mark.parametrize(("question", "items", "other"), SHOWN)
def test_all_of_them_fit_a_screen(
    asked: Callable[[str], Answer], question: str, items: tuple[str, ...], other: str
) -> None:
    answer = asked(question)
    lines = answer.text.split("\n")[1:]
    assert len(lines) == len(items)
    assert all(item in line for item, line in zip(items, lines, strict=True))
    assert other not in answer.text
    assert len(answer.text) <= SCREEN + 40


@pytest.mark.parametrize("question", ["新乡2023年生猪出栏多少？", "经济新常态在新乡体现为哪七个方面的趋势性变化？"])
def test_one_thing_or_another_number_is_not_shown_as_these(asked: Callable[[str], Answer], question: str) -> None:
    assert "从经济增速看" not in asked(question).text
