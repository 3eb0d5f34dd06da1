"""Processes that tests of faults kill, starve and confuse: forked from one that is warm, since Python starts slowly.

Run as a program it is that one: it is told, a JSON line each, which of the jobs below to fork for, and how it ended.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import fault_jobs
import fault_readers
from fault_jobs import build, look, write_reports

from qa.understanding.bilingual import Bilingual

TESTS = Path(__file__).resolve().parent
LONGEST_S = 60.0
_RAISED = 99  # exit status of a job that raised
_JOBS = fault_jobs.JOBS | fault_readers.JOBS


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended: status, the negative number of the signal that ended it; value: what it returned."""

    status: int
    value: Any
    output: str


class Forge:
    """The warm process, and the jobs it forks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._n = 0
        self.cache = folder / "home" / "cache"
        self._program = subprocess.Popen(
            [sys.executable, __file__, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=TESTS.parent, env={**os.environ, "PYTHONPATH": path_of_ours(), "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip

    def call(self, job: Callable[..., Any], *arguments: object) -> Outcome:
        """Run a job of this module in a process of its own, to its end."""
        return self.wait(self.start(job, *arguments))

    def start(self, job: Callable[..., Any], *arguments: object) -> tuple[int, Path]:
        """Run a job beside what follows; to be waited for."""
        self._n += 1
        out = self._folder / f"job{self._n}"
        words = [str(each) if isinstance(each, Path) else each for each in arguments]
        return self._ask({"fork": job.__name__, "arguments": words, "out": str(out)}), out

    def wait(self, started: tuple[int, Path]) -> Outcome:
        """How a job that was started ended."""
        pid, out = started
        status = self._ask({"wait": pid})
        shown = out.with_suffix(".txt").read_text(encoding="utf-8", errors="replace")
        value = json.loads(out.read_text(encoding="utf-8") or "null")
        assert status != _RAISED, shown
        return Outcome(status, value, shown)

    def home(self, path: Path) -> Path:
        """An empty home whose dictionaries are compiled already."""
        path.mkdir(parents=True)
        (path / "cache").symlink_to(self.cache)
        return path

    def close(self) -> None:
        assert self._program.stdin is not None
        self._program.stdin.close()
        self._program.wait(LONGEST_S)

    def __enter__(self) -> Forge:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, request: dict[str, object]) -> int:
        assert self._program.stdin is not None and self._program.stdout is not None
        print(json.dumps(request), file=self._program.stdin, flush=True)
        return int(self._program.stdout.readline())


def path_of_ours() -> str:
    return os.pathsep.join([str(TESTS), str(TESTS.parent), os.environ.get("PYTHONPATH", "")])


def _warm_up(folder: Path) -> None:
    home = folder / "home"
    reports = write_reports(folder / "warm", {"a.txt": 5})
    build(str(home), str(reports))
    look(str(home))
    os.environ["WENZHENG_MODEL"] = "none"
    fault_readers.figures(fault_readers.open_following(str(home)))
    Bilingual(home / "cache").warm()


def _fork(request: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = _RAISED
    out = Path(request["out"])
    shown = os.open(out.with_suffix(".txt"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for descriptor in (1, 2):
        os.dup2(shown, descriptor)
    writing = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        value = _JOBS[request["fork"]](*request["arguments"])
        os.write(writing, json.dumps(value).encode())
        status = 0
    except BaseException:  # noqa: BLE001 - whatever it is, the test shows it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _wait(pid: int) -> int:
    deadline = time.monotonic() + LONGEST_S
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.001)


def serve(folder: Path) -> None:
    """Fork for what standard input asks, until it ends."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    _warm_up(folder)
    for line in sys.stdin:
        request = json.loads(line)
        print(_wait(request["wait"]) if "wait" in request else _fork(request), file=answers, flush=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
