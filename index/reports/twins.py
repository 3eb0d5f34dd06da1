"""The same report twice: in two formats, as draft and as final, in part and as a whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from index.kinds import BY_KEY
from index.language.script import simplified
from index.types import Report

__all__ = ["Twins", "find_twins", "may_be_twins", "series_of"]

_SHINGLE = 8  # characters
# Of the shingles of the shorter text the longer has so many: draft and final have 0.9 and more, an excerpt 0.7; reports
# of two years by one body, which repeat their phrases, 0.2.
_LEAST_SHARED = 0.6
# Of a text as short as this a head in common is the better part.
_SHORT, _ALIKE = 400, 0.9
_MOST_OF_A_KIND = 12  # that are held against each other; more of one place and year are no versions of one text
_NUMBERS = re.compile(r"[\d\s〇○零一二三四五六七八九十]+")
_VERSION = re.compile(r"[（(][^（）()]{0,12}[）)]|讨论稿|送审稿|审议稿|征求意见稿|草案|摘要|摘编|解读")
_BLANK = re.compile(r"[\s#*|>\-]+")


@dataclass(frozen=True, slots=True)
class Twins:
    """Two reports that are one. shared: of the shorter's text in the longer's, in [0, 1]."""

    first: Report
    second: Report
    shared: float


def series_of(report: Report) -> str:
    """What the titles of a body's yearly reports have in common, where a place has such of several; else ""."""
    kind = BY_KEY.get(report.kind)
    return _series(report.title) if kind is not None and kind.several else ""


@lru_cache(maxsize=65_536)  # asked of every report in scope by every question without a year
def _series(title: str) -> str:
    return _NUMBERS.sub("", _VERSION.sub("", simplified(title)))


def may_be_twins(first: Report, second: Report) -> bool:
    """Whether they are of one kind, place and period, so that their texts may be two versions of one."""
    return first.id != second.id and _key(first) is not None and _key(first) == _key(second)


def find_twins(reports: Iterable[Report]) -> tuple[Twins, ...]:
    """Every two that are one, by their ids. Only texts of reports of one kind, place and period are read."""
    grouped: dict[tuple[object, ...], list[Report]] = defaultdict(list)
    for report in reports:
        if key := _key(report):
            grouped[key].append(report)
    found = []
    for group in grouped.values():
        if not 1 < len(group) <= _MOST_OF_A_KIND:
            continue
        shingles = {report.id: _shingles(report) for report in group}
        for first, second in combinations(sorted(group, key=lambda each: each.id), 2):
            shared = _shared(shingles[first.id], shingles[second.id])
            least = _LEAST_SHARED if min(map(len, (shingles[first.id], shingles[second.id]))) >= _SHORT else _ALIKE
            if shared >= least:
                found.append(Twins(first, second, shared))
    return tuple(sorted(found, key=lambda each: (each.first.source, each.second.source, each.first.id)))


def _key(report: Report) -> tuple[object, ...] | None:
    """Kind, place, period and series; None for what is no report or does not say its place and period."""
    if report.kind not in BY_KEY or not report.place_code or not (report.covers or report.plans):
        return None
    return report.kind, report.place_code, report.covers[-1:], report.plans[:1], report.months, series_of(report)


def _shingles(report: Report) -> frozenset[int]:
    text = _BLANK.sub("", simplified(report.text[report.start : report.end]))
    return frozenset(hash(text[at : at + _SHINGLE]) for at in range(max(1, len(text) - _SHINGLE + 1)))


def _shared(first: frozenset[int], second: frozenset[int]) -> float:
    return len(first & second) / min(len(first), len(second))
