"""What decides an answer: spans put right, what is known of them, the rules that hold back, the judge, the weights."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import ModelError
from index.types import Span
from qa import Answerer, Retriever
from qa.answering import trained as weights
from qa.answering.extract import find_answers
from qa.answering.guards import held_back
from qa.answering.judge import FEATURES, JUDGE_FILE, Judge
from qa.answering.options import snapped
from qa.answering.trained import SUMS, WEIGHTS, trained
from qa.retrieval.concepts import concepts_of


@pytest.mark.parametrize(
    ("text", "span", "counted", "things", "right"),
    [
        ("全年立案提案409件，办结率100%。", "409", True, (), "409件"),
        ("现场参加2500余人。", "参加2500余人", True, (), "2500余人"),
        ("引进“三新”经济项目。", "三新", False, (), "三新"),
        ("培育壮大“三新”经济。", "“三新”", False, ("经济",), "“三新”经济"),
        ("出版《河南考古亲历记》一书", "《河南考古亲历记", False, (), "《河南考古亲历记》"),
        ("推行党组联系界别、委员联系群众。", "党组联系界别、委员联系", False, (), "党组联系界别、委员联系群众"),
        ("到许昌、洛阳等地考察", "许昌、洛阳", False, (), "许昌、洛阳"),
        ("，，", "，", False, (), None),
    ],
)  # fmt: skip
def test_a_span_is_put_right(text: str, span: str, counted: bool, things: tuple[str, ...], right: str | None) -> None:
    start = text.index(span)
    found = snapped(text, start, start + len(span), counted=counted, things=things)
    assert (text[found.start : found.end] if found else None) == right


@pytest.mark.parametrize(
    ("question", "figure", "rule"),
    [
        ("新乡2023年立案多少件提案?", "409件", ""),
        ("新乡2023年没有立案的提案有多少件?", "409件", "stage"),
        ("新乡2023年提案立案率是百分之几?", "409件", "unit"),
        ("新乡与芝加哥2023年一起立案多少件提案?", "409件", "name"),
    ],
)
def test_a_rule_holds_an_answer_back(retriever: Retriever, question: str, figure: str, rule: str) -> None:
    query = retriever.parse(question)
    scope = retriever.scope(query)
    plain = retriever.parse("新乡2023年立案多少件提案?")
    hits = retriever.rank(plain, retriever.scope(plain), k=10)
    findings = find_answers(plain, hits, concepts_of(plain, retriever.index), gazetteer=retriever.gazetteer)
    finding = next(each for each in findings if each.candidate.text == figure and "立案" in each.own)
    assert held_back(query, scope, finding) == rule


STATED = (
    "十三届一次会议以来，立案409件。五年来，立案1723件。2023年，立案358件，比上年减少14件。"
    "其中，上半年立案201件，下半年立案157件。社情民意年均增长7.1%。"
)


@pytest.mark.parametrize(
    ("question", "figure", "rule"),
    [
        ("新乡2023年立案多少件?", "358件", ""),
        ("新乡2023年立案多少件?", "1723件", "period"),
        ("新乡五年来立案多少件?", "1723件", ""),
        ("新乡2023年立案多少件?", "409件", ""),
        ("新乡2023年立案多少件?", "201件", "period"),
        ("新乡2023年上半年立案多少件?", "201件", ""),
        ("新乡2023年上半年立案多少件?", "157件", "period"),
        ("新乡2023年上半年立案多少件?", "358件", "period"),
        ("新乡2023年社情民意增长多少?", "7.1%", "period"),
        ("新乡五年来社情民意年均增长多少?", "7.1%", ""),
    ],
)
def test_a_figure_of_another_period_is_held_back(retriever: Retriever, question: str, figure: str, rule: str) -> None:
    query = retriever.parse(question)
    hit = replace(retriever.search("新乡2023年立案多少件提案?", k=1)[0], text=STATED, start=0, end=len(STATED))
    left = max(STATED.rfind("。", 0, STATED.index(figure)) + 1, 0)
    sentence = Span(left, STATED.index("。", left) + 1)
    finding = next(
        each
        for each in find_answers(query, [hit], concepts_of(query, retriever.index), gazetteer=retriever.gazetteer)
        if figure in each.candidate.text
    )
    assert finding.sentence == sentence
    assert held_back(query, retriever.scope(query), finding) == rule


@pytest.mark.parametrize(
    ("question", "figure", "rule"),
    [
        ("新乡2023年市场主体多少户?", "145万户", ""),
        ("新乡2023年市场主体多少户?", "57万户", "end"),
        ("五年前新乡的市场主体多少户?", "57万户", ""),
        ("五年前新乡的市场主体多少户?", "145万户", "end"),
        ("新乡市场主体原来有多少户?", "57万户", ""),
        ("新乡2023年市场主体从多少户增加到多少户?", "57万户", ""),
        ("新乡2023年补助标准提高到多少元?", "85元", ""),
        ("新乡2023年补助标准提高到多少元?", "75元", "end"),
        ("新乡2023年生活补贴涨到了多少?", "715元", ""),
        ("新乡2023年生活补贴涨到了多少?", "65元", "level"),
        ("新乡2023年生活补贴比上年多多少?", "65元", ""),
        ("新乡2023年学校多少所?", "12所", ""),
        ("新乡2022年学校多少所?", "11所", ""),
        ("新乡2023年进出口总额多少?", "114.6亿美元", ""),
        ("新乡2023年进出口总额多少?", "25.5亿美元", "end"),
        ("新乡2023年出口总额多少?", "114.6亿美元", "trade"),
        ("新乡2023年出口总额多少?", "83.8亿美元", ""),
        ("新乡2023年进口总额多少?", "83.8亿美元", "trade"),
        ("新乡2023年财政总收入多少?", "441.8亿元", ""),
        ("新乡2023年财政总收入多少?", "突破400亿元", "end"),
    ],
)
def test_of_a_change_the_end_is_given_that_is_asked_for(
    retriever: Retriever, question: str, figure: str, rule: str
) -> None:
    stated = "市场主体由57万户增至145万户。补助标准从每人每月75元提高到85元。学校从2022年的11所增加到12所。"
    stated += "生活补贴月人均提高到715元，比2022年多65元。"
    stated += "进出口总额由2018年的25.5亿美元增加到2023年的114.6亿美元，其中出口总额83.8亿美元。"
    stated += "财政总收入突破400亿元、达441.8亿元。"
    assert rule_of(retriever, question, stated, figure) == rule


def rule_of(retriever: Retriever, question: str, stated: str, found: str) -> str:
    """Which rule holds back what is found in a passage that states this."""
    query = retriever.parse(question)
    hit = replace(retriever.search("新乡2023年立案多少件提案?", k=1)[0], text=stated, start=0, end=len(stated))
    hit = replace(hit, report=replace(hit.report, load_text=lambda: stated))
    findings = find_answers(query, [hit], concepts_of(query, retriever.index), gazetteer=retriever.gazetteer)
    finding = next(each for each in findings if each.candidate.text == found)
    return held_back(query, retriever.scope(query), finding)


@pytest.mark.parametrize(("question", "rule"), [("新乡怎样守护蓝天?", "heading"), ("新乡的提案怎样?", "")])
def test_a_heading_in_no_word_of_the_question_is_no_answer(retriever: Retriever, question: str, rule: str) -> None:
    plain = retriever.parse("新乡2023年立案多少件提案?")
    hits = retriever.rank(plain, retriever.scope(plain), k=10)
    finding = find_answers(plain, hits, concepts_of(plain, retriever.index), gazetteer=retriever.gazetteer)[0]
    heading = finding.hit.report.text[finding.sentence.start : finding.sentence.end]
    headed = replace(
        finding,
        hit=replace(finding.hit, heading_path=(heading,)),
        candidate=replace(finding.candidate, figure=None),
    )
    query = retriever.parse(question)
    assert held_back(query, retriever.scope(query), headed) == rule


def test_of_a_year_that_is_only_planned_no_result_is_given(retriever: Retriever) -> None:
    query = retriever.parse("2024年新乡立案了多少件提案?")
    scope = retriever.scope(query)
    assert scope.past_of_plan
    plain = retriever.parse("新乡2023年立案多少件提案?")
    hits = retriever.rank(plain, retriever.scope(plain), k=10)
    finding = find_answers(plain, hits, concepts_of(plain, retriever.index), gazetteer=retriever.gazetteer)[0]
    assert held_back(query, scope, finding) == "past-of-plan"


def test_the_judge_is_a_sum_of_trees(tmp_path: Path) -> None:
    tree = {
        "feature": [0, -1, -1],
        "threshold": [1.5, 0, 0],
        "left": [1, 0, 0],
        "right": [2, 0, 0],
        "value": [0, -2.0, 2.0],
    }
    held = {
        "features": list(FEATURES),
        "base": 0.0,
        "trees": [tree, tree],
        "levels": [["high", 0.9, 0.97], ["low", 0.5, 0.6]],
    }
    (tmp_path / JUDGE_FILE).write_text(json.dumps(held), encoding="utf-8")
    judge = Judge.load(tmp_path)
    rest = [0.0] * (len(FEATURES) - 1)
    low, high = judge.confidence([[1.0, *rest], [2.0, *rest]])
    assert (round(low, 3), round(high, 3)) == (0.018, 0.982)
    assert (judge.sureness(high).level, judge.sureness(0.6).level, judge.least) == ("high", "low", 0.5)
    assert judge.confidence([]) == []


def test_a_judge_of_other_features_is_refused(tmp_path: Path) -> None:
    (tmp_path / JUDGE_FILE).write_text(json.dumps({"features": ["span"], "trees": []}), encoding="utf-8")
    with pytest.raises(ModelError, match="other features"):
        Judge.load(tmp_path)


def test_what_is_shown_means_what_was_measured() -> None:
    """The levels fall in probability and in what was right of them, and the lowest is still more right than wrong."""
    judge = trained().judge
    levels = [judge.sureness(value) for value in (0.99, 0.75, judge.least)]
    assert [each.level for each in levels] == ["high", "medium", "low"]
    assert levels[0].right > levels[1].right > levels[2].right > 0.5


def test_a_damaged_weight_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(WEIGHTS, folder)
    judge = folder / JUDGE_FILE
    judge.write_bytes(judge.read_bytes()[:-3] + b"}]}")
    with pytest.raises(ModelError, match=JUDGE_FILE):
        trained(folder)
    (folder / SUMS).unlink()
    with pytest.raises(ModelError, match=SUMS):
        trained(folder)


def test_without_weights_passages_are_shown_and_why(
    seed_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.answerer.WEIGHTS", tmp_path)
    answer = Answerer(Retriever.load(seed_index)).ask("新乡2023年立案多少件提案?")
    assert (answer.status, answer.short, answer.confidence) == ("not_stated", None, None)
    assert "没有阅读模型" in answer.text and "reader.onnx" in answer.text
    assert any("409件" in hit.text for hit in answer.passages)
    assert weights.WEIGHTS.is_dir()


def test_an_answer_says_how_sure_it_is(answerer: Answerer) -> None:
    answer = answerer.ask("新乡2023年立案多少件提案?")
    assert answer.sureness is not None and answer.confidence == answer.sureness.value
    assert 0.5 <= answer.sureness.value <= 1
    assert answerer.ask("新乡2023年卖出多少张电影票?").confidence is None


@pytest.mark.parametrize(
    ("question", "person", "rule"),
    [
        ("新乡部署应对雨雪的领导是谁?", "李明远", "writer"),
        ("新乡部署应对雨雪的领导是谁?", "张建国", ""),
        ("新乡这篇报道是哪位记者写的?", "李明远", ""),
    ],
)
def test_who_wrote_a_piece_is_not_who_it_is_of(retriever: Retriever, question: str, person: str, rule: str) -> None:
    stated = "本报讯（新乡日报全媒体记者 李明远）我市部署应对雨雪工作，市委常委、副市长张建国出席会议。"
    assert rule_of(retriever, question, stated, person) == rule
