"""Words of the question → words of the reports: English to Chinese, everyday Chinese to the language of the genre."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources

from qa.understanding.abroad import country_words

__all__ = ["Glossary"]

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9&'’.\-]*|[㐀-鿿]+")
_STOP = frozenset(
    """a an the of in on at to for by with from and or did do does was were is are be been has have had how
    many much what which who whom whose when where why that this these those it its their his her there as
    into during about per than any all each every some following say says state states stated according
    report's year's between over under please tell me give list compare compared comparison versus
    many most least number name called us we you i can could would will shall true right correct whole part parts
    turn person end row kind sort thing things way ways mention mentions mentioned quote quoted exactly roughly
    approximately respectively actually really also both either such other another same own then within among while
    after before since until because if but or he she him they them our get gets got put take takes took taken make
    makes made let show shows showed see seen find know want around almost nearly still already even just so out up
    down""".split()
)
# Measure words of everyday questions that no report uses.
_ASKED_ONLY = ("样", "回", "趟")
_LONGEST_PHRASE = 5
# 多少亿元, 多少万人: what a number is a multiple of is no unit.
_MULTIPLES = re.compile("^[十百千]?[万亿]{1,2}")
# Marks that may stand around a word and are none of it.
_EDGES = ".-'"


@dataclass(frozen=True, slots=True)
class Glossary:
    """phrases: English phrase → Chinese alternatives. synonyms: Chinese word → its line of the synonym file.
    english_units: English noun → measure words. measures: every measure word that a question may ask for.
    """

    phrases: dict[str, tuple[str, ...]]
    synonyms: dict[str, tuple[str, ...]]
    english_units: dict[str, tuple[str, ...]]
    measures: tuple[str, ...]

    @staticmethod
    @functools.cache
    def load() -> Glossary:
        """The glossary that ships with the package."""
        from index.language.units import UNITS

        synonyms: dict[str, tuple[str, ...]] = {}
        for line in _lines("synonyms.tsv"):
            keys, _, others = line.partition(">")
            words = tuple(keys.lower().split("|"))
            for word in words:
                meant = (*words, *others.lower().split("|")) if others else words
                synonyms[word] = tuple(dict.fromkeys((*synonyms.get(word, (word,)), *meant)))
        return Glossary(
            phrases={**country_words(), **_table("glossary.tsv")},
            synonyms=synonyms,
            english_units=_table("units.tsv"),
            measures=(*UNITS, *_ASKED_ONLY),
        )

    def has(self, word: str) -> bool:
        """Whether a Chinese word stands among the everyday words and what they mean in reports."""
        return word in self.synonyms or any(word in words for words in self.synonyms.values())

    def translate(
        self, text: str, *, dictionary: Callable[[str], Sequence[str]] | None = None
    ) -> tuple[tuple[str, ...], ...]:
        """English → groups of Chinese alternatives, one a phrase, in the order of the text. Chinese in it stays.

        dictionary: gives further words for an English word or phrase that the glossary does not have.
        """
        groups: list[tuple[str, ...]] = []
        tokens = [match[0] for match in _WORD.finditer(text)]
        position = 0
        while position < len(tokens):
            for length in range(min(_LONGEST_PHRASE + 1, len(tokens) - position), 0, -1):
                if found := self._phrase(tokens[position : position + length], dictionary):
                    groups.append(found)
                    position += length
                    break
            else:
                token = tokens[position]
                if re.search(r"[㐀-鿿]", token) or re.fullmatch(r"[\d.%]+", token) or token.isupper():
                    groups.append((token,))
                position += 1
        return tuple(dict.fromkeys(groups))

    def _phrase(self, tokens: list[str], dictionary: Callable[[str], Sequence[str]] | None) -> tuple[str, ...] | None:
        words = [token.lower().replace("’", "'").strip(_EDGES) for token in tokens]
        if len(words) == 1 and words[0] in _STOP:
            return None
        for last in _base_forms(words[-1]):
            if found := self.phrases.get(" ".join([*words[:-1], last])):
                return found
        if dictionary is not None and len(words) <= 2 and _STOP.isdisjoint(words):
            for last in reversed(_base_forms(words[-1])):
                if found := tuple(dictionary(" ".join([*words[:-1], last]))):
                    return found
        return None

    def expand(self, text: str) -> tuple[tuple[str, ...], ...]:
        """Chinese → groups (word of the text, its synonyms…) for the words of the synonym file found in it."""
        text = text.lower()
        return tuple(
            (word, *others)
            for word in sorted(self.synonyms, key=len, reverse=True)
            if word in text
            and (others := [o for o in self.synonyms[word] if o != word and o not in text.replace(word, " ")])
        )

    def units(self, text: str) -> tuple[str, ...]:
        """Measure words for the noun that follows "how many": of deputies' suggestions for the latter."""
        for token in re.findall(r"[A-Za-z\-]++(?!['’])", text)[:3]:
            for word in _base_forms(token.lower()):
                if found := self.english_units.get(word):
                    return found
        return ()

    def counted(self, text: str) -> tuple[str, ...]:
        """The Chinese for the noun that follows "how many", with the word before it where the two are a phrase."""
        tokens = re.findall(r"[A-Za-z\-]+", text)[:4]
        for position, token in enumerate(tokens):
            if any(word in self.english_units for word in _base_forms(token.lower())):
                for first in (position - 1, position):
                    if first >= 0 and (found := self._phrase(tokens[first : position + 1], None)):
                        return found
        return ()

    def unit_prefix(self, text: str) -> tuple[str, ...]:
        """The measure word a text begins with, if it begins with one: 件提案 → ("件",), 亿元 → ("元",)."""
        if text.startswith("钱"):
            return ("元",)
        text = _MULTIPLES.sub("", text)
        for unit in self.measures:
            if text.startswith(unit):
                return (unit,)
        return ()


def _base_forms(word: str) -> list[str]:
    forms = [word, word.removesuffix("'s")]
    if word.endswith("ied"):
        forms.append(word[:-3] + "y")
    elif word.endswith("ed"):
        forms.extend((word[:-2], word[:-1]))
    elif word.endswith("ing"):
        forms.extend((word[:-3], word[:-3] + "e"))
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    if word.endswith("es"):
        forms.append(word[:-2])
    if word.endswith("s"):
        forms.append(word[:-1])
    return list(dict.fromkeys(forms))


def _lines(name: str) -> list[str]:
    text = resources.files("qa.understanding").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _table(name: str) -> dict[str, tuple[str, ...]]:
    rows = (line.split("\t") for line in _lines(name))
    return {" ".join(word.strip(_EDGES) for word in key.split()): tuple(values.split("|")) for key, values in rows}
