"""A verdict where no rule of words gives one: by the one sentence that most probably speaks of the very statement.

It bears a statement out where nothing in it is against that: no figure, number or name of the statement is missing, and
no clause says the opposite. A body of the same kind in place of the one named (大学, 医院) denies it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.language.figures import find_figures, numeral_value
from index.language.gazetteer import Mention
from index.language.sentences import clauses
from index.language.stages import denies_stage
from index.types import Report, Span
from qa.citing.citation import LONGEST_QUOTE, cite
from qa.composing.bearing import Found
from qa.composing.contrast import contrasted
from qa.composing.evidence import evidence_of
from qa.composing.request import Request
from qa.composing.said import is_negative, telling_words
from qa.composing.topic import Said, is_planned
from qa.retrieval.concepts import Concept
from qa.understanding.claimed import every_claimed, find_ranks, rank_claimed, regions_in, unique_claimed
from qa.understanding.whether import claimed_figures

__all__ = ["names_stand", "numbers_stand", "of_likely", "regions_stand"]

# 13 of 14 statements that no other check decides and a sentence so probably speaks of are true or denied by a name, a
# figure or a negative in it (`bench.forms` on questions written by others).
_PROBABLE = 0.55
# Of each word of a statement the sentence must have so much.
_SAYS = 0.75
# Words that say nothing of their own, or what numbers and ranks are held by.
_LIGHT = re.compile(
    "拿到|得到|获得|荣获|获评|评为|授予|颁发|当成|当作|作为|列为|一起|去过|到过|已经|曾经|确实|居然|竟然|而且|并且|同时|真的|真是|前[头列面]|走在|实现|达到|成为|做到|进行|开展|(?:[一二两三四五六七八九十]|[0-9])+[个项家次名位座条件类种年成]?"
)
_NAMED = "大学|学院|医院|公司|集团|银行|机场|中学|小学|博物馆|研究院|实验室|论坛|大赛|博览会"
_KIND_BEHIND = re.compile(f"(?:{_NAMED})$")
_NAME = re.compile(rf"[㐀-鿿]{{2,12}}?(?:{_NAMED})")
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
_NAME_IN_ENGLISH = re.compile(
    rf"(?<=[a-z,] )(?P<name>(?:[A-Z][\w'’-]+ ){{1,4}})(?P<kind>{'|'.join(_KINDS_IN_ENGLISH)})\b", re.IGNORECASE
)
_CAPITAL = re.compile(r"(?<=[a-z,\"“] )[A-Z][a-z]{3,}\b")
_COUNT = re.compile("(?<![第㐀-鿿])?(?P<n>[一二两三四五六七八九十]{1,3})(?=[个项家次名位座条件类种年])")
_WORDS = {
    word: n for n, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), start=2)
}
_ORDINALS = (
    (re.compile(r"\bfirst\b", re.IGNORECASE), re.compile("第一|一等|首[个家次位批]|首届|率先|最早|领先|冠军|金[奖牌]")),
    (re.compile(r"\bsecond\b", re.IGNORECASE), re.compile("第二|二等|二期|亚军|银[奖牌]")),
    (re.compile(r"\bthird\b", re.IGNORECASE), re.compile("第三|三等|三期|季军|铜[奖牌]")),
    (re.compile(r"\bonly\b", re.IGNORECASE), re.compile("唯一|仅有|只有|独家")),
)
_NTH = re.compile(r"\b([0-9]{1,3})(?:st|nd|rd|th)\b")
_COUNT_IN_ENGLISH = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_UNIQUE = re.compile("唯一|首[个家次]|率先|第一")
_QUOTED = re.compile('[“"《](?P<what>[^“”"《》]{2,30})[”"》]')


def of_likely(request: Request, statement: str) -> Found | None:
    """What the most probable sentence says of a statement that gives no figure; None where it is not surely of it."""
    best = next(iter(evidence_of(request)), None) if _may_be_told(request, statement) else None
    if best is None or best.probability < _PROBABLE or best.said.hit.report.kind == "unrelated":
        return None
    said = best.said
    if is_planned(request, said.hit) != (request.query.period == "plans"):
        return None
    words = telling_words(request, statement)
    clause = _telling_clause(words, said)
    cited = cite(1, said.hit.report, said.hit.heading_path, said.span if len(said.span) <= LONGEST_QUOTE else clause)
    if other := (
        _another(request, statement, said)
        or _elsewhere(request, statement, said, words)
        or _in_place(request, statement, said, words)
    ):
        return Found(False, cited, other)
    if not words or not _says_it(request, statement, said, words):
        return None
    if is_negative(said.hit.report.text[clause.start : clause.end]) or denies_stage(said.text, statement):
        return Found(False, cited) if _says(words, said.text) else None
    return Found(True, cited)


def _may_be_told(request: Request, statement: str) -> bool:
    """Whether a statement is of the plain kind: no figure, rank or all of a kind, and not denied."""
    language = request.language
    if is_negative(statement) or claimed_figures(statement, language) or rank_claimed(statement, language):
        return False
    return every_claimed(statement, language, request.retriever.index.tokenizer.cut) is None


def _elsewhere(request: Request, statement: str, said: Said, words: Sequence[Concept]) -> str:
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
    if not asked or not told or any(gazetteer.short(place) in text for each in asked for place in each.places):
        return ""
    named = "".join(each.text for each in asked)
    lacking = [word.variants[0] for word in words if word.match(said.text) < _SAYS]
    if english or all(_is_light(word) or word in named or _HELD_THERE.fullmatch(word) for word in lacking):
        return "、".join(dict.fromkeys(each.text for each in told)) if words else ""
    return ""


# What is done at a place that one goes to, said in many ways.
_HELD_THERE = re.compile("取经|学习|考察|调研|参观|走访|专项|视察|前往|奔赴|外出|交流")


def _in_place(request: Request, statement: str, said: Said, words: Sequence[Concept]) -> str:
    """What the sentence has in place of one name of a Chinese statement, "" for none."""
    if request.language == "en" or not words:
        return ""
    return contrasted(statement, said.text, words, request.retriever.index.tokenizer.cut, _is_light)


def _says_it(request: Request, statement: str, said: Said, words: Sequence[Concept]) -> bool:
    """Whether nothing that a statement gives is missing in a sentence."""
    english = request.language == "en"
    report, text = said.hit.report, said.text
    if not numbers_stand(statement, text, english=english) or not names_stand(request, statement, report, text):
        return False
    if unique_claimed(statement) and not find_ranks(text) and not _UNIQUE.search(text):
        return False
    if not regions_stand(request, statement, report, text):
        return False
    return request.retriever.is_told(statement) if english else _says(words, text)


def _says(words: Sequence[Concept], text: str) -> bool:
    """Whether a sentence has all words of a statement that say something of its own."""
    lacking = [word for word in words if word.match(text) < _SAYS]
    return len(lacking) < len(words) and all(_is_light(word.variants[0]) for word in lacking)


def _is_light(word: str) -> bool:
    return _LIGHT.fullmatch(word) is not None


def _telling_clause(words: Sequence[Concept], said: Said) -> Span:
    """The clause of a sentence that has most of the words."""
    text = said.hit.report.text
    parts = list(clauses(text, said.span)) or [said.span]
    return max(parts, key=lambda part: sum(word.weight * word.match(text[part.start : part.end]) for word in words))


def _another(request: Request, statement: str, said: Said) -> str:
    """The body of the kind that a statement names, where the sentence has one of another name: 哈尔滨工业大学, not
    郑州大学; "" for none. Of an English name only where the sentence's begins with a place that the statement lacks.
    """
    gazetteer = request.retriever.gazetteer
    if request.language != "en":
        named = [(name, name[len(_bare(name)) :]) for name in _names(statement)]
        asked_places = frozenset[str]()
    else:
        kinds = [_KINDS_IN_ENGLISH[each["kind"].lower()] for each in _NAME_IN_ENGLISH.finditer(statement)]
        named = [("", kind) for kind in kinds]
        asked_places = frozenset(place.code for each in gazetteer.mentions_latin(statement) for place in each.places)
    for name, kind in named:
        found = {each for each in _names(said.text) if each.endswith(kind)}
        if len(found) != 1 or (name and name in said.text):
            continue
        other = next(iter(found))
        places = {place.code for each in gazetteer.mentions(other) for place in each.places}
        if name or (places and places.isdisjoint(asked_places)):
            return other
    return ""


def _names(text: str) -> list[str]:
    return [_BORDER.split(name)[-1] for name in _NAME.findall("".join(text.split()))]


def _bare(name: str) -> str:
    return _KIND_BEHIND.sub("", name)


def numbers_stand(statement: str, text: str, *, english: bool) -> bool:
    """Whether each small number that a statement gives in words stands in a sentence: six years, 三项."""
    if english and not all(said.search(text) for word, said in _ORDINALS if word.search(statement)):
        return False
    if english:
        asked = {_WORDS[word.lower()] for word in _COUNT_IN_ENGLISH.findall(statement)}
        asked |= {int(number) for number in _NTH.findall(statement)}
    else:
        asked = {int(numeral_value(each["n"])) for each in _COUNT.finditer(statement)} - {1}
    given = {int(each.value) for each in find_figures(text)} | {
        int(numeral_value(each["n"])) for each in _COUNT.finditer(text)
    }
    return asked <= given


def names_stand(request: Request, statement: str, report: Report, quote: str) -> bool:
    """Whether a quote has each name that a statement gives: in quotation marks, or in English with a capital."""
    text = "".join(quote.split())
    retriever = request.retriever
    gazetteer = retriever.gazetteer
    english = request.language == "en"
    mentions = gazetteer.mentions_latin(statement) if english else gazetteer.mentions(statement)
    own = gazetteer.lineage(report.place_code or "")
    for mention in mentions:
        of_other = {place.code for place in mention.places}.isdisjoint(own)
        if mention.certain and of_other and not any(gazetteer.short(each) in text for each in mention.places):
            return False
    if not english:
        return all("".join(each["what"].split()) in text for each in _QUOTED.finditer(statement))
    for name in _CAPITAL.finditer(statement):
        is_place = any(each.start <= name.start() < each.end for each in mentions)
        if not is_place and not any(each in text for each in retriever.chinese_for(name[0])):
            return False
    return True


def regions_stand(request: Request, statement: str, report: Report, quote: str) -> bool:
    """Whether a quote speaks of each region of which a statement says something: 率先 of 全市 is none of 全省."""
    asked = regions_in(statement, request.language) - {"全市", "全区", "全县", _OWN_REGION.get(report.level or "", "")}
    return asked <= regions_in(quote, "zh")


_OWN_REGION = {"province": "全省", "country": "全国"}
