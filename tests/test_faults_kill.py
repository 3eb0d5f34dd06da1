"""kill -9 before every step of a build, and at odd moments: nothing is lost, and the next build finishes the work."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fault_jobs import build, files_of, look, remove, stopped, write_reports
from faults import Forge

pytestmark = pytest.mark.hard

# Every step takes two minutes; by default some of each kind of build, evenly, and all of the last, where it is
# published and an older one removed.
EVERY_STEP = bool(os.environ.get("WENZHENG_EVERY_STEP"))
STEPS, LAST, MOMENTS = 4, 12, 4
OLDER = {"a.txt": 101, "c.txt": 301}
OLD = {"a.txt": 101, "b.txt": 201, "c.txt": 301}
NEW = {"a.txt": 111, "b.txt": 201, "d.txt": 401}


@dataclass(frozen=True, slots=True)
class Case:
    """What is killed, the home before it, what it makes of that undisturbed, and the build that follows.

    files: of the home when both have run; files_again: where the first ran twice, as it does when it is killed at the
    very end.
    """

    job: Callable[..., Any]
    arguments: tuple[object, ...]
    following: tuple[object, ...]
    before: Path
    old: dict[str, Any]
    new: dict[str, Any]
    files: list[str]
    files_again: list[str]

    def start(self, home: Path) -> list[object]:
        """Lay the home out; the job's arguments."""
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.before, home, symlinks=True)
        return [str(home), *self.arguments]


@pytest.fixture(scope="module", params=["first", "update", "full", "remove"])
def case(request: pytest.FixtureRequest, forge: Forge, tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp(request.param)
    before = forge.home(folder / "before")
    reports = write_reports(folder / "reports", OLDER)
    if request.param != "first":
        # Two generations, so that there is one to be cleared away.
        forge.call(build, before, reports)
        forge.call(build, before, write_reports(reports, OLD))
    job, arguments = build, (str(write_reports(reports, NEW)),)
    following = arguments
    if request.param == "full":
        arguments = following = (*arguments, True)
    if request.param == "remove":
        job, arguments = remove, ("b.txt",)
        following = (str(write_reports(reports, {"a.txt": 101, "c.txt": 301})),)
    homes = folder / "undisturbed", folder / "again"
    for times, home in enumerate(homes, start=1):
        shutil.copytree(before, home, symlinks=True)
        old = forge.call(look, home).value
        for _ in range(times):
            forge.call(job, home, *arguments)
        new = forge.call(look, home).value
        if job == remove:
            forge.call(build, home, *following)
        assert old["reports"] != new["reports"] and new["found"]
    return Case(job, arguments, following, before, old, new, *map(files_of, homes))


def check(forge: Forge, case: Case, home: Path) -> list[str]:
    """What is wrong after a kill, and after the build that follows."""
    wrong = []
    after = forge.call(look, home).value
    if after not in (case.old, case.new):
        wrong.append(f"neither the old index nor the new: {after}")
    forge.call(build, home, *case.following)
    if forge.call(look, home).value != case.new:
        wrong.append("the next build does not make the new index")
    files, expected = files_of(home), case.files_again if after == case.new else case.files
    if files != expected:
        left, gone = sorted(set(files) - set(expected)), sorted(set(expected) - set(files))
        wrong.append(f"the next build leaves {left} and lacks {gone}")
    return wrong


def test_a_build_killed_at_a_step_loses_nothing(
    forge: Forge, case: Case, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    home = tmp_path / "home"
    undisturbed = forge.call(stopped, home, case.job.__name__, case.start(home), -1)
    n_steps = undisturbed.value
    assert n_steps > 20
    some = {round(n_steps * n / STEPS) for n in range(STEPS)} | set(range(n_steps - LAST, n_steps))
    steps = range(n_steps) if EVERY_STEP else sorted(some)
    record_property("kills", len(steps))
    wrong = {}
    for step in steps:
        killed = forge.call(stopped, home, case.job.__name__, case.start(home), step)
        assert killed.status == -signal.SIGKILL, (step, killed)
        if found := check(forge, case, home):
            wrong[step] = found
    assert wrong == {}, f"of {n_steps} steps: {wrong}"


def test_a_build_killed_at_odd_moments_loses_nothing(
    forge: Forge, case: Case, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("kills", MOMENTS)
    home = tmp_path / "home"
    arguments = case.start(home)
    started = time.monotonic()
    forge.call(case.job, *arguments)
    takes = time.monotonic() - started
    wrong = {}
    for n in range(MOMENTS):
        running = forge.start(case.job, *case.start(home))
        time.sleep(takes * (n + 0.5) / MOMENTS)
        os.kill(running[0], signal.SIGKILL)
        forge.wait(running)
        if found := check(forge, case, home):
            wrong[n] = found
    assert wrong == {}, f"kills within {takes:.3f} s: {wrong}"
