"""Whatever lies in a folder, a build ends, names it with the reason, indexes all else, and lets go of the lock."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.breaking.hostile_files import GOOD, KINDS, Hostile, remove_hostile, sparse, write_hostile
from index.building.builder import BuildSummary, build
from index.building.verify import verify
from index.config import Config
from index.errors import ReadError
from index.library.curation import Curator
from index.library.watch import watch
from index.reading import files
from index.reading.decoding import DEEPEST, find_files, read_document
from index.reading.files import read_regular, shown_name
from index.reading.formats import LARGEST
from index.reports.corrections import read_corrections
from index.storage.generations import lock
from index.storage.store import Index
from qa import Answerer, Retriever
from qa.commands.cli import main

if sys.platform != "linux":
    pytest.skip("what can stand in a folder depends on the system", allow_module_level=True)

pytestmark = pytest.mark.hard


@dataclass(frozen=True, slots=True)
class Built:
    home: Path
    folder: Path
    kinds: dict[str, Hostile]
    summary: BuildSummary


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Iterator[Built]:
    """All kinds in one folder, built once, by a process as a user's build has it."""
    root = tmp_path_factory.mktemp("hostile")
    (root / "reports").mkdir()
    (root / "home").mkdir()
    (root / "home" / "cache").symlink_to(dictionaries)
    kinds = write_hostile(root / "reports")
    yield Built(
        root / "home",
        root / "reports",
        kinds,
        build([root / "reports"], Config(home=root / "home", model="none", read_seconds=60)),
    )
    remove_hostile(root / "reports")


def test_there_are_more_than_a_hundred_kinds(built: Built) -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert len(built.kinds) >= 100


@pytest.mark.parametrize("name", [kind.name for kind in KINDS])
def test_each_is_named_with_the_reason_or_indexed(built: Built, name: str) -> None:
    if name not in built.kinds:
        pytest.skip("only the superuser can make it")
    kind = built.kinds[name]
    failed = said_of(name, dict(built.summary.failed))
    passed_over = {shown_name(source): str(each) for each in built.summary.passed_over for source in each.sources}
    with Index.open(built.home) as index:
        indexed = {each.source for each in index.document_names}
    found = {
        "refused": failed is not None and kind.why in failed,
        "passed over": name in passed_over and kind.why in passed_over[name],
        "indexed": name in indexed,
        "nothing": name not in {*passed_over, *indexed} and failed is None,
    }
    assert found[kind.said], (failed, passed_over.get(name), name in indexed)


def said_of(name: str, failed: dict[str, str]) -> str | None:
    """Why the file, or something in the folder, was refused."""
    return next((why for source, why in failed.items() if source == name or source.startswith(f"{name}/")), None)


def test_what_is_refused_says_what_to_do_on_one_line(built: Built) -> None:
    for name, why in built.summary.failed:
        assert (name + why).isprintable() or "\u3000" in name, name
        assert any(words in why for words in (";", "rename")), why


def test_the_report_beside_them_answers_and_the_home_is_whole(built: Built) -> None:
    assert verify(built.home) == []
    with lock(built.home):
        pass
    answer = Answerer(Retriever.load(built.home)).ask("新乡2023年收到多少件提案？")
    assert answer.short == "409件"


def test_the_command_names_them_all_and_ends_with_1(built: Built, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(built.folder), "--home", str(built.home), "--model", "none"]) == 1
    shown = "".join(capsys.readouterr())
    assert "pipe.txt" in shown
    assert "\x1b" not in shown and "\x9b" not in shown


def test_watching_looks_at_them_and_goes_on(built: Built, tmp_path: Path) -> None:
    stop, builds = threading.Event(), []

    def noted(paths: object) -> None:
        builds.append(paths)
        stop.set()

    watch([built.folder], tmp_path / "home", noted, say=lambda _line: None, stop=stop)
    assert len(builds) == 1


@pytest.fixture
def config(new_home: Path) -> Config:
    return Config(home=new_home, model="none")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.name in ("pipe.txt", "device.txt", "socket.txt")])
