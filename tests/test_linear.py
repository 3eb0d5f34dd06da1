"""No regular expression takes more than about twice as long for twice the input, whatever that holds."""

from __future__ import annotations

import re
import time
from collections import deque

from qa.checking import quotes
from tests.patterns import Used, every_pattern
from tests.pumps import pumps

# Sizes in characters. A pattern that takes so many milliseconds at one is not tried at the next.
_SIZES = (40, 400, 1_600)
_TOO_LONG = 10.0
# Milliseconds a character. Patterns that grow linearly need a tenth of it, with a few exceptions that are looked at
# again; one that grows with the square needs ten times as much at the largest size.
_SUSPECT = 0.0004
_GROWTH = 3.0  # on doubling: 2 is linear, 4 quadratic
_TIMES = 2
_AGAIN = 4
# Patterns that functions make of words they are given, as made of some.
_MADE_OF_WORDS = {
    "qa.checking.quotes._pattern": quotes._pattern("办理提案1,234件，一一一一"),
}
_END = "\x00"  # no pattern takes it


def milliseconds(used: Used, way: str, text: str, *, times: int = 1) -> float:
    """Of this thread alone, the least of several times: other work on the machine does not count."""
    given = text if isinstance(used.pattern.pattern, str) else text.encode()
    least = float("inf")
    for _ in range(times):
        begin = time.thread_time_ns()
        if way == "finditer":
            deque(used.pattern.finditer(given), maxlen=0)
        else:
            getattr(used.pattern, way)(given)
        least = min(least, (time.thread_time_ns() - begin) / 1e6)
    return least


def text_of(head: str, unit: str, size: int) -> str:
    return head + unit * (size // len(unit) + 1) + _END


def growth(used: Used, way: str, head: str, unit: str) -> float:
    """How many times as long the doubled input takes, at the size where it is slow; 0 where it is slow at none."""
    for size in _SIZES:
        text = text_of(head, unit, size)
        least = milliseconds(used, way, text)
        if least > _TOO_LONG or (size == _SIZES[-1] and least > _SUSPECT * size):
            half = milliseconds(used, way, text_of(head, unit, size // 2), times=_TIMES)
            return milliseconds(used, way, text, times=_TIMES) / half
    return 0.0


def worst(used: Used) -> str:
    """The input for which a pattern grows faster than its length, with the figures; "" where there is none."""
    for head, unit in pumps(used.pattern):
        for way in used.ways:
            times = growth(used, way, head, unit)
            if times > _GROWTH:  # measured again, since a busy machine slows a thread down as well
                times = min(times, *(growth(used, way, head, unit) for _ in range(_AGAIN)))
            if times > _GROWTH:
                return (
                    f"{used.where}: {way} of {head!r} + {unit!r}*n takes {times:.1f} times as long for twice the input"
                )
    return ""


def test_no_pattern_is_made_where_this_cannot_see_it() -> None:
    _, hidden = every_pattern()
    assert sorted(hidden) == sorted(_MADE_OF_WORDS)


def test_every_pattern_grows_with_its_input() -> None:
    found, _ = every_pattern()
    made = [Used(name, pattern, ("search", "finditer")) for name, pattern in _MADE_OF_WORDS.items()]
    assert len(found) > 400
    assert [problem for used in (*found, *made) if (problem := worst(used))] == []


def test_a_pattern_that_grows_with_the_square_is_found() -> None:
    slow = (r"<!--(.*?)-->", r"\s*$", "(?:二级|二|级)+$", r"\d+件", "[^，]*、.*分别", "“[^”]*”")
    for pattern in slow:
        assert worst(Used(pattern, re.compile(pattern, re.DOTALL), ("finditer", "search"))), pattern
    assert worst(Used("bytes", re.compile(rb"<!--(.*?)-->", re.DOTALL), ("finditer",)))
