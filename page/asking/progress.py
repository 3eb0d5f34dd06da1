"""How far each question is that is being answered, by a ticket that only who asked it knows; and stopping it."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable

from qa import Stage

__all__ = ["Progress", "Stopped"]

_TICKET = re.compile(r"[0-9a-f]{32}")
_MOST = 1000  # questions at once; more than the server has threads for


class Stopped(Exception):  # noqa: N818 — no error: who asked wanted it
    """The question was stopped by who asked it."""


class Progress:
    """The stage of each ticket. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stages: OrderedDict[str, Stage] = OrderedDict()
        self._stopped: OrderedDict[str, None] = OrderedDict()

    def begin(self, ticket: str) -> Callable[[Stage], None]:
        """What to call at each stage; it raises Stopped once the ticket was stopped. Without a ticket, does nothing."""
        if not _TICKET.fullmatch(ticket):
            return lambda _stage: None

        def reach(stage: Stage) -> None:
            with self._lock:
                if ticket in self._stopped:
                    raise Stopped
                self._stages[ticket] = stage

        with self._lock:
            self._stages[ticket] = "parse"
            while len(self._stages) > _MOST:
                self._forget(next(iter(self._stages)))
        return reach

    def stage(self, ticket: str) -> Stage | None:
        """The stage it is at; None once it is answered, or was never asked."""
        with self._lock:
            return self._stages.get(ticket)

    def stop(self, ticket: str) -> bool:
        """Stops it at its next stage, or at its first where the question has yet to come. Whether it had come."""
        if not _TICKET.fullmatch(ticket):
            return False
        with self._lock:
            self._stopped[ticket] = None
            while len(self._stopped) > _MOST:
                self._stopped.popitem(last=False)
            return ticket in self._stages

    def end(self, ticket: str) -> None:
        """Forgets a ticket that is answered."""
        with self._lock:
            self._forget(ticket)

    def _forget(self, ticket: str) -> None:
        self._stages.pop(ticket, None)
        self._stopped.pop(ticket, None)
