"""How far a build is, in words: the stage, how many of how many, how fast, and how long it will take yet."""

from __future__ import annotations

import time
from collections.abc import Callable

from page.library.library_texts import LibraryTexts

__all__ = ["Pace"]

_EVERY_S = 0.15  # the browser is told no more often
_SETTLING_S = 1.0  # before this a rate says little


class Pace:
    """Called by the builder with (stage, done, total); calls show with (share done in [0, 1], words)."""

    def __init__(
        self, show: Callable[[float, str], object], words: LibraryTexts, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._show = show
        self._words = words
        self._clock = clock
        self._stage = ""
        self._began = self._shown = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tell how far the stage is."""
        now = self._clock()
        if stage != self._stage:
            self._stage, self._began, self._shown = stage, now, 0.0
        if done < total and now - self._shown < _EVERY_S:
            return
        self._shown = now
        parts = [f"{self._words.stages.get(stage, stage)} {done:,}/{total:,}"]
        elapsed = now - self._began
        if elapsed >= _SETTLING_S and 0 < done < total:
            rate = done / elapsed
            parts.append(self._words.pace.format(rate=f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}",
                                                 left=self._duration((total - done) / rate)))  # fmt: skip
        self._show(done / total if total else 1.0, " · ".join(parts))

    def _duration(self, seconds: float) -> str:
        if seconds < 90:
            return self._words.seconds.format(n=max(1, round(seconds)))
        return self._words.minutes.format(n=round(seconds / 60))
