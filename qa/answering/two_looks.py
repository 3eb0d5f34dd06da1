"""Passages → findings: read by their words first, by meaning where words do not decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.extract import Finding, find_answers
from qa.answering.fit import asked_things, asks_opening
from qa.answering.held import naming_what_is_asked
from qa.answering.judgement import ENOUGH_SUPPORT, states
from qa.retrieval.concepts import Concept
from qa.retrieval.retriever import Retriever
from qa.retrieval.scope import ResolvedScope
from qa.types import Hit
from qa.understanding.query import Query

__all__ = ["PASSAGES", "POOL", "TwoLooks", "evidence_first"]

PASSAGES = 10
POOL = 14
REREAD = 4
# Where no sentence has this share of the question, POOL passages are read again and ordered by their best sentence too:
# hit@5 on 43 paraphrased questions 0.88 → 0.95 with this weight (docs/quality-history.md).
PARAPHRASE_SUPPORT, SENTENCE_WEIGHT = 0.5, 0.3
# Where the best sentence shares less than this with the question, so many figures are compared by the words around
# each; the nearest gains this much.
LITERAL_SUPPORT = 0.65
CLOSE_READ = 6
OWN_LIKENESS = 0.2


class TwoLooks:
    """Reads passages of one index for what answers a question."""

    def __init__(self, retriever: Retriever) -> None:
        self.retriever = retriever

    def find_in_scope(
        self, query: Query, scope: ResolvedScope, hits: list[Hit], concepts: Sequence[Concept]
    ) -> tuple[list[Finding], list[Hit]]:
        """The findings, those in the year's own report before those in a review of several years; and the passages,
        in the order that reading them gave.
        """
        if asks_opening(query):
            hits = evidence_first(self.retriever.openings(scope), hits)
        own = {self.retriever.index.reports[i].id for i in scope.preferred}
        of_own = [hit for hit in hits if hit.report.id in own]
        if scope.years and of_own and len(of_own) < len(hits):
            findings, read = self.find(query, of_own, concepts)
            if findings and states(query, scope, findings[0]):
                return findings, evidence_first(read, hits)
        return self.find(query, hits, concepts)

    def find(self, query: Query, hits: list[Hit], concepts: Sequence[Concept]) -> tuple[list[Finding], list[Hit]]:
        """The findings in these passages, and the passages. Where words alone do not decide, sentences are compared by
        meaning too; where they hardly help, in every passage, and the passages are ordered by that as well.
        """
        gazetteer = self.retriever.gazetteer
        things = query.things or asked_things(query.question, self.retriever.index.tokenizer.cut)
        findings = naming_what_is_asked(
            query, find_answers(query, hits[:PASSAGES], concepts, gazetteer=gazetteer, things=things)
        )
        if findings and findings[0].clause_support >= ENOUGH_SUPPORT and query.answer != "phrase":
            return findings, hits
        paraphrased = not findings or max(finding.support for finding in findings) < PARAPHRASE_SUPPORT
        similarity = self.retriever.sentence_similarity(query, hits if paraphrased else hits[:REREAD])
        if paraphrased and similarity:
            hits = _by_best_sentence(hits, similarity)
        findings = naming_what_is_asked(
            query, find_answers(query, hits, concepts, gazetteer=gazetteer, similarity=similarity, things=things)
        )
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


def evidence_first(evidence: Sequence[Hit], hits: Sequence[Hit]) -> list[Hit]:
    """The passages the answer rests on, then the rest in their order, none twice."""
    ordered = {hit.chunk_id: hit for hit in [*evidence, *hits]}
    return list(ordered.values())
