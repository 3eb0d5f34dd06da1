"""`wenzheng ask` of several things: each with what became of it, its answer, and the lines that bear it out."""

from __future__ import annotations

import pytest
from page_doubles import FakeAnswers, FakeCorpus

from qa.commands.terminal import print_answer


def test_parts_are_printed_one_by_one_with_their_status(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(FakeAnswers(FakeCorpus()).ask("分别多少？"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[:9] == [
        "1. 新乡立案多少件？  [写明]",
        "   409件。“全年共立案交办提案409件”[1]",
        "2. 新乡提出多少件？  [有歧义]",
        "   434件",
        "   · 提出 434件 [2]",
        "   · 立案 409件 [1]",
        "3. <b>洛阳</b>立案多少件？  [语料中没有]",
        "   语料中没有洛阳市的报告。",
        "",
    ]
    assert [line for line in lines if line.startswith("[")] == [
        line for line in lines if line.startswith(("[1]", "[2]"))
    ]
    assert sum(line.startswith("[") for line in lines) == 2


def test_an_answer_of_one_part_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    answer = FakeAnswers(FakeCorpus()).ask("做了哪些工作？")
    print_answer(answer)
    assert capsys.readouterr().out.startswith(answer.text + "\n\n[1] ")
