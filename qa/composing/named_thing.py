"""The sentences that name the rare thing that a question names: 农村合作基金会 stands in one sentence of a report, and
what is told of it without that sentence is of something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.composing.lines import solid
from qa.composing.request import Request
from qa.composing.topic import Said, every_sentence, is_at
from qa.types import Citation

__all__ = ["names_thing", "naming"]

_PASSAGES = 6
_SHORTEST, _LONGEST = 5, 16
_MOST_SENTENCES = 3
# A thing is rare where a pair of its characters stands in no more passages than that.
_RARE, _FEWEST = 0.005, 3


def naming(request: Request) -> list[Said]:
    """The few sentences of the best passages that have the longest rare thing that is asked about; [] for none, or
    where those of several reports do.
    """
    if request.language == "en":
        return []
    things = [*_things(request)]
    if not things:
        return []
    found: dict[tuple[str, int], Said] = {}
    for hit in request.retriever.rank(request.query, request.scope, k=_PASSAGES):
        for span, paragraph in every_sentence(request, hit):
            found.setdefault((hit.report.document_id, span.start), Said(hit, span, paragraph, 1.0))
    for thing in things:
        named = [each for each in found.values() if thing in solid(each.text)]
        if named:
            reports = {each.hit.report.id for each in named}
            return named if len(named) <= _MOST_SENTENCES and len(reports) == 1 else []
    return []


def names_thing(citations: Sequence[Citation], named: Sequence[Said]) -> bool:
    """Whether one of the sentences is cited or one behind it in its paragraph is, or there is none that need be."""
    return not named or any(_is_with(each, citation) for each in named for citation in citations)


def _is_with(said: Said, citation: Citation) -> bool:
    behind = said.hit.report.document_id == citation.report.document_id and (
        said.span.start <= citation.start < said.paragraph.end
    )
    return behind or is_at(said, citation)


def _things(request: Request) -> Iterator[str]:
    """Runs of the question's words that are rare as they stand, the longest first."""
    index = request.retriever.index
    most = max(_FEWEST, _RARE * index.n_chunks)
    runs: set[str] = set()
    for piece in request.query.content.split():
        words = index.tokenizer.cut(piece)
        if "".join(words) != piece:
            continue
        runs |= {"".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
    for run in sorted(runs, key=lambda each: (-len(each), each)):
        if _SHORTEST <= len(run) <= _LONGEST:
            pairs = index.tokenizer.bigrams(run)
            if pairs and min(index.document_frequency(pair) for pair in pairs) <= most:
                yield run
