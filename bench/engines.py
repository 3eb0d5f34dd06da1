"""How close a Milvus server's ranking stays to the local index, and how long each takes.

    python -m bench.engines [--reports FOLDER] [--every 10] [--server URL]

Builds an index of the sample reports and every tenth report of a folder (by default the large collection beside the
checkout) with the default model, mirrors it into `milvus-lite server`, started for this as a process of its own on the
loopback, or into the server that is named (whose index it replaces), and asks both engines the questions of tests/data.
Prints for each set of questions: passages in scope at the median, share of the first ten that are the same, share of
questions whose first is, greatest difference of a score, and the median time of a search, query encoding included.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.engine import Engine
    from index.storage.store import Index
    from qa import Retriever
    from qa.types import Hit

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data"
SETS = ("dev", "seeds-more", "late-seeds", "fresh-reports", "late-reports", "reports-more")
_PLACELESS = "without place"  # the same words asked of the whole index: the largest scope there is
_REPEATS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One question, asked of both. scope: passages that were searched."""

    scope: int
    same: float
    first: bool
    difference: float
    local_ms: float
    milvus_ms: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=Path, default=ROOT.parent / "shared" / "reports")
    parser.add_argument("--every", type=int, default=10, help="take every so manieth report of the folder")
    parser.add_argument("--server", metavar="URL", help="a Milvus server instead of milvus-lite; its index is replaced")
    parser.add_argument("--home", type=Path, help="an index to use instead of building one")
    parser.add_argument("--questions", type=int, default=120, help="at most so many of each set")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the rows there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        home = options.home or _build(folder, options.reports, options.every)
        if options.server:
            rows = _measure(home, options.server, options.questions)
        else:
            from tests.milvus_server import LiteServer

            server = LiteServer(folder / "server")
            try:
                rows = _measure(home, server.uri, options.questions)
            finally:
                server.stop()
    if options.json:
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _build(folder: Path, reports: Path, every: int) -> Path:
    from index.building.builder import build
    from index.config import Config

    home = folder / "home"
    files = sorted(reports.glob("*.txt"))[::every] if reports.is_dir() else []
    started = time.perf_counter()
    summary = build([ROOT / "seeds", *files], replace(Config.from_environment(home=home), engine=""))
    print(f"{summary.reports} reports, {summary.chunks} passages built in {time.perf_counter() - started:.0f} s")
    return home


def _measure(home: Path, uri: str, most: int) -> list[dict[str, object]]:
    from index.engines.milvus_writer import mirror_home
    from qa import Retriever

    started = time.perf_counter()
    mirror_home(home, uri)
    print(f"mirrored in {time.perf_counter() - started:.1f} s; again, with nothing new: ", end="")
    started = time.perf_counter()
    mirror_home(home, uri)
    print(f"{time.perf_counter() - started:.2f} s")
    local = Retriever.load(home)
    started = time.perf_counter()
    far = Retriever.connect(uri, home=home)
    print(f"connected in {time.perf_counter() - started:.2f} s; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    names = ("n", "scope", "same", "first")
    heading = " ".join(f"{name:>{width}s}" for name, width in zip(names, (4, 6, 6, 6), strict=True))
    print(f"\n{'questions':18s} {heading} {'differ':>8s} {'local':>8s} {'milvus':>8s}")
    rows = []
    for name in (*SETS, _PLACELESS):
        questions = _questions(SETS if name == _PLACELESS else (name,), most)
        lines = [_compare(local, far, each, everything=name == _PLACELESS) for each in questions]
        rows.append(_row(name, [line for line in lines if line.scope]))
    return rows


def _questions(names: Sequence[str], most: int) -> list[str]:
    found = []
    for name in names:
        lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        found += [json.loads(line)["question"] for line in lines if line.strip()]
    return found[:: max(1, len(found) // most)][:most]


def _compare(local: Retriever, far: Retriever, question: str, *, everything: bool) -> Line:
    ours, local_ms, scope = _searched(local, question, everything=everything)
    theirs, milvus_ms, _ = _searched(far, question, everything=everything)
    scores = {hit.chunk_id: hit.score for hit in theirs}
    shared = [hit for hit in ours if hit.chunk_id in scores]
    return Line(
        scope=scope,
        same=len(shared) / len(ours) if ours else 1.0,
        first=not ours or ours[0].chunk_id == theirs[0].chunk_id,
        difference=max((abs(hit.score - scores[hit.chunk_id]) for hit in shared), default=0.0),
        local_ms=local_ms,
        milvus_ms=milvus_ms,
    )


def _searched(retriever: Retriever, question: str, *, everything: bool) -> tuple[list[Hit], float, int]:
    query = retriever.parse(question)
    scope = retriever.scope(query)
    if everything:
        index: Engine | Index = retriever.index
        reports = tuple(range(len(index.reports)))
        scope = replace(scope, reports=reports, rows=index.rows_of(reports), missing=None, years=())
    hits, took = _timed(lambda: retriever.rank(query, scope, k=10))
    return hits, took, int(scope.rows.size)


def _timed(call: Callable[[], list[Hit]]) -> tuple[list[Hit], float]:
    """What it gives, and the median of its times in milliseconds."""
    times = []
    for _ in range(_REPEATS):
        started = time.perf_counter()
        hits = call()
        times.append((time.perf_counter() - started) * 1000)
    return hits, statistics.median(times)


def _row(name: str, lines: Sequence[Line]) -> dict[str, object]:
    row: dict[str, object] = {
        "questions": name,
        "n": len(lines),
        "scope": int(statistics.median(line.scope for line in lines)),
        "same_of_ten": statistics.fmean(line.same for line in lines),
        "same_first": statistics.fmean(line.first for line in lines),
        "greatest_difference": max(line.difference for line in lines),
        "local_ms": statistics.median(line.local_ms for line in lines),
        "milvus_ms": statistics.median(line.milvus_ms for line in lines),
    }
    print(
        f"{name:18s} {row['n']:4d} {row['scope']:6d} {row['same_of_ten']:6.3f} {row['same_first']:6.3f} "
        f"{row['greatest_difference']:8.1e} {row['local_ms']:5.1f} ms {row['milvus_ms']:5.1f} ms"
    )
    return row


if __name__ == "__main__":
    main()
