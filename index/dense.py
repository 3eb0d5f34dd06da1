"""Vectors in FAISS, searched within a selection of chunks."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import IndexCorruptError
from index.types import FloatMatrix, FloatVector, RowVector

__all__ = ["DenseIndex"]

# Up to here gathering the selected rows is quicker than FAISS with a selector over all of them.
_EXACT_ROWS = 4096
# To gather a row costs about this many products of one: from this share of the rows on, all are multiplied.
_GATHERED = 3


class DenseIndex:
    """Inner products of unit vectors, so cosines in [-1, 1]. Row i is chunk i. FAISS is loaded at first use."""

    def __init__(self, *, path: Path | None = None, index: Any = None, n: int | None = None) -> None:  # noqa: ANN401 - as _faiss
        self._path = path
        self._index = index
        self._n = n
        self._vectors: FloatMatrix | None = None
        self._lock = threading.Lock()

    @classmethod
    def build(cls, vectors: FloatMatrix) -> DenseIndex:
        """vectors: (n_chunks, dim) float32, unit rows."""
        index = _faiss().IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index=index)

    @classmethod
    def load(cls, path: Path, *, n: int | None = None) -> DenseIndex:
        """The index in a file written by `save`; memory-mapped, and not before the first use.

        n: how many rows it must have. Every use may raise IndexCorruptError where the file is not such an index.
        """
        return cls(path=path, n=n)

    def save(self, path: Path) -> None:
        """Write the index as FAISS does."""
        _faiss().write_index(self._loaded(), str(path))

    def __len__(self) -> int:
        return int(self._loaded().ntotal)

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._loaded().d)

    @property
    def vectors(self) -> FloatMatrix:
        """(n_chunks, dim) float32, a view of what FAISS holds: not to be written to."""
        if self._vectors is None:
            faiss, index = _faiss(), self._loaded()
            shape = (index.ntotal, index.d)
            if index.ntotal:
                flat = faiss.rev_swig_ptr(faiss.downcast_index(index).get_xb(), index.ntotal * index.d)
                self._vectors = flat.reshape(shape)
            else:
                self._vectors = np.empty(shape, dtype=np.float32)
        return self._vectors

    def scores(self, query: FloatVector, rows: RowVector | None = None) -> FloatVector:
        """Cosine of the query with each of these rows (all where none are given), float32."""
        question = np.asarray(query, dtype=np.float32)
        if rows is None or len(rows) * _GATHERED >= len(self):
            # einsum, not @: over memory-mapped rows BLAS takes twice as long, and four times beside another process.
            products: FloatVector = np.einsum("ij,j->i", self.vectors, question)
            return products if rows is None or len(rows) == len(self) else products[rows]
        gathered: FloatVector = self.vectors[rows] @ question
        return gathered

    def search(
        self, query: FloatVector, k: int, *, rows: RowVector | npt.NDArray[np.bool_] | None = None
    ) -> tuple[RowVector, FloatVector]:
        """The k nearest rows and their cosines, best first, ties by row.

        rows: row numbers, or a mask over all rows; the k are the best among these, however few they are.
        """
        selected = None if rows is None else _row_numbers(rows)
        if k <= 0 or len(self) == 0 or (selected is not None and len(selected) == 0):
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        if selected is not None and len(selected) <= _EXACT_ROWS:
            return _best(selected, self.scores(query, selected), k)
        return self._search_faiss(query, k, selected)

    def _search_faiss(self, query: FloatVector, k: int, selected: RowVector | None) -> tuple[RowVector, FloatVector]:
        index = self._loaded()
        question = np.ascontiguousarray(query, dtype=np.float32).reshape(1, -1)
        if selected is None:
            scores, found = index.search(question, min(k, index.ntotal))
        else:
            mask = np.zeros(index.ntotal, dtype=np.bool_)
            mask[selected] = True
            faiss = _faiss()
            selector = faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))
            parameters = faiss.SearchParameters(sel=selector)
            scores, found = index.search(question, min(k, len(selected)), params=parameters)
        kept = found[0] >= 0
        return _best(found[0][kept].astype(np.int64), scores[0][kept].astype(np.float32), k)

    def _loaded(self) -> Any:  # noqa: ANN401 - as _faiss
        if self._index is None:
            faiss = _faiss()
            with self._lock:
                if self._index is None:
                    self._index = self._read(faiss)
        return self._index

    def _read(self, faiss: Any) -> Any:  # noqa: ANN401 - as _faiss
        try:
            index = faiss.read_index(str(self._path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            reason = str(error).splitlines()[0]
            raise IndexCorruptError(
                f"{self._path} cannot be read ({reason}); run `wenzheng build --full` to write the index again"
            ) from error
        if self._n is not None and index.ntotal != self._n:
            raise IndexCorruptError(
                f"{self._path} holds {index.ntotal} vectors for {self._n} chunks; run `wenzheng build --full`"
            )
        return index


def _faiss() -> Any:  # noqa: ANN401
    """FAISS without its type hints: they describe the C++ signatures, which its Python layer replaces."""
    import faiss

    return faiss


def _row_numbers(rows: RowVector | npt.NDArray[np.bool_]) -> RowVector:
    if rows.dtype == np.bool_:
        return np.flatnonzero(rows).astype(np.int64)
    return np.unique(rows).astype(np.int64)


def _best(rows: RowVector, scores: FloatVector, k: int) -> tuple[RowVector, FloatVector]:
    order = np.lexsort((rows, -scores))[:k]
    return rows[order], scores[order]
