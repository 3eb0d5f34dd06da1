"""Every command as a user gives it, on an index of the sample reports."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.storage.store import Index
from qa.commands.cli import main

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = (
    "build",
    "add",
    "status",
    "verify",
    "reports",
    "read",
    "remove",
    "search",
    "ask",
    "compare",
    "facts",
    "eval",
    "llm",
    "serve",
    "user",
)
XINXIANG = "002_df9e3faa1eb3f5d2.txt"
SHANGJIE = "004_a85273e589aee930.txt"
ANSWER_KEYS = ["question", "status", "short", "text", "readings", "citations", "passages", "scope", "searched"]
CITATION = {
    "n": int, "report_id": str, "source": str, "title": str, "place": str, "covers": list, "heading_path": list,
    "quote": str, "start": int, "end": int,
}  # fmt: skip
PASSAGE = {
    "chunk_id": str, "report_id": str, "source": str, "text": str, "start": int, "end": int, "score": float,
    "lexical_rank": (int, type(None)), "dense_rank": (int, type(None)),
}  # fmt: skip

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(seed_index: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the sample index, or on another home: exit status, output, errors."""

    def call(*words: str, home: Path = seed_index) -> tuple[int, str, str]:
        status = main([*words, "--home", str(home)])
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.fixture
def folder(tmp_path: Path, seeds: Path) -> Path:
    """A folder with copies of two reports, to be changed."""
    copies = tmp_path / "reports"
    copies.mkdir()
    for name in (XINXIANG, SHANGJIE):
        (copies / name).write_bytes((seeds / name).read_bytes())
    return copies


