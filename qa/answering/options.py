"""Spans that the reader finds → findings: snapped to whole figures, names and quotes, with the words around them."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.kinds import OF_CPPCC
from index.language.figures import Figure
from index.language.script import simplified
from index.language.sentences import sentences
from index.language.stages import stages_in
from index.language.units import SHARES, unit_fits, unit_may_stand
from index.types import Fact, Span
from qa.answering.candidates import Candidate, count_things
from qa.answering.changes_asked import asks_by_how_much, with_direction
from qa.answering.extract import Finding, clause_of, literal_share, words_of
from qa.answering.figure_fit import asks_rate, is_of_another_year, stage_words, years_named
from qa.answering.guards import held_back
from qa.answering.judge import FEATURES, LAST_PLACE, UNREAD
from qa.answering.judgement import stands_out, states
from qa.answering.reader import ReadSpan
from qa.answering.row_asked import is_row_asked, of_asked_item
from qa.answering.row_units import figures_in
from qa.answering.table_cells import tables_of
from qa.retrieval.concepts import Concept, coverage
from qa.retrieval.scope import ResolvedScope
from qa.types import Hit
from qa.understanding.query import Query

__all__ = ["Option", "Snapped", "options_of", "snapped"]

_PAIRS = {"“": "”", "《": "》", "‘": "’", "（": "）", "(": ")"}
_EDGES = " \t\n　，,。；;：:、！!？?"
_REACH = 30
# What may stand between the borders of a span and those of the figure in it: 达409件, 共有409件, 409件的.
_AROUND_FIGURE = 4
# What is left of the last of several things in a row: …、委员联系界别|群众。
_REST_OF_LAST = re.compile(
    r"(?!等|的|和|与|及|以及|为|是|共|均|都|进行|开展|分别)[一-龥]{1,4}(?=[，。；、！？,;)）]|$|等)"
)
# Of a row of figures the question says so many things.
_FEWEST_OF_ROW = 2
_YEAR = re.compile(r"(?:19|20)\d\d")
_PLANNED = re.compile("力争|预期|目标|计划|确保|争取|将(?!军|士)|拟|要(?=完|建|实|新|达)")


_PART_OF_YEAR = re.compile("[上下]半年|前?[一二三四]季度|全年|年度")


@dataclass(frozen=True, slots=True)
class Snapped:
    """text[start:end] of a passage, a whole figure, name or quote. figure: where it is one, with its own offsets."""

    start: int
    end: int
    figure: Figure | None = None


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """The sentence of a passage that holds a position."""
    found = [span for span in sentences(text) if span.start <= position < span.end]
    return (found[0].start, found[0].end) if found else (0, len(text))


def snapped(text: str, start: int, end: int, *, counted: bool, things: Sequence[str] = ()) -> Snapped | None:
    """A span of a passage with its borders put right; None where nothing is left of it.

    counted: a figure is asked for, so that of a span that holds one it alone is taken, with its unit. things: nouns for
    the kind of thing asked for, one of which right behind the span is the end of its name: “三新”|经济.
    """
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    if start >= end:
        return None
    left, right = sentence_at(text, start)
    figures = [
        figure
        for figure in figures_in(text[left:right])
        if left + figure.start < end and start < left + figure.end and (figure.unit or not _YEAR.fullmatch(figure.text))
    ]
    if len(figures) == 1:
        figure = figures[0]
        begins, ends = left + figure.start, left + figure.end
        outside = max(0, begins - start) + max(0, end - ends)
        if counted or outside <= _AROUND_FIGURE:
            return Snapped(begins, ends, figure)
    if figures:
        start, end = min(start, left + figures[0].start), max(end, left + figures[-1].end)
    start, end = _balanced(text, start, end)
    if "、" in text[start:end] and (rest := _REST_OF_LAST.match(text, end)):
        end = rest.end()
    thing = next((thing for thing in things if text.startswith(thing, end)), "")
    return Snapped(start, end + len(thing))


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """With both of two quotes or brackets, or with neither."""
    for opening, closing in _PAIRS.items():
        piece = text[start:end]
        missing = piece.count(opening) - piece.count(closing)
        if missing > 0:
            at = text.find(closing, end, end + _REACH)
            if at >= 0:
                end = at + 1
            elif piece.startswith(opening):
                start += 1
        elif missing < 0:
            at = text.rfind(opening, max(0, start - _REACH), start)
            if at >= 0:
                start = at
            elif piece.endswith(closing):
                end -= 1
    return start, end


@dataclass(frozen=True, slots=True)
class Option:
    """A possible answer. features: what the judge goes by, in the order of FEATURES. is_row_asked: it is the figure of
    a row whose place there is that of the thing asked for.
    """

    finding: Finding
    features: tuple[float, ...]
    is_row_asked: bool = False

    @property
    def is_by_structure(self) -> bool:
        """Whether the structure of a table or of a row of figures says that it is what is asked."""
        return self.is_cell_asked or self.is_row_asked

    @property
    def is_cell_asked(self) -> bool:
        """Whether it is a table's cell, and the first that states what is asked."""
        return bool(self.finding.candidate.headers) and self.features[FEATURES.index("words_state")] > 0


