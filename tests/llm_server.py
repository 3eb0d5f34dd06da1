"""A server that speaks the protocol of a language model, and says whatever a test wants it to."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[dict[str, Any]], str]


@dataclass
class Stub:
    """reply: request → what the model writes. fault: how the server fails, "" where it does not. piece: characters a
    chunk. asked: the requests it was sent, with their headers.
    """

    reply: Reply = lambda _request: ""
    fault: str = ""
    piece: int = 3
    url: str = ""
    asked: list[tuple[dict[str, Any], dict[str, str]]] = field(default_factory=list)

    @property
    def data(self) -> list[dict[str, Any]]:
        """What the model was given, of each request."""
        return [data_of(request) for request, _ in self.asked]


def data_of(request: dict[str, Any]) -> dict[str, Any]:
    """The question and the evidence that a request carries."""
    content = request["messages"][-1]["content"]
    if content.startswith("{"):
        return json.loads(content)
    first, *lines, _ = content.split("\n")
    return {
        "question": re.split("：|: ", first, maxsplit=1)[1],
        "excerpts": [{"text": json.loads(re.split("）：|\\): ", line, maxsplit=1)[1])} for line in lines],
    }


def chunk(text: str | None, finish: str | None = None) -> bytes:
    delta = {} if text is None else {"content": text}
    body = {
        "id": "x",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "stub",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n".encode()


@contextmanager
def serving(stub: Stub) -> Iterator[Stub]:
    """Serves it until the end of the block; `stub.url` says where."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            stub.asked.append((request, {name.lower(): value for name, value in self.headers.items()}))
            self.close_connection = True
            with suppress(BrokenPipeError, ConnectionResetError):
                FAULTS.get(stub.fault, respond)(self, stub, request)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def head(handler: BaseHTTPRequestHandler, status: int = 200, kind: str = "text/event-stream", **more: str) -> None:
    handler.send_response(status)
    handler.send_header("content-type", kind)
    handler.send_header("connection", "close")
    for name, value in more.items():
        handler.send_header(name, value)
    handler.end_headers()


def respond(handler: BaseHTTPRequestHandler, stub: Stub, request: dict[str, Any]) -> None:
    assert handler.path == "/v1/chat/completions"
    assert request["stream"] is True
    head(handler)
    text = stub.reply(request)
    for at in range(0, len(text), stub.piece):
        handler.wfile.write(chunk(text[at : at + stub.piece]))
    handler.wfile.write(chunk(None, "stop") + b"data: [DONE]\n\n")


def status(code: int) -> Callable[..., None]:
    def fail(handler: BaseHTTPRequestHandler, stub: Stub, request: dict[str, Any]) -> None:
        head(handler, code, "application/json")
        handler.wfile.write(b'{"error": {"message": "no"}}')

    return fail


def redirect(handler: BaseHTTPRequestHandler, stub: Stub, request: dict[str, Any]) -> None:
    head(handler, 307, "text/plain", location=stub.url.replace("127.0.0.1", "localhost") + "/chat/completions")


def half(handler: BaseHTTPRequestHandler, stub: Stub, request: dict[str, Any]) -> None:
    head(handler)
    text = stub.reply(request)
    handler.wfile.write(chunk(text[: len(text) * 4 // 5]))


def silence(handler: BaseHTTPRequestHandler, stub: Stub, request: dict[str, Any]) -> None:
    head(handler)
    handler.wfile.flush()
    time.sleep(5)


def drip(handler: BaseHTTPRequestHandler, stub: Stub, request: dict[str, Any]) -> None:
    head(handler)
    for _ in range(200):
        handler.wfile.write(b": waiting\n\n")
        handler.wfile.flush()
        time.sleep(0.05)


def endless(handler: BaseHTTPRequestHandler, stub: Stub, request: dict[str, Any]) -> None:
    head(handler)
    for _ in range(20_000):
        handler.wfile.write(chunk("啊" * 50))


def flood(handler: BaseHTTPRequestHandler, stub: Stub, request: dict[str, Any]) -> None:
    head(handler)
    for _ in range(1_000):
        handler.wfile.write(b"x" * 10_000)


def body(content: bytes, kind: str = "text/event-stream") -> Callable[..., None]:
    def send(handler: BaseHTTPRequestHandler, stub: Stub, request: dict[str, Any]) -> None:
        head(handler, 200, kind)
        handler.wfile.write(content)

    return send


FAULTS: dict[str, Callable[..., None]] = {
    "401": status(401),
    "404": status(404),
    "429": status(429),
    "500": status(500),
    "redirect": redirect,
    "half": half,
    "silence": silence,
    "drip": drip,
    "endless": endless,
    "flood": flood,
    "html": body(b"<html>Welcome</html>", "text/html"),
    "empty": body(b""),
    "not json": body(b"data: {oops\n\n"),
    "json of another kind": body(b'data: [1, 2]\n\ndata: "x"\n\n'),
    "no choices": body(b'data: {"id": "x"}\n\ndata: [DONE]\n\n'),
    "choices of another kind": body(b'data: {"choices": {"a": 1}}\n\n'),
    "null": body(b"data: null\n\ndata: [DONE]\n\n"),
    "content of another kind": body(b'data: {"choices": [{"delta": {"content": {"a": 1}}}]}\n\n'),
    "bytes": body(bytes(range(256)) * 4),
    "error in the stream": body(b'data: {"error": {"message": "overloaded"}}\n\n'),
}