def assert_shape(values: dict[str, object], shape: dict[str, object]) -> None:
    assert list(values) == list(shape)
    for name, kind in shape.items():
        assert isinstance(values[name], kind), name  # type: ignore[arg-type]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    out = capsys.readouterr().out
    assert ended.value.code == 0
    assert out.startswith(f"usage: wenzheng {command}") and "--home" in out


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    listed = re.findall(r"^ {4}(\w+) {2,}\w", capsys.readouterr().out, re.MULTILINE)
    assert listed == list(COMMANDS)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["ask"],
        ["search", "提案", "-k", "0"],
        ["search", "提案", "-k", "many"],
        ["search", "提案", "--mode", "best"],
        ["search", "提案", "--year", "去年"],
        ["ask", "提案", "--lang", "fr"],
        ["compare", "提案", "--json", "--csv"],
        ["build", "--jobs", "0"],
        ["read"],
        ["read", "a.txt", "--section", "first"],
        ["facts", "--csv", "a.csv", "--parquet", "a.parquet"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: wenzheng" in capsys.readouterr().err


def test_build_says_what_it_added_updated_removed_and_left(run: Run, folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"

    def build() -> str:
        status, out, err = run("build", str(folder), "--model", "none", home=home)
        assert (status, err) == (0, "")
        return out.partition(" · ")[0]

    assert build() == "2 added, 0 updated, 0 removed, 0 unchanged"
    assert build() == "0 added, 0 updated, 0 removed, 2 unchanged"
    (folder / SHANGJIE).write_text((folder / SHANGJIE).read_text(encoding="utf-8") + "\n完", encoding="utf-8")
    (folder / "new.txt").write_text("洛阳市政协工作报告\n2023年，立案提案88件。", encoding="utf-8")
    assert build() == "1 added, 1 updated, 0 removed, 1 unchanged"
    (folder / XINXIANG).unlink()
    assert build() == "0 added, 0 updated, 1 removed, 2 unchanged"


def test_build_and_status_name_the_files_that_are_not_read(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "附件.pptx").write_bytes(b"PK")
    home = tmp_path / "home"
    status, _, err = run("build", str(folder), "--model", "none", home=home)
    told = (
        "1 .pptx file is not read: 附件.pptx; save each report as .docx, .pdf or .txt; 请另存为 .docx、.pdf 或 .txt\n"
    )
    assert (status, err) == (0, told)
    assert run("status", home=home)[1].endswith(f"beside    {told}")


def test_build_without_paths_takes_those_of_the_last_build(run: Run, folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    run("build", str(folder), "--model", "none", home=home)
    (folder / SHANGJIE).unlink()
    _, out, err = run("build", "--model", "none", home=home)
    assert out.startswith("0 added, 0 updated, 1 removed, 1 unchanged · 2 reports and 2 other articles")
    assert err == f"No PATH is given: mirroring {folder}\n"
    (home / "CURRENT").unlink()  # as in a damaged home: the remedy is a build without paths
    assert run("build", "--model", "none", home=home)[1].startswith("1 added, ")


def test_the_first_build_without_paths_takes_the_samples(
    run: Run, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("build", "--model", "none", home=tmp_path / "home")[1].startswith(
        f"{len(list(seeds.iterdir()))} added, "
    )


def test_build_names_a_file_that_repeats_another(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "copy.txt").write_bytes((folder / XINXIANG).read_bytes())
    status, out, err = run("build", str(folder), "--model", "none", home=tmp_path / "home")
    assert status == 0 and out.startswith("2 added")
    assert err == f"indexed once: copy.txt holds the same text as {XINXIANG}\n"


def test_build_makes_the_dictionary_the_first_english_question_needs(run: Run, folder: Path, tmp_path: Path) -> None:
    run("build", str(folder), "--model", "none", home=tmp_path / "home")
    assert list((tmp_path / "home" / "cache").glob("cedict-*.sqlite"))


def test_status_says_what_the_index_holds(run: Run, seed_index: Path) -> None:
    status, out, _ = run("status")
    assert status == 0
    lines = dict(line.split(None, 1) for line in out.splitlines())
    assert lines["home"] == str(seed_index)
    assert lines["holds"].startswith("5 documents, 6 reports and 2 other articles in the same files, ")
    assert lines["model"].startswith("bge-small-zh-v1.5 (onnx-")
    assert lines["places"].startswith("5: ") and "河南省郑州市上街区" in lines["places"]


def test_verify_finds_the_index_whole(run: Run) -> None:
    assert run("verify") == (0, "The index is whole: every file matches its checksum.\n", "")


def test_reports_lists_every_report_with_what_was_detected(run: Run) -> None:
    status, out, _ = run("reports")
    assert status == 0
    assert len(out.splitlines()) == 8
    line = next(line for line in out.splitlines() if SHANGJIE in line)
    assert "河南省郑州市上街区" in line and "2017" in line and "cppcc_report" in line


def test_every_place_that_counts_the_reports_says_the_same(run: Run, seeds: Path, seed_index: Path) -> None:
    from app import open_library
    from page.library.library_table import render_table
    from page.library.library_texts import library_texts_for
    from page.sidebar import render_corpus
    from page.texts import texts_for

    library = open_library(home=seed_index)
    corpus = library.opened().corpus
    table = render_table(corpus.reports, corpus.report_counts, library_texts_for("en"))
    answer = json.loads(run("ask", "2023年立案多少件提案?", "--json")[1])
    said = {
        "build": re.search(r"(\d+) reports and (\d+) other articles", run("build", str(seeds))[1]),
        "status": re.search(r"(\d+) reports and (\d+) other articles", run("status")[1]),
        "reports": re.search(r"(\d+) reports and (\d+) other articles", run("reports")[2]),
        "library": re.search(r"Reports indexed \((\d+)\) · Other articles \((\d+)\)", table),
        "sidebar": re.search(
            r"<dt>Reports</dt><dd>(\d+)</dd><dt>Other articles.*?</dt><dd>(\d+)</dd>",
            render_corpus(library.opened(), texts_for("en")),
        ),
    }
    assert {place: match and match.groups() for place, match in said.items()} == dict.fromkeys(said, ("6", "2"))
    assert answer["searched"]["of"] == 6
    assert "检索了 6 篇报告中的" in run("compare", "提案立案")[1]
    assert run("verify", "新乡市2023年立案419件")[1].endswith(" of 6 reports searched\n")


def test_ask_leans_on_the_question_given_as_context(run: Run) -> None:
    _, out, _ = run("ask", "那邯郸呢?", "--context", "新乡2023年召开了多少次常委会议?")
    assert out.startswith("理解为：邯郸2023年召开了多少次常委会议?\n2次")
    _, out, _ = run("ask", "谢谢", "--context", "新乡2023年召开了多少次常委会议?")
    assert out.startswith("不客气")
    assert "新乡2023年召开了多少次常委会议" not in out


def test_reports_as_json(run: Run) -> None:
    rows = json.loads(run("reports", "--json")[1])
    assert len(rows) == 8
    row = next(row for row in rows if row["source"] == SHANGJIE)
    assert list(row) == [
        "id", "source", "kind", "form", "body", "place", "place_code", "title", "delivered", "covers", "plans",
    ]  # fmt: skip
    assert (row["kind"], row["form"]) == ("cppcc_report", "excerpt")
    assert (row["place"], row["place_code"], row["covers"], row["plans"]) == (
        "河南省郑州市上街区", "410106", [2017], [2018],
    )  # fmt: skip


def test_remove_takes_one_report_out(run: Run, folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    run("build", str(folder), "--model", "none", home=home)
    status, out, _ = run("remove", SHANGJIE, home=home)
    assert status == 0 and out.startswith("0 added, 0 updated, 1 removed, 1 unchanged")
    assert SHANGJIE not in run("reports", home=home)[1]
    status, _, err = run("remove", SHANGJIE, home=home)
    assert status == 1 and SHANGJIE in err and "wenzheng reports" in err


def test_search_prints_passages_best_first(run: Run) -> None:
    status, out, _ = run("search", "新乡立案了多少件提案?", "-k", "3")
    assert status == 0
    assert re.findall(r"^ ?(\d+)\. ", out, re.MULTILINE) == ["1", "2", "3"]
    assert "409件" in out.splitlines()[1]
    assert re.search(rf"\[{XINXIANG}:\d+-\d+\]$", out.splitlines()[0])


def test_search_as_json_within_filters(run: Run, seed_index: Path) -> None:
    words = ("search", "提案", "-k", "4", "--place", "新乡", "--place", "上街", "--year", "2023", "--json")
    status, out, _ = run(*words)
    hits = json.loads(out)
    assert status == 0 and len(hits) == 4
    assert {hit["source"] for hit in hits} == {XINXIANG}
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    with Index.open(seed_index) as index:
        texts = {report.id: report.text for report in index.reports}
    for hit in hits:
        assert texts[hit["report_id"]][hit["start"] : hit["end"]] == hit["text"]


@pytest.mark.parametrize(("mode", "has_dense"), [("hybrid", True), ("lexical", False), ("dense", True)])
def test_search_modes_say_how_a_passage_was_found(mode: str, has_dense: bool, run: Run) -> None:
    hits = json.loads(run("search", "委员考察", "-k", "5", "--mode", mode, "--json")[1])
    assert len(hits) == 5
    assert all((hit["dense_rank"] is not None) == has_dense for hit in hits)
    if mode == "lexical":
        assert [hit["lexical_rank"] for hit in hits] == [1, 2, 3, 4, 5]
    if mode == "dense":
        assert [hit["dense_rank"] for hit in hits] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("compare", "新乡提案立案", "--place", "邯郸"), "筛选只留下河北省邯郸市"),
        (("compare", "保定提案立案"), "没有河北省保定市的报告"),
        (("verify", "新乡市2023年立案409件", "--place", "郑州"), "筛选只留下河南省郑州市"),
        (("verify", "全国政协2023年立案409件"), "没有全国政协的报告"),
        (("search", "保定2023年立案"), "没有河北省保定市的报告"),
        (("ask", "新乡2023年立案多少件?", "--place", "郑州"), "--ignore place"),
        (("ask", "How many proposals did Xinxiang file in 2023?", "--year", "2022"), "--ignore year"),
    ],
)
def test_what_finds_nothing_says_why(run: Run, words: tuple[str, ...], told: str) -> None:
    _, out, err = run(*words)
    assert told in out + err


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("新乡2023年立案多少件提案?", "answered"),
        ("上街区2017年有多少件提案?", "ambiguous"),
        ("洛阳政协提了多少件提案?", "not_indexed"),
        ("郑州市2023年地区生产总值?", "not_stated"),
        ("哪个市立案的提案最多?", "answered"),
        ("How many proposals did Zhengzhou file in 2023?", "answered"),
    ],
)
def test_ask_as_json_has_the_documented_shape(question: str, status: str, run: Run, seed_index: Path) -> None:
    code, out, _ = run("ask", question, "--json")
    answer = json.loads(out)
    assert code == 0
    read = status in ("answered", "ambiguous") and "哪个市" not in question  # a comparison is not read
    sure = ["confidence", "confidence_level", "level_right"] if read else []
    assert [key for key in answer if key not in sure] == [*ANSWER_KEYS, "timing_ms"]
    assert all(key in answer for key in sure)
    assert not sure or (0.5 <= answer["confidence"] <= 1 and answer["confidence_level"] in ("high", "medium", "low"))
    assert (answer["question"], answer["status"]) == (question, status)
    assert isinstance(answer["text"], str) and answer["text"]
    assert isinstance(answer["short"], str if status in ("answered", "ambiguous") else type(None))
    missing = ["missing", "missing_names"] if status == "not_indexed" else []
    assert list(answer["scope"]) == ["places", "years", "inferred", *missing]
    assert all(isinstance(year, int) for year in answer["scope"]["years"])
    assert list(answer["searched"]) == ["reports", "of"] and answer["searched"]["of"] == 6
    assert answer["timing_ms"].keys() >= {"total"} and all(ms >= 0 for ms in answer["timing_ms"].values())
    assert (len(answer["readings"]) > 1) == (status == "ambiguous")
    assert bool(answer["citations"]) == (status in ("answered", "ambiguous"))
    assert len(answer["passages"]) <= 10 and bool(answer["passages"]) == (status != "not_indexed")
    with Index.open(seed_index) as index:
        texts = {report.id: report.text for report in index.reports}
    for reading in answer["readings"]:
        assert list(reading) == ["short", "qualifier", "period", "citation"]
        assert reading["citation"] in answer["citations"]
    for n, citation in enumerate(answer["citations"], start=1):
        assert_shape(citation, CITATION)
        assert citation["n"] == n and len(citation["quote"]) <= 200 and "/" not in citation["source"]
        assert texts[citation["report_id"]][citation["start"] : citation["end"]] == citation["quote"]
    for passage in answer["passages"]:
        assert_shape(passage, PASSAGE)
        assert len(passage["text"]) <= 400 and "/" not in passage["source"]
        assert texts[passage["report_id"]][passage["start"] : passage["end"]] == passage["text"]


