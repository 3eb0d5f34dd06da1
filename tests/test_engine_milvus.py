"""The life of an index on a Milvus server: mirrored in steps that may be stopped, killed and started again, and read by
several processes meanwhile.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest
from fakes import FakeEncoder
from milvus_server import LiteServer

from index.building.builder import build
from index.config import Config
from index.engines import milvus_writer
from index.engines.milvus import MilvusIndex
from index.engines.milvus_client import MilvusServer
from index.engines.milvus_schema import CURRENT, Collections, read_state, write_state
from index.engines.milvus_writer import mirror, mirror_home
from index.errors import (
    EngineError,
    EngineMovedError,
    IndexLockedError,
    IndexMismatchError,
    IndexMissingError,
)
from index.origin import ServerOrigin
from index.storage.generations import lock
from index.storage.store import Index, tokenizer_for
from qa import Answerer, Retriever
from qa.commands.cli import main

pytestmark = pytest.mark.cluster
ROOT = Path(__file__).resolve().parent.parent
FRESH: dict[object, object] = {}  # what a server holds that was filled at once with these cities
CITIES = {"新乡": 409, "郑州": 656, "洛阳": 132, "开封": 512}
STEPS = ("begin", "tidy", "terms", "documents", "reports", "pieces", "facts", "names", "chunks", "complete", "leave",
         "flush", "check", "switch", "drop", "delete")  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiteServer]:
    """One for the tests that do no harm to it; each begins with an empty one."""
    started = LiteServer(tmp_path_factory.mktemp("milvus"))
    yield started
    started.stop()


@pytest.fixture
def empty(server: LiteServer) -> LiteServer:
    client = MilvusServer(server.uri)
    for name in client.collections():
        client.drop(name)
    client.close()
    return server


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("engine-dictionary")
    tokenizer_for(home).warm()
    return home / "cache"


@pytest.fixture
def config(tmp_path: Path, dictionary: Path) -> Config:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "cache").symlink_to(dictionary)
    return Config(home=tmp_path / "home", model="fake")


def report(city: str, filed: int) -> str:
    return (
        f"{city}市政协常委会工作报告\n（2024年2月1日）\n一、2023年工作回顾\n"
        f"一年来，{city}市政协收到提案{filed + 50}件，立案提案{filed}件。组织委员到各地考察学习，协商议政成果丰硕。\n"
        f"二、2024年工作安排\n{city}市政协将围绕发展开展协商议政{filed % 10}次。\n"
    )


def write(config: Config, cities: dict[str, int]) -> list[Path]:
    """The folder holds a report of each city, and nothing else."""
    folder = config.home.parent / "reports"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for city, filed in cities.items():
        (folder / f"{city}.txt").write_text(report(city, filed), encoding="utf-8")
    return [folder]


def built(config: Config, cities: dict[str, int]) -> None:
    build(write(config, cities), config, encoder=FakeEncoder())


def connected(server: LiteServer, config: Config) -> Retriever:
    """A reader that follows the server, with the encoder the test built with."""
    origin = ServerOrigin(server.uri, home=config.home)
    found = Retriever(origin.open(), config, encoder=FakeEncoder())
    found._origin = origin
    return found


def said(retriever: Retriever) -> dict[str, str | None]:
    """What is answered for each city."""
    answerer = Answerer(retriever)
    return {city: answerer.ask(f"{city}市2023年立案提案多少件?").short for city in CITIES}


def expected(cities: dict[str, int]) -> dict[str, str | None]:
    return {city: f"{cities[city]}件" if city in cities else None for city in CITIES}


def contents(server: LiteServer) -> dict[str, dict[str, object]]:
    """All that the current collections hold, but for numbers that depend on the order in which things came."""
    client = MilvusServer(server.uri, strict=True)
    try:
        state = read_state(client)
        assert state is not None
        tables = Collections(state.set)
        documents = client.query_all(tables["documents"], "id >= 0", ["id", "key", "complete", "leaves"])
        keys = {row["id"]: row["key"] for row in documents}
        assert all((row["complete"], row["leaves"]) == (1, 0) for row in documents)
        reports = client.query_all(tables["reports"], "id >= 0", ["id", "document", "chunks", "roles", "row"])
        names = {row["id"]: json.loads(row["row"])[0] for row in reports}
        found: dict[str, object] = {
            "documents": sorted(keys.values()),
            "reports": sorted(row["row"] for row in reports),
        }
        for table in ("chunks", "facts", "names", "pieces"):
            field = "body" if table == "pieces" else "row"
            rows = client.query_all(tables[table], "id >= 0", ["id", "report", field])
            assert {row["report"] for row in rows} <= names.keys()
            found[table] = sorted((names[row["report"]], row["id"] % (1 << 20), row[field]) for row in rows)
        fields = ["id", "number", "serial", "words", "bigrams"]
        terms = client.query_all(tables["terms"], "number > 0", fields, least=-(1 << 63), below=(1 << 63) - 1)
        assert len({row["number"] for row in terms}) == len(terms)
        assert max(row["serial"] for row in terms) <= state.serial
        found["terms"] = sorted(
            (row["id"], row["words"], row["bigrams"]) for row in terms if row["words"] or row["bigrams"]
        )
        return found
    finally:
        client.close()


def test_a_mirror_of_changes_is_the_same_as_a_fresh_one(empty: LiteServer, config: Config) -> None:
    built(config, {"新乡": 409, "郑州": 600})
    first = mirror_home(config.home, empty.uri)
    assert (first.sent, first.removed, first.unchanged, first.anew) == (2, 0, 0, True)
    assert mirror_home(config.home, empty.uri) == replace(first, sent=0, unchanged=2, anew=False)
    built(config, CITIES)
    second = mirror_home(config.home, empty.uri)
    assert (second.sent, second.removed, second.unchanged, second.anew) == (3, 1, 1, False)
    folder = config.home.parent / "reports"
    (folder / "洛阳.txt").rename(folder / "renamed.txt")
    (folder / "开封.txt").unlink()
    build([folder], config, encoder=FakeEncoder())
    third = mirror_home(config.home, empty.uri)
    assert (third.sent, third.removed, third.unchanged) == (1, 2, 2)
    after = contents(empty)
    for name in (client := MilvusServer(empty.uri)).collections():
        client.drop(name)
    assert mirror_home(config.home, empty.uri).sent == 3
    assert contents(empty) == after


def test_only_what_changed_is_sent(empty: LiteServer, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    built(config, CITIES)
    mirror_home(config.home, empty.uri)
    sent: dict[str, int] = {}
    upsert = MilvusServer.upsert

    def counted(self: MilvusServer, name: str, rows: list[object], **options: int) -> None:
        sent[name.rpartition("_")[2]] = sent.get(name.rpartition("_")[2], 0) + len(rows)
        upsert(self, name, rows, **options)

    monkeypatch.setattr(MilvusServer, "upsert", counted)
    built(config, {**CITIES, "开封": 513})
    mirror_home(config.home, empty.uri)
    with Index.open(config.home) as index:
        own = next(len(index.report_rows(each.id)) for each in index.reports if "开封" in each.source)
    assert sent["chunks"] == own
    assert sent["reports"] == 1
    assert sent["terms"] < 20  # 512 and 513, 562 and 563, and the pairs they stand in


class StoppedError(Exception):
    pass


@pytest.mark.parametrize("step", STEPS)
def test_a_mirror_that_is_stopped_at_any_step_harms_no_reader_and_goes_on(
    empty: LiteServer, config: Config, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(milvus_writer, "_FLUSHED_FROM", 1)
    before = {"新乡": 409, "郑州": 600}
    built(config, before)
    if step != "begin":
        mirror_home(config.home, empty.uri)
        reader = connected(empty, config)
        assert said(reader) == expected(before)
        built(config, CITIES)

    def stop(now: str) -> None:
        if now == step:
            raise StoppedError

    with Index.open(config.home) as index:
        client = MilvusServer(empty.uri, strict=True)
        with pytest.raises(StoppedError):
            mirror(index, client, at_step=stop)
        published = step in ("drop", "delete")
        if step != "begin":
            if published:
                time.sleep(1.1)  # a reader asks once a second
            assert said(reader) == expected(CITIES if published else before)
            assert said(connected(empty, config)) == expected(CITIES if published else before)
        # Before it goes on, something else is wanted.
        if step in ("documents", "complete", "switch"):
            built(config, {**CITIES, "洛阳": 133})
    mirror_home(config.home, empty.uri)
    now = {**CITIES, "洛阳": 133} if step in ("documents", "complete", "switch") else CITIES
    now = before if step == "begin" else now
    assert said(connected(empty, config)) == expected(now)
    assert mirror_home(config.home, empty.uri).sent == 0
    after = contents(empty)
    wanted = tuple(now.items())
    if wanted not in FRESH:
        for name in client.collections():
            client.drop(name)
        mirror_home(config.home, empty.uri)
        FRESH[wanted] = contents(empty)
    assert after == FRESH[wanted]


def test_a_builder_that_is_killed_loses_nothing(empty: LiteServer, config: Config) -> None:
    before = {"新乡": 409, "郑州": 600}
    built(config, before)
    mirror_home(config.home, empty.uri)
    built(config, CITIES)
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom index.storage.store import Index\n"
        "from index.engines.milvus_client import MilvusServer\nfrom index.engines.milvus_writer import mirror\n"
        "def kill(step):\n    if step == 'facts': os.kill(os.getpid(), signal.SIGKILL)\n"
        "mirror(Index.open(Path(sys.argv[1])), MilvusServer(sys.argv[2], strict=True), at_step=kill)\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(config.home), empty.uri], cwd=ROOT, check=False)
    assert killed.returncode == -9
    assert said(connected(empty, config)) == expected(before)
    mirror_home(config.home, empty.uri)
    assert said(connected(empty, config)) == expected(CITIES)


def test_a_server_that_is_killed_answers_again_when_it_is_started(tmp_path: Path, config: Config) -> None:
    server = LiteServer(tmp_path / "server")
    try:
        built(config, CITIES)
        mirror_home(config.home, server.uri)
        reader = connected(server, config)
        assert said(reader) == expected(CITIES)
        server.kill()
        started = time.monotonic()
        with pytest.raises(EngineError, match=server.uri):
            reader.search("洛阳市的考察学习")
        with pytest.raises(EngineError, match="no Milvus server answers"):
            MilvusIndex.open(server.uri, home=config.home)
        with pytest.raises(EngineError, match="no Milvus server answers"):
            mirror_home(config.home, server.uri)
        assert time.monotonic() - started < 90
        server.start()
        assert said(reader) == expected(CITIES)
        assert said(connected(server, config)) == expected(CITIES)
        # Killed in the middle of a mirroring: what was there goes on, and the next mirroring completes it.
        built(config, {**CITIES, "洛阳": 133})

        def kill(step: str) -> None:
            if step == "facts":
                server.kill()

        with Index.open(config.home) as index, pytest.raises(EngineError):
            mirror(index, MilvusServer(server.uri, strict=True), at_step=kill)
        server.start()
        assert said(reader) == expected(CITIES)
        mirror_home(config.home, server.uri)
        time.sleep(1.1)
        assert said(reader) == expected({**CITIES, "洛阳": 133})
        held = contents(server)
        server.kill()
        server.start()
        assert contents(server) == held
    finally:
        server.stop()


def test_a_server_that_came_back_is_reached_anew_and_then_loads_in_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    from pymilvus import MilvusException

    refusals = [MilvusException(code=1, message="UNAVAILABLE"), MilvusException(code=101, message="not loaded")]
    done: list[str] = []

    class Client:
        def load_collection(self, name: str, **_options: object) -> None:
            done.append(f"load {name}")

        def query(self, _name: str, **_options: object) -> list[dict[str, int]]:
            if refusals:
                raise refusals.pop(0)
            return [{"id": 1}]

    monkeypatch.setattr(MilvusServer, "_connect", lambda _self: done.append("connect") or Client())
    server = MilvusServer("http://127.0.0.1:1")
    assert server.query("chunks", "id >= 0", ["id"]) == [{"id": 1}]
    assert done == ["connect", "connect", "load chunks"]
    # Each remedy is tried once: a server that stays away is an error, not a loop.
    refusals += [MilvusException(code=1, message="UNAVAILABLE")] * 2
    with pytest.raises(EngineError, match="no Milvus server answers"):
        server.query("chunks", "id >= 0", ["id"])


def test_a_server_that_lost_everything_is_filled_again_without_embedding(empty: LiteServer, config: Config) -> None:
    built(config, CITIES)
    mirror_home(config.home, empty.uri)
    reader = connected(empty, config)
    client = MilvusServer(empty.uri)
    for name in client.collections():
        client.drop(name)
    with pytest.raises(EngineError):
        reader.search("洛阳市的考察学习")
    encoder = FakeEncoder()
    build(None, config, encoder=encoder)
    assert mirror_home(config.home, empty.uri).anew
    assert encoder.encoded == []
    time.sleep(1.1)
    assert said(reader) == expected(CITIES)


def test_a_changed_setting_fills_new_collections_and_then_drops_the_old(empty: LiteServer, config: Config) -> None:
    built(config, CITIES)
    mirror_home(config.home, empty.uri)
    reader = connected(empty, config)
    first = MilvusServer(empty.uri).collections()
    build(None, config, encoder=FakeEncoder(seed=1))
    with Index.open(config.home) as index:

        def stop(now: str) -> None:
            if now == "switch":
                raise StoppedError

        client = MilvusServer(empty.uri, strict=True)
        with pytest.raises(StoppedError):
            mirror(index, client, at_step=stop)
        assert said(reader) == expected(CITIES)
        assert client.collections() > first
        summary = mirror(index, client)
        assert (summary.sent, summary.anew) == (4, True)
    assert client.collections() & first == {CURRENT}
    assert client.count(CURRENT) == 1
    now = connected(empty, config)
    now._encoder = FakeEncoder(seed=1)
    assert said(now) == expected(CITIES)


def test_lengths_that_have_drifted_too_far_are_written_anew(empty: LiteServer, config: Config) -> None:
    built(config, {"新乡": 409})
    mirror_home(config.home, empty.uri)
    (folder := config.home.parent / "reports" / "long.txt").write_text(
        report("郑州", 656) + "政协委员积极履职，" * 40 + "。\n", encoding="utf-8"
    )
    build([folder.parent], config, encoder=FakeEncoder())
    assert mirror_home(config.home, empty.uri).anew


def test_an_open_reader_moves_to_what_is_mirrored_later(
    empty: LiteServer, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(milvus_writer, "MOST_DRIFT", 1.0)
    built(config, {"新乡": 409})
    mirror_home(config.home, empty.uri)
    reader = connected(empty, config)
    stays = Retriever(reader.index, config, encoder=FakeEncoder())
    assert reader.is_newest()
    built(config, CITIES)
    mirror_home(config.home, empty.uri)
    time.sleep(1.1)
    assert not reader.is_newest()
    asked: list[str] = []
    query = MilvusServer.query
    monkeypatch.setattr(MilvusServer, "query", lambda self, name, condition, *more, **options: (
        asked.append(f"{name} {condition}"), query(self, name, condition, *more, **options))[1])  # fmt: skip
    assert said(reader) == expected(CITIES)
    assert len(stays.index.reports) == 1
    # Of the report that was there before nothing is read again.
    assert [each for each in asked if "_reports" in each] == ["wenzheng_1_reports document in [2, 3, 4]"]


def test_a_report_that_vanishes_between_ranking_and_reading_is_looked_for_anew(
    empty: LiteServer, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(config, CITIES)
    mirror_home(config.home, empty.uri)
    reader = connected(empty, config)
    legs = MilvusIndex.legs
    changed = False

    def late(self: MilvusIndex, *arguments: object, **options: object) -> object:
        nonlocal changed
        found = legs(self, *arguments, **options)
        if not changed:
            changed = True
            built(config, {"新乡": 410})
            mirror_home(config.home, empty.uri)
        return found

    monkeypatch.setattr(MilvusIndex, "legs", late)
    assert {hit.report.source for hit in reader.search("立案提案多少件")} == {"新乡.txt"}
    old = Retriever(reader.index, config, encoder=FakeEncoder())
    with pytest.raises(EngineMovedError):
        old.search("立案提案多少件")


def test_readers_go_on_while_reports_come_and_go(empty: LiteServer, config: Config) -> None:
    built(config, {"新乡": 409, "郑州": 600})
    mirror_home(config.home, empty.uri)
    readers = [connected(empty, config) for _ in range(2)]
    ends = False

    def ask(reader: Retriever) -> int:
        answerer, n = Answerer(reader), 0
        while not ends:
            assert answerer.ask("新乡市2023年立案提案多少件?").short == "409件"
            assert answerer.ask("郑州市2023年立案提案多少件?").short in {"600件", "601件", "602件"}
            assert reader.search("协商议政", k=3)
            n += 1
        return n

    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(ask, reader) for reader in readers]
        try:
            for filed in (601, 602, 600, 601):
                built(config, {"新乡": 409, "郑州": filed})
                mirror_home(config.home, empty.uri)
                time.sleep(0.5)
        finally:
            ends = True
        assert min(each.result() for each in asking) > 3


def test_two_processes_read_one_server(empty: LiteServer, config: Config) -> None:
    lexical = replace(config, model="none")
    build(write(config, {"新乡": 409}), lexical)
    mirror_home(config.home, empty.uri)
    code = (
        "import sys\nfrom qa import Answerer, Retriever\n"
        "answerer = Answerer(Retriever.connect(sys.argv[1], model='none', home=sys.argv[2]))\n"
        "for line in sys.stdin: print(answerer.ask(line.strip()).short, flush=True)\n"
    )
    homes = [config.home.parent / f"reader{n}" for n in range(2)]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, empty.uri, str(home)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for home in homes
    ]
    try:

        def ask(question: str) -> list[str]:
            answers = []
            for process in processes:
                assert process.stdin is not None and process.stdout is not None
                process.stdin.write(question + "\n")
                process.stdin.flush()
                answers.append(process.stdout.readline().strip())
            return answers

        assert ask("新乡市2023年立案提案多少件?") == ["409件", "409件"]
        build(write(config, {"新乡": 409, "洛阳": 132}), lexical)
        mirror_home(config.home, empty.uri)
        time.sleep(1.1)
        assert ask("洛阳市2023年立案提案多少件?") == ["132件", "132件"]
        assert not any((home / "CURRENT").exists() for home in homes)
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_two_builds_at_once_are_told(empty: LiteServer, config: Config) -> None:
    built(config, CITIES)
    with lock(config.home), pytest.raises(IndexLockedError):
        mirror_home(config.home, empty.uri)
    mirror_home(config.home, empty.uri)
    built(config, {"新乡": 409})
    with Index.open(config.home) as index:
        client = MilvusServer(empty.uri, strict=True)

        def interfere(step: str) -> None:
            if step == "leave" and (state := read_state(client)) is not None:
                write_state(client, replace(state, serial=state.serial + 1))

        with pytest.raises(EngineError, match="another build"):
            mirror(index, client, at_step=interfere)


def test_errors_name_the_address_and_what_to_do(empty: LiteServer, config: Config, tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="--engine"):
        MilvusIndex.open(empty.uri, home=config.home)
    for address in ("127.0.0.1:19530", "ftp://127.0.0.1", "milvus.db", "http://", "http://me:secret@127.0.0.1"):
        with pytest.raises(EngineError) as caught:
            MilvusServer(address)
        assert "secret" not in str(caught.value)
    with pytest.raises(EngineError, match="no Milvus server answers"):
        MilvusServer("http://127.0.0.1:9")
    built(config, {"新乡": 409})
    mirror_home(config.home, empty.uri)
    client = MilvusServer(empty.uri)
    state = read_state(client)
    assert state is not None
    write_state(client, replace(state, schema=0))
    with pytest.raises(IndexMismatchError, match="layout"):
        MilvusIndex.open(empty.uri, home=config.home)
    assert mirror_home(config.home, empty.uri).anew
    settings = replace(state.manifest.settings, tokenizer="another")
    write_state(client, replace(state, manifest=replace(state.manifest, settings=settings)))
    with pytest.raises(IndexMismatchError, match="tokenizer"):
        MilvusIndex.open(empty.uri, home=config.home)
    mirror_home(config.home, empty.uri)
    client.delete(Collections(read_state(client).set)["reports"], "id >= 0")
    with pytest.raises(EngineError, match="fill it again"):
        MilvusIndex.open(empty.uri, home=config.home)


def test_without_pymilvus_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    assert main(["search", "提案", "--engine", "http://127.0.0.1:19530"]) == 1
    assert 'pip install "wenzheng[milvus]"' in capsys.readouterr().err


def test_the_commands_take_an_engine(
    empty: LiteServer, config: Config, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(config, CITIES)[0]
    home = ["--home", str(config.home), "--model", "none"]
    assert main(["build", str(folder), *home, "--engine", empty.uri]) == 0
    assert f"{empty.uri}: 4 documents sent, 0 removed, 0 unchanged, all into new" in capsys.readouterr().out
    elsewhere = ["--home", str(config.home.parent / "nothing"), "--model", "none", "--engine", empty.uri]
    assert main(["ask", "洛阳市2023年立案提案多少件?", "--json", *elsewhere]) == 0
    assert json.loads(capsys.readouterr().out)["short"] == "132件"
    for words in (
        ["search", "提案", "--mode", "lexical"],
        ["compare", "提案立案"],
        ["verify", "洛阳市2023年立案132件"],
    ):
        assert main([*words, *elsewhere]) == 0, capsys.readouterr().err
        assert "132" in capsys.readouterr().out
    monkeypatch.setenv("WENZHENG_ENGINE", empty.uri)
    assert main(["status", *elsewhere[:4]]) == 0
    assert empty.uri in capsys.readouterr().out
    assert main(["reports", *elsewhere[:4]]) == 0
    assert "洛阳.txt" in capsys.readouterr().out
    assert main(["remove", "洛阳.txt", *home]) == 0
    assert "0 documents sent, 1 removed, 3 unchanged" in capsys.readouterr().out
    assert main(["ask", "洛阳市2023年立案提案多少件?", "--json", *elsewhere[:4]]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "not_indexed"
    assert (
        main(["build", "--model", "none", str(folder), "--home", str(config.home), "--engine", "http://127.0.0.1:9"])
        == 1
    )
    assert "http://127.0.0.1:9" in capsys.readouterr().err
    assert not (config.home.parent / "nothing" / "CURRENT").exists()


def test_a_page_over_an_engine_only_reads(empty: LiteServer, config: Config) -> None:
    import app

    build(write(config, CITIES), replace(config, model="none"))
    mirror_home(config.home, empty.uri)
    os.environ.pop("WENZHENG_ENGINE", None)
    library = app.open_library(config.home.parent / "page", engine=empty.uri)
    assert library.curator is None
    opened = library.opened()
    assert opened.is_current()
    assert {report.source for report in opened.corpus.reports} == {f"{city}.txt" for city in CITIES}
    assert opened.status.sections == sum(len(opened.corpus.sections(each.id)) for each in opened.corpus.reports)


def test_two_pages_serve_one_engine_and_move_on_with_it(empty: LiteServer, config: Config) -> None:
    from gradio_client import Client

    lexical = replace(config, model="none")
    build(write(config, {"新乡": 409}), lexical)
    mirror_home(config.home, empty.uri)
    ports = [free_port(), free_port()]
    pages = [
        subprocess.Popen(
            [sys.executable, "-m", "qa", "serve", "--port", str(port), "--home", str(config.home.parent / str(port))],
            cwd=ROOT,
            env={**os.environ, "WENZHENG_ENGINE": empty.uri, "WENZHENG_MODEL": "none"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for port in ports
    ]
    try:
        clients = [Client(answering(port), verbose=False) for port in ports]

        def ask(question: str) -> list[str]:
            return [client.predict(question=question, api_name="/ask")["short"] for client in clients]

        assert ask("新乡市2023年立案提案多少件?") == ["409件", "409件"]
        build(write(config, {"新乡": 410, "洛阳": 132}), lexical)
        mirror_home(config.home, empty.uri)
        time.sleep(1.1)
        assert ask("新乡市2023年立案提案多少件?") == ["410件", "410件"]
        assert ask("洛阳市2023年立案提案多少件?") == ["132件", "132件"]
    finally:
        for page in pages:
            page.kill()
            page.wait()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def answering(port: int) -> str:
    """The address of a page, once it answers."""
    end = time.monotonic() + 90
    while time.monotonic() < end:
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/", timeout=2):
            return f"http://127.0.0.1:{port}"
        time.sleep(0.2)
    raise AssertionError(f"no page at port {port}")
