"""A question that leans on the one before it ("那邯郸呢?", "为什么?", "And in 2022?") → the whole question it means.

What a question lacks is taken from the one before: its place, its year, what it counts, or all but one of these. One
that names what it is about stands on its own, and so does one about all places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from index.language.gazetteer import Gazetteer
from index.language.script import simplified
from qa.understanding.chatter import is_chatter, without_chatter
from qa.understanding.followup_chinese import follow_chinese
from qa.understanding.followup_english import AGAINST_IN_ENGLISH, english_clause
from qa.understanding.frame import frame_of
from qa.understanding.operators import operator_in
from qa.understanding.retold import operated
from qa.understanding.retold_english import operated_in_english, without_lead
from qa.understanding.where_when import Read, WhereWhen, language_of, read_question, replace_scope

__all__ = ["complete_question"]

_END = re.compile(r"[\s?？。.!！,，;；~～…]{1,60}$")
_SENTENCE = re.compile(r"[^?？。!！;；\n]+[?？。!！;；\n]*")
# A comma parts two questions where each of them asks, or asks for more.
_CLAUSE = re.compile(r"[^,，]+[,，]?")
_ASKS = re.compile(
    r"多少|几[个件次条篇项家人名位场]|什么|哪|谁|怎|如何|为何|为啥|百分之|几成|是否|有没有|[吗呢]|详细|具体(?:说|讲)|说说|换成|改成|"
    r"\b(?:how|what|which|who|when|where|why)\b",
    re.IGNORECASE,
)


# The place asked about before and the one asked about since: 那徐州呢？两市差多少？
_BOTH = re.compile("(?:这|那)?(?:两[市地区县省者家个]|二者)")


def complete_question(
    question: str,
    *,
    previous: str,
    gazetteer: Gazetteer,
    today: date,
    indexed: frozenset[str] = frozenset(),
    places: Sequence[str] = (),
    years: Sequence[int] = (),
) -> str | None:
    """The whole question meant, or None where this one stands on its own.

    places, years: filters chosen since; what the question before says of these gives way to them. previous: the
    question before, itself whole. indexed: codes of the places that have reports, which tell same-name
    places apart. today: what 去年 counts from.
    """

    def read(text: str) -> WhereWhen:
        return read_question(text, gazetteer=gazetteer, today=today, indexed=indexed)

    asked, before = (without_chatter(_cleaned(words)) for words in (question, previous))
    if not asked or not before:
        return None
    clauses = _questions(asked)
    last = _in_filters(read(_questions(before)[-1]), read, places, years)
    first, wholes = last, list[str]()
    leans = False
    for clause in clauses:
        if _BOTH.match(clause) and last.places != first.places:
            last = read(replace_scope(last, read(f"{first.place_words('zh')}和{last.place_words('zh')}")) or last.text)
        whole = _follow(clause, last, read, after="".join(wholes))
        leans = leans or (whole is not None and whole != clause)
        wholes.append(whole or clause)
        last = _in(last, read(wholes[-1]), read)
    if not leans and (len(clauses) > 1 or asked == _cleaned(question)):
        return None
    return " ".join(f"{whole}?" for whole in wholes).replace("? ", "?" if language_of(wholes[0]) == "zh" else "? ")


def _follow(clause: str, last: WhereWhen, read: Read, *, after: str) -> str | None:
    """The whole question that one clause means. after: what those before it in the same turn were completed to."""
    if language_of(clause) == "zh":
        if found := operator_in(clause, "zh"):
            in_english = last.language == "en"
            return operated_in_english(found, last, "") if in_english else operated(found, frame_of(last), clause)
        return follow_chinese(clause, last, read, after=after)
    new = read(without_lead(clause))
    found = None if AGAINST_IN_ENGLISH.fullmatch(without_lead(clause)) else operator_in(new.rest, "en")
    if found:
        moved = read(replace_scope(last, new) or last.text) if new.place or new.year else last
        if last.language == "en":
            return operated_in_english(found, moved, new.rest)
        return operated(found, frame_of(moved), "")
    return english_clause(clause, last, read)


def _cleaned(words: str) -> str:
    return simplified(unicodedata.normalize("NFKC", words)).strip()


def _questions(text: str) -> list[str]:
    """The questions that a text puts one after the other, without their marks."""
    found: list[str] = []
    for sentence in _SENTENCE.finditer(text):
        clauses = [match[0] for match in _CLAUSE.finditer(sentence[0])]
        joined = ""
        for clause in clauses:
            if joined and _ASKS.search(joined) and _ASKS.search(clause):
                found.append(joined)
                joined = ""
            joined += clause
        found.append(joined)
    kept = [bare for each in found if (bare := _END.sub("", each).strip()) and not is_chatter(bare)]
    return kept or [_END.sub("", text).strip()]


def _in_filters(last: WhereWhen, read: Read, places: Sequence[str], years: Sequence[int]) -> WhereWhen:
    """The question before, of the place and year that filters choose where it names others."""
    if places and last.place:
        last = _in(last, read(f"{'、'.join(places)}的报告"), read)
    if years and last.year:
        last = _in(last, read("、".join(f"{year}年" for year in years)), read)
    return last


def _in(last: WhereWhen, new: WhereWhen, read: Read) -> WhereWhen:
    """The question before, of the place and year of another where that has others."""
    moved = (new.place and not {*new.places} & {*last.places}) or (new.year and not {*new.years} & {*last.years})
    return read(replace_scope(last, new) or last.text) if moved else last
