"""Makes the index mirror a set of files: reads what is new, embeds what changed, publishes all of it or nothing."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from index.building.corpus import Corpus, read_corpus
from index.building.reading import Reading, reading_with
from index.building.seen import Seen
from index.building.sources import PassedOver, remember_paths, remembered_paths
from index.building.writer import GenerationWriter, Part
from index.config import Config
from index.errors import (
    IndexCorruptError,
    IndexMismatchError,
    IndexMissingError,
    ReadError,
    ReadProblem,
    StorageError,
    command,
)
from index.language.tokenizer import Tokenizer
from index.manifest import FORMAT_VERSION, Counts, Manifest, Settings
from index.reports.home_origins import forget_origins
from index.reports.twins import find_twins
from index.search.lexical import bm25_parameters
from index.storage.generations import current_generation, generation_folder, lock, segment_folder
from index.storage.known_vectors import remove_spool
from index.storage.segments import Segment
from index.storage.store import Index, tokenizer_for
from index.types import Encoder, Idf, Progress
from index.vectors.encoder import NO_MODEL, load_encoder

__all__ = ["BuildSummary", "build", "remove"]

_IDF: Idf = "okapi"


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did. added, updated, removed, unchanged: documents; failed: (source, why). reports: there are now,
    without the other articles printed in the same files, which are others.

    duplicates: (source, the source it repeats), of which only the first is indexed. generation: the one now current,
    or None where there is none; published: whether this build wrote it. passed_over: files beside the reports that are
    not read. problems: (source, which kind of failure), of the files that failed. twins: (source, source) of every two
    reports that are one, as draft and final are; both are indexed.
    """

    added: int
    updated: int
    removed: int
    unchanged: int
    reports: int
    sections: int
    chunks: int
    failed: tuple[tuple[str, str], ...]
    duplicates: tuple[tuple[str, str], ...]
    seconds: float
    generation: str | None
    published: bool
    passed_over: tuple[PassedOver, ...] = ()
    others: int = 0
    problems: tuple[tuple[str, ReadProblem], ...] = ()
    twins: tuple[tuple[str, str], ...] = ()


def build(
    paths: Sequence[Path] | None,
    config: Config,
    *,
    full: bool = False,
    progress: Progress | None = None,
    encoder: Encoder | None = None,
    reading: Reading | None = None,
) -> BuildSummary:
    """Make the index hold exactly the files under `paths` and those uploaded to its home.

    paths: None takes those of the last build; where one of them is gone, its reports stay. full: read and embed
    everything anew.

    A file that cannot be read is reported and its last good version stays. Nothing is published where nothing changed
    or no file could be read. encoder: used instead of the one `config.model` names. reading: reads the files, instead
    of a process within the configured limits.

    Raises: ReadError where `paths` hold no file at all; ModelError; IndexLockedError; StorageError where
    something cannot be written. The old index stays.
    """
    started = time.perf_counter()
    report = progress or _silent
    with _writing(config.home), nullcontext(reading) if reading else reading_with(config) as reads:
        tokenizer = tokenizer_for(config.home)
        if encoder is None and config.model != NO_MODEL:
            encoder = load_encoder(config)
        settings = _settings(config.model, tokenizer, encoder)
        previous = _open_previous(config.home)
        old = previous.manifest.settings if previous else None
        # Segments stay where their vectors are of this model and their reports were read by this code.
        stays = previous is not None and old is not None and old.encoder == settings.encoder
        reuse = stays and old is not None and old.reading == settings.reading and not full
        seen = Seen(config.home, trust=reuse)  # its hashes are of text that was decoded by this code
        writer = GenerationWriter(config.home, settings, tokenizer=tokenizer, encoder=encoder, progress=report)
        corpus = read_corpus(
            paths,
            previous,
            home=config.home,
            seen=seen,
            reuse_parsed=reuse,
            reading=reads,
            take=writer.add,
            progress=report,
        )
        summary = _compare(corpus, previous)
        unchanged = old == settings and _versions(previous) == _wanted(corpus)
        if not corpus.documents or (unchanged and not full):
            writer.discard()
        if not corpus.documents:
            return replace(summary, removed=0, seconds=time.perf_counter() - started)
        known = remembered_paths(config.home) if paths is None else paths
        if known is not None or previous is None:
            remember_paths(config.home, known or ())
        seen.save()
        if unchanged and not full:
            remove_spool(config.home)  # of a build that was killed when all was done
            return replace(summary, twins=_twins(previous), seconds=time.perf_counter() - started)
        kept: list[Part] = []
        if previous is not None and stays:
            kept = _kept_parts(previous, {corpus.documents[source].id for source in corpus.kept})
        elif previous is not None:
            for source in sorted(corpus.kept):
                writer.add(previous.catalogue.document(corpus.documents[source].id))
        reused = () if full else _segments_there(config.home, previous)
        manifest = writer.publish(kept, reused=reused, keep_previous=previous is not None)
        with Index.open(config.home) as now:
            summary = replace(summary, twins=_twins(now))
    return _published(summary, manifest.counts, manifest.generation, started)


