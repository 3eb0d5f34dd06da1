"""Names of people in an English question → their Chinese names, by pinyin: Su Hongfeng, Hongfeng Su → 苏洪峰."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from index.language.gazetteer import Gazetteer
from qa.understanding.glossary import Glossary

__all__ = ["name_people", "readings_of"]

# Su Hongfeng, Su Hong-feng, Su Hong Feng, Ouyang Xiu.
_CAPITALISED = re.compile(r"\b[A-ZÜ][a-zü]+(?:['’\-][A-Za-zü][a-zü]+)*")
_POSSESSIVE = re.compile(r"['’]s\b")
_MOST_WORDS = 3
# Lü is also written Lyu, and the index has lv.
_U_UMLAUT = re.compile(r"(?<=[ln])yu(?![aeio])|ü")


def name_people(
    content: str,
    people: Callable[[str], Sequence[str]] | None,
    *,
    gazetteer: Gazetteer,
    glossary: Glossary,
) -> tuple[str, dict[str, tuple[str, ...]]]:
    """The content with the names of people in Chinese, and for each all names that are read so, itself first.

    people: Chinese names for toneless pinyin, surname first. What is a place or stands in the glossary is no name.
    """
    found: dict[str, tuple[str, ...]] = {}
    if people is None:
        return content, found
    pieces: list[str] = []
    position = 0
    places = [(each.start, each.end) for each in gazetteer.mentions_latin(content)]
    for words in _sequences(content):
        start, end = words[0].start(), words[-1].end()
        english = " ".join(word[0] for word in words)
        if start < position or (start, end) in places or english.lower() in glossary.phrases:
            continue
        for pinyin in readings_of([word[0] for word in words]):
            if names := tuple(people(pinyin)):
                found[names[0]] = names
                pieces += [content[position:start], " ", names[0], " "]
                owned = _POSSESSIVE.match(content, end)
                position = owned.end() if owned else end
                break
    return "".join([*pieces, content[position:]]), found


def _sequences(content: str) -> Iterator[list[re.Match[str]]]:
    """Two or three capitalised words that only space parts, at each place the longer first."""
    words = list(_CAPITALISED.finditer(content))
    for first in range(len(words)):
        for length in range(_MOST_WORDS, 1, -1):
            chosen = words[first : first + length]
            gaps = (content[left.end() : right.start()] for left, right in pairwise(chosen))
            if len(chosen) == length and all(gap and gap.isspace() for gap in gaps):
                yield chosen


def readings_of(words: Sequence[str]) -> Iterator[str]:
    """The pinyin of the name with its surname first and last; it stands in one of the two places."""
    syllables = [_toneless(word) for word in words]
    yield "".join(syllables)
    yield "".join([syllables[-1], *syllables[:-1]])


def _toneless(word: str) -> str:
    """A word as the index writes it: in lower case, without hyphen; ü as v."""
    return _U_UMLAUT.sub("v", re.sub(r"['’\-]", "", word.lower()))
