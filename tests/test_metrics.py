"""The metrics, rule by rule on examples worked by hand, and number by number against the reference scorer."""

from __future__ import annotations

import importlib.util
import json
import random
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from asked import DATA, asked

from index.errors import ReadError
from qa import Answerer
from qa.evaluation.evaluate import read_questions, write_run
from qa.evaluation.metrics import Evidence, Outcome, Passage, Question, answer_is_right, covers, tally

SCORER = Path(__file__).resolve().parent.parent.parent / "shared" / "eval" / "score.py"
QUOTE = "提出提案434件,立案409件"


@pytest.fixture(scope="session")
def scorer() -> Path:
    """The reference scorer, which is not part of the project and lies beside the checkout if anywhere."""
    if not SCORER.is_file():
        pytest.skip(f"no scorer at {SCORER}")
    return SCORER


@pytest.fixture(scope="session")
def reference(scorer: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_scorer", scorer)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def question(
    *quotes: str,
    answers: tuple[str, ...] = ("409件",),
    needs_all: bool = False,
    status: str = "answered",
    name: str = "q",
) -> Question:
    evidence = tuple(Evidence("a.txt", quote) for quote in quotes)
    return Question(name, "numeric", "多少?", answers if quotes else (), evidence, needs_all, status)


def outcome(
    *texts: str, status: str = "answered", answer: str = "409件", file: str = "a.txt", name: str = "q"
) -> Outcome:
    return Outcome(name, status, answer, tuple(Passage(file, text) for text in texts))


def row(question: Question, outcome: Outcome | None) -> dict[str, object]:
    return tally([question], {outcome.id: outcome} if outcome else {})["ALL"].row()


@pytest.mark.parametrize(
    ("passage", "covered"),
    [
        (f"全年{QUOTE},办结率100%。", True),
        ("提出提案\n434 件,立案\t409件", True),
        ("提出提案４３４件，立案４０９件", True),
        ("只有提出提案434件,以及409件", True),  # 9 of 14 characters together, both numbers there
        ("只有提出提案434件", False),  # half of it, but 409 is missing
        ("434件、409件", False),  # both numbers, but less than half together
        ("", False),
    ],
)
def test_a_passage_covers_a_quote_it_holds_or_half_of_it_with_every_number(passage: str, covered: bool) -> None:
    assert covers(QUOTE, passage) is covered


def test_half_of_a_quote_is_enough_and_less_is_not() -> None:
    assert covers("甲乙丙丁戊己庚辛", "甲乙丙丁")
    assert not covers("甲乙丙丁戊己庚辛", "甲乙丙")
    assert not covers("甲乙丙丁戊己庚辛", "甲乙丙。丁戊己。")


def test_a_number_must_be_the_same_number() -> None:
    assert not covers("提案立案656件", "提案立案6560件")
    assert not covers("增长5%的投资总额", "投资总额增长1.5%的投资总额")


def test_a_passage_may_have_400_characters_and_no_more() -> None:
    assert covers(QUOTE, QUOTE.ljust(400, "。"))
    assert not covers(QUOTE, QUOTE.ljust(401, "。"))
    assert not covers(QUOTE, QUOTE + " " * 400)


@pytest.mark.parametrize(
    ("rank", "hits"), [(0, (1, 1, 1)), (1, (0, 1, 1)), (4, (0, 1, 1)), (5, (0, 0, 1)), (10, (0, 0, 0))]
)
def test_hit_at_k_counts_the_first_k_passages(rank: int, hits: tuple[int, int, int]) -> None:
    found = row(question(QUOTE), outcome(*["无"] * rank, QUOTE))
    assert (found["hit@1"], found["hit@5"], found["hit@10"]) == hits


def test_evidence_counts_only_in_its_own_file() -> None:
    assert row(question(QUOTE), outcome(QUOTE, file="b.txt"))["hit@10"] == 0


def test_any_of_several_quotes_is_a_hit_but_all_at_10_needs_each() -> None:
    both = question(QUOTE, "办结率100%", needs_all=True)
    assert row(both, outcome("无", "办结率100%"))["hit@5"] == 1
    assert row(both, outcome("无", "办结率100%"))["all@10"] == 0
    assert row(both, outcome(QUOTE, *["无"] * 8, "办结率100%"))["all@10"] == 1
    assert row(both, outcome(QUOTE, *["无"] * 9, "办结率100%"))["all@10"] == 0
    assert "all@10" not in row(question(QUOTE, "办结率100%"), outcome(QUOTE))


