"""An English question whose answer is reckoned → what is reckoned, its operands asked for in Chinese or English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.language.stages import same_stage, stage_in
from qa.understanding.coordinated import each_of_english, each_place
from qa.understanding.terms import Reckoning, Term, of_stages, whole_of
from qa.understanding.trade_english import read_trade
from qa.understanding.where_when import Read, replace_scope

__all__ = ["read_reckoning_english"]

_NAMES = {
    "收到": "received",
    "立案": "put on file",
    "办复": "answered",
    "采纳": "adopted",
    "报送": "submitted",
    "督办": "supervised",
}
_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
_NOT_DONE = re.compile(r"\b(?:not|never|unfiled|unanswered|unadopted|without being)\b|n't\b", re.IGNORECASE)
_RATE = re.compile(
    r"\bwhat (?:share|proportion|percentage|fraction) of\b|"
    r"\b(?:filing|adoption|reply|answer\w*|completion) rate\b|\bwhat percent\b",
    re.IGNORECASE,
)
_PORTION = "(?:percentage|percent|per cent|share|proportion|fraction)"
_IN_YEAR = re.compile(r",? ?\b(?:in|for|during) (?P<year>(?:19|20)\d\d),?(?= |$)", re.IGNORECASE)
_ITS = re.compile("^(?:its|their) ", re.IGNORECASE)
# What percentage of B was A; A as a share of B.
_PART_OF_WHOLE = (
    re.compile(
        rf"^what {_PORTION} of (?P<whole>[^?]{{2,60}}?) (?:was|were|is|are|did|does|do) (?P<part>[^?]{{2,60}}?)"
        r"(?: (?:make up|account for|equal|represent|amount to|come to|constitute|form))?$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:(?:what|how (?:much|large|big|high)) (?:was|were|is|are) )?(?P<part>[^?]{2,60}?) "
        rf"as an? {_PORTION} of (?P<whole>[^?]{{2,60}})$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?P<part>[^?]{2,60}?) (?:(?:was|were|is|are) )?(?:equal to|equivalent to|equalled|made up|accounted for|"
        rf"came to|amounted to) what {_PORTION} of "
        r"(?P<whole>[^?]{2,60})$",
        re.IGNORECASE,
    ),
)
_TOGETHER = re.compile(
    r"\s?\b(?:altogether|in total(?! (?:trade|revenue|output|investment))|in all|combined|all told|put together|"
    r"between them|taken together|together)\b",
    re.IGNORECASE,
)
_MORE_THAN = re.compile(
    r"^how many (?P<more>more|fewer) (?P<thing>[^?]{1,60}?) (?P<aux>did|were|was|does|do|are|have|has) "
    r"(?P<said>[^?]{1,60}?) than (?:(?:did|in|for) )?(?P<other>[^?]{1,60})$",
    re.IGNORECASE,
)


def read_reckoning_english(text: str, *, read: Read, where: str, groups: Sequence[Sequence[str]]) -> Reckoning | None:
    """What an English question wants reckoned; None where it wants nothing.

    where: its place and year in Chinese; groups: the Chinese for its words, which name the stages of a proposal.
    """
    text = text.strip(" ?.")
    stages = [stage for group in groups if (stage := next((word for word in group if stage_in(word) == word), ""))]
    if where and stages and _HOW_MANY.search(text) and _NOT_DONE.search(text):
        return Reckoning("rest", _in_english(where, stages[-1]), stages[-1])
    if where and stages and _RATE.search(text):
        whole, part = _in_english(where, stages[-1])
        return Reckoning("share", (part, whole), stages[-1])
    if trade := read_trade(text, where):
        return trade
    if _TOGETHER.search(text):
        places = each_place(f"{_TOGETHER.sub('', text)} each?", read=read)
        if places:
            terms = tuple(Term(place.pinyin.capitalize(), (question,)) for place, question in places)
            return Reckoning("sum", terms, apart=True)
        things = each_of_english(_TOGETHER.sub("", text) + "?")
        terms = tuple(Term(thing, (question,)) for thing, question in things)
        return Reckoning("sum", terms) if len(terms) > 1 else None
    return _share(text, read) or _difference(text, read)


def _share(text: str, read: Read) -> Reckoning | None:
    """What percentage of B was A → what was A, what was B."""
    said = read(text)
    bare = _IN_YEAR.sub("", text).strip(" ,")
    found = next((match for form in _PART_OF_WHOLE if (match := form.match(bare))), None)
    if found is None or said.place is None or said.year is None or len(said.places) > 1 or len(said.years) > 1:
        return None
    where = f" in {said.text[slice(*said.place)]}"
    terms = []
    for words in (found["part"], found["whole"]):
        phrase = _ITS.sub("", words)
        if read(phrase).place:
            terms.append(Term(phrase, (f"What was {phrase} in {said.years[0]}?",)))
        else:
            phrase = phrase[:1].lower() + phrase[1:] if phrase[1:2].islower() else phrase
            terms.append(Term(phrase, (f"What was {phrase}{where} in {said.years[0]}?",)))
    return Reckoning("share", tuple(terms))


def _in_english(where: str, stage: str) -> tuple[Term, Term]:
    """The proposals that reached a stage, and those it is a share of, by their English names."""
    whole, part = of_stages(f"{where}提案", whole_of(stage), stage, "件")
    return replace(whole, label=_name(whole.stage)), replace(part, label=_name(stage))


def _name(stage: str) -> str:
    return next((name for word, name in _NAMES.items() if same_stage(stage, word)), stage)


def _difference(text: str, read: Read) -> Reckoning | None:
    """How many more proposals did Zhengzhou file than Xinxiang → of each how many."""
    more = _MORE_THAN.match(text)
    if more is None:
        return None
    first = f"How many {more['thing']} {more['aux']} {more['said']}"
    other = read(more["other"])
    second = replace_scope(read(first), other) if other.place or other.year else None
    if second is None or second == first:
        return None
    terms = (Term(more["said"], (first + "?",)), Term(more["other"], (second + "?",)))
    terms = terms if more["more"].lower() == "more" else terms[::-1]
    return Reckoning("difference", terms, apart=other.place is not None)
