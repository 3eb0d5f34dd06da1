"""The numbers that Word sets before the items of a list: 一、（一）1. as they are seen on the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from index.reading.word_styles import W, attribute

__all__ = ["Numbers"]

_LEVELS = 9
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_TENS = ("", "十", "百", "千")
_FORMAL_TENS = ("", "拾", "佰", "仟")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_PLACE = re.compile(r"%([1-9])")
_MOST = 9_999


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    kind: str
    text: str
    spaced: bool  # a tab or a space stands behind it
    arabic: bool  # the levels above it are shown in arabic digits too


class Numbers:
    """The lists of a document. Items must be asked for in order, since each is counted."""

    def __init__(self, root: etree._Element | None) -> None:
        """root: of numbering.xml, where there is one."""
        self._lists: dict[int, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[int, int]] = set()
        if root is None:
            return
        abstract = {attribute(each, "abstractNumId"): each for each in root.iterfind(f"{W}abstractNum")}
        linked = {
            attribute(link): key for key, each in abstract.items() if (link := each.find(f"{W}styleLink")) is not None
        }
        for num in root.iterfind(f"{W}num"):
            key = attribute(num.find(f"{W}abstractNumId"))
            if key in abstract and (link := abstract[key].find(f"{W}numStyleLink")) is not None:
                key = linked.get(attribute(link), key)
            number = _whole(attribute(num, "numId"))
            if key in abstract and number is not None:
                levels = _levels(abstract[key])
                starts: dict[int, int] = {}
                for override in num.iterfind(f"{W}lvlOverride"):
                    levels |= _levels(override)
                    level = _whole(attribute(override, "ilvl"))
                    start = _whole(attribute(override.find(f"{W}startOverride")))
                    if level is not None and start is not None:
                        starts[level] = start
                self._lists[number] = (key, levels, starts)

    def label(self, number: int, level: int) -> str:
        """What stands before the next item of a list: "（三）", "1. "; "" for bullets and unknown lists."""
        if number not in self._lists or not 0 <= level < _LEVELS:
            return ""
        key, levels, starts = self._lists[number]
        own = levels.get(level)
        if own is None:
            return ""
        counts = self._counts.setdefault(key, [None] * _LEVELS)
        before = counts[level]
        counts[level] = own.start if before is None else before + 1
        if level in starts and (number, level) not in self._begun:
            self._begun.add((number, level))
            counts[level] = starts[level]
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if own.kind in ("bullet", "none"):
            return ""

        def shown(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            if at > level or at not in levels:
                return ""
            count = counts[at]
            value = levels[at].start if count is None else count
            return _written(value, "decimal" if own.arabic and at != level else levels[at].kind)

        text = _PLACE.sub(shown, own.text)
        return f"{text} " if text and own.spaced and text[-1] not in "、）)．。：" else text


def _levels(element: etree._Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for level in element.iterfind(f"{W}lvl"):
        at = _whole(attribute(level, "ilvl"))
        start = _whole(attribute(level.find(f"{W}start")))
        if at is not None:
            found[at] = _Level(
                start=1 if start is None else start,
                kind=attribute(level.find(f"{W}numFmt")) or "decimal",
                text=attribute(level.find(f"{W}lvlText")),
                spaced=attribute(level.find(f"{W}suff")) != "nothing",
                arabic=level.find(f"{W}isLgl") is not None,
            )
    return found


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _written(value: int, kind: str) -> str:
    """A number as a list shows it; in arabic digits for what we do not know and what is too large."""
    write = _WAYS.get(kind)
    return write(value) if write is not None and 0 < value <= _MOST else str(value)


def _counting(value: int) -> str:
    text = _chinese(value, "零" + _DIGITS[1:], _TENS)
    return text.removeprefix("一") if value < 20 and value >= 10 else text


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if value <= len(signs) else str(value)


def _letters(value: int) -> str:
    """A to z, then aa to zz, as Word does."""
    return chr(ord("a") + (value - 1) % 26) * min(9, (value - 1) // 26 + 1)


def _chinese(value: int, digits: str, tens: tuple[str, ...]) -> str:
    """At most 9,999: 十一 is written 一十一."""
    parts: list[str] = []
    figures = str(value)
    for place, digit in zip(range(len(figures) - 1, -1, -1), figures, strict=True):
        if digit != "0":
            parts.append(digits[int(digit)] + tens[place])
        elif parts and parts[-1] != digits[0]:
            parts.append(digits[0])
    return "".join(parts).rstrip(digits[0])


def _roman(value: int) -> str:
    parts: list[str] = []
    for amount, letters in _ROMAN:
        parts.append(letters * (value // amount))
        value %= amount
    return "".join(parts)


_WAYS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"), _counting
    ),
    **dict.fromkeys(
        ("taiwaneseCounting", "ideographDigital", "japaneseDigitalTenThousand"),
        lambda value: "".join(_DIGITS[int(digit)] for digit in str(value)),
    ),
    **dict.fromkeys(
        ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"),
        lambda value: _chinese(value, _FORMAL, _FORMAL_TENS),
    ),
    **dict.fromkeys(
        ("decimalEnclosedCircle", "decimalEnclosedCircleChinese", "ideographEnclosedCircle"),
        _one_of("".join(map(chr, range(0x2460, 0x2474)))),
    ),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "decimalEnclosedParen": lambda value: f"({value})",
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": lambda value: "".join(chr(ord(digit) + 0xFEE0) for digit in str(value)),
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
}
