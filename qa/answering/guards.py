"""What is never learned: an answer that one of these rules holds back is not given, however sure the judge is."""

from __future__ import annotations

from index.language.script import simplified
from index.language.stages import denies_stage
from index.language.units import SHARES, unit_may_stand
from qa.answering.extract import Finding
from qa.answering.figure_fit import stage_words
from qa.answering.held import names_all
from qa.retrieval.scope import ResolvedScope
from qa.understanding.query import Query

__all__ = ["held_back"]


def held_back(query: Query, scope: ResolvedScope, finding: Finding) -> str:
    """Which rule holds this answer back, or "".

    past-of-plan: a result is asked for of a time that is only planned. name: its
    sentence lacks a name that the question has beside its scope. stage: it says that what is asked did not happen, or
    the other way round. unit: a share for an amount, or an amount for a share.
    """
    if not names_all(query.terms, finding):
        return "name"
    figure = finding.candidate.figure
    if figure is None:
        return ""
    if scope.past_of_plan and query.answer == "number":
        return "past-of-plan"
    if denies_stage(simplified(finding.own), stage_words(query)):
        return "stage"
    another = query.units and not unit_may_stand(query.units, figure.unit)
    return "unit" if another and SHARES.isdisjoint(query.units) == (figure.unit in SHARES) else ""
