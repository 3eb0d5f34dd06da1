"""Which figures of a comparison count the same thing, and wherein the others differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from index.kinds import OF_CPPCC
from index.language.stages import stages_in, without_stages
from index.types import Kind, Report
from qa.types import Difference, Stated, Usual

__all__ = [
    "called_otherwise",
    "counted_by",
    "names_it",
    "part_of_time",
    "starts_a_change",
    "told_apart",
    "what_is_counted",
]

_Value = TypeVar("_Value")
# What a body counts of its own doing; an economic indicator is the same whoever reports it.
_OWN_DOING = re.compile(
    "提案|立案|社情民意|协商|调研|视察|民主监督|界别|委员|建议|议案|案件|会议|座谈|培训|走访|督查|检查|发言|审计"
)
# Words that leave what is counted as it is. 人均, 规上, 重点, 新增, 向省政协, 关于防汛 do not.
_SAME = re.compile(
    r"(?:19|20)\d\d年(?:度|末|底)?|\d{1,2}月(?:底|末)?|“十[一二三四五]五”(?:期间|时期|末)?"
    r"|(?:全[国省市区县州盟旗]|[我本][国省市区县州盟旗]|各级|各地|地方级?(?:财政)?|财政(?=\0|一般)|国家级?(?=\0)|本级|全口径|政协|常委会|党组)"
    r"|(?:今|当|本|去|上)年(?:度|末|底)?|年(?:末|底|度|内)|一年来?|(?:过去|上)?一年|全年|[一二三四五六七八九十]{1,3}届[一二三四五六七八九十]{1,3}次(?:全体)?(?:会议)?(?:以来)?|以来|期间|截至|目前|现有?"
    r"|地区|组织|召开|举办|举行|开展|进行|实现|完成|达到|达|突破|超过|超|接近|跃上|迈上|站上|预计|预期|可|稳定|保持"
    r"|委员们?|各界别?|广大|有关|各类|各项|各种|多种形式|集中|分别|同时|其中|累计|共计|总共|一共|合计|总计|总数|总量|总额|总规模(?!以上)|规模(?!以上)|数量|件数|篇数|人数"
    r"|左右|以上|以下|大关|台阶|多|余|约|近|逾|名义|同比|较?上年|比上年|比去年|按可比价(?:格)?(?:计算)?|可比价|(?<!年)均"
    r"|经审查|审查|审定|全部|已经|已|予以|并案|合并|经|后|为|是|有|了|的|共|由|从|到|至|在|率|又|再|也|还|并|和|与|及|等|新台阶|一个"
)
_SEVERAL = "多年累计"
_OF_TIME = (
    (re.compile(r"(?<!闭)(?:全会|会议|大会|全体会议)期间|次(?:全体)?会议(?:上|共)"), "会议期间"),
    (re.compile("闭会期间"), "闭会期间"),
    (re.compile(r"上半年|[一二三四]季度|前[一二三四五六七八九十\d]+个?月|1[—\-–至到]\d{1,2}月"), "不足一年"),
    (
        re.compile(r"[三四五]年来|“?十[一二三四五]五”?(?:期间|时期|以来|[，,])|五年间|五年累计|届内|任期|届以来|历年"),
        _SEVERAL,
    ),
    (re.compile(r"全年|一年来|年内|次(?:全体)?会议以来|(?:19|20)\d\d年"), ""),
)
_CHANGES = re.compile("增长|增速|增幅|增加(?!值)|上升|提高|提升|上涨|下降|减少|降低|回落|[增降](?=\0)")
# 由345家增加到|2052家: what it was before is no part of what is counted.
_STARTS = re.compile(
    r"[由从](?:(?:19|20)\d\d年[底末初]?的?|“[^“”]{1,6}”[^\d由从，,；;到至为]{0,4}|[^\d由从，,；;到至为]{0,8})$"
)
_REACHED = re.compile("(?:增加|提高|上升|增长|提升|扩大|攀升|跃升|跃|增|升|下降|减少|降低|回落|降)[到至为](?=了?\0)")
_BASE = re.compile(
    "[由从][^由从，,；;\0]{1,30}?(?:增加|提高|上升|增长|提升|扩大|攀升|跃升|跃|增|升|下降|减少|降低|回落|降|发展)?[到至为](?=\0)"
)
# What reports call one and the same thing.
_OTHERWISE = (
    ("规模以上", "规上"),
    ("城镇居民", "城镇常住居民"),
    ("农村居民", "农村常住居民", "农民"),
    ("社情民意信息", "社情民意"),
    ("城镇新增就业", "新增城镇就业"),
    ("人均地区生产总值", "人均生产总值"),
    ("提案办复率", "提案办结率", "办复率", "办结率"),
)
# Other words for one and the same mark.
_APART = (
    (re.compile("新增|净增|新认定|新培育|新建|新引进|新签约|新获批"), "新增"),
    (re.compile("年均"), "年均"),
    (_CHANGES, "变化"),
)


def called_otherwise(noun: str, others: Iterable[str] = ()) -> tuple[str, ...]:
    """The noun, and the same in the words that reports use for one another: 规上工业增加值 is 规模以上工业增加值.

    others: what the glossary has for it; words that have no two characters in common mean something beside it.
    """
    pairs = {noun[at : at + 2] for at in range(len(noun) - 1)}
    alike = (other for other in others if other.isascii() or any(pair in other for pair in pairs))
    found = dict.fromkeys([noun, *alike])
    for noun in tuple(found):
        for words in _OTHERWISE:
            own = next((word for word in words if word in noun), None)
            if own is not None:
                found |= dict.fromkeys(noun.replace(own, word) for word in words)
    return tuple(found)


def starts_a_change(before: str) -> bool:
    """Whether a figure is what something rose or fell from, by the words before it: 由2010年的|2万亿元跃升到3万亿元."""
    return _STARTS.search(before) is not None


def names_it(before: str, after: str, nouns: Iterable[str], *, change: bool) -> bool:
    """Whether the words around a figure name the indicator as what it counts; of a change also that it is one. In
    `6次|在常委会议上发言` the meeting is none of what is counted.
    """
    said = [words for words in (before, after) if not words.startswith("在")]
    if not any(noun in words for noun in nouns for words in said):
        return False
    return not change or (_CHANGES.search(f"{before}\0{after}") is not None and "占" not in before)


def what_is_counted(before: str, after: str, nouns: Sequence[str], stage: str = "") -> frozenset[str]:
    """The marks of a figure by which two of one indicator may differ: `向省政协报送社情民意信息` → 报送, 向省政协.

    before, after: the words around the figure, in its clause. nouns: what the indicator is called. stage: the one asked
    for.
    """
    words = _REACHED.sub("", _BASE.sub("", re.sub(r"[\s*#|]+", "", f"{before}\0{after}")))
    for noun in sorted(nouns, key=len, reverse=True):
        words = words.replace(noun, "\0")
    found = set(stages_in(words))
    if stage == "立案" or "立案" in found:
        found -= {"交办"}
    part = "".join(re.findall("[㐀-鿿A-Za-z]+", _SAME.sub("", without_stages(words))))
    for pattern, called in _APART:
        if pattern.search(part):
            found.add(called)
            part = pattern.sub("", part)
    return frozenset({*found, part} - {""})


def part_of_time(earlier: str, *, years: int = 1) -> str:
    """What a figure is of where that is not the whole of one year, by the last time that its sentence names before it:
    会议期间. years: of how many it is stated.
    """
    last, name = -1, ""
    for pattern, called in _OF_TIME:
        for match in pattern.finditer(earlier):
            if match.end() > last:
                last, name = match.end(), called
    return "" if name == _SEVERAL and years > 1 else name


def counted_by(report: Report, nouns: Iterable[str]) -> Kind:
    """The kind of report whose body's own doing is counted; "" for what is the same whoever reports it."""
    if not any(_OWN_DOING.search(noun) for noun in nouns):
        return ""
    return "cppcc_report" if report.kind in OF_CPPCC else report.kind


