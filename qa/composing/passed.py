"""过3000亿了没有, 还没到一万亿: whether a figure has passed a mark, by the one that the reports give, as they give it:
突破2000亿元 is less than 3000亿, or the next mark would have been named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from index.language.figures import Figure, find_figures
from index.language.units import unit_may_stand
from qa.composing.bearing import Found
from qa.composing.figures import ask_figure
from qa.composing.request import Request

__all__ = ["claims_mark", "of_passed"]

_NOT = "(?P<not>(?:还|仍|尚|也|都|一直|至今|其实|根本|并){0,3}(?:没有?|未能?|不曾?))?"
_PASSES = "(?P<how>[超迈跨越突]?过|超|突?破|达到?|迈[上进入]|[上到满够])(?:了)?"
# 过3000亿了, 没到一万亿, 突破八百亿大关; the mark is a round number, whatever stands behind it.
_CLAIM = re.compile(
    f"(?:的?(?:已经?|能|有|是|总共|一共|真的|就|早就?){{0,3}}){_NOT}(?:能|有)?{_PASSES}"
    "(?P<mark>[0-9][0-9,.]{0,12}[万亿]{0,2}|[一二两三四五六七八九]?[十百千]?[万亿]{1,2})"
    "(?P<unit>[㐀-鿿%]{0,3}?)(?:大关|关口|门槛)?(?:了|过)?(?=$|[，,；;。])"
)
_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_AT_LEAST = re.compile("突破|超过?|逾|余|多|以上")
_LESS_THAN = re.compile("接近|将近|近|不足|不到")
# What is about so much is so much within these shares of it.
_ABOUT, _NEARLY = Decimal("0.02"), Decimal("0.1")


@dataclass(frozen=True, slots=True)
class _Range:
    """Where a printed figure lies: low ≤ it < high, or it is `low` itself where both are the same."""

    low: Decimal
    high: Decimal


def claims_mark(request: Request, statement: str) -> bool:
    """Whether a statement claims a mark to be passed, or not to be reached."""
    return _claim_in(request, statement) is not None


def _claim_in(request: Request, statement: str) -> re.Match[str] | None:
    claim = _CLAIM.search(statement) if request.language == "zh" else None
    given = find_figures(statement[: claim.start("mark")]) if claim else []
    return None if any(each.unit for each in given) else claim


def of_passed(request: Request, statement: str) -> Found | None:
    """Whether a mark was passed or not reached, as claimed; None where the printed figure does not tell."""
    claim = _claim_in(request, statement)
    mark = _value(claim["mark"]) if claim else None
    if claim is None or mark is None:
        return None
    stated = ask_figure(request, f"{statement[: claim.start()]}是多少?")
    if stated.figure is None or stated.citation is None:
        return None
    unit = claim["unit"].rstrip("了过")
    if (unit and not unit_may_stand((unit,), stated.figure.unit)) or (stated.figure.unit == "%") != (unit == "%"):
        return None
    lies = _range(stated.figure, stated.citation.quote)
    passed = _has_passed(lies, mark, beyond=claim["how"][0] in "超过" and lies.low == lies.high)
    if passed is None:
        return None
    return Found(passed == (claim["not"] is None), stated.citation, stated.figure.text)


def _value(mark: str) -> Decimal | None:
    """3000亿, 百亿, 一万亿, 五千万 as a number."""
    scale = Decimal(1)
    digits = mark
    while digits and digits[-1] in _SCALES:
        scale *= _SCALES[digits[-1]]
        digits = digits[:-1]
    if not digits:
        return scale
    if digits in _NUMERALS:
        return scale * _NUMERALS[digits]
    plain = digits.replace(",", "").rstrip(".")
    return Decimal(plain) * scale if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", plain) else None


def _range(figure: Figure, quote: str) -> _Range:
    """Where it lies by the words it is printed with; after a mark below the next one of as many digits."""
    at = quote.find(figure.text)
    said = quote[max(0, at - 3) : at] + figure.text + quote[at + len(figure.text) :][:2]
    value = figure.value
    if _LESS_THAN.search(said):
        return _Range(value * (1 - _NEARLY), value)
    if _AT_LEAST.search(said):
        return _Range(value, value + Decimal(10) ** int(value.normalize().as_tuple().exponent))
    if figure.approximate or re.search("左右|上下|约", said):
        return _Range(value * (1 - _ABOUT), value * (1 + _ABOUT))
    return _Range(value, value)


def _has_passed(lies: _Range, mark: Decimal, *, beyond: bool) -> bool | None:
    """Whether all of where it lies is at the mark, or beyond it; None where but a part is."""
    if beyond and lies.low == mark:
        return False
    if lies.low >= mark:
        return True
    return False if lies.high <= mark else None
