"""Documents that are folders in one file: which format the bytes are, and the parts of a zip within limits."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from contextlib import suppress
from typing import NoReturn
from urllib.parse import unquote, urldefrag

from lxml import etree

from index.errors import ReadError

__all__ = ["OLE", "Parts", "XmlError", "office_format", "parse_xml", "resolved"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_UTF8 = 0x800  # of a part's flags
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/epub+zip": "epub",
}
# A page of a report is 40 kB of XML, half of it marks: this is a book of a thousand pages.
_MOST_PART = 40 * 2**20
# Elements, their ends and attributes: each takes some 100 bytes as a tree.
_MOST_MARKS = 5_000_000
_MOST_ALL = 128 * 2**20
_MOST_PARTS = 20_000
# Deflate reaches 1,032; the XML of empty table cells 150.
_MOST_RATIO = 400
_SMALL = 2**20

# The names in Word's strict files, which mean the same.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main",
     b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)  # fmt: skip

XmlError = etree.XMLSyntaxError


class Parts:
    """The parts of a zip by name, each unpacked when it is asked for, within limits of number, size and ratio."""

    def __init__(self, data: bytes, source: str) -> None:
        """Raises: ReadError where the zip is damaged, locked by a password or of too many parts."""
        self._source = source
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            self._damaged(error)
        parts = self._zip.infolist()
        if len(parts) > _MOST_PARTS:
            self._too_large()
        # Some programs write \ between folders, or a / in front.
        self._names = {info.filename.replace("\\", "/").lstrip("/").casefold(): info for info in parts}
        self._left, self._marks_left = _MOST_ALL, _MOST_MARKS

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def names(self) -> list[str]:
        """The parts in the order in which they stand in the file."""
        return [info.filename.replace("\\", "/").lstrip("/") for info in self._names.values()]

    def written_name(self, name: str) -> str:
        """A part's name as it was given: programs that do not say it is UTF-8 write it in the encoding of their system,
        which is read as code page 437.
        """
        if not self._names[name.casefold()].flag_bits & _UTF8:
            with suppress(UnicodeEncodeError):
                given = name.encode("cp437")
                for encoding in ("utf-8", "gb18030", "big5hkscs"):
                    with suppress(UnicodeDecodeError):
                        return given.decode(encoding).replace("\\", "/")
        return name

    def read(self, name: str) -> bytes:
        """A part unpacked; whether it is there is for the caller to ask.

        Raises: ReadError where it is missing, damaged, locked or would unpack to more than is allowed.
        """
        info = self._names.get(name.casefold())
        if info is None:
            self._damaged(KeyError(name))
        if info.flag_bits & 0x1:
            raise ReadError(self._source, "is locked by a password; save it without one. 文件有密码，请去掉后另存")
        most = min(_MOST_PART, self._left)
        if info.file_size > _SMALL and info.file_size > _MOST_RATIO * info.compress_size:
            self._too_large()
        try:
            with self._zip.open(info) as packed:
                unpacked = packed.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            self._damaged(error)
        if len(unpacked) > most:
            self._too_large()
        self._left -= len(unpacked)
        return unpacked

    def marked(self, name: str) -> bytes:
        """A part that will become a tree. Raises: ReadError as `read` does, and where the tree would be too large."""
        data = self.read(name)
        self._marks_left -= data.count(b"<") + data.count(b"=")
        if self._marks_left < 0:
            self._too_large()
        return data

    def xml(self, name: str) -> etree._Element:
        """A part's root element. Raises: ReadError as `marked` does, and where the part is no XML."""
        data = self.marked(name)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        try:
            return parse_xml(data)
        except XmlError as error:
            self._damaged(error)

    def _damaged(self, error: Exception) -> NoReturn:
        message = "is damaged; open it in its program and save it anew. 文件已损坏，请打开后另存"
        raise ReadError(self._source, message, problem="damaged") from error

    def _too_large(self) -> NoReturn:
        message = "unpacks to more than is read; split it into one file per report. 解开后太大，请分成几份"
        raise ReadError(self._source, message, problem="large")


def parse_xml(data: bytes) -> etree._Element:
    """The root element. No entity is put in, nothing is fetched; depth and sizes are limited by libxml2.

    Raises: XmlError.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    return etree.fromstring(data, parser)


def resolved(base: str, reference: str) -> str:
    """The part that a part named `base` refers to: ("OEBPS/a.opf", "text/1%20b.html#x") → "OEBPS/text/1 b.html"."""
    path = unquote(urldefrag(reference.replace("\\", "/")).url)
    joined = path if path.startswith("/") else posixpath.join(posixpath.dirname(base), path)
    return posixpath.normpath(joined).lstrip("/")


def _holds_workbook(data: bytes) -> bool:
    """Whether a compound file is a workbook; one set into a Word document is not."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return not ole.exists("WordDocument") and any(map(ole.exists, ("Workbook", "Book")))
    except (OSError, ValueError, IndexError, RecursionError, TypeError):
        return False


def office_format(data: bytes) -> str | None:
    """Which of "docx", "xlsx", "odt", "epub", "ofd", "rtf", "xls" (Excel 97–2003) and "ole" (Word of then and its
    like); None for others.

    It is told by the bytes: a file's suffix says nothing of it.
    """
    if data.startswith(OLE):
        return "xls" if _holds_workbook(data) else "ole"
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return "rtf"
    if not data.startswith(_ZIP):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = {name.replace("\\", "/").lstrip("/").casefold() for name in packed.namelist()[:_MOST_PARTS]}
            if "ofd.xml" in names:
                return "ofd"
            # Where the part is called otherwise, as it may be, the folder still is Word's.
            if "[content_types].xml" in names and any(name.startswith("word/") for name in names):
                return "docx"
            if "[content_types].xml" in names and any(name.startswith("xl/") for name in names):
                return "xlsx"
            if "mimetype" in names:
                with packed.open("mimetype") as part:
                    return _MIMETYPES.get(part.read(200).strip())
            return "epub" if "meta-inf/container.xml" in names else None
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
