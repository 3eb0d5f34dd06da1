"""Why figures cannot be reckoned with each other: one is missing, or they do not count alike."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.language.figures import Figure
from index.language.units import SHARES, counts_alike, unit_may_stand
from qa.composing.figures import CLAUSE_BORDER, Stated, stages_counted
from qa.composing.request import Request
from qa.types import Language
from qa.understanding.terms import Reckoning

__all__ = ["REASONS", "clause_around", "is_same", "why_not"]

_YEARLY = "年均"
_OF_MORE_YEARS = re.compile("年均|年平均|累计|[两三四五]年|时期|期间")
_OF_ONE_UNIT = frozenset(("sum", "difference", "apart", "range", "growth", "most", "least"))
REASONS: dict[Language, dict[str, str]] = {
    "zh": {
        "missing": "报告中没有写明“{label}”",
        "several": "“{label}”有几种口径",
        "same": "报告没有把它们分别写明",
        "units": "单位不同（{units}）",
        "period": "它们不是同一时期的数字",
        "body": "它们出自不同机构的报告",
        "stages": "它们口径不同（{stages}）",
        "yearly": "有的是年均，有的不是",
        "rates": "“{label}”没有写成百分比",
        "larger": "部分大于整体，两者口径不同",
        "zero": "除数为零",
        "none": "前面问到的数不能这样算",
    },
    "en": {
        "missing": "the reports do not state “{label}”",
        "several": "the reports count “{label}” in several ways",
        "same": "the reports do not state them apart",
        "units": "their units differ ({units})",
        "period": "they are not of one period",
        "body": "they are from reports of different bodies",
        "stages": "they do not count the same thing ({stages})",
        "yearly": "some are yearly averages and some are not",
        "rates": "“{label}” is not stated as a percentage",
        "larger": "the part is larger than the whole, so they do not count alike",
        "zero": "nothing can be divided by zero",
        "none": "the figures asked for before cannot be reckoned with so",
    },
}


def why_not(request: Request, reckoning: Reckoning, stated: Sequence[Stated]) -> str:
    """Why nothing can be reckoned, "" where it can: a figure is missing, or they do not count alike."""
    words = REASONS[request.language]
    for term, each in zip(reckoning.terms, stated, strict=True):
        if each.figure is None or each.citation is None:
            reason = words["several" if each.answer.status == "ambiguous" else "missing"]
            return reason.format(label=term.label)
    figures = [each.figure for each in stated if each.figure]
    cited = [each.citation for each in stated if each.citation]
    if any(is_same(each, other) for n, each in enumerate(stated) for other in stated[:n]):
        return words["same"]
    if reckoning.points and (reason := _not_of_rates(reckoning, stated, words)):
        return reason
    units = dict.fromkeys(figure.unit for figure in figures)
    unlike = not _are_of_one_unit(reckoning, list(units))
    if reckoning.kind != "average" and len(units) > 1 and (unlike or not SHARES.isdisjoint(units)):
        return words["units"].format(units="、".join(unit or "—" for unit in units))
    if _are_of_other_times(request, reckoning, stated):
        return words["period"]
    if len({c.report.kind for c in cited}) > 1 and len({c.report.place_code for c in cited}) > 1:
        return words["body"]
    counted = [stages for each in stated if (stages := stages_counted(each))]
    if reckoning.apart and any(counted[0].isdisjoint(stages) for stages in counted):
        return words["stages"].format(stages="、".join(sorted(frozenset().union(*counted))))
    if reckoning.stage:
        part, whole = (figures[0], figures[1]) if reckoning.kind == "share" else (figures[1], figures[0])
        if part.value > whole.value:
            return words["larger"]
    elif reckoning.kind == "share" and reckoning.of_part and figures[0].value > figures[1].value:
        return words["larger"]
    divides = reckoning.kind in ("share", "average", "times", "growth", "portion")
    return words["zero"] if divides and figures[1].value == 0 else ""


def _are_of_other_times(request: Request, reckoning: Reckoning, stated: Sequence[Stated]) -> bool:
    """Whether one time is asked about and the reports review several, unless all are rates of the year asked about."""
    if len(request.query.years) > 1 or len({each.citation.report.covers for each in stated if each.citation}) < 2:
        return False
    return not (reckoning.points and _are_of_the_year(request, stated))


def _are_of_the_year(request: Request, stated: Sequence[Stated]) -> bool:
    """Whether all are rates of the one year asked about, the last that their reports review."""
    said = [(each.figure, each.citation) for each in stated]
    return all(
        figure
        and citation
        and citation.report.covers[-1:] == request.query.years
        and not _OF_MORE_YEARS.search(clause_around(citation.quote, figure))
        for figure, citation in said
    )


def _are_of_one_unit(reckoning: Reckoning, units: Sequence[str]) -> bool:
    """Of a whole and its part one unit may stand for the other; what is added or held against another is of one."""
    if reckoning.kind in _OF_ONE_UNIT:
        return all(counts_alike(units[0], unit) for unit in units)
    return all(unit_may_stand((units[0],), unit) for unit in units)


def _not_of_rates(reckoning: Reckoning, stated: Sequence[Stated], words: dict[str, str]) -> str:
    """Why two figures are not two rates alike: 年均增长7.2% is none of a year."""
    for term, each in zip(reckoning.terms, stated, strict=True):
        if each.figure and each.figure.unit != "%":
            return words["rates"].format(label=term.label)
    yearly = [
        _YEARLY in clause_around(each.citation.quote, each.figure) for each in stated if each.citation and each.figure
    ]
    return words["yearly"] if len(set(yearly)) > 1 else ""


def is_same(one: Stated, other: Stated) -> bool:
    """Whether both are one figure of one sentence."""
    if one.citation is None or other.citation is None or one.figure is None or other.figure is None:
        return False
    places = [(each.report.document_id, each.start) for each in (one.citation, other.citation)]
    return places[0] == places[1] and one.figure.text == other.figure.text


def clause_around(quote: str, figure: Figure) -> str:
    """The clause of a sentence that a figure stands in."""
    return CLAUSE_BORDER.split(quote[: figure.start])[-1] + CLAUSE_BORDER.split(quote[figure.end :])[0]
