"""Which names the page answers to, and from whose pages it is used.

A browser sends what any website asks it to, to this server as well: so a request counts only where it is addressed to
a name that is ours (no DNS rebinding: https://en.wikipedia.org/wiki/DNS_rebinding) and comes from our own page (Fetch
Metadata: https://www.w3.org/TR/fetch-metadata/). Checked before anything else, passwords and preflights included.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from page.serving.requests import refuse, values_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LOCAL", "HostGuard", "Hosts"]

LOCAL = ("127.0.0.1", "localhost", "::1")
_HOST = re.compile(r"(?:(?P<name>[A-Za-z0-9_.-]{1,253})|\[(?P<six>[0-9A-Fa-f:.]{2,45})\])(?::(?P<port>\d{1,5}))?")
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>[^/?#\s]{1,300})", re.IGNORECASE)
_DEFAULT_PORTS = {"http": "80", "https": "443"}
# What a browser is told of every answer: no sniffing, no frames of other sites, no address of ours to other sites (a
# question stands in it), and no other site reads or includes what is served.
_TOLD = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"frame-ancestors 'self'; base-uri 'self'; object-src 'none'; form-action 'self'"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names that requests may be addressed to. by_address: any IP address too, as when the page is served to a
    network: an address cannot be rebound as a name can.
    """

    names: frozenset[str]
    by_address: bool = False

    @classmethod
    def of(cls, bound: str, allowed: Iterable[str] = ()) -> Hosts:
        """What a page that listens on `bound` answers to: this machine's own names there, and those allowed."""
        own = LOCAL if bound in LOCAL else (bound, *LOCAL)
        return cls(frozenset(name.lower().strip("[]") for name in (*own, *allowed)), by_address=bound not in LOCAL)

    def admits(self, host: str) -> bool:
        """Whether a Host header (name or address, with or without a port) is one of ours."""
        match = _HOST.fullmatch(host)
        if match is None:
            return False
        name = (match["name"] or match["six"]).lower()
        if name in self.names:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return self.by_address


class HostGuard:
    """ASGI middleware that passes on only what is addressed to us and does not come from another site's page."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what may pass, or says in one sentence why it does not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        problem = self._problem(scope)
        if problem is not None:
            await refuse(send, *problem, headers=_TOLD)
            return

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(each for each in _TOLD if each[0] not in own)]
            await send(message)

        await self._app(scope, receive, tell)

    def _problem(self, scope: Scope) -> tuple[int, str] | None:
        headers = scope["headers"]
        hosts = values_of(headers, b"host")
        if len(hosts) != 1:
            return 400, "The request names no host, or several. 请求没有写明主机名。"
        forwarded = [part.strip() for value in values_of(headers, b"x-forwarded-host") for part in value.split(",")]
        for host in (*hosts, *forwarded):
            if not self._hosts.admits(host):
                return 421, (
                    "This page does not answer to that host name; serve it with --allow-host NAME if it should. "
                    "此页面不接受这个主机名；如确需使用，请在启动时加 --allow-host。"
                )
        if any(not _is_same(origin, hosts[0], forwarded) for origin in values_of(headers, b"origin")):
            return 403, "Pages of other sites may not use this one. 其他网站的页面不得调用本页。"
        if _is_from_elsewhere(scope):
            return 403, "Other sites may link to this page, but not load from it. 其他网站可以链接本页，但不能调用。"
        return None


def _is_same(origin: str, host: str, forwarded: Iterable[str]) -> bool:
    """Whether an Origin header is of a page served under the host that the request is for."""
    match = _ORIGIN.fullmatch(origin)
    if match is None:
        return False
    default = _DEFAULT_PORTS[match["scheme"].lower()]
    own = _with_port(match["host"], default)
    return own is not None and own in [_with_port(each, default) for each in (host, *forwarded)]


def _with_port(host: str, default: str) -> tuple[str, str] | None:
    match = _HOST.fullmatch(host)
    return ((match["name"] or match["six"]).lower(), match["port"] or default) if match else None


def _is_from_elsewhere(scope: Scope) -> bool:
    """Whether a browser says that another site's page makes the request, other than by a link that is followed."""
    sites = values_of(scope["headers"], b"sec-fetch-site")
    if all(site in ("same-origin", "none") for site in sites):
        return False
    modes, targets = (values_of(scope["headers"], name) for name in (b"sec-fetch-mode", b"sec-fetch-dest"))
    return not (scope["method"] in ("GET", "HEAD") and modes == ["navigate"] and targets == ["document"])
