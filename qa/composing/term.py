"""The term whose meaning is asked without quoting it, as the reports print it: 新乡说的三联系啥意思 → “三联系”."""

from __future__ import annotations

import re

from qa.composing.lines import solid
from qa.composing.request import Request
from qa.composing.topic import every_period, rows_with
from qa.types import Citation
from qa.understanding.meaning_asked import counted_thing, ends_in, meaning_asked
from qa.understanding.term_asked import quoted_terms, with_quotes

__all__ = ["as_printed", "counted_printed", "finds_a_term", "says_nothing_of", "term_printed"]

_PRINTED = re.compile(r"[“「](?P<term>[^“”「」，。；]{2,24})[”」](?P<kind>[㐀-鿿]{0,8})")
_MOST_ROWS = 2_000
# What says of one quoted term that it is another, or what it is: “头号课题”是“优化营商环境”.
_SAYS_IT_IS = re.compile("是|为|即|指|叫|称|作|：|:")


def term_printed(request: Request) -> str:
    """The longest term that the reports in scope quote and the question does not; "" where it asks for no meaning."""
    said = meaning_asked(request.query.question) or meaning_asked(request.question)
    if request.language != "zh" or request.scope.missing or not said or quoted_terms(said):
        return ""
    if said not in request.printed:
        request.printed[said] = _longest_printed(request, solid(said))
    return request.printed[said]


def _longest_printed(request: Request, said: str) -> str:
    names = tuple(name for place in request.query.places for name in (place.name, place.name[:-1]))
    index, scope = request.retriever.index, every_period(request)
    rows = index.rows_of(scope.reports)
    if rows.size > _MOST_ROWS:
        rows = rows_with(request, scope, said)
    printed = ((solid(each["term"]), each["kind"]) for c in index.chunks(rows) for each in _PRINTED.finditer(c.text))
    asked = {term for term, kind in printed if ends_in(said, term, kind=kind, names=names)}
    return max(asked, key=lambda each: (len(each), each), default="")


def counted_printed(request: Request) -> str:
    """The things of a number that a question asks for, as the reports in scope count them: 三个产业集群 → 三大产业集群;
    "" where they count none so.
    """
    question = solid(request.query.question)
    counted = None if request.language != "zh" or quoted_terms(question) else counted_thing(question)
    if counted is None or request.scope.missing:
        return ""
    if counted.asked not in request.printed:
        rows = rows_with(request, request.scope, counted.asked)
        dense = [solid(chunk.text) for chunk in request.retriever.index.chunks(rows)]
        found = (form for form in counted.forms if any(form in text for text in dense))
        request.printed[counted.asked] = next(found, "")
    return request.printed[counted.asked]


def as_printed(request: Request, question: str) -> str:
    """The question with the term that it asks the meaning of in quotes, where the reports quote it, or it is one of
    numbered things.
    """
    term = term_printed(request)
    if not term and (printed := counted_printed(request)):
        counted = counted_thing(solid(question))
        return solid(question).replace(counted.asked, f"“{printed}”", 1) if counted else question
    return solid(question).replace(term, f"“{term}”", 1) if term else with_quotes(question)


def says_nothing_of(term: str, short: str, citation: Citation) -> bool:
    """Whether an answer is only the term again, or another one, quoted in the same sentence and not said to be what the
    term is.
    """
    other = _bare(short)
    if other in term:
        return True
    quote = solid(citation.quote)
    printed = [(*each.span("term"), each["term"]) for each in _PRINTED.finditer(quote)]
    own = [each for each in printed if each[2] == term]
    others = [each for each in printed if each[2] == other]
    if not own or not others:
        return False
    (start, end, _), (other_start, other_end, _) = own[0], others[0]
    between = quote[end:other_start] if end <= other_start else quote[other_end:start]
    return _SAYS_IT_IS.search(between) is None


def finds_a_term(request: Request) -> bool:
    """Whether all that the reader finds is a quoted term."""
    plain = request.plain(request.question)
    if not plain.short or not plain.citations:
        return False
    return any(solid(each["term"]) == _bare(plain.short) for each in _PRINTED.finditer(plain.citations[0].quote))


def _bare(short: str) -> str:
    return solid(short).strip("“”「」、，。")
