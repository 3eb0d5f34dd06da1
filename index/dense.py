"""Vectors of one segment in FAISS: all of them exactly, and in a large segment also in lists that are searched in part.

A list holds the vectors nearest to one of some hundred centres, every two of their numbers in 4 bits, of which the
processor compares 32 vectors at a time: IVF with a product quantizer and FAISS's fast scan (André et al. 2015, "Cache
locality is not enough").
"""

from __future__ import annotations

import errno
import math
import os
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import IndexCorruptError
from index.types import FloatMatrix, FloatVector, RowVector

__all__ = ["EXACT_ROWS", "LISTS_FROM", "DenseIndex"]

# Vectors from which lists are worth their making; below, all cosines are computed in less than a millisecond.
LISTS_FROM = 4096
# Up to so many rows all cosines are computed; beyond, the nearest are looked for in the lists.
EXACT_ROWS = 4096
# To gather a row costs about this many products of one: from this share of the rows on, all are multiplied.
_GATHERED = 3
# Vectors a centre is learnt from, and rounds of learning.
_SAMPLE_PER_LIST, _ROUNDS = 48, 8
# Numbers of a vector that are coded together, in 4 bits: docs/performance.md has the recall of 2, 4 and 8.
_CODED_TOGETHER = 2
# Share of the lists that is searched for the nearest, and for the farthest: docs/performance.md has the recall.
_PROBED, _PROBED_FAR = 0.25, 0.5
_RESCORED = 32
_ADDED_AT_ONCE = 16_384


