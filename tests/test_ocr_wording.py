"""What a recogniser writes, as print has it."""

from __future__ import annotations

import pytest

from index.reading.ocr.wording import is_furniture, is_scanner_mark, joined, printed


@pytest.mark.parametrize(
    ("recognised", "written"),
    [
        ("2023年,市政协 及其常委会", "2023年，市政协及其常委会"),
        ("2025 年 1 月 23 日", "2025年1月23日"),
        ("共1,234件,增长3.5%,其中", "共1,234件，增长3.5%，其中"),
        ("增长(%)", "增长（%）"),
        ("（微克/立方米)", "（微克/立方米）"),
        ("f(x) = 1,2", "f(x) = 1,2"),
        ("(17.7〕", "〔17.7〕"),
        ("GDP growth, 2023", "GDP growth, 2023"),
        ("时间:8:30", "时间：8:30"),
    ],
)
def test_a_line_is_written_as_print_has_it(recognised: str, written: str) -> None:
    assert printed(recognised) == written


@pytest.mark.parametrize("text", ["— 8 —", "-12-", "第3页 共12页", "3/12页", "7"])
def test_page_numbers_are_furniture(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize("text", ["2024", "3件", "第三页", "67.9", "一、总体要求"])
def test_other_lines_are_not(text: str) -> None:
    assert not is_furniture(text)


def test_marks_of_scanning_apps_are_known() -> None:
    assert is_scanner_mark("扫描全能王 创建")
    assert is_scanner_mark("Scanned with CamScanner")
    assert not is_scanner_mark("全面扫描排查安全隐患")


def test_latin_words_are_parted_where_lines_are_joined() -> None:
    assert joined("gross", "domestic") == "gross domestic"
    assert joined("国民经济", "和社会") == "国民经济和社会"
