"""What is asked of the thing asked about before → the whole question, in English."""

from __future__ import annotations

import re
from collections.abc import Callable

from qa.understanding.frame_english import EnglishFrame, frame_of_english, lower_first
from qa.understanding.operators import Asked, Operator
from qa.understanding.where_when import WhereWhen

__all__ = ["LEAD", "operated_in_english", "without_lead"]

LEAD = re.compile(
    r"(?:(?:and|then|also|but|so|ok|okay|thanks|thank you|great|well|now|please)\b[,!\s]*)+", re.IGNORECASE
)
_OF_CHANGE = re.compile(r"\b(?:grow|rise|increase|fall|drop|decrease|go up|go down)\b", re.IGNORECASE)
_RANKED = re.compile(r"\bthe \w+", re.IGNORECASE)
# Of the press items published by Xinxiang, how many were adopted?
_OF_WHICH = re.compile(
    r"(?:of|among) the (?P<thing>[^,]{2,60}?) (?P<done>\w{2,20}) (?P<by>by [^,]{2,80}), how many \w.*", re.IGNORECASE
)
_MANY = {"how many": "so many", "how much": "so much"}


def without_lead(text: str) -> str:
    """And how many? → how many?"""
    lead = LEAD.match(text)
    return text[lead.end() :] if lead else text


def operated_in_english(found: Asked, last: WhereWhen, words: str) -> str | None:
    """The whole question; None where the one before has nothing of which that can be asked.

    words: as typed; "" where that was in Chinese.
    """
    return _RETOLD[found.operator](frame_of_english(last), without_lead(words), found.each)


def _things(frame: EnglishFrame) -> str:
    return f"the {frame.topic}" if frame.thing else frame.topic


def _in_place_of_count(frame: EnglishFrame, words: str) -> str:
    return frame.said.text.replace(f"{frame.asked} {frame.thing}", words, 1)


def _share(frame: EnglishFrame, _words: str, _each: str) -> str:
    if part := _OF_WHICH.fullmatch(frame.said.text):
        whole = f"How many {part['thing']} were {part['done']} {part['by']}"
        return f"{whole}? {frame.said.text}? What share is the latter of the former"
    if frame.thing and frame.counts:
        return _in_place_of_count(frame, f"What percentage of {frame.thing}")
    return f"What share of the total {frame.aux or 'is'} {_things(frame)}"


def _change(frame: EnglishFrame, words: str, _each: str) -> str | None:
    verb = _OF_CHANGE.search(words)
    number = f"the number of {frame.topic}" if frame.thing else _things(frame)
    return f"By how much did {number} {verb[0].lower() if verb else 'change'}" if frame.counts else None


def _average(frame: EnglishFrame, _words: str, each: str) -> str:
    return f"On average{f' {each}' if each else ''}, {lower_first(frame.said.text)}"


def _total(frame: EnglishFrame, _words: str, _each: str) -> str:
    return f"In total, {lower_first(frame.said.text) if frame.counts else f'how many {frame.topic} were there'}"


def _why(frame: EnglishFrame, _words: str, _each: str) -> str:
    many = _MANY.get(frame.asked.lower(), "these")
    if frame.verb:
        return f"Why {frame.aux} {frame.subject}{frame.verb} {many} {frame.thing}{frame.tail}"
    if frame.thing and not frame.named:
        return f"Why {frame.aux} {many} {frame.thing} {frame.tail}"
    if frame.asked:
        return f"Why {frame.aux} {frame.tail} at this level"
    return f"What is the reason for this: {_things(frame)}"


def _how(frame: EnglishFrame, _words: str, _each: str) -> str:
    if frame.verb:
        return f"How {frame.aux} {frame.subject}manage to {frame.verb} {frame.thing}{frame.tail}"
    return f"How was this achieved: {_things(frame)}"


def _details(frame: EnglishFrame, _words: str, _each: str) -> str:
    return f"What are the details of {_things(frame)}"


def _more(frame: EnglishFrame, _words: str, _each: str) -> str:
    if frame.thing and frame.asked and not frame.counts:
        return _in_place_of_count(frame, f"{frame.asked} other {frame.thing}")
    return f"What else is said of {_things(frame)}"


def _best(frame: EnglishFrame, words: str, _each: str) -> str | None:
    last = frame.said
    if len(last.places) < 2:
        return None
    asked = words or "which is more"
    return f"{asked[0].upper()}{asked[1:]}, {re.sub(r',? and ', ' or ', last.place_words('en'))}: {_things(frame)}"


def _nth(frame: EnglishFrame, words: str, _each: str) -> str:
    rank = _RANKED.search(words)
    return f"What is {rank[0] if rank else 'the first'} of {_things(frame)}"


def _again(frame: EnglishFrame, _words: str, _each: str) -> str:
    return frame.said.text


_RETOLD: dict[Operator, Callable[[EnglishFrame, str, str], str | None]] = {
    "share": _share,
    "change": _change,
    "average": _average,
    "total": _total,
    "why": _why,
    "how": _how,
    "details": _details,
    "more": _more,
    "best": _best,
    "nth": _nth,
    "again": _again,
}
