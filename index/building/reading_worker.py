"""The process that reads files for `index.building.reading`: asked on its standard input, it answers on its output."""

from __future__ import annotations

import math
import os
import pickle
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from index.building.reading import ReadHere, sound
from index.errors import ReadError
from index.types import RawDocument

__all__ = ["main"]

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of linux/prctl.h
_GRACE_S = 10
_WARMING = "政协新乡市委员会工作报告\n\n一、2023年工作回顾\n\n立案提案409件，增长3%。\n"
# Beyond this share of its memory the process reads no further file: what one left behind must not fail the next.
_USED_UP = 0.25


def main(words: Sequence[str]) -> int:
    """Answer until nobody asks. words: id of the process that asks, seconds a request may take, megabytes."""
    parent, seconds, megabytes = int(words[0]), float(words[1]), int(words[2])
    _end_with(parent)
    # What the code that reads prints must not stand among the answers.
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    _limit(megabytes)
    here = ReadHere()

    def tell(*what: object) -> None:
        _await(seconds)
        answers.write(pickle.dumps(("told", what, True)))
        answers.flush()

    readers: dict[str, Callable[..., object]] = {
        "read": partial(here.read, tell=tell), "parse": here.parse, "picture": here.picture,
    }  # fmt: skip
    here.parse(RawDocument("", "0" * 64, "utf-8", _WARMING))  # loads what every file needs
    answer = pickle.dumps(("done", None, True))
    while True:
        answers.write(answer)
        answers.flush()
        try:
            name, arguments, options = pickle.load(requests)  # noqa: S301 - of the process that started this one
        except EOFError:
            return 0
        _await(seconds)
        answer = _answer(readers[name], arguments, options, megabytes)
        _await(0.0)


def _await(seconds: float) -> None:
    """End by itself some time after it should be done, where nobody is left to end it; 0 while nothing is asked."""
    if hasattr(signal, "alarm"):
        signal.alarm(math.ceil(seconds) + _GRACE_S if seconds else 0)


def _answer(
    do: Callable[..., object], arguments: Sequence[object], options: Mapping[str, object], megabytes: int
) -> bytes:
    """Pickled: ("done", what was asked for, whether this goes on) or ("refused", the parts of a ReadError, …)."""
    try:
        value = do(*arguments, **options)
        return sound("", lambda: pickle.dumps(("done", value, _used_mb() < _USED_UP * megabytes)))
    except ReadError as error:
        parts = (error.source, str(error).removeprefix(f"{error.source}: "), error.problem)
        return pickle.dumps(("refused", parts, error.problem != "memory"))


def _end_with(parent: int) -> None:
    """Have the system kill this process when the one that started it ends, however it does."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended already
            sys.exit(1)


def _limit(megabytes: int) -> None:
    """Memory is limited where the system keeps to it; elsewhere time alone is."""
    if sys.platform == "linux":
        import resource

        most = megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _used_mb() -> float:
    """The most memory that this process ever had; 0 where the system does not say."""
    if sys.platform != "linux":
        return 0.0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
