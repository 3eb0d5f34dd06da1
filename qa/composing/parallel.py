"""Two figures of one report that are told in different sentences → as one sentence tells both, where one does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from index.language.figures import find_figures
from qa import wording
from qa.composing.figures import CLAUSE_BORDER, Stated, beside
from qa.composing.lines import sentence_around
from qa.composing.request import Request
from qa.types import Answer

__all__ = ["of_one_sentence", "of_which", "read_apart", "settled_beside", "settled_by_name"]

_LEAST_NAME = 4
_PIECE_END = re.compile("[；;。！？!?\n]")
# 到2020年，…35000元: of another year than the one that is reviewed.
_BY_YEAR = re.compile(r"到(?P<year>20\d\d)年(?!底?的)")


def of_one_sentence(request: Request, first: Stated, second: Stated) -> list[Stated]:
    """Both as they are told side by side: 城镇居民收入21144元；农村居民收入7002元, not the one of 2020's goals."""
    first, second = settled_beside(request, first, second), settled_beside(request, second, first)
    if first.figure and second.figure and first.citation and _is_same(first, second):
        return _told_apart(request, first, second)
    found = [(moved, second) if (moved := _beside(request, first, second)) else None]
    found.append((first, moved) if (moved := _beside(request, second, first)) else None)
    pairs = [pair for pair in found if pair]
    if len(pairs) > 1:
        pairs = [pair for pair in pairs if not any(_is_of_another_year(request, each) for each in pair)]
    return list(pairs[0]) if len(pairs) == 1 else [first, second]


def of_which(request: Request, part: Stated, whole: Stated) -> Stated | None:
    """The whole that the sentence of a part gives, where what was found for it measures something else: 全年竣工1090.6
    万平方米，其中普通住宅竣工1004.5万平方米, not 19片.
    """
    if part.figure is None or part.citation is None or (whole.figure and whole.figure.unit == part.figure.unit):
        return None
    quote = part.citation.quote
    before = quote.partition(part.figure.text)[0]
    at = before.rfind("其中")
    figures = [each for each in find_figures(before) if each.unit == part.figure.unit]
    if at < 0 or not figures or figures[-1].end > at or figures[-1].value <= part.figure.value:
        return None
    if _PIECE_END.search(quote, figures[-1].end, at) or find_figures(before[figures[-1].end :]):
        return None
    return beside(request, part, whole.question, figures[-1])


def _is_same(first: Stated, second: Stated) -> bool:
    """Whether both are one figure of one sentence."""
    return first.figure == second.figure and first.citation == second.citation


def _told_apart(request: Request, first: Stated, second: Stated) -> list[Stated]:
    """Of a sentence that was read twice alike, the figure behind what only the one and only the other is of:
    全会期间共提交提案132件,全年提交提案142件.
    """
    if first.citation is None or first.figure is None:
        return [first, second]
    quote = first.citation.quote
    figures = [each for each in find_figures(quote) if each.unit == first.figure.unit]
    ends = [0, *(each.end for each in figures)]
    before = [quote[end : each.start] for end, each in zip(ends, figures, strict=False)]
    apart: list[Stated] = []
    for stated, other in ((first, second), (second, first)):
        own = _only_in(stated.question, other.question).rstrip("的")
        behind = [each for each, said in zip(figures, before, strict=True) if own and own in said]
        apart.append(beside(request, stated, stated.question, behind[0]) if len(behind) == 1 else stated)
    return apart


def _only_in(question: str, other: str) -> str:
    """What stands in a question between what both begin and end with: 全年 of 2017年全年提案 and 2017年全会期间提案."""
    start = _shared(question, other)
    end = len(question) - _shared(question[start:][::-1], other[start:][::-1])
    return question[start:end] if end - start >= _LEAST_APART else question[max(0, start - 1) : end]


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common from their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


_LEAST_APART = 2


