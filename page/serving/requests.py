"""What the guards before the page share: what they read of a request, and how they refuse one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Send

__all__ = ["brings_files", "length_of", "refuse", "values_of"]

_Headers = Iterable[tuple[bytes, bytes]]


async def refuse(send: Send, status: int, message: str, *, headers: _Headers = ()) -> None:
    """Answers a request with this status and message, and closes the connection: its body may not have been read."""
    body = f"{message}\n".encode()
    told = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        *headers,
    ]
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": body})


def values_of(headers: _Headers, name: bytes) -> list[str]:
    """Every value that a request has for a header, by its name in lower case."""
    return [value.decode("latin-1").strip() for own, value in headers if own == name]


def brings_files(headers: _Headers) -> bool:
    """Whether the body is a form with files."""
    return any(kind.lower().startswith("multipart/") for kind in values_of(headers, b"content-type"))


def length_of(headers: _Headers) -> int | None:
    """Bytes of the body as the request says; None where it does not say, or not in digits."""
    said = values_of(headers, b"content-length")
    return int(said[0][:20]) if said and said[0].isdecimal() else None
