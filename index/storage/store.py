"""An index as readers see it: one generation, opened without reading its texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import numpy as np
import numpy.typing as npt

from index.engine import Asked, Legs
from index.errors import IndexCorruptError, IndexMismatchError, command
from index.language.tokenizer import Tokenizer
from index.manifest import MANIFEST_FILE, Manifest, SegmentEntry
from index.reports.home_origins import with_origins
from index.search.dense_legs import DenseLegs
from index.search.lexical import LexicalIndex, Shard, Statistics
from index.search.shortlist import Shortlist
from index.statements.common_indicators import common_indicators
from index.statements.fact_rows import facts_stated
from index.storage.catalogue import DocumentName
from index.storage.catalogues import Catalogues
from index.storage.generations import current_generation, generation_folder
from index.storage.integrity import described_segment, generation_problems
from index.storage.segments import LEGS, Segment
from index.types import (
    Annotation,
    Chunk,
    Encoder,
    Fact,
    NamedKind,
    NamedSpan,
    PageMap,
    Report,
    ReportCounts,
    RowVector,
    Section,
)

__all__ = ["Index", "tokenizer_for"]

_Number = TypeVar("_Number", bound=np.generic)


class Index:
    """A complete, immutable index. A row is a chunk; the rows of a report stand together, in reading order.

    reports: all reports, by source and part; their texts are read when first asked for. n_rows: rows there are, those
    of documents left out since they were written included. n_chunks: chunks that are searched. chunk_report: (n_rows,)
    int32, position in `reports` of each chunk's report, -1 where it is left out. chunk_role: (n_rows,) int8, position
    in `catalogue.ROLES` (0 review, 1 plan, 2 other). dense: None where the index was built without a model. Safe to
    use from several threads.
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
        self.segments = tuple(_open_segment(folder, entry) for entry in self.manifest.segments)
        deleted = [frozenset(entry.deleted) for entry in self.manifest.segments]
        self._catalogue = Catalogues(self.segments, deleted)
        self.reports: tuple[Report, ...] = self._catalogue.reports
        self.bases = np.cumsum([0, *(segment.n for segment in self.segments)])
        self.n_rows = int(self.bases[-1])
        self.report_ordinals: dict[str, int] = {report.id: ordinal for ordinal, report in enumerate(self.reports)}
        self._report_rows = [range(0)] * len(self.reports)
        pieces = [self._number_reports(number, gone) for number, gone in enumerate(deleted)]
        spans = [(each.start, each.stop) for each in self._report_rows]
        self._spans: RowVector = np.asarray(spans, dtype=np.int64).reshape(-1, 2)
        self.chunk_report: npt.NDArray[np.int32] = _joined(pieces, np.int32)
        self.chunk_role: npt.NDArray[np.int8] = _joined([segment.chunk_role for segment in self.segments], np.int8)
        self.words, self.bigrams = (self._lexical(leg) for leg in LEGS)
        self.n_chunks = self.words.statistics.n
        has_dense = bool(self.manifest.settings.encoder)
        if any((segment.dense is not None) is not has_dense for segment in self.segments):
            raise IndexCorruptError(f"some segments of {folder} have no vectors; run `{command('build --full')}`")
        parts = [each.dense for each in self.segments if each.dense is not None]
        self.dense = DenseLegs(parts, [each.n for each in self.segments]) if has_dense else None
        self._shortlist = Shortlist(self.words, self.bigrams, self.dense) if self.dense else None
        if (self.n_chunks, len(self.reports)) != (self.manifest.counts.chunks, self.manifest.counts.reports):
            raise IndexCorruptError(
                f"{folder / MANIFEST_FILE} and its segments do not belong together; run `{command('build --full')}`"
            )

    @classmethod
    def open(cls, home: Path, *, generation: str | None = None, writes: bool = True) -> Index:
        """The current generation of `home`, or an older one by name. writes: as for `tokenizer_for`.

        Raises: IndexMissingError, IndexCorruptError, IndexMismatchError, each with what to do.
        """
        name = generation or current_generation(home)
        try:
            opened = cls._opened(generation_folder(home, name), tokenizer_for(home, writes=writes))
            opened.reports = with_origins(opened.reports, home)
            return opened
        except IndexCorruptError:
            # Two builds may have ended since the name was read, and the second has removed what it names.
            if generation is None and current_generation(home) != name:
                return cls.open(home, writes=writes)
            raise

    @classmethod
    def _opened(cls, folder: Path, tokenizer: Tokenizer) -> Index:
        try:
            return cls(folder, tokenizer=tokenizer)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            if problems := generation_problems(folder):
                raise IndexCorruptError(f"{'; '.join(problems)}; run `{command('build --full')}`") from error
            raise

    @cached_property
    def document_names(self) -> tuple[DocumentName, ...]:
        """Which files are indexed, by source."""
        return self._catalogue.document_names()

    @cached_property
    def ordinals_by_place(self) -> dict[str, list[int]]:
        """Place code → positions in `reports`, ascending; "" for reports of no known place."""
        found: dict[str, list[int]] = {}
        for ordinal, report in enumerate(self.reports):
            found.setdefault(report.place_code, []).append(ordinal)
        return found

    @cached_property
    def report_counts(self) -> dict[str, ReportCounts]:
        """Report id → how much the report holds."""
        return self._catalogue.report_counts()

    def assure(self) -> None:
        """Return once all that was read at opening is known to be what was written; see `index.storage.guard`.

        Raises: IndexCorruptError.
        """
        for segment in self.segments:
            segment.assure()

    def legs(self, asked: Asked, rows: RowVector, *, depth: int | None = None) -> Legs:
        """What the legs give the rows of a scope; see `Engine.legs`. Raises: IndexCorruptError."""
        with self._blaming_damage():
            return self._legs(asked, rows, depth)

    def _legs(self, asked: Asked, rows: RowVector, depth: int | None) -> Legs:
        dense = self.dense
        low = 1.0
        if depth and dense and self._shortlist and asked.vector is not None and dense.searches(rows):
            rows, low = self._shortlist.of(asked, asked.vector, rows, depth)
        words = self.words.scores(asked.words, rows=rows)
        bigrams = self.bigrams.scores(asked.bigrams, rows=rows)
        if asked.vector is None or dense is None or rows.size == 0:
            return Legs(rows, words, bigrams, None)
        cosines = dense.scores(asked.vector, rows).astype(np.float64)
        return Legs(rows, words, bigrams, cosines, min(low, float(cosines.min())))

    @property
    def has_vectors(self) -> bool:
        """Whether the index was built with a model."""
        return self.dense is not None

    def document_frequency(self, bigram: str) -> int:
        """In how many chunks a pair of characters stands. Raises: IndexCorruptError."""
        with self._blaming_damage():
            return self.bigrams.document_frequency(bigram)

    @property
    def catalogue(self) -> Catalogues:
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
        return self._report_rows[self.report_ordinals[report_id]]

    def rows_of(self, ordinals: Iterable[int]) -> RowVector:
        """The rows of these reports (positions in `reports`), ascending."""
        chosen = self._spans[np.fromiter(ordinals, dtype=np.int64)]
        chosen = chosen[np.argsort(chosen[:, 0])]
        lengths = chosen[:, 1] - chosen[:, 0]
        # Each report's first row, less the rows before it here, and to that the position here.
        offsets = np.repeat(chosen[:, 0] - (np.cumsum(lengths) - lengths), lengths)
        rows: RowVector = offsets + np.arange(len(offsets))
        return rows

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
        return facts_stated(found, years=years, qualifier=qualifier)

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

    def page_map(self, document_id: str) -> PageMap:
        """The pages of a document's file. Raises: KeyError for an id there is not."""
        return self._catalogue.page_map(document_id)

    def check_encoder(self, encoder: Encoder) -> None:
        """Raises: IndexMismatchError where the vectors are another model's, so that scores would mean nothing."""
        built_with = self.manifest.settings.encoder
        if built_with != encoder.fingerprint:
            raise IndexMismatchError(
                f"the index in {self.folder} was built with the model {self.manifest.settings.model!r} "
                f"({built_with or 'no vectors'}), not with {encoder.fingerprint}; run `{command('build')}` "
                "with the model you want, or choose the one it was built with"
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

    @contextmanager
    def _blaming_damage(self) -> Iterator[None]:
        """Nothing is used before it is known to be whole; where numbers make no sense all the same, look again."""
        self.assure()
        try:
            yield
        except (ArithmeticError, LookupError, ValueError) as error:
            if problems := generation_problems(self.folder):
                raise IndexCorruptError(f"{'; '.join(problems)}; run `{command('build --full')}`") from error
            raise

    def _number_reports(self, number: int, deleted: frozenset[str]) -> npt.NDArray[np.int32]:
        """Position in `reports` of each chunk's report, of one segment; notes which rows each report has."""
        segment, base = self.segments[number], int(self.bases[number])
        borders = segment.report_borders() + base
        ordinals = np.full(len(segment.reports), -1, dtype=np.int32)
        for position, report in enumerate(segment.reports):
            if report.document_id not in deleted:
                ordinals[position] = ordinal = self.report_ordinals[report.id]
                self._report_rows[ordinal] = range(int(borders[position]), int(borders[position + 1]))
        return ordinals[segment.chunk_report]

    def _lexical(self, leg: str) -> LexicalIndex:
        settings = self.manifest.settings
        shards = []
        for segment, base in zip(self.segments, self.bases, strict=False):
            rows = self.chunk_report[base : base + segment.n]
            deleted = rows < 0
            shards.append(Shard(getattr(segment, leg), base=int(base), deleted=deleted if deleted.any() else None))
        statistics = Statistics(**self.manifest.statistics[leg])  # type: ignore[arg-type]
        return LexicalIndex(shards, statistics, idf=settings.idf, k1=settings.k1, b=settings.b)


def tokenizer_for(home: Path, *, writes: bool = True) -> Tokenizer:
    """The tokenizer, with its compiled dictionary kept in `home`. writes: whether it may be put there."""
    return Tokenizer(cache_folder=home / "cache", writes=writes)


def _open_segment(generation: Path, entry: SegmentEntry) -> Segment:
    return Segment(described_segment(generation, entry))


def _check_version(manifest: Manifest, tokenizer: Tokenizer, folder: Path) -> None:
    settings = manifest.settings
    if settings.tokenizer != tokenizer.fingerprint:
        raise IndexMismatchError(
            f"the index in {folder} was built with another tokenizer ({settings.tokenizer} in the index, "
            f"{tokenizer.fingerprint} now); run `{command('build')}`"
        )


def _joined(arrays: Sequence[npt.NDArray[_Number]], dtype: type[_Number]) -> npt.NDArray[_Number]:
    """One array of several; a single one stays where it is."""
    return arrays[0] if len(arrays) == 1 else np.concatenate([np.empty(0, dtype=dtype), *arrays])
