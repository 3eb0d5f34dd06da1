"""`build --watch`: real folders, a thread that watches them, and what it built."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from index.errors import ReadError
from index.library import watch as watch_module
from index.library.watch import watch
from index.reports.corrections import CORRECTIONS_FILE
from index.storage.generations import lock
from index.storage.store import Index, tokenizer_for

REPORT = "政协第十三届新乡市委员会工作报告\n（2024年2月1日）\n\n2023年，共收到提案{n}件，立案409件，办复率100%。\n"
SOON_S = 60.0


class Watched:
    """A thread that watches, what it says and how often it built."""

    def __init__(self, paths: list[Path], home: Path, *, look_every_s: float = 0.3) -> None:
        self.home = home
        self.said: list[str] = []
        self.builds: list[tuple[str, ...]] = []
        self.failed: list[str] = []
        self.error: Exception | None = None
        self._paths, self._look_every_s = paths, look_every_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _build(self, paths: object) -> None:
        summary = build(paths, Config(home=self.home, model="none"))
        self.failed += [source for source, _ in summary.failed]
        self.builds.append(self.sources)

    def _run(self) -> None:
        try:
            watch(
                self._paths, self.home, self._build, say=self.said.append, stop=self._stop, settle_s=0.1,
                look_every_s=self._look_every_s,
            )  # fmt: skip
        except Exception as error:  # noqa: BLE001 - shown by `until`
            self.error = error

    @property
    def sources(self) -> tuple[str, ...]:
        with Index.open(self.home) as index:
            return tuple(each.source for each in index.document_names)

    def until(self, reached: Callable[[], bool]) -> None:
        """Wait until something is so; what was said tells why it never was."""
        deadline = time.monotonic() + SOON_S
        while not reached():
            assert self.error is None, self.error
            assert time.monotonic() < deadline, (self.builds, self.said)
            time.sleep(0.01)

    def idle(self) -> None:
        """Long enough that a change would have been built."""
        time.sleep(0.7)

    def end(self) -> None:
        self._stop.set()
        self._thread.join(SOON_S)
        assert not self._thread.is_alive()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    (made / "a.txt").write_text(REPORT.format(n=1), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tokenizer's compiled dictionary, so that not every test waits for one."""
    home = tmp_path_factory.mktemp("dictionary")
    tokenizer_for(home).words("提案")
    return home / "cache"


@pytest.fixture
def started(tmp_path: Path, dictionary: Path) -> Iterator[Callable[..., Watched]]:
    """Starts to watch; what was started is ended with the test."""
    watched: list[Watched] = []

    def start(*paths: Path, look_every_s: float = 0.3, home: Path | None = None) -> Watched:
        home = home or tmp_path / "home"
        shutil.copytree(dictionary, home / "cache")
        watched.append(Watched(list(paths), home, look_every_s=look_every_s))
        return watched[-1]

    yield start
    for each in watched:
        each.end()


def test_what_is_added_changed_moved_and_removed_is_built(started: Callable[..., Watched], folder: Path) -> None:
    # Looking by itself would come too late: these are noticed by their events.
    watched = started(folder, look_every_s=60)
    watched.until(lambda: watched.builds == [("a.txt",)])
    time.sleep(0.5)  # until events are listened to
    (folder / "sub").mkdir()
    (folder / "sub" / "b.md").write_text(REPORT.format(n=2), encoding="utf-8")
    watched.until(lambda: watched.builds[-1] == ("a.txt", "sub/b.md"))
    (folder / "sub").rename(folder / "other")
    watched.until(lambda: watched.builds[-1] == ("a.txt", "other/b.md"))
    (folder / "other" / "b.md").unlink()
    watched.until(lambda: watched.builds[-1] == ("a.txt",))
    n = len(watched.builds)
    (folder / CORRECTIONS_FILE).write_text("source\tpart\tfield\tvalue\na.txt\t0\tplace\t410100\n", encoding="utf-8")
    watched.until(lambda: len(watched.builds) > n)
    with Index.open(watched.home) as index:
        assert index.reports[0].place_code == "410100"
    assert watched.said == []


def test_many_changes_are_one_build_and_other_files_none(started: Callable[..., Watched], folder: Path) -> None:
    watched = started(folder)
    watched.until(lambda: len(watched.builds) == 1)
    for name in (".hidden.txt", "notes.log", "b.txt~", "table.tsv"):
        (folder / name).write_text(REPORT.format(n=3), encoding="utf-8")
    (watched.home / "uploads").mkdir()
    (watched.home / "uploads" / "c.txt").write_text(REPORT.format(n=4), encoding="utf-8")
    watched.idle()
    assert len(watched.builds) == 1
    for n in range(5, 15):
        (folder / f"{n}.txt").write_text(REPORT.format(n=n), encoding="utf-8")
        time.sleep(0.02)
    watched.until(lambda: "14.txt" in watched.builds[-1])
    assert len(watched.builds) <= 3


