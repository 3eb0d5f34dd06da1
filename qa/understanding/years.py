"""Years as people write them: 19年, 九四年, 二〇一九年, “十三五”期间."""

from __future__ import annotations

import re
from datetime import date

from index.language.dates import FIVE_YEAR_PLANS, normal_digits, year_value

__all__ = ["plan_period", "written_out"]

_NUMERALS = "〇零○Ｏ一二三四五六七八九"
_IN_NUMERALS = re.compile(rf"(?<![{_NUMERALS}十百千万])(?:二[〇零○Ｏ]|一九)[{_NUMERALS}]{{2}}(?=年)")
# What stands before a number of years, and not before a year: 近20年, 用了12年, 过去15年.
_COUNTS = "第近过去前每共满约用了达中隔历时经足整逾超后抵是为的上有多少大于长至到"
# What stands behind one: 20年来, 12年义务教育.
_COUNTED = (
    "多(?![少大高长])|来|前|后|内|间|以[来内上下前后]|之|期|限|级|制|代|龄|左右|里|历史|规划|"
    "没|仍|未|才|就|了|义务|免费|一贯|连续|不|时间|的[时历努]"
)
# 九四年, 〇八年; 三四年, 一二年 are as often so many years: a year only at the head of what is said, or behind a place.
_SPOKEN = re.compile(
    rf"(?<![{_NUMERALS}十百千万两半几{_COUNTS}])(?P<tens>[〇零○Ｏ一二八九])(?P<ones>[{_NUMERALS}])年(?!{_COUNTED})"
)
_SHORT = re.compile(rf"(?<![\d.．/\-—~～{_COUNTS}])['’]?(?P<year>\d\d)年(?!{_COUNTED})")
# As often a number of years: a year only at the head of what is said, or behind a place.
_ROUND = frozenset((10, 12, 15, 20, 25, 30))
_AT_HEAD = re.compile(r"(?:^|[\s，,。：:；;（(]|[省市区县州盟旗]|[A-Za-z])$")
_FIRST_CENTURY, _OLDEST = 2000, 1949

_TERM = re.compile(
    r"(?<![比较是一二三四五六七八九十])(?<![比较是][“\"])[“\"]?(?:(?P<plan>十[一二三四五]五)|"
    r"(?<=[“\"])(?P<quoted>[八九十]五)(?=[”\"])|(?P<named>[八九十]五)(?=期间|时期|规划|计划))(?![”\"]?(?:规划|计划|时期)?[末底初])"
)
_TERM_IN_ENGLISH = re.compile(
    r"\b(?P<number>1[0-5]|[89])th Five-Year|"
    r"\b(?P<word>eigh|nin|ten|eleven|twelf|thirteen|fourteen|fifteen)th Five-Year",
    re.IGNORECASE,
)
# 去年（2023）, last year (2023): the year that is meant is said.
_SAID_BESIDE = re.compile(
    r"(?:(?:今|去|前|上一?|本)年度?|\b(?:in )?(?:last|this) year) ?[（(](?P<year>(?:19|20)\d\d)年?度?[)）]",
    re.IGNORECASE,
)
_YEAR_AND_WORD = re.compile(r"(?P<year>(?:19|20)\d\d)年?度?[（(](?:今|去|前|上一?|本)年度?[)）]")
_WORDS = {"eigh": 8, "nin": 9, "ten": 10, "eleven": 11, "twelf": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15}


def written_out(text: str, today: date) -> str:
    """The text with its years in four digits: 19年 → 2019年, 九四年 → 1994年, 去年(2023) → 2023年."""
    text = _SAID_BESIDE.sub(
        lambda m: f"in {m['year']}" if m[0][-7:].isascii() and "year" in m[0].lower() else f"{m['year']}年", text
    )
    text = _YEAR_AND_WORD.sub(lambda m: f"{m['year']}年", text)
    text = _IN_NUMERALS.sub(lambda match: str(year_value(normal_digits(match[0]))), text)

    def spoken(match: re.Match[str]) -> str:
        year = year_value(normal_digits(f"一九{match['tens']}{match['ones']}")) % 100
        return _in_full(match, year, today, as_often_a_number=year % 11 == 1)  # 一二年, 八九年

    text = _SPOKEN.sub(spoken, text)
    return _SHORT.sub(
        lambda match: _in_full(match, int(match["year"]), today, as_often_a_number=int(match["year"]) in _ROUND), text
    )


def _in_full(match: re.Match[str], year: int, today: date, *, as_often_a_number: bool) -> str:
    """A year by its last two digits in four, the newest that may be meant; as it stands where none is."""
    if as_often_a_number and not _AT_HEAD.search(match.string[: match.start()]):
        return match[0]
    full = _FIRST_CENTURY + year
    if full > today.year + 1:
        full -= 100
    return f"{full}年" if full >= _OLDEST else match[0]


def plan_period(text: str) -> tuple[int, ...]:
    """The five years of the plan that a question asks about the time of: “十三五”期间 → 2016 to 2020; () for none.

    Not where the plan's last year is what something is compared with: 是“十二五”末的几倍.
    """
    if found := _TERM.search(text):
        first = FIVE_YEAR_PLANS[found["plan"] or found["quoted"] or found["named"]]
    elif found := _TERM_IN_ENGLISH.search(text):
        count = int(found["number"]) if found["number"] else _WORDS[found["word"].lower()]
        first = FIVE_YEAR_PLANS["十五"] + 5 * (count - 10)
    else:
        return ()
    return tuple(range(first, first + 5))
