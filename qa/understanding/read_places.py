"""The places that a question names: which words are names where they stand, and which of several places is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.language.gazetteer import COUNTRY, Gazetteer, Mention
from index.types import Place
from qa.types import Language
from qa.understanding.named_after import without_people
from qa.understanding.places import are_joined, capitals

__all__ = [
    "bearers_left_out",
    "excluded_in",
    "forms_of",
    "is_known",
    "lies_around",
    "may_be_place",
    "mentions_in",
    "reads_as_place",
    "stands_as_subject",
    "told_apart",
]

# What stands before a name that a question is about.
_BEFORE_SUBJECT = re.compile(
    r"(?:^|[\s。！!？?；;，,、：:“\"(（年度问查看找求给要想知解于对据照在从比和与跟同及或是有的了们下个请把被让到道说谈讲绍计起来用写烦急师好心教届壁边近邻]|年[前来间末底初]|以[前来后]|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月份?|[0-9]{1,2}[日号]|[那这][天次回年])$"
)
_TIME = (
    r"(?:19|20)\d\d|\d\d年|[去今前明上本当]年|这一?年|近[一二三四五六七八九十\d]+年|[上下]半年|[一二三四]季度|"
    r"十[二三四五]五"
)
_ORGANS = r"政协|人大|政府|法院|检察院|纪委|监委|[省市区县州]委|常委会|委员会|工作报告|报告"
# What stands after a name that a question is about, and after nothing else.
_AFTER_SUBJECT = re.compile(
    rf"\s{{0,9}}(?:$|[?？。,，、:：;；)）”\"]|的?\s{{0,9}}(?:{_TIME}|{_ORGANS})|[全各两三四五几][省市区县州地]|[和与跟同及比](?=[一-龥])|相比|对比|vs\b|\s(?:file|report|receive|have|had|has|did|in)\b)",
    re.IGNORECASE,
)
# What may stand after such a name, and after other words too.
_AFTER_MAYBE = re.compile(
    r"\s*(?:的|在|共|一共|总共|有多少|有几|有哪些|立案|收到|提[出交案]|办[复理结]|GDP|(?:地区)?生产总值|一般公共|规上|规模以上|城镇|农村|常住|户籍|粮食|"
    r"固定资产|社会消费|进出口|人均|财政|新增|完成|实现|建成|召开|开展|开[会了]|部署|组织|报送|形成|增长|下降|\d)",
    re.IGNORECASE,
)
_BEFORE_IN_ENGLISH = re.compile(
    r"(?:^|\b(?:in|of|did|does|do|has|have|had|by|for|from|at|about|is|was|the)\s+|,\s*)$", re.IGNORECASE
)
_AFTER_IN_ENGLISH = re.compile(
    r"(?:['’]s)?\s*(?:$|[?,]|(?:19|20)\d\d|in\b|did\b|city\b|district\b|county\b|province\b|CPPCC\b|file|report|have\b|has\b|had\b|政|[一-龥])",
    re.IGNORECASE,
)
_LEAST_LATIN = 4
_OF = re.compile(r"\s*+[省市]?(?:下面|下辖|所辖|管辖|辖区内)?的?\s*+")
_EXCEPT = re.compile(
    r"(?:除了?|除去|不含|不包括|不要|不算|别给我|别说|排除|剔除|去掉|\b(?:except|besides|other than|apart from))\s*$",
    re.IGNORECASE,
)
_LONGEST_EXCEPT = 24
_OUTSIDE = re.compile(r"[省市区县州]?(?:之外|以外|除外|外(?=[，,、还的其]))")
# 北京冬残奥会, 杭州亚运会: where it took place is no place that is asked about.
_EVENT = re.compile(
    "(?:20[0-9]{2}年?)?(?:[冬夏]季?)?残?(?:奥[运林会]|青奥|冬奥|冬残奥|亚[运残]|亚青会|大运会|全运会|世博会|园博会|世园会)"
)
_FACILITY = re.compile(
    "机场|港(?!澳)|(?:火车|高铁|[东西南北])?站|水库|大桥|隧道|大学|学院|医院|油田|煤矿|电[站厂]|核电|高速|铁路|景区|古[城镇]|公园|"
    "湿地|码头|口岸|博物馆|体育[馆场]|(?:经济|技术)*开发区|高新区|新区|工业园|产业园|保税|灌区|林场|农场"
)
# What reports say for a place though no question means it by that alone: 占首都市场份额.
_CALLED = {"110000": ("首都",)}
# What shows that the bare name of a place that has a report is part of a longer name: 中原经济区.
_LONGER_NAME = re.compile(r"经济区|大地|城市群|油田|传媒|出版|地区")


def mentions_in(text: str, gazetteer: Gazetteer, language: Language, indexed: frozenset[str]) -> list[Mention]:
    """The places that a question names in Chinese, pinyin or English, left to right, not overlapping.

    indexed: codes of the places that have reports; a zone (高新区) is named without its city only where one of them is.
    """
    latin = gazetteer.mentions_latin(text)
    if language == "zh":
        latin = [_in_chinese(each) for each in latin if _is_pinyin(each)]
    found = capitals(text, gazetteer)
    taken = bytearray(len(text))
    for mention in found:
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    of_places = without_people(text, gazetteer.mentions(text), gazetteer, indexed)
    named = [_less_facility(text, each, gazetteer, indexed) for each in of_places]
    for mention in [*named, *latin, *gazetteer.zones(text, indexed)]:
        if not any(taken[mention.start : mention.end]) and not _EVENT.match(text, mention.end):
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            found.append(mention)
    return _paths_joined(text, sorted(found, key=lambda mention: mention.start), gazetteer)


def _less_facility(text: str, mention: Mention, gazetteer: Gazetteer, indexed: frozenset[str]) -> Mention:
    """Of 衡阳南岳机场 the city alone: the second name is part of what the airport is called, if it has no reports."""
    if is_known(mention, indexed) or not _FACILITY.match(text, mention.end):
        return mention
    for length in range(len(mention.text) - 1, 1, -1):
        for outer in gazetteer.mentions(mention.text[:length]):
            if outer.start == 0 and outer.end == length and is_known(outer, indexed):
                return replace(outer, start=mention.start, end=mention.start + length)
    return mention


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


def is_known(mention: Mention, indexed: frozenset[str]) -> bool:
    """Whether one of the places that it may mean has a report."""
    return any(place.code in indexed for place in mention.places)


def excluded_in(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The places that the question leaves out, with those joined to them: 除了郑州、新乡, 郑州以外."""
    found: list[Mention] = []
    for mention in mentions:
        left_out = _EXCEPT.search(text, max(0, mention.start - _LONGEST_EXCEPT), mention.start) or _OUTSIDE.match(
            text[mention.end :]
        )
        if left_out or (found and are_joined(text, found[-1], mention)):
            found.append(mention)
    return found


