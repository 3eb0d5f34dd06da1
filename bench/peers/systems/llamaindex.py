"""LlamaIndex: QueryFusionRetriever over BM25Retriever (bm25s) and a vector index on FAISS."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any  # models of pydantic, which take what they like

import faiss
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.schema import QueryBundle, TextNode
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.faiss import FaissVectorStore
from pydantic import PrivateAttr

from bench.peers.systems.chinese import joined
from bench.peers.systems.system import LEG_DEPTH, default_encoder
from index.types import Encoder, FloatMatrix

__all__ = ["PACKAGES", "SETTING", "make"]

PACKAGES = ("llama-index-core", "llama-index-retrievers-bm25", "llama-index-vector-stores-faiss", "bm25s", "faiss-cpu")
SETTING = (
    "QueryFusionRetriever (reciprocal rank, no queries of its own making) of BM25Retriever over jieba's words with "
    f"spaces between them (its tokenizer is a pattern, \\S+ here) and FAISS, flat, {LEG_DEPTH} passages from each. "
    "Adding rebuilds BM25, which cannot be added to."
)


class _Embedding(BaseEmbedding):
    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(**settings)
        self._encoder = encoder

    def _get_text_embedding(self, text: str) -> list[float]:
        vector: list[float] = self._encoder.encode([text])[0].tolist()
        return vector

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class LlamaIndex:
    def __init__(self, encoder: Encoder) -> None:
        self._embedding = _Embedding(encoder)
        self._nodes: list[TextNode] = []
        self._index: VectorStoreIndex
        self._retriever: QueryFusionRetriever

    def build(self, texts: Sequence[str], vectors: FloatMatrix) -> None:
        store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(vectors.shape[1]))
        context = StorageContext.from_defaults(vector_store=store)
        self._index = VectorStoreIndex(
            self._new_nodes(texts, vectors), storage_context=context, embed_model=self._embedding
        )
        self._combine()

    def add(self, texts: Sequence[str], vectors: FloatMatrix) -> None:
        self._index.insert_nodes(self._new_nodes(texts, vectors))
        self._combine()

    def search(self, question: str, k: int) -> list[int]:
        # The lexical leg reads the words, the dense leg what is to be embedded.
        asked = QueryBundle(joined(question), custom_embedding_strs=[question])
        return [int(found.node.node_id) for found in self._retriever.retrieve(asked)[:k]]

    def _new_nodes(self, texts: Sequence[str], vectors: FloatMatrix) -> list[TextNode]:
        first = len(self._nodes)
        new = [
            TextNode(id_=str(first + n), text=joined(text), embedding=vector.tolist())
            for n, (text, vector) in enumerate(zip(texts, vectors, strict=True))
        ]
        self._nodes += new
        return new

    def _combine(self) -> None:
        lexical = BM25Retriever.from_defaults(
            nodes=self._nodes, similarity_top_k=LEG_DEPTH, skip_stemming=True, token_pattern=r"(?u)\S+"
        )
        dense = self._index.as_retriever(similarity_top_k=LEG_DEPTH)
        self._retriever = QueryFusionRetriever(
            [lexical, dense],
            llm=MockLLM(),  # never asked: one query
            mode=FUSION_MODES.RECIPROCAL_RANK,
            num_queries=1,
            similarity_top_k=LEG_DEPTH,
            use_async=False,
        )


def make(folder: Path, mode: str) -> LlamaIndex:  # noqa: ARG001 - as every system
    return LlamaIndex(default_encoder())
