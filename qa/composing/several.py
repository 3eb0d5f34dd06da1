"""A question that asks for several things, or the same of several places: each asked, and told in a line of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.language.stages import stage_in
from index.types import Place
from qa.composing.calculation import reckoning_of
from qa.composing.continued import Before, reckon_again
from qa.composing.figures import ask_figure
from qa.composing.numbering import Numbering, is_answered, passages_of, said_once, told
from qa.composing.of_term import answer_of_term, asked_of_term
from qa.composing.parallel import read_apart
from qa.composing.request import Composed, Request
from qa.composing.whole_question import follow_of, reader_of
from qa.retrieval.concepts import concepts_of, coverage
from qa.types import Answer, Part, Status
from qa.understanding.again import ranks
from qa.understanding.coordinated import each_of, each_of_english, each_place, each_place_and_year, find_distributive
from qa.understanding.differences import asks_which_is_more
from qa.understanding.interrogatives import find_interrogative
from qa.understanding.joined import each_joined, is_measured
from qa.understanding.parts import AskedPart, take_apart
from qa.understanding.period import says_allotted, says_past
from qa.understanding.reckoning import read_reckoning

__all__ = ["composed_of", "several"]

# Each costs a search and up to four passages read.
_MOST_PARTS = 10
# What a row of a comparison counts must have this share of the words of the question.
_LEAST_NAMED = 0.3
# What is found of a part with the topic of the one before must have this share of its own words.
_LEAST_OWN = 0.4
_LEAST_PLACES = 2


def several(request: Request) -> Composed | None:
    """The answers to the parts of a question, one a line; None where it asks for one thing."""
    parts = _parts(request)
    # Where a filter leaves out what is asked, that is said of the whole question.
    if len(parts) > _MOST_PARTS or request.scope.missing == "filter":
        return None
    told_parts: list[Before] = []
    for part in parts:
        if part.term:
            told_parts.append(Before(part, answer_of_term(request, part, told_parts[0].answer)))
            continue
        if again := reckon_again(request, part, told_parts):
            told_parts.append(Before(part, again, again=True))
            continue
        answer = _answer(request, part, told_parts[-1].answer if told_parts else None)
        told_parts.extend(_each_counted(request, part, answer) or [Before(part, answer)])
    if len(told_parts) < 2 or _is_one_thing(told_parts):
        return None
    return composed_of(told_parts)


def _each_counted(request: Request, part: AskedPart, answer: Answer) -> list[Before]:
    """The answers to each of the things that are asked of together (how many A and B; A、B是多少), where the reports
    count them apart: what is found for the whole is nothing, or what is found for one of them.
    """
    things = _things(request, part)
    if not things or answer.parts or (is_answered(answer.status) and request.language == "en" and not answer.short):
        return []
    # Of things that are each measured no figure is of all together; one may be stated and another not.
    each_is_measured = request.language == "zh" and all(is_measured(thing) for thing, _ in things)
    named = f"{part.label}，" if part.label and _is_place(request, part.label) else ""
    parts = [replace(part, label=f"{named}{thing}", question=question, otherwise="") for thing, question in things]
    answers = read_apart(request, [_answer(request, each, None) for each in parts])
    told_parts = [Before(each, found) for each, found in zip(parts, answers, strict=True)]
    shorts = [each.answer.short for each in told_parts if is_answered(each.answer.status)]
    if answer.status == "answered" and answer.short not in shorts:
        return []
    if is_answered(answer.status) and len(shorts) < len(parts) and not each_is_measured:
        return []
    least = 1 if each_is_measured and not is_answered(answer.status) else 2
    return told_parts if len(set(shorts)) >= least else []


def _things(request: Request, part: AskedPart) -> Sequence[tuple[str, str]]:
    """What a part asks of several things together, of each of them."""
    if request.language == "en":
        return each_of_english(part.question)
    cut = request.retriever.index.tokenizer.cut
    things = each_joined(part.question, read=reader_of(request), cut=cut)
    return things if things and reckoning_of(request, part.question) is None else ()


def _is_place(request: Request, label: str) -> bool:
    said = reader_of(request)(label)
    return said.place is not None and not said.rest


def _parts(request: Request) -> Sequence[AskedPart]:
    query = request.query
    if query.excluded or query.same_named or asks_which_is_more(query.question):
        return ()
    read = reader_of(request)
    cut = request.retriever.index.tokenizer.cut
    parts = asked_of_term(request, take_apart(query.question, read=read, cut=cut, follow=follow_of(request)), read)
    if query.selects_places and not query.tabulates:
        if any(ranks(part.label) for part in parts[-2:]) and request.plain(request.question).status != "answered":
            return parts
        # 比 between places names the best of them, unless each part is to be reckoned.
        reckons = request.language == "zh" and all(read_reckoning(part.question, read=read, cut=cut) for part in parts)
        return parts if reckons else ()
    whole = parts or (AskedPart("", query.question),)
    if not parts and not read(query.question).places[1:] and len(_things(request, whole[0])) > 1:
        return whole
    of_places: list[AskedPart] = []
    for part in whole:
        pairs = each_place_and_year(part.question, read=read) if request.language == "zh" else []
        if pairs and reckoning_of(request, part.question) is None:
            of_places.extend(_each_pair(request, part, pairs))
            continue
        places = each_place(part.question, read=read) or _each_place_of_thing(request, part, bool(parts))
        if not places or (not parts and _compares_well(request, len(places))):
            of_places.append(part)
            continue
        for place, question in places:
            name = place.name if request.language == "zh" else place.pinyin.capitalize()
            comma = "，" if request.language == "zh" else ", "
            label = f"{name}{comma}{part.label}" if part.label else name
            if len(read(part.label).places) > 1:  # 池州和淮南各新增了多少: what is asked of this one alone
                label = question.strip("?？ ")
            of_places += _each_measured_of(request, label, question) or [AskedPart(label, question)]
    return of_places if len(of_places) > 1 else ()


def _each_place_of_thing(request: Request, part: AskedPart, is_one_of_several: bool) -> list[tuple[Place, str]]:
    """The places that one of several things is asked of, where what asks of each stands behind the things: 赣州和衡水,
    粮食产量、新增就业各是多少.
    """
    read, query = reader_of(request), request.query
    asked = find_interrogative(part.question)
    if not is_one_of_several or request.language != "zh" or asked is None or not find_distributive(query.question):
        return []
    if len(read(part.question).places) < _LEAST_PLACES or not asked.counts:
        return []
    return each_place(f"{part.question[: asked.start]}各{part.question[asked.start :]}", read=read)


def _each_measured_of(request: Request, label: str, question: str) -> list[AskedPart]:
    """Of one place, each of several things of which some are measured, so that no figure is of them all together."""
    if request.language != "zh":
        return []
    things = each_joined(question, read=reader_of(request), cut=request.retriever.index.tokenizer.cut)
    if not any(is_measured(thing) for thing, _ in things) or reckoning_of(request, question) is not None:
        return []
    return [AskedPart(f"{label}，{thing}", asked) for thing, asked in things]


def _each_pair(request: Request, part: AskedPart, pairs: Sequence[tuple[str, str]]) -> list[AskedPart]:
    """What is asked of each place and year; where several things are, each of them."""
    read, cut = reader_of(request), request.retriever.index.tokenizer.cut
    found: list[AskedPart] = []
    for name, question in pairs:
        things = each_of(question, read=read, cut=cut) or [(part.label, question)]
        found += [AskedPart(f"{name}，{thing}" if thing else name, asked) for thing, asked in things]
    return found


def _compares_well(request: Request, n_places: int) -> bool:
    """Whether the table of a comparison has a row for each of the places, each of what is asked."""
    if not request.query.tabulates:
        return False
    comparison = request.plain(request.question).comparison
    if comparison is None or len(comparison.rows) < n_places:
        return False
    concepts = concepts_of(request.query, request.retriever.index)
    return all(coverage(concepts, row.qualifier) >= _LEAST_NAMED for row in comparison.rows)


def _answer(request: Request, part: AskedPart, before: Answer | None) -> Answer:
    """The answer to a part: asked as it stands, then with the topic of the one before it.

    before: the answer to that one. Of a place or name that nothing is indexed of, nothing more is asked.
    """
    read = reader_of(request)
    of_that = before is not None and read(part.question).years == read(before.question).years
    if part.leans and before is not None and of_that and before.status == "not_indexed":
        return replace(before, question=part.question)
    answer = request.ask(part.question)
    if answer.status == "ambiguous" and request.language == "zh" and (stage := stage_in(part.question)):
        return ask_figure(request, part.question, stage=stage).answer
    if answer.status != "not_stated":
        return answer
    others = [part.otherwise, _planned(request, part.question, before.question) if part.leans and before else ""]
    found = (request.ask(question) for question in others if question)
    return next((other for other in found if is_answered(other.status) and _names(request, part, other)), answer)


def _names(request: Request, part: AskedPart, answer: Answer) -> bool:
    """Whether an answer that was found with the topic of the part before is of this part's own, too."""
    concepts = concepts_of(request.retriever.parse(part.question), request.retriever.index)
    quotes = "".join(citation.quote for citation in answer.citations)
    return not concepts or not quotes or coverage(concepts, quotes) >= _LEAST_OWN


