"""What the index is to hold: the files under some paths, with their last good version where one cannot be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from index.building.ahead import in_turn
from index.building.reading import Reading
from index.building.seen import Seen
from index.building.sources import PassedOver, find_sources
from index.errors import ReadError, ReadProblem
from index.reading.extracted import Stage
from index.reading.files import shown_name
from index.reports.corrections import CORRECTIONS_FILE, Correction, fingerprint, read_corrections
from index.reports.home_corrections import home_corrections, merged
from index.storage.catalogue import DocumentName
from index.storage.store import Index
from index.types import Document, Progress

__all__ = ["Corpus", "read_corpus"]


@dataclass(frozen=True, slots=True)
class Corpus:
    """documents: what the index is to hold, by source. kept: sources of those that stay as they are indexed.

    failed: (source or line of a table of corrections, why). duplicates: (source, the source it repeats). passed_over:
    what stands beside them and is not read. problems: (source, which kind of failure), of the failed files.
    """

    documents: dict[str, DocumentName]
    kept: frozenset[str] = frozenset()
    failed: tuple[tuple[str, str], ...] = ()
    duplicates: tuple[tuple[str, str], ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    problems: tuple[tuple[str, ReadProblem], ...] = ()


class _Looked(NamedTuple):
    """state: of the file before it was read. document: None where what is indexed of it stays, or another has it."""

    state: list[int] | None
    content_hash: str
    document: Document | None


def read_corpus(  # noqa: C901 - one loop over the files, whose cases belong together
    paths: Sequence[Path] | None,
    previous: Index | None,
    *,
    home: Path,
    seen: Seen,
    reuse_parsed: bool,
    reading: Reading,
    take: Callable[[Document], None],
    progress: Progress,
) -> Corpus:
    """What is under `paths` and uploaded to `home`; paths: None means those of the last build.

    previous: gives the last good version of what cannot be read. seen: which files need not be read. reuse_parsed: keep
    from `previous` what has neither changed nor is corrected otherwise, rather than parse it again. reading: reads the
    files. take: is given each document that was read anew, one at a time. Where no file under `paths` can be read, an
    empty corpus is returned, lest their reports be taken for removed.

    Raises: ReadError where `paths` hold no file at all.
    """
    sources = find_sources(paths, home)
    files = sources.files
    known = {each.source: each for each in previous.document_names} if previous else {}
    n_reports = Counter(report.document_id for report in previous.reports) if previous else Counter[str]()
    documents: dict[str, DocumentName] = {}
    kept: set[str] = set()
    first_source: dict[str, str] = {}
    at_home = home_corrections(home)
    beside_of = {root: sources.origins.get(root, root) for _, root in files if root != home}
    tables = {
        folder: read_corrections(folder, unpacked=[root for root, beside in beside_of.items() if beside == folder])
        for folder in sorted(set(beside_of.values()))
    }
    failed = [*sources.missing, *((shown_name(source), why) for source, why in sources.unlisted)]
    failed += [problem for table in (*tables.values(), at_home) for problem in table.problems]
    problems: list[tuple[str, ReadProblem]] = []
    duplicates: list[tuple[str, str]] = []
    mirrored = 0
    telling = Lock()

    def tell(what: str, done: int, of: int) -> None:
        with telling:
            progress(what, done, of)

    def tell_of_pages(stage: Stage, done: int, of: int) -> None:
        if stage != "read":  # which is said of whole files
            tell(stage, done, of)

    def corrections_of(source: str, root: Path) -> tuple[Sequence[Correction], Sequence[Correction]]:
        beside = tables[beside_of[root]].by_source.get(source, ()) if root in beside_of else ()
        return beside, at_home.by_source.get(source, ())

    def look(file: tuple[Path, Path]) -> _Looked:
        """What a file holds, so far as it must be read. Raises: ReadError."""
        path, root = file
        source = path.relative_to(root).as_posix()
        state, raw, content_hash = seen.looked_at(path), None, seen.content_hash(path)
        read = partial(reading.read, path, root=root, follows=path in sources.given, tell=tell_of_pages)
        if content_hash is None:
            raw = read()
            content_hash = raw.content_hash
        corrections = merged(*corrections_of(source, root))
        old = known.get(source)
        if reuse_parsed and old and (old.content_hash, old.corrections) == (content_hash, fingerprint(corrections)):
            return _Looked(state, content_hash, None)
        if content_hash in first_source:  # which is looked at again in its turn
            return _Looked(state, content_hash, None)
        return _Looked(state, content_hash, reading.parse(raw or read(), corrections=corrections))

    for done, ((path, root), looked) in enumerate(in_turn(files, look, at_once=reading.at_once), start=1):
        source = path.relative_to(root).as_posix()
        old = known.get(source)
        try:
            if source in documents:
                raise ReadError(source, f"another file of this name is indexed already; rename {path}")
            state, content_hash, document = looked()
            seen.note(path, state, content_hash)
            if content_hash in first_source:
                duplicates.append((source, first_source[content_hash]))
                continue
            beside, ours = corrections_of(source, root)
            if document is not None:
                documents[source] = DocumentName(document.id, source, document.content_hash, document.corrections)
                take(document)
                n = len(document.reports)
            else:
                documents[source] = known[source]
                kept.add(source)
                n = n_reports[known[source].id]
            failed.extend(_without_part(beside_of.get(root, root) / CORRECTIONS_FILE, beside, source, n))
            failed.extend(_without_part(home / CORRECTIONS_FILE, ours, source, n))
        except ReadError as error:
            failed.append((shown_name(source), str(error).removeprefix(f"{error.source}: ")))
            problems.append((shown_name(source), error.problem))
            if old and source not in documents and old.content_hash not in first_source:
                documents[source] = old
                kept.add(source)
        if source in documents:
            first_source.setdefault(documents[source].content_hash, source)
            mirrored += root != home
        tell("read", done, len(files))
    if paths is not None and not mirrored:
        documents, kept = {}, set()
    elif previous:
        hidden = tuple(f"{source}/" for source, _ in sources.unlisted)
        for each in previous.document_names:
            stays = sources.keeps or each.source.startswith(hidden)
            if stays and each.source not in documents and each.content_hash not in first_source:
                documents[each.source] = each
                kept.add(each.source)
    return Corpus(documents, frozenset(kept), tuple(failed), tuple(duplicates), sources.passed_over, tuple(problems))


def _without_part(path: Path, corrections: Sequence[Correction], source: str, n: int) -> list[tuple[str, str]]:
    """What is to be said of corrections to reports that the file does not hold. n: reports it holds."""
    return [
        (f"{path}:{each.line}", f"{source} holds {n} report(s), numbered from 0; there is no part {each.part}")
        for each in corrections
        if each.part >= n
    ]
