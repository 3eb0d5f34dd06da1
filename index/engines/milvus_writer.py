"""Makes a Milvus server mirror the current generation of a home: sends what is new, removes what is gone.

What is new is written beside what is there, where no reader looks; one row then says that it counts; what is gone is
deleted after that. Stopped anywhere, the server goes on answering from the generation it has, and the next mirroring
goes on from the documents that are complete.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.engines.milvus_client import MilvusServer, Row
from index.engines.milvus_schema import (
    CURRENT,
    NOTHING,
    POSITIONS,
    Collections,
    State,
    create_current,
    create_set,
    document_key,
    drop_set,
    read_state,
    reports_in,
    write_state,
)
from index.engines.milvus_sender import Sender
from index.engines.milvus_term_writer import write_terms
from index.engines.milvus_vectors import averages_of
from index.errors import EngineError, IndexMismatchError
from index.storage.catalogue import DocumentName
from index.storage.generations import lock
from index.storage.segments import LEGS
from index.storage.store import Index
from index.types import Progress

__all__ = ["MirrorSummary", "mirror", "mirror_home"]

# After so many the server is told to make segments of them; fewer it searches as they came.
_FLUSHED_FROM = 1024
# The lengths of the chunks weigh against an average that is written into each sparse vector. Where the present one
# differs by more, they are all written anew: at this much docs/engines.md finds the first ten of a search the same.
MOST_DRIFT = 0.05
_DELETED_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class MirrorSummary:
    """What a mirroring did. sent, removed, unchanged: documents. anew: whether all was written into a new set."""

    sent: int
    removed: int
    unchanged: int
    generation: str
    anew: bool


def mirror_home(home: Path, uri: str, *, token: str = "", progress: Progress | None = None) -> MirrorSummary:
    """Make the server at uri hold what the home holds, which nobody may build into meanwhile.

    Raises: IndexMissingError and its kin where the home has no index; IndexLockedError; EngineError.
    """
    with lock(home), Index.open(home) as index:
        server = MilvusServer(uri, token=token, strict=True)
        try:
            return mirror(index, server, progress=progress)
        finally:
            server.close()


def mirror(
    index: Index,
    server: MilvusServer,
    *,
    progress: Progress | None = None,
    at_step: Callable[[str], None] | None = None,
) -> MirrorSummary:
    """As `mirror_home`, of an index that is open. at_step: called before each step, so that tests can stop at any."""
    return _Mirror(index, server, progress or (lambda *_: None), at_step or (lambda _step: None)).run()


class _Mirror:
    """One mirroring. server: reads strictly."""

    def __init__(self, index: Index, server: MilvusServer, progress: Progress, at_step: Callable[[str], None]) -> None:
        self._index, self._server = index, server
        self._progress, self._at_step = progress, at_step
        self._wanted: dict[str, DocumentName] = {document_key(*each): each for each in index.document_names}
        self._sender = Sender(index, server, progress, at_step)

    def run(self) -> MirrorSummary:
        server, index = self._server, self._index
        create_current(server)
        current = self._current()
        base, anew = self._base(current)
        tables = Collections(base.set)
        known = self._tidy(base, tables)
        live = {row["key"] for row in known if row["id"] < base.next_number}
        arriving = [each for key, each in self._wanted.items() if key not in live]
        there = {row["key"] for row in known}
        missing = [each for key, each in self._wanted.items() if key not in there]
        leaving = [row for row in known if row["key"] not in self._wanted]
        manifest = replace(index.manifest, segments=())
        unchanged = len(self._wanted) - len(arriving)
        if not arriving and not leaving and not anew and base.manifest == manifest:
            return MirrorSummary(0, 0, unchanged, manifest.generation, anew=False)
        serial = base.serial + 1
        self._at_step("terms")
        numbers, next_term = write_terms(server, index, base, arriving=arriving, leaving=leaving)
        next_number = max([base.next_number, *(row["id"] + max(row["reports"], 1) for row in known)])
        next_number = self._sender.send(missing, numbers, base, next_number)
        self._at_step("leave")
        server.upsert(tables["documents"], [{**row, "leaves": serial, **NOTHING} for row in leaving])
        if sum(self._sender.chunks_of(each) for each in missing) >= _FLUSHED_FROM:
            for table in tables:
                self._at_step("flush")
                server.flush(table)
        self._at_step("check")
        self._check(current, base, arriving)
        self._at_step("switch")
        write_state(
            server,
            replace(
                base,
                serial=serial,
                next_number=next_number,
                next_term=next_term,
                manifest=manifest,
                indicators=index.common_indicators(),
            ),
        )
        self._at_step("drop")
        if anew:
            server.delete(CURRENT, "id == 1")
            if current is not None:
                drop_set(server, current.set)
        self._delete(tables, leaving)
        return MirrorSummary(len(arriving), len(leaving), unchanged, manifest.generation, anew=anew)

    def _current(self) -> State | None:
        """The generation the server answers from; None, too, where it is of a layout that is not ours."""
        try:
            return read_state(self._server)
        except IndexMismatchError:
            return None

    def _base(self, current: State | None) -> tuple[State, bool]:
        """The generation to start from, and whether that is of a set no reader has seen."""
        server, index = self._server, self._index
        try:
            begun = read_state(server, filling=True)
        except IndexMismatchError:
            begun = None
        if current is not None and self._fits(current):
            if begun is not None and begun.set != current.set:
                drop_set(server, begun.set)
            if begun is not None:
                server.delete(CURRENT, "id == 1")
            create_set(server, current.set, dim=self._dim())
            return current, False
        if begun is None or not self._fits(begun):
            self._at_step("begin")
            taken = [each.set for each in (current, begun) if each is not None]
            if begun is not None:
                drop_set(server, begun.set)
            name = str(1 + max([0, *map(int, taken)]))
            drop_set(server, name)
            begun = State.empty(name, index.manifest.settings, averages_of(index))
            write_state(server, begun, filling=True)
        create_set(server, begun.set, dim=self._dim())
        return begun, True

    def _fits(self, state: State) -> bool:
        """Whether its set can hold this index: same settings, and lengths about as they were."""
        now = averages_of(self._index)
        near = all(abs(now[leg] - state.averages[leg]) <= MOST_DRIFT * state.averages[leg] for leg in LEGS)
        return state.manifest.settings == self._index.manifest.settings and near

    def _dim(self) -> int:
        dense = [segment.dense for segment in self._index.segments if segment.dense is not None]
        return dense[0].dim if dense else 0

    def _tidy(self, base: State, tables: Collections) -> list[Row]:
        """Finish what was begun before and clear away what is no longer wanted of it; the documents there are then."""
        server = self._server
        fields = ["id", "key", "reports", "complete", "leaves"]
        rows = server.query_all(tables["documents"], "id >= 0", fields)
        gone, kept, stays = [], [], []
        for row in rows:
            published = row["id"] < base.next_number
            if published and 0 < row["leaves"] <= base.serial:
                gone.append(row)  # it left with a generation that was published
            elif not published and not (row["complete"] and row["key"] in self._wanted):
                gone.append(row)
            elif row["leaves"] and row["key"] in self._wanted:
                stays.append({**row, "leaves": 0})
            else:
                kept.append(row)
        self._at_step("tidy")
        server.upsert(tables["documents"], [{**row, **NOTHING} for row in stays])
        self._delete(tables, gone)
        return kept + stays

    def _check(self, current: State | None, base: State, arriving: Sequence[DocumentName]) -> None:
        """Raises: EngineError where another build has written meanwhile, or the server lost what it was sent."""
        server, tables = self._server, Collections(base.set)
        if self._current() != current:
            raise EngineError(f"another build wrote to {server.uri} at the same time; build again, one at a time")
        expected = sum(self._sender.chunks_of(each) for each in arriving), len(self._wanted)
        found = (
            server.count(tables["chunks"], f"id >= {base.next_number * POSITIONS}"),
            server.count(tables["documents"], "complete == 1 and leaves == 0"),
        )
        if found != expected:
            raise EngineError(
                f"{server.uri} holds {found[0]} new passages and {found[1]} documents instead of {expected[0]} and "
                f"{expected[1]}; nothing was published. Build again, with --full if it is so again"
            )

    def _delete(self, tables: Collections, documents: Sequence[Row]) -> None:
        """Remove these documents with all they hold, themselves last, so that what is left is found again."""
        for first in range(0, len(documents), _DELETED_AT_ONCE):
            some = documents[first : first + _DELETED_AT_ONCE]
            numbers = [row["id"] + part for row in some for part in range(max(row["reports"], 1))]
            for table in ("chunks", "pieces", "facts", "names"):
                self._at_step("delete")
                self._server.delete(tables[table], reports_in(numbers))
            self._server.delete(tables["reports"], reports_in(numbers, field="id"))
            self._server.delete(tables["documents"], reports_in([row["id"] for row in some], field="id"))
