"""Measures the answers to every question set we have and writes the whole table, with the failures, as a page.

    python -m bench.quality [--home SEEDS_HOME] [--all-home HOME_WITH_REPORTS] [--beside-home HOME]
                            [--shared ../shared] [--out docs/quality.md]

SEEDS_HOME is an index of seeds/. Without HOME_WITH_REPORTS, an index of seeds/ and shared/reports/, only the questions
about the seeds are put. --beside-home keeps the index in which the reports of places that the questions about the seeds
take as absent are left out; by default it is made in a temporary folder from a copy of HOME_WITH_REPORTS.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bench.quality_page import SetResult, Verdict, page
from index.building.builder import build
from index.config import Config
from index.storage.store import Index
from qa import Answerer, Retriever
from qa.evaluation.evaluate import evaluate, read_questions
from qa.evaluation.metrics import REFUSALS, Outcome, Question, Tally
from qa.types import Answer

ROOT = Path(__file__).resolve().parents[1]
TAKEN_AS_ABSENT = ("石家庄市", "开封市")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
WARMING_UP = ("新乡2023年立案多少件提案?", "How many proposals did Xinxiang file in 2023?")


class QuestionSet(NamedTuple):
    """A file of questions; what it holds; what we aim at."""

    name: str
    path: Path
    aim: str


@dataclass(frozen=True, slots=True)
class Homes:
    """Indexes: of the seeds alone; of all reports; of the seeds beside all reports that do not contradict them."""

    seeds: Path | None
    everything: Path | None
    beside: Path | None


class TimedAnswerer(Answerer):
    """Remembers how many milliseconds each answer took."""

    def __init__(self, retriever: Retriever) -> None:
        super().__init__(retriever)
        self.milliseconds: list[float] = []

    def ask(self, question: str, **options: object) -> Answer:
        started = time.perf_counter()
        answer = super().ask(question, **options)  # type: ignore[arg-type]
        self.milliseconds.append(1000 * (time.perf_counter() - started))
        return answer


def seed_sets() -> tuple[QuestionSet, ...]:
    data = ROOT / "tests" / "data"
    aim = "hit@1 ≥ 0.93, hit@5 ≥ 0.98, answer ≥ 0.93, false refusals ≤ 0.01, every status right"
    return (
        QuestionSet("dev", data / "dev.jsonl", aim),
        QuestionSet("seeds-more", data / "seeds-more.jsonl", aim),
        QuestionSet("blind-seeds", data / "blind-seeds.jsonl", aim),
        QuestionSet("late-seeds", data / "late-seeds.jsonl", aim),
    )


def report_sets(shared: Path) -> tuple[QuestionSet, ...]:
    data = ROOT / "tests" / "data"
    aim = "hit@1 ≥ 0.85, hit@5 ≥ 0.95, answer ≥ 0.92"
    return (
        QuestionSet("scale-dev", shared / "eval" / "scale-dev.jsonl", aim),
        QuestionSet("reports-more", data / "reports-more.jsonl", "as for the seeds"),
        QuestionSet("blind-reports", data / "blind-reports.jsonl", "as for the seeds"),
        QuestionSet("late-reports", data / "late-reports.jsonl", "as for the seeds"),
        QuestionSet("fresh-reports", data / "fresh-reports.jsonl", "as for the seeds"),
        QuestionSet("not-indexed", data / "not-indexed.jsonl", "refused ≥ 0.99"),
        QuestionSet("plan-traps", data / "plan-traps.jsonl", "a plan is never given as a result"),
    )


def measure(question_set: QuestionSet, retriever: Retriever, corpus: str) -> SetResult:
    """Every question of the set, asked once."""
    answerer = TimedAnswerer(retriever)
    for text in WARMING_UP:
        answerer.ask(text)
    answerer.milliseconds.clear()
    questions = read_questions(question_set.path)
    verdicts = []
    for question in questions:
        evaluation = evaluate(answerer, (question,))
        verdicts.append(verdict(question, evaluation.outcomes[0], evaluation.table["ALL"]))
    times = sorted(answerer.milliseconds)
    return SetResult(
        name=question_set.name,
        corpus=corpus,
        aim=question_set.aim,
        verdicts=tuple(verdicts),
        median_ms=statistics.median(times),
        p95_ms=times[min(len(times) - 1, int(0.95 * len(times)))],
        trapped=trapped(verdicts, traps(question_set.path)),
    )


def traps(path: Path) -> dict[str, str]:
    """Id of a question → the quote with the figure that must not be its answer, where the set names one."""
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {record["id"]: record["trap"]["quote"] for record in records if "trap" in record}


def trapped(verdicts: Sequence[Verdict], traps: Mapping[str, str]) -> tuple[str, ...] | None:
    """The questions answered, wrongly, with figures of the trap."""
    if not traps:
        return None
    figures = {
        verdict.question.id: set(_NUMBER.findall(verdict.outcome.answer)) for verdict in verdicts if not verdict.answer
    }
    return tuple(
        question for question, found in figures.items() if found and found <= set(_NUMBER.findall(traps[question]))
    )


def verdict(question: Question, outcome: Outcome, counts: Tally) -> Verdict:
    """What the scorer says of one question."""
    return Verdict(
        question=question,
        outcome=outcome,
        answerable=bool(counts.n),
        hit_at_1=counts.hit_at_1 == 1,
        hit_at_5=counts.hit_at_5 == 1,
        answer=counts.answer == 1,
        refused=outcome.status in REFUSALS,
        status=counts.status == 1,
        failed=bool(counts.failures),
    )


def measure_all(homes: Homes, shared: Path) -> Iterator[SetResult]:
    """Every set on the indexes it is meant for."""
    plans: Sequence[tuple[Path | None, str, tuple[QuestionSet, ...]]] = (
        (homes.seeds, "seeds", seed_sets()),
        (homes.beside, "seeds beside reports", seed_sets()),
        (homes.everything, "seeds and all reports", report_sets(shared)),
    )
    for home, label, sets in plans:
        if home is None and label != "seeds":
            continue
        retriever = Retriever.load(home)
        counts = retriever.index.manifest.counts
        corpus = f"{label}: {counts.documents} files, {counts.chunks:,} passages"
        for question_set in sets:
            yield measure(question_set, retriever, corpus)


@contextmanager
def index_beside(everything: Path | None, kept: Path | None, shared: Path) -> Iterator[Path | None]:
    """An index without the reports of the places taken as absent; vectors are reused, so it takes half a minute."""
    if everything is None:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        home = kept or Path(folder) / "home"
        if not home.exists():
            shutil.copytree(everything, home)
        with Index.open(everything) as index:
            present = {r.source for r in index.reports if not r.place.endswith(TAKEN_AS_ABSENT)}
        reports = Path(folder) / "reports"
        reports.mkdir()
        for path in sorted((shared / "reports").glob("*.txt")):
            if path.name in present:
                (reports / path.name).symlink_to(path.resolve())
        build([ROOT / "seeds", reports], Config.from_environment(home=home))
        yield home


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, default=None, help="index of the seeds (default: as for wenzheng)")
    parser.add_argument("--all-home", type=Path, default=None, help="index of the seeds and all reports")
    parser.add_argument("--beside-home", type=Path, default=None, help="index of the seeds beside the reports")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "quality.md")
    options = parser.parse_args()
    with index_beside(options.all_home, options.beside_home, options.shared) as beside:
        results = list(measure_all(Homes(options.home, options.all_home, beside), options.shared))
    text = page(results)
    options.out.write_text(text, encoding="utf-8")
    print(text.split("\n## Failures", 1)[0])
    print(f"failures: {options.out}")


if __name__ == "__main__":
    main()
