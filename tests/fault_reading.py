"""A process that reads files, as the program's own does, but for texts that name a fault: it has that fault."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.building import reading, reading_worker
from index.reading.extracted import Tell
from index.types import RawDocument


def _deep(n: int = 0) -> int:
    return _deep(n + 1) + 1


def _loop() -> None:
    while True:
        pass


FAULTS: dict[str, Callable[[], object]] = {
    "SLEEPS": lambda: time.sleep(600),
    "LOOPS": _loop,
    "ALLOCATES": lambda: bytearray(2**40),
    "GROWS": lambda: [bytes(2**20) for _ in range(2**20)],
    "EXITS": lambda: os._exit(3),
    "KILLED": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "SEGFAULTS": lambda: ctypes.string_at(0),
    "RECURSES": _deep,
    "RAISES": lambda: {}["missing"],
    "PRINTS": lambda: print("\x80" * 5000, flush=True),
    "STOPS": lambda: os.kill(os.getpid(), signal.SIGSTOP),
    "LEAVES": lambda: sys.exit(0),
}
_parse, _read = reading.parse_document, reading.read_document


def _faulty(raw: RawDocument, **options: object) -> object:
    for name, fault in FAULTS.items():
        if name in raw.text:
            fault()
    return _parse(raw, **options)  # type: ignore[arg-type]


def _slow(path: Path, *, tell: Tell, **options: Any) -> RawDocument:
    raw = _read(path, tell=tell, **options)
    for page in range(1, 5) if raw.text == "PAGES" else ():
        time.sleep(1.5)
        tell("ocr", page, 4)
    return raw


if __name__ == "__main__":
    reading.read_document = _slow  # type: ignore[assignment]
    reading.parse_document = _faulty  # type: ignore[assignment]
    sys.exit(reading_worker.main(sys.argv[1:]))
