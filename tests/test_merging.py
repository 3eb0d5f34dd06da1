"""Which segments are merged: few are left, and none is written again and again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.storage.merging import LARGEST_SEGMENT, merge_group


def settle(sizes: list[int]) -> tuple[list[int], int]:
    """The sizes after all merges, and the chunks written anew for it."""
    written = 0
    while group := merge_group(sizes):
        assert len(group) > 1
        merged = sum(sizes[position] for position in group)
        assert merged <= LARGEST_SEGMENT
        written += merged
        sizes = [size for position, size in enumerate(sizes) if position not in group] + [merged]
    return sizes, written


@given(st.lists(st.integers(1, LARGEST_SEGMENT), max_size=40))
def test_merging_ends_and_loses_nothing(sizes: list[int]) -> None:
    assert sum(settle(sizes)[0]) == sum(sizes)


def test_reports_added_one_by_one_leave_few_segments_and_are_seldom_written_again() -> None:
    sizes: list[int] = []
    written = 0
    for _ in range(2000):
        sizes, again = settle([*sizes, 80])
        written += again
        assert len(sizes) <= 16
    assert written / (2000 * 80) < 8


def test_what_a_build_writes_of_a_million_chunks_becomes_four_segments() -> None:
    assert sorted(settle([65_600] * 16)[0]) == [4 * 65_600] * 4
