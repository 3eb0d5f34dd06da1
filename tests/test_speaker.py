"""A question about the report that somebody gave is about no other report."""

from __future__ import annotations

from pathlib import Path

import pytest
from answering import answerer_over

from qa import Answerer
from qa.understanding.speaker import speaker_asked

SPEAKERS = ("赵紫阳", "薄一波", "万里")
REPORT = """{title}

——{day}在{meeting}上

{office}　{speaker}

各位代表：

现在，我向大会作报告，请予审议。

一、{year}年的工作

一年来，粮食总产量达到{grain}万吨，比上年增长5%。

二、今后的工作

要继续努力，把各项工作做好。
"""


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("1985年赵紫阳的政府工作报告里粮食产量是多少", "赵紫阳"),
        ("赵紫阳总理在1985年作的报告怎么说", "赵紫阳"),
        ("薄一波作的那份报告说了什么", "薄一波"),
        ("薄一波1958年的计划报告", "薄一波"),
        ("万里长城的保护报告里怎么说", ""),
        ("哪份报告提到薄一波", ""),
        ("薄一波的报告人是谁", ""),
        ("薄一波视察了哪里，谁的报告说的", ""),
    ],
)
def test_a_report_is_somebodys_where_the_question_says_so(question: str, speaker: str) -> None:
    assert speaker_asked(question, SPEAKERS) == speaker


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Answerer:
    national, city = "第六届全国人民代表大会第三次会议", "新乡市第六届人民代表大会第三次会议"
    texts = (
        REPORT.format(
            title="政府工作报告",
            day="1985年3月27日",
            meeting=national,
            office="国务院总理",
            speaker="赵紫阳",
            year=1984,
            grain=40700,
        ),
        REPORT.format(
            title="新乡市政府工作报告",
            day="1985年4月2日",
            meeting=city,
            office="新乡市市长",
            speaker="李国安",
            year=1984,
            grain=210,
        ),
        REPORT.format(
            title="关于一九五八年度国民经济计划草案的报告",
            day="1958年2月3日",
            meeting="第一届全国人民代表大会第五次会议",
            office="国务院副总理兼国家经济委员会主任",
            speaker="薄一波",
            year=1957,
            grain=19505,
        ),
    )
    return answerer_over(tmp_path_factory.mktemp("speakers"), dictionaries, *texts)


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("1985年赵紫阳的政府工作报告里粮食总产量是多少", "赵紫阳"),
        ("赵紫阳作的政府工作报告里粮食总产量是多少", "赵紫阳"),
        ("1985年李国安作的报告里粮食总产量是多少", "李国安"),
    ],
)
def test_only_that_persons_report_is_searched(answerer: Answerer, question: str, speaker: str) -> None:
    retriever = answerer.retriever
    scope = retriever.scope(retriever.parse(question))
    assert [retriever.index.reports[i].speaker for i in scope.reports] == [speaker]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("1958年在全国人大上作国民经济计划报告的是谁?", "薄一波"),
        ("1958年的国民经济计划报告是谁作的", "薄一波"),
        ("谁在1958年全国人民代表大会上作了国民经济计划草案的报告", "薄一波"),
        ("1985年在全国人大会议上作政府工作报告的是谁", "赵紫阳"),
        ("1985年在新乡市人大会议上作政府工作报告的是谁", "李国安"),
        ("1985年谁在新乡市人代会上作的政府工作报告", "李国安"),
        ("1985年在全国两会上宣读政府工作报告的是谁", "赵紫阳"),
        ("1985年4月在新乡市人大会议上作报告的是谁", "李国安"),
        ("1985年3月向全国人民代表大会作报告的是谁", "赵紫阳"),
    ],
)
def test_where_a_report_was_given_is_no_body_that_is_asked_about(answerer: Answerer, question: str, name: str) -> None:
    answer = answerer.ask(question)
    assert answer.status == "answered"
    assert answer.short == name


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("1985年在全国人大会议上作的政府工作报告里粮食总产量是多少", ["赵紫阳"]),
        ("1985年赵紫阳在全国人大上作的政府工作报告里粮食总产量是多少", ["赵紫阳"]),
        ("1985年在新乡市人大会议上作的报告里粮食总产量是多少", ["李国安"]),
    ],
)
def test_a_sentence_of_the_report_need_not_name_where_it_was_given(
    answerer: Answerer, question: str, names: list[str]
) -> None:
    query = answerer.retriever.parse(question)
    scope = answerer.retriever.scope(query)
    assert not query.terms
    assert [answerer.retriever.index.reports[i].speaker for i in scope.reports] == names


@pytest.mark.parametrize(
    ("question", "term"),
    [("谁在全国政协会议上作了大会发言", "全国政协"), ("新乡市哪位委员在全国人大参加了培训", "全国人大")],
)
def test_a_body_where_something_else_was_done_is_still_to_be_named(
    answerer: Answerer, question: str, term: str
) -> None:
    query = answerer.retriever.parse(question)
    assert any(term in forms for forms in query.terms)
