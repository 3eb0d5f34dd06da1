"""Reads which generation a server has and which reports it holds; of what the last generation held already, nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial

from index.engines.milvus_client import MilvusServer, Row
from index.engines.milvus_rows import Layout
from index.engines.milvus_schema import CURRENT, Collections, State, read_state, reports_in
from index.errors import EngineMovedError, IndexMismatchError, IndexMissingError, command
from index.language.tokenizer import Tokenizer
from index.storage.rows import report_from_row
from index.types import PageMap, Report

__all__ = ["missing", "name_of", "read_generation", "server_generation"]

# A generation that is published while its reports are being read is read again.
_ATTEMPTS = 5
_NUMBERS_AT_ONCE = 8192


def read_generation(
    server: MilvusServer,
    tokenizer: Tokenizer,
    load_text: Callable[[str], str],
    load_page_map: Callable[[str], PageMap],
    *,
    before: tuple[State, Layout] | None = None,
) -> tuple[State, Layout]:
    """The current generation and its reports. before: one read earlier, whose rows need not be sent again.

    Raises: IndexMissingError; IndexMismatchError where it was written with another tokenizer; EngineError.
    """
    if CURRENT not in server.collections():
        raise missing(server.uri)
    load = partial(report_from_row, load_text=load_text, load_page_map=load_page_map)
    for _ in range(_ATTEMPTS):
        state = read_state(server)
        if state is None:
            raise missing(server.uri)
        built_with = state.manifest.settings.tokenizer
        if built_with != tokenizer.fingerprint:
            raise IndexMismatchError(
                f"the index at {server.uri} was built with another tokenizer ({built_with} there, "
                f"{tokenizer.fingerprint} here); run `{command('build --engine')} {server.uri}` with this version"
            )
        known = before[1].report_rows if before is not None and before[0].set == state.set else {}
        try:
            layout = _read_layout(server, state, load, known)
        except EngineMovedError:
            continue
        after = read_state(server)
        if after is not None and name_of(after) == name_of(state):
            return state, layout
    raise EngineMovedError(
        f"the index at {server.uri} was published anew {_ATTEMPTS} times while it was opened; try again"
    )


def server_generation(server: MilvusServer, *, at_once: bool = False) -> str:
    """`name_of` the generation that is current. at_once: by a read that waits for all writes.

    Raises: IndexMissingError; EngineError.
    """
    state = read_state(server, consistency="Strong" if at_once else None)
    if state is None:
        raise missing(server.uri)
    return name_of(state)


def name_of(state: State) -> str:
    """What changes with every generation on a server."""
    return f"{state.set}-{state.serial}"


def missing(uri: str) -> IndexMissingError:
    """The error of a server without an index."""
    return IndexMissingError(f"there is no index at {uri}; run `{command('build PATH --engine')} {uri}` to make one")


def _read_layout(
    server: MilvusServer, state: State, load: Callable[[tuple[object, ...]], Report], known: Mapping[int, Row]
) -> Layout:
    """load: the report of a row. known: rows of `reports`, by number."""
    collections = Collections(state.set)
    known_documents = {int(row["document"]) for row in known.values()}
    leaves: dict[int, int] = {}
    reports = dict(known)
    for first in range(0, state.next_number, _NUMBERS_AT_ONCE):
        window = f"id >= {first} and id < {min(first + _NUMBERS_AT_ONCE, state.next_number)}"
        found = server.query(collections["documents"], window, ["id", "leaves"])
        leaves |= {int(row["id"]): int(row["leaves"]) for row in found}
        new = [int(row["id"]) for row in found if int(row["id"]) not in known_documents]
        if new:
            condition = window if len(new) == len(found) else reports_in(new, field="document")
            fields = ["id", "document", "sections", "chunks", "facts", "roles", "row"]
            reports |= {int(row["id"]): row for row in server.query(collections["reports"], condition, fields)}
    live, leaving = [], []
    for number, row in reports.items():
        document = int(row["document"])
        if document not in leaves:
            continue  # gone since
        if 0 < leaves[document] <= state.serial:
            leaving.append(number)
        else:
            live.append((load(tuple(json.loads(row["row"]))), row))
    return Layout(live, state, leaving)
