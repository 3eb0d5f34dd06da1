"""Workbooks of Excel 97 to 2003: read as those of today, told by their bytes, and refused by name where damaged."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest
from documents import zip_of

from index.errors import ReadError
from index.reading.containers import OLE
from index.reading.formats import format_of, reader_of
from index.reading.xls import extract

# Made with a program that writes such files: two sheets that are seen, merged heads, forms of numbers, a hidden row,
# column and sheet.
WORKBOOK = Path(__file__).parent / "data" / "workbook.xls"


@pytest.fixture(scope="module")
def data() -> bytes:
    return WORKBOOK.read_bytes()


def test_a_workbook_is_read_as_it_is_seen(data: bytes) -> None:
    found = extract(data, "收入.xls")
    assert found.encoding == "xls"
    assert found.text.startswith("鹤岗市2023年统计表\n\n一、本表")
    assert (
        "## 财政\n\n各县区一般公共预算收入（2023年）\n\n单位：万元\n\n| 地区 | 收入 | 收入 | 同比增长 |" in found.text
    )
    assert "| 萝北县 | 30,125.50 | 18,200.00 | 5.2% |" in found.text
    assert "| 填报日期 | 2024年1月15日 |" in found.text
    assert [note for note in found.notes if "底稿" in note]
    for hidden in ("内部行", "777", "999.99"):
        assert hidden not in found.text


@pytest.mark.parametrize("suffix", [".xls", ".et", ".doc", ".txt"])
def test_it_is_told_by_its_bytes(data: bytes, suffix: str) -> None:
    assert format_of(data, suffix) == "xls"


def test_what_is_called_so_may_be_another(data: bytes) -> None:
    """Offices save pages and new workbooks under the old suffix."""
    assert format_of(b"<html><table><tr><td>1</td></tr></table></html>", ".xls") == "html"
    assert format_of(zip_of({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}), ".xls") == "xlsx"
    assert format_of(OLE + b"\0" * 504, ".doc") == "office"


@pytest.mark.parametrize("cut", [0, 10, 512, 1024, 3000])
def test_what_is_cut_off_is_refused_by_name(data: bytes, cut: int) -> None:
    with pytest.raises(ReadError, match="收入"):
        extract(data[:cut], "收入.xls")


def test_damaged_bytes_raise_nothing_else(data: bytes) -> None:
    chance = random.Random(7)
    for _ in range(120):
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 24)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        with suppress(ReadError):
            reader_of(bytes(broken), ".xls")(bytes(broken), "收入.xls", lambda *_: None)
