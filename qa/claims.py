"""Does this figure or quote stand in the reports, and where?

A quote is found wherever it stands. A claim with figures is held against the sentences of the place and period it
names: each figure must be said of the same thing there. The rules err on the side of "not found": a claim is only
called stated where place, period, stage (收到 is not 立案), direction (增长 is not 下降) and unit agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.figures import Figure, find_figures
from index.types import Report, Role, Span
from qa.citation import LONGEST_QUOTE, cite
from qa.concepts import Concept, concepts_of, coverage
from qa.extract import Finding, find_answers
from qa.fit import unit_may_stand
from qa.query import Query
from qa.quotes import find_quote
from qa.retriever import Retriever
from qa.scope import ResolvedScope
from qa.sentences import clauses, sentences

__all__ = ["ClaimReport", "ClaimStatus", "Match", "verify_claim"]

ClaimStatus = Literal["stated", "contradicted", "not_found", "not_indexed"]

_PASSAGES = 12
_MOST_MATCHES = 5
_LEAST_QUOTE = 6
# Shares of the claim's words that the figure's own clause, and its sentence with the headings above it, must have for
# the figure to be the one claimed; and, more, for another figure to contradict the claim. Measured in docs/quality.md
# by tests/test_claims.py: lower shares let a changed qualifier through.
_OWN, _SENTENCE = 0.45, 0.75
_OWN_CONTRADICTS, _SENTENCE_CONTRADICTS = 0.75, 0.75
_PLAN_ROLE = 1
# A year named this many characters before a quote is the year it speaks of.
_BEFORE = 60

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
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_SEVERAL_YEARS = re.compile(r"年均|累计|[五四三]年来|五年|过去几年|“十[一二三四五]五”")
_SCOPE_WORDS = re.compile(
    r"[\s,，:：的]*(?:(?:市|区|县|省)?政协(?!提案|委员|章程|协商|工作)|(?:19|20)\d\d年度?)?[\s,，:：]*"
)


@dataclass(frozen=True, slots=True)
class Match:
    """Where it stands. report.text[start:end] == quote, at most 200 characters. figure: as printed, "" for a quote.

    differs: how what is printed differs from the claim: "409件 → 434件" where the claim is contradicted, "700人 →
    700余人" where only the approximation differs, else "".
    """

    report: Report
    quote: str
    start: int
    end: int
    figure: str
    differs: str


@dataclass(frozen=True, slots=True)
class ClaimReport:
    """What the reports say of a claim.

    stated: it stands there. contradicted: they give another figure for it, which matches shows. not_found: the reports
    searched neither state nor contradict it. not_indexed: there is no report of the place or period. reports_searched
    of reports_total: reports held against it.
    """

    claim: str
    status: ClaimStatus
    matches: tuple[Match, ...]
    reports_searched: int
    reports_total: int


def verify_claim(
    retriever: Retriever, claim: str, *, places: Sequence[str] | None = None, years: Sequence[int] | None = None
) -> ClaimReport:
    """Whether the claim stands in the reports, and where. places, years: filters that win over what the claim names.

    Raises:
        QuestionError: the claim is empty or too long, or a filter names no place.
        ModelError: the index has vectors and its model cannot be had.
    """
    query = replace(retriever.parse(claim), answer="number", selects_places=False, compares=False)
    scope = retriever.scope(query, places=places, years=years, every_period=True)
    reports = retriever.index.reports
    total = sum(report.kind != "unrelated" for report in reports)

    def result(status: ClaimStatus, matches: Sequence[Match], searched: Sequence[int]) -> ClaimReport:
        count = sum(reports[i].kind != "unrelated" for i in searched)
        return ClaimReport(claim.strip(), status, tuple(matches[:_MOST_MATCHES]), count, total)

    # A quote that names a place or a year may stand in the report of another: only a filter narrows where to look.
    everywhere = () if scope.missing and (places or years) else range(len(reports))
    narrowed = scope.reports if places or years else everywhere
    if found := _quoted(reports, narrowed, claim):
        return result("stated", found, narrowed)
    if scope.missing:
        return result("not_indexed", (), ())
    bare = _without_scope(retriever, claim)
    if len(bare) >= _LEAST_QUOTE and (found := _stated_in_scope(retriever, query, scope, bare)):
        return result("stated", found, scope.reports)
    checked = [_check(retriever, query, scope, part) for part in _parts(claim)]
    if checked and all(stated for stated, _ in checked):
        return result("stated", [match for stated, _ in checked for match in stated], scope.reports)
    other = [match for stated, others in checked if not stated for match in others]
    if other and _is_one_period(scope, reports):
        return result("contradicted", other, scope.reports)
    return result("not_found", (), scope.reports)


def _is_one_period(scope: ResolvedScope, reports: Sequence[Report]) -> bool:
    """Whether all reports searched are of one place and time: only then does another figure contradict a claim."""
    searched = [reports[i] for i in scope.reports if reports[i].kind != "unrelated"]
    return len({(report.place_code, report.covers[-1:]) for report in searched}) == 1


def _stated_in_scope(retriever: Retriever, query: Query, scope: ResolvedScope, words: str) -> list[Match]:
    """The words where the reports of the scope speak of the claim's time: a plan is no result, nor a year's plan."""
    if scope.past_of_plan:
        return []
    reports = retriever.index.reports
    years = _asked_years(scope, query)
    found = []
    for match in _quoted(reports, scope.reports, words):
        before = match.report.text[max(0, match.start - _BEFORE) : match.end]
        is_plan = _role_at(retriever, match) == "plan"
        if _of_years(match.report, before, years) and is_plan == (query.period == "plans"):
            found.append(match)
    return found


def _role_at(retriever: Retriever, match: Match) -> Role:
    """The role of the passage that a quote begins in."""
    chunks = retriever.index.chunks(retriever.index.report_rows(match.report.id))
    return next((chunk.role for chunk in chunks if chunk.start <= match.start < chunk.end), "other")


def _quoted(reports: Sequence[Report], ordinals: Sequence[int], quote: str) -> list[Match]:
    """The quote in these reports, each document read once."""
    by_document: dict[str, list[Report]] = {}
    for i in ordinals:
        by_document.setdefault(reports[i].document_id, []).append(reports[i])
    found: list[Match] = []
    for parts in by_document.values():
        text = parts[0].text
        for span in find_quote(quote, text):
            inside = next((part for part in parts if part.start <= span.start < part.end), None)
            if inside is not None:
                found.append(_match(inside, span))
    return found


def _of_years(report: Report, words: str, years: Sequence[int]) -> bool:
    """Whether words of a report may speak of these years: of several it covers, only the last is meant unnamed."""
    if not years:
        return True
    if named := [int(year) for year in _YEAR.findall(words)]:
        return named[-1] in years
    if len(report.covers) > 1:
        return report.covers[-1] in years and not _SEVERAL_YEARS.search(words)
    return True


def _asked_years(scope: ResolvedScope, query: Query) -> tuple[int, ...]:
    return scope.years if query.period == "covers" else ()


def _without_scope(retriever: Retriever, claim: str) -> str:
    """The claim less the places and years it begins with: 新乡市2023年提案立案409件 → 提案立案409件."""
    text = claim.strip()
    while True:
        mention = next(iter(retriever.gazetteer.mentions(text)), None)
        start = mention.end if mention is not None and mention.start == 0 else 0
        match = _SCOPE_WORDS.match(text, start)
        end = match.end() if match else start
        if end == 0:
            return text
        text = text[end:]


@dataclass(frozen=True, slots=True)
class _Part:
    """One figure of a claim. own: the words of the claim that speak of it. at: where in own it stood."""

    figure: Figure
    own: str
    at: int


def _parts(claim: str) -> list[_Part]:
    """The claim's figures, each with its clause up to the figures beside it; a clause without one goes to the next."""
    parts: list[_Part] = []
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
                parts.append(_Part(figure, own, len(before)))
                begin, carried = figure.end, ""
            if not figures:
                carried += text + " "
        if carried and parts:
            parts[-1] = replace(parts[-1], own=f"{parts[-1].own} {carried}")
    return parts


