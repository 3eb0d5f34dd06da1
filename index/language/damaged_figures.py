"""Numbers that a copy has damaged: cut by spaces, which can be undone, or with a letter for a digit, which cannot.

`3 0 6件` is 306件. `3O6件`, `4l2件`, `l00%`, `3□6件` are doubtful: none of their pieces is a figure either. Names that
letters and digits make (PM2.5, A4, 4A级, GDP12.5%, B2B, G20) are neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from index.language.units import UNIT_PATTERN
from index.types import Span

__all__ = ["doubtful_numbers", "spaces_within_numbers"]

_DIGIT = "[0-9０-９]"
_SPACE = "[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]"
_COUNTED = rf"(?={_SPACE}?[多余几]?{_SPACE}?(?:[十百千]?[万亿]|千|百)?{_SPACE}?[多余几]?(?P<unit>{UNIT_PATTERN}))"
_MEASURED = rf"(?={_SPACE}?(?:[%％‰]|个?百分点|[十百千]?[万亿]|[千美欧]?元|平方|公[里顷斤]|千[米克瓦]|[吨亩倍米]))"
_CUT = re.compile(rf"(?<![0-9０-９A-Za-z.．,，]){_DIGIT}++(?:{_SPACE}{{1,2}}{_DIGIT}++){{1,24}}+{_COUNTED}")
# 增长5. 6%, 达1 .2亿元; at the head of a line 5. may be the item's number.
_CUT_DECIMAL = re.compile(
    rf"(?<=[㐀-鿿]){_SPACE}?{_DIGIT}+(?:{_SPACE}[.．]{_SPACE}?|[.．]{_SPACE}){_DIGIT}+(?![0-9０-９.．]){_MEASURED}"
)
_CUT_THOUSANDS = re.compile(
    rf"(?<=[㐀-鿿]){_SPACE}?{_DIGIT}{{1,3}}(?:{_SPACE}[,，]{_SPACE}?|[,，]{_SPACE}){_DIGIT}{{3}}(?![0-9０-９]){_COUNTED}"
)
# 12 345.6 万元, 增长 1 0 . 8 %: a point, and spaces among the digits before it or behind it.
_CUT_FRACTION = re.compile(
    rf"(?<=[㐀-鿿])(?:{_SPACE}{{1,2}})?(?P<whole>{_DIGIT}+(?:{_SPACE}{{1,2}}{_DIGIT}+)*)(?P<point>{_SPACE}?[.．]{_SPACE}?)"
    rf"(?P<fraction>{_DIGIT}+(?:{_SPACE}{{1,2}}{_DIGIT}+)*)(?![0-9０-９.．]){_COUNTED}"
)
_CUT_CHINESE = re.compile(
    rf"[一二两三四五六七八九十](?:{_SPACE}[零〇一二三四五六七八九十百千万]){{1,24}}{_SPACE}?(?={UNIT_PATTERN})"
)
# 表3 20件, 第1 20件: the first is a number of its own.
_NUMBERED = re.compile(r"(?:第|表|图|附件|附|编号|之|[Nn][Oo]\.?|[（(])\s?$")
_AFTER_WORD = re.compile(r"[㐀-鿿“（(]\s?$")
_YEAR = re.compile(r"(?:19|20)\d\d")

_LETTER = "A-Za-zＡ-Ｚａ-ｚͰ-ϿЀ-ӿ|｜"
# What stands for a digit that could not be read.
_HOLE = "〇○◯□■\ufffd\ue000-\uf8ff"
_BETWEEN = "?？*＊_'’‘`零一二三四五六七八九"
# It is looked for where it begins alone, so that a long run of letters and digits is read once.
_TOKEN = re.compile(
    rf"(?<![0-9０-９{_LETTER}{_HOLE}])(?<![0-9０-９{_LETTER}{_HOLE}][.．,，{_BETWEEN}])"
    rf"(?:[0-9０-９{_LETTER}{_HOLE}]|(?<=[0-9０-９])[,，{_BETWEEN}](?=[0-9０-９{_LETTER}{_HOLE}])"
    rf"|(?<=[0-9０-９{_LETTER}{_HOLE}])[.．](?=[0-9０-９{_LETTER}{_HOLE}]))+{_COUNTED}"
)
# 三O六件, 一0六件.
_CHINESE_DIGITS = "零〇一二两三四五六七八九十百千"
_FOR_CHINESE = "0０OoＯｏОоlIｌＩ○◯□■\ufffd"
_MIXED_CHINESE = re.compile(
    rf"(?<![{_CHINESE_DIGITS}{_FOR_CHINESE}])[{_CHINESE_DIGITS}]+(?:[{_FOR_CHINESE}][{_CHINESE_DIGITS}]*)+"
    rf"(?={_SPACE}?(?P<unit>{UNIT_PATTERN}))"
)
# Most texts have neither, and one look tells.
_SPACE_BEHIND_NUMBER = re.compile(rf"[0-9０-９.．,，零〇一二两三四五六七八九十百千]{_SPACE}")
_SUSPECT = re.compile(
    rf"[0-9０-９](?:{_SPACE}{_DIGIT}|[.．,，。{_LETTER}{_HOLE}{_BETWEEN}])|[{_LETTER}{_HOLE}][.．]?[0-9０-９]|[{_CHINESE_DIGITS}][{_FOR_CHINESE}]|[lIｌＩ|][OoＯｏ]|[OoＯｏ][lIｌＩ|]"
)
_PARTS = re.compile(rf"{_DIGIT}+|[{_LETTER}]+|[{_HOLE}]+|[.．,，{_BETWEEN}]+")
# 98，6%: a comma for the point.
_COMMA_DECIMAL = re.compile(
    rf"(?<![0-9０-９.．])(?<![0-9０-９][,，]){_DIGIT}{{1,3}}[,，。]{_DIGIT}{{1,2}}\s?(?=[%％‰]|个?百分点)"
)
_TWO_POINTS = re.compile(rf"(?<![0-9０-９.．]){_DIGIT}+(?:[.．]{_DIGIT}+){{2,}}(?![0-9０-９.．]){_COUNTED}")
_EXCHANGE = re.compile("[A-Z]2[A-Z]")  # O2O, B2B
_ZERO_OR_ONE = frozenset("OoQDIil|")
_ANY_DIGIT = _ZERO_OR_ONE | frozenset("SsBbZzqg")
# Letters that make a name or a unit between two numbers: 5A3家, 5G20个, 35V2路.
_OF_NAMES = frozenset("AGKTVWMHNCPFLEJRDkmvw")
_NAMING_UNITS = frozenset("店 级 类 层 座 栋 栋楼 门 线 站 期 号 区 厅 馆 楼".split())


def spaces_within_numbers(text: str) -> list[int]:
    """Where the spaces stand that cut a number: `3 0 6件`, `3 06件`, `1 234件`, `增长5. 6%`, in order.

    Not those between two numbers: `2023 年 12 月`, `表3 20件`, columns.
    """
    found: set[int] = set()
    if _SPACE_BEHIND_NUMBER.search(text) is None:
        return []
    for pattern in (_CUT, _CUT_FRACTION, _CUT_DECIMAL, _CUT_THOUSANDS, _CUT_CHINESE):
        is_one = {_CUT: _is_one_number, _CUT_FRACTION: _is_one_decimal}.get(pattern)
        for match in pattern.finditer(text):
            if is_one is None or is_one(text, match):
                found.update(match.start() + n for n, each in enumerate(match[0]) if each.isspace())
    return sorted(found)


def doubtful_numbers(text: str) -> list[Span]:
    """Where numbers with their units stand that may have been other numbers, in order, none overlapping."""
    found: list[Span] = []
    if _SUSPECT.search(text) is None:
        return found
    for span in sorted(_doubtful(text), key=lambda span: (span.start, -span.end)):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found


def _is_one_number(text: str, match: re.Match[str]) -> bool:
    """Whether digits parted by spaces, a unit behind them, are one number for certain."""
    groups = match[0].split()
    if _NUMBERED.search(text[max(0, match.start() - 4) : match.start()]) or _YEAR.fullmatch(groups[0]):
        return False
    if all(len(group) == 1 for group in groups):
        return True
    if "  " in match[0]:
        return False
    if any(unicodedata.normalize("NFKC", group[0]) == "0" for group in groups[1:]):
        return True
    if not _AFTER_WORD.search(text[max(0, match.start() - 2) : match.start()]):
        return False
    if all(len(group) == 3 for group in groups[1:]):
        return len(groups[0]) < 3  # 286 306件 may be two columns
    return len(groups) == 2 and sum(map(len, groups)) <= 4


def _is_one_decimal(text: str, match: re.Match[str]) -> bool:
    """Whether digits and a point parted by spaces are one number for certain; columns have no space at a point."""
    whole, fraction = match["whole"].split(), match["fraction"].split()
    if len(whole) + len(fraction) == 2:
        return False  # the space beside the point is all there is
    if _NUMBERED.search(text[max(0, match.start() - 4) : match.start()]) or _YEAR.fullmatch(whole[0]):
        return False
    if len(fraction) == 1 and len(match["point"]) == 1:
        return "  " not in match[0].strip() and len(whole[0]) < 3 and all(len(group) == 3 for group in whole[1:])
    spelt = all(len(group) == 1 for group in fraction) or len(fraction) == 1
    return spelt and (all(len(group) == 1 for group in whole) or len(whole) == 1)


def _is_two_numbers(text: str, match: re.Match[str]) -> bool:
    """Whether the first of digits parted by spaces is a number of its own: `表3 20件`, `2023 12件`."""
    first, second, *_ = unicodedata.normalize("NFKC", match[0]).split()
    before = text[max(0, match.start() - 4) : match.start()]
    year = _YEAR.fullmatch(first) is not None and not _AFTER_WORD.search(before)
    return (year or _NUMBERED.search(before) is not None) and second[0] != "0"


def _doubtful(text: str) -> Iterator[Span]:
    for match in _CUT.finditer(text):
        if not _is_one_number(text, match) and not _is_two_numbers(text, match):
            yield Span(match.start(), match.end("unit"))
    for match in _CUT_FRACTION.finditer(text):
        if " " in match[0].strip() and not _is_two_numbers(text, match):
            yield Span(match.start("whole"), match.end("unit"))
    for pattern in (_TWO_POINTS, _MIXED_CHINESE):
        for match in pattern.finditer(text):
            yield Span(match.start(), match.end("unit"))
    for match in _COMMA_DECIMAL.finditer(text):
        yield Span(match.start(), match.end() + (3 if text.startswith("个百分点", match.end()) else 1))
    for match in _TOKEN.finditer(text):
        start = _start_of_doubt(text, match)
        if start is not None:
            yield Span(start, match.end("unit"))


def _start_of_doubt(text: str, token: re.Match[str]) -> int | None:
    """Where the doubtful number begins in a run of letters and digits, None where it is none."""
    parts = [(part.start() + token.start(), part[0]) for part in _PARTS.finditer(token[0])]
    kinds = [_kind(part) for _, part in parts]
    if _EXCHANGE.fullmatch(token[0]):
        return None
    if "digits" not in kinds:
        letters = set(unicodedata.normalize("NFKC", token[0]))
        return token.start() if letters <= _ZERO_OR_ONE and letters & set("Oo") and letters & set("Il|") else None
    for n, (start, part) in enumerate(parts):
        inner = 0 < n < len(parts) - 1
        first = parts[0][0] if n else start
        if kinds[n] == "between" or (kinds[n] == "hole" and not (n == 0 and _begins_line(text, start))):
            return first
        if kinds[n] == "letters" and _replaces_digits(part, inner=inner, last=n > 0, unit=token["unit"]):
            return first
    return None


def _kind(part: str) -> str:
    if re.fullmatch(f"{_DIGIT}+", part):
        return "digits"
    if re.fullmatch(f"[{_HOLE}]+", part):
        return "hole"
    if re.fullmatch("[.．,，]", part):
        return "point"
    return "letters" if re.fullmatch(f"[{_LETTER}]+", part) else "between"


def _begins_line(text: str, position: int) -> bool:
    """Whether a ■ or ○ there is a bullet."""
    return not text[:position].rstrip(" \t　") or text[:position].rstrip(" \t　")[-1] in "\n。；;：:"


def _replaces_digits(letters: str, *, inner: bool, last: bool, unit: str) -> bool:
    """Whether letters beside digits look like digits rather than being a name's or a unit's."""
    plain = unicodedata.normalize("NFKC", letters)
    foreign = re.search("[Ͱ-ϿЀ-ӿ]", plain) is not None
    if inner:
        return foreign or set(plain) <= _ANY_DIGIT or (len(plain) == 1 and plain not in _OF_NAMES)
    if last:
        return (foreign or set(plain) <= _ANY_DIGIT) and unit not in _NAMING_UNITS
    return foreign or (set(plain) <= _ZERO_OR_ONE and len(plain) <= 3) or plain in _ANY_DIGIT
