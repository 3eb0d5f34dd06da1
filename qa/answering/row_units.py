"""A row of figures and what they are of, each in full: 地铁、快速公交分别达26.6万、13.5万人次 → 26.6万 of 人次."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from index.language.figures import Figure, find_figures

__all__ = ["ITEM_BORDER", "both_named", "figures_in", "tail_of_last"]

ITEM_BORDER = re.compile("[、和与及]")
_TOWN_AND_COUNTRY = re.compile("城乡(?=[^、和与及]{0,80}$)")
_LENT_AND_SAVED = re.compile("存、?贷款?")
_SECTORS = re.compile("(?P<numbers>[一二三](?:[、和与及][一二三]){1,9})(?:次?产业?)")
_RESPECTIVELY = "分别"
_ROW_LEAD = re.compile("分别[^。；;\n]*$")
_MULTIPLES = {"万": Decimal(10) ** 4, "亿": Decimal(10) ** 8}
_OWN_MULTIPLE = re.compile("[十百千万亿]")


def figures_in(text: str) -> list[Figure]:
    """As `find_figures`, unreadable ones too; one of a row behind 分别 that has no unit has that of the next, and where
    it is bare its 万 or 亿 as well: 分别超过700、800亿元.
    """
    figures = find_figures(text, doubtful=True)
    if _RESPECTIVELY not in text:
        return figures
    for n in reversed(range(len(figures) - 1)):
        figure, behind = figures[n], figures[n + 1]
        joined = ITEM_BORDER.fullmatch(text, figure.end, behind.start) is not None
        if figure.unit or figure.doubtful or not behind.unit or not joined:
            continue
        if not _ROW_LEAD.search(text[: figure.start]):
            continue
        times = _MULTIPLES.get((_OWN_MULTIPLE.findall(behind.text) or [""])[-1], Decimal(1))
        value = figure.value if _OWN_MULTIPLE.search(figure.text) else figure.value * times
        figures[n] = replace(figure, unit=behind.unit, value=value)
    return figures


def both_named(items: str) -> str:
    """城乡居民收入 → 城镇、农村居民收入, 存贷款 → 存款、贷款, 一、二产 → 第一产业、第二产业: each has its name."""
    if found := _SECTORS.search(items):
        names = "、".join(f"第{number}产业" for number in ITEM_BORDER.split(found["numbers"]))
        return items[: found.start()] + names + items[found.end() :]
    return _LENT_AND_SAVED.sub("存款、贷款", _TOWN_AND_COUNTRY.sub("城镇、农村", items, count=1), count=1)


def tail_of_last(before: str, last: str) -> str:
    """What stands behind the last thing that all have: 货运量 of 铁路、公路货运量, which ends where both have 路."""
    same = last.find(before[-1:]) + 1 if before else 0
    at = same if 1 < same < len(last) else max(len(before), 1)
    return last[at:] if at < len(last) else ""
