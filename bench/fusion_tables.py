"""What fusion measured, as the Markdown tables of docs/fusion.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.intervals import Difference

__all__ = ["SetResult", "print_results"]


@dataclass(frozen=True, slots=True)
class SetResult:
    """What one question set gave.

    candidates: passages ranked for a question, on average. measures: system → measure → mean. differences: the same
    less the default. choices: idf → weight → how many folds chose it. kinds: type of question → system → MRR.
    """

    name: str
    questions: int
    candidates: float
    measures: dict[str, dict[str, float]]
    differences: dict[str, dict[str, Difference]]
    choices: dict[str, dict[float, int]]
    kinds: dict[str, dict[str, float]]


def print_results(results: Sequence[SetResult]) -> None:
    """One table for each thing to be seen, sets side by side."""
    systems = list(dict.fromkeys(name for each in results for name in each.measures))
    print("\n## hit@1 / hit@5 / MRR, percent\n")
    heads = [f"{each.name} ({each.questions} × {each.candidates:.0f})" for each in results]
    _table(heads, ((name, [_measures(each.measures[name]) for each in results]) for name in systems))
    for measure in ("hit@1", "MRR"):
        print(f"\n## {measure} less the default's, points; 95 % interval; * zero is outside\n")
        rows = ((name, [_points(each.differences[name][measure]) for each in results]) for name in systems)
        _table([each.name for each in results], rows)
    print("\n## Weights chosen with the questions about the same files left out: weight × folds\n")
    idfs = list(results[0].choices) if results else []
    _table([each.name for each in results], ((idf, [_choices(each.choices[idf]) for each in results]) for idf in idfs))
    for each in results:
        if len(each.kinds) > 1:
            print(f"\n## {each.name}: MRR by type of question, percent\n")
            rows = ((name, [f"{100 * kind[name]:.1f}" for kind in each.kinds.values()]) for name in systems)
            _table(list(each.kinds), rows)


def _table(heads: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]) -> None:
    print(f"| | {' | '.join(heads)} |\n|---|{'---|' * len(heads)}")
    for name, cells in rows:
        print(f"| {name} | {' | '.join(cells)} |")


def _measures(measures: dict[str, float]) -> str:
    return " / ".join(f"{100 * value:.1f}" for value in measures.values())


def _points(difference: Difference) -> str:
    star = " *" if difference.is_certain else ""
    return f"{100 * difference.mean:+.1f} [{100 * difference.low:+.1f}, {100 * difference.high:+.1f}]{star}"


def _choices(choices: dict[float, int]) -> str:
    return ", ".join(f"{weight} × {folds}" for weight, folds in choices.items())