def _planned(request: Request, question: str, before: str) -> str:
    """The question of what is planned, where the one before it is, or asks what is promised; "" for none: 厕所要新建
    多少座，中心建几个.
    """
    parse = request.retriever.parse
    year = reader_of(request)(question).year
    planned = parse(before).period == "plans" or (says_allotted(before) and not says_past(question))
    if request.language != "zh" or year is None or not planned or parse(question).period == "plans":
        return ""
    return f"{question[: year[1]]}计划{question[year[1] :]}"


def _is_one_thing(parts: Sequence[Before]) -> bool:
    """Whether all parts have one and the same answer: it was asked for twice."""
    if not all(is_answered(each.answer.status) for each in parts):
        return False
    cited = [
        (each.answer.short, *((c.report.document_id, c.start, c.end) for c in each.answer.citations)) for each in parts
    ]
    return len(set(cited)) == 1


def composed_of(parts: Sequence[Before]) -> Composed:
    """The answers to the parts, one a line, every sentence cited once."""
    numbering = Numbering()
    lines: list[str] = []
    shown: list[Part] = []
    refusals: set[str] = set()
    for each in parts:
        answer = each.answer
        if not is_answered(answer.status):
            answer = replace(answer, text=said_once(answer.text, refusals))
        line, text, citations = told(each.part.label, answer, numbering)
        lines.append(line)
        form = answer.parts[0].form if answer.parts else "plain"
        shown.append(Part(each.part.question, form, answer.status, answer.short, text, citations))
    status = _status([part.status for part in shown])
    first = next((part.short for part in shown if part.short), None)
    return Composed(
        form="plain",
        status=status,
        short=first if is_answered(status) else None,
        text="\n".join(lines),
        citations=tuple(numbering.cited),
        passages=passages_of([each.answer for each in parts]),
        parts=tuple(shown),
    )


def _status(of_parts: Sequence[Status]) -> Status:
    """Answered where any part is; not indexed where all are."""
    if any(is_answered(status) for status in of_parts):
        return "answered"
    return "not_indexed" if all(status == "not_indexed" for status in of_parts) else "not_stated"
