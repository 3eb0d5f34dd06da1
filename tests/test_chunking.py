"""Passages: whole sentences, at most 400 characters, each a slice of the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.decoding import read_document
from index.reading.lines import shown
from index.reports.parse import describe_chunks, parse_document
from index.types import Chunk, Document, RawDocument

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
GOLDEN = Path(__file__).parent / "golden"
PIECES = st.sampled_from(
    "一、2023年工作回顾\n|（一）建言资政。|■服务大局\n|## 安排\n|**成绩**|提案409件,|办结率100%。|；|\n\n|\u3000"
    "|2024年工作安排\n|各位委员、同志们,|(上接第一版)|本报讯(记者 某某)|<!-- 图 -->\n|一是抓落实，"
    "|**加快转型。**|1．稳增长。".split("|")
)


def parsed(text: str) -> Document:
    return parse_document(RawDocument(source="a.txt", content_hash="0" * 64, encoding="utf-8", text=text))


def chunks(text: str) -> list[Chunk]:
    document = parsed(text)
    return [chunk for report in document.reports for chunk in document.chunks[report.id]]


def check_laws(document: Document) -> None:
    """Slices, limits, order, and every searched character in exactly one chunk."""
    covered = bytearray(len(document.text))
    for report in document.reports:
        assert report.text == document.text
        for number, chunk in enumerate(document.chunks[report.id]):
            assert chunk.id == f"{report.id}-{number}"
            assert chunk.text == document.text[chunk.start : chunk.end] == chunk.text.strip()
            assert 0 < len(chunk.text) <= 400
            assert report.start <= chunk.start < chunk.end <= report.end
            assert not any(covered[chunk.start : chunk.end])
            covered[chunk.start : chunk.end] = b"\1" * (chunk.end - chunk.start)
    hidden = {position for a in document.annotations for position in range(a.start, a.end)}
    for position, character in enumerate(document.text):
        assert covered[position] or character.isspace() or position in hidden


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_the_chunks_of_the_seeds_are_as_read_and_approved(seed: Path) -> None:
    document = parse_document(read_document(seed, root=seed.parent))
    assert describe_chunks(document) == (GOLDEN / f"{seed.stem}.chunks.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_the_laws_hold_on_the_seeds(seed: Path) -> None:
    check_laws(parse_document(read_document(seed, root=seed.parent)))


@given(st.lists(PIECES | PIECES.map(lambda piece: piece * 40), max_size=30).map("".join))
def test_the_laws_hold_on_any_text(text: str) -> None:
    check_laws(parsed(text))


def test_a_short_section_is_one_chunk_with_its_heading() -> None:
    found = chunks("一、2023年工作回顾\n\n全年立案409件。\n\n二、2024年工作安排\n\n要抓好提案办理。")
    assert [chunk.text for chunk in found] == [
        "一、2023年工作回顾\n\n全年立案409件。",
        "二、2024年工作安排\n\n要抓好提案办理。",
    ]
    assert [chunk.heading_path for chunk in found] == [("一、2023年工作回顾",), ("二、2024年工作安排",)]
    assert [chunk.role for chunk in found] == ["review", "plan"]


def test_chunks_end_where_sentences_end() -> None:
    text = "一、2023年工作回顾\n\n" + "全年共组织协商活动二十四次,形成了一批有分量的成果。" * 40
    found = chunks(text)
    assert len(found) > 2
    assert all(chunk.text.endswith("。") for chunk in found)
    assert min(len(chunk.text) for chunk in found) > 200


def test_a_sentence_over_the_limit_is_cut_at_semicolons_then_at_commas() -> None:
    clause = "推进产业转型升级,加快新旧动能转换"
    by_semicolon = chunks((clause + "；") * 40)
    assert all(chunk.text.endswith("；") for chunk in by_semicolon)
    by_comma = chunks((clause + ",") * 40)
    assert all(chunk.text.endswith(",") for chunk in by_comma)


def test_a_topic_sentence_stays_with_what_it_announces() -> None:
    thought = "创新理论常学常新。" + "严格落实制度,开展集体学习32次,举办座谈会40次,取得了很好的成效和广泛的影响。" * 5
    found = chunks("一、2023年工作回顾\n\n" + thought * 3)
    assert not any(chunk.text.endswith("常学常新。") for chunk in found)


def test_a_heading_with_nothing_under_it_is_no_chunk_of_its_own() -> None:
    found = chunks(
        "一、2023年工作回顾\n\n（一）建言资政\n\n立案409件。\n\n二、2024年工作安排\n\n要抓好落实。\n\n2024年目标"
    )
    assert [len(chunk.text) > 12 for chunk in found] == [True, True]


def test_short_siblings_are_joined_under_their_parent_and_halves_never() -> None:
    found = chunks(
        "一、2023年工作回顾\n\n（一）建言\n\n立案409件。\n\n（二）监督\n\n视察5次。\n\n二、2024年工作安排\n\n要抓好落实。"
    )
    assert [chunk.role for chunk in found] == ["review", "plan"]
    assert "409件" in found[0].text
    assert "视察5次" in found[0].text


def test_the_embedded_text_says_place_year_kind_and_path_and_drops_the_marks() -> None:
    document = parsed(
        "# 政协新乡市委员会常务委员会工作报告\n\n2024年2月20日,政协新乡市委员会会议开幕。\n\n"
        "## 2023年工作回顾\n\n**提案工作**扎实有效,立案409件。<!-- 图 -->\n\n## 2024年工作安排\n\n要抓好提案。"
    )
    report = document.reports[0]
    review = next(chunk for chunk in document.chunks[report.id] if "409" in chunk.text)
    title_line, passage = review.embedded.split("\n", 1)
    assert title_line == "河南省新乡市 2023年 政协常委会工作报告 · 2023年工作回顾"
    assert passage == "2023年工作回顾 提案工作扎实有效,立案409件。"
    plan = next(chunk for chunk in document.chunks[report.id] if chunk.role == "plan")
    assert plan.embedded.startswith("河南省新乡市 2024年 ")


def test_furniture_alone_is_no_chunk() -> None:
    document = parsed("一、2023年工作回顾\n\n全年立案409件。\n\n相关阅读")
    found = document.chunks[document.reports[0].id]
    assert len(found) == 1
    assert found[0].text.endswith("409件。")
    assert "相关阅读" not in shown(document.text, 0, len(document.text), document.annotations)


def test_a_parts_unknown_place_is_the_main_parts() -> None:
    body = "2024年2月20日,政协新乡市委员会会议开幕,主席向大会报告工作,回顾过去一年,部署今年工作。"
    news = "## 会议指出 确保安全\n\n本报讯(记者 丁某)各部门要加强会商研判,做好除雪保畅。"
    document = parsed(f"# 政协新乡市委员会工作报告\n\n{body}\n\n{news}")
    assert [report.place for report in document.reports] == ["河南省新乡市"] * 2
    assert document.reports[1].kind == "unrelated"
    assert {chunk.role for chunk in document.chunks[document.reports[1].id]} == {"other"}
