"""Which chunk is which row of a reader: reports in the order of their files, chunks in their order within these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from index.engines.milvus_client import MOST_ROWS, Row
from index.engines.milvus_schema import POSITIONS, State, reports_in
from index.storage.catalogue import ROLES
from index.types import Report, ReportCounts, RowVector

__all__ = ["Layout", "roles_as_runs"]

_RUN = re.compile(r"(\d)x(\d+)")
_LETTERS = {role: str(number) for number, role in enumerate(ROLES)}


def roles_as_runs(roles: Iterable[str]) -> str:
    """Review review plan → "0x2 1x1"."""
    runs: list[list[Any]] = []
    for role in roles:
        if runs and runs[-1][0] == role:
            runs[-1][1] += 1
        else:
            runs.append([role, 1])
    return " ".join(f"{_LETTERS[role]}x{length}" for role, length in runs)


class Layout:
    """Rows of the chunks of a generation, and the conditions that name them to the server.

    numbers: (n_reports,) int64, the server's number of each report. report_rows: its row there, by number.
    chunk_report: (n,) int32. chunk_role: (n,) int8.
    """

    def __init__(self, found: Iterable[tuple[Report, Row]], state: State, leaving: Iterable[int]) -> None:
        """found: the live reports with their rows of `reports`. leaving: numbers of reports that are no longer live."""
        ordered = sorted(found, key=lambda each: (each[0].source, each[0].part))
        self.reports = tuple(report for report, _ in ordered)
        self.counts = {report.id: ReportCounts(row["sections"], row["chunks"], row["facts"]) for report, row in ordered}
        self.report_rows = {int(row["id"]): row for _, row in ordered}
        self.documents = {report.document_id: int(row["document"]) for report, row in ordered}
        self.numbers: npt.NDArray[np.int64] = np.asarray([row["id"] for _, row in ordered], dtype=np.int64)
        lengths = np.asarray([row["chunks"] for _, row in ordered], dtype=np.int64)
        self.borders: npt.NDArray[np.int64] = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        self.n = int(self.borders[-1])
        self.chunk_report: npt.NDArray[np.int32] = np.repeat(np.arange(len(ordered), dtype=np.int32), lengths)
        runs = [(int(role), int(n)) for _, row in ordered for role, n in _RUN.findall(row["roles"])]
        self.chunk_role: npt.NDArray[np.int8] = np.repeat(
            np.asarray([role for role, _ in runs], dtype=np.int8), np.asarray([n for _, n in runs], dtype=np.int64)
        )
        self._by_number = np.argsort(self.numbers)
        self._sorted = self.numbers[self._by_number]
        self._below = state.next_number * POSITIONS
        self._leaving = np.asarray(sorted(leaving), dtype=np.int64)

    def keys(self, rows: RowVector) -> npt.NDArray[np.int64]:
        """The keys of these chunks."""
        owners = self.chunk_report[rows]
        keys: npt.NDArray[np.int64] = self.numbers[owners] * POSITIONS + (rows - self.borders[owners])
        return keys

    def rows(self, keys: npt.NDArray[np.int64]) -> RowVector:
        """The rows of these chunks, -1 where a key is of no report that is live."""
        owners = self.ordinals(keys // POSITIONS)
        rows: RowVector = np.where(owners >= 0, self.borders[owners] + keys % POSITIONS, -1)
        return rows

    def ordinals(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The position in `reports` of each of these numbers, -1 where none is live."""
        if len(self._sorted) == 0:
            return np.full(len(numbers), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self._sorted, numbers), len(self._sorted) - 1)
        found: npt.NDArray[np.int64] = np.where(self._sorted[at] == numbers, self._by_number[at], -1)
        return found

    def rows_of(self, ordinals: Iterable[int]) -> RowVector:
        """The rows of these reports, ascending."""
        chosen = np.sort(np.fromiter(ordinals, dtype=np.int64))
        lengths = self.borders[chosen + 1] - self.borders[chosen]
        offsets = np.repeat(self.borders[chosen] - (np.cumsum(lengths) - lengths), lengths)
        rows: RowVector = offsets + np.arange(len(offsets))
        return rows

    def condition(self, rows: RowVector) -> str:
        """What is true of these chunks (ascending rows) and of no other live one."""
        owners = np.unique(self.chunk_report[rows])
        whole = self.rows_of(owners.tolist())
        if len(whole) == len(rows):
            return self._of_reports(owners)
        roles = np.unique(self.chunk_role[rows])
        if int(np.isin(self.chunk_role[whole], roles).sum()) == len(rows):
            return f"{self._of_reports(owners)} and role in {roles.tolist()}"
        return f"id in {self.keys(rows).tolist()}"

    def blocks(self, rows: RowVector) -> Iterator[RowVector]:
        """The rows in blocks of at most as many as the server gives at once, cut between reports where that can be."""
        first = 0
        while first < len(rows):
            end = min(first + MOST_ROWS, len(rows))
            if end < len(rows):
                owner = self.chunk_report[rows[end]]
                cut = int(np.searchsorted(self.chunk_report[rows], owner))
                end = cut if cut > first else end
            yield rows[first:end]
            first = end

    def _of_reports(self, owners: npt.NDArray[np.int32]) -> str:
        """Of these reports (positions): named, or where they are most of all, told by which they are not."""
        if len(owners) * 2 <= len(self.numbers):
            return reports_in(self.numbers[owners])
        others = np.setdiff1d(self.numbers, self.numbers[owners])
        absent = np.concatenate([others, self._leaving])
        below = f"id < {self._below}"
        return f"{below} and report not in {absent.tolist()}" if len(absent) else below
