"""Which formats are read, by which module, and which of them a file is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from index.reading.extracted import Extracted, Tell

__all__ = [
    "FORMATS",
    "LARGEST",
    "NOT_READ",
    "PACKED",
    "SUFFIXES",
    "Format",
    "format_named",
    "format_of",
    "most_bytes",
    "reader_of",
    "reads_pictures",
]

_MB = 2**20


@dataclass(frozen=True, slots=True)
class Format:
    """module: has `extract`, and is imported with the first such file. suffixes: in lower case. most: bytes."""

    module: str
    suffixes: tuple[str, ...]
    most: int


FORMATS = {
    "text": Format("index.reading.text", (".txt", ".md", ".csv"), 20 * _MB),
    "html": Format("index.reading.html", (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml"), 20 * _MB),
    "xlsx": Format("index.reading.xlsx", (".xlsx", ".xlsm"), 20 * _MB),
    "xls": Format("index.reading.xls", (".xls", ".et"), 20 * _MB),
    "docx": Format("index.reading.docx", (".docx", ".docm"), 100 * _MB),
    "office": Format("index.reading.office", (".doc", ".wps", ".rtf", ".odt", ".epub"), 100 * _MB),
    "ofd": Format("index.reading.ofd", (".ofd",), 100 * _MB),
    "pdf": Format("index.reading.pdf.read", (".pdf",), 200 * _MB),
    "picture": Format("index.reading.picture", (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp"), 100 * _MB),
}
_BY_SUFFIX = {suffix: name for name, each in FORMATS.items() for suffix in each.suffixes}
SUFFIXES = tuple(_BY_SUFFIX)
# What people keep reports in, too, and no reader has, with what to do in both languages.
_SAVE = "save each report as .docx, .pdf or .txt; 请另存为 .docx、.pdf 或 .txt"
_WORKBOOK = "save it as .xlsx or .csv; 请另存为 .xlsx 或 .csv"
_UNPACK = "unpack it, or pack it as .zip; 请解压后添加，或改用 .zip"
_MAIL = "save it as .eml, or what is attached to it; 请另存为 .eml，或另存附件后添加"
NOT_READ = {
    ".ods": _WORKBOOK,
    **dict.fromkeys((".ppt", ".pptx", ".caj", ".heic"), _SAVE),
    **dict.fromkeys((".rar", ".7z"), _UNPACK),
    ".msg": _MAIL,
}
# Files that hold files: archives, and mails with what is attached to them.
PACKED = (".zip", ".eml")
LARGEST = max(each.most for each in FORMATS.values())

_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM")
_PACKED = (b"PK", b"\xd0\xcf\x11\xe0")  # zip, and the container of old office files
_HEAD = 1024


def format_named(suffix: str) -> str | None:
    """The format that a suffix, in lower case, promises; None where no reader has it."""
    return _BY_SUFFIX.get(suffix)


def reads_pictures() -> bool:
    """Whether what recognises text in pictures is installed."""
    return find_spec("rapidocr") is not None


def most_bytes(suffix: str) -> int | None:
    """How large a file with this suffix may be; None where no reader has it."""
    name = format_named(suffix)
    return FORMATS[name].most if name else None


def reader_of(data: bytes, suffix: str) -> Callable[[bytes, str, Tell], Extracted]:
    """What reads these bytes: `extract` of a format's module."""
    module = import_module(FORMATS[format_of(data, suffix)].module)
    return cast("Callable[[bytes, str, Tell], Extracted]", module.extract)


def format_of(data: bytes, suffix: str) -> str:
    """The format by what the bytes begin with, since a suffix is easily changed; else by the suffix."""
    head = data[:_HEAD]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(_PICTURES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return "picture"
    if head.startswith(_PACKED) or head.lstrip().startswith(b"{\\rtf"):
        from index.reading.containers import office_format

        if packed := office_format(data):
            return packed if packed in FORMATS else "office"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    return _BY_SUFFIX[suffix]
