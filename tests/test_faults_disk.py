"""A disk that is full, may not be written, or gives back other bytes than were written."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fault_jobs import QUESTION, build, command, files_of, look, open_and_search, search_with_flips, write_reports
from faults import Forge

pytestmark = pytest.mark.hard

PLACES = 10
OLD = {"a.txt": 101, "b.txt": 201}
NEW = {"a.txt": 111, "b.txt": 201, "c.txt": 301}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "reports", OLD)


@pytest.fixture
def home(forge: Forge, folder: Path, tmp_path: Path) -> Path:
    """An index with vectors."""
    made = forge.home(tmp_path / "home")
    forge.call(build, made, folder)
    return made


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that any user may enter, which those of pytest are not."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def mount(path: Path, *options: str) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may mount a file system")
    mounted = subprocess.run(["mount", *options, str(path)], capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"no file system may be mounted here: {mounted.stderr.strip()}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount(disk, "-t", "tmpfs", "-o", "size=1m", "tmpfs")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def contents(home: Path) -> dict[str, bytes]:
    """What the index is made of."""
    paths = [home / "CURRENT", *(home / "generations").rglob("*"), *(home / "segments").rglob("*")]
    return {str(path.relative_to(home)): path.read_bytes() for path in paths if path.is_file()}


def assert_named_with_remedy(shown: str, home: Path) -> None:
    line = shown.strip()
    assert line.startswith("wenzheng: ") and "\n" not in line
    assert str(home) in line and "cannot be written" in line and "make room" in line


@pytest.mark.parametrize("most_bytes", [0, 10, 300, 3_000, 30_000])
def test_a_file_that_cannot_grow_is_named_and_the_index_stays(
    forge: Forge, folder: Path, tmp_path: Path, most_bytes: int
) -> None:
    home = forge.home(tmp_path / "home")
    words = ["build", str(folder), "--home", str(home)]
    assert forge.call(command, words).value == 0
    before, old = contents(home), forge.call(look, home, False).value
    write_reports(folder, NEW)
    failed = forge.call(command, words, most_bytes)
    assert failed.value == 1, failed
    assert_named_with_remedy(failed.output, home)
    assert {name: data for name, data in contents(home).items() if name in before} == before
    assert forge.call(look, home, False).value == old
    assert forge.call(command, words).value == 0
    undisturbed = forge.home(tmp_path / "undisturbed")
    write_reports(folder, OLD)
    forge.call(command, ["build", str(folder), "--home", str(undisturbed)])
    write_reports(folder, NEW)
    forge.call(command, ["build", str(folder), "--home", str(undisturbed)])
    assert files_of(home) == files_of(undisturbed)
    assert forge.call(look, home, False).value == forge.call(look, undisturbed, False).value


def test_a_first_build_without_room_says_so_and_leaves_no_index(forge: Forge, folder: Path, tmp_path: Path) -> None:
    home = forge.home(tmp_path / "home")
    failed = forge.call(command, ["build", str(folder), "--home", str(home)], 300)
    assert failed.value == 1
    assert_named_with_remedy(failed.output, home)
    assert not (home / "CURRENT").exists()


@pytest.mark.parametrize("free", [0, 4, 40, 120])
def test_a_full_disk_is_named_and_the_index_stays(
    forge: Forge, folder: Path, small_disk: Path, free: int, request: pytest.FixtureRequest
) -> None:
    home = forge.home(small_disk / "home")
    forge.call(build, home, folder)
    before, old = contents(home), forge.call(look, home).value
    write_reports(folder, NEW)
    filler = small_disk / "filler"
    left = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    filler.write_bytes(bytes(left - free * 1024))
    failed = forge.call(command, ["build", str(folder), "--home", str(home)])
    assert failed.value == 1, failed
    assert_named_with_remedy(failed.output, home)
    assert {name: data for name, data in contents(home).items() if name in before} == before
    assert forge.call(look, home).value == old
    filler.unlink()
    forge.call(build, home, folder)
    state = forge.call(look, home).value
    assert (state["problems"], sorted(state["reports"])) == ([], sorted(NEW))


def flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "first byte": lambda data: flip(data, 0),
    "byte in the middle": lambda data: flip(data, len(data) // 2),
    "last byte": lambda data: flip(data, len(data) - 1),
    "cut to half": lambda data: data[: len(data) // 2],
    "cut by one": lambda data: data[:-1],
    "emptied": lambda data: b"",
    "gone": lambda data: b"",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_any_damaged_file_is_named_and_no_search_fails_wrongly(forge: Forge, home: Path, damage: str) -> None:
    good = forge.call(open_and_search, home).value
    assert good[0] == "found"
    wrong = {}
    for name, data in contents(home).items():
        path = home / name
        damaged = DAMAGES[damage](data)
        if damaged.rstrip() == data.rstrip():
            path.write_bytes(data)
            continue  # a line end, which means nothing
        path.write_bytes(damaged)
        if damage == "gone":
            path.unlink()
        checked = forge.call(command, ["verify", "--home", str(home)])
        named = "there is no index" if (name, damage) == ("CURRENT", "gone") else str(path)
        if checked.value != 1 or named not in checked.output:
            wrong[f"verify of {name}"] = (checked.value, checked.output)
        searched = forge.call(open_and_search, home)
        if searched.status != 0 or searched.value[0] not in ("found", "refused"):
            wrong[f"search of {name}"] = (searched.status, searched.value)
        elif searched.value[0] == "refused" and str(home) not in searched.value[1]:
            wrong[f"search of {name}"] = searched.value
        path.write_bytes(data)
    assert wrong == {}, wrong
    assert forge.call(open_and_search, home).value == good


def test_a_flipped_bit_gives_a_search_or_an_error_of_ours(forge: Forge, home: Path) -> None:
    wrong = {}
    for name in contents(home):
        searched = forge.call(search_with_flips, home, home / name, PLACES)
        if searched.status != 0 or searched.value:
            wrong[name] = (searched.status, searched.value)
    assert wrong == {}, wrong


@pytest.mark.parametrize("damage", ["byte in the middle", "cut to half", "emptied"])
def test_a_damaged_file_beside_the_index_harms_neither_search_nor_build(
    forge: Forge, home: Path, folder: Path, damage: str
) -> None:
    (home / "cache").unlink()
    shutil.copytree(forge.cache, home / "cache")
    good = forge.call(look, home).value
    beside = [path for path in home.rglob("*") if path.is_file() and str(path.relative_to(home)) not in contents(home)]
    assert {"seen.json", "sources.json"} <= {path.name for path in beside}
    wrong = {}
    for path in beside:
        data = path.read_bytes()
        if not data:
            continue
        path.write_bytes(DAMAGES[damage](data))
        searched = forge.call(open_and_search, home)
        if searched.value[:2] != ["found", good["found"]]:
            wrong[f"search with {path.name}"] = searched.value
        built = forge.call(command, ["build", str(folder), "--home", str(home)])
        if built.value != 0 or forge.call(look, home, False).value["reports"] != good["reports"]:
            wrong[f"build with {path.name}"] = (built.value, built.output)
        path.write_bytes(data)
        forge.call(build, home, folder)
    assert wrong == {}, wrong


def make_read_only(home: Path) -> None:
    for path in (home, *home.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


@pytest.mark.parametrize("compiled", [True, False], ids=["with its dictionaries", "without its dictionaries"])
def test_a_home_one_may_not_write_is_searched_and_not_built(forge: Forge, shared: Path, compiled: bool) -> None:
    folder = write_reports(shared / "reports", OLD)
    home = forge.home(shared / "home")
    (home / "cache").unlink()
    assert forge.call(command, ["build", str(folder), "--home", str(home)]).value == 0
    if not compiled:
        shutil.rmtree(home / "cache")
    make_read_only(home)
    searching = ["search", QUESTION, "--home", str(home)]
    found = forge.call(command, searching, None, True)
    assert found.value == 0, found
    assert "共收到提案" in found.output
    asked = forge.call(
        command, ["ask", "how many marshmallow proposals did Xinxiang receive?", "--home", str(home)], None, True
    )
    assert asked.value == 0, asked
    write_reports(folder, NEW)
    before = contents(home)
    failed = forge.call(command, ["build", str(folder), "--home", str(home)], None, True)
    assert failed.value == 1, failed
    assert str(home) in failed.output and "cannot be written" in failed.output and "permission" in failed.output
    assert contents(home) == before


def test_a_read_only_disk_is_searched_and_not_built(forge: Forge, folder: Path, small_disk: Path) -> None:
    home = forge.home(small_disk / "home")
    assert forge.call(command, ["build", str(folder), "--home", str(home)]).value == 0
    mount(small_disk, "-o", "remount,ro")
    assert "共收到提案" in forge.call(command, ["search", QUESTION, "--home", str(home)]).output
    assert forge.call(command, ["verify", "--home", str(home)]).value == 0
    failed = forge.call(command, ["build", str(folder), "--home", str(home)])
    assert failed.value == 1, failed
    assert str(home) in failed.output and "cannot be written" in failed.output
