from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import dense
from index.dense import DenseIndex
from index.errors import IndexCorruptError


def unit_rows(n: int, dim: int = 16) -> np.ndarray:
    vectors = np.random.default_rng(7).standard_normal((n, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


VECTORS = unit_rows(300)
QUERY = unit_rows(301)[-1]


def brute_force(k: int, rows: list[int]) -> list[int]:
    scores = VECTORS @ QUERY
    return sorted(rows, key=lambda row: (-scores[row], row))[:k]


ALL = np.arange(300)


def test_the_nearest_of_a_selection_are_found_in_it() -> None:
    selected = [3, 7, 50, 51, 52, 120, 299]
    found, low = DenseIndex.build(VECTORS).nearest(QUERY, 5, np.asarray(selected))
    assert found.tolist() == brute_force(5, selected)
    np.testing.assert_allclose(low, (VECTORS[selected] @ QUERY).min(), rtol=1e-4)


def test_a_selection_smaller_than_k_gives_all_of_it(tmp_path: Path) -> None:
    for index in (DenseIndex.build(VECTORS), with_lists(VECTORS, tmp_path)):
        assert sorted(index.nearest(QUERY, 10, np.asarray([4, 9]))[0].tolist()) == [4, 9]


def test_equal_scores_are_ordered_by_row() -> None:
    index = DenseIndex.build(np.repeat(unit_rows(1), 5, axis=0))
    assert index.nearest(unit_rows(1)[0], 5, np.arange(5))[0].tolist() == [0, 1, 2, 3, 4]


def with_lists(vectors: np.ndarray, folder: Path) -> DenseIndex:
    index = DenseIndex.build(vectors)
    index.save(folder / "dense.faiss")
    index.save_lists(folder / "lists.faiss")
    return DenseIndex.load(folder / "dense.faiss", lists=folder / "lists.faiss", n=len(vectors))


def test_lists_find_nearly_all_of_the_nearest_and_about_the_farthest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "EXACT_ROWS", 100)
    centres = unit_rows(60, 64)
    noise = np.random.default_rng(5).standard_normal((6000, 64)).astype(np.float32) / 10
    vectors = np.repeat(centres, 100, axis=0) + noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = with_lists(vectors, tmp_path)
    assert index.has_lists
    rows = np.arange(0, 6000, 3)
    shares = []
    for query in vectors[::301]:
        exact = rows[np.argsort(-(vectors[rows] @ query))[:10]]
        found, low = index.nearest(query, 64, rows)
        assert set(found.tolist()) <= set(rows.tolist())
        shares.append(len(set(found.tolist()) & set(exact.tolist())) / 10)
        assert abs(low - float((vectors[rows] @ query).min())) < 0.05
    assert np.mean(shares) >= 0.98


def test_saved_and_mapped_gives_the_same_vectors_and_hits(tmp_path: Path) -> None:
    index = DenseIndex.build(VECTORS)
    index.save(tmp_path / "dense.faiss")
    loaded = DenseIndex.load(tmp_path / "dense.faiss", n=300)
    np.testing.assert_array_equal(loaded.vectors, VECTORS)
    assert (len(loaded), loaded.dim) == (300, 16)
    assert (
        loaded.nearest(QUERY, 20, ALL)[0].tolist() == index.nearest(QUERY, 20, ALL)[0].tolist() == brute_force(20, ALL)
    )
    rows = np.asarray([5, 2])
    np.testing.assert_allclose(loaded.scores(QUERY, rows), VECTORS[rows] @ QUERY, rtol=1e-5)


def test_the_view_of_the_vectors_outlives_nothing_it_needs(tmp_path: Path) -> None:
    DenseIndex.build(VECTORS).save(tmp_path / "dense.faiss")
    loaded = DenseIndex.load(tmp_path / "dense.faiss")
    first = loaded.vectors
    assert loaded.vectors is first
    assert first.flags.owndata is False


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    DenseIndex.build(np.empty((0, 16), dtype=np.float32)).save(tmp_path / "dense.faiss")
    loaded = DenseIndex.load(tmp_path / "dense.faiss", n=0)
    assert loaded.vectors.shape == (0, 16)
    assert loaded.scores(QUERY, np.empty(0, dtype=np.int64)).tolist() == []


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "dense.faiss"
    path.write_bytes(b"not an index at all")
    with pytest.raises(IndexCorruptError, match=r"dense\.faiss.*build --full"):
        len(DenseIndex.load(path))


def test_a_file_of_another_index_is_refused(tmp_path: Path) -> None:
    DenseIndex.build(VECTORS).save(tmp_path / "dense.faiss")
    with pytest.raises(IndexCorruptError, match="300 vectors for 12 chunks"):
        DenseIndex.load(tmp_path / "dense.faiss", n=12).nearest(QUERY, 3, ALL)