def test_one_that_is_given_by_name_is_refused(config: Config, tmp_path: Path, kind: Hostile) -> None:
    try:
        kind.make(tmp_path)
    except OSError:
        pytest.skip("only the superuser can make it")
    summary = build([tmp_path / kind.name], config)
    assert [source for source, why in summary.failed if kind.why in why] == [kind.name]
    with lock(config.home):
        pass


@pytest.mark.parametrize("target", ["/dev/zero", "/dev/random", "pipe"])
def test_a_link_given_by_name_is_followed_to_a_file_only(config: Config, tmp_path: Path, target: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.txt").symlink_to(target)
    assert "not a file" in dict(build([tmp_path / "a.txt"], config).failed)["a.txt"]
    (tmp_path / "b.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "c.txt").symlink_to(tmp_path / "b.txt")
    assert build([tmp_path / "inner" / "c.txt"], config).added == 1
    assert build(None, config).failed == ()


def test_a_link_within_the_folder_counts_once(config: Config, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD, encoding="utf-8")
    (folder / "b.txt").symlink_to("a.txt")
    summary = build([folder], config)
    assert (summary.added, summary.failed, summary.duplicates) == (1, (), (("b.txt", "a.txt"),))


def test_what_lies_in_the_folder_of_uploads_is_named_too(config: Config, tmp_path: Path) -> None:
    uploads = config.home / "uploads"
    uploads.mkdir()
    (uploads / "good.txt").write_text(GOOD, encoding="utf-8")
    os.mkfifo(uploads / "pipe.txt")
    (uploads / "zero.txt").symlink_to("/dev/zero")
    failed = dict(build(None, config).failed)
    assert sorted(failed) == ["uploads/pipe.txt", "uploads/zero.txt"]


@pytest.mark.parametrize("name", ["pipe.txt", "to-zero.txt", "sparse.txt", "only-nuls.txt"])
def test_none_is_taken_as_an_upload(config: Config, tmp_path: Path, name: str) -> None:
    next(kind for kind in KINDS if kind.name == name).make(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    outcome = Curator(config).add([tmp_path / name, tmp_path / "good.txt"])
    assert [each.status for each in outcome.files] == ["refused", "added"]
    assert [path.name for path in (config.home / "uploads").iterdir()] == ["good.txt"]


@pytest.mark.parametrize(
    "make",
    [
        os.mkfifo,
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.symlink_to("/etc/passwd"),
        lambda path: path.mkdir(),
        lambda path: path.write_bytes(b"\xff\0" * 999),
        sparse(10**11),
        lambda path: path.write_text("source\tpart\tfield\tvalue\n" + "x" * 5000 + "\t0\tplace\t新乡市\n"),
        lambda path: path.write_text(f"a.txt\t{'9' * 5000}\tplace\t新乡市\n"),
    ],
)
def test_a_table_of_corrections_may_be_anything(config: Config, tmp_path: Path, make) -> None:
    for folder in (tmp_path / "reports", config.home):
        folder.mkdir(exist_ok=True)
        make(folder / "corrections.tsv")
    (tmp_path / "reports" / "a.txt").write_text(GOOD, encoding="utf-8")
    summary = build([tmp_path / "reports"], config)
    assert summary.added == 1
    assert any("corrections.tsv" in source for source, _ in summary.failed)
    assert read_corrections(config.home).by_source == {}


@pytest.mark.parametrize("target", ["pipe", "/dev/zero", "/"])
def test_users_and_questions_are_read_from_files_only(
    built: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "given").symlink_to(target)
    for words in (
        ["eval", str(tmp_path / "given"), "--home", str(built.home)],
        ["serve", "--auth", str(tmp_path / "given")],
    ):
        assert main(words) != 0
        assert "not a file" in capsys.readouterr().err


def test_a_folder_that_cannot_be_listed_for_a_while_keeps_its_reports(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "reports"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text(GOOD, encoding="utf-8")
    (folder / "sub" / "b.txt").write_text(GOOD.replace("409", "410"), encoding="utf-8")
    build([folder], config)
    scandir = os.scandir

    def refuse(path: Path) -> object:  # by hand: the superuser is refused nothing
        if path == folder / "sub":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    (folder / "a.txt").write_text(GOOD.replace("409", "500"), encoding="utf-8")
    summary = build([folder], config)
    assert (summary.updated, summary.removed) == (1, 0)
    assert "folder cannot be listed (Permission denied)" in dict(summary.failed)["sub"]
    with Index.open(config.home) as index:
        assert [each.source for each in index.document_names] == ["a.txt", "sub/b.txt"]


def test_a_folder_with_nothing_but_depth_is_refused_by_name(config: Config, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    next(kind for kind in KINDS if kind.name == "deep").make(tmp_path / "reports")
    with pytest.raises(ReadError, match=f"holds no report.*deep/d/d.*more than {DEEPEST} folders deep"):
        build([tmp_path / "reports"], config)
    remove_hostile(tmp_path / "reports")


def test_a_path_whose_name_is_not_utf8_is_remembered(config: Config, tmp_path: Path) -> None:
    folder = tmp_path / "reports\udcff"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD, encoding="utf-8")
    assert build([folder], config).added == 1
    assert build(None, config).unchanged == 1


def test_a_file_that_vanishes_or_changes_its_kind_meanwhile_is_named(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt", "c.txt", "good.txt"):
        (tmp_path / name).write_text(f"{name} {GOOD}", encoding="utf-8")
    opened = os.open

    def late(path: object, flags: int, *arguments: int, dir_fd: int | None = None) -> int:
        """What stood there when it was looked at is another thing when it is opened."""
        if path in ("a.txt", "b.txt", "c.txt"):
            (tmp_path / path).unlink()
            if path == "b.txt":
                os.mkfifo(tmp_path / path)
            elif path == "c.txt":
                (tmp_path / path).symlink_to("/etc/passwd")
        return opened(path, flags, *arguments, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", late)
    monkeypatch.setattr(os, "supports_dir_fd", {late})
    failed = dict(build([tmp_path], config).failed)
    assert sorted(failed) == ["a.txt", "b.txt", "c.txt"]
    assert "FIFO" in failed["b.txt"]


def test_a_folder_that_is_swapped_for_a_link_leads_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reports" / "sub").mkdir(parents=True)
    (tmp_path / "reports" / "sub" / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.txt").write_text(GOOD.replace("409", "999"), encoding="utf-8")
    check = files._check

    def swapped(found: os.stat_result, name: str) -> None:
        if (tmp_path / "reports" / "sub").is_symlink():
            return check(found, name)
        (tmp_path / "reports" / "sub").rename(tmp_path / "moved")
        (tmp_path / "reports" / "sub").symlink_to(tmp_path / "secret")
        return check(found, name)

    monkeypatch.setattr(files, "_check", swapped)
    with pytest.raises(ReadError, match="cannot be opened"):
        read_document(tmp_path / "reports" / "sub" / "a.txt", root=tmp_path / "reports")


def test_a_file_that_grows_while_it_is_read_is_read_no_further_than_allowed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 100)
    real = os.fstat

    def smaller(descriptor: int) -> os.stat_result:
        return os.stat_result((*real(descriptor)[:6], 10, *real(descriptor)[7:]))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fstat", smaller)
        with pytest.raises(ReadError, match="larger than"):
            read_regular(path, most=50)
    assert read_regular(path, most=100) == b"x" * 100


def test_what_looks_empty_and_never_ends_is_not_read(tmp_path: Path) -> None:
    """Files of /proc have no size, some of them no end either."""
    assert read_regular(Path("/proc/self/status"), most=LARGEST).startswith(b"Name:")
    with pytest.raises(ReadError):
        read_regular(Path("/proc/self/mem"), most=LARGEST)


def test_walking_opens_no_file(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", lambda *_a, **_k: pytest.fail("opened"))
    assert find_files([built.folder]).reports