def reads_as_place(text: str, mention: Mention, gazetteer: Gazetteer, *, known: bool) -> bool:
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


def may_be_place(text: str, mention: Mention) -> bool:
    """Whether a word stands where a name would, though other words may stand there too: 合作的提案办复率."""
    before, after = text[: mention.start], text[mention.end :]
    return bool(not mention.text.isascii() and _BEFORE_SUBJECT.search(before) and _AFTER_MAYBE.match(after))


def told_apart(mention: Mention, indexed: frozenset[str], gazetteer: Gazetteer, around: Sequence[Place]) -> Mention:
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
    if not near and not is_known(mention, indexed):
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


def bearers_left_out(all_places: Sequence[Place], chosen: Sequence[Place], gazetteer: Gazetteer) -> list[Place]:
    """Those of the name that are not chosen, nor lie within what is."""
    return [
        place
        for place in all_places
        if place not in chosen and not any(gazetteer.is_within(place.code, each.code) for each in chosen)
    ]


def lies_around(mention: Mention, scope: Sequence[Mention], gazetteer: Gazetteer) -> bool:
    """Whether it only says where the place asked about lies: 江苏 in 江苏的鼓楼区."""
    return any(
        gazetteer.is_within(place.code, outer.code)
        for outer in mention.places
        for each in scope
        for place in each.places
    )


def forms_of(mention: Mention, gazetteer: Gazetteer) -> tuple[str, ...]:
    """What a sentence may call the place: each of its names, the one typed first."""
    typed = () if mention.text.isascii() else (mention.text,)
    names = (
        name
        for place in mention.places
        for name in (*gazetteer.names(place), *gazetteer.letters(place), *_CALLED.get(place.code, ()))
    )
    return tuple(dict.fromkeys((*typed, *names)))


def stands_as_subject(text: str, start: int) -> bool:
    """Whether what begins there may be what the question is about: 清华大学2023年…, not 与清华大学签约."""
    before = text[:start]
    if before.isascii():
        return True
    return _BEFORE_SUBJECT.search(before) is not None and not re.search(r"(?:和|与|跟|及|对|在|据|比)$", before)
