"""Every name in a question accounted for: whose reports are asked about, what else a sentence must name, who has none.

A name is never dropped. It is the scope (新乡2023年…), a term that the sentence of an answer must hold (去合肥考察),
or the reason for a refusal (全国政协, 清华大学). A word that may or may not be a name (合作2023年…) is a term where it
stands as a name does, and nothing where it does not (国际合作).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.language.gazetteer import COUNTRY, Gazetteer, Mention
from index.types import Level, Place
from qa.types import Language
from qa.understanding.bodies import Body, bodies_named, organ_follows, unranked_organ
from qa.understanding.places import are_joined, capitals, scope_mentions

__all__ = ["Names", "names_asked"]

# 2004年全国城镇新增就业…: the report of the country. 全国政协, 全国重点实验室 are names.
_COUNTRY = re.compile(
    r"(?:(?:19|20)\d\d年(?:\d{1,2}月)?)?的?(?P<name>全国|我国)(?!政协|人大|两会|首|第|劳模|文明|重点|百强|性|各地)"
)
_LEVELS: dict[str, Level] = {"省": "province", "市": "city", "州": "city", "区": "county", "县": "county"}
# What stands before a name that a question is about.
_BEFORE_SUBJECT = re.compile(
    r"(?:^|[\s。！!？?；;，,、：:“\"(（年度问查看找求给要想知解于对据照在从比和与跟同及或是有的了们下个请把被让到道说谈讲绍计起来用写烦急师好心教])$"
)
_TIME = (
    r"(?:19|20)\d\d|\d\d年|[去今前明上本当]年|这一?年|近[一二三四五六七八九十\d]+年|[上下]半年|[一二三四]季度|"
    r"十[二三四五]五"
)
_ORGANS = r"政协|人大|政府|法院|检察院|纪委|监委|[省市区县州]委|常委会|委员会|工作报告|报告"
# What stands after a name that a question is about, and after nothing else.
_AFTER_SUBJECT = re.compile(
    rf"\s*(?:$|[?？。,，、:：;；)）”\"]|的?\s*(?:{_TIME}|{_ORGANS})|[全各两三四五几][省市区县州地]|[和与跟同及比](?=[一-龥])|相比|对比|vs\b)",
    re.IGNORECASE,
)
# What may stand after such a name, and after other words too.
_AFTER_MAYBE = re.compile(
    r"\s*(?:的|在|共|一共|总共|有多少|有几|有哪些|立案|收到|提[出交案]|办[复理结]|GDP|(?:地区)?生产总值|一般公共|规上|规模以上|城镇|农村|常住|户籍|粮食|"
    r"固定资产|社会消费|进出口|人均|财政|新增|完成|实现|建成|召开|开展|组织|报送|形成|增长|下降|\d)",
    re.IGNORECASE,
)
_BEFORE_IN_ENGLISH = re.compile(
    r"(?:^|\b(?:in|of|did|does|do|has|have|had|by|for|from|at|about|is|was|the)\s+|,\s*)$", re.IGNORECASE
)
_AFTER_IN_ENGLISH = re.compile(
    r"(?:['’]s)?\s*(?:$|[?,]|(?:19|20)\d\d|in\b|did\b|city\b|district\b|county\b|province\b|CPPCC\b|file|report|have\b|has\b|had\b|政|[一-龥])",
    re.IGNORECASE,
)
# The bare names of bodies and places in English that no table has: "the Springfield CPPCC", "in Gotham City".
_UNKNOWN_ENGLISH = re.compile(
    r"\b(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+){0,2})(?=(?:['’]s)? (?:CPPCC|City|District|County|Province|Prefecture|"
    r"University|College|Municipal|Government|Company|Group|Corporation|Bank|Hospital)\b)"
)
_NO_ENGLISH_NAME = re.compile(
    r"^(?:The|This|That|Which|What|Whose|How|Did|Does|Has|Have|Was|Were|Is|Are|In|Of|For|By|Standing|Committee|Work|Report|National|"
    r"People|Chinese|Municipal|Provincial|District|County|City|Province|Peoples|State|Local|Each|Every|Most|All)\b"
)
_LEAST_LATIN = 4
_EXCEPT = re.compile(r"(?:除了?|除去|不含|不包括|\b(?:except|besides|other than|apart from))\s*$", re.IGNORECASE)
_OUTSIDE = re.compile(r"[省市区县州]?(?:之外|以外|除外|外(?=[，,、还的其]))")
# What shows that the bare name of a place that has a report is part of a longer name: 中原经济区.
_LONGER_NAME = re.compile(r"经济区|大地|城市群|油田|传媒|出版|地区")
_OF = re.compile(r"\s*[省市]?的?\s*")


@dataclass(frozen=True, slots=True)
class Names:
    """scope: mentions of the places whose reports are asked about, in their order; of one name that several places
    bear all of them that have reports, else all of them. terms: of each other name the words of which the sentence of
    an answer must hold one. doubted: words of terms that the question may be about, so that without such a sentence
    nothing is indexed of them. absent: names of bodies that the question is about and no report is of. level: of the
    body where it is named by its rank alone (省政协), with its words in `ranked`. namesakes: others of the name that
    have no report. of_background: the places stand in the background of the question, not in itself.
    excluded: mentions of places that the question leaves out (除郑州外).
    """

    scope: tuple[Mention, ...]
    terms: tuple[tuple[str, ...], ...] = ()
    doubted: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    level: Level | None = None
    ranked: str = ""
    namesakes: tuple[Place, ...] = ()
    of_background: bool = False
    excluded: tuple[Mention, ...] = ()


def names_asked(
    text: str,
    gazetteer: Gazetteer,
    *,
    language: Language,
    indexed: frozenset[str],
    selects: bool,
    background: str = "",
    around: Sequence[Place] = (),
) -> Names:
    """What each name of a question is in it.

    text: in simplified characters. indexed: codes of the places that have reports. selects: the answer is a place.
    background: what was said beside the question, whose places scope it where it names none itself. around: places
    chosen otherwise (filters), which tell same-name places apart.
    """
    mentions = _mentions(text, gazetteer, language)
    bodies = [body for body in bodies_named(text) if not any(_is_part_of(body, each) for each in mentions)]
    mentions = [each for each in mentions if not _is_of_body(text, each, bodies)]
    excluded = [each for each in mentions if _is_excluded(text, each)]
    mentions = [each for each in mentions if each not in excluded]
    certain = [
        each
        for each in mentions
        if each.certain or _reads_as_place(text, each, gazetteer, known=_is_known(each, indexed))
    ]
    certain += [each for each in mentions if each not in certain and any(are_joined(text, m, each) for m in certain)]
    certain.sort(key=lambda mention: mention.start)
    chosen = scope_mentions(text, certain, selects=selects)
    if not certain and not bodies and background.strip():
        beside = names_asked(background, gazetteer, language=language, indexed=indexed, selects=selects, around=around)
        if beside.scope:
            return Names(beside.scope, namesakes=beside.namesakes, of_background=True)
    scope: list[Mention] = []
    namesakes: list[Place] = []
    for mention in chosen:
        kept = _told_apart(mention, indexed, gazetteer, [*around, *(m.places[0] for m in certain if m is not mention)])
        scope.append(kept)
        if _is_known(kept, indexed):
            namesakes += _others(mention.places, kept.places, gazetteer)
    terms = [
        _forms(each, gazetteer) for each in certain if each not in chosen and not _is_around(each, scope, gazetteer)
    ]
    subject = None if scope else next((body for body in bodies if _is_subject(text, body.start)), None)
    absent: tuple[str, ...] = ()
    if subject is not None and subject.kind == "national":
        if COUNTRY in indexed:
            whole = Mention(subject.start, subject.end, subject.forms[0], (gazetteer.place(COUNTRY),), certain=True)
            return Names((whole,))
        absent = (subject.forms[0],)
    if not scope and not bodies and (country := _COUNTRY.match(text)):
        return Names((Mention(*country.span("name"), country["name"], (gazetteer.place(COUNTRY),), certain=True),))
    terms += [body.forms for body in bodies if body is not subject or body.kind != "national"]
    doubted = [subject.forms[0]] if subject is not None and subject.kind == "named" else []
    if not scope:
        perhaps = [each for each in mentions if each not in certain and _may_be_place(text, each)]
        terms += [(each.text, *_forms(each, gazetteer)) for each in perhaps]
        doubted += [each.text for each in perhaps]
        if language == "en":
            absent = absent or tuple(_unknown_in_english(text, mentions, bodies))
    rank = unranked_organ(text) if not scope else None
    return Names(
        tuple(scope),
        tuple(dict.fromkeys(terms)),
        tuple(dict.fromkeys(doubted)),
        absent,
        _LEVELS[rank[0]] if rank else None,
        rank[1] if rank else "",
        tuple(dict.fromkeys(namesakes)),
        excluded=tuple(excluded),
    )


def _mentions(text: str, gazetteer: Gazetteer, language: Language) -> list[Mention]:
    """The places that a question names in Chinese, pinyin or English, left to right, not overlapping."""
    latin = gazetteer.mentions_latin(text)
    if language == "zh":
        latin = [_in_chinese(each) for each in latin if _is_pinyin(each)]
    found = capitals(text, gazetteer)
    for mention in [*gazetteer.mentions(text), *latin]:
        if not any(mention.start < other.end and other.start < mention.end for other in found):
            found.append(mention)
    return _paths_joined(text, sorted(found, key=lambda mention: mention.start), gazetteer)


def _paths_joined(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Two names of which the first says where the second lies are one: 江苏的鼓楼区, 南京 鼓楼区."""
    joined: list[Mention] = []
    for mention in mentions:
        outer = joined[-1] if joined else None
        if outer is not None and _OF.fullmatch(text[outer.end : mention.start]):
            within = tuple(
                place
                for place in mention.places
                if any(place != each and gazetteer.is_within(place.code, each.code) for each in outer.places)
            )
            if within:
                joined[-1] = Mention(outer.start, mention.end, text[outer.start : mention.end], within, certain=True)
                continue
        joined.append(mention)
    return joined


