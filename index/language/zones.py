"""The zones of a place, which no table of divisions has: 高新技术产业开发区 is a 高新区, 经济技术开发区 a 经开区."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["TOWN_RANKS", "Zone", "zone_at", "zones_in"]

# How the names of the places below counties end. Which there are no table here has.
TOWN_RANKS = ("镇", "乡", "苏木")
# What each zone is called here, and how it may be printed.
_ZONES = {
    "高新区": r"(?:国家级?)?高新(?:技术)?(?:产业)?(?:开发)?区",
    "经开区": r"(?:国家级?)?(?:经济(?:技术)?开发|经开)区",
    "综保区": r"(?:综合保税|综保|保税)区",
    "自贸区": r"自(?:由)?贸(?:易)?(?:试验)?(?:片)?区",
    "示范区": r"(?:城乡一体化|一体化)?示范区",
    "产业集聚区": r"产业集聚区",
    "工业园区": r"工业园区?",
    "度假区": r"(?:旅游)?度假区",
    "管理区": r"(?:综合)?管理区",
    "开发区": r"开发区",
    "新区": r"新区",
}
_ZONE = re.compile("|".join(f"(?P<z{number}>{pattern})" for number, pattern in enumerate(_ZONES.values())))


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone named at text[start:end]; name: what zones of its kind are called here."""

    start: int
    end: int
    name: str


def zone_at(text: str, start: int) -> Zone | None:
    """The zone whose name begins there, None where none does."""
    match = _ZONE.match(text, start)
    return None if match is None else _zone(match)


def zones_in(text: str) -> list[Zone]:
    """The zones that a text names, left to right."""
    return [_zone(match) for match in _ZONE.finditer(text)]


def _zone(match: re.Match[str]) -> Zone:
    number = int((match.lastgroup or "z0").removeprefix("z"))
    return Zone(match.start(), match.end(), tuple(_ZONES)[number])
