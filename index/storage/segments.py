"""A segment: some documents with all that is searched of them, written once and shared by generations.

<home>/segments/<name>/catalogue.sqlite     documents, reports, sections, chunks, facts, names
                       chunk_report.npy     (n,) int32, position of each chunk's report within the segment
                       chunk_role.npy       (n,) int8, position in `catalogue.ROLES`
                       chunk_hash.npy       (n, 2) uint64, of the text that is searched
                       words/, bigrams/     postings
                       dense.faiss          vectors, where there is a model
                       codes.faiss          the same in few bits, in a large segment
                       segment.json         what it holds, a checksum of every file
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.checksums import FileEntry, describe_files, file_problems
from index.errors import IndexCorruptError, command
from index.language.tokenizer import Tokenizer
from index.manifest import Counts
from index.search.dense import CODES_FROM, DenseIndex
from index.search.postings import Postings, PostingsWriter, load_mapped, map_array, merge_postings
from index.storage.catalogue import ROLES, Catalogue
from index.storage.catalogue_writer import CatalogueWriter
from index.storage.guard import guards_of
from index.types import Document, FloatMatrix

__all__ = ["Segment", "SegmentInfo", "SegmentWriter", "merge_segments", "segment_problems", "text_hashes"]

SEGMENT_FILE = "segment.json"
CATALOGUE_FILE = "catalogue.sqlite"
DENSE_FILE = "dense.faiss"
CODES_FILE = "codes.faiss"
REPORT_FILE = "chunk_report.npy"
ROLE_FILE = "chunk_role.npy"
HASH_FILE = "chunk_hash.npy"
LEGS = ("words", "bigrams")
# Whether arrays were written to is looked at no more often; a search may take less time than to look at every file.
_LOOKED_AT_EVERY_S = 0.1


@dataclass(frozen=True, slots=True)
class SegmentInfo:
    """What a segment says about itself. encoder: fingerprint of what made its vectors, "" without."""

    counts: Counts
    encoder: str
    files: tuple[FileEntry, ...]

    @classmethod
    def read(cls, folder: Path) -> SegmentInfo:
        """Raises: IndexCorruptError where the file is missing or is no such description."""
        path = folder / SEGMENT_FILE
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            files = tuple(FileEntry(**each) for each in values["files"])
            return cls(counts=Counts(**values["counts"]), encoder=values["encoder"], files=files)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexCorruptError(
                f"{path} is missing or damaged ({error}); run `{command('build --full')}` to write the index again"
            ) from error

    def write(self, folder: Path) -> None:
        """Put it into the segment's folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / SEGMENT_FILE).write_text(text + "\n", encoding="utf-8")


