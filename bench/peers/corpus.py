"""The chunks that all systems are given: those of a home's first reports, in files that any environment can read.

<folder>/home/         Wenzheng's index of them, built here
<folder>/chunks.json   [{"id", "searched", "shown", "source"}…]   a row each
<folder>/vectors.npy   (rows, dim) float32
<folder>/added.json, added.npy   the same of one more report, to be added
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.config import DEFAULT_MODEL
from index.types import FloatMatrix

if TYPE_CHECKING:
    from index.storage.store import Index

__all__ = ["HOME", "Corpus", "Passage", "choose_documents", "read_ids", "read_passages", "read_vectors", "write_corpus"]

HOME = "home"


@dataclass(frozen=True, slots=True)
class Passage:
    """searched: what every system indexes (place, year, headings, text). shown: the passage as printed."""

    id: str
    searched: str
    shown: str
    source: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """passages: by row. n_added: passages of the report to be added. build_s: Wenzheng's, without embedding."""

    folder: Path
    passages: tuple[Passage, ...]
    reports: int
    n_added: int
    build_s: float


def choose_documents(sizes: Sequence[int], wanted: int) -> tuple[int, int]:
    """How many of the first documents hold `wanted` chunks, and which one, beyond them, is added later.

    sizes: chunks of each document. Where they hold fewer, all but the last are taken.
    """
    n = total = 0
    while n < len(sizes) - 1 and total < wanted:
        total += sizes[n]
        n += 1
    beyond = next((i for i in range(n, len(sizes)) if sizes[i]), None)
    if n == 0 or beyond is None:
        raise SystemExit(f"the home holds {len(sizes)} documents; at least two with passages are needed")
    return n, beyond


def write_corpus(home: Path, folder: Path, chunks: int) -> Corpus:
    """The first documents of a home, with at least so many chunks, as files and as a home of its own."""
    from index.storage.store import Index

    with Index.open(home) as index:
        settings = index.manifest.settings
        if index.dense is None or settings.model != DEFAULT_MODEL:
            raise SystemExit(f"{home} was built with the model {settings.model}; build it with {DEFAULT_MODEL}")
        identities = [name.id for name in index.document_names]
        rows: dict[str, list[int]] = {identity: [] for identity in identities}
        for report in index.reports:
            rows[report.document_id] += index.report_rows(report.id)
        n, beyond = choose_documents([len(rows[identity]) for identity in identities], chunks)
        chosen = [row for identity in identities[:n] for row in rows[identity]]
        passages = _write(index, folder, "chunks.json", "vectors.npy", chosen)
        added = _write(index, folder, "added.json", "added.npy", rows[identities[beyond]])
        build_s = _build_home(index, folder / HOME, identities[:n])
        reports = sum(report.document_id in set(identities[:n]) for report in index.reports)
    return Corpus(folder, passages, reports, len(added), build_s)


def read_passages(path: Path) -> tuple[Passage, ...]:
    return tuple(Passage(**record) for record in json.loads(path.read_text(encoding="utf-8")))


def read_ids(folder: Path) -> list[str]:
    """The id of each row's chunk."""
    return [passage.id for passage in read_passages(folder / "chunks.json")]


def read_vectors(path: Path) -> FloatMatrix:
    vectors: FloatMatrix = np.load(path, allow_pickle=False)
    return vectors


def _write(index: Index, folder: Path, texts: str, vectors: str, rows: Sequence[int]) -> tuple[Passage, ...]:
    sources = {report.id: Path(report.source).name for report in index.reports}
    rows = sorted(rows)
    passages = tuple(
        Passage(chunk.id, chunk.embedded, chunk.text, sources[chunk.report_id]) for chunk in index.chunks(rows)
    )
    records = [asdict(passage) for passage in passages]
    (folder / texts).write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    assert index.dense is not None
    np.save(folder / vectors, index.dense.vectors(np.asarray(rows)).astype(np.float32), allow_pickle=False)
    return passages


def _build_home(index: Index, home: Path, identities: Sequence[str]) -> float:
    """Seconds to write these documents as a home; their vectors are taken over."""
    from index.building.writer import GenerationWriter
    from index.storage.generations import lock
    from index.storage.store import tokenizer_for

    home.mkdir()
    settings = index.manifest.settings
    documents = [index.catalogue.document(identity) for identity in identities]
    tokenizer = tokenizer_for(home)
    tokenizer.warm()
    assert index.dense is not None
    encoder = _NoEncoder(settings.encoder, index.dense.vectors(np.asarray([0])).shape[1])
    started = time.perf_counter()
    with lock(home):
        writer = GenerationWriter(home, settings, tokenizer=tokenizer, encoder=encoder, progress=lambda *_: None)
        for document in documents:
            writer.add(document)
        writer.publish([], reused=index.segments)
    return time.perf_counter() - started


@dataclass(frozen=True, slots=True)
class _NoEncoder:
    """Stands for the model whose vectors are all known."""

    fingerprint: str
    dim: int
    block: int = 1024

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        raise RuntimeError(f"{len(texts)} passages of the home have no vectors")
