"""只拿了个优秀组织奖: held against the row in which a report names the thing, 线上竞赛、线下竞赛、优秀组织奖."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from index.language.figures import find_figures
from index.types import Span
from qa.answering.two_looks import POOL
from qa.citing.citation import LONGEST_QUOTE, cite
from qa.composing.bearing import Found
from qa.composing.lines import solid
from qa.composing.request import Request
from qa.composing.said import is_negative, stands, telling_words
from qa.composing.topic import every_sentence, is_planned, scope_again
from qa.retrieval.concepts import Concept
from qa.types import Hit
from qa.understanding.only_one import Alone, claimed_alone

__all__ = ["of_only_one", "wider"]

_READ = 8
# Of the weight of a statement's words a sentence must have so much; of the thing itself an item of a row.
_SAYS, _NAMES = 0.5, 0.75
# 金水区 of 金水区政协.
_BEGINS, _LONG = 0.6, 3
_CLAUSE = re.compile("[，,；;：:。！!？?]")
_JOINT = re.compile(
    "、|以及|(?<![共总温缓饱调祥平])和(?!谐|平|睦|解|县)|(?<!参)与(?!会|时|此)|(?<![普涉以触])及(?!时|其|格)"
)
# What a sentence that names but one thing must say for it to be the only one.
_SAYS_ALONE = re.compile("只[有是在对]|仅[有是在对]?|唯一|独有|独家")
# 走访委员、召开座谈会: another thing done, not another in the row.
_DOES = re.compile(
    "走访|召开|举办|举行|开展|组织|参加|参与|建立|建成|完成|推动|推进|形成|提出|提交|编印|编写|发放|收集|办理|督办|听取|审议|考察|调研|视察|实施|落实|开设|设立|制定|印发"
)
_AND_MORE = re.compile("等(?!级|候|待|同|于|次)")
_LEAST = 2


def of_only_one(request: Request, statement: str) -> Found | None:
    """A thing that is said to be the only one: denied by a row that names others beside it, borne out by a sentence
    that says so of it.
    """
    alone = claimed_alone(statement) if request.language == "zh" else None
    if (
        alone is None
        or is_negative(alone.statement)
        or any(each.unit and each.value != 1 for each in find_figures(alone.said))
    ):
        return None
    words = telling_words(request, alone.statement)
    own = telling_words(request, f"{alone.before} {alone.thing}")
    by_itself: Found | None = None
    for hit, span in _sentences(request, words):
        text = solid(hit.report.text[span.start : span.end])
        clauses = _CLAUSE.split(text)
        whole = (alone.thing, alone.thing.partition("的")[0])
        named = next((name for thing in whole for each in clauses if (name := _beside_others(alone, thing, each))), "")
        cited = cite(1, hit.report, hit.heading_path, span)
        if named:
            return Found(False, cited, f"不止{named}")
        says_alone = _SAYS_ALONE.search(text) is not None and any(alone.thing in each for each in clauses)
        if by_itself is None and says_alone and stands(own, text):
            by_itself = Found(True, cited)
    return by_itself


def wider(request: Request, statement: str) -> Request:
    """The request over the reports of other places, where the one that alone did something has none of its own:
    专题协商是不是只有金水区参加.
    """
    alone = claimed_alone(statement) if request.scope.missing == "place" else None
    others = tuple(each for each in request.query.places if not alone or each.name not in alone.said)
    if len(others) == len(request.query.places):
        return request
    query = replace(request.query, places=others)
    return replace(request, query=query, scope=scope_again(request, query))


def _sentences(request: Request, words: list[Concept]) -> Iterator[tuple[Hit, Span]]:
    """The sentences that say most of the statement, those that say more of it first."""
    weight = sum(word.weight for word in words)
    found: list[tuple[float, Hit, Span]] = []
    for hit in request.retriever.rank(request.query, request.scope, k=POOL)[:_READ] if weight else ():
        if hit.report.kind == "unrelated" or is_planned(request, hit) != (request.query.period == "plans"):
            continue
        for span, _ in every_sentence(request, hit):
            text = hit.report.text[span.start : span.end]
            says = sum(word.weight * word.match(text) for word in words) / weight
            if says >= _SAYS and len(span) <= LONGEST_QUOTE:
                found.append((says, hit, span))
    return ((hit, span) for _, hit, span in sorted(found, key=lambda each: -each[0]))


def _shared(thing: str, text: str) -> str:
    """A thing as a text names it, where it has most of it: 杭州余杭区 → 杭州市余杭区; else ""."""
    blocks = SequenceMatcher(None, thing, text, autojunk=False).get_matching_blocks()
    kept = [block for block in blocks if block.size >= _LEAST]
    shared = sum(block.size for block in kept)
    begins = bool(kept) and kept[0].a == 0 and kept[0].size >= max(_LONG, _BEGINS * len(thing))
    if not begins and shared < max(_LEAST, _NAMES * len(thing)):
        return ""
    return text[kept[0].b : kept[0].b + kept[0].size] if begins else text[kept[0].b : kept[-1].b + kept[-1].size]


def _beside_others(alone: Alone, thing: str, clause: str) -> str:
    """The thing as a clause names it in a row of which it is not all; "" where it stands alone."""
    items = [each for each in _JOINT.split(clause) if len(each) >= _LEAST]
    named = [name for each in items if (name := _shared(thing, each))]
    if not named:
        return ""
    best = max(named, key=len)
    others = [each for each in items if best not in each and each not in alone.said and not _DOES.match(each)]
    if others:
        return best
    return best if _AND_MORE.match(clause, clause.find(best) + len(best)) else ""
