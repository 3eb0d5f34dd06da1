"""The verdict on a claim of what comes out of the things asked before it, with the result behind it."""

from __future__ import annotations

from dataclasses import replace

from index.language.figures import find_figures
from index.language.units import counts_alike
from qa.composing.verdict import VERDICTS, agrees
from qa.types import Answer
from qa.understanding.claimed_again import ClaimedResult
from qa.understanding.parts import AskedPart

__all__ = ["judged"]


def judged(claimed: ClaimedResult, part: AskedPart, answer: Answer) -> Answer:
    """The result with the verdict before it; as it is where it is no one figure, or of another unit."""
    results = find_figures(answer.short or "")
    if answer.status != "answered" or len(results) != 1:
        return answer
    if claimed.figure.unit and not counts_alike(claimed.figure.unit, results[0].unit):
        return answer
    figure = claimed.figure if claimed.figure.unit else replace(claimed.figure, unit=results[0].unit)
    holds = agrees(claimed.statement, figure, results[0])
    yes, no = VERDICTS[claimed.verdict]
    short = yes if holds else f"{no}，是{answer.short}"
    text = f"{yes if holds else no}。\n{answer.text}"
    parts = tuple(replace(each, question=part.question, short=short, text=text) for each in answer.parts[:1])
    return replace(answer, question=part.question, short=short, text=text, parts=parts + answer.parts[1:])
