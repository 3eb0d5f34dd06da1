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


@pytest.mark.parametrize("exact_rows", [0, 4096])
@pytest.mark.parametrize("as_mask", [True, False])
def test_a_selection_is_filtered_inside_the_search(
    monkeypatch: pytest.MonkeyPatch, exact_rows: int, as_mask: bool
) -> None:
    monkeypatch.setattr(dense, "_EXACT_ROWS", exact_rows)
    selected = [3, 50, 51, 52, 299, 120, 7]
    mask = np.zeros(300, dtype=np.bool_)
    mask[selected] = True
    rows = mask if as_mask else np.asarray(selected)
    found, scores = DenseIndex.build(VECTORS).search(QUERY, 5, rows=rows)
    assert found.tolist() == brute_force(5, selected)
    np.testing.assert_allclose(scores, VECTORS[found] @ QUERY, rtol=1e-4)


def test_without_a_selection_all_rows_are_searched() -> None:
    found, scores = DenseIndex.build(VECTORS).search(QUERY, 10)
    assert found.tolist() == brute_force(10, list(range(300)))
    assert scores.dtype == np.float32
    assert (np.diff(scores) <= 0).all()


@pytest.mark.parametrize("exact_rows", [0, 4096])
def test_a_selection_smaller_than_k_gives_all_of_it(monkeypatch: pytest.MonkeyPatch, exact_rows: int) -> None:
    monkeypatch.setattr(dense, "_EXACT_ROWS", exact_rows)
    index = DenseIndex.build(VECTORS)
    assert sorted(index.search(QUERY, 10, rows=np.asarray([4, 9]))[0].tolist()) == [4, 9]
    assert index.search(QUERY, 10, rows=np.empty(0, dtype=np.int64))[0].tolist() == []
    assert index.search(QUERY, 0)[0].tolist() == []


def test_equal_scores_are_ordered_by_row() -> None:
    index = DenseIndex.build(np.repeat(unit_rows(1), 5, axis=0))
    assert index.search(unit_rows(1)[0], 5)[0].tolist() == [0, 1, 2, 3, 4]


def test_saved_and_mapped_gives_the_same_vectors_and_hits(tmp_path: Path) -> None:
    index = DenseIndex.build(VECTORS)
    index.save(tmp_path / "dense.faiss")
    loaded = DenseIndex.load(tmp_path / "dense.faiss", n=300)
    np.testing.assert_array_equal(loaded.vectors, VECTORS)
    assert (len(loaded), loaded.dim) == (300, 16)
    assert loaded.search(QUERY, 20)[0].tolist() == index.search(QUERY, 20)[0].tolist()
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
    assert loaded.search(QUERY, 3)[0].tolist() == []


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "dense.faiss"
    path.write_bytes(b"not an index at all")
    with pytest.raises(IndexCorruptError, match=r"dense\.faiss.*build --full"):
        len(DenseIndex.load(path))


def test_a_file_of_another_index_is_refused(tmp_path: Path) -> None:
    DenseIndex.build(VECTORS).save(tmp_path / "dense.faiss")
    with pytest.raises(IndexCorruptError, match="300 vectors for 12 chunks"):
        DenseIndex.load(tmp_path / "dense.faiss", n=12).search(QUERY, 3)
