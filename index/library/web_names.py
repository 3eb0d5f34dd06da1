"""What a document of the web is called as a file, and whether it is of a sort that may hold a report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes, urlsplit

from index.reading.files import safe_name

__all__ = ["LONGEST_URL", "accepted_suffixes", "name_of"]

LONGEST_URL = 2_000  # characters

# Type → the suffixes that such a file may have, the usual one first.
_TYPES: dict[str, tuple[str, ...]] = {
    "text/html": (".html", ".htm"),
    "application/xhtml+xml": (".html", ".htm"),
    "multipart/related": (".mht", ".mhtml"),
    "message/rfc822": (".mht", ".mhtml"),
    "application/pdf": (".pdf",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/msword": (".doc", ".docx", ".wps"),
    "application/vnd.ms-works": (".wps",),
    "application/wps-office.wps": (".wps",),
    "application/kswps": (".wps",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/rtf": (".rtf",),
    "text/rtf": (".rtf",),
    "application/epub+zip": (".epub",),
    "application/ofd": (".ofd",),
    "text/plain": (".txt", ".md", ".csv"),
    "text/markdown": (".md",),
    "text/csv": (".csv",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/tiff": (".tif", ".tiff"),
    "image/bmp": (".bmp",),
    "image/webp": (".webp",),
}
# What servers say of files that they do not know.
_ANY = frozenset(
    "application/octet-stream binary/octet-stream application/x-download application/download "
    "application/force-download application/x-msdownload application/zip application/unknown".split()
) | {""}
_EXTENDED = re.compile(r"filename\*\s{0,4}=\s{0,4}\"?([\w-]{1,20})'[\w-]{0,20}'([^;\"\s]{1,1000})", re.IGNORECASE)
_PLAIN = re.compile(r"filename\s{0,4}=\s{0,4}(?:\"([^\"]{1,1000})\"|([^;\"\s]{1,1000}))", re.IGNORECASE)


def accepted_suffixes() -> tuple[str, ...]:
    """Of the files that are fetched, each once."""
    return tuple(dict.fromkeys(suffix for suffixes in _TYPES.values() for suffix in suffixes))


def name_of(url: str, content_type: str, headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """A harmless name with a suffix that fits the type; None for a type that is not fetched.

    It is the one that the server gives (Content-Disposition, RFC 6266), else the last part of the address, else its
    host.
    """
    given = next((value for name, value in headers if name.lower() == b"content-disposition"), b"")
    parts = urlsplit(url)
    last = _decoded(unquote_to_bytes(PurePosixPath(parts.path).name))
    name = safe_name(_given_name(given) or last or (parts.hostname or "page").replace(".", "-"))
    suffix = PurePosixPath(name).suffix
    if content_type in _ANY:
        return name if suffix in accepted_suffixes() else None
    suffixes = _TYPES.get(content_type)
    if suffixes is None:
        return None
    if suffix in suffixes:
        return name
    # content.aspx, t20240222_1.shtml: the server's program, not the document's sort.
    stem = name if suffix[1:].isdigit() else name.removesuffix(suffix)
    return f"{stem or 'page'}{suffixes[0]}"


def _given_name(value: bytes) -> str:
    text = value.decode("latin-1")
    extended = _EXTENDED.search(text)
    if extended:
        try:
            return unquote_to_bytes(extended[2]).decode(extended[1])
        except (LookupError, UnicodeDecodeError):
            pass
    plain = _PLAIN.search(text)
    # Many servers write the bytes of a Chinese name as they are, or in per cents.
    return _decoded(unquote_to_bytes((plain[1] or plain[2]).encode("latin-1"))) if plain else ""


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
