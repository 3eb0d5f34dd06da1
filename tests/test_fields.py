"""What was done or is planned in whole fields, asked in everyday words: sentences of these fields, and no others."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest
from answering import answerer_over

from qa import Answer, Answerer
from qa.citing.verify import answer_problems
from qa.understanding.fields import read_fields

REPORT = """政府工作报告
——2020年1月8日在焦作市人民代表大会上
焦作市人民政府市长 王某
各位代表：
一、2019年工作回顾
（一）经济发展质效提升。新建高速公路45公里，环城大道建成通车。招商引资到位资金300亿元。
（二）污染防治扎实推进。取缔“散乱污”企业719家，淘汰燃煤锅炉32台。完成气代煤、电代煤改造11万户。建立河长制，整治黑臭水体12条。（市空气质量办公室负责）
（三）民生福祉持续改善。推行义务教育网上阳光招生。新建、改建幼儿园31所。市第二人民医院新院区建成投用。医保异地就医实现联网结算。新增城镇就业3.2万人。
同时，我们也看到，工作中还存在不少困难和问题：教育、医疗资源仍然不足，优质学校、幼儿园、三甲医院较少，看病难、上学难尚未根本解决。
二、2020年工作安排
（一）加快交通建设。建成西环隧道工程和黄河大桥，加快高铁东站项目建设。轨道交通1号线开工建设。
（二）办好社会事业。新建学校8所。提高城乡居民基本医保补助标准。
"""
SCHOOLS, DOCTORS = ("义务教育网上阳光招生", "幼儿园31所"), ("新院区建成投用", "异地就医")
AIR = ("“散乱污”企业719家", "燃煤锅炉32台", "气代煤、电代煤改造")
WANTING = "仍然不足"
TOLD = (
    ("焦作2019年在教育和看病这两块都做成了哪些事", (*SCHOOLS, *DOCTORS), (WANTING, "黑臭水体")),
    ("焦作2019年娃上学的事办成了哪些？", SCHOOLS, (WANTING, "异地就医")),
    ("焦作2019年治雾霾用了哪些办法？", AIR, ("黑臭水体", "幼儿园")),
    ("焦作2019年治霾下了哪些功夫", AIR, ("黑臭水体", "办公室负责")),
    ("焦作2019年空气是怎么整治的", AIR, ("黑臭水体",)),
    ("焦作2019年治雾霾动了哪些真格", AIR, ()),
    ("焦作2019年拿什么治霾", AIR, ()),
    ("焦作2019年治水出了哪些招", ("黑臭水体12条",), ("幼儿园",)),
    ("2020年焦作打算建成哪些交通大工程？列一下", ("西环隧道工程和黄河大桥",), ("高速公路45公里", "1号线", "医保")),
    ("2020年焦作计划开工哪些交通项目？", ("轨道交通1号线",), ("西环隧道",)),
    ("焦作2019年建成了哪些医院？", ("新院区",), ("高速公路",)),
    ("2020年焦作在看病上有什么打算", ("基本医保补助标准",), ("新院区",)),
)
NOT_SAID = (
    "焦作2019年在养老上下了哪些功夫",
    "焦作2019年治安怎么整治的",
    "焦作2019年建成了哪些机场？",
    "2020年焦作治雾霾打算用哪些办法？",
)
READ = (
    ("看病和上学方面做了哪些事", "看病 上学方面做 事", ["医疗", "教育"], False),
    ("靠哪些办法治气", "靠 办法治气", ["雾霾"], False),
    ("照顾老人孩子办了什么", "照顾老人孩子办", ["养老", "托育"], False),
    ("修了哪些路和桥", "修 路和桥", [], True),
)
NOT_READ = (
    ("教育经费投了多少", "教育经费投"),
    ("怎么治松材线虫病", "治松材线虫病"),
    ("医院有哪些", "医院"),
    ("提案工作做了哪些事", "提案工作做 事"),
)


@pytest.fixture(scope="module")
def of_city(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Answerer:
    return answerer_over(tmp_path_factory.mktemp("fields"), dictionaries, REPORT)


def problems(answerer: Answerer, answer: Answer) -> tuple[str, ...]:
    return answer_problems(answer, gazetteer=answerer.retriever.gazetteer)


@pytest.mark.parametrize(("question", "says", "says_not"), TOLD, ids=[each[0] for each in TOLD])
def test_sentences_of_the_field_are_told_in_order(
    of_city: Answerer, question: str, says: tuple[str, ...], says_not: tuple[str, ...]
) -> None:
    answer = of_city.ask(question)
    assert answer.status == "answered"
    assert [words for words in says if words not in answer.text] == []
    assert [words for words in says_not if words in answer.text] == []
    starts = [citation.start for citation in answer.citations]
    assert starts == sorted(starts)
    assert all(re.search(r"\]$", line) for line in answer.text.splitlines()[1:])
    assert problems(of_city, answer) == ()


@pytest.mark.parametrize("question", NOT_SAID)
def test_a_field_of_which_nothing_is_said_is_refused(of_city: Answerer, question: str) -> None:
    answer = of_city.ask(question)
    assert (answer.status, answer.short) == ("not_stated", None)


@pytest.mark.parametrize(("question", "content", "names", "works"), READ)
def test_fields_are_read_in_everyday_words(question: str, content: str, names: list[str], works: bool) -> None:
    asked = read_fields(question, content)
    assert asked is not None
    assert [field.name for _, field in asked.fields] == names
    assert (asked.works is not None) == works


@pytest.mark.parametrize(("question", "content"), NOT_READ)
def test_what_says_more_than_a_field_is_of_none(question: str, content: str) -> None:
    assert read_fields(question, content) is None


@pytest.mark.parametrize(("name", "fewest"), [("fields.tsv", 50), ("works.tsv", 15)])
def test_a_row_has_words_to_ask_with_and_none_twice(name: str, fewest: int) -> None:
    text = resources.files("qa.understanding").joinpath("data", name).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    assert len(rows) >= fewest
    for row in rows:
        for cell in row:
            words = cell.split("|")
            assert len(words) == len(set(words)), row[0]
            assert all(word == word.strip() for word in words)
    if name == "fields.tsv":
        assert all(len(row) in (3, 4) and len(word) > 1 for row in rows for word in row[1].split("|"))