def _check(retriever: Retriever, query: Query, scope: ResolvedScope, part: _Part) -> tuple[list[Match], list[Match]]:
    """Where this figure is stated, and where another is given for the same thing."""
    own = retriever.parse(part.own) if part.own.strip() else query
    units = (part.figure.unit,) if part.figure.unit else ()
    asked = replace(own, answer="number", units=units, places=query.places, years=scope.years, selects_places=False)
    rows = scope.rows
    if query.period != "plans":
        rows = rows[retriever.index.chunk_role[rows] != _PLAN_ROLE]
    hits = retriever.rank(asked, replace(scope, rows=rows), k=_PASSAGES)
    concepts = concepts_of(asked, retriever.index)
    if not concepts:
        return [], []
    stated: list[Match] = []
    others: list[Match] = []
    years = _asked_years(scope, query)
    for finding in find_answers(asked, hits, concepts, gazetteer=retriever.gazetteer):
        figure = finding.candidate.figure
        if figure is None or not _same_thing(asked, finding, part, years):
            continue
        near, wide = _shares(concepts, finding)
        equal = figure.value == part.figure.value and near >= _OWN and wide >= _SENTENCE
        if equal:
            stated.append(_match_of(finding, part))
        elif near >= _OWN_CONTRADICTS and wide >= _SENTENCE_CONTRADICTS and figure.value != part.figure.value:
            others.append(_match_of(finding, part))
    return _distinct(stated), _distinct(others)


