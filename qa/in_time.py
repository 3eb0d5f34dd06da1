"""A time limit for an answer: whoever answers looks at the clock between its steps, and gives up when it is over."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from index.errors import BusyError

__all__ = ["check_time", "within"]

_limit: ContextVar[tuple[float, float] | None] = ContextVar("_limit", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is asked inside takes so long at most; then `check_time` raises."""
    token = _limit.set((time.monotonic() + seconds, seconds))
    try:
        yield
    finally:
        _limit.reset(token)


def check_time() -> None:
    """Raises: BusyError when the time of the answer under way is over; nothing where there is no limit."""
    limit = _limit.get()
    if limit is not None and time.monotonic() > limit[0]:
        raise BusyError(
            f"The answer would take more than {limit[1]:g} s; name a place or a year, or ask again later. "
            f"回答超过 {limit[1]:g} 秒，请写明地区或年份，或稍后再试。"
        )
