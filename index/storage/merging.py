"""Which segments are to become one: few enough to search quickly, none rewritten often."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["LARGEST_SEGMENT", "merge_group"]

# Chunks: four segments as a build writes them. Vectors are held in memory while merged: 600 MB.
LARGEST_SEGMENT = 300_000
_SMALLEST_LEVEL = 1024
_PER_LEVEL = 4


def merge_group(sizes: Sequence[int]) -> list[int]:
    """Positions of the segments to merge next, none where all is well. sizes: chunks of each that are searched.

    Segments of like size are merged when there are four of them (a logarithmic merge, Büttcher and Clarke 2005,
    "Indexing time vs. query time"): a chunk is rewritten about log4(n / 1024) times in all.
    """
    levels: dict[int, list[int]] = {}
    for position, size in enumerate(sizes):
        levels.setdefault(_level(size), []).append(position)
    for _, positions in sorted(levels.items()):
        if len(positions) < _PER_LEVEL:
            continue
        group: list[int] = []
        total = 0
        for position in sorted(positions, key=lambda each: sizes[each]):
            if total + sizes[position] <= LARGEST_SEGMENT:
                group.append(position)
                total += sizes[position]
        if len(group) > 1:
            return sorted(group)
    return []


def _level(size: int) -> int:
    return 0 if size <= _SMALLEST_LEVEL else 1 + int(math.log(size / _SMALLEST_LEVEL, _PER_LEVEL))
