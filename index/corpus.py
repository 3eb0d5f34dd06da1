"""What the index is to hold: the files under some paths, with their last good version where one cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

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
    """documents: by source, sorted. failed: (source, why). duplicates: (source, the source it repeats)."""

    documents: dict[str, Document]
    failed: tuple[tuple[str, str], ...] = ()
    duplicates: tuple[tuple[str, str], ...] = ()


def read_corpus(paths: Sequence[Path], previous: Index | None, *, reuse_parsed: bool, progress: Progress) -> Corpus:
    """The documents under `paths`. previous: gives the last good version of what cannot be read.

    reuse_parsed: take unchanged files from `previous` rather than parse them again.

    Raises: ReadError where `paths` hold no file at all.
    """
    files = find_files(paths)
    if not files:
        raise ReadError(", ".join(map(str, paths)), "holds no report; give a .txt or .md file or a folder of them")
    known = {each.source: each for each in previous.document_names} if previous else {}
    documents: dict[str, Document] = {}
    first_source: dict[str, str] = {}
    failed: list[tuple[str, str]] = []
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
            if reuse_parsed and previous and old and old.content_hash == raw.content_hash:
                documents[source] = previous.catalogue.document(old.id)
            else:
                documents[source] = parse_document(raw)
        except ReadError as error:
            failed.append((source, str(error).removeprefix(f"{error.source}: ")))
            if previous and old and source not in documents and old.content_hash not in first_source:
                documents[source] = previous.catalogue.document(old.id)
        if source in documents:
            first_source.setdefault(documents[source].content_hash, source)
        progress("read", done, len(files))
    return Corpus({source: documents[source] for source in sorted(documents)}, tuple(failed), tuple(duplicates))
