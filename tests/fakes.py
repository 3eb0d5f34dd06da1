"""Stand-ins for tests: an encoder that needs no model, and documents made by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

import numpy as np

from index.reports.corrections import Correction, fingerprint
from index.statements.facts import extract_facts
from index.statements.mentions import find_named_spans
from index.types import Annotation, Chunk, Document, FloatMatrix, RawDocument, Report, Section


class FakeEncoder:
    """Unit vectors that depend on the text's character pairs alone; counts the texts it was given."""

    block = 64

    def __init__(self, *, dim: int = 32, seed: int = 0) -> None:
        self._dim = dim
        self._seed = seed
        self.encoded: list[str] = []

    @property
    def fingerprint(self) -> str:
        return f"fake-{self._seed}-{self._dim}"

    @property
    def dim(self) -> int:
        return self._dim

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        self.encoded.extend(texts)
        vectors = np.zeros((len(texts), self._dim), dtype=np.float32)
        for row, text in enumerate(texts):
            for pair in zip(text, text[1:] + "\n", strict=False):
                vectors[row] += self._direction("".join(pair))
            norm = np.linalg.norm(vectors[row])
            vectors[row] = vectors[row] / norm if norm else self._direction("")
        return vectors

    def _direction(self, pair: str) -> np.ndarray:
        digest = hashlib.sha256(f"{self._seed}{pair}".encode()).digest()
        vector = np.random.default_rng(int.from_bytes(digest[:8], "big")).standard_normal(self._dim)
        return (vector / np.linalg.norm(vector)).astype(np.float32)


def make_document(raw: RawDocument, *, corrections: Sequence[Correction] = ()) -> Document:
    """A document of one report whose sections are the raw text's lines, each also its only chunk.

    A line that begins with "明年" is a plan. corrections: kept by their fingerprint, and not applied.
    """
    document_id = raw.content_hash[:16]
    report = Report(
        id=f"{document_id}-0",
        document_id=document_id,
        part=0,
        source=raw.source,
        title=raw.text.split("\n", 1)[0],
        kind="cppcc_report",
        place="河南省新乡市",
        place_code="410700",
        level="city",
        delivered=date(2024, 2, 1),
        covers=(2023,),
        plans=(2024,),
        session="政协第十三届新乡市委员会第二次会议",
        speaker="",
        publisher="新乡日报",
        start=0,
        end=len(raw.text),
        load_text=lambda: raw.text,
    )
    sections: list[Section] = []
    chunks: list[Chunk] = []
    start = 0
    for number, line in enumerate(raw.text.split("\n")):
        end = start + len(line)
        role = "plan" if line.startswith("明年") else "review"
        path = ("工作回顾", line[:4])
        sections.append(Section(number, None, 1, line[:4], path, role, (2023,), start, end, start))
        embedded = f"新乡市 2023年\n{line}"
        chunks.append(Chunk(f"{report.id}-{number}", report.id, number, path, role, line, embedded, start, end))
        start = end + 1
    annotations = (Annotation("furniture", 0, 1),)
    return Document(
        id=document_id,
        source=raw.source,
        content_hash=raw.content_hash,
        encoding=raw.encoding,
        text=raw.text,
        annotations=annotations,
        reports=(report,),
        sections={report.id: tuple(sections)},
        chunks={report.id: tuple(chunks)},
        facts={report.id: extract_facts(report, raw.text, sections, chunks, annotations)},
        corrections=fingerprint(corrections),
        named_spans={report.id: find_named_spans(report, raw.text, chunks, annotations)},
    )


def make_raw(source: str, text: str) -> RawDocument:
    return RawDocument(source, hashlib.sha256(text.encode()).hexdigest(), "utf-8", text)
