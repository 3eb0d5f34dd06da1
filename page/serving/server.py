"""The HTTP server under the page: uvicorn, with as many connections as it can serve and no more.

A client that connects and says nothing, or says its headers a byte at a time, or reads nothing of its answer, is cut
off; where all connections are taken, those that have not yet asked for anything make room.
"""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

if TYPE_CHECKING:
    from starlette.types import ASGIApp

__all__ = ["MOST_CONNECTIONS", "bind", "closing_on_error", "run"]

MOST_CONNECTIONS = 512
# Seconds until the headers of a request must be there whole, and until a client must have read what it was sent.
_HEADER_SECONDS, _READ_SECONDS = 10.0, 60.0
_HEADER_BYTES = 32 * 1024
_STOP_SECONDS = 2


class _Bounded(H11Protocol):
    """A connection with time limits. silent: those of its server that have not asked for anything, the oldest first."""

    header_seconds: ClassVar[float] = _HEADER_SECONDS
    read_seconds: ClassVar[float] = _READ_SECONDS
    most: ClassVar[int] = MOST_CONNECTIONS
    silent: ClassVar[dict[_Bounded, None]]

    _header_timer: asyncio.TimerHandle | None = None
    _read_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_headers()
        if len(self.connections) > self.most:
            next(iter(self.silent)).transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        if self._read_timer is not None:
            self._read_timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is None or cycle.response_complete:
            self._await_headers()
        else:
            self._stop_waiting()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._read_timer = self.loop.call_later(self.read_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._read_timer is not None:
            self._read_timer.cancel()

    def _await_headers(self) -> None:
        if self._header_timer is None:
            self._header_timer = self.loop.call_later(self.header_seconds, self.transport.abort)
            self.silent[self] = None

    def _stop_waiting(self) -> None:
        self.silent.pop(self, None)
        if self._header_timer is not None:
            self._header_timer.cancel()
            self._header_timer = None


def bind(host: str, port: int) -> socket.socket:
    """The socket that requests come in at, once it is served. Raises: OSError where the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio would leave it to send small pieces late (TCP_NODELAY).
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere this would let two servers share the port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound


@contextmanager
def closing_on_error(bound: socket.socket) -> Iterator[None]:
    """Closes the socket where what follows fails before anything is served."""
    try:
        yield
    except BaseException:
        bound.close()
        raise


def run(app: ASGIApp, bound: socket.socket, *, block: bool) -> None:
    """Serves until interrupted; with block false in a thread of its own, once it serves."""
    config = Config(
        app,
        http=type("Bounded", (_Bounded,), {"silent": {}}),
        interface="asgi3",
        ws="none",
        lifespan="on",
        log_level="warning",
        server_header=False,
        h11_max_incomplete_event_size=_HEADER_BYTES,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    server = Server(config)
    if block:
        server.run(sockets=[bound])
        return
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.005)
