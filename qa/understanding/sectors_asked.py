"""What a question asks of the three sectors' shares: 二产占多少, 三产升了几个点, 三产比二产高几个点."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["SectorsAsked", "read_sectors"]


@dataclass(frozen=True, slots=True)
class SectorsAsked:
    """kind: the share of one, by how much it changed, how far two are apart, or all three. of: which, from 0."""

    kind: Literal["share", "change", "apart", "all"]
    of: tuple[int, ...] = ()
    spans: bool = False


_NUMBERS = "一二三"
_SECTOR = "(?:第(?P<{n}long>[一二三])(?:次)?产业?|(?<!第)(?P<{n}short>[一二三])(?:次)?产业?(?!一体))"
_ONE, _OTHER = (_SECTOR.format(n=n) for n in ("", "other_"))
_SHARE = "(?:占比|比重|比例|份额)"
_OF_ALL = "(?:占(?:了)?(?:GDP|经济|全[市省区县国])?(?:地区|国内)?(?:生产总值|总量)?)"
_MUCH = "(?:多少|几成|百分之[几多]少?|多[大高])"
_POINTS = "(?:(?:多少|几)个?(?:百?分)?点?|百分之[几多]少?)"
_CHANGES = "(?:下?降低?|下滑|减少|回落|上?升|提[高升]|增加|增长|涨|变化|变动|高|低)"
_LEVEL = re.compile(
    f"{_ONE}(?:增加值)?的?(?:所?{_OF_ALL}?的?{_SHARE}|所?{_OF_ALL})(?:大[约概]|约|又|各|是|为|有|达到?|了)*(?:{_MUCH}|$)"
)
# 第二产业降了几个点; 增长 of no share is a rate.
_CHANGE = re.compile(
    f"{_ONE}(?:增加值)?的?(?:(?P<share>所?{_OF_ALL}?的?{_SHARE}|{_OF_ALL})|(?=[^，,增涨]{{0,12}}{_POINTS}))"
    f"(?P<since>[^，,。？?一二三]{{0,16}}?){_CHANGES}(?:出来?|了)?{_POINTS}$"
)
_APART = re.compile(
    f"{_ONE}(?:增加值)?的?(?:所?{_OF_ALL}?的?{_SHARE}|{_OF_ALL})?(?:要|又)?[比跟和与](?:较)?{_OTHER}的?(?:{_SHARE}|{_OF_ALL})?(?:相比|比)?[，,]?"
    "(?:又|要|还|能)?(?:[高低多少大小]|相?差)(?:出来?|了)?(?:多少|几)个?百?分?点$"
)
_ALL = re.compile(
    "(?:三次|三大|一二三次?|一、二、三次?)产业?(?:的)?(?:结构|增加值)?的?(?:结构|比[重例]|占比|之比)(?:比例?)?的?"
    "(?:又|都|有|是|各|分别|为|到底)*(?:多少|什么(?:样|变化)?|啥样?|怎么?样?(?:变化?|调整|优化)?(?:的|了)?|如何(?:变化|调整)?的?|几比几(?:比几)?|"
    "变化|(?:由|从)多少[^，。？?]{0,6}多少|$)"
)
_SPANS = re.compile('五年|十年|几年|[一二三四]五[”"]?(?:时期|期间)?|这些年')


def read_sectors(text: str) -> SectorsAsked | None:
    """What a Chinese question asks of the shares of the three sectors; None where it asks for nothing of them."""
    text = text.strip(" ?？。.!！").removesuffix("呢")
    spans = _SPANS.search(text) is not None
    if found := _APART.search(text):
        return SectorsAsked("apart", (_which(found), _which(found, "other_")), spans)
    if found := _CHANGE.search(text):
        return SectorsAsked("change", (_which(found),), spans)
    if found := _LEVEL.search(text):
        return SectorsAsked("share", (_which(found),), spans)
    return SectorsAsked("all", (), spans) if _ALL.search(text) else None


def _which(found: re.Match[str], name: str = "") -> int:
    return _NUMBERS.index(found[f"{name}long"] or found[f"{name}short"])
