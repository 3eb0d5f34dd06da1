"""Composed answers over the sample reports: whole, cited, of a screen, and refused where nothing says it."""

from __future__ import annotations

import re

import pytest

from qa import Answer, Answerer
from qa.citing.verify import answer_problems
from qa.types import AnswerForm, Status

pytestmark = pytest.mark.model
# Characters of an answer that are read at a glance.
SCREEN = 1_000

# A question, its form, and what its answer must show and must not.
SAYS: tuple[tuple[str, AnswerForm, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "邯郸市政协2023年都做了哪些工作？",
        "summary",
        ("悟思想、铸忠魂", "谋发展、促经济", "抓队伍、激活力"),
        ("2024年（计划）",),
    ),
    ("请总结一下邯郸市政协2024年的打算", "summary", ("以更高站位", "以更优履职", "以更大格局", "以更新举措"), ()),
    (
        "我在区里办公室上班，领导让摘邯郸市政协的东西。2024年他们要干的事帮我捋一捋，几句话就行",
        "summary",
        ("以更高站位", "以更优履职", "以更大格局", "以更新举措"),
        (),
    ),
    ("新乡2023年提案工作的主要做法是什么？", "summary", ("强化队伍建设", "把握关键环节", "创新方式"), ()),
    ("上街区政协2017年在民生方面做了什么？", "summary", ("紧扣民生", "大气污染防治"), ("国际陆港",)),
    ("What did the Zhongyuan District CPPCC do in 2022?", "summary", ("服务发展大局", "委员提案265件"), ()),
    ("邯郸市政协2023年跟各党派团体一起视察了什么？", "summary", ("滏阳河",), ("悟思想、铸忠魂",)),
    ("新乡市政协借助哪些平台强化委员责任意识？", "list", ("委员之家", "委员读书"), ()),
    ("邯郸市政协到哪些城市学习先进经验？", "list", ("上海市、武汉市、黄石市",), ()),
    ("中原区政协2022年的走访活动是怎么开展的？", "how", ("万人助万企",), ()),
    ("新乡市政协怎么开展提案知识培训？", "how", ("培训",), ()),
    ("什么是“三联系”机制？", "definition", ("党组成员联系界别", "党员委员联系党外委员"), ()),
    ("哪些报告提到了养老服务？", "mention", ("邯郸市", "上街区"), ("新乡",)),
    ("“书香政协”出现在哪些报告里？", "mention", ("郑州市", "新乡市", "中原区"), ("邯郸",)),
    ("Who chairs the Zhengzhou CPPCC?", "role", ("杜新军",), ("王沪宁",)),
)
REFUSED: tuple[tuple[str, Status, tuple[str, ...]], ...] = (
    ("什么是“五色工程”？", "not_stated", ()),
    ("邯郸市政协的“1259”工作思路是什么意思？", "not_stated", ("没有解释",)),
    ("哪些报告提到了低空经济？", "not_stated", ()),
    ("洛阳市政协2023年做了哪些工作？", "not_indexed", ()),
)
PLAIN = (
    "新乡2023年立案多少件提案?",
    "哪些市政协去合肥考察过?",
    "上街区2017年有多少件提案?",
    "上街区政协被评为什么先进单位?",
)


def problems(answerer: Answerer, answer: Answer) -> tuple[str, ...]:
    return answer_problems(answer, gazetteer=answerer.retriever.gazetteer)


@pytest.mark.parametrize(("question", "form", "says", "says_not"), SAYS, ids=[each[0] for each in SAYS])
def test_a_whole_answer(
    answerer: Answerer, question: str, form: AnswerForm, says: tuple[str, ...], says_not: tuple[str, ...]
) -> None:
    answer = answerer.ask(question)
    assert (answer.status, [part.form for part in answer.parts]) == ("answered", [form])
    text = "".join(answer.text.split())
    assert [words for words in says if "".join(words.split()) not in text] == []
    assert [words for words in says_not if words in text] == []
    assert len(answer.text) + len(answer.short or "") <= SCREEN
    assert problems(answerer, answer) == ()
    assert sorted(int(n) for n in set(re.findall(r"\[(\d+)\]", answer.text))) == [c.n for c in answer.citations]
    assert answer.passages


@pytest.mark.parametrize(("question", "status", "says"), REFUSED, ids=[each[0] for each in REFUSED])
def test_what_no_report_says_is_refused(
    answerer: Answerer, question: str, status: Status, says: tuple[str, ...]
) -> None:
    answer = answerer.ask(question)
    assert (answer.status, answer.short) == (status, None)
    assert [words for words in says if words not in answer.text] == []
    assert problems(answerer, answer) == ()


@pytest.mark.parametrize("question", PLAIN)
def test_a_question_of_one_span_is_not_composed(answerer: Answerer, question: str) -> None:
    assert answerer.ask(question).parts == ()


def test_who_holds_an_office_is_said_place_by_place(answerer: Answerer) -> None:
    answer = answerer.ask("邯郸、新乡、郑州的政协主席分别是谁？")
    assert [(part.form, part.status, part.short) for part in answer.parts] == [
        ("role", "not_stated", None),  # the speaker is printed without an office
        ("role", "answered", "王新军"),
        ("role", "answered", "杜新军"),
    ]
    assert "韩俊兰" in answer.text and "王沪宁" not in answer.text


def test_the_outline_stands_in_the_order_of_the_report(answerer: Answerer) -> None:
    answer = answerer.ask("郑州政协2023年做了哪些工作?")
    headings = [citation for citation in answer.citations if citation.quote == citation.heading_path[-1]]
    assert len(headings) >= 6
    assert [each.start for each in headings] == sorted(each.start for each in headings)


@pytest.mark.parametrize("number", ["三", "七"])
def test_as_many_as_are_asked_for_or_none(answerer: Answerer, number: str) -> None:
    answer = answerer.ask(f"新乡市政协2024年的工作安排分哪{number}条？")
    assert answer.parts == ()


def test_a_list_is_whole_though_the_reader_finds_a_part(answerer: Answerer) -> None:
    answer = answerer.ask("郑州市政协2023年完成的5个交办调研课题都是什么？")
    (quote,) = [citation.quote for citation in answer.citations]
    topics = ("打好经济翻身仗", "优化CBD消费载体功能", "产业基金", "提升交通枢纽能", "农产品流通体系建设")
    assert all(topic in quote for topic in topics)
