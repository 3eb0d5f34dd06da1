"""Whether a statement without figures stands in the reports in other words: all its words in a few clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.language.sentences import clauses, sentences
from index.language.stages import denies_stage
from index.types import Span
from qa.answering.two_looks import POOL
from qa.citing.citation import LONGEST_QUOTE, cite
from qa.composing.request import Request
from qa.retrieval.concepts import Concept, concepts_of
from qa.retrieval.scope import PLAN_ROLE
from qa.types import Citation, Hit

__all__ = ["is_negative", "said_in_words", "stands", "telling_words"]

# What speaks of one statement stands in so many clauses of one sentence.
_CLAUSES = 3
_READ = 8
# Of each word of a statement so much must stand there, and it must have so many, or one so long.
_LEAST_MATCH, _LEAST_WORDS, _LONG_WORD = 0.75, 2, 4
_NEGATIVE = re.compile(
    r"没有|没(?!收)|未(?!来)|并非|从未|无(?!人机|线|锡|论|障碍|偿|为|党)|不(?!断|少|仅|同|动产|良|锈|懈|忘|久|足|等|光|只|但)|"
    r"\bnot\b|n't\b|\bnever\b|\bno\b",
    re.IGNORECASE,
)
# That something took place is said with any of these.
_HELD = re.compile("(?:组织|举办|召开|举行|开展|进行|实施|开设|安排|做过?|办过?|有过?)+$")
# A report seldom names whose it is.
_OWN_BODIES = frozenset("政协 市政协 区政协 县政协 政府 市政府 区政府 县政府 省政府".split())


def is_negative(text: str) -> bool:
    """Whether a text says that something is not so."""
    return _NEGATIVE.search(text) is not None


def said_in_words(request: Request, statement: str) -> Citation | None:
    """Where the reports in scope say this, every word of it close together; None where they do not."""
    retriever, index = request.retriever, request.retriever.index
    query = retriever.parse(statement)
    telling = telling_words(request, statement)
    if len(telling) < _LEAST_WORDS and not any(len(each.variants[0]) >= _LONG_WORD for each in telling):
        return None
    negative = is_negative(statement)
    for hit in retriever.rank(query, request.scope, k=POOL)[:_READ]:
        is_plan = index.chunk_role[index.chunk_row(hit.chunk_id)] == PLAN_ROLE
        if is_plan != (request.query.period == "plans") or hit.report.kind == "unrelated":
            continue
        for span, text in _windows(hit):
            if is_negative(text) == negative and not denies_stage(text, statement) and stands(telling, text):
                return cite(1, hit.report, hit.heading_path, span)
    return None


def telling_words(request: Request, statement: str) -> list[Concept]:
    """The words of a statement that a sentence which says the same must have: not that something was held, nor the
    body whose report it is.
    """
    concepts = concepts_of(request.retriever.parse(statement), request.retriever.index)
    words = [(each, each.variants[0]) for each in concepts]
    paths = "".join(place.path for place in request.query.places)  # 河南 of 河南全省, where it is about 郑州
    return [
        each
        for each, word in words
        if len(word) > 1 and not _HELD.match(word) and word not in _OWN_BODIES and word not in paths
    ]


def stands(concepts: Sequence[Concept], text: str) -> bool:
    """Whether each of the words stands in a text, or most of it."""
    return all(concept.match(text) >= _LEAST_MATCH for concept in concepts)


def _windows(hit: Hit) -> Iterator[tuple[Span, str]]:
    """Stretches of a few clauses, the shortest first, each with the sentence to quote for it."""
    for sentence in sentences(hit.text, offset=hit.start):
        parts = clauses(hit.text, sentence, offset=hit.start)
        for size in range(1, _CLAUSES + 1):
            for first in range(len(parts) - size + 1):
                span = Span(parts[first].start, parts[first + size - 1].end)
                quoted = sentence if len(sentence) <= LONGEST_QUOTE else span
                yield quoted, hit.text[span.start - hit.start : span.end - hit.start]
