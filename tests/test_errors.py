"""How a remedy names a command: as it is typed where the program runs."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import command

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Neither ./run nor an installed `wenzheng` started the program, and none is on the path."""
    monkeypatch.delenv("WENZHENG_COMMAND")
    monkeypatch.delenv("WENZHENG_HOME", raising=False)
    monkeypatch.setattr(sys, "argv", ["script.py"])
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    return monkeypatch


def test_a_command_is_named_as_run_was_called(alone: pytest.MonkeyPatch) -> None:
    alone.setenv("WENZHENG_COMMAND", "../wz/run")
    assert (command(), command("build --full")) == ("../wz/run", "../wz/run build --full")


def test_the_installed_command_has_its_own_name(alone: pytest.MonkeyPatch) -> None:
    alone.setattr(sys, "argv", ["/opt/venv/bin/wenzheng", "ask"])
    assert command("build") == "wenzheng build"
    alone.setattr(sys, "argv", ["script.py"])
    alone.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert command("build") == "wenzheng build"


def test_without_either_the_python_that_runs_is_named(alone: pytest.MonkeyPatch, tmp_path: Path) -> None:
    alone.chdir(tmp_path)
    alone.setattr(sys, "executable", str(tmp_path / ".venv" / "bin" / "python"))
    assert command("build") == ".venv/bin/python -m qa build"
    alone.setattr(sys, "executable", "/opt/my python")
    assert command("build") == "'/opt/my python' -m qa build"


def test_an_index_is_named_where_it_is_not_the_one_meant_by_default(alone: pytest.MonkeyPatch, tmp_path: Path) -> None:
    alone.chdir(tmp_path)
    alone.setenv("WENZHENG_COMMAND", "./run")
    assert command("build", home=Path(".wenzheng")) == "./run build"
    assert command("build", home=tmp_path / ".wenzheng") == "./run build"
    assert command("build", home=Path("my home")) == "./run build --home 'my home'"
    alone.setenv("WENZHENG_HOME", str(tmp_path / "my home"))
    assert command("build", home=Path("my home")) == "./run build"


def test_the_remedy_of_a_missing_index_works_as_it_is_printed(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WENZHENG_")}
    environment["PYTHONPATH"] = str(ROOT)
    reports = tmp_path / "seeds"
    reports.mkdir()
    (reports / "a.txt").write_text("新乡市政协工作报告\n2023年，立案提案409件。", encoding="utf-8")

    def run(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["sh", "-c", line], cwd=tmp_path, env=environment, capture_output=True, text=True)

    missing = run(f"{sys.executable} -m qa status --home mine")
    remedy = re.search(r"run `(.+?)` to make one", missing.stderr)
    assert missing.returncode == 1 and remedy, missing.stderr
    built = run(f"{remedy[1]} --model none {reports}")
    assert built.returncode == 0, built.stderr
    assert run(f"{sys.executable} -m qa status --home mine").returncode == 0


def strings(path: Path) -> list[str]:
    """The strings of a module that can be shown: docstrings are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and _starts_with_doc(node)
    }
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs)
    return [node.value for node in nodes if isinstance(node.value, str)]


def _starts_with_doc(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return bool(node.body) and isinstance(node.body[0], ast.Expr)


def test_no_message_names_a_command_by_itself() -> None:
    modules = [ROOT / "app.py", *(path for part in ("index", "qa", "page") for path in (ROOT / part).rglob("*.py"))]
    verbs = "build|status|verify|reports|remove|search|ask|compare|eval|serve|user"
    named = re.compile(rf"wenzheng ({verbs})\b")
    assert {path.name: text for path in modules for text in strings(path) if named.search(text)} == {}


@pytest.mark.parametrize("name", ["README.md", "README.zh.md", "docs/engines.md", "docs/cluster-embedding.md"])
def test_the_guides_name_commands_that_work_in_a_checkout(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"^.*\bwenzheng (?:build|ask|serve|user|verify|eval).*$", text, re.MULTILINE) == []