@dataclass(slots=True)
class _Found:
    finding: Finding
    place: int = LAST_PLACE
    span: float = UNREAD
    passage: int = -1


def options_of(
    query: Query,
    scope: ResolvedScope,
    *,
    passages: Sequence[Hit],
    planned: Collection[str],
    spans: Sequence[ReadSpan],
    by_words: Sequence[Finding],
    ranks: Mapping[str, int],
    preferred: Collection[str],
    fact: Fact | None = None,
    concepts: Sequence[Concept],
    things: Sequence[str] = (),
) -> list[Option]:
    """What the reader found in these passages and what their words gave, each with what speaks for it and against it.

    planned: chunks that tell of plans. by_words: best first. ranks: of all passages found, by chunk. preferred: reports
    of the very period asked for. fact: what the fact table states of the indicator asked for. things: see
    `snapped`. The order is that of the reader's scores.
    """
    texts = [simplified(hit.text) for hit in passages]
    cells = [[number for table in tables_of(hit) for number in table.numbers] for hit in passages]
    found: dict[tuple[str, int, int], _Found] = {}
    for span in spans:
        hit = passages[span.passage]
        cut = snapped(texts[span.passage], span.start, span.end, counted=query.answer == "number", things=things)
        if cut is None:
            continue
        finding = _finding(query, hit, texts[span.passage], cut, concepts)
        if asks_by_how_much(query) and cut.figure:
            before = texts[span.passage][finding.sentence.start - hit.start : cut.start]
            finding = replace(finding, candidate=with_direction(query, finding.candidate, before))
        if cut.figure and _is_unread_cell(cells[span.passage], finding, by_words):
            continue
        key = (hit.report.document_id, finding.candidate.start, finding.candidate.end)
        if key not in found:
            found[key] = _Found(finding, span=span.score, passage=span.passage)
    numbers = {hit.chunk_id: n for n, hit in enumerate(passages)}
    alone = _cell_of_all_words(query, by_words)
    shown = by_words[:LAST_PLACE]
    for place, finding in enumerate([*shown, alone] if alone and alone not in shown else shown):
        candidate = finding.candidate
        key = (finding.hit.report.document_id, candidate.start, candidate.end)
        if key in found:
            found[key].place, found[key].finding = place, finding
        else:
            found[key] = _Found(finding, place, passage=numbers.get(finding.hit.chunk_id, -1))
    found |= _beside_in_row(query, passages, texts, found, concepts)
    findings = [each.finding for each in found.values()]
    found = {key: each for key, each in _of_own_item(found, findings) if not held_back(query, scope, each.finding)}
    described = _described(query, scope, found, spans, by_words, ranks)
    options = [_option(each, words, query, scope, planned, preferred, fact) for each, words in described]
    if alone:
        options = [replace(each, is_row_asked=each.finding is alone) for each in options]
    if len(concepts) < _FEWEST_OF_ROW:
        return options
    return [replace(each, is_row_asked=each.is_row_asked or is_row_asked(each.finding, findings)) for each in options]


def _cell_of_all_words(query: Query, by_words: Sequence[Finding]) -> Finding | None:
    """The one cell whose heads have all that is asked, word by word: 行政案件审结 of 行政 below 审结; of several that
    whose row the question names. None where none has, or several.
    """
    asked = _PART_OF_YEAR.sub("", query.content)
    found = [each for each in by_words if each.candidate.headers and literal_share(asked, each.own) >= 1]
    if len(found) > 1:
        found = [each for each in found if each.candidate.headers.split()[0] in query.question]
    return found[0] if len(found) == 1 else None


