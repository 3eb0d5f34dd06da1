"""The number lock: one digit of a figure or one character of a quote changed is caught."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import make_document, make_raw
from hypothesis import assume, given
from hypothesis import strategies as st

from index.types import Span
from qa.citing.citation import cite
from qa.citing.verify import figures_stand_in, quote_stands
from qa.types import Answer, Citation

TEXT = "政协报告\n全年共立案交办提案409件,办结率100%,所提建议70%以上被采纳。\n网上参拜2118万余人。"


def citation_of(text: str, start: int, end: int) -> Citation:
    return cite(1, make_document(make_raw("a.txt", text)).reports[0], [], Span(start, end))


def test_a_quote_stands_where_it_was_cut() -> None:
    for start in range(len(TEXT)):
        assert quote_stands(citation_of(TEXT, start, len(TEXT)))


@given(st.integers(0, len(TEXT) - 2), st.data())
def test_one_character_of_a_quote_changed_dropped_or_added_is_caught(start: int, data: st.DataObject) -> None:
    end = data.draw(st.integers(start + 1, len(TEXT)))
    at = data.draw(st.integers(0, end - start - 1))
    citation = citation_of(TEXT, start, end)
    quote = citation.quote
    character = data.draw(st.characters(exclude_characters=quote[at], exclude_categories=["Cs"]))
    assert not quote_stands(replace(citation, quote=quote[:at] + character + quote[at + 1 :]))
    assert not quote_stands(replace(citation, quote=quote[:at] + quote[at + 1 :]))
    assert not quote_stands(replace(citation, quote=quote[:at] + character + quote[at:]))


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT) + 5))
def test_a_quote_with_other_offsets_is_caught(start: int, end: int) -> None:
    citation = citation_of(TEXT, 5, 20)
    assume(TEXT[start:end] != citation.quote)
    assert not quote_stands(replace(citation, start=start, end=end))


@given(st.from_regex(r"[1-9][0-9]{0,6}(\.[0-9][1-9])?", fullmatch=True), st.data())
def test_one_digit_of_a_figure_changed_is_caught(number: str, data: st.DataObject) -> None:
    source = f"全年提案立案{number}件，均已办结"
    assert figures_stand_in(f"{number}件", source)
    at = data.draw(st.sampled_from([i for i, character in enumerate(number) if character.isdigit()]))
    digit = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != number[at]))
    changed = number[:at] + digit + number[at + 1 :]
    assert not figures_stand_in(f"{changed}件", source)
    assert not figures_stand_in(f"{number}件", source.replace(number, changed))
    assert not figures_stand_in(f"{number}件，另有{changed}件", source)


@given(st.integers(1, 99_999), st.integers(0, 9))
def test_a_digit_added_to_or_taken_from_a_figure_is_caught(number: int, digit: int) -> None:
    source = f"立案{number}件"
    assert not figures_stand_in(f"{number}{digit}件", source)
    assert not figures_stand_in(source, f"立案{number}{digit}件")
    assert not figures_stand_in(f"{number}.{digit + 1}件", source)


@pytest.mark.parametrize(
    ("shown", "source"),
    [
        ("1571件", "办理1,571件"),
        ("1,571件", "办理１，５７１件"),
        ("409件", "立案４０９件"),
        ("23件", "立案二十三件"),
        ("95%", "百分之九十五"),
        ("2118万余人", "参拜2118万余人"),
        ("409件 [1]；434件 [2]", "提出434件,立案409件"),
        ("没有数字", "也没有"),
        ("", ""),
    ],
)
def test_a_number_may_be_shown_in_another_writing_of_the_same_value(shown: str, source: str) -> None:
    assert figures_stand_in(shown, source)


@pytest.mark.parametrize(
    ("shown", "source"),
    [
        ("409件", "立案4090件"),
        ("09件", "立案409件"),
        ("1.5%", "增长15%"),
        ("5%", "增长1.5%"),
        ("23件", "立案二十四件"),
        ("1件", "全部办结"),
        ("571件", "办理1,571件"),
    ],
)
def test_a_part_of_a_number_is_not_the_number(shown: str, source: str) -> None:
    assert not figures_stand_in(shown, source)


def test_a_marker_is_no_number_but_a_bracketed_figure_is() -> None:
    assert figures_stand_in("已办结[7]", "已办结")
    assert not figures_stand_in("已办结(7)", "已办结")


def answers(answerer) -> list[Answer]:
    asked = ("新乡2023年立案多少件提案?", "上街区2017年有多少件提案?", "How many proposals did Zhengzhou file in 2023?")
    return [answerer.ask(question) for question in asked]


def test_a_digit_changed_in_a_real_answer_is_caught(answerer) -> None:
    checked = 0
    for answer in answers(answerer):
        citation, short = answer.citations[0], answer.short or ""
        assert quote_stands(citation) and figures_stand_in(short, citation.quote)
        for at, character in enumerate(short):
            if character.isdigit():
                changed = short[:at] + str((int(character) + 5) % 10) + short[at + 1 :]
                assert not figures_stand_in(changed, citation.quote)
                assert not quote_stands(replace(citation, quote=citation.quote.replace(short, changed)))
                checked += 1
    assert checked >= 9
