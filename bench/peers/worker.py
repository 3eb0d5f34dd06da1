"""One system in a process of its own: told by lines of JSON on standard input what to do, it answers each by a line.

    {"do": "build"}                        → {"seconds", "empty_mb", "versions", "setting"}
    {"do": "search", "questions", "k"}     → {"ms": […], "rows": [[…]…]}
    {"do": "memory"}                       → {"mb"}
    {"do": "add"}                          → {"seconds", "found"}

It answers {"missing": …} at once and ends where a package is not installed. What libraries print goes to standard
error.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any  # JSON values

from bench.peers.corpus import read_passages, read_vectors
from bench.peers.systems import chinese
from bench.peers.systems.system import SYSTEMS, System, load

__all__ = ["Worker", "main"]


def main(name: str, folder: Path) -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def answer(record: dict[str, Any]) -> None:
        answers.write(json.dumps(record) + "\n")
        answers.flush()

    try:
        worker = Worker(name, folder)
    except ImportError as error:
        answer({"missing": str(error)})
        return
    answer({})
    commands: dict[str, Callable[..., dict[str, Any]]] = {
        "build": worker.build,
        "search": worker.search,
        "memory": worker.memory,
        "add": worker.add,
    }
    for line in sys.stdin:
        asked = json.loads(line)
        answer(commands[asked.pop("do")](**asked))


class Worker:
    """A system and the chunks it is given."""

    def __init__(self, name: str, folder: Path) -> None:
        """Raises: ImportError where the system is not installed here."""
        entry = SYSTEMS[name]
        self._folder = folder
        self._module = load(name)
        if entry.is_peer:
            chinese.load(folder)
        own = folder / name
        own.mkdir()
        self._system: System = self._module.make(own if entry.is_peer else folder, entry.mode)

    def build(self) -> dict[str, Any]:
        texts = [passage.searched for passage in read_passages(self._folder / "chunks.json")]
        vectors = read_vectors(self._folder / "vectors.npy")
        empty = self.memory()["mb"]
        started = time.perf_counter()
        self._system.build(texts, vectors)
        return {
            "seconds": time.perf_counter() - started,
            "empty_mb": empty,
            "versions": {package: version(package) for package in self._module.PACKAGES},
            "setting": self._module.SETTING,
        }

    def search(self, questions: list[str], k: int) -> dict[str, Any]:
        milliseconds, rows = [], []
        for question in questions:
            started = time.perf_counter()
            found = self._system.search(question, k)
            milliseconds.append((time.perf_counter() - started) * 1000)
            rows.append(found)
        return {"ms": milliseconds, "rows": rows}

    def memory(self) -> dict[str, Any]:
        import psutil

        return {"mb": psutil.Process().memory_info().rss / 2**20}

    def add(self) -> dict[str, Any]:
        """Adds the further report; found: whether a search for its middle passage then gives that passage."""
        passages = read_passages(self._folder / "added.json")
        vectors = read_vectors(self._folder / "added.npy")
        first = len(read_passages(self._folder / "chunks.json"))
        started = time.perf_counter()
        self._system.add([passage.searched for passage in passages], vectors)
        seconds = time.perf_counter() - started
        middle = len(passages) // 2
        found = self._system.search(passages[middle].shown[:100], 10)
        return {"seconds": seconds, "found": first + middle in found}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
