"""Whose report and which time a question is about: places, kinds of report, years and what they are the years of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from index.language.gazetteer import Gazetteer, Mention
from index.types import Kind
from qa.types import Language, PeriodKind
from qa.understanding.abroad import asks_abroad

__all__ = ["asks_subordinate", "kinds_asked", "other_places", "period_asked", "places_asked", "selects_places"]

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
_PLAN = re.compile(
    r"(?:[年月]|政协|政府|市|区|县|常委会|准备|打算|计划|预期|拟|将|目标|今后|下一步)(?:要|将|拟|计划|打算|准备)|"
    r"将要?(?!军|来)|计划(?!生育|单列)|打算|拟定?|预期|目标|"
    r"工作安排|工作建议|工作部署|的安排|准备(?!金)|力争|争取|要达到|要求达到|想(?:把|要|让)|要(?:把|让|在|建|新|完成|实现|达|创|协商|围绕|助力)|"
    r"\b(?:will|plans?|planned|intends?|going to|targets?|aims?|expected)\b",
    re.IGNORECASE,
)
# Words of intention that mean a plan only where nothing says that it is past.
_INTENDED = re.compile(
    r"[要想拟](?:在|把|将|让)?(?:控制|实现|新增|新建|完成|建成|达到|提高|降到|办)|按.{0,10}安排|任务|力争|争取|确保|打算|计划|准备"
)
_PAST = re.compile(r"了|已|实际|完成情况|过[?？]?$")
_DELIVERED = re.compile(
    r"(?P<year>(?:19|20)\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:所?[作做]的|的|发布的|公布的)?(?:政协|政府|常委会|"
    r"工作)*报告|"
    r"(?P<made>(?:19|20)\d\d)年\d{1,2}月(?:\d{1,2}日)?[作做]|"
    r"(?P<year_en>(?:19|20)\d\d) report|report (?:delivered|given|made|of|from) (?:in )?(?P<year_en2>(?:19|"
    r"20)\d\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<![\d.])((?:19|20)\d\d)(?:年?\s*[—\-–~至到]+\s*((?:19|20)\d\d))?(?![\d.]|[件次篇份条项个家名人万亿])"
)
_VISIT = re.compile(r"(?:去过?|到过?|赴|奔赴|前往|走进|来自|从|visit\w*|travel\w*|to|went)\s*$", re.IGNORECASE)
COUNTRY_CODE = "100000"
# 2004年全国城镇新增就业…: the report of the country. 全国政协, 全国重点实验室 are names.
_COUNTRY = re.compile(
    r"(?:(?:19|20)\d\d年(?:\d{1,2}月)?)?的?(?P<name>全国|我国)(?!政协|人大|两会|首|第|劳模|文明|重点|百强|性|各地)"
)
# 到宣汉县来玩的游客: the report is the place's own. 去合肥考察: the report is that of whoever went.
_COMES = re.compile(
    r"(?:来|旅游|游玩|观光|游览|打卡|投资|落户|就业|疗养|康养|度假|养老|避暑|就医|看病|求学|读书|务工|打工|定居|安家|经商|"
    r"创业|消费|购物)"
)
_TRIP = re.compile(r"(?:等地?|[市区县])*(?:的)?(?:学习|考察|取经|调研|参观|访问)")
_OWN = re.compile(
    r"[省市区县州盟]?(?:的?政协|的?政府|各?区县|的?报告|(?:'s)?\s*(?:\w+ )?(?:District )?CPPCC)", re.IGNORECASE
)
_JOINT = re.compile(r"^[\s]*(?:、|和|与|及|跟|同|或|比|，|,|以及|还是|and|or|vs\.?|versus)[\s]*$", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"各?区县|各县|下辖|所辖|各区|县区|区、县|县级|县(?:市|（市）|\(市\))?、?区|districts? (?:and|under|of)|"
    r"count(?:y|ies) under",
    re.IGNORECASE,
)
_CPPCC = re.compile(
    r"[省市区县州盟旗]政协|(?:\d年度?|的|省会)政协|政协(?=常委会|主席|党组|委员会|机关|第)|"
    r"(?<!the municipal )(?<!the provincial )CPPCC(?!(?: members?'?)? proposals?)",
    re.IGNORECASE,
)
_PROPOSALS_OF_CPPCC = re.compile(r"^政协(?:委员)?提案")
_GOVERNMENT = re.compile(r"政府工作报告|government work report", re.IGNORECASE)


def places_asked(
    text: str, gazetteer: Gazetteer, *, language: Language, indexed: frozenset[str], selects: bool
) -> list[Mention]:
    """The mentions of the places whose reports are asked about, each with one place, in their order.

    indexed: codes of the places that have reports; they tell same-name places apart, and a name that is also an
    ordinary word (通道, 和平) is taken for a place only when it is one of them. selects: the answer is a place.
    """
    found = gazetteer.mentions(text) if language == "zh" else gazetteer.mentions_latin(text)
    mentions = _known([*found, *_capitals(text, gazetteer)], indexed)
    if not mentions and (country := _COUNTRY.match(text)):
        return [Mention(*country.span("name"), country["name"], (gazetteer.place(COUNTRY_CODE),), certain=True)]
    mentions.sort(key=lambda mention: mention.start)
    return _scope_mentions(text, mentions, selects=selects)


def other_places(text: str, gazetteer: Gazetteer, *, language: Language, scope: Sequence[Mention]) -> tuple[str, ...]:
    """Short names of the places named that are not asked about: Changsha in "which district of Changsha did the
    Shangjie CPPCC visit".
    """
    found = gazetteer.mentions(text) if language == "zh" else gazetteer.mentions_latin(text)
    own = {place.code for mention in scope for place in mention.places}
    rest = [
        mention.places[0]
        for mention in found
        if mention.certain and own and own.isdisjoint(p.code for p in mention.places)
    ]
    return tuple(dict.fromkeys(gazetteer.short(place) for place in rest))


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


def _capitals(text: str, gazetteer: Gazetteer) -> list[Mention]:
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


def _scope_mentions(text: str, mentions: list[Mention], *, selects: bool) -> list[Mention]:
    """Of all places named, those whose reports are asked about: the first that is no destination, and its equals.

    "哪些市政协去合肥考察过" → none (合肥 is where they went); "郑州、邯郸、新乡三市…" → all three.
    """
    capitals = [mention for mention in mentions if "省会" in mention.text or "capital" in mention.text.lower()]
    candidates = [
        mention
        for mention in mentions
        if mention in capitals or not any(c.start <= mention.start and mention.end <= c.end for c in capitals)
    ]
    if len(candidates) > 1 and not selects:
        candidates = _from_own(text, candidates)
    scope: list[Mention] = []
    for mention, following in zip_longest(candidates, candidates[1:]):
        if scope:
            if _are_joined(text, scope[-1], mention):
                scope.append(mention)
            continue
        destination = bool(_VISIT.search(text[: mention.start])) and not _COMES.match(text[mention.end :])
        own = _OWN.match(text[mention.end :])
        listed = following is not None and _are_joined(text, mention, following)
        if (destination and not own) or (selects and not own and not listed and mention.start > 6):
            continue
        scope.append(mention)
    if not scope and not selects and len(candidates) == 1 and not _TRIP.match(text[candidates[0].end :]):
        return candidates  # the only place named, and nobody's destination on a study trip
    return scope


def _from_own(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions from the first whose own body or report is named: in "which district of Changsha did the Shangjie
    CPPCC visit" the report is Shangjie's. Places joined to it stay before it.
    """
    first = next((n for n, mention in enumerate(mentions) if _OWN.match(text[mention.end :])), 0)
    while first > 0 and _are_joined(text, mentions[first - 1], mentions[first]):
        first -= 1
    return mentions[first:]


