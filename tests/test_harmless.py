"""No command writes a character that a terminal obeys, wherever it comes from; `--json` stays JSON."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.commands.cli import main
from qa.commands.harmless import harmless
from qa.serialize import spreadsheet_cell

# Sets the clipboard, clears the screen, turns the direction, ends a line, rings, rubs out, and hides letters.
ACTING = "\x1b]52;c;aGk=\x07\x9b2J\x1b[31m\u202e\u2066\u2028\u200f\x7f\U000e0041"
FILE = f"新乡{ACTING}.txt"
REPORT = (
    f"""---
title: 新乡市政协工作报告{ACTING}
---
# 政协新乡市第十四届委员会常务委员会工作报告

2024年1月20日在政协新乡市第十四届委员会第二次会议上

## 2023年工作回顾

2023年，共收到提案434件，经审查立案409件。“有事\u202e好商量”协商平台建成12个。
"""
    + "市政协常委会组织委员围绕中心工作开展调研，形成报告，提出建议。\n" * 40
)
SEEN = "新乡\u202e\u2066\u200f\U000e0041.txt"  # marks of direction may stand in names
QUESTION = f"新乡2023年{ACTING}立案多少件提案?"
GOLD = {
    "id": f"q{ACTING}", "lang": "zh", "type": f"fact{ACTING}", "question": QUESTION, "answers": [f"410{ACTING}件"],
    "status": "answered", "evidence": [{"file": SEEN, "quote": "立案409件"}], "evidence_mode": "any", "note": "",
}  # fmt: skip
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("home")
    folder = root / f"资料{ACTING}"
    folder.mkdir()
    (folder / FILE).write_text(REPORT, encoding="utf-8")  # refused for its name
    (folder / SEEN).write_text(REPORT, encoding="utf-8")
    (folder / f"同{SEEN}").write_text(REPORT, encoding="utf-8")
    (folder / f"图{ACTING}.png").write_bytes(b"\x89PNG")
    (folder / f"空{FILE}").write_bytes(b"")
    (root / f"题{ACTING}.jsonl").write_text(json.dumps(GOLD, ensure_ascii=False) + "\n", encoding="utf-8")
    main(["build", str(folder), "--home", str(root / "index"), "--model", "none"])
    return root / "index"


@pytest.fixture
def run(home: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command, and asserts of all it wrote, through whatever stream, that a terminal obeys nothing of it."""

    def call(*words: str, where: tuple[str, ...] = ("--home", str(home), "--model", "none")) -> tuple[int, str, str]:
        capfd.readouterr()
        try:
            status = main([*words, *where])
        except SystemExit as ended:
            status = int(ended.code or 0)
        out, err = capfd.readouterr()
        acting = {c for c in out + err if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs") and c not in "\n\t"}
        assert not acting, words
        return status, out, err

    return call


def test_the_reports_hold_what_a_terminal_obeys(home: Path, run: Run) -> None:
    _, out, _ = run("reports")
    assert r"\u202e" in out and r"\udb40\udc41" in out and "新乡" in out


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("verify",),
        ("verify", "新乡市2023年立案409件"),
        ("verify", f"新乡市2023年立案408件{ACTING}", "--json"),
        ("verify", f"{ACTING}保定市2023年立案409件"),
        ("reports", "--json"),
        ("search", QUESTION),
        ("search", QUESTION, "--json"),
        ("search", f"{ACTING}保定立案"),
        ("search", "立案", "--place", f"新乡{ACTING}"),
        ("ask", QUESTION),
        ("ask", QUESTION, "--json"),
        ("ask", QUESTION, "--cite", "bibtex"),
        ("ask", QUESTION, "--cite", "csl-json"),
        ("ask", QUESTION, "--cite", "gbt7714-2015"),
        ("ask", f"{ACTING}洛阳立案多少件?", "--lang", "en"),
        ("compare", f"提案立案{ACTING}"),
        ("compare", "提案立案", "--json"),
        ("compare", "提案立案", "--csv"),
        ("remove", f"没有{ACTING}"),
        ("build", f"/没有{ACTING}"),
        ("build",),
        (f"ask{ACTING}",),
        ("ask", QUESTION, "--kind", ACTING),
        ("user", f"a{ACTING}", "--file", f"/没有{ACTING}/users"),
        ("serve", "--port", "0", "--auth", f"/没有{ACTING}"),
    ],
    ids=lambda words: harmless(" ".join(words))[:40],
)
def test_no_command_writes_what_a_terminal_obeys(words: tuple[str, ...], run: Run) -> None:
    status, out, err = run(*words)
    assert out or err
    if "--json" in words:
        assert status in (0, 1) and json.loads(out)


def test_a_question_set_is_shown_harmlessly(run: Run, home: Path) -> None:
    (questions,) = home.parent.glob("*.jsonl")
    assert "gold: 410" in run("eval", str(questions), "--failures")[1]
    assert json.loads(run("eval", str(questions), "--json")[1])


def test_a_build_that_is_told_of_each_file_is_shown_harmlessly(run: Run, home: Path, tmp_path: Path) -> None:
    (folder,) = home.parent.glob("资料*")
    _, out, err = run("build", str(folder), where=("--home", str(tmp_path / "new"), "--model", "none"))
    assert "1 added" in out
    assert "indexed once" in err and "not read" in err and ".png" in err


def test_json_gives_the_very_characters_back(run: Run) -> None:
    _, out, _ = run("reports", "--json")
    assert [report["source"] for report in json.loads(out)] == [f"同{SEEN}"]
    assert "新乡" in out


def test_chinese_spaces_and_marks_stay_as_they_are() -> None:
    for text in ("新乡市　2023年：“立案”409件，增长5 %\n\t[1] 𠮷 é", ""):
        assert harmless(text) == text
    assert harmless("\x1b\x85\u202e") == r"\u001b\u0085\u202e"


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_of_a_table_is_a_formula(cell: str) -> None:
    assert spreadsheet_cell(cell) == "'" + cell
    assert spreadsheet_cell("-3.2") == "-3.2" and spreadsheet_cell("立案409件") == "立案409件"


def test_a_table_on_the_command_line_holds_no_formula(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "=cmd.txt").write_text(REPORT.replace(ACTING, "").replace("2023年，共", "+全年共"), encoding="utf-8")
    where = ("--home", str(tmp_path / "index"), "--model", "none")
    run("build", str(folder), where=where)
    rows = list(csv.DictReader(io.StringIO(run("compare", "提案立案", "--csv", where=where)[1])))
    assert [row["source"] for row in rows] == ["'=cmd.txt"]
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())