def remove(name: str, config: Config, *, encoder: Encoder | None = None) -> BuildSummary:
    """Take one document out of the index; name: its source, its id, or the id of a report in it.

    Raises: IndexMissingError; ReadError for a name the index does not know; ModelError; IndexLockedError; StorageError.
    """
    started = time.perf_counter()
    with _writing(config.home), Index.open(config.home) as previous:
        previous.assure()
        known = {each.id: each for each in previous.document_names}
        names = {each.source: each.id for each in known.values()}
        names |= {identity: identity for identity in known}
        names |= {each.id: each.document_id for each in previous.reports}
        if name not in names:
            raise ReadError(name, f"is not in the index; `{command('reports')}` lists what is")
        gone = known.pop(names[name])
        settings = previous.manifest.settings
        if encoder is None and previous.dense is not None:
            encoder = load_encoder(replace(config, model=settings.model))
        if encoder is not None:
            previous.check_encoder(encoder)
        writer = GenerationWriter(
            config.home, settings, tokenizer=previous.tokenizer, encoder=encoder, progress=_silent
        )
        manifest = writer.publish(_kept_parts(previous, set(known)))
        forget_origins(config.home, [gone.source])
        corpus = Corpus({each.source: each for each in known.values()})
        return _published(_compare(corpus, previous), manifest.counts, manifest.generation, started)


@contextmanager
def _writing(home: Path) -> Iterator[None]:
    """Hold the lock; where the disk refuses, say which file and what to do.

    Raises: IndexLockedError; StorageError.
    """
    try:
        with lock(home):
            yield
    except OSError as error:
        name = error.filename or home
        raise StorageError(
            f"{name} cannot be written ({error.strerror or error}); make room or give the permission, then build "
            "again: the index is as it was, and what was embedded is kept"
        ) from error


def _kept_parts(previous: Index, kept: Set[str]) -> list[Part]:
    """The segments of an index, each with the documents (ids) of it that are not kept."""
    parts = []
    for segment, entry in zip(previous.segments, previous.manifest.segments, strict=True):
        gone = set(entry.deleted)
        gone |= {report.document_id for report in segment.reports if report.document_id not in kept}
        parts.append((segment, frozenset(gone)))
    return parts


def _segments_there(home: Path, previous: Index | None) -> Sequence[Segment]:
    """Segments whose vectors may be of use, though the index they are of cannot be searched any more."""
    if previous is not None:
        return previous.segments
    try:
        entries = Manifest.read(generation_folder(home, current_generation(home))).segments
    except (IndexMissingError, IndexCorruptError, IndexMismatchError):
        return ()
    found = []
    for entry in entries:
        with suppress(IndexCorruptError):
            segment = Segment(segment_folder(home, entry.name))
            segment.assure()
            found.append(segment)
    return found


def _silent(stage: str, done: int, total: int) -> None:
    """The progress of a build nobody watches."""


def _settings(model: str, tokenizer: Tokenizer, encoder: Encoder | None) -> Settings:
    k1, b = bm25_parameters()
    return Settings(
        format=FORMAT_VERSION,
        reading=_reading_fingerprint(),
        tokenizer=tokenizer.fingerprint,
        model=model,
        encoder=encoder.fingerprint if encoder else "",
        idf=_IDF,
        k1=k1,
        b=b,
    )


@cache
def _reading_fingerprint() -> str:
    """Of all the code and data of this package: reading again costs little, an index cut by old rules costs answers."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _open_previous(home: Path) -> Index | None:
    """The current generation where it can be used; one that cannot is replaced, which is what its error advises."""
    try:
        index = Index.open(home)
        index.assure()
        return index
    except (IndexMissingError, IndexCorruptError, IndexMismatchError):
        return None


def _versions(index: Index | None) -> dict[str, tuple[str, str]]:
    """What each indexed file was read from: its content and its corrections."""
    return {each.source: (each.content_hash, each.corrections) for each in index.document_names} if index else {}


def _wanted(corpus: Corpus) -> dict[str, tuple[str, str]]:
    return {source: (each.content_hash, each.corrections) for source, each in corpus.documents.items()}


def _compare(corpus: Corpus, previous: Index | None) -> BuildSummary:
    """What changes from the previous generation, with that generation's counts: right where nothing is published."""
    old = _versions(previous)
    new = _wanted(corpus)
    shared = new.keys() & old.keys()
    counts = previous.manifest.counts if previous else Counts()
    return BuildSummary(
        added=len(new.keys() - old.keys()),
        updated=sum(new[source] != old[source] for source in shared),
        removed=len(old.keys() - new.keys()),
        unchanged=sum(new[source] == old[source] for source in shared),
        reports=counts.reports - counts.others,
        others=counts.others,
        sections=counts.sections,
        chunks=counts.chunks,
        failed=corpus.failed,
        duplicates=corpus.duplicates,
        seconds=0.0,
        generation=previous.manifest.generation if previous else None,
        published=False,
        passed_over=corpus.passed_over,
        problems=corpus.problems,
    )


def _twins(index: Index | None) -> tuple[tuple[str, str], ...]:
    """Each two files once, however many reports in them are versions of each other."""
    found = find_twins(index.reports if index else ())
    return tuple(dict.fromkeys((each.first.source, each.second.source) for each in found))


def _published(summary: BuildSummary, counts: Counts, generation: str, started: float) -> BuildSummary:
    return replace(
        summary,
        reports=counts.reports - counts.others,
        others=counts.others,
        sections=counts.sections,
        chunks=counts.chunks,
        generation=generation,
        published=True,
        seconds=time.perf_counter() - started,
    )
