"""The term whose meaning is asked without quoting it, as the reports print it: 新乡说的三联系啥意思 → “三联系”."""

from __future__ import annotations

import re

from qa.composing.lines import solid
from qa.composing.request import Request
from qa.composing.topic import every_period, rows_with
from qa.types import Citation
from qa.understanding.meaning_asked import ends_in, meaning_asked
from qa.understanding.term_asked import quoted_terms, with_quotes

__all__ = ["as_printed", "stands_beside", "term_printed"]

_PRINTED = re.compile(r"[“「]([^“”「」，。；]{2,24})[”」]")
_MOST_ROWS = 2_000
# What says of one quoted term that it is another, or what it is: “头号课题”是“优化营商环境”.
_SAYS_IT_IS = re.compile("是|为|即|指|叫|称|作|：|:")


def term_printed(request: Request) -> str:
    """The longest term that the reports in scope quote and the question does not; "" where it asks for no meaning."""
    said = meaning_asked(request.query.question) or meaning_asked(request.question)
    if request.language != "zh" or request.scope.missing or not said or quoted_terms(said):
        return ""
    names = tuple(name for place in request.query.places for name in (place.name, place.name[:-1]))
    said = solid(said)
    index, scope = request.retriever.index, every_period(request)
    rows = index.rows_of(scope.reports)
    if rows.size > _MOST_ROWS:
        rows = rows_with(request, scope, said)
    printed = {solid(each) for chunk in index.chunks(rows) for each in _PRINTED.findall(chunk.text)}
    return max((each for each in printed if ends_in(said, each, names)), key=lambda each: (len(each), each), default="")


def as_printed(request: Request, question: str) -> str:
    """The question with the term that it asks the meaning of in quotes, where it is one of numbered things, or the
    reports quote it.
    """
    quoted = with_quotes(question)
    if quoted_terms(quoted) or not (term := term_printed(request)):
        return quoted
    return solid(question).replace(term, f"“{term}”", 1)


def stands_beside(term: str, short: str, citation: Citation) -> bool:
    """Whether an answer is only another term, quoted in the same sentence and not said to be what the term is."""
    quote = solid(citation.quote)
    printed = [(each.start(1), each.end(1), each[1]) for each in _PRINTED.finditer(quote)]
    other = solid(short).strip("“”「」、，。")
    own = [each for each in printed if each[2] == term]
    others = [each for each in printed if each[2] == other]
    if other == term or not own or not others:
        return False
    (start, end, _), (other_start, other_end, _) = own[0], others[0]
    between = quote[end:other_start] if end <= other_start else quote[other_end:start]
    return _SAYS_IT_IS.search(between) is None