class Segment:
    """Read access to one segment. Rows number its chunks from 0.

    What its catalogue gives is what was written; before arrays and vectors are used, or reports shown, call `assure`.
    """

    def __init__(self, folder: Path) -> None:
        """Raises: IndexCorruptError where a file is missing or not what was written."""
        self.folder = folder
        self.name = folder.name
        self.info = SegmentInfo.read(folder)
        if problems := file_problems(folder, self.info.files, checksums=False):
            raise IndexCorruptError(f"{'; '.join(problems)}; run `{command('build --full')}` to write the index again")
        self._looked_at = float("-inf")
        try:
            self._guards = guards_of(folder, self.info.files)
            self.catalogue = Catalogue(folder / CATALOGUE_FILE)
            self.reports = self.catalogue.reports()
            self.chunk_report: npt.NDArray[np.int32] = map_array(folder / REPORT_FILE, np.int32)
            self.chunk_role: npt.NDArray[np.int8] = map_array(folder / ROLE_FILE, np.int8)
            self.words = Postings.load(folder / "words")
            self.bigrams = Postings.load(folder / "bigrams")
            self.catalogue.give_only_after(self._guards[CATALOGUE_FILE].assure)
        except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError) as error:
            raise IndexCorruptError(
                f"the index in {folder} cannot be read ({error}); run `{command('build --full')}` to write it again"
            ) from error
        self.dense = self._open_dense() if self.info.encoder else None
        self._check_alignment()

    def assure(self) -> None:
        """Return once every file is known to be what was written; begun at opening. Raises: IndexCorruptError."""
        now = time.monotonic()
        if now - self._looked_at >= _LOOKED_AT_EVERY_S:
            for guard in self._guards.values():
                guard.assure()
            self._looked_at = now

    @property
    def n(self) -> int:
        """How many chunks there are, those no longer searched included."""
        return len(self.chunk_report)

    def report_borders(self) -> npt.NDArray[np.int64]:
        """(n_reports + 1,) row at which the chunks of each report begin."""
        borders: npt.NDArray[np.int64] = np.searchsorted(self.chunk_report, np.arange(len(self.reports) + 1))
        return borders

    def rows_of_documents(self, document_ids: Set[str]) -> npt.NDArray[np.bool_]:
        """(n,) which chunks are of these documents."""
        theirs = np.asarray([report.document_id in document_ids for report in self.reports], dtype=np.bool_)
        return theirs[self.chunk_report] if self.n else np.zeros(0, dtype=np.bool_)

    def hashes(self) -> npt.NDArray[np.uint64]:
        """(n, 2) hash of what is searched of each chunk; see `text_hashes`."""
        found: npt.NDArray[np.uint64] = load_mapped(self.folder / HASH_FILE)
        return found

    def close(self) -> None:
        """Let go of the files; what was read stays usable."""
        self.catalogue.close()

    def _open_dense(self) -> DenseIndex:
        path = self.folder / DENSE_FILE
        for entry in self.info.files:
            if entry.path == CODES_FILE:
                return DenseIndex.load(path, codes=self.folder / CODES_FILE, codes_sha256=entry.sha256, n=self.n)
        return DenseIndex.load(path, n=self.n)

    def _check_alignment(self) -> None:
        lengths = {
            SEGMENT_FILE: self.info.counts.chunks,
            REPORT_FILE: len(self.chunk_report),
            ROLE_FILE: len(self.chunk_role),
            "words": self.words.n,
            "bigrams": self.bigrams.n,
        }
        if len(set(lengths.values())) > 1:
            raise IndexCorruptError(
                f"the files in {self.folder} do not belong together ({lengths}); run `{command('build --full')}`"
            )
        numbers = self.chunk_report
        if self.n and (numbers[0] < 0 or numbers[-1] >= len(self.reports) or (np.diff(numbers) < 0).any()):
            raise IndexCorruptError(
                f"{self.folder / REPORT_FILE} is damaged: it names reports that are not there, or out of order; "
                f"run `{command('build --full')}` to write the index again"
            )


class SegmentWriter:
    """Writes documents as they come; vectors follow when all are there. Holds no text, but the postings."""

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        self.folder = folder
        self.n = 0
        self._tokenizer = tokenizer
        folder.mkdir(parents=True)
        self._catalogue = CatalogueWriter(folder / CATALOGUE_FILE)
        self._legs = {name: PostingsWriter() for name in LEGS}
        self._reports: list[int] = []
        self._roles: list[int] = []
        self._hashes: list[npt.NDArray[np.uint64]] = []
        self._n_reports = 0

    def add(self, document: Document) -> None:
        """The next document: its chunks get the next rows."""
        chunks = [chunk for report in document.reports for chunk in document.chunks.get(report.id, ())]
        for chunk in chunks:
            self._legs["words"].add(self._tokenizer.words(chunk.embedded))
            self._legs["bigrams"].add(self._tokenizer.bigrams(chunk.embedded))
        for report in document.reports:
            self._reports += [self._n_reports] * len(document.chunks.get(report.id, ()))
            self._n_reports += 1
        self._roles += [ROLES.index(chunk.role) for chunk in chunks]
        self._hashes.append(text_hashes([chunk.embedded for chunk in chunks]))
        self._catalogue.add(document)
        self.n += len(chunks)

    def write_terms(self) -> None:
        """Write all but the vectors."""
        self._catalogue.close()
        for name, writer in self._legs.items():
            writer.save(self.folder / name)
        self._legs = {}
        np.save(self.folder / REPORT_FILE, np.asarray(self._reports, dtype=np.int32), allow_pickle=False)
        np.save(self.folder / ROLE_FILE, np.asarray(self._roles, dtype=np.int8), allow_pickle=False)
        np.save(self.folder / HASH_FILE, self.hashes(), allow_pickle=False)

    def hashes(self) -> npt.NDArray[np.uint64]:
        """(n, 2) as `text_hashes`, of the chunks added so far."""
        return np.concatenate([np.empty((0, 2), dtype=np.uint64), *self._hashes])

    def texts(self, rows: Sequence[int]) -> list[str]:
        """What is searched of these chunks; after `write_terms`."""
        catalogue = Catalogue(self.folder / CATALOGUE_FILE)
        try:
            return [chunk.embedded for chunk in catalogue.chunks(rows)]
        finally:
            catalogue.close()

    def finish(self, vectors: FloatMatrix | None, encoder: str) -> Segment:
        """Write the vectors, (n, dim) float32, and the description; the segment is complete then."""
        if vectors is not None:
            _write_vectors([vectors], self.folder)
        return _complete(self.folder, encoder if vectors is not None else "")


