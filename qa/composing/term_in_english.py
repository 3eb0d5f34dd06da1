"""“three poles, one belt and one zone” → 三极一带一区: the term of the reports that an English question means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.composing.request import Request
from qa.retrieval.scope import ResolvedScope
from qa.understanding.term_asked import english_term, numerals_of

__all__ = ["asked_in_english"]

# Reports that are read for a term of which only the numbers are known.
_MOST_READ = 20
_TERM_PRINTED = re.compile(
    r"(?:[“‘「]|^[\W\d_]{1,12})(?P<term>[^“”‘’「」\s，。：:]{2,16})(?:[”’」]|(?=[：:]))", re.MULTILINE
)
_CHINESE = re.compile(r"[㐀-鿿][㐀-鿿\d+＋]+")


def asked_in_english(request: Request, scope: ResolvedScope, question: str) -> tuple[str, ...]:
    """The Chinese of a term of an English question: as it is put there, else that of the same numbers."""
    if named := _CHINESE.search(question):
        return (named[0],)
    units = english_term(question)
    return tuple(_in_chinese(request, scope, units)) if units else ()


def _in_chinese(request: Request, scope: ResolvedScope, units: Sequence[tuple[int, str]]) -> list[str]:
    """The term of the reports that has the numbers of an English one in their order, and most of its things."""
    parse = request.retriever.parse
    nouns = [{c for group in parse(noun).expansions for word in group for c in word} for _, noun in units]
    index = request.retriever.index
    found: dict[str, int] = {}
    for text in dict.fromkeys(index.reports[n].text for n in scope.reports[:_MOST_READ]):
        for each in _TERM_PRINTED.finditer(text):
            own = numerals_of(each["term"])
            if [n for n, _ in own] == [n for n, _ in units]:
                found[each["term"]] = sum(bool(set(noun) & meant) for (_, noun), meant in zip(own, nouns, strict=True))
    best = max(found.values(), default=0)
    likely = [term for term, shared in found.items() if shared == best]
    return likely if len(likely) == 1 and (best or len(units) > 1) else []
