"""Reading a file cannot stop, starve or bring down what reads the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from fault_reading import FAULTS

from bench.breaking.hostile_files import GOOD
from index.building import reading, seen
from index.building.builder import build
from index.building.reading import ReadHere, ReadingProcess, ReadingProcesses, reading_with
from index.building.verify import verify
from index.config import Config
from index.errors import ReadError, WenzhengError
from index.library import curation
from index.library.curation import Curator
from index.reading.decoding import read_document
from index.reports.parse import parse_document
from index.storage.generations import lock
from index.storage.store import Index

ROOT = Path(__file__).resolve().parent.parent
LIMIT_S = 3.0  # a good file takes a hundredth of it
MEMORY_MB = 600
SAID = {
    "SLEEPS": ("slow", "took longer than 3 s to read"),
    "LOOPS": ("slow", "took longer than 3 s to read"),
    "STOPS": ("slow", "took longer than 3 s to read"),
    "ALLOCATES": ("memory", "takes too much memory"),
    "GROWS": ("memory", "takes too much memory"),
    "EXITS": ("crash", "brought the process that read it down (status 3)"),
    "LEAVES": ("crash", "brought the process that read it down (status 0)"),
    "KILLED": ("crash", "brought the process that read it down (signal 9)"),
    "SEGFAULTS": ("crash", "brought the process that read it down (signal 11)"),
    "RECURSES": ("parse", "RecursionError"),
    "RAISES": ("parse", "KeyError"),
}

if sys.platform != "linux":
    pytest.skip("memory is limited on Linux alone", allow_module_level=True)


@pytest.fixture(autouse=True)
def _our_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tests"))
    monkeypatch.delenv("WENZHENG_READ_SECONDS")


@pytest.fixture
def config(new_home: Path) -> Config:
    return Config(home=new_home, model="none", read_seconds=60)


def faulty(seconds: float = LIMIT_S, megabytes: int = MEMORY_MB) -> ReadingProcess:
    return ReadingProcess(seconds, megabytes, module="fault_reading")


def children() -> set[int]:
    found = subprocess.run(["pgrep", "-P", str(os.getpid())], capture_output=True, text=True, check=False).stdout
    return {int(line) for line in found.split()}


@pytest.mark.hard
def test_each_fault_is_named_and_all_other_files_are_indexed(config: Config, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in FAULTS:
        (folder / f"{name}.txt").write_text(GOOD + name, encoding="utf-8")
        (folder / f"{name}-after.txt").write_text(GOOD + name.lower(), encoding="utf-8")
    before = children()
    with faulty() as reads:
        summary = build([folder], config, reading=reads)
        failed, problems = dict(summary.failed), dict(summary.problems)
        assert failed.keys() == {f"{name}.txt" for name in SAID}
        for name, (problem, said) in SAID.items():
            assert problems[f"{name}.txt"] == problem
            assert said in failed[f"{name}.txt"]
    assert children() <= before
    with lock(config.home), Index.open(config.home) as index:
        assert len(index.document_names) == 2 * len(FAULTS) - len(SAID)
    assert verify(config.home) == []


def test_an_upload_that_takes_too_long_is_refused_and_those_beside_it_added(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(curation, "reading_with", lambda _config: faulty())
    for name in ("LOOPS", "GROWS", "SEGFAULTS", "good"):
        (tmp_path / f"{name}.txt").write_text(GOOD + name, encoding="utf-8")
    names = ("LOOPS.txt", "GROWS.txt", "SEGFAULTS.txt", "good.txt")
    outcome = Curator(config).add([tmp_path / name for name in names])
    assert [(each.status, each.problem) for each in outcome.files] == [
        ("refused", "slow"),
        ("refused", "memory"),
        ("refused", "crash"),
        ("added", None),
    ]
    assert [path.name for path in (config.home / "uploads").iterdir()] == ["good.txt"]


def test_the_process_reads_what_is_read_here(seeds: Path) -> None:
    with reading_with(Config(read_seconds=60)) as apart:
        assert isinstance(apart, ReadingProcesses)
        for path in sorted(seeds.iterdir()):
            raw = apart.read(path, root=seeds)
            assert raw == read_document(path, root=seeds)
            document = apart.parse(raw)
            assert document == parse_document(raw)
            assert all(report.text == document.text for report in document.reports)
        with pytest.raises(ReadError, match=r"a\.xyz: \.xyz suffix is not one of") as raised:
            apart.read(seeds / "a.xyz", root=seeds)
        assert (raised.value.source, raised.value.problem) == ("a.xyz", "suffix")


def test_a_build_of_unchanged_files_starts_no_process(
    config: Config, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "_SETTLED_NS", -(10**18))
    assert build([seeds], config).added == 5
    monkeypatch.setattr(subprocess, "Popen", lambda *_a, **_k: pytest.fail("started a process"))
    assert build([seeds], config).unchanged == 5


def test_what_grew_large_is_not_given_the_next_file(tmp_path: Path) -> None:
    """A quarter of its memory once used, the process is replaced: what one file left must not fail the next."""
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    with ReadingProcess(60, 300) as apart:
        apart.read(tmp_path / "a.txt", root=tmp_path)
        assert apart._process is None
        apart.read(tmp_path / "a.txt", root=tmp_path)


def test_a_process_that_cannot_start_says_which_setting_to_change(
    config: Config, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENZHENG_READ_MEMORY_MB", "1")
    limits = Config.from_environment(home=config.home, model="none")
    with pytest.raises(WenzhengError, match="given 1 MB: set WENZHENG_READ_MEMORY_MB higher"):
        build([seeds], limits)
    with lock(config.home):
        pass


def test_limits_are_set_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENZHENG_READ_SECONDS", "0")
    assert isinstance(reading_with(Config.from_environment()), ReadHere)
    for value in ("soon", "-1", "nan", "inf"):
        monkeypatch.setenv("WENZHENG_READ_SECONDS", value)
        with pytest.raises(WenzhengError, match=r"WENZHENG_READ_SECONDS is .* a number"):
            Config.from_environment()


PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[4])
from index.building.reading import ReadingProcess
with ReadingProcess(600, 2048, module="fault_reading") as reads:
    raw = reads.read(Path(sys.argv[1]), root=Path(sys.argv[1]).parent)
    Path(sys.argv[2]).write_text(str(reads._process.pid))
    if sys.argv[3] == "busy":
        reads.parse(raw)
    sys.stdin.read()
"""


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("busy", ["busy", "idle"])
def test_the_process_ends_with_the_one_that_started_it(tmp_path: Path, end: signal.Signals, busy: str) -> None:
    (tmp_path / "a.txt").write_text(GOOD + "LOOPS", encoding="utf-8")
    told = tmp_path / "pid"
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "a.txt"), str(told), busy, str(ROOT / "tests")],
        stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, start_new_session=True,
    )  # fmt: skip
    try:
        until(lambda: told.exists() and told.read_text())
        time.sleep(0.1)
        program.send_signal(end)
        assert program.wait(60) != 0
        until(lambda: not runs(int(told.read_text())))
    finally:
        program.kill()
        program.communicate()


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(there) -> None:
    deadline = time.monotonic() + 60
    while not there():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_here_too_a_text_that_breaks_the_parser_is_named(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(GOOD + name, encoding="utf-8")

    def parse(raw, **options):
        if "a.txt" in raw.text:
            raise RecursionError
        return parse_document(raw, **options)

    monkeypatch.setattr(reading, "parse_document", parse)
    with ReadHere() as here:
        summary = build([tmp_path], config, reading=here)
    assert (summary.added, summary.problems) == (1, (("a.txt", "parse"),))


def test_what_was_judged_is_not_read_again_to_be_indexed(seeds: Path, tmp_path: Path) -> None:
    first, then = tmp_path / ".incoming.txt", tmp_path / "report.txt"
    first.write_bytes(next(seeds.glob("*.txt")).read_bytes())
    with ReadingProcesses(1, 60, 2048) as apart:
        raw = apart.read(first, root=tmp_path)
        first.rename(then)
        apart._all[0].__exit__(None, None, None)  # reads no more
        assert apart.read(then, root=tmp_path) == replace(raw, source="report.txt")
        then.write_bytes(then.read_bytes() + b"\n")
        with pytest.raises(ReadError, match="not read any more"):
            apart.read(then, root=tmp_path)


def test_a_file_of_many_pages_has_its_time_for_each(tmp_path: Path) -> None:
    (tmp_path / "pages.txt").write_text("PAGES", encoding="utf-8")
    told: list[tuple[object, ...]] = []
    with faulty() as apart:
        raw = apart.read(tmp_path / "pages.txt", root=tmp_path, tell=lambda *what: told.append(what))
    assert raw.text == "PAGES" and [each for each in told if each[0] == "ocr"] == [
        ("ocr", n, 4) for n in range(1, 5)
    ]  # 4 times 1.5 s, of 3 s each


def test_a_process_that_is_asked_nothing_waits(seeds: Path) -> None:
    path = next(seeds.glob("*.txt"))
    with ReadingProcess(1, 2048, module="impatient_reading") as apart:
        raw = apart.read(path, root=seeds)
        time.sleep(2.5)  # longer than the second in which it must end by itself
        assert apart.read(path, root=seeds) == raw
