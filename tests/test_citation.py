"""A citation is the report's own text at its offsets, and says in either language where it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import make_document, make_raw
from hypothesis import given
from hypothesis import strategies as st

from index.types import Report, Span
from qa.citing.citation import LONGEST_QUOTE, cite, label, period_label


def report_of(text: str) -> Report:
    return make_document(make_raw("a/新乡.txt", text)).reports[0]


@given(st.text(min_size=1, max_size=500), st.data())
def test_a_quote_is_what_stands_at_its_offsets_and_at_most_200_characters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    citation = cite(3, report_of(text), ["甲", "乙"], Span(start, end))
    assert citation.quote == text[citation.start : citation.end]
    assert citation.start == start
    assert citation.end == min(end, start + LONGEST_QUOTE)
    assert (citation.n, citation.heading_path) == (3, ("甲", "乙"))


def test_the_longest_quote_is_what_the_contract_says() -> None:
    assert LONGEST_QUOTE == 200


def test_a_label_names_the_title_and_the_headings() -> None:
    report = replace(report_of("立案409件"), title="工作报告解读")
    citation = cite(1, report, ["2023年工作回顾", "守正创新"], Span(0, 6))
    assert label(citation) == "《工作报告解读》，2023年工作回顾 › 守正创新"
    assert label(citation, "en") == "工作报告解读 (a/新乡.txt): 2023年工作回顾 › 守正创新"


def test_a_label_without_title_or_headings_names_the_file() -> None:
    citation = cite(1, replace(report_of("立案409件"), title=""), [], Span(0, 6))
    assert label(citation) == "《a/新乡.txt》"
    assert label(citation, "en") == "a/新乡.txt (a/新乡.txt)"


@pytest.mark.parametrize(
    ("years", "chinese", "english"),
    [
        ((), "", ""),
        ((2023,), "2023年", "2023"),
        ((2023, 2023), "2023年", "2023"),
        ((2017, 2018, 2019, 2020, 2021), "2017—2021年", "2017–2021"),
    ],
)
def test_a_period_is_named_by_its_first_and_last_year(years: tuple[int, ...], chinese: str, english: str) -> None:
    assert period_label(years) == chinese
    assert period_label(years, "en") == english
