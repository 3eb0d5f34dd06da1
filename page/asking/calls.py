"""What the page's script calls on the server beside asking: the reader, the stage, stopping, judging, wording."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any  # JSON from the browser

from page.asking.controller import Controller

__all__ = ["page_calls"]


def page_calls(controller: Controller) -> list[Callable[[dict[str, Any]], Any]]:
    """The functions the script finds by their names. Each is given whatever a browser sends."""

    def read_report(request: dict[str, Any]) -> str:
        """When a citation is opened."""
        start, end = (_offset(request.get(name)) for name in ("start", "end"))
        return controller.read(_word(request, "report"), start, end, _word(request, "hash"), _word(request, "language"))

    def stage_of(request: dict[str, Any]) -> str | None:
        """While a question is being answered."""
        return controller.progress.stage(_word(request, "ticket"))

    def stop(request: dict[str, Any]) -> bool:
        """The stop button."""
        return controller.progress.stop(_word(request, "ticket"))

    def judge(request: dict[str, Any]) -> dict[str, Any]:
        """The buttons under an answer."""
        token, verdict, note, tag = (_word(request, name) for name in ("token", "verdict", "note", "language"))
        done, words = controller.judge(token, verdict, note, tag)
        return {"done": done, "words": words}

    def worded(request: dict[str, Any]) -> dict[str, Any]:
        """While a language model words the answer shown."""
        html, done = controller.wordings.look(controller.library, _word(request, "token"))
        return {"html": html, "done": done}

    return [read_report, stage_of, stop, judge, worded]


def _word(request: dict[str, Any], name: str) -> str:
    return str(request.get(name) or "")


def _offset(value: object) -> int:
    """A character offset sent by the browser; -1, which lies in no report, for anything else."""
    try:
        return int(str(value))
    except ValueError:
        return -1
