"""What a reader knows of terms: in how many chunks each stands, and its number in sparse vectors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from index.engines.milvus_client import MilvusServer
from index.engines.milvus_schema import Collections, State, term_key
from index.search.lexical import Statistics, idf_of
from index.search.postings import term_hash
from index.storage.segments import LEGS

__all__ = ["Terms"]

_ASKED_AT_ONCE = 4096


class Terms:
    """Terms of one generation, read when first asked for and kept. Safe to use from several threads."""

    def __init__(self, server: MilvusServer, state: State) -> None:
        self._server, self._state = server, state
        self._table = Collections(state.set)["terms"]
        self._known: dict[str, tuple[int, ...]] = {}
        self._statistics = {
            leg: Statistics(**values)  # type: ignore[arg-type]
            for leg, values in state.manifest.statistics.items()
        }

    def fetch(self, terms: Iterable[str]) -> None:
        """Read what is not known of these terms, in one call."""
        wanted = {term_key(term_hash(term)): term for term in terms if term not in self._known}
        keys = list(wanted)
        for first in range(0, len(keys), _ASKED_AT_ONCE):
            some = keys[first : first + _ASKED_AT_ONCE]
            fields = ["id", "number", "serial", *LEGS, *(f"{leg}_before" for leg in LEGS)]
            rows = {int(row["id"]): row for row in self._server.query(self._table, f"id in {some}", fields)}
            for key in some:
                row = rows.get(key)
                # Counted for a generation that is being written: what stood there before is ours.
                now = row is not None and row["serial"] <= self._state.serial
                found = [int(row[leg if now else f"{leg}_before"]) for leg in LEGS] if row else [0] * len(LEGS)
                self._known[wanted[key]] = (int(row["number"]) if row else 0, *found)

    def document_frequency(self, leg: str, term: str) -> int:
        """In how many chunks the term stands."""
        if term not in self._known:
            self.fetch([term])
        return self._known[term][1 + LEGS.index(leg)]

    def weights(self, leg: str, asked: Mapping[str, float]) -> dict[int, float]:
        """Number of each term that stands anywhere → its idf times how much it counts; see `index.search.lexical`."""
        statistics, idf = self._statistics[leg], self._state.manifest.settings.idf
        weights: dict[int, float] = {}
        for term, weight in asked.items():
            df = self.document_frequency(leg, term)
            if df and (value := weight * idf_of(df, statistics, idf)):
                number = self._known[term][0]
                weights[number] = weights.get(number, 0.0) + float(np.float32(value))
        return weights
