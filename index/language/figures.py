"""Text → the figures in it: value, unit and span, of any numeral a Chinese report uses.

`2118万余人` → 21,180,000 人, approximate; `70%以上`; `二十三件`; `１．５亿元`; `百分之九十五`. A formula such as
`1+2+6+N`, a year or a date, an ordinal (第十五届, 十届四次会议) and a numeral inside a word (一体化, 三农) are no
figures. A number cut by spaces (3 0 6件) is one figure; one with a letter for a digit (3O6件) is none, nor is its tail.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from index.language.damaged_figures import doubtful_numbers, spaces_within_numbers
from index.language.units import UNIT_PATTERN

__all__ = ["Figure", "find_figures", "is_passed", "numeral_value", "unit_elsewhere"]

_MULTIPLES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_TIMES = {**_MULTIPLES, "十万": 10**5, "百万": 10**6, "千万": 10**7, "万亿": 10**12}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5,
}  # fmt: skip

_ARABIC = r"[0-9０-９]+(?:[,，][0-9０-９]{3}(?![0-9０-９]))*(?:[.．·][0-9０-９]+)?"
_CHINESE = r"[零〇一二两三四五六七八九十百千]++(?:点[零〇一二三四五六七八九]++)?"
# 四百八十七亿七千七百万, 一万五千, 四亿零七百多万: of several parts, each with its multiple.
_PART = "[零〇一二两三四五六七八九十百千]{1,9}"
_CHINESE_PARTS = f"(?:{_PART}亿(?:{_PART}[余多]?万)?(?:{_PART})?(?<!亿)|{_PART}万{_PART})"
_RANGE = rf"(?:[%％]?\s?[-—–~～至到]\s?{_ARABIC})"
_FIGURE = re.compile(
    rf"(?P<before>近|约|逾|超过?|大约|接近|突破|至少|高达|不足)?"
    rf"(?P<number>{_ARABIC})(?P<range>{_RANGE})?\s?(?P<multiple>[十百千]?万亿|[十百千]?[万亿]|千|百)?"
    rf"(?P<more>[余多几]|来(?=[个人]))?(?P<multiple2>[万亿])?\s?(?P<unit>{UNIT_PATTERN})?(?P<after>以上|左右|以下|以内|上下)?"
)
_CHINESE_FIGURE = re.compile(
    rf"(?P<before>近|约|逾|超过?|数|好几|几)?(?<![零〇一二两三四五六七八九十百千])(?P<number>{_CHINESE_PARTS}|{_CHINESE})(?P<multiple>[万亿])?(?P<more>[余多几])?(?P<multiple2>[万亿])?"
    rf"(?P<unit>件|人次|余?人|名|次|场次|场|篇|份|条|家|户|期|个(?![^\W\d_]{{0,60}}(?:确立|维护|意识|自信|革命|百年|全面|务必|薄弱|加强|责任制))|部|本|座|所|处|吨|亩|元|公里|倍|(?P<large>公斤|斤|平方米|平方公里|公顷|美元|度|台|辆|匹|头|只|张|株|担|匹马力))(?P<after>以上|左右)?"
)
_LAST_UNIT = re.compile(rf"(?:{UNIT_PATTERN})\Z")
_PERCENT_WORDS = re.compile(rf"百分之(?P<number>{_CHINESE}|{_ARABIC})(?P<after>以上|左右)?")
# What stands directly before or after a number and makes it no count: formulae, versions, ordinals, dates, names.
_BEFORE_NO_COUNT = re.compile(r"(?:第|唯|[+＋\-—–/]|[0-9０-９][:：]|“[一二三四五六七八九十]{0,2}|十?届)$")
_AFTER_NO_COUNT = re.compile(
    r"^(?:次(?:全体)?会议|次全[会体]|[+＋/]|个?五[”规”]|届|[A-Za-zＡ-Ｚａ-ｚͰ-ϿЀ-ӿ|｜](?!EU)|[:：][0-9]|[〇○◯□\ufffd]|[?？*＊零一二三四五六七八九](?=[0-9０-９]))"
)
# A letter before a number makes it a name (PM2.5, A4) unless a unit follows: GDP12.5%.
_AFTER_LETTER = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]$")
# 10周年, 一次性: the character after the unit makes it another word.
_NO_UNIT = re.compile(
    r"(?:周年|次性|度假|日报|时报|天津|号线|名[城村镇]|级以上|市[民场政长级]|[省区县]级|国[际内]|国家级|村民|乡村|区域|院士)"
)
# 增长-3.2%, 增速为-3.2%: the sign of a rate, where a range or a dash would make no sense.
_NEGATIVE = re.compile(r"(?:增长|增速|增幅|涨幅|增加|[为达至])[-－−](?=$)")
_POINTS = (".", "．")
_JOINED = ("", "零")  # 3万|5千人, 4亿|零|700万吨
_SOME_MORE = re.compile("[余多]")
_TWO_DIGITS = re.compile(r"[一二三四五六七八九]{2}")
_DATE = re.compile(
    r"^(?:(?:19|20)\d\d[-—–~～至到]|[0-9０-９]{1,4}[-—–~～至到][0-9０-９]{1,4}[年月日])|^[0-9０-９]{1,4}\s?(?:年(?!度?[均]|以上|来|以来|制)|月(?!均)|日(?!均))"
)

# What says that a mark is passed, and what stands between it and the figure reached.
_PASSING = re.compile("(?:突破|超过?|逾|跨越|[跨迈跃站登]上|迈过|首破)了?$")
_LONGEST_PASSING = 4
_REACHED = re.compile("(?:的?(?:大关|台阶|关口))?[，,、]?(?:达到?|为|实现|完成|至)?了?")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. text == source[start:end], the approximating words included ("近300条", "70%以上").

    number_start: where its digits begin. value: the number itself, multiples applied; of a range (10-15个) its
    lower end. unit: measure word or unit as
    printed, "" when none follows. approximate: 余, 近, 约, 以上… stand with it.
    doubtful: cannot be read; its value is no number.
    """

    start: int
    end: int
    number_start: int
    text: str
    value: Decimal
    unit: str
    approximate: bool
    doubtful: bool = False


