"""Writes a corpus as a new generation, taking over the vectors and words of texts that were indexed before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from index.catalogue import write_catalogue
from index.corpus import Corpus, Progress
from index.dense import DenseIndex
from index.generations import next_generation, publish, stage
from index.lexical import LexicalIndex
from index.manifest import Counts, Manifest, Settings, describe_files
from index.store import BIGRAMS_FOLDER, CATALOGUE_FILE, DENSE_FILE, WORDS_FOLDER, Index, save_alignment
from index.tokenizer import Tokenizer
from index.types import Encoder, FloatMatrix

__all__ = ["write_generation"]

_EMBED_BLOCK = 64


def write_generation(
    home: Path,
    corpus: Corpus,
    settings: Settings,
    *,
    tokenizer: Tokenizer,
    encoder: Encoder | None,
    reused: Index | None,
    progress: Progress,
    at_step: Callable[[str], None] | None = None,
) -> Manifest:
    """Write and publish the next generation of `home`, whose lock the caller holds.

    reused: the index whose vectors and words are taken over. at_step: called before each step, so that tests can fail
    at any of them.
    """
    at_step = at_step or (lambda _step: None)
    documents = list(corpus.documents.values())
    by_report = [document.chunks.get(report.id, ()) for document in documents for report in document.reports]
    chunks = [chunk for each in by_report for chunk in each]
    embedded = [chunk.embedded for chunk in chunks]
    at_step("stage")
    name = next_generation(home)
    folder = stage(home, name)

    at_step("words")
    words = _words(embedded, reused, tokenizer, progress)
    bigrams = [tokenizer.bigrams(text) for text in embedded]
    for terms, target in ((words, WORDS_FOLDER), (bigrams, BIGRAMS_FOLDER)):
        LexicalIndex.build(terms, idf=settings.idf, k1=settings.k1, b=settings.b).save(folder / target)
    at_step("vectors")
    if encoder is not None:
        DenseIndex.build(_vectors(embedded, reused, encoder, progress)).save(folder / DENSE_FILE)
    at_step("catalogue")
    progress("write", 0, 1)
    write_catalogue(folder / CATALOGUE_FILE, documents, words)
    ordinals = [ordinal for ordinal, each in enumerate(by_report) for _ in each]
    save_alignment(folder, ordinals, [chunk.role for chunk in chunks])
    at_step("manifest")
    counts = Counts(
        documents=len(documents),
        reports=len(by_report),
        sections=sum(len(each) for document in documents for each in document.sections.values()),
        chunks=len(chunks),
        facts=sum(len(each) for document in documents for each in document.facts.values()),
        named_spans=sum(len(each) for document in documents for each in document.named_spans.values()),
    )
    built_at = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(name, built_at, settings, counts, describe_files(folder))
    manifest.write(folder)
    at_step("check")
    # Opened as a reader would before anyone can: what is published can be read.
    Index(folder, tokenizer=tokenizer).close()
    publish(home, name, at_step=at_step)
    progress("write", 1, 1)
    return manifest


def _words(embedded: Sequence[str], reused: Index | None, tokenizer: Tokenizer, progress: Progress) -> list[list[str]]:
    """The words of each chunk, cut anew only where its searched text is new."""
    known = dict(reused.catalogue.embedded()) if reused else {}
    words: list[list[str]] = []
    for done, text in enumerate(embedded, start=1):
        cut = known.get(text)
        words.append(tokenizer.words(text) if cut is None else cut)
        progress("tokenize", done, len(embedded))
    return words


def _vectors(embedded: Sequence[str], reused: Index | None, encoder: Encoder, progress: Progress) -> FloatMatrix:
    """The vector of each chunk, taken from the reused generation where the same encoder made it of the same text."""
    known: dict[str, int] = {}
    old: FloatMatrix = np.empty((0, encoder.dim), dtype=np.float32)
    if reused and reused.dense is not None and reused.manifest.settings.encoder == encoder.fingerprint:
        known = {text: row for row, (text, _) in enumerate(reused.catalogue.embedded())}
        old = reused.dense.vectors
    vectors = np.empty((len(embedded), encoder.dim), dtype=np.float32)
    fresh: list[int] = []
    for row, text in enumerate(embedded):
        if text in known:
            vectors[row] = old[known[text]]
        else:
            fresh.append(row)
    for first in range(0, len(fresh), _EMBED_BLOCK):
        block = fresh[first : first + _EMBED_BLOCK]
        vectors[block] = encoder.encode([embedded[row] for row in block])
        progress("embed", first + len(block), len(fresh))
    return vectors
