from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder, make_document, make_raw

from index.building.verify import index_problems
from index.building.writer import GenerationWriter
from index.checksums import read_sealed, write_sealed
from index.errors import IndexCorruptError, IndexLockedError, IndexMismatchError, IndexMissingError
from index.manifest import FORMAT_VERSION, Settings
from index.storage import store
from index.storage.generations import current_generation, lock
from index.storage.store import Index, tokenizer_for
from index.types import Document

FIRST = make_document(make_raw("xinxiang.txt", "新乡市政协工作报告\n立案409件提案\n明年协商议题十二个"))
SECOND = make_document(make_raw("a/zhengzhou.md", "郑州市政协工作报告\n收到提案656件\n赴合肥考察"))
STEPS = ("segment", "vectors", "merge", "manifest", "check", "sync", "name", "write pointer", "switch", "prune")


class PowerCutError(Exception):
    """What a test raises to end a build in the middle."""


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled dictionary, made once for all homes of this module."""
    home = tmp_path_factory.mktemp("dictionary")
    tokenizer_for(home).warm()
    return home / "cache"


@pytest.fixture
def home(tmp_path: Path, cache: Path) -> Path:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "cache").symlink_to(cache)
    return tmp_path / "home"


def publish(home: Path, *documents: Document, cut_at: str | None = None, vectors: bool = True) -> str:
    encoder = FakeEncoder() if vectors else None

    def at_step(step: str) -> None:
        if step == cut_at:
            raise PowerCutError(step)

    tokenizer = tokenizer_for(home)
    fingerprint = encoder.fingerprint if encoder else ""
    settings = Settings(FORMAT_VERSION, "reading", tokenizer.fingerprint, "fake", fingerprint, "okapi", 1.5, 0.75)
    with lock(home):
        writer = GenerationWriter(
            home,
            settings,
            tokenizer=tokenizer,
            encoder=encoder,
            progress=lambda stage, done, total: None,
            at_step=at_step,
        )
        for document in sorted(documents, key=lambda each: each.source):
            writer.add(document)
        return writer.publish([]).generation


def test_an_opened_index_holds_what_was_written(home: Path) -> None:
    publish(home, FIRST, SECOND)
    with Index.open(home) as index:
        assert [report.source for report in index.reports] == ["a/zhengzhou.md", "xinxiang.txt"]
        assert index.reports == SECOND.reports + FIRST.reports
        assert [report.text for report in index.reports] == [SECOND.text, FIRST.text]
        assert index.catalogue.document(FIRST.id) == FIRST
        report = FIRST.reports[0]
        assert index.sections(report.id) == FIRST.sections[report.id]
        assert index.annotations(FIRST.id) == FIRST.annotations
        assert [each.source for each in index.document_names] == ["a/zhengzhou.md", "xinxiang.txt"]
        assert index.n_chunks == 6
        assert index.chunk_report.tolist() == [0, 0, 0, 1, 1, 1]
        assert index.chunk_role.tolist() == [0, 0, 0, 0, 0, 1]
        assert index.report_rows(report.id) == range(3, 6)
        assert tuple(index.chunks([5, 3])) == (FIRST.chunks[report.id][2], FIRST.chunks[report.id][0])
        assert index.chunk_row(f"{report.id}-2") == 5
        assert index.manifest.counts.chunks == 6
        assert index.facts(report.id) == FIRST.facts[report.id] != ()
        assert index.manifest.counts.facts == sum(len(each.facts[each.reports[0].id]) for each in (FIRST, SECOND))
        assert index.named_spans(SECOND.reports[0].id) == SECOND.named_spans[SECOND.reports[0].id] != ()
        assert [each.text for each in index.find_named(kind="place")] == ["合肥"]


def test_rows_mean_the_same_chunk_in_words_bigrams_and_vectors(home: Path) -> None:
    publish(home, FIRST, SECOND)
    with Index.open(home) as index:
        assert index.words.scores(["409"]).argmax() == 4
        assert index.bigrams.scores(["合肥"]).argmax() == 2
        assert index.dense is not None
        query = FakeEncoder().encode([index.chunks([4])[0].embedded])[0]
        cosines = index.dense.scores(query, np.arange(6))
        assert cosines.argmax() == 4
        np.testing.assert_allclose(cosines[4], 1, rtol=1e-5)


def test_an_unknown_row_report_or_document_is_a_key_error(home: Path) -> None:
    publish(home, FIRST)
    with Index.open(home) as index:
        for ask in (
            lambda: index.chunks([99]),
            lambda: index.chunk_row("none"),
            lambda: index.report_rows("none"),
            lambda: index.annotations("none"),
            lambda: index.catalogue.document("none"),
        ):
            with pytest.raises(KeyError):
                ask()


def test_an_index_without_a_model_has_no_vectors(home: Path) -> None:
    publish(home, FIRST, vectors=False)
    with Index.open(home) as index:
        assert index.dense is None
        with pytest.raises(IndexMismatchError, match="no vectors"):
            index.check_encoder(FakeEncoder())
    assert index_problems(home) == []


def test_an_index_of_no_documents_can_be_opened(home: Path) -> None:
    publish(home)
    with Index.open(home) as index:
        assert (index.n_chunks, index.reports) == (0, ())
        assert index.words.scores(["提案"]).tolist() == []
    assert index_problems(home) == []


def test_opening_reads_no_text(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(home, FIRST)
    statements: list[str] = []
    from index.storage.catalogue import Catalogue

    original = Catalogue._query

    def recorded(self: Catalogue, statement: str, values: tuple[str | int, ...] = ()) -> list[tuple[object, ...]]:
        statements.append(statement)
        return original(self, statement, values)

    monkeypatch.setattr(Catalogue, "_query", recorded)
    with Index.open(home) as index:
        assert not any("text" in each or "chunks" in each for each in statements)
        assert index.reports[0].text == FIRST.text
        assert any("text" in each for each in statements)


def test_a_home_without_an_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="wenzheng build"):
        Index.open(tmp_path / "nowhere")
    with pytest.raises(IndexMissingError):
        index_problems(tmp_path / "nowhere")


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_at_any_step_leaves_a_readable_index(home: Path, step: str) -> None:
    old = publish(home, FIRST)
    with pytest.raises(PowerCutError):
        publish(home, FIRST, SECOND, cut_at=step)
    published = step == "prune"
    with Index.open(home) as index:
        assert (index.manifest.generation == old) is not published
        assert index.n_chunks == (6 if published else 3)
        assert index.reports[-1].text == FIRST.text
    assert index_problems(home) == []
    assert publish(home, SECOND) > old
    assert index_problems(home) == []
    names = sorted(path.name for path in (home / "generations").iterdir())
    assert len(names) <= 2
    assert not any(name.startswith(".") for name in names)
    assert len(list((home / "segments").iterdir())) <= 2
    assert {path.name for path in home.iterdir()} <= {"CURRENT", "cache", "generations", "lock", "segments"}


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_of_the_first_build_leaves_no_index_or_a_whole_one(home: Path, step: str) -> None:
    with pytest.raises(PowerCutError):
        publish(home, FIRST, cut_at=step)
    if step == "prune":
        assert index_problems(home) == []
    else:
        with pytest.raises(IndexMissingError):
            Index.open(home)


def test_the_last_two_generations_are_kept_and_an_open_one_goes_on_reading(home: Path) -> None:
    names = [publish(home, FIRST)]
    index = Index.open(home)
    names += [publish(home, SECOND), publish(home, FIRST, SECOND)]
    assert sorted(path.name for path in (home / "generations").iterdir()) == names[1:]
    assert current_generation(home) == names[2]
    assert Index.open(home, generation=names[1]).reports == SECOND.reports
    assert index.reports[0].text == FIRST.text
    assert index.dense is not None


def test_a_reader_whose_generation_was_removed_takes_the_next(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(home, FIRST)
    new = publish(home, SECOND)
    (home / "generations" / "000000").mkdir()
    names = iter(["000000"])
    monkeypatch.setattr(store, "current_generation", lambda home: next(names, new))
    with Index.open(home) as index:
        assert index.reports == SECOND.reports


def files_of(home: Path) -> list[Path]:
    folders = [home / "generations" / current_generation(home), *(home / "segments").iterdir()]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def test_any_damaged_file_is_named_by_verify(home: Path) -> None:
    publish(home, FIRST, SECOND)
    for path in files_of(home):
        data = path.read_bytes()
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        assert any(path.name in problem for problem in index_problems(home))
        path.write_bytes(data)
    assert index_problems(home) == []


def test_any_missing_or_shortened_file_is_named_on_opening(home: Path) -> None:
    publish(home, FIRST, SECOND)
    for path in files_of(home):
        data = path.read_bytes()
        for damaged in (data[:-1] if path.name != "manifest.json" else data[:-3], None):
            if damaged is None:
                path.unlink()
            else:
                path.write_bytes(damaged)
            with pytest.raises(IndexCorruptError, match=rf"{path.name}.*wenzheng build --full"):
                Index.open(home)
        path.write_bytes(data)
    Index.open(home).close()


def test_a_damaged_catalogue_is_named_when_it_is_read(home: Path) -> None:
    publish(home, FIRST)
    path = next(path for path in files_of(home) if path.name == "catalogue.sqlite")
    path.write_bytes(b"\0" * path.stat().st_size)
    with pytest.raises(IndexCorruptError, match=r"catalogue\.sqlite"):
        Index.open(home)


def test_a_pointer_to_nowhere_is_corrupt(home: Path) -> None:
    publish(home, FIRST)
    for content in ("000099\n", ""):
        (home / "CURRENT").write_text(content)
        with pytest.raises(IndexCorruptError, match=r"CURRENT.*build --full"):
            Index.open(home)


@pytest.mark.parametrize(("setting", "value"), [("format", 5), ("format", 99), ("tokenizer", "older rules")])
def test_an_index_of_another_version_names_the_changed_setting(home: Path, setting: str, value: object) -> None:
    publish(home, FIRST)
    path = home / "generations" / current_generation(home) / "manifest.json"
    values = json.loads(read_sealed(path))
    values["settings"][setting] = value
    write_sealed(path, json.dumps(values))
    if value == 5:  # which had no checksums
        path.write_text(json.dumps(values), encoding="utf-8")
        (home / "CURRENT").write_text(f"{current_generation(home)}\n", encoding="utf-8")
    with pytest.raises(IndexMismatchError, match=rf"another {setting} .*wenzheng build"):
        Index.open(home)


def test_vectors_of_another_model_are_refused(home: Path) -> None:
    publish(home, FIRST)
    with Index.open(home) as index:
        index.check_encoder(FakeEncoder())
        with pytest.raises(IndexMismatchError, match=r"fake-0-32.*fake-1-32"):
            index.check_encoder(FakeEncoder(seed=1))


def test_settings_say_which_of_them_differ() -> None:
    settings = Settings(1, "a", "t", "none", "", "okapi", 1.5, 0.75)
    other = Settings(1, "a", "t", "bge", "", "okapi", 1.5, 0.75)
    assert settings.differences(other) == ["model: 'none' in the index, 'bge' now"]


def test_only_one_build_writes_at_a_time(home: Path) -> None:
    with lock(home), pytest.raises(IndexLockedError, match="another build"), lock(home):
        pass
    with lock(home):
        pass


def test_the_lock_of_a_killed_build_does_not_block_the_next(home: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from index.storage.generations import lock\n"
        "with lock(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    root = Path(__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root)}
    ended = subprocess.run([sys.executable, "-c", code, str(home)], env=environment, check=False)
    assert ended.returncode == -9
    with lock(home):
        pass
