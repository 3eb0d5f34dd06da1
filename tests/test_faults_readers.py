"""Readers and builders at the same time, forks, and clocks that are wrong."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fault_jobs import build, command, files_of, look, report, write_reports
from fault_readers import SEVERAL, build_at, build_slowly, fork, publish, read_on
from faults import Forge

VERSIONS = list(range(101, 112))
YEAR_S = 365 * 24 * 3600.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "reports", dict.fromkeys(SEVERAL, VERSIONS[0]))


@pytest.fixture
def home(forge: Forge, folder: Path, tmp_path: Path) -> Path:
    made = forge.home(tmp_path / "home")
    forge.call(build, made, folder)
    return made


def test_while_one_builds_others_are_told_to_wait_and_search_goes_on(
    forge: Forge, home: Path, folder: Path, tmp_path: Path
) -> None:
    old = forge.call(look, home).value
    write_reports(folder, dict.fromkeys(SEVERAL, VERSIONS[1]))
    begun, end = tmp_path / "begun", tmp_path / "end"
    first = forge.start(build_slowly, home, folder, begun, end)
    wait_for(begun)
    for words in (["build", str(folder)], ["remove", "a.txt"]):
        second = forge.call(command, [*words, "--home", str(home)])
        assert second.value == 1
        assert second.output == f"wenzheng: another build is writing to {home}; wait for it to end and try again\n"
    assert forge.call(look, home).value == old
    end.touch()
    forge.wait(first)
    assert all(f"收到提案{VERSIONS[1]}件" in text for text in forge.call(look, home).value["reports"].values())


@pytest.mark.parametrize("here", [False, True], ids=["in another process", "in a thread of the builder"])
def test_a_reader_across_ten_publishes_finds_one_version_at_a_time(
    forge: Forge, home: Path, folder: Path, tmp_path: Path, here: bool
) -> None:
    quiet = tmp_path / "quiet"
    shutil.copytree(home, quiet, symlinks=True)
    begun, end = tmp_path / "begun", tmp_path / "end"
    if here:
        read = forge.call(publish, home, folder, VERSIONS[1:], end, True).value
    else:
        reading = forge.start(read_on, home, begun, end)
        wait_for(begun)
        forge.call(publish, home, folder, VERSIONS[1:], end)
        read = forge.wait(reading).value
    assert read["errors"] == []
    assert {len(each) for each in read["figures"]} == {1}
    seen = [each[0] for each in read["figures"]]
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (VERSIONS[0], VERSIONS[-1])
    assert len(seen) > 4
    # What was read is cleared away all the same.
    forge.call(publish, quiet, folder, VERSIONS[1:], tmp_path / "quiet end")
    assert files_of(home) == files_of(quiet)
    assert len(list((home / "generations").iterdir())) == 2


def test_a_retriever_works_on_both_sides_of_a_fork(forge: Forge, home: Path, folder: Path) -> None:
    result = forge.call(fork, home, folder, 222).value
    assert result["status"] == 0
    for side in ("parent", "child"):
        assert result[side] == {"same": [True] * 20, "after": [222]}, side


@pytest.fixture
def aged(folder: Path) -> Callable[[], None]:
    """Gives every report the same old times, however it was just changed."""

    def age() -> None:
        for path in folder.iterdir():
            os.utime(path, (1.5e9, 1.5e9))

    age()
    return age


def rewrite(path: Path) -> None:
    path.write_text(report(888, paragraphs=3), encoding="utf-8")


def replace(path: Path) -> None:
    other = path.with_name("other")
    other.write_text(report(888, paragraphs=3), encoding="utf-8")
    other.replace(path)


@pytest.mark.parametrize("change", [rewrite, replace])
@pytest.mark.parametrize("clock", [0.0, -YEAR_S, YEAR_S], ids=["right", "a year behind", "a year ahead"])
def test_a_change_is_noticed_whatever_the_clock_and_the_times_say(
    forge: Forge, folder: Path, aged: Callable[[], None], tmp_path: Path, clock: float, change: Callable[[Path], None]
) -> None:
    home = forge.home(tmp_path / "home")
    forge.call(build_at, home, folder, clock)
    assert forge.call(build_at, home, folder, clock).value == {"published": False, "updated": 0, "unchanged": 3}
    size = (folder / "a.txt").stat().st_size
    change(folder / "a.txt")
    aged()
    assert (folder / "a.txt").stat().st_size == size
    assert forge.call(build_at, home, folder, 0.0).value == {"published": True, "updated": 1, "unchanged": 2}
    assert "888" in forge.call(look, home).value["reports"]["a.txt"]


def test_a_clock_that_goes_backwards_publishes_and_serves_the_newest(forge: Forge, home: Path, folder: Path) -> None:
    for n, clock in ((301, YEAR_S), (302, 0.0), (303, -YEAR_S), (304, -2 * YEAR_S)):
        write_reports(folder, dict.fromkeys(SEVERAL, n))
        assert forge.call(build_at, home, folder, clock).value["updated"] == len(SEVERAL)
        state = forge.call(look, home).value
        assert state["problems"] == []
        assert all(f"共收到提案{n}件" in text for text in state["reports"].values())


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline, path
        time.sleep(0.005)
