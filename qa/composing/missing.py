"""What a statement gives that a quote lacks: a number in words, a name, a region."""

from __future__ import annotations

import re

from index.language.figures import find_figures, numeral_value
from index.types import Report
from qa.composing.request import Request
from qa.understanding.claimed import regions_in

__all__ = ["names_stand", "numbers_stand", "regions_stand"]

_CAPITAL = re.compile(r"(?<=[a-z,\"“] )[A-Z][a-z]{3,}\b")
_COUNT = re.compile("(?<!第)(?P<n>[一二两三四五六七八九十]{1,3})(?=[个项家次名位座条件类种年])")
_WORDS = {
    word: n for n, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), start=2)
}
_COUNT_IN_ENGLISH = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_NTH = re.compile(r"\b([0-9]{1,3})(?:st|nd|rd|th)\b")
# What says each of these in a report.
_ORDINALS = (
    (re.compile(r"\bfirst\b", re.IGNORECASE), re.compile("第一|一等|首[个家次位批]|首届|率先|最早|领先|冠军|金[奖牌]")),
    (re.compile(r"\bsecond\b", re.IGNORECASE), re.compile("第二|二等|二期|亚军|银[奖牌]")),
    (re.compile(r"\bthird\b", re.IGNORECASE), re.compile("第三|三等|三期|季军|铜[奖牌]")),
)
_QUOTED = re.compile('[“"《](?P<what>[^“”"《》]{2,30})[”"》]')
# What all of it is of is no region that is claimed besides.
_OWN_REGIONS = frozenset(("全市", "全区", "全县"))
_OWN_REGION = {"province": "全省", "country": "全国"}


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
    asked = regions_in(statement, request.language) - _OWN_REGIONS - {_OWN_REGION.get(report.level or "", "")}
    return asked <= regions_in(quote, "zh")
