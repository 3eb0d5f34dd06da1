"""Examples as the numbers that training reads, so that a machine with torch and NumPy alone can train."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

__all__ = ["EncodedSet", "encode_all", "joined_sets", "read_encoded", "write_encoded"]

Ints = npt.NDArray[np.int64]
_FIELDS = ("ids", "begins", "first", "spans", "source", "fold", "group")


@dataclass(frozen=True, slots=True)
class EncodedSet:
    """Rows of token numbers.

    ids: (tokens,) all rows one after the other; begins: (rows + 1,) where each begins. first: (rows,) where in its row
    the passage begins. spans: (spans, 3) row, first and last token of an answer. source: (rows,) what made the row.
    fold: (rows,) which rows belong together and are learned from or held out together; -1 is always learned from.
    group: (rows,) the question whose passages are weighed against each other; -1 for a row that stands alone.
    """

    ids: npt.NDArray[np.uint16]
    begins: Ints
    first: Ints
    spans: Ints
    source: npt.NDArray[np.str_]
    fold: Ints
    group: Ints

    def __len__(self) -> int:
        return len(self.begins) - 1

    def row(self, number: int) -> npt.NDArray[np.uint16]:
        """(n,) the tokens of one row."""
        return self.ids[self.begins[number] : self.begins[number + 1]]

    def only(self, rows: Sequence[int]) -> EncodedSet:
        """These rows alone, in this order."""
        number = {row: n for n, row in enumerate(rows)}
        spans = [(number[row], first, last) for row, first, last in self.spans.tolist() if row in number]
        chosen = np.asarray(rows, dtype=np.int64)
        return EncodedSet(
            ids=np.concatenate([self.row(row) for row in rows]) if len(rows) else self.ids[:0],
            begins=np.concatenate([[0], np.cumsum(self.lengths[chosen])]).astype(np.int64),
            first=self.first[chosen],
            spans=np.array(spans, dtype=np.int64).reshape(-1, 3),
            source=self.source[chosen],
            fold=self.fold[chosen],
            group=self.group[chosen],
        )

    @property
    def lengths(self) -> Ints:
        """(rows,) in tokens."""
        return np.diff(self.begins)


def encode_all(rows: Sequence[tuple[Sequence[int], int, Sequence[tuple[int, int]], str, int, int]]) -> EncodedSet:
    """From (tokens, first of the passage, spans in tokens, source, fold, group) of each row."""
    begins = np.concatenate([[0], np.cumsum([len(row[0]) for row in rows])]).astype(np.int64)
    spans = [(n, first, last) for n, row in enumerate(rows) for first, last in row[2]]
    return EncodedSet(
        ids=np.fromiter((token for row in rows for token in row[0]), np.uint16, int(begins[-1])),
        begins=begins,
        first=np.array([row[1] for row in rows], dtype=np.int64),
        spans=np.array(spans, dtype=np.int64).reshape(-1, 3),
        source=np.array([row[3] for row in rows]),
        fold=np.array([row[4] for row in rows], dtype=np.int64),
        group=np.array([row[5] for row in rows], dtype=np.int64),
    )


def write_encoded(path: Path, rows: EncodedSet) -> None:
    """As a compressed archive of arrays."""
    np.savez_compressed(path, **{name: getattr(rows, name) for name in _FIELDS})


def read_encoded(path: Path) -> EncodedSet:
    """What was written."""
    with np.load(path, allow_pickle=False) as held:
        return EncodedSet(*(held[name] for name in _FIELDS))


def joined_sets(*sets: EncodedSet) -> EncodedSet:
    """All rows, one set after the other; groups stay apart only within one set."""
    rows = np.cumsum([0, *(len(each) for each in sets)])
    tokens = np.cumsum([0, *(each.begins[-1] for each in sets)])
    shifts = [np.array([row, 0, 0]) for row in rows[:-1]]
    return EncodedSet(
        ids=np.concatenate([each.ids for each in sets]),
        begins=np.concatenate([[0], *(each.begins[1:] + begin for each, begin in zip(sets, tokens[:-1], strict=True))]),
        first=np.concatenate([each.first for each in sets]),
        spans=np.concatenate([each.spans + shift for each, shift in zip(sets, shifts, strict=True)]),
        source=np.concatenate([each.source for each in sets]),
        fold=np.concatenate([each.fold for each in sets]),
        group=np.concatenate([each.group for each in sets]),
    )
