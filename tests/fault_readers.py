"""What further processes of the tests of faults do: read while others publish, fork, and build by a wrong clock."""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from fault_jobs import QUESTION, Encoder, build, config, found, open_retriever, write_reports

from index.building.builder import build as build_index
from index.types import FloatMatrix
from qa import Retriever

SEVERAL = ("a.txt", "b.txt", "c.txt")


def figures(retriever: Retriever) -> list[int]:
    """The figures of the reports that a search finds: one, unless it mixes versions."""
    texts = [hit.text for hit in retriever.search(QUESTION, k=8)]
    return sorted({int(n) for text in texts for n in re.findall(r"共收到提案(\d+)件", text)})


def open_following(home: str) -> Retriever:
    """A retriever that moves to what is published."""
    os.environ["WENZHENG_MODEL"] = "none"
    return Retriever.load(home)


def read_on(home: str, begun: str, end: str) -> dict[str, Any]:
    """Search without pause until the file `end` is there, with a retriever that follows and with ever new ones.

    figures: what each search found, in order, repetitions left out; errors: what went wrong.
    """
    following = open_following(home)
    seen: list[list[int]] = []
    errors: list[str] = []
    last = False
    while not last:
        last = Path(end).exists()
        for open_one in (lambda: following, lambda: open_retriever(home)):
            try:
                figure = figures(open_one())
            except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
                errors.append(f"{type(error).__name__}: {error}")
                continue
            if not seen or seen[-1] != figure:
                seen.append(figure)
        Path(begun).touch()
    return {"figures": seen, "errors": errors}


def publish(home: str, folder: str, versions: list[int], end: str, read_here: bool = False) -> dict[str, Any] | None:
    """Publish these versions of the reports one after the other, while a thread reads, if it is to."""
    begun = f"{end}.begun"
    reading = Thread(read_on, home, begun, end) if read_here else None
    while read_here and not Path(begun).exists():
        time.sleep(0.001)
    for n in versions:
        build(home, str(write_reports(Path(folder), dict.fromkeys(SEVERAL, n))))
    Path(end).touch()
    return reading.ended() if reading else None


class Thread(threading.Thread):
    """A function run beside the rest."""

    def __init__(self, function: Callable[..., Any], *arguments: object) -> None:
        super().__init__(daemon=True)
        self._function, self._arguments = function, arguments
        self._result: Any = None
        self.start()

    def run(self) -> None:
        self._result = self._function(*self._arguments)

    def ended(self) -> Any:
        """What it returned."""
        self.join()
        return self._result


def build_slowly(home: str, folder: str, begun: str, end: str) -> None:
    """A build that is embedding from when the file `begun` is there until `end` is."""

    class Slow(Encoder):
        def encode(self, texts: Sequence[str]) -> FloatMatrix:
            Path(begun).touch()
            while not Path(end).exists():
                time.sleep(0.005)
            return super().encode(texts)

    build_index([Path(folder)], config(home), encoder=Slow(dim=16))


def fork(home: str, folder: str, version: int) -> dict[str, Any]:
    """Retrievers made before a fork, in the child and, at the same time, in the parent: whether they find the same as
    before, and what the one that follows finds once the parent has published another version.
    """
    retriever, following = open_retriever(home), open_following(home)
    before = [found(retriever), found(following)]
    receiving, sending = os.pipe()
    ready, published = Path(f"{folder}.ready"), Path(f"{folder}.published")
    child = os.fork()
    same = [[found(retriever), found(following)] == before for _ in range(20)]
    if child == 0:
        ready.touch()
        while not published.exists():
            time.sleep(0.005)
        os.write(sending, json.dumps({"same": same, "after": figures(following)}).encode())
        os._exit(0)
    while not ready.exists():
        time.sleep(0.005)
    build(home, str(write_reports(Path(folder), dict.fromkeys(SEVERAL, version))))
    published.touch()
    os.close(sending)
    child_found = os.read(receiving, 65536)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    parent = {"same": same, "after": figures(following)}
    return {"parent": parent, "child": json.loads(child_found or "null"), "status": status}


def build_at(home: str, folder: str, seconds: float) -> dict[str, Any]:
    """A build by a clock that is wrong by so many seconds."""
    now, now_ns = time.time, time.time_ns
    time.time = lambda: now() + seconds
    time.time_ns = lambda: now_ns() + int(seconds * 1e9)
    return build(home, folder)


JOBS: dict[str, Callable[..., Any]] = {each.__name__: each for each in (read_on, publish, build_slowly, fork, build_at)}
