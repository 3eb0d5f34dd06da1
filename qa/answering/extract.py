"""Hits → ranked short answers, each a span of a report with the sentence it stands in."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from index.language.conjunctions import AND
from index.language.figures import Figure
from index.language.gazetteer import Gazetteer
from index.language.script import simplified
from index.language.sentences import clauses, sentences
from index.statements.subjects import inherited_subject
from index.types import Span
from qa.answering.candidates import Candidate, find_candidates
from qa.answering.changes_asked import asks_by_how_much, either_way, is_of_thing_asked, standstills, with_direction
from qa.answering.fit import fit
from qa.answering.row_units import ITEM_BORDER, both_named, figures_in, tail_of_last
from qa.answering.table_cells import cells_asked, row_asked, tables_of
from qa.in_time import check_time
from qa.retrieval.concepts import Concept, coverage
from qa.types import Hit
from qa.understanding.query import Query

__all__ = ["Finding", "clause_of", "find_answers", "literal_share", "words_of"]

# How much the words around a candidate count, by how near they stand: its own clause, its sentence, its passage with
# the headings above it.
_CLAUSE, _SENTENCE, _PASSAGE = 0.5, 0.3, 0.2
_RETRIEVAL = 0.35
_LIKENESS = 0.45
# A concept this many characters away counts 1/e of one that stands beside the candidate.
_NEARNESS, _NEAR = 0.25, 12
_LITERAL = 0.2
_HEADING = -0.4
_SHORT_LINE = 30
_SEPARATOR_WIDTH = 6


# 由909亿元增加到1465.5亿元: what is said before the first figure is said of the second.
_CHANGED_TO = re.compile(
    r"^[^，,；;。0-9]{0,2}(?:增加|提高|增长|上升|扩大|发展|减少|下降|降低|跃升|提升|跨越|攀升)?(?:到|至|为)$"
)


# 组织30多家企业、8家银行以及部分委员进行座谈交流: what stands behind the last item is said of all.
_SHARED_TAIL = re.compile(r"以及|等|进行|开展|参加|共同|一起|全部|均")


_FIGURES = re.compile(r"[0-9０-９.．%％]+[㐀-鿿]?")
_CONTINUES = re.compile(r"^(?:总数|总量|累计|总计|增至|增加到|达到?)")
# 城镇、农村居民人均可支配收入分别达到44071元、14924元: the first figure is of the first thing named, and so on.
_RESPECTIVELY = "分别"
# 四大产业, 三项工程: behind the last of several things, what all are.
_COUNT_OF_ALL = re.compile(r"(?<=[㐀-鿿])[两二三四五六七八九十\d]{1,2}[大个项类种家县](?P<what>[㐀-鿿]{2,6})$")
# What leads to the first of them: 预计全年铁路、公路货运量.
_ROW_LEAD = re.compile(
    "^(?:预计|其中|目前|全[年市省县区州国]|我[市省县区国]|截至|年[末底]|[今去]年|累计|\\d{4}年){1,4}"
)
_STRETCH = re.compile(r"[^，,；;。：:\n]+")
_JOINT = re.compile(f"{AND}|城乡|存贷")
_RESPECTIVELY_REACH = 80
_SENTENCE_END = re.compile("[。；;\n]")


@dataclass(frozen=True, slots=True)
class Finding:
    """A candidate answer and why.

    sentence, clause: where it stands, in document positions. own: the words that speak of this candidate; literal: the
    longest stretch of the question among them, as a share of it. support: share of the question's concepts that its
    clause and sentence state, in [0, 1]; clause_support: that its own words state; passage_support: that its passage
    and the headings above it state. likeness: cosine of its sentence to the question, 0 where not compared; nearest:
    no sentence compared is more like it. score: what findings are ordered by. confidence: how probably it is the
    answer, by the judge; 0 where none was asked.
    """

    candidate: Candidate
    hit: Hit
    sentence: Span
    clause: Span
    own: str
    literal: float
    support: float
    clause_support: float
    passage_support: float
    likeness: float
    nearest: bool
    score: float
    confidence: float = 0.0


def find_answers(
    query: Query,
    hits: Sequence[Hit],
    concepts: Sequence[Concept],
    *,
    gazetteer: Gazetteer,
    similarity: dict[tuple[str, int], float] | None = None,
    things: Sequence[str] = (),
) -> list[Finding]:
    """All candidates in these passages, best first. similarity: of a sentence (document id, start) to the question.
    things: nouns for the kind of thing asked for, see `qa.answering.fit.asked_things`.
    """
    findings: list[Finding] = []
    top = max(similarity.values(), default=0.0) if similarity else 0.0
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    if asks_by_how_much(query):
        concepts = either_way(concepts)
    for printed in hits:
        check_time()
        hit = _in_simplified(printed)
        passage = coverage(concepts, " ".join(hit.heading_path) + "\n" + hit.text)
        for spot in _spots(query, hit, concepts, gazetteer, things):
            candidate, text = spot.candidate, spot.text
            sentence_support = coverage(concepts, text)
            likeness = (similarity or {}).get((hit.report.document_id, spot.sentence.start), 0.0)
            heading_fit = _HEADING if _is_heading(text, hit.heading_path) else 0.0
            clause_support = coverage(concepts, spot.own)
            literal = literal_share(query.content, spot.own)
            score = (
                _CLAUSE * clause_support
                + _SENTENCE * sentence_support
                + _PASSAGE * passage
                + _RETRIEVAL * hit.score / best
                + _likeness_bonus(likeness, similarity)
                + fit(query, candidate, concepts, hit, things=things, sentence=text, own=spot.own)
                + _LITERAL * literal
                + (heading_fit if candidate.figure is None and candidate.kind != "person" else 0.0)
                + (_NEARNESS * _nearness(concepts, text, candidate, spot.sentence) if candidate.figure is None else 0.0)
            )
            findings.append(
                Finding(
                    candidate=candidate if hit is printed else _as_printed(candidate, printed),
                    hit=printed,
                    sentence=spot.sentence,
                    clause=spot.clause,
                    own=spot.own,
                    literal=literal,
                    support=max(sentence_support, clause_support),
                    clause_support=clause_support,
                    passage_support=passage,
                    likeness=likeness,
                    nearest=likeness > 0 and likeness == top,
                    score=score,
                )
            )
    findings.sort(key=lambda f: (-f.score, f.hit.report.id, f.candidate.start, f.candidate.end))
    return findings


def _in_simplified(hit: Hit) -> Hit:
    """The passage as it is read: in simplified characters, its offsets unchanged."""
    text = simplified(hit.text)
    if text == hit.text:
        return hit
    whole = functools.cache(lambda: simplified(hit.report.text))
    return replace(hit, text=text, report=replace(hit.report, load_text=whole))


def _as_printed(candidate: Candidate, hit: Hit) -> Candidate:
    """The candidate in the characters that the report prints."""
    text = hit.text[candidate.start - hit.start : candidate.end - hit.start]
    if simplified(text) != candidate.text or text == candidate.text:
        return candidate
    return replace(candidate, text=text)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A candidate where it stands. text: of its sentence, or what a table says of it; own: the words of it alone."""

    candidate: Candidate
    sentence: Span
    clause: Span
    text: str
    own: str


