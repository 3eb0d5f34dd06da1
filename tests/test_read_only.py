"""A home is its owner's alone, and a page that is read-only writes nothing into it."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path

import pytest
from fault_jobs import become_nobody

from app import open_library
from bench.breaking.hostile_files import GOOD
from index.building.builder import build
from index.config import Config
from index.folders import private_folder
from index.library.curation import Curator
from index.reports.home_corrections import put_right
from index.storage.store import Index, tokenizer_for
from page.asking.controller import Controller
from page.endpoints import Endpoints
from qa import Retriever

QUESTION = "新乡2023年收到多少件提案？"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Built, but without the compiled dictionaries, which a reader would like to keep there."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text(GOOD, encoding="utf-8")
    build([tmp_path / "reports"], Config(home=tmp_path / "home", model="none"))
    shutil.rmtree(tmp_path / "home" / "cache", ignore_errors=True)
    return tmp_path / "home"


def tree(home: Path) -> dict[str, tuple[float, int, bytes]]:
    """Name → when and how it was changed last, and what it holds."""
    return {
        path.relative_to(home).as_posix(): (
            path.stat().st_mtime_ns,
            path.stat().st_mode,
            b"" if path.is_dir() else path.read_bytes(),
        )
        for path in (home, *home.rglob("*"))
    }


def use(home: Path, *, read_only: bool) -> str:
    """Everything that a visitor can do. Returns the page's answer."""
    library = open_library(home, read_only=read_only)
    library.warm_up()
    endpoints = Endpoints(library)
    assert endpoints.ask(QUESTION)["short"] == "409件"
    assert endpoints.search("Carbuncles of Xinxiang, ask the dictionary")
    assert endpoints.compare("提案")
    assert endpoints.verify("新乡2023年收到提案409件。")
    [report] = endpoints.list_reports()
    assert endpoints.outline(report["id"])["sections"]
    assert endpoints.read(report["id"])["text"]
    return Controller(library).ask(QUESTION, [], [], "zh")


def test_a_read_only_page_writes_nothing(home: Path) -> None:
    before = tree(home)
    shown = use(home, read_only=True)
    assert "409件" in shown
    assert "data-verdict" not in shown  # nowhere to write a judgement
    assert open_library(home, read_only=True).curator is None
    assert tree(home) == before


def test_any_other_page_keeps_the_dictionaries_and_takes_judgements(home: Path) -> None:
    assert "data-verdict" in use(home, read_only=False)
    assert {".json", ".sqlite"} <= {path.suffix for path in (home / "cache").iterdir()}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_home_that_may_be_read_but_not_written_to_is_served(home: Path) -> None:
    """To the superuser everything is permitted: then a process of nobody's serves the home of another user."""
    with tempfile.TemporaryDirectory() as reached:
        Path(reached).chmod(0o755)
        shutil.copytree(home, Path(reached) / "home")
        served = Path(reached) / "home"
        for path in (served, *served.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                become_nobody()
                status = 0 if "409件" in use(served, read_only=True) else 2
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        for path in (served, *served.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_script_may_read_without_writing(home: Path) -> None:
    before = tree(home)
    Retriever.load(home, read_only=True).search("Carbuncles of Xinxiang, ask the dictionary")
    assert tree(home) == before


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    "make",
    [
        lambda home, path: build([path], Config(home=home, model="none")),
        lambda home, path: Curator(Config(home=home, model="none")).add([path]),
        lambda home, _path: put_right(home, "a.txt", 0, {"place": "新乡市"}),
        lambda home, _path: tokenizer_for(home).words("提案"),
    ],
    ids=["build", "upload", "correction", "dictionary"],
)
def test_a_home_is_made_for_its_owner_alone_whoever_makes_it(tmp_path: Path, make) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    umask = os.umask(0)
    try:
        make(tmp_path / "above" / "home", tmp_path / "a.txt")
    finally:
        os.umask(umask)
    assert mode(tmp_path / "above") == mode(tmp_path / "above" / "home") == 0o700


def test_a_home_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o755)
    (tmp_path / "home").chmod(0o755)
    private_folder(tmp_path / "home")
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    build([tmp_path / "a.txt"], Config(home=tmp_path / "home", model="none"))
    assert mode(tmp_path / "home") == 0o755
    Index.open(tmp_path / "home").close()
