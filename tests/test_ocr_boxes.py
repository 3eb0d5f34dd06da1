"""The lines of a bent page are put in order as if they were level."""

from __future__ import annotations

import numpy as np

from index.reading.columns import rows_of
from index.reading.ocr.preparing import boxes_of

WIDTH, HEIGHT, PITCH = 1600.0, 40.0, 62.0


def outlines(slope_at_top: float, slope_at_foot: float, count: int = 24) -> np.ndarray:
    """Lines of text over the whole width but for every fifth, which is a paragraph's short last one; (count, 4, 2)."""
    quads = []
    for n in range(count):
        slope = slope_at_top + (slope_at_foot - slope_at_top) * n / (count - 1)
        wide = WIDTH / 3 if n % 5 == 4 else WIDTH
        top = 100 + PITCH * n
        corners = [(0, top), (wide, top), (wide, top + HEIGHT), (0, top + HEIGHT)]
        quads.append([(x, y + slope * (x - WIDTH / 2)) for x, y in corners])
    return np.array(quads)


def test_lines_that_rise_more_at_one_end_of_the_page_keep_their_order() -> None:
    for slopes in ((-0.05, 0.04), (0.06, -0.02), (0.03, 0.03), (0.0, 0.0)):
        boxes = [(x0, y0, x1, y1) for x0, y0, x1, y1 in boxes_of(outlines(*slopes), WIDTH / 2).tolist()]
        assert rows_of(boxes, range(len(boxes))) == [[n] for n in range(len(boxes))], slopes


def test_few_or_level_lines_stay_as_they_are() -> None:
    few = outlines(0.05, 0.05, count=3)
    assert np.array_equal(boxes_of(few, WIDTH / 2), np.concatenate([few.min(axis=1), few.max(axis=1)], axis=1))
    level = outlines(0.0, 0.001)
    assert np.array_equal(boxes_of(level, WIDTH / 2), np.concatenate([level.min(axis=1), level.max(axis=1)], axis=1))
    assert boxes_of(np.zeros((0, 4, 2)), WIDTH / 2).shape == (0, 4)
