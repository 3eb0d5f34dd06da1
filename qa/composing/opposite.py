"""最晚建成, 垫底, trailed the rest: a statement that something came last, where a report says that it was among the
first; and the other way round.
"""

from __future__ import annotations

import re

from qa.citing.citation import LONGEST_QUOTE, cite
from qa.composing.bearing import Found
from qa.composing.evidence import PROBABLE, evidence_of
from qa.composing.missing import names_stand
from qa.composing.request import Request
from qa.composing.said import is_negative, telling_words
from qa.composing.topic import is_planned

__all__ = ["of_opposite"]

_FIRST = re.compile(
    "率先|领先|最[早快先]|首[个家批创]|先行(?!区)|第一[个家批]|走在[^，。]{0,8}前[列头面]|(?:位[居列]|名列|跻身|进入)[^，。]{0,6}(?:前[列茅]|第一|榜首|首位)"
)
_LAST = re.compile(
    "最[晚慢迟后]|垫底|落后|倒数|殿后|末位|后[进列]|排在?[^，。]{0,6}(?:末|后面)|拖[了着]?后腿|迟于|晚于|慢于"
)
_FIRST_IN_ENGLISH = re.compile(
    r"\b(?:first|earliest|fastest|ahead of|pioneer\w*|took the lead|leading|led the way|front[- ]runner)\b",
    re.IGNORECASE,
)
_LAST_IN_ENGLISH = re.compile(
    r"\b(?:last|latest|slowest|trail(?:ed|ing|s)?|lag(?:ged|ging|s)?|behind|bottom|laggard|later than|slower than)\b"
    r"(?! (?:year|month|session|term|week))",
    re.IGNORECASE,
)
_QUOTED = re.compile('[“"「][^“”"」]{2,30}[”"」]')
# Of the words of a statement, less those of first and last, so much of the weight must stand in the sentence.
_SAYS, _MOST = 0.5, 3


def of_opposite(request: Request, statement: str) -> Found | None:
    """A denial by a sentence that says the opposite of the very same; None where none does."""
    english = request.language == "en"
    first, last = (_FIRST_IN_ENGLISH, _LAST_IN_ENGLISH) if english else (_FIRST, _LAST)
    if is_negative(statement):
        return None
    if last.search(statement):
        claimed, opposite, same = last, _FIRST, _LAST
    elif first.search(statement):
        claimed, opposite, same = first, _LAST, _FIRST
    else:
        return None
    words = telling_words(request, claimed.sub(" ", statement))
    weight = sum(word.weight for word in words)
    for probability, said in ((each.probability, each.said) for each in evidence_of(request)[:_MOST]):
        # A name in quotes makes it surely of the same.
        if probability < PROBABLE and not _QUOTED.search(statement):
            continue
        if is_planned(request, said.hit) or len(said.span) > LONGEST_QUOTE:
            continue
        found = opposite.search(said.text)
        if found is None or same.search(said.text) or is_negative(said.text):
            continue
        stands = sum(word.weight * word.match(said.text) for word in words)
        if not english and (not weight or stands < _SAYS * weight):
            continue
        if names_stand(request, claimed.sub(" ", statement), said.hit.report, said.text):
            cited = cite(1, said.hit.report, said.hit.heading_path, said.span)
            return Found(False, cited, "" if english else found[0])
    return None
