"""`wenzheng build --ray`: the index of a local build, whatever happens to the cluster it was embedded on."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import psutil
import pytest
from fakes import FakeEncoder
from ray_fakes import HERE, noted

from index.building.builder import build
from index.checksums import read_sealed
from index.config import Config
from index.errors import ClusterError
from index.storage.store import Index
from index.vectors import ray_cluster, ray_encoder

TESTS = Path(__file__).resolve().parent
SET_FOR_RAY = ("RAY_USAGE_STATS_ENABLED", "RAY_BACKEND_LOG_LEVEL", "RAY_DEDUP_LOGS_SKIP_REGEX")
SENTENCES = [f"{n}件提案办复，占{n}%，委员满意率较上年提高{n % 7}个百分点。" for n in range(10, 3_000)]
REPORTS = 4

OF_THE_CLUSTER = {
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # it listens on 127.0.0.1 alone
    "RAY_AUTH_MODE": "token",
    "RAY_AUTH_TOKEN": "0123456789abcdef" * 4,
    "RAY_USAGE_STATS_ENABLED": "0",
    "GRPC_ENABLE_FORK_SUPPORT": "0",  # with it, the server for clients sometimes aborts when it forks
}

# Two raylets, each as a machine of one core; a line on standard input kills the second, the end of it both.
MACHINES = """
import sys
from ray.cluster_utils import Cluster
machines = Cluster(initialize_head=True, head_node_args={
    "num_cpus": 1, "include_dashboard": False, "ray_client_server_port": int(sys.argv[1])})
second = machines.add_node(num_cpus=1)
print(machines.address, flush=True)
for line in sys.stdin:
    machines.remove_node(second, allow_graceful=False)
    second = machines.add_node(num_cpus=1) if line.strip() == "replace" else None
    print("done", flush=True)
machines.shutdown()
"""
# `wenzheng` with an encoder that writes down where it worked; English words are not compiled.
PROGRAM = """
import functools, pathlib, sys
import index.building.builder, index.vectors.encoder, index.vectors.ray_encoder
import qa.understanding.bilingual
import ray_fakes
from qa.commands.cli import main

load = functools.partial(ray_fakes.load, folder=pathlib.Path(sys.argv[1]), **eval(sys.argv[2]))
index.building.builder.load_encoder = index.vectors.encoder.load_encoder = index.vectors.ray_encoder.load_encoder = load
index.vectors.ray_encoder._MOST_AT_ONCE = 16
qa.understanding.bilingual.Bilingual.warm = lambda self: None
sys.exit(main(sys.argv[3:]))
"""


class Machines:
    """A cluster of two, on 127.0.0.1."""

    def __init__(self) -> None:
        self.client_port = free_port()
        self._process = subprocess.Popen(
            [sys.executable, "-c", MACHINES, str(self.client_port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, env=environment(**OF_THE_CLUSTER), start_new_session=True,
        )  # fmt: skip
        self.address = self._said()

    def _said(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline().strip()
        assert line, f"the cluster has ended with {self._process.poll()}"
        return line

    def kill_one(self) -> None:
        assert self._process.stdin
        self._process.stdin.write("kill\n")
        self._process.stdin.flush()
        assert self._said() == "done"

    def close(self) -> None:
        children = psutil.Process(self._process.pid).children(recursive=True)
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)
        for child in psutil.wait_procs(children, 10)[1]:
            child.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def environment(**variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAY_")}
    return kept | {"PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)])} | variables


@pytest.fixture(scope="module")
def machines() -> Iterator[Machines]:
    pytest.importorskip("ray", reason="Ray is not installed: ./run setup --cluster")
    opened = Machines()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some 400 passages."""
    folder = tmp_path_factory.mktemp("reports")
    share = len(SENTENCES) // REPORTS
    for n in range(REPORTS):
        text = "\n\n".join(["政协第十三届新乡市委员会工作报告", *SENTENCES[n * share : (n + 1) * share]])
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built_here(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    home = tmp_path_factory.mktemp("here")
    build([reports], Config(home=home, model="fake"), encoder=FakeEncoder())
    return contents(home)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


def contents(home: Path) -> dict[str, str]:
    """Of each file of the generation, what is in it; of the manifest all but the time."""
    found = {}
    for path in sorted([*home.glob("generations/**/*"), *home.glob("segments/**/*")]):
        if path.is_file():
            found[path.relative_to(home).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest = home / "generations" / "000001" / "manifest.json"
    values = json.loads(read_sealed(manifest))
    assert values.pop("built_at")
    found[manifest.relative_to(home).as_posix()] = json.dumps(values)
    return found


def start(notes: Path, options: dict[str, object], *words: object) -> subprocess.Popen[str]:
    variables = {} if "--jobs" in words else OF_THE_CLUSTER  # with the former, Ray is started by the build
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(notes), repr(options), *map(str, words)], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, cwd=TESTS.parent, env=environment(**variables), start_new_session=True,
    )  # fmt: skip


