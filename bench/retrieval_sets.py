"""Question sets as retrieval problems: for each question the scores each leg gives to every candidate passage.

What one fusion makes of the legs is then arithmetic, so all fusions are judged on exactly the same scores.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.building.builder import build
from index.config import Config
from index.language.tokenizer import Tokenizer
from index.search.lexical import LexicalIndex
from index.storage.store import Index
from index.types import Encoder, FloatMatrix, Idf, RowVector
from index.vectors.encoder import load_encoder
from qa import Retriever
from qa.evaluation.evaluate import read_questions
from qa.evaluation.metrics import Question, covers
from qa.retrieval.retriever import OWN_YEAR
from qa.retrieval.scope import ResolvedScope
from qa.understanding.query import Query

__all__ = ["IDFS", "Case", "lexical_legs", "open_home", "public_set", "report_set"]

Scores = npt.NDArray[np.float64]
IDFS: tuple[Idf, ...] = ("okapi", "lucene")


@dataclass(frozen=True, slots=True)
class Case:
    """One question and its candidates, in the order that breaks ties.

    words, bigrams: idf → (n,) BM25 of the leg up to a positive factor, which no fusion here depends on. dense: (n,)
    cosine. bonus: (n,) added to the fused score. relevant: positions of the passages that answer. files: where the
    answers stand. kind: type of question.
    """

    id: str
    kind: str
    files: frozenset[str]
    words: dict[Idf, Scores]
    bigrams: dict[Idf, Scores]
    dense: Scores
    bonus: Scores
    relevant: RowVector


def public_set(folder: Path, cache: Path) -> list[Case]:
    """A public reading-comprehension set (corpus.jsonl, queries.jsonl, qrels.tsv), its passages as they are."""
    passages = {each["_id"]: each["text"] for each in _json_lines(folder / "corpus.jsonl")}
    queries = {each["_id"]: each["text"] for each in _json_lines(folder / "queries.jsonl")}
    relevant: dict[str, list[str]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, passage, _ = line.split("\t")
        relevant.setdefault(query, []).append(passage)
    position = {passage: number for number, passage in enumerate(passages)}
    tokenizer = Tokenizer(cache_folder=cache)
    encoder = load_encoder(Config(jobs=1))
    vectors = _encoded(list(passages.values()), encoder, cache)
    questions = _encoded(list(queries.values()), encoder, cache)
    words = {idf: LexicalIndex.build([tokenizer.words(text) for text in passages.values()], idf=idf) for idf in IDFS}
    pairs = {idf: LexicalIndex.build([tokenizer.bigrams(text) for text in passages.values()], idf=idf) for idf in IDFS}
    no_bonus = np.zeros(len(passages))
    return [
        Case(
            id=query,
            kind="question",
            files=frozenset(relevant[query]),
            words={idf: words[idf].scores(tokenizer.words(text)) for idf in IDFS},
            bigrams={idf: pairs[idf].scores(tokenizer.bigrams(text)) for idf in IDFS},
            dense=(vectors @ vector).astype(np.float64),
            bonus=no_bonus,
            relevant=np.asarray([position[each] for each in relevant[query]], dtype=np.int64),
        )
        for (query, text), vector in zip(queries.items(), questions, strict=True)
    ]


def open_home(home: Path, reports: Sequence[Path], *, refresh: bool) -> Retriever:
    """The retriever over `home`, which is built from these folders where it has no index yet.

    refresh: build it anyway, so that it is what the present code makes of them.
    """
    if refresh or not (home / "CURRENT").exists():
        build(reports, Config(home=home))
    return Retriever.load(home)


def report_set(path: Path, retriever: Retriever) -> list[Case]:
    """The answerable questions of a set, each with the passages of its scope.

    A question whose scope leaves its evidence out has no relevant passage, and is a miss for every fusion.
    """
    questions = [question for question in read_questions(path) if question.evidence]
    queries = [retriever.parse(question.text) for question in questions]
    scopes = [retriever.scope(query) for query in queries]
    index = retriever.index
    legs = {idf: lexical_legs(index, idf) for idf in IDFS}
    blank = LexicalIndex.build([[]] * index.n_rows)
    found = []
    for question, query, scope in zip(questions, queries, scopes, strict=True):
        words, bigrams = {}, {}
        for idf in IDFS:
            # Beside a blank leg, the retriever's lexical score is the other leg, scaled.
            words[idf] = _lexical(retriever, query, scope.rows, words=legs[idf][0], bigrams=blank)
            bigrams[idf] = _lexical(retriever, query, scope.rows, words=blank, bigrams=legs[idf][1])
        dense, _, _ = retriever.scores(query, scope.rows, mode="dense")
        found.append(
            Case(
                id=question.id,
                kind=question.kind,
                files=frozenset(evidence.file for evidence in question.evidence),
                words=words,
                bigrams=bigrams,
                dense=dense,
                bonus=_bonus(index, scope),
                relevant=_relevant(index, question, scope.rows),
            )
        )
    return found


def _lexical(
    retriever: Retriever, query: Query, rows: RowVector, *, words: LexicalIndex, bigrams: LexicalIndex
) -> Scores:
    index = retriever.index
    kept = index.words, index.bigrams
    index.words, index.bigrams = words, bigrams
    try:
        return retriever.scores(query, rows, mode="lexical")[0]
    finally:
        index.words, index.bigrams = kept


def lexical_legs(index: Index, idf: Idf) -> tuple[LexicalIndex, LexicalIndex]:
    """The index's own where they have this idf, else the same chunks indexed anew."""
    settings = index.manifest.settings
    if settings.idf == idf:
        return index.words, index.bigrams
    found = []
    for name in ("words", "bigrams"):
        terms = map(getattr(index.tokenizer, name), index.catalogue.embedded())
        found.append(LexicalIndex.build(terms, idf=idf, k1=settings.k1, b=settings.b))
    return found[0], found[1]


def _bonus(index: Index, scope: ResolvedScope) -> Scores:
    """What the retriever adds to the report of the very year asked for."""
    if not scope.years:
        return np.zeros(scope.rows.size)
    return OWN_YEAR * np.isin(index.chunk_report[scope.rows], list(scope.preferred)).astype(np.float64)


def _relevant(index: Index, question: Question, rows: RowVector) -> RowVector:
    """Positions in rows of the chunks that show a quote of the question's evidence."""
    names = [Path(report.source).name for report in index.reports]
    found = set()
    for evidence in question.evidence:
        ordinals = [ordinal for ordinal, name in enumerate(names) if name == evidence.file]
        positions = np.flatnonzero(np.isin(index.chunk_report[rows], ordinals))
        for position, chunk in zip(positions, index.chunks(rows[positions]), strict=True):
            if covers(evidence.quote, chunk.text):
                found.add(int(position))
    return np.asarray(sorted(found), dtype=np.int64)


def _json_lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _encoded(texts: Sequence[str], encoder: Encoder, cache: Path) -> FloatMatrix:
    """The texts' vectors, computed once for these texts and this model."""
    path = cache / f"vectors-{_digest([encoder.fingerprint, *texts])}.npy"
    if not path.exists():
        beside = path.with_suffix(".part.npy")
        np.save(beside, encoder.encode(texts), allow_pickle=False)
        beside.replace(path)
    vectors: FloatMatrix = np.load(path, allow_pickle=False)
    return vectors


def _digest(texts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
