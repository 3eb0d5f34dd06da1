"""The order in which a page's boxes are read."""

from __future__ import annotations

from index.reading.columns import Box, reading_order, rows_of


def column(left: float, right: float, tops: range) -> list[Box]:
    return [(left, top, right, top + 10) for top in tops]


def test_two_columns_below_a_title_and_above_a_foot_are_read_one_after_the_other() -> None:
    title, foot = (20.0, 0.0, 180.0, 12.0), (0.0, 200.0, 200.0, 210.0)
    left, right = column(0, 95, range(20, 180, 14)), column(105, 200, range(23, 180, 14))
    boxes = [*right, foot, *left, title]
    order = [index for block in reading_order(boxes) for index in block]
    assert [boxes[i] for i in order] == [title, *left, *right, foot]


def test_a_column_that_is_longer_than_its_neighbour_stays_one() -> None:
    left, right = column(0, 95, range(0, 100, 14)), column(105, 200, range(0, 60, 14))
    order = [index for block in reading_order([*left, *right]) for index in block]
    assert order == list(range(len(left) + len(right)))


def test_four_columns() -> None:
    columns = [column(x, x + 90, range(x // 100, 290, 14)) for x in (0, 100, 200, 300)]
    boxes = [box for each in zip(*columns, strict=True) for box in each]
    order = [index for block in reading_order(boxes) for index in block]
    assert [boxes[i] for i in order] == [box for each in columns for box in each]


def test_a_line_with_a_gap_is_no_pair_of_columns() -> None:
    boxes = [*column(0, 200, range(0, 60, 14)), (0.0, 60.0, 50.0, 70.0), (150.0, 61.0, 200.0, 71.0)]
    assert reading_order(boxes) == [list(range(len(boxes)))]


def test_what_stands_side_by_side_is_a_row_from_the_left() -> None:
    boxes = [(100.0, 1.0, 150.0, 11.0), (0.0, 0.0, 50.0, 10.0), (0.0, 14.0, 150.0, 24.0)]
    assert rows_of(boxes, range(3)) == [[1, 0], [2]]


def test_no_boxes_have_no_order() -> None:
    assert reading_order([]) == []
