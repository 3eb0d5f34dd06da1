"""How a verdict is worded, and when a printed figure is the one claimed."""

from __future__ import annotations

import re
from decimal import Decimal

from index.language.figures import Figure
from qa.checking.claim_figures import bound_of

__all__ = ["VERDICTS", "agrees"]

VERDICTS = {"right": ("对", "不对"), "so": ("是", "不是"), "there": ("有", "没有")}
# The words of a figure stand within so many characters before it.
_REACH = 8
_ABOUT = re.compile("左右|上下|大约|大概|约|将近|近(?!年)|about|around|nearly|some")
_SOME_MORE = re.compile("[0-9０-９十百千万亿][余多来](?![少大])")
_MORE_BEHIND = re.compile("[余多来](?!少)")
# 不低于409 may be 409, 低于409 may not.
_INCLUSIVE = re.compile(
    "以上|以下|以内|不[少多低高]于|不超过|至[少多]|最[少多]|no (?:more|less|fewer)|not more|at (?:least|most)"
)
# 约400 may be 409.
_SOME = Decimal("0.1")


def agrees(statement: str, claimed: Figure, printed: Figure) -> bool:
    """Whether a printed figure is the one claimed, or as the claim's words of more, less or about allow."""
    words = statement[max(0, claimed.start - _REACH) : claimed.number_start] + claimed.text
    words += statement[claimed.end : claimed.end + 2]
    given, put = printed.value, claimed.value
    if _SOME_MORE.search(words) or _MORE_BEHIND.match(statement, claimed.end):
        # 3000多 may be 3088 and 3600: less than one more of its last digit.
        return put <= given < put + Decimal(10) ** int(put.normalize().as_tuple().exponent)
    if bound := bound_of(words):
        beyond = (given - put) * bound
        return beyond >= 0 if _INCLUSIVE.search(words) else beyond > 0
    if claimed.approximate or _ABOUT.search(words):
        return abs(given - put) <= put * _SOME
    return given == put
