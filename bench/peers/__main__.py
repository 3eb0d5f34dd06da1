"""Wenzheng and other retrieval libraries in one run, over the same chunks, with the same vectors, model and questions.

    python -m bench.peers setup
    python -m bench.peers --home HOME [--chunks 10000] [--only NAME…] [--json OUT] [--markdown OUT]

HOME was built with vectors. Its first reports, until they hold so many passages, are given to every system; each runs
in a process of its own. A search is timed end to end, warm: from the question's text to the ten best passages, encoding
of the question included. Vectors of the passages are the home's. All systems are asked the same 20 questions before the
next 20, in an order that rotates. hit@5 is judged as `wenzheng eval` judges it, on questions whose evidence is among
the passages. What is not installed is named as not measured. Some five minutes at 10,000 passages.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

from bench.peers.corpus import write_corpus
from bench.peers.install import install
from bench.peers.measure import K, measure
from bench.peers.questions import choose, read
from bench.peers.systems.system import SYSTEMS
from bench.peers.table import as_json, table

ROOT = Path(__file__).resolve().parents[2]
SETS = (
    "blind-reports",
    "blind-seeds",
    "late-reports",
    "late-seeds",
    "fresh-reports",
    "reports-more",
    "seeds-more",
    "dev",
)

ABOUT = """\
{chunks:,} passages of {reports} reports, {questions} questions, k = {k}. {machine}; load {load_before:.1f} at the \
start and {load_after:.1f} at the end; {seconds:.0f} s in all. Build, add: without embedding; a report of {added} \
passages is added. Memory: resident after all searches; in brackets before the passages were given, in peers with the \
library, the model and jieba's dictionary. Wenzheng's rules were written with these questions at hand, which no peer \
was tuned to; the model reads Chinese, and only Wenzheng translates English questions.

"""


def main(arguments: list[str]) -> int:
    if arguments == ["setup"]:
        return install()
    parser = argparse.ArgumentParser(
        prog="python -m bench.peers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--chunks", type=int, default=10_000)
    parser.add_argument(
        "--questions", type=Path, nargs="+", default=[ROOT / f"tests/data/{name}.jsonl" for name in SETS]
    )
    parser.add_argument("--most-questions", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=45, help="of searching, after which a system is asked no more")
    parser.add_argument("--only", nargs="+", choices=list(SYSTEMS), default=list(SYSTEMS), metavar="NAME")
    parser.add_argument("--json", type=Path, default=None, help="write what was measured there")
    parser.add_argument("--markdown", type=Path, default=None, help="write the table there too")
    options = parser.parse_args(arguments)

    started, load = time.monotonic(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        corpus = write_corpus(options.home, Path(folder), options.chunks)
        asked = choose(read(options.questions), {each.source for each in corpus.passages}, options.most_questions)
        if not asked.questions:
            parser.error("no question of these sets has its evidence among the passages")
        _say(f"{len(corpus.passages):,} passages of {corpus.reports} reports, {len(asked.questions)} questions")
        rows = measure(
            corpus, asked, options.only, rounds=options.rounds, budget_s=options.seconds, say=_say
        )  # fmt: skip
    about = {
        "chunks": len(corpus.passages),
        "reports": corpus.reports,
        "added": corpus.n_added,
        "questions": len(asked.questions),
        "k": K,
        "machine": f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}",
        "load_before": load,
        "load_after": os.getloadavg()[0],
        "seconds": time.monotonic() - started,
    }
    text = ABOUT.format(**about) + table(rows, asked, corpus.passages) + "\n"
    print(text, end="")
    if options.markdown:
        options.markdown.write_text(text, encoding="utf-8")
    if options.json:
        record = {**about, "systems": as_json(rows, asked, corpus.passages)}
        options.json.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
