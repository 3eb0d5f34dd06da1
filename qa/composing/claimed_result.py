"""立案率超过九成, 比新乡多200多件, 比新乡少: a claim of what no report prints but two figures of reports give."""

from __future__ import annotations

import re
from dataclasses import replace

from index.language.changes import change_before
from index.language.figures import Figure, find_figures
from index.language.units import unit_may_stand
from qa.composing.calculation import reckoning_of
from qa.composing.request import Composed, Request
from qa.composing.verdict import VERDICTS, agrees
from qa.types import Answer
from qa.understanding.interrogatives import masked
from qa.understanding.result_claimed import (
    Alike,
    Doubled,
    alike_claimed,
    doubled_claimed,
    in_one_form,
)
from qa.understanding.terms import THAN
from qa.understanding.whether import Whether, counting_questions

__all__ = ["may_bear_out_result", "of_result", "result_of", "told_by_result"]

# 比新乡少, 没有新乡多: which of the two is more, by no figure.
_MORE = re.compile(
    f"(?:{THAN}|(?P<not>(?:没有?|不如|不及|不比)))(?P<other>[^，,。？?比]{{2,24}}?)"
    "(?:的)?(?:还|要|更|也|都|来得){0,2}(?P<way>[多少高低])(?:一些|一点|些|点|得多|很多|不少|了)?$"
)
_LESS = ("少", "低", "下降")
_CHANGES = (*_LESS, "增长")
_WAYS = {"多": 1, "高": 1, "少": -1, "低": -1}
# Claims of a result, and what a sentence that states such a result has.
_RESULTS = (
    (re.compile("平均(?:到|算)?(?:每|一)"), re.compile("均|每")),
    (re.compile("[加合](?:在|到)?(?:起来|一[起块])"), re.compile("共|合计|总|累计")),
    (re.compile("[一两二三四五六七八九十0-9][倍番]|翻[倍番]"), re.compile("倍|番")),
    (re.compile("(?:一样[多高]|持平|相同|相等|不相上下)(?:的|了)?$"), re.compile("一样|持平|相同|相等|相当|均|都|各")),
)


def may_bear_out_result(statement: str, quote: str) -> bool:
    """Whether a sentence may state the result that a statement claims, and not only what it is reckoned from."""
    return all(said.search(quote) for claimed, said in _RESULTS if claimed.search(statement))


def of_result(request: Request, whether: Whether) -> Composed | None:
    """The verdict on a claim of a difference, a sum, a rate, a multiple, by the result and its operands.

    None where it claims nothing of the kind, or where the operands do not give it.
    """
    if request.language != "zh":
        return None
    if alike := alike_claimed(whether.statement):
        return _of_alike(request, whether, alike)
    if doubled := doubled_claimed(whether.statement):
        return _of_doubled(request, whether, doubled)
    whether = replace(whether, statement=in_one_form(whether.statement))
    more = _MORE.search(masked(whether.statement))
    if more:
        return _of_more(request, whether, more)
    asked = _besides_what_each_has(counting_questions(whether.statement, request.language))
    if len(asked) != 1 or reckoning_of(request, asked[0][1]) is None:
        return None
    claimed, question = asked[0]
    found = result_of(request, question)
    if found is None:
        return None
    answer, result = found
    if not unit_may_stand((claimed.unit,), result.unit) or (claimed.unit == "%") != (result.unit == "%"):
        return None
    way = change_before(whether.statement[: claimed.number_start])
    turned = way is not None and way.sign < 0
    holds = turned == (answer.short or "").startswith(_LESS) and agrees(whether.statement, claimed, result)
    return told_by_result(whether, answer, holds=holds)


def _of_alike(request: Request, whether: Whether, alike: Alike) -> Composed | None:
    """By how far the two are apart."""
    asked = (result_of(request, question) for question in alike.questions if reckoning_of(request, question))
    found = next((each for each in asked if each), None)
    if found is None:
        return None
    answer, result = found
    largest = max(figure.value for figure in find_figures(answer.text.partition(" = ")[0]))
    return told_by_result(whether, answer, holds=(result.value <= largest * alike.within) != alike.denied, more="差")


def _of_doubled(request: Request, whether: Whether, doubled: Doubled) -> Composed | None:
    """By how many times the other it is."""
    found = result_of(request, doubled.question) if reckoning_of(request, doubled.question) else None
    if found is None or found[1].unit != "倍":
        return None
    answer, result = found
    if doubled.denied:
        return told_by_result(whether, answer, holds=result.value < doubled.least)
    holds = doubled.least <= result.value and (doubled.below is None or result.value < doubled.below)
    return told_by_result(whether, answer, holds=holds)


_EACH = re.compile("(?:平均|人均)[^，,。]{0,4}$|每$")


def _besides_what_each_has(asked: list[tuple[Figure, str]]) -> list[tuple[Figure, str]]:
    """The figures without the one that an average is taken over: 一场 of 平均一场."""
    if len(asked) < 2:
        return asked
    before = asked[0][1].partition("多少")[0]
    return asked[1:] if _EACH.search(before) else asked


def _of_more(request: Request, whether: Whether, more: re.Match[str]) -> Composed | None:
    """By the difference of the two."""
    statement = whether.statement
    before, other = statement[: more.start()], statement[more.start("other") : more.end("other")]
    question = f"{before}比{other}多多少?"
    found = result_of(request, question) if reckoning_of(request, question) else None
    if found is None:
        return None
    answer, result = found
    sign = 0 if not result.value else -1 if (answer.short or "").startswith(_LESS) else 1
    # 没有新乡多 is said of what is less.
    claimed = -_WAYS[more["way"]] if more["not"] else _WAYS[more["way"]]
    return told_by_result(whether, answer, holds=sign == claimed, more="多" if sign > 0 else "")


def result_of(request: Request, question: str) -> tuple[Answer, Figure] | None:
    """The answer that reckons, with its one figure; None where a question has no such answer."""
    answer = request.ask(question)
    results = find_figures(answer.short or "")
    is_reckoned = answer.status == "answered" and [part.form for part in answer.parts] == ["calculation"]
    return (answer, results[0]) if is_reckoned and len(results) == 1 else None


def told_by_result(whether: Whether, answer: Answer, *, holds: bool, more: str = "") -> Composed:
    """The verdict before the result, which shows its operands. more: the word of a difference that it has none for."""
    yes, no = VERDICTS[whether.verdict]
    verdict = yes if holds else no
    joint = "，" if more or (answer.short or "").startswith(_CHANGES) else "，是"
    short = verdict if holds else f"{verdict}{joint}{more}{answer.short}"
    text = f"{verdict}。\n{answer.text}"
    return Composed("yes_no", "answered", short, text, tuple(answer.citations), tuple(answer.passages))
