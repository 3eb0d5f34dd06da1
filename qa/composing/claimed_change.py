"""比上年涨了没有, 是不是降了: by the rate that is printed, else by the figures of both years."""

from __future__ import annotations

import re

from index.language.changes import change_before, changes_in
from index.language.figures import find_figures
from qa import wording
from qa.composing.calculation import reckoning_of
from qa.composing.claimed_result import result_of, told_by_result
from qa.composing.figures import ask_figure
from qa.composing.request import Composed, Request
from qa.composing.verdict import VERDICTS
from qa.types import Citation
from qa.understanding.result_claimed import Went, went_claimed
from qa.understanding.whether import Whether

__all__ = ["may_bear_out_change", "of_change"]

_LESS = ("少", "低")
# By how much something rose in several years tells nothing of the last.
_OF_SEVERAL_YEARS = re.compile("年均|年平均|平均|累计|[两三四五]年[来间]|“十[一二三四]五”")
# 2017年初那份报告里, which speaks of 2016.
_OF_REPORT = re.compile(
    "(?:19|20)[0-9]{2}年初?(?:[的那这]|一?份|一?个|政府|工作|发布){0,5}报告(?:里面?|中|上|当中)?(?:[说写讲]|提到)?的?[，,]?"
)


def of_change(request: Request, whether: Whether) -> Composed | None:
    """The verdict on a claim that something rose or fell since the year before; None where nothing tells."""
    went = went_claimed(whether.statement) if request.language == "zh" else None
    if went is None:
        return None
    return _by_rate(request, whether, went) or _by_both_years(request, whether, went)


def may_bear_out_change(statement: str, quote: str) -> bool:
    """Whether a quote may bear out what a statement says of a rise or a fall: it names one such, and not the other."""
    went = went_claimed(statement)
    if went is None:
        return True
    return changes_in(quote) & {1, -1} == {went.sign} and not _OF_SEVERAL_YEARS.search(quote)


def _by_rate(request: Request, whether: Whether, went: Went) -> Composed | None:
    for asked in ("增长百分之几", "增加多少"):
        stated = ask_figure(request, f"{went.of}比上年{asked}?")
        if stated.figure is None or stated.citation is None:
            continue
        if said := _change_said(stated.citation, stated.figure.text):
            sign, words = said
            yes, no = VERDICTS[whether.verdict]
            short = yes if sign == went.sign else f"{no}，{words}"
            text = wording.answered(short, stated.citation, request.language, plan=request.scope.period == "plans")
            passages = tuple(stated.answer.passages)
            return Composed("yes_no", "answered", short, text, (stated.citation,), passages)
    return None


def _change_said(citation: Citation, figure: str) -> tuple[int, str] | None:
    """Which way a figure is printed to have gone, with the words for it: 增长4%."""
    quote = citation.quote
    found = next((each for each in find_figures(quote) if each.text == figure), None)
    change = change_before(quote[: found.number_start]) if found else None
    if found is None or change is None or change.level or _OF_SEVERAL_YEARS.search(quote[: found.start]):
        return None
    return change.sign, quote[change.start : found.end]


def _by_both_years(request: Request, whether: Whether, went: Went) -> Composed | None:
    if len(request.query.years) != 1:
        return None
    year, of = request.query.years[0], went.of
    if request.query.period == "delivered":
        year -= 1
        of = _OF_REPORT.sub(f"{year}年", of, count=1)
    of = of if str(year) in of else f"{year}年{of}"
    question = f"{of}比{year - 1}年多多少?"
    found = result_of(request, question) if reckoning_of(request, question) else None
    if found is None:
        return None
    answer, result = found
    sign = 0 if not result.value else -1 if (answer.short or "").startswith(_LESS) else 1
    return told_by_result(whether, answer, holds=sign == went.sign, more="多" if sign > 0 else "")
