"""Whether what was found states what is asked, and what else would answer it as well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from index.language.script import simplified
from index.language.stages import denies_stage
from index.language.units import SHARES, unit_may_stand
from index.reports.twins import may_be_twins
from qa.answering.extract import Finding
from qa.answering.figure_fit import is_of_another_year, stage_words, stages
from qa.retrieval.scope import ResolvedScope
from qa.understanding.query import Query

__all__ = ["ENOUGH_SUPPORT", "is_said_of", "rivals", "stands_out", "states"]

# The best finding must score this much to be taken for a statement of what is asked; see docs/quality.md.
LEAST_SCORE = 0.58
# A figure whose sentence has this little of the question's words must be in the unit asked for, in the sentence most
# like the question.
LEAST_FIGURE_SUPPORT = 0.15
# Less than this share of the question in the whole passage, and the figure is of something else, unless no other
# sentence is more like the question: 粮食产量 for 新能源汽车产量.
LEAST_PASSAGE_SUPPORT = 0.6
# A figure in another unit than the one asked for must have this share of the question in its own clause.
STRANGE_UNIT_SUPPORT = 0.6
# Words without a figure are taken for an answer only where the sentence has this share of the question or is this like
# it: 你好 is answered by nothing.
LEAST_PHRASE_SUPPORT, LEAST_PHRASE_LIKENESS = 0.04, 0.55
# A figure whose sentence shares few words with the question must be this far ahead of the next, in a sentence this like
# the question: of 46 questions refused for want of words, 5 were so and all 5 right (docs/quality.md).
LEAST_LEAD, LEAST_LEAD_LIKENESS = 0.3, 0.5
# With more than this share in one clause, words decide and no sentence is read again by the encoder.
ENOUGH_SUPPORT = 0.6
_SAME_SUPPORT = 0.03
_MOST_READINGS = 6
_ENDS_IT = re.compile("[、，,；;“”]")
# 莒县、五莲县每月1,700元: said of each of the row.
_OTHERS_OF_ROW = re.compile(
    "^[省市区县州旗]?(?:[、和与及][一-龥]{1,6}?[县区市旗州盟镇乡]){1,8}(?=[均各都为是达每有共])"
)
# Two versions of a sentence have so much in common; no more of it than so many characters is held against the other.
_LEAST_ALIKE, _LONGEST_HELD = 0.7, 300


def states(query: Query, scope: ResolvedScope, finding: Finding) -> bool:
    """Whether the best finding is a statement of what is asked, rather than the nearest thing to it."""
    if scope.past_of_plan and query.answer == "number":
        return False
    figure = finding.candidate.figure
    sentence = finding.hit.report.text[finding.sentence.start : finding.sentence.end] + finding.candidate.headers
    if figure is not None and (figure.doubtful or denies_stage(finding.own, stage_words(query))):
        return False
    if figure is not None and is_of_another_year(query, finding.hit, sentence):
        return False
    if figure is not None and query.units and not unit_may_stand(query.units, figure.unit):
        return figure.unit not in SHARES and finding.clause_support >= STRANGE_UNIT_SUPPORT
    open_unit = not query.units or query.units == ("%",)
    strange = (
        figure is not None and query.language == "zh" and open_unit and finding.passage_support < LEAST_PASSAGE_SUPPORT
    )
    if strange and not finding.nearest:
        return False
    if figure is not None and finding.support < LEAST_FIGURE_SUPPORT:
        return unit_may_stand(query.units, figure.unit) and finding.nearest and finding.score >= LEAST_SCORE
    if query.answer == "phrase" and finding.support < LEAST_PHRASE_SUPPORT and finding.likeness < LEAST_PHRASE_LIKENESS:
        return False
    return finding.score >= LEAST_SCORE


def stands_out(query: Query, scope: ResolvedScope, findings: Sequence[Finding]) -> bool:
    """Whether the best figure is the one asked for although its sentence shares few words with the question: the
    sentence most like the question has it, its unit may be the one asked for, and no other figure comes near.
    """
    best = findings[0]
    figure = best.candidate.figure
    if figure is None or figure.doubtful or query.language != "zh" or scope.past_of_plan or not best.nearest:
        return False
    if denies_stage(best.own, stage_words(query)):
        return False
    if query.units and not unit_may_stand(query.units, figure.unit):
        return False
    sentence = best.hit.report.text[best.sentence.start : best.sentence.end]
    lead = best.score - findings[1].score if len(findings) > 1 else 0.0
    return (
        lead >= LEAST_LEAD
        and best.likeness >= LEAST_LEAD_LIKENESS
        and not is_of_another_year(query, best.hit, sentence)
    )


def is_said_of(names: Sequence[str], finding: Finding) -> bool:
    """Whether a place is named in the finding or right before it, with nothing between that ends what is said of it."""
    text = finding.hit.report.text
    before = text[finding.sentence.start : finding.candidate.start]
    return any(
        name in finding.candidate.text
        or (at >= 0 and not _ENDS_IT.search(_OTHERS_OF_ROW.sub("", before[at + len(name) :]).removesuffix("“")))
        for name in names
        for at in [before.rfind(name)]
    )


def rivals(query: Query, findings: Sequence[Finding]) -> list[Finding]:
    """Other figures that the question fits as well as the best one.

    Of the same unit and another value: with the same words around them, or, where the question names no stage
    (有多少件提案), of another stage in the same sentence (收到265件,立案224件). Of other places only where none is
    named; of another version of the report, as draft and final are, where its sentence differs in hardly more.
    """
    best = findings[0]
    if best.candidate.figure is None or best.candidate.figure.unit in ("%", "个百分点"):
        return []
    seen = {best.candidate.figure.value}
    found = []
    for finding in findings[1:]:
        figure = finding.candidate.figure
        if figure is None or figure.doubtful or figure.value in seen or figure.unit != best.candidate.figure.unit:
            continue
        if query.places and not _is_of_same_text(finding, best):
            continue
        if not _fits_as_well(finding, best) and not _is_other_stage(query, finding, best):
            continue
        if is_of_another_year(query, finding.hit, _sentence(finding) + finding.candidate.headers):
            continue
        seen.add(figure.value)
        found.append(finding)
    return found[: _MOST_READINGS - 1]


def _is_of_same_text(finding: Finding, best: Finding) -> bool:
    report, other = finding.hit.report, best.hit.report
    if report.document_id == other.document_id:
        return True
    return may_be_twins(report, other) and _alike(_sentence(finding), _sentence(best))


def _sentence(finding: Finding) -> str:
    return simplified(finding.hit.report.text[finding.sentence.start : finding.sentence.end])[:_LONGEST_HELD]


def _alike(first: str, second: str) -> bool:
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _LEAST_ALIKE


def _fits_as_well(finding: Finding, best: Finding) -> bool:
    elsewhere = finding.hit.report.place_code != best.hit.report.place_code
    return (
        (elsewhere or finding.literal >= best.literal - _SAME_SUPPORT)
        and finding.clause_support >= best.clause_support - _SAME_SUPPORT
        and finding.clause_support >= 0.9
    )


def _is_other_stage(query: Query, finding: Finding, best: Finding) -> bool:
    if stages(query.question + query.content) or finding.sentence != best.sentence or not stages(best.own):
        return False
    return bool(stages(finding.own)) and stages(finding.own) != stages(best.own)
