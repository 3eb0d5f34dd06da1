"""One figure asked for: what the reports give for it, or why they do not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.language.figures import Figure, find_figures
from index.language.stages import same_stage, stage_in, stages_in
from qa import wording
from qa.composing.request import Request
from qa.types import Answer, Citation
from qa.understanding.sectors_asked import read_sectors

__all__ = ["CLAUSE_BORDER", "Stated", "ask_figure", "beside", "scope_in_chinese", "stages_counted"]

CLAUSE_BORDER = re.compile("[，,；;。、]")
_REACH_BEHIND = 4


@dataclass(frozen=True, slots=True)
class Stated:
    """What was asked, and its answer. figure, citation: None where the reports do not give one figure for it."""

    question: str
    answer: Answer
    figure: Figure | None = None
    citation: Citation | None = None


def ask_figure(request: Request, question: str, *, stage: str = "") -> Stated:
    """The one figure that the reports give for a question; of several readings the one of the stage meant."""
    sectors = read_sectors(question)  # a share is one of three that a row gives at once
    answer = request.ask(question) if sectors and sectors.kind == "share" else request.plain(question)
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
    figures = find_figures(citation.with_unit(short) if citation else short)
    if len(figures) != 1 or figures[0].doubtful:
        return Stated(question, answer)
    stated = Stated(question, answer, figures[0], citation)
    return _of_stage(request, stated, stages_in(stage)) if stage else stated


def _of_stage(request: Request, stated: Stated, wanted: frozenset[str]) -> Stated:
    """The figure of the stage meant, where the one given is of another: of 收集1589篇,被采用20篇 the latter."""
    counted = stages_counted(stated)
    if stated.figure is None or stated.citation is None or not counted or not counted.isdisjoint(wanted):
        return stated
    figures = find_figures(stated.citation.quote)
    others = [beside(request, stated, stated.question, each) for each in figures if each.unit == stated.figure.unit]
    meant = [each for each in others if not stages_counted(each).isdisjoint(wanted)]
    return meant[0] if len(meant) == 1 else Stated(stated.question, stated.answer)


def beside(request: Request, stated: Stated, question: str, figure: Figure) -> Stated:
    """Another figure of the sentence that states one, as the answer to a question of its own."""
    if stated.citation is None:
        return Stated(question, stated.answer)
    plan = request.query.period == "plans"
    text = wording.answered(figure.text, stated.citation, request.language, plan=plan)
    return Stated(question, replace(stated.answer, short=figure.text, text=text), figure, stated.citation)


def stages_counted(stated: Stated) -> frozenset[str]:
    """The stages that a figure is printed beside: 立案 of 提案立案656件 and of 119件立案提案."""
    if stated.figure is None or stated.citation is None:
        return frozenset()
    before, _, after = stated.citation.quote.partition(stated.figure.text)
    return stages_in(CLAUSE_BORDER.split(before)[-1]) or stages_in(after[:_REACH_BEHIND])


def scope_in_chinese(request: Request) -> str:
    """The place and year a question names, to put before a Chinese one: 河南省郑州市中原区2022年."""
    places = "、".join(place.path for place in request.query.places)
    years = "、".join(f"{year}年" for year in request.query.years)
    return places + years