def _spots(
    query: Query, hit: Hit, concepts: Sequence[Concept], gazetteer: Gazetteer, things: Sequence[str]
) -> Iterator[_Spot]:
    """The candidates of a passage: those of its sentences, and the cells of its tables with their headers."""
    tables = tables_of(hit) if query.answer == "number" else ()
    numbers = [span for table in tables for span in table.numbers]
    known_place = query.answer != "place" or bool(query.places)
    own_codes = frozenset(gazetteer.lineage(hit.report.place_code) if known_place else ())
    of_change = asks_by_how_much(query)
    for sentence in sentences(hit.text, offset=hit.start):
        text = hit.text[sentence.start - hit.start : sentence.end - hit.start]
        candidates = find_candidates(
            hit.text,
            sentence,
            offset=hit.start,
            kind=query.answer,
            gazetteer=gazetteer,
            own_codes=own_codes,
            things=things,
        )
        for candidate in [*candidates, *(standstills(text, sentence) if of_change else ())]:
            if any(span.start <= candidate.start < span.end for span in numbers):
                continue
            clause = clause_of(hit.text, sentence, candidate, hit.start)
            own = words_of(hit.text, clause, candidate, hit.start)
            if not of_change:
                yield _Spot(candidate, sentence, clause, text, own)
                continue
            before = text[: candidate.start - sentence.start]
            own = f"{inherited_subject(before)} {own}".strip()
            if is_of_thing_asked(concepts, own):
                yield _Spot(with_direction(query, candidate, before), sentence, clause, text, own)
    for table in tables:
        for cell in cells_asked(query, hit, table, concepts, gazetteer):
            figure = cell.figure
            headers = f"{row_asked(cell, query)} {cell.column}".strip()
            row = Span(max(cell.span.start, hit.start), min(cell.span.end, hit.end))
            candidate = Candidate("figure", figure.start, figure.end, figure.text, 1, figure, headers)
            yield _Spot(candidate, row, row, f"{table.caption} {headers} {figure.text}", headers)


