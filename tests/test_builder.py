from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeEncoder, make_document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.building import builder, reading, seen
from index.building.builder import build, remove
from index.building.verify import verify
from index.checksums import read_sealed, write_sealed
from index.config import Config
from index.errors import IndexLockedError, IndexMissingError, ReadError, StorageError
from index.search import postings
from index.storage.generations import lock
from index.storage.store import Index, tokenizer_for
from index.types import Document, RawDocument, count_reports
from qa import Retriever

TEXTS = {
    "a.txt": "新乡市政协工作报告\n立案409件提案\n明年协商议题十二个",
    "b.md": "郑州市政协工作报告\n收到提案656件\n赴合肥考察",
    "c/d.txt": "上街区政协工作报告\n收到提案132件",
}

# One line stands in two reports, so that passages are tied.
TIED = {**TEXTS, "b/e.txt": "洛阳市政协工作报告\n赴合肥考察"}

# One report five times, as editors and operating systems save it.
COPIED = "新乡市政协工作报告\n2023年全市立案409件提案，人民政府和中国共产党的工作\n"
COPIES = {
    "a.txt": COPIED.encode("gb18030"),
    "b.md": COPIED.encode(),
    "c.txt": COPIED.replace("\n", "\r\n").encode("utf-8-sig"),
    "d/e.txt": COPIED.replace("\n", "\r\n").encode("gb18030"),
    "f.txt": COPIED.rstrip().encode(),
}


@pytest.fixture(scope="session")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("builder-dictionary")
    tokenizer_for(home).warm()
    return home / "cache"


@pytest.fixture
def config(tmp_path: Path, dictionary: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """A home of its own; documents are cut line by line, so that what is tested is the builder alone."""
    monkeypatch.setattr(reading, "parse_document", make_document)
    return config_for(tmp_path / "home", dictionary)


def config_for(home: Path, dictionary: Path) -> Config:
    home.mkdir()
    (home / "cache").symlink_to(dictionary)
    return Config(home=home, model="fake")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "reports", TEXTS)