@pytest.mark.parametrize(
    ("given", "golds", "right"),
    [
        ("409件", ["409件"], True),
        ("409", ["409件"], True),
        ("４０９ 件", ["409件"], True),
        ("409件提案", ["409件"], True),
        ("409家", ["409件"], False),  # another unit
        ("434件", ["409件"], False),
        ("4090件", ["409件"], False),
        ("409件、434件", ["409件"], False),  # a figure besides
        ("1571件", ["1,571件"], True),
        ("2500余人", ["over 2500", "2500余人"], True),
        ("over 2500", ["over 2500", "2500余人"], True),
        ("约1.5%", ["1.5%"], True),
        ("15%", ["1.5%"], False),
        ("", ["409件"], False),
        ("全年共立案交办提案409件所提建议被采纳", ["409件"], False),  # 1.5 times and 6 characters: at most 12
        ("立案交办委员提案409件", ["409件"], True),  # 12
        ("立案交办了委员提案409件", ["409件"], False),  # 13
    ],
)
def test_one_figure_is_right_by_its_numbers_and_unit(given: str, golds: list[str], right: bool) -> None:
    assert answer_is_right(given, golds, kind="numeric") is right


@pytest.mark.parametrize(
    ("given", "golds", "kind", "right"),
    [
        ("郑州、邯郸", ["郑州、邯郸"], "cross", True),
        ("邯郸市和郑州市", ["郑州、邯郸"], "cross", True),
        ("郑州，邯郸", ["郑州、邯郸"], "cross", True),
        ("郑州", ["郑州、邯郸"], "cross", False),
        ("郑州、邯郸、新乡", ["郑州、邯郸"], "cross", True),  # contains the gold answer
        ("郑州、新乡、邯郸", ["郑州、邯郸"], "cross", False),
        ("Shanghai and Wuhan", ["上海、武汉", "Wuhan and Shanghai"], "english", True),
        ("《文史精华》", ["文史精华"], "fact", True),
        ("文史精华", ["《文史精华》"], "fact", True),
        ("《文史精华》杂志", ["文史精华"], "fact", True),
        ("《文史 精华》", ["文史精华"], "fact", True),
        ("文史", ["文史精华"], "fact", False),
        ("“郑在协商”融媒体中心", ["郑在协商", "“郑在协商”融媒体中心"], "fact", True),
        ("郑州(656件,新乡409件)", ["郑州", "郑州(656件,新乡409件)"], "cross", True),
        ("新乡", ["郑州", "郑州(656件,新乡409件)"], "cross", False),
        ("团市委", ["团市委"], "paraphrase", True),
    ],
)
def test_a_list_is_right_by_its_names_and_a_phrase_by_containing_the_answer(
    given: str, golds: list[str], kind: str, right: bool
) -> None:
    assert answer_is_right(given, golds, kind=kind) is right


@pytest.mark.parametrize(
    ("given", "wanted", "refused", "status"),
    [
        ("not_indexed", "not_indexed", "1/1", "1/1"),
        ("not_stated", "not_indexed", "1/1", "0/1"),
        ("answered", "not_stated", "0/1", "0/1"),
        ("ambiguous", "not_stated", "0/1", "0/1"),
    ],
)
def test_an_unanswerable_question_is_refused_rightly_or_wrongly(
    given: str, wanted: str, refused: str, status: str
) -> None:
    found = row(question(status=wanted), outcome(status=given, answer=""))
    assert found == {"n": 0, "refused": refused, "status": status}


@pytest.mark.parametrize(("status", "rate"), [("answered", 0), ("ambiguous", 0), ("not_stated", 1), ("not_indexed", 1)])
def test_refusing_an_answerable_question_is_a_false_refusal(status: str, rate: int) -> None:
    assert row(question(QUOTE), outcome(QUOTE, status=status))["false_refusal"] == rate


def test_a_question_without_an_outcome_is_neither_answered_nor_refused() -> None:
    assert row(question(QUOTE), None) == {
        "n": 1, "hit@1": 0, "hit@5": 0, "hit@10": 0, "answer": 0, "false_refusal": 0,
    }  # fmt: skip
    assert row(question(), None)["refused"] == "0/1"


def test_rates_are_of_the_answerable_questions_by_type_and_over_all() -> None:
    questions = [question(QUOTE, name=str(n)) for n in range(3)] + [question(name="no", status="not_stated")]
    outcomes = {"0": outcome(QUOTE, name="0"), "1": outcome("无", QUOTE, name="1", answer="1件")}
    table = tally(questions, outcomes)
    assert list(table) == ["numeric", "ALL"]
    found = table["ALL"].row()
    assert (found["n"], found["hit@1"], found["hit@5"], found["answer"]) == (3, 0.3333, 0.6667, 0.3333)
    assert (found["refused"], found["status"]) == ("0/1", "0/1")
    assert table["ALL"].failures == ["1", "2", "no"]


