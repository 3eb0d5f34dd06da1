"""立案412件, …收到265件、立案214件: a claim by the figures it gives, each held against what the reports give for it."""

from __future__ import annotations

from index.language.changes import change_before, changes_in
from index.language.figures import Figure, find_figures
from index.language.sentences import sentences
from index.language.units import unit_may_stand
from index.types import Span
from qa.checking.claims import Match, verify_claim
from qa.citing.citation import LONGEST_QUOTE, cite
from qa.composing.bearing import Found
from qa.composing.figures import CLAUSE_BORDER, ask_figure, scope_in_chinese
from qa.composing.lines import sentence_around
from qa.composing.request import Request
from qa.composing.unlike import clause_around
from qa.composing.verdict import agrees
from qa.types import Citation
from qa.understanding.whether import claimed_figures, counting_questions

__all__ = ["citation_of", "of_figure"]

# Each costs a search and up to four passages read.
_MOST_FIGURES = 3
_LONGEST_NAMED = 20


def of_figure(request: Request, statement: str) -> Found | None:
    """立案412件: by the claim's own check, else by what the reports give for that figure."""
    figures = claimed_figures(statement, request.language)
    if not figures:
        return None
    query = request.query
    checked = verify_claim(
        request.retriever,
        statement,
        places=[place.path for place in query.places] or None,
        years=query.years or None,
    )
    # Of several figures it does not say which one another contradicts.
    once = len({(figure.value, figure.unit) for figure in figures}) == len(figures)  # else one figure may bear out two
    if checked.matches and (
        (checked.status == "stated" and once) or (checked.status == "contradicted" and len(figures) == 1)
    ):
        match = checked.matches[0]
        cited = citation_of(match, whole=len(figures) > 1)
        if checked.status == "stated" and (exchanged := _exchanged(statement, figures, cited)):
            return exchanged
        printed = find_figures(match.figure)
        near = len(figures) == len(printed) == 1 and agrees(statement, figures[0], printed[0])
        return Found(checked.status == "stated" or near, cited, match.figure)
    return _of_each_figure(request, statement)


def _of_each_figure(request: Request, statement: str) -> Found | None:
    """Each figure of a statement by what the reports give for it.

    Several figures of one clause only by a sentence that has all others: from 50 to 300 in 15 days is denied by
    3天内…从50…提高到300. None where one of them is not found.
    """
    scope = scope_in_chinese(request) if request.language == "zh" else ""
    asked = counting_questions(statement, request.language, scope=scope)
    found: list[Found | None] = []
    for claimed, question in asked if len(asked) <= _MOST_FIGURES else []:
        stated = ask_figure(request, question)
        if stated.figure is None or stated.citation is None:
            found.append(None)
            continue
        if claimed.unit and not unit_may_stand((claimed.unit,), stated.figure.unit):
            found.append(None)
            continue
        printed = find_figures(stated.citation.quote)
        others = [each for each, _ in asked if each != claimed and each.text in question]
        if not all(any(agrees(statement, other, each) for each in printed) for other in others):
            found.append(None)
            continue
        change = change_before(statement[: claimed.number_start])
        signs = changes_in(stated.answer.short or "")
        if change is not None and not change.level and signs == {-change.sign}:
            return Found(False, stated.citation, stated.answer.short or "")
        # One figure is held against the one found; of several each may be another one's answer.
        is_printed = len(asked) > 1 and any(each.value == claimed.value for each in printed)
        if not is_printed and not agrees(statement, claimed, stated.figure):
            said = _named(stated.figure.text, stated.citation.quote) if len(asked) > 1 else stated.figure.text
            return Found(False, stated.citation, said, named=said != stated.figure.text)
        found.append(Found(True, stated.citation, stated.figure.text if len(asked) == 1 else ""))
    if not found or None in found:
        return None
    held = found[-1]
    exchanged = (
        _exchanged(statement, [claimed for claimed, _ in asked], held.citation) if held and len(asked) > 1 else None
    )
    return exchanged or held


def _exchanged(statement: str, figures: list[Figure], cited: Citation) -> Found | None:
    """Of several figures that a sentence has, the one that it has for another thing than is claimed: 新建28项、修订17项
    of 新建17项、修订28项.
    """
    printed = find_figures(cited.quote)
    clauses = [clause_around(cited.quote, each) for each in printed]
    for claimed in figures if len(figures) > 1 else ():
        own = clause_around(statement, claimed)
        pairs = {own[at : at + 2] for at in range(len(own) - 1)}
        alike = [sum(pair in clause for pair in pairs) for clause in clauses]
        best = [each for each, n in zip(printed, alike, strict=True) if n and n == max(alike)]
        if len(best) == 1 and best[0].unit == claimed.unit and not agrees(statement, claimed, best[0]):
            return Found(False, cited, _named(best[0].text, cited.quote), named=True)
    return None


def _named(figure: str, quote: str) -> str:
    """A figure with what its own clause says it is of, to tell which of several is meant: 其中立案224件."""
    words = CLAUSE_BORDER.split(quote.partition(figure)[0])[-1]
    return f"{words}{figure}" if len(words) <= _LONGEST_NAMED else figure


def citation_of(match: Match, *, whole: bool = False) -> Citation:
    """A claim's match as a citation: the sentence around it, where that can be quoted. whole: with what semicolons part
    from it, where other figures of the claim stand.
    """
    text = match.report.text
    if whole:
        around = sentence_around(text, match.start, match.end)
        if len(around) <= LONGEST_QUOTE:
            return cite(1, match.report, (), around)
    begin = max(text.rfind(mark, 0, match.start) for mark in "。；;！!？?\n") + 1
    inside = next((each for each in sentences(text[begin : match.start + 2 * LONGEST_QUOTE], offset=begin)), None)
    span = Span(match.start, match.end)
    if inside and inside.start <= match.start and match.end <= inside.end and len(inside) <= LONGEST_QUOTE:
        span = inside
    return cite(1, match.report, (), span)
