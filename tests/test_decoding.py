"""Which files are read, how they are decoded, and what is said of those that cannot be."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from index.errors import ReadError
from index.reading.decoding import Found, find_files, read_document
from index.reading.formats import most_bytes
from index.reading.repair import repair

REPORT = "一、2023年工作回顾\n\n一年来,市政协共提交提案409件,在全市经济社会发展中发挥了重要作用。\n"


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_byte_order_mark_is_not_text(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", b"\xef\xbb\xbf" + REPORT.encode())
    assert read_document(path, root=tmp_path).text == REPORT


def test_gb18030_is_decoded_and_named(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "a.md", REPORT.encode("gb18030")), root=tmp_path)
    assert (document.text, document.encoding) == (REPORT, "gb18030")


def test_the_hash_is_of_the_text_and_the_source_is_below_the_root(tmp_path: Path) -> None:
    data = REPORT.encode()
    document = read_document(write(tmp_path, "henan/xinxiang/a.txt", data), root=tmp_path)
    assert document.content_hash == hashlib.sha256(data).hexdigest()
    assert document.source == "henan/xinxiang/a.txt"


@pytest.mark.parametrize(
    "data",
    [
        REPORT.encode("gb18030"),
        REPORT.encode("utf-8-sig"),
        REPORT.replace("\n", "\r\n").encode(),
        REPORT.replace("\n", "\r").encode("gb18030"),
        REPORT.rstrip().encode(),
        REPORT.replace("\n", " \u3000\n\n").encode(),
        REPORT.replace("一年来", "\u3000\u3000一年来").encode(),
    ],
    ids=["gb18030", "bom", "crlf", "cr and gb18030", "no last line end", "blank", "indented"],
)
def test_the_same_text_has_the_same_hash_and_is_repaired_to_the_same(tmp_path: Path, data: bytes) -> None:
    tidy = read_document(write(tmp_path, "a.txt", REPORT.encode()), root=tmp_path)
    other = read_document(write(tmp_path, "b.txt", data), root=tmp_path)
    assert other.content_hash == tidy.content_hash
    assert repair(other.text) == repair(tidy.text)


@pytest.mark.parametrize(
    "text",
    [REPORT.replace("409", "410"), REPORT.replace("\n\n", "\n"), REPORT.replace(",", "，"), "\n" + REPORT],
    ids=["figure", "paragraphs", "width", "first line blank"],
)
def test_another_text_has_another_hash(tmp_path: Path, text: str) -> None:
    tidy = read_document(write(tmp_path, "a.txt", REPORT.encode()), root=tmp_path)
    assert read_document(write(tmp_path, "b.txt", text.encode()), root=tmp_path).content_hash != tidy.content_hash


@pytest.mark.parametrize(
    ("name", "data", "remedy"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", " \n\u3000\n".encode(), "is empty"),
        ("program.txt", b"MZ\x90\x00\x03\x00\x00\x00", "binary"),
        ("control.txt", "报告".encode() + bytes(range(1, 9)) * 20, "binary"),
        ("latin.txt", "Éléments généraux du rapport à présenter".encode("latin-1"), "unknown encoding"),
        ("utf16.txt", REPORT.encode("utf-16")[:-1], "UTF-16"),
        ("a.docx", b"PK\x03\x04", "is damaged"),
        ("a.PDF", b"%PDF-1.7", "is damaged"),
        ("a.pptx", b"a,b", "are not read"),
        ("a.exe", b"a,b", "suffix"),
        ("a.png", b"\x89PNG\r\n\0\0", "no picture"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_remedy(tmp_path: Path, name: str, data: bytes, remedy: str) -> None:
    with pytest.raises(ReadError, match=remedy) as raised:
        read_document(write(tmp_path, name, data), root=tmp_path)
    assert raised.value.source == name
    assert str(raised.value).startswith(name)


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate((most_bytes(".txt") or 0) + 1)
    with pytest.raises(ReadError, match="larger than 20 MB"):
        read_document(path, root=tmp_path)


def test_a_missing_file_is_a_read_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be opened"):
        read_document(tmp_path / "gone.txt", root=tmp_path)


def test_a_file_without_permission_is_a_read_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = write(tmp_path, "a.txt", REPORT.encode())
    # Refused by hand: the superuser, as whom tests may run, is refused nothing.
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ReadError, match=r"a\.txt: cannot be opened \(Permission denied\)"):
        read_document(path, root=tmp_path)


def test_folders_give_reports_sorted_and_nothing_else(tmp_path: Path) -> None:
    for name in (
        "b.md",
        "a.txt",
        "sub/c.TXT",
        ".hidden.txt",
        ".git/d.txt",
        "gold.tsv",
        "notes.json",
        "~$a.docx",
        "Thumbs.db",
    ):
        write(tmp_path, name, b"x")
    found = find_files([tmp_path])
    assert [path.relative_to(tmp_path).as_posix() for path, _ in found.reports] == ["a.txt", "b.md", "sub/c.TXT"]
    assert [path.relative_to(tmp_path).as_posix() for path, _ in found.others] == ["gold.tsv", "notes.json"]
    assert {root for _, root in (*found.reports, *found.others)} == {tmp_path}


def test_a_file_given_by_name_is_listed_whatever_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, "gold.tsv", b"x")
    assert find_files([path]) == Found([(path, tmp_path)], [])


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        find_files([tmp_path / "nowhere"])
