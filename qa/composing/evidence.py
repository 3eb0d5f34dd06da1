"""How probably each sentence of the passages in scope says what is asked: a linear model over words and meaning.

It stands in where the words of a question are not those of the reports: 做到老百姓家门口 → 向基层延伸. Trained by
`python -m training.evidence` on questions whose evidence is known.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.engine import Engine
from index.language.bylines import bylines_in
from index.types import FloatMatrix, Span
from qa.composing.lines import solid
from qa.composing.request import Request
from qa.composing.topic import Said, every_sentence, topic_of
from qa.retrieval.concepts import concepts_of, coverage
from qa.types import Hit, Language

__all__ = [
    "EVIDENCE_WEIGHTS",
    "FEATURES",
    "PROBABLE",
    "Evidence",
    "EvidenceWeights",
    "evidence_features",
    "evidence_of",
]

EVIDENCE_WEIGHTS = Path(__file__).resolve().parent / "weights" / "evidence.json"
# In the order in which they are given; shares are of weight by rarity.
FEATURES = (
    "topic",  # share of what is asked about that the sentence has
    "headed_topic",  # that it has with the short sentence that heads it
    "words",  # the same of all words of the question
    "pairs",  # the same of its pairs of characters
    "likeness",  # cosine of question and sentence
    "paragraph_topic",  # share of what is asked about that its paragraph has
    "heading_topic",  # that its headings have
    "heading_pairs",
    "rank",  # of its passage, in tens
    "score",  # of its passage, as a share of the best
    "length",  # log of its characters
    "first",  # whether it begins its paragraph
)
_PASSAGES = 10
# 要紧扣重大决策开展协商议政。
_HEAD = 30
# Of the sentences so probable 17 of 20 are the right one (`python -m training.evidence`).
PROBABLE = 0.15


@dataclass(frozen=True, slots=True)
class EvidenceWeights:
    """of: for each language the weights, in the order of FEATURES, the constant last. encoder: fingerprint of the one
    they were trained with.
    """

    of: Mapping[Language, npt.NDArray[np.float64]]
    encoder: str


class Evidence(NamedTuple):
    """A sentence, and how probably it says what is asked."""

    said: Said
    probability: float


def evidence_of(request: Request, *, hits: Sequence[Hit] | None = None) -> list[Evidence]:
    """The sentences of the best passages in scope, the most probable first; none where the index has no vectors, or
    those of another encoder than the weights.
    """
    model = evidence_weights()
    retriever = request.retriever
    if not retriever.has_vectors or retriever.encoder.fingerprint != model.encoder:
        return []
    if hits is None:
        hits = retriever.rank(request.query, request.scope, k=_PASSAGES)
    passages = tuple(hit.chunk_id for hit in hits)
    if passages not in request.evidence:
        request.evidence[passages] = _found(request, hits, model)
    return request.evidence[passages]


def _found(request: Request, hits: Sequence[Hit], model: EvidenceWeights) -> list[Evidence]:
    said, features = evidence_features(request, hits)
    if not said:
        return []
    weights = model.of[request.query.language]
    scores = features @ weights[:-1] + weights[-1]
    found = [
        Evidence(each, float(1 / (1 + math.exp(-score))))
        for each, score in zip(said, scores, strict=True)
        # Who wrote the piece is asked for elsewhere, and its byline says nothing else.
        if not bylines_in(each.hit.report.text, each.span.start, each.span.end)
    ]
    return sorted(found, key=lambda each: (-each.probability, each.said.span.start))


def evidence_features(request: Request, hits: Sequence[Hit]) -> tuple[list[Said], FloatMatrix]:
    """Every sentence of the passages, and what is known of each: (sentences, features) float32."""
    index, query = request.retriever.index, request.query
    topic = topic_of(request)
    words = concepts_of(query, index)
    pairs = _rarity(query.content, index)
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    said: list[Said] = []
    rows: list[list[float]] = []
    headings: dict[tuple[str, ...], tuple[float, float]] = {}
    paragraphs: dict[tuple[str, int], float] = {}
    for number, hit in enumerate(hits):
        path = tuple(hit.heading_path)
        if path not in headings:
            heading = solid("".join(path))
            headings[path] = coverage(topic, heading), _share(pairs, heading, index)
        before: Span | None = None
        for span, paragraph in every_sentence(request, hit):
            head, before = before, span
            text = solid(hit.report.text[span.start : span.end])
            at = (hit.report.document_id, paragraph.start)
            if at not in paragraphs:
                paragraphs[at] = coverage(topic, solid(hit.report.text[paragraph.start : paragraph.end]))
            own = coverage(topic, text)
            said.append(Said(hit, span, paragraph, own))
            rows.append(
                [
                    own,
                    coverage(topic, _headed(hit, head, span)),
                    coverage(words, text),
                    _share(pairs, text, index),
                    0.0,
                    paragraphs[at],
                    *headings[path],
                    number / _PASSAGES,
                    hit.score / best,
                    math.log1p(len(text)),
                    float(span.start <= paragraph.start + 2),
                ]
            )
    features = np.array(rows, dtype=np.float32).reshape(-1, len(FEATURES))
    likeness = request.retriever.likeness(query, [each.text for each in said])
    if likeness:
        features[:, FEATURES.index("likeness")] = likeness
    return said, features


def _headed(hit: Hit, before: Span | None, span: Span) -> str:
    """The sentence, behind the one right before it where that is so short that it heads this one."""
    heads = before is not None and len(before) <= _HEAD and 0 <= span.start - before.end <= 2
    return solid(hit.report.text[before.start if before and heads else span.start : span.end])


def _rarity(text: str, index: Engine) -> dict[str, float]:
    """The idf of each pair of characters of a text."""
    n = max(index.n_chunks, 1)
    return {pair: math.log(1 + n / (1 + index.document_frequency(pair))) for pair in set(index.tokenizer.bigrams(text))}


def _share(pairs: Mapping[str, float], text: str, index: Engine) -> float:
    total = sum(pairs.values())
    own = set(index.tokenizer.bigrams(text))
    return sum(weight for pair, weight in pairs.items() if pair in own) / total if total else 0.0


@cache
def evidence_weights() -> EvidenceWeights:
    """The weights that come with the package."""
    stored = json.loads(EVIDENCE_WEIGHTS.read_text(encoding="utf-8"))
    of: dict[Language, npt.NDArray[np.float64]] = {
        language: np.array([stored[language][name] for name in (*FEATURES, "constant")]) for language in ("zh", "en")
    }
    return EvidenceWeights(of, stored["encoder"])
