"""What of the server can be reached at all: the paths that the page and its endpoints need, of the many Gradio has.

Gradio also serves pages for developers, a proxy, recordings, monitoring; nobody needs them here, so nobody gets them.
"""

from __future__ import annotations

import json
import logging
import re
from typing import TYPE_CHECKING

from page.serving.requests import refuse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Surface"]

_READ = ("GET", "HEAD")
_REACHED = {
    **dict.fromkeys(_READ, re.compile(
        r"/|/(?:theme\.css|favicon\.ico|robots\.txt|manifest\.json|config/?)|/(?:assets|static)/.+"
        r"|/original/[0-9a-f]{16}(?:/[1-9][0-9]{0,5}\.png)?"
        r"|/gradio_api/(?:info/?|openapi\.json|queue/data|upload_progress|heartbeat/.+|call/.+|mcp(?:/.*)?)"
    )),
    "POST": re.compile(
        r"/gradio_api/(?:(?:run|api|call)/.+|queue/join|component_server/?|upload|cancel|reset/?|mcp(?:/.*)?)"
    ),
    "DELETE": re.compile(r"/gradio_api/mcp(?:/.*)?"),  # ends a session
}  # fmt: skip
_SAYS_NOTHING = (b"", b'{"error":null}', b"Internal Server Error")
_log = logging.getLogger(__name__)


class Surface:
    """ASGI middleware: 404 for paths that are not needed, 400 for requests that Gradio cannot make sense of."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what is needed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reached = _REACHED.get(scope["method"])
        if reached is None or reached.fullmatch(scope["path"]) is None:
            await refuse(send, 404, "There is nothing here. 没有这个地址。")
            return
        if scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        answered = _Answered(send)
        try:
            await self._app(scope, receive, answered.send)
        except Exception as error:
            if answered.is_started and not answered.is_malformed:
                raise
            _log.warning("A request to %s could not be used: %s", scope["path"][:100], type(error).__name__)
            if not answered.is_started:
                await _say_malformed(send)


class _Answered:
    """Passes an answer on, but for a failure that says nothing. Functions of ours say what is wrong: what fails beyond
    them are arguments of the wrong number or kind, a function or a session that there is not.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._failed: Message | None = None
        self.is_started = self.is_malformed = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 500:
            self._failed = message
            return
        if self._failed is None:
            self.is_started = True
            await self._send(message)
        elif not self.is_started:
            self.is_started = True
            if message.get("body", b"") in _SAYS_NOTHING:
                self.is_malformed = True
                await _say_malformed(self._send)
                return
            await self._send(self._failed)
            await self._send(message)


async def _say_malformed(send: Send) -> None:
    message = "The request names no function there is, or not what it takes. 请求的函数或参数不正确。"
    body = json.dumps({"error": message}, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 400, "headers": headers})
    await send({"type": "http.response.body", "body": body})
