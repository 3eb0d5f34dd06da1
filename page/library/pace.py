"""How far a build is, in words: the stage, how many of how many, how fast, and how long it will take yet."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from page.library.library_texts import LibraryTexts, library_texts_for

__all__ = ["Pace", "pace_of"]

_EVERY_S = 0.15  # the browser is told no more often
_SETTLING_S = 1.0  # before this a rate says little


class Pace:
    """Called by the builder with (stage, done, total); calls show with (share done in [0, 1], words).

    While files are looked at one by one, `file` is called as each begins: the words then name it, and the share is of
    all of them.
    """

    def __init__(
        self, show: Callable[[float, str], object], words: LibraryTexts, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._show = show
        self._words = words
        self._clock = clock
        self._stage = ""
        self._began, self._shown = 0.0, -math.inf
        self._file: tuple[str, int, int] | None = None

    def file(self, name: str, number: int, of: int) -> None:
        """Tell that a file is begun. number: which it is, from 1."""
        self._file, self._stage = (name, number, of), ""
        self("take", 0, 1)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tell how far the stage is."""
        if self._file and stage == "check":  # the end of the file
            self._file = None
            return
        now = self._clock()
        if stage != self._stage:
            self._stage, self._began, self._shown = stage, now, -math.inf
        if done < total and now - self._shown < _EVERY_S:
            return
        self._shown = now
        parts = [self._of_file(stage, done, total) if self._file else f"{self._named(stage)} {done:,}/{total:,}"]
        elapsed = now - self._began
        if elapsed >= _SETTLING_S and 0 < done < total:
            rate = done / elapsed
            words = self._words.pace if rate >= 1 else self._words.slow_pace
            parts.append(words.format(rate=f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}",
                                      left=self._duration((total - done) / rate)))  # fmt: skip
        share = done / total if total else 1.0
        if self._file:
            _, number, of = self._file
            share = (number - 1 + share) / of
        self._show(share, " · ".join(parts))

    def _named(self, stage: str) -> str:
        return self._words.stages.get(stage, stage)

    def _of_file(self, stage: str, done: int, total: int) -> str:
        """`2/5 提案.pdf · 识别文字 第 3/12 页`: the page that is being read is the one after those that are done."""
        name, number, of = self._file or ("", 0, 0)
        doing = self._words.file_stages.get(stage, stage)
        if total > 1:
            doing = self._words.at_page.format(doing=doing, page=min(done + 1, total), pages=total)
        return f"{number}/{of} {name} · {doing}"

    def _duration(self, seconds: float) -> str:
        if seconds < 90:
            return self._words.seconds.format(n=max(1, round(seconds)))
        return self._words.minutes.format(n=round(seconds / 60))


def pace_of(progress: Callable[..., object], tag: str) -> Pace:
    """A pace that Gradio's progress shows, in the language of the tag."""
    return Pace(lambda share, said: progress(share, desc=said), library_texts_for(tag))
