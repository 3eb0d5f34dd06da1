"""Our questions over reports: with the passage that answers, and with the passages that mislead."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.types import Chunk, Report
from qa import Retriever
from qa.answering.findings import readable
from qa.answering.reader import Readable
from qa.retrieval.scope import resolve_scope
from training.examples import Example, find_all, window
from training.located import find_folded, standing_in
from training.near import changed
from training.split import Asked, part_of

__all__ = ["Elsewhere", "joined", "own_examples", "spans_in", "without_clause"]

_RANKED = 10
_FROM_OTHERS = 2
_NO_HEADER = 0.1
_ELSEWHERE = 0.5
_WHOLE_OTHERS = 0.25
_CUT = 0.6
_YEAR = re.compile(r"(?:19|20)\d\d")
_JOINT = re.compile(r"[、，,和与及以“”《》（）\s]{0,4}")
_CLAUSE_ENDS = "，。；！？\n"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Puts a passage under another place or another year, in the header and in the words."""

    places: Sequence[tuple[str, str]]
    """(full path, short name) of the places of the index."""

    def moved(self, report: Report, short: str, passage: Readable, chance: random.Random) -> Readable:
        """The passage as if another place said it."""
        path, name = chance.choice([each for each in self.places if each[1] != short])
        header = passage.header.replace(report.place, path).replace(short, name)
        return Readable(passage.text.replace(short, name), header)

    @staticmethod
    def another_year(year: str, passage: Readable, chance: random.Random) -> Readable:
        """The passage as if said of a year shortly before or after."""
        other = str(int(year) + chance.choice((-3, -2, -1, 1, 2, 3)))
        return Readable(passage.text.replace(year, other), passage.header.replace(year, other))


def own_examples(retriever: Retriever, questions: Iterable[Asked], seed: int) -> list[Example]:
    """For each question a short and a long window with the answer, and those of each trap that its words allow."""
    chance = random.Random(seed)
    places = sorted({report.place for report in retriever.index.reports if report.place_code})
    by_path = {report.place: report.place_code for report in retriever.index.reports if report.place_code}
    gazetteer = retriever.gazetteer
    elsewhere = Elsewhere([(path, gazetteer.short(gazetteer.place(by_path[path]))) for path in places])
    examples = [
        replace(example, file=asked.file)
        for asked in questions
        for example in _of_question(retriever, asked, elsewhere, chance)
    ]
    chance.shuffle(examples)
    return examples


def _of_question(retriever: Retriever, asked: Asked, elsewhere: Elsewhere, chance: random.Random) -> Iterator[Example]:
    report, chunk = standing_in(retriever.index, asked)
    passage = readable(chunk)
    spans = spans_in(chunk, asked)
    if spans:
        yield _whole(asked, passage, spans, "own")
        yield _windowed(asked, passage, spans, chance, "own")
        yield from _moved(retriever, asked, report, passage, elsewhere, chance)
        if chance.random() < _CUT and (cut := without_clause(passage.text, spans)):
            yield Example(asked.question, passage.header, cut, source="cut")
        for question in changed(asked.question, passage.text, chance):
            yield Example(question, passage.header, passage.text, source="other-word")
    elif not asked.spans:
        yield _whole(asked, passage, (), "unanswerable")
        yield _windowed(asked, passage, (), chance, "unanswerable")
    for other in _misleading(retriever, asked, report, chunk):
        text = other.text if chance.random() < _WHOLE_OTHERS else window(other.text, [], chance)[0]
        yield Example(asked.question, other.header, text, source="same-elsewhere")


def spans_in(chunk: Chunk, asked: Asked) -> tuple[tuple[int, int], ...]:
    """Where the answers stand in the evidence within the passage; none where the passage lacks one of them."""
    evidence = find_folded(chunk.text, asked.evidence) or (0, len(chunk.text))
    found = []
    for span in asked.spans:
        places = find_all(chunk.text[evidence[0] : evidence[1]], span)
        if not places:
            return ()
        first = evidence[0] + places[0]
        found.append((first, first + len(span)))
    return joined(chunk.text, sorted(found))


def joined(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Things in a row are one answer: 甲、乙和丙, “甲”“乙”; others stay apart."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and _JOINT.fullmatch(text[found[-1][1] : start]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def _whole(asked: Asked, passage: Readable, spans: tuple[tuple[int, int], ...], source: str) -> Example:
    return Example(asked.question, passage.header, passage.text, spans, source=source)


def _windowed(
    asked: Asked, passage: Readable, spans: tuple[tuple[int, int], ...], chance: random.Random, source: str
) -> Example:
    needed = spans or tuple(filter(None, [find_folded(passage.text, asked.evidence)]))
    text, begins = window(passage.text, needed, chance)
    header = "" if spans and chance.random() < _NO_HEADER else passage.header
    return Example(
        asked.question, header, text, tuple((start - begins, end - begins) for start, end in spans), source=source
    )


def _moved(
    retriever: Retriever,
    asked: Asked,
    report: Report,
    passage: Readable,
    elsewhere: Elsewhere,
    chance: random.Random,
) -> Iterator[Example]:
    """The same sentence of another place or year than the question names."""
    short = retriever.gazetteer.short(retriever.gazetteer.place(report.place_code)) if report.place_code else ""
    if short and short in asked.question and chance.random() < _ELSEWHERE:
        other = elsewhere.moved(report, short, passage, chance)
        if short not in other.text + other.header:
            yield Example(asked.question, other.header, other.text, source="other-place")
    year = _YEAR.search(asked.question)
    if year and f" {year.group()}年" in passage.header and chance.random() < _ELSEWHERE:
        other = elsewhere.another_year(year.group(), passage, chance)
        yield Example(asked.question, other.header, other.text, source="other-year")


def without_clause(text: str, spans: Sequence[tuple[int, int]]) -> str | None:
    """The text less the clauses that hold the spans; None where it still has the words of one, or little is left."""
    kept = text
    for start, end in sorted(spans, reverse=True):
        left = max(text.rfind(mark, 0, start) for mark in _CLAUSE_ENDS) + 1
        right = min((place for mark in _CLAUSE_ENDS if (place := text.find(mark, end)) >= 0), default=len(text))
        kept = kept[:left] + kept[right + 1 :]
    gone = all(text[start:end] not in kept for start, end in spans)
    return kept if gone and len(kept) > 20 else None


def _is_for_training(report: Report) -> bool:
    return part_of(Path(report.source).name) == "train"


def _misleading(retriever: Retriever, asked: Asked, report: Report, chunk: Chunk) -> Iterator[Readable]:
    """What is found first in the reports of other places; those of its own report stand in asked.npz."""
    index = retriever.index
    query = retriever.parse(asked.question)
    if not query.places or not _YEAR.search(asked.question):
        return
    everywhere = resolve_scope(
        index, retriever.gazetteer, places=(), years=(), period="covers", kinds=(), subordinate=True, every_period=True
    )
    hits = [hit for hit in retriever.rank(query, everywhere, k=_RANKED) if hit.chunk_id != chunk.id]
    hits = [hit for hit in hits if hit.report.place != report.place and _is_for_training(hit.report)]
    rows = [index.chunk_row(hit.chunk_id) for hit in hits[:_FROM_OTHERS]]
    yield from (readable(other) for other in index.chunks(rows))
