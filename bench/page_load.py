"""How fast the page's server answers many who ask at once, through its HTTP interface.

    python -m bench.page_load [--home HOME] [--clients 20] [--rounds 10]

Each client asks the questions of a set one after the other, all clients at once; the home is built anew from the sample
reports in a temporary folder unless one is named. The server runs in a process of its own. Prints how long the answers
took, alone and at once, with the machine's load, since other work on it makes every number worse.
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
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.breaking.crowd import serving

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = (
    "新乡2023年立案多少件提案?",
    "上街区2017年有多少件提案?",
    "哪个市立案的提案最多?",
    "How many proposals did Zhengzhou file in 2023?",
    "洛阳政协提了多少件提案?",
    "2024年新乡市政协要协商哪些议题?",
    "郑州市2023年地区生产总值?",
)
TIMEOUT_S = 60


@dataclass(frozen=True, slots=True)
class Load:
    """seconds: of each answer, in no order. errors: what went wrong. statuses: of the answers."""

    seconds: tuple[float, ...]
    errors: tuple[str, ...]
    statuses: frozenset[str]

    @property
    def p50(self) -> float:
        return statistics.median(self.seconds)

    @property
    def mean(self) -> float:
        """What one answer costs, whichever is asked for."""
        return statistics.fmean(self.seconds)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="an index (default: one built of the sample reports for this)")
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    with tempfile.TemporaryDirectory() as temporary:
        home = options.home or build_seeds(Path(temporary) / "home")
        with serving(home) as site:
            ask_at_once(site.url, clients=1, rounds=2)  # warms what the first question loads
            for clients in (1, options.clients):
                load = ask_at_once(site.url, clients=clients, rounds=options.rounds)
                print(
                    f"{clients:3d} at once: {len(load.seconds)} answers, {len(load.errors)} errors, "
                    f"p50 {load.p50 * 1000:.0f} ms, p95 {load.p95 * 1000:.0f} ms"
                )
    print(f"load {os.getloadavg()[0]:.1f} at the end")


def build_seeds(home: Path) -> Path:
    subprocess.run([sys.executable, "-m", "qa", "build", "seeds", "--home", str(home)], cwd=ROOT, check=True)
    return home


def ask_at_once(site: str, *, clients: int, rounds: int, questions: Sequence[str] = QUESTIONS) -> Load:
    """So many clients, each asking so many questions one after the other, starting at different ones."""
    with ThreadPoolExecutor(clients) as pool:
        results = list(pool.map(lambda first: _ask_in_turn(site, first, rounds, questions), range(clients)))
    return Load(
        seconds=tuple(seconds for times, _, _ in results for seconds in times),
        errors=tuple(error for _, errors, _ in results for error in errors),
        statuses=frozenset(status for _, _, statuses in results for status in statuses),
    )


def _ask_in_turn(
    site: str, first: int, rounds: int, questions: Sequence[str]
) -> tuple[list[float], list[str], list[str]]:
    times, errors, statuses = [], [], []
    for n in range(first, first + rounds):
        question = questions[n % len(questions)]
        body = json.dumps({"data": [question, None, None, None, None, None, None]}).encode()
        request = urllib.request.Request(
            f"{site}/gradio_api/run/ask", body, {"Content-Type": "application/json"}, method="POST"
        )
        started = time.perf_counter()
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:
                answer = json.load(response)["data"][0]
            statuses.append(answer["status"])
            if answer["question"] != question:
                errors.append(f"{question}: answered {answer['question']}")
        except (OSError, ValueError, KeyError) as error:
            errors.append(f"{question}: {error!r}")
        times.append(time.perf_counter() - started)
    return times, errors, statuses


if __name__ == "__main__":
    main()
