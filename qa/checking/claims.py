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

from index.language.changes import change_before, changes_in
from index.language.figures import find_figures
from index.language.gazetteer import COUNTRY
from index.language.script import simplified
from index.types import Report, Role, Span
from qa import wording
from qa.answering.extract import Finding
from qa.checking.claim_figures import ClaimedFigure, claimed_figures, figures_for, may_be_of
from qa.checking.quotes import denied_before, find_quote, other_polarity
from qa.citing.citation import LONGEST_QUOTE, cite
from qa.in_time import check_time
from qa.retrieval.retriever import Retriever
from qa.retrieval.scope import ResolvedScope
from qa.understanding.limits import check_filters, check_question
from qa.understanding.query import Query

__all__ = ["ClaimReport", "ClaimStatus", "Match", "verify_claim"]

ClaimStatus = Literal["stated", "contradicted", "not_found", "not_indexed"]

_MOST_MATCHES = 5
_LEAST_QUOTE = 6
_OF_THE_COUNTRY = re.compile(r"(?:(?:19|20)\d\d年)?(?:全国|我国|中国)(?!政协|人大|人民)")
# A year named this many characters before a quote is the year it speaks of.
_BEFORE = 60

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
    searched neither state nor contradict it. not_indexed: there is no report of the place or period, or filters leave
    it out; refusal is the sentence that says which, "" otherwise. reports_searched of reports_total: reports held
    against it.
    """

    claim: str
    status: ClaimStatus
    matches: tuple[Match, ...]
    reports_searched: int
    reports_total: int
    refusal: str = ""


def verify_claim(
    retriever: Retriever, claim: str, *, places: Sequence[str] | None = None, years: Sequence[int] | None = None
) -> ClaimReport:
    """Whether the claim stands in the reports, and where. places, years: filters that win over what the claim names.

    Raises:
        QuestionError: the claim is empty or too long, or a filter names no place.
        ModelError: the index has vectors and its model cannot be had.
    """
    check_question(claim)
    check_filters(places, years)
    return retriever.on_newest(lambda now: _verify(now, claim, places, years))


def _verify(retriever: Retriever, claim: str, places: Sequence[str] | None, years: Sequence[int] | None) -> ClaimReport:
    query = replace(retriever.parse(claim, places=places), answer="number", selects_places=False, compares=False)
    if not query.places and not places and _OF_THE_COUNTRY.match(claim.strip()):
        places = (COUNTRY,)
    scope = retriever.scope(query, places=places, years=years, every_period=True)
    reports = retriever.index.reports
    total = sum(report.kind != "unrelated" for report in reports)

    def result(status: ClaimStatus, matches: Sequence[Match], searched: Sequence[int]) -> ClaimReport:
        count = sum(reports[i].kind != "unrelated" for i in searched)
        return ClaimReport(claim.strip(), status, tuple(matches[:_MOST_MATCHES]), count, total)

    # A quote that names a place or a year may stand in the report of another: only a filter narrows where to look.
    everywhere = () if scope.missing and (places or years) else range(len(reports))
    narrowed = scope.reports if places or years else everywhere
    found, denied = _by_polarity(_quoted(reports, narrowed, claim))
    if found:
        return result("stated", found, narrowed)
    if scope.missing:
        return replace(result("not_indexed", (), ()), refusal=wording.not_indexed(scope, reports, query.language))
    bare = _without_scope(retriever, claim)
    if len(bare) >= _LEAST_QUOTE:
        found, opposite = _as_words(retriever, query, scope, bare)
        denied += opposite
    if found:
        return result("stated", found, scope.reports)
    if denied:
        return result("contradicted" if _is_one_period(scope, reports) else "not_found", denied, scope.reports)
    stated: list[Match] = []
    others: list[Match] = []
    figures = [f for f in claimed_figures(claim) if f.figure.unit or f.figure.value not in query.years]
    is_stated = bool(figures)
    for figure in figures:
        same, other = figures_for(retriever, query, scope, figure, years=_asked_years(scope, query))
        stated.extend(_match_of(finding, figure) for finding in same)
        others.extend(_match_of(finding, figure) for finding in other if not same)
        is_stated = is_stated and bool(same)
    if is_stated:
        return result("stated", _distinct(stated), scope.reports)
    if others and _is_one_period(scope, reports):
        return result("contradicted", _distinct(others), scope.reports)
    return result("not_found", (), scope.reports)


def _is_one_period(scope: ResolvedScope, reports: Sequence[Report]) -> bool:
    """Whether all reports searched are of one place and time: only then does another figure contradict a claim."""
    searched = [reports[i] for i in scope.reports if reports[i].kind != "unrelated"]
    return len({(report.place_code, report.covers[-1:]) for report in searched}) == 1


def _by_polarity(matches: Sequence[Match]) -> tuple[list[Match], list[Match]]:
    """The matches that say what was looked for, and those that deny it: 发生 in 未发生."""
    found: list[Match] = []
    denied: list[Match] = []
    for match in matches:
        start = denied_before(match.report.text, match.start)
        if start is None:
            found.append(match)
            continue
        clause = max(match.report.text.rfind(mark, 0, start) for mark in "，。；：\n") + 1
        printed = _match(match.report, Span(clause, match.end))
        shown = f"{match.quote} → {match.report.text[start : match.end]}"
        denied.append(replace(printed, differs=shown))
    return found, denied


def _as_words(retriever: Retriever, query: Query, scope: ResolvedScope, words: str) -> tuple[list[Match], list[Match]]:
    """Where the reports of the scope say these words of the claim's time, and where they say the opposite."""
    found, denied = _by_polarity(_stated_in_scope(retriever, query, scope, words))
    flipped = other_polarity(words)
    if found:
        return found, denied
    if flipped is None:
        if "了" in words:
            denied += _by_polarity(_stated_in_scope(retriever, query, scope, words.replace("了", "", 1)))[1]
        return found, denied
    plain, others = flipped
    for each in others:
        found += _stated_in_scope(retriever, query, scope, each)
    if not find_figures(plain):
        done = _by_polarity(_stated_in_scope(retriever, query, scope, plain))[0]
        denied += [replace(match, differs=f"{words} → {match.quote}") for match in done]
    return found, denied


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
        if may_be_of(match.report, before, years) and is_plan == (query.period == "plans"):
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
        check_time()
        text = simplified(parts[0].text)
        for span in find_quote(simplified(quote), text):
            inside = next((part for part in parts if part.start <= span.start < part.end), None)
            if inside is not None:
                found.append(_match(inside, span))
    return found


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


def _match_of(finding: Finding, claimed: ClaimedFigure) -> Match:
    printed, put = finding.candidate.text, claimed.figure.text
    change = change_before(claimed.lead)
    if change is not None and changes_in(printed):
        put = claimed.lead[change.start :] + put
    differs = "" if "".join(printed.split()) == "".join(put.split()) else f"{put} → {printed}"
    span = finding.sentence if len(finding.sentence) <= LONGEST_QUOTE else finding.clause
    if finding.candidate.end > span.start + LONGEST_QUOTE:
        span = Span(finding.candidate.end - LONGEST_QUOTE, finding.candidate.end)
    return _match(finding.hit.report, span, printed, differs)


def _match(report: Report, span: Span, figure: str = "", differs: str = "") -> Match:
    citation = cite(1, report, (), span)
    return Match(report, citation.quote, citation.start, citation.end, figure, differs)


def _distinct(matches: Sequence[Match]) -> list[Match]:
    """The matches in their order, each place once."""
    return list({(match.report.document_id, match.start, match.figure): match for match in matches}.values())
