"""Whether a mark was passed or not reached: by the printed figure, with the words it is printed with."""

from __future__ import annotations

from pathlib import Path

import pytest
from answering import answerer_over

from qa import Answerer
from qa.citing.verify import answer_problems

REPORT = """# 2024年{place}市人民政府工作报告

——2024年1月20日在{place}市第十五届人民代表大会第三次会议上

## 2023年工作回顾

一年来，{said}。新增就业5.2万人，收到提案312件。
"""


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Answerer:
    told = {
        "安阳": "地区生产总值突破2000亿元，一般公共预算收入215.6亿元",
        "濮阳": "地区生产总值达到1950亿元左右，一般公共预算收入近120亿元",
        "鹤壁": "地区生产总值1034.2亿元，粮食产量119万吨",
    }
    texts = [REPORT.format(place=place, said=said) for place, said in told.items()]
    return answerer_over(tmp_path_factory.mktemp("passed"), dictionaries, *texts)


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("安阳2023年GDP过3000亿了没有？", "没有"),
        ("安阳2023年GDP是不是已经突破三千亿？", "不是"),
        ("安阳2023年地区生产总值破两千亿了吗", "是"),
        ("濮阳2023年GDP还没到两千亿，对吗", "对"),
        ("濮阳2023年GDP上1800亿了吗", "是"),
        ("濮阳2023年一般公共预算收入超过150亿元了吗", "不是"),
        ("鹤壁2023年GDP破千亿了吗？", "是"),
        ("鹤壁2023年GDP没过千亿，对吗？", "不对"),
        ("鹤壁2023年收到的提案超过300件了吗", "是"),
    ],
)
def test_the_printed_figure_tells(cities: Answerer, question: str, verdict: str) -> None:
    answer = cities.ask(question)
    assert answer.status == "answered"
    assert (answer.short or "").split("，")[0] == verdict
    assert answer_problems(answer, gazetteer=cities.retriever.gazetteer) == ()


@pytest.mark.parametrize(
    "question",
    [
        "安阳2023年GDP过2500亿了吗？",  # more than 2000, how much more nobody says
        "濮阳2023年GDP过1940亿了吗？",  # about 1950 may be less
        "濮阳2023年一般公共预算收入超过115亿元了吗？",
        "鹤壁2023年进出口总额破百亿了吗？",
    ],
)
def test_what_it_does_not_tell_is_not_told(cities: Answerer, question: str) -> None:
    assert cities.ask(question).status == "not_stated"
