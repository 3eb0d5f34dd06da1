"""The parts of an English question: what is counted or listed, by whom, what was done, and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.understanding.where_when import WhereWhen

__all__ = ["STAGES", "EnglishFrame", "frame_of_english", "lower_first"]

# What happens to a proposal, by form: base, third person, past.
STAGES = (
    ("file", "files", "filed"),
    ("submit", "submits", "submitted"),
    ("receive", "receives", "received"),
    ("answer", "answers", "answered"),
    ("handle", "handles", "handled"),
    ("adopt", "adopts", "adopted"),
    ("resolve", "resolves", "resolved"),
)
_IRREGULAR = """hold held build built make made send sent hear heard win won give given put put set set take taken
    bring brought spend spent see seen write written have had""".split()
_PAST = {base: past for base, _, past in STAGES} | dict(zip(_IRREGULAR[::2], _IRREGULAR[1::2], strict=True))
_AUXILIARY = "did|does|do|was|were|is|are|has|have|had|will"
_OF_THINGS = re.compile(
    rf"(?P<asked>how (?:many|much)|which|what) (?P<thing>[^?]{{1,80}}?) (?P<aux>{_AUXILIARY}) (?P<rest>.*)",
    re.IGNORECASE,
)
_OF_ONE = re.compile(rf"(?P<asked>what) (?P<aux>{_AUXILIARY}) (?P<rest>.*)", re.IGNORECASE)
_WHY = re.compile(
    r"(?P<asked>(?i:why|how)) (?P<aux>did|does|do) (?P<subject>.{1,60}? )"
    r"(?:manage to (?P<managed>[a-z]+) |(?P<verb>[a-z]+) (?:so many|so much|these) )"
    r"(?P<thing>[a-z][a-z -]*?)(?P<tail>(?: in .*)?)",
)
# Questions that name their topic as a noun: What are the details of the proposals filed by Xinxiang in 2023.
_NAMED = re.compile(
    r"(?:what (?:are the details|else is said|is the \w+|share of the total \w+)(?: of)?|"
    r"by how much did the number of|of|how many of) (?:the )?"
    r"(?P<topic>(?P<thing>[a-z -]+?) (?:\w+ by|in|for|of) .*)",
    re.IGNORECASE,
)
_DONE_BY = re.compile(
    r"(?P<subject>(?:the )?(?:[A-Z][\w'’-]*(?:,? and |, |\s))+(?:(?:courts?|city|county|district|government|"
    r"committee|province) )?)"
    r"(?P<verb>[a-z]+)\b(?P<tail>.*)"
)


@dataclass(frozen=True, slots=True)
class EnglishFrame:
    """How many | proposals | did | Xinxiang | file | in 2023: asked, thing, aux, subject, verb, tail.

    Where no subject stands before a verb, the tail is all behind the auxiliary.
    """

    said: WhereWhen
    asked: str = ""
    thing: str = ""
    aux: str = ""
    subject: str = ""
    verb: str = ""
    tail: str = ""
    named: str = ""

    @property
    def counts(self) -> bool:
        """Whether a figure is asked for."""
        return self.asked.lower().startswith("how ") or (not self.thing and bool(self.asked))

    @property
    def topic(self) -> str:
        """What is asked about, as a noun: proposals filed by Xinxiang in 2023."""
        if self.named:
            return self.named
        if self.verb:
            past = _PAST.get(self.verb) or re.sub("ed$|e?$", "ed", self.verb, count=1)
            return f"{self.thing} {past} by {self.subject.strip()}{self.tail}"
        if self.thing:
            return f"{self.thing} {self.tail}"
        return self.tail


def frame_of_english(said: WhereWhen) -> EnglishFrame:
    """The parts of a whole question; of one that has none of these, nothing but what was said."""
    if named := _NAMED.fullmatch(said.text):
        topic = re.sub(r"(?:, how many .*| (?:grow|change|rise|fall|increase|decrease))$", "", named["topic"])
        return EnglishFrame(said, thing=named["thing"], aux="were", named=topic)
    if why := _WHY.fullmatch(said.text):
        return EnglishFrame(
            said, why["asked"], why["thing"], why["aux"], why["subject"], why["verb"] or why["managed"], why["tail"]
        )
    of_things = _OF_THINGS.fullmatch(said.text)
    found = _OF_ONE.fullmatch(said.text) or of_things
    if found is None:
        return EnglishFrame(said, tail=said.text)
    thing = found["thing"] if found is of_things and found is not None else ""
    done = _DONE_BY.fullmatch(found["rest"]) if thing and found["aux"].lower() in ("did", "does", "do") else None
    if done is None:
        return EnglishFrame(said, found["asked"], thing, found["aux"], tail=found["rest"])
    return EnglishFrame(said, found["asked"], thing, found["aux"], done["subject"], done["verb"], done["tail"])


def lower_first(text: str) -> str:
    """With a small letter, as within a sentence."""
    return text[:1].lower() + text[1:]
