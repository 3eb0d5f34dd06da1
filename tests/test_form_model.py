"""The model of forms: what it tells of wordings that no pattern has, and what it leaves alone."""

from __future__ import annotations

import json

import numpy as np
import pytest

from qa import Answerer, Retriever
from qa.composing.forms import form_by_words
from qa.understanding.form_model import WHOLE, bare_question, form_features, form_weights, probabilities, whole_weights
from training.forms import WRITTEN, train

pytestmark = pytest.mark.model


def shares_of(retriever: Retriever, question: str) -> dict[str, float]:
    vector = retriever.encoder.encode([bare_question(question)])[0]
    return {str(form): share for form, share in probabilities(form_weights(), question, vector).items()}


def test_what_a_question_is_about_is_of_no_form() -> None:
    assert bare_question("“一号提案”2023年办了 多少件？") == bare_question("“二号提案”2019年办了 多少件?")
    vector = np.ones(512, dtype=np.float32)
    assert (form_features("《甲》是啥", vector) == form_features("《乙丙》是啥", vector)).all()


# Written after the model was trained, and not tried before.
_WORDINGS = (
    ("盐城市政协下一年要抓哪几块，捋一捋", "summary"),
    ("帮忙把赤峰的年度成绩理一理", "summary"),
    ("把滁州那四份新制度的名字都写出来", "list"),
    ("漳州的专题协商，题目一个个报给我听", "list"),
    ("大庆的老旧小区改造是咋推动的", "how"),
    ("许昌凭啥能把粮食产量稳住", "how"),
    ("“一网统管”说的是个啥", "definition"),
    ("请说明“三张网”一词的含义", "definition"),
    ("有几个市的材料里讲到了低空经济", "mention"),
    ("报告里讲过彩礼问题的都有谁家", "mention"),
    ("Kindly walk me through what Yulin's court got done last year", "summary"),
    ("List every pilot scheme Wuzhou joined", "list"),
    ("By what means did Zhuzhou cut its air pollution", "how"),
    ("Any report that talks about panda tourism?", "mention"),
)


def test_wordings_without_a_pattern_are_told(retriever: Retriever) -> None:
    told = [max(shares, key=lambda each: shares[each]) for shares in (shares_of(retriever, q) for q, _ in _WORDINGS)]
    assert sum(form == wanted for form, (_, wanted) in zip(told, _WORDINGS, strict=True)) >= 10, told


def test_questions_of_one_span_stay_so(retriever: Retriever) -> None:
    lines = (WRITTEN / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    # Those that it was not trained on.
    asked = [json.loads(line) for line in lines[1:1200:2]]
    spans = [each["question"] for each in asked if each["type"] in ("numeric", "fact", "paraphrase", "colloquial")]
    taken = [question for question in spans if shares_of(retriever, question)["plain"] < 0.5]
    assert len(spans) > 300
    assert len(taken) <= len(spans) // 50, taken


def test_the_weights_are_those_that_training_gives(retriever: Retriever) -> None:
    labelled = [("有多少件", "plain"), ("做了哪些工作", "summary"), ("多少人", "plain"), ("概括工作", "summary")]
    model = train(labelled, retriever.encoder)
    vector = retriever.encoder.encode([bare_question("有多少人")])[0]
    assert probabilities(model, "有多少人", vector)["plain"] > 0.5
    assert model.encoder == form_weights().encoder == retriever.encoder.fingerprint


@pytest.mark.parametrize(
    "question", ["新乡市政协2023年立案多少件提案？", "How many proposals did Xinxiang file in 2023?"]
)
def test_the_model_is_not_asked_of_a_number(
    retriever: Retriever, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.composing.forms.form_weights", lambda: pytest.fail("the model was asked"))
    assert Answerer(retriever).ask(question).short == "409件"


def test_words_come_first(retriever: Retriever) -> None:
    question = "什么是“三不”方针"
    assert form_by_words(retriever.parse(question), question) == "definition"


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("汝州市政府这一年都折腾了些什么名堂，给我列个大概", True),
        ("攸县政协来年打算从哪几头使劲？", True),
        ("In broad strokes, what did Yiwu's government get done last year?", True),
        ("汝州市在陶瓷产业上都下了哪些功夫，给我列个大概", False),
        ("攸县政协来年在民主监督上打算怎么使劲？", False),
        ("In broad strokes, what did Yiwu do for small traders last year?", False),
    ],
)
def test_the_whole_report_is_told_from_one_thing_in_it(retriever: Retriever, question: str, whole: bool) -> None:
    vector = retriever.encoder.encode([bare_question(question)])[0]
    assert (probabilities(whole_weights(), question, vector)[WHOLE] > 0.5) == whole
