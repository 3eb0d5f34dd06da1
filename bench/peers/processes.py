"""The side that asks: starts a worker in the environment it needs, and waits for its answers, not for ever."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self  # JSON values

from bench.peers.install import peers_python
from bench.peers.systems.system import SYSTEMS

__all__ = ["NotMeasuredError", "Process"]

ROOT = Path(__file__).resolve().parents[2]
# Threads of OpenMP that wait busily take the cores from the encoder and from the system that is asked next: on two busy
# cores a search by LlamaIndex took 27 ms, and 10 without.
SETTINGS = {
    "OMP_WAIT_POLICY": "PASSIVE",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
    "HF_HUB_OFFLINE": "1",
}
_LINES_SHOWN = 3


class NotMeasuredError(Exception):
    """A system is not installed, failed, or took too long; the message says which."""


class Process:
    """A worker. Ends with the `with` block."""

    def __init__(self, name: str, folder: Path) -> None:
        """Raises: NotMeasuredError where there is no environment to start it in."""
        python = str(peers_python()) if SYSTEMS[name].is_peer else sys.executable
        if not Path(python).exists():
            raise NotMeasuredError("not installed: run `python -m bench.peers setup`")
        self._log = folder / f"{name}.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [python, "-m", "bench.peers.worker", name, str(folder)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, **SETTINGS},
            )

    def greet(self, *, timeout_s: float) -> None:
        """Waits until the worker is ready. Raises: NotMeasuredError where a package is missing, or as `ask` does."""
        greeting = self._answer(timeout_s)
        if "missing" in greeting:
            raise NotMeasuredError(f"not installed ({greeting['missing']}): run `python -m bench.peers setup`")

    def ask(self, command: str, *, timeout_s: float, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401
        """The worker's answer. Raises: NotMeasuredError when it ends or does not answer in time."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": command, **arguments}).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise NotMeasuredError(f"failed: {self._last_words()}") from error
        return self._answer(timeout_s)

    def _answer(self, timeout_s: float) -> dict[str, Any]:
        assert self._process.stdout is not None
        # One line is answered to each command, so nothing is left in the buffer when the next is waited for.
        if not select.select([self._process.stdout], [], [], timeout_s)[0]:
            self._process.kill()
            raise NotMeasuredError(f"no answer within {timeout_s:.0f} s")
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            raise NotMeasuredError(f"failed: {self._last_words()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _last_words(self) -> str:
        lines = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return " / ".join(lines[-_LINES_SHOWN:]) or "it ended without a word"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
