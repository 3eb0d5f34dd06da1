"""Figures of tables are answered, reckoned with and checked with the unit that the table's heads give them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from test_composed import answerer_of

from qa import Answerer
from qa.answering.table_cells import cells_asked, tables_of
from qa.citing.verify import answer_problems
from qa.retrieval.concepts import concepts_of
from qa.serialize import answer_to_json

TABLE = (
    "表1　2022年主要农产品产量（单位：万吨）\n\n| 产品 | 2022年 | 比上年增长（%） |\n| --- | --- | --- |\n"
    "| 猪肉 | 13.36 | 3.8 |\n| 茶叶 | 2.01 | 8.1 |\n| 肉类总产量 | 66.8 | 2.6 |\n| 羊绒（吨） | 1,326 | 2.7 |\n"
)


@pytest.fixture
def city(new_home: Path) -> Answerer:
    return answerer_of(new_home, ("焦作市", 2022, f"全年农业生产稳定，粮食产量达到61亿斤。\n\n{TABLE}"))


@pytest.mark.parametrize(
    ("question", "short", "said"),
    [
        ("焦作市2022年猪肉产量是多少？", "13.36", "13.36万吨"),
        ("焦作市2022年羊绒产量是多少？", "1,326", "1,326吨"),
        ("焦作市2022年猪肉产量和茶叶产量一共多少？", "15.37万吨", "13.36万吨 + 2.01万吨"),
        ("焦作市2022年猪肉产量占肉类总产量的比重是多少？", "20%", "13.36万吨 ÷ 66.8万吨"),
        ("焦作市2022年猪肉产量和羊绒产量一共多少？", "134926吨", "13.36万吨 + 1,326吨"),
    ],
)
def test_the_unit_of_the_heads_is_said_and_reckoned_with(city: Answerer, question: str, short: str, said: str) -> None:
    answer = city.ask(question)
    assert answer.short == short
    assert said in answer.text
    assert [part.short_with_unit for part in answer.parts] == [part.short for part in answer.parts]
    assert answer_problems(answer, gazetteer=city.retriever.gazetteer) == ()


def test_the_unit_stands_in_json_and_another_one_is_a_problem(city: Answerer) -> None:
    answer = city.ask("焦作市2022年猪肉产量是多少？")
    (citation,) = answer.citations
    assert (citation.units, answer.short_with_unit) == ((("13.36", "万吨"),), "13.36万吨")
    assert answer_to_json(answer)["citations"][0]["units"] == {"13.36": "万吨"}
    assert citation.with_unit("3.8") == "3.8"
    other = replace(
        answer, citations=(replace(citation, units=(("13.36", "亿头"),)),), text=answer.text.replace("万吨", "亿头")
    )
    assert answer_problems(other, gazetteer=city.retriever.gazetteer) != ()
    assert answer_problems(
        replace(answer, text=answer.text.replace("万吨", "亿元")), gazetteer=city.retriever.gazetteer
    )


def test_of_the_rows_that_share_a_word_the_one_named_whole_is_asked(city: Answerer) -> None:
    retriever = city.retriever
    query = retriever.parse("焦作市2022年猪肉产量是多少？")
    concepts = concepts_of(query, retriever.index)
    hits = retriever.rank(query, retriever.scope(query), k=10)
    rows = {
        cell.row
        for hit in hits
        for table in tables_of(hit)
        for cell in cells_asked(query, hit, table, concepts, retriever.gazetteer)
    }
    assert rows == {"猪肉"}


def test_a_cell_is_not_held_against_the_verb_of_the_question(new_home: Path) -> None:
    answerer = answerer_of(
        new_home,
        (
            "怀化市",
            2022,
            "全市一般公共预算支出安排73.52亿元，比上年预算增长3.0%，支出科目明细见附表。\n\n单位：万元\n\n"
            "| 科目名称 | 2021年预算数 | 2022年预算数 |\n| --- | --- | --- |\n| 节能环保支出 | 14,320 | 13,960 |\n"
            "| 城乡社区支出 | 46,210 | 38,970 |\n| 农林水支出 | 39,470 | 41,230 |",
        ),
    )
    question = "怀化市市本级2022年城乡社区支出预算安排多少？"
    assert answerer.ask(question).short_with_unit == "38,970万元"


def test_of_columns_side_by_side_the_one_named_is_asked_and_each_has_the_thing_before_both(new_home: Path) -> None:
    answerer = answerer_of(
        new_home,
        (
            "绵阳市",
            2022,
            "全年严格控制经费，压减会议费和印刷费。\n\n“三公”经费支出表（单位：万元）\n\n"
            "| 项目 | 项目 | 预算数 | 执行数 |\n| --- | --- | --- | --- |\n"
            "| 公务用车购置及运行维护费 | 购置费 | 0.00 | 0.00 |\n"
            "| 公务用车购置及运行维护费 | 运行维护费 | 44.00 | 41.35 |\n| 公务接待费 | 公务接待费 | 12.00 | 7.41 |",
        ),
    )
    for question in ("预算数和执行数各是多少", "预算数、执行数分别是多少"):
        answer = answerer.ask(f"绵阳市2022年公务用车运行维护费{question}？")
        assert [part.short_with_unit for part in answer.parts] == ["44.00万元", "41.35万元"]
        assert len(answer.citations) == 1
        assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()