def told_apart(rows: Sequence[Stated], *, series: bool) -> tuple[tuple[Stated, ...], Usual]:
    """The rows, each with that wherein it differs from what most share, and what that is.

    series: whether several years were asked for, so that it is no difference to be of one of them.
    """
    usual = Usual(
        counts=_shared(row.counts for row in rows),
        qualifier="",
        counted_by=_shared(row.counted_by for row in rows),
        years=_shared(_period(row, series=series) for row in rows),
        unit=_shared(row.unit for row in rows),
    )
    words = _shared([row.qualifier for row in rows if row.counts == usual.counts]) if usual.counts is not None else None
    first = next((row.qualifier for row in rows if row.counts == usual.counts), "")
    usual = replace(usual, qualifier=words or first)
    return tuple(replace(row, apart=_differences(row, usual, series=series)) for row in rows), usual


def _differences(row: Stated, usual: Usual, *, series: bool) -> tuple[Difference, ...]:
    compared: tuple[tuple[Difference, object, object], ...] = (
        ("count", row.counts, usual.counts),
        ("body", row.counted_by, usual.counted_by),
        ("period", _period(row, series=series), usual.years),
        ("unit", row.unit, usual.unit),
    )
    return tuple(name for name, own, most in compared if own != most)


def _period(row: Stated, *, series: bool) -> tuple[int, ...]:
    """The years of a row; of a series, only how many."""
    return tuple(range(len(row.years))) if series else row.years


def _shared(values: Iterable[_Value]) -> _Value | None:
    """What most have, ties by the first; None where no two of several share it."""
    counts = Counter(values)
    if not counts:
        return None
    value, n = counts.most_common(1)[0]
    return value if n > 1 or counts.total() == 1 else None
