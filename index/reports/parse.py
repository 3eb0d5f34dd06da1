"""A file's text to a Document: repaired, cut into parts, sections and chunks, with what the text says about itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from index.language.script import simplified
from index.reading.decoding import read_document
from index.reading.origins import carried
from index.reading.repair import repair
from index.reports.chunking import cut_chunks
from index.reports.corrections import Correction, corrected, fingerprint
from index.reports.metadata import Metadata, detect_metadata
from index.reports.parts import find_parts
from index.reports.sections import find_sections
from index.statements.facts import extract_facts
from index.statements.mentions import find_named_spans
from index.statements.table_facts import without_one_role
from index.types import Chunk, Document, Fact, NamedSpan, PageMap, RawDocument, Report, Section, Span

__all__ = ["MetadataDetector", "describe_chunks", "describe_facts", "describe_sections", "parse_document"]

MetadataDetector = Callable[..., Metadata]


def parse_document(
    raw: RawDocument, detect: MetadataDetector = detect_metadata, *, corrections: Sequence[Correction] = ()
) -> Document:
    """Everything the index stores about one file. It is read in simplified characters, and quoted as printed.

    detect: reads title, place and period of a part. corrections: what is known better than it can be read.
    """
    repaired = repair(raw.text)
    printed, annotations = repaired.text, repaired.annotations
    page_map = carried(raw, printed)
    text = simplified(printed)
    document_id = raw.content_hash[:16]
    reports: list[Report] = []
    sections: dict[str, tuple[Section, ...]] = {}
    chunks: dict[str, tuple[Chunk, ...]] = {}
    facts: dict[str, tuple[Fact, ...]] = {}
    named_spans: dict[str, tuple[NamedSpan, ...]] = {}
    main: Metadata | None = None
    for part, span in enumerate(find_parts(text, annotations)):
        metadata = corrected(detect(text, span.start, span.end, annotations=annotations), corrections, part=part)
        main = main or metadata
        place = metadata.place or main.place
        report = Report(
            id=f"{document_id}-{part}",
            document_id=document_id,
            part=part,
            source=raw.source,
            title=_as_printed(metadata.title, text, printed),
            kind=metadata.kind,
            place=place.path if place else "",
            place_code=place.code if place else "",
            level=place.level if place else None,
            delivered=metadata.delivered,
            covers=metadata.covers,
            plans=metadata.plans,
            session=metadata.session,
            speaker=metadata.speaker,
            publisher=metadata.publisher or main.publisher,
            start=span.start,
            end=span.end,
            form=metadata.form,
            body=_as_printed(metadata.body, text, printed),
            months=metadata.months,
            load_text=printed.__str__,  # which, unlike a function made here, another process can be sent
            load_page_map=partial(_same, page_map),
        )
        found = find_sections(text, span.start, span.end, annotations, covers=metadata.covers, plans=metadata.plans)
        reports.append(report)
        sections[report.id] = found
        cut = without_one_role(cut_chunks(report, text, found, annotations), report, text)
        chunks[report.id] = tuple(replace(each, text=printed[each.start : each.end]) for each in cut)
        facts[report.id] = tuple(
            replace(each, text=printed[each.start : each.end])
            for each in extract_facts(report, text, found, cut, annotations)
        )
        named_spans[report.id] = find_named_spans(report, text, cut, annotations)
    return Document(
        id=document_id,
        source=raw.source,
        content_hash=raw.content_hash,
        encoding=raw.encoding,
        text=printed,
        annotations=annotations,
        reports=tuple(reports),
        sections=sections,
        chunks=chunks,
        facts=facts,
        corrections=fingerprint(corrections),
        named_spans=named_spans,
        page_map=page_map,
    )


def _same(page_map: PageMap) -> PageMap:
    return page_map


def _as_printed(words: str, text: str, printed: str) -> str:
    """Words of the text that was read, in the characters of the one that is printed."""
    start = text.find(words)
    return printed[start : start + len(words)] if start >= 0 else words


def describe_sections(document: Document) -> str:
    """The section trees as text, for reading and for golden files."""
    lines: list[str] = []
    for report in document.reports:
        lines.append(f"= part {report.part} [{report.start}:{report.end}]")
        for section in document.sections[report.id]:
            years = ",".join(map(str, section.years)) or "-"
            indent = "  " * section.level
            lines.append(f"{indent}{section.role} {years} [{section.start}:{section.end}] {section.heading}")
    return "\n".join(lines) + "\n"


def describe_chunks(document: Document) -> str:
    """The chunks as text, for reading and for golden files."""
    lines: list[str] = []
    for report in document.reports:
        lines.append(f"= part {report.part}")
        for chunk in document.chunks[report.id]:
            path = " > ".join(chunk.heading_path) or "-"
            lines.append(f"--- {chunk.id.rsplit('-', 1)[1]} [{chunk.start}:{chunk.end}] {chunk.role} | {path}")
            lines.append(chunk.text)
    return "\n".join(lines) + "\n"


def describe_facts(document: Document) -> str:
    """The facts as text under their sentences, for reading and for golden files."""
    lines: list[str] = []
    for report in document.reports:
        lines.append(f"= part {report.part}")
        sentence: Span | None = None
        for fact in document.facts[report.id]:
            if fact.sentence != sentence:
                sentence = fact.sentence
                lines.append(" ".join(document.text[sentence.start : sentence.end].split()))
            years = ",".join(map(str, fact.years)) or "-"
            said = " | ".join((fact.text, fact.indicator or "-", fact.qualifier or "-", fact.unit or "-"))
            lines.append(f"    {said} | {fact.value} {years} {fact.role} {fact.counted_by or '-'}")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """`python -m index.reports.parse FILE…` prints how each file is read; with --golden FOLDER, writes golden files."""
    folder: Path | None = None
    if arguments[:1] == ["--golden"]:
        folder, arguments = Path(arguments[1]), arguments[2:]
    for name in arguments:
        path = Path(name)
        document = parse_document(read_document(path, root=path.parent))
        if folder is None:
            for report in document.reports:
                print(replace(report, load_text=str))
            print(describe_sections(document) + describe_chunks(document) + describe_facts(document), end="")
        else:
            (folder / f"{path.stem}.sections.txt").write_text(describe_sections(document), encoding="utf-8")
            (folder / f"{path.stem}.chunks.txt").write_text(describe_chunks(document), encoding="utf-8")
            (folder / f"{path.stem}.facts.txt").write_text(describe_facts(document), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
