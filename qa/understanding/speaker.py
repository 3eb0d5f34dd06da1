"""Whose report a question is about, where it says who gave it: 1985年赵紫阳的政府工作报告."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["speaker_asked"]

# What stands between somebody's name and the report that he gave.
_HIS_REPORT = re.compile(
    r"\s?(?:总理|主席|书记|省长|市长|区长|县长|州长|主任|院长|检察长|委员长|同志)?(?:(?:19|20)\d\d年)?(?:在[^，。,?？]{1,16})?"
    r"(?:所?[作做讲](?:过|了)?的?|的|那|这)[^，。,?？谁哪何]{0,14}报告(?!人)"
)
_SHORTEST = 2


def speaker_asked(question: str, speakers: Iterable[str]) -> str:
    """The one of these people whose report the question is about, the longest name first; "" for none."""
    named = sorted((each for each in speakers if len(each) >= _SHORTEST and each in question), key=_longest_first)
    return next((each for each in named if _HIS_REPORT.match(question, question.find(each) + len(each))), "")


def _longest_first(name: str) -> tuple[int, str]:
    return -len(name), name
