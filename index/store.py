"""An index as readers see it: one generation, opened without reading its texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import numpy as np
import numpy.typing as npt

from index.catalogue import ROLES, Catalogue, DocumentName
from index.common_indicators import common_indicators
from index.dense import DenseIndex
from index.errors import IndexCorruptError, IndexMismatchError
from index.generations import current_generation, generation_folder
from index.lexical import LexicalIndex
from index.manifest import FORMAT_VERSION, Manifest
from index.qualifiers import same_stage
from index.tokenizer import Tokenizer
from index.types import Annotation, Chunk, Encoder, Fact, NamedKind, NamedSpan, Report, ReportCounts, Section

__all__ = ["Index", "tokenizer_for", "verify"]

CATALOGUE_FILE = "catalogue.sqlite"
DENSE_FILE = "dense.faiss"
REPORT_FILE = "chunk_report.npy"
ROLE_FILE = "chunk_role.npy"
WORDS_FOLDER = "words"
BIGRAMS_FOLDER = "bigrams"

_Number = TypeVar("_Number", bound=np.generic)


class Index:
    """A complete, immutable index. Rows number the chunks from 0, in the order of their reports.

    reports: all reports, by source and part; their texts are read when first asked for. chunk_report: (n_chunks,)
    int32, position in `reports` of each chunk's report. chunk_role: (n_chunks,) int8, position in `catalogue.ROLES`
    (0 review, 1 plan, 2 other). dense: None where the index was built without a model. Safe to use from several
    threads.
    """

    def __init__(self, folder: Path, *, tokenizer: Tokenizer) -> None:
        """The generation in `folder`; most callers want `Index.open`.

        Raises: IndexCorruptError where a file is missing or not what was written; IndexMismatchError where it was
        written by another version.
        """
        self.folder = folder
        self.tokenizer = tokenizer
        self.manifest = Manifest.read(folder)
        _check_version(self.manifest, tokenizer, folder)
        problems = self.manifest.problems(folder, checksums=False)
        if problems:
            raise IndexCorruptError(f"{'; '.join(problems)}; run `wenzheng build --full` to write the index again")
        try:
            self._catalogue = Catalogue(folder / CATALOGUE_FILE)
            self.reports: tuple[Report, ...] = self._catalogue.reports()
            self.chunk_report: npt.NDArray[np.int32] = _map(folder / REPORT_FILE, np.int32)
            self.chunk_role: npt.NDArray[np.int8] = _map(folder / ROLE_FILE, np.int8)
            self.words = LexicalIndex.load(folder / WORDS_FOLDER)
            self.bigrams = LexicalIndex.load(folder / BIGRAMS_FOLDER)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexCorruptError(
                f"the index in {folder} cannot be read ({error}); run `wenzheng build --full` to write it again"
            ) from error
        has_vectors = bool(self.manifest.settings.encoder)
        self.dense = DenseIndex.load(folder / DENSE_FILE, n=self.n_chunks) if has_vectors else None
        self._check_alignment()

    @classmethod
    def open(cls, home: Path, *, generation: str | None = None) -> Index:
        """The current generation of `home`, or an older one by name.

        Raises: IndexMissingError, IndexCorruptError, IndexMismatchError, each with what to do.
        """
        name = generation or current_generation(home)
        try:
            return cls(generation_folder(home, name), tokenizer=tokenizer_for(home))
        except IndexCorruptError:
            # Two builds may have ended since the name was read, and the second has removed what it names.
            if generation is None and current_generation(home) != name:
                return cls.open(home)
            raise

    @property
    def n_chunks(self) -> int:
        """How many chunks there are."""
        return len(self.chunk_report)

    @cached_property
    def document_names(self) -> tuple[DocumentName, ...]:
        """Which files are indexed, by source."""
        return self._catalogue.document_names()

    @cached_property
    def report_ordinals(self) -> dict[str, int]:
        """Report id → position in `reports`."""
        return {report.id: ordinal for ordinal, report in enumerate(self.reports)}

    @cached_property
    def report_counts(self) -> dict[str, ReportCounts]:
        """Report id → how much the report holds."""
        return self._catalogue.report_counts()

    @property
    def catalogue(self) -> Catalogue:
        """What is stored of documents, reports, sections, chunks, facts and names."""
        return self._catalogue

    def chunks(self, rows: Iterable[int]) -> list[Chunk]:
        """The chunks of these rows, in the order asked for."""
        return self._catalogue.chunks(rows)

    def chunk_row(self, chunk_id: str) -> int:
        """Raises: KeyError for an id there is not."""
        return self._catalogue.chunk_row(chunk_id)

    def report_rows(self, report_id: str) -> range:
        """The rows of a report's chunks, which stand together. Raises: KeyError for an id there is not."""
        ordinal = self.report_ordinals[report_id]
        first, last = np.searchsorted(self.chunk_report, [ordinal, ordinal + 1])
        return range(int(first), int(last))

    def sections(self, report_id: str) -> tuple[Section, ...]:
        """The sections of a report in reading order."""
        return self._catalogue.sections(report_id)

    def facts(self, report_id: str) -> tuple[Fact, ...]:
        """The numbers a report states, in reading order; none for an id there is not."""
        return self._catalogue.facts(report_id)

    def find_facts(
        self,
        *,
        indicator: str | None = None,
        place_codes: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        qualifier: str | None = None,
        unit: str | None = None,
    ) -> tuple[Fact, ...]:
        """The numbers stated of something, in the order of the reports; what is None leaves the choice open.

        indicator: how the noun phrase ends: "提案" finds 委员提案 and 立案提案, not 提案办复率. years: any of them.
        qualifier: a verb of the same stage: "收到" finds 提交 too; "" finds what no verb qualifies.
        """
        found = self._catalogue.find_facts(indicator=indicator, place_codes=place_codes, unit=unit)
        wanted = None if years is None else frozenset(years)
        return tuple(
            fact
            for fact in found
            if (wanted is None or not wanted.isdisjoint(fact.years))
            and (qualifier is None or same_stage(fact.qualifier, qualifier))
        )

    @cached_property
    def _common_indicators(self) -> tuple[str, ...]:
        return common_indicators(self._catalogue.indicators())

    def common_indicators(self) -> tuple[str, ...]:
        """What most places state a figure for, best first: "城镇新增就业", "提案立案"."""
        return self._common_indicators

    def named_spans(self, report_id: str) -> tuple[NamedSpan, ...]:
        """What a report calls by its name, in reading order; none for an id there is not."""
        return self._catalogue.named_spans(report_id)

    def find_named(
        self, *, kind: NamedKind | None = None, text: str | None = None, pinyin: str | None = None
    ) -> tuple[NamedSpan, ...]:
        """Where something is named, in the order of the reports; what is None leaves the choice open.

        text: the whole name, without marks or white space. pinyin: of a person, surname first ("suhongfeng").
        """
        return self._catalogue.find_named(kind=kind, text=text, pinyin=pinyin)

    def annotations(self, document_id: str) -> tuple[Annotation, ...]:
        """What of a document's text is neither searched nor shown. Raises: KeyError for an id there is not."""
        return self._catalogue.annotations(document_id)

    def check_encoder(self, encoder: Encoder) -> None:
        """Raises: IndexMismatchError where the vectors are another model's, so that scores would mean nothing."""
        built_with = self.manifest.settings.encoder
        if built_with != encoder.fingerprint:
            raise IndexMismatchError(
                f"the index in {self.folder} was built with the model {self.manifest.settings.model!r} "
                f"({built_with or 'no vectors'}), not with {encoder.fingerprint}; run `wenzheng build` with the model "
                "you want, or choose the one it was built with"
            )

    def close(self) -> None:
        """Let go of the files; what was read stays usable."""
        self._catalogue.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check_alignment(self) -> None:
        lengths = {
            "manifest": self.manifest.counts.chunks,
            REPORT_FILE: len(self.chunk_report),
            ROLE_FILE: len(self.chunk_role),
            WORDS_FOLDER: self.words.n,
            BIGRAMS_FOLDER: self.bigrams.n,
        }
        if len(set(lengths.values())) > 1 or self.manifest.counts.reports != len(self.reports):
            raise IndexCorruptError(
                f"the files in {self.folder} do not belong together ({lengths}); run `wenzheng build --full`"
            )


