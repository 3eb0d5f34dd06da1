"""Threads that searches share: FAISS lets go of the interpreter, so lists are searched while BM25 is summed."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

__all__ = ["search_threads"]

_POOLS: dict[int, ThreadPoolExecutor] = {}


def search_threads() -> ThreadPoolExecutor:
    """One thread a core, made at first use; a process that was forked has none of its parent's, and makes its own."""
    process = os.getpid()
    if process not in _POOLS:
        _POOLS.clear()
        _POOLS[process] = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="search")
    return _POOLS[process]
