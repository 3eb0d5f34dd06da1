"""One figure asked for: what the reports give for it, or why they do not."""

from __future__ import annotations

from dataclasses import dataclass

from index.language.figures import Figure, find_figures
from qa.composing.request import Request
from qa.types import Answer, Citation

__all__ = ["Stated", "ask_figure", "scope_in_chinese"]


@dataclass(frozen=True, slots=True)
class Stated:
    """What was asked, and its answer. figure, citation: None where the reports do not give one figure for it."""

    question: str
    answer: Answer
    figure: Figure | None = None
    citation: Citation | None = None


def ask_figure(request: Request, question: str) -> Stated:
    """The one figure that the reports give for a question."""
    answer = request.plain(question, first=request.first)
    if answer.status != "answered" or not answer.short or len(answer.citations) != 1:
        return Stated(question, answer)
    figures = find_figures(answer.short)
    if len(figures) != 1 or figures[0].doubtful:
        return Stated(question, answer)
    return Stated(question, answer, figures[0], answer.citations[0])


def scope_in_chinese(request: Request) -> str:
    """The place and year a question names, to put before a Chinese one: 河南省郑州市中原区2022年."""
    places = "、".join(place.path for place in request.query.places)
    years = "、".join(f"{year}年" for year in request.query.years)
    return places + years
