"""How much more one thing is than another, or how far two are apart → the questions for both."""

from __future__ import annotations

import re
from dataclasses import replace

from index.language.units import UNIT_PATTERN
from qa.understanding.heads import Cut
from qa.understanding.terms import EDGE, RELATIVE, THAN, Reckoning, counted_terms, of_each
from qa.understanding.where_when import Read

__all__ = ["asks_which_is_more", "difference", "growth", "points_apart"]

_CHANGED = "(?:上?涨|下?降|下?跌|提高|上升|升高|增长|下滑|增)"
# 比2021年多打了多少亿斤: what is done stands between.
_DIFFERENCE = re.compile(
    rf"{THAN}(?P<other>[^，,。？?]{{1,30}}?)(?:一共|总共|足足|又|还|要)?"
    r"(?:[多少](?P<done>(?:(?![多少几的出])[㐀-鿿]){0,3}?)(?:出来?|了)?|[高低](?:出|了)?|(?:增加|减少|多出)了?)(?:多少|几)"
    rf"(?P<unit>[万亿]{{0,2}}(?:{UNIT_PATTERN}))?(?P<noun>[㐀-鿿]{{0,8}})$"
)
# 增速比南京快几个百分点, 跟2024年比高几个点
_POINTS = re.compile(
    rf"(?:{THAN}(?P<than>[^，,。？?]{{1,30}}?)|[，,]?[跟和与同](?P<against>[^，,。？?]{{1,30}}?)(?:相比较?|比较|比起来|比))[，,]?"
    rf"(?:要|又|还|能|更|约)?(?:[多少高低快慢大小]|相差|差|{_CHANGED})(?:出来?|了)?(?:多少|几)个?(?:百分)?点$"
)
_GROWS = re.compile("(?:增长|上涨|[涨增升长])[得的]?$")
_IS_RATE = re.compile("(?:[率速幅度]|比重|占比|比例|份额|指数|[增涨降跌]幅)$")
# 跟2022年比差多少, 和上街相比多了几件; X办结的跟Y立案的比，哪边多，多出多少件
_AGAINST = re.compile(
    rf"[，,]?(?:跟|和|与|同|比起?)(?P<other>[^，,。？?]{{1,30}}?)(?:相比较?|比较|比起来|比|来说)[，,]?"
    rf"(?P<which>(?:哪一?[边个家方市县区项类种]|谁|孰)的?(?:数量|数)?(?:更|要|比较)?[多少高低大小][，,、]?)?"
    rf"(?:又|还|能|要|到底|具体|一共)?(?:[多少高低大小]|相差|差|增加|减少|{_CHANGED})(?:出来?|了)?(?:多少|几)"
    rf"(?P<unit>[万亿]{{0,2}}(?:{UNIT_PATTERN}))?(?P<noun>[㐀-鿿]{{0,8}})$"
)
# How much money a thing rose by; without 钱 or a unit it may be a rate.
_CHANGED_BY = re.compile(
    rf"{THAN}(?P<other>[^，,。？?]{{1,30}}?)(?:一共|总共|足足)?{_CHANGED}了?(?:多少|几)(?P<unit>[万亿]{{0,2}}(?:{UNIT_PATTERN}))?(?P<noun>钱)?$"
)
_GREW = re.compile(
    f"(?:{THAN}|(?:跟|和|与|同))(?P<other>[^，,。？?]{{1,30}}?)(?:相比)?比?[，,]?(?:的?[增涨降跌]幅|增长率|增长|增加|下降|减少|上升|提高|涨|降|跌)了?(?:是|为|有|达)?"
    "(?:百分之[几多]少?|几成|多少个?百分[点比])$"
)
_APART = re.compile(
    rf"(?:相差|差了?)(?:(?P<points>(?:多少|几)个?百?分?点$)|多少|几)(?P<unit>[万亿]{{0,2}}(?:{UNIT_PATTERN}))?(?P<noun>[㐀-鿿]{{0,8}})$"
)
# 城乡居民收入相差多少: of the two that are held against each other.
_TOWN_AND_COUNTRY = re.compile("城乡(?=居民|人均|收入|消费)")


def asks_which_is_more(text: str) -> bool:
    """Whether it asks which of two is more, and by how much: 跟Y立案的比，哪边多，多几件."""
    against = _AGAINST.search(text.strip(" ?？。.!！"))
    return against is not None and against["which"] is not None


def growth(text: str, read: Read, cut: Cut) -> Reckoning | None:
    """By how much of it one figure is more than another: 财政收入比2021年增长百分之几."""
    grew = _GREW.search(text)
    if grew is None or RELATIVE.search(grew["other"]):
        return None
    return Reckoning("growth", tuple(counted_terms(text[: grew.start()], grew["other"], "", read, cut)))


def points_apart(text: str, read: Read, cut: Cut) -> Reckoning | None:
    """By how many points one rate is above another: GDP增速比南京快几个百分点, GDP涨得比南京快几个点."""
    found = _POINTS.search(text)
    if found is None or RELATIVE.search(other := found["than"] or found["against"]):
        return None
    first, other = text[: found.start()], _GROWS.sub("", other.rstrip("的"))
    if read(first).rest.strip(EDGE):
        first = _rate_of(first)
    elif read(other).rest.strip(EDGE):
        other = _rate_of(other)
    else:
        return None
    return Reckoning("difference", tuple(counted_terms(first, other, "", read, cut)), points=True)


def _rate_of(name: str) -> str:
    """GDP涨得 → GDP增速; what is a rate by its name stays: 城镇化率."""
    name = name.strip(EDGE)
    thing = _GROWS.sub("", name)
    return name if _IS_RATE.search(name) else f"{thing}增速"


def difference(text: str, read: Read, cut: Cut) -> Reckoning | None:
    """全年提案比全会期间多几件 → 全年提案有多少件, 全会期间提案有多少件."""
    changed = _CHANGED_BY.search(text)
    if changed and (changed["unit"] or changed["noun"]) and not RELATIVE.search(changed["other"]):
        first = text[: changed.start()]
        return Reckoning("apart", tuple(counted_terms(first, changed["other"], changed["unit"] or "", read, cut)))
    found = _DIFFERENCE.search(text)
    if found and not RELATIVE.search(found["other"]):
        first, done = text[: found.start()] + found["noun"].removesuffix("钱"), found["done"] or ""
        terms = counted_terms(first, found["other"], found["unit"] or "", read, cut, done=done)
        return Reckoning("difference", tuple(terms))
    against = _AGAINST.search(text)
    if against and not RELATIVE.search(against["other"]):
        counted = f"{against['unit'] or ''}{against['noun'].removesuffix('钱')}"
        return Reckoning("apart", tuple(counted_terms(text[: against.start()], against["other"], counted, read, cut)))
    apart = _APART.search(text)
    if apart is None:
        return None
    head = _TOWN_AND_COUNTRY.sub("城镇、农村", text[: apart.start()])
    asked = (
        f"{head}分别是多少"
        if apart["points"]
        else f"{head}分别有多少{apart['unit'] or ''}{'' if apart['noun'] == '钱' else apart['noun']}"
    )
    found_apart = of_each("apart", asked, read, cut)
    if found_apart is None or len(found_apart.terms) != 2:
        return None
    return replace(found_apart, points=apart["points"] is not None)
