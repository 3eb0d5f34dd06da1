"""Dates and years as reports print them: 2018年1月10日, 二○○二年一月二十八日, ２０１０年."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

__all__ = [
    "DAY",
    "FIVE_YEAR_PLANS",
    "NUMERAL",
    "YEAR",
    "PrintedDate",
    "normal_digits",
    "number_value",
    "printed_dates",
    "year_value",
]

# One character for one character, so that offsets stay: full-width digits, and every zero that is printed.
_DIGITS = str.maketrans("０１２３４５６７８９○Ｏ零◯", "0123456789〇〇〇〇")
_CHINESE = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"0": 0}

NUMERAL = r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
YEAR = r"(?:(?:19|20)\d{2}|[一二][〇0一二三四五六七八九]{3})"
DAY = rf"(?P<month>{NUMERAL})\s*月\s*(?P<day>{NUMERAL})\s*日"
_DATE = re.compile(rf"(?:(?<!\d)(?P<year>{YEAR})\s*年\s*)?(?<![\d一二三四五六七八九十]){DAY}")


# The first year of each.
FIVE_YEAR_PLANS = {
    "八五": 1991, "九五": 1996, "十五": 2001, "十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021,
    "十五五": 2026,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date at text[start:end]; year is None where the text prints only month and day."""

    start: int
    end: int
    year: int | None
    month: int
    day: int

    def in_year(self, year: int) -> date | None:
        """The day in that year; None when there is no such day."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    @property
    def date(self) -> date | None:
        """The whole date; None without a year, or for a day that does not exist."""
        return None if self.year is None else self.in_year(self.year)


def normal_digits(text: str) -> str:
    """The text with ASCII digits and 〇 for every other zero, of the same length."""
    return text.translate(_DIGITS)


def number_value(numeral: str) -> int:
    """十五 → 15, 二十 → 20, 12 → 12."""
    if numeral.isdigit():
        return int(numeral)
    if "十" in numeral:
        tens, ones = numeral.split("十", 1)
        return _CHINESE.get(tens, 1) * 10 + _CHINESE.get(ones, 0)
    return _CHINESE[numeral]


def year_value(year: str) -> int:
    """2018 → 2018, 二〇一八 → 2018."""
    return int(year) if year.isdigit() and year.isascii() else int("".join(str(_CHINESE[c]) for c in year))


def printed_dates(text: str) -> Iterator[PrintedDate]:
    """Every date in a text whose digits are normal, with or without its year."""
    for match in _DATE.finditer(text):
        year = year_value(match["year"]) if match["year"] else None
        month, day = number_value(match["month"]), number_value(match["day"])
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield PrintedDate(match.start(), match.end(), year, month, day)
