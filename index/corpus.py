"""What the index is to hold: the files under some paths, with their last good version where one cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.corrections import CORRECTIONS_FILE, Correction, fingerprint, read_corrections
from index.errors import ReadError
from index.parse import parse_document
from index.reader import find_files, read_document
from index.store import Index
from index.types import Document

__all__ = ["Corpus", "Progress", "read_corpus"]

Progress = Callable[[str, int, int], None]
"""Called with what is being done ("read", "tokenize", "embed", "write"), how many are done, of how many."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """documents: by source, sorted. failed: (source or line of a table of corrections, why).

    duplicates: (source, the source it repeats).
    """

    documents: dict[str, Document]
    failed: tuple[tuple[str, str], ...] = ()
    duplicates: tuple[tuple[str, str], ...] = ()


def read_corpus(paths: Sequence[Path], previous: Index | None, *, reuse_parsed: bool, progress: Progress) -> Corpus:
    """The documents under `paths`. previous: gives the last good version of what cannot be read.

    reuse_parsed: take from `previous` what has neither changed nor is corrected otherwise, rather than parse it again.

    Raises: ReadError where `paths` hold no file at all.
    """
    files = find_files(paths)
    if not files:
        raise ReadError(", ".join(map(str, paths)), "holds no report; give a .txt or .md file or a folder of them")
    known = {each.source: each for each in previous.document_names} if previous else {}
    documents: dict[str, Document] = {}
    first_source: dict[str, str] = {}
    tables = {root: read_corrections(root) for root in sorted({root for _, root in files})}
    failed = [problem for table in tables.values() for problem in table.problems]
    duplicates: list[tuple[str, str]] = []
    for done, (path, root) in enumerate(files, start=1):
        source = path.relative_to(root).as_posix()
        old = known.get(source)
        try:
            if source in documents:
                raise ReadError(source, f"another file of this name is indexed already; rename {path}")
            raw = read_document(path, root=root)
            if raw.content_hash in first_source:
                duplicates.append((source, first_source[raw.content_hash]))
                continue
            corrections = tables[root].by_source.get(source, ())
            wanted = (raw.content_hash, fingerprint(corrections))
            if reuse_parsed and previous and old and (old.content_hash, old.corrections) == wanted:
                documents[source] = previous.catalogue.document(old.id)
            else:
                documents[source] = parse_document(raw, corrections=corrections)
            failed.extend(_without_part(root / CORRECTIONS_FILE, corrections, documents[source]))
        except ReadError as error:
            failed.append((source, str(error).removeprefix(f"{error.source}: ")))
            if previous and old and source not in documents and old.content_hash not in first_source:
                documents[source] = previous.catalogue.document(old.id)
        if source in documents:
            first_source.setdefault(documents[source].content_hash, source)
        progress("read", done, len(files))
    return Corpus({source: documents[source] for source in sorted(documents)}, tuple(failed), tuple(duplicates))


def _without_part(path: Path, corrections: Sequence[Correction], document: Document) -> list[tuple[str, str]]:
    """What is to be said of corrections to reports that the file does not hold."""
    n = len(document.reports)
    return [
        (f"{path}:{each.line}", f"{document.source} holds {n} report(s), numbered from 0; there is no part {each.part}")
        for each in corrections
        if each.part >= n
    ]
