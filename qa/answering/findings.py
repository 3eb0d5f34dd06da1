"""Passages → judged findings: what their words give, what the reader finds in them, and how probably each is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from index.language.script import simplified
from index.language.stages import stages_in, worded_as
from index.language.units import unit_may_stand
from index.types import Chunk, Fact
from qa.answering.cells_meant import cell_meant, is_of_another_kind
from qa.answering.extract import Finding
from qa.answering.facts import asked_indicator, decide, facts_of, usual_unit
from qa.answering.fit import asked_things
from qa.answering.guards import held_back
from qa.answering.options import Option, options_of
from qa.answering.reader import Readable, ReadSpan
from qa.answering.trained import Trained
from qa.answering.two_looks import TwoLooks
from qa.in_time import check_time
from qa.retrieval.concepts import Concept
from qa.retrieval.retriever import Retriever
from qa.retrieval.scope import ResolvedScope
from qa.types import Hit
from qa.understanding.period import without_delivery
from qa.understanding.query import Query
from qa.understanding.whole_place import without_whole

__all__ = ["STAGES", "Findings", "readable"]

# So many passages are read at once; while the best answer is not of the highest level more, at most the last. With
# four more as many questions are answered rightly, some more wrongly, each in twice the time (docs/performance.md).
STAGES = (2, 4)
# What else may answer is told by its words alone.
_MOST_LOOKED_AT = 8
_BEST_SPANS = 5
# In more reports than this, facts of one indicator are of several places.
_MOST_REPORTS = 12

Read = Callable[[str, Sequence[Chunk]], list[ReadSpan]]


class Findings:
    """Finds answers in the passages of one index."""

    def __init__(self, retriever: Retriever, trained: Trained | None = None) -> None:
        """trained: None where nothing is read; then nothing is found."""
        self._retriever, self._trained = retriever, trained
        self._looks = TwoLooks(retriever)

    def find(
        self, query: Query, scope: ResolvedScope, hits: Sequence[Hit], concepts: Sequence[Concept]
    ) -> tuple[list[Finding], list[Hit]]:
        """The findings, the most probable first, less those that a rule holds back; and the passages looked at."""
        by_words, ordered = (
            self._looks.find_in_scope(query, scope, list(hits), concepts) if concepts else ([], list(hits))
        )
        by_words = self._of_kind(query, by_words, concepts)
        findings: list[Finding] = []
        if self._trained is None:
            return findings, ordered
        judge = self._trained.judge
        for options in self.options(query, scope, hits, by_words, concepts, self._read):
            confidence = judge.confidence([option.features for option in options])
            judged = [
                # Of a cell whose row and column are what is asked for the table's structure is sure, no sentence; of
                # figures in a row their order.
                replace(option.finding, confidence=max(sure, judge.sure) if option.is_by_structure else sure)
                for option, sure in zip(options, confidence, strict=True)
            ]
            findings = sorted(judged, key=lambda each: (-each.confidence, each.candidate.start, each.candidate.end))
            if findings and findings[0].confidence >= judge.sure:
                break
        findings = _where_words_found_it(findings, by_words)
        if meant := self._cell_meant(query, scope, hits, concepts, findings):
            findings = [meant, *findings]
        return findings, ordered

    def _of_kind(self, query: Query, by_words: list[Finding], concepts: Sequence[Concept]) -> list[Finding]:
        """Those that are no cell of another thing of which the same is counted."""
        if query.language != "zh":
            return by_words
        rows = {each.candidate.headers for each in by_words} - {""}
        others = {each for each in rows if is_of_another_kind(query, each, concepts, self._retriever)}
        return [each for each in by_words if each.candidate.headers not in others]

    def _cell_meant(
        self,
        query: Query,
        scope: ResolvedScope,
        hits: Sequence[Hit],
        concepts: Sequence[Concept],
        findings: Sequence[Finding],
    ) -> Finding | None:
        """The table's cell that is meant in other words, where nothing found so far is surer or has more of them."""
        best = findings[0] if findings and self.is_sure(findings[0]) else None
        if self._trained is None or (best and (best.candidate.headers or best.candidate.figure is None)):
            return None
        meant = cell_meant(query, hits, concepts, self._retriever)
        if meant is None or held_back(query, scope, meant):
            return None
        if best and self.is_fairly_sure(best) and best.clause_support >= meant.clause_support:
            return None
        return replace(meant, confidence=self._trained.judge.fair)

    def is_sure(self, finding: Finding) -> bool:
        """Whether it is probable enough to be shown, and its figure not damaged."""
        figure = finding.candidate.figure
        doubtful = figure is not None and figure.doubtful
        return self._trained is not None and finding.confidence >= self._trained.judge.least and not doubtful

    def is_fairly_sure(self, finding: Finding) -> bool:
        """Whether its level is above the lowest that is shown."""
        if self._trained is None or not self.is_sure(finding):
            return False
        return self._trained.judge.sureness(finding.confidence).level != "low"

    def options(
        self,
        query: Query,
        scope: ResolvedScope,
        hits: Sequence[Hit],
        by_words: Sequence[Finding],
        concepts: Sequence[Concept],
        read: Read,
    ) -> Iterator[list[Option]]:
        """The possible answers after each stage of reading, less those that a rule holds back."""
        index = self._retriever.index
        first = [by_words[0].hit] if by_words else []
        passages = list({hit.chunk_id: hit for hit in (*first, *hits)}.values())[:_MOST_LOOKED_AT]
        chunks = index.chunks([index.chunk_row(hit.chunk_id) for hit in passages])
        ranks = {hit.chunk_id: n for n, hit in enumerate(hits)}
        preferred = {index.reports[i].id for i in scope.preferred}
        things = query.things or asked_things(query.question, index.tokenizer.cut)
        fact = self._fact(query, scope)
        # The year a report was given is not the one its passages speak of.
        question = without_delivery(query.question) if query.period == "delivered" else query.question
        if query.places:
            question = without_whole(question)
        counts = query.answer == "number" and query.language == "zh" and bool(stages_in(question))
        spans: list[ReadSpan] = []
        done = 0
        for most in STAGES:
            check_time()
            if done and done >= len(passages):
                return
            part = _read_as_worded(question, chunks[done:most], read) if counts else read(question, chunks[done:most])
            spans += [replace(span, passage=span.passage + done) for span in part]
            done = min(most, len(passages))
            yield options_of(
                query,
                scope,
                passages=passages,
                planned={chunk.id for chunk in chunks if chunk.role == "plan"},
                spans=sorted(spans, key=lambda span: -span.score),
                by_words=by_words,
                ranks=ranks,
                preferred=preferred,
                fact=fact,
                concepts=concepts,
                things=things,
            )

    def _fact(self, query: Query, scope: ResolvedScope) -> Fact | None:
        """What the fact table states of the one indicator that is asked for, where it decides."""
        asked = asked_indicator(query) if query.answer == "number" else None
        if asked is None or len(scope.reports) > _MOST_REPORTS:
            return None
        index = self._retriever.index
        reports = [index.reports[i] for i in scope.reports]
        facts = [fact for each in facts_of(index, asked, query, reports, scope.period).values() for fact in each]
        if query.units:
            facts = [fact for fact in facts if unit_may_stand(query.units, fact.unit)]
        periods = [report.plans if scope.period == "plans" else report.covers for report in reports]
        years = frozenset(scope.years) or frozenset([max((each[-1] for each in periods if each), default=0)])
        return decide(facts, asked, years, usual_unit(facts))

    def _read(self, question: str, chunks: Sequence[Chunk]) -> list[ReadSpan]:
        if self._trained is None:
            return []
        return self._trained.reader.read(question, [readable(chunk) for chunk in chunks], best=_BEST_SPANS)


