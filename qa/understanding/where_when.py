"""What a question says of place and time, where it says it, and the same question of another place or time."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from index.language.gazetteer import Gazetteer, Mention
from index.types import Place
from qa.types import Language
from qa.understanding.names import names_asked
from qa.understanding.period import period_asked
from qa.understanding.places import goes_there, selects_places
from qa.understanding.years import written_out

__all__ = ["Read", "WhereWhen", "language_of", "of_the_same_place", "read_question", "replace_scope"]

_CJK = re.compile(r"[㐀-鿿]")
_ASKED_IN_ENGLISH = re.compile(r"\s*(?:how|what|which|who|when|where|why|did|does|is|are|list)\b", re.IGNORECASE)
_LETTERS = re.compile("[A-Za-z]")
_WORDS = re.compile("[A-Za-z]{2,}")
_MANY_WORDS = 6
_WHICH = re.compile(r"哪(?:一?[个座些]|[两三四五六七八九几]个?)?(?:地级|城)?[省市区县地](?:方)?(?:的?政协)?的?")
_SUPERLATIVE = re.compile(r"(?:是|为)?[最更](?:多|少|高|低|大|小)(?:的?(?:是|为)?)?$")


@dataclass(frozen=True, slots=True)
class WhereWhen:
    """What a question says of place and time, and where: spans of text, None for what it does not say."""

    text: str
    language: Language
    places: tuple[Place, ...]
    place: tuple[int, int] | None
    years: tuple[int, ...]
    year: tuple[int, int] | None

    def place_words(self, language: Language) -> str:
        """The places as typed, or by their names in another language."""
        if self.place is None or self.language == language:
            return self.text[slice(*self.place)] if self.place else ""
        names = [place.name if language == "zh" else place.pinyin.capitalize() for place in self.places]
        return ("、" if language == "zh" else " and ").join(names)

    def year_words(self, language: Language) -> str:
        """The years as typed ("去年"), or their numbers in another language."""
        if self.year is None:
            return ""
        words = self.text[slice(*self.year)]
        if self.language != language:
            words = ("、" if language == "zh" else " and ").join(map(str, self.years))
        return words + "年" if language == "zh" and words[-1:].isdigit() else words

    @property
    def rest(self) -> str:
        """The text without its places and years."""
        kept = list(self.text)
        for span in (self.place, self.year):
            if span:
                kept[slice(*span)] = " " * (span[1] - span[0])
        return "".join(kept).strip()


Read = Callable[[str], WhereWhen]


def language_of(text: str) -> Language:
    """Chinese where a Chinese character stands in it, unless English words put it (How many did 邯郸 file?) or
    are by far the most of it.
    """
    if _CJK.search(text) is None:
        return "en"
    if len(_WORDS.findall(text)) >= _MANY_WORDS and len(_LETTERS.findall(text)) > 3 * len(_CJK.findall(text)):
        return "en"
    return "en" if _ASKED_IN_ENGLISH.match(text) and len(_LETTERS.findall(text)) > len(_CJK.findall(text)) else "zh"


def read_question(text: str, *, gazetteer: Gazetteer, today: date, indexed: frozenset[str]) -> WhereWhen:
    """What a question says of place and time."""
    text = written_out(text, today)
    language = language_of(text)
    selects = selects_places(text, gazetteer, language=language, compares=False)
    names = names_asked(text, gazetteer, language=language, indexed=indexed, selects=selects)
    mentions: Sequence[Mention] = names.scope
    years, _, spans = period_asked(text, today)
    joined = len(spans) > 1 and all(following[0] - span[1] <= len(" and ") for span, following in pairwise(spans))
    return WhereWhen(
        text=text,
        language=language,
        places=tuple(mention.places[0] for mention in mentions),
        place=(mentions[0].start, mentions[-1].end) if mentions else None,
        years=years,
        year=(spans[0][0], spans[-1 if joined else 0][1]) if spans else None,
    )


def of_the_same_place(said: WhereWhen, before: WhereWhen) -> WhereWhen:
    """What a clause says of place and time behind one of a place: 往北京调多少, behind 黑龙江产粮多少, is of 黑龙江."""
    if said.place is None or before.place is None or not goes_there(said.text, *said.place):
        return said
    return replace(said, places=(), place=None)


def replace_scope(last: WhereWhen, new: WhereWhen) -> str | None:
    """The question before, of the new place or year."""
    text = last.text
    edits: list[tuple[int, int, str]] = []
    after_place = last.place[1] if last.place else 0
    if new.place:
        words = new.place_words(last.language)
        which = _WHICH.search(text) if last.language == "zh" and not last.place else None
        if last.place:
            edits.append((*last.place, words))
        elif which:
            edits.append((*which.span(), words))
            if superlative := _SUPERLATIVE.search(text):
                edits.append((*superlative.span(), "有多少"))
        elif last.language == "en":
            edits.append((len(text), len(text), f" in {words}"))
        else:
            edits.append((0, 0, words))
    if new.year:
        words = new.year_words(last.language)
        if last.year:
            edits.append((*_year_itself(last), words))
        elif last.language == "en":
            edits.append((len(text), len(text), f" in {words}"))
        else:
            edits.append((after_place, after_place, words))
    for start, end, words in sorted(edits, key=lambda edit: edit[0], reverse=True):
        text = text[:start] + words + text[end:]
    return text


def _year_itself(said: WhereWhen) -> tuple[int, int]:
    """Of 2024年的报告 only 2024年."""
    start, end = said.year or (0, 0)
    number = re.match(r"(?:19|20)\d\d(?:\s*[—\-–~至到]+\s*(?:19|20)\d\d)?年?度?", said.text[start:end])
    return (start, start + number.end()) if number else (start, end)