def _are_joined(text: str, first: Mention, second: Mention) -> bool:
    """Whether two places are named side by side: 郑州和新乡; 中原区2022年和上街区."""
    between = text[first.end : second.start]
    return bool(_JOINT.match(re.sub(r"^[省市区县州]?(?:政协)?|(?:19|20)\d\d年度?|市政协", "", between)))


def _known(mentions: list[Mention], indexed: frozenset[str]) -> list[Mention]:
    """The mentions with same-name places told apart by what is indexed; doubtful ones that are not indexed dropped."""
    kept = []
    for mention in mentions:
        known = [place for place in mention.places if place.code in indexed]
        if known or mention.certain:
            kept.append(replace(mention, places=(known[0] if known else mention.places[0],)))
    return kept


def period_asked(text: str, today: date) -> tuple[tuple[int, ...], PeriodKind, list[tuple[int, int]]]:
    """The years a question names, what they are the years of, and where they stand in it."""
    if found := _DELIVERED.search(text):
        year = next(int(value) for value in found.groups() if value)
        return (year,), "delivered", [(found.start(), found.end())]
    years: list[int] = []
    spans: list[tuple[int, int]] = []
    for match in _YEAR.finditer(text):
        first = int(match[1])
        years.extend(range(first, min(int(match[2] or first), first + 30) + 1))
        tail = re.match(r"年(?:度|[末底](?!层))?", text[match.end() :])
        spans.append((match.start(), match.end() + (tail.end() if tail else 0)))
    for word, offset in (("去年", -1), ("前年", -2), ("今年", 0), ("明年", 1), ("last year", -1), ("this year", 0)):
        for match in re.finditer(word, text, re.IGNORECASE):
            years.append(today.year + offset)
            spans.append((match.start(), match.end()))
    intended = bool(years) and _INTENDED.search(text) is not None and _PAST.search(text) is None
    plan = intended or _PLAN.search(text) is not None
    return tuple(dict.fromkeys(years)), "plans" if plan else "covers", spans


def kinds_asked(text: str, scope: Sequence[Mention]) -> tuple[Kind, ...]:
    """The kinds of report that the question names; 政协提案 alone names none, governments report on them too."""
    if _GOVERNMENT.search(text):
        return ("government_report",)
    for match in _CPPCC.finditer(text):
        start = text.index("政协", match.start()) if "政协" in match[0] else match.start()
        if not _PROPOSALS_OF_CPPCC.match(text[start:]):
            return ("cppcc_report", "proposal_report")
    for mention in scope:
        if text[mention.end :].startswith("政协") and not _PROPOSALS_OF_CPPCC.match(text[mention.end :]):
            return ("cppcc_report", "proposal_report")
    return ()