def _read_as_worded(question: str, chunks: Sequence[Chunk], read: Read) -> list[ReadSpan]:
    """Each passage read with the question in its own words for what was done with what is counted."""
    asked = [worded_as(question, simplified(chunk.text)) for chunk in chunks]
    spans: list[ReadSpan] = []
    for words in dict.fromkeys(asked):
        alike = [n for n, each in enumerate(asked) if each == words]
        spans += [replace(span, passage=alike[span.passage]) for span in read(words, [chunks[n] for n in alike])]
    return spans


def _where_words_found_it(findings: list[Finding], by_words: Sequence[Finding]) -> list[Finding]:
    """The same, with the first answer cited where its words are nearest to the question, if it stands there too."""
    best = findings[0].candidate.figure if findings else None
    first = by_words[0].candidate if by_words else None
    if best is None or first is None or first.figure is None:
        return findings
    if (first.figure.value, first.figure.unit) != (best.value, best.unit):
        return findings
    at = next((n for n, each in enumerate(findings) if each.candidate == first), 0)
    lifted = replace(findings[at], confidence=findings[0].confidence)
    return [lifted, *findings[:at], *findings[at + 1 :]]


def readable(chunk: Chunk) -> Readable:
    """The passage under the line that is searched with it: place, period, kind, headings."""
    return Readable(chunk.text, chunk.embedded.partition("\n")[0])
