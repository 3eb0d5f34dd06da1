"""No damaged file of a home is believed: what is checked when, and what becomes of a home with a damaged file."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder
from fault_jobs import QUESTION, report, write_reports

from bench.breaking.flips import Subject, flip_home
from index.building.verify import verify
from index.checksums import read_sealed, write_sealed
from index.errors import IndexCorruptError
from index.search.postings import map_array
from index.storage.known_vectors import SPOOL_FILE, Spool
from index.storage.store import Index, tokenizer_for
from qa import Retriever
from qa.commands.cli import main
from qa.understanding.bilingual import Bilingual

QUESTIONS = (QUESTION, "how many marshmallow proposals did Xinxiang receive?")


@pytest.fixture(scope="module")
def dictionaries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("dictionaries")
    tokenizer_for(home).warm()
    Bilingual(home / "cache").warm()
    return home / "cache"


@pytest.fixture
def subject(tmp_path: Path, dictionaries: Path) -> Subject:
    """Two generations with vectors, an upload with a correction, of which nothing is asked."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").symlink_to(dictionaries)
    folder = write_reports(tmp_path / "reports", {"a.txt": 101})
    made = Subject(home, folder, QUESTIONS, model="fake", encoder=FakeEncoder(dim=16))
    made.build([folder])
    (home / "uploads").mkdir()
    (home / "uploads" / "b.txt").write_text(report(7).replace("新乡", "洛阳"), encoding="utf-8")
    (home / "corrections.tsv").write_text("source\tpart\tfield\tvalue\nuploads/b.txt\t0\tpublisher\t某报\n")
    made.build([folder])
    return made


def flip_first(path: Path, old: bytes, new: bytes) -> None:
    """In place, as a disk or a program that writes to the file would."""
    data = path.read_bytes()
    assert data.count(old)
    with path.open("r+b") as file:
        os.pwrite(file.fileno(), new, data.index(old))


@pytest.mark.hard
def test_every_damage_is_found_and_none_gives_a_wrong_answer(subject: Subject) -> None:
    found = flip_home(subject, flips=2, most=2, builds=0.1)
    assert (found.missed, found.wrong) == ([], [])
    assert found.files > 30 and found.damages > found.files and found.builds > 5


def test_a_figure_altered_before_opening_is_not_answered(subject: Subject) -> None:
    assert subject.answers()[0][1] == "101件"
    for path in (subject.home / "segments").glob("*/catalogue.sqlite"):
        data = path.read_bytes()
        path.write_bytes(data.replace("提案101件".encode(), "提案100件".encode()))
    with pytest.raises(IndexCorruptError, match=r"catalogue\.sqlite does not match its checksum.*build --full"):
        subject.answers()


def test_a_figure_altered_under_an_open_index_is_not_answered(subject: Subject) -> None:
    with Index.open(subject.home) as index:
        (report,) = (each for each in index.reports if each.source == "a.txt")
        rows = index.report_rows(report.id)
        assert any("101件" in chunk.text for chunk in index.chunks(rows))
        for path in (subject.home / "segments").glob("*/catalogue.sqlite"):
            if "提案101件".encode() in path.read_bytes():
                flip_first(path, "提案101件".encode(), "提案100件".encode())
        for read in (lambda: index.chunks(rows), lambda: index.facts(report.id), lambda: report.text, index.assure):
            with pytest.raises(IndexCorruptError, match=r"catalogue\.sqlite"):
                read()


def test_what_is_known_at_opening_alone_is_not_answered_of_a_damaged_file(subject: Subject) -> None:
    """To say that no report of a place is indexed reads nothing but the reports."""
    for path in (subject.home / "segments").glob("*/chunk_hash.npy"):
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    retriever = Retriever(Index.open(subject.home), subject.config(), encoder=subject.encoder)
    with pytest.raises(IndexCorruptError, match=r"chunk_hash\.npy"):
        retriever.on_newest(lambda _now: "not indexed")


def test_a_file_that_was_touched_is_read_again_and_answered_of(subject: Subject) -> None:
    with Index.open(subject.home) as index:
        index.assure()
        for path in (subject.home / "segments").rglob("*.*"):
            os.utime(path)
        index.assure()
        assert index.chunks([0])


def test_a_forked_process_checks_for_itself(subject: Subject) -> None:
    for path in (subject.home / "segments").rglob("*.*"):
        os.utime(path)  # so that it is not known to be whole
    index = Index.open(subject.home)
    child = os.fork()
    if child == 0:
        os._exit(0 if index.chunks([0]) else 1)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize("name", ["sources.json", "CURRENT", "manifest.json"])
