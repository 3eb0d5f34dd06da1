"""The values that pass between the parts of the indexer, and from the index to whoever reads it.

Offsets are character offsets into `Document.text`, end exclusive, everywhere and without exception.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

Level = Literal["country", "province", "city", "county"]
Kind = str  # a key of index.kinds.KINDS, or "unrelated"
# What stands there: the report, parts of it, or what somebody says about it.
Form = Literal["whole", "excerpt", "interpretation"]
Role = Literal["review", "plan", "other"]
CountedBy = Literal["cppcc", "government", ""]
NamedKind = Literal["title", "quoted", "person", "date", "organisation", "place"]
Idf = Literal["okapi", "lucene"]
AnnotationKind = Literal["front_matter", "comment", "markup", "furniture"]
FloatMatrix = npt.NDArray[np.float32]
FloatVector = npt.NDArray[np.float32]
RowVector = npt.NDArray[np.int64]
Progress = Callable[[str, int, int], None]
"""Called with what is being done ("read", "embed", "merge", "write"), how many are done, of how many."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of `Document.text`."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Annotation:
    """A stretch of the text that is kept but neither searched nor shown: `**`, `## `, 编辑:…, a YAML head."""

    kind: AnnotationKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """One administrative division.

    code: six digits of GB/T 2260 ("410106"; "100000" is the country). name: "上街区". path: "河南省郑州市上街区".
    pinyin: toneless, lower case, of the short name ("shangjie").
    """

    code: str
    name: str
    path: str
    level: Level
    pinyin: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """A line of a text that was read from a picture. confidence: in [0, 1], of the recogniser."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class PageMap:
    """How a text stands in its file. pages: where each page starts in it, the first at 0; () where there are none.

    recognised: the lines that were read from pictures, in order. notes: what a user must know of the file, each a line
    in both languages.
    """

    pages: tuple[int, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    notes: tuple[str, ...] = ()

    def page_of(self, position: int) -> int | None:
        """The page, from 1, on which a character stands; None where the file has none."""
        return bisect_right(self.pages, position) or None

    def confidence_of(self, start: int, end: int) -> float | None:
        """How sure the least sure of the lines that have a part of start:end is; None where none was recognised."""
        first = bisect_right(self.recognised, start, key=lambda line: line.end)
        found = []
        for line in self.recognised[first:]:
            if line.start >= end:
                break
            found.append(line.confidence)
        return min(found, default=None)

    @property
    def recognised_pages(self) -> int:
        """On how many pages something was read from a picture; of a file without pages, 1 or 0."""
        return len({self.page_of(line.start) for line in self.recognised})

    @property
    def mean_confidence(self) -> float | None:
        """Of all characters that were read from pictures; None where there are none."""
        length = sum(line.end - line.start for line in self.recognised)
        return sum((line.end - line.start) * line.confidence for line in self.recognised) / length if length else None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file decoded but not repaired. source: path below the indexed folder, with forward slashes.

    content_hash: of the text, whatever its encoding; see `index.reading.decoding.read_document`. encoding: of its
    bytes, or the name of its format ("pdf").
    """

    source: str
    content_hash: str
    encoding: str
    text: str
    page_map: PageMap = PageMap()


