"""What became of a place that has no report is told by that of the place above: 滦县2018年改成滦州市了吗, 拉萨贡嘎机场.

A figure of such a place is none of the place above: only what has a name of its own there, or what the place became.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from index.language.gazetteer import COUNTRY, Gazetteer, Mention
from index.types import Place
from qa.understanding.interrogatives import find_interrogative
from qa.understanding.period import period_asked
from qa.understanding.places import are_joined, goes_there
from qa.understanding.read_places import mentions_in

__all__ = ["ToldAbove", "told_above"]

# 贡嘎|机场: built in a place, and called by a name.
_FACILITY = re.compile(
    "的?(?P<own>(?![的在与和及有是各个])[一-龥]{0,6}?)(?:国际|新)?"
    "(?P<kind>机场|大桥|隧道|水库|水电站|核电站|电厂|港区|高铁站|火车站|口岸|古城|湿地|博物馆|体育[馆场]|铁路|高速|高铁)"
)
_RANKS = "[县市区]"
# 改成滦州市了, 撤市设区了: what a place became. 改区: said for 设区.
_NO_RANK = "(?:示范|园|开发|景|小|社|灾|高新|新|[实试]验|度假|保护|城|功能|集聚|合作|校|牧)区|[超股楼夜]市"
_BECAME = re.compile(
    f"(?P<changed>撤[县市地区]|[改变升](?:格|级)?(?:成|为)?了?|(?<![建办形])成了?|设[立为]?|更名为?|改名[叫为]?)"
    f"(?P<new>[设改建][成为立]?{_RANKS}|(?:(?!{_NO_RANK})[一-龥]){{0,4}}?(?!{_NO_RANK}){_RANKS})"
    "(?=[了吗没呢的，,。？?]|是不是|对|$)"
)
_SAID_FOR = re.compile(f"^(?:[改变升](?:格|级)?(?:成|为)?了?|成了?)(?P<new>[一-龥]{{0,4}}{_RANKS})$")
_LEAST_NAME = 2
_COUNTS = re.compile("多少|几(?=[㐀-鿿])")
_CLAUSE = re.compile("[，,。？?；;]")


@dataclass(frozen=True, slots=True)
class ToldAbove:
    """question: the same, of the place above. of: the place asked about; above: whose report is asked. named: what the
    sentence of an answer has to name, each of these words.
    """

    question: str
    of: Place
    above: Place
    named: tuple[str, ...]


def told_above(
    text: str,
    gazetteer: Gazetteer,
    indexed: frozenset[str],
    today: date,
    *,
    has_report: Callable[[Place, Sequence[int]], bool],
) -> ToldAbove | None:
    """The question put to the report of the nearest place above that has one of the years; None where it asks for
    neither what a place became nor for a thing with a name of its own there, or where the place has a report itself.
    """
    if not _FACILITY.search(text) and not _BECAME.search(text):
        return None
    mentions = mentions_in(text, gazetteer, "zh", indexed)
    first = mentions[0] if mentions else None
    place = _outermost(first, gazetteer) if first else None
    if first is None or place is None or goes_there(text, first.start, first.end):
        return None
    if len(mentions) > 1 and are_joined(text, first, mentions[1]):
        return None
    years, _, spans = period_asked(text, today)
    above = _above(place, years, gazetteer, has_report)
    if above is None or has_report(place, years):
        return None
    inner, clause = _inner(first, gazetteer), _clause_from(text, first.end)
    if inner == first.text and _COUNTS.search(text, first.end + len(clause)):
        return None  # what is counted behind it is of the place itself, the one above not being named
    year = text[slice(*spans[0])] if spans else ""
    told = text[first.end :].replace(year, "", 1) if year and spans[0][0] >= first.end else text[first.end :]
    before = text[: first.start].replace(year, "", 1) if year and spans[0][1] <= first.start else text[: first.start]
    if thing := _FACILITY.match(clause.replace(year, "", 1) if year else clause):
        own = thing["own"] if len(thing["own"]) >= _LEAST_NAME else inner[:_LEAST_NAME]
        return ToldAbove(f"{before}{above.name}{year}{inner}{told}", place, above, (own, thing["kind"]))
    became = _BECAME.search(told, 0, len(_clause_from(told, 0)))
    asked = find_interrogative(clause)
    if became is None or (asked is not None and asked.counts):
        return None
    told = f"{told[: became.start()]}{_official(became[0])}{told[became.end() :]}"
    return ToldAbove(f"{before}{above.name}{year}{inner}{told}", place, above, (inner[:_LEAST_NAME],))


def _outermost(mention: Mention, gazetteer: Gazetteer) -> Place | None:
    """Of places of one name the one that the others lie in: 恩施州 around 恩施市; None for places apart."""
    around = mention.places[0]
    return around if all(gazetteer.is_within(each.code, around.code) for each in mention.places) else None


def _above(
    place: Place, years: Sequence[int], gazetteer: Gazetteer, has_report: Callable[[Place, Sequence[int]], bool]
) -> Place | None:
    above = gazetteer.parent(place.code)
    while above is not None and not has_report(above, years):
        above = gazetteer.parent(above.code)
    return None if above is None or above.code == COUNTRY else above


def _inner(mention: Mention, gazetteer: Gazetteer) -> str:
    """The name of the place itself: 滦县 of 唐山的滦县."""
    names = gazetteer.mentions(mention.text)
    last = names[-1] if names else None
    if last is None or last.end < len(mention.text):
        return mention.text
    forms = sorted(gazetteer.names(mention.places[0]), key=len)
    return next((form for form in reversed(forms) if last.text.endswith(form) and form != last.text), last.text)


def _clause_from(text: str, start: int) -> str:
    return _CLAUSE.split(text[start:])[0]


def _official(became: str) -> str:
    """改成滦州市 → 设立滦州市; 改区 → 设区: as reports have it."""
    said = _SAID_FOR.match(became)
    if said is None:
        return became
    return f"设{said['new']}" if len(said["new"]) == 1 else f"设立{said['new']}"