def tokenizer_for(home: Path) -> Tokenizer:
    """The tokenizer, with its compiled dictionary kept in `home`."""
    return Tokenizer(cache_folder=home / "cache")


def verify(home: Path) -> list[str]:
    """What is wrong with the current generation, one line each: every byte is read.

    Raises: IndexMissingError where there is no index.
    """
    try:
        folder = generation_folder(home, current_generation(home))
        problems = Manifest.read(folder).problems(folder, checksums=True)
        if problems:
            return problems
        with Index.open(home) as index:
            problems = index.catalogue.problems()
            if index.dense is not None:
                len(index.dense)  # reads the file, and raises where it does not fit
            return problems
    except (IndexCorruptError, IndexMismatchError) as error:
        return [str(error)]


def save_alignment(folder: Path, chunk_reports: list[int], chunk_roles: list[str]) -> None:
    """Write which report and which role each chunk has."""
    np.save(folder / REPORT_FILE, np.asarray(chunk_reports, dtype=np.int32), allow_pickle=False)
    roles = np.asarray([ROLES.index(role) for role in chunk_roles], dtype=np.int8)
    np.save(folder / ROLE_FILE, roles, allow_pickle=False)


def _check_version(manifest: Manifest, tokenizer: Tokenizer, folder: Path) -> None:
    settings = manifest.settings
    pairs = (("format", settings.format, FORMAT_VERSION), ("tokenizer", settings.tokenizer, tokenizer.fingerprint))
    changed = [f"{name} ({theirs} in the index, {ours} now)" for name, theirs, ours in pairs if theirs != ours]
    if changed:
        raise IndexMismatchError(
            f"the index in {folder} was built with another {' and another '.join(changed)}; run `wenzheng build`"
        )


def _map(path: Path, dtype: type[_Number]) -> npt.NDArray[_Number]:
    array = np.load(path, mmap_mode="r", allow_pickle=False)
    if array.ndim != 1 or array.dtype != dtype:
        raise ValueError(f"{path.name} is {array.dtype}{array.shape}")
    return np.asarray(array)