def settled_by_name(request: Request, stated: Stated, name: str) -> Stated:
    """Of several readings the one that says how many of the thing there are: 179个工业项目, not 竣工40个 of them."""
    if stated.figure is not None or stated.answer.status != "ambiguous":
        return stated
    readings = stated.answer.readings
    named = [n for n, reading in enumerate(readings) if f"{reading.short}{name}" in reading.citation.quote]
    return _as_read(request, stated, named[0]) if len(named) == 1 else stated


def read_apart(request: Request, answers: Sequence[Answer]) -> list[Answer]:
    """The answers to several things, where one that may be read in several ways is read as none of the others is:
    财政总收入3003.1亿元，其中地方财政收入1747.2亿元.
    """
    stated = {answer.short for answer in answers if answer.status == "answered"}
    found = []
    for answer in answers:
        left = [n for n, reading in enumerate(answer.readings) if reading.short not in stated]
        if answer.status == "ambiguous" and len(left) == 1:
            answer = _as_read(request, Stated(answer.question, answer), left[0]).answer
        found.append(answer)
    return found


def settled_beside(request: Request, stated: Stated, other: Stated) -> Stated:
    """Of several readings the one of the time asked about, or the one that stands in the sentence of the other."""
    if stated.figure is not None or stated.answer.status != "ambiguous":
        return stated
    each = [_as_read(request, stated, n) for n in range(len(stated.answer.readings))]
    of_time = [one for one in each if one.figure and not _is_of_another_year(request, one)]
    if other.citation is not None and len(of_time) > 1:
        text, at = other.citation.report.text, other.citation
        own = sentence_around(text, at.start, at.end)
        of_time = [
            one
            for one in of_time
            if one.citation and one.citation.report.id == at.report.id and own.start <= one.citation.start < own.end
        ]
    return of_time[0] if len(of_time) == 1 else stated


def _as_read(request: Request, stated: Stated, n: int) -> Stated:
    """One of several readings as the answer."""
    reading = stated.answer.readings[n]
    figures = find_figures(reading.short)
    citation = replace(reading.citation, n=1)
    told = wording.answered(reading.short, citation, request.language, plan=request.query.period == "plans")
    answer = replace(
        stated.answer, status="answered", short=reading.short, text=told, citations=(citation,), readings=()
    )
    single = len(figures) == 1 and not figures[0].doubtful
    return Stated(stated.question, answer, figures[0] if single else None, citation if single else None)


def _beside(request: Request, stated: Stated, other: Stated) -> Stated | None:
    """The figure of the same name in the sentence of the other; None where the two are told together, or none is."""
    figure, citation, beside = stated.figure, stated.citation, other.citation
    if figure is None or citation is None or beside is None or other.figure is None:
        return None
    if citation.report.id != beside.report.id or figure.unit != other.figure.unit:
        return None
    text = beside.report.text
    own = sentence_around(text, beside.start, beside.end)
    start, end = own.start, own.end
    if start <= citation.start < end:
        return None
    name = CLAUSE_BORDER.split(citation.quote.partition(figure.text)[0])[-1].strip()
    at = text.find(name, start, end) if len(name) >= _LEAST_NAME else -1
    if at < 0:
        return None
    figures = find_figures(text[at + len(name) : end])
    if not figures or figures[0].start > 0 or figures[0].unit != figure.unit or figures[0].doubtful:
        return None
    begin = max([start, *(m.end() for m in _PIECE_END.finditer(text, start, at))])
    stop = _PIECE_END.search(text, at)
    close = stop.end() if stop and stop[0] != "\n" else stop.start() if stop else end
    moved = replace(citation, quote=text[begin:close], start=begin, end=close)
    told = wording.answered(figures[0].text, moved, request.language, plan=request.query.period == "plans")
    answer = replace(stated.answer, short=figures[0].text, text=told, citations=(moved,))
    return Stated(stated.question, answer, figures[0], moved)


def _is_of_another_year(request: Request, stated: Stated) -> bool:
    citation = stated.citation
    if citation is None:
        return False
    own = sentence_around(citation.report.text, citation.start, citation.end)
    years = {int(found["year"]) for found in _BY_YEAR.finditer(citation.report.text, own.start, own.end)}
    return bool(years - set(request.query.years))