def test_a_change_without_an_event_is_noticed(started: Callable[..., Watched], folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text(REPORT.format(n=5), encoding="utf-8")
    (folder / "link.txt").symlink_to(elsewhere)
    watched = started(folder)
    watched.until(lambda: len(watched.builds) == 1)
    elsewhere.write_text(REPORT.format(n=55), encoding="utf-8")
    watched.until(lambda: len(watched.builds) == 2)


def test_where_there_are_no_events_one_looks_and_says_so(
    started: Callable[..., Watched], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import watchfiles

    def refuse(*_paths: object, **_options: object) -> Iterator[set[object]]:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr(watchfiles, "watch", refuse)
    watched = started(folder)
    watched.until(lambda: len(watched.builds) == 1)
    (folder / "b.txt").write_text(REPORT.format(n=2), encoding="utf-8")
    watched.until(lambda: watched.builds[-1] == ("a.txt", "b.txt"))
    watched.until(lambda: len(watched.said) == 1)  # it is said when the watching begins, which may be after the build
    assert "watch limit reached" in watched.said[0]


def test_a_bad_file_is_named_and_watching_goes_on(started: Callable[..., Watched], folder: Path) -> None:
    watched = started(folder)
    watched.until(lambda: len(watched.builds) == 1)
    (folder / "bad.txt").write_bytes(b"\0\1\2\3" * 100)
    watched.until(lambda: watched.failed == ["bad.txt"])
    (folder / "c.txt").write_text(REPORT.format(n=7), encoding="utf-8")
    watched.until(lambda: watched.builds[-1] == ("a.txt", "c.txt"))


def test_another_build_is_waited_for(started: Callable[..., Watched], folder: Path, tmp_path: Path) -> None:
    with lock(tmp_path / "home"):
        watched = started(folder)
        watched.until(lambda: len(watched.said) == 1)
        assert "another build is writing" in watched.said[0]
        assert watched.builds == []
    watched.until(lambda: watched.builds == [("a.txt",)])


def test_a_build_that_failed_is_tried_again(
    started: Callable[..., Watched], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch_module, "_FAILED_AGAIN_S", 0.2)
    watched = started(folder)
    watched.until(lambda: len(watched.builds) == 1)
    (watched.home / "generations").rename(watched.home / "kept")
    (watched.home / "generations").write_text("in the way", encoding="utf-8")
    (folder / "b.txt").write_text(REPORT.format(n=2), encoding="utf-8")
    watched.until(lambda: bool(watched.said))
    (watched.home / "generations").unlink()
    (watched.home / "kept").rename(watched.home / "generations")
    watched.until(lambda: watched.builds[-1] == ("a.txt", "b.txt"))


@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside another"])
def test_the_reports_of_a_folder_that_is_gone_for_a_while_stay(
    started: Callable[..., Watched], folder: Path, tmp_path: Path, beside: bool
) -> None:
    paths = [folder]
    if beside:
        other = tmp_path / "other"
        other.mkdir()
        (other / "b.txt").write_text(REPORT.format(n=2), encoding="utf-8")
        paths.append(other)
    watched = started(*paths)
    watched.until(lambda: len(watched.builds) == 1)
    before = watched.builds[0]
    shutil.move(folder, tmp_path / "away")
    watched.until(lambda: str(folder) in watched.failed)
    assert watched.builds[-1] == before
    shutil.copytree(tmp_path / "away", folder)
    (folder / "c.txt").write_text(REPORT.format(n=3), encoding="utf-8")
    watched.until(lambda: watched.builds[-1] == tuple(sorted((*before, "c.txt"))))


def test_a_single_file_that_an_editor_replaces_is_followed(
    started: Callable[..., Watched], folder: Path, tmp_path: Path
) -> None:
    watched = started(folder / "a.txt")
    watched.until(lambda: len(watched.builds) == 1)
    for n in (21, 22):
        (tmp_path / "new").write_text(REPORT.format(n=n), encoding="utf-8")
        (tmp_path / "new").replace(folder / "a.txt")
        watched.until(lambda n=n: len(watched.builds) == n - 19)


def test_a_home_within_the_folder_does_not_wake_itself(started: Callable[..., Watched], folder: Path) -> None:
    home = folder / "index"
    watched = started(folder, home=home)
    watched.until(lambda: len(watched.builds) == 1)
    (home / "leftover.txt").write_text(REPORT.format(n=9), encoding="utf-8")
    watched.idle()
    assert len(watched.builds) == 1


def test_a_folder_that_is_empty_at_first_is_waited_for(started: Callable[..., Watched], tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    watched = started(empty)
    watched.until(lambda: len(watched.said) == 1)
    assert "holds no report" in watched.said[0]
    (empty / "a.txt").write_text(REPORT.format(n=1), encoding="utf-8")
    watched.until(lambda: watched.builds == [("a.txt",)])


def test_a_path_that_is_not_there_at_the_start_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        watch([tmp_path / "nowhere"], tmp_path / "home", lambda _paths: None, say=print)
