"""Vectors of one segment in FAISS: all of them exactly, and in a large segment also in codes that are compared quickly.

Codes keep the half of the dimensions in which nearly all of the vectors lies (principal components, turned at random
so that each tells as much), two numbers in 4 bits, and the processor compares 32 codes at a time: FAISS's product
quantizer with fast scan (André et al. 2015, "Cache locality is not enough"). What they find is then compared exactly.
"""

from __future__ import annotations

import errno
import os
import threading
import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.checksums import sha256_of
from index.errors import IndexCorruptError, command
from index.types import FloatMatrix, FloatVector, RowVector

__all__ = ["CODES_FROM", "EXACT_ROWS", "DenseIndex", "Extremes"]

# Vectors from which codes are worth their making; below, all cosines are computed in less than a millisecond.
CODES_FROM = 4096
# Up to so many rows all cosines are computed; beyond, the nearest are looked for by their codes.
EXACT_ROWS = 4096
# So many codes are compared while one row of many is fetched and its cosine computed.
_CODES_A_COSINE = 64
# To gather a row costs about this many products of one: from this share of the rows on, all are multiplied.
_GATHERED = 3
# Codes keep half of the dimensions where this share of the vectors' squares lies in them (0.99 of the default model's),
# else all, and code so many numbers together: docs/performance.md has the recall.
_KEPT, _CODED_TOGETHER = 0.9, 2
# FAISS can leave rows out only of an index in lists. All are searched, so they are few: 256 take half as long again.
_LISTS = 16
_SAMPLE, _ROUNDS = 16_384, 8
_ADDED_AT_ONCE = 16_384


@dataclass(frozen=True, slots=True)
class Extremes:
    """Rows nearest to a question and farthest from it, and about what their cosines are."""

    near: RowVector
    near_scores: FloatVector
    far: RowVector
    far_scores: FloatVector


