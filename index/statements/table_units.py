"""What a table's heads and caption say its figures are counted in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.language.units import UNIT_PATTERN

__all__ = ["EMPTY", "OF_CHANGE", "is_of_units", "unit_of", "with_one_unit", "without_unit"]

EMPTY = re.compile(r"[-－—–/／.．…*]*|无|不详")
_UNIT_TEXT = rf"(?P<multiple>[十百千]?万亿|[十百千]?[万亿]|千|百)?(?P<unit>{UNIT_PATTERN})"
_IN_BRACKETS = re.compile(rf"[（(\[【]\s*+(?:单位\s*+[:：]?\s*+)?{_UNIT_TEXT}\s*[）)\]】]")
_UNIT = re.compile(_UNIT_TEXT)
# 单位：亿元、% names two; 单位：万吨，注明者除外 names one.
_UNITS_NAMED = re.compile(r"单位\s*+[:：]\s*+([^\s）)\]】。；;|]{1,40})")
_BUT = re.compile("除外|注明|另有|特别")
_UNITS_MIXED = re.compile(rf"单位\s*+[:：]\s*+{_UNIT_TEXT}[、,，/和](?!.{{0,8}}(?:{_BUT.pattern})).*")
_UNITS_APART = re.compile(r"[、,，/／和]")
_UNIT_HEAD = re.compile(r"(?:计量|数量)?单位")
# 乡镇（街道）: what stands in brackets is another name for the rows.
_PLACES = frozenset(("街道", "社区", "村", "镇", "乡", "园区", "县", "区", "市", "单位", "部门"))
_RATES = frozenset(("%", "％", "‰", "个百分点", "百分点"))
OF_CHANGE = re.compile(r"同比|环比|增长|增幅|增速|增减|比上年|较上年|占比|比重|比例|[^效]率(?![先领])")


def is_of_units(head: str, cells: Sequence[str]) -> bool:
    """Whether a column says in what its rows are counted: 亿元, %; not 教育局, another kind of 单位."""
    return _UNIT_HEAD.fullmatch(head) is not None and all(
        _UNIT.fullmatch(part) for cell in cells if not EMPTY.fullmatch(cell) for part in _UNITS_APART.split(cell)
    )


def unit_of(row: str, column: str, caption: str, *, beside: str) -> tuple[str, str]:
    """Multiple and unit. beside: what stands in a column of units. A rate's header without a unit takes none of the
    other's: 立案（件） under 增长 is no 件.
    """
    above, within = _IN_BRACKETS.search(column), _IN_BRACKETS.search(row)
    given = _UNIT.fullmatch(beside.strip()) if beside else within
    if above is None and OF_CHANGE.search(column):
        return "", _rate_of(caption)
    if above is not None and given is not None and OF_CHANGE.search(row) and given["unit"] in _RATES:
        above = None
    given = above or given
    if given is None and not beside:
        return _unit_of_caption(caption) if not OF_CHANGE.search(row) else ("", _rate_of(caption))
    return (given["multiple"] or "", given["unit"]) if given else ("", "")


def _unit_of_caption(caption: str) -> tuple[str, str]:
    """What a caption gives for all that is no rate, where it gives one such unit."""
    named = _units_named(caption)
    if not named and (found := _IN_BRACKETS.search(caption)) and found["unit"] not in _PLACES:
        named = [(found["multiple"] or "", found["unit"])]
    amounts = [each for each in named if each[1] not in _RATES] if len(named) > 1 else named
    return amounts[0] if len(amounts) == 1 else ("", "")


def _rate_of(caption: str) -> str:
    """The unit of rates, where a caption names it beside that of amounts: 单位：亿元、%."""
    rates = [unit for _, unit in _units_named(caption) if unit in _RATES]
    return rates[0] if len(rates) == 1 else ""


def _units_named(caption: str) -> list[tuple[str, str]]:
    """All units that the last 单位： of a caption names; none where one of them is not known."""
    said = _UNITS_NAMED.findall(caption)
    parts = [part for part in _UNITS_APART.split(said[-1]) if part and not _BUT.search(part)] if said else []
    found = [_UNIT.fullmatch(part) for part in parts]
    return [(each["multiple"] or "", each["unit"]) for each in found if each] if all(found) else []


def with_one_unit(caption: str) -> str:
    """The caption without units of which each row has but one, which it does not tell."""
    return _UNITS_MIXED.sub("", caption)


def without_unit(header: str) -> str:
    """立案（件） → 立案."""
    return _IN_BRACKETS.sub("", header)
