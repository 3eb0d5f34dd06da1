"""The catalogues of several segments as one: what was left out is not seen, and reports come in the order of files."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from index.storage.catalogue import Catalogue, DocumentName
from index.storage.segments import Segment
from index.types import Annotation, Chunk, Document, Fact, NamedKind, NamedSpan, PageMap, Report, ReportCounts, Section

__all__ = ["Catalogues"]

T = TypeVar("T")


class Catalogues:
    """Read access to what is stored of documents. Safe to use from several threads."""

    def __init__(self, segments: Sequence[Segment], deleted: Sequence[frozenset[str]]) -> None:
        self._segments = tuple(segments)
        self._bases = [0]
        for segment in segments:
            self._bases.append(self._bases[-1] + segment.n)
        live = [
            (report, number)
            for number, (segment, gone) in enumerate(zip(segments, deleted, strict=True))
            for report in segment.reports
            if report.document_id not in gone
        ]
        live.sort(key=lambda each: (each[0].source, each[0].part))
        self.reports: tuple[Report, ...] = tuple(report for report, _ in live)
        self._of_report = {report.id: number for report, number in live}
        self._of_document = {report.document_id: number for report, number in live}
        self._order = {report.id: ordinal for ordinal, report in enumerate(self.reports)}
        self._deleted = tuple(deleted)

    def document_names(self) -> tuple[DocumentName, ...]:
        """Every document and its file, by source."""
        found = [
            each
            for segment, gone in zip(self._segments, self._deleted, strict=True)
            for each in segment.catalogue.document_names()
            if each.id not in gone
        ]
        return tuple(sorted(found, key=lambda each: each.source))

    def report_counts(self) -> dict[str, ReportCounts]:
        """Report id → how much the report holds."""
        return {
            name: counts
            for number, segment in enumerate(self._segments)
            for name, counts in segment.catalogue.report_counts().items()
            if self._of_report.get(name) == number
        }

    def chunks(self, rows: Iterable[int]) -> list[Chunk]:
        """The chunks of these rows, in the order asked for. Raises: KeyError for a row there is not."""
        wanted = [int(row) for row in rows]
        by_segment: dict[int, list[int]] = {}
        for row in wanted:
            number = bisect_right(self._bases, row) - 1
            if not 0 <= number < len(self._segments):
                raise KeyError(row)
            by_segment.setdefault(number, []).append(row)
        found: dict[int, Chunk] = {}
        for number, own in by_segment.items():
            base = self._bases[number]
            found.update(zip(own, self._segments[number].catalogue.chunks([row - base for row in own]), strict=True))
        return [found[row] for row in wanted]

    def chunk_row(self, chunk_id: str) -> int:
        """Raises: KeyError for an id there is not."""
        number = self._of_report.get(chunk_id.rpartition("-")[0])
        if number is None:
            raise KeyError(chunk_id)
        return self._bases[number] + self._segments[number].catalogue.chunk_row(chunk_id)

    def embedded(self) -> Iterator[str]:
        """What is searched of each chunk, in row order, those left out included."""
        for segment in self._segments:
            yield from segment.catalogue.embedded()

    def sections(self, report_id: str) -> tuple[Section, ...]:
        """The sections of a report in reading order; none for an id there is not."""
        return self._of(report_id, Catalogue.sections)

    def report_chunks(self, report_id: str) -> tuple[Chunk, ...]:
        """The chunks of a report in reading order; none for an id there is not."""
        return self._of(report_id, Catalogue.report_chunks)

    def facts(self, report_id: str) -> tuple[Fact, ...]:
        """The facts of a report in reading order; none for an id there is not."""
        return self._of(report_id, Catalogue.facts)

    def named_spans(self, report_id: str) -> tuple[NamedSpan, ...]:
        """The names in a report, in reading order; none for an id there is not."""
        return self._of(report_id, Catalogue.named_spans)

    def find_facts(
        self, *, indicator: str | None, place_codes: Sequence[str] | None, unit: str | None
    ) -> tuple[Fact, ...]:
        """As `Catalogue.find_facts`, in the order of the reports."""
        found = [
            fact
            for number, segment in enumerate(self._segments)
            for fact in segment.catalogue.find_facts(indicator=indicator, place_codes=place_codes, unit=unit)
            if self._of_report.get(fact.report_id) == number
        ]
        return tuple(sorted(found, key=lambda fact: self._order[fact.report_id]))

    def find_named(self, *, kind: NamedKind | None, text: str | None, pinyin: str | None) -> tuple[NamedSpan, ...]:
        """As `Catalogue.find_named`, in the order of the reports."""
        found = [
            named
            for number, segment in enumerate(self._segments)
            for named in segment.catalogue.find_named(kind=kind, text=text, pinyin=pinyin)
            if self._of_report.get(named.report_id) == number
        ]
        return tuple(sorted(found, key=lambda named: self._order[named.report_id]))

    def indicators(self) -> list[tuple[str, str, str, str]]:
        """Each (indicator, qualifier, unit, place code) that some report states of what was done; of what was left out
        since its segment was written, too: it serves to suggest, not to answer.
        """
        return sorted(
            {(row[0], row[1], row[2], row[3]) for each in self._segments for row in each.catalogue.indicators()}
        )

    def annotations(self, document_id: str) -> tuple[Annotation, ...]:
        """Raises: KeyError for an id there is not."""
        return self._segments[self._of_document[document_id]].catalogue.annotations(document_id)

    def document(self, document_id: str) -> Document:
        """The whole document as it was parsed. Raises: KeyError for an id there is not."""
        return self._segments[self._of_document[document_id]].catalogue.document(document_id)

    def document_text(self, document_id: str) -> str:
        """The canonical text of a document. Raises: KeyError for an id there is not."""
        return self._segments[self._of_document[document_id]].catalogue.document_text(document_id)

    def page_map(self, document_id: str) -> PageMap:
        """The pages of a document's file. Raises: KeyError for an id there is not."""
        return self._segments[self._of_document[document_id]].catalogue.page_map(document_id)

    def problems(self) -> list[str]:
        """What is wrong with the stored files and offsets, one line each."""
        return [problem for segment in self._segments for problem in segment.catalogue.problems()]

    def close(self) -> None:
        """Let go of the files."""
        for segment in self._segments:
            segment.close()

    def _of(self, report_id: str, read: Callable[[Catalogue, str], tuple[T, ...]]) -> tuple[T, ...]:
        number = self._of_report.get(report_id)
        return () if number is None else read(self._segments[number].catalogue, report_id)
