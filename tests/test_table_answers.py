"""Figures of tables are answered, reckoned with and checked with the unit that the table's heads give them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from test_composed import answerer_of

from qa import Answerer
from qa.citing.verify import answer_problems
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
    assert (citation.figure, citation.unit, answer.short_with_unit) == ("13.36", "万吨", "13.36万吨")
    assert answer_to_json(answer)["citations"][0]["unit"] == "万吨"
    assert citation.with_unit("3.8") == "3.8"
    other = replace(answer, citations=(replace(citation, unit="亿头"),), text=answer.text.replace("万吨", "亿头"))
    assert answer_problems(other, gazetteer=city.retriever.gazetteer) != ()
    assert answer_problems(
        replace(answer, text=answer.text.replace("万吨", "亿元")), gazetteer=city.retriever.gazetteer
    )