class DenseIndex:
    """Inner products of unit vectors, so cosines in [-1, 1]. Row i is chunk i. FAISS is loaded at first use."""

    def __init__(
        self,
        *,
        path: Path | None = None,
        codes: Path | None = None,
        codes_sha256: str = "",
        index: Any = None,  # noqa: ANN401 - as _faiss
        n: int | None = None,
    ) -> None:
        self._path, self._codes_path, self._codes_sha256, self._n = path, codes, codes_sha256, n
        # Held from now on: builds may have cleared the files away by the time they are first used.
        self._held = {each: _hold(self, each) for each in (path, codes) if each is not None and each.exists()}
        self._index = index
        self._codes: Any = None
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
    def load(cls, path: Path, *, codes: Path | None = None, codes_sha256: str = "", n: int | None = None) -> DenseIndex:
        """The vectors in a file written by `save`, memory-mapped, and not before the first use.

        codes: file written by `save_codes`, if there is one; codes_sha256: what it must be. n: how many rows there must
        be. Every use may raise IndexCorruptError where a file is not such an index.
        """
        return cls(path=path, codes=codes, codes_sha256=codes_sha256, n=n)

    def save(self, path: Path) -> None:
        """Write the vectors as FAISS does. Raises: OSError where it cannot be written."""
        _write(self._loaded(), path)

    def save_codes(self, path: Path) -> None:
        """Write the codes. Raises: OSError where it cannot be written."""
        faiss, vectors = _faiss(), self.vectors
        n = len(vectors)
        sample = np.random.default_rng(0).choice(n, min(n, _SAMPLE), replace=False)
        learnt = np.ascontiguousarray(vectors[np.sort(sample)])
        reduction = _reduction(learnt)
        kept = reduction.d_out
        parts = max(1, kept // _CODED_TOGETHER)
        while kept % parts:
            parts -= 1
        codes = faiss.IndexIVFPQFastScan(faiss.IndexFlatIP(kept), kept, _LISTS, parts, 4, faiss.METRIC_INNER_PRODUCT)
        codes.by_residual = False
        codes.cp.niter = codes.pq.cp.niter = _ROUNDS
        codes.cp.spherical = True
        reduced = faiss.IndexPreTransform(reduction, codes)
        faiss.omp_set_num_threads(os.cpu_count() or 1)
        reduced.train(learnt)
        for first in range(0, n, _ADDED_AT_ONCE):
            reduced.add(np.ascontiguousarray(vectors[first : first + _ADDED_AT_ONCE]))
        _write(reduced, path)

    def __len__(self) -> int:
        return int(self._loaded().ntotal)

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._loaded().d)

    @property
    def has_codes(self) -> bool:
        """Whether `nearest` need not compute every cosine."""
        return self._codes_path is not None

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

    def searches(self, rows: RowVector) -> bool:
        """Whether the nearest of these rows are sooner found by comparing all codes than by computing their cosines."""
        return self.has_codes and len(rows) * _CODES_A_COSINE > len(self)

    def extremes(self, query: FloatVector, k: int, rows: RowVector) -> Extremes:
        """The k nearest of these rows, best first, ties by row, and the farthest: exactly. At least one row."""
        scores = self.scores(query, rows)
        best = np.lexsort((rows, -scores))[:k]
        worst = scores.argmin()
        return Extremes(rows[best], scores[best], rows[[worst]], scores[[worst]])

    def selection(self, rows: RowVector) -> Any:  # noqa: ANN401 - as _faiss
        """What `search_codes` takes for some rows (ascending)."""
        faiss = _faiss()
        selector = None
        if len(rows) < len(self):
            mask = np.zeros(len(self), dtype=np.bool_)
            mask[rows] = True
            selector = faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))
        return faiss.SearchParametersPreTransform(index_params=faiss.SearchParametersIVF(nprobe=_LISTS, sel=selector))

    def search_codes(self, query: FloatVector, k: int, selection: Any) -> Extremes:  # noqa: ANN401
        """About the k nearest and the k farthest of a selection, by their codes, most extreme first.

        The vector farthest from the question is the one nearest to its opposite; for both together the codes are read
        once, which takes no longer than for one.
        """
        # A question alone is answered sooner by one thread than by several, which wait for each other.
        _faiss().omp_set_num_threads(1)
        question = np.asarray(query, dtype=np.float32)
        scores, found = self._loaded_codes().search(np.stack([question, -question]), k, params=selection)
        near, far = (each >= 0 for each in found)
        return Extremes(
            found[0][near].astype(np.int64), scores[0][near], found[1][far].astype(np.int64), -scores[1][far]
        )

    def _loaded(self) -> Any:  # noqa: ANN401 - as _faiss
        if self._index is None:
            with self._lock:
                if self._index is None:
                    self._index = self._read(self._path, _faiss().IO_FLAG_MMAP_IFC)
        return self._index

    def _loaded_codes(self) -> Any:  # noqa: ANN401 - as _faiss
        if self._codes is None and self._codes_path is not None:
            with self._lock:
                if self._codes is None:
                    # Read whole in any case; FAISS would take altered counts for good and read beyond its memory.
                    if self._codes_sha256 and sha256_of(self._there(self._codes_path)) != self._codes_sha256:
                        raise IndexCorruptError(
                            f"{self._codes_path} does not match its checksum; run `{command('build --full')}`"
                        )
                    self._codes = self._read(self._codes_path, _faiss().IO_FLAG_MMAP_IFC)
        return self._codes

    def _there(self, path: Path) -> Path:
        """The file by its name, or by what is held of it where it has none any more."""
        return path if path.exists() or path not in self._held else Path(f"/dev/fd/{self._held[path]}")

    def _read(self, path: Path | None, flag: int) -> Any:  # noqa: ANN401 - as _faiss
        try:
            index = _faiss().read_index(str(path and self._there(path)), flag)
        except RuntimeError as error:
            reason = str(error).splitlines()[0]
            raise IndexCorruptError(
                f"{path} cannot be read ({reason}); run `{command('build --full')}` to write the index again"
            ) from error
        if self._n is not None and index.ntotal != self._n:
            raise IndexCorruptError(
                f"{path} holds {index.ntotal} vectors for {self._n} chunks; run `{command('build --full')}`"
            )
        return index


def _reduction(vectors: FloatMatrix) -> Any:  # noqa: ANN401 - as _faiss
    """The projection that changes the inner products of these vectors least: on eigenvectors of their second moment.

    They are not centred, which would change the order of inner products.
    """
    faiss, dim = _faiss(), vectors.shape[1]
    squares, axes = np.linalg.eigh((vectors.T @ vectors).astype(np.float64))
    kept = dim // 2 if squares[dim - dim // 2 :].sum() >= _KEPT * squares.sum() else dim
    turn, _ = np.linalg.qr(np.random.default_rng(0).standard_normal((kept, kept)))
    reduction = faiss.LinearTransform(dim, kept, False)
    matrix = (axes[:, -kept:] @ turn).T.astype(np.float32)
    faiss.copy_array_to_vector(np.ascontiguousarray(matrix).ravel(), reduction.A)
    reduction.is_trained = True
    return reduction


def _hold(holder: DenseIndex, path: Path) -> int:
    """A descriptor of the file for as long as the holder lives."""
    descriptor = os.open(path, os.O_RDONLY)
    weakref.finalize(holder, os.close, descriptor)
    return descriptor


def _write(index: Any, path: Path) -> None:  # noqa: ANN401 - as _faiss
    try:
        _faiss().write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(errno.EIO, f"FAISS cannot write: {str(error).splitlines()[0]}", str(path)) from error


def _faiss() -> Any:  # noqa: ANN401
    """FAISS without its type hints: they describe the C++ signatures, which its Python layer replaces."""
    import faiss

    return faiss
