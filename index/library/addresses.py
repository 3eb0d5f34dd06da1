"""Connections to public addresses alone, and to the very address that was looked at.

A name may lead to another machine each time it is asked for. So a name is resolved once for each connection, every
address it has is looked at, and one of these is connected to; a proxy of the environment, which would resolve the name
by itself, is not used.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable
from ssl import SSLContext
from typing import Any

import httpcore

__all__ = ["CheckedBackend", "RefusedAddressError", "is_public"]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_Option = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class RefusedAddressError(Exception):
    """A name leads to an address that is not public."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(host, address)
        self.host, self.address = host, address


def is_public(address: str) -> bool:
    """Whether it is an address of the internet at large: no private, loopback, link-local, shared or reserved one.

    An address of IPv6 that holds one of IPv4 is what that is: `::ffff:127.0.0.1` is not public.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in _NAT64 or int(found) < 2**32:  # ::127.0.0.1, as written long ago
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if found.is_site_local:
            return False
    return found.is_global and not found.is_multicast


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to public addresses, and until a moment that is given: none of its waits lasts longer."""

    def __init__(self, *, allow_private: bool, until: float) -> None:
        """until: as `time.monotonic` tells it."""
        self._allow_private, self._until = allow_private, until
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[_Option] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises: RefusedAddressError; httpcore's errors where none of its addresses answers."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name {host} is not known") from error
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        for address in addresses:
            if not self._allow_private and not is_public(address):
                raise RefusedAddressError(host, address)
        failure: Exception = httpcore.ConnectError(f"the name {host} has no address")
        for address in addresses:
            try:
                stream = self._inner.connect_tcp(
                    address, port, _left(timeout, self._until), local_address, socket_options
                )
                return _Stream(stream, self._until)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class _Stream(httpcore.NetworkStream):
    """A connection that is waited for until a moment, however slowly its bytes drip."""

    def __init__(self, inner: httpcore.NetworkStream, until: float) -> None:
        self._inner, self._until = inner, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout, self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout, self._until))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, _left(timeout, self._until))
        return _Stream(secured, self._until)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore has it
        return self._inner.get_extra_info(info)


def _left(timeout: float | None, until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for it is over")
    return left if timeout is None else min(timeout, left)