def numeral_value(text: str) -> Decimal:
    """The number a numeral stands for: "二十三" → 23, "１，５７１" → 1571, "两" → 2, "一二五" → 125.

    Raises:
        ValueError: text is no numeral.
    """
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace("·", ".")
    if plain[-1:] in _MULTIPLES:
        plain = _SOME_MORE.sub("", plain)  # 四亿零七百多万
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return Decimal(plain)
    whole, _, fraction = plain.partition("点")
    if not whole or any(c not in _DIGITS and c not in _MULTIPLES for c in whole):
        raise ValueError(f"{text!r} is no numeral")
    if not any(c in _MULTIPLES for c in whole):
        value = Decimal("".join(str(_DIGITS[c]) for c in whole))
    else:
        value = _positional(whole)
    if fraction:
        value += Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction))
    return value


def _positional(text: str) -> Decimal:
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
            continue
        multiple = _MULTIPLES[character]
        if multiple >= 10_000:
            total += (section + digit) * multiple
            section = 0
        else:
            section += (digit or 1) * multiple
        digit = 0
    return Decimal(total + section + digit)


def find_figures(text: str, *, doubtful: bool = False) -> list[Figure]:
    """The figures of a text in order of their place, none overlapping.

    doubtful: also what may have been a figure and cannot be read (3O6件), so that it is seen to stand there.
    """
    find = _found if len(text) <= _LONGEST_REMEMBERED else _found.__wrapped__
    return list(find(text, doubtful))


# One question looks at the same sentences again and again; a whole report is not kept.
_LONGEST_REMEMBERED = 1_200


@lru_cache(maxsize=8_192)
def _found(text: str, doubtful: bool) -> tuple[Figure, ...]:
    spaces = spaces_within_numbers(text)
    closed = _without(text, spaces)
    damaged = doubtful_numbers(closed)
    found: list[Figure] = []
    taken = 0
    for match in sorted(
        [*_PERCENT_WORDS.finditer(closed), *_FIGURE.finditer(closed), *_CHINESE_FIGURE.finditer(closed)],
        key=lambda match: (match.start("number"), match.start(), -match.end()),
    ):
        if match.start() < taken or any(each.start < match.end() and match.start() < each.end for each in damaged):
            continue
        figure = _figure(closed, match)
        if figure is not None:
            found.append(figure)
            taken = figure.end
    found = _whole(found, closed, doubtful=doubtful)
    if doubtful and damaged:
        found.extend(_doubtful(closed, each.start, each.end) for each in damaged)
        found.sort(key=lambda figure: figure.start)
    return tuple(_opened(figure, text, spaces) for figure in found) if spaces else tuple(found)


def is_passed(text: str, figure: Figure, following: Figure) -> bool:
    """Whether a figure is but the mark that the next one is said to have passed: 突破400亿元、达441.8亿元."""
    return (
        not (figure.doubtful or following.doubtful)
        and figure.unit == following.unit
        and figure.value < following.value < 2 * figure.value
        and _PASSING.search(text, max(0, figure.number_start - _LONGEST_PASSING), figure.number_start) is not None
        and _REACHED.fullmatch(text, figure.end, following.start) is not None
    )


