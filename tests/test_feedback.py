"""What people say of answers: written once, by who was shown the answer, and read by `wenzheng eval`."""

from __future__ import annotations

import json
import stat
import threading
from pathlib import Path

import pytest
from page_doubles import fake_library, fake_opened

from index.errors import FeedbackError
from page import Library
from page.asking.ask_texts import ask_texts_for
from page.asking.controller import Controller
from page.asking.verdicts import _MOST_SHOWN, Verdicts
from page.links import Address
from qa import Answerer
from qa.commands.cli import main
from qa.evaluation import feedback
from qa.evaluation.evaluate import evaluate, read_disliked, read_questions
from qa.evaluation.feedback import append_judgement, feedback_problems, judgement_of
from qa.types import Filters

QUESTION = "新乡2023年立案多少件提案?"


def token_of(html: str) -> str:
    return html.split('data-token="')[1].split('"')[0]


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feedback.jsonl"


@pytest.fixture
def controller(path: Path) -> Controller:
    return Controller(fake_library(path))


def test_a_verdict_is_written_with_what_was_asked_and_answered(controller: Controller, path: Path) -> None:
    asked = Address("", ignore=("year",), after="洛阳呢?")
    html = controller.ask(QUESTION, ["新乡市"], [2023], "zh", kinds=["cppcc_report"], context=asked)
    assert controller.judge(token_of(html), "down", " 应为\n  434件 ", "zh") == (True, "已记下，谢谢。")
    [line] = lines(path)
    assert (line["verdict"], line["note"], line["question"]) == ("down", "应为 434件", QUESTION)
    assert (line["status"], line["short"], line["understood_as"]) == ("answered", "409件", None)
    assert line["asked_with"] == {
        "places": ["新乡市"], "years": [2023], "kinds": ["cppcc_report"], "ignore": ["year"], "context": "洛阳呢?",
    }  # fmt: skip
    first = line["evidence"][0]
    assert first["report"] == "seed-0"
    assert first["end"] - first["start"] == len(first["quote"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_answer_is_judged_once_though_clicked_by_many_at_once(controller: Controller, path: Path) -> None:
    token = token_of(controller.ask(QUESTION, [], [], "zh"))
    results: list[tuple[bool, str]] = []
    threads = [
        threading.Thread(target=lambda: results.append(controller.judge(token, "up", "", "en"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lines(path)) == 1
    words = ask_texts_for("en")
    assert sorted(said for _, said in results) == sorted([words.thanks] + [words.counted_before] * 7)


@pytest.mark.parametrize(("token", "verdict"), [("made-up", "up"), ("", "up"), (None, "sideways")])
def test_who_was_not_shown_the_answer_cannot_judge_it(
    controller: Controller, path: Path, token: str | None, verdict: str
) -> None:
    shown = token_of(controller.ask(QUESTION, [], [], "zh"))
    done, said = controller.judge(shown if token is None else token, verdict, "", "zh")
    assert (done, said) == (True, ask_texts_for("zh").counted_before)
    assert not path.exists()


def test_every_card_has_a_token_of_its_own(controller: Controller) -> None:
    tokens = {token_of(controller.ask(QUESTION, [], [], "zh")) for _ in range(5)}
    assert len(tokens) == 5
    assert all(len(token) >= 20 for token in tokens)


def test_a_note_is_cut_and_a_line_stays_a_line(controller: Controller, path: Path) -> None:
    note = '</script>\n{"verdict": "up"}\n' + "长" * 10_000 + "\ud800"
    controller.judge(token_of(controller.ask(QUESTION, [], [], "zh")), "down", note, "zh")
    [line] = lines(path)
    assert len(line["note"]) == 500
    assert line["note"].startswith('</script> {"verdict": "up"} 长')


def test_lines_of_many_writers_do_not_mix(path: Path) -> None:
    answer = fake_opened().answers.ask(QUESTION)
    judgement = judgement_of(answer, Filters(), "up", "注" * 400)
    threads = [threading.Thread(target=append_judgement, args=(path, judgement)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [line | {"sha256": ""} for line in lines(path)] == [judgement | {"sha256": ""}] * 20
    assert feedback_problems(path) == []


def test_the_file_does_not_grow_without_end(
    controller: Controller, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback, "MOST_BYTES", 1_000)
    token = token_of(controller.ask(QUESTION, [], [], "zh"))
    path.write_bytes(b"x" * 990)
    assert controller.judge(token, "up", "", "zh") == (False, ask_texts_for("zh").not_written)
    assert path.stat().st_size == 990
    path.unlink()
    assert controller.judge(token, "up", "", "zh") == (True, ask_texts_for("zh").thanks)  # it was not lost


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    judgement = judgement_of(fake_opened().answers.ask(QUESTION), Filters(), "up", "")
    with pytest.raises(FeedbackError, match="cannot be written"):
        append_judgement(tmp_path / "gone" / "feedback.jsonl", judgement)


def test_old_answers_are_forgotten(path: Path) -> None:
    verdicts, answer = Verdicts(), fake_opened().answers.ask(QUESTION)
    tokens = [verdicts.offer(answer, Address(QUESTION), path) for _ in range(_MOST_SHOWN + 1)]
    assert verdicts.judge(tokens[0], "up", "") is False
    assert verdicts.judge(tokens[1], "up", "") is True


def test_nothing_is_asked_where_there_is_no_file_to_write() -> None:
    opened = fake_opened()
    assert "wz-verdict" not in Controller(Library(lambda: opened)).ask(QUESTION, [], [], "zh")


def test_liked_answers_are_questions_with_gold(answerer: Answerer, path: Path) -> None:
    asked = [
        (QUESTION, Filters()),
        ("那郑州呢?", Filters(context=QUESTION)),
        ("立案多少件提案?", Filters(places=("上街区",), years=(2017,))),
        (QUESTION, Filters(ignore=("place",))),
        (QUESTION, Filters(kinds=("government_report",))),
    ]
    for question, filters in asked:
        answer = answerer.ask(
            question, places=filters.places, years=filters.years, kinds=filters.kinds, ignore=filters.ignore,
            context=filters.context,
        )  # fmt: skip
        append_judgement(path, judgement_of(answer, filters, "up", ""))
    questions = read_questions(path)
    assert [(question.text, question.filters) for question in questions] == asked
    assert [question.answers for question in questions] == [("409件",), ("656件",), ("119件",), ("409件",), ()]
    assert (questions[4].status, questions[4].evidence) == ("not_indexed", ())
    row = evaluate(answerer, questions).table["feedback"].row()
    assert (row["n"], row["answer"], row["hit@1"], row["refused"], row["status"]) == (4, 1.0, 1.0, "1/1", "1/1")


def test_the_last_verdict_on_a_question_counts_and_disliked_ones_are_listed_without_gold(
    answerer: Answerer, path: Path, seed_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    xinxiang, zhengzhou = answerer.ask(QUESTION), answerer.ask("郑州2023年立案多少件提案?")
    for answer, verdict, note in [
        (xinxiang, "down", "看错了"),
        (zhengzhou, "up", ""),
        (xinxiang, "up", ""),
        (zhengzhou, "down", "应含区县"),
    ]:
        append_judgement(path, judgement_of(answer, Filters(), verdict, note))
    assert [question.text for question in read_questions(path)] == [QUESTION]
    assert read_disliked(path) == ("郑州2023年立案多少件提案? — 应含区县",)
    assert main(["eval", str(path), "--home", str(seed_index)]) == 0
    out = capsys.readouterr().out
    assert "feedback        n 1  hit@1 1.0" in out
    assert out.endswith(
        "1 answered wrong in people's judgement, without gold:\n    郑州2023年立案多少件提案? — 应含区县\n"
    )
    assert main(["eval", str(path), "--json", "--home", str(seed_index)]) == 0
    assert json.loads(capsys.readouterr().out)["feedback"]["n"] == 1


def test_every_altered_byte_of_a_line_is_found_and_lines_of_older_versions_are_borne(
    controller: Controller, path: Path
) -> None:
    assert feedback_problems(path) == []
    for note in ("", "应为 434件\ud800"):
        controller.judge(token_of(controller.ask(QUESTION, [], [], "zh")), "down", note, "zh")
    assert feedback_problems(path) == []
    data = path.read_bytes()
    for at in range(len(data)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert feedback_problems(path), at
    path.write_bytes(data[:-1])
    (problem,) = feedback_problems(path)
    assert problem.startswith(f"{path}:2 was altered")
    (line, _) = lines_before = [json.loads(each) for each in data.splitlines()]
    del line["sha256"]
    path.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    assert (feedback_problems(path), len(lines_before)) == ([], 2)