def _is_pinyin(mention: Mention) -> bool:
    """Whether Latin letters among Chinese are a name: Zhengzhou, xinxiang; not APP, GDP, he."""
    return len(mention.text.replace(" ", "")) >= _LEAST_LATIN and not (mention.text.isupper() and len(mention.text) < 5)


def _in_chinese(mention: Mention) -> Mention:
    """Pinyin among Chinese characters stands for nothing else, whatever its case."""
    return replace(mention, certain=True)


def _is_known(mention: Mention, indexed: frozenset[str]) -> bool:
    return any(place.code in indexed for place in mention.places)


def _is_part_of(body: Body, mention: Mention) -> bool:
    """Whether the name is but part of a place's: 阿里 in 阿里地区."""
    return mention.certain and mention.start <= body.start and body.end <= mention.end


def _is_excluded(text: str, mention: Mention) -> bool:
    """Whether the question leaves the place out: 除了郑州, 郑州以外."""
    return bool(_EXCEPT.search(text[: mention.start]) or _OUTSIDE.match(text[mention.end :]))


def _is_of_body(text: str, mention: Mention, bodies: Sequence[Body]) -> bool:
    """Whether the place is part of the name of a body that is no organ of it: 郑州 in 郑州大学."""
    return any(
        body.start <= mention.start < body.end and mention.end < body.end and not organ_follows(text, mention.end)
        for body in bodies
    )


