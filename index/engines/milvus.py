"""An index on a Milvus server, as readers see it: one generation, of which only the list of reports is kept here."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.engine import Asked, Legs
from index.engines.milvus_client import MilvusServer
from index.engines.milvus_legs import MilvusLegs
from index.engines.milvus_reading import name_of, read_generation
from index.engines.milvus_rows import Layout
from index.engines.milvus_schema import POSITIONS, Collections, State, reports_in, unpacked
from index.engines.milvus_terms import Terms
from index.errors import EngineError, EngineMovedError, IndexMismatchError, command
from index.language.tokenizer import Tokenizer
from index.manifest import Manifest
from index.statements.fact_rows import fact_from_row, facts_stated
from index.statements.named_rows import named_from_row
from index.storage.rows import chunk_from_row, page_map_from_values, section_from_row
from index.storage.store import tokenizer_for
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

__all__ = ["MilvusIndex"]

_CHUNKS_AT_ONCE = 1024
_KEPT = 4096
_CONTENTS_KEPT = 128
_LAST_CHARACTER = "\U0010ffff"


class MilvusIndex:
    """One generation on a server; satisfies `index.engine.Engine`. See there for what each method gives.

    Methods raise EngineError where the server does not answer, and EngineMovedError where a newer generation has taken
    away what is asked for.
    """

    def __init__(self, server: MilvusServer, *, tokenizer: Tokenizer, before: MilvusIndex | None = None) -> None:
        """The generation that is current on the server; most callers want `MilvusIndex.open`.

        before: one opened earlier, from which is taken over what is still the same.

        Raises: IndexMissingError; IndexMismatchError where it was written with another tokenizer; EngineError.
        """
        self.server = server
        self.tokenizer = tokenizer
        server.read_strictly()
        known = (before.state, before.layout) if before is not None else None
        self.state: State
        self.state, layout = read_generation(server, tokenizer, self._document_text, self.page_map, before=known)
        self.manifest: Manifest = self.state.manifest
        self._collections = Collections(self.state.set)
        self.layout: Layout = layout
        self._documents = layout.documents
        self.reports: tuple[Report, ...] = layout.reports
        self.report_ordinals: dict[str, int] = {report.id: ordinal for ordinal, report in enumerate(layout.reports)}
        self.chunk_report: npt.NDArray[np.int32] = layout.chunk_report
        self.chunk_role: npt.NDArray[np.int8] = layout.chunk_role
        self.n_chunks = layout.n
        self.has_vectors = bool(self.manifest.settings.encoder)
        self._terms = Terms(server, self.state)
        self._legs = MilvusLegs(server, self._collections["chunks"], layout, self._terms, has_vectors=self.has_vectors)
        self._chunks: dict[int, Chunk] = {}
        self._contents: dict[tuple[str, str], Any] = {}
        self._lock = threading.Lock()
        counts = self.manifest.counts
        if (self.n_chunks, len(self.reports)) != (counts.chunks, counts.reports):
            raise EngineError(
                f"the index at {server.uri} holds {self.n_chunks} passages of {len(self.reports)} reports instead of "
                f"{counts.chunks} of {counts.reports}; run `{command('build --engine')} {server.uri}` to fill it again"
            )

    @classmethod
    def open(cls, uri: str, *, home: Path, token: str = "", writes: bool = True) -> MilvusIndex:
        """What the server at uri ("http://127.0.0.1:19530") holds. home, writes: as for `tokenizer_for`.

        Raises: IndexMissingError, IndexMismatchError, EngineError, each with what to do.
        """
        return cls(MilvusServer(uri, token=token), tokenizer=tokenizer_for(home, writes=writes))

    @property
    def name(self) -> str:
        """Changes with every generation on the server."""
        return name_of(self.state)

    @cached_property
    def ordinals_by_place(self) -> dict[str, list[int]]:
        """Place code → positions in `reports`, ascending; "" for reports of no known place."""
        found: dict[str, list[int]] = {}
        for ordinal, report in enumerate(self.reports):
            found.setdefault(report.place_code, []).append(ordinal)
        return found

    @property
    def report_counts(self) -> dict[str, ReportCounts]:
        """Report id → how much the report holds."""
        return self.layout.counts

    def assure(self) -> None:
        """A server answers for its own disk."""

    def legs(self, asked: Asked, rows: RowVector, *, depth: int | None = None) -> Legs:
        """What the legs give the rows of a scope; see `Engine.legs`."""
        return self._legs.legs(asked, rows, depth=depth)

    def document_frequency(self, bigram: str) -> int:
        """In how many chunks a pair of characters stands."""
        return self._terms.document_frequency("bigrams", bigram)

    def rows_of(self, ordinals: Iterable[int]) -> RowVector:
        """The rows of these reports (positions in `reports`), ascending."""
        return self.layout.rows_of(ordinals)

    def report_rows(self, report_id: str) -> range:
        """The rows of a report's chunks. Raises: KeyError for an id there is not."""
        ordinal = self.report_ordinals[report_id]
        first, end = self.layout.borders[ordinal : ordinal + 2]
        return range(int(first), int(end))

    def chunk_row(self, chunk_id: str) -> int:
        """Raises: KeyError for an id there is not."""
        report_id, _, position = chunk_id.rpartition("-")
        rows = self.report_rows(report_id) if report_id in self.report_ordinals else range(0)
        if not position.isdecimal() or int(position) >= len(rows):
            raise KeyError(chunk_id)
        return rows[int(position)]

    def chunks(self, rows: Iterable[int]) -> list[Chunk]:
        """The chunks of these rows, in the order asked for. Raises: KeyError for a row there is not."""
        wanted = [int(row) for row in rows]
        for row in wanted:
            if not 0 <= row < self.n_chunks:
                raise KeyError(row)
        found = {row: chunk for row in wanted if (chunk := self._chunks.get(row))}
        missing = sorted({row for row in wanted if row not in found})
        for first in range(0, len(missing), _CHUNKS_AT_ONCE):
            block = missing[first : first + _CHUNKS_AT_ONCE]
            keys = self.layout.keys(np.asarray(block, dtype=np.int64)).tolist()
            read = self.server.query(self._collections["chunks"], f"id in {keys}", ["id", "row"])
            by_key = {int(each["id"]): each["row"] for each in read}
            if len(by_key) < len(block):
                raise EngineMovedError(f"{len(block) - len(by_key)} passages are gone from {self.server.uri}")
            found |= {row: chunk_from_row(tuple(json.loads(by_key[key]))) for row, key in zip(block, keys, strict=True)}
        with self._lock:
            if len(self._chunks) + len(missing) > _KEPT:
                self._chunks.clear()
            self._chunks.update((row, found[row]) for row in missing)
        return [found[row] for row in wanted]

    def sections(self, report_id: str) -> tuple[Section, ...]:
        """The sections of a report in reading order; none for an id there is not."""
        ordinal = self.report_ordinals.get(report_id)
        if ordinal is None:
            return ()
        rows = self._unpacked(int(self.layout.numbers[ordinal]), "sections")
        return tuple(section_from_row(tuple(row)) for row in rows)

    def facts(self, report_id: str) -> tuple[Fact, ...]:
        """The numbers a report states, in reading order; none for an id there is not."""
        return tuple(fact_from_row(row) for row in self._rows("facts", self._is_of(report_id)))

    def find_facts(
        self,
        *,
        indicator: str | None = None,
        place_codes: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        qualifier: str | None = None,
        unit: str | None = None,
    ) -> tuple[Fact, ...]:
        """The numbers stated of something, in the order of the reports; see `index.storage.store.Index.find_facts`."""
        conditions = []
        if indicator is not None:
            end = indicator[::-1]
            conditions.append(f"backwards >= {_quoted(end)} and backwards < {_quoted(end + _LAST_CHARACTER)}")
        if place_codes is not None:
            conditions.append(f"place_code in [{', '.join(_quoted(code) for code in place_codes)}]")
        if unit is not None:
            conditions.append(f"unit == {_quoted(unit)}")
        found = map(fact_from_row, self._rows("facts", " and ".join(conditions) or "id >= 0"))
        return facts_stated(found, years=years, qualifier=qualifier)

    def named_spans(self, report_id: str) -> tuple[NamedSpan, ...]:
        """What a report calls by its name, in reading order; none for an id there is not."""
        return tuple(named_from_row(row) for row in self._rows("names", self._is_of(report_id)))

    def find_named(
        self, *, kind: NamedKind | None = None, text: str | None = None, pinyin: str | None = None
    ) -> tuple[NamedSpan, ...]:
        """Where something is named, in the order of the reports; see `index.storage.store.Index.find_named`."""
        if pinyin == "":  # what has no pinyin is not called ""
            return ()
        pairs = (("kind", kind), ("text", text), ("pinyin", pinyin))
        chosen = [f"{column} == {_quoted(value)}" for column, value in pairs if value is not None]
        return tuple(named_from_row(row) for row in self._rows("names", " and ".join(chosen) or "id >= 0"))

    def common_indicators(self) -> tuple[str, ...]:
        """What most places state a figure for, best first."""
        return self.state.indicators

    def annotations(self, document_id: str) -> tuple[Annotation, ...]:
        """What of a document's text is neither searched nor shown. Raises: KeyError for an id there is not."""
        return tuple(Annotation(*values) for values in self._unpacked(self._documents[document_id], "annotations"))

    def page_map(self, document_id: str) -> PageMap:
        """The pages of a document's file. Raises: KeyError for an id there is not."""
        return page_map_from_values(self._kept(document_id, "page map"))

    def check_encoder(self, encoder: Encoder) -> None:
        """Raises: IndexMismatchError where the vectors are another model's, so that scores would mean nothing."""
        settings = self.manifest.settings
        if settings.encoder != encoder.fingerprint:
            raise IndexMismatchError(
                f"the index at {self.server.uri} was built with the model {settings.model!r} "
                f"({settings.encoder or 'no vectors'}), not with {encoder.fingerprint}; give --model {settings.model}"
            )

    def close(self) -> None:
        """End the searches and the connection."""
        self._legs.close()
        self.server.close()

    def _rows(self, table: str, condition: str) -> list[tuple[object, ...]]:
        """The contents of the rows of live reports, in the order of the reports and of their own."""
        found = self.server.query_all(
            self._collections[table], condition, ["id", "row"], below=self.state.next_number * POSITIONS
        )
        keys = np.asarray([row["id"] for row in found], dtype=np.int64)
        owners = self.layout.ordinals(keys // POSITIONS)
        order = [at for at in np.lexsort((keys, owners)).tolist() if owners[at] >= 0]
        return [tuple(json.loads(found[at]["row"])) for at in order]

    def _is_of(self, report_id: str) -> str:
        ordinal = self.report_ordinals.get(report_id)
        return reports_in([] if ordinal is None else [int(self.layout.numbers[ordinal])])

    def _document_text(self, document_id: str) -> str:
        return str(self._kept(document_id, "text"))

    def _kept(self, document_id: str, kind: str) -> Any:  # noqa: ANN401 - JSON
        """What was unpacked once of a document, for those asked for of late."""
        content = self._contents.get((document_id, kind))
        if content is None:
            content = self._unpacked(self._documents[document_id], kind)
            with self._lock:
                if len(self._contents) >= _CONTENTS_KEPT:
                    self._contents.clear()
                self._contents[document_id, kind] = content
        return content

    def _unpacked(self, owner: int, kind: str) -> Any:  # noqa: ANN401 - JSON
        content = unpacked(self.server, self._collections, owner, kind)
        if content is None:
            raise EngineMovedError(f"a report is gone from {self.server.uri}")
        return content


def _quoted(text: str) -> str:
    """The text as a literal of a condition."""
    return json.dumps(text, ensure_ascii=False)
