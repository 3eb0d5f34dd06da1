"""The same lock over an English sentence: its words are read through the dictionary, its figures as values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.language.changes import change_before, changes_in, changes_in_english
from index.language.stages import stages_in
from qa.checking.claim_figures import bound_of, is_negated
from qa.checking.lock_figures import years_in
from qa.checking.lock_lists import ENGLISH_PLAIN
from qa.checking.lock_sources import Reader, Said, Source, unit_of
from qa.checking.struck import Struck

__all__ = ["english_problem"]

_FIGURE = re.compile(
    r"(?<![\w.])(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?:\s?(?P<multiple>thousand|million|billion|trillion)\b)?"
    r"(?P<share>\s?%|\s(?:percent|per cent)\b(?!age)|\spercentage points?\b)?",
    re.IGNORECASE,
)
_MULTIPLES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_NUMBER_WORDS = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|quarter|twice|double[ds]?|tripled?|first|second|third|most|"
    r"majority|only|largest|highest|lowest)\b",
    re.IGNORECASE,
)
_ALL_WORDS = re.compile(r"\b(?:all|every|each|entire|fully|whole)\b", re.IGNORECASE)
_SAYS_ALL = re.compile("全|均|都|100%|各|每|完毕")
_WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*")
_CLAUSE = re.compile(r"[,;:.()](?!\d)|\b(?:and|while|but|whereas)\b", re.IGNORECASE)
_QUOTED = re.compile("[“”\"‘「」『』《》]|(?<!\\w)'|'(?!\\w)")
_LINK = re.compile(r"[A-Za-z]\.[A-Za-z]|@|www|http", re.IGNORECASE)
_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class _Put:
    value: Decimal
    unit: str
    clause: str
    start: int
    text: str


def english_problem(text: str, sources: Sequence[Source], reader: Reader) -> Struck | None:
    """Why an English stretch may not be shown; None where the cited spans bear it out."""
    if _QUOTED.search(text):
        return Struck("quote")
    if _LINK.search(text):
        return Struck("characters")
    for year in years_in(text):
        if not any(year in years_in(s.text) or year in s.years for s in sources):
            return Struck("year", str(year))
    numbers = _numbers(text)
    printed = [(source, each) for source in sources for each in source.figures]
    for put in numbers:
        if problem := _figure_problem(text, put, printed, reader):
            return problem
    if problem := _word_problem(text, sources, reader):
        return problem
    said = "\n".join(source.text for source in sources)
    ways = changes_in(said) - {0}
    if ways and changes_in_english(text) - ways:
        return Struck("direction")
    if not numbers and is_negated(text) != is_negated(said):
        return Struck("negation")
    return None


def _numbers(text: str) -> list[_Put]:
    years = {str(year) for year in years_in(text)}
    found = []
    for match in _FIGURE.finditer(text):
        if match["number"] in years and not match["multiple"] and not match["share"]:
            continue
        value = Decimal(match["number"].replace(",", "")) * _MULTIPLES.get((match["multiple"] or "").lower(), 1)
        share = (match["share"] or "").strip().lower()
        unit = "个百分点" if "point" in share else "%" if share else ""
        borders = [0, *(m.end() for m in _CLAUSE.finditer(text)), len(text)]
        start = max(border for border in borders if border <= match.start())
        end = min((border for border in borders if border >= match.end()), default=len(text))
        found.append(_Put(value, unit, text[start:end], match.start(), match[0].strip()))
    return found


def _figure_problem(text: str, put: _Put, printed: Sequence[tuple[Source, Said]], reader: Reader) -> Struck | None:
    shares = ("%", "个百分点")
    same = [
        (source, each)
        for source, each in printed
        if each.figure.value == put.value
        and not each.figure.doubtful
        and (unit_of(each.figure) == put.unit if put.unit else unit_of(each.figure) not in shares)
        and bound_of(text[max(0, put.start - 14) : put.start]) in (0, bound_of(each.before[-6:] + each.figure.text))
    ]
    if not same:
        return Struck("figure", put.text)
    groups = _groups(put.clause, reader)
    about = "\n".join(part for source, _ in same for part in (source.text, source.about))
    strange = [group for group in groups if not any(word in about for word in group)]
    if len(groups) > 1 and len(strange) >= _LEAST * len(groups):
        return Struck("misplaced", put.text)  # satisfaction rate, where it is a rate of another kind
    stages = [stage for group in groups if (stage := stages_in(" ".join(group)))]
    same = [(s, e) for s, e in same if all(stage & stages_in(e.own) for stage in stages)]
    if not same:
        return Struck("stage", put.text)
    same = [(s, e) for s, e in same if is_negated(put.clause) == is_negated(e.clause)]
    if not same:
        return Struck("negation", put.text)
    same = [(s, e) for s, e in same if _way_agrees(put, e)]
    if not same:
        return Struck("direction", put.text)
    others = [e for _, e in printed if unit_of(e.figure) == unit_of(same[0][1].figure) and e.figure.value != put.value]
    if not any(all(_near(groups, e) >= _near(groups, other) for other in others) for _, e in same):
        return Struck("misplaced", put.text)
    return None


def _way_agrees(put: _Put, printed: Said) -> bool:
    given = change_before(printed.before)
    ways = changes_in_english(put.clause)
    if given is None or given.level:
        return not ways or (given is not None and ways == {given.sign})
    return ways == {given.sign}


def _near(groups: Sequence[Sequence[str]], printed: Said) -> int:
    return sum(any(len(word) > 1 and word in printed.own for word in group) for group in groups)


def _groups(text: str, reader: Reader) -> list[tuple[str, ...]]:
    """The Chinese words for each English word of a text."""
    words = [match[0].lower() for match in _WORD.finditer(text)]
    return [found for word in words if word not in ENGLISH_PLAIN and (found := tuple(reader.chinese(word)))]


def _word_problem(text: str, sources: Sequence[Source], reader: Reader) -> Struck | None:
    """A name that is not held, a word that no dictionary has, a number in words, or too little of what is cited."""
    held = "\n".join(part for s in sources for part in (s.text, s.about))
    if match := _NUMBER_WORDS.search(text):
        return Struck("figure", match[0])
    if (match := _ALL_WORDS.search(text)) and not _SAYS_ALL.search(held):
        return Struck("words", match[0])
    places = reader.gazetteer.mentions_latin(text)
    for mention in places:
        own = any(place.name in held or reader.gazetteer.short(place) in held for place in mention.places)
        if not own and (mention.certain or not reader.chinese(mention.text.lower())):
            return Struck("place", mention.text)
    named = [(mention.start, mention.end) for mention in places]
    known = told = 0
    for match in _WORD.finditer(text):
        word = match[0]
        if any(start <= match.start() < end for start, end in named) or word.lower() in ENGLISH_PLAIN:
            continue
        if word.lower() in held.lower():
            continue
        found = tuple(reader.chinese(word.lower().removesuffix("'s")))
        stands = any(each in held for each in found)
        if not found or (word[0].isupper() and match.start() > 0 and not stands):
            return Struck("name")
        told += 1
        known += stands
    return Struck("words") if known < _LEAST * told or (told == 0 and not _numbers(text)) else None
