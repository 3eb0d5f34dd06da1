"""How fast an index of any size opens and is searched, and the memory it takes.

    python -m bench.scale HOME… [--questions tests/data/reports-more.jsonl] [--json OUT]

Each home is opened in a process of its own. Prints a row a home: chunks, time to open, time of a search end to end
(query encoding included, the retriever warm) with and without what the question says of place and year, and resident
memory.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any  # JSON values

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("homes", type=Path, nargs="+", metavar="HOME")
    parser.add_argument("--questions", type=Path, default=ROOT / "tests" / "data" / "reports-more.jsonl")
    parser.add_argument("--json", type=Path, default=None, help="write the rows there too")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)  # in a process of its own
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.homes[0], options.questions)))
        return
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    print("| chunks | open, ms | search in scope, p50 / p95 ms | search of all, p50 / p95 ms | memory, MB |")
    print("|---|---|---|---|---|")
    rows = []
    for home in options.homes:
        command = [sys.executable, "-m", "bench.scale", str(home), "--measure", "--questions", str(options.questions)]
        row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout)
        rows.append(row)
        print(
            f"| {row['chunks']:,} | {row['open_ms']:.0f} | {row['scoped_p50']:.1f} / {row['scoped_p95']:.1f} "
            f"| {row['all_p50']:.1f} / {row['all_p95']:.1f} | {row['memory_mb']:.0f} |"
        )
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def measure(home: Path, questions: Path) -> dict[str, Any]:
    """One row: the index opened once, each question searched ROUNDS times after one round to warm up."""
    import psutil

    from qa import Retriever
    from qa.evaluate import read_questions

    asked = [question.text for question in read_questions(questions)]
    started = time.perf_counter()
    retriever = Retriever.load(home)
    opened = time.perf_counter() - started
    retriever.search(asked[0], k=10)
    row: dict[str, Any] = {"chunks": retriever.index.n_chunks, "open_ms": opened * 1000}
    # Less its place and year, a question is put to the whole index.
    bare = [retriever.parse(question).content or question for question in asked]
    for name, texts in (("scoped", asked), ("all", bare)):
        seconds = []
        for number in range(ROUNDS + 1):
            for text in texts:
                started = time.perf_counter()
                retriever.search(text, k=10)
                if number:
                    seconds.append(time.perf_counter() - started)
        milliseconds = sorted(second * 1000 for second in seconds)
        row[f"{name}_p50"] = statistics.median(milliseconds)
        row[f"{name}_p95"] = milliseconds[int(0.95 * (len(milliseconds) - 1))]
    row["memory_mb"] = psutil.Process().memory_info().rss / 2**20
    return row


if __name__ == "__main__":
    main()
