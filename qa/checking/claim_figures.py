"""The figures of a claim, each held against the sentences that speak of the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from index.language.changes import STANDSTILL, Change, change_before, changes_in
from index.language.figures import Figure, find_figures
from index.language.sentences import clauses, sentences
from index.language.units import unit_may_stand
from index.statements.indicators import read_before
from index.statements.subjects import inherited_subject
from index.types import Report, Span
from qa.answering.changes_asked import either_way
from qa.answering.extract import Finding, find_answers
from qa.retrieval.concepts import concepts_of, coverage
from qa.retrieval.retriever import Retriever
from qa.retrieval.scope import ResolvedScope
from qa.understanding.query import Query

__all__ = ["ClaimedFigure", "bound_of", "claimed_figures", "figures_for", "is_negated", "may_be_of"]

_PASSAGES = 12
# Shares of the claim's words that the figure's own clause, and its sentence with the headings above it, must have for
# the figure to be the one claimed; and, more, for another figure to contradict the claim. Held by the rates that
# tests/test_claims.py measures: lower shares let a changed qualifier through.
_OWN, _SENTENCE = 0.45, 0.75
_OWN_CONTRADICTS, _SENTENCE_CONTRADICTS = 0.75, 0.75
_PAIR = re.compile("(?=([㐀-鿿]{2}))")
# Characters of a topic: 粮食|产量, 提案|满意率.
_TOPIC = 2
_LAST_CLAUSE = re.compile("[，,；;。：:、]")
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
    (("现场", "线下"), ("网上", "线上", "网络")),
)
_MORE = re.compile(
    r"以上|(?<!不)(?:超过?|多于|高于)|突破|逾|至少|余|多(?=[件名人家次])|不低于|不少于|"
    r"\b(?:(?<!no )(?<!not )more than|over|at least|no (?:fewer|less) than)\b",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"以下|以内|不足|不到|(?<!不)(?:低于|少于)|不超过?|不多于|不高于|至多|未达|"
    r"\b(?:(?<!no )(?<!not )(?:less|fewer) than|under|at most|(?:no|not) more than)\b",
    re.IGNORECASE,
)
_RATES = frozenset(("%", "‰", "个百分点", "百分点"))
_NEGATED = re.compile(r"没有|没能|未(?!来)|并非|不是|不曾|不予|不再|尚未|从未|\b(?:not|never|no)\b", re.IGNORECASE)
_STAGE = re.compile("|".join(word for group in _OPPOSED[0] for word in group))
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年")
_SEVERAL_YEARS = re.compile(r"年均|累计|[五四三]年来|五年|过去几年|“十[一二三四五]五”")

_SINCE_YEARS = re.compile(r"[五四三两]年来|[五四三]年间|过去[的五四三]*年|[五四三]年累计|本届[㐀-鿿]{0,6}以来|届内")

Held = Literal["same", "other", "no"]


@dataclass(frozen=True, slots=True)
class ClaimedFigure:
    """One figure of a claim. own: the words of the claim that speak of it; lead: those of them that stand before it."""

    figure: Figure
    own: str
    lead: str = ""


def claimed_figures(claim: str) -> list[ClaimedFigure]:
    """The claim's figures, each with its clause up to the figures beside it; a clause without one goes to the next, and
    one that names nothing (比上年提高2.6个百分点) takes the subject of those before.
    """
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
                lead = carried + text[begin : figure.number_start]
                subject = inherited_subject(claim[sentence.start : clause.start + figure.start]) if parts else ""
                before = f"{subject} {carried}{text[begin : figure.start]}".lstrip()
                own = before + " " + (text[figure.end : finish] if last else "")
                parts.append(ClaimedFigure(figure, own, lead))
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
    concepts = either_way(concepts_of(asked, retriever.index))
    hits = retriever.rank(asked, replace(scope, rows=rows), k=_PASSAGES) if concepts else []
    findings = find_answers(asked, hits, concepts, gazetteer=retriever.gazetteer)
    stated: list[Finding] = []
    # A figure claimed without a unit can be found, but nothing tells what would contradict it.
    others: list[Finding] = []
    for finding in findings:
        words = _own_words(finding, claimed)
        held = _held(asked, finding, words, claimed, years)
        near = coverage(concepts, words)
        wide = coverage(concepts, f"{' '.join(finding.hit.heading_path)} {_sentence(finding)} {words}")
        if held == "same":
            if near >= _OWN and wide >= _SENTENCE and not _is_of_another(claimed, finding, words, findings):
                stated.append(finding)
        elif held == "other" and units and near >= _OWN_CONTRADICTS and wide >= _SENTENCE_CONTRADICTS:
            others.append(finding)
    return stated, others


def _held(query: Query, finding: Finding, words: str, claimed: ClaimedFigure, years: Sequence[int]) -> Held:
    """Whether a printed figure is the one claimed, another one of the same thing, or of another thing.

    words: those that speak of the printed figure.
    """
    figure = finding.candidate.figure
    if figure is None or figure.doubtful or finding.hit.report.kind == "unrelated":
        return "no"
    if claimed.figure.unit and not unit_may_stand(query.units, figure.unit):
        return "no"
    if is_negated(claimed.own) != is_negated(finding.own):
        return "no"
    said = claimed.own if query.language == "zh" else query.content
    if not all(_agree(row, said, claimed, finding, words) for row in _OPPOSED):
        return "no"
    text = finding.hit.report.text
    if not may_be_of(finding.hit.report, text[finding.sentence.start : finding.candidate.start], years):
        return "no"
    bounds = _held_bounds(claimed, finding)
    if bounds == "no" or (changes := _held_changes(query, claimed, finding)) == "no":
        return "no"
    rates = claimed.figure.unit in _RATES and figure.unit in _RATES and claimed.figure.unit != figure.unit
    return "other" if "other" in (bounds, changes) or rates else "same"


def _held_bounds(claimed: ClaimedFigure, finding: Finding) -> Held:
    """More than is not less than; a bare number stands for 2118万余人, but not for 不足100人."""
    at = finding.candidate.start - finding.sentence.start
    end = finding.candidate.end - finding.sentence.start
    sentence = _sentence(finding)
    put = bound_of(claimed.lead[-6:] + claimed.figure.text + claimed.own[len(claimed.lead) :][:4])
    given = bound_of(sentence[max(0, at - 6) : end] + sentence[end : end + 2])
    if put == given or (put == 0 and given > 0):
        return "same"
    return "other" if put * given < 0 else "no"


def is_negated(text: str) -> bool:
    """Whether a text denies something: 未立案, 没有, not."""
    return _NEGATED.search(text) is not None


def bound_of(text: str) -> int:
    """Which way the words around a figure bound it: 1 for more than it (700余人), -1 for less, 0 for neither."""
    if _LESS.search(text):
        return -1
    return 1 if _MORE.search(text) else 0


def _held_changes(query: Query, claimed: ClaimedFigure, finding: Finding) -> Held:
    """Rise against fall, by how much against to how much, and the numbers themselves."""
    figure = finding.candidate.figure
    if figure is None:
        return "no"
    number = finding.candidate.start + figure.number_start - figure.start
    given = change_before(finding.hit.report.text[finding.sentence.start : number])
    put = change_before(claimed.lead)
    if query.language == "en" and len(signs := changes_in(query.content)) == 1:
        put = Change(next(iter(signs)), 0, level=False)
    still = STANDSTILL.fullmatch(finding.candidate.text) is not None
    if still or (put and given and not put.level and not given.level):
        same = (
            not still
            and put is not None
            and given is not None
            and _signed(put, claimed.figure) == _signed(given, figure)
        )
        return "same" if same else "other"
    if put is not None and given is not None and put.level and given.level and put.sign != given.sign:
        return "other"
    if (put is not None and not put.level) or (given is not None and not given.level and (put or given.sign < 0)):
        return "no"
    return "same" if figure.value == claimed.figure.value else "other"


def _signed(change: Change, figure: Figure) -> Decimal:
    """How much it rose: of 负增长8.7% and 下降8.7% and 增长-8.7%, -8.7."""
    return abs(figure.value) * change.sign


def _own_words(finding: Finding, claimed: ClaimedFigure) -> str:
    """The words that speak of a printed figure, with its subject where an earlier clause has it, and the topic: of
    `粮食播种面积512万亩，产量46.8亿斤` the claim's 粮食产量.
    """
    before = finding.hit.report.text[finding.sentence.start : finding.candidate.start]
    noun = inherited_subject(before) or read_before(_LAST_CLAUSE.split(before)[-1]).noun
    at = claimed.own.rfind(noun) if len(noun) > 1 else -1
    topic = claimed.own[max(0, at - _TOPIC) : at] if at > 0 else ""
    whole = topic + noun if len(topic) == _TOPIC and topic in before else noun
    return f"{whole} {finding.own}"


def _sentence(finding: Finding) -> str:
    return finding.hit.report.text[finding.sentence.start : finding.sentence.end]


def _is_of_another(claimed: ClaimedFigure, finding: Finding, words: str, printed: Sequence[Finding]) -> bool:
    """Whether two characters of the claim that the figure's own words lack speak of a later figure of its sentence: of
    `全体居民收入增长6.1%，其中农村居民增长7.3%` the 6.1% are not 农村居民's. What was said before carries on.
    """
    missing = {pair for pair in _PAIR.findall(claimed.own) if pair not in words and not changes_in(pair)}
    unit = finding.candidate.figure.unit if finding.candidate.figure else ""
    return any(
        pair in other.own
        for other in printed
        if other.sentence == finding.sentence and other.candidate.start > finding.candidate.start
        if other.candidate.figure is not None and other.candidate.figure.unit == unit
        for pair in missing
    )


def _agree(row: Sequence[Sequence[str]], words: str, claimed: ClaimedFigure, finding: Finding, printed: str) -> bool:
    """Whether claim and print have the same words of this row, above all the one nearest to the figure.

    words: the claim's, of an English one their Chinese. printed: those that speak of the printed figure.
    Of `119件立案提案已全部办复完毕` the 119 are first of all 立案.
    """
    asked = _words_of(row, words) or _words_of(row, claimed.figure.text)
    if not asked:
        return True
    wanted = {group for group, _ in asked}
    if finding.candidate.headers:
        return wanted <= {group for group, _ in _words_of(row, printed)}
    own = {group for group, _ in _words_of(row, finding.own) + _words_of(row, finding.candidate.text)}
    given = [word for word in _words_of(row, _sentence(finding)) if word[0] in own]
    nearest = _nearest(given, finding.candidate.start - finding.sentence.start)
    return bool(nearest & wanted) and wanted <= {group for group, _ in given}


def _words_of(row: Sequence[Sequence[str]], text: str) -> list[tuple[int, Span]]:
    """The words of the row in text, each with the number of its group, in their order."""
    found = [
        (group, Span(*match.span()))
        for group, words in enumerate(row)
        for word in words
        for match in re.finditer(re.escape(word), text)
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


def may_be_of(report: Report, words: str, years: Sequence[int]) -> bool:
    """Whether words of a report may speak of these years: of several it covers, only the last is meant unnamed, and
    what is said of 五年来 is said of no single one.
    """
    if not years:
        return True
    named = list(_YEAR.finditer(words))
    if len(years) == 1 and _SINCE_YEARS.search(words, named[-1].end() if named else 0):
        return False
    if named:
        return int(named[-1][1]) in years
    if len(report.covers) > 1:
        return report.covers[-1] in years and not _SEVERAL_YEARS.search(words)
    return True
