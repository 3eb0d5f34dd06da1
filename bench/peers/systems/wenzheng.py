"""Wenzheng itself, over the home that was written of the same chunks: as asked, or without its scoping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.peers.corpus import HOME, read_ids
from index.types import FloatMatrix
from qa import Retriever
from qa.types import Hit

__all__ = ["PACKAGES", "SETTING", "make"]

PACKAGES = ("wenzheng", "onnxruntime", "numpy", "jieba")
SETTING = (
    "As asked: what the question says of place, year and kind of report is the scope. Everything: every chunk is "
    "ranked, by the whole question as the peers get it and its synonyms. Everything, less place and year: every chunk "
    "is ranked by what is left of the question; its hits mean little, since place and year are what tells reports "
    "apart. Searches include reading the ten passages from disk. Building includes writing facts, names and sections "
    "to disk; adding is a whole `build` of a report of 80 passages, its parsing included."
)


class Wenzheng:
    def __init__(self, folder: Path, mode: str) -> None:
        self._folder, self._mode = folder, mode
        self._rows: dict[str, int] = {}
        self._retriever: Retriever

    def build(self, texts: Sequence[str], vectors: FloatMatrix) -> None:  # noqa: ARG002 - they are in the home
        """Opens what was built beforehand."""
        self._retriever = Retriever.load(self._folder / HOME)
        self._rows = {identity: row for row, identity in enumerate(read_ids(self._folder))}
        index = self._retriever.index
        if set(self._rows) != {chunk.id for chunk in index.chunks(range(index.n_rows))}:
            raise SystemExit(f"{self._folder / HOME} does not hold the chunks that the peers are given")

    def add(self, texts: Sequence[str], vectors: FloatMatrix) -> None:
        raise NotImplementedError("is measured on a copy of the home")

    def search(self, question: str, k: int) -> list[int]:
        return [self._rows[hit.chunk_id] for hit in self._search(question, k)]

    def _search(self, question: str, k: int) -> list[Hit]:
        retriever = self._retriever
        if self._mode == "asked":
            return retriever.search(question, k=k)
        query = replace(retriever.parse(question), places=(), years=(), kinds=())
        if self._mode == "everything":
            query = replace(query, content="")  # then it is the question that is searched for
        scope = retriever.scope(query, every_period=True)
        if scope.rows.size != retriever.index.n_chunks:
            raise RuntimeError(f"{question!r} was searched for in {scope.rows.size} chunks only")
        return retriever.rank(query, scope, k=k)


def make(folder: Path, mode: str) -> Wenzheng:
    return Wenzheng(folder, mode)
