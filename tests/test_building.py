"""`wenzheng build` as a process of its own: what a pipe gets, and what Ctrl-C on a terminal leaves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.storage.store import Index

if os.name == "nt":
    pytest.skip("a terminal of one's own needs POSIX", allow_module_level=True)

TESTS = Path(__file__).resolve().parent
REPORT = "政协第十三届新乡市委员会工作报告\n\n" + "\n\n".join(f"{n}件提案办复，占{n}%。" * 30 for n in range(10, 30))
# A build with an encoder that takes its time and counts what it was given; English words are not compiled.
PROGRAM = """
import sys, time
from fakes import FakeEncoder
import index.building.builder, index.vectors.encoder
import qa.understanding.bilingual
from qa.commands.cli import main

class Slow(FakeEncoder):
    block = 1

    def encode(self, texts):
        time.sleep(float(sys.argv[2]))
        with open(sys.argv[1], "a") as counted:
            counted.write("x" * len(texts))
        return super().encode(texts)

index.building.builder.load_encoder = index.vectors.encoder.load_encoder = lambda config: Slow()
qa.understanding.bilingual.Bilingual.warm = lambda self: None
sys.exit(main(sys.argv[3:]))
"""
ON_TERMINAL = (
    "import fcntl, termios\nfcntl.ioctl(0, termios.TIOCSCTTY, 0)\ntermios.tcsetwinsize(0, (24, 100))\n" + PROGRAM
)


class Terminal:
    """A program on a terminal of its own, where Ctrl-C is a key."""

    def __init__(self, *words: str) -> None:
        self._ours, theirs = os.openpty()
        self.program = subprocess.Popen(
            [sys.executable, "-c", ON_TERMINAL, *words], stdin=theirs, stdout=theirs, stderr=theirs,
            cwd=TESTS.parent, env={**os.environ, "PYTHONPATH": path_of_ours()}, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self.shown = ""

    def until(self, text: str) -> None:
        """Read until this is shown."""
        deadline = time.monotonic() + 60
        while not re.search(text, self.shown):
            assert time.monotonic() < deadline and self.read(), self.shown

    def read(self) -> bool:
        try:
            data = os.read(self._ours, 65536)
        except OSError:  # the program has ended
            return False
        self.shown += data.decode(errors="replace")
        return bool(data)

    def press_ctrl_c(self) -> int:
        """The exit status after Ctrl-C."""
        os.write(self._ours, b"\x03")
        while self.read():
            pass
        return self.program.wait(20)

    def close(self) -> None:
        self.program.kill()
        self.program.wait()
        os.close(self._ours)


def path_of_ours() -> str:
    return os.pathsep.join([str(TESTS), str(TESTS.parent), os.environ.get("PYTHONPATH", "")])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    (made / "a.txt").write_text(REPORT, encoding="utf-8")
    return made


@pytest.fixture
def counted(tmp_path: Path) -> Path:
    return tmp_path / "counted"


@pytest.fixture
def on_terminal(tmp_path: Path, folder: Path, counted: Path) -> Iterator[Terminal]:
    """A build that takes long to embed."""
    words = ("build", str(folder), "--home", str(tmp_path / "home"))
    opened = Terminal(str(counted), "0.1", *words)
    yield opened
    opened.close()


def run(counted: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(counted), "0", *words], capture_output=True, text=True, check=False,
        cwd=TESTS.parent, env={**os.environ, "PYTHONPATH": path_of_ours()},
    )  # fmt: skip


def test_ctrl_c_ends_a_build_with_one_line_and_its_embedding_is_kept(
    on_terminal: Terminal, tmp_path: Path, folder: Path, counted: Path
) -> None:
    on_terminal.until(r"embed .*[3-9]/\d+ .* left")
    assert on_terminal.press_ctrl_c() == 130
    assert on_terminal.shown.count("wenzheng: stopped; there is no index yet; the next build goes on from") == 1
    assert "Traceback" not in on_terminal.shown
    embedded = len(counted.read_text())
    again = run(counted, "build", str(folder), "--home", str(tmp_path / "home"))
    assert (again.returncode, again.stderr) == (0, "")
    with Index.open(tmp_path / "home") as index:
        # At most the passage that was under way is embedded twice.
        assert 3 <= embedded < index.n_chunks
        assert len(counted.read_text()) <= index.n_chunks + 1


def test_ctrl_c_leaves_the_index_as_it_was(tmp_path: Path, folder: Path, counted: Path) -> None:
    home = tmp_path / "home"
    assert run(counted, "build", str(folder), "--home", str(home)).returncode == 0
    (folder / "b.txt").write_text(REPORT.replace("件提案", "件建议"), encoding="utf-8")
    terminal = Terminal(str(counted), "0.1", "build", str(folder), "--home", str(home))
    try:
        terminal.until(r"embed .*[2-9]/\d+")
        assert terminal.press_ctrl_c() == 130
    finally:
        terminal.close()
    assert "stopped; the index is as it was; the next build goes on from what is embedded" in terminal.shown
    with Index.open(home) as index:
        assert [each.source for each in index.document_names] == ["a.txt"]


def test_ctrl_c_ends_watching_with_one_line(tmp_path: Path, folder: Path, counted: Path) -> None:
    terminal = Terminal(str(counted), "0", "build", str(folder), "--home", str(tmp_path / "home"), "--watch")
    try:
        terminal.until("1 added, 0 updated")
        (folder / "b.txt").write_text(REPORT.replace("件提案", "件建议"), encoding="utf-8")
        terminal.until("1 added, 0 updated, 0 removed, 1 unchanged")
        assert terminal.press_ctrl_c() == 130
    finally:
        terminal.close()
    assert "wenzheng: stopped watching; the index is as the last build left it" in terminal.shown
    assert "Traceback" not in terminal.shown
    # The model is loaded once, and what was embedded is not embedded again.
    with Index.open(tmp_path / "home") as index:
        assert len(counted.read_text()) <= index.n_chunks


def test_a_pipe_gets_the_summary_and_nothing_else(tmp_path: Path, folder: Path, counted: Path) -> None:
    ran = run(counted, "build", str(folder), "--home", str(tmp_path / "home"))
    assert ran.returncode == 0
    assert ran.stderr == ""
    assert re.fullmatch(r"1 added, 0 updated, 0 removed, 0 unchanged · .* s\n", ran.stdout)
