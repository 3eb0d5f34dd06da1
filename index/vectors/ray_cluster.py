"""Starts Ray on this machine or connects to a cluster: quietly, in bounded time, leaving no process behind."""

from __future__ import annotations

import logging
import os
import re
import secrets
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from index.errors import ClusterError

__all__ = ["Cluster", "connected"]

_ADDRESS = re.compile(r"auto|(?:ray://)?(?P<host>[^\s/]+):(?P<port>\d+)")
_CLIENT = "ray://"
_CLIENT_FAILED = "Starting Ray client server failed"
_CONNECT_TIMEOUT_S = 5.0
_HEALTH_TIMEOUT_S = 20.0
_STORE_MB, _STORE_MB_A_WORKER = 128, 64
_QUIET: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.CRITICAL}  # Any: what ray.init takes


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that this process is connected to. cores: of all its machines. outside: this one is none of them."""

    cores: int
    outside: bool

    def place(self, kind: Any, *arguments: object) -> Any:  # noqa: ANN401 - any class, and its instance
        """An object of this class; from outside, one on the cluster whose methods are called there."""
        return _Remote(kind, *arguments) if self.outside else kind(*arguments)


@contextmanager
def connected(address: str | None, *, workers: int) -> Iterator[Cluster]:
    """A cluster, until the context ends; address: None starts one on this machine with so many workers.

    Raises: ClusterError.
    """
    match = _ADDRESS.fullmatch(address or "auto")
    if match is None:
        raise ClusterError(
            f"{address!r} is no address of a Ray cluster: auto, host:port or ray://host:port; paths stand before --ray"
        )
    _prepare(alone=address is None)
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise ClusterError(
            'Ray is not installed: pip install "wenzheng[ray]" (in a checkout: ./run setup --cluster)'
        ) from error
    try:
        if address is None:
            _start_here(workers)
        else:
            _check_reachable(address, match)
            _connect(address)
        cores = int(ray.cluster_resources().get("CPU", 0))
        yield Cluster(cores=cores, outside=bool(address and address.startswith(_CLIENT)))
    finally:
        ray.shutdown()


def _start_here(workers: int) -> None:
    import ray

    store = (_STORE_MB + _STORE_MB_A_WORKER * workers) << 20
    try:
        with _without_greeting():
            ray.init("local", num_cpus=workers, object_store_memory=store, include_dashboard=False, **_QUIET)
    except (OSError, RuntimeError, ValueError) as error:
        raise ClusterError(f"Ray cannot be started on this machine ({error}); build without --ray") from error


def _connect(address: str) -> None:
    import ray

    for is_last in (False, True):
        try:
            _init(address)
        except (OSError, RuntimeError, ValueError) as error:
            # Of Ray's own doing, now and then: it forks while gRPC is busy. Whoever asks again gets another.
            if _CLIENT_FAILED not in str(error) or is_last:
                raise _unreachable(address, _last_line(str(error))) from error
            ray.shutdown()
        else:
            return


def _init(address: str) -> None:
    import ray

    with warnings.catch_warnings(), _without_greeting():
        warnings.simplefilter("ignore")  # of the client: that it was not answered, which our error says
        ray.init(address, **_QUIET)


def _prepare(*, alone: bool) -> None:
    """Sets what Ray reads from the environment of this process and those it starts; what the user has set stays."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    # Ray prints on standard output that a worker died and its task is tried again: what failed for good is raised.
    os.environ.setdefault("RAY_DEDUP_LOGS_SKIP_REGEX", ".*")
    if alone:
        # Despite its name this holds on every system: servers listen on 127.0.0.1 instead of all interfaces.
        os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
        # Other users of this machine reach 127.0.0.1 too. Without it Ray keeps a token in the user's home.
        os.environ.setdefault("RAY_AUTH_MODE", "token")
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))


@contextmanager
def _without_greeting() -> Iterator[None]:
    """Ray's core writes one line that its log level was set, past Python's streams. What fails is raised."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _check_reachable(address: str, match: re.Match[str]) -> None:
    """Ray itself tries for minutes. Raises: ClusterError."""
    if match["host"]:
        try:
            socket.create_connection((match["host"].strip("[]"), int(match["port"])), _CONNECT_TIMEOUT_S).close()
        except (OSError, OverflowError) as error:
            raise _unreachable(address, str(error)) from error
    if address.startswith(_CLIENT):
        return  # its client gives up after half a minute
    command = [sys.executable, "-m", "ray.scripts.scripts", "health-check", "--address", address]
    try:
        checked = subprocess.run(command, capture_output=True, text=True, timeout=_HEALTH_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise _unreachable(address, f"no answer in {_HEALTH_TIMEOUT_S:.0f} s") from error
    if checked.returncode:
        raise _unreachable(address, _last_line(checked.stderr) or "it is not healthy")


def _last_line(text: str) -> str:
    """The last that is not blank: of a traceback, the error; "" where there is none."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


def _unreachable(address: str, why: str) -> ClusterError:
    """The error that says what to do."""
    return ClusterError(
        f"the Ray cluster at {address} cannot be reached ({why}); start it with `ray start --head`, check the address "
        "and RAY_AUTH_TOKEN, use ray://host:10001 from a machine that is not part of it, or build without --ray"
    )


class _Remote:
    """An object on the cluster; its methods are called there, one at a time."""

    def __init__(self, kind: Any, *arguments: object) -> None:  # noqa: ANN401 - any class
        import ray

        self._get = ray.get
        self._actor = ray.remote(num_cpus=0)(kind).remote(*arguments)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a method of the class
        method = getattr(self._actor, name)
        return lambda *arguments: self._get(method.remote(*arguments))