def run(notes: Path, options: dict[str, object], *words: object) -> tuple[int, str, str]:
    started = start(notes, options, *words)
    shown, errors = started.communicate(timeout=90)
    return started.returncode, shown, errors


def wait_for(what: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not what():
        assert time.monotonic() < deadline
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)


@pytest.mark.cluster
def test_two_machines_build_what_one_process_builds(
    machines: Machines, reports: Path, built_here: dict[str, str], notes: Path, tmp_path: Path
) -> None:
    words = ("build", reports, "--home", tmp_path / "home", "--model", "fake", "--ray", machines.address)
    status, shown, errors = run(notes, {"pause_s": 0.05}, *words)
    assert (status, errors) == (0, "")
    assert shown.startswith(f"{REPORTS} added")
    assert contents(tmp_path / "home") == built_here
    worked = noted(notes)
    assert len(worked) == 2 and HERE not in worked
    with Index.open(tmp_path / "home") as index:
        assert sum(worked.values()) == index.n_chunks


@pytest.mark.cluster
def test_ctrl_c_ends_ray_on_this_machine_and_its_embedding_is_kept(
    reports: Path, built_here: dict[str, str], notes: Path, tmp_path: Path
) -> None:
    pytest.importorskip("ray")
    words = ("build", reports, "--home", tmp_path / "home", "--model", "fake", "--ray", "--jobs", "2")
    started = start(notes, {"pause_s": 0.2}, *words)
    wait_for(lambda: sum(noted(notes).values()) > 48, started)
    children = psutil.Process(started.pid).children(recursive=True)
    sockets = [each.laddr.ip for child in children for each in child.net_connections() if each.status == "LISTEN"]
    assert sockets and {ip.removeprefix("::ffff:") for ip in sockets} == {"127.0.0.1"}
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does, to Ray's processes too
    shown, errors = started.communicate(timeout=30)
    assert (started.returncode, shown) == (130, "")
    assert errors == "wenzheng: stopped; there is no index yet; the next build goes on from what is embedded\n"
    assert not psutil.wait_procs(children, 10)[1]
    before = sum(noted(notes).values())
    status, _, errors = run(notes, {}, *words[:-3])
    assert (status, errors) == (0, "")
    assert contents(tmp_path / "home") == built_here
    with Index.open(tmp_path / "home") as index:
        # Done again is at most what was under way, being sent, or not yet taken.
        assert 0 < sum(noted(notes).values()) - before < index.n_chunks - 16


@pytest.mark.cluster
def test_workers_with_another_model_are_refused(machines: Machines, reports: Path, notes: Path, tmp_path: Path) -> None:
    words = ("build", reports, "--home", tmp_path / "home", "--model", "fake", "--ray", machines.address)
    status, _, errors = run(notes, {"other_model": True}, *words)
    assert status == 1
    assert "(a worker's model is fake-1-32, that of the build fake-0-32" in errors
    assert "Traceback" not in errors
    assert noted(notes) == {}


@pytest.mark.cluster
@pytest.mark.model
def test_from_outside_the_real_model_gives_the_local_vectors_to_the_last_bit(
    machines: Machines, seed_index: Path, seeds: Path, tmp_path: Path
) -> None:
    address = f"ray://127.0.0.1:{machines.client_port}"
    program = (
        "import sys; from index.vectors import ray_encoder; from qa.commands.cli import main\n"
        "ray_encoder._FEW = 1; sys.exit(main(sys.argv[1:]))"
    )
    words = ("build", seeds, "--home", tmp_path / "home", "--ray", address)
    subprocess.run(
        [sys.executable, "-c", program, *map(str, words)], env=environment(**OF_THE_CLUSTER), check=True, timeout=90
    )
    assert contents(tmp_path / "home") == contents(seed_index)


@pytest.mark.cluster
def test_what_kills_every_worker_ends_the_build_and_the_rest_is_kept(
    machines: Machines, reports: Path, built_here: dict[str, str], notes: Path, tmp_path: Path
) -> None:
    words = ("build", reports, "--home", tmp_path / "home", "--model", "fake", "--ray", machines.address)
    status, shown, errors = run(notes, {"deadly": SENTENCES[1500][:10]}, *words)
    assert (status, shown) == (1, "")
    assert errors.startswith("wenzheng: Ray failed while it embedded (") and errors.count("\n") == 1
    assert "(3 workers died over the passage that begins" in errors
    assert errors.endswith("then build again: what was embedded is kept\n")
    before = sum(noted(notes).values())
    assert run(notes, {}, *words[:-2])[0] == 0
    assert contents(tmp_path / "home") == built_here
    assert 0 < sum(noted(notes).values()) - before < before


@pytest.mark.cluster
def test_a_machine_that_dies_is_done_without(
    machines: Machines, reports: Path, built_here: dict[str, str], notes: Path, tmp_path: Path
) -> None:
    words = ("build", reports, "--home", tmp_path / "home", "--model", "fake", "--ray", machines.address)
    started = start(notes, {"pause_s": 0.2}, *words)
    wait_for(lambda: len(noted(notes)) == 2 and sum(noted(notes).values()) > 48, started)
    machines.kill_one()
    shown, errors = started.communicate(timeout=90)
    assert (started.returncode, errors) == (0, "")
    assert shown.startswith(f"{REPORTS} added")
    assert contents(tmp_path / "home") == built_here