def merge_segments(
    parts: Sequence[tuple[Segment, frozenset[str]]], folder: Path, *, progress: Callable[[int], None] | None = None
) -> Segment:
    """One segment of several, less the documents (ids) that are left out of each. progress: called with rows done."""
    folder.mkdir(parents=True)
    catalogue = CatalogueWriter(folder / CATALOGUE_FILE)
    maps: list[npt.NDArray[np.int32]] = []
    chunk_reports, roles, hashes = [], [], []
    n = n_reports = 0
    try:
        for segment, dropped in parts:
            kept_reports = np.asarray([report.document_id not in dropped for report in segment.reports], dtype=np.bool_)
            kept = ~segment.rows_of_documents(dropped)
            rows = np.full(segment.n, -1, dtype=np.int32)
            rows[kept] = np.arange(n, n + int(kept.sum()), dtype=np.int32)
            numbers = np.cumsum(kept_reports) - 1 + n_reports
            chunk_reports.append(numbers[segment.chunk_report[kept]].astype(np.int32))
            roles.append(segment.chunk_role[kept])
            hashes.append(segment.hashes()[kept])
            catalogue.copy(segment.folder / CATALOGUE_FILE, dropped)
            maps.append(rows)
            n += int(kept.sum())
            n_reports += int(kept_reports.sum())
            if progress:
                progress(n)
    finally:
        catalogue.close()
    for leg in LEGS:
        merge_postings(
            [(getattr(segment, leg), rows) for (segment, _), rows in zip(parts, maps, strict=True)], folder / leg
        )
    np.save(folder / REPORT_FILE, np.concatenate(chunk_reports), allow_pickle=False)
    np.save(folder / ROLE_FILE, np.concatenate(roles), allow_pickle=False)
    np.save(folder / HASH_FILE, np.concatenate(hashes), allow_pickle=False)
    encoder = parts[0][0].info.encoder
    if encoder:
        blocks: Iterable[FloatMatrix] = (
            segment.dense.vectors[rows >= 0]
            for (segment, _), rows in zip(parts, maps, strict=True)
            if segment.dense is not None
        )
        _write_vectors(blocks, folder)
    return _complete(folder, encoder)


def _write_vectors(blocks: Iterable[FloatMatrix], folder: Path) -> None:
    dense = DenseIndex.build_from(blocks)
    dense.save(folder / DENSE_FILE)
    if len(dense) >= CODES_FROM:
        dense.save_codes(folder / CODES_FILE)


def _complete(folder: Path, encoder: str) -> Segment:
    """Write the description of a folder that holds all the rest, and open it."""
    catalogue = Catalogue(folder / CATALOGUE_FILE)
    try:
        counts = catalogue.counts()
    finally:
        catalogue.close()
    SegmentInfo(counts, encoder, describe_files(folder)).write(folder)
    return Segment(folder)


def segment_problems(folder: Path) -> list[str]:
    """What is wrong with a segment, one line each; every byte is read.

    Raises: IndexCorruptError where its files are what was written but cannot be opened.
    """
    if found := file_problems(folder, SegmentInfo.read(folder).files, checksums=True):
        return found
    segment = Segment(folder)
    try:
        if segment.dense is not None:
            len(segment.dense)  # reads the file, and raises where it does not fit
        return segment.catalogue.problems()
    finally:
        segment.close()


def text_hashes(texts: Sequence[str]) -> npt.NDArray[np.uint64]:
    """(n, 2) uint64: 128 bits of BLAKE2b of each text in UTF-8."""
    digests = b"".join(
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest() for text in texts
    )
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64).reshape(-1, 2)