def unit_elsewhere(figure: Figure) -> str:
    """The unit of a figure that is printed without one, as heads of tables print it: 13.36 that is 133600 吨 → 万吨.

    "" where it has its unit beside it or none is known.
    """
    bare = find_figures(figure.text)
    if not figure.unit or len(bare) != 1 or bare[0].unit:
        return ""
    times = abs(figure.value / bare[0].value) if bare[0].value else 1
    return next((name for name, value in _TIMES.items() if value == times), "") + figure.unit


def _without(text: str, positions: list[int]) -> str:
    ends = [-1, *positions, len(text)]
    return "".join(text[before + 1 : after] for before, after in pairwise(ends)) if positions else text


def _opened(figure: Figure, text: str, spaces: list[int]) -> Figure:
    """A figure of the text without these spaces, in the positions and characters of the text."""

    def moved(position: int) -> int:
        for space in spaces:
            if space > position:
                break
            position += 1
        return position

    start, end = moved(figure.start), moved(figure.end - 1) + 1
    return replace(figure, start=start, end=end, number_start=moved(figure.number_start), text=text[start:end])


def _whole(figures: list[Figure], text: str, *, doubtful: bool) -> list[Figure]:
    """Numerals of several parts (3万5千人, 2亿3000万元) as one figure; of others that touch (3百6件) none is one."""
    found: list[Figure] = []
    for figure in figures:
        last = found[-1] if found else None
        if (
            last is None
            or text[last.end : figure.number_start] not in _JOINED
            or last.unit
            or last.text[-1] not in _MULTIPLES
        ):
            found.append(figure)
            continue
        multiple = _MULTIPLES[last.text[-1]]
        parts = figure.value >= 1000 or figure.value * 10 >= multiple or set("百千万") & set(figure.text)
        if multiple >= 10_000 and not parts:
            found.append(figure)  # 为390万65岁以上老年人: two numbers
            continue
        found.pop()
        if figure.value < multiple and parts:
            shown = text[last.start : figure.end]
            value, approximate = last.value + figure.value, last.approximate or figure.approximate
            found.append(
                replace(
                    figure,
                    start=last.start,
                    number_start=last.number_start,
                    text=shown,
                    value=value,
                    approximate=approximate,
                )
            )
        elif doubtful:
            found.append(_doubtful(text, last.start, figure.end))
    return found


def _doubtful(text: str, start: int, end: int) -> Figure:
    unit = _LAST_UNIT.search(text, start, end)
    shown = unit[0] if unit else ""
    return Figure(
        start,
        end,
        start,
        text[start:end],
        Decimal("NaN"),
        "%" if shown == "％" else shown,
        approximate=False,
        doubtful=True,
    )


def _figure(text: str, match: re.Match[str]) -> Figure | None:
    groups = match.groupdict()
    number_start = match.start("number")
    sign = _NEGATIVE.search(text, max(0, match.start() - 4), match.start())
    before, after = text[max(0, number_start - 3) : number_start], text[match.end("number") : match.end("number") + 4]
    if (not sign and _BEFORE_NO_COUNT.search(before)) or _AFTER_NO_COUNT.match(after):
        return None
    if match.re is _FIGURE and before[-1:] in _POINTS:
        return None  # 6 .5%: the fraction of a number that is cut
    if _AFTER_LETTER.search(before) and not groups.get("unit"):
        return None
    if (unit_start := match.start("unit") if groups.get("unit") else -1) >= 0 and _NO_UNIT.match(text, unit_start):
        return None
    if groups.get("large") and not set("百千万亿") & set(match[0]):
        return None  # 一张蓝图, 一台戏
    if match.re is _CHINESE_FIGURE and _TWO_DIGITS.fullmatch(groups["number"]):
        return None  # 六七家 is six or seven
    if _DATE.match(text[number_start:]) and groups.get("unit") in (None, "年", "月", "日", "号"):
        return None
    if match.re is _PERCENT_WORDS:
        unit, value = "%", numeral_value(groups["number"])
    else:
        unit = groups.get("unit") or ""
        value = numeral_value(groups["number"])
        for multiple in (groups.get("multiple") or "") + (groups.get("multiple2") or ""):
            value *= _MULTIPLES[multiple]
        unit = unit.removeprefix("余")
    if sign:
        value = -value
    start, end = match.start() - bool(sign), match.start() + len(match[0].rstrip())
    shown = text[start:end]
    return Figure(
        start=start,
        end=end,
        number_start=number_start,
        text=shown,
        value=value,
        unit="%" if unit == "％" else unit,
        approximate=any(groups.get(name) for name in ("before", "range", "more", "after"))
        or _SOME_MORE.search(groups["number"]) is not None,
    )
