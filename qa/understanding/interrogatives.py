"""Where a Chinese clause asks: its interrogative, with the measure word, and what stands before and behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.language.units import UNIT_PATTERN

__all__ = ["Interrogative", "find_interrogative", "masked"]

_QUOTED = re.compile('“[^”]{0,80}”|《[^》]{0,80}》|「[^」]{0,80}」|"[^"]{0,80}"')
# 那几家, 十几户, 好几回 and 几十年 count something; they ask for nothing.
_FEW = rf"(?<![那这十百千好头前近每后数同的])几(?![十百千乎番大])(?:{UNIT_PATTERN}|[㐀-鿿])"
_ASKS = re.compile(
    r"(?P<count>百分之[几多少]{1,2}|多少(?:个百分点|[万亿]*元|(?:"
    + UNIT_PATTERN
    + r"))?|"
    + _FEW
    + "|几成|(?<=的)几倍|多大的?(?:比例|比重|份额|占比))|"
    r"(?P<thing>(?<![哪那])第几[位名个次届]?|[什甚]么时[候间]|为[什甚]么|[什甚]么|啥时[候间]?|为啥|啥|哪(?:[一两几些年天里儿]|[两三四五六七八九十])?(?:个|位|天|项|条|家|种|件|次|年|所|座)?|谁|"
    r"多(?:大|高|长|久|远|重|快)(?=[?？，,。]|$|的|规模|程度|力度|范围)|怎么样|怎[么样]|如何|为何|何[时地处人])|"
    r"(?P<whether>(?P<verb>(?![动时差])[㐀-鿿])[不没](?P=verb)|是否|有无|能否|可否|吗(?=$|[?？])|(?<=[㐀-鿿])没有(?=$|[?？]))"
)
_INDEFINITE = re.compile("哪怕|无论|不管|不论|什么的$")
# A figure asked for stands at the end of what is said: nothing is asked in 几个区县跟老百姓议事的好办法.
_LONGEST_TAIL_OF_FEW, _LONGEST_AT_HEAD = 9, 4
_VERB_BEFORE_FEW = re.compile("(?:[了过有是为共各第到达成]|[办开写讲做建提搞去发出修设请送派办拿得获占涨降用花剩余])$")
# What is only spoken of: 为教大家怎么写好建议, 研究怎样让城市更友好时.
_SUBORDINATE = re.compile(
    r"^(?:为了?|针对|围绕|随着|由于|因为|除了?)(?!什么|何|啥|哪|谁|几|多少|怎)|"
    r"(?:研究|讨论|探讨|弄清|搞清|学会|懂得|明白)[^，]{0,4}(?:怎|如何|什么|哪)|(?:时|之?后|之前|以前|期间|[里中内])$"
)


@dataclass(frozen=True, slots=True)
class Interrogative:
    """start, end: of the interrogative in its clause, its measure word included. counts: it asks for a figure; whether:
    it asks whether something is so.
    """

    start: int
    end: int
    counts: bool
    whether: bool


def masked(text: str) -> str:
    """The text with what stands in quotation marks blanked, of the same length."""
    return _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), text)


def find_interrogative(clause: str, *, is_last: bool = True) -> Interrogative | None:
    """The first word of a clause that asks; None where nothing does. is_last: no other clause follows in the sentence,
    so that it is no subordinate one.
    """
    text = masked(clause)
    if _INDEFINITE.search(text):
        return None
    for match in _ASKS.finditer(text):
        if match["count"] and match["count"].startswith("几") and not _is_asked_few(text, match):
            continue
        few = match["count"] is None or match["count"].startswith("几")
        if not is_last and few and _SUBORDINATE.search(text):
            continue
        return Interrogative(match.start(), match.end(), match["count"] is not None, match["whether"] is not None)
    return None


def _is_asked_few(text: str, match: re.Match[str]) -> bool:
    """Whether 几 asks here: behind a verb or last in the clause, 办了几期读书班, 提案几件; not 几家企业开张以后."""
    tail = len(text) - match.end()
    if tail > _LONGEST_TAIL_OF_FEW:
        return False
    before = text[: match.start()].rstrip()
    if not before:
        return tail < _LONGEST_AT_HEAD
    return tail < _LONGEST_AT_HEAD or _VERB_BEFORE_FEW.search(before) is not None
