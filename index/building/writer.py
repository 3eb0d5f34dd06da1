"""Writes a generation: new documents as segments of their own, beside the segments that stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from index.checksums import sha256_of
from index.errors import IndexCorruptError, IndexMismatchError
from index.language.tokenizer import Tokenizer
from index.manifest import Counts, Manifest, SegmentEntry, Settings
from index.search.lexical import Shard, Statistics
from index.storage.generations import clear_leftovers, next_generation, prune, publish, segment_folder, stage
from index.storage.known_vectors import KnownVectors, Spool, remove_spool
from index.storage.merging import merge_group
from index.storage.segments import LEGS, SEGMENT_FILE, Segment, SegmentWriter, merge_segments
from index.storage.store import Index
from index.types import Document, Encoder, FloatMatrix, Progress, RowVector
from index.vectors.embedding import embed

__all__ = ["GenerationWriter"]

# Chunks after which the next segment is begun: what is held in memory of one is some 300 MB.
SEGMENT_CHUNKS = 65_536
# Texts that are read from a segment at once.
_READ_BLOCK = 64
# A segment is written anew without its deleted documents once they are this share of its chunks.
_MOST_DELETED = 0.25

Part = tuple[Segment, frozenset[str]]


class GenerationWriter:
    """The next generation of a home, whose lock the caller holds. Nothing is seen of it before `publish`."""

    def __init__(
        self,
        home: Path,
        settings: Settings,
        *,
        tokenizer: Tokenizer,
        encoder: Encoder | None,
        progress: Progress,
        at_step: Callable[[str], None] | None = None,
    ) -> None:
        """at_step: called before each step, so that tests can fail at any of them."""
        clear_leftovers(home, _segments_of)
        self._home, self._settings = home, settings
        self._tokenizer, self._encoder = tokenizer, encoder
        self._progress = progress
        self._at_step = at_step or (lambda _step: None)
        self._name = next_generation(home)
        self._writers: list[SegmentWriter] = []
        self._open: SegmentWriter | None = None
        self._n_segments = 0

    def add(self, document: Document) -> None:
        """A document that is new or has changed."""
        if self._open is None:
            self._at_step("segment")
            self._open = SegmentWriter(self._next_folder(), self._tokenizer)
            self._writers.append(self._open)
        self._open.add(document)
        if self._open.n >= SEGMENT_CHUNKS:
            self._open.write_terms()
            self._open = None

    def publish(self, kept: Sequence[Part], *, reused: Sequence[Segment] = (), keep_previous: bool = True) -> Manifest:
        """Complete and publish the generation.

        kept: segments of the present generation that stay, and the ids of their documents that do not. reused:
        segments whose vectors are taken over where a text is the same. keep_previous: not where it is damaged.
        """
        if self._open is not None:
            self._open.write_terms()
        parts = [*kept, *((segment, frozenset[str]()) for segment in self._embed(reused))]
        self._at_step("merge")
        parts = self._merged(parts)
        self._at_step("manifest")
        self._progress("write", 0, 1)
        folder = stage(self._home, self._name)
        manifest = self._manifest(parts)
        manifest.write(folder)
        self._at_step("check")
        # Opened as a reader would before anyone can: what is published can be read.
        Index(folder, tokenizer=self._tokenizer).close()
        written = [segment.name for segment, _ in parts if segment.name.startswith(self._name)]
        publish(self._home, self._name, written, at_step=self._at_step)
        self._at_step("prune")
        remove_spool(self._home)
        prune(self._home, self._name, _segments_of, keep_previous=keep_previous)
        self._progress("write", 1, 1)
        return manifest

    def discard(self) -> None:
        """Forget what was added; nothing is published."""
        clear_leftovers(self._home, _segments_of)

    def _next_folder(self) -> Path:
        folder = segment_folder(self._home, f"{self._name}-{self._n_segments}")
        self._n_segments += 1
        return folder

    def _embed(self, reused: Sequence[Segment]) -> Iterable[Segment]:
        """The segments written, with their vectors."""
        self._at_step("vectors")
        encoder = self._encoder
        if encoder is None:
            yield from (writer.finish(None, "") for writer in self._writers)
            return
        spool = Spool(self._home, encoder.fingerprint)
        try:
            known = KnownVectors([each for each in reused if each.info.encoder == encoder.fingerprint], spool)
            pending: list[tuple[SegmentWriter, RowVector]] = []
            wanted = [np.empty((0, 2), dtype=np.uint64)]
            for writer in self._writers:
                hashes = writer.hashes()
                found = known.fill(hashes, np.empty((len(hashes), encoder.dim), dtype=np.float32))
                _, first = np.unique(hashes[~found], axis=0, return_index=True)
                rows = np.flatnonzero(~found)[np.sort(first)]
                pending.append((writer, rows))
                wanted.append(hashes[rows])
            keys, done = np.concatenate(wanted), 0
            for some, made in embed(encoder, _texts_of(pending), len(keys)):
                spool.put(keys[some], made)
                done += len(some)
                self._progress("embed", done, len(keys))
            for writer in self._writers:
                hashes = writer.hashes()
                vectors: FloatMatrix = np.empty((len(hashes), encoder.dim), dtype=np.float32)
                known.fill(hashes, vectors)
                yield writer.finish(vectors, encoder.fingerprint)
        finally:
            spool.close()

    def _merged(self, parts: list[Part]) -> list[Part]:
        """Without segments of which little or nothing is left, and with those of like size as one."""
        found: list[Part] = []
        for segment, deleted in parts:
            live = _live(segment, deleted)
            if live == 0:
                continue
            rewrite = segment.n - live > _MOST_DELETED * segment.n
            found.append(self._merge([(segment, deleted)]) if rewrite else (segment, deleted))
        while group := merge_group([_live(*part) for part in found]):
            merged = self._merge([found[position] for position in group])
            found = [part for position, part in enumerate(found) if position not in group]
            found.append(merged)
        return found

    def _merge(self, parts: Sequence[Part]) -> Part:
        total = sum(_live(*part) for part in parts)
        folder = self._next_folder()
        return merge_segments(parts, folder, progress=lambda done: self._progress("merge", done, total)), frozenset()

    def _manifest(self, parts: Sequence[Part]) -> Manifest:
        shards: dict[str, list[Shard]] = {leg: [] for leg in LEGS}
        counts = Counts()
        for segment, deleted in parts:
            counts += segment.info.counts
            gone = None
            if deleted:
                counts -= segment.catalogue.counts(deleted)
                gone = segment.rows_of_documents(deleted)
            for leg in LEGS:
                shards[leg].append(Shard(getattr(segment, leg), deleted=gone))
        return Manifest(
            generation=self._name,
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
            settings=self._settings,
            counts=counts,
            segments=tuple(
                SegmentEntry(segment.name, sha256_of(segment.folder / SEGMENT_FILE), tuple(sorted(deleted)))
                for segment, deleted in parts
            ),
            statistics={leg: asdict(Statistics.of(each)) for leg, each in shards.items()},
        )


def _texts_of(pending: Iterable[tuple[SegmentWriter, RowVector]]) -> Iterator[str]:
    """What is searched of these rows, read as it is asked for."""
    for writer, rows in pending:
        for start in range(0, len(rows), _READ_BLOCK):
            yield from writer.texts(rows[start : start + _READ_BLOCK].tolist())


def _live(segment: Segment, deleted: frozenset[str]) -> int:
    """Chunks of a segment that are still searched."""
    return segment.n - (int(segment.rows_of_documents(deleted).sum()) if deleted else 0)


def _segments_of(folder: Path) -> list[str]:
    """Names of the segments of a generation; none where its manifest cannot be read."""
    try:
        return [entry.name for entry in Manifest.read(folder).segments]
    except (IndexCorruptError, IndexMismatchError):
        return []
