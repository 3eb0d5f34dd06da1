"""The short name of a place within somebody's name is no place; everywhere else it stays one."""

from __future__ import annotations

from datetime import date

import pytest

from index.language.gazetteer import Gazetteer
from qa.understanding.glossary import Glossary
from qa.understanding.query import parse_question

INDEXED = frozenset({"460000", "450500", "340800", "220100", "420200", "410500", "330700"})


def places(question: str) -> list[str]:
    query = parse_question(
        question,
        gazetteer=Gazetteer.load(),
        glossary=Glossary.load(),
        today=date(2024, 5, 4),
        indexed=INDEXED,
    )
    return [place.name for place in (*query.places, *query.beside)]


@pytest.mark.parametrize(
    "question",
    [
        "1985年赵紫阳的政府工作报告里粮食产量是多少？",
        "赵紫阳在1985年的报告里怎么说物价",
        "2003年总理赵紫阳作的报告有几部分",
        "李长春批示了哪份报告",
        "2014年王安顺作的政府工作报告里GDP增长多少",
        "刘海南是谁",
        "请问陈安庆担任什么职务",
        "委员王安康提交了几件提案",
        "报告里张北海是什么职务？",
        "2012年黄兴国的政府工作报告",
        "根据孙大同同志的报告，立案多少件",
        "高安庆同志作的报告里立案多少件",
        "常德胜同志作的报告里立案多少件",
        "1982年院长江华作的报告里结案多少件",
        "和周遵义、李本溪一起提交提案的是谁",
    ],
)
def test_a_place_within_a_persons_name_is_no_place(question: str) -> None:
    assert places(question) == []


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("2023年海南的粮食产量是多少", "海南省"),
        ("关于海南，报告怎么说", "海南省"),
        ("1988年于海南作报告的是谁", "海南省"),
        ("为何海南2023年出口下降", "海南省"),
        ("如何看长春2023年的报告", "长春市"),
        ("去年和长春比，谁的立案多", "长春市"),
        ("黄石2023年立案多少件", "黄石市"),
        ("2023年黄石市长是谁", "黄石市"),
        ("金华副市长是谁", "金华市"),
        ("安阳书记是谁", "安阳市"),
        ("广西北海2023年GDP是多少", "北海市"),
        ("从安庆来了多少人", "安庆市"),
        ("省委书记在海南作了什么指示", "海南省"),
        ("2023年张家口立案多少件", "张家口市"),
        ("和田2023年立案多少件", "和田地区"),
        ("李沧2023年立案多少件", "李沧区"),
        ("河南长垣2023年立案多少件", "长垣市"),
        ("安庆所作的报告里说什么", "安庆市"),
        ("2023年安庆代表提了什么", "安庆市"),
        ("书记赵县调研说了什么", "赵县"),
        ("上周海南2023年的报告", "海南省"),
        ("黄海南部2023年的海南渔业", "海南省"),
    ],
)
def test_a_place_behind_a_word_that_is_a_surname_too_stays_one(question: str, name: str) -> None:
    assert name in places(question)
