"""An average over a number that the question gives → from the one figure that the reports state."""

from __future__ import annotations

import re

from qa.composing.figures import ask_figure
from qa.composing.numbering import Numbering, told
from qa.composing.reckoned import formula, reckoned
from qa.composing.request import Composed, Request
from qa.understanding.given import read_given

__all__ = ["over_given"]

_HANDED_IN = re.compile("[交提]了?(?:多少|几)件")


def over_given(request: Request) -> Composed | None:
    """The average with its operands; None where the question gives nothing to divide by, or no figure is stated."""
    if request.scope.missing or request.query.doubted or request.language != "zh":
        return None
    given = read_given(request.query.question)
    # 交了、提了多少件提案: of what was received, not filed.
    stage = "收到" if given and _HANDED_IN.search(given.question) else ""
    stated = ask_figure(request, given.question, stage=stage) if given else None
    if given is None or stated is None or stated.figure is None:
        return None
    figures = [stated.figure, given.over]
    result = reckoned("average", figures)
    numbering = Numbering()
    line = told("被除数", stated.answer, numbering)[0]
    text = f"{result}。{formula('average', figures, result)} [1]（除数是问题给出的）\n{line}"
    return Composed("calculation", "answered", result, text, tuple(numbering.cited), stated.answer.passages)
