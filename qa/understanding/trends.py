"""A question after one thing over years → the thing asked for each year: 新乡这几年立案的提案怎么变化."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.understanding.interrogatives import find_interrogative, masked
from qa.understanding.where_when import WhereWhen

__all__ = ["Trend", "read_trend"]

_NUMERALS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_SPAN = re.compile(
    r"(?:这|近|最近|过去|前|头)(?P<n>[几两二三四五六七八九十]|\d{1,2})年(?:来|间|里|以来|内)?|"
    r"(?P<each>历年(?:来)?|逐年|各年度?)|"
    r"(?:in |over |during )?(?:the )?(?:past|last|recent) (?:\w+ )?years|(?:over|through) the years|year by year|"
    r"each year|every year"
)
_CHANGED = re.compile(
    "(?:都|又|是|有|发生)?了?(?:怎么|怎样|如何|什么|哪些|何种)?(?:样的?|的)?(?:变化|变动|走势|趋势|增减|起伏|演变|消长)"
    "(?:情况|趋势|过程)?[了的]?(?:怎么样|如何|怎样|是什么|有哪些|多大|吗)?|"
    "(?:是)?(?:怎么|怎样|如何)(?:变化?|发展|走|增长|增减|涨|升|降|下降)的?了?|是(?:涨|升|增|多)了?还是(?:跌|降|减|少)了?|"
    "越来越(?:多|少|高|低)(?:了)?(?:吗)?"
)
_EACH = re.compile("各自?(?![级界地区县市州省类项部方族种个])|分别")
_AVERAGE = re.compile("平均|年均|总共|一共|累计|合计")
_CHANGED_IN_ENGLISH = re.compile(
    r"^how (?:has|have|did|does|do) (?P<thing>[^?]+?) "
    r"(?:chang\w+|develop\w*|evolv\w+|grow\w*|grew|var\w+|rise\w*|fall\w*|gone)\b|"
    r"\btrend (?:of|in|for) (?P<of>[^?]+)",
    re.IGNORECASE,
)
_FILLER = "的是有,， ?？。"


@dataclass(frozen=True, slots=True)
class Trend:
    """asked: the question of one year, with {year} where that stands. years: those named; newest: so many of the last
    where none are, 0 for all.
    """

    asked: str
    years: tuple[int, ...]
    newest: int = 0


def read_trend(said: WhereWhen) -> Trend | None:
    """The thing whose change over years a question asks for; None where it asks for something else."""
    if said.place is None:
        return None
    span = _SPAN.search(masked(said.text))
    years = said.years if len(said.years) > 1 else ()
    if not span and not years:
        return None
    newest = _newest(span) if span and not years else 0
    asked = _english(said) if said.language == "en" else _chinese(said, span)
    return Trend(asked, years, newest) if asked else None


def _newest(span: re.Match[str]) -> int:
    number = span["n"] or ""
    return int(number) if number.isdigit() else _NUMERALS.get(number, 0)


def _chinese(said: WhereWhen, span: re.Match[str] | None) -> str:
    changed = _CHANGED.search(masked(said.text))
    asks = find_interrogative(said.text)
    of_each = _EACH.search(masked(said.text)) or (span and span["each"])
    if _AVERAGE.search(said.text) or not (changed or (of_each and asks and asks.counts)):
        return ""
    place = said.place or (0, 0)
    cuts = [each.span() for each in (span, changed) if each] + ([said.year] if said.year else [])
    if changed is None:
        cuts += [each.span() for each in [_EACH.search(masked(said.text))] if each]
    rest = _without(said.text[place[1] :], [(a - place[1], b - place[1]) for a, b in cuts if a >= place[1]])
    rest = rest.strip(" ，,").rstrip(_FILLER)
    if not rest:
        return ""
    name = said.text[slice(*place)]
    return f"{name}{{year}}年{rest.lstrip('的，, ')}" + ("?" if changed is None else "有多少?")


def _english(said: WhereWhen) -> str:
    found = _CHANGED_IN_ENGLISH.search(said.text)
    if found is None:
        return ""
    thing = found["thing"] or found["of"]
    thing = _SPAN.sub("", re.sub(r"\b(?:from|between|in) (?:19|20)\d\d.*$", "", thing)).strip(" ,")
    thing = re.sub(r"^the number of ", "", thing, flags=re.IGNORECASE)
    place = said.place_words("en")
    where = "" if place in thing else f" in {place}"
    return f"How many {thing}{where} in {{year}}?" if thing else ""


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text
