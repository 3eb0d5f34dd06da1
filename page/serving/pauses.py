"""A growing pause for an address that guesses passwords, and for no other."""

from __future__ import annotations

import ipaddress
import time
from asyncio import sleep
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

__all__ = ["Pauses", "Turn"]

# A few mistakes cost nothing; then each costs twice the one before, and half a minute at most.
_FREE = 3
_FIRST_S, _LONGEST_S = 0.5, 30.0
# So many guesses of one address may be tried or wait at a time.
_AT_ONCE = 8
_FORGOTTEN_S = 900.0
_MOST_ADDRESSES = 10_000


@dataclass(slots=True)
class _Seen:
    failures: int = 0
    at: float = 0.0
    pending: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to try one password."""

    _seen: _Seen

    async def failed(self) -> None:
        """Notes that it was wrong, and waits as long as that costs."""
        self._seen.failures += 1
        self._seen.at = time.monotonic()
        beyond = self._seen.failures - _FREE
        if beyond > 0:
            await sleep(min(_LONGEST_S, _FIRST_S * 2 ** min(beyond - 1, 10)))


class Pauses:
    """What each address has guessed wrongly of late. For one event loop."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, _Seen] = OrderedDict()

    @asynccontextmanager
    async def turn(self, client: tuple[str, int] | None) -> AsyncIterator[Turn | None]:
        """A turn for the client (address, port), None where its address has too many guesses under way."""
        seen = self._of(_network(client[0]) if client else "")
        if seen.pending >= _AT_ONCE:
            yield None
            return
        seen.pending += 1
        try:
            yield Turn(seen)
        finally:
            seen.pending -= 1

    def _of(self, network: str) -> _Seen:
        now = time.monotonic()
        seen = self._seen.pop(network, None) or _Seen()
        if now - seen.at > _FORGOTTEN_S:
            seen.failures = 0
        self._seen[network] = seen
        while len(self._seen) > _MOST_ADDRESSES:
            self._seen.popitem(last=False)
        return seen


def _network(address: str) -> str:
    """The address, of IPv6 the network of 64 bits that one subscriber has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(ipaddress.ip_network((int(found), 64), strict=False))
