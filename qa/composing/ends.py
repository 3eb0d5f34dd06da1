"""From what to what each of several things went: 甲、乙都从多少到多少 → both figures of each, a line a thing."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.composing.continued import Before, reckon_again
from qa.composing.grown import growth_stated
from qa.composing.numbering import is_answered
from qa.composing.request import Composed, Request
from qa.composing.several import composed_of
from qa.composing.whole_question import reader_of
from qa.types import Answer
from qa.understanding.asked_part import AskedPart
from qa.understanding.coordinated import each_of
from qa.understanding.ends_asked import BOTH_ENDS, before_ends
from qa.understanding.interrogatives import find_interrogative
from qa.wording import not_stated

__all__ = ["told_ends"]

_PIECE = re.compile("[？?。；;！!\n]+")
# 变化大不大: asks for nothing that the ends do not tell.
_VAGUE = re.compile(
    "(?:有没有|有|是|的|都|又)?(?:什么|啥|多大|哪些)?(?:变化|改善|变动|进步)(?:大不大|大吗|怎么?样|如何|多大|吗|呢|了)?$"
)
# 那五年（2016-2020）: what is left of it without the years.
_OF_SPAN = re.compile(
    "(?:[这那][一两三四五六几]年)?[（(]\\s*[)）]|[这那][两三四五六几]年(?:间|里|来)?|^(?:以来|来|间)(?!自)"
)
_MARK = "→"


def told_ends(request: Request) -> Composed | None:
    """The figures from which and to which each went; None for a question that does not ask for both of them."""
    query = request.query
    if request.language != "zh" or request.scope.missing or query.doubted or query.excluded or len(query.places) > 1:
        return None
    pieces = [piece.strip(" ，,") for piece in _PIECE.split(query.question) if piece.strip(" ，,")]
    at = next((n for n, piece in enumerate(pieces) if BOTH_ENDS.search(piece)), None)
    if at is None:
        return None
    before, after = [*pieces[:at], *re.split("[，,]", before_ends(pieces[at]) or "")[:-1]], pieces[at + 1 :]
    if any(find_interrogative(piece) and not _VAGUE.search(piece) for piece in before):
        return None
    parts = _parts(request, "，".join(_VAGUE.sub("", piece).strip(" ，,") for piece in pieces[:at]), pieces[at])
    if len(parts) < 2:
        return growth_stated(request) if len(pieces) == 1 else None
    told: list[Before] = []
    for part in parts:
        answer = request.ask(part.question)
        told.append(Before(part, answer if _MARK in (answer.short or "") else _refused(request, answer)))
    if not any(each.answer.short for each in told):
        return None
    for piece in after:
        for each in tuple(told[: len(parts)]):
            part = AskedPart(f"{each.part.label}，{piece}", piece)
            if is_answered(each.answer.status) and (again := reckon_again(request, AskedPart(piece, piece), [each])):
                told.append(Before(part, again, again=True))
    return composed_of(told)


def _refused(request: Request, answer: Answer) -> Answer:
    """That both are not stated: one figure alone is of neither for sure."""
    text = not_stated(request.scope, request.reports_total, request.language)
    return replace(answer, status="not_stated", short=None, text=text, citations=(), readings=(), parts=())


def _parts(request: Request, before: str, piece: str) -> list[AskedPart]:
    """The question of each thing, with the place and time that the first piece or this one says."""
    read, cut = reader_of(request), request.retriever.index.tokenizer.cut
    asks, head = BOTH_ENDS.search(piece), before_ends(piece)
    if asks is None or head is None:
        return []
    said, first = read(head), read(before)
    where = next((each.place_words("zh") for each in (said, first) if each.place), "")
    when = next((each.year_words("zh") for each in (said, first) if each.year), "")
    scope = where + when
    things = each_of(f"{_OF_SPAN.sub('', said.rest).strip(' ，,的')}分别{piece[asks.start() :]}", read=read, cut=cut)
    return [AskedPart(thing, f"{scope}{question}") for thing, question in things]
