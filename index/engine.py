"""What the question side needs of an index, whatever holds it: this process's files, or a server.

Reports, sections, chunks and facts are read as `Index` reads them; every search is one call of `legs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.language.tokenizer import Tokenizer
from index.manifest import Manifest
from index.types import (
    Annotation,
    Chunk,
    Encoder,
    Fact,
    FloatVector,
    NamedKind,
    NamedSpan,
    PageMap,
    Report,
    ReportCounts,
    RowVector,
    Section,
)

__all__ = ["Asked", "Engine", "Legs"]

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the legs take it. words, bigrams: term → how much it counts. vector: (dim,) unit, or None."""

    words: Mapping[str, float]
    bigrams: Mapping[str, float]
    vector: FloatVector | None = None


@dataclass(frozen=True, slots=True)
class Legs:
    """What each leg gives some rows of a scope.

    rows: ascending. words, bigrams: (len(rows),) sums of BM25 parts, 0 where no term is shared. dense: (len(rows),)
    cosines, or None where none was asked for. low: the least cosine of the whole scope. The best of each leg are among
    the rows.
    """

    rows: RowVector
    words: Scores
    bigrams: Scores
    dense: Scores | None
    low: float = 0.0


class Engine(Protocol):
    """A complete index, which does not change while it is held. Safe to use from several threads."""

    tokenizer: Tokenizer
    manifest: Manifest
    reports: tuple[Report, ...]
    report_ordinals: dict[str, int]
    chunk_report: npt.NDArray[np.int32]
    chunk_role: npt.NDArray[np.int8]
    n_chunks: int

    def __hash__(self) -> int: ...

    @property
    def has_vectors(self) -> bool:
        """Whether the index was built with a model."""
        ...

    def assure(self) -> None:
        """Return once all that was read at opening is known to be what was written. Raises: IndexCorruptError."""
        ...

    def legs(self, asked: Asked, rows: RowVector, *, depth: int | None = None) -> Legs:
        """What the legs give the rows of a scope (ascending).

        depth: of a large scope, only the best so many of each leg may be returned, found approximately; the scores of
        what is returned are exact all the same. None returns every row.
        """
        ...

    def document_frequency(self, bigram: str) -> int:
        """In how many chunks a pair of characters stands."""
        ...

    @property
    def ordinals_by_place(self) -> dict[str, list[int]]:
        """Place code → positions in `reports`, ascending; "" for reports of no known place."""
        ...

    def rows_of(self, ordinals: Iterable[int]) -> RowVector:
        """The rows of these reports (positions in `reports`), ascending."""
        ...

    def report_rows(self, report_id: str) -> range:
        """The rows of a report's chunks. Raises: KeyError for an id there is not."""
        ...

    def chunks(self, rows: Iterable[int]) -> list[Chunk]:
        """The chunks of these rows, in the order asked for. Raises: KeyError for a row there is not."""
        ...

    def chunk_row(self, chunk_id: str) -> int:
        """Raises: KeyError for an id there is not."""
        ...

    @property
    def report_counts(self) -> dict[str, ReportCounts]:
        """Report id → how much the report holds."""
        ...

    def sections(self, report_id: str) -> tuple[Section, ...]:
        """The sections of a report in reading order."""
        ...

    def facts(self, report_id: str) -> tuple[Fact, ...]:
        """The numbers a report states, in reading order."""
        ...

    def find_facts(
        self,
        *,
        indicator: str | None = None,
        place_codes: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        qualifier: str | None = None,
        unit: str | None = None,
    ) -> tuple[Fact, ...]:
        """The numbers stated of something, in the order of the reports."""
        ...

    def named_spans(self, report_id: str) -> tuple[NamedSpan, ...]:
        """What a report calls by its name, in reading order."""
        ...

    def find_named(
        self, *, kind: NamedKind | None = None, text: str | None = None, pinyin: str | None = None
    ) -> tuple[NamedSpan, ...]:
        """Where something is named, in the order of the reports."""
        ...

    def common_indicators(self) -> tuple[str, ...]:
        """What most places state a figure for, best first."""
        ...

    def annotations(self, document_id: str) -> tuple[Annotation, ...]:
        """What of a document's text is neither searched nor shown. Raises: KeyError."""
        ...

    def page_map(self, document_id: str) -> PageMap:
        """The pages of a document's file. Raises: KeyError."""
        ...

    def check_encoder(self, encoder: Encoder) -> None:
        """Raises: IndexMismatchError where the vectors are another model's."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
