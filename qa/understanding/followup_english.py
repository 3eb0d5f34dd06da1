"""An English question that leans on the one before it, by what it has and lacks."""

from __future__ import annotations

import re

from qa.understanding.frame_english import STAGES, frame_of_english
from qa.understanding.retold_english import LEAD, without_lead
from qa.understanding.where_when import Read, WhereWhen, replace_scope

__all__ = ["AGAINST_IN_ENGLISH", "asked_with", "english_clause"]

_ABOUT = re.compile(
    r"(?:(?:and|but|so|then|ok|okay|thanks|great)\b[,\s]*)*(?:what|how) about\s+|"
    r"(?:the )?same (?:question )?(?:for|in|with|thing for)\s+|"
    r"(?:no[,\s]*)?(?:i (?:mean|meant|was asking about)|actually)[,\s]*|(?:and )?(?:now )?(?:for|try|"
    r"make (?:it|that)|switch to|change (?:it )?to|use)\s+(?=[A-Z\d])",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:how|what|which|who|whom|whose|when|where|why|did|does|do|was|were|is|are|has|have)\b|^(?:list|name|"
    r"describe|explain|tell|give|show|summari[sz]e)\b",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:in|for|of|at|and|the|then|instead|year|city|district|county|province|CPPCC|please|how (?:many|"
    r"much)|what (?:was|is) (?:it|that))\b|['’]s\b|[\s,'’]+",
    re.IGNORECASE,
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
_YEAR_BEFORE = re.compile(r"(?i)\b(?:the (?:previous|preceding) year|the year before(?: that)?|a year earlier)\b")
_YEAR_AFTER = re.compile(r"(?i)\b(?:the (?:next|following) year|the year after(?: that)?|a year later)\b")
_STAGE = re.compile(r"(?i)\b(?:" + "|".join(word for forms in STAGES for word in forms) + r")\b")
_OF_THOSE = re.compile(
    r"\b(?:of|among) (?:those|them|these|which)\b|\b(?:those|these) (?:proposals|cases|meetings|topics|reports)\b",
    re.IGNORECASE,
)
_PAIRED = re.compile(r"\bthe (?P<rank>former|latter|first (?:city|place)|second (?:city|place))\b", re.IGNORECASE)
_RANK = {"former": 0, "first": 0, "second": 1, "latter": -1}
AGAINST_IN_ENGLISH = re.compile(
    r"(?:how|what) (?:does|did|do|is|was|about) (?:it|that|this|they) (?:compared?|measure up|differ|"
    r"stack up) (?:with|to|from|against)\s+(?P<with>.+)|"
    r"(?:when |as )?(?:compared?|relative) (?:it |that |this )?(?:with|to|against)\s+(?P<beside>.+)|(?:vs\.?|"
    r"versus|against) (?P<versus>.+)|"
    r"(?:by )?how (?:much|many) (?P<amount>more|less|fewer|higher|lower|larger|smaller) (?:is (?:it|that|"
    r"this) |was (?:it|that|this) )?than (?P<than>.+)|"
    r"(?:is|was) (?:it|that|this) (?:any )?(?:more|less|fewer|higher|lower|larger|smaller|better|"
    r"worse) than (?:in )?(?P<rather>.+)",
    re.IGNORECASE,
)
_BARE_COUNT = re.compile(r"^how many(?= (?:were|was|are|did|do|does|have|has|had)\b)", re.IGNORECASE)
# In which fields?
_OF_WHICH = re.compile(
    r"(?:in|on|for|by|about|from|to|at|with|under) (?:which|what|whom|whose)(?: \w+){0,2}", re.IGNORECASE
)
# About everything, or about what no report of one place need say.
_STANDS = re.compile(
    r"\b(?:which|what|every|each|all|any|other)(?: \w+)? (?:cit(?:y|ies)|places?|count(?:y|ies)|districts|"
    r"provinces?|reports?|CPPCCs|governments)\b|"
    r"\bwhat does .{1,40} mean\b|\bwhat is meant by\b|\bmeaning of\b|\bdefin(?:e|ition)\b|\bnational(?:ly)?\b|"
    r"\bnationwide\b|\bof China\b",
    re.IGNORECASE,
)
_LONGEST_NOUN = 5  # words
# And with whom? after: where was it held.
_OTHER_WORD = re.compile(
    r"(?:and |but )?(?P<asked>(?:(?:together |along )?(?:with|by|for|from|in|at|on|to|under) "
    r"(?:whom|what|which)(?: \w+){0,2}|when|where|why|how))",
    re.IGNORECASE,
)
_ASKED_WORD = re.compile(
    r"^(?:\w+ )?(?:where|when|why|how|whom|who)(?= (?:did|was|were|is|are|has|have)\b)", re.IGNORECASE
)


def english_clause(text: str, last: WhereWhen, read: Read) -> str | None:
    """The whole question meant by one that says something of its own; None where it stands on its own."""
    if (against := AGAINST_IN_ENGLISH.fullmatch(without_lead(text))) and (whole := _against(against, last, read)):
        return whole
    if len(last.years) == 1:
        text = _YEAR_BEFORE.sub(str(last.years[0] - 1), text)
        text = _YEAR_AFTER.sub(str(last.years[0] + 1), text)
    if paired := _PAIRED.search(text):
        names = re.split(r",? and |, | or ", last.place_words("en"))
        if len(names) > 1:
            name = names[_RANK[paired["rank"].lower().split()[0]]]
            text = f"{text[: paired.start()]}{name}{text[paired.end() :]}"
    about = _ABOUT.match(text)
    lead = about or LEAD.match(text)
    body = text[lead.end() :] if lead else text
    new = read(body)
    rest = _FILLER.sub(" ", _THAT_YEAR.sub("", new.rest)).strip()
    if not rest and (new.place or new.year):
        return replace_scope(last, new)
    if lead and not _ASKS.search(rest):
        stage, of_last = _STAGE.search(rest), _STAGE.search(last.text)
        if stage and of_last and last.language == "en":
            kept = replace_scope(last, new) or ""
            return kept.replace(of_last[0], _in_form_of(of_last[0], stage[0]), 1)
        if stage and (verb := frame_of_english(last).verb):
            return last.text.replace(f" {verb}", f" {_base(stage[0])}", 1)
        return _of_noun(rest, new, last) if 0 < len(rest.split()) <= _LONGEST_NOUN else None
    return _complete_clause(body, new, last, signed=lead is not None)


def asked_with(clause: str, before: str) -> str | None:
    """With whom, after where was the seminar held in Handan → with whom was the seminar held in Handan."""
    other, asked = _OTHER_WORD.fullmatch(clause), _ASKED_WORD.match(before)
    if other is None or asked is None:
        return None
    return f"{other['asked'][0].upper()}{other['asked'][1:]}{before[asked.end() :]}"


def _against(against: re.Match[str], last: WhereWhen, read: Read) -> str | None:
    """How does it compare with Handan → How many proposals did Xinxiang and Handan file."""
    words = next(filter(None, (against[name] for name in ("with", "beside", "versus", "than", "rather"))))
    if len(last.years) == 1:
        words = _YEAR_BEFORE.sub(str(last.years[0] - 1), words)
    other = read(words)
    if last.language == "zh" or _FILLER.sub("", other.rest) or not (other.place or other.year):
        return None
    frame = frame_of_english(last)
    if against["amount"]:
        if frame.thing and frame.counts:
            more = f"{frame.asked} {against['amount']} {frame.thing} than {words}"
            return last.text.replace(f"{frame.asked} {frame.thing}", more, 1)
        return f"How much {against['amount']} than {words} {frame.aux or 'was'} {frame.topic}"
    if other.place and last.place:
        end = last.place[1]
        return f"{last.text[:end]} and {other.place_words('en')}{last.text[end:]}"
    if other.year and last.year:
        start, end = last.year
        return f"{last.text[:start]}{other.year_words('en')} and {last.text[start:]}"
    return replace_scope(last, other)


def _in_form_of(model: str, word: str) -> str:
    """Answered in the form of "file" → "answer"."""
    form = next(forms.index(model.lower()) for forms in STAGES if model.lower() in forms)
    return next(forms[form] for forms in STAGES if word.lower() in forms)


def _base(word: str) -> str:
    """Received → receive."""
    return next(forms[0] for forms in STAGES if word.lower() in forms)


def _of_noun(noun: str, new: WhereWhen, last: WhereWhen) -> str | None:
    noun = _THAT_YEAR.sub("", _ITS.sub("", noun)).strip()
    where = _where(new, last)
    if not where or new.place:
        return None
    if last.language == "en" and re.match(r"what (?:is|was|were)\b", last.text, re.IGNORECASE):
        return f"{' '.join(last.text.split()[:2])} the {noun}{where}"
    asked = "How many" if re.search(r"how many|多少|几", last.text, re.IGNORECASE) else "What about"
    return f"{asked} {noun}{where}"


def _complete_clause(body: str, new: WhereWhen, last: WhereWhen, *, signed: bool) -> str | None:
    """How many did it answer → how many did Xinxiang answer in 2023."""
    place, year = last.place_words("en"), last.year_words("en")
    if last.language == "en" and (thing := frame_of_english(last).thing):
        body = _BARE_COUNT.sub(lambda bare: f"{bare[0]} {thing}", body, count=1)
    clause = body
    if last.language == "en" and not new.place and (topic := frame_of_english(last).topic):
        clause = _OF_THOSE.sub(
            lambda found: f"{found[0].split()[0] if found[0][:2].lower() in ('of', 'am') else ''} the {topic}".strip(),
            clause,
            count=1,
        )
        if _OF_WHICH.fullmatch(clause) and frame_of_english(last).thing:
            clause = f"{clause} were the {topic}"
        if clause != body:
            return clause[0].upper() + clause[1:]
    if place and not new.place:
        clause = _ITS.sub(f"{place}'s", clause)
        for pronoun, words in ((_THAT_PLACE, place), (_IT, place), (_THERE, f"in {place}")):
            clause = pronoun.sub(words, clause, count=1)
    if year and not new.year:
        clause = _THAT_YEAR.sub(f"in {year}", clause)
    pointed = clause != body and not new.place
    if not _ASKS.search(clause) or (
        (new.place or _STANDS.search(clause)) and not (signed and new.place) and not pointed
    ):
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
