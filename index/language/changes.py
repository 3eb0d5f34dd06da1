"""Rise, fall and standstill: which way a figure changed, by the words before it or by its sign.

`进出口总额下降3.2%`, `房地产开发投资负增长8.7%`, `同比增长-3.2%` fall; `失业率降低到3.1%` is a level; `与上年持平` is a
change of nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = [
    "CHANGE_WORDS",
    "STANDSTILL",
    "Change",
    "asks_change",
    "asks_fall",
    "change_before",
    "changes_in",
    "changes_in_english",
]

_RISES = "增长 增加 提高 上升 提升 净增 增产 上涨 回升 上浮 攀升 扩大 增幅 增速 涨幅 增收 上调 高出 增 涨 升".split()
_FALLS = (
    "负增长 下降 减少 降低 回落 下滑 下跌 压减 压缩 缩短 收窄 缩减 削减 萎缩 降幅 跌幅 减产 减收 下调 减 降 跌 缩小"
).split()
CHANGE_WORDS = (*_RISES[:-3], *_FALLS, "多", "少", "持平", "零增长")
_RATES_OF = frozenset("增幅 增速 涨幅 降幅 跌幅".split())
_WORD = "|".join(sorted((*_RISES, *_FALLS), key=lambda word: -len(word)))
_MORE = r"(?:比|较)[^，,；;。]{1,8}?(?P<more>多|少)"
_HEDGE = r"(?:约|近|逾|超过?|不足|不到|幅度|了|\s|大约|仅|达(?!到)){0,6}"
_BEFORE = re.compile(rf"(?:(?<!新)(?P<word>{_WORD})|{_MORE}){_HEDGE}(?P<level>到|至|为|达到)?{_HEDGE}$")
_MINUS = re.compile(r"[-－−]$")
# 与上年持平, 零增长, 基本保持不变: what is said where nothing rose or fell.
STANDSTILL = re.compile(
    r"(?:(?:与|同|和)(?:上年|去年|上一年|往年|上年同期|去年同期|同期)?(?:基本|大体|大致)?(?:保持)?持平|基本持平|(?:实现|保持)?零增长"
    r"|(?:与|同|和)(?:上年|去年)(?:基本)?(?:相当|相同))"
)
_ASKED = re.compile(
    rf"(?:{'|'.join(sorted({*_RISES, *_FALLS} - set('增涨升减降跌'), key=lambda word: -len(word)))})"
    r"|[增涨升减降跌]了|比(?:上年|去年)[多少]|\b(?:grow|grew|growth|rise|rose|fall|fell|drop|increase|decrease|decline)",
    re.IGNORECASE,
)
_ANY = re.compile(_WORD)
_RISES_IN_ENGLISH = re.compile(
    r"\b(?:grow|grew|growth|risen?|rises|rising|rose|increas|climb|gain|expand|up(?:ward)?\b|higher|improv)",
    re.IGNORECASE,
)
_FALLS_IN_ENGLISH = re.compile(
    r"\b(?:fall|fell|drop|decreas|declin|shr[ai]nk|reduc|contract(?:ed|ion)|down(?:ward)?\b|lower|slump)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Change:
    """sign: 1 for a rise, -1 for a fall. start: where the word begins in the text it was read from. level: whether the
    figure is what it came to (下降到3.1%), not by how much it changed.
    """

    sign: int
    start: int
    level: bool


def change_before(text: str) -> Change | None:
    """The change that the words before a figure, up to it, say it is: `进出口总额下降约` → a fall."""
    minus = _MINUS.search(text)
    match = _BEFORE.search(text[: minus.start()] if minus else text)
    if match is None:
        return None
    word = match["word"] or ("增加" if match["more"] == "多" else "减少")
    sign = -1 if word in _FALLS else 1
    start = match.start("word") if match["word"] else match.start()
    return Change(-sign if minus else sign, start, match["level"] is not None and word not in _RATES_OF)


def changes_in(text: str) -> frozenset[int]:
    """The signs of all changes that a text names: 1 of rises, -1 of falls, 0 of standstills."""
    signs = {-1 if match[0] in _FALLS else 1 for match in _ANY.finditer(text)}
    return frozenset(signs | ({0} if STANDSTILL.search(text) else set()))


def changes_in_english(text: str) -> frozenset[int]:
    """The signs of all changes that an English text names: 1 of rises, -1 of falls."""
    signs = {1: _RISES_IN_ENGLISH, -1: _FALLS_IN_ENGLISH}
    return frozenset(sign for sign, pattern in signs.items() if pattern.search(text))


def asks_fall(question: str) -> bool:
    """Whether it asks after a fall and no rise: 下降多少."""
    if re.search("比(?:上年|去年)少", question):
        return True
    english = re.search(r"\b(?:fall|fell|drop|decrease|decline)", question, re.IGNORECASE) is not None
    return english or changes_in(question) == {-1}


def asks_change(question: str) -> bool:
    """Whether it asks by how much something rose or fell."""
    return _ASKED.search(question) is not None
