"""Places outside China: asked for, and named in reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.understanding import abroad
from qa.understanding.abroad import asks_abroad, country_words, foreign_places


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("与日本国际友人会面，与法国图尔市缔结友好城市", ["图尔市"]),
        ("同德国巴登-符腾堡州、巴西圣保罗州合作", ["圣保罗州"]),
        ("赴美国考察城市管理", []),
        ("赴韩国、日本等城市招商", []),
        ("出口到英国", []),
    ],
)
def test_a_place_abroad_is_what_follows_its_country(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in foreign_places(text)] == names


@pytest.mark.parametrize(
    ("question", "countries"),
    [
        ("Which French town became its sister city?", ("法国",)),
        ("与越南哪个省建立了友好关系?", ("越南",)),
        ("What was industrial output?", ()),
    ],
)
def test_a_question_names_countries_by_name_or_adjective(question: str, countries: tuple[str, ...]) -> None:
    assert tuple(name for name in asks_abroad(question)) == countries


def test_no_word_stands_for_two_countries() -> None:
    lines = (Path(abroad.__file__).parent / "data" / "countries.tsv").read_text(encoding="utf-8").splitlines()
    words = [
        word for line in lines if not line.startswith("#") for cell in line.split("\t") for word in cell.split("|")
    ]
    assert len(words) == len(set(words)) > 300
    assert set(country_words()) < set(words)
