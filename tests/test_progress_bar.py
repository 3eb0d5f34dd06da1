"""The bar of a build as a terminal shows it, and nothing of it elsewhere."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pytest

from index.building.builder import build
from index.config import Config
from qa.commands.progress_bar import progress_bar

if os.name == "nt":
    pytest.skip("a terminal of one's own needs POSIX", allow_module_level=True)


@contextmanager
def terminal() -> Iterator[tuple[TextIO, list[str]]]:
    """A stream that is a terminal of 100 columns, and what was shown on it, once it is closed."""
    import termios

    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    shown: list[str] = []
    stream = os.fdopen(theirs, "w", encoding="utf-8", buffering=1)
    try:
        yield stream, shown
        stream.flush()
        os.set_blocking(ours, False)
        data = b""
        while True:
            try:
                data += os.read(ours, 65536)
            except OSError:
                break
        shown.extend(re.split(r"[\r\n]+|\x1b\[A", data.decode()))
    finally:
        stream.close()
        os.close(ours)


def test_a_stage_shows_how_much_is_done_the_rate_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    import tqdm.std

    now = [1000.0]
    monkeypatch.setattr(tqdm.std, "time", lambda: now[0])
    with terminal() as (stream, shown), progress_bar(stream) as progress:
        assert progress is not None
        for done in (0, 10, 20, 30):
            progress("embed", done, 120)
            now[0] += 2.0
    bars = [line for line in shown if line.startswith("embed")]
    assert bars[0].startswith("embed   0% |") and "0/120" in bars[0]
    # Ten in two seconds, ninety to go.
    assert re.fullmatch(r"embed  25% \|.+\| 30/120 ·  5\.00 passages/s · 00:18 left *", bars[-1])


def test_each_stage_has_a_bar_which_is_wiped_in_the_end() -> None:
    with terminal() as (stream, shown):
        with progress_bar(stream) as progress:
            assert progress is not None
            for done in range(1, 4):
                progress("read", done, 3)
            progress("merge", 0, 10)
            progress("merge", 10, 10)
            progress("merge", 0, 8)  # another merge
            progress("write", 0, 1)
            progress("write", 1, 1)
        print("the end", file=stream)
    stages = [line.split()[0] for line in shown if line.strip()]
    assert list(dict.fromkeys(stages)) == ["read", "merge", "write", "the"]
    assert any("0/10" in line for line in shown) and any("0/8" in line for line in shown)
    assert shown[shown.index("the end") - 1].strip() == ""


def test_what_a_build_does_fits_the_bar(tmp_path: Path, seeds: Path) -> None:
    with terminal() as (stream, shown), progress_bar(stream) as progress:
        build([seeds], Config(home=tmp_path / "home", model="none"), progress=progress)
    stages = {line.split()[0] for line in shown if line.strip()}
    assert {"read", "write"} <= stages
    assert any(re.match(r"read .*[1-5]/5 .* left", line) for line in shown)
    assert all(len(line) <= 100 for line in shown)


def test_nothing_is_shown_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    with progress_bar(stream) as progress:
        assert progress is None
    assert stream.getvalue() == ""
