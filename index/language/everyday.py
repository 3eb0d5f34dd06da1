"""Words of everyday language that name nothing (打算, 大概), known by their part of speech in jieba's dictionary."""

from __future__ import annotations

import warnings
from functools import lru_cache

__all__ = ["is_no_noun", "part_of_speech"]

# Verbs, adverbs, conjunctions, prepositions, pronouns, words of time and place, adjectives and set phrases.
_TAGS = frozenset("v vd vn vi vq d df c p r rr rz t tg f a ad an u y z l i j m".split())


def is_no_noun(word: str) -> bool:
    """Whether a word of the dictionary is neither a noun nor a name."""
    return part_of_speech(word) in _TAGS


@lru_cache(maxsize=4096)
def part_of_speech(word: str) -> str:
    """A word's tag in the dictionary (n, v, vn, d, m …), "" of a word that it lacks."""
    entry = f"\n{word} ".encode()
    text = _dictionary()
    at = text.find(entry)
    if at < 0:
        return ""
    line = text[at + 1 : text.find(b"\n", at + 1)].decode()
    return line.rsplit(" ", 1)[-1].strip()


def _dictionary() -> bytes:
    """The dictionary's text, read anew: few words are looked up, each once, and 5 MB would stay in memory."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42.1 has invalid escapes, which Python 3.12 reports
        import jieba
    with jieba.get_dict_file() as file:
        return bytes(file.read())
