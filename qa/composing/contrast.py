"""What a sentence has where a statement has something else: 养老服务业, where 托育服务业 is claimed; another body of
the kind that it names, another place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile

from index.language.everyday import part_of_speech
from index.language.gazetteer import Mention
from qa.composing.request import Request
from qa.composing.topic import Said
from qa.retrieval.concepts import Concept

__all__ = ["IsLight", "another_body", "another_giver", "another_name", "another_place", "contrasted"]

# Whether a word says nothing of its own, so that it may be missing.
IsLight = Callable[[str], bool]

_ENOUGH = 0.75
# So many other words must stand there; what differs is no longer than so much.
_FEWEST, _LONGEST = 2, 8
_BESIDE = 2
# What is looked at on either side.
_REACH = 12
_MARK = re.compile(r"[，,。；;：:、！!？?“”\"《》（）()]")
_NUMBER = re.compile("第[一二三四五六七八九十百0-9]{1,4}|(?<![0-9])[0-9](?=A)")
# What acts, joins or relates is often said in other words: 成立, 组建.
_RELATES = frozenset("v vd vi vq d df c p r rr rz u y f".split())
_JOINS = re.compile("^[、和与及]+")
_COPULA = re.compile("[的是为叫在了到和与由]{1,4}$")
_NAMED = "大学|学院|医院|公司|集团|银行|机场|中学|小学|博物馆|研究院|实验室|论坛|大赛|博览会"
_BODY = re.compile(rf"[㐀-鿿]{{2,12}}?(?P<kind>{_NAMED})")
_BORDER = re.compile("[到在赴于向从与和由把被对给让跟的了、]|参加|联合|前往|走进|组织|举办|成立|获批")
_KINDS_IN_ENGLISH = {
    "university": "大学",
    "college": "学院",
    "hospital": "医院",
    "bank": "银行",
    "airport": "机场",
    "museum": "博物馆",
    "company": "公司",
    "group": "集团",
}
_BODY_IN_ENGLISH = re.compile(
    rf"(?<=[a-z,] )(?:[A-Z][\w'’-]+ ){{1,4}}(?P<kind>{'|'.join(_KINDS_IN_ENGLISH)})\b", re.IGNORECASE
)
# 被市政协评为, 是省政协评的: who gave an honour or took something up.
_GIVER = re.compile(
    "(?:被|由|受到?|获得?|是|经)(?P<by>[㐀-鿿]{0,10}?(?:政协|[省市区县州]委|党委|政府|人大|国务院|[部局厅]))(?:给|确认|通报)?"
    "(?:评[为成上的]|授予|颁[发给的]|表彰|命名|认定|确定为|列[为入]|采用|采纳|推广)"
)
# What is done at a place that one goes to, said in many ways.
_DONE_THERE = re.compile("取经|学习|考察|调研|参观|走访|专项|视察|前往|奔赴|外出|交流")


def another_name(request: Request, statement: str, said: Said, words: Sequence[Concept], is_light: IsLight) -> str:
    """What a sentence has in place of one name of a Chinese statement, "" for none."""
    if request.language == "en" or not words:
        return ""
    return contrasted(statement, said.text, words, request.retriever.index.tokenizer.cut, is_light)


def another_body(request: Request, statement: str, said: Said) -> str:
    """The body of the kind that a statement names, where the sentence has one of another name: 哈尔滨工业大学, not
    郑州大学; "" for none. Of an English name only where the sentence's begins with a place that the statement lacks.
    """
    gazetteer = request.retriever.gazetteer
    if request.language == "en":
        named = [("", _KINDS_IN_ENGLISH[each["kind"].lower()]) for each in _BODY_IN_ENGLISH.finditer(statement)]
        asked_places = frozenset(place.code for each in gazetteer.mentions_latin(statement) for place in each.places)
    else:
        named, asked_places = _bodies_in(statement), frozenset[str]()
    for name, kind in named:
        found = {other for other, of in _bodies_in(said.text) if of == kind}
        if len(found) != 1 or (name and name in said.text):
            continue
        other = next(iter(found))
        places = {place.code for each in gazetteer.mentions(other) for place in each.places}
        if name or (places and places.isdisjoint(asked_places)):
            return other
    return ""


def another_giver(statement: str, text: str) -> str:
    """Who a text says gave what a statement says another gave: 省政协, where 市委 is claimed; "" for none."""
    claimed = [found["by"] for found in _GIVER.finditer("".join(statement.split()))]
    printed = [found["by"] for found in _GIVER.finditer("".join(text.split()))]
    if len(claimed) != 1 or len(printed) != 1 or claimed[0] in printed[0] or printed[0] in claimed[0]:
        return ""
    return printed[0]


def _bodies_in(text: str) -> list[tuple[str, str]]:
    """The names of bodies in a text, each with its kind: 哈尔滨工业大学, 大学."""
    return [(_BORDER.split(found[0])[-1], found["kind"]) for found in _BODY.finditer("".join(text.split()))]


def another_place(request: Request, statement: str, said: Said, words: Sequence[Concept], is_light: IsLight) -> str:
    """The places that a sentence names, where a statement names others and all else of it stands there: 去的是开封和
    焦作, where the sentence has 许昌、洛阳; "" for none.
    """
    gazetteer = request.retriever.gazetteer
    english = request.language == "en"
    own = gazetteer.lineage(said.hit.report.place_code or "")
    text = "".join(said.text.split())

    def others(mentions: Sequence[Mention]) -> list[Mention]:
        return [each for each in mentions if each.certain and {place.code for place in each.places}.isdisjoint(own)]

    asked = others(gazetteer.mentions_latin(statement) if english else gazetteer.mentions(statement))
    told = others(gazetteer.mentions(text))
    if not words or not asked or not told:
        return ""
    if any(gazetteer.short(place) in text for each in asked for place in each.places):
        return ""
    named = "".join(each.text for each in asked)
    lacking = [word.variants[0] for word in words if word.match(said.text) < _ENOUGH]
    stands = english or all(is_light(word) or word in named or _DONE_THERE.fullmatch(word) for word in lacking)
    return "、".join(dict.fromkeys(each.text for each in told)) if stands else ""


def contrasted(
    statement: str,
    text: str,
    words: Sequence[Concept],
    cut: Callable[[str], list[str]],
    is_light: IsLight,
) -> str:
    """The words of a sentence in place of those that a Chinese statement has; "" where more or nothing differs.

    All else that the statement names stands in the sentence, and the words beside the one that does not are the same.
    """
    statement, text = "".join(statement.split()), "".join(text.split())
    plain = statement.casefold()
    lacking = [word.variants[0] for word in words if word.match(text) < _ENOUGH and not is_light(word.variants[0])]
    lacking += [number[0] for number in _NUMBER.finditer(statement) if number[0] not in text]
    if not lacking or len(words) - len(lacking) < _FEWEST:
        return ""
    spans = sorted((plain.find(word), plain.find(word) + len(word)) for word in lacking)
    start, end = spans[0][0], max(stop for _, stop in spans)
    is_one = all(begin <= last for (_, last), (begin, _) in pairwise(spans))
    if start < 0 or not is_one or end - start > _LONGEST or any(part_of_speech(word) in _RELATES for word in lacking):
        return ""
    other = _before_same(statement, text, start, end) or _behind_same(statement, text, start, end)
    if other is None:
        return ""
    acts = sum(len(word) for word in takewhile(lambda word: part_of_speech(word) in _RELATES, cut(other[0])))
    bare = other[0][acts:]  # 成为|全省
    if not bare or bare in statement or (len(bare) == 1 and not bare.isdigit()):  # 原|定 names nobody
        return ""
    follows = other[1][: len(cut(other[1])[0])] if other[1] else ""
    return bare if part_of_speech(follows) in _RELATES or _JOINS.match(statement[end:]) else bare + follows


def _before_same(statement: str, text: str, start: int, end: int) -> tuple[str, str] | None:
    """What stands in the text before the words that follow the span in the statement, and these words."""
    joined = _JOINS.match(statement[end:])
    behind = statement[end + (joined.end() if joined else 0) :][:_REACH]
    length = next((n for n in range(len(behind), 0, -1) if behind[:n] in text), 0)
    if not length or _MARK.search(behind[:1]):
        return None
    at = text.find(behind[:length])
    window = text[max(0, at - _REACH) : at]
    window = _MARK.split(window.rstrip("、和与及") if joined else window)[-1]
    same_long = window[start - end :] if len(window) >= end - start else ""
    if length < _BESIDE:  # 解放战争|卷, 抗日战争|卷
        return (
            (same_long, behind[:length])
            if same_long[-1:] == statement[end - 1] and text.count(behind[0]) == 1
            else None
        )
    before = _COPULA.sub("", statement[:start])
    for n in range(min(len(before), _REACH), 0, -1):
        found = window.rfind(before[-n:])
        if found >= 0 and window[found + n :]:
            return window[found + n :], behind[:length]
    return (same_long, behind[:length]) if same_long else None


def _behind_same(statement: str, text: str, start: int, end: int) -> tuple[str, str] | None:
    """What stands in the text behind the words before the span, where the statement ends with the span."""
    before = _COPULA.sub("", statement[:start])
    if statement[end:].strip("的了办 ") or len(before) < _BESIDE:
        return None
    length = next((n for n in range(min(len(before), _REACH), _BESIDE - 1, -1) if text.count(before[-n:]) == 1), 0)
    if not length:
        return None
    behind = text[text.find(before[-length:]) + length :][: end - start]
    return (behind, "") if len(behind) == end - start and not _MARK.search(behind) else None
