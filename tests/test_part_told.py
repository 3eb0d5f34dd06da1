"""The paragraph of a report that a question means is told whole, though it has none of the question's words."""

from __future__ import annotations

from pathlib import Path

import pytest
from answering import answerer_over

from qa import Answerer
from qa.citing.verify import answer_problems

pytestmark = pytest.mark.model

REPORT = """临江市政府工作报告
——2021年1月5日在临江市第九届人民代表大会第五次会议上
临江市人民政府市长 王岩

各位代表：
现在，我代表市人民政府，向大会报告工作，请予审议。

一、2020年工作回顾
2020年是极不平凡的一年。面对复杂形势，全市上下攻坚克难，经济社会发展取得新的成绩，人民生活水平进一步提高。
推动产业提质增效。新增规模以上工业企业12家。矿泉水产量达到86万吨。人参产业产值突破20亿元。
建设宜居宜业城市。改造老旧小区31个，新建口袋公园6处，城区道路维修18公里。

二、2021年工作安排
2021年是“十四五”开局之年，做好今年的工作意义重大，各方面任务十分繁重，必须奋发有为。
推进健康临江建设。深化县域医共体改革，提升基层诊疗能力。常态化实施药品集中带量采购。建成市中医院新院区。新增托位200个。
促进农民增收致富。做强人参、蓝莓等特色产业，培育家庭农场50家。完善企业与农户的利益联结机制。开展技能培训3000人次。
推动房地产平稳发展。引导住房向高品质转型。筹集保障性租赁住房600套。提升物业服务水平。
加强廉政建设。深入推进政府系统党风廉政建设，严肃查处群众身边的腐败问题，营造风清气正的政治生态。
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Answerer:
    return answerer_over(tmp_path_factory.mktemp("parts"), dictionaries, REPORT, vectors=True)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("临江市2021年怎么让农民的腰包鼓起来？", ("人参、蓝莓", "利益联结机制", "3000人次")),
        ("临江市2021年房地产准备怎么调？", ("高品质转型", "600套", "物业服务")),
        ("临江市2021年怎么方便大家就诊求医？", ("县域医共体", "集中带量采购", "新院区")),
    ],
)
def test_a_paragraph_that_means_what_is_asked_is_told_whole(
    answerer: Answerer, question: str, told: tuple[str, ...]
) -> None:
    answer = answerer.ask(question)
    assert answer.status == "answered"
    assert [each for each in told if each not in answer.text] == []
    assert "口袋公园" not in answer.text
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()


def test_what_no_paragraph_means_is_not_told(answerer: Answerer) -> None:
    assert answerer.ask("临江市2021年怎么发展低空飞行？").status == "not_stated"
