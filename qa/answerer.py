"""question → Answer. Extractive: the answer is a span of a report, the status is decided before any wording."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace

from index.types import Report
from qa import wording
from qa.citation import cite_finding, period_label
from qa.compare import compare_places
from qa.concepts import Concept, concepts_of
from qa.extract import Finding, find_answers
from qa.fit import asked_things, asks_opening, is_of_another_year, stages, unit_may_stand
from qa.qualifiers import qualifier_of
from qa.query import Query
from qa.retriever import Retriever
from qa.scope import ResolvedScope
from qa.types import Answer, Citation, Hit, Language, Reading, Scope, Status
from qa.verify import figures_stand_in, quote_stands

__all__ = ["Answerer"]

PASSAGES = 10
POOL = 14
# The best finding must score this much to be taken for a statement of what is asked; see docs/quality.md.
LEAST_SCORE = 0.58
# Less, where words alone decided and nothing was added for the likeness of sentences.
BY_WORDS = 0.3
# A figure whose sentence has this little of the question's words must be in the unit asked for, in a sentence this
# like the question.
LEAST_FIGURE_SUPPORT = 0.15
LEAST_LIKENESS = 0.55
# Less than this share of the question in the whole passage, and the figure is of something else, unless no other
# sentence is more like the question: 粮食产量 for 新能源汽车产量.
LEAST_PASSAGE_SUPPORT = 0.6
# A figure in another unit than the one asked for must have this share of the question in its own clause.
STRANGE_UNIT_SUPPORT = 0.6
# Words without a figure are taken for an answer only where the sentence has this share of the question or is this like
# it: 你好 is answered by nothing.
LEAST_PHRASE_SUPPORT, LEAST_PHRASE_LIKENESS = 0.04, 0.55
# With more than this share in one clause, words decide and no sentence is read again by the encoder.
ENOUGH_SUPPORT = 0.6
REREAD = 4
# Where no sentence has this share of the question, POOL passages are read again and ordered by their best sentence too:
# hit@5 on 43 paraphrased questions 0.88 → 0.95 with this weight (docs/quality-history.md).
PARAPHRASE_SUPPORT, SENTENCE_WEIGHT = 0.5, 0.3
# Of a place without a report of its own, so much of the question must stand in the sentence that names it.
SUPERIOR_SUPPORT = 0.3
# Where the best sentence shares less than this with the question, so many figures are compared by the words around
# each; the nearest gains this much.
LITERAL_SUPPORT = 0.65
CLOSE_READ = 6
OWN_LIKENESS = 0.2
_SAME_SUPPORT = 0.03
_MOST_READINGS = 6


class Answerer:
    """Answers questions over one retriever. Safe to use from several threads."""

    def __init__(self, retriever: Retriever) -> None:
        self.retriever = retriever

    def ask(
        self,
        question: str,
        *,
        places: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        language: Language | None = None,
    ) -> Answer:
        """The answer with its citations, or an honest refusal.

        places, years: filters that win over what the question says. language: of the answer's text; by default that
        of the question.

        Raises:
            QuestionError: the question or a filter cannot be used.
            ModelError: the index has vectors and its model cannot be had.
        """
        started = time.perf_counter()
        retriever = self.retriever
        query = retriever.parse(question)
        scope = retriever.scope(query, places=places, years=years, every_period=False)
        parsed = time.perf_counter()
        spoken = language or query.language
        inferred = not places and not years
        draft = _Draft(query, scope, spoken, inferred=inferred)
        if scope.missing == "place" and inferred and (answer := self._ask_of_superior(draft, started)):
            return answer
        if scope.missing:
            text = wording.not_indexed(scope, retriever.index.reports, spoken)
            return self._finish(draft, "not_indexed", text, [], started, parsed, parsed)
        concepts = concepts_of(query, retriever.index)
        if query.selects_places:
            return self._compare(draft, concepts, started, parsed)
        hits = retriever.rank(query, scope, k=POOL)
        ranked = time.perf_counter()
        findings: list[Finding] = []
        if concepts:
            findings, hits = self._find_in_scope(query, scope, hits, concepts)
        if not findings or not _states(query, scope, findings[0]):
            text = wording.not_stated(scope, _total(retriever.index.reports), spoken)
            return self._finish(draft, "not_stated", text, hits, started, parsed, ranked)
        return self._answer(draft, findings, hits, started, parsed, ranked)

    def _find_in_scope(
        self, query: Query, scope: ResolvedScope, hits: list[Hit], concepts: Sequence[Concept]
    ) -> tuple[list[Finding], list[Hit]]:
        """The findings, those in the year's own report before those in a review of several years; and the passages,
        in the order that reading them gave.
        """
        if asks_opening(query):
            hits = _evidence_first(self.retriever.openings(scope), hits)
        own = {self.retriever.index.reports[i].id for i in scope.preferred}
        of_own = [hit for hit in hits if hit.report.id in own]
        if scope.years and of_own and len(of_own) < len(hits):
            findings, read = self._find(query, of_own, concepts)
            if findings and _states(query, scope, findings[0]):
                return findings, _evidence_first(read, hits)
        return self._find(query, hits, concepts)

    def _find(self, query: Query, hits: list[Hit], concepts: Sequence[Concept]) -> tuple[list[Finding], list[Hit]]:
        """The findings in these passages, and the passages. Where words alone do not decide, sentences are compared by
        meaning too; where they hardly help, in every passage, and the passages are ordered by that as well.
        """
        gazetteer = self.retriever.gazetteer
        things = asked_things(query.question, self.retriever.index.tokenizer.cut)
        findings = find_answers(query, hits[:PASSAGES], concepts, gazetteer=gazetteer, things=things)
        if findings and findings[0].clause_support >= ENOUGH_SUPPORT and query.answer != "phrase":
            return findings, hits
        paraphrased = not findings or max(finding.support for finding in findings) < PARAPHRASE_SUPPORT
        similarity = self.retriever.sentence_similarity(query, hits if paraphrased else hits[:REREAD])
        if paraphrased and similarity:
            hits = _by_best_sentence(hits, similarity)
        findings = find_answers(query, hits, concepts, gazetteer=gazetteer, similarity=similarity, things=things)
        if query.answer == "number" and findings and findings[0].support < LITERAL_SUPPORT:
            return self._nearest_first(query, findings), hits
        return findings, hits

    def _nearest_first(self, query: Query, findings: list[Finding]) -> list[Finding]:
        """The best findings of one unit by how like the question the words around each figure are: of several in one
        sentence (现场参加2500余人,网上参拜2118万余人) no other likeness tells them apart.
        """
        unit = findings[0].candidate.figure.unit if findings[0].candidate.figure else ""
        head = [f for f in findings[:CLOSE_READ] if f.candidate.figure and f.candidate.figure.unit == unit]
        likeness = self.retriever.likeness(query, [finding.own for finding in head])
        if not likeness:
            return findings
        low, high = min(likeness), max(likeness)
        spread = high - low or 1.0
        lifted = [
            replace(finding, score=finding.score + OWN_LIKENESS * (cosine - low) / spread)
            for finding, cosine in zip(head, likeness, strict=True)
        ]
        rest = [finding for finding in findings if finding not in head]
        return sorted([*lifted, *rest], key=lambda finding: -finding.score)

    def _ask_of_superior(self, draft: _Draft, started: float) -> Answer | None:
        """What the report of a place above says of a place that has none: 惠济区 in the report of 郑州市.

        Only where a sentence names the place and states what is asked, and the question is not about a report or a
        body of that place itself; the answer says whose report it is from.
        """
        query, retriever = draft.query, self.retriever
        above = retriever.indexed_above(query.places)
        if query.kinds or query.selects_places or not above:
            return None
        names = tuple(retriever.gazetteer.short(place) for place in query.places)
        widened = replace(query, places=above, content=" ".join((*names, query.content)))
        scope = retriever.scope(widened)
        if scope.missing:
            return None
        hits = retriever.rank(widened, scope, k=PASSAGES)
        parsed = ranked = time.perf_counter()
        # The place itself is no support: what is asked must be stated of it.
        asked = replace(query, places=above)
        found, hits = self._find(asked, hits, concepts_of(query, retriever.index))
        findings = [finding for finding in found if _is_said_of(names, finding)]
        if not findings or findings[0].support < SUPERIOR_SUPPORT or not _states(asked, scope, findings[0]):
            return None
        note = wording.from_superior(query.places, scope.places, draft.language)
        answer = self._answer(
            _Draft(widened, scope, draft.language, inferred=True), findings, hits, started, parsed, ranked
        )
        return replace(answer, text=f"{note}{answer.text}") if answer.citations else None

    def _answer(
        self, draft: _Draft, findings: list[Finding], hits: list[Hit], started: float, parsed: float, ranked: float
    ) -> Answer:
        best = findings[0]
        rivals = _rivals(draft.query, findings)
        citations: list[Citation] = []
        readings: list[Reading] = []
        for finding in [best, *rivals]:
            citation = cite_finding(len(citations) + 1, finding)
            if not quote_stands(citation) or not figures_stand_in(finding.candidate.text, citation.quote):
                continue
            citations.append(citation)
            readings.append(
                Reading(
                    short=finding.candidate.text,
                    qualifier=qualifier_of(finding.hit.text, finding.clause, finding.candidate, finding.hit.start),
                    period=period_label(finding.hit.report.covers, draft.language),
                    citation=citation,
                )
            )
        if not citations:
            text = wording.not_stated(draft.scope, _total(self.retriever.index.reports), draft.language)
            return self._finish(draft, "not_stated", text, hits, started, parsed, ranked)
        ambiguous = len(readings) > 1
        plan = draft.scope.period == "plans" and bool(draft.scope.years)
        text = (
            wording.readings_text(readings, draft.language)
            if ambiguous
            else wording.answered(readings[0].short, citations[0], draft.language, plan=plan)
        )
        passages = _evidence_first([finding.hit for finding in [best, *rivals]], hits)
        return self._finish(
            draft,
            "ambiguous" if ambiguous else "answered",
            text,
            passages,
            started,
            parsed,
            ranked,
            short=readings[0].short,
            citations=citations,
            readings=readings if ambiguous else [],
        )

    def _compare(self, draft: _Draft, concepts: tuple[Concept, ...], started: float, parsed: float) -> Answer:
        result = compare_places(self.retriever, draft.query, draft.scope, concepts)
        ranked = time.perf_counter()
        total = _total(self.retriever.index.reports)
        if not result.rows:
            text = wording.not_stated(draft.scope, total, draft.language)
            return self._finish(draft, "not_stated", text, result.related, started, parsed, ranked)
        citations = [cite_finding(n + 1, row.finding) for n, row in enumerate(result.rows)]
        table = [
            (row.report, row.finding.candidate.text, row.qualifier, citation)
            for row, citation in zip(result.rows, citations, strict=True)
        ]
        text = wording.comparison(
            table, draft.language, lead=result.short, unstated=result.unstated, differs=result.differs
        )
        text += "\n" + wording.searched(draft.scope, total, draft.language)
        passages = _evidence_first([row.finding.hit for row in result.rows], result.related)
        return self._finish(
            draft, "answered", text, passages, started, parsed, ranked, short=result.short, citations=citations
        )

    def _finish(
        self,
        draft: _Draft,
        status: Status,
        text: str,
        passages: Sequence[Hit],
        started: float,
        parsed: float,
        ranked: float,
        *,
        short: str | None = None,
        citations: Sequence[Citation] = (),
        readings: Sequence[Reading] = (),
    ) -> Answer:
        reports = self.retriever.index.reports
        now = time.perf_counter()
        return Answer(
            question=draft.query.question,
            language=draft.language,
            status=status,
            short=short,
            text=text,
            citations=tuple(citations),
            readings=tuple(readings),
            passages=tuple(passages[:PASSAGES]),
            scope=Scope(
                places=draft.scope.places,
                years=draft.scope.years,
                period=draft.scope.period,
                inferred=draft.inferred,
                reports_searched=sum(reports[i].kind != "unrelated" for i in draft.scope.reports),
                reports_total=_total(reports),
            ),
            timing_ms={
                "parse": round((parsed - started) * 1000, 2),
                "search": round((ranked - parsed) * 1000, 2),
                "answer": round((now - ranked) * 1000, 2),
                "total": round((now - started) * 1000, 2),
            },
        )


class _Draft:
    """What stays the same while an answer is made."""

    __slots__ = ("inferred", "language", "query", "scope")

    def __init__(self, query: Query, scope: ResolvedScope, language: Language, *, inferred: bool) -> None:
        self.query = query
        self.scope = scope
        self.language = language
        self.inferred = inferred


def _total(reports: Sequence[Report]) -> int:
    return sum(report.kind != "unrelated" for report in reports)


def _states(query: Query, scope: ResolvedScope, finding: Finding) -> bool:
    """Whether the best finding is a statement of what is asked, rather than the nearest thing to it."""
    if scope.past_of_plan and query.answer == "number":
        return False
    figure = finding.candidate.figure
    sentence = finding.hit.report.text[finding.sentence.start : finding.sentence.end]
    if figure is not None and is_of_another_year(query, finding.hit, sentence):
        return False
    if figure is not None and query.units and not unit_may_stand(query, figure.unit):
        return finding.clause_support >= STRANGE_UNIT_SUPPORT
    open_unit = not query.units or query.units == ("%",)
    strange = (
        figure is not None and query.language == "zh" and open_unit and finding.passage_support < LEAST_PASSAGE_SUPPORT
    )
    if strange and not finding.nearest:
        return False
    if figure is not None and finding.support < LEAST_FIGURE_SUPPORT:
        fits = unit_may_stand(query, figure.unit)
        return fits and finding.nearest and finding.likeness >= LEAST_LIKENESS and finding.score >= LEAST_SCORE
    if figure is not None and finding.likeness == 0 and finding.clause_support >= ENOUGH_SUPPORT:
        return finding.score >= LEAST_SCORE - BY_WORDS
    if query.answer == "phrase" and finding.support < LEAST_PHRASE_SUPPORT and finding.likeness < LEAST_PHRASE_LIKENESS:
        return False
    return finding.score >= LEAST_SCORE


def _by_best_sentence(hits: Sequence[Hit], similarity: dict[tuple[str, int], float]) -> list[Hit]:
    """The passages ordered by rank score and by the sentence in each that is most like the question."""
    best = [
        max((cosine for (document, at), cosine in similarity.items() if document == hit.report.document_id
             and hit.start <= at < hit.end), default=0.0)
        for hit in hits
    ]  # fmt: skip
    low, high, top = min(best), max(best), max(hit.score for hit in hits) or 1.0
    scored = [
        replace(
            hit, score=(1 - SENTENCE_WEIGHT) * hit.score / top + SENTENCE_WEIGHT * (cosine - low) / (high - low or 1.0)
        )
        for hit, cosine in zip(hits, best, strict=True)
    ]
    return sorted(scored, key=lambda hit: (-hit.score, hit.chunk_id))


def _is_said_of(names: Sequence[str], finding: Finding) -> bool:
    """Whether a place is named right before the finding, with nothing between that ends what is said of it."""
    text = finding.hit.report.text
    before = text[finding.sentence.start : finding.candidate.start]
    return any(
        at >= 0 and not re.search("[、，,；;“”]", before[at + len(name) :].removesuffix("“"))
        for name in names
        for at in [before.rfind(name)]
    )


def _rivals(query: Query, findings: Sequence[Finding]) -> list[Finding]:
    """Other figures that the question fits as well as the best one.

    Of the same unit and another value: with the same words around them, or, where the question names no stage
    (有多少件提案), of another stage in the same sentence (收到265件,立案224件). Of other places only where none is
    named.
    """
    best = findings[0]
    if best.candidate.figure is None or best.candidate.figure.unit in ("%", "个百分点"):
        return []
    seen = {best.candidate.figure.value}
    rivals = []
    for finding in findings[1:]:
        figure = finding.candidate.figure
        if figure is None or figure.value in seen or figure.unit != best.candidate.figure.unit:
            continue
        if query.places and finding.hit.report.document_id != best.hit.report.document_id:
            continue
        if not _fits_as_well(finding, best) and not _is_other_stage(query, finding, best):
            continue
        seen.add(figure.value)
        rivals.append(finding)
    return rivals[: _MOST_READINGS - 1]


def _fits_as_well(finding: Finding, best: Finding) -> bool:
    elsewhere = finding.hit.report.place_code != best.hit.report.place_code
    return (
        (elsewhere or finding.literal >= best.literal - _SAME_SUPPORT)
        and finding.clause_support >= best.clause_support - _SAME_SUPPORT
        and finding.clause_support >= 0.9
    )


def _is_other_stage(query: Query, finding: Finding, best: Finding) -> bool:
    if stages(query.question + query.content) or finding.sentence != best.sentence or not stages(best.own):
        return False
    return bool(stages(finding.own)) and stages(finding.own) != stages(best.own)


def _evidence_first(evidence: Sequence[Hit], hits: Sequence[Hit]) -> list[Hit]:
    """The passages the answer rests on, then the rest in their order, none twice."""
    ordered = {hit.chunk_id: hit for hit in [*evidence, *hits]}
    return list(ordered.values())