def _reads_as_place(text: str, mention: Mention, gazetteer: Gazetteer, *, known: bool) -> bool:
    """Whether a name that is also a word (保定, 和平, "xinxiang" in lower case) is a place where it stands.

    known: a report of it is indexed, which makes it likelier.
    """
    before, after = text[: mention.start], text[mention.end :]
    ordinary = gazetteer.is_ordinary(mention.text)
    if known and (mention.text.isascii() or not ordinary):
        return True
    if mention.text.isascii():
        return (
            len(mention.text) > _LEAST_LATIN
            and _BEFORE_IN_ENGLISH.search(before) is not None
            and _AFTER_IN_ENGLISH.match(after) is not None
        )
    leads, follows = _BEFORE_SUBJECT.search(before) is not None, _AFTER_SUBJECT.match(after) is not None
    if ordinary and mention.places[0].level == "county" and not known:
        return leads and follows
    if known and (leads or follows):
        return not _LONGER_NAME.match(after)
    return (leads or not ordinary) and (follows or _AFTER_MAYBE.match(after) is not None)


def _may_be_place(text: str, mention: Mention) -> bool:
    """Whether a word stands where a name would, though other words may stand there too: 合作的提案办复率."""
    before, after = text[: mention.start], text[mention.end :]
    return bool(not mention.text.isascii() and _BEFORE_SUBJECT.search(before) and _AFTER_MAYBE.match(after))


