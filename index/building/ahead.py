"""Several files looked at at once, and taken in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

__all__ = ["in_turn"]

_File = TypeVar("_File")
_Found = TypeVar("_Found")
# A thread has this many files waiting; what they hold waits in memory.
_WAITING = 2


def in_turn(
    files: Iterable[_File], look: Callable[[_File], _Found], *, at_once: int
) -> Iterator[tuple[_File, Callable[[], _Found]]]:
    """Each file with what gives what was found in it, or raises what looking raised. at_once: threads; with one, a file
    is looked at when it is asked for.
    """
    if at_once == 1:
        for file in files:
            yield file, partial(look, file)
        return
    pool = ThreadPoolExecutor(at_once, thread_name_prefix="looking")
    waiting: deque[tuple[_File, Future[_Found]]] = deque()
    try:
        for file in files:
            waiting.append((file, pool.submit(look, file)))
            if len(waiting) > _WAITING * at_once:
                first, found = waiting.popleft()
                yield first, found.result
        while waiting:
            first, found = waiting.popleft()
            yield first, found.result
    finally:  # where one was enough, or the build is stopped, the others are not waited for
        pool.shutdown(wait=False, cancel_futures=True)