def _likeness_bonus(likeness: float, similarity: dict[tuple[str, int], float] | None) -> float:
    """From 0 for a sentence no more like the question than most to _LIKENESS for the one most like it."""
    if not similarity:
        return 0.0
    values = sorted(similarity.values())
    low, high = values[len(values) // 2], values[-1]
    return _LIKENESS * max(0.0, likeness - low) / (high - low) if high > low else 0.0


def clause_of(text: str, sentence: Span, candidate: Candidate, offset: int) -> Span:
    """The clauses of the sentence that the candidate touches."""
    touched = [c for c in clauses(text, sentence, offset=offset) if c.start < candidate.end and candidate.start < c.end]
    return Span(touched[0].start, touched[-1].end) if touched else sentence


def words_of(text: str, clause: Span, candidate: Candidate, offset: int) -> str:
    """The clause as far as it speaks of this candidate: a figure's words end where the next figure begins."""
    start, end = clause.start - offset, clause.end - offset
    if candidate.figure is None:
        own_start, own_end = candidate.start - offset, candidate.end - offset
        return text[start:own_start] + " " + text[own_end:end] if candidate.kind != "clause" else text[start:end]
    begin, finish = start, end
    figures = figures_in(text[start:end])
    for figure in figures:
        position = start + figure.start
        if position + len(figure.text) <= candidate.start - offset:
            if _CHANGED_TO.match(text[start + figure.end : candidate.start - offset]):
                continue
            begin = start + figure.end + _break(text[start + figure.end : candidate.start - offset])
        elif position >= candidate.end - offset:
            finish = min(finish, candidate.end - offset + _break(text[candidate.end - offset : position]))
            break
    tail = _SHARED_TAIL.search(text, figures[-1].end + start, end) if figures else None
    shared = " " + text[tail.start() : end] if tail and tail.start() >= finish else ""
    own = text[begin:finish]
    if item := _item_of(text, figures, start, end, candidate.start - offset):
        own = f"{item} {candidate.text}"
    if candidate.text.strip() == own.strip("、和及与，, "):
        # 调研成果30篇、23万余字: an item with no words of its own counts the same thing as the one before it.
        own = text[start:finish]
    if _CONTINUES.match(own):
        # 新认定高新技术企业576家,总数达1442家: the second clause counts what the first names.
        own = (_FIGURES.sub(" ", text[start:begin]) if begin > start else find_previous(text[: start + 1])) + own
    return own + shared


def _item_of(text: str, figures: Sequence[Figure], start: int, end: int, position: int) -> str:
    """The thing a figure counts where as many things as figures are given 分别, else "".

    The things are named in the clause itself or in the one before it: 城镇、农村居民收入分别达4元、1元,分别增长5%、6%.
    """
    divided = next(_divided(text, start, end), None)
    if divided is None and text.startswith(_RESPECTIVELY, start):
        earlier = list(_divided(text, max(0, start - _RESPECTIVELY_REACH), start))
        divided = earlier[-1] if earlier and not _SENTENCE_END.search(text, earlier[-1].end, start) else None
        if divided is None:
            return _clause_of_order(text, figures, start, position)
    if divided is None:
        return ""
    after = [figure for figure in figures if start + figure.start >= min(divided.end, end) or divided.end <= start]
    # 分别为34328元和12858元、增长7.6%和9.8%: the figures of one unit are a row of their own.
    unit = next((figure.unit for figure in after if start + figure.start == position), None)
    given = [start + figure.start for figure in after if figure.unit == unit]
    items = [item.strip() for item in ITEM_BORDER.split(both_named(divided.items))]
    if len(given) == 1:  # 旅客、货邮吞吐量分别达到5156.6万人次、290.1万吨: of a unit each
        given = [start + figure.start for figure in after]
    if len(items) != len(given) or len(items) < 2 or position not in given:
        return ""
    # The words that all share stand before the first thing or behind the last one: 新建小学、幼儿园 → 新建幼儿园;
    # 城镇、农村居民收入 → 城镇居民收入. How many they are is seen from the thing beside it.
    items[0] = _ROW_LEAD.sub("", items[0])
    # 城镇居民可支配收入和农民纯收入 share none.
    shared = "" if items[0][-2:] == items[1][-2:] else items[0][: max(0, len(items[0]) - len(items[1]))]
    counted = _COUNT_OF_ALL.search(items[-1])
    if counted:  # 机电汽车四大产业 → 机电汽车产业, as the others are called as well
        items[-1], tail = items[-1][: counted.start()], counted["what"]
    else:
        tail = tail_of_last(items[-2], items[-1])
    n = given.index(position)
    # What is said of them all: 四大产业分别|完成主营业务收入|36.6亿元、66亿元.
    said = max([divided.end, *(start + figure.end for figure in figures if start + figure.end <= given[0])])
    predicate = text[said : given[0]].strip("、，,和及与 ") if said <= given[0] else ""
    own_tail = tail if counted or n < len(items) - 1 else ""
    return (items[n] if n == 0 else shared + items[n]) + own_tail + predicate


class _Divided(NamedTuple):
    """The words that name several things, and where the 分别 behind them ends."""

    items: str
    end: int


def _divided(text: str, start: int, end: int) -> Iterator[_Divided]:
    """Of each stretch between stops the words before 分别, where they name several things."""
    for stretch in _STRETCH.finditer(text, start, end):
        words = stretch[0]
        joints = [joint.end() for joint in _JOINT.finditer(words, 0, max(0, words.rfind(_RESPECTIVELY)))]
        if joints:
            at = words.index(_RESPECTIVELY, joints[-1])
            yield _Divided(words[:at], stretch.start() + at + len(_RESPECTIVELY))


def _clause_of_order(text: str, figures: Sequence[Figure], start: int, position: int) -> str:
    """The clause before 分别 that a figure belongs to by its place, where as many clauses with a figure stand there:
    接待游客7511万人次,旅游收入1134亿元,分别增长49%和63%.
    """
    given = [start + figure.start for figure in figures]
    sentence = _SENTENCE_END.split(text[:start])[-1]
    before = [clause for clause in re.split("[，,]", sentence) if clause.strip()][-len(given) :]
    if len(given) < 2 or len(before) < len(given) or position not in given:
        return ""
    if not all(_FIGURES.search(clause) for clause in before):
        return ""
    return _FIGURES.sub(" ", before[given.index(position)]).strip()


def find_previous(text: str) -> str:
    """The words of the clause before the end of text, its figures left out."""
    clause = re.split(r"[，,；;。\n]", text.rstrip("，, "))[-2:-1] or [""]
    return _FIGURES.sub(" ", clause[0])


def _break(between: str) -> int:
    """Where, between two figures of one clause, the words of the second begin: after the last 、 or 和, else at once.

    `6次在省政协常委会议、3次在座谈会上`: 在省政协常委会议 belongs to 6次.
    """
    return max((match.end() for match in re.finditer("[、和及与]", between)), default=0)


def _is_heading(text: str, heading_path: Sequence[str]) -> bool:
    """Whether a sentence is a heading: it announces, it does not state. One of those above its passage, or a short
    line without a stop at its end.
    """
    bare = text.strip("#*■● \n")
    if len(bare) < _SHORT_LINE and not re.search(r"[。！？!?；;：:]", bare):
        return True
    return any(bare == heading or (bare and bare in heading) for heading in heading_path)


def literal_share(content: str, text: str) -> float:
    """The longest stretch of the question that stands in text as it is, as a share of the question, in [0, 1].

    Tells 一般公共预算收入 from 一般公共预算总收入, whose words are the same.
    """
    wanted, shown = "".join(content.split()), "".join(text.split())
    if not wanted:
        return 0.0
    longest = 0
    for start in range(len(wanted)):
        while start + longest < len(wanted) and wanted[start : start + longest + 1] in shown:
            longest += 1
    return longest / len(wanted)


def _distance(between: str) -> int:
    """Characters between two spans; a separator counts as a stretch of text, for it ends what is said of one thing."""
    return len(between) + _SEPARATOR_WIDTH * len(re.findall("[、，,；;]", between))


def _nearness(concepts: Sequence[Concept], text: str, candidate: Candidate, sentence: Span) -> float:
    """How near the question's words stand to the candidate within its sentence, in [0, 1]."""
    total = sum(concept.weight for concept in concepts)
    start, end = candidate.start - sentence.start, candidate.end - sentence.start
    near = 0.0
    for concept in concepts:
        gaps = [
            _distance(text[match.end() : start] if match.end() <= start else text[end : match.start()])
            for variant in concept.variants
            for match in re.finditer(re.escape(variant), text)
        ]
        if gaps:
            near += concept.weight * math.exp(-min(gaps) / _NEAR)
    return near / total if total else 0.0
