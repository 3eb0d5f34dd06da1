"""A cell asked for in other words than its heads is answered where it stands out, and none where nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from answering import answerer_over
from test_composed import answerer_of

from qa import Answerer
from qa.answering.cells_meant import cell_meant, is_of_another_kind
from qa.retrieval.concepts import concepts_of

_TABLE = (
    "主要指标完成情况：\n\n| 指标 | 单位 | 2021年 | 2022年 | 2023年目标 |\n| --- | --- | --- | --- | --- |\n"
    "| 生猪出栏 | 万头 | 31.2 | 30.4 | 30.0 |\n| 肉牛出栏 | 头 | 5120 | 5860 | 6300 |\n"
    "| 粮食播种面积 | 万亩 | 21.4 | 21.5 | 21.6 |\n| 水利投资 | 亿元 | 3.1 | 3.5 | 3.9 |\n"
)
# What the stub takes for one meaning.
_MEANINGS = ("猪", "牛", "粮食|种地", "水利|修水渠", "玉米", "学校")


class _Meanings:
    """Stands for a retriever with vectors: a text points where the meanings in it do."""

    def __init__(self, answerer: Answerer) -> None:
        self.gazetteer = answerer.retriever.gazetteer

    def vectors_of(self, texts: Sequence[str]) -> np.ndarray:
        said = [[float(any(word in text for word in each.split("|"))) for each in _MEANINGS] for text in texts]
        vectors = np.array([[*each, 0.5] for each in said], dtype=np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


@pytest.fixture
def county(new_home: Path) -> Answerer:
    return answerer_of(new_home, ("焦作市", 2022, f"全年农业生产稳定。\n\n{_TABLE}"))


def meant(answerer: Answerer, question: str) -> str | None:
    retriever = answerer.retriever
    query = retriever.parse(question)
    hits = retriever.rank(query, retriever.scope(query), k=10)
    found = cell_meant(query, hits, concepts_of(query, retriever.index), _Meanings(answerer))  # type: ignore[arg-type]
    return found.candidate.text if found else None


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("焦作市2022年卖出多少头猪？", "30.4"),
        ("焦作市2022年花了多少钱修水渠？", "3.5"),
        ("焦作市2023年打算种地多少亩？", "21.6"),
        ("焦作市2022年办了多少所学校？", None),  # no row is like it
        ("焦作市2022年养了多少猪和牛？", None),  # two are
        ("焦作市2022年卖出多少吨猪？", None),  # in a unit that the row is not in
    ],
)
def test_the_cell_that_stands_out_is_meant(county: Answerer, question: str, figure: str | None) -> None:
    assert meant(county, question) == figure


def test_a_row_of_another_thing_counted_alike_is_not_meant(county: Answerer) -> None:
    retriever = county.retriever
    for thing, another in (("玉米", True), ("粮食", False), ("种地", False)):
        query = retriever.parse(f"焦作市2022年{thing}播种面积多少亩？")
        concepts = concepts_of(query, retriever.index)
        meanings = _Meanings(county)
        assert is_of_another_kind(query, "粮食播种面积 2022年", concepts, meanings) == another  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("焦作市2021年肉牛出栏多少头？", "5120头"),
        ("焦作市2023年肉牛出栏计划达到多少头？", "6300头"),
        ("焦作市2023年水利投资安排了多少？", "3.9亿元"),
        ("焦作市2022年肉牛出栏多少头？", "5860头"),
    ],
)
def test_the_column_of_the_year_answers_be_it_reviewed_or_planned(county: Answerer, question: str, short: str) -> None:
    answer = county.ask(question)
    assert answer.short_with_unit == short
    assert len(answer.citations) == 1


def test_no_column_of_the_year_is_no_answer(county: Answerer) -> None:
    assert county.ask("焦作市2020年肉牛出栏多少头？").status == "not_indexed"


def test_the_rest_and_the_total_are_of_nothing_named_elsewhere(new_home: Path) -> None:
    said = "主要支出科目执行情况如下（单位：万元）：\n\n| 科目 | 2021年决算 | 2022年决算 |\n| --- | --- | --- |\n"
    said += "| 教育支出 | 151 | 158 |\n| 其他支出 | 12 | 14 |\n| 合计 | 163 | 172 |\n"
    answerer = answerer_of(new_home, ("焦作市", 2022, said))
    assert answerer.ask("焦作市2022年援助其他地区的支出是多少？").status == "not_stated"
    assert answerer.ask("焦作市2021年援助其他地区的支出是多少？").status == "not_indexed"
    assert answerer.ask("焦作市2022年其他支出是多少？").short_with_unit == "14万元"


def test_of_a_town_what_is_said_of_all_is_no_answer(new_home: Path) -> None:
    said = "全年完成煤改电2200户、集中供热1150户。\n\n| 乡镇 | 煤改电（户） | 集中供热（户） |\n| --- | --- | --- |\n"
    said += "| 兑镇镇 | 430 | 10 |\n| 杜村乡 | 140 | 20 |\n"
    answerer = answerer_of(new_home, ("孝义市", 2022, said))
    assert answerer.ask("孝义市2022年煤改电多少户？").short == "2200户"
    assert answerer.ask("孝义市2022年兑镇镇煤改电多少户？").short == "430"
    assert answerer.ask("孝义市2022年高阳镇煤改电多少户？").status == "not_stated"


def test_a_notice_without_a_period_answers_for_the_year_that_it_names(tmp_path: Path, dictionaries: Path) -> None:
    text = "孝义市2025年冬季清洁取暖工作实施方案\n\n为确保群众温暖过冬，结合我市实际，制定本方案。\n\n一、目标任务\n\n"
    text += "到2025年10月底，完成清洁取暖改造3650户。2023年完成改造1800户。\n\n孝义市人民政府办公室\n"
    answerer = answerer_over(tmp_path, dictionaries, text)
    assert answerer.retriever.index.reports[0].kind == "unrelated"
    assert answerer.ask("孝义市2025年清洁取暖改造任务是多少户？").short == "3650户"
    assert answerer.ask("孝义市2023年完成清洁取暖改造多少户？").short == "1800户"
