"""Which indicators are worth offering for comparison: those for which most places state a figure."""

from __future__ import annotations

from collections.abc import Iterable

from index.language.stages import stage_in

__all__ = ["common_indicators"]

_MOST = 8
_LEAST_PLACES = 2
# 企业, 项目: a noun this short says too little to be compared.
_LEAST_LENGTH = 4
_RATES = ("%", "％", "‰", "个百分点", "百分点", "倍")


def common_indicators(stated: Iterable[tuple[str, str, str, str]]) -> tuple[str, ...]:
    """stated: (indicator, qualifier, unit, place code). 提案, 立案 → "提案立案"; a rate only where its name says so."""
    places: dict[str, set[str]] = {}
    for noun, qualifier, unit, place in stated:
        if not noun or not place or (unit in _RATES and not noun.endswith(("率", "比重", "占比"))):
            continue
        stage = stage_in(qualifier)
        name = noun + stage if stage and stage not in noun and not noun.startswith(stage) else noun
        if len(name) >= _LEAST_LENGTH and unit:
            places.setdefault(name, set()).add(place)
    ranked = sorted(places, key=lambda name: (-len(places[name]), name))
    chosen: list[str] = []
    for name in ranked:
        if len(places[name]) < _LEAST_PLACES or len(chosen) == _MOST:
            break
        if not any(name in other or other in name for other in chosen):
            chosen.append(name)
    return tuple(chosen)
