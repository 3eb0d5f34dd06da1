"""What every engine must give: all that the local index gives, of the same reports, however they came to it.

The engine under test was filled step by step: reports were added, renamed, changed and removed. What it holds in the
end is compared with an index of the same files that was built at once.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder
from milvus_server import LiteServer

from index.building.builder import build
from index.config import Config
from index.engine import Asked, Engine
from index.engines import milvus_legs
from index.engines.milvus import MilvusIndex
from index.engines.milvus_writer import mirror_home
from index.errors import IndexMismatchError
from index.search.lexical import LexicalIndex
from index.storage.store import Index, tokenizer_for
from index.types import RowVector
from qa import Answerer, Retriever

QUESTIONS = [
    json.loads(line)["question"]
    for line in (Path(__file__).parent / "data" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
][::5]
ENGINES = ["local", pytest.param("milvus", marks=pytest.mark.cluster)]


@pytest.fixture(scope="module")
def reference(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Index:
    home = tmp_path_factory.mktemp("engine-reference")
    build([seeds], Config(home=home, model="fake"), encoder=FakeEncoder())
    return Index.open(home)


@pytest.fixture(scope="module", params=ENGINES)
def engine(
    request: pytest.FixtureRequest, seeds: Path, reference: Index, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("engine")
    server = LiteServer(folder / "server") if request.param == "milvus" else None
    home, reports = folder / "home", folder / "reports"
    reports.mkdir()
    shutil.copytree(reference.folder.parents[1] / "cache", home / "cache")
    config = Config(home=home, model="fake")

    def settled() -> None:
        build([reports], config, encoder=FakeEncoder())
        if server is not None:
            mirror_home(home, server.uri)

    names = sorted(path.name for path in seeds.iterdir())
    for name in names[:4]:
        shutil.copy(seeds / name, reports / name)
    (reports / names[0]).rename(reports / "zzz.txt")
    (reports / names[1]).write_text("郑州市政协工作报告\n2023年工作回顾\n立案提案一件。\n", encoding="utf-8")
    (reports / "gone.txt").write_text(
        "开封市政协工作报告\n2023年工作回顾\n全市政协委员立案提案512件。", encoding="utf-8"
    )
    settled()
    (reports / "zzz.txt").rename(reports / names[0])
    (reports / "gone.txt").unlink()
    settled()
    shutil.copy(seeds / names[1], reports / names[1])
    shutil.copy(seeds / names[4], reports / names[4])
    settled()
    try:
        opened: Engine = Index.open(home) if server is None else MilvusIndex.open(server.uri, home=home)
        yield opened
        opened.close()
    finally:
        if server is not None:
            server.stop()


def asked_of(engine: Engine, question: str) -> Asked:
    words, bigrams = (Counter(terms(question)) for terms in (engine.tokenizer.words, engine.tokenizer.bigrams))
    return Asked({term: float(n) for term, n in words.items()}, bigrams, FakeEncoder().encode([question])[0])


def by_chunk(engine: Engine, question: str, rows: RowVector, depth: int | None = None) -> dict[str, tuple[float, ...]]:
    legs = engine.legs(asked_of(engine, question), rows, depth=depth)
    assert legs.dense is not None
    assert list(legs.rows) == sorted(set(legs.rows))
    assert legs.low <= float(legs.dense.min()) + 1e-5
    names = [chunk.id for chunk in engine.chunks(legs.rows)]
    return dict(zip(names, zip(legs.words, legs.bigrams, legs.dense, strict=True), strict=True))


def expected_by_chunk(reference: Index, engine: Engine, question: str, rows: RowVector) -> dict[str, tuple[float, ...]]:
    """As the reference scores them; with the average lengths that an engine was filled with, where it keeps these."""
    kept = reference.words, reference.bigrams
    if isinstance(engine, MilvusIndex):
        for leg in ("words", "bigrams"):
            lexical: LexicalIndex = getattr(reference, leg)
            statistics = replace(lexical.statistics, length=engine.state.averages[leg] * lexical.statistics.n)
            again = LexicalIndex(lexical._shards, statistics, idf=lexical.idf, k1=lexical.k1, b=lexical.b)
            setattr(reference, leg, again)
    try:
        return by_chunk(reference, question, rows)
    finally:
        reference.words, reference.bigrams = kept


def rows_in(engine: Engine, reference: Index, rows: RowVector) -> RowVector:
    """Rows of the reference → those of the same chunks in the engine."""
    return np.sort(np.asarray([engine.chunk_row(chunk.id) for chunk in reference.chunks(rows)], dtype=np.int64))


def assert_close(found: dict[str, tuple[float, ...]], expected: dict[str, tuple[float, ...]]) -> None:
    for name, scores in found.items():
        np.testing.assert_allclose(scores, expected[name], rtol=1e-5, atol=1e-5)


def everything(engine: Engine) -> RowVector:
    return engine.rows_of(range(len(engine.reports)))


def test_reports_are_those_of_the_files_in_their_order(engine: Engine, reference: Index) -> None:
    assert engine.reports == reference.reports
    assert [report.text for report in engine.reports] == [report.text for report in reference.reports]
    assert engine.report_ordinals == reference.report_ordinals
    assert engine.report_counts == reference.report_counts
    assert engine.ordinals_by_place == reference.ordinals_by_place
    assert engine.manifest.counts == reference.manifest.counts
    assert (engine.n_chunks, engine.has_vectors) == (reference.n_chunks, True)
    assert engine.common_indicators() == reference.common_indicators()


def test_each_report_has_its_sections_facts_names_and_annotations(engine: Engine, reference: Index) -> None:
    for report in reference.reports:
        assert engine.sections(report.id) == reference.sections(report.id)
        assert engine.facts(report.id) == reference.facts(report.id)
        assert engine.named_spans(report.id) == reference.named_spans(report.id)
        assert engine.annotations(report.document_id) == reference.annotations(report.document_id)


def test_chunks_stand_together_by_report_and_are_the_text_at_their_offsets(engine: Engine, reference: Index) -> None:
    for ordinal, report in enumerate(engine.reports):
        rows = engine.report_rows(report.id)
        assert rows == range(rows.start, rows.start + len(rows))
        assert engine.rows_of([ordinal]).tolist() == list(rows)
        chunks = engine.chunks(rows)
        assert chunks == reference.chunks(reference.report_rows(report.id))
        assert all(report.text[chunk.start : chunk.end] == chunk.text for chunk in chunks)
        assert [engine.chunk_row(chunk.id) for chunk in chunks] == list(rows)
        assert {int(engine.chunk_report[row]) for row in rows} <= {ordinal}
    rows = everything(engine)
    assert len(rows) == len(np.unique(rows)) == engine.n_chunks
    backwards = rows[::-1][:40]
    assert [engine.chunk_row(chunk.id) for chunk in engine.chunks(backwards)] == backwards.tolist()
    roles = {chunk.id: int(reference.chunk_role[row]) for row, chunk in _numbered(reference)}
    assert {chunk.id: int(engine.chunk_role[row]) for row, chunk in _numbered(engine)} == roles


def _numbered(engine: Engine):
    rows = everything(engine)
    return list(zip(rows.tolist(), engine.chunks(rows), strict=True))


def test_what_is_not_there_is_not_found(engine: Engine) -> None:
    for call in (engine.chunk_row, engine.report_rows, engine.annotations):
        with pytest.raises(KeyError):
            call("0123456789abcdef-0-0")
    with pytest.raises(KeyError):
        engine.chunks([engine.chunk_report.size])
    assert engine.sections("none") == engine.facts("none") == engine.named_spans("none") == ()
    assert engine.find_facts(indicator="没有\"这\\个'\n") == engine.find_named(text="没有\"这\\个'%_") == ()
    assert engine.find_facts(place_codes=[]) == engine.find_facts(years=[]) == ()
    with pytest.raises(IndexMismatchError, match="model"):
        engine.check_encoder(FakeEncoder(seed=1))
    engine.check_encoder(FakeEncoder())


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"indicator": "提案"},
        {"indicator": ""},
        {"indicator": "%"},
        {"indicator": "提案", "unit": "件"},
        {"place_codes": ["410100", "410700"]},
        {"place_codes": ["410700"], "years": [2023]},
        {"years": [2017, 2023]},
        {"qualifier": "收到"},
        {"qualifier": "", "unit": "个"},
        {"indicator": "提案", "place_codes": ["410700"], "years": [2023], "qualifier": "立案", "unit": "件"},
    ],
)
def test_facts_are_found_by_every_filter(engine: Engine, reference: Index, asked: dict[str, object]) -> None:
    found = engine.find_facts(**asked)
    assert found == reference.find_facts(**asked)
    assert found or asked.get("indicator") == "%"


def test_names_are_found_by_kind_text_and_pinyin(engine: Engine, reference: Index) -> None:
    assert engine.find_named() == reference.find_named()
    some = reference.find_named(kind="person")[0]
    assert some.pinyin
    for asked in (
        {"kind": "title"},
        {"kind": "person"},
        {"text": some.text},
        {"pinyin": some.pinyin},
        {"pinyin": ""},
        {"kind": "person", "text": some.text, "pinyin": some.pinyin},
        {"kind": "date", "text": some.text},
    ):
        assert engine.find_named(**asked) == reference.find_named(**asked)


def test_terms_are_counted_over_the_chunks_there_are(engine: Engine, reference: Index) -> None:
    terms = {term for question in QUESTIONS for term in reference.tokenizer.bigrams(question)} | {"没有", "", "a" * 99}
    found = {term: engine.document_frequency(term) for term in terms}
    assert found == {term: reference.document_frequency(term) for term in terms}
    assert max(found.values()) > 10


def test_without_a_depth_every_row_of_the_scope_is_scored_exactly(engine: Engine, reference: Index) -> None:
    rows = everything(reference)
    for question in QUESTIONS[:8]:
        found = by_chunk(engine, question, rows_in(engine, reference, rows))
        expected = expected_by_chunk(reference, engine, question, rows)
        assert found.keys() == expected.keys()
        assert_close(found, expected)


def scopes(reference: Index) -> dict[str, RowVector]:
    rows = everything(reference)
    rng = np.random.default_rng(7)
    return {
        "one place": reference.rows_of(reference.ordinals_by_place["410700"]),
        "all but one report": reference.rows_of(range(1, len(reference.reports))),
        "a role": rows[reference.chunk_role[rows] == 1],
        "a role of two reports": (own := reference.rows_of([0, 2]))[reference.chunk_role[own] == 0],
        "any rows": np.sort(rng.choice(rows, 40, replace=False)),
        "one row": rows[17:18],
    }


@pytest.mark.parametrize("depth", [None, 12])
@pytest.mark.parametrize(
    "name", ["one place", "all but one report", "a role", "a role of two reports", "any rows", "one row"]
)
def test_nothing_outside_the_scope_is_returned(
    engine: Engine, reference: Index, name: str, depth: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(milvus_legs, "_ALL_ROWS", 0)
    rows = scopes(reference)[name]
    for question in QUESTIONS[:3]:
        found = by_chunk(engine, question, rows_in(engine, reference, rows), depth)
        expected = expected_by_chunk(reference, engine, question, rows)
        assert found.keys() <= expected.keys()
        if depth is None:
            assert found.keys() == expected.keys()
        else:
            for leg in range(3):  # the best of each leg are among what is returned
                best = max(expected, key=lambda chunk, leg=leg: expected[chunk][leg])
                assert expected[best][leg] == pytest.approx(max(scores[leg] for scores in found.values()), abs=1e-5)
        assert_close(found, expected)


def test_blocks_of_a_scope_that_is_too_large_for_one_answer_give_the_same(
    engine: Engine, reference: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = everything(engine)
    whole = by_chunk(engine, QUESTIONS[0], rows)
    monkeypatch.setattr("index.engines.milvus_rows.MOST_ROWS", 30)
    blocks = by_chunk(engine, QUESTIONS[0], rows)
    assert blocks.keys() == whole.keys()
    assert_close(blocks, whole)


def test_an_empty_scope_and_an_empty_question_give_nothing(engine: Engine) -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert len(engine.legs(asked_of(engine, "提案"), nothing).rows) == 0
    legs = engine.legs(Asked({}, {}, None), everything(engine))
    assert legs.dense is None and not legs.words.any() and not legs.bigrams.any()
    legs = engine.legs(Asked({"没有这词": 1.0}, {}, None), everything(engine), depth=5)
    assert not legs.words.any()


@pytest.mark.parametrize("mode", ["hybrid", "lexical", "dense"])
def test_searches_find_the_same_passages(engine: Engine, reference: Index, mode: str) -> None:
    here, there = (Retriever(index, Config(home=reference.folder.parents[1], model="fake"), encoder=FakeEncoder())
                   for index in (reference, engine))  # fmt: skip
    same = total = 0
    for question in QUESTIONS:
        ours = [hit.chunk_id for hit in here.search(question, mode=mode)]
        theirs = [hit.chunk_id for hit in there.search(question, mode=mode)]
        assert len(ours) == len(theirs)
        same, total = same + len(set(ours) & set(theirs)), total + len(ours)
    # The average lengths of an engine that was filled step by step are those of its beginning.
    assert same / total >= 0.98


def test_answers_are_the_same(engine: Engine, reference: Index) -> None:
    config = Config(home=reference.folder.parents[1], model="fake")
    here, there = (Answerer(Retriever(index, config, encoder=FakeEncoder())) for index in (reference, engine))
    for question in QUESTIONS:
        ours, theirs = here.ask(question), there.ask(question)
        assert (ours.status, ours.short, ours.text) == (theirs.status, theirs.short, theirs.text)
        assert [(each.quote, each.start, each.end) for each in ours.citations] == [
            (each.quote, each.start, each.end) for each in theirs.citations
        ]


@pytest.mark.cluster
def test_with_the_real_model_the_first_ten_are_those_of_the_local_index(seed_index: Path, tmp_path: Path) -> None:
    server = LiteServer(tmp_path / "server")
    try:
        mirror_home(seed_index, server.uri)
        here, there = Retriever.load(seed_index), Retriever.connect(server.uri, home=seed_index)
        for question in QUESTIONS[::2]:
            ours, theirs = here.search(question), there.search(question)
            assert [hit.chunk_id for hit in ours] == [hit.chunk_id for hit in theirs]
            np.testing.assert_allclose([hit.score for hit in ours], [hit.score for hit in theirs], atol=1e-5)
    finally:
        server.stop()


def test_the_tokenizer_is_that_of_the_index(engine: Engine, reference: Index) -> None:
    assert engine.tokenizer.fingerprint == tokenizer_for(reference.folder).fingerprint
