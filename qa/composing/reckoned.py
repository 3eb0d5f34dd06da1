"""Figures → the result of a calculation and its formula, rounded and in their own unit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from index.language.figures import Figure
from qa.understanding.terms import Kind

__all__ = ["formula", "reckoned"]

_SIGNS = {
    "sum": " + ",
    "difference": " − ",
    "rest": " − ",
    "apart": " − ",
    "share": " ÷ ",
    "average": " ÷ ",
    "times": " ÷ ",
}
_MULTIPLES = (("亿", Decimal(10) ** 8), ("万", Decimal(10) ** 4))
_LESS = ("少", "低")
_HUNDRED = Decimal(100)


def reckoned(kind: Kind, figures: Sequence[Figure]) -> str:
    """The result as it is shown: 41件, 84.5%, 2.86场, 少10件."""
    first, second = figures[0].value, figures[1].value
    about = "约" if any(figure.approximate for figure in figures) else ""
    if kind in ("most", "least"):
        return _best(kind, figures).text
    if kind == "sum":
        return about + _counted(sum((figure.value for figure in figures), Decimal(0)), figures)
    if kind == "range":
        return reckoned("apart", (_best("most", figures), _best("least", figures)))
    if kind in ("difference", "rest", "apart"):
        of_rates = all(figure.unit == "%" for figure in figures)
        less = ("低" if of_rates else "少") if kind == "difference" and first < second else ""
        if of_rates:
            return f"{less}{about}{_plain(abs(first - second))}个百分点"
        return less + about + _counted(abs(first - second), figures)
    if kind == "share":
        return f"{about}{_rounded(first / second * _HUNDRED, 1)}%"
    if kind == "portion":
        whole = sum((figure.value for figure in figures), Decimal(0))
        return f"{about}{_rounded(first / whole * _HUNDRED, 1)}%"
    if kind == "growth":
        change = (first - second) / second * _HUNDRED
        return f"{'下降' if change < 0 else '增长'}{about}{_rounded(abs(change), 1)}%"
    if kind == "times":
        return f"{about}{_rounded(first / second, 2)}倍"
    multiple, by = next(((m, by) for m, by in _MULTIPLES if first / second >= by), ("", Decimal(1)))
    return f"{about}{_rounded(first / second / by, 2)}{multiple}{figures[0].unit}"


def formula(kind: Kind, figures: Sequence[Figure], result: str) -> str:
    """How it was reckoned, from the figures as printed: 265件 − 224件 = 41件."""
    shown = [figure.text for figure in figures]
    if kind in ("most", "least"):
        ranked = sorted(figures, key=lambda each: each.value, reverse=kind == "most")
        sign = " > " if kind == "most" else " < "
        signs = ["", *(" = " if one.value == other.value else sign for one, other in pairwise(ranked))]
        return "".join(before + each.text for before, each in zip(signs, ranked, strict=True))
    if kind == "range":
        return formula("apart", (_best("most", figures), _best("least", figures)), result)
    if kind == "growth":
        return f"({shown[0]} − {shown[1]}) ÷ {shown[1]} = {result}"
    if kind == "portion":
        return f"{shown[0]} ÷ ({' + '.join(shown)}) = {result}"
    if result.startswith(_LESS) or (kind == "apart" and figures[0].value < figures[1].value):
        return f"{shown[1]} − {shown[0]} = {result.lstrip(''.join(_LESS))}"
    return f"{_SIGNS[kind].join(shown)} = {result}"


def _best(kind: Kind, figures: Sequence[Figure]) -> Figure:
    return (max if kind == "most" else min)(figures, key=lambda figure: figure.value)


def _counted(value: Decimal, figures: Sequence[Figure]) -> str:
    """A value in the unit and the multiple that the figures are printed in: 1.2亿元."""
    multiple, by = next(
        ((m, by) for m, by in _MULTIPLES if all(m in figure.text for figure in figures)), ("", Decimal(1))
    )
    return f"{_plain(value / by)}{multiple}{figures[0].unit}"


def _rounded(value: Decimal, places: int) -> str:
    return _plain(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
