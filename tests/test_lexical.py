from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.language.tokenizer import Tokenizer
from index.search import postings
from index.search.lexical import LexicalIndex, Shard, Statistics
from index.search.postings import Postings, PostingsWriter, merge_postings

SEEDS = sorted((Path(__file__).parent.parent / "seeds").iterdir())
CORPUS = [["提案", "立案", "提案"], ["调研"], [], ["提案", "调研", "视察", "视察"], ["委员"]]

terms = st.sampled_from(["提案", "立案", "409", "gdp", "委员", "年", "\U00020000", "无此词"])
corpora = st.lists(st.lists(terms.filter(lambda term: term != "无此词"), max_size=12), min_size=1, max_size=20).filter(
    any
)


@pytest.fixture(scope="module")
def passages() -> list[str]:
    text = "\n".join(path.read_text(encoding="utf-8-sig") for path in SEEDS)
    return [text[start : start + 200] for start in range(0, len(text), 200)]


@given(corpora, st.lists(terms, max_size=6), st.floats(0.5, 2.5), st.floats(0.0, 1.0))
def test_scores_are_those_of_rank_bm25(corpus: list[list[str]], query: list[str], k1: float, b: float) -> None:
    # An empty chunk has no length to normalise by when b is 1: rank_bm25 divides 0 by 0 there.
    assume(b < 1 or all(corpus))
    expected = BM25Okapi(corpus, k1=k1, b=b).get_scores(query)
    found = LexicalIndex.build(corpus, k1=k1, b=b).scores(query)
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("kind", ["words", "bigrams"])
def test_scores_and_ranking_on_the_seeds_are_those_of_rank_bm25(passages: list[str], kind: str, tmp_path: Path) -> None:
    tokenize = getattr(Tokenizer(cache_folder=tmp_path), kind)
    corpus = [tokenize(passage) for passage in passages]
    reference, index = BM25Okapi(corpus), LexicalIndex.build(corpus)
    for question in ("新乡2023年立案多少件提案?", "政协委员", "上街区有多少名委员,举行了几次常委会议", "区 的 和 2024"):
        query = tokenize(question)
        expected, found = reference.get_scores(query), index.scores(query)
        np.testing.assert_allclose(found, expected, rtol=1e-6)
        order = np.lexsort((np.arange(len(corpus)), -expected.round(6)))[:20]
        assert np.lexsort((np.arange(len(corpus)), -found.round(6)))[:20].tolist() == order.tolist()


def test_lucene_idf_by_hand() -> None:
    index = LexicalIndex.build(CORPUS, idf="lucene", k1=1.5, b=0.75)
    length = 9 / 5  # mean of 3, 1, 0, 4, 1
    idf = math.log(1 + (5 - 2 + 0.5) / (2 + 0.5))
    first = idf * 2 * 2.5 / (2 + 1.5 * (0.25 + 0.75 * 3 / length))
    fourth = idf * 1 * 2.5 / (1 + 1.5 * (0.25 + 0.75 * 4 / length))
    np.testing.assert_allclose(index.scores(["提案"]), [first, 0, 0, fourth, 0], rtol=1e-6)


def test_lucene_idf_of_a_term_in_every_chunk_is_small_but_positive() -> None:
    index = LexicalIndex.build([["政协", "a"], ["政协"], ["政协"]], idf="lucene")
    assert 0 < index.scores(["政协"]).min() < index.scores(["a"]).max() / 4


def test_weights_multiply_a_terms_part() -> None:
    index = LexicalIndex.build(CORPUS)
    weighted = index.scores({"提案": 0.25, "调研": 1.0})
    np.testing.assert_allclose(weighted, 0.25 * index.scores(["提案"]) + index.scores(["调研"]))


def test_a_term_given_twice_counts_twice() -> None:
    index = LexicalIndex.build(CORPUS)
    np.testing.assert_allclose(index.scores(["视察", "视察"]), 2 * index.scores(["视察"]))


def test_term_scores_name_the_chunks_that_hold_the_term() -> None:
    index = LexicalIndex.build(CORPUS)
    rows, weights = index.term_scores("调研")
    assert rows.tolist() == [1, 3]
    assert len(weights) == index.document_frequency("调研") == 2
    assert index.document_frequency("无此词") == 0


def saved(folder: Path, corpus: list[list[str]]) -> Postings:
    writer = PostingsWriter()
    for tokens in corpus:
        writer.add(tokens)
    writer.save(folder)
    return Postings.load(folder)


