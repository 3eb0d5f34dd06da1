"""The part of a report that a question is about, told whole: the paragraph whose first words mean what is asked.

看病就医方面打算怎么改善 → 推进健康长治建设。 with the sentences behind it, though it has none of the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from index.types import Report, Section, Span
from qa.composing.evidence import evidence_of
from qa.composing.lines import SCREEN, Lines, source_of
from qa.composing.outline import OF_PART, Item, heading_of, is_run_in, paragraphs_in, parts_of, whole_sentences
from qa.composing.request import Composed, Request
from qa.composing.topic import hits_of
from qa.types import AnswerForm, Hit

__all__ = ["tell_part"]

# The right paragraph is first of those of the six best passages for 30 of 32 questions over ten reports.
_PASSAGES = 6
# Cosines of the default encoder: between what is asked and the words that head a part.
_MEANS = 0.5
# Parts that are so near to the best are told as well; others are as far from it as that.
_AS_WELL, _MOST_PARTS = 0.18, 2
_LIKELY = 0.5
# What a heading stands before is told by so many sentences at least.
_FEWEST = 2
_MARKERS = 6


@dataclass(frozen=True, slots=True)
class _Part:
    """heading: what it means, from 0 to 1, by its heading alone. score: how well it is what is asked about."""

    item: Item
    headed: float
    score: float


def tell_part(request: Request, form: AnswerForm) -> Composed | None:
    """The sentences of the part that is asked about, in order; None where none is surely that, or without vectors."""
    retriever = request.retriever
    if request.scope.missing or not retriever.has_vectors or not request.query.content:
        return None
    hits = retriever.rank(request.query, request.scope, k=_PASSAGES)
    parts = sorted(_parts(request, hits), key=lambda each: (-each.score, each.item.sentences[0].start))
    # 2020年是极不平凡的一年: what leads up to all of it is near to much.
    near = [each for each in parts if each.headed >= _MEANS and each.score >= parts[0].score - _AS_WELL]
    told = [each.item for each in near if each.item.report.id == near[0].item.report.id]
    told = told[:_MOST_PARTS]
    return _composed(request, told, form) if told and not _said_elsewhere(request, told) else None


def _said_elsewhere(request: Request, told: Sequence[Item]) -> bool:
    """Whether a sentence that says what is asked, as likely as not, stands in none of the parts."""
    best = next(iter(evidence_of(request)), None)
    if best is None or best.probability < _LIKELY:
        return False
    return not any(
        each.report.id == best.said.hit.report.id
        and each.sentences[0].start <= best.said.span.start < each.sentences[-1].end
        for each in told
    )


def _parts(request: Request, hits: Sequence[Hit]) -> Iterator[_Part]:
    """The parts that the passages stand in, each with how well it is what is asked about: by the passage's rank, the
    meaning of its heading and of all its sentences.
    """
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        sections = request.retriever.index.sections(hit.report.id)
        years = {*request.query.years}
        dated = any(years & {*each.years} for each in sections)
        for paragraph in paragraphs_in(sections, hit.report, hit.start, hit.end):
            own = [each for each in sections if each.body_start <= paragraph.start < each.end]
            if dated and own and not years & {*own[-1].years}:
                continue  # 二、“十四五”时期主要目标和任务, of what is planned for 2021
            for item in _items(hit.report, own[-1] if own else None, paragraph):
                start, end = item.sentences[0].start, item.sentences[-1].end
                if (hit.report.id, start) in seen or end <= hit.start or hit.end <= start:
                    continue
                seen.add((hit.report.id, start))
                texts = [hit.report.text[span.start : span.end] for span in item.sentences]
                headed, *others = request.retriever.likeness(request.query, [item.title or texts[0], *texts])
                yield _Part(item, headed if item.heading else 0.0, hit.score / best + headed + fmean(others))


def _items(report: Report, section: Section | None, paragraph: Span) -> list[Item]:
    """A paragraph in the parts that short sentences in it head; each headed by its first sentence, where that is short,
    or by the heading that it stands right under, if that names no half of the report.
    """
    sentences = tuple(whole_sentences(report.text, paragraph.start, paragraph.end))
    path = section.heading_path if section else ()
    parts = parts_of(Item(report, path, None, sentences), led=True) if sentences else []
    if len(parts) > 1:
        return [each for each in parts if len(each.sentences) >= _FEWEST]
    if len(sentences) > _FEWEST and is_run_in(report.text, sentences[0]):
        return [Item(report, path, sentences[0], sentences[1:])]
    heading = None
    if (
        section
        and not OF_PART.search(section.heading)
        and not report.text[section.body_start : paragraph.start].strip()
    ):
        heading = heading_of(report, section)
    return [Item(report, path, heading, sentences)] if sentences else []


def _composed(request: Request, items: Sequence[Item], form: AnswerForm) -> Composed:
    lines = Lines()
    report = items[0].report
    plan = request.scope.period == "plans"
    lines.text.append(source_of(report, request.language, plan=plan) + (":" if request.language == "en" else "："))
    room = (SCREEN - lines.length) // len(items)
    for item in sorted(items, key=lambda each: each.sentences[0].start):
        heading = [item.heading] if item.heading else []
        for span in [*heading, *_fitting(request, item, room - sum(map(len, heading)))]:
            lines.text.append(f"· {lines.quoted(report, item.path, span)}")
    passages = tuple(hits_of(request, lines.citations))
    return Composed(form, "answered", None, "\n".join(lines.text), tuple(lines.citations), passages)


def _fitting(request: Request, item: Item, room: int) -> list[Span]:
    """Its sentences, of those for which there is no room the nearest to what is asked, in order."""
    text = item.report.text
    told = item.sentences
    likeness = request.retriever.likeness(request.query, [text[span.start : span.end] for span in told])
    chosen: list[Span] = []
    for _, span in sorted(zip(likeness, told, strict=True), key=lambda each: (-each[0], each[1].start)):
        if len(span) + _MARKERS <= room or not chosen:
            chosen.append(span)
            room -= len(span) + _MARKERS
    return sorted(chosen, key=lambda span: span.start)
