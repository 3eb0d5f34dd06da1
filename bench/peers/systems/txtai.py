"""txtai: hybrid embeddings, vectors by its external method."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from txtai import Embeddings

from bench.peers.systems.chinese import joined
from bench.peers.systems.system import default_encoder
from index.types import Encoder, FloatMatrix, FloatVector

__all__ = ["PACKAGES", "SETTING", "make"]

PACKAGES = ("txtai", "torch", "transformers", "faiss-cpu")
SETTING = (
    "Embeddings with BM25 over jieba's words with spaces between them (split on white space; it takes no tokenizer of "
    "the caller's) and FAISS as it chooses by size (flat to 5,000, IVF beyond), its own score fusion at weight ½. "
    "With content it keeps the texts in SQLite and returns them; without, it returns row numbers alone. Imports torch, "
    "which shows in its memory."
)


class Txtai:
    def __init__(self, encoder: Encoder, *, content: bool) -> None:
        # txtai embeds the very string it indexes; the vector wanted is that of the text the words were cut from.
        vectors: dict[str, FloatVector] = {}

        def transform(words: list[str]) -> FloatMatrix:
            return np.stack([vectors[each] for each in words])

        self._encoder, self._vectors = encoder, vectors
        self._n = 0
        self._embeddings = Embeddings(
            method="external",
            transform=transform,
            content=content,
            scoring={"method": "bm25", "terms": True, "normalize": True, "tokenizer": {"whitespace": True}},
        )

    def build(self, texts: Sequence[str], vectors: FloatMatrix) -> None:
        self._embeddings.index(self._rows(texts, vectors))
        self._vectors.clear()

    def add(self, texts: Sequence[str], vectors: FloatMatrix) -> None:
        self._embeddings.upsert(self._rows(texts, vectors))
        self._vectors.clear()

    def search(self, question: str, k: int) -> list[int]:
        words = joined(question)
        self._vectors[words] = self._encoder.encode([question])[0]
        found = self._embeddings.search(words, k)
        del self._vectors[words]
        return [int(each["id"]) if isinstance(each, dict) else each[0] for each in found]

    def _rows(self, texts: Sequence[str], vectors: FloatMatrix) -> list[tuple[int, str, None]]:
        words = [joined(text) for text in texts]
        self._vectors.update(zip(words, vectors, strict=True))
        first, self._n = self._n, self._n + len(words)
        return [(first + n, each, None) for n, each in enumerate(words)]


def make(folder: Path, mode: str) -> Txtai:  # noqa: ARG001 - as every system
    return Txtai(default_encoder(), content=mode == "content")
