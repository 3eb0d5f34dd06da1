"""A large scope is not scored whole: what is left out must not be among the best."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder

from index.building.builder import build
from index.checksums import sha256_of
from index.config import Config
from index.engine import Asked
from index.search import dense_legs, shortlist
from index.search.dense import DenseIndex
from index.search.dense_legs import DenseLegs
from index.search.lexical import LexicalIndex
from index.search.shortlist import Shortlist
from index.storage import segments
from index.storage.store import Index
from qa.retrieval.fusion import fuse

N, DIM, DEPTH = 9000, 64, 128
BORDERS = (0, 5000, 9000)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[LexicalIndex, LexicalIndex, DenseLegs, np.ndarray]:
    """Chunks of 150 topics: a topic has words of its own beside the common ones, and a direction."""
    random = np.random.default_rng(3)
    topics = random.integers(0, 150, N)
    common = random.zipf(1.3, (N, 12)) % 400
    legs = [
        LexicalIndex.build(
            [
                [*(f"c{word}" for word in common[row]), *(f"{leg}{topics[row]}w{word}" for word in own[row])]
                for row in range(N)
            ]
        )
        for leg, own in (("words", random.integers(0, 30, (N, 6))), ("bigrams", random.integers(0, 30, (N, 6))))
    ]
    directions = random.standard_normal((150, DIM))
    vectors = (directions[topics] + random.standard_normal((N, DIM))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    parts = []
    for first, last in itertools.pairwise(BORDERS):
        folder = tmp_path_factory.mktemp("segment")
        index = DenseIndex.build(vectors[first:last])
        index.save(folder / "dense.faiss")
        index.save_codes(folder / "codes.faiss")
        codes = folder / "codes.faiss"
        parts.append(DenseIndex.load(folder / "dense.faiss", codes=codes, codes_sha256=sha256_of(codes)))
    return legs[0], legs[1], DenseLegs(parts, np.diff(BORDERS).tolist()), vectors


def questions(vectors: np.ndarray) -> list[tuple[Asked, np.ndarray]]:
    random = np.random.default_rng(4)
    found = []
    for row in random.integers(0, N, 30):
        topics = random.integers(0, 150, 2)  # each leg prefers another
        words, bigrams = (
            Counter([*(f"{leg}{topic}w{word}" for word in random.integers(0, 30, 3)), "c1", "c2", "c7"])
            for leg, topic in zip(("words", "bigrams"), topics, strict=True)
        )
        vector = vectors[row] + 0.15 * random.standard_normal(DIM).astype(np.float32)
        vector /= np.linalg.norm(vector)
        found.append((Asked(words, bigrams, vector), vector))
    return found


@pytest.mark.parametrize("scope", [np.arange(N), np.arange(500, N, 2)], ids=["all", "half"])
def test_the_ten_best_are_on_a_short_list(
    corpus: tuple[LexicalIndex, LexicalIndex, DenseLegs, np.ndarray], scope: np.ndarray
) -> None:
    words, bigrams, dense, vectors = corpus
    chosen_of = Shortlist(words, bigrams, dense)
    shares = []
    for asked, vector in questions(vectors):
        rows, low = chosen_of.of(asked, vector, scope, DEPTH)
        assert rows.tolist() == sorted(set(rows.tolist())) and set(rows.tolist()) <= set(scope.tolist())
        assert len(rows) <= DEPTH * (1 + shortlist._BEST_OF_RARE) + 2 < len(scope) / 3
        cosines = dense.scores(vector, scope).astype(np.float64)
        assert low == pytest.approx(float(cosines.min()), abs=0.02)
        exact = fuse(words.scores(asked.words, rows=scope), bigrams.scores(asked.bigrams, rows=scope), cosines)
        best = scope[np.lexsort((scope, -exact))[:10]]
        shares.append(len(set(best.tolist()) & set(rows.tolist())) / 10)
    assert np.mean(shares) >= 0.99


def test_an_index_gives_a_large_scope_s_best_with_exact_scores(
    seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "CODES_FROM", 30)
    monkeypatch.setattr(dense_legs, "EXACT_ROWS", 30)
    config = Config(home=tmp_path / "home", model="fake")
    files = sorted(seeds.iterdir())
    for some in (files[:3], files):
        build(some, config, encoder=FakeEncoder())
    with Index.open(config.home) as index:
        assert [(each.folder / "codes.faiss").exists() for each in index.segments] == [True, True]
        scope = np.flatnonzero(index.chunk_role != 1)
        assert 60 < len(scope) < index.n_rows
        for question in ("全年立案提案多少件", "民主监督和协商议政", "委员学习培训"):
            vector = FakeEncoder().encode([question])[0]
            terms = (Counter(cut(question)) for cut in (index.tokenizer.words, index.tokenizer.bigrams))
            asked = Asked(*terms, vector)
            few, whole = index.legs(asked, scope, depth=3), index.legs(asked, scope)
            assert 3 <= len(few.rows) < len(whole.rows) == len(scope)
            at = np.searchsorted(scope, few.rows)
            assert scope[at].tolist() == few.rows.tolist()
            for name in ("words", "bigrams", "dense"):
                np.testing.assert_array_equal(getattr(few, name), getattr(whole, name)[at])
            assert few.low == pytest.approx(whole.low, abs=0.02)
            best = int(np.argmax(fuse(whole.words, whole.bigrams, whole.dense, low=whole.low)))
            assert scope[best] in few.rows