def test_source_in_json_is_the_name_of_a_file_in_a_folder(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "河南").mkdir()
    (folder / XINXIANG).rename(folder / "河南" / "新乡.txt")
    run("build", str(folder), "--model", "none", home=tmp_path / "home")
    answer = json.loads(run("ask", "新乡2023年立案多少件提案?", "--json", home=tmp_path / "home")[1])
    assert answer["citations"][0]["source"] == answer["passages"][0]["source"] == "新乡.txt"


def test_ask_prints_the_answer_and_where_it_stands(run: Run) -> None:
    status, out, _ = run("ask", "新乡2023年立案多少件提案?")
    assert status == 0
    assert out.startswith("409件。") and "[1]" in out
    assert re.search(rf"^ {{4}}{XINXIANG}:\d+-\d+$", out, re.MULTILINE)


def test_ask_shows_related_passages_where_nothing_is_stated(run: Run) -> None:
    status, out, _ = run("ask", "郑州市2023年地区生产总值?")
    assert status == 0
    assert out.startswith("报告中没有写明。") and "相关段落：" in out


def test_filters_win_over_the_question(run: Run) -> None:
    answer = json.loads(run("ask", "立案多少件提案?", "--place", "新乡", "--year", "2023", "--json")[1])
    assert answer["short"] == "409件"
    assert answer["scope"] == {"places": ["河南省新乡市"], "years": [2023], "inferred": False}


