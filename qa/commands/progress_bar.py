"""How far a build is, on a terminal: one bar a stage with its rate and the time left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from qa.commands.harmless import unguarded

if TYPE_CHECKING:
    from index.types import Progress

__all__ = ["progress_bar"]

_UNITS = {"read": " files"}
_UNIT = " passages"
_BAR = "{desc} {percentage:3.0f}% |{bar}| {n_fmt}/{total_fmt} · {rate_noinv_fmt} · {remaining} left"
_SINGLE = "{desc} …"


@contextmanager
def progress_bar(stream: TextIO) -> Iterator[Progress | None]:
    """What a build is to call with its progress; None where the stream is no terminal, so that nothing is shown.

    `embed  45% |████▌     | 450/1000 · 90.00 passages/s · 00:06 left`. Each bar is wiped when its stage ends.
    """
    if not stream.isatty():
        yield None
        return
    bar = _Stages(unguarded(stream))
    try:
        yield bar.show
    finally:
        bar.close()


class _Stages:
    """The bar of the present stage."""

    def __init__(self, stream: TextIO) -> None:
        from tqdm import tqdm

        class Bar(tqdm):  # type: ignore[misc,unused-ignore]
            """Without the thread that looks after bars that stand still."""

            monitor_interval = 0

        self._new_bar = Bar
        self._stream = stream
        self._stage = ""
        self._bar: Bar | None = None

    def show(self, stage: str, done: int, total: int) -> None:
        """See `index.types.Progress`."""
        bar = self._bar
        # A stage that begins again, as merging does, has a rate and a total of its own.
        if bar is None or stage != self._stage or total != bar.total or done < bar.n:
            self.close()
            self._stage = stage
            bar = self._bar = self._new_bar(
                total=total,
                desc=stage,
                unit=_UNITS.get(stage, _UNIT),
                bar_format=_BAR if total > 1 else _SINGLE,
                file=self._stream,
                leave=False,
                dynamic_ncols=True,
            )
        bar.update(done - bar.n)

    def close(self) -> None:
        """Wipe what is shown."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
