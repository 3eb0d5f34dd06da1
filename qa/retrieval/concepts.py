"""The words a question is about, each with its variants and its weight, and how well a stretch of text covers them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.engine import Engine
from qa.understanding.query import Query
from qa.understanding.whole_place import without_whole

__all__ = ["Concept", "concepts_of", "coverage", "document_frequency"]

_CJK = re.compile(r"[㐀-鿿]")
# A variant from the glossary counts a little less than the word of the question itself.
_VARIANT = 0.8
# Words that say nothing of what is asked, though they are in the question.
_QUOTED = re.compile(r"([“‘《][^“”‘’《》]{2,40}[”’》]|\"[^\"]{2,40}\")")
_QUOTES = ("“", "‘", "《", '"')
# A lone character joins a word when at least this share of the word's chunks have the two together.
_TOGETHER = 0.2
_PARTICLES = frozenset(
    "各全共多几每本该此等有与和及在对为把被从向到以于由就都也又再还给让使年月日市省区县个件次名位家条项篇份期场里要想"
)
_EMPTY = frozenset(
    "开展 进行 情况 工作 相关 方面 其中 所有 全部 一共 共有 作为 通过 以来 期间 同时 以及 为了 当地 本地".split()
)


@dataclass(frozen=True, slots=True)
class Concept:
    """One word or phrase.

    variants: ways to write it, the question's own first. weight: rarity in the index (idf). known: the index has the
    question's own word.
    """

    variants: tuple[str, ...]
    weight: float
    known: bool

    def match(self, text: str) -> float:
        """How much of the concept stands in text: 1 whole, less for a variant or for part of its characters."""
        text = text.lower()
        word = self.variants[0]
        if word in text:
            return 1.0
        if any(variant in text for variant in self.variants[1:]):
            return _VARIANT
        pairs = [word[i : i + 2] for i in range(len(word) - 1)]
        if len(pairs) < 2 or not _CJK.search(word):
            return 0.0
        share = sum(pair in text for pair in pairs) / len(pairs)
        return 0.8 * share if share >= 0.5 else 0.0


def concepts_of(query: Query, index: Engine) -> tuple[Concept, ...]:
    """The question's concepts, in its order."""
    if query.language == "en":
        groups = [group for group in query.expansions if any(len(v) > 1 for v in group) or _is_telling(group[0])]
    else:
        words = [word for word in _words(without_whole(query.content), index) if len(word) > 1 or _is_telling(word)]
        groups = [(word,) for word in words]
        by_word: dict[str, tuple[str, ...]] = {}
        for group in query.expansions:
            # A one-character key (拍, 聘) counts only where it is a word of the question, not a part of one.
            if len(group[0]) > 1 or group[0] in index.tokenizer.cut(query.content):
                by_word[group[0]] = group
        merged: list[tuple[str, ...]] = []
        for (word,) in groups:
            variants = [word]
            for key, group in by_word.items():
                if key == word or (len(key) > 1 and (key in word or word in key)):
                    variants.extend(group[1:] if key == word or word not in key else group)
            merged.append(tuple(dict.fromkeys(variants)))
        # A synonym key may span several words of the cut ("手机影片"): it stands as a concept of its own.
        for key, group in by_word.items():
            if not any(key in word or word in key for (word,) in groups):
                merged.append(group)
        groups = _alternatives(merged, query.content)
    n = max(index.n_chunks, 1)
    concepts = {}
    for group in groups:
        if group[0] in _EMPTY or group[0] in concepts:
            continue
        known = document_frequency(group[0], index) > 0
        concepts[group[0]] = Concept(group, _weight(group[0], group, index, n), known)
    return tuple(concepts.values())


def _words(content: str, index: Engine) -> list[str]:
    """The words of a question. What it quotes stays whole, and so does a lone character with the word of two that the
    corpus mostly has it before: 元 宇宙 → 元宇宙.
    """
    words: list[str] = []
    for piece in _QUOTED.split(content):
        if piece[:1] in _QUOTES:
            words.append(piece.strip("“”‘’《》\"'"))
            continue
        for word in index.tokenizer.cut(piece):
            if words and _belong_together(words[-1], word, content, index):
                words[-1] += word
            else:
                words.append(word)
    return words


def _belong_together(first: str, second: str, content: str, index: Engine) -> bool:
    joined = first + second
    if len(first) != 1 or len(second) != 2 or first in _PARTICLES or joined not in content or not _CJK.match(first):
        return False
    return document_frequency(joined, index) >= _TOGETHER * document_frequency(second, index) > 0


def _alternatives(groups: list[tuple[str, ...]], content: str) -> list[tuple[str, ...]]:
    """办结率或办复率 is one thing asked for, not two: words joined by 或 stand for each other."""
    joined: list[tuple[str, ...]] = []
    for group in groups:
        if joined and f"{joined[-1][0]}或{group[0]}" in content:
            joined[-1] = tuple(dict.fromkeys((*joined[-1], *group)))
        else:
            joined.append(group)
    return joined


def coverage(concepts: Sequence[Concept], text: str) -> float:
    """The share of the concepts' weight that stands in text, in [0, 1]."""
    total = sum(concept.weight for concept in concepts)
    if total <= 0:
        return 0.0
    return sum(concept.weight * concept.match(text) for concept in concepts) / total


def _weight(word: str, group: tuple[str, ...], index: Engine, n: int) -> float:
    """Lucene's idf of the word, from the rarest of its character pairs; of a word nowhere in the index, of a variant.

    A word that no chunk has in any variant counts half: it may be the asker's way of putting it.
    """
    frequencies = [frequency for variant in group if (frequency := document_frequency(variant, index)) > 0]
    frequency = document_frequency(word, index) or (max(frequencies) if frequencies else 0)
    idf = math.log(1 + (n - frequency + 0.5) / (frequency + 0.5))
    return idf if frequency else idf / 2


def document_frequency(word: str, index: Engine) -> int:
    """At most how many chunks have the word: how many have the rarest of its character pairs."""
    terms = index.tokenizer.bigrams(word)
    return min((index.document_frequency(term) for term in terms), default=0)


def _is_telling(word: str) -> bool:
    return bool(re.fullmatch(r"\d+(?:\.\d+)?%?|[A-Za-z]+", word))
