"""Which format a file is: by what its bytes begin with, whatever it is called."""

from __future__ import annotations

import pytest
from documents import docx_of, paragraph

from index.reading.formats import FORMATS, SUFFIXES, format_of, most_bytes


@pytest.mark.parametrize(
    ("data", "suffix", "name"),
    [
        (b"%PDF-1.7\n", ".txt", "pdf"),
        (b"\xef\xbb\xbf junk before %PDF-1.4", ".doc", "pdf"),
        (b"\x89PNG\r\n\x1a\n", ".pdf", "picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", ".jpg", "picture"),
        (b"\xef\xbb\xbf <!DOCTYPE html><html>", ".doc", "html"),
        (b"\n<HTML><body>", ".txt", "html"),
        (b"{\\rtf1\\ansi", ".doc", "office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".docx", "office"),
        (docx_of(paragraph("政协工作报告")), ".wps", "docx"),
        ("<p>报告</p>".encode(), ".txt", "text"),
        (b"PK\x03\x04", ".docx", "docx"),
    ],
)
def test_a_format_is_told_by_the_bytes_and_else_by_the_name(data: bytes, suffix: str, name: str) -> None:
    assert format_of(data, suffix) == name


def test_each_suffix_is_of_one_format_and_has_a_limit() -> None:
    assert len(SUFFIXES) == len(set(SUFFIXES)) == sum(len(each.suffixes) for each in FORMATS.values())
    assert all(most_bytes(suffix) for suffix in SUFFIXES) and most_bytes(".exe") is None
