"""A part that reckons with the things of the parts before it: its result, from the figures found for those."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.language.stages import stage_in
from index.language.units import counts_alike
from qa.composing.calculation import nothing_to_reckon, reckon, reckoning_of
from qa.composing.claimed_again import judged
from qa.composing.figures import ask_figure
from qa.composing.grown import grown_again
from qa.composing.request import Composed, Request
from qa.composing.undone import left_again
from qa.composing.whole_question import reader_of
from qa.types import Answer, Part
from qa.understanding.again import Again, is_per, means_all, reckoned_again, refers_back, refers_to_several
from qa.understanding.again_english import reckoned_again_english
from qa.understanding.claimed_again import claimed_result
from qa.understanding.coordinated import find_distributive
from qa.understanding.interrogatives import find_interrogative
from qa.understanding.joined import of_years
from qa.understanding.parts import AskedPart
from qa.understanding.reckoning import is_as_much_as
from qa.understanding.shares import formal_verb
from qa.understanding.terms import Reckoning, Term
from qa.understanding.where_when import Read

__all__ = ["Before", "as_answer", "reckon_again"]

_STAGES = _PAIR = 2
# A of 两者: the first stands above the second in these.
_DIRECTED = ("difference", "growth", "times")
_BY_ORDER = re.compile(
    "[前后]者|[前后]面|[前后]一[个项者]|后一年|第[一二两三四]|\\b(?:former|latter|first|second)\\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Before:
    """A part that was asked, and what it was answered. again: it reckons with parts before it itself."""

    part: AskedPart
    answer: Answer
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Operands:
    """The things to reckon with. directed: the first stands above the second where they were asked for. added: they
    are parts of one sum, none a part of another.
    """

    terms: tuple[Term, ...]
    said: str
    directed: bool = False
    added: bool = False
    apart: bool = False


def reckon_again(request: Request, part: AskedPart, before: Sequence[Before]) -> Answer | None:
    """The answer to a part that names nothing of its own but those before it, a claim of what comes out with its
    verdict; None where it names more, or nothing comes out of what is not surely of them.
    """
    claimed = claimed_result(part.label) if request.language == "zh" else None
    if claimed is None:
        return _reckon_again(request, part, before)
    found = _reckon_again(request, replace(part, label=claimed.asked), before)
    return judged(claimed, part, found) if found else None


def _reckon_again(request: Request, part: AskedPart, before: Sequence[Before]) -> Answer | None:
    for again_of in (grown_again, left_again) if before else ():
        if found := again_of(part.label, before[-1].answer, request.language):
            own = Part(part.question, "calculation", found.status, found.short, found.text, found.citations)
            return replace(found, question=part.question, parts=(own,))
    by_order = _BY_ORDER.search(part.label) is not None
    alike = not is_per(part.label) and not (request.language == "zh" and means_all(part.label))
    operands = _operands(request, before, alike=alike, by_order=by_order)
    if operands is None and request.language == "zh" and refers_back(part.label):  # why not is told
        operands = _operands(request, before, alike=False, by_order=by_order)
    again = _read_again(request, part, operands) if operands else None
    if operands is None or again is None:
        if before and request.language == "zh" and refers_to_several(part.label):
            return as_answer(part, nothing_to_reckon(request), before[-1].answer)
        return None
    reckoning = _reckoning(again, operands, reader_of(request))
    if reckoning and is_as_much_as(part.label):
        reckoning = replace(reckoning, of_part=False)
    composed = reckon(request, reckoning, unsorted=again.unsorted) if reckoning else nothing_to_reckon(request)
    if composed.status != "answered" and not again.sure:
        return None
    return as_answer(part, composed, request.plain(operands.terms[0].questions[0]))


def _read_again(request: Request, part: AskedPart, operands: _Operands) -> Again | None:
    labels = [term.label for term in operands.terms]
    read_again = reckoned_again if request.language == "zh" else reckoned_again_english
    again = read_again(part.label, labels, said=operands.said, directed=operands.directed)
    return None if again and again.kind == "share" and again.unsorted and operands.added else again


def as_answer(part: AskedPart, composed: Composed, base: Answer) -> Answer:
    """What was reckoned as the answer to a part. base: what else an answer says, of a question beside it."""
    own = Part(part.question, composed.form, composed.status, composed.short, composed.text, composed.citations)
    return replace(
        base,
        question=part.question,
        status=composed.status,
        short=composed.short,
        text=composed.text,
        citations=composed.citations,
        readings=(),
        passages=composed.passages,
        comparison=None,
        sureness=None,
        parts=(own,),
    )


def _reckoning(again: Again, operands: _Operands, read: Read) -> Reckoning | None:
    """None where a part of several stages of one thing is asked for, of which none is the whole."""
    terms = tuple(operands.terms[n] for n in again.of)
    if again.kind in ("most", "least"):
        named = [said.places[0].name if len((said := read(each.questions[0])).places) == 1 else "" for each in terms]
        years = [said.year_words("zh") for each in terms for said in [read(each.questions[0])]]
        labels = named if len({*named}) == len(terms) else years
        if len({*labels}) == len(terms):
            terms = tuple(replace(each, label=label) for each, label in zip(terms, labels, strict=True))
    if again.kind == "portion" and all(stages := [stage_in(each.questions[0]) for each in terms]):
        # 立案的 is a part of 收到的, and none beside it.
        return Reckoning("share", terms[:2], stages[0]) if len({*stages}) == len(terms) == _STAGES else None
    return Reckoning(again.kind, terms, apart=operands.apart)


def _each_year(before: Before, read: Read) -> list[Before]:
    """What was asked of two years together, of each of them: 2014年和2015年…各是多少; [] for one year."""
    years = of_years(before.part.question, read)
    asked = []
    for year, question in years if len(years) == _PAIR else ():
        each = find_distributive(question)
        own = question[: each[0]] + question[each[1] :] if each else question
        asked.append(replace(before, part=AskedPart(year, own)))
    return asked


def _operands(request: Request, before: Sequence[Before], *, alike: bool, by_order: bool) -> _Operands | None:
    """What the nearest part reckoned with; else the figures that the last parts asked for each, alike in their unit.

    by_order: whether the clause names them by the order they were asked in (后者比前者).
    """
    asked = [each for each in before if not each.again]
    if not asked:
        return None
    last = asked[-1].part
    reckoned = reckoning_of(request, last.question)
    if reckoned is not None and len(reckoned.terms) > 1 and reckoned.kind not in ("average", "rest"):
        directed, added = reckoned.kind in _DIRECTED, reckoned.kind not in ("share", "times")
        return _Operands(reckoned.terms, last.question, directed=directed, added=added, apart=reckoned.apart)
    if len(asked) == 1:
        asked = _each_year(asked[0], reader_of(request)) or asked
    terms: list[Term] = []
    units: set[str] = set()
    for each in reversed(asked):
        stated = ask_figure(request, each.part.question)
        counts = find_interrogative(each.part.question) if request.language == "zh" else None
        if stated.figure is None and not (counts and counts.counts):
            break
        if alike and stated.figure and not all(counts_alike(stated.figure.unit, unit) for unit in units):
            break
        units.update([stated.figure.unit] if stated.figure else [])
        label = re.split("，|, ", each.part.label, maxsplit=1)[0] if each.part.label else each.part.question
        stage = stage_in(formal_verb(each.part.question)) if stated.answer.status == "ambiguous" else ""
        terms.insert(0, Term(label, (each.part.question,), stage))
    if len(terms) < 2 or len({term.label for term in terms}) < len(terms):
        return None
    read = reader_of(request)
    asked_of = {term: read(term.questions[0]) for term in terms}
    places = {each.places for each in asked_of.values()}
    of_years = len({each.years for each in asked_of.values()}) == len(terms)
    if of_years and not by_order:  # growth is from the earlier to the later
        terms.sort(key=lambda term: asked_of[term].years, reverse=True)
    said = "".join(each.part.question for each in asked)
    return _Operands(tuple(terms), said, directed=of_years and not by_order, apart=len(places) > 1)
