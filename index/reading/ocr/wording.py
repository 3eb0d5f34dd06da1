"""What a recogniser writes of Chinese text, written as print has it: widths of punctuation, spaces, brackets."""

from __future__ import annotations

import re

__all__ = ["is_furniture", "is_scanner_mark", "joined", "printed"]

_HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
_WIDE = dict(zip(",;:?!", "，；：？！", strict=True))
_AFTER_HAN = re.compile(f"(?<=[{_HAN}”》）〕]) ?([,;:?!])")
_BEFORE_HAN = re.compile(f"(?<=[A-Za-z%％”》）〕])([,;:])(?=[{_HAN}“《（〔])")
_SPACES = re.compile(
    f"(?<=[{_HAN}，。、；：？！”》）〕]) (?=[{_HAN}0-9“《（〔])|(?<=[0-9%％，。、；：？！]) (?=[{_HAN}“《（〔])"
)
_BRACKETED = re.compile(r"\(([^()]{0,60})\)")
_CLOSED, _OPENED = (
    re.compile(f"(?<=[{_HAN}])\\)"),
    re.compile(f"\\((?=[{_HAN}])"),
)  # whose other one stands on another line
_HAS_HAN = re.compile(f"[{_HAN}]")
_UNPAIRED = re.compile(r"[(（]([^()（）〔〕]{0,12})〕|〔([^()（）〔〕\]]{0,12})[)）\]]")
_PAGE_NUMBER = re.compile(r"[-—–―一·•.~ ]{0,4}(?:第 ?)?\d{1,3} ?页?(?: ?[/,，]? ?共? ?\d{1,3} ?页)?[-—–―一·•.~ ]{0,4}")
_SCANNER = re.compile(r"扫描全能王|CamScanner|夸克扫描|扫描王|Scanned (?:with|by)", re.IGNORECASE)


def printed(text: str) -> str:
    """A line as print has it: `2023年,市政协 及其` → `2023年，市政协及其`. Figures stay as they were recognised."""
    text = " ".join(text.split())
    text = _UNPAIRED.sub(lambda found: f"〔{found[1] or found[2] or ''}〕", text)
    text = _BRACKETED.sub(_widened, text)
    text = _OPENED.sub("（", _CLOSED.sub("）", text))
    text = _AFTER_HAN.sub(lambda found: _WIDE[found[1]], text)
    text = _BEFORE_HAN.sub(lambda found: _WIDE[found[1]], text)
    return _SPACES.sub("", text)


def _widened(found: re.Match[str]) -> str:
    return f"（{found[1]}）" if _HAS_HAN.search(found[1]) or _beside_han(found) else found[0]


def _beside_han(found: re.Match[str]) -> bool:
    text, start, end = found.string, found.start(), found.end()
    return bool(_HAS_HAN.match(text[max(0, start - 1) : start]) or _HAS_HAN.match(text[end : end + 1]))


def is_furniture(text: str) -> bool:
    """Whether a line at a page's edge is its number: `— 8 —`, `第3页 共12页`."""
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None


def is_scanner_mark(text: str) -> bool:
    """Whether a line is what an app for scanning writes on each page: `扫描全能王 创建`."""
    return len(text) < 40 and _SCANNER.search(text) is not None


def joined(before: str, after: str) -> str:
    """Two lines of a paragraph as one: between Latin letters a space, which Chinese does not have."""
    both_latin = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return f"{before} {after}" if both_latin else before + after
