"""How an index lies in Milvus: its collections, its keys, and the one row that says which generation is current.

    wenzheng_current            row 0: the current generation; row 1: a set that is being filled for the first time
    wenzheng_<set>_documents    one row a document: who it is, whether it is complete, when it leaves
    wenzheng_<set>_reports      one row a report
    wenzheng_<set>_chunks       dense vector, BM25 parts of words and of bigrams, and the chunk's own columns
    wenzheng_<set>_pieces       texts, annotations and sections, compressed, in pieces
    wenzheng_<set>_facts
    wenzheng_<set>_names
    wenzheng_<set>_terms        in how many chunks each term stands, and the number it has in sparse vectors

A set is made of one reading, one tokenizer and one encoder; another of any of them fills another set. Within a set
documents come and go. Numbers only grow: a document has the number of its first report, the reports of a document
have consecutive numbers, and the key of whatever belongs to a report is its number times 2^20 plus its position. So
what a generation holds is a matter of its documents alone, and no row is ever written over while it is read, but in
`terms`, which keeps what it said one generation before.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from index.engines.milvus_client import Consistency, MilvusServer, Row
from index.errors import IndexMismatchError, command
from index.manifest import Counts, Manifest, Settings
from index.storage.segments import LEGS

__all__ = [
    "CURRENT",
    "KINDS",
    "LONGEST",
    "NOTHING",
    "POSITIONS",
    "Collections",
    "State",
    "create_current",
    "create_set",
    "document_key",
    "drop_set",
    "packed",
    "read_state",
    "reports_in",
    "term_key",
    "unpacked",
    "write_state",
]

# Goes up when rows would no longer be understood.
SCHEMA_VERSION = 2
CURRENT = "wenzheng_current"
TABLES = ("documents", "reports", "chunks", "pieces", "facts", "names", "terms")
# Rows of one report in one collection: 2^20 keys each.
POSITIONS = 1 << 20
# What `pieces` holds; a piece's key is its owner's number · 2^20 + kind · 2^16 + number of the piece.
KINDS = {"text": 0, "annotations": 1, "sections": 2}
_PIECES = 1 << 16
# Milvus allows 65,535 bytes in a VARCHAR. Base64 is one byte a character.
LONGEST = 65_535
_PIECE = 60_000
# A collection must have a vector, whether one is searched for or not.
NOTHING = {"none": [0.0, 0.0]}


@dataclass(frozen=True, slots=True)
class Collections:
    """Names of the collections of a set."""

    name: str

    def __getitem__(self, table: str) -> str:
        return f"wenzheng_{self.name}_{table}"

    def __iter__(self) -> Iterator[str]:
        return (self[table] for table in TABLES)


@dataclass(frozen=True, slots=True)
class State:
    """A generation as the server holds it.

    set: which collections. serial: counts the generations of a set. next_number: all its documents have a lower one.
    next_term: likewise of terms. averages: of each lexical leg, the average length its BM25 parts were computed with.
    manifest: that of the home, without segments. indicators: what is worth comparing.
    """

    set: str
    serial: int
    next_number: int
    next_term: int
    averages: dict[str, float]
    manifest: Manifest
    indicators: tuple[str, ...] = ()
    schema: int = SCHEMA_VERSION

    @classmethod
    def empty(cls, name: str, settings: Settings, averages: dict[str, float]) -> State:
        """Of a set that nothing was published in."""
        nothing: dict[str, dict[str, float]] = {leg: {} for leg in LEGS}
        return cls(name, 0, 1, 1, averages, Manifest("", "", settings, Counts(), (), nothing))


def read_state(
    server: MilvusServer, *, filling: bool = False, consistency: Consistency | None = "Strong"
) -> State | None:
    """The generation that is current, or the one a set is being filled for; None where there is none.

    Raises: IndexMismatchError where another version of the program wrote it; EngineError.
    """
    rows = server.query(CURRENT, f"id == {int(filling)}", ["state"], consistency=consistency)
    if not rows:
        return None
    try:
        values = json.loads(rows[0]["state"])
        if values["schema"] != SCHEMA_VERSION:
            raise IndexMismatchError(
                f"the index at {server.uri} was written in another layout ({values['schema']} there, {SCHEMA_VERSION} "
                f"here); run `{command('build --engine')} {server.uri}`"
            )
        manifest = values.pop("manifest")
        return State(
            **values | {"indicators": tuple(values["indicators"])},
            manifest=Manifest(
                generation=manifest["generation"],
                built_at=manifest["built_at"],
                settings=Settings(**manifest["settings"]),
                counts=Counts(**manifest["counts"]),
                segments=(),
                statistics=manifest["statistics"],
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise IndexMismatchError(
            f"the index at {server.uri} was written by another version ({error}); run "
            f"`{command('build --engine')} {server.uri}` with this one"
        ) from error


def write_state(server: MilvusServer, state: State, *, filling: bool = False) -> None:
    """Make it the current generation, or note that its set is being filled."""
    bare = replace(state, manifest=replace(state.manifest, segments=()))
    text = json.dumps(asdict(bare), ensure_ascii=False)
    server.upsert(CURRENT, [{"id": int(filling), "state": text, **NOTHING}])


def create_set(server: MilvusServer, name: str, *, dim: int) -> None:
    """The collections of a set, those that are not there yet. dim: of the dense vectors, 0 for none."""
    there, names = server.collections(), Collections(name)
    missing = [(names[table], *how) for table, how in _fields(dim).items() if names[table] not in there]
    # Each takes a second, of which the client sleeps the most.
    with ThreadPoolExecutor(len(TABLES)) as pool:
        for made in [pool.submit(server.create, *each) for each in missing]:
            made.result()


def create_current(server: MilvusServer) -> None:
    """The collection that names the current generation, where there is none yet."""
    if CURRENT not in server.collections():
        server.create(CURRENT, [_key(), _text("state"), _none()], [_NONE_INDEX])


def drop_set(server: MilvusServer, name: str) -> None:
    """Remove the collections of a set."""
    there = server.collections()
    for each in Collections(name):
        if each in there:
            server.drop(each)


def term_key(hashed: int) -> int:
    """The key of a term in `terms`: its 64-bit hash, signed as Milvus has it."""
    return hashed - (1 << 64) if hashed >> 63 else hashed


def reports_in(numbers: Any, *, field: str = "report") -> str:  # noqa: ANN401 - an array or a sequence of int
    """The condition that a row belongs to one of these reports."""
    return f"{field} in {np.asarray(numbers, dtype=np.int64).tolist()}"


def packed(owner: int, kind: str, content: object) -> list[Row]:
    """The rows of `pieces` that hold a JSON value."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    body = base64.b64encode(zlib.compress(text, 6)).decode("ascii")
    first = owner * POSITIONS + KINDS[kind] * _PIECES
    cuts = range(0, len(body), _PIECE)
    return [
        {"id": first + number, "report": owner, "body": body[cut : cut + _PIECE], **NOTHING}
        for number, cut in enumerate(cuts)
    ]


