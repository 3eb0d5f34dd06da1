"""Which words of a sentence are taken to speak of a figure."""

from __future__ import annotations

import pytest

from index.building.builder import build
from index.config import Config
from qa import Answerer, Retriever

REPORT = """# 2022年政府工作报告

——2022年1月10日在日喀则市第二届人民代表大会第二次会议上

日喀则市市长 张三

## 一、2021年工作回顾

城镇、农村居民人均可支配收入分别达到44071元、14924元，分别增长10.2%、14.1%。\
全年进口、出口分别完成3.5亿元和12.6亿元。新建小学、幼儿园、卫生院分别为21所、35所、7所。
其中一、二、三产分别增长3.0%、18.3%和11.7%。全年接待游客7511.5万人次，旅游收入1134.5亿元，分别增长49.5%和63.5%。
"""
LATER = """# 2023年政府工作报告

——2023年1月10日在山南市第二届人民代表大会第三次会议上

山南市市长 李四

## 一、2022年工作回顾

城乡居民人均可支配收入分别达46000元、16000元，分别增长8%、13.1%。\
其中城镇和农村低保标准分别为850元和5700元、提高7.6%和9.8%。地铁、快速公交日均客运量分别达26.6万、13.5万人次。
"""


@pytest.fixture(scope="module")
def divided(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("divided")
    (folder / "report.md").write_text(REPORT, encoding="utf-8")
    (folder / "later.md").write_text(LATER, encoding="utf-8")
    config = Config(home=folder / "home", model="none")
    build([folder / "report.md", folder / "later.md"], config)
    return Answerer(Retriever.load(config.home))


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("日喀则市2021年农村居民人均可支配收入是多少元?", "14924元"),
        ("日喀则市2021年城镇居民人均可支配收入是多少元?", "44071元"),
        ("日喀则市2021年农村居民人均可支配收入增长百分之多少?", "14.1%"),
        ("日喀则市2021年出口完成多少亿元?", "12.6亿元"),
        ("日喀则市2021年进口完成多少亿元?", "3.5亿元"),
        ("日喀则市2021年新建幼儿园多少所?", "35所"),
        ("日喀则市2021年新建卫生院多少所?", "7所"),
        ("日喀则市2021年旅游收入增长多少?", "63.5%"),
        ("日喀则市2021年接待游客增长多少?", "49.5%"),
        ("山南市2022年农村居民人均可支配收入是多少?", "16000元"),
        ("山南市2022年农村居民人均可支配收入增长多少?", "13.1%"),
        ("山南市2022年城镇居民人均可支配收入增长多少?", "8%"),
        ("山南市2022年农村低保标准提高了多少?", "9.8%"),
        ("山南市2022年地铁一天平均拉多少人?", "26.6万"),
        ("山南市2022年快速公交日均客运量多少?", "13.5万人次"),
    ],
)
def test_figures_given_respectively_are_told_apart(question: str, short: str, divided: Answerer) -> None:
    answer = divided.ask(question)
    assert (answer.status, answer.short) == ("answered", short)
