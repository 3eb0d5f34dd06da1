"""Which of the places that a question names are those whose reports it is about."""

from __future__ import annotations

import re
from itertools import zip_longest

from index.language.gazetteer import Gazetteer, Mention
from qa.types import Language
from qa.understanding.abroad import asks_abroad

__all__ = [
    "are_joined",
    "asks_subordinate",
    "capitals",
    "goes_there",
    "is_destination",
    "scope_mentions",
    "selects_places",
]

_WHICH_PLACES = re.compile(
    r"^(?:(?:19|20)\d\d年)?哪(?:一?[个座些]|[两三四五六七八九几]个?)?(?:地方|地级市|城市|市县|省份|地区|"
    r"[市区县省地])(?:的|[^\W\d_]{0,2}政协|政府|报告|"
    r"人大|委员)?|"
    r"哪(?:一?[个座]|[两三四五六七八九几]个?|些)(?:[市区县省地]|城市|地方)(?:的?政协|的?政府|的?报告|"
    r"[^?？]{0,10}(?:最|更))|"
    r"的?是哪(?:[两三四五六七八九几]个?|些|一?个)(?:地级|城)?[市区县地](?:[的?？]|$)(?![^?？]{2,})|"
    r"^which (?:\w+ )?(?:cit(?:y|ies)|places?|districts?|count(?:y|ies)|CPPCCs?|reports?)\b(?! did)",
    re.IGNORECASE,
)
_VISIT = re.compile(
    r"(?:去过?|到过?|赴|奔赴|前往|走进|来自|从|visit\w{0,9}|travel\w{0,9}|to|went)\s{0,9}$", re.IGNORECASE
)
# 到宣汉县来玩的游客: the report is the place's own. 去合肥考察: the report is that of whoever went.
_COMES = re.compile(
    r"(?:来|旅游|游玩|观光|游览|打卡|投资|落户|就业|疗养|康养|度假|养老|避暑|就医|看病|求学|读书|务工|打工|定居|安家|经商|"
    r"创业|消费|购物)"
)
# 巩义来上街区交流: the report is that of whoever was visited. 新乡隔壁的焦作: of the neighbour.
_HOST = re.compile(r"(?:来到?|到访|做客)$")
_BESIDE = re.compile(r"[省市区县州]?(?:的)?(?:隔壁|旁边|附近|邻近|相邻|周边|对面)(?:的|是)?(?=[一-龥]{2})")
_AGAINST = re.compile(r"^\s*(?:跟|和|与|同|较|比)$")
# What the question is about has its time right behind it: 因郑州政协文史馆建设，上街区政协2017年….
_DATED = re.compile(r"[省市区县州]?(?:的)?(?:政协|政府)?(?:在)?(?:19|20)\d\d\s*年")
# 往北京调出去多少, 在北京市场上: where what is told of another place goes to or comes from.
_GOES_TO = re.compile(
    "(?:往|向|给|支援|援助|援建|(?:帮|支|结|承|引)(?:扶|接|进|来|持|对)|[销调运送发供输通飞开卖](?:往|到|向|给)|供应|来自)了?$"
)
_MARKET_THERE = re.compile("[省市]?的?(?:等地?)?市场[上中里]")
_LONGEST_BEFORE = 6
_TRIP = re.compile(r"(?:等地?|[市区县])*(?:的)?(?:学习|考察|取经|调研|参观|访问)")
_OWN = re.compile(
    r"[省市区县州盟]?(?:的?政协|的?政府|各?区县|的?报告|(?:'s)?\s*(?:\w+ )?(?:District )?CPPCC)", re.IGNORECASE
)
_JOINT = re.compile(
    r"^[\s]*(?:、|和|与|及|跟|同|或|比|，|,|以及|还是|and|or|vs\.?|versus)[\s]*$",
    re.IGNORECASE,
)
_LONGEST_JOINT = 24
_SUBORDINATE = re.compile(
    r"各?区县|各县|下辖|所辖|各区|县区|区、县|县级|县(?:市|（市）|\(市\))?、?区|districts? (?:and|under|of)|"
    r"count(?:y|ies) under",
    re.IGNORECASE,
)


def selects_places(text: str, gazetteer: Gazetteer, *, language: Language, compares: bool) -> bool:
    """Whether the answer is the places for which something holds: 哪两个市的政协到合肥考察过.

    Not where one place's report is asked first: 与邯郸一起办研讨会的还有哪两个市的政协.
    """
    asked = _WHICH_PLACES.search(text)
    if not asked or asks_abroad(asked[0]):
        return False
    if language == "zh" and not compares:
        before = [m for m in gazetteer.mentions(text[: asked.start()]) if not _VISIT.search(text[: m.start])]
        if any(mention.certain for mention in before):
            return False
    if language == "en" and any(_OWN.match(text[m.end :]) for m in gazetteer.mentions_latin(text)):
        return compares
    return True


