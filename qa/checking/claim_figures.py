"""The figures of a claim, each held against the sentences that speak of the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.language.figures import Figure, find_figures
from index.language.sentences import clauses, sentences
from index.language.units import unit_may_stand
from index.types import Report, Span
from qa.answering.extract import Finding, find_answers
from qa.retrieval.concepts import Concept, concepts_of, coverage
from qa.retrieval.retriever import Retriever
from qa.retrieval.scope import ResolvedScope
from qa.understanding.query import Query

__all__ = ["ClaimedFigure", "claimed_figures", "figures_for", "may_be_of"]

_PASSAGES = 12
# Shares of the claim's words that the figure's own clause, and its sentence with the headings above it, must have for
# the figure to be the one claimed; and, more, for another figure to contradict the claim. Held by the rates that
# tests/test_claims.py measures: lower shares let a changed qualifier through.
_OWN, _SENTENCE = 0.45, 0.75
_OWN_CONTRADICTS, _SENTENCE_CONTRADICTS = 0.75, 0.75
_PLAN_ROLE = 1
# Words that may not stand for each other: where a claim has one of a group, the figure's clause must have one too and
# none of another group of the same row.
_OPPOSED: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        ("收到", "提交", "提出", "收集", "征集"),
        ("立案",),
        ("交办", "转办"),
        ("办复", "办结", "办理", "答复"),
        ("采纳", "采用"),
        ("报送", "上报", "编报"),
    ),
    (
        ("增长", "增加", "提高", "上升", "提升", "净增"),
        ("下降", "减少", "降低", "回落", "压减", "缩短"),
    ),
    (("以上", "超过", "突破", "逾", "至少"), ("以下", "以内", "不足", "不到", "低于")),
    (("现场", "线下"), ("网上", "线上", "网络")),
)
_NEGATED = re.compile(r"没有|没能|未(?!来)|并非|不是|不曾|\b(?:not|never|no)\b", re.IGNORECASE)
_STAGE = re.compile("|".join(word for group in _OPPOSED[0] for word in group))
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_SEVERAL_YEARS = re.compile(r"年均|累计|[五四三]年来|五年|过去几年|“十[一二三四五]五”")


@dataclass(frozen=True, slots=True)
class ClaimedFigure:
    """One figure of a claim. own: the words of the claim that speak of it."""

    figure: Figure
    own: str


def claimed_figures(claim: str) -> list[ClaimedFigure]:
    """The claim's figures, each with its clause up to the figures beside it; a clause without one goes to the next."""
    parts: list[ClaimedFigure] = []
    for sentence in sentences(claim):
        carried = ""
        for clause in clauses(claim, sentence):
            text = claim[clause.start : clause.end]
            figures = find_figures(text)
            begin = 0
            for n, figure in enumerate(figures):
                finish = figures[n + 1].start if n + 1 < len(figures) else len(text)
                last = n + 1 == len(figures)
                before = carried + text[begin : figure.start]
                own = before + " " + (text[figure.end : finish] if last else "")
                parts.append(ClaimedFigure(figure, own))
                begin, carried = figure.end, ""
            if not figures:
                carried += text + " "
        if carried and parts:
            parts[-1] = replace(parts[-1], own=f"{parts[-1].own} {carried}")
    return parts


def figures_for(
    retriever: Retriever, query: Query, scope: ResolvedScope, claimed: ClaimedFigure, *, years: Sequence[int]
) -> tuple[list[Finding], list[Finding]]:
    """Where this figure is stated, and where another is given for the same thing, best first.

    query: the claim, parsed. years: those the figure must be of, any where there are none.
    """
    # A word that names a stage stands by itself, though the lexicon has it within a longer one (提案立案).
    words = _STAGE.sub(r" \g<0> ", claimed.own)
    own = retriever.parse(words) if words.strip() else query
    units = (claimed.figure.unit,) if claimed.figure.unit else ()
    asked = replace(own, answer="number", units=units, places=query.places, years=scope.years, selects_places=False)
    rows = scope.rows
    if query.period != "plans":
        rows = rows[retriever.index.chunk_role[rows] != _PLAN_ROLE]
    concepts = concepts_of(asked, retriever.index)
    hits = retriever.rank(asked, replace(scope, rows=rows), k=_PASSAGES) if concepts else []
    stated: list[Finding] = []
    # A figure claimed without a unit can be found, but nothing tells what would contradict it.
    others: list[Finding] = []
    for finding in find_answers(asked, hits, concepts, gazetteer=retriever.gazetteer):
        figure = finding.candidate.figure
        if figure is None or figure.doubtful or not _same_thing(asked, finding, claimed, years):
            continue
        near, wide = _shares(concepts, finding)
        if figure.value == claimed.figure.value:
            if near >= _OWN and wide >= _SENTENCE:
                stated.append(finding)
        elif units and near >= _OWN_CONTRADICTS and wide >= _SENTENCE_CONTRADICTS:
            others.append(finding)
    return stated, others


