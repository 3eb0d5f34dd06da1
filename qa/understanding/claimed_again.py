"""A claim of what comes out of things asked before: 这两样合起来过50期了吧 → 这两样合起来是多少, and 超过50期."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.language.figures import Figure, find_figures
from index.language.units import UNIT_PATTERN
from qa.understanding.whether import read_whether

__all__ = ["ClaimedResult", "claimed_result"]

_BOUND = "超过了?|超了?|过了?|不止|高于|大于|不到|不足|低于|没到|没有到|没过|没有过|达到了?|够|将近|接近|有|是"
_CLAIM = re.compile(
    f"(?:应该|大概|总共|一共|总|也|都|就|已经|能|得){{0,3}}(?:(?P<bound>{_BOUND})|(?<=[差多少高低])(?:出|了){{0,2}})"
    f"(?P<much>(?:[0-9]{{1,9}}(?:\\.[0-9]{{1,4}})?|[一二两三四五六七八九十百千]{{1,6}})"
    f"[多余来]?(?:万亿|[万亿])?[多余来]?(?:{UNIT_PATTERN}|个百分点|%)?)(?:左右|以上)?了?$"
)
# As the words of bounds are read.
_READ = (("没有过", "不到"), ("没过", "不到"), ("没有到", "不到"), ("没到", "不到"), ("超过", "超过"), ("超", "超过"),
         ("过", "超过"), ("不止", "超过"), ("够", "至少"), ("有", "至少"), ("达到", "至少"))  # fmt: skip

_APART = ("差", "多", "少", "高", "低")


@dataclass(frozen=True, slots=True)
class ClaimedResult:
    """asked: what it is claimed of, as a question. statement: the claim in one form, figure: the one in it. verdict:
    how it is answered: right, so or there.
    """

    asked: str
    statement: str
    figure: Figure
    verdict: str


def claimed_result(text: str) -> ClaimedResult | None:
    """The claim that a question makes of a result; None where it makes none."""
    whether = read_whether(text.rstrip("?？"), "zh")
    found = _CLAIM.search(whether.statement) if whether else None
    if whether is None or found is None:
        return None
    said = found["bound"] or ""
    bound = next((read for word, read in _READ if said.startswith(word)), said)
    statement = f"{bound}{found['much']}{'左右' if '左右' in found[0] else ''}"
    figures = find_figures(statement)
    if len(figures) != 1:
        return None
    head = whether.statement[: found.start()]
    asked = f"{head}{'多少' if head.endswith(_APART) else '是多少'}"
    return ClaimedResult(asked, statement, figures[0], whether.verdict)
