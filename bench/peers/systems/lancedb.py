"""LanceDB: hybrid search of a full-text index and vectors in one table on disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import lancedb
import pyarrow as pa
from lancedb.index import FTS

from bench.peers.systems.chinese import joined
from bench.peers.systems.system import LEG_DEPTH, default_encoder
from index.types import Encoder, FloatMatrix

__all__ = ["PACKAGES", "SETTING", "make"]

PACKAGES = ("lancedb", "pyarrow")
SETTING = (
    "A table on disk: full-text index over jieba's words with spaces between them (base_tokenizer whitespace; its own "
    "jieba needs a model that its package does not bring), vectors compared one by one (no vector index, exact), "
    f"{LEG_DEPTH} passages from each, its RRF reranker. Adding optimizes the index."
)


class LanceDB:
    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._encoder = encoder
        self._database = lancedb.connect(str(folder / "lancedb"))
        self._n = 0
        self._table: lancedb.table.Table

    def build(self, texts: Sequence[str], vectors: FloatMatrix) -> None:
        self._table = self._database.create_table("chunks", self._rows(texts, vectors), mode="overwrite")
        words = FTS(base_tokenizer="whitespace", stem=False, remove_stop_words=False, ascii_folding=False)
        self._table.create_index("words", config=words)

    def add(self, texts: Sequence[str], vectors: FloatMatrix) -> None:
        self._table.add(self._rows(texts, vectors))
        self._table.optimize()

    def search(self, question: str, k: int) -> list[int]:
        asked = self._table.search(query_type="hybrid", vector_column_name="vector", fts_columns="words")
        asked = asked.vector(self._encoder.encode([question])[0]).text(joined(question))
        found = asked.distance_type("dot").limit(LEG_DEPTH).select(["row"]).to_arrow()
        rows: list[int] = found["row"].to_pylist()
        return rows[:k]

    def _rows(self, texts: Sequence[str], vectors: FloatMatrix) -> pa.Table:
        first, self._n = self._n, self._n + len(texts)
        flat = pa.array(vectors.ravel(), type=pa.float32())
        return pa.table(
            {
                "row": pa.array(range(first, self._n), type=pa.int64()),
                "words": [joined(text) for text in texts],
                "vector": pa.FixedSizeListArray.from_arrays(flat, vectors.shape[1]),
            }
        )


def make(folder: Path, mode: str) -> LanceDB:  # noqa: ARG001 - as every system
    return LanceDB(folder, default_encoder())
