"""Makes a home of any size out of the reports of another: the same reports again, of other places and years.

    python -m bench.scale_home SOURCE TARGET --chunks 1000000

SOURCE is a home built with vectors. Each copy of a report is given a place that has none (by the gazetteer, in order),
its name and code in the copy's catalogue and title lines; its vectors are the report's own, each turned by a random
angle (cosine 0.95 with the original on average), since to embed a million passages takes hours. The copies go through
the writer, its segments and merges as any report does; only parsing and embedding are left out.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.building.writer import GenerationWriter
from index.language.gazetteer import Gazetteer
from index.manifest import Settings
from index.storage.generations import lock
from index.storage.segments import text_hashes
from index.storage.store import Index, tokenizer_for
from index.types import Document, FloatMatrix, Place

NOISE = 0.33  # length of the random vector added to a unit vector


class TurnedVectors:
    """An encoder that knows the vectors of the texts it will be asked for: an original's, turned at random."""

    block = 4096  # texts asked for at once

    def __init__(self, index: Index) -> None:
        self.fingerprint = index.manifest.settings.encoder
        assert index.dense is not None
        self._vectors = index.dense
        self.dim = index.dense.vectors(np.asarray([0])).shape[1]
        self._rows: dict[bytes, int] = {}
        self._random = np.random.default_rng(0)

    def expect(self, texts: Sequence[str], rows: Sequence[int]) -> None:
        """texts: that will be asked for; rows: of the originals."""
        for digest, row in zip(text_hashes(texts), rows, strict=True):
            self._rows[digest.tobytes()] = row

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        rows = np.asarray([self._rows.pop(digest.tobytes()) for digest in text_hashes(texts)])
        order = np.argsort(rows)
        vectors = np.empty((len(rows), self.dim), dtype=np.float32)
        vectors[order] = np.concatenate([self._vectors.vectors(rows[order][i : i + 1]) for i in range(len(rows))])
        noise = self._random.standard_normal(vectors.shape).astype(np.float32)
        vectors += NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--chunks", type=int, default=1_000_000)
    options = parser.parse_args()
    options.target.mkdir(parents=True, exist_ok=True)
    with Index.open(options.source) as index:
        make(index, options.target, options.chunks)


def make(index: Index, home: Path, chunks: int) -> None:
    """Write a home of at least so many chunks."""
    started = time.perf_counter()
    encoder = TurnedVectors(index)
    settings: Settings = index.manifest.settings
    n = 0

    def progress(stage: str, done: int, total: int) -> None:
        if done == total or done % 65_536 == 0:
            print(f"{time.perf_counter() - started:6.0f} s  {stage} {done:,}/{total:,}", flush=True)

    with lock(home):
        writer = GenerationWriter(home, settings, tokenizer=tokenizer_for(home), encoder=encoder, progress=progress)
        for document, rows in copies(index):
            if n >= chunks:
                break
            texts = [chunk.embedded for report in document.reports for chunk in document.chunks[report.id]]
            encoder.expect(texts, rows)
            writer.add(document)
            n += len(texts)
        manifest = writer.publish([])
    counts, seconds = manifest.counts, time.perf_counter() - started
    print(f"{counts.chunks:,} chunks of {counts.reports:,} reports, {seconds:.0f} s")


def copies(index: Index) -> Iterator[tuple[Document, list[int]]]:
    """Each document, then each again of another place, and the rows of the originals' chunks, without end."""
    originals = [name.id for name in index.document_names]
    rows: dict[str, list[int]] = {identity: [] for identity in originals}
    for report in index.reports:
        rows[report.document_id] += index.report_rows(report.id)
    for identity in originals:
        yield index.catalogue.document(identity), rows[identity]
    taken = {report.place_code for report in index.reports}
    places = [place for place in below(Gazetteer.load(), "100000") if place.code not in taken]
    for number in itertools.count(1):
        for position, identity in enumerate(originals):
            place = places[(number * len(originals) + position) % len(places)]
            yield moved(index.catalogue.document(identity), number, place), rows[identity]


def below(gazetteer: Gazetteer, code: str) -> Iterator[Place]:
    """All cities and counties in a place."""
    for place in gazetteer.children(code):
        if place.level != "province":
            yield place
        yield from below(gazetteer, place.code)


def moved(document: Document, number: int, place: Place) -> Document:
    """The document as a report of another place, under ids of its own."""
    identity = f"{number:04x}{document.id[4:]}"
    ids = {report.id: f"{identity}-{report.part}" for report in document.reports}
    reports, chunks, facts, names = [], {}, {}, {}
    for report in document.reports:
        new = ids[report.id]
        source = f"{number}/{report.source}"
        reports.append(
            replace(
                report,
                id=new,
                document_id=identity,
                source=source,
                place=place.path,
                place_code=place.code,
                level=place.level,
            )
        )
        chunks[new] = tuple(
            replace(
                chunk,
                id=chunk.id.replace(report.id, new),
                report_id=new,
                # The first line names place, year and kind; the passage itself stays as it is printed.
                embedded=f"{place.path} {chunk.embedded.removeprefix(report.place)}",
            )
            for chunk in document.chunks[report.id]
        )
        facts[new] = tuple(
            replace(fact, report_id=new, chunk_id=fact.chunk_id.replace(report.id, new), place_code=place.code)
            for fact in document.facts[report.id]
        )
        names[new] = tuple(
            replace(named, report_id=new, chunk_id=named.chunk_id.replace(report.id, new))
            for named in document.named_spans[report.id]
        )
    return replace(
        document,
        id=identity,
        source=f"{number}/{document.source}",
        content_hash=identity + document.content_hash[16:],
        reports=tuple(reports),
        sections={ids[old]: sections for old, sections in document.sections.items()},
        chunks=chunks,
        facts=facts,
        named_spans=names,
    )


if __name__ == "__main__":
    main()
