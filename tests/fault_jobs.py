"""What the processes of the tests of faults do: build, look, be killed at a step. Arguments and results are JSON."""

from __future__ import annotations

import io
import os
import re
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from fakes import FakeEncoder

from index.building.builder import build as build_index
from index.building.builder import remove as remove_report
from index.building.verify import verify
from index.config import Config
from index.errors import IndexMissingError, ReadError, WenzhengError
from index.storage.store import Index
from qa import Retriever
from qa.commands.cli import main

QUESTION = "新乡市政协收到多少件提案？"
NOBODY = 65534
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.link", "os.symlink", "shutil.rmtree")


def report(n: int, *, paragraphs: int = 3) -> str:
    """A report whose figures tell which version of it this is."""
    lines = ["政协新乡市委员会常务委员会工作报告", "（2024年2月1日）", "一、2023年工作回顾"]
    lines += [
        f"（{number}）第{number}项工作。全年共收到提案{n}件，立案{n + 1}件，办复{n + 2}件；开展第{number}次协商。"
        for number in range(1, paragraphs + 1)
    ]
    return "\n\n".join([*lines, "二、2024年工作安排", f"新的一年，要推动提案办理，力争办成{n}件实事。"]) + "\n"


def write_reports(folder: Path, versions: dict[str, int], *, paragraphs: int = 3) -> Path:
    """A folder that holds exactly these reports; a.txt has so many paragraphs, b.txt one more, and so on."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, n in versions.items():
        (folder / name).write_text(report(n, paragraphs=paragraphs + ord(name[0]) - ord("a")), encoding="utf-8")
    return folder


def files_of(home: Path) -> list[str]:
    """The files below a home, the dictionaries left out and the generations' numbers by their order."""
    paths = [path.relative_to(home).as_posix() for path in sorted(home.rglob("*")) if path.is_file()]
    numbers = sorted({number for path in paths for number in re.findall(r"\b\d{6}\b", path)})
    named = {number: f"<{order}>" for order, number in enumerate(numbers, start=-len(numbers))}
    return sorted(
        re.sub(r"\b\d{6}\b", lambda found: named[found[0]], path) for path in paths if not path.startswith("cache/")
    )


class Encoder(FakeEncoder):
    """Asked for two texts at a time, so that a build of few has several steps."""

    block = 2


def config(home: str) -> Config:
    return Config(home=Path(home), model="fake", jobs=1)


def open_retriever(home: str, with_model: bool = True) -> Retriever:
    index = Index.open(Path(home))
    if not with_model:
        return Retriever(index, Config(home=Path(home), model="none"))
    return Retriever(index, config(home), encoder=Encoder(dim=16))


def found(retriever: Retriever) -> list[list[Any]]:
    """What the question finds."""
    return [[hit.chunk_id, hit.text, round(hit.score, 6)] for hit in retriever.search(QUESTION, k=8)]


def build(home: str, folder: str, full: bool = False) -> dict[str, Any]:
    """A build undisturbed."""
    summary = build_index([Path(folder)], config(home), full=full, encoder=Encoder(dim=16))
    return {"published": summary.published, "updated": summary.updated, "unchanged": summary.unchanged}


def remove(home: str, name: str) -> None:
    """One report taken out; nothing where it is out already."""
    try:
        remove_report(name, config(home), encoder=Encoder(dim=16))
    except ReadError:
        if name in look(home)["reports"]:
            raise


def look(home: str, with_model: bool = True) -> dict[str, Any]:
    """What verify says, what is indexed and what the question finds."""
    try:
        problems = verify(Path(home))
        retriever = open_retriever(home, with_model)
        reports = {each.source: each.text for each in retriever.index.reports}
        return {"problems": problems, "reports": reports, "found": found(retriever)}
    except IndexMissingError:
        return {"problems": [], "reports": {}, "found": []}


def open_and_search(home: str) -> list[Any]:
    """["found", what the question finds], or ["refused", our error], or ["failed", an error that is not ours]."""
    try:
        return ["found", found(open_retriever(home))]
    except WenzhengError as error:
        return ["refused", str(error)]
    except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
        return ["failed", f"{type(error).__name__}: {error}"]


def search_with_flips(home: str, path: str, n: int) -> list[str]:
    """Errors that are not ours, of searches with one bit of a file flipped, at each of n places in turn."""
    wrong = set()
    data = Path(path).read_bytes()
    with Path(path).open("r+b", buffering=0) as file:
        for at in range(0, len(data), max(1, len(data) // n)):
            for bit in (0x01, 0x80):
                os.pwrite(file.fileno(), bytes([data[at] ^ bit]), at)
                kind, what = open_and_search(home)
                if kind == "failed":
                    wrong.add(what)
            os.pwrite(file.fileno(), data[at : at + 1], at)
    return sorted(wrong)


def stopped(home: str, job: str, arguments: list[Any], at: int) -> int:
    """A job killed before its step `at`, counted from 0; how many steps there are where it gets past them all."""
    count = 0
    below = os.path.join(os.path.realpath(home), "")  # noqa: PTH118

    def step() -> None:
        nonlocal count
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)
        count += 1

    def within(path: object) -> bool:
        # A number is a descriptor of, a relative path a name in, a folder that is being removed.
        return not isinstance(path, str | bytes | os.PathLike) or not os.path.isabs(path) or (  # noqa: PTH117
            os.fsdecode(path).startswith((below, os.path.join(home, "")))  # noqa: PTH118
        )  # fmt: skip

    def hook(event: str, details: tuple[Any, ...]) -> None:
        if event == "open":
            path, _mode, flags = details
            if isinstance(flags, int) and flags & _WRITES and not isinstance(path, int) and within(path):
                step()
        elif (event in _CHANGES and within(details[0])) or (event == "sqlite3.connect" and home in str(details[0])):
            step()

    sync = os.fsync

    def counted_sync(descriptor: int) -> None:
        step()
        sync(descriptor)

    os.fsync = counted_sync  # which no audit event tells of
    sys.addaudithook(hook)
    JOBS[job](*arguments)
    return count


def command(words: list[str], most_bytes: int | None = None, as_nobody: bool = False) -> int:
    """`wenzheng …` without a model: the exit status. most_bytes: how large a file may become."""
    if as_nobody:
        become_nobody()
    shown = io.StringIO()
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    if most_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, unlimited[1]))
    with redirect_stdout(shown), redirect_stderr(shown):
        status = main([*words, "--model", "none"])
    resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    print(shown.getvalue(), end="")
    return status


def become_nobody() -> None:
    """Permissions do not bind root."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


JOBS: dict[str, Callable[..., Any]] = {
    job.__name__: job for job in (build, remove, look, open_and_search, search_with_flips, stopped, command)
}