@pytest.mark.cluster
def test_an_address_that_nobody_serves_is_said_at_once(tmp_path: Path, reports: Path, notes: Path) -> None:
    pytest.importorskip("ray")
    began = time.monotonic()
    address = f"127.0.0.1:{free_port()}"
    status, _, errors = run(notes, {}, "build", reports, "--home", tmp_path / "home", "--ray", address)
    assert (status, time.monotonic() - began < 60) == (1, True)
    assert errors.startswith(f"wenzheng: the Ray cluster at {address} cannot be reached (")
    assert "start it with `ray start --head`" in errors and errors.count("\n") == 1


@pytest.mark.cluster
def test_a_server_that_is_not_ray_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ray")
    monkeypatch.setattr(ray_cluster, "_HEALTH_TIMEOUT_S", 4.0)
    for name in SET_FOR_RAY:
        monkeypatch.setenv(name, "0")
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(ClusterError, match="no answer in 4 s"), ray_cluster.connected(address, workers=1):
            pass


@pytest.mark.cluster
@pytest.mark.parametrize("failures", [1, 2])
def test_a_server_for_clients_that_did_not_start_is_asked_for_once_more(
    monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    said = "Initialization failure from server:\nTraceback:\nRuntimeError: Starting Ray client server failed. See x\n"
    asked: list[str] = []

    def fail_at_first(address: str) -> None:
        asked.append(address)
        if len(asked) <= failures:
            raise ConnectionAbortedError(said)

    monkeypatch.setattr(ray_cluster, "_init", fail_at_first)
    if failures == 1:
        ray_cluster._connect("ray://127.0.0.1:1")
    else:
        with pytest.raises(ClusterError, match=r"reached \(RuntimeError: Starting Ray client server failed\. See x\)"):
            ray_cluster._connect("ray://127.0.0.1:1")
    assert asked == ["ray://127.0.0.1:1"] * 2


@pytest.mark.parametrize("address", ["seeds/", "http://there", "host", "host:port"])
def test_what_is_no_address_is_taken_for_a_path(address: str) -> None:
    with (
        pytest.raises(ClusterError, match=r"is no address of a Ray cluster.*paths stand before --ray"),
        ray_cluster.connected(address, workers=1),
    ):
        pass


def test_without_ray_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SET_FOR_RAY:
        monkeypatch.setenv(name, "0")
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ClusterError, match=r'pip install "wenzheng\[ray\]"'), ray_cluster.connected("auto", workers=1):
        pass


class Given:
    """Stands for a pass of Ray: gives the last portion first, or forgets one."""

    def __init__(self, sizes: list[int], *, forgets: bool = False) -> None:
        self._portions: list[tuple[np.ndarray, list[str]]] = []
        self._sizes, self._forgets = sizes, forgets

    def add(self, rows: np.ndarray, texts: Sequence[str]) -> None:
        self._portions.append((rows, list(texts)))
        self._sizes.append(len(texts))

    def next(self) -> tuple[np.ndarray, np.ndarray] | None:
        if len(self._portions) == self._forgets:
            return None
        rows, texts = self._portions.pop()
        return rows, FakeEncoder().encode(texts)


def test_the_cluster_gets_bounded_portions_in_bounded_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_encoder, "_WINDOW", 100)
    monkeypatch.setattr(ray_encoder, "_MOST_AT_ONCE", 30)
    texts, passes = SENTENCES[:500], []

    def begin() -> Given:
        passes.append([])
        return Given(passes[-1])

    local = FakeEncoder()
    encoder = ray_encoder.RayEncoder(local, begin, workers=2)
    vectors = np.zeros((500, encoder.dim), dtype=np.float32)
    for rows, made in encoder.encode_all(iter(texts), 500):
        vectors[rows] = made
    assert passes == [[30] * 6 + [20], [30] * 6 + [20], [30] * 3 + [10]]
    assert local.encoded == []
    np.testing.assert_array_equal(vectors, FakeEncoder().encode(texts))


def test_few_texts_do_not_start_workers() -> None:
    local = FakeEncoder()
    encoder = ray_encoder.RayEncoder(local, lambda: pytest.fail("started"), workers=2)
    assert [rows.tolist() for rows, _ in encoder.encode_all(SENTENCES[:70], 70)] == [[*range(64)], [*range(64, 70)]]
    assert local.encoded == SENTENCES[:70]


def test_texts_that_the_cluster_forgot_are_an_error() -> None:
    encoder = ray_encoder.RayEncoder(FakeEncoder(), lambda: Given([], forgets=True), workers=2)
    with pytest.raises(ClusterError, match="Ray gave no vectors for 37 of 300 passages"):
        list(encoder.encode_all(SENTENCES[:300], 300))
