"""Text files: what their bytes say."""

from __future__ import annotations

from index.errors import ReadError
from index.reading.extracted import Extracted, Tell, silent

__all__ = ["extract"]

_CONTROL = frozenset(chr(code) for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n\v\f\r\x1a")


def extract(data: bytes, source: str, tell: Tell = silent) -> Extracted:  # noqa: ARG001 - as every reader takes it
    """The text of a text file. Raises: ReadError where its encoding is unknown or it is no text."""
    encoding, text = _decode(data, source)
    return Extracted(text, encoding)


def _decode(data: bytes, source: str) -> tuple[str, str]:
    binary = ReadError(source, "is a binary file, not text; save the report as UTF-8 text", problem="binary")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReadError(source, "is UTF-16; save it as UTF-8", problem="utf16")
    if b"\0" in data:
        raise binary
    encoding = "utf-8"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as not_utf8:
        encoding = "gb18030"
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            message = "has an unknown encoding (neither UTF-8 nor GB18030); save it as UTF-8"
            raise ReadError(source, message, problem="encoding") from error
        # gb18030 decodes almost any bytes: Big5 or Latin-1 would pass as rare characters.
        if not _looks_chinese(text):
            message = "has an unknown encoding (not UTF-8, and not Chinese as GB18030); save it as UTF-8"
            raise ReadError(source, message, problem="encoding") from not_utf8
    controls = sum(text.count(character) for character in _CONTROL)
    if controls > 8 and controls * 200 > len(text):
        raise binary
    return encoding, text


# The most frequent characters of running Chinese; 7 % of a report's characters, 0.1 % of Big5 read as GB18030.
_FREQUENT = frozenset("的是一在不了和有大中人民政府工作年全市展发会国新区县要加")


def _looks_chinese(text: str) -> bool:
    """Whether decoded GB18030 reads as Chinese: rare ideographs and private characters betray another encoding."""
    letters = [character for character in text if ord(character) > 0x7F]
    if not letters:
        return False
    frequent = sum(character in _FREQUENT for character in letters)
    private = sum(0xE000 <= ord(c) <= 0xF8FF or ord(c) >= 0x20000 or c == "\ufffd" for c in letters)
    return frequent * 50 >= len(letters) and private * 50 <= len(letters)
