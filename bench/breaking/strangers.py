"""Requests that nobody may make: every route, every method, addressed to another host or sent by another site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import httpx

from page import Library, build_page
from page.rest import rest_routes

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "get")
ODD = (
    {"host": "evil.example"},
    {"host": "x.localhost"},
    {"host": "localhost."},
    {"host": "127.0.0.1.nip.io"},
    {"host": "0.0.0.0"},
    {"host": "[::ffff:127.0.0.1]"},
    {"x-forwarded-host": "evil.example"},
    {"origin": "http://evil.example"},
    {"origin": "https://127.0.0.1.evil.example"},
    {"origin": "null"},
    {"origin": "file://"},
    {"origin": "http://localhost:3000"},
    {"origin": "http://[::1]:3000"},
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
)
_NOBODY_HAS = ("/gradio_api/file=/etc/passwd", "/gradio_api/proxy=http://127.0.0.1/", "/../app.py", "//")
_PREFLIGHT = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}


class Served(NamedTuple):
    """A request that should not have been answered so."""

    method: str
    path: str
    headers: dict[str, str]
    status: int


def paths_of(library: Library) -> list[str]:
    """A path for every route that Gradio and we have, and some that nobody has."""
    from gradio.routes import App

    site = App.create_app(build_page(library), mcp_server=True)
    routes = [str(getattr(route, "path", "/")) for route in (*site.routes, *rest_routes(library))]
    filled = ["/".join("x" if part.startswith("{") else part for part in path.split("/")) for path in routes]
    return sorted({path.partition("{")[0] for path in filled} | set(_NOBODY_HAS))


def served(
    client: httpx.Client, paths: Iterable[str], *, odd: dict[str, str], methods: Iterable[str] = METHODS
) -> Iterator[Served | None]:
    """For each request made whether it was served: None where it was refused and nothing told."""
    methods = tuple(methods)
    for path in paths:
        for method in methods:
            headers = odd | (_PREFLIGHT if method == "OPTIONS" else {})
            answer = client.request(method, path, headers=headers)
            is_refused = answer.status_code in (400, 403, 421) and "access-control-allow-origin" not in answer.headers
            yield (
                None if is_refused and "Wenzheng" not in answer.text else Served(method, path, odd, answer.status_code)
            )