class DenseIndex:
    """Inner products of unit vectors, so cosines in [-1, 1]. Row i is chunk i. FAISS is loaded at first use."""

    def __init__(
        self,
        *,
        path: Path | None = None,
        lists: Path | None = None,
        index: Any = None,  # noqa: ANN401 - as _faiss
        n: int | None = None,
    ) -> None:
        self._path, self._lists_path, self._n = path, lists, n
        self._index = index
        self._lists: Any = None
        self._vectors: FloatMatrix | None = None
        self._lock = threading.Lock()

    @classmethod
    def build(cls, vectors: FloatMatrix) -> DenseIndex:
        """vectors: (n_chunks, dim) float32, unit rows."""
        return cls.build_from([vectors])

    @classmethod
    def build_from(cls, blocks: Iterable[FloatMatrix]) -> DenseIndex:
        """As `build`, of vectors that come in blocks; there must be at least one."""
        index: Any = None
        for vectors in blocks:
            index = index or _faiss().IndexFlatIP(vectors.shape[1])
            index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index=index)

    @classmethod
    def load(cls, path: Path, *, lists: Path | None = None, n: int | None = None) -> DenseIndex:
        """The vectors in a file written by `save`, memory-mapped, and not before the first use.

        lists: file written by `save_lists`, if there is one. n: how many rows it must have. Every use may raise
        IndexCorruptError where a file is not such an index.
        """
        return cls(path=path, lists=lists, n=n)

    def save(self, path: Path) -> None:
        """Write the vectors as FAISS does. Raises: OSError where it cannot be written."""
        _write(self._loaded(), path)

    def save_lists(self, path: Path) -> None:
        """Write the lists. Raises: OSError where it cannot be written."""
        faiss, vectors = _faiss(), self.vectors
        n, dim = vectors.shape
        n_lists = max(1, int(math.sqrt(n)))
        parts = max(1, dim // _CODED_TOGETHER)
        while dim % parts:
            parts -= 1
        lists = faiss.IndexIVFPQFastScan(faiss.IndexFlatIP(dim), dim, n_lists, parts, 4, faiss.METRIC_INNER_PRODUCT)
        lists.by_residual = False
        lists.cp.niter, lists.cp.spherical = _ROUNDS, True
        lists.cp.max_points_per_centroid = _SAMPLE_PER_LIST
        faiss.omp_set_num_threads(os.cpu_count() or 1)
        sample = np.random.default_rng(0).choice(n, min(n, _SAMPLE_PER_LIST * n_lists), replace=False)
        lists.train(np.ascontiguousarray(vectors[np.sort(sample)]))
        for first in range(0, n, _ADDED_AT_ONCE):
            lists.add(np.ascontiguousarray(vectors[first : first + _ADDED_AT_ONCE]))
        _write(lists, path)

    def __len__(self) -> int:
        return int(self._loaded().ntotal)

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._loaded().d)

    @property
    def has_lists(self) -> bool:
        """Whether `nearest` need not look at every row."""
        return self._lists_path is not None

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

    def scores(self, query: FloatVector, rows: RowVector) -> FloatVector:
        """Cosine of the query with each of these rows, float32."""
        question = np.asarray(query, dtype=np.float32)
        # einsum, not @: over memory-mapped rows BLAS takes twice as long, and four times beside another process; and a
        # row's cosine is the same to the last bit whatever rows stand beside it.
        if len(rows) * _GATHERED >= len(self):
            products: FloatVector = np.einsum("ij,j->i", self.vectors, question)
            return products if len(rows) == len(self) else products[rows]
        gathered: FloatVector = np.einsum("ij,j->i", self.vectors[rows], question)
        return gathered

    def nearest(self, query: FloatVector, k: int, rows: RowVector) -> tuple[RowVector, float]:
        """About the k nearest of these rows, best first, ties by row, and about the least cosine among them.

        Exact where there are no lists or few rows. rows: ascending, at least one; the k are the best among these,
        however few they are.
        """
        lists = self._loaded_lists() if len(rows) > EXACT_ROWS else None
        if lists is None:
            scores = self.scores(query, rows)
            return rows[np.lexsort((rows, -scores))[:k]], float(scores.min())
        faiss = _faiss()
        # Of a part of the rows each list holds but a part, so that more lists are looked into.
        share = len(rows) / lists.ntotal
        probes, probes_far = (
            max(1, min(lists.nlist, int(probed * lists.nlist / share))) for probed in (_PROBED, _PROBED_FAR)
        )
        # A question alone is answered sooner by one thread than by two, which wait for each other.
        faiss.omp_set_num_threads(1)
        selector = None
        if len(rows) < lists.ntotal:
            mask = np.zeros(lists.ntotal, dtype=np.bool_)
            mask[rows] = True
            selector = faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))
        parameters = faiss.SearchParametersIVF(nprobe=probes, sel=selector)
        parameters_far = faiss.SearchParametersIVF(nprobe=probes_far, sel=selector)
        question = np.asarray(query, dtype=np.float32).reshape(1, -1)
        _, found = lists.search(question, min(k, len(rows)), params=parameters)
        # The vector farthest from the question is the one nearest to its opposite.
        _, farthest = lists.search(-question, _RESCORED, params=parameters_far)
        near, far = (each[0][each[0] >= 0].astype(np.int64) for each in (found, farthest))
        return near, float(self.scores(query, far).min()) if len(far) else 0.0

    def _loaded(self) -> Any:  # noqa: ANN401 - as _faiss
        if self._index is None:
            with self._lock:
                if self._index is None:
                    self._index = self._read(self._path, _faiss().IO_FLAG_MMAP_IFC)
        return self._index

    def _loaded_lists(self) -> Any:  # noqa: ANN401 - as _faiss
        if self._lists is None and self._lists_path is not None:
            with self._lock:
                if self._lists is None:
                    self._lists = self._read(self._lists_path, _faiss().IO_FLAG_MMAP_IFC)
        return self._lists

    def _read(self, path: Path | None, flag: int) -> Any:  # noqa: ANN401 - as _faiss
        try:
            index = _faiss().read_index(str(path), flag)
        except RuntimeError as error:
            reason = str(error).splitlines()[0]
            raise IndexCorruptError(
                f"{path} cannot be read ({reason}); run `wenzheng build --full` to write the index again"
            ) from error
        if self._n is not None and index.ntotal != self._n:
            raise IndexCorruptError(
                f"{path} holds {index.ntotal} vectors for {self._n} chunks; run `wenzheng build --full`"
            )
        return index


def _write(index: Any, path: Path) -> None:  # noqa: ANN401 - as _faiss
    try:
        _faiss().write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(errno.EIO, f"FAISS cannot write: {str(error).splitlines()[0]}", str(path)) from error


def _faiss() -> Any:  # noqa: ANN401
    """FAISS without its type hints: they describe the C++ signatures, which its Python layer replaces."""
    import faiss

    return faiss