@pytest.mark.sets
def test_a_real_run_scores_the_same_here_as_with_the_reference(
    scorer: Path, answerer: Answerer, tmp_path: Path
) -> None:
    for name in ("dev", "seeds-more"):
        result = asked(answerer, name)
        run = tmp_path / f"{name}.jsonl"
        write_run(run, result.evaluation.outcomes)
        command = [sys.executable, str(scorer), str(DATA / f"{name}.jsonl"), str(run), "--json"]
        printed = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
        assert {kind: counts.row() for kind, counts in result.evaluation.table.items()} == json.loads(printed)


def spoilt(text: str, chance: random.Random) -> str:
    """The text, or something near it."""
    if not text:
        return chance.choice(["", "409件", "郑州"])
    at = chance.randrange(len(text))
    return chance.choice([
        text,
        text,
        text[:at],
        text[:at] + chance.choice("0123456789件家%、和,《》 and.市") + text[at + 1 :],
        text[:at] + chance.choice(["\n", "　", "1", "。", "B"]) + text[at:],
        text * 2,
        text.translate(str.maketrans("0123456789,%", "０１２３４５６７８９，％")),
        "、".join(reversed(text.split("、"))),
        text.rjust(chance.choice([399, 400, 401]), "。"),
    ])  # fmt: skip


def spoilt_run(questions: list[dict], chance: random.Random) -> list[dict]:
    """A run of right and wrong lines: quotes and answers changed a little, passages moved, lines missing."""
    quotes = [evidence for question in questions for evidence in question["evidence"]]
    answers = [answer for question in questions for answer in question["answers"]]
    run = []
    for asked_one in questions:
        if chance.random() < 0.05:
            continue
        chosen = [*asked_one["evidence"], *chance.sample(quotes, chance.randrange(0, 10))]
        chance.shuffle(chosen)
        run.append({
            "id": asked_one["id"],
            "status": chance.choice(["answered", "answered", "ambiguous", "not_indexed", "not_stated"]),
            "answer": spoilt(chance.choice(asked_one["answers"] or answers), chance),
            "chunks": [{"file": one["file"], "text": spoilt(one["quote"], chance)} for one in chosen],
        })  # fmt: skip
    return run


@pytest.mark.parametrize("seed", range(12))
def test_spoilt_runs_score_the_same_here_as_with_the_reference(reference: ModuleType, seed: int) -> None:
    chance = random.Random(seed)
    path = DATA / ("dev.jsonl" if seed % 2 else "seeds-more.jsonl")
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    run = spoilt_run(records, chance)
    outcomes = {
        line["id"]: Outcome(
            line["id"], line["status"], line["answer"], tuple(Passage(c["file"], c["text"]) for c in line["chunks"])
        )
        for line in run
    }
    found = {kind: counts.row() for kind, counts in tally(read_questions(path), outcomes).items()}
    assert found == reference.score(records, run)
    assert 0 < found["ALL"]["answer"] < 1 and 0 < found["ALL"]["hit@1"] < found["ALL"]["hit@10"]


def test_a_run_is_written_as_lines_any_scorer_can_read(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    write_run(path, [outcome("第一段\n第二行", "另一段"), outcome(status="not_stated", answer="", name="r")])
    assert [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] == [
        {
            "id": "q",
            "status": "answered",
            "answer": "409件",
            "chunks": [{"file": "a.txt", "text": "第一段\n第二行"}, {"file": "a.txt", "text": "另一段"}],
        },
        {"id": "r", "status": "not_stated", "answer": "", "chunks": []},
    ]


@pytest.mark.parametrize(("line", "number"), [('{"id": "a"}', 2), ("no JSON", 2), ("[1]", 2)])
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str, number: int) -> None:
    path = tmp_path / "questions.jsonl"
    first = (DATA / "dev.jsonl").read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"{first}\n{line}\n", encoding="utf-8")
    with pytest.raises(ReadError, match=rf"questions\.jsonl.*line {number}"):
        read_questions(path)


def test_a_question_set_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"missing\.jsonl"):
        read_questions(tmp_path / "missing.jsonl")
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ReadError, match=r"binary\.jsonl"):
        read_questions(tmp_path / "binary.jsonl")
