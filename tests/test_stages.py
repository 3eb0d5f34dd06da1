"""What a figure counts is said in its own clause, before it or after it."""

from __future__ import annotations

import pytest

from index.language.figures import find_figures
from index.language.sentences import clauses
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


def test_a_long_qualifier_keeps_the_words_nearest_to_the_figure() -> None:
    text = "市政协机关和各专门委员会以及各界别活动组联合组织开展民主监督活动20次"
    found = qualifier(text, "20次")
    assert found.endswith("开展民主监督活动")
    assert len(found) == 16
    after = qualifier("20次由市政协机关和各专门委员会以及各界别活动组联合开展的民主监督", "20次")
    assert after.startswith("由市政协机关") and len(after) == 16
