"""提案有多少 → 提案有多少件: how many there are of a thing, in the measure word that the reports count it in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.language.figures import find_figures
from index.language.script import simplified
from index.language.units import CLASSIFIERS
from qa.types import Hit
from qa.understanding.query import Query

__all__ = ["with_measure"]

# 提案(一共)有多少, 多少提案: nothing but the noun says what is counted.
_NOUN_FIRST = re.compile(
    r"(?P<noun>[㐀-鿿]{2,8}?)的?(?:一共|总共|大概|总数|数量|到底|共){0,2}(?:是|有|为)(?:多少)(?=[?？呢啊了]{0,3}$)"
)
_NOUN_LAST = re.compile(r"多少(?P<noun>[㐀-鿿]{2,8}?)(?=[?？呢啊了]{0,3}$)")
# What may stand between a noun and how many of it there are: 提案(共|立案)434件, 434件(重点)提案.
_BETWEEN = 4
# One figure beside it may be of what it is but a part of: 140家委员企业.
_FEWEST, _MOSTLY = 2, 0.6


def with_measure(query: Query, hits: Sequence[Hit]) -> str | None:
    """The question with the measure word that most figures beside its noun have in these passages; None where it has
    a unit or where no one word counts most of them.
    """
    if query.language != "zh" or query.answer != "number" or query.units:
        return None
    noun = "".join(query.content.split())
    found = _NOUN_LAST.search(query.question) or _NOUN_FIRST.search(query.question)
    if found is None or len(noun) < len("提案") or not found["noun"].endswith(noun):
        return None
    units = Counter(unit for hit in hits for unit in _units_beside(simplified(hit.text), noun))
    unit, most = next(iter(units.most_common(1)), ("", 0))
    if most < max(_FEWEST, _MOSTLY * units.total()):
        return None
    at = query.question.index("多少", found.start()) + len("多少")
    return f"{query.question[:at]}{unit}{query.question[at:]}"


def _units_beside(text: str, noun: str) -> list[str]:
    """The classifiers of the figures that stand beside a noun, behind it or before it."""
    figures = [figure for figure in find_figures(text) if figure.unit in CLASSIFIERS]
    found = []
    for at in (each.start() for each in re.finditer(re.escape(noun), text)):
        end = at + len(noun)
        found += [
            figure.unit for figure in figures if 0 <= figure.start - end <= _BETWEEN or 0 <= at - figure.end <= _BETWEEN
        ]
    return found
