"""A Chinese word → its class in the dictionary: a name, a number, what only joins words, or another."""

from __future__ import annotations

import warnings
from functools import cache
from typing import Literal

from index.language.tokenizer import LEXICON

__all__ = ["WordClass", "word_class"]

WordClass = Literal["name", "number", "particle", "other", "unknown"]

# Of jieba's tags: persons, places, bodies, other proper names.
_NAMES = frozenset("nr nrt nrfg ns nt nz".split())
_NUMBERS = frozenset("m mq mg".split())
# What joins words and says nothing of its own: conjunctions, prepositions, adverbs, pronouns, measure words.
_PARTICLES = frozenset("c p u ul uv ud uj uz ug d dg r rg rr rz f y e k q vq o h".split())


def word_class(word: str) -> WordClass:
    """What the dictionary takes the word for; "unknown" where it does not have it."""
    tag = _tags().get(word)
    if tag is None:
        return "unknown"
    if tag in _NAMES:
        return "name"
    if tag in _NUMBERS:
        return "number"
    return "particle" if tag in _PARTICLES else "other"


@cache
def _tags() -> dict[str, str]:
    """Each of its 349,000 words with its tag; read when first asked, in half a second."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42.1 has invalid escapes, which Python 3.12 reports
        import jieba

    with jieba.get_module_res("dict.txt") as file:
        rows = (line.decode("utf-8").split(" ") for line in file)
        tags = {row[0]: row[2].strip() for row in rows if len(row) == 3}
    return dict.fromkeys(LEXICON.read_text(encoding="utf-8").split(), "n") | tags