def asks_subordinate(text: str) -> bool:
    """Whether the districts and counties of a place are meant too."""
    return _SUBORDINATE.search(text) is not None


def capitals(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """河南省会 → 郑州市; "the capital of Henan" → 郑州市."""
    found = []
    for mention in [*gazetteer.mentions(text), *gazetteer.mentions_latin(text)]:
        province = mention.places[0]
        if province.level != "province":
            continue
        after = re.match(r"省?的?省会", text[mention.end :])
        if mention.text.endswith("省") and text[mention.end :].startswith("会"):
            after = re.match("会", text[mention.end :])
        before = re.search(r"capital (?:city )?of\s*$", text[: mention.start], re.IGNORECASE)
        if (after or before) and (capital := gazetteer.capital(province.code)):
            end = mention.end + (after.end() if after else 0)
            start = before.start() if before else mention.start
            found.append(Mention(start=start, end=end, text=text[start:end], places=(capital,), certain=True))
    return found


def scope_mentions(text: str, mentions: list[Mention], *, selects: bool) -> list[Mention]:
    """Of all places named, those whose reports are asked about: the first that is no destination, and its equals.

    "哪些市政协去合肥考察过" → none (合肥 is where they went); "郑州、邯郸、新乡三市…" → all three.
    """
    capitals = [mention for mention in mentions if "省会" in mention.text or "capital" in mention.text.lower()]
    candidates = [
        mention
        for mention in mentions
        if mention in capitals or not any(c.start <= mention.start and mention.end <= c.end for c in capitals)
    ]
    candidates = [each for each in candidates if not _is_yardstick(text, each)] or candidates
    dated = [each for each in candidates if _DATED.match(text[each.end :])]
    if dated and len(candidates) > 1 and not selects:
        candidates = _with_joined(text, candidates, dated)
    hosts = [each for each in candidates if _HOST.search(text[: each.start]) and not _COMES.match(text[each.end :])]
    if hosts and len(candidates) > 1:
        return hosts[:1]
    if len(candidates) > 1 and not selects:
        candidates = _from_own(text, candidates)
    scope: list[Mention] = []
    for mention, following in zip_longest(candidates, candidates[1:]):
        if scope:
            if are_joined(text, scope[-1], mention):
                scope.append(mention)
            continue
        destination = is_destination(text, mention)
        own = _OWN.match(text[mention.end :])
        listed = following is not None and are_joined(text, mention, following)
        if (destination and not own) or (selects and not own and not listed and mention.start > 6):
            continue
        scope.append(mention)
    if not scope and not selects and len(candidates) == 1 and not _TRIP.match(text[candidates[0].end :]):
        return candidates  # the only place named, and nobody's destination on a study trip
    return scope


def _is_yardstick(text: str, mention: Mention) -> bool:
    """Whether it only says what another place is near or held against: 新乡隔壁的焦作; 跟郑州比起来，洛阳…."""
    after = text[mention.end :]
    held_against = _AGAINST.match(text[: mention.start]) and re.match(r"[省市区县州]?(?:比起来|相比|比较?)[,，]", after)
    return bool(_BESIDE.match(after) or held_against)


def is_destination(text: str, mention: Mention) -> bool:
    """Whether somebody went there: 去合肥考察."""
    return bool(_VISIT.search(text[: mention.start])) and not _COMES.match(text[mention.end :])


def goes_there(text: str, start: int, end: int) -> bool:
    """Whether something goes to or comes from the place that stands there: 往北京调出去多少, 从广东引进了几家."""
    before = text[max(0, start - _LONGEST_BEFORE) : start]
    return _GOES_TO.search(before) is not None or _MARKET_THERE.match(text, end) is not None


def _with_joined(text: str, mentions: list[Mention], chosen: list[Mention]) -> list[Mention]:
    """The chosen mentions and those joined to them: 郑州和新乡2023年."""
    kept = list(chosen)
    for mention in reversed(mentions):
        if mention not in kept and any(are_joined(text, mention, each) for each in kept):
            kept.append(mention)
    return [mention for mention in mentions if mention in kept]


def _from_own(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions from the first whose own body or report is named: in "which district of Changsha did the Shangjie
    CPPCC visit" the report is Shangjie's. Places joined to it stay before it.
    """
    first = next((n for n, mention in enumerate(mentions) if _OWN.match(text[mention.end :])), 0)
    while first > 0 and are_joined(text, mentions[first - 1], mentions[first]):
        first -= 1
    return mentions[first:]


def are_joined(text: str, first: Mention, second: Mention) -> bool:
    """Whether two places are named side by side: 郑州和新乡; 中原区2022年和上街区."""
    between = text[first.end : second.start]
    if len(between) > _LONGEST_JOINT:
        return False
    return bool(_JOINT.match(re.sub(r"^(?:全?[省市区县州])?(?:政协)?|(?:19|20)\d\d年度?|市政协", "", between)))
