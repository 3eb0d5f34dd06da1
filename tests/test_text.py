"""Plain text comes out of every encoding it may be in, tables of values as tables; what is in doubt is refused."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import opencc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import ReadError
from index.reading.text import extract

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
SIMPLIFIED = [path.read_text(encoding="utf-8") for path in SEEDS]
_TO_TAIWAN = opencc.OpenCC("s2tw")
TRADITIONAL = [_TO_TAIWAN.convert(text) for text in SIMPLIFIED]
LENGTH = 120  # characters of the shortest passage that must be told


def passages(texts: list[str], encoding: str) -> list[str]:
    """Pieces of what the encoding can write."""
    chosen = random.Random(5)
    written = ["".join(c for c in text if c.encode(encoding, "ignore")) for text in texts]
    return [
        text[start : start + LENGTH] for text in written for start in (0, *chosen.sample(range(len(text) - LENGTH), 20))
    ]


@pytest.mark.parametrize(
    ("encoding", "called", "texts"),
    [
        ("utf-8", "utf-8", SIMPLIFIED),
        ("utf-8-sig", "utf-8", SIMPLIFIED),
        ("gb18030", "gb18030", SIMPLIFIED),
        ("gbk", "gb18030", SIMPLIFIED),
        ("gb18030", "gb18030", TRADITIONAL),
        ("big5", "big5", TRADITIONAL),
        ("cp950", "big5", TRADITIONAL),
        ("big5hkscs", "big5", TRADITIONAL),
        ("utf-16", "utf-16", SIMPLIFIED),
        ("utf-32", "utf-32", TRADITIONAL),
        ("utf-16-le", "utf-16-le", TRADITIONAL),
        ("utf-16-be", "utf-16-be", SIMPLIFIED),
        ("utf-32-le", "utf-32-le", SIMPLIFIED),
    ],
)
def test_running_chinese_is_read_in_every_encoding(encoding: str, called: str, texts: list[str]) -> None:
    for passage in passages(texts, encoding):
        found = extract(passage.encode(encoding), "a.txt")
        assert (found.text, found.encoding) == (passage, called)


def test_rare_characters_of_four_bytes_survive() -> None:
    text = SIMPLIFIED[2] + "（㛃 䶮 镕 喆 𠮷）\r\n"
    assert extract(text.encode("gb18030"), "a.txt").text == text


def test_characters_that_hong_kong_added_survive() -> None:
    text = TRADITIONAL[3] + "（鰂魚涌、深水埗、啫喱）"
    assert (
        extract("".join(c for c in text if c.encode("big5hkscs", "ignore")).encode("big5hkscs"), "a.txt").text in text
    )


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        ("\ufeff \n\u3000".encode("utf-16"), "empty"),
        (b"MZ\x90\x00\x03\x00\x00\x00" * 9, "binary"),
        (b"\0" * 64, "binary"),
        ("报告".encode() + bytes(range(1, 9)) * 20, "binary"),
        (SIMPLIFIED[0].encode("utf-16")[:-1], "encoding"),
        (SIMPLIFIED[0].encode()[:-1] + b"\xe5", "encoding"),
        ("Éléments généraux du rapport à présenter".encode("latin-1"), "encoding"),
        ("これは報告書であり、カタカナのテキストです。".encode("shift_jis"), "encoding"),
        ("한국어로 작성된 업무 보고서입니다. 올해의 성과를 보고합니다.".encode("euc_kr"), "encoding"),
        ("Отчёт о работе правительства за прошедший год".encode("cp1251"), "encoding"),
        (random.Random(1).randbytes(4000).replace(b"\0", b"\1"), "encoding"),
    ],
)
def test_what_is_in_doubt_is_refused_with_the_remedy(data: bytes, problem: str) -> None:
    with pytest.raises(ReadError, match=r"^a\.txt: .*[\u4e00-\u9fff]") as raised:
        extract(data, "a.txt")
    assert raised.value.problem == problem


@given(st.binary(max_size=400))
@example(b"\xff\xfe\0")
@example(b"\xef\xbb\xbf\xff")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(ReadError):
        assert extract(data, "a.csv").text.strip()


TABLE = """\
| 指标 | 单位 | 2023年 |
| --- | --- | --- |
| 地区生产总值 | 亿元 | 1,234.5 |
| 提案，立案 | 件 | 409 |
| 其中：并案 |  | 12 |"""


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_a_table_of_values_is_a_table_with_its_caption_and_notes(delimiter: str) -> None:
    rows = [["主要指标完成情况", "", ""], ["指标", "单位", "2023年"], ["地区生产总值", "亿元", "1,234.5"]]
    rows += [["提案，立案", "件", "409"], ["其中：并案", "", "12"], ["", "", ""], ["注：本表为初步统计数", "", ""]]
    written = "\r\n".join(delimiter.join(f'"{cell}"' if cell else "" for cell in row) for row in rows)
    for encoding in ("gb18030", "utf-8-sig"):
        found = extract(written.encode(encoding), "表.CSV").text
        assert found == f"主要指标完成情况\n\n{TABLE}\n\n注：本表为初步统计数\n"


def test_a_bar_within_a_cell_divides_nothing_and_a_line_end_within_one_is_a_space() -> None:
    found = extract('甲,乙\n"一|二","上\n下"\n'.encode(), "a.csv").text
    assert found == "| 甲 | 乙 |\n| --- | --- |\n| 一\\|二 | 上 下 |\n"


@pytest.mark.parametrize("text", ["各位代表：\n现在报告工作，请予审议。\n一、回顾\n", '甲,乙\n"一,二\n三,四\n'])
def test_a_csv_that_is_no_table_keeps_its_text(text: str) -> None:
    assert extract(text.encode(), "a.csv").text == text


def test_commas_in_a_text_file_make_no_table() -> None:
    assert extract("甲,乙\n一,二\n".encode(), "a.txt").text == "甲,乙\n一,二\n"
