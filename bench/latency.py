"""How fast the command line and the library answer over the five sample reports, and what they load.

    python -m bench.latency [--home HOME] [--questions tests/data/dev.jsonl] [--composed ../shared/eval/forms-dev.jsonl]

The home is built anew in a temporary folder unless one is named. Prints the rows of the README's table, with the
machine's load, since other work on it makes every number worse.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
QUESTION = "新乡2023年立案多少件提案?"
COLD_RUNS = 5
# Run in a Python of its own, so that what this script has loaded does not count.
ONE_ANSWER = """
import sys
import psutil
from qa import Answerer, Retriever
Answerer(Retriever.load(sys.argv[1])).ask(sys.argv[2])
print("torch" in sys.modules, psutil.Process().memory_info().rss)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="an index of the sample reports (default: one built for this)")
    parser.add_argument("--questions", type=Path, default=ROOT / "tests" / "data" / "dev.jsonl")
    parser.add_argument("--composed", type=Path, help="questions of many forms, each with its turns, to time as well")
    options = parser.parse_args()
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line.strip()]

    print(f"{os.cpu_count()} cores, load {_load()} at the start")
    with tempfile.TemporaryDirectory() as temporary:
        fresh = Path(temporary) / "home"
        print(f"index built from nothing         {_seconds('build', str(SEEDS), '--home', str(fresh)):.1f} s")
        home = options.home or fresh
        cold = [_seconds("ask", QUESTION, "--home", str(home)) for _ in range(COLD_RUNS)]
        print(f"./run ask, command to answer     {statistics.median(cold):.2f} s (median of {COLD_RUNS})")
        _warm(home, questions)
        if options.composed:
            _composed(home, options.composed)
        has_torch, memory = _run([sys.executable, "-P", "-c", ONE_ANSWER, str(home), QUESTION]).split()
        print(f"torch imported                   {'yes' if has_torch == 'True' else 'no'}")
        print(f"resident memory after an answer  {int(memory) / 2**20:.0f} MB")
    print(f"load {_load()} at the end")


def _warm(home: Path, questions: Sequence[str]) -> None:
    from qa import Answerer, Retriever

    retriever = Retriever.load(home)
    answerer = Answerer(retriever)
    answerer.ask(QUESTION)  # what a question is answered by is remembered, so none is warmed with that is timed
    calls: tuple[tuple[str, Callable[[str], object]], ...] = (("search", retriever.search), ("ask", answerer.ask))
    for name, call in calls:
        times = []
        for question in questions:
            started = time.perf_counter()
            call(question)
            times.append((time.perf_counter() - started) * 1000)
        label = f"{name}, warm, {len(times)} questions"
        print(f"{label:32s} p50 {statistics.median(times):.1f} ms, p95 {statistics.quantiles(times, n=20)[-1]:.1f} ms")


def _composed(home: Path, path: Path) -> None:
    """The last turn of each question, put for the first time."""
    from qa import Answerer, Retriever

    answerer = Answerer(Retriever.load(home))
    answerer.ask(QUESTION)
    times = []
    for line in path.read_text(encoding="utf-8").splitlines():
        context = None
        for turn in json.loads(line)["turns"]:
            started = time.perf_counter()
            answer = answerer.ask(turn, context=context)
            took = (time.perf_counter() - started) * 1000
            context = answer.understood_as or turn
        times.append(took)
    label = f"of many forms, warm, {len(times)} questions"
    print(f"{label:32s} p50 {statistics.median(times):.0f} ms, p95 {statistics.quantiles(times, n=20)[-1]:.0f} ms")


def _seconds(*words: str) -> float:
    started = time.perf_counter()
    _run([str(ROOT / "run"), *words])
    return time.perf_counter() - started


def _run(command: list[str]) -> str:
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    main()