def _beside_in_row(
    query: Query,
    passages: Sequence[Hit],
    texts: Sequence[str],
    found: Mapping[tuple[str, int, int], _Found],
    concepts: Sequence[Concept],
) -> dict[tuple[str, int, int], _Found]:
    """The other figures of each row (分别完成收入36.6亿元、66亿元) of which one was found."""
    beside: dict[tuple[str, int, int], _Found] = {}
    seen: set[tuple[int, Span]] = set()
    for each in found.values():
        figure, clause = each.finding.candidate.figure, each.finding.clause
        if figure is None or each.passage < 0 or (each.passage, clause) in seen:
            continue
        seen.add((each.passage, clause))
        hit, text = passages[each.passage], texts[each.passage]
        start, end = max(clause.start, hit.start) - hit.start, min(clause.end, hit.end) - hit.start
        if "分别" not in text[start:end]:
            continue
        for other in figures_in(text[start:end]):
            key = (hit.report.document_id, hit.start + start + other.start, hit.start + start + other.end)
            if other.unit == figure.unit and not other.doubtful and key not in found:
                at = Snapped(start + other.start, start + other.end, other)
                beside[key] = _Found(_finding(query, hit, text, at, concepts), passage=each.passage)
    return beside


def _of_own_item(
    found: Mapping[tuple[str, int, int], _Found], findings: Sequence[Finding]
) -> Iterator[tuple[tuple[str, int, int], _Found]]:
    """All but the figures of a row of which another is said of the thing asked for. That other is as much what the
    reader found as they are: it finds the row, and the order of its figures tells whose each is.
    """
    others = {key: of_asked_item(each.finding, findings) for key, each in found.items()}
    for key, each in found.items():
        if others[key] is None:
            given = [found[at] for at, other in others.items() if other is each.finding]
            span = max([each.span, *(one.span for one in given)])
            place = min([each.place, *(one.place for one in given)])
            yield key, replace(each, span=span, place=place)


def _is_unread_cell(cells: Sequence[Span], finding: Finding, by_words: Sequence[Finding]) -> bool:
    """Whether a figure stands in a table, and not in a cell whose row and column are what is asked for."""
    at = finding.candidate.start
    if not any(span.start <= at < span.end for span in cells):
        return False
    return not any(each.candidate.headers and each.candidate.start <= at < each.candidate.end for each in by_words)


def _finding(query: Query, hit: Hit, text: str, span: Snapped, concepts: Sequence[Concept]) -> Finding:
    """The span as a finding."""
    left, right = sentence_at(text, span.start)
    sentence = Span(hit.start + left, hit.start + right)
    start, end = hit.start + span.start, hit.start + span.end
    size = 1 if span.figure else count_things(text[span.start : span.end])
    printed = hit.text[span.start : span.end]
    candidate = Candidate("figure" if span.figure else "named", start, end, printed, size, span.figure)
    clause = clause_of(text, sentence, candidate, hit.start)
    own = words_of(text, clause, candidate, hit.start)
    by_own = coverage(concepts, own)
    return Finding(
        candidate=candidate,
        hit=hit,
        sentence=sentence,
        clause=clause,
        own=own,
        literal=literal_share(query.content, own),
        support=max(by_own, coverage(concepts, text[left:right])),
        clause_support=by_own,
        passage_support=coverage(concepts, " ".join(hit.heading_path) + "\n" + text),
        likeness=0.0,
        nearest=False,
        score=0.0,
    )


def _option(
    each: _Found,
    words: Mapping[str, float],
    query: Query,
    scope: ResolvedScope,
    planned: Collection[str],
    preferred: Collection[str],
    fact: Fact | None,
) -> Option:
    hit = each.finding.hit
    told = {
        **words,
        **_told(query, each.finding),
        "wants_plan": float(scope.period == "plans"),
        "fact": _agrees(each.finding, fact),
        "preferred": float(not scope.years or hit.report.id in preferred),
    }
    if hit.chunk_id in planned:
        told["planned"] = 1.0
    return Option(each.finding, tuple(told[name] for name in FEATURES))


