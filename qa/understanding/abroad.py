"""Countries and places outside China, as questions ask for them and reports name them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib import resources

__all__ = ["asks_abroad", "country_words", "foreign_places"]

# What a place name abroad ends with, and what shows that the words after a country are none: 美国考察城市.
_ENDING = "[市州省县郡都府]"
_NO_NAME = re.compile("[、，,。和与等赴访考察在的城驻到]")
_LONGEST_NAME = 12


@functools.cache
def country_words() -> dict[str, tuple[str, ...]]:
    """English name or adjective, in lower case → the country in Chinese: "american" → ("美国",)."""
    return {word: chinese for chinese, english in _rows() for word in english}


def asks_abroad(question: str) -> tuple[str, ...]:
    """The countries a question names, in Chinese: "Which American city" → ("美国",)."""
    in_chinese, in_english = _patterns()
    found = [match[0] for match in in_chinese.finditer(question)]
    for match in in_english.finditer(question):
        found.extend(country_words()[match[0].lower()])
    return tuple(dict.fromkeys(found))


def foreign_places(text: str) -> Iterator[tuple[int, int]]:
    """Where a place within a country is named right after it: 与斯里兰卡阿努拉德普勒市 → 阿努拉德普勒市."""
    for match in _named_after_country().finditer(text):
        if not _NO_NAME.search(match["name"]):
            yield match.span("name")


@functools.cache
def _rows() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    lines = (
        resources.files("qa.understanding").joinpath("data", "countries.tsv").read_text(encoding="utf-8").splitlines()
    )
    cells = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((tuple(chinese.split("|")), tuple(english.split("|"))) for chinese, english in cells)


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(_one_of(name for chinese, _ in _rows() for name in chinese)),
        re.compile(rf"\b{_one_of(country_words())}\b", re.IGNORECASE),
    )


@functools.cache
def _named_after_country() -> re.Pattern[str]:
    countries = _one_of(name for chinese, _ in _rows() for name in chinese)
    return re.compile(rf"{countries}(?P<name>[㐀-鿿·]{{1,{_LONGEST_NAME}}}?{_ENDING})")


def _one_of(words: Iterator[str] | dict[str, tuple[str, ...]]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"