def unpacked(server: MilvusServer, collections: Collections, owner: int, kind: str) -> Any:  # noqa: ANN401 - JSON
    """The JSON value that `packed` put away; None where there is none."""
    first = owner * POSITIONS + KINDS[kind] * _PIECES
    condition = f"id >= {first} and id < {first + _PIECES}"
    rows = sorted(server.query(collections["pieces"], condition, ["id", "body"]), key=lambda row: int(row["id"]))
    if not rows:
        return None
    return json.loads(zlib.decompress(base64.b64decode("".join(row["body"] for row in rows))))


def document_key(*version: str) -> str:
    """What tells a version of a document from all others: of its id, source, content and corrections."""
    return hashlib.blake2b("\0".join(version).encode(), digest_size=16).hexdigest()


_NONE_INDEX: tuple[str, Row] = ("none", {"index_type": "FLAT", "metric_type": "IP"})


def _fields(dim: int) -> Mapping[str, tuple[list[tuple[str, Any, Row]], list[tuple[str, Row]]]]:
    """Table → its fields and its indexes."""
    report, row = _number("report"), _text("row")

    def plain(*fields: tuple[str, Any, Row], indexed: tuple[str, ...] = ()) -> Any:  # noqa: ANN401 - as above
        indexes = [(field, {"index_type": "INVERTED"}) for field in indexed]
        return [_key(), *fields, _none()], [_NONE_INDEX, *indexes]

    sparse = {"index_type": "SPARSE_INVERTED_INDEX", "metric_type": "IP"}
    from pymilvus import DataType

    vectors: list[tuple[str, Any, Row]] = [(leg, DataType.SPARSE_FLOAT_VECTOR, {}) for leg in LEGS]
    vector_indexes: list[tuple[str, Row]] = [(leg, dict(sparse)) for leg in LEGS]
    if dim:
        vectors.append(("dense", DataType.FLOAT_VECTOR, {"dim": dim}))
        vector_indexes.append(("dense", {"index_type": "AUTOINDEX", "metric_type": "IP"}))
    return {
        "documents": plain(
            ("key", DataType.VARCHAR, {"max_length": 64}), *map(_number, ("reports", "complete", "leaves"))
        ),
        "reports": plain(*map(_number, ("document", "sections", "chunks", "facts")), _text("roles"), row),
        "chunks": (
            [_key(), report, ("role", DataType.INT8, {}), row, *vectors],
            [("report", {"index_type": "INVERTED"}), *vector_indexes],
        ),
        "pieces": plain(report, _text("body")),
        "facts": plain(
            report,
            _text("backwards"),
            ("place_code", DataType.VARCHAR, {"max_length": 64}),
            _text("unit"),
            row,
            indexed=("report", "backwards", "place_code"),
        ),
        "names": plain(
            report,
            ("kind", DataType.VARCHAR, {"max_length": 64}),
            _text("text"),
            _text("pinyin"),
            row,
            indexed=("report", "text", "pinyin"),
        ),
        "terms": plain(*map(_number, ("number", "serial", *LEGS, *(f"{leg}_before" for leg in LEGS)))),
    }


def _key() -> tuple[str, Any, Row]:
    return _number("id")


def _number(name: str) -> tuple[str, Any, Row]:
    from pymilvus import DataType

    return name, DataType.INT64, {}


def _text(name: str) -> tuple[str, Any, Row]:
    from pymilvus import DataType

    return name, DataType.VARCHAR, {"max_length": LONGEST}


def _none() -> tuple[str, Any, Row]:
    from pymilvus import DataType

    return "none", DataType.FLOAT_VECTOR, {"dim": 2}
