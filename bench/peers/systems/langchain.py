"""LangChain: EnsembleRetriever over BM25Retriever (rank_bm25) and a FAISS store, as its documentation shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from bench.peers.systems.chinese import terms
from bench.peers.systems.system import LEG_DEPTH, default_encoder
from index.types import Encoder, FloatMatrix

__all__ = ["PACKAGES", "SETTING", "make"]

PACKAGES = ("langchain-classic", "langchain-community", "langchain-core", "rank-bm25", "faiss-cpu")
SETTING = (
    "EnsembleRetriever (RRF, equal weights) of BM25Retriever with jieba's words as preprocess_func and FAISS, flat, "
    f"{LEG_DEPTH} passages from each. Adding rebuilds BM25, which cannot be added to."
)


class _Embeddings(Embeddings):
    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._encoder.encode(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class LangChain:
    def __init__(self, encoder: Encoder) -> None:
        self._embeddings = _Embeddings(encoder)
        self._documents: list[Document] = []
        self._store: FAISS
        self._retriever: EnsembleRetriever

    def build(self, texts: Sequence[str], vectors: FloatMatrix) -> None:
        metadatas = self._note(texts)
        self._store = FAISS.from_embeddings(
            list(zip(texts, vectors, strict=True)), self._embeddings, metadatas=metadatas
        )
        self._combine()

    def add(self, texts: Sequence[str], vectors: FloatMatrix) -> None:
        metadatas = self._note(texts)
        self._store.add_embeddings(list(zip(texts, vectors, strict=True)), metadatas=metadatas)
        self._combine()

    def search(self, question: str, k: int) -> list[int]:
        return [document.metadata["row"] for document in self._retriever.invoke(question)[:k]]

    def _note(self, texts: Sequence[str]) -> list[dict[str, int]]:
        first = len(self._documents)
        metadatas = [{"row": first + n} for n in range(len(texts))]
        self._documents += [
            Document(page_content=text, metadata=metadata) for text, metadata in zip(texts, metadatas, strict=True)
        ]
        return metadatas

    def _combine(self) -> None:
        lexical = BM25Retriever.from_documents(self._documents, preprocess_func=terms, k=LEG_DEPTH)
        dense = self._store.as_retriever(search_kwargs={"k": LEG_DEPTH})
        self._retriever = EnsembleRetriever(retrievers=[lexical, dense], weights=[0.5, 0.5], id_key="row")


def make(folder: Path, mode: str) -> LangChain:  # noqa: ARG001 - as every system
    return LangChain(default_encoder())