def _same_thing(query: Query, finding: Finding, claimed: ClaimedFigure, years: Sequence[int]) -> bool:
    """Whether unit, stage, direction and period of a printed figure are those of the claim."""
    figure = finding.candidate.figure
    if figure is None or finding.hit.report.kind == "unrelated":
        return False
    if claimed.figure.unit and not unit_may_stand(query.units, figure.unit):
        return False
    if bool(_NEGATED.search(claimed.own)) != bool(_NEGATED.search(finding.own)):
        return False
    words = claimed.own if query.language == "zh" else query.content
    if not all(_agree(row, words, claimed, finding) for row in _OPPOSED):
        return False
    before = finding.hit.report.text[finding.sentence.start : finding.candidate.start]
    return may_be_of(finding.hit.report, before, years)


def _agree(row: Sequence[Sequence[str]], words: str, claimed: ClaimedFigure, finding: Finding) -> bool:
    """Whether claim and print have the same words of this row, above all the one nearest to the figure.

    words: the claim's, of an English one their Chinese.
    Of `119件立案提案已全部办复完毕` the 119 are first of all 立案.
    """
    asked = _words_of(row, words) or _words_of(row, claimed.figure.text)
    if not asked:
        return True
    text = finding.hit.report.text[finding.sentence.start : finding.sentence.end]
    own = {group for group, _ in _words_of(row, finding.own) + _words_of(row, finding.candidate.text)}
    given = [word for word in _words_of(row, text) if word[0] in own]
    nearest = _nearest(given, finding.candidate.start - finding.sentence.start)
    wanted = {group for group, _ in asked}
    return bool(nearest & wanted) and wanted <= {group for group, _ in given}


def _words_of(row: Sequence[Sequence[str]], text: str) -> list[tuple[int, Span]]:
    """The words of the row in text, each with the number of its group, in their order."""
    found = [
        (group, Span(*match.span()))
        for group, words in enumerate(row)
        for word in words
        for match in re.finditer(word, text)
    ]
    return sorted(found, key=lambda word: (word[1].start, word[0]))


def _nearest(words: Sequence[tuple[int, Span]], at: int) -> set[int]:
    """The groups of the word nearest to this position and of those it is written together with: 立案交办."""
    if not words:
        return set()
    near = min(range(len(words)), key=lambda n: (max(words[n][1].start - at, at - words[n][1].end), n))
    first = last = near
    while first > 0 and words[first - 1][1].end == words[first][1].start:
        first -= 1
    while last + 1 < len(words) and words[last][1].end == words[last + 1][1].start:
        last += 1
    return {group for group, _ in words[first : last + 1]}


def _shares(concepts: Sequence[Concept], finding: Finding) -> tuple[float, float]:
    """The share of the claim's words in the figure's own words, and in its sentence with the headings above."""
    text = finding.hit.report.text[finding.sentence.start : finding.sentence.end]
    above = " ".join(finding.hit.heading_path)
    return finding.clause_support, coverage(concepts, f"{above} {text}")


def may_be_of(report: Report, words: str, years: Sequence[int]) -> bool:
    """Whether words of a report may speak of these years: of several it covers, only the last is meant unnamed."""
    if not years:
        return True
    if named := [int(year) for year in _YEAR.findall(words)]:
        return named[-1] in years
    if len(report.covers) > 1:
        return report.covers[-1] in years and not _SEVERAL_YEARS.search(words)
    return True
