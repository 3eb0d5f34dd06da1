"""Search: what is in scope, ranked the same way every time, in three modes; and what is refused."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from index.building.builder import build
from index.config import Config
from index.errors import IndexMissingError, QuestionError
from index.storage.store import Index
from index.types import Chunk
from qa import Answerer, Retriever
from qa.types import Hit, Mode

QUESTION = "提案立案多少件"
MODES: tuple[Mode, ...] = ("hybrid", "lexical", "dense")


@pytest.fixture(scope="session")
def wordless(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """Over an index without vectors."""
    home = tmp_path_factory.mktemp("no-vectors")
    build([seeds], Config(home=home, model="none"))
    return Retriever.load(home)


def chunk_of(retriever: Retriever, hit: Hit) -> Chunk:
    return retriever.index.chunks([retriever.index.chunk_row(hit.chunk_id)])[0]


def ids(hits: list[Hit]) -> list[str]:
    return [hit.chunk_id for hit in hits]


@pytest.mark.parametrize("mode", MODES)
def test_a_hit_is_a_chunk_of_its_report_with_its_words_and_offsets(retriever: Retriever, mode: Mode) -> None:
    hits = retriever.search(QUESTION, k=1_000, mode=mode)
    assert len(hits) > 50
    for hit in hits:
        chunk = chunk_of(retriever, hit)
        assert (hit.chunk_id, hit.text, hit.start, hit.end) == (chunk.id, chunk.text, chunk.start, chunk.end)
        assert (hit.heading_path, hit.report.id) == (chunk.heading_path, chunk.report_id)
        assert hit.report.text[hit.start : hit.end] == hit.text
        assert len(hit.text) <= 400


@pytest.mark.parametrize("mode", MODES)
def test_hits_are_ordered_by_score_then_by_their_place_in_the_index(retriever: Retriever, mode: Mode) -> None:
    hits = retriever.search(QUESTION, k=1_000, mode=mode)
    keys = [(-hit.score, retriever.index.chunk_row(hit.chunk_id)) for hit in hits]
    assert keys == sorted(keys)
    assert len(set(ids(hits))) == len(hits)


def test_each_leg_ranks_from_one_and_says_so_in_every_hit(retriever: Retriever) -> None:
    lexical = retriever.search(QUESTION, k=1_000, mode="lexical")
    matched = [hit for hit in lexical if hit.score > 0]
    assert [hit.lexical_rank for hit in matched] == list(range(1, len(matched) + 1))
    assert all(hit.lexical_rank is None for hit in lexical[len(matched) :])
    assert all(hit.dense_rank is None for hit in lexical)
    dense = retriever.search(QUESTION, k=1_000, mode="dense")
    assert [hit.dense_rank for hit in dense] == list(range(1, len(dense) + 1))
    assert all(-1.001 <= hit.score <= 1.001 for hit in dense)
    ranks = {hit.chunk_id: (hit.lexical_rank, hit.dense_rank) for hit in retriever.search(QUESTION, k=1_000)}
    assert {chunk: rank for chunk, (rank, _) in ranks.items()} == {hit.chunk_id: hit.lexical_rank for hit in lexical}
    assert {chunk: rank for chunk, (_, rank) in ranks.items()} == {hit.chunk_id: hit.dense_rank for hit in dense}


def test_the_modes_rank_differently_and_hybrid_is_the_default(retriever: Retriever) -> None:
    orders = [ids(retriever.search("老百姓过日子的难处怎样办好", k=20, mode=mode)) for mode in MODES]
    assert orders[0] != orders[1] != orders[2] != orders[0]
    assert ids(retriever.search("老百姓过日子的难处怎样办好", k=20)) == orders[0]


def test_words_of_the_report_find_their_passage_in_every_mode(retriever: Retriever) -> None:
    for mode in MODES:
        hits = retriever.search("新乡市政协“云课堂”制作系列短视频", k=3, mode=mode)
        assert any("秒懂政协提案" in hit.text for hit in hits), mode


@pytest.mark.parametrize(
    "place", ["上街", "上街区", "郑州市上街区", "河南省郑州市上街区", "Shangjie", "Shangjie District", "410106"]
)
def test_a_place_filter_takes_any_form_of_its_name(retriever: Retriever, place: str) -> None:
    hits = retriever.search(QUESTION, k=1_000, places=[place])
    assert {hit.report.place_code for hit in hits} == {"410106"}
    own = next(report for report in retriever.index.reports if report.place_code == "410106")
    assert len(hits) == len(retriever.index.report_rows(own.id))


def test_several_places_are_searched_together(retriever: Retriever) -> None:
    hits = retriever.search(QUESTION, k=1_000, places=["上街", "Handan"])
    assert {hit.report.place_code for hit in hits} == {"410106", "130400"}


def test_a_filter_wins_over_the_place_and_year_of_the_question(retriever: Retriever) -> None:
    hits = retriever.search("郑州2023年提案立案多少件", k=1_000, places=["上街"], years=[2017])
    assert {hit.report.place_code for hit in hits} == {"410106"}


def test_a_year_filter_leaves_the_review_of_that_year(retriever: Retriever) -> None:
    hits = retriever.search(QUESTION, k=1_000, years=[2023])
    assert {hit.report.place_code for hit in hits} == {"410100", "130400", "410700"}
    assert "plan" not in {chunk_of(retriever, hit).role for hit in hits}
    assert {hit.report.covers for hit in hits if hit.report.kind != "unrelated"} == {(2023,)}
    assert {hit.report.place_code for hit in retriever.search(QUESTION, k=99, years=[2017, 2022])} == {
        "410106",
        "410102",
    }


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("洛阳市政协提案立案多少件", {}),
        (QUESTION, {"places": ["洛阳"]}),
        (QUESTION, {"places": ["河南省"]}),
        (QUESTION, {"years": [2030]}),
        (QUESTION, {"places": ["上街"], "years": [2023]}),
        ("上街区2021年提案立案多少件", {}),
        ("新乡市政府工作报告里的提案", {}),
    ],
)
def test_a_scope_without_reports_finds_nothing_rather_than_something_else(
    retriever: Retriever, question: str, filters: dict, mode: Mode
) -> None:
    assert retriever.search(question, k=1_000, mode=mode, **filters) == []


def test_a_city_is_not_its_districts_unless_they_are_asked_for(retriever: Retriever) -> None:
    assert {hit.report.place_code for hit in retriever.search("郑州提案立案", k=1_000)} == {"410100"}
    assert {hit.report.place_code for hit in retriever.search("郑州各区县提案立案", k=1_000)} == {
        "410100", "410102", "410106",
    }  # fmt: skip


def test_scope_is_applied_before_ranking_and_not_after(retriever: Retriever) -> None:
    everywhere = retriever.search("郑州市政协提案立案656件", k=5, places=["郑州"])
    assert everywhere[0].report.place_code == "410100"
    assert len(retriever.search("郑州市政协提案立案656件", k=5, places=["上街"])) == 5


def test_k_cuts_the_ranking_and_never_changes_it(retriever: Retriever) -> None:
    whole = ids(retriever.search(QUESTION, k=1_000))
    for k in (1, 3, 10, len(whole) - 1, len(whole), len(whole) + 1):
        assert ids(retriever.search(QUESTION, k=k)) == whole[:k]
    assert ids(retriever.search(QUESTION)) == whole[:10]


@pytest.mark.parametrize("mode", MODES)
def test_the_ranking_is_the_same_on_every_run(retriever: Retriever, seed_index: Path, mode: Mode) -> None:
    first = retriever.search(QUESTION, k=1_000, mode=mode)
    assert retriever.search(QUESTION, k=1_000, mode=mode) == first
    again = Retriever.load(seed_index).search(QUESTION, k=1_000, mode=mode)
    assert ids(again) == ids(first)
    np.testing.assert_allclose([hit.score for hit in again], [hit.score for hit in first], atol=1e-6)


def test_chunks_with_equal_scores_keep_the_order_of_the_index(retriever: Retriever) -> None:
    hits = retriever.search("龘靐齉", k=1_000, mode="lexical")
    assert {hit.score for hit in hits} == {0.0}
    rows = [retriever.index.chunk_row(hit.chunk_id) for hit in hits]
    assert rows == sorted(rows)
    assert ids(retriever.search("龘靐齉", k=4, mode="lexical")) == ids(hits)[:4]


@pytest.mark.parametrize(
    ("question", "options", "message"),
    [
        ("", {}, "empty"),
        (" \n　", {}, "empty"),
        ("提" * 100_000, {}, "100,000"),
        (QUESTION, {"places": ["火星"]}, "火星"),
        (QUESTION, {"places": ["上街", "999999"]}, "999999"),
        (QUESTION, {"k": 0}, "k is 0"),
        (QUESTION, {"k": -3}, "k is -3"),
        (QUESTION, {"mode": "fuzzy"}, "fuzzy.*hybrid"),
        ("洛阳提案", {"k": 0}, "k is 0"),
        ("洛阳提案", {"mode": "fuzzy"}, "fuzzy"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(
    retriever: Retriever, question: str, options: dict, message: str
) -> None:
    started = time.process_time()
    with pytest.raises(QuestionError, match=message):
        retriever.search(question, **options)
    assert time.process_time() - started < 1


def test_a_question_of_punctuation_or_one_character_still_searches(retriever: Retriever) -> None:
    for question in ("?", "。。。", "提", "🙂", "a"):
        assert len(retriever.search(question, k=5)) == 5


def test_without_vectors_words_find_the_same_as_in_an_index_that_has_them(
    wordless: Retriever, retriever: Retriever
) -> None:
    expected = retriever.search(QUESTION, k=30, mode="lexical")
    found = wordless.search(QUESTION, k=30, mode="lexical")
    assert [(hit.text, hit.lexical_rank, hit.dense_rank) for hit in found] == [
        (hit.text, hit.lexical_rank, None) for hit in expected
    ]
    assert ids(wordless.search(QUESTION, k=30)) == ids(found)


def test_without_vectors_dense_search_says_how_to_search(wordless: Retriever) -> None:
    with pytest.raises(QuestionError, match=r"no vectors.*lexical"):
        wordless.search(QUESTION, mode="dense")


def test_without_vectors_no_model_is_loaded(wordless: Retriever, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_model(*_: object) -> None:
        raise AssertionError("a model was loaded")

    monkeypatch.setattr("qa.retrieval.retriever.load_encoder", no_model)
    assert wordless.search(QUESTION)
    assert Retriever.load(wordless.config.home).search(QUESTION, mode="lexical")


def test_lexical_search_over_vectors_loads_no_model(seed_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_model(*_: object) -> None:
        raise AssertionError("a model was loaded")

    monkeypatch.setattr("qa.retrieval.retriever.load_encoder", no_model)
    fresh = Retriever.load(seed_index)
    assert fresh.search(QUESTION, mode="lexical")
    with pytest.raises(AssertionError, match="a model was loaded"):
        fresh.search(QUESTION)


def test_a_home_without_an_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match=tmp_path.name):
        Retriever.load(tmp_path)


def test_an_open_retriever_moves_to_the_generation_published_since(tmp_path: Path) -> None:
    folder, config = tmp_path / "reports", Config(home=tmp_path / "home", model="none")
    folder.mkdir()
    (folder / "a.txt").write_text("洛阳市政协工作报告\n2023年工作回顾\n立案提案409件。", encoding="utf-8")
    build([folder], config)
    followed, stays = Retriever.load(config.home), Retriever(Index.open(config.home), config)
    answerer = Answerer(Retriever.load(config.home))
    assert {hit.report.source for hit in followed.search("立案提案")} == {"a.txt"}
    (folder / "b.txt").write_text("开封市政协工作报告\n2023年工作回顾\n立案提案512件。", encoding="utf-8")
    build([folder], config)
    assert {hit.report.source for hit in followed.search("立案提案")} == {"a.txt", "b.txt"}
    assert {hit.report.source for hit in stays.search("立案提案")} == {"a.txt"}
    assert answerer.ask("开封市2023年立案提案多少件?").short == "512件"
    (config.home / "CURRENT").write_text("000099\n")
    assert answerer.ask("开封市2023年立案提案多少件?").short == "512件"


def test_of_a_large_scope_the_best_are_those_of_an_exact_search(
    retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = ("立案提案多少件", "去外地考察学习", "民主监督的重点", "委员培训", "社情民意信息")
    exact = [[hit.chunk_id for hit in retriever.search(question)] for question in questions]
    monkeypatch.setattr(type(retriever.index.dense), "searches", lambda self, rows: True)
    monkeypatch.setattr("qa.retrieval.retriever.DEPTH", 20)
    assert [[hit.chunk_id for hit in retriever.search(question)] for question in questions] == exact
