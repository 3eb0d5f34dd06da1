"""milvus-lite through pymilvus: hybrid search of a dense field and a BM25 function over the text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pymilvus import AnnSearchRequest, DataType, Function, FunctionType, MilvusClient, RRFRanker

from bench.peers.systems.system import LEG_DEPTH, default_encoder
from index.types import Encoder, FloatMatrix

__all__ = ["PACKAGES", "SETTING", "make"]

PACKAGES = ("pymilvus", "milvus-lite", "faiss-cpu")
SETTING = (
    "hybrid_search of a BM25 function with the jieba analyzer (search mode) and a dense field with AUTOINDEX (HNSW), "
    f"{LEG_DEPTH} passages from each, RRFRanker; over gRPC within the process, as the package works."
)
_COLLECTION = "chunks"
_AT_ONCE = 1000


class MilvusLite:
    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._encoder = encoder
        self._client = MilvusClient(str(folder / "milvus.db"))
        self._n = 0

    def build(self, texts: Sequence[str], vectors: FloatMatrix) -> None:
        schema = MilvusClient.create_schema(auto_id=False)
        schema.add_field("row", DataType.INT64, is_primary=True)
        schema.add_field(
            "text",
            DataType.VARCHAR,
            max_length=65_535,
            enable_analyzer=True,
            analyzer_params={"tokenizer": {"type": "jieba", "mode": "search"}},
        )
        schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
        schema.add_field("dense", DataType.FLOAT_VECTOR, dim=vectors.shape[1])
        schema.add_function(
            Function(
                name="bm25",
                function_type=FunctionType.BM25,
                input_field_names=["text"],
                output_field_names=["sparse"],
            )
        )
        indexes = MilvusClient.prepare_index_params()
        indexes.add_index(field_name="sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
        indexes.add_index(field_name="dense", index_type="AUTOINDEX", metric_type="COSINE")
        self._client.create_collection(_COLLECTION, schema=schema)
        self.add(texts, vectors)
        self._client.flush(_COLLECTION)
        self._client.create_index(_COLLECTION, indexes)
        self._client.load_collection(_COLLECTION)

    def add(self, texts: Sequence[str], vectors: FloatMatrix) -> None:
        rows = [
            {"row": row, "text": text, "dense": vector.tolist()}
            for row, (text, vector) in enumerate(zip(texts, vectors, strict=True), start=self._n)
        ]
        for start in range(0, len(rows), _AT_ONCE):
            self._client.insert(_COLLECTION, rows[start : start + _AT_ONCE])
        self._n += len(rows)

    def search(self, question: str, k: int) -> list[int]:
        vector = self._encoder.encode([question])[0].tolist()
        legs = [
            AnnSearchRequest([vector], "dense", {"metric_type": "COSINE"}, limit=LEG_DEPTH),
            AnnSearchRequest([question], "sparse", {"metric_type": "BM25"}, limit=LEG_DEPTH),
        ]
        found = self._client.hybrid_search(_COLLECTION, legs, ranker=RRFRanker(), limit=k, output_fields=["row"])
        return [int(hit["row"]) for hit in found[0]]


def make(folder: Path, mode: str) -> MilvusLite:  # noqa: ARG001 - as every system
    return MilvusLite(folder, default_encoder())
