from __future__ import annotations

import numpy as np

from index.search.per_scope import PerScope
from index.types import RowVector


def test_the_same_rows_are_worked_on_once_and_others_each_time() -> None:
    asked: list[int] = []

    def total(rows: RowVector) -> int:
        asked.append(len(rows))
        return int(rows.sum())

    per_scope = PerScope(total)
    some = np.arange(5)
    assert [per_scope.of(some), per_scope.of(some), per_scope.of(some.copy())] == [10, 10, 10]
    assert asked == [5, 5]


def test_old_scopes_are_let_go() -> None:
    asked: list[int] = []
    per_scope = PerScope(lambda rows: asked.append(int(rows[0])))
    scopes = [np.asarray([number]) for number in range(10)]
    for rows in scopes:
        per_scope.of(rows)
    per_scope.of(scopes[-1])
    per_scope.of(scopes[0])
    assert asked == [*range(10), 0]
