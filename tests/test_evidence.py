"""Sentences that say what is asked in other words are found, and shown whole."""

from __future__ import annotations

import numpy as np
import pytest

from qa import Answerer, Retriever
from qa.composing.evidence import FEATURES, Evidence, evidence_of, evidence_weights
from qa.composing.request import Request
from qa.types import Answer
from training.evidence import Learned, fit

pytestmark = pytest.mark.model


def none(_question: str) -> Answer:
    raise AssertionError("nothing is asked")


def found(retriever: Retriever, question: str) -> list[Evidence]:
    query = retriever.parse(question)
    scope = retriever.scope(query)
    request = Request(question, query, scope, query.language, retriever, plain=none, ask=none)
    return evidence_of(request)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("邯郸的政协是怎么一趟趟跑出去给网络货运出主意的？", "赴合肥市、南京市考察"),
        ("新乡市政协怎么让商量事情的场所铺到每个乡镇？", "乡镇(街道)全覆盖"),
        ("How did Xinxiang's CPPCC do away with paper in handling proposals?", "无纸化"),
    ],
)
def test_what_is_said_in_other_words_is_most_probable(retriever: Retriever, question: str, says: str) -> None:
    best = found(retriever, question)[0]
    assert says in best.said.text
    assert 0 < best.probability < 1


def test_the_most_probable_come_first_and_the_weights_are_of_this_encoder(retriever: Retriever) -> None:
    evidence = found(retriever, "新乡市政协怎么让商量事情的场所铺到每个乡镇？")
    chances = [each.probability for each in evidence]
    assert chances == sorted(chances, reverse=True) and len(chances) > 5
    assert evidence_weights().encoder == retriever.encoder.fingerprint


def test_a_way_of_doing_is_told_in_whole_sentences(answerer: Answerer) -> None:
    answer = answerer.ask("在发展网络货运这件事上，邯郸市政协是怎样一步步推动的？")
    assert (answer.status, [part.form for part in answer.parts]) == ("answered", ["how"])
    assert "连续两年围绕发展网络货运议政建言" in answer.text
    assert all(line.rstrip("]0123456789[").endswith(("。", "：")) for line in answer.text.splitlines())


def test_what_only_right_sentences_have_is_learned() -> None:
    rows = np.zeros((40, len(FEATURES)), dtype=np.float32)
    rows[::4, FEATURES.index("likeness")] = 1.0
    right = rows[:, FEATURES.index("likeness")] > 0
    weights = fit([Learned(language, True, rows, right) for language in ("zh", "en")])
    for own in weights.values():
        assert own[FEATURES.index("likeness")] > 1
        assert ((rows @ own[:-1] + own[-1] > 0) == right).all()


def test_a_list_that_is_no_row_is_told_by_its_sentence(answerer: Answerer) -> None:
    answer = answerer.ask("上街区政协给郑州市政协文史馆供稿布展，因此拿到哪些荣誉？")
    assert answer.status == "answered"
    assert "郑州政协文史馆建设工作先进单位" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "换届后头一年，也就是2023年，新乡市政协都忙了些啥，帮我理个提纲",
        "新乡市政协2023年的履职交了一份什么成绩单？给我归拢归拢",
    ],
)
def test_the_whole_is_told_by_its_headings_whatever_it_is_called(answerer: Answerer, question: str) -> None:
    answer = answerer.ask(question)
    assert [part.form for part in answer.parts] == ["summary"]
    assert "坚持党的领导" in answer.text and "聚焦协商主业" in answer.text
