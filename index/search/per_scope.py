"""What is made of the rows of a scope, remembered: most questions without place and year have the same scope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from index.types import RowVector

__all__ = ["PerScope"]

T = TypeVar("T")
_KEPT = 4


class PerScope(Generic[T]):
    """make(rows) for the row vectors last asked with; a vector is known by its identity, so it must not be changed."""

    def __init__(self, make: Callable[[RowVector], T]) -> None:
        self._make = make
        self._kept: dict[int, tuple[RowVector, T]] = {}

    def of(self, rows: RowVector) -> T:
        """Made now, or when these rows were asked with before."""
        kept = self._kept.get(id(rows))
        if kept is not None and kept[0] is rows:
            return kept[1]
        made = self._make(rows)
        for stale in list(self._kept)[: 1 - _KEPT]:
            self._kept.pop(stale, None)
        self._kept[id(rows)] = rows, made
        return made
