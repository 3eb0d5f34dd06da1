"""What a figure counts is said in its own clause, before it or after it."""

from __future__ import annotations

import pytest

from index.language.figures import find_figures
from index.language.sentences import clauses
from index.language.stages import worded_as
from index.types import Span
from qa.answering.candidates import Candidate
from qa.answering.counted import qualifier_of


def qualifier(text: str, figure: str, *, offset: int = 0) -> str:
    """What is said of `figure` in text, which stands at offset in its document."""
    found = next(f for f in find_figures(text) if f.text == figure)
    candidate = Candidate("figure", found.start + offset, found.end + offset, found.text, 1, found)
    whole = Span(offset, offset + len(text))
    clause = next(
        c for c in clauses(text, whole, offset=offset) if c.start <= candidate.start and candidate.end <= c.end
    )
    return qualifier_of(text, clause, candidate, offset)


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("提出提案434件,其中立案224件", "224件", "立案"),
        ("提出提案434件,其中立案224件", "434件", "提出提案"),
        ("全年共立案交办提案409件,办结率100%", "409件", "全年立案交办提案"),
        ("全年共立案交办提案409件,办结率100%", "100%", "办结率"),
        ("119件提案已全部办复完毕", "119件", "提案已全部办复完毕"),
        ("开展视察5次、调研12次", "12次", "调研"),
        ("开展视察5次、调研12次", "5次", "开展视察"),
        ("5家企业、3个园区参加", "3个", "园区参加"),
        ("累计协商976场", "976场", "协商"),
        ("409件", "409件", ""),
    ],
)
def test_a_figure_is_qualified_by_the_words_of_its_clause(text: str, figure: str, expected: str) -> None:
    assert qualifier(text, figure) == expected


def test_a_qualifier_is_the_same_wherever_its_passage_stands() -> None:
    text = "提出提案434件,其中立案224件,办结率100%"
    for figure in ("434件", "224件", "100%"):
        assert qualifier(text, figure, offset=731) == qualifier(text, figure)


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        (
            "市政协机关和各专门委员会以及各界别活动组联合组织开展民主监督活动20次",
            "20次",
            "…各界别活动组联合组织开展民主监督活动",
        ),
        ("20次由市政协机关和各专门委员会以及各界别活动组联合开展的民主监督", "20次", "由市政协机关和各专门委员会…"),
        (
            "围绕汛期防涝减灾、发展特色农业等报送社情民意信息24篇",
            "24篇",
            "围绕汛期防涝减灾、发展特色农业等报送社情民意信息",
        ),
        ("召开市政协党组会议、主席会议、常委会会议学习29次", "29次", "召开市政协党组会议、主席会议、常委会会议学习"),
        ("特邀信息员魏紫盈等提交的2篇社情民意信息", "2篇", "特邀信息员魏紫盈等提交的社情民意信息"),
        (
            "围绕推进城市更新、提升基层治理能力、优化营商环境等重点工作组织委员视察16次",
            "16次",
            "…优化营商环境等重点工作组织委员视察",
        ),
        ("组织引导全市各级人民政协机关干部深入基层一线走访慰问困难群众3000户", "3000户", "…慰问困难群众"),
    ],
)
def test_a_long_qualifier_keeps_whole_words_nearest_to_the_figure(text: str, figure: str, expected: str) -> None:
    assert qualifier(text, figure) == expected


@pytest.mark.parametrize(
    ("question", "passage", "worded"),
    [
        ("宿迁市政协收到多少件提案", "共提交提案412件。经审查，立案347件", "宿迁市政协提交多少件提案"),
        ("立案多少件提案", "共提交提案412件。经审查，立案347件", "立案多少件提案"),
        ("办复多少件", "全部办结，办结提案347件", "办结多少件"),
        ("没有立案的有多少件", "提交提案412件", "没有立案的有多少件"),
        ("收到多少件提案", "提出明确要求，全年召开会议3次", "收到多少件提案"),
    ],
)
def test_a_question_takes_the_word_of_the_passage_for_the_same_stage(question: str, passage: str, worded: str) -> None:
    assert worded_as(question, passage) == worded
