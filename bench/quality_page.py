"""Verdicts on questions → a page in Markdown: rates by type with their confidence intervals, then every failure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluation.metrics import Outcome, Question

__all__ = ["SetResult", "Verdict", "interval", "page"]

SAMPLES = 10_000
SEED = 20_260
_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one question. status: an unanswerable one was refused with the right status."""

    question: Question
    outcome: Outcome
    answerable: bool
    hit_at_1: bool
    hit_at_5: bool
    answer: bool
    refused: bool
    status: bool
    failed: bool


@dataclass(frozen=True, slots=True)
class SetResult:
    """One question set on one corpus. median_ms, p95_ms: of the time an answer takes.

    trapped: ids of the questions whose answer is the figure set as a trap; None where no traps are set.
    """

    name: str
    corpus: str
    aim: str
    verdicts: tuple[Verdict, ...]
    median_ms: float
    p95_ms: float
    trapped: tuple[str, ...] | None = None


def interval(successes: Sequence[bool]) -> tuple[float, float]:
    """95 % confidence interval of a rate, in [0, 1]: percentile bootstrap (Efron 1979), the same on every run.

    Where all succeed or all fail, resampling shows no spread; then the exact interval (Clopper and Pearson 1934).
    """
    n, right = len(successes), sum(successes)
    tail = (1 - _LEVEL) / 2
    if right == n:
        return tail ** (1 / n), 1.0
    if right == 0:
        return 0.0, 1 - tail ** (1 / n)
    rates = np.random.default_rng(SEED).binomial(n, right / n, SAMPLES) / n
    low, high = np.quantile(rates, (tail, 1 - tail))
    return float(low), float(high)


def page(results: Sequence[SetResult]) -> str:
    """The whole page."""
    lines = [
        "# Quality of the answers",
        "",
        "Written by `python -m bench.quality --home SEEDS_HOME --all-home HOME_WITH_REPORTS`; not to be edited.",
        "",
        "Each rate is followed by its 95 % confidence interval: bootstrap over the questions, or exact where all or",
        "none are right. hit@k: one of the first k passages shows the evidence. answer: the short answer is right, and",
        "says little more. false refusal: an answerable question refused. status: an unanswerable one refused, for the",
        "right reason. ms: median and 95th percentile of the time an answer takes, warm.",
        "",
        "The program has been tuned to these questions: rules were written while looking at what fails in every set",
        "below, so its rates are higher than on questions never seen. What sets gave at first sight, before a rule was",
        "changed for them, is in [quality-history.md](quality-history.md).",
        "",
    ]
    for corpus in dict.fromkeys(result.corpus for result in results):
        label, _, size = corpus.partition(": ")
        lines += [f"## On {label}", "", f"{size}.", ""]
        for result in results:
            if result.corpus == corpus:
                lines += _table(result)
    lines += [
        "## Failures",
        "",
        "A question fails when its answer is wrong, its evidence is not the first passage, or its status is wrong.",
        "",
    ]
    for result in results:
        lines += _failures(result)
    return "\n".join(lines).rstrip() + "\n"


def _table(result: SetResult) -> list[str]:
    lines = [
        f"### {result.name}",
        "",
        f"Aim: {result.aim}. {result.median_ms:.0f} ms, p95 {result.p95_ms:.0f} ms.",
        "",
        "| type | n | hit@1 | hit@5 | answer | false refusal | unanswerable | refused | status |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    kinds = dict.fromkeys(verdict.question.kind for verdict in result.verdicts)
    groups = [("all", result.verdicts)] if len(kinds) > 1 else []
    groups += [(kind, tuple(v for v in result.verdicts if v.question.kind == kind)) for kind in kinds]
    lines += [*(_row(kind, verdicts) for kind, verdicts in groups), ""]
    if result.trapped is not None:
        ids = f": {', '.join(result.trapped)}" if result.trapped else ""
        lines += [f"Answered with the figure set as a trap: {len(result.trapped)} of {len(result.verdicts)}{ids}.", ""]
    return lines


def _row(kind: str, verdicts: Sequence[Verdict]) -> str:
    answerable = [verdict for verdict in verdicts if verdict.answerable]
    others = [verdict for verdict in verdicts if not verdict.answerable]
    measures: tuple[tuple[Sequence[Verdict], Callable[[Verdict], bool]], ...] = (
        (answerable, lambda verdict: verdict.hit_at_1),
        (answerable, lambda verdict: verdict.hit_at_5),
        (answerable, lambda verdict: verdict.answer),
        (answerable, lambda verdict: verdict.refused),
        (others, lambda verdict: verdict.refused),
        (others, lambda verdict: verdict.status),
    )
    cells = [_rate([succeeds(verdict) for verdict in group]) for group, succeeds in measures]
    return f"| {' | '.join([kind, str(len(answerable) or ''), *cells[:4], str(len(others) or ''), *cells[4:]])} |"


def _rate(successes: Sequence[bool]) -> str:
    if not successes:
        return ""
    low, high = interval(successes)
    return f"{sum(successes) / len(successes):.3f} ({low:.2f}–{high:.2f})"


def _failures(result: SetResult) -> list[str]:
    failed = [verdict for verdict in result.verdicts if verdict.failed]
    label = result.corpus.partition(":")[0]
    lines = [f"### {result.name} on {label}: {len(failed)} of {len(result.verdicts)}", ""]
    if failed:
        lines += ["| id | type | question | got | right | evidence |", "|---|---|---|---|---|---|"]
        lines += [_failure(verdict) for verdict in failed] + [""]
    return lines


def _failure(verdict: Verdict) -> str:
    question, outcome = verdict.question, verdict.outcome
    got = outcome.answer if outcome.status == "answered" else f"{outcome.status} {outcome.answer}".strip()
    rank = "first" if verdict.hit_at_1 else "in the first five" if verdict.hit_at_5 else "not in the first five"
    right = " / ".join(question.answers) or question.status
    cells = [question.id, question.kind, question.text, got, right, rank if verdict.answerable else ""]
    return f"| {' | '.join(cell.replace('|', '∣').replace(chr(10), ' ') for cell in cells)} |"
