"""A Chinese clause without what leads to it and ends it: what it says of place and time, and what is left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.language.units import UNIT_PATTERN
from qa.understanding.operators import operator_in
from qa.understanding.where_when import Read, WhereWhen, of_the_same_place

__all__ = [
    "AGAINST",
    "ASKING",
    "FILLER",
    "YEAR_BESIDE",
    "Clause",
    "begins_asking",
    "is_only_asking",
    "names_nothing",
    "read_clause",
    "without_ends",
]

# Words that ask for the answer and say nothing of it.
ASKING = (
    "(?:再|请|麻烦|顺便|劳驾|那就?|你|您|能不能|能否|可以){0,4}(?:帮我?|给我?|替我)?(?:忙)?(?:查|看|算|计算|核算|统计|折算)(?:一[下算查看]|下|查|看|算|出|清楚)(?:[来吧]|看看|看)?"
    "[,，:：]?"
)
# What leads to a question and is no part of it; 那 says that the year goes on holding.
_LEAD = re.compile(
    r"^(?:(?:好的?|嗯+|哦+|明白了?|知道了|谢谢)?[,，\s]*(?:那么|那(?![个些时里儿位次一年边样天种]|会儿|[两二三四五六七八九十]{1,2}[次场项件篇份期])|然后|还有(?!吗|没|别|其|哪|什|多|更|谁|啥|呢)|以及|另外|此外|"
    rf"{ASKING}|"
    r"[照按]?[这那]么?样?(?:算|说|看)(?:下?来|起来)?(?=[,，])|"
    r"换成|换到|换作|改成|改为|如果是|要是|请问(?:一?下)?|(?:不对|不是|错了)?[,，]?(?:我|应该)(?:想)?[问说指要]?的?是|我?(?:还)?想(?:知道|问|"
    r"了解)(?:一?下)?|顺便问(?:一?下)?|麻烦(?:问|查)一?下|帮我(?:查|看)(?:一?下)?|对了)[,，\s]*)+"
)
_HOLDS = re.compile("那(?!个|些|时|里|儿|位|次|边|样|天|种)|换|改|如果是|要是|同[年期]")
_TAIL = re.compile(r"(?:的?(?:情况)?(?:再?看看|再?查查)?[呢呐])$|(?:吧|啊|呀|哦|再看看|试试)$")
_PLACE_PRONOUN = re.compile(
    r"(?<![其])它们?的?|(?<![其])他们的?|该[省市区县州旗地院](?!长)的?|[这那]个?[省市区县](?!长)的?|当地的?|那里的?|那儿的?|那边的?|本[省市区县](?!长)的?"
)
# 邯郸那边: but the place.
_THAT_SIDE = re.compile("[这那](?:边|里|儿)的?")
# 到    ,又办了: where a place or year stood, with what held it.
_HOLE = re.compile(r"(?:到了?|在|至|截至)?\s{2,}(?:[年底末]|的?时候?)*[,，]?|^(?:到了?|在)?[,，\s]+")
_YEAR_PRONOUN = re.compile(r"同一?年|当年(?!度)|该年度?|[这那]一?年(?!来)|同期|那(?:会儿|时候?)|当时")
_AMONG = re.compile(r"^(?:在?(?:这|那)?其中|在?(?:这|那)(?:里面|当中|之中|些里面?|些当中|些中)|里面|当中)[,，有的]*")
_DETAILED = re.compile(
    r"^(?:请|能不能|能|可以|再|给我|帮我)*(?:详细|具体|仔细|展开|深入)(?:地|一?点)?(?:说说|讲讲|介绍|说明|谈谈|说|讲)(?:一?下|一?点)?"
)
FILLER = re.compile(r"[的、,，和与及\s在]+|年度?|期间|相比|情况")
YEAR_BESIDE = re.compile(r"上一?年(?!度?来)|前一年|下一年|第二年|次年|后一年")
_LATER = ("下一年", "第二年", "次年", "后一年")
# 和郑州比, 比2022年: what the thing asked about before is held against.
AGAINST = re.compile(
    r"^(?:(?:相?比起?于?|相较于?|较|对比)(?P<than>[^,，]{1,12}?)|(?:[和跟与]|同(?![比年期]))(?P<with>[^,，]{1,12}?))(?:的)?(?:相比|"
    r"来?比较?|比起来|对比)?(?:一下)?[,，]?"
    r"(?P<rest>(?:又|是)?(?:同比|(?:有什么|有多大|有何|有)?(?:增长|增加|上升|提高|上涨|下降|减少|降低|回落|多|少|高|低|涨|降|增|减|差|相差|变化|谁|哪|怎么样|"
    r"怎样|如何|快|慢|大|小)[^,，]{0,12})?)$"
)
_NOTHING_SAID = re.compile(
    rf"(?:又|的|各|分别|数据|数字|结果)*(?:是|为|有|呢)?(?:(?:多少|几)(?:{UNIT_PATTERN})?|怎么样|怎样|如何|什么情况)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """What a clause says. text: without what leads to it and ends it; new: of where and when; rest: without these.

    holds: the time goes on holding though it names a place. among: it is of those asked about before (其中); points: of
    these or of the place or year named before (该市). detailed: more on it is wanted (详细说说…).
    """

    text: str
    new: WhereWhen
    rest: str
    holds: bool
    among: bool
    points: bool
    detailed: bool


def without_ends(text: str) -> str:
    """那邯郸呢 → 邯郸."""
    return _TAIL.sub("", _LEAD.sub("", text))


def is_only_asking(rest: str) -> bool:
    """Whether nothing is left but the question: 2021年|是多少."""
    return _NOTHING_SAID.fullmatch(rest) is not None


def begins_asking(text: str) -> Literal["", "only", "first"]:
    """Whether a clause asks and says nothing of what: only that (各是多少), or first (同一年|是多少、增幅多大)."""
    bare = _YEAR_PRONOUN.sub("", without_ends(text)).lstrip(",， ")
    found = _NOTHING_SAID.match(bare)
    if found is None or bare[found.end() : found.end() + 1] not in ("", "、"):
        return ""
    return "first" if bare[found.end() :] else "only"


def names_nothing(text: str) -> bool:
    """Whether a clause asks only of what was asked before it: 占比多少, 比上年呢."""
    bare = without_ends(text)
    for pronoun in (_PLACE_PRONOUN, _YEAR_PRONOUN):
        bare = pronoun.sub("", bare, count=1)
    return operator_in(bare.strip(" ,，的"), "zh") is not None or AGAINST.match(bare) is not None


def read_clause(text: str, last: WhereWhen, read: Read, *, holds: bool, detailed: bool) -> Clause:
    """The clause, read after the question before. holds, detailed: what is known of these already."""
    lead = _LEAD.match(text)
    body = text[lead.end() :] if lead else text
    asks_more = None if operator_in(body, "zh") else _DETAILED.match(body)
    if asks_more and _TAIL.sub("", body[asks_more.end() :]):
        body = body[asks_more.end() :].lstrip(",， ")
    body = _TAIL.sub("", body) or body
    beside = None if AGAINST.match(body) or len(last.years) != 1 else YEAR_BESIDE.search(body)
    if beside:
        year = last.years[0] + (1 if beside[0] in _LATER else -1)
        body = f"{body[: beside.start()]}{year}年{body[beside.end() :]}"
    among = _AMONG.match(body)
    body = body[among.end() :] if among else body
    said = read(body)
    pronouns = [
        found
        for pattern, named in ((_PLACE_PRONOUN, said.place), (_YEAR_PRONOUN, said.year))
        if not named and (found := pattern.search(body))
    ]
    for pronoun in sorted(pronouns, key=lambda each: -each.start()):
        body = body[: pronoun.start()] + body[pronoun.end() :]
    new = of_the_same_place(read(body), last)
    if new.place and (side := _THAT_SIDE.match(body, new.place[1])):
        body = body[: side.start()] + body[side.end() :]
        new, holds = read(body), True
    return Clause(
        text=body,
        new=new,
        rest=_HOLE.sub("", new.rest) if new.language == "zh" else new.rest,
        holds=holds or bool(beside or pronouns or _HOLDS.search(lead[0] if lead else "")),
        among=among is not None,
        points=bool(pronouns) or among is not None,
        detailed=detailed or asks_more is not None,
    )