def write(folder: Path, texts: Mapping[str, str | bytes]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def contents(home: Path) -> tuple[object, ...]:
    """All an index can be asked for, in a form two indexes can be compared in."""
    with Index.open(home) as index:
        assert index.dense is not None
        questions = [index.tokenizer.words(text) for text in ("立案多少件提案", "合肥", "工作报告")]
        rows = np.concatenate(
            [np.empty(0, dtype=np.int64), *map(np.asarray, map(index.report_rows, index.report_ordinals))]
        )
        rows = rows.astype(np.int64)
        assert sorted(rows.tolist()) == index.rows_of(range(len(index.reports))).tolist()
        return (
            index.reports,
            [report.text for report in index.reports],
            index.chunks(rows),
            index.chunk_report[rows].tolist(),
            index.chunk_role[rows].tolist(),
            [index.sections(report.id) for report in index.reports],
            index.find_facts(),
            index.find_named(),
            index.manifest.counts,
            index.manifest.statistics,
            [index.words.scores(question)[rows].tolist() for question in questions],
            [index.bigrams.scores(question)[rows].tolist() for question in questions],
            [index.dense.vectors(np.asarray([row])).tolist() for row in rows],
            ranking(index),
        )


def ranking(index: Index) -> list[list[str]]:
    """What a search finds, in its order."""
    retriever = Retriever(index, Config(home=index.folder, model="fake"), encoder=FakeEncoder())
    questions = ("立案多少件提案", "收到提案", "赴合肥考察", "工作报告")
    return [[hit.chunk_id for hit in retriever.search(question, years=[2023])] for question in questions]


def test_the_first_build_adds_every_report(config: Config, folder: Path) -> None:
    summary = build([folder], config, encoder=FakeEncoder())
    assert (summary.added, summary.updated, summary.removed, summary.unchanged) == (3, 0, 0, 0)
    assert (summary.reports, summary.sections, summary.chunks) == (3, 8, 8)
    assert (summary.failed, summary.duplicates, summary.published) == ((), (), True)
    with Index.open(config.home) as index:
        assert [each.source for each in index.document_names] == ["a.txt", "b.md", "c/d.txt"]
        assert index.manifest.generation == summary.generation
    assert verify(config.home) == []


def test_a_build_of_unchanged_files_writes_nothing(config: Config, folder: Path) -> None:
    first = build([folder], config, encoder=FakeEncoder())
    encoder = FakeEncoder()
    second = build([folder], config, encoder=encoder)
    assert (second.unchanged, second.published) == (3, False)
    assert (second.generation, second.chunks, second.reports) == (first.generation, 8, 3)
    assert encoder.encoded == []


def test_a_full_build_reads_and_embeds_everything_anew(config: Config, folder: Path) -> None:
    first = build([folder], config, encoder=FakeEncoder())
    encoder = FakeEncoder()
    second = build([folder], config, full=True, encoder=encoder)
    assert second.generation != first.generation
    assert len(encoder.encoded) == 8


def test_only_new_text_is_embedded(config: Config, folder: Path) -> None:
    build([folder], config, encoder=FakeEncoder())
    write(folder, {"a.txt": TEXTS["a.txt"].replace("409", "410"), "e.txt": "邯郸市政协\n赴合肥考察"})
    (folder / "b.md").unlink()
    encoder = FakeEncoder()
    summary = build([folder], config, encoder=encoder)
    assert (summary.added, summary.updated, summary.removed, summary.unchanged) == (1, 1, 1, 1)
    assert [text.split("\n")[1] for text in encoder.encoded] == ["立案410件提案", "邯郸市政协"]
    assert verify(config.home) == []


def test_other_articles_are_counted_apart_as_files_come_and_go(
    config: Config, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(raw: RawDocument, **options: object) -> Document:
        document = make_document(raw, **options)
        kind = "unrelated" if "合肥" in raw.text else "cppcc_report"
        return replace(document, reports=(replace(document.reports[0], kind=kind),))

    def counted() -> tuple[int, int]:
        summary = build([folder], config, encoder=FakeEncoder())
        with Index.open(config.home) as index:
            assert count_reports(index.reports) == (summary.reports, summary.others)
        return summary.reports, summary.others

    monkeypatch.setattr(reading, "parse_document", parse)
    assert counted() == (2, 1)
    write(folder, {"e.txt": "邯郸市政协\n赴合肥考察", "f.txt": "洛阳市政协"})
    assert counted() == (3, 2)
    (folder / "b.md").unlink()
    assert counted() == (3, 1)
    assert counted() == (3, 1)
    assert remove("e.txt", config, encoder=FakeEncoder()).others == 0


def test_a_renamed_file_is_not_embedded_again(config: Config, folder: Path) -> None:
    build([folder], config, encoder=FakeEncoder())
    (folder / "a.txt").rename(folder / "z.txt")
    encoder = FakeEncoder()
    summary = build([folder], config, encoder=encoder)
    assert (summary.added, summary.removed, encoder.encoded) == (1, 1, [])
    with Index.open(config.home) as index:
        assert index.reports[-1].source == "z.txt"


def test_another_model_embeds_everything_and_keeps_nothing(config: Config, folder: Path) -> None:
    build([folder], config, encoder=FakeEncoder())
    encoder = FakeEncoder(dim=8, seed=1)
    assert build([folder], config, encoder=encoder).published
    assert len(encoder.encoded) == 8
    with Index.open(config.home) as index:
        index.check_encoder(encoder)
        assert index.dense is not None
        assert index.dense.vectors(np.asarray([0])).shape == (1, 8)


def test_without_a_model_the_index_has_no_vectors(config: Config, folder: Path) -> None:
    build([folder], Config(home=config.home, model="none"))
    with Index.open(config.home) as index:
        assert index.dense is None
        assert index.words.scores(["656"]).argmax() == 4


def test_changed_reading_rules_read_unchanged_files_again(
    config: Config, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([folder], config, encoder=FakeEncoder())
    monkeypatch.setattr(builder, "_reading_fingerprint", lambda: "other rules")
    encoder = FakeEncoder()
    summary = build([folder], config, encoder=encoder)
    assert (summary.published, summary.unchanged, encoder.encoded) == (True, 3, [])


@given(st.permutations(sorted(TIED)))
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_adding_reports_one_at_a_time_is_building_at_once(
    tmp_path_factory: pytest.TempPathFactory, dictionary: Path, order: list[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "parse_document", make_document)
        base = tmp_path_factory.mktemp("order")
        at_once = config_for(base / "at-once", dictionary)
        build([write(base / "all", TIED)], at_once, encoder=FakeEncoder())
        stepwise = config_for(base / "stepwise", dictionary)
        # One report is there in an older version first, and another is taken out and put back.
        write(base / "some", {order[1]: "洛阳市政协工作报告\n收到提案一件", "z.txt": "开封市政协"})
        build([base / "some"], stepwise, encoder=FakeEncoder())
        (base / "some" / "z.txt").unlink()
        for name in order:
            write(base / "some", {name: TIED[name]})
            build([base / "some"], stepwise, encoder=FakeEncoder())
        remove(order[0], stepwise, encoder=FakeEncoder())
        build([base / "some"], stepwise, encoder=FakeEncoder())
        assert verify(stepwise.home) == []
        assert contents(stepwise.home) == contents(at_once.home)


@given(st.permutations(sorted(COPIES)))
@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_report_in_many_encodings_is_one_in_whatever_order_it_comes_and_goes(
    tmp_path_factory: pytest.TempPathFactory, dictionary: Path, order: list[str]
) -> None:
    base = tmp_path_factory.mktemp("copies")
    home, some = base / "home", base / "some"
    config = config_for(home, dictionary)
    there: set[str] = set()

    def is_what_is_built_at_once() -> None:
        once = config_for(base / f"once-{'-'.join(sorted(there)).replace('/', '+')}-{len(order)}", dictionary)
        summary = build([some], once, encoder=FakeEncoder())
        assert summary.duplicates == tuple((name, min(there)) for name in sorted(there - {min(there)}))
        assert (summary.reports, summary.failed) == (1, ())
        assert contents(home) == contents(once.home)
        shutil.rmtree(once.home)

    for name in order:
        there.add(name)
        build([write(some, {name: COPIES[name]})], config, encoder=FakeEncoder())
        is_what_is_built_at_once()
    while len(there) > 1:
        first = min(there)
        there.remove(first)
        (some / first).unlink()
        summary = build([some], config, encoder=FakeEncoder())
        assert (summary.added, summary.removed) == (1, 1)
        is_what_is_built_at_once()
    assert verify(home) == []


def test_a_copy_that_is_seen_to_be_one_is_not_read_again(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "_SETTLED_NS", -(10**18))
    folder = write(tmp_path / "copies", COPIES)
    first = build([folder], config, encoder=FakeEncoder())
    monkeypatch.setattr(reading, "read_document", lambda *_a, **_k: pytest.fail("read again"))
    second = build([folder], config, encoder=FakeEncoder())
    assert (first.reports, len(first.duplicates)) == (1, 4)
    assert (second.duplicates, second.published) == (first.duplicates, False)


def test_hashes_of_an_older_program_are_not_trusted(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "_SETTLED_NS", -(10**18))
    folder = write(tmp_path / "copies", COPIES)
    build([folder], config, encoder=FakeEncoder())
    kept = json.loads(read_sealed(config.home / "seen.json"))
    old = {path: [*entry[:-1], f"{n:064d}"] for n, (path, entry) in enumerate(kept.items())}
    write_sealed(config.home / "seen.json", json.dumps(old))
    monkeypatch.setattr(builder, "_reading_fingerprint", lambda: "the rules of today")
    assert (build([folder], config, encoder=FakeEncoder()).reports, verify(config.home)) == (1, [])


def test_a_file_that_can_no_longer_be_read_keeps_its_last_good_version(config: Config, folder: Path) -> None:
    build([folder], config, encoder=FakeEncoder())
    (folder / "a.txt").write_bytes(b"\0\1\2")
    write(folder, {"b.md": "郑州市政协工作报告\n收到提案700件"})
    summary = build([folder], config, encoder=FakeEncoder())
    assert [source for source, _ in summary.failed] == ["a.txt"]
    assert "binary" in summary.failed[0][1]
    assert (summary.updated, summary.unchanged, summary.removed) == (1, 1 + 1, 0)
    with Index.open(config.home) as index:
        assert [report.text.split("\n")[1] for report in index.reports][:2] == ["立案409件提案", "收到提案700件"]


def test_a_bad_file_among_good_ones_is_reported_and_the_rest_indexed(config: Config, folder: Path) -> None:
    write(folder, {"empty.txt": ""})
    summary = build([folder], config, encoder=FakeEncoder())
    assert (summary.added, [source for source, _ in summary.failed]) == (3, ["empty.txt"])


def test_nothing_is_published_when_no_file_can_be_read(config: Config, tmp_path: Path) -> None:
    bad = write(tmp_path / "bad", {"empty.txt": "", "blank.txt": " \n"})
    summary = build([bad], config, encoder=FakeEncoder())
    assert (summary.generation, summary.published, len(summary.failed)) == (None, False, 2)
    with pytest.raises(IndexMissingError):
        Index.open(config.home)


def test_an_index_stays_when_none_of_other_files_can_be_read(config: Config, folder: Path, tmp_path: Path) -> None:
    first = build([folder], config, encoder=FakeEncoder())
    summary = build([write(tmp_path / "bad", {"empty.txt": ""})], config, encoder=FakeEncoder())
    assert (summary.generation, summary.published) == (first.generation, False)
    assert (summary.reports, summary.removed) == (3, 0)


def test_a_folder_without_reports_is_refused_and_the_index_stays(config: Config, folder: Path, tmp_path: Path) -> None:
    build([folder], config, encoder=FakeEncoder())
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match="holds no report"):
        build([tmp_path / "empty"], config, encoder=FakeEncoder())
    with Index.open(config.home) as index:
        assert len(index.reports) == 3


def test_a_copy_of_a_report_is_named_and_indexed_once(config: Config, folder: Path) -> None:
    shutil.copy(folder / "a.txt", folder / "copy.txt")
    summary = build([folder], config, encoder=FakeEncoder())
    assert (summary.reports, summary.duplicates) == (3, (("copy.txt", "a.txt"),))
    assert not build([folder], config, encoder=FakeEncoder()).published


def test_two_files_of_one_name_are_not_mixed_up(config: Config, tmp_path: Path) -> None:
    one, two = write(tmp_path / "1", {"x.txt": "新乡市"}), write(tmp_path / "2", {"x.txt": "郑州市"})
    summary = build([one, two], config, encoder=FakeEncoder())
    assert summary.reports == 1
    assert summary.failed[0][0] == "x.txt"
    assert "rename" in summary.failed[0][1]


def test_an_encoder_that_fails_leaves_the_old_index(config: Config, folder: Path) -> None:
    class BrokenEncoder(FakeEncoder):
        def encode(self, texts: object) -> np.ndarray:
            raise MemoryError

    build([folder], config, encoder=FakeEncoder())
    before = contents(config.home)
    write(folder, {"e.txt": "邯郸市政协"})
    with pytest.raises(MemoryError):
        build([folder], config, encoder=BrokenEncoder())
    assert contents(config.home) == before
    assert build([folder], config, encoder=FakeEncoder()).added == 1


def test_what_a_stopped_build_embedded_is_not_embedded_again(config: Config, folder: Path) -> None:
    class StoppedEncoder(FakeEncoder):
        def encode(self, texts: Sequence[str]) -> np.ndarray:
            if self.encoded:
                raise KeyboardInterrupt
            return super().encode(texts)

    stopped, encoder = StoppedEncoder(), FakeEncoder()
    stopped.block = 3
    with pytest.raises(KeyboardInterrupt):
        build([folder], config, encoder=stopped)
    assert len(stopped.encoded) == 3
    build([folder], config, encoder=encoder)
    assert sorted(encoder.encoded + stopped.encoded) == sorted(
        chunk.embedded for chunk in Index.open(config.home).chunks(range(8))
    )
    assert not list(config.home.glob("embedded*"))


def test_many_small_builds_leave_few_segments(config: Config, folder: Path) -> None:
    build([folder], config, encoder=FakeEncoder())
    for number in range(9):
        write(folder, {f"n{number}.txt": f"洛阳市政协工作报告\n立案{number}件提案"})
        encoder = FakeEncoder()
        build([folder], config, encoder=encoder)
        assert len(encoder.encoded) <= 2
    with Index.open(config.home) as index:
        assert len(index.segments) < 4
        assert index.n_chunks == 8 + 9 * 2
    assert len(list((config.home / "segments").iterdir())) <= 8
    assert verify(config.home) == []


def test_a_file_as_it_was_is_not_read_again(config: Config, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = reading.read_document

    def noted(path: Path, **options: Any) -> RawDocument:
        read.append(path.name)
        return original(path, **options)

    monkeypatch.setattr(reading, "read_document", noted)
    monkeypatch.setattr(seen, "_SETTLED_NS", -(10**18))
    build([folder], config, encoder=FakeEncoder())
    assert sorted(read) == ["a.txt", "b.md", "d.txt"]
    read.clear()
    assert not build([folder], config, encoder=FakeEncoder()).published
    assert read == []
    was = (folder / "a.txt").stat()
    write(folder, {"a.txt": TEXTS["a.txt"].replace("409", "410")})
    os.utime(folder / "a.txt", ns=(was.st_atime_ns, was.st_mtime_ns))
    assert build([folder], config, encoder=FakeEncoder()).updated == 1
    assert read == ["a.txt"]


def test_a_file_changed_just_now_is_read_again(config: Config, folder: Path) -> None:
    build([folder], config, encoder=FakeEncoder())
    assert json.loads(read_sealed(config.home / "seen.json")) == {}


def test_what_cannot_be_written_is_named(config: Config, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build([folder], config, encoder=FakeEncoder())
    before = contents(config.home)
    write(folder, {"e.txt": "邯郸市政协"})

    def full(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device", str(config.home / "lengths.npy"))

    with monkeypatch.context() as patch:
        patch.setattr(postings.np, "save", full)
        with pytest.raises(StorageError, match=r"lengths\.npy cannot be written \(No space"):
            build([folder], config, encoder=FakeEncoder())
    assert contents(config.home) == before
    assert build([folder], config, encoder=FakeEncoder()).added == 1


def test_a_corrupt_index_is_built_again(config: Config, folder: Path) -> None:
    first = build([folder], config, encoder=FakeEncoder())
    (config.home / "segments" / f"{first.generation}-0" / "dense.faiss").unlink()
    assert build([folder], config, encoder=FakeEncoder()).published
    assert verify(config.home) == []


def test_a_second_build_at_the_same_time_is_refused(config: Config, folder: Path) -> None:
    with lock(config.home), pytest.raises(IndexLockedError):
        build([folder], config, encoder=FakeEncoder())


@pytest.mark.parametrize("by", ["source", "document id", "report id"])
def test_a_document_is_removed_by_any_of_its_names(config: Config, folder: Path, by: str) -> None:
    build([folder], config, encoder=FakeEncoder())
    with Index.open(config.home) as index:
        report = index.reports[1]
    name = {"source": report.source, "document id": report.document_id, "report id": report.id}[by]
    encoder = FakeEncoder()
    summary = remove(name, config, encoder=encoder)
    assert (summary.removed, summary.reports, summary.unchanged, encoder.encoded) == (1, 2, 2, [])
    with Index.open(config.home) as index:
        assert [each.source for each in index.reports] == ["a.txt", "c/d.txt"]
    assert verify(config.home) == []


def test_removing_what_is_not_there_is_an_error(config: Config, folder: Path) -> None:
    with pytest.raises(IndexMissingError):
        remove("a.txt", config)
    build([folder], config, encoder=FakeEncoder())
    with pytest.raises(ReadError, match="wenzheng reports"):
        remove("nowhere.txt", config, encoder=FakeEncoder())


def test_the_last_document_can_be_removed(config: Config, tmp_path: Path) -> None:
    build([write(tmp_path / "one", {"x.txt": "新乡市"})], config, encoder=FakeEncoder())
    assert remove("x.txt", config, encoder=FakeEncoder()).chunks == 0
    assert verify(config.home) == []


def test_progress_counts_up_to_all_of_each_stage(config: Config, folder: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    build([folder], config, encoder=FakeEncoder(), progress=lambda *call: calls.append(call))
    assert {("read", 3, 3), ("embed", 8, 8), ("write", 1, 1)} <= set(calls)


@pytest.mark.model
def test_the_sample_reports_are_built_whole_and_found_unchanged(seed_index: Path, seeds: Path, tmp_path: Path) -> None:
    home = shutil.copytree(seed_index, tmp_path / "home")
    assert verify(home) == []
    with Index.open(home) as index:
        assert len(index.document_names) == 5
        assert index.dense is not None
        np.testing.assert_allclose(np.linalg.norm(index.dense.vectors(np.arange(index.n_rows)), axis=1), 1, rtol=1e-5)
        for report in index.reports:
            for chunk in index.chunks(index.report_rows(report.id)):
                assert report.text[chunk.start : chunk.end] == chunk.text
    again = build([seeds], Config.from_environment(home=home))
    assert (again.unchanged, again.published) == (5, False)
