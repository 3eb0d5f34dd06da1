"""A verdict where no rule of words gives one: by the one sentence that most probably speaks of the very statement.

It bears a statement out where nothing in it is against that: no figure, number or name of the statement is missing, and
no clause says the opposite; a name in place of the one that it gives denies it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.language.sentences import clauses
from index.language.stages import denies_stage
from index.types import Span
from qa.citing.citation import LONGEST_QUOTE, cite
from qa.composing.bearing import Found
from qa.composing.contrast import another_body, another_giver, another_name, another_place
from qa.composing.evidence import evidence_of
from qa.composing.missing import names_stand, numbers_stand, regions_stand
from qa.composing.request import Request
from qa.composing.said import is_negative, telling_words
from qa.composing.topic import Said, is_planned
from qa.retrieval.concepts import Concept
from qa.understanding.claimed import every_claimed, find_ranks, rank_claimed, unique_claimed
from qa.understanding.whether import claimed_figures

__all__ = ["of_likely"]

# Of what no other check decided among the yes and no questions of thirteen sets that others wrote, 13 of 14 statements
# whose best sentence is so probable are true, or denied by a name, a figure or a negative in it.
_PROBABLE = 0.55
# Of each word of a statement the sentence must have so much.
_SAYS = 0.75
# Words that say nothing of their own, or what numbers and ranks are held by.
_LIGHT = re.compile(
    "拿到|得到|获得|荣获|获评|评为|授予|颁发|当成|当作|作为|列为|一起|去过|到过|已经|曾经|确实|居然|竟然|而且|并且|同时|真的|真是|前[头列面]|走在|实现|达到|成为|做到|进行|开展|(?:[一二两三四五六七八九十]|[0-9])+[个项家次名位座条件类种年成]?"
)


def of_likely(request: Request, statement: str) -> Found | None:
    """What the most probable sentence says of a statement that gives no figure; None where it is not surely of it."""
    best = next(iter(evidence_of(request)), None) if _may_be_told(request, statement) else None
    if best is None or best.probability < _PROBABLE or best.said.hit.report.kind == "unrelated":
        return None
    said = best.said
    if is_planned(request, said.hit) != (request.query.period == "plans"):
        return None
    words = telling_words(request, statement)
    clause = _telling_clause(words, said)
    cited = cite(1, said.hit.report, said.hit.heading_path, said.span if len(said.span) <= LONGEST_QUOTE else clause)
    if other := (
        another_giver(statement, said.text)
        or another_body(request, statement, said)
        or another_place(request, statement, said, words, _is_light)
        or another_name(request, statement, said, words, _is_light)
    ):
        return Found(False, cited, other)
    if not words or not _says_it(request, statement, said, words):
        return None
    if is_negative(said.hit.report.text[clause.start : clause.end]) or denies_stage(said.text, statement):
        return Found(False, cited) if _says(words, said.text) else None
    return Found(True, cited)


def _may_be_told(request: Request, statement: str) -> bool:
    """Whether a statement is of the plain kind: no figure, rank or all of a kind, and not denied."""
    language = request.language
    if is_negative(statement) or claimed_figures(statement, language) or rank_claimed(statement, language):
        return False
    return every_claimed(statement, language, request.retriever.index.tokenizer.cut) is None


def _says_it(request: Request, statement: str, said: Said, words: Sequence[Concept]) -> bool:
    """Whether nothing that a statement gives is missing in a sentence."""
    english = request.language == "en"
    report, text = said.hit.report, said.text
    if not numbers_stand(statement, text, english=english) or not names_stand(request, statement, report, text):
        return False
    unique = unique_claimed(statement)
    if unique and not unique.said.search(text) and not find_ranks(text):
        return False
    if not regions_stand(request, statement, report, text):
        return False
    return request.retriever.is_told(statement) if english else _says(words, text)


def _says(words: Sequence[Concept], text: str) -> bool:
    """Whether a sentence has all words of a statement that say something of its own."""
    lacking = [word for word in words if word.match(text) < _SAYS]
    return len(lacking) < len(words) and all(_is_light(word.variants[0]) for word in lacking)


def _is_light(word: str) -> bool:
    return _LIGHT.fullmatch(word) is not None


def _telling_clause(words: Sequence[Concept], said: Said) -> Span:
    """The clause of a sentence that has most of the words."""
    text = said.hit.report.text
    parts = list(clauses(text, said.span)) or [said.span]
    return max(parts, key=lambda part: sum(word.weight * word.match(text[part.start : part.end]) for word in words))