def _is_subject(text: str, start: int) -> bool:
    """Whether the question is about what is named there: 清华大学2023年…, not 与清华大学签约."""
    before = text[:start]
    joined = re.search(r"(?:和|与|跟|及|对|在|据|比)$", before) is not None
    return _BEFORE_SUBJECT.search(before) is not None and not joined if not before.isascii() else True


def _told_apart(mention: Mention, indexed: frozenset[str], gazetteer: Gazetteer, around: Sequence[Place]) -> Mention:
    """The mention with those of its places that have reports, and of these the ones that lie within a place named or
    chosen beside it, or around it; a city stands for what lies in it: 新乡市 before 新乡县, but 吉林省 beside 吉林市.
    """
    places = [place for place in mention.places if place.code in indexed] or [
        place for place in mention.places if place.level == mention.places[0].level
    ]
    near = [
        place
        for place in places
        if any(
            gazetteer.is_within(place.code, other.code) or gazetteer.is_within(other.code, place.code)
            for other in around
            if other.code != COUNTRY
        )
    ]
    places = near or places
    if not near and not _is_known(mention, indexed):
        # Of places none of which has a report, one whose superior has may be spoken of there.
        below = [place for place in places if (up := gazetteer.parent(place.code)) and up.code in indexed]
        places = below or places
    outer = [
        place
        for place in places
        if not any(
            other.level == "city" and other != place and gazetteer.is_within(place.code, other.code) for other in places
        )
    ]
    return replace(mention, places=tuple(outer))


def _others(all_places: Sequence[Place], chosen: Sequence[Place], gazetteer: Gazetteer) -> list[Place]:
    """Those of the name that are not chosen, nor lie within what is."""
    return [
        place
        for place in all_places
        if place not in chosen and not any(gazetteer.is_within(place.code, each.code) for each in chosen)
    ]


def _is_around(mention: Mention, scope: Sequence[Mention], gazetteer: Gazetteer) -> bool:
    """Whether it only says where the place asked about lies: 江苏 in 江苏的鼓楼区."""
    return any(
        gazetteer.is_within(place.code, outer.code)
        for outer in mention.places
        for each in scope
        for place in each.places
    )


def _forms(mention: Mention, gazetteer: Gazetteer) -> tuple[str, ...]:
    """What a sentence may call the place: each of its names, the one typed first."""
    typed = () if mention.text.isascii() else (mention.text,)
    return tuple(dict.fromkeys((*typed, *(name for place in mention.places for name in gazetteer.names(place)))))


def _unknown_in_english(text: str, mentions: Sequence[Mention], bodies: Sequence[Body]) -> list[str]:
    taken = [*((m.start, m.end) for m in mentions), *((b.start, b.end) for b in bodies)]
    return [
        match["name"]
        for match in _UNKNOWN_ENGLISH.finditer(text)
        if not _NO_ENGLISH_NAME.match(match["name"])
        and not any(start < match.end() and match.start() < end for start, end in taken)
    ]
