"""What the index is to hold: the files under some paths, with their last good version where one cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.corrections import CORRECTIONS_FILE, Correction, fingerprint, read_corrections
from index.errors import ReadError
from index.home_corrections import home_corrections, merged
from index.parse import parse_document
from index.reader import read_document
from index.sources import find_sources
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


def read_corpus(
    paths: Sequence[Path] | None, previous: Index | None, *, home: Path, reuse_parsed: bool, progress: Progress
) -> Corpus:
    """The documents under `paths` and those uploaded to `home`; paths: None means those of the last build.

    previous: gives the last good version of what cannot be read. reuse_parsed: take from `previous` what has neither
    changed nor is corrected otherwise, rather than parse it again. Where no file under `paths` can be read, nothing is
    returned, lest their reports be taken for removed.

    Raises: ReadError where `paths` hold no file at all.
    """
    sources = find_sources(paths, home)
    files = sources.files
    known = {each.source: each for each in previous.document_names} if previous else {}
    documents: dict[str, Document] = {}
    first_source: dict[str, str] = {}
    at_home = home_corrections(home)
    tables = {root: read_corrections(root) for root in sorted({root for _, root in files} - {home})}
    failed = [*sources.missing, *(problem for table in (*tables.values(), at_home) for problem in table.problems)]
    duplicates: list[tuple[str, str]] = []
    mirrored = 0
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
            beside = tables[root].by_source.get(source, ()) if root in tables else ()
            ours = at_home.by_source.get(source, ())
            corrections = merged(beside, ours)
            wanted = (raw.content_hash, fingerprint(corrections))
            if reuse_parsed and previous and old and (old.content_hash, old.corrections) == wanted:
                documents[source] = previous.catalogue.document(old.id)
            else:
                documents[source] = parse_document(raw, corrections=corrections)
            failed.extend(_without_part(root / CORRECTIONS_FILE, beside, documents[source]))
            failed.extend(_without_part(home / CORRECTIONS_FILE, ours, documents[source]))
        except ReadError as error:
            failed.append((source, str(error).removeprefix(f"{error.source}: ")))
            if previous and old and source not in documents and old.content_hash not in first_source:
                documents[source] = previous.catalogue.document(old.id)
        if source in documents:
            first_source.setdefault(documents[source].content_hash, source)
            mirrored += root != home
        progress("read", done, len(files))
    if paths is not None and not mirrored:
        return Corpus({}, tuple(failed), tuple(duplicates))
    if previous and sources.keeps:
        for each in previous.document_names:
            if each.source not in documents and each.content_hash not in first_source:
                documents[each.source] = previous.catalogue.document(each.id)
    return Corpus({source: documents[source] for source in sorted(documents)}, tuple(failed), tuple(duplicates))


def _without_part(path: Path, corrections: Sequence[Correction], document: Document) -> list[tuple[str, str]]:
    """What is to be said of corrections to reports that the file does not hold."""
    n = len(document.reports)
    return [
        (f"{path}:{each.line}", f"{document.source} holds {n} report(s), numbered from 0; there is no part {each.part}")
        for each in corrections
        if each.part >= n
    ]
