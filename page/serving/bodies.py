"""How much a request may send, and how long it may take to do so."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from page.serving.requests import brings_files, length_of, refuse
from qa import MAX_UPLOAD_BYTES

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["UPLOAD_BYTES_AT_ONCE", "BodyGuard", "BodyLimits"]

UPLOAD_BYTES_AT_ONCE = 4 * MAX_UPLOAD_BYTES  # of the files that are chosen together
_OF_A_FORM = 2**20  # what stands around them


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """size: bytes of a body; upload_size: of one with files. seconds, upload_seconds: until it must be there whole.
    idle: seconds without a byte of it.
    """

    size: int = 2**20
    upload_size: int = UPLOAD_BYTES_AT_ONCE + _OF_A_FORM
    seconds: float = 20.0
    upload_seconds: float = 600.0
    idle: float = 15.0


class BodyGuard:
    """ASGI middleware that lets no body grow beyond its limit, in bytes and in time."""

    def __init__(self, app: ASGIApp, limits: BodyLimits | None = None) -> None:
        self._app, self._limits = app, limits or BodyLimits()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; what is over a limit is answered with 413 or 408, and its connection closed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limits = self._limits
        is_upload = brings_files(scope["headers"])
        most = limits.upload_size if is_upload else limits.size
        # One that is no number, or said twice, the server under us has refused.
        if (length_of(scope["headers"]) or 0) > most:
            await refuse(send, 413, _too_large(most))
            return
        body = _Body(receive, most, limits.upload_seconds if is_upload else limits.seconds, limits.idle)
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            # What the page makes of half a body is not told.
            if body.problem is None or started:
                started = True
                await send(message)

        try:
            await self._app(scope, body.receive, answer)
        except Exception:
            if body.problem is None or started:
                raise
        if body.problem is not None and not started:
            await refuse(send, *body.problem)


class _Body:
    """Receives a body within its limits. problem: status and message, once it is over one of them; the page is then
    told that the client went away.
    """

    def __init__(self, receive: Receive, most: int, seconds: float, idle: float) -> None:
        self._receive, self._most, self._idle = receive, most, idle
        self._until = asyncio.get_running_loop().time() + seconds
        self._size = 0
        self._whole = False
        self.problem: tuple[int, str] | None = None

    async def receive(self) -> Message:
        if self._whole:
            return await self._receive()
        left = min(self._idle, self._until - asyncio.get_running_loop().time())
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, left)) if self.problem is None else _GONE
        except TimeoutError:
            self.problem = 408, "The request took too long to arrive; send it again. 请求传输超时，请重试。"
            return _GONE
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
        if self._size > self._most:
            self.problem = 413, _too_large(self._most)
            return _GONE
        return message


_GONE: Message = {"type": "http.disconnect"}


def _too_large(most: int) -> str:
    size = f"{most // 2**20} MB" if most >= 2**20 else f"{most // 1024} KB"
    return f"The request is larger than {size}; send less at once. 请求超过 {size}，请分开发送。"