def _same_thing(query: Query, finding: Finding, part: _Part, years: Sequence[int]) -> bool:
    """Whether unit, stage, direction and period of a printed figure are those of the claim."""
    figure = finding.candidate.figure
    if figure is None or finding.hit.report.kind == "unrelated":
        return False
    if part.figure.unit and not unit_may_stand(query, figure.unit):
        return False
    if not all(_agree(row, part, finding) for row in _OPPOSED):
        return False
    before = finding.hit.report.text[finding.sentence.start : finding.candidate.start]
    return _of_years(finding.hit.report, before, years)


def _agree(row: Sequence[Sequence[str]], part: _Part, finding: Finding) -> bool:
    """Whether the claim and the print have the same words of this row, the nearest to the figure above all.

    Of `119件立案提案已全部办复完毕` the 119 are first of all 立案.
    """
    asked = _by_nearness(row, part.own, part.at) or _named(row, part.figure.text)
    if not asked:
        return True
    text = finding.hit.report.text[finding.sentence.start : finding.sentence.end]
    own = set(_named(row, finding.own) + _named(row, finding.candidate.text))
    given = [n for n in _by_nearness(row, text, finding.candidate.start - finding.sentence.start) if n in own]
    return bool(given) and given[0] in asked and set(asked) <= set(given)


def _named(row: Sequence[Sequence[str]], text: str) -> list[int]:
    return [n for n, words in enumerate(row) if any(word in text for word in words)]


def _by_nearness(row: Sequence[Sequence[str]], text: str, at: int) -> list[int]:
    """Which groups of the row the text names, the one nearest to this position first."""
    found: dict[int, int] = {}
    for n, words in enumerate(row):
        for word in words:
            for match in re.finditer(word, text):
                distance = at - match.end() if match.end() <= at else match.start() - at
                found[n] = min(found.get(n, distance), distance)
    return sorted(found, key=lambda n: (found[n], n))


def _shares(concepts: Sequence[Concept], finding: Finding) -> tuple[float, float]:
    """The share of the claim's words in the figure's own words, and in its sentence with the headings above."""
    text = finding.hit.report.text[finding.sentence.start : finding.sentence.end]
    above = " ".join(finding.hit.heading_path)
    return finding.clause_support, coverage(concepts, f"{above} {text}")


def _match_of(finding: Finding, part: _Part) -> Match:
    printed, claimed = finding.candidate.text, part.figure.text
    differs = "" if "".join(printed.split()) == "".join(claimed.split()) else f"{claimed} → {printed}"
    span = finding.sentence if len(finding.sentence) <= LONGEST_QUOTE else finding.clause
    return _match(finding.hit.report, span, printed, differs)


def _match(report: Report, span: Span, figure: str = "", differs: str = "") -> Match:
    citation = cite(1, report, (), span)
    return Match(report, citation.quote, citation.start, citation.end, figure, differs)


def _distinct(matches: Sequence[Match]) -> list[Match]:
    """The matches in their order, each place once."""
    return list({(match.report.document_id, match.start, match.figure): match for match in matches}.values())
