"""A number that the question gives to reckon with: 按286名委员算，平均每名交几件 → what is divided by it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.language.figures import Figure, find_figures
from index.language.units import SHARES, UNIT_PATTERN
from qa.understanding.interrogatives import find_interrogative

__all__ = ["Given", "read_given"]


@dataclass(frozen=True, slots=True)
class Given:
    """question: for the figure that is divided. over: what it is divided by."""

    question: str
    over: Figure


_TAKEN_AS = re.compile(
    r"(?:如果|要是|假如)?(?:就?按照?|[以拿用])(?P<whose>[^，,。？?0-9按以拿用]{0,12})(?P<number>[0-9][0-9.,]{0,14}[万亿千百]{0,2}"
    rf"(?:{UNIT_PATTERN})?)(?![年月日季])(?P<noun>[㐀-鿿]{{0,8}}?)(?:来)?(?:算|计|计算|折算|估算|平摊|除)(?:的话|下来)?[，,]?"
)
_ON_AVERAGE = re.compile(
    rf"(?:平均|均摊)(?:到|下来)?每?一?(?:(?:{UNIT_PATTERN})[㐀-鿿]{{0,6}}?(?=[^㐀-鿿]|多少|几|[交提办开写做建投花收获得有])|(?=多少|几))|"
    rf"每一?(?:{UNIT_PATTERN})[㐀-鿿]{{0,6}}?平均|人均(?=[^㐀-鿿]|多少|几|[㐀-鿿]{{0,3}}(?:多少|几))|户均"
)


def read_given(text: str) -> Given | None:
    """What a Chinese question wants divided by a number of its own; None where it gives none, or asks no average."""
    text = text.strip(" ?？。.!！")
    taken = _TAKEN_AS.search(text)
    over = find_figures(taken["number"]) if taken else []
    if taken is None or len(over) != 1 or over[0].doubtful or over[0].value <= 0 or over[0].unit in SHARES:
        return None
    rest = f"{text[: taken.start()].rstrip('，, ')}{taken['whose']}{text[taken.end() :]}"
    average = _ON_AVERAGE.search(rest)
    asked = find_interrogative(rest)
    if average is None or asked is None or not asked.counts:
        return None
    return Given(f"{rest[: average.start()]}{rest[average.end() :]}", over[0])
