"""One connection to a Milvus server: its calls with our errors, and what a server that came back needs.

pymilvus is imported when a connection is opened. Every call has a time limit, so that a server that is gone costs
seconds and an error, not the process.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, TypeVar

import numpy as np
import numpy.typing as npt

from index.errors import EngineError, EngineMovedError

__all__ = ["MOST_ROWS", "Consistency", "MilvusServer", "Row"]

# Milvus gives no more rows in one answer.
MOST_ROWS = 16_384
_TIMEOUT_S = 30.0
_CONNECT_TIMEOUT_S = 5.0
# Written in one call: rows of chunks, which have some 10 kB, and pieces of texts, which have 60.
_WRITTEN_AT_ONCE = 256
# Else a new channel shares the connection of the broken one, which waits before it looks again.
_GRPC_OPTIONS = {"grpc.use_local_subchannel_pool": 1}
_NOT_FOUND, _NOT_LOADED = 100, 101
# Rows that were written before now less five seconds are seen by a "Bounded" read (`common.gracefulTime` of Milvus);
# after twice as long it sees all that was there when the connection's reader was opened.
_SETTLED_S = 10.0

Row = dict[str, Any]  # a row of a collection: field → a value of the field's type
Consistency = Literal["Strong", "Bounded"]
T = TypeVar("T")


class MilvusServer:
    """Calls of one server. Safe to use from several threads.

    Every method raises EngineError where the server cannot be reached or refuses, and EngineMovedError where the
    collection it is about is no longer there.
    """

    def __init__(self, uri: str, *, token: str = "", strict: bool = False) -> None:
        """uri: "http://127.0.0.1:19530". strict: every read sees every write that ended before it."""
        self.uri = uri.rstrip("/")
        self._token = token
        self._strict = strict
        self._lock = threading.Lock()
        self._opened_at = time.monotonic()
        self._client = self._connect()

    def read_strictly(self) -> None:
        """From here on reads see all that is written now, though not at once what will be written later."""
        self._opened_at = time.monotonic()

    def collections(self) -> frozenset[str]:
        """Names of all there are."""
        return frozenset(self._call(lambda client: client.list_collections(timeout=_TIMEOUT_S)))

    def create(self, name: str, fields: Sequence[tuple[str, Any, Row]], indexes: Sequence[tuple[str, Row]]) -> None:
        """A collection whose first field is its key. fields: name, type, options; indexes: field, options."""

        def create(client: Any) -> None:  # noqa: ANN401 - as _connect
            schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
            for position, (field, kind, options) in enumerate(fields):
                schema.add_field(field, kind, is_primary=position == 0, **options)
            parameters = client.prepare_index_params()
            for field, options in indexes:
                parameters.add_index(field, **options)
            client.create_collection(name, schema=schema, index_params=parameters, timeout=_TIMEOUT_S)

        self._call(create)

    def drop(self, name: str) -> None:
        """Remove a collection with all it holds; nothing where there is none of that name."""
        self._call(lambda client: client.drop_collection(name, timeout=_TIMEOUT_S))

    def query(
        self, name: str, condition: str, fields: Sequence[str], *, consistency: Consistency | None = None
    ) -> list[Row]:
        """The rows that meet the condition, at most `MOST_ROWS`, in no order."""
        level = consistency or self._consistency()

        def query(client: Any) -> list[Row]:  # noqa: ANN401 - as _connect
            found = client.query(
                name,
                filter=condition,
                output_fields=list(fields),
                limit=MOST_ROWS,
                consistency_level=level,
                timeout=_TIMEOUT_S,
            )
            return [dict(row) for row in found]

        return self._call(query, name)

    def query_all(
        self, name: str, condition: str, fields: Sequence[str], *, least: int = 0, below: int = 1 << 62
    ) -> list[Row]:
        """All rows that meet the condition whose key `id` is from `least` to `below`, exclusive, by their key."""
        found: list[Row] = []
        waiting = [(least, below)]
        while waiting:
            first, end = waiting.pop()
            rows = self.query(name, f"id >= {first} and id < {end} and ({condition})", fields)
            if len(rows) < MOST_ROWS or end - first <= 1:
                found += rows
                continue
            # There are more than one answer can hold: each half of them for itself.
            keys = sorted(int(row["id"]) for row in rows)
            middle = max(first + 1, keys[len(keys) // 2])
            waiting += [(first, middle), (middle, end)]
        return sorted(found, key=lambda row: int(row["id"]))

    def count(self, name: str, condition: str = "id >= 0") -> int:
        """How many rows meet the condition, of all that was ever written."""

        def count(client: Any) -> int:  # noqa: ANN401 - as _connect
            options = {"consistency_level": "Strong", "timeout": _TIMEOUT_S}
            found = client.query(name, filter=condition, output_fields=["count(*)"], **options)
            return int(found[0]["count(*)"])

        return self._call(count, name)

    def search(
        self, name: str, field: str, vector: object, condition: str, limit: int
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Keys and inner products of the nearest, best first; of a sparse field only what shares a dimension."""
        level = self._consistency()

        def search(client: Any) -> Any:  # noqa: ANN401 - as _connect
            return client.search(
                name,
                data=[vector],
                anns_field=field,
                filter=condition,
                limit=limit,
                # Without a field named, all are sent, vectors included.
                output_fields=["id"],
                search_params={"metric_type": "IP"},
                consistency_level=level,
                timeout=_TIMEOUT_S,
            )

        hits = self._call(search, name)[0]
        return np.asarray(hits.ids, dtype=np.int64), np.asarray(hits.distances, dtype=np.float64)

    def upsert(self, name: str, rows: Sequence[Mapping[str, Any]], *, at_once: int = _WRITTEN_AT_ONCE) -> None:
        """Write rows in place of those of the same keys, so many in a call, which may have 64 MB."""
        for first in range(0, len(rows), at_once):
            some = [dict(row) for row in rows[first : first + at_once]]
            self._call(lambda client, some=some: client.upsert(name, some, timeout=_TIMEOUT_S), name)  # type: ignore[misc]

    def delete(self, name: str, condition: str) -> None:
        """Remove the rows that meet the condition."""
        self._call(lambda client: client.delete(name, filter=condition, timeout=_TIMEOUT_S), name)

    def flush(self, name: str) -> None:
        """Have the server put what was written into segments of its own, which its indexes cover."""
        self._call(lambda client: client.flush(name, timeout=_TIMEOUT_S * 10), name)

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def _consistency(self) -> Consistency:
        settled = time.monotonic() - self._opened_at >= _SETTLED_S
        return "Bounded" if settled and not self._strict else "Strong"

    def _call(self, call: Callable[[Any], T], collection: str = "") -> T:
        from grpc import RpcError
        from pymilvus import MilvusException

        # A server that was started again may need both: to be reached anew, and then to load what it has on disk.
        tried: set[str] = set()
        while True:
            client = self._client
            try:
                return call(client)
            except (MilvusException, RpcError, ValueError, OSError) as error:
                code = getattr(error, "code", None)
                if code == _NOT_FOUND:
                    raise EngineMovedError(
                        f"the index at {self.uri} has no collection {collection} any more"
                    ) from error
                if collection and code == _NOT_LOADED and "load" not in tried:
                    tried.add("load")
                    self._load(client, collection)
                elif _is_away(error) and "reach" not in tried:
                    tried.add("reach")
                    self._reconnect(client)
                else:
                    raise self._error(error) from error

    def _load(self, client: Any, collection: str) -> None:  # noqa: ANN401 - as _connect
        from pymilvus import MilvusException

        try:
            client.load_collection(collection, timeout=_TIMEOUT_S)
        except MilvusException as error:
            raise self._error(error) from error

    def _reconnect(self, broken: object) -> None:
        """Look for the server at once, unless another thread already has."""
        with self._lock:
            if self._client is broken:
                self._client = self._connect()

    def _connect(self) -> Any:  # noqa: ANN401 - pymilvus has no type hints that mypy is to read
        try:
            from pymilvus import MilvusClient, MilvusException
        except ImportError as error:
            raise EngineError(
                f'the index at {self.uri} needs pymilvus, which is not installed: pip install "wenzheng[milvus]" '
                "(in a checkout: ./run setup --cluster)"
            ) from error
        # It logs every refusal with its stack; our errors say what is to be said.
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
        if not self.uri.startswith(("http://", "https://")):
            raise EngineError(f"{self.uri!r} is no address of an engine; give one like http://127.0.0.1:19530")
        if "@" in self.uri:
            raise EngineError("an address with a password in it would be printed; put it into WENZHENG_ENGINE_TOKEN")
        options = {"timeout": _CONNECT_TIMEOUT_S, "dedicated": True, "grpc_options": _GRPC_OPTIONS}
        try:
            return MilvusClient(uri=self.uri, token=self._token, **options)
        except (MilvusException, ValueError, OSError) as error:
            raise self._error(error) from error

    def _error(self, error: Exception) -> EngineError:
        message = str(getattr(error, "message", "") or error).splitlines()[0]
        if _is_away(error):
            return EngineError(
                f"no Milvus server answers at {self.uri} ({message}); start it, or give its address with --engine"
            )
        return EngineError(f"the Milvus server at {self.uri} refused ({message}); see its log, and docs/engines.md")


def _is_away(error: Exception) -> bool:
    text = str(error)
    return any(each in text for each in ("Fail connecting", "UNAVAILABLE", "DEADLINE_EXCEEDED", "Retry timeout"))
