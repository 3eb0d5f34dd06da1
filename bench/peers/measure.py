"""One run: every system built, then asked block by block in turn, so that other work on the machine hits all alike."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from bench.peers.corpus import HOME, Corpus
from bench.peers.processes import NotMeasuredError, Process
from bench.peers.questions import Asked
from bench.peers.systems.system import SYSTEMS

__all__ = ["K", "Row", "measure", "turns"]

K = 10
BLOCK = 20  # questions a system is asked before the next has its turn
WARM_UP = 10
_BUILD_S, _ANSWER_S = 240.0, 120.0

Say = Callable[[str], None]


@dataclass(slots=True)
class Row:
    """What was measured of one system. problem: why it, or the rest of it, was not.

    rounds: milliseconds of each search, by round; in the first each question is new, but for those of the warm-up.
    found: rows, by question. empty_mb: memory before the chunks were given; memory_mb: after all searches.
    """

    name: str
    problem: str = ""
    rounds: list[list[float]] = field(default_factory=list)
    found: list[list[int]] = field(default_factory=list)
    build_s: float | None = None
    add_s: float | None = None
    added_is_found: bool | None = None
    empty_mb: float | None = None
    memory_mb: float | None = None
    versions: dict[str, str] = field(default_factory=dict)
    setting: str = ""

    @property
    def is_measured(self) -> bool:
        """Whether all searches were made; adding may have failed."""
        return self.memory_mb is not None

    @property
    def milliseconds(self) -> list[float]:
        """Of all searches."""
        return [each for one in self.rounds for each in one]


def turns(n_questions: int, names: Sequence[str]) -> list[tuple[int, int, list[str]]]:
    """One round: (start, end) of each block of questions and the systems in their order, which rotates."""
    found = []
    for number, start in enumerate(range(0, n_questions, BLOCK)):
        first = number % len(names)
        order = [*names[first:], *names[:first]]
        found.append((start, min(start + BLOCK, n_questions), order))
    return found


def measure(
    corpus: Corpus, asked: Asked, names: Sequence[str], *, rounds: int, budget_s: float, say: Say = print
) -> list[Row]:
    """budget_s: of searching; a system that has used it up is not asked in a further round."""
    rows = {name: Row(name) for name in names}
    with ExitStack() as stack:
        running: dict[str, Process] = {}
        for name, row in rows.items():
            try:
                running[name] = _build(stack, row, corpus)
                say(f"{SYSTEMS[name].label}: built")
            except NotMeasuredError as error:
                row.problem = str(error)
                say(f"{SYSTEMS[name].label}: NOT MEASURED, {error}")
        for name in list(running):
            _attempt(running, rows, name, lambda process: process.ask(
                "search", timeout_s=_ANSWER_S, questions=asked.texts[:WARM_UP], k=K
            ))  # fmt: skip
        for number in range(rounds):
            spent = {name: sum(rows[name].milliseconds) / 1000 for name in running}
            due = [name for name in running if spent[name] < budget_s]
            if due:
                _round(running, rows, due, asked)
                say(f"round {number + 1}: {len(due)} systems")
        for name in list(running):
            _attempt(running, rows, name, lambda process, row=rows[name]: _finish(process, row))  # type: ignore[misc]
    _add_to_wenzheng(corpus, list(rows.values()))
    return list(rows.values())


def _build(stack: ExitStack, row: Row, corpus: Corpus) -> Process:
    process = stack.enter_context(Process(row.name, corpus.folder))
    process.greet(timeout_s=_ANSWER_S)
    built = process.ask("build", timeout_s=_BUILD_S)
    row.build_s = built["seconds"] if SYSTEMS[row.name].is_peer else corpus.build_s
    row.empty_mb, row.versions, row.setting = built["empty_mb"], built["versions"], built["setting"]
    return process


def _round(running: dict[str, Process], rows: dict[str, Row], names: Sequence[str], asked: Asked) -> None:
    for name in names:
        rows[name].rounds.append([])
    for start, end, order in turns(len(asked.questions), names):
        for name in order:
            if name in running:
                _attempt(running, rows, name, lambda process, row=rows[name], some=asked.texts[start:end]: _search(  # type: ignore[misc]
                    process, row, some
                ))  # fmt: skip


def _search(process: Process, row: Row, questions: list[str]) -> None:
    answer = process.ask("search", timeout_s=_ANSWER_S, questions=questions, k=K)
    row.rounds[-1] += answer["ms"]
    if len(row.rounds) == 1:
        row.found += answer["rows"]


def _finish(process: Process, row: Row) -> None:
    row.memory_mb = process.ask("memory", timeout_s=_ANSWER_S)["mb"]
    if SYSTEMS[row.name].is_peer:
        added = process.ask("add", timeout_s=_BUILD_S)
        row.add_s, row.added_is_found = added["seconds"], added["found"]


def _attempt(running: dict[str, Process], rows: dict[str, Row], name: str, what: Callable[[Process], object]) -> None:
    """A system that fails is noted and asked no more; the others go on."""
    try:
        what(running[name])
    except NotMeasuredError as error:
        rows[name].problem = str(error)
        print(f"{SYSTEMS[name].label}: {error}", file=sys.stderr)
        del running[name]


def _add_to_wenzheng(corpus: Corpus, rows: Sequence[Row]) -> None:
    from bench.scale import added_to_copy

    ours = [row for row in rows if not SYSTEMS[row.name].is_peer and row.is_measured]
    if ours:
        seconds = added_to_copy(corpus.folder / HOME)["add_s"]
        for row in ours:
            row.add_s = seconds
