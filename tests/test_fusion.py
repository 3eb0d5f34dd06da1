"""Fusion: hand-worked examples, the laws it keeps, and the measuring tools its default was chosen with."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bench.fusion import held_out_by_files, reciprocal_rank_fusion
from bench.intervals import paired_difference
from qa.retrieval.fusion import DENSE_WEIGHT, fuse, min_max

# Whole numbers, so that sums and quotients that ought to be equal are.
LEGS = st.integers(1, 12).flatmap(
    lambda n: st.tuples(*(arrays(np.float64, n, elements=st.integers(low, 40)) for low in (0, 0, -40)))
)


def array(*values: float) -> np.ndarray:
    return np.asarray(values, dtype=np.float64)


def test_min_max_maps_the_least_to_zero_and_the_greatest_to_one() -> None:
    assert min_max(array(2, 6, 4)).tolist() == [0.0, 1.0, 0.5]
    assert min_max(array(-0.5, 0.25, 0.0)).tolist() == pytest.approx([0.0, 1.0, 2 / 3])


def test_a_floor_keeps_the_distance_from_the_least_possible_score() -> None:
    assert min_max(array(2, 8, 4), floor=0.0).tolist() == [0.25, 1.0, 0.5]


@pytest.mark.parametrize("floor", [None, 0.0])
def test_no_scores_stay_no_scores(floor: float | None) -> None:
    assert min_max(array(), floor=floor).size == 0
    assert fuse(array(), array(), array()).size == 0
    assert fuse(array(), array(), None).size == 0


def test_scores_that_do_not_differ_say_nothing() -> None:
    assert min_max(array(3, 3)).tolist() == [0.0, 0.0]
    assert min_max(array(0, 0), floor=0.0).tolist() == [0.0, 0.0]


def test_with_a_floor_equal_scores_above_it_are_all_the_best() -> None:
    assert min_max(array(3, 3), floor=0.0).tolist() == [1.0, 1.0]


def test_scores_are_not_changed_in_place() -> None:
    words, bigrams, dense = array(1, 2), array(0, 3), array(0.1, 0.2)
    fuse(words, bigrams, dense)
    assert (words.tolist(), bigrams.tolist(), dense.tolist()) == ([1, 2], [0, 3], [0.1, 0.2])


def test_the_lexical_legs_are_averaged_and_then_weighed_against_the_dense_one() -> None:
    # words → 0.5, 1, 0; bigrams → 0, 1, 0.25; dense → 1, 0, 0.5.
    fused = fuse(array(2, 4, 0), array(0, 8, 2), array(0.9, 0.5, 0.7), dense_weight=0.4)
    assert fused.tolist() == pytest.approx([0.6 * 0.25 + 0.4, 0.6 * 1.0, 0.6 * 0.125 + 0.4 * 0.5])


def test_the_default_weight_is_the_documented_one() -> None:
    words, bigrams, dense = array(2, 4, 0), array(0, 8, 2), array(0.9, 0.5, 0.7)
    assert fuse(words, bigrams, dense).tolist() == fuse(words, bigrams, dense, dense_weight=DENSE_WEIGHT).tolist()


def test_without_vectors_the_lexical_legs_decide_alone() -> None:
    assert fuse(array(2, 4, 0), array(0, 8, 2), None).tolist() == [0.25, 1.0, 0.125]


def test_a_single_candidate_has_its_lexical_score_and_no_dense_one() -> None:
    assert fuse(array(5), array(7), array(0.4), dense_weight=0.25).tolist() == [0.75]
    assert fuse(array(0), array(0), array(0.4)).tolist() == [0.0]


def test_where_no_word_is_shared_the_dense_leg_orders_the_chunks() -> None:
    assert fuse(array(0, 0, 0), array(0, 0, 0), array(0.3, 0.5, 0.4)).argsort().tolist() == [0, 2, 1]


def test_a_word_missing_everywhere_in_one_leg_leaves_the_other_its_say() -> None:
    assert fuse(array(0, 0), array(1, 2), None).tolist() == [0.25, 0.5]


@given(LEGS, st.integers(0, 10))
def test_fused_scores_lie_between_zero_and_one(legs: tuple[np.ndarray, ...], tenths: int) -> None:
    fused = fuse(*legs, dense_weight=tenths / 10)
    assert fused.shape == legs[0].shape
    assert ((fused >= 0) & (fused <= 1 + 1e-12)).all()


@given(LEGS)
def test_a_chunk_at_least_as_good_in_every_leg_is_never_ranked_lower(legs: tuple[np.ndarray, ...]) -> None:
    fused = fuse(*legs)
    stacked = np.stack(legs)
    for one in range(fused.size):
        dominated = (stacked[:, [one]] >= stacked).all(axis=0)
        assert (fused[one] >= fused[dominated]).all()


@given(LEGS)
def test_chunks_alike_in_every_leg_tie(legs: tuple[np.ndarray, ...]) -> None:
    twice = fuse(*(np.concatenate([leg, leg]) for leg in legs))
    assert twice[: legs[0].size].tolist() == twice[legs[0].size :].tolist()


@given(LEGS, st.sampled_from([0.25, 2.0, 16.0]), st.sampled_from([-8.0, 0.0, 64.0]))
def test_the_scale_of_a_leg_and_the_zero_of_the_cosine_do_not_matter(
    legs: tuple[np.ndarray, ...], scale: float, shift: float
) -> None:
    words, bigrams, dense = legs
    assert fuse(words * scale, bigrams, dense * scale + shift) == pytest.approx(fuse(words, bigrams, dense))


@given(LEGS)
def test_the_ends_of_the_weight_are_the_legs_alone(legs: tuple[np.ndarray, ...]) -> None:
    words, bigrams, dense = legs
    assert fuse(words, bigrams, dense, dense_weight=0.0).tolist() == fuse(words, bigrams, None).tolist()
    assert fuse(words, bigrams, dense, dense_weight=1.0).tolist() == min_max(dense).tolist()


@given(arrays(np.float64, st.integers(2, 12), elements=st.integers(0, 40)))
def test_min_max_keeps_the_order_and_the_ties(scores: np.ndarray) -> None:
    assume(scores.min() < scores.max())
    for floor in (None, 0.0):
        scaled = min_max(scores, floor=floor)
        assert (np.sign(scores[:, None] - scores) == np.sign(scaled[:, None] - scaled)).all()


def test_how_far_ahead_a_chunk_is_counts_where_ranks_forget_it() -> None:
    """The first chunk is far ahead in words and pairs, and fourth by a hair in cosine; ranks put it second."""
    words, bigrams, dense = array(10, 1, 0, 0, 0), array(10, 1, 0, 0, 0), array(0.50, 0.52, 0.51, 0.515, 0.1)
    assert fuse(words, bigrams, dense).argmax() == 0
    assert reciprocal_rank_fusion(words, bigrams, dense).argmax() == 1


def test_reciprocal_ranks_by_hand() -> None:
    # words: 1st, 2nd, not ranked; bigrams: tie of all but the last, by position; dense: 3rd, 2nd, 1st.
    fused = reciprocal_rank_fusion(array(2, 1, 0), array(4, 4, 0), array(-0.2, 0.1, 0.3))
    assert fused.tolist() == pytest.approx([1 / 61 + 1 / 61 + 1 / 63, 1 / 62 + 1 / 62 + 1 / 62, 1 / 61])


def test_an_interval_is_the_same_on_every_run_and_holds_the_mean() -> None:
    candidate, base = array(1, 1, 0, 1, 0, 1), array(0, 1, 0, 1, 1, 0)
    first = paired_difference(candidate, base, "abcdef")
    assert first == paired_difference(candidate, base, "abcdef")
    assert first.mean == pytest.approx(1 / 6)
    assert first.low < first.mean < first.high
    assert not first.is_certain


def test_a_difference_on_every_question_is_certain_and_none_is_none() -> None:
    always = paired_difference(array(1, 1, 1), array(0, 0, 0), "abc")
    assert (always.mean, always.low, always.high, always.is_certain) == (1, 1, 1, True)
    never = paired_difference(array(1, 0), array(1, 0), "ab")
    assert (never.mean, never.low, never.high, never.is_certain) == (0, 0, 0, False)


def test_questions_on_one_passage_count_as_one_observation() -> None:
    candidate, base = np.tile(array(1, 0), 20), np.tile(array(0, 1), 20)
    alone = paired_difference(candidate, base, range(40))
    by_passage = paired_difference(candidate, base, [number % 2 for number in range(40)])
    assert by_passage.high - by_passage.low > 3 * (alone.high - alone.low)


def test_the_weight_for_a_file_is_chosen_without_its_questions() -> None:
    files = [frozenset("a"), frozenset("a"), frozenset("b"), frozenset("ab")]
    ranks = {0.2: array(1, 1, 9, 9), 0.5: array(9, 9, 1, 1)}
    rank, choices = held_out_by_files(files, ranks, preferred=0.5)
    # "a" is judged by what was best on "b", and the other way round; for "ab" nothing is left, so the default stays.
    assert choices == {frozenset("a"): 0.5, frozenset("b"): 0.2, frozenset("ab"): 0.5}
    assert rank.tolist() == [9, 9, 9, 1]
