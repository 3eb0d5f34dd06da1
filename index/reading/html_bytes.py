"""The bytes of a saved page → its source: which encoding they are in, and which part of an .mht is the page."""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from functools import cache

from index.errors import ReadError

__all__ = ["decode_page", "is_mht", "page_of_mht"]

_CHARSET = re.compile(r"(?:charset|encoding)\s{0,4}=\s{0,4}[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_HEAD = 4096  # bytes; where a page declares its encoding
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# What is declared, and the largest encoding that people mean by it.
_MEANT = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"} | {
    "big5-hkscs": "big5hkscs", "utf-8": "utf-8", "utf8": "utf-8"
}  # fmt: skip
_CHINESE = ("gb18030", "big5hkscs")
_LOOKED_AT = 200_000  # characters
_MOST_WRONG = 0.002  # of the characters: titles cut within one are common
_LEAST_COMMON = 0.5
_MHT = re.compile(r"(?:From:|MIME-Version:|Content-Type:\s?multipart/|Snapshot-Content-Location:)", re.IGNORECASE)
_UNKNOWN = (
    "has an unknown encoding (not UTF-8, GB18030 or Big5); open the page in a browser and save its text as UTF-8. "
    "网页编码无法识别，请用浏览器打开后另存为 UTF-8 文本"
)
_NO_PAGE = "holds no page; save it as .html. 文件里没有网页，请另存为 .html"


def decode_page(data: bytes, source: str, hint: str = "") -> tuple[str, str]:
    """(encoding, source of the page), by the evidence of the bytes; what is declared only breaks a tie.

    hint: the encoding that came with the page. Raises: ReadError where none fits.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, data[len(mark) :].decode(encoding, "replace")
    text = data.decode("utf-8", "replace")
    if _wrong(text) <= _MOST_WRONG:
        return "utf-8", text
    declared = [hint, *_CHARSET.findall(data[:_HEAD].decode("latin-1"))]
    meant = [_MEANT[each.lower()] for each in declared if each.lower() in _MEANT]
    tried = [each for each in dict.fromkeys((*meant, *_CHINESE)) if each in _CHINESE]
    found = [(each, data.decode(each, "replace")) for each in tried]
    fitting = [
        (_common(text, each), -tried.index(each), each, text) for each, text in found if _wrong(text) <= _MOST_WRONG
    ]
    best = max(fitting, default=None)
    if best is None or best[0] < _LEAST_COMMON:
        raise ReadError(source, _UNKNOWN, problem="encoding")
    return best[2], best[3]


def _wrong(text: str) -> float:
    """The share of characters beyond ASCII that stand for bytes that are none of the encoding."""
    beyond = sum(letter > "\x7f" for letter in text)
    return text.count("\ufffd") / beyond if beyond else 0.0


def _common(text: str, encoding: str) -> float:
    """The share of a text's ideographs that stand among the frequent ones of an encoding's own two levels."""
    han = [letter for letter in text[:_LOOKED_AT] if "\u3400" <= letter <= "\ufaff" or letter >= "\U00020000"]
    common = _first_level(encoding)
    return sum(letter in common for letter in han) / len(han) if han else 0.0


@cache
def _first_level(encoding: str) -> frozenset[str]:
    """GB 2312 puts its 3,755 frequent ideographs first (B0–D7), Big5 its 5,401 (A4–C6)."""
    first, last, codec = (0xB0, 0xD7, "gb2312") if encoding == "gb18030" else (0xA4, 0xC6, "big5")
    pairs = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in range(0x40, 0xFF))
    return frozenset("".join(pair.decode(codec, "ignore") for pair in pairs if pair[1] > 0x7F or codec == "big5"))


def is_mht(data: bytes) -> bool:
    """Whether it is a page saved as mail with its pictures and styles (.mht, .mhtml)."""
    head = data[:_HEAD].decode("latin-1").lstrip()
    return bool(_MHT.match(head)) and "multipart/" in head.lower()


def page_of_mht(data: bytes, source: str) -> tuple[bytes, str, str]:
    """(bytes of the page, its charset, its address). Raises: ReadError where no part is a page."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                address = part.get("Content-Location") or message.get("Snapshot-Content-Location") or ""
                return page, str(part.get_content_charset() or ""), str(address).strip()
    raise ReadError(source, _NO_PAGE, problem="format")
