"""How an index of any size behaves: opening, searching, adding a report; and how near its top ten are to exact search.

    python -m bench.scale HOME… [--questions tests/data/reports-more.jsonl] [--json OUT]

Each home is opened in a process of its own. Prints a row a home: chunks; segments; time to open; time of a search end
to end (query encoding included, the retriever warm) with and without what the question says of place and year; share of
the ten best of an exact search that are found; time to add one report, embedding left out; resident memory. A report is
added to a copy of the home made of hard links, so the home itself stays as it is.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any  # JSON values

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
ADDED = """# 某市政府工作报告
——{time}在某市第一届人民代表大会第一次会议上
一、2031年工作回顾
{body}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("homes", type=Path, nargs="+", metavar="HOME")
    parser.add_argument("--questions", type=Path, default=ROOT / "tests" / "data" / "reports-more.jsonl")
    parser.add_argument("--json", type=Path, default=None, help="write the rows there too")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)  # in a process of its own
    parser.add_argument("--add", action="store_true", help=argparse.SUPPRESS)  # likewise
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.homes[0], options.questions)))
        return
    if options.add:
        print(json.dumps(add_report(options.homes[0])))
        return
    print(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start; times in ms, medians / 95th percentiles"
    )
    print("| chunks | segments | open | search in scope | search of all | recall@10 | add a report, s | memory, MB |")
    print("|---|---|---|---|---|---|---|---|")
    rows = []
    for home in options.homes:
        row = {**in_process(home, "--measure", "--questions", str(options.questions)), **added_to_copy(home)}
        rows.append(row)
        print(
            f"| {row['chunks']:,} | {row['segments']} | {row['open_ms']:.0f} "
            f"| {row['scoped_p50']:.1f} / {row['scoped_p95']:.1f} | {row['all_p50']:.1f} / {row['all_p95']:.1f} "
            f"| {row['recall']:.3f} | {row['add_s']:.1f} | {row['memory_mb']:.0f} |",
            flush=True,
        )
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def in_process(home: Path, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.scale", str(home), *arguments]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout))


def measure(home: Path, questions: Path) -> dict[str, Any]:
    """The index opened once, each question searched ROUNDS times after one round to warm up."""
    import psutil

    from qa import Retriever
    from qa.evaluation.evaluate import read_questions

    asked = [question.text for question in read_questions(questions)]
    started = time.perf_counter()
    retriever = Retriever.load(home)
    opened = time.perf_counter() - started
    retriever.search(asked[0], k=10)
    index = retriever.index
    row: dict[str, Any] = {
        "chunks": index.n_chunks,
        "segments": len(index.segments),
        "open_ms": opened * 1000,
    }
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
    row["recall"] = statistics.mean(recall(retriever, text) for text in bare)
    return row


def recall(retriever: Any, question: str) -> float:  # noqa: ANN401 - imported late
    """Of the ten best by exact scores of every chunk of the index, the share that a search of it all finds."""
    query = retriever.parse(question)
    scope = retriever.scope(query, every_period=True)
    found = {hit.chunk_id for hit in retriever.rank(query, scope, k=10)}
    scores, _, _ = retriever.scores(query, scope.rows)
    best = np.lexsort((scope.rows, -scores))[:10]
    exact = {chunk.id for chunk in retriever.index.chunks(scope.rows[best])}
    return len(found & exact) / len(exact)


def added_to_copy(home: Path) -> dict[str, Any]:
    with copy_of(home) as copy:
        return in_process(copy, "--add")


@contextmanager
def copy_of(home: Path) -> Iterator[Path]:
    """A home of the same files that may be built into, for a while."""
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy, copy_function=os.link, ignore=shutil.ignore_patterns("sources.json", "seen.json"))
        yield copy


def add_report(home: Path) -> dict[str, Any]:
    """Seconds to add a report of some 80 chunks to a home, from the start of the build, less those spent embedding."""
    from index.building.builder import build
    from index.config import Config
    from index.types import FloatMatrix
    from index.vectors.encoder import load_encoder

    spent = 0.0
    encoder = load_encoder(Config(home=home))
    original = encoder.encode

    def timed(texts: list[str]) -> FloatMatrix:
        nonlocal spent
        started = time.perf_counter()
        vectors = original(texts)
        spent += time.perf_counter() - started
        return vectors

    encoder.encode = timed  # type: ignore[method-assign, assignment]
    body = "\n".join(
        f"第{n}项工作：全年完成投资{n}亿元，新增就业{n}万人，办理提案{n}件，群众满意率{n}%。" * 6 for n in range(80)
    )
    (home / "uploads").mkdir(exist_ok=True)
    (home / "uploads" / "added.txt").write_text(ADDED.format(time="2032年1月", body=body), encoding="utf-8")
    summary = build(None, Config(home=home), encoder=encoder)
    assert summary.added == 1, summary
    return {"add_s": summary.seconds - spent, "add_embed_s": spent}


if __name__ == "__main__":
    main()
