"""What the comparison with other libraries does without them: its chunks, its judgement, its order and its table."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from bench.peers import processes
from bench.peers.__main__ import main
from bench.peers.corpus import HOME, Passage, choose_documents, read_passages, read_vectors, write_corpus
from bench.peers.measure import Row, turns
from bench.peers.questions import Asked, choose, hits
from bench.peers.systems.system import SYSTEMS
from bench.peers.table import ratio, table
from index.storage.store import Index
from qa.evaluation.metrics import Evidence, Question

PASSAGES = (
    Passage("a-0-0", "郑州市 2023年\n立案656件", "立案656件", "a.txt"),
    Passage("b-0-0", "新乡市 2023年\n立案409件", "立案409件", "b.txt"),
    Passage("b-0-1", "新乡市 2023年\n收到434件", "收到434件", "b.txt"),
)


def question(number: str, text: str, *evidence: tuple[str, str]) -> Question:
    found = tuple(Evidence(file, quote) for file, quote in evidence)
    return Question(number, "numeric", text, ("409件",), found, needs_all=False, status="answered")


ZHENGZHOU = question("1", "郑州立案多少件?", ("a.txt", "立案656件"))
XINXIANG = question("2", "How many did Xinxiang file?", ("b.txt", "立案409件"))
ASKED = Asked((ZHENGZHOU, XINXIANG))


def measured(name: str, milliseconds: list[float], found: list[list[int]]) -> Row:
    return Row(
        name,
        rounds=[milliseconds],
        found=found,
        build_s=1.0,
        add_s=0.5,
        empty_mb=50,
        memory_mb=100,
        versions={"numpy": "2"},
        setting="As it comes.",
    )


@pytest.mark.parametrize(
    ("sizes", "wanted", "chosen"),
    [
        ([3, 4, 5], 3, (1, 1)),
        ([3, 4, 5], 4, (2, 2)),
        ([3, 0, 5], 3, (1, 2)),  # a report without passages cannot be added
        ([3, 4, 5], 100, (2, 2)),  # one is always kept back
    ],
)
def test_the_first_documents_are_taken_and_the_next_is_kept_to_be_added(
    sizes: list[int], wanted: int, chosen: tuple[int, int]
) -> None:
    assert choose_documents(sizes, wanted) == chosen


def test_one_document_is_too_few() -> None:
    with pytest.raises(SystemExit, match="at least two"):
        choose_documents([3], 3)


def test_questions_are_those_whose_evidence_is_there_from_each_set_in_turn() -> None:
    elsewhere = question("3", "洛阳?", ("c.txt", "1件"))
    refused = question("4", "洛阳?")
    sets = [[elsewhere, ZHENGZHOU, question("5", "郑州?", ("a.txt", "6"))], [refused, XINXIANG]]
    assert [each.id for each in choose(sets, {"a.txt", "b.txt"}, 2).questions] == ["1", "2"]
    assert [each.id for each in choose(sets, {"a.txt", "b.txt"}, 9).questions] == ["1", "2", "5"]


def test_a_hit_shows_the_evidence_in_the_right_file_within_k() -> None:
    assert hits(ASKED, [[0], [2, 1]], PASSAGES, 5) == [True, True]
    assert hits(ASKED, [[1, 2], [2, 1]], PASSAGES, 1) == [False, False]
    assert ASKED.chinese == [True, False]


def test_every_system_is_asked_every_block_and_the_order_rotates() -> None:
    found = turns(45, ["x", "y"])
    assert [(start, end) for start, end, _ in found] == [(0, 20), (20, 40), (40, 45)]
    assert [order for _, _, order in found] == [["x", "y"], ["y", "x"], ["x", "y"]]


def test_the_table_has_a_line_for_every_system_measured_or_not() -> None:
    rows = [
        measured("wenzheng", [2.0, 4.0], [[0], [1]]),
        measured("langchain", [30.0, 30.0], [[0], [0]]),
        Row("txtai", problem="not installed (No module named 'txtai')"),
    ]
    lines = table(rows, ASKED, PASSAGES).splitlines()
    assert lines[0].startswith("| system | p50, ms | p95, ms | hit@5, Chinese (1) | hit@5, English (1) |")
    assert (
        lines[2] == "| Wenzheng, as asked | 3.0 | 2.0 | 1.00 (0.03–1.00) | 1.00 (0.03–1.00) | 1.0 | 0.50 | 100 (50) |"
    )
    assert "| 30.0 | 30.0 | 1.00 (0.03–1.00) | 0.00 (0.00–0.97) |" in lines[3]
    assert lines[4].startswith(f"| {SYSTEMS['txtai'].label} | not measured: not installed (No module named 'txtai') |")
    assert {line.count("|") for line in lines[:5]} == {9}
    assert ratio(rows, "wenzheng") == ("langchain", 10.0)
    assert ratio(rows, "wenzheng-all") is None


@pytest.mark.parametrize(("python", "says"), [("/nowhere/python", "not installed: run"), (sys.executable, "No module")])
def test_a_peer_that_is_not_installed_is_named(
    python: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "peers_python", lambda: Path(python))
    with (
        pytest.raises(processes.NotMeasuredError, match=says),
        processes.Process("lancedb", tmp_path) as process,
    ):
        process.greet(timeout_s=30)


@pytest.mark.model
def test_the_home_that_is_searched_holds_the_chunks_and_vectors_that_peers_get(
    seed_index: Path, tmp_path: Path
) -> None:
    corpus = write_corpus(seed_index, tmp_path, 60)
    assert len(corpus.passages) >= 60
    assert corpus.n_added == len(read_passages(tmp_path / "added.json")) > 0
    with Index.open(tmp_path / HOME) as index:
        chunks = index.chunks(range(index.n_rows))
        assert [chunk.embedded for chunk in chunks] == [passage.searched for passage in corpus.passages]
        assert index.dense is not None
        np.testing.assert_array_equal(
            index.dense.vectors(np.arange(index.n_rows)), read_vectors(tmp_path / "vectors.npy")
        )


@pytest.mark.model
@pytest.mark.sets
def test_a_run_measures_what_it_can_and_names_the_rest(
    seed_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(processes, "peers_python", lambda: Path("/nowhere/python"))
    out = tmp_path / "run.json"
    options = "--chunks 60 --most-questions 12 --rounds 1 --only wenzheng wenzheng-all txtai --json".split()
    assert main(["--home", str(seed_index), *options, str(out)]) == 0
    record = json.loads(out.read_text(encoding="utf-8"))
    ours, everything, txtai = record["systems"]
    assert record["questions"] == 12
    assert ours["p50_ms"] > 0
    assert ours["hit_at_5"] >= everything["hit_at_5"] > 0
    assert txtai["problem"].startswith("not installed")
    assert f"| {SYSTEMS['txtai'].label} | not measured" in capsys.readouterr().out
