from __future__ import annotations

import gc
import itertools
from pathlib import Path

import numpy as np
import pytest

from index.checksums import sha256_of
from index.errors import IndexCorruptError
from index.search.dense import DenseIndex
from index.search.dense_legs import DenseLegs


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
    found = DenseIndex.build(VECTORS).extremes(QUERY, 5, np.asarray(selected))
    assert found.near.tolist() == brute_force(5, selected)
    np.testing.assert_allclose(found.near_scores, VECTORS[found.near] @ QUERY, rtol=1e-5)
    assert found.far.tolist() == brute_force(7, selected)[-1:]


def test_a_selection_smaller_than_k_gives_all_of_it(tmp_path: Path) -> None:
    rows = np.asarray([4, 9])
    assert sorted(DenseIndex.build(VECTORS).extremes(QUERY, 10, rows).near.tolist()) == [4, 9]
    coded = with_codes(VECTORS, tmp_path)
    found = coded.search_codes(QUERY, 10, coded.selection(rows))
    assert sorted(found.near.tolist()) == sorted(found.far.tolist()) == [4, 9]
    np.testing.assert_allclose(found.near_scores, VECTORS[found.near] @ QUERY, atol=0.1)


def test_equal_scores_are_ordered_by_row() -> None:
    index = DenseIndex.build(np.repeat(unit_rows(1), 5, axis=0))
    assert index.extremes(unit_rows(1)[0], 5, np.arange(5)).near.tolist() == [0, 1, 2, 3, 4]


def with_codes(vectors: np.ndarray, folder: Path) -> DenseIndex:
    index = DenseIndex.build(vectors)
    index.save(folder / "dense.faiss")
    codes = folder / "codes.faiss"
    index.save_codes(codes)
    return DenseIndex.load(folder / "dense.faiss", codes=codes, codes_sha256=sha256_of(codes), n=len(vectors))


def test_codes_find_nearly_all_of_the_nearest_and_the_farthest(tmp_path: Path) -> None:
    centres = unit_rows(60, 64)
    noise = np.random.default_rng(5).standard_normal((6000, 64)).astype(np.float32) / 10
    vectors = np.repeat(centres, 100, axis=0) + noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = with_codes(vectors, tmp_path)
    for rows in (np.arange(6000), np.arange(0, 6000, 3)):
        assert index.searches(rows)
        shares = []
        for query in vectors[::301]:
            cosines = vectors[rows] @ query
            exact = rows[np.argsort(-cosines)[:10]]
            found = index.search_codes(query, 64, index.selection(rows))
            assert set(found.near.tolist()) | set(found.far.tolist()) <= set(rows.tolist())
            shares.append(len(set(found.near.tolist()) & set(exact.tolist())) / 10)
            assert abs(float((vectors[found.far[:32]] @ query).min()) - float(cosines.min())) < 0.02
        assert np.mean(shares) >= 0.99


@pytest.mark.parametrize("dim", [64, 16, 15])
def test_vectors_of_any_length_have_codes(tmp_path: Path, dim: int) -> None:
    index = with_codes(unit_rows(300, dim), tmp_path)
    found = index.search_codes(unit_rows(1, dim)[0], 300, index.selection(np.arange(300)))
    assert sorted(found.near.tolist()) == list(range(300))


def test_segments_are_searched_as_one(tmp_path: Path) -> None:
    vectors = unit_rows(11_000)
    borders = [0, 300, 5300, 11_000]
    parts = []
    for number, (first, last) in enumerate(itertools.pairwise(borders)):
        (tmp_path / str(number)).mkdir()
        parts.append(with_codes(vectors[first:last], tmp_path / str(number)))
    legs = DenseLegs(parts, np.diff(borders).tolist())
    for rows in (np.arange(11_000), np.arange(100, 11_000, 2), np.arange(100)):
        shares = []
        for query in (QUERY, *VECTORS[:15]):
            found, low = legs.nearest(query, 128, rows)()
            assert found.tolist() == sorted(set(found.tolist()) & set(rows.tolist()))
            exact = vectors[rows] @ query
            shares.append(len(set(rows[np.argsort(-exact)[:10]].tolist()) & set(found.tolist())) / 10)
            assert low == pytest.approx(float(exact.min()), abs=0.02)
        # The codes are made by clustering, whose centroids differ from processor to processor.
        assert np.mean(shares) >= 0.9
    assert legs.searches(np.arange(11_000)) and not legs.searches(np.arange(4000))


def test_saved_and_mapped_gives_the_same_vectors_and_hits(tmp_path: Path) -> None:
    index = DenseIndex.build(VECTORS)
    index.save(tmp_path / "dense.faiss")
    loaded = DenseIndex.load(tmp_path / "dense.faiss", n=300)
    np.testing.assert_array_equal(loaded.vectors, VECTORS)
    assert (len(loaded), loaded.dim) == (300, 16)
    assert loaded.extremes(QUERY, 20, ALL).near.tolist() == brute_force(20, ALL)
    assert index.extremes(QUERY, 20, ALL).near.tolist() == brute_force(20, ALL)
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


def test_files_that_were_cleared_away_before_their_first_use_are_read_all_the_same(tmp_path: Path) -> None:
    vectors = unit_rows(400, 16)
    made = DenseIndex.build(vectors)
    made.save(tmp_path / "dense.faiss")
    made.save_codes(tmp_path / "codes.faiss")
    gc.collect()
    held = len(list(Path("/dev/fd").iterdir()))
    opened = DenseIndex.load(
        tmp_path / "dense.faiss",
        codes=tmp_path / "codes.faiss",
        codes_sha256=sha256_of(tmp_path / "codes.faiss"),
        n=len(vectors),
    )
    for path in tmp_path.iterdir():
        path.unlink()
    np.testing.assert_array_equal(opened.vectors, vectors)
    rows = np.arange(len(vectors))
    assert 7 in opened.search_codes(vectors[7], 20, opened.selection(rows)).near
    del opened
    gc.collect()
    assert len(list(Path("/dev/fd").iterdir())) == held


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "dense.faiss"
    path.write_bytes(b"not an index at all")
    with pytest.raises(IndexCorruptError, match=r"dense\.faiss.*build --full"):
        len(DenseIndex.load(path))


@pytest.mark.parametrize("at", [0, 0.001, 0.01, 0.1, 0.5, 0.9, 0.999])
def test_altered_codes_are_refused_before_they_are_used(tmp_path: Path, at: float) -> None:
    index = with_codes(VECTORS, tmp_path)
    path = tmp_path / "codes.faiss"
    data = bytearray(path.read_bytes())
    data[int(at * len(data))] ^= 0x40
    path.write_bytes(data)
    with pytest.raises(IndexCorruptError, match=r"codes\.faiss.*build --full"):
        index.search_codes(QUERY, 3, index.selection(ALL))


def test_a_file_of_another_index_is_refused(tmp_path: Path) -> None:
    DenseIndex.build(VECTORS).save(tmp_path / "dense.faiss")
    with pytest.raises(IndexCorruptError, match="300 vectors for 12 chunks"):
        DenseIndex.load(tmp_path / "dense.faiss", n=12).extremes(QUERY, 3, ALL)
