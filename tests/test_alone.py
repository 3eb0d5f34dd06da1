"""What is no report and stands alone in its file: found by the body its title names, and by the years it names."""

from __future__ import annotations

import pytest

from index.building.builder import build
from index.config import Config
from qa import Answerer, Retriever

RESOLUTION = (
    "全国人民代表大会常务委员会关于批准财政部发行特别国债购买外汇的决议\n\n"
    "（2007年6月29日第十届全国人民代表大会常务委员会第二十八次会议通过）\n\n会议决定：批准发行15500亿元特别国债购买外汇。\n"
)
TARGETS = (
    "“十五五”时期经济社会发展主要指标\n\n| 指标 | 2025年 | 2030年 | 属性 |\n|---|---|---|---|\n"
    "| 常住人口城镇化率（%） | 67.9 | 71 | 预期性 |\n| 森林覆盖率（%） | 25.1 | 25.8 | 约束性 |\n"
)
BULLETIN = "2021年民政事业发展统计公报\n\n民政部\n\n截至2021年底，全国共有省级行政区划单位34个。\n"


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("alone")
    for number, text in enumerate((RESOLUTION, TARGETS, BULLETIN)):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    build([folder], Config(home=folder / "home", model="none"))
    return Answerer(Retriever.load(folder / "home"))


@pytest.mark.parametrize(
    ("question", "status", "short"),
    [
        ("2007年全国人大常委会批准发行多少特别国债购买外汇?", "answered", "15500亿元"),
        ("主要指标里，2030年常住人口城镇化率是多少?", "answered", "71"),
        ("主要指标里，2040年常住人口城镇化率是多少?", "not_indexed", None),
        ("2007年最高人民法院受理案件多少件?", "not_indexed", None),
    ],
)
def test_what_stands_alone_is_found_by_its_body_and_its_years(
    answerer: Answerer, question: str, status: str, short: str | None
) -> None:
    answer = answerer.ask(question)
    assert (answer.status, answer.short) == (status, short)
