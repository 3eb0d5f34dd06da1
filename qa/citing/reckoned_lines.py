"""A line that reckons, `265件 − 224件 = 41件`: whether it is right, and the line without its result, ours alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import NamedTuple

from index.language.figures import find_figures

__all__ = ["result_of", "without_result"]

_OPERATOR = re.compile(r" ([+−÷]) ")
_RESULT = re.compile(r"(?P<left>[^=。：:\n]{1,200}) = (?P<right>(?:增长|下降)?[^=。：:\s\[]{1,30})")
_RESULT_BEFORE = re.compile(r"[^。：:\n]{1,40}[。：:]\s?$")
_DIRECTION = re.compile("^(?:增长|下降|少|低|约){1,3}")
_SHARES = ("%", "％")
_HUNDRED = Decimal(100)


class _Shown(NamedTuple):
    """A result as shown. step: what its last place counts."""

    value: Decimal
    unit: str
    step: Decimal


def result_of(line: str) -> str:
    """The result that a line reckons, where it is reckoned right; else ""."""
    found = _RESULT.search(line)
    if found is None:
        return ""
    return found["right"] if _is_right(found["left"], found["right"]) else ""


def without_result(line: str) -> str:
    """The line without its result, where it is reckoned right: what is left must stand in the quotes."""
    found = _RESULT.search(line)
    if found is None or not _is_right(found["left"], found["right"]):
        return line
    # What stands before it is the result once more: 41件。265件 − 224件 = 41件.
    head = _RESULT_BEFORE.sub("", line[: found.start()])
    again = line[len(head) : found.start()].strip(" 。：:")
    if _DIRECTION.sub("", again) != _DIRECTION.sub("", found["right"]):
        head += again
    return f"{head} {found['left']}{line[found.end() :]}"


def _is_right(left: str, right: str) -> bool:
    operators = _OPERATOR.findall(left)
    values = [_value(piece.strip("() ")) for piece in _OPERATOR.split(left)[::2]]
    shown = _shown(right)
    numbers = [value for value in values if value is not None]
    if shown is None or len(numbers) != len(values) or len(numbers) < 2:
        return False
    try:
        reckoned = _reckoned(left, operators, numbers)
    except (DivisionByZero, InvalidOperation):
        return False
    if reckoned is None:
        return False
    if shown.unit in _SHARES and "÷" in operators:
        reckoned *= _HUNDRED
    return abs(abs(reckoned) - shown.value) <= shown.step / 2


def _reckoned(left: str, operators: Sequence[str], values: Sequence[Decimal]) -> Decimal | None:
    if set(operators) == {"+"}:
        return sum(values, Decimal(0))
    if operators == ["−"]:
        return values[0] - values[1]
    if operators == ["÷"]:
        return values[0] / values[1]
    if operators[0] == "÷" and set(operators[1:]) == {"+"} and "÷ (" in left and left.rstrip().endswith(")"):
        return values[0] / sum(values[1:], Decimal(0))
    if operators == ["÷", "−"] and "÷ (" in left and left.rstrip().endswith(")"):
        return values[0] / (values[1] - values[2])
    if operators == ["−", "÷"] and left.lstrip().startswith("(") and values[1] == values[2]:
        return (values[0] - values[1]) / values[2]
    return None


def _value(text: str) -> Decimal | None:
    figures = find_figures(text)
    return figures[0].value if len(figures) == 1 else None


def _shown(right: str) -> _Shown | None:
    bare = _DIRECTION.sub("", right)
    figures, digits = find_figures(bare), re.match(r"\d+(?:\.(?P<places>\d+))?", bare)
    if len(figures) != 1 or digits is None:
        return None
    multiple = figures[0].value / Decimal(digits[0]) if Decimal(digits[0]) else Decimal(1)
    return _Shown(figures[0].value, figures[0].unit, multiple.scaleb(-len(digits["places"] or "")))
