"""Sentences → those that tell most and repeat each other least."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from index.engine import Engine
from index.types import Span
from qa.retrieval.concepts import document_frequency
from qa.retrieval.retriever import Retriever

__all__ = ["informative", "most_telling"]

# Maximal marginal relevance: Carbonell and Goldstein 1998, with λ = 0.7.
_RELEVANCE = 0.7
_CONCRETE = re.compile(r"\d|[“《]")
_CONCRETE_BONUS = 0.3
# What every report says of its guiding thought before it says what was done.
_FORMULA = re.compile(r"(?:以|学习|贯彻|坚持|高举)[^，。]{0,24}(?:思想|精神|旗帜|领导|讲话)|各位(?:代表|委员)|同志们")
_FORMULA_MALUS = 0.2


def informative(text: str, index: Engine) -> float:
    """How much the words of a sentence say in this corpus: the mean idf of its words, more where it is concrete."""
    words = {word for word in index.tokenizer.cut(text) if len(word) > 1}
    n = max(index.n_chunks, 1)
    rarity = [math.log(1 + n / (1 + document_frequency(word, index))) for word in sorted(words)]
    score = sum(rarity) / len(rarity) / math.log(1 + n) if rarity else 0.0
    score += _CONCRETE_BONUS * (_CONCRETE.search(text) is not None)
    return score - _FORMULA_MALUS * (_FORMULA.search(text) is not None)


def most_telling(
    retriever: Retriever, about: Sequence[str], sentences: Sequence[Sequence[tuple[Span, str]]], *, most: int
) -> list[list[Span]]:
    """For each item the sentences worth showing under it, best first, at most so many.

    about: what each item is about, its heading. sentences: of each item, as offsets and text. Those are best that are
    near to the heading and like nothing chosen for an item before; of an item the most informative by their words are
    compared by meaning.
    """
    index = retriever.index
    short = [sorted(each, key=lambda pair: (-informative(pair[1], index), pair[0].start))[:most] for each in sentences]
    texts = [text for each in short for _, text in each]
    if not texts:
        return [[] for _ in sentences]
    vectors = retriever.vectors_of([*about, *texts])
    if vectors is None:
        return [[span for span, _ in each] for each in short]
    headings, rest = vectors[: len(about)], vectors[len(about) :]
    chosen: list[int] = []
    found: list[list[Span]] = []
    at = 0
    for number, each in enumerate(short):
        order = []
        left = list(range(at, at + len(each)))
        while left:
            scores = [
                _RELEVANCE * float(rest[row] @ headings[number])
                - (1 - _RELEVANCE) * max((float(rest[row] @ rest[other]) for other in chosen), default=0.0)
                for row in left
            ]
            best = left.pop(max(range(len(left)), key=lambda position: (scores[position], -position)))
            order.append(each[best - at][0])
            if len(order) == 1:
                chosen.append(best)
        found.append(order)
        at += len(each)
    return found
