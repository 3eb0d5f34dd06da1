"""Damages every file of a home in many ways, one at a time, and sees what becomes of it.

For each damage: `verify` must name the file; `status`, a question and each kind of build must give what they gave
before, or one of our own errors; and a full build must make everything right again.
"""

from __future__ import annotations

import io
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from index.building.builder import build
from index.building.verify import verify
from index.config import Config
from index.errors import IndexMissingError, WenzhengError
from index.storage.store import Index
from index.types import Encoder
from qa.answerer import Answerer
from qa.commands.cli import main
from qa.retrieval.retriever import Retriever

__all__ = ["Flips", "Subject", "flip_home"]

Answers = list[tuple[str, str | None, str]]
Damage = tuple[str, bytes | None]

# What is made again, or made when it is needed, may be taken away without anything being lost.
_MADE_AGAIN = ("seen.json", "lock", "cache/")


@dataclass(frozen=True, slots=True)
class Subject:
    """A home and what is asked of it. folder: the reports that it mirrors."""

    home: Path
    folder: Path
    questions: tuple[str, ...]
    model: str = "none"
    encoder: Encoder | None = None

    def config(self) -> Config:
        return Config(home=self.home, model=self.model, jobs=1)

    def answers(self) -> Answers:
        """What a new process would answer. Raises: what answering raises."""
        with Index.open(self.home) as index:
            answerer = Answerer(Retriever(index, self.config(), encoder=self.encoder))
            found = [answerer.ask(question) for question in self.questions]
        return [(each.status, each.short, each.text) for each in found]

    def build(self, paths: Sequence[Path] | None, *, full: bool = False) -> None:
        build(paths, self.config(), full=full, encoder=self.encoder)

    def status(self) -> str:
        """What `wenzheng status` prints, "" where it fails with an explanation. Raises: what it does not explain."""
        shown = io.StringIO()
        with redirect_stdout(shown), redirect_stderr(io.StringIO()):
            failed = main(["status", "--home", str(self.home), "--model", "none"])
        return "" if failed else shown.getvalue()


@dataclass(slots=True)
class Flips:
    """files, damages, builds: how many. missed: damages that verify did not name. wrong: what did something else than
    answer rightly or refuse with an explanation, and what a full build did not mend.
    """

    files: int = 0
    damages: int = 0
    builds: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def flip_home(
    subject: Subject,
    *,
    flips: int = 4,
    every_byte: Sequence[str] = (),
    most: int | None = None,
    builds: float = 0.1,
    seed: int = 0,
) -> Flips:
    """Damage each file of the home in turn, and put it back.

    flips: bits flipped in each file at random places, beside the first and the last byte. every_byte: names of files of
    which every byte is flipped. most: damages a file, chosen at random; None for all. builds: share of the damages
    after which the builds are tried.
    """
    found = Flips()
    chance = random.Random(seed)
    good, status = subject.answers(), subject.status()
    assert status
    assert verify(subject.home) == []
    spare = subject.home.with_name(f"{subject.home.name}.spare")
    shutil.rmtree(spare, ignore_errors=True)
    shutil.copytree(subject.home, spare, symlinks=True)
    contents = {path.relative_to(spare).as_posix(): path.read_bytes() for path in _files_of(spare)}
    for name, data in contents.items():
        found.files += 1
        damages = list(_damages(name, contents, flips, name.rsplit("/", 1)[-1] in every_byte, chance))
        for how, damaged in damages if most is None else chance.sample(damages, min(most, len(damages))):
            found.damages += 1
            _write(subject.home / name, damaged)
            _look(subject, f"{name}: {how}", name, damaged, (good, status), found)
            if chance.random() < builds:
                found.builds += 1
                _build(subject, spare, name, how, damaged, good, found)
            _write(subject.home / name, data)
    shutil.rmtree(spare)
    if subject.answers() != good or verify(subject.home):
        found.wrong.append("the home is not as it was when all is put back")
    return found


def _look(
    subject: Subject, what: str, name: str, damaged: bytes | None, good: tuple[Answers, str], found: Flips
) -> None:
    try:
        named = any(str(subject.home / name) in each or Path(name).name in each for each in verify(subject.home))
    except IndexMissingError:
        named = name == "CURRENT"
    except Exception as error:  # noqa: BLE001 - whatever it is, the caller shows it
        found.wrong.append(f"{what}: verify: {type(error).__name__}: {error}")
        return
    if not named and not (damaged is None and name.startswith(_MADE_AGAIN)):
        found.missed.append(what)
    _expect(f"{what}: ask", subject.answers, good[0], found)
    _expect(f"{what}: status", lambda: subject.status() or good[1], good[1], found)


def _build(
    subject: Subject, spare: Path, name: str, how: str, damaged: bytes | None, good: Answers, found: Flips
) -> None:
    for paths, full in ((None, False), ([subject.folder], False), ([subject.folder], True)):
        what = f"{name}: {how}: build {'PATH' if paths else ''}{' --full' if full else ''}"

        def run(paths: list[Path] | None = paths, full: bool = full) -> Answers:
            subject.build(paths, full=full)
            return subject.answers()

        may_refuse = paths is None
        _expect(what, run, good, found, may_refuse=may_refuse)
        if full and (left := verify(subject.home)):
            found.wrong.append(f"{what}: verify still finds {left}")
        shutil.rmtree(subject.home)
        shutil.copytree(spare, subject.home, symlinks=True)
        _write(subject.home / name, damaged)


def _expect(what: str, do: Callable[[], object], good: object, found: Flips, *, may_refuse: bool = True) -> None:
    try:
        given = do()
        if given != good:
            found.wrong.append(f"{what}: {given}")
    except WenzhengError as error:
        if not may_refuse:
            found.wrong.append(f"{what}: refused: {error}")
    except Exception as error:  # noqa: BLE001 - whatever it is, the caller shows it
        found.wrong.append(f"{what}: {type(error).__name__}: {error}")


def _damages(
    name: str, contents: dict[str, bytes], flips: int, every_byte: bool, chance: random.Random
) -> Iterator[Damage]:
    data = contents[name]
    places = {0, len(data) - 1, *(chance.randrange(len(data)) for _ in range(flips))} if data else set[int]()
    for at in range(len(data)) if every_byte else sorted(places):
        bit = 1 << chance.randrange(8)
        yield f"bit {bit} of byte {at}", data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]
    if data:
        yield "cut by one byte", data[:-1]
        yield "cut to half", data[: len(data) // 2]
        yield "emptied", b""
    yield "one byte more", data + b"\n"
    yield "gone", None
    twins = [each for each in contents if each != name and _kind(each) == _kind(name) and contents[each] != data]
    if twins:
        twin = chance.choice(twins)
        yield f"in its place {twin}", contents[twin]


def _kind(name: str) -> str:
    """Files of one kind may be taken for each other."""
    return "sealed" if name in ("seen.json", "sources.json", "CURRENT") else name.rpartition("/")[2].rpartition(".")[2]


def _write(path: Path, data: bytes | None) -> None:
    path.unlink(missing_ok=True) if data is None else path.write_bytes(data)


def _files_of(home: Path) -> list[Path]:
    return sorted(path for path in home.rglob("*") if path.is_file())
