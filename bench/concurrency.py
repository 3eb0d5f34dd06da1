"""Many who ask one retriever at once, first in peace, then while reports are added: how fast, and whether anyone fails.

    python -m bench.concurrency HOME [--askers 1 2 4 8] [--seconds 5] [--publishes 10] [--json OUT]

The askers are threads that share one `Retriever`, as those of the page do, and ask the whole index without pause; a
search is the library's, query encoding included. Adding goes on in a process of its own, on a copy of the home made of
hard links, and publishes a generation for every report; the retriever moves to each by itself. Any error ends the run
with status 1.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.scale import ADDED, copy_of

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = ROOT / "tests" / "data" / "reports-more.jsonl"


@dataclass(frozen=True, slots=True)
class Row:
    """Of one number of askers. p50, p95: milliseconds. generations: that answers came from."""

    askers: int
    publishing: bool
    searches_per_s: float
    p50: float
    p95: float
    generations: int
    errors: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path, metavar="HOME")
    parser.add_argument("--askers", type=int, nargs="+", default=[1, 2, 4, 8])
    parser.add_argument("--seconds", type=float, default=5.0, help="for each number of askers")
    parser.add_argument("--publishes", type=int, default=10)
    parser.add_argument("--json", type=Path, default=None, help="write the rows there too")
    parser.add_argument("--add", action="store_true", help=argparse.SUPPRESS)  # in a process of its own
    options = parser.parse_args()
    if options.add:
        add_reports(options.home, options.publishes)
        return 0
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start; times in ms")
    print("| askers | meanwhile | searches a second | p50 / p95 | generations seen | errors |")
    print("|---|---|---|---|---|---|")
    rows = []
    with copy_of(options.home) as home:
        for askers in options.askers:
            ends_at = time.monotonic() + options.seconds
            rows.append(ask(home, askers, lambda ends_at=ends_at: time.monotonic() < ends_at, publishing=False))
            show(rows[-1])
        command = [sys.executable, "-m", "bench.concurrency", str(home), "--add", "--publishes", str(options.publishes)]
        with subprocess.Popen(command, cwd=ROOT) as adding:
            rows.append(ask(home, max(options.askers), lambda: adding.poll() is None, publishing=True))
        show(rows[-1])
        if adding.returncode:
            raise SystemExit("adding reports failed")
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
    return 1 if any(row.errors for row in rows) else 0


def show(row: Row) -> None:
    meanwhile = "reports are added" if row.publishing else "–"
    print(
        f"| {row.askers} | {meanwhile} | {row.searches_per_s:.0f} | {row.p50:.1f} / {row.p95:.1f} "
        f"| {row.generations} | {row.errors} |",
        flush=True,
    )


def ask(home: Path, askers: int, goes_on: Callable[[], bool], *, publishing: bool) -> Row:
    from qa import Retriever
    from qa.evaluation.evaluate import read_questions

    retriever = Retriever.load(home)
    asked = [question.text for question in read_questions(QUESTIONS)]
    # Less its place and year, a question is put to the whole index.
    questions = [retriever.parse(question).content or question for question in asked]
    for question in questions[:5]:
        retriever.search(question)
    seconds: list[float] = []
    errors: list[str] = []
    generations: set[str] = set()

    def search(first: int) -> None:
        for question in itertools.cycle(questions[first:] + questions[:first]):
            if not goes_on():
                return
            started = time.perf_counter()
            try:
                retriever.search(question, k=10)
                generations.add(retriever.newest().index.manifest.generation)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is counted and shown
                errors.append(f"{type(error).__name__}: {error}")
                return
            seconds.append(time.perf_counter() - started)

    threads = [threading.Thread(target=search, args=(7 * number % len(questions),)) for number in range(askers)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    for error in errors:
        print(error, file=sys.stderr)
    milliseconds = sorted(second * 1000 for second in seconds)
    return Row(
        askers=askers,
        publishing=publishing,
        searches_per_s=len(seconds) / took,
        p50=statistics.median(milliseconds),
        p95=milliseconds[int(0.95 * (len(milliseconds) - 1))],
        generations=len(generations),
        errors=len(errors),
    )


def add_reports(home: Path, n: int) -> None:
    """One after the other, each a build that publishes."""
    from index.building.builder import build
    from index.config import Config
    from index.vectors.encoder import load_encoder

    (home / "uploads").mkdir(exist_ok=True)
    encoder = load_encoder(Config(home=home, jobs=1))
    for number in range(n):
        body = "\n".join(f"第{item}项工作：全年完成投资{number}{item}亿元，群众满意率{item}%。" for item in range(20))
        text = ADDED.format(time=f"{2032 + number}年1月", body=body)
        (home / "uploads" / f"added-{number}.txt").write_text(text, encoding="utf-8")
        build(None, Config(home=home, jobs=1), encoder=encoder)


if __name__ == "__main__":
    raise SystemExit(main())
