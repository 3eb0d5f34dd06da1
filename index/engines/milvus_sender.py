"""Sends documents of a local index to a Milvus server, each marked as complete when all of it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from index.engines.milvus_client import MilvusServer, Row
from index.engines.milvus_documents import document_rows
from index.engines.milvus_schema import NOTHING, Collections, State, document_key
from index.engines.milvus_vectors import TermNumbers, sparse_rows
from index.storage.catalogue import DocumentName
from index.storage.segments import LEGS
from index.storage.store import Index
from index.types import Progress

__all__ = ["Sender"]

# Chunks that are sent before their documents are marked as complete.
_BLOCK_CHUNKS = 4096


class Sender:
    """at_step: called before each step."""

    def __init__(self, index: Index, server: MilvusServer, progress: Progress, at_step: Callable[[str], None]) -> None:
        self._index, self._server = index, server
        self._progress, self._at_step = progress, at_step
        self._segment_of = {
            each.id: number
            for number, (segment, entry) in enumerate(zip(index.segments, index.manifest.segments, strict=True))
            for each in segment.catalogue.document_names()
            if each.id not in entry.deleted
        }
        self._sizes = dict.fromkeys(self._segment_of, 0)
        for report in index.reports:
            self._sizes[report.document_id] += len(index.report_rows(report.id))

    def send(self, missing: Sequence[DocumentName], numbers: TermNumbers, base: State, number: int) -> int:
        """Write these documents, the first under this number; the number the next one would have."""
        tables = Collections(base.set)
        total, done = sum(map(self.chunks_of, missing)), 0
        for segment_number, block in self._blocks(missing):
            segment = self._index.segments[segment_number]
            marks: list[Row] = []
            contents: dict[str, list[Row]] = {table: [] for table in ("reports", "pieces", "facts", "names", "chunks")}
            rows: list[int] = []
            for name in block:
                document = segment.catalogue.document(name.id)
                n_reports = len(document.reports)
                mark = {"id": number, "key": document_key(*name), "reports": n_reports, "complete": 0, "leaves": 0}
                marks.append({**mark, **NOTHING})
                for table, some in document_rows(document, number).items():
                    contents[table] += some
                for report in document.reports:
                    rows += [row - int(self._index.bases[segment_number]) for row in self._index.report_rows(report.id)]
                number += max(n_reports, 1)
            self._at_step("documents")
            self._server.upsert(tables["documents"], marks)
            self._add_vectors(contents["chunks"], np.asarray(rows, dtype=np.int64), segment_number, numbers, base)
            for table, some in contents.items():
                self._at_step(table)
                self._server.upsert(tables[table], some)
            self._at_step("complete")
            self._server.upsert(tables["documents"], [{**mark, "complete": 1} for mark in marks])
            done += len(rows)
            self._progress("send", done, total)
        return number

    def _add_vectors(
        self,
        chunks: Sequence[Row],
        rows: npt.NDArray[np.int64],
        segment_number: int,
        numbers: TermNumbers,
        base: State,
    ) -> None:
        """rows: of each chunk, its row in the segment."""
        segment, settings = self._index.segments[segment_number], base.manifest.settings
        order = np.argsort(rows)
        for leg in LEGS:
            parts = sparse_rows(
                getattr(segment, leg),
                rows[order],
                numbers,
                k1=settings.k1,
                b=settings.b,
                average=base.averages[leg],
            )
            for position, part in zip(order.tolist(), parts, strict=True):
                chunks[position][leg] = part
        if segment.dense is not None:
            vectors = segment.dense.vectors[rows]
            for chunk, vector in zip(chunks, vectors, strict=True):
                chunk["dense"] = vector

    def _blocks(self, documents: Sequence[DocumentName]) -> Iterator[tuple[int, list[DocumentName]]]:
        """The documents by segment, in blocks of about so many chunks as are sent at once."""
        by_segment: dict[int, list[DocumentName]] = {}
        for each in documents:
            by_segment.setdefault(self._segment_of[each.id], []).append(each)
        for number, some in sorted(by_segment.items()):
            block: list[DocumentName] = []
            size = 0
            for each in some:
                block.append(each)
                size += self.chunks_of(each)
                if size >= _BLOCK_CHUNKS:
                    yield number, block
                    block, size = [], 0
            if block:
                yield number, block

    def chunks_of(self, document: DocumentName) -> int:
        """How many chunks a document has."""
        return self._sizes[document.id]