def test_ask_answers_in_the_language_given(run: Run) -> None:
    assert "CPPCC" in run("ask", "新乡2023年立案多少件提案?", "--lang", "en")[1]
    assert "政协常委会工作报告：" in run("ask", "How many proposals did Xinxiang file in 2023?", "--lang", "zh")[1]


def test_compare_prints_place_period_figure_qualifier_and_source(run: Run) -> None:
    status, out, _ = run("compare", "提案立案")
    assert status == 0
    lines = out.splitlines()
    assert lines[0] == "河南省郑州市  2023年  656件  提案立案"
    assert "提案立案656件" in lines[1]
    assert re.fullmatch(r" {4}000_2994a2ebe7d9e33e\.txt:\d+-\d+", lines[2])
    assert (
        "河南省郑州市中原区  2022年  224件  立案（会议期间）" in lines[lines.index("口径不同，另列，不与以上比较：") :]
    )
    assert "河北省邯郸市  未提及" in lines


def test_compare_as_json(run: Run, seed_index: Path) -> None:
    values = json.loads(run("compare", "提案立案", "--json")[1])
    assert list(values) == ["rows", "unstated", "differs"]
    assert values["unstated"] == ["河北省邯郸市"] and isinstance(values["differs"], bool)
    assert [row["figure"] for row in values["rows"]] == ["656件", "409件", "224件", "119件"]
    with Index.open(seed_index) as index:
        texts = {report.source: report.text for report in index.reports}
    for row in values["rows"]:
        assert list(row) == ["place", "period", "figure", "qualifier", "source", "start", "end", "quote", "apart"]
        assert texts[row["source"]][row["start"] : row["end"]] == row["quote"]
        assert row["figure"] in row["quote"] and len(row["quote"]) <= 200


