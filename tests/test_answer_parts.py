"""Composed answers on the page: a card for each thing asked, the lines of an outline, a trend with its chart."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import get_args

import pytest
from page_doubles import fake_library

from page.asking.ask_texts import ask_texts_for
from page.asking.controller import Controller
from qa import AnswerForm


def shown(question: str, language: str = "zh") -> str:
    return Controller(fake_library()).ask(question, [], [], language)


def test_each_thing_asked_has_a_card_with_its_status_its_answer_and_its_sources() -> None:
    html = shown("分别多少？")
    cards = re.findall(r'<li class="wz-part" data-status="(\w+)"><h3>(.*?)</h3>(.*?)</div></li>', html)
    assert [(status, name) for status, name, _ in cards] == [
        ("answered", "新乡立案多少件？"),
        ("ambiguous", "新乡提出多少件？"),
        ("not_indexed", "&lt;b&gt;洛阳&lt;/b&gt;立案多少件？"),
    ]
    assert ["wz-part-short" in body for _, _, body in cards] == [True, True, False]
    assert [re.findall(r'class="wz-chip".*?data-n="(\d)"', body) for _, _, body in cards] == [["1"], ["2", "1"], []]
    assert [re.findall(r"wz-badge wz-(\w+)", body) for _, _, body in cards] == [
        ["answered"],
        ["ambiguous"],
        ["not_indexed"],
    ]
    assert "语料中没有洛阳市的报告" in cards[2][2]
    # Each part has its own; there is none of the whole.
    assert html.count('class="wz-badge ') == 3 and 'class="wz-short' not in html
    assert (
        'data-spoken="新乡立案多少件？ 409件; 新乡提出多少件？ 434件; &lt;b&gt;洛阳&lt;/b&gt;立案多少件？ 语料中没有"'
        in html
    )


def test_an_outline_is_a_list_with_its_headings_set_off() -> None:
    html = shown("做了哪些工作？")
    (lines,) = re.findall(r'<div class="wz-text wz-lines">(.*?)</div>', html)
    first, items, last = re.fullmatch(r"<p>(.*?)</p><ul>(.*?)</ul><p>(.*?)</p>", lines).groups()
    assert first.endswith("按报告的标题：") and last == "（还有未列出。）"
    headed, plain = re.findall(r"<li>(.*?)</li>", items)
    assert re.fullmatch(
        r'<strong>提案工作<a class="wz-chip".*>1</a></strong><span class="wz-colon">：</span>.*2</a>', headed
    )
    assert plain.startswith("&lt;i&gt;没有标题&lt;/i&gt;的一句。<a") and "<strong>" not in plain
    assert '<span class="wz-form">按报告的标题摘录</span>' in html and html.count('class="wz-badge ') == 1


def test_a_trend_has_its_rows_and_the_chart_of_the_comparison() -> None:
    html = shown("历年立案多少件？")
    assert html.count("<tr><th") == 3  # the head and two years
    assert re.findall(r'wz-bar-name">([^<]*)<', html) == ["2022年", "2023年"]
    assert "tab=compare" in html
    assert "wz-chart" not in shown("新乡2023年立案多少件提案?")


def test_of_a_greeting_nothing_is_said_to_be_missing() -> None:
    html = shown("你好")
    assert "你好！可以这样问。" in html
    assert "wz-badge" not in html and "查找范围" not in html


def test_every_form_has_its_words_in_both_languages() -> None:
    for language in ("zh", "en"):
        words = ask_texts_for(language).forms
        assert set(words) == set(get_args(AnswerForm))
        assert [form for form, said in words.items() if not said] == ["plain", "conversation"]
    assert {field.name for field in fields(ask_texts_for("zh"))} >= {"parts", "forms"}


def test_what_stands_in_large_type_is_not_said_again_below():
    html = shown("提出的比立案的多25件，对吗？")
    assert html.count(">对<") == 1
    assert ">对。<" not in html
    assert "434件 − 409件 = 25件" in html


@pytest.mark.parametrize("question", ["分别多少？", "做了哪些工作？", "历年立案多少件？"])
def test_what_is_composed_is_shown_in_english_too(question: str) -> None:
    assert "wz-answer" in shown(question, "en")
    assert "没能完成" not in shown(question, "en")
