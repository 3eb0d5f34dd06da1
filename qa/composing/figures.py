"""One figure asked for: what the reports give for it, or why they do not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.language.figures import Figure, find_figures
from index.language.stages import same_stage, stage_in
from qa import wording
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


def ask_figure(request: Request, question: str, *, stage: str = "") -> Stated:
    """The one figure that the reports give for a question; of several readings the one of the stage meant."""
    answer = request.plain(question, first=request.first)
    short, citation = answer.short, answer.citations[0] if answer.citations else None
    if answer.status == "ambiguous":
        of_stage = [each for each in answer.readings if stage and same_stage(stage_in(each.qualifier), stage)]
        if len(of_stage) != 1:
            return Stated(question, answer)
        short, citation = of_stage[0].short, of_stage[0].citation
        plan = request.query.period == "plans"
        text = wording.answered(short, citation, request.language, plan=plan)
        answer = replace(answer, status="answered", short=short, text=text, citations=(citation,), readings=())
    if answer.status != "answered" or not short or len(answer.citations) != 1:
        return Stated(question, answer)
    figures = find_figures(short)
    if len(figures) != 1 or figures[0].doubtful:
        return Stated(question, answer)
    return Stated(question, answer, figures[0], citation)


def scope_in_chinese(request: Request) -> str:
    """The place and year a question names, to put before a Chinese one: 河南省郑州市中原区2022年."""
    places = "、".join(place.path for place in request.query.places)
    years = "、".join(f"{year}年" for year in request.query.years)
    return places + years
