"""Brings what the server counts of terms up to a new generation, while readers of the present one see their own counts.

A row of `terms` says what it counts now, since which generation, and what it counted before. Only terms of documents
that come or go are looked at; their counts are those of the local index.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from index.engines.milvus_client import MilvusServer, Row
from index.engines.milvus_schema import NOTHING, Collections, State, reports_in, term_key
from index.engines.milvus_vectors import TermNumbers, document_frequencies, terms_of
from index.storage.catalogue import DocumentName
from index.storage.segments import LEGS
from index.storage.store import Index

__all__ = ["write_terms"]

_FIELDS = ("number", "serial", *LEGS, *(f"{leg}_before" for leg in LEGS))
_ASKED_AT_ONCE = 4096
_CHUNKS_AT_ONCE = 1024
_LEAST, _BELOW = -(1 << 63), 1 << 63


def write_terms(
    server: MilvusServer, index: Index, base: State, *, arriving: Sequence[DocumentName], leaving: Sequence[Row]
) -> tuple[TermNumbers, int]:
    """The numbers of the terms of all documents that arrive, and the number the next new term would get.

    leaving: rows of `documents`.
    """
    table, serial = Collections(base.set)["terms"], base.serial + 1
    ordinals = _ordinals(index, arriving)
    hashes = terms_of(index, index.rows_of(ordinals))
    # Begun by a mirroring that was stopped, perhaps for documents that are no longer wanted.
    known = {int(row["id"]): row for row in _query(server, table, f"serial == {serial}")}
    known |= _terms_of_rows(server, base, leaving)
    wanted = {term_key(int(each)): int(each) for each in hashes}
    known |= _by_key(server, table, [key for key in wanted if key not in known])
    next_number = max([base.next_term, *(int(row["number"]) + 1 for row in known.values())])
    affected = np.asarray(sorted({*wanted.values(), *(key & (1 << 64) - 1 for key in known)}), dtype=np.uint64)
    counts = {leg: document_frequencies(index, leg, affected).tolist() for leg in LEGS}
    rows, numbers = [], np.empty(len(affected), dtype=np.int64)
    for position, each in enumerate(affected.tolist()):
        key = term_key(each)
        row = known.get(key)
        if row is None:
            number, before = next_number, dict.fromkeys(LEGS, 0)
            next_number += 1
        else:
            number = int(row["number"])
            began = int(row["serial"]) == serial
            before = {leg: int(row[f"{leg}_before" if began else leg]) for leg in LEGS}
        numbers[position] = number
        now = {leg: counts[leg][position] for leg in LEGS}
        if row is None or now != {leg: int(row[leg]) for leg in LEGS}:
            rows.append(
                {"id": key, "number": number, "serial": serial, **now, **NOTHING}
                | {f"{leg}_before": before[leg] for leg in LEGS}
            )
    server.upsert(table, rows, at_once=_ASKED_AT_ONCE)
    return TermNumbers(affected, numbers), next_number


def _ordinals(index: Index, documents: Iterable[DocumentName]) -> list[int]:
    ids = {each.id for each in documents}
    return [ordinal for ordinal, report in enumerate(index.reports) if report.document_id in ids]


def _terms_of_rows(server: MilvusServer, base: State, leaving: Sequence[Row]) -> dict[int, Row]:
    """The rows of the terms that stand in these documents, whose sparse vectors are all that is left of them."""
    tables = Collections(base.set)
    numbers: set[int] = set()
    reports = [row["id"] + part for row in leaving for part in range(row["reports"])]
    for report in reports:
        sizes = server.query(tables["reports"], reports_in([report], field="id"), ["chunks"])
        n = sum(int(row["chunks"]) for row in sizes)
        for first in range(0, n, _CHUNKS_AT_ONCE):
            condition = f"id >= {report << 20 | first} and id < {report << 20 | first + _CHUNKS_AT_ONCE}"
            for row in server.query(tables["chunks"], condition, list(LEGS)):
                for leg in LEGS:
                    numbers.update(map(int, row[leg]))
    numbers.discard(0)
    found: dict[int, Row] = {}
    ordered = sorted(numbers)
    for first in range(0, len(ordered), _ASKED_AT_ONCE):
        some = ordered[first : first + _ASKED_AT_ONCE]
        found |= {int(row["id"]): row for row in _query(server, tables["terms"], f"number in {some}")}
    return found


def _by_key(server: MilvusServer, table: str, keys: Sequence[int]) -> dict[int, Row]:
    found: dict[int, Row] = {}
    for first in range(0, len(keys), _ASKED_AT_ONCE):
        some = keys[first : first + _ASKED_AT_ONCE]
        found |= {int(row["id"]): row for row in server.query(table, f"id in {some}", ["id", *_FIELDS])}
    return found


def _query(server: MilvusServer, table: str, condition: str) -> list[Row]:
    return server.query_all(table, condition, ["id", *_FIELDS], least=_LEAST, below=_BELOW - 1)
