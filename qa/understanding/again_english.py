"""An English clause that reckons with what was asked before it: by how many do they differ, how many in total."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.understanding.again import Again, AgainKind

__all__ = ["reckoned_again_english"]

_KINDS: tuple[tuple[AgainKind, re.Pattern[str]], ...] = (
    ("times", re.compile(r"\bhow many times\b|\bwhat (?:is|was) (?:the|their) ratio\b", re.IGNORECASE)),
    ("growth", re.compile(r"\bwhat per ?cent(?:age)? (?:more|higher|larger|greater)\b", re.IGNORECASE)),
    (
        "share",
        re.compile(
            r"\bwhat (?:share|proportion|per ?cent(?:age)?|fraction)\b|\b(?:share|proportion|percentage|fraction) of\b",
            re.IGNORECASE,
        ),
    ),
    (
        "apart",
        re.compile(
            r"\b(?:difference|gap|differ|apart)\b|\bhow (?:many|much) (?:more|fewer|less|higher|larger|lower)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "sum",
        re.compile(
            r"\b(?:total|sum|altogether|together|in all|combined|all told|add up|adds? up to|added up)\b", re.IGNORECASE
        ),
    ),
)
_FORMER, _LATTER = (
    re.compile(r"\b(?:former|first)\b", re.IGNORECASE),
    re.compile(r"\b(?:latter|second)\b", re.IGNORECASE),
)
_ALL = re.compile(r"\b(?:two|both|they|them|these|those|their|the former|the latter|each other)\b", re.IGNORECASE)
# What is said of reckoning itself.
_OF_RECKONING = frozenset(
    "and so then by how many much what which is are was were do does did will would be that this it the a an of in for "
    "to on at as or more fewer less than higher larger lower greater times share proportion percent percentage per "
    "cent fraction ratio difference gap differ apart between total sum altogether together all combined told add adds "
    "added up come comes make makes amount amounts number numbers figure figures former latter first second two both "
    "they them these those their there each other one ones represent account accounts".split()
)


def reckoned_again_english(clause: str, labels: Sequence[str], *, said: str, directed: bool = False) -> Again | None:
    """What an English clause wants reckoned of the things of these labels; None where it speaks of others."""
    words = [word.lower() for word in re.findall(r"[A-Za-z][\w'’-]*|\d+", clause)]
    known = {word.lower() for word in re.findall(r"[A-Za-z][\w'’-]*|\d+", f"{said} {' '.join(labels)}")}
    if not words or not all(word in _OF_RECKONING or word in known for word in words):
        return None
    kind = next((kind for kind, pattern in _KINDS if pattern.search(clause)), None)
    if kind is None:
        return None
    every = tuple(range(len(labels)))
    sure = _ALL.search(clause) is not None
    if kind == "sum":
        return Again("sum", every, sure=sure)
    if len(labels) != 2:
        return None
    first = _named(clause, labels)
    if first is None:
        return Again(kind, every, unsorted=not directed or kind == "share", sure=sure)
    return Again("difference" if kind == "apart" else kind, (first, 1 - first), sure=sure)


def _named(clause: str, labels: Sequence[str]) -> int | None:
    """Which of two stands first in the clause."""
    former, latter = _FORMER.search(clause), _LATTER.search(clause)
    at = [former.start() if former else -1, latter.start() if latter else -1]
    if max(at) < 0:
        at = [clause.lower().find(label.lower()) for label in labels]
    if at[0] < 0 and at[1] < 0:
        return None
    return 0 if at[1] < 0 or 0 <= at[0] < at[1] else 1
