"""Sentences and clauses are spans of the text: nothing lost, nothing twice, quotes and grouped numbers whole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.sentences import clauses, sentences
from index.types import Span

texts = st.lists(st.sampled_from([*"提案立9０。！？；!?;\n，,”》）) 　、：", "1,571", "”\n"]), max_size=40).map("".join)


def shown(text: str, spans: list[Span]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年立案409件。办结率100%!还有吗?有", ["全年立案409件。", "办结率100%!", "还有吗?", "有"]),
        ("强基；通源;提质", ["强基；", "通源;", "提质"]),
        ("工作回顾\n一年来,我们立案。", ["工作回顾", "一年来,我们立案。"]),
        ("他说:“好。”大家鼓掌。", ["他说:“好。”", "大家鼓掌。"]),
        ("（详见附件。）下文", ["（详见附件。）", "下文"]),
        ("真的？！是的", ["真的？！", "是的"]),
        ("  前后空白 。 \n\n 尾 ", ["前后空白 。", "尾"]),
        ("增长1.5%。", ["增长1.5%。"]),
        (" \n ", []),
        ("", []),
    ],
)
def test_a_sentence_ends_at_its_mark_and_keeps_the_quote_that_closes_with_it(text: str, expected: list[str]) -> None:
    assert shown(text, sentences(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("提出提案434件,立案409件。", ["提出提案434件,", "立案409件。"]),
        ("提出提案，立案。", ["提出提案，", "立案。"]),
        ("办理1,571件,其中立案224件", ["办理1,571件,", "其中立案224件"]),
        ("办理１，５７１件，立案", ["办理１，５７１件，", "立案"]),
        ("办理1,234,567件", ["办理1,234,567件"]),
        ("共12件,2023年立案", ["共12件,", "2023年立案"]),
        ("强基、通源、提质", ["强基、通源、提质"]),
    ],
)
def test_a_clause_ends_at_a_comma_but_not_within_a_grouped_number(text: str, expected: list[str]) -> None:
    assert shown(text, clauses(text, Span(0, len(text)))) == expected


def test_positions_are_those_of_the_document_the_text_is_cut_from() -> None:
    document = "标题\n甲,乙。丙"
    passage = document[3:]
    found = sentences(passage, offset=3)
    assert shown(document, found) == ["甲,乙。", "丙"]
    assert shown(document, clauses(passage, found[0], offset=3)) == ["甲,", "乙。"]


@given(texts, st.integers(0, 1_000))
def test_sentences_hold_all_of_the_text_but_white_space_in_order(text: str, offset: int) -> None:
    found = sentences(text)
    assert all(piece and piece == piece.strip() for piece in shown(text, found))
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join("".join(shown(text, found)).split()) == "".join(text.split())
    assert sentences(text, offset=offset) == [Span(span.start + offset, span.end + offset) for span in found]


@given(texts)
def test_clauses_hold_all_of_their_sentence_and_nothing_beside_it(text: str) -> None:
    for sentence in sentences(text):
        found = clauses(text, sentence)
        assert found[0].start == sentence.start and found[-1].end == sentence.end
        assert all(a.end <= b.start for a, b in pairwise(found))
        assert "".join("".join(shown(text, found)).split()) == "".join(text[sentence.start : sentence.end].split())
