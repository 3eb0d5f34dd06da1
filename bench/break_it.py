"""Tries to break everything that meets what strangers write, for a bounded time, and says what broke.

    python -m bench.break_it [--minutes 15] [--only PART ...] [--seed 0] [--json OUT]
    python -m bench.break_it --short          what CI runs: the same parts, some two minutes

Parts: fuzz (made-up inputs for readers, questions and endpoints), files (a folder of hostile files), flips (every file
of a home damaged), kills (builds killed with SIGKILL), strangers (every route, every method, other hosts and sites),
crowd (100 ask at once while strangers do harm), sessions (memory after thousands). Ends with 1 where anything broke.
Figures of time and memory are those of this machine at its load, which is printed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.breaking import crowd, fuzz
from bench.breaking.flips import Subject, flip_home
from bench.breaking.hostile_files import GOOD, remove_hostile, write_hostile
from bench.breaking.strangers import METHODS, ODD, paths_of, served
from index.building.builder import build
from index.building.verify import verify
from index.config import Config
from index.reading.files import shown_name
from index.storage.store import Index
from page import Library
from qa import Answerer, Retriever

ROOT = Path(__file__).resolve().parents[1]
LONGEST_P95_S, MOST_MB, LEAST_KINDS, LEAST_KILLS, LEAST_INPUTS = 2.0, 20.0, 100, 200, 1_000_000


@dataclass(slots=True)
class Report:
    """Of one part. told: figures, as they are printed. broken: what went wrong, one line each."""

    told: dict[str, object] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def expect(self, good: bool, what: str) -> None:
        """Notes what went wrong where it is not good."""
        if not good:
            self.broken.append(what)


@dataclass(frozen=True, slots=True)
class Run:
    """What a part is given. home: an index of the sample reports. seconds: how long the part may take, about."""

    home: Path
    folder: Path
    seconds: float
    seed: int
    short: bool


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=15.0, help="for all parts together, about")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, default=None, help="write the figures there too")
    options = parser.parse_args()
    seconds = 60.0 if options.short else options.minutes * 60
    print(crowd.load_of_machine(), flush=True)
    reports: dict[str, Report] = {}
    with tempfile.TemporaryDirectory(prefix="break-it-") as name:
        folder = Path(name)
        home = folder / "home"
        build([ROOT / "seeds"], Config(home=home))
        for part in options.only:
            work, share = PARTS[part]
            (folder / part).mkdir()
            started = time.monotonic()
            report = work(Run(home, folder / part, seconds * share, options.seed, options.short))
            reports[part] = report
            figures = ", ".join(f"{name} {value}" for name, value in report.told.items())
            print(f"{part}: {figures} ({time.monotonic() - started:.0f} s)", flush=True)
            for line in report.broken[:10]:
                print(f"    BROKEN {line}", flush=True)
    if options.json:
        told = {part: {**report.told, "broken": report.broken} for part, report in reports.items()}
        options.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if any(report.broken for report in reports.values()) else 0


# ---- fuzz


def _fuzz(run: Run) -> Report:
    """Random changes of real text on every core, then hypothesis, then atheris where it is installed."""
    cores = os.cpu_count() or 1
    context = multiprocessing.get_context("spawn")
    with context.Pool(cores) as pool:
        jobs = [(run.home, run.seconds, run.seed * 1000 + n) for n in range(cores)]
        found = pool.map(_fuzz_on_one_core, jobs)
    report = Report()
    total = 0
    for name in found[0]:
        results = [each[name] for each in found]
        n = sum(each.inputs for each in results)
        total += n
        report.told[name] = f"{n:,} (worst {max(each.worst for each in results):.2f} s)"
        report.broken += [f"{name} crashed: {line}" for each in results for line in each.crashes]
        report.broken += [f"{name} was slow: {line}" for each in results for line in each.slow]
    if not run.short:
        total += _with_atheris(run, report)
        report.expect(total >= LEAST_INPUTS, f"only {total:,} inputs in this time")
    report.told["in all"] = f"{total:,}"
    return report


def _fuzz_on_one_core(job: tuple[Path, float, int]) -> dict[str, fuzz.Result]:
    home, seconds, seed = job
    pieces = fuzz.pieces()
    found: dict[str, fuzz.Result] = {}
    for target in fuzz.targets(home):
        result = fuzz.fuzz(target, fuzz.inputs(seed, pieces), seconds * target.share * 0.9)
        drawn = fuzz.fuzz_with_hypothesis(target, max(3, int(seconds * target.share * 8)))
        result.inputs += drawn.inputs
        result.crashes += drawn.crashes
        result.slow += drawn.slow
        result.worst = max(result.worst, drawn.worst)
        found[target.name] = result
    return found


_ATHERIS = """
import sys
from pathlib import Path
from bench.breaking import fuzz
target = next(each for each in fuzz.targets(Path(sys.argv[1])) if each.name == sys.argv[2])
fuzz.fuzz_with_atheris(target, int(sys.argv[3]), int(sys.argv[4]))
"""


def _with_atheris(run: Run, report: Report) -> int:
    """The number of inputs that libFuzzer made."""
    try:
        import atheris  # noqa: F401
    except ImportError:
        report.told["atheris"] = "not installed (the extra fuzz)"
        return 0
    total = 0
    for name, runs in (("report", 2000), ("repair", 5000), ("figures", 50_000), ("claims", 20_000), ("query", 2000)):
        command = [sys.executable, "-c", _ATHERIS, str(run.home), name, str(runs), str(run.seed + 1)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
        report.told[f"atheris {name}"] = f"{runs:,}"
        report.expect(ended.returncode == 0, f"atheris {name}: {ended.stderr[-600:]}")
        total += runs
    return total


# ---- files, flips, kills


def _files(run: Run) -> Report:
    reports = run.folder / "reports"
    reports.mkdir()
    kinds = write_hostile(reports)
    home = run.folder / "home"
    summary = build([reports], Config(home=home, model="none", read_seconds=60))
    named = dict(summary.failed)
    passed_over = {shown_name(source) for each in summary.passed_over for source in each.sources}
    with Index.open(home) as index:
        indexed = {each.source for each in index.document_names}
    report = Report({"kinds": len(kinds), "named": 0})
    for name, kind in kinds.items():
        refused = any(source == name or source.startswith(f"{name}/") for source in named)
        found = {
            "refused": refused,
            "passed over": name in passed_over,
            "indexed": name in indexed,
            "nothing": not refused and name not in {*passed_over, *indexed},
        }
        report.expect(found[kind.said], f"{name} should be {kind.said}")
    report.told["named"] = len(kinds) - len(report.broken)
    report.expect(len(kinds) >= LEAST_KINDS, f"only {len(kinds)} kinds could be made here")
    report.expect(verify(home) == [], "the home is damaged")
    answer = Answerer(Retriever.load(home)).ask("新乡2023年收到多少件提案？")
    report.expect(answer.short == "409件", f"the report beside them answers {answer.short}")
    remove_hostile(reports)
    return report


def _flips(run: Run) -> Report:
    reports = run.folder / "reports"
    reports.mkdir()
    (reports / "a.txt").write_text(GOOD, encoding="utf-8")
    subject = Subject(run.folder / "home", reports, ("新乡2023年收到多少件提案？",))
    subject.build([reports])
    (reports / "a.txt").write_text(GOOD.replace("409", "410"), encoding="utf-8")
    subject.build([reports])
    most = 3 if run.short else None
    found = flip_home(subject, flips=2 if run.short else 40, most=most, builds=0.05, seed=run.seed)
    share = 1 - len(found.missed) / max(1, found.damages)
    told = {"files": found.files, "damages": found.damages, "found": f"{share:.1%}", "builds": found.builds}
    return Report(told, [*(f"not found: {each}" for each in found.missed), *found.wrong])


def _kills(run: Run) -> Report:
    """The tests of kills; in full at every step of every kind of build."""
    out = run.folder / "kills.xml"
    environment = {**os.environ, **({} if run.short else {"WENZHENG_EVERY_STEP": "1"})}
    command = [sys.executable, "-m", "pytest", "-q", "-m", "hard", "tests/test_faults_kill.py", f"--junitxml={out}"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    values = [each.get("value") or "0" for each in ET.parse(out).iter("property") if each.get("name") == "kills"]
    kills = sum(map(int, values))
    report = Report({"kills": kills, "lost or wrong": 0 if ended.returncode == 0 else "see below"})
    report.expect(ended.returncode == 0, ended.stdout[-1500:])
    report.expect(run.short or kills >= LEAST_KILLS, f"only {kills} kills")
    return report


# ---- the server


def _strangers(run: Run) -> Report:
    report = Report()
    paths = paths_of(Library(lambda: _never()))
    methods = ("GET", "POST", "OPTIONS") if run.short else METHODS
    n = 0
    with crowd.serving(run.home) as site, httpx.Client(base_url=site.url, timeout=60) as client:
        for odd in ODD:
            for each in served(client, paths, odd=odd, methods=methods):
                n += 1
                report.expect(each is None, f"served: {each}")
    report.told = {"routes": len(paths), "requests": n, "served": len(report.broken)}
    return report


def _never() -> object:
    raise AssertionError


def _crowd(run: Run) -> Report:
    seconds = 10.0 if run.short else 60.0
    with crowd.serving(run.home) as site:
        crowd.ask_first(site)
        asked = crowd.ask_at_once(site, askers=100, seconds=seconds, pause=10.0)
    report = Report({
        "answers": len(asked.times), "errors": asked.errors, "hostile deeds": asked.hostile,
        "p50": f"{asked.p50:.2f} s", "p95": f"{asked.p95:.2f} s", "load": crowd.load_of_machine(),
    })  # fmt: skip
    report.expect(asked.errors == 0, f"{asked.errors} of {len(asked.times)} were not answered")
    # How fast is said of a quiet machine alone; the short form runs wherever CI does.
    report.expect(run.short or asked.p95 <= LONGEST_P95_S, f"p95 is {asked.p95:.2f} s")
    return report


def _sessions(run: Run) -> Report:
    n = 50 if run.short else 3000
    with crowd.serving(run.home) as site:
        more = crowd.memory_of_sessions(site, first=110, n=n)
    report = Report({"sessions": n, "MB more": f"{more:.1f}"})
    report.expect(more <= MOST_MB, f"{more:.1f} MB more after {n} sessions")
    return report


# Part → what does it, and its share of the whole time.
PARTS: dict[str, tuple[Callable[[Run], Report], float]] = {
    "fuzz": (_fuzz, 0.6),
    "files": (_files, 0.05),
    "flips": (_flips, 0.1),
    "kills": (_kills, 0.1),
    "strangers": (_strangers, 0.05),
    "crowd": (_crowd, 0.05),
    "sessions": (_sessions, 0.05),
}


if __name__ == "__main__":
    raise SystemExit(main())
