"""What a file is, told by its bytes; and zips that would unpack to more than is read."""

from __future__ import annotations

import io
import zipfile
from collections import deque

import pytest
from documents import docx_of, ofd_of, zip_of

from index.errors import ReadError
from index.reading.containers import OLE, Parts, office_format, resolved


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (docx_of(""), "docx"),
        (ofd_of([""]), "ofd"),
        (zip_of({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "odt"),
        (zip_of({"mimetype": "application/epub+zip", "META-INF/container.xml": "<x/>"}), "epub"),
        (zip_of({"META-INF\\container.xml": "<x/>"}), "epub"),
        (zip_of({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), None),
        (zip_of({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}), "xlsx"),
        (OLE + b"\0" * 504, "ole"),
        (rb"{\rtf1\ansi }", "rtf"),
        (b"\xef\xbb\xbf\n{\\rtf1\\ansi }", "rtf"),
        (b"<html></html>", None),
        (b"PK\x03\x04 no more", None),
        (b"", None),
    ],
)
def test_a_format_is_told_by_the_bytes(data: bytes, expected: str | None) -> None:
    assert office_format(data) == expected


@pytest.mark.parametrize(
    ("base", "reference", "expected"),
    [
        ("OEBPS/a.opf", "text/1%20b.html#x", "OEBPS/text/1 b.html"),
        ("Doc_0/Document.xml", "/Doc_0/Pages/P.xml", "Doc_0/Pages/P.xml"),
        ("Doc_0/Document.xml", "Pages\\P.xml", "Doc_0/Pages/P.xml"),
        ("", "word/document.xml", "word/document.xml"),
        ("a/b.xml", "../c.xml", "c.xml"),
    ],
)
def test_references_are_resolved_against_the_part_they_stand_in(base: str, reference: str, expected: str) -> None:
    assert resolved(base, reference) == expected


def test_a_part_is_found_however_it_is_written() -> None:
    parts = Parts(zip_of({"\\Doc_0\\Page.XML": b"x"}), "a")
    assert "Doc_0/page.xml" in parts
    assert parts.read("doc_0/Page.xml") == b"x"


@pytest.mark.parametrize(
    "parts",
    [
        {"a.xml": b" " * 60_000_000},  # 1,000 times its packed size
        {"a.xml": b"".join(b"<p a='%d'/>" % (n * 7919 % 65536) for n in range(2_500_001))},  # a tree of a gigabyte
    ],
)
def test_a_zip_that_unpacks_to_too_much_is_refused(parts: dict[str, bytes]) -> None:
    with pytest.raises(ReadError, match="unpacks to more than is read") as caught:
        Parts(zip_of(parts), "a").xml("a.xml")
    assert caught.value.problem == "large"


def test_parts_share_one_limit() -> None:
    part = b"".join(b"<p a='%d'/>" % (n * 7919 % 65536) for n in range(600_000))
    parts = Parts(zip_of({f"{n}.xml": b"<x>" + part + b"</x>" for n in range(5)}), "a")
    with pytest.raises(ReadError, match="unpacks to more"):
        deque(map(parts.xml, parts.names()), maxlen=0)


def test_too_many_parts_are_refused() -> None:
    with pytest.raises(ReadError, match="unpacks to more"):
        Parts(zip_of({str(n): b"" for n in range(20_001)}), "a")


def test_damaged_and_locked_zips_name_the_remedy() -> None:
    good = zip_of({"a.xml": "<x/>" * 100})
    at = good.index(b"a.xml") + len(b"a.xml")
    for damaged in (good[:40], good[:at] + b"\xff" * 8 + good[at + 8 :]):
        with pytest.raises(ReadError, match=r"a: is damaged.*另存"):
            Parts(damaged, "a").xml("a.xml")
    locked = bytearray(good)
    for name in (b"PK\x03\x04", b"PK\x01\x02"):
        place = locked.index(name) + (6 if name[2] == 3 else 8)
        locked[place] |= 1
    with pytest.raises(ReadError, match="password"):
        Parts(bytes(locked), "a").read("a.xml")
    with pytest.raises(ReadError, match="damaged"):
        Parts(good, "a").read("b.xml")


def test_a_size_that_lies_does_not_unpack_more() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.xml", b" " * 50_000_000)
    data = target.getvalue().replace((50_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    with pytest.raises(ReadError):
        Parts(data, "a").read("a.xml")