def _described(
    query: Query,
    scope: ResolvedScope,
    found: Mapping[tuple[str, int, int], _Found],
    spans: Sequence[ReadSpan],
    by_words: Sequence[Finding],
    ranks: Mapping[str, int],
) -> Iterator[tuple[_Found, dict[str, float]]]:
    """Each with what the reader and the words alone say of it, beside the others."""
    answers = {span.passage: span.answers for span in spans}
    best_answers = max(answers.values(), default=0.0)
    top = max((each.finding.hit.score for each in found.values()), default=0.0) or 1.0
    first = by_words[0] if by_words else None
    stated = first is not None and (states(query, scope, first) or stands_out(query, scope, by_words))
    for key, each in found.items():
        rivals = [
            other.span
            for rival, other in found.items()
            if rival != key and not (rival[0] == key[0] and rival[1] < key[2] and key[1] < rival[2])
        ]
        yield (
            each,
            {
                "span": each.span,
                "margin": each.span - max(rivals, default=UNREAD),
                "answers": _logit(answers.get(each.passage, 0.0)),
                "best_answers": _logit(best_answers),
                "rank": float(ranks.get(each.finding.hit.chunk_id, len(ranks))),
                "score": each.finding.hit.score / top,
                "words_place": float(each.place),
                "words_score": by_words[each.place].score if each.place < LAST_PLACE else 0.0,
                "words_margin": _margin(each.place, by_words),
                "words_state": float(stated and each.place == 0),
                "words_overlap": float(first is not None and _overlap(first, each.finding)),
                "of_cppcc": float(each.finding.hit.report.kind in OF_CPPCC),
                "seconded": float(
                    any(
                        other.span > 0
                        and other.passage != each.passage
                        and other.finding.candidate.text == each.finding.candidate.text
                        for other in found.values()
                    )
                ),
            },
        )


def _margin(place: int, by_words: Sequence[Finding]) -> float:
    if place >= LAST_PLACE:
        return -1.0
    if place > 0:
        return by_words[place].score - by_words[0].score
    return by_words[0].score - (by_words[1].score if len(by_words) > 1 else 0.0)


def _overlap(one: Finding, other: Finding) -> bool:
    same = one.hit.report.document_id == other.hit.report.document_id
    return same and one.candidate.start < other.candidate.end and other.candidate.start < one.candidate.end


def _told(query: Query, finding: Finding) -> dict[str, float]:
    """What is known of an answer without reading: its unit, stage, time, and the question's words around it."""
    candidate, hit = finding.candidate, finding.hit
    figure, text = candidate.figure, simplified(hit.text)
    sentence = text[max(0, finding.sentence.start - hit.start) : finding.sentence.end - hit.start]
    before = sentence[: max(0, candidate.start - finding.sentence.start)]
    wanted, given = stages_in(stage_words(query)), stages_in(simplified(finding.own))
    years = years_named(before)
    named = query.years if query.period != "delivered" else ()
    return {
        "own_words": finding.clause_support,
        "sentence_words": finding.support,
        "passage_words": finding.passage_support,
        "wants_number": float(query.answer == "number"),
        "wants_phrase": float(query.answer == "phrase"),
        "is_figure": float(figure is not None),
        "unit": _unit(query, figure),
        "share_conflict": float(figure is not None and (figure.unit in SHARES) != asks_rate(query)),
        "stage": 0.0 if not wanted or figure is None else 1.0 if wanted & given else -1.0 if given else -0.3,
        "other_year": float(is_of_another_year(query, hit, sentence)),
        "year_before": 0.0 if not years or not named else 1.0 if years[-1] in named else -1.0,
        "planned": 0.5 * (_PLANNED.search(before) is not None),
        "english": float(query.language == "en"),
        "length": float(len(candidate.text)),
        "wants_list": float(query.is_list),
        "things": float(candidate.size),
        "in_question": float(candidate.text in query.question),
    }


def _agrees(finding: Finding, fact: Fact | None) -> float:
    figure = finding.candidate.figure
    if finding.candidate.headers:
        return 1.0  # a cell whose row and column are what is asked for
    if fact is None or figure is None:
        return 0.0
    return 1.0 if (figure.value, figure.unit) == (fact.value, fact.unit) else -1.0


def _unit(query: Query, figure: Figure | None) -> float:
    if figure is None or not query.units:
        return 0.0
    return 1.0 if unit_fits(query.units, figure.unit) else 0.5 if unit_may_stand(query.units, figure.unit) else -1.0


def _logit(probability: float) -> float:
    held = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(held / (1 - held))
