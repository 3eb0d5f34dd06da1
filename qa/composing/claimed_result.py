"""立案率超过九成, 比新乡多200多件, 比新乡少: a claim of what no report prints but two figures of reports give."""

from __future__ import annotations

import re

from index.language.changes import change_before
from index.language.figures import Figure, find_figures
from index.language.units import unit_may_stand
from qa.composing.calculation import reckoning_of
from qa.composing.request import Composed, Request
from qa.composing.verdict import VERDICTS, agrees
from qa.types import Answer
from qa.understanding.interrogatives import masked
from qa.understanding.whether import Whether, counting_questions

__all__ = ["of_result"]

# 比新乡少, 没有新乡多: which of the two is more, by no figure.
_MORE = re.compile(
    "(?:比(?!例|重|率|较|值|分|如|方)|(?P<not>(?:没有?|不如|不及|不比)))(?P<other>[^，,。？?比]{2,24}?)"
    "(?:的)?(?:还|要|更|也|都|来得){0,2}(?P<way>[多少高低])(?:一些|一点|些|点|得多|很多|不少|了)?$"
)
_LESS = ("少", "低", "下降")
_CHANGES = (*_LESS, "增长")
_WAYS = {"多": 1, "高": 1, "少": -1, "低": -1}


def of_result(request: Request, whether: Whether) -> Composed | None:
    """The verdict on a claim of a difference, a sum, a rate, a multiple, by the result and its operands.

    None where it claims nothing of the kind, or where the operands do not give it.
    """
    if request.language != "zh":
        return None
    more = _MORE.search(masked(whether.statement))
    if more:
        return _of_more(request, whether, more)
    asked = counting_questions(whether.statement, request.language)
    if len(asked) != 1 or reckoning_of(request, asked[0][1]) is None:
        return None
    claimed, question = asked[0]
    found = _result(request, question)
    if found is None:
        return None
    answer, result = found
    if not unit_may_stand((claimed.unit,), result.unit) or (claimed.unit == "%") != (result.unit == "%"):
        return None
    way = change_before(whether.statement[: claimed.number_start])
    turned = way is not None and way.sign < 0
    holds = turned == (answer.short or "").startswith(_LESS) and agrees(whether.statement, claimed, result)
    return _told(whether, answer, holds=holds)


def _of_more(request: Request, whether: Whether, more: re.Match[str]) -> Composed | None:
    """By the difference of the two."""
    statement = whether.statement
    before, other = statement[: more.start()], statement[more.start("other") : more.end("other")]
    question = f"{before}比{other}多多少?"
    found = _result(request, question) if reckoning_of(request, question) else None
    if found is None:
        return None
    answer, result = found
    sign = 0 if not result.value else -1 if (answer.short or "").startswith(_LESS) else 1
    # 没有新乡多 is said of what is less.
    claimed = -_WAYS[more["way"]] if more["not"] else _WAYS[more["way"]]
    return _told(whether, answer, holds=sign == claimed, more="多" if sign > 0 else "")


def _result(request: Request, question: str) -> tuple[Answer, Figure] | None:
    """The answer that reckons, with its one figure; None where a question has no such answer."""
    answer = request.ask(question)
    results = find_figures(answer.short or "")
    is_reckoned = answer.status == "answered" and [part.form for part in answer.parts] == ["calculation"]
    return (answer, results[0]) if is_reckoned and len(results) == 1 else None


def _told(whether: Whether, answer: Answer, *, holds: bool, more: str = "") -> Composed:
    """The verdict before the result, which shows its operands. more: the word of a difference that it has none for."""
    yes, no = VERDICTS[whether.verdict]
    verdict = yes if holds else no
    joint = "，" if more or (answer.short or "").startswith(_CHANGES) else "，是"
    short = verdict if holds else f"{verdict}{joint}{more}{answer.short}"
    text = f"{verdict}。\n{answer.text}"
    return Composed("yes_no", "answered", short, text, tuple(answer.citations), tuple(answer.passages))