@dataclass(frozen=True, slots=True)
class RepairedText:
    """Canonical text: the raw text but for white space, unseen characters, radicals, and the order of whole blocks."""

    text: str
    annotations: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, up to the next heading of its level or higher.

    number: position within the report, from 0. parent: number of the enclosing section, or None.
    heading: as shown, without markup. start, end: the whole section, heading included. body_start: after the heading.
    years: the years its heading or an enclosing one names ("2023年工作回顾" → (2023,)).
    """

    number: int
    parent: int | None
    level: int
    heading: str
    heading_path: tuple[str, ...]
    role: Role
    years: tuple[int, ...]
    start: int
    end: int
    body_start: int


@dataclass(frozen=True, slots=True)
class Report:
    """One report in a document. id is the document's id and the part's number: "2994a2ebe7d9e33e-0".

    covers: years reviewed, first to last, each listed. plans: years planned. source: the file it stands in.
    form: whether it is the report itself. body: who gives it, as printed ("洛阳市财政局"), "" where that is not said.
    months: the first and the last month it speaks of, where that is not the whole year: 上半年 → (1, 6).
    text: the whole canonical text of the document, read from the index when first asked for; the report is
    text[start:end]. url, accessed: where on the web the file was fetched, and the day; "" and None for any other.
    """

    id: str
    document_id: str
    part: int
    source: str
    title: str
    kind: Kind
    place: str
    place_code: str
    level: Level | None
    delivered: date | None
    covers: tuple[int, ...]
    plans: tuple[int, ...]
    session: str
    speaker: str
    publisher: str
    start: int
    end: int
    load_text: Callable[[], str] = field(repr=False, compare=False)
    load_page_map: Callable[[], PageMap] = field(default=PageMap, repr=False, compare=False)
    form: Form = "whole"
    body: str = ""
    months: tuple[int, int] | None = None
    url: str = ""
    accessed: date | None = None

    @property
    def text(self) -> str:
        """The canonical text of the whole document."""
        return self.load_text()

    @property
    def page_map(self) -> PageMap:
        """The pages of the whole document."""
        return self.load_page_map()


def annotations_within(annotations: Sequence[Annotation], start: int, end: int) -> Iterator[Annotation]:
    """Those of annotations, in their order and without overlaps, that have a part of start:end, or touch start."""
    for index in range(bisect_left(annotations, start, key=lambda each: each.end), len(annotations)):
        if annotations[index].start >= end:
            return
        yield annotations[index]


def blanked(text: str, start: int, end: int, annotations: Iterable[Annotation], *, blank: str = " ") -> str:
    """text[start:end] with each character that is not shown made a blank, so that every offset stays."""
    pieces: list[str] = []
    position = start
    for each in sorted(annotations, key=lambda each: each.start):
        hidden_from, hidden_to = max(each.start, position), min(each.end, end)
        if hidden_from < hidden_to:
            pieces.append(text[position:hidden_from] + blank * (hidden_to - hidden_from))
            position = hidden_to
    pieces.append(text[position:end])
    return "".join(pieces)


def count_reports(reports: Iterable[Report]) -> tuple[int, int]:
    """How many are reports of a place, and how many are other articles printed in the same files."""
    kinds = [report.kind for report in reports]
    others = kinds.count("unrelated")
    return len(kinds) - others, others


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """How much a report holds."""

    sections: int
    chunks: int
    facts: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of at most 400 characters; report.text[start:end] == text.

    id is the report's id and the chunk's number: "2994a2ebe7d9e33e-0-12". section: number of its section in the report.
    embedded: the text that is searched (place, year, kind and heading path, then the passage without markup).
    """

    id: str
    report_id: str
    section: int | None
    heading_path: tuple[str, ...]
    role: Role
    text: str
    embedded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of a number, read from its own clause.

    chunk_id: the passage it stands in. years: the period it is stated for: named in its sentence, else its section's,
    else the report's. indicator: the noun phrase counted, as printed ("委员提案", "地区生产总值"), "" where the clause
    does not say. qualifier: the verb as printed: a stage (收到, 立案, 办复), a change (增长), an action (走访); "由"
    for where a change began; "" for a plain level. value: the number, multiples applied. unit: as printed, "" for a
    bare 万 or 亿. counted_by: "cppcc" in a report of a CPPCC; "government" for proposals and suggestions that a
    government says it handled. text: the figure as printed, text[start:end] of the document, approximating words
    included ("近300条"). sentence: where its sentence stands.
    """

    report_id: str
    chunk_id: str
    place_code: str
    level: Level | None
    years: tuple[int, ...]
    role: Role
    indicator: str
    qualifier: str
    value: Decimal
    unit: str
    approximate: bool
    counted_by: CountedBy
    text: str
    start: int
    end: int
    sentence: Span


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """Something a report calls by its name; where it stands twice, there are two.

    chunk_id: the passage it stands in. text: text[start:end] of the document less its white space ("李 亚 平" →
    "李亚平"), without the marks around it (《…》, “…”). role: of a person, the word beside the name ("记者"), else "".
    pinyin: of a person, toneless and joined ("suhongfeng"), else "".
    """

    report_id: str
    chunk_id: str
    kind: NamedKind
    text: str
    start: int
    end: int
    role: str = ""
    pinyin: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file, read: its reports, and for each report its sections, chunks, facts and names, in reading order.

    id: first 16 hexadecimal digits of content_hash, see RawDocument. corrections: fingerprint of those it
    was read with.
    """

    id: str
    source: str
    content_hash: str
    encoding: str
    text: str
    annotations: tuple[Annotation, ...]
    reports: tuple[Report, ...]
    sections: dict[str, tuple[Section, ...]]
    chunks: dict[str, tuple[Chunk, ...]]
    facts: dict[str, tuple[Fact, ...]] = field(default_factory=dict)
    corrections: str = ""
    named_spans: dict[str, tuple[NamedSpan, ...]] = field(default_factory=dict)
    page_map: PageMap = PageMap()


class Encoder(Protocol):
    """Text to unit vectors. Implementations: ONNX (default) and sentence-transformers."""

    @property
    def fingerprint(self) -> str:
        """Names the model and what changes its vectors (file hash, pooling, length); stored in the index."""
        ...

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    @property
    def block(self) -> int:
        """How many texts are best embedded at once; what a build has embedded is made safe after so many."""
        ...

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """vectors: (len(texts), dim) float32, unit rows."""
        ...


@runtime_checkable
class BulkEncoder(Encoder, Protocol):
    """An encoder that is told all there is to embed, and gives what is done in any order: a cluster."""

    def encode_all(self, texts: Iterable[str], n: int) -> Iterator[tuple[RowVector, FloatMatrix]]:
        """Positions of texts, (m,), and their vectors, (m, dim); every text once. n: how many there are."""
        ...
