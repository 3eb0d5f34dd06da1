"""Where in a file a text stands, carried from what was extracted to the canonical text.

Repair changes white space, takes unseen characters out and puts characters that look alike in their places one for one;
it moves nothing. So a position is where as many characters that are no white space stand before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.reading.characters import clean_characters, without_entities
from index.types import PageMap, RawDocument, Recognised

__all__ = ["carried"]


def carried(raw: RawDocument, canonical: str) -> PageMap:
    """The page map of the file's text, in positions of its canonical text."""
    given = raw.page_map
    if not given.pages and not given.recognised:
        return given
    ends = [end for line in given.recognised for end in (line.start, line.end)]
    wanted = sorted({0, *given.pages, *ends})
    moved = dict(zip(wanted, _carry(raw.text, wanted, canonical), strict=True))
    lines = []
    for line in given.recognised:
        start, end = moved[line.start], moved[line.end]
        while end > start and canonical[end - 1].isspace():
            end -= 1
        lines.append(Recognised(start, end, line.confidence))
    return PageMap(tuple(moved[page] for page in given.pages), tuple(lines), given.notes)


def _carry(text: str, positions: Sequence[int], canonical: str) -> list[int]:
    """positions: ascending, the first 0; each is carried to the first character that stood at or after it."""
    solid = _solid_positions(canonical)
    found, before = [0], 0
    for start, end in pairwise(positions):
        before += len("".join(clean_characters(without_entities(text[start:end])).split()))
        found.append(int(solid[before]) if before < len(solid) else len(canonical))
    return found


def _solid_positions(text: str) -> npt.NDArray[np.int64]:
    return np.asarray([position for position, letter in enumerate(text) if not letter.isspace()], dtype=np.int64)