def test_compare_as_csv_within_filters(run: Run) -> None:
    words = ("compare", "提案立案", "--place", "新乡", "--place", "邯郸", "--csv")
    rows = list(csv.DictReader(io.StringIO(run(*words)[1])))
    assert [(row["place"], row["figure"]) for row in rows] == [("河南省新乡市", "409件"), ("河北省邯郸市", "未提及")]
    assert run("compare", "提案立案", "--year", "2017", "--csv")[1].count("\n") == 2


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Three questions: one answered right, one whose gold answer is wrong on purpose, one that cannot be answered."""
    evidence = [{"file": XINXIANG, "quote": "全年共立案交办提案409件"}]
    rows = [
        {"id": "a", "type": "fact", "question": "新乡2023年立案多少件提案?", "answers": ["409件"],
         "status": "answered", "evidence": evidence},
        {"id": "b", "type": "fact", "question": "新乡2023年立案多少件提案?", "answers": ["410件"],
         "status": "answered", "evidence": evidence},
        {"id": "c", "type": "none", "question": "洛阳政协提了多少件提案?", "answers": [],
         "status": "not_indexed", "evidence": []},
    ]  # fmt: skip
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_eval_prints_a_line_a_type_and_the_failures(run: Run, questions: Path) -> None:
    status, out, _ = run("eval", str(questions), "--failures")
    assert status == 0
    lines = out.splitlines()
    assert re.match(r"fact +n 2 +hit@1 1\.0 .* answer 0\.5 ", lines[0])
    assert [line.split()[0] for line in lines[:3]] == ["fact", "ALL", "none"]
    assert "refused 1/1" in lines[2]
    assert lines[3].startswith("b [fact] ") and lines[4].strip() == "answered: 409件   gold: 410件"
    assert len(lines) == 5


def test_eval_as_json_and_its_run(run: Run, questions: Path, tmp_path: Path) -> None:
    status, out, err = run("eval", str(questions), "--json", "--failures", "--run", str(tmp_path / "run.jsonl"))
    table = json.loads(out)
    assert status == 0
    assert table["ALL"]["n"] == 2 and table["ALL"]["answer"] == 0.5 and table["none"]["status"] == "1/1"
    assert "b [fact]" in err
    lines = [json.loads(line) for line in (tmp_path / "run.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["a", "b", "c"]
    assert list(lines[0]) == ["id", "status", "answer", "chunks"]
    assert (lines[0]["answer"], lines[2]["status"], lines[2]["chunks"]) == ("409件", "not_indexed", [])
    assert lines[0]["chunks"][0].keys() == {"file", "text"} and lines[0]["chunks"][0]["file"] == XINXIANG


def test_serve_hands_its_address_to_the_page(run: Run, seed_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import app

    served: list[dict[str, object]] = []
    monkeypatch.setattr(app, "serve", lambda **settings: served.append(settings))
    assert run("serve", "--host", "localhost", "--port", "7999", "--auth", "users.txt")[0] == 0
    assert run("serve", "--read-only")[0] == 0
    expected = {"home": seed_index, "host": "localhost", "port": 7999, "users_file": Path("users.txt"), "engine": "",
                "allowed_hosts": []}  # fmt: skip
    assert served[0] == {**expected, "read_only": False}
    assert served[1]["read_only"] is True


def in_a_shell(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qa", *words],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_the_home_may_be_named_by_the_environment(seed_index: Path) -> None:
    # LC_ALL=C: a terminal that claims to know ASCII alone still gets the report's characters.
    ended = in_a_shell("ask", "新乡2023年立案多少件提案?", WENZHENG_HOME=str(seed_index), LC_ALL="C")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("409件。")


def test_output_that_nobody_reads_to_its_end_is_no_crash(seed_index: Path) -> None:
    # `true` is gone long before the first line is written.
    command = f'"{sys.executable}" -m qa reports --json --home "{seed_index}" | true'
    ended = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.stderr == ""


def test_a_missing_index_is_an_explained_failure(tmp_path: Path) -> None:
    home = tmp_path / "none"
    ended = in_a_shell("status", "--home", str(home))
    assert ended.returncode == 1
    remedy = f"run `wenzheng build --home {home}` to make one"
    assert ended.stderr == f"wenzheng: there is no index in {home}; {remedy}\n"