def index_of(*shards: Shard, **settings: Any) -> LexicalIndex:
    return LexicalIndex(shards, Statistics.of(shards), **settings)


@given(corpora, st.lists(terms, max_size=5))
@settings(max_examples=25)
def test_saved_and_loaded_gives_the_same_scores(
    tmp_path_factory: pytest.TempPathFactory, corpus: list[list[str]], query: list[str]
) -> None:
    loaded = index_of(Shard(saved(tmp_path_factory.mktemp("lexical"), corpus)), idf="lucene", k1=1.2, b=0.5)
    index = LexicalIndex.build(corpus, idf="lucene", k1=1.2, b=0.5)
    assert loaded.n == len(corpus)
    np.testing.assert_array_equal(loaded.scores(query), index.scores(query))


@given(corpora, st.data())
@settings(max_examples=60)
def test_segments_with_deletions_score_as_what_is_left_built_at_once(
    tmp_path_factory: pytest.TempPathFactory, corpus: list[list[str]], data: st.DataObject
) -> None:
    query = data.draw(st.lists(terms, max_size=6))
    deleted = np.asarray(data.draw(st.lists(st.booleans(), min_size=len(corpus), max_size=len(corpus))))
    left = [tokens for tokens, gone in zip(corpus, deleted, strict=True) if not gone]
    cut = data.draw(st.integers(0, len(corpus)))
    folder = tmp_path_factory.mktemp("segments")
    expected = LexicalIndex.build(left).scores(query)
    parts = [saved(folder / "a", corpus[:cut]), saved(folder / "b", corpus[cut:])]
    gone = [deleted[:cut], deleted[cut:]]
    index = index_of(Shard(parts[0], deleted=gone[0]), Shard(parts[1], base=cut, deleted=gone[1]))
    np.testing.assert_array_equal(index.scores(query)[~deleted], expected)
    some = np.flatnonzero(~deleted)[:: data.draw(st.integers(1, 3))]
    np.testing.assert_allclose(index.scores(query, rows=some), index.scores(query)[some], rtol=1e-12)
    new_rows, start = [], 0
    for each in gone:
        rows = np.full(len(each), -1, dtype=np.int32)
        rows[~each] = np.arange(start, start + int((~each).sum()))
        start += int((~each).sum())
        new_rows.append(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "_MERGED_AT_ONCE", data.draw(st.integers(1, 8)))
        merge_postings(list(zip(parts, new_rows, strict=True)), folder / "merged")
    merged = Postings.load(folder / "merged")
    np.testing.assert_array_equal(index_of(Shard(merged)).scores(query), expected)
    assert (merged.document_frequencies() > 0).all()


def test_a_small_scope_is_looked_up_in_long_postings() -> None:
    corpus = [["提案"] * (1 + row % 3) + ["立案"] * (row % 2) for row in range(400)]
    index = LexicalIndex.build(corpus, idf="lucene")
    rows = np.asarray([3, 9, 77, 399])
    np.testing.assert_allclose(index.scores(["提案", "立案"], rows=rows), index.scores(["提案", "立案"])[rows])


def test_an_index_of_nothing_can_be_saved_and_asked(tmp_path: Path) -> None:
    for number, corpus in enumerate(([], [[], []])):
        loaded = index_of(Shard(saved(tmp_path / str(number), corpus)))
        assert loaded.scores(["提案"]).tolist() == [0.0] * len(corpus)


def test_arrays_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    saved(tmp_path, CORPUS)
    np.save(tmp_path / "rows.npy", np.zeros(1, dtype=np.int32))
    with pytest.raises(ValueError, match="not of one length"):
        Postings.load(tmp_path)


@given(corpora, st.lists(terms, max_size=6), st.integers(0, 30))
def test_the_rarest_terms_are_summed_and_the_commoner_left_out(
    corpus: list[list[str]], query: list[str], postings_at_most: int
) -> None:
    weights = dict.fromkeys(query, 1.0)
    index = LexicalIndex.build(corpus)
    by_rarity = sorted(weights, key=index.document_frequency)
    frequencies = [index.document_frequency(term) for term in by_rarity]
    kept = [term for number, term in enumerate(by_rarity) if sum(frequencies[: number + 1]) <= postings_at_most]
    found = index.rare_scores(weights, postings_at_most)
    np.testing.assert_allclose(found, index.scores(kept or by_rarity[:1]), rtol=1e-5, atol=1e-6)
