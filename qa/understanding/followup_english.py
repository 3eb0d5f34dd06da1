"""An English question that leans on the one before it: "What about Handan?", "And how many did it answer?"."""

from __future__ import annotations

import re

from qa.understanding.where_when import Read, WhereWhen, replace_scope

__all__ = ["follow_english"]

_ABOUT = re.compile(r"(?i)^(?:(?:and|but|so|then|ok|okay)\b[,\s]*)?(?:what|how) about\s+")
_LEAD = re.compile(r"(?i)^(?:and|then)\b[,\s]*")
_ASKS = re.compile(
    r"\b(?:how|what|which|who|whom|whose|when|where|why|did|does|do|was|were|is|are|has|have)\b", re.IGNORECASE
)
_FILLER = re.compile(
    r"\b(?:in|for|of|at|and|the|then|instead|year|city|district|county|province|CPPCC)\b|[\s,']+", re.IGNORECASE
)
_IT = re.compile(
    r"(?<!is )(?<!was )(?<!say )(?<!does )\b(?:it|they)\b(?! (?:is|was|takes|means|says)\b)", re.IGNORECASE
)
_ITS = re.compile(r"(?i)\b(?:its|their)\b")
_THERE = re.compile(
    r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!has )\bthere\b(?! (?:is|are|was|were|be|been|has)\b)", re.IGNORECASE
)
_THAT_PLACE = re.compile(r"(?i)\b(?:that|this|the same) (?:city|district|county|province|place)\b")
_THAT_YEAR = re.compile(r"(?i)\b(?:in )?(?:that|this|the same) year\b")
_YEAR_BEFORE = re.compile(r"(?i)\b(?:the (?:previous|preceding) year|the year before)\b")
_YEAR_AFTER = re.compile(r"(?i)\b(?:the (?:next|following) year|the year after)\b")
# What happens to a proposal, by form: base, third person, past.
_STAGES = (
    ("file", "files", "filed"),
    ("submit", "submits", "submitted"),
    ("receive", "receives", "received"),
    ("answer", "answers", "answered"),
    ("handle", "handles", "handled"),
    ("adopt", "adopts", "adopted"),
    ("resolve", "resolves", "resolved"),
)
_STAGE = re.compile(r"(?i)\b(?:" + "|".join(word for forms in _STAGES for word in forms) + r")\b")
_LONGEST_NOUN = 5  # words


def follow_english(text: str, last: WhereWhen, read: Read, *, after: str = "") -> str | None:
    """The whole question meant, without its question mark; None where the text stands on its own."""
    if len(last.years) == 1:
        text = _YEAR_BEFORE.sub(str(last.years[0] - 1), text)
        text = _YEAR_AFTER.sub(str(last.years[0] + 1), text)
    about = _ABOUT.match(text)
    lead = about or _LEAD.match(text)
    body = text[lead.end() :] if lead else text
    new = read(body)
    rest = _FILLER.sub(" ", new.rest).strip()
    if not rest and (new.place or new.year):
        return replace_scope(last, new)
    if lead and not _ASKS.search(rest):
        stage, of_last = _STAGE.search(rest), _STAGE.search(last.text)
        if stage and of_last and last.language == "en":
            kept = replace_scope(last, new) or ""
            return kept.replace(of_last[0], _in_form_of(of_last[0], stage[0]), 1)
        return _of_noun(rest, new, last) if about and 0 < len(rest.split()) <= _LONGEST_NOUN else None
    return _complete_clause(body, new, last, signed=lead is not None)


def _in_form_of(model: str, word: str) -> str:
    """Answered in the form of "file" → "answer"."""
    form = next(forms.index(model.lower()) for forms in _STAGES if model.lower() in forms)
    return next(forms[form] for forms in _STAGES if word.lower() in forms)


def _of_noun(noun: str, new: WhereWhen, last: WhereWhen) -> str | None:
    where = _where(new, last)
    if not where:
        return None
    asked = "How many" if re.search(r"how many|多少|几", last.text, re.IGNORECASE) else "What about"
    return f"{asked} {noun}{where}"


def _complete_clause(body: str, new: WhereWhen, last: WhereWhen, *, signed: bool) -> str | None:
    """How many did it answer → how many did Xinxiang answer in 2023."""
    place, year = last.place_words("en"), last.year_words("en")
    clause = body
    if place and not new.place:
        clause = _ITS.sub(f"{place}'s", clause)
        for pronoun, words in ((_THAT_PLACE, place), (_IT, place), (_THERE, f"in {place}")):
            clause = pronoun.sub(words, clause, count=1)
    if year and not new.year:
        clause = _THAT_YEAR.sub(f"in {year}", clause)
    if not (signed or clause != body) or not _ASKS.search(clause):
        return None
    named = "" if new.place or place in clause else f" in {place}"
    timed = "" if not year or new.year or year in clause else f" in {year}"
    if clause == body and not (place and named) and not timed:
        return None
    whole = f"{clause}{named if place else ''}{timed}"
    return whole[0].upper() + whole[1:]


def _where(new: WhereWhen, last: WhereWhen) -> str:
    """Of the place and year that go on holding: in Xinxiang in 2023."""
    place = new.place_words("en") or last.place_words("en")
    year = new.year_words("en") or last.year_words("en")
    return "".join(f" in {words}" for words in (place, year) if words)