def test_every_bit_of_a_sealed_text_counts(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_sealed(path, '{"paths": ["/reports/新乡"]}\n')
    data = path.read_bytes()
    assert read_sealed(path) == '{"paths": ["/reports/新乡"]}\n'
    altered = [data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :] for at in range(len(data)) for bit in range(8)]
    for damaged in (*altered, *(data[:n] for n in range(len(data))), data + b"\n", data + data):
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match="checksum"):
            read_sealed(path)
    path.write_bytes(data)
    with pytest.raises(ValueError, match="checksum"):
        read_sealed(path.rename(tmp_path / "another.json"))


@pytest.mark.parametrize("prefix", ["words-", "cedict-"])
def test_a_damaged_dictionary_is_named_and_made_again(subject: Subject, dictionaries: Path, prefix: str) -> None:
    (subject.home / "cache").unlink()
    shutil.copytree(dictionaries, subject.home / "cache")
    (path,) = (each for each in (subject.home / "cache").glob(f"{prefix}*") if each.suffix != ".sha256")
    good, data = subject.answers(), path.read_bytes()
    for damaged in (data[:-9] + bytes([data[-9] ^ 4]) + data[-8:], data[: len(data) // 2]):
        path.write_bytes(damaged)
        assert any(str(path) in each for each in verify(subject.home))
        assert subject.answers() == good
        assert verify(subject.home) == []


def test_status_says_that_the_paths_are_damaged_and_shows_the_rest(
    subject: Subject, capsys: pytest.CaptureFixture[str]
) -> None:
    path = subject.home / "sources.json"
    path.write_bytes(path.read_bytes().replace(b"reports", b"reqorts"))
    assert main(["status", "--home", str(subject.home)]) == 1
    shown = capsys.readouterr()
    assert "2 documents" in shown.out
    assert str(path) in shown.err and "PATH" in shown.err
    assert main(["build", "--home", str(subject.home), "--model", "none"]) == 1
    assert str(path) in capsys.readouterr().err
    assert len(Index.open(subject.home).reports) == 2


def test_an_upload_that_was_altered_is_named_until_it_is_built_again(subject: Subject) -> None:
    path = subject.home / "uploads" / "b.txt"
    path.write_bytes(path.read_bytes() + b"\n")  # which changes nothing of what is read
    assert [each for each in verify(subject.home) if str(path) in each and "last build" in each]
    subject.build(None)
    assert verify(subject.home) == []


def test_what_something_wrote_to_the_lock_is_named_until_the_next_build(subject: Subject) -> None:
    (subject.home / "lock").write_text("?")
    assert [each for each in verify(subject.home) if "lock" in each and "build" in each]
    subject.build(None)
    assert verify(subject.home) == []


def test_a_stopped_builds_vectors_are_taken_only_where_they_are_whole(tmp_path: Path) -> None:
    hashes = np.arange(6, dtype=np.uint64).reshape(3, 2)
    vectors = np.ones((3, 4), dtype=np.float32)
    spool = Spool(tmp_path, "fake")
    spool.put(hashes, vectors)
    spool.close()
    with closing(sqlite3.connect(tmp_path / SPOOL_FILE)) as connection, connection:
        connection.execute("UPDATE checked SET vector = ? WHERE hash = ?", (bytes(16), hashes[1].tobytes()))
    spool = Spool(tmp_path, "fake")
    assert spool.get(hashes, np.empty_like(vectors)).tolist() == [True, False, True]
    spool.close()


@pytest.mark.hard
def test_threads_that_open_an_index_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    """One that is interrupted in the middle of a header, as by a file that is closed there, while another reads one."""
    path = tmp_path / "a.npy"
    np.save(path, np.arange(10, dtype=np.int32))
    wanted, done = threading.Semaphore(0), threading.Semaphore(0)
    main_thread, ended, errors = threading.get_ident(), threading.Event(), []

    def read() -> None:
        try:
            map_array(path, np.int32)
        except SystemError as error:
            errors.append(error)

    def read_when_wanted(depth: int) -> None:
        if depth:
            read_when_wanted(depth - 1)
            return
        while wanted.acquire() and not ended.is_set():
            read()
            done.release()

    class Garbage:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            if threading.get_ident() == main_thread:
                wanted.release()
                done.acquire(timeout=0.05)

    other = threading.Thread(target=read_when_wanted, args=(30,))
    other.start()
    threshold = gc.get_threshold()
    try:
        for after in range(5, 60):
            gc.collect()
            gc.set_threshold(after)
            Garbage()
            read()
            gc.set_threshold(*threshold)
    finally:
        gc.set_threshold(*threshold)
        ended.set()
        wanted.release()
        other.join()
    assert errors == []
