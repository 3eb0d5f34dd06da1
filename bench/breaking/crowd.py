"""A served page under load: many who ask, strangers who do harm meanwhile, thousands of sessions."""

from __future__ import annotations

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

__all__ = ["Asked", "Site", "ask_at_once", "ask_first", "memory_of_sessions", "serving"]

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "tests" / "data" / "dev.jsonl"


@dataclass(frozen=True, slots=True)
class Site:
    """A page that is served by a process of its own."""

    url: str
    process: psutil.Process

    @property
    def port(self) -> int:
        """Where it listens on this machine."""
        return int(self.url.rpartition(":")[2])


@contextmanager
def serving(home: Path, *, limit_s: float = 120.0) -> Iterator[Site]:
    """Serves the home on a free port until the block is left."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "qa", "serve", "--home", str(home), "--port", str(port)]
    started = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + limit_s
        while True:
            try:
                httpx.get(f"{url}/config", timeout=10)
                break
            except httpx.HTTPError:
                if started.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.1)
        yield Site(url, psutil.Process(started.pid))
    finally:
        started.terminate()
        started.wait(30)


@dataclass(frozen=True, slots=True)
class Asked:
    """times: seconds of each answer. errors: answers that were none. hostile: deeds done meanwhile."""

    times: tuple[float, ...]
    errors: int
    hostile: int

    @property
    def p50(self) -> float:
        """Median seconds."""
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        """Seconds within which 95 % were answered."""
        return statistics.quantiles(self.times, n=20)[-1]


def ask_at_once(site: Site, *, askers: int, seconds: float, pause: float) -> Asked:
    """So many ask, each again after a pause as long as it takes to read an answer, while strangers do harm."""
    rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    questions = [row["question"] for row in rows]
    until = time.monotonic() + seconds
    times: list[float] = []
    errors: list[str] = []
    hostile: list[str] = []

    def ask(number: int) -> None:
        chance = random.Random(number)
        with httpx.Client(base_url=site.url, timeout=60) as client:
            time.sleep(chance.random() * pause)
            while time.monotonic() < until:
                started = time.perf_counter()
                try:
                    answer = client.post("/gradio_api/run/ask", json={"question": chance.choice(questions)})
                    if answer.status_code != 200 or "status" not in answer.json()["data"][0]:
                        errors.append(answer.text[:200])
                except httpx.HTTPError as error:
                    errors.append(repr(error))
                times.append(time.perf_counter() - started)
                time.sleep(pause * (0.5 + chance.random()))

    def harm(deed: Callable[[Site], None]) -> None:
        while time.monotonic() < until:
            with suppress(httpx.HTTPError, OSError):  # refused, as it should be
                deed(site)
            hostile.append(deed.__name__)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(askers)]
    threads += [threading.Thread(target=harm, args=(deed,)) for deed in DEEDS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for text in sorted(set(errors))[:5]:
        print(f"    error: {text}")
    return Asked(tuple(times), len(errors), len(hostile))


def _connect_and_say_nothing(site: Site) -> None:
    held = [socket.create_connection(("127.0.0.1", site.port), timeout=5) for _ in range(100)]
    time.sleep(2)
    for each in held:
        each.close()


def _say_headers_slowly(site: Site) -> None:
    with closing(socket.create_connection(("127.0.0.1", site.port), timeout=5)) as raw:
        for _ in range(20):
            raw.sendall(b"X-A: b\r\n")
            time.sleep(1)


def _send_a_long_question(site: Site) -> None:
    for text in ("e" + "\u0301" * 100_000, "分别为" * 30_000, "<!--" * 40_000):
        httpx.post(f"{site.url}/gradio_api/run/ask", json={"question": text}, timeout=30)
    time.sleep(0.5)


def _send_deep_json(site: Site) -> None:
    httpx.post(f"{site.url}/gradio_api/run/predict", content=b"[" * 400_000, timeout=30)
    time.sleep(0.5)


def _send_too_much(site: Site) -> None:
    httpx.post(f"{site.url}/gradio_api/run/ask", content=iter([b"x" * 2**16] * 200), timeout=30)
    time.sleep(0.5)


def _ask_as_another_site(site: Site) -> None:
    for headers in ({"origin": "http://evil.example"}, {"host": "evil.example"}):
        httpx.post(f"{site.url}/gradio_api/run/ask", json={"question": "立案?"}, headers=headers, timeout=30)
    time.sleep(0.2)


def _upload_what_hurts(site: Site) -> None:
    files = {"files": ("x.md", b"<!--" * 40_000)}
    httpx.post(f"{site.url}/gradio_api/upload", files=files, timeout=30)
    time.sleep(1)


DEEDS = (
    _connect_and_say_nothing,
    _say_headers_slowly,
    _send_a_long_question,
    _send_deep_json,
    _send_too_much,
    _ask_as_another_site,
    _upload_what_hurts,
)


def ask_first(site: Site) -> None:
    """The first question loads what all others need; it is not one of the crowd's."""
    httpx.post(f"{site.url}/gradio_api/run/ask", json={"question": "立案?"}, timeout=60).raise_for_status()


def memory_of_sessions(site: Site, *, first: int, n: int) -> float:
    """Megabytes that the server holds more after n sessions than after the first ones, which fill what it keeps."""
    with httpx.Client(base_url=site.url, timeout=60) as client:
        [load] = [
            each["id"]
            for each in client.get("/config").json()["dependencies"]
            if each["backend_fn"] and any(event == "load" for _, event in each["targets"])
        ]
        for number in range(first):
            _open(client, load, f"first{number}")
        before = site.process.memory_info().rss
        for number in range(n):
            _open(client, load, f"session{number}")
        return (site.process.memory_info().rss - before) / 2**20


def _open(client: httpx.Client, load: int, session: str) -> None:
    """What a browser does as the page opens."""
    client.get("/").raise_for_status()
    where = json.dumps({"language": "zh", "search": ""})
    told = {"fn_index": load, "data": [where], "session_hash": session}
    client.post("/gradio_api/run/predict", json=told).raise_for_status()
    with client.stream("GET", f"/gradio_api/heartbeat/{session}") as heart:
        next(heart.iter_raw())


def load_of_machine() -> str:
    """Cores and load, which figures of time depend on."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
