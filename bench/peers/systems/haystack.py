"""Haystack: a pipeline of the in-memory store's BM25 and embedding retrievers, joined."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from haystack import Document, Pipeline, component
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import InMemoryDocumentStore

from bench.peers.systems.chinese import joined
from bench.peers.systems.system import LEG_DEPTH, default_encoder
from index.types import Encoder, FloatMatrix

__all__ = ["PACKAGES", "SETTING", "make"]

PACKAGES = ("haystack-ai",)
SETTING = (
    "Pipeline of InMemoryBM25Retriever over jieba's words with spaces between them (its tokenizer is a pattern, \\S+ "
    f"here) and InMemoryEmbeddingRetriever, {LEG_DEPTH} passages from each, joined by reciprocal rank fusion."
)


@component
class _Embedder:
    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    @component.output_types(embedding=list[float])
    def run(self, text: str) -> dict[str, list[float]]:
        return {"embedding": self._encoder.encode([text])[0].tolist()}


class Haystack:
    def __init__(self, encoder: Encoder) -> None:
        self._n = 0
        self._store = InMemoryDocumentStore(bm25_tokenization_regex=r"\S+", return_embedding=False)
        self._pipeline = pipeline = Pipeline()
        pipeline.add_component("embedder", _Embedder(encoder))
        pipeline.add_component("lexical", InMemoryBM25Retriever(self._store, top_k=LEG_DEPTH))
        pipeline.add_component("dense", InMemoryEmbeddingRetriever(self._store, top_k=LEG_DEPTH))
        pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
        pipeline.connect("embedder.embedding", "dense.query_embedding")
        pipeline.connect("lexical.documents", "joiner.documents")
        pipeline.connect("dense.documents", "joiner.documents")

    def build(self, texts: Sequence[str], vectors: FloatMatrix) -> None:
        self.add(texts, vectors)

    def add(self, texts: Sequence[str], vectors: FloatMatrix) -> None:
        self._store.write_documents(
            [
                Document(id=str(row), content=joined(text), embedding=vector.tolist())
                for row, (text, vector) in enumerate(zip(texts, vectors, strict=True), start=self._n)
            ]
        )
        self._n += len(texts)

    def search(self, question: str, k: int) -> list[int]:
        found = self._pipeline.run(
            {"embedder": {"text": question}, "lexical": {"query": joined(question)}, "joiner": {"top_k": k}}
        )
        return [int(document.id) for document in found["joiner"]["documents"]]


def make(folder: Path, mode: str) -> Haystack:  # noqa: ARG001 - as every system
    return Haystack(default_encoder())
