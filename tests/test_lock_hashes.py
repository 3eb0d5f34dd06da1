"""The locks as they are read, and the hashes that are written into them."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from locks import LockError, Pin, read_lock
from tools.lock_hashes import hashes_for, main, write_hashes

A, B, C, D = ("a" * 64, "b" * 64, "c" * 64, "d" * 64)
JIEBA = Pin("jieba", "1.0", "", ())


def write(folder: Path, text: str) -> Path:
    lock = folder / "requirements.lock"
    lock.write_text(text)
    return lock


def test_a_lock_is_read(tmp_path: Path) -> None:
    lock = write(
        tmp_path,
        f"# what it is\n\nidna==3.20 \\\n    --hash=sha256:{A} \\\n    --hash=sha256:{B}\n"
        f'torch==2.13.0+cpu ; sys_platform == "linux" \\\n    --hash=sha256:{C}\n',
    )
    assert read_lock(lock) == (
        Pin("idna", "3.20", "", (A, B)),
        Pin("torch", "2.13.0+cpu", 'sys_platform == "linux"', (C,)),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("idna==3.20\n", "line 1: idna==3.20 has no hash"),
        (f"a==1 \\\n    --hash=sha256:{A}\nb==2\n", "line 3: b==2 has no hash"),
        ("idna==3.20 \\\n", "line 1: a hash is missing"),
        (f"idna==3.20 \\\n    --hash=sha256:{A} \\\n", "line 2: a hash is missing"),
        (f"idna==3.20 \\\nb==1 \\\n    --hash=sha256:{A}\n", "line 2: neither"),
        (f"idna==3.20 \\\n    --hash=sha256:{A[1:]}\n", "line 2: neither"),
        (f"idna==3.20 \\\n    --hash=md5:{A}\n", "line 2: neither"),
        (f"idna==3.20 --hash=sha256:{A}\n", "line 1: neither"),
        (f"    --hash=sha256:{A}\n", "line 1: neither"),
        (f"idna==3.20 \\\n    --hash=sha256:{A}\n    --hash=sha256:{B}\n", "line 3: neither"),
        ("idna>=3\n", "line 1: neither"),
        ("idna==3.*\n", "line 1: neither"),
        ("--index-url http://elsewhere.invalid\n", "line 1: neither"),
        ("-r more.txt\n", "line 1: neither"),
        ("idna @ http://elsewhere.invalid/idna.whl\n", "line 1: neither"),
        (f"idna==3.20 \\\n    --hash=sha256:{A}\n# late\n", "line 3: neither"),
    ],
)
def test_what_could_install_something_else_is_refused_by_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(LockError) as refused:
        read_lock(write(tmp_path, text))
    assert said in str(refused.value)
    assert "tools.lock_hashes requirements.lock" in str(refused.value)


def wheel(*tags: str, version: str = "1.0") -> dict[str, str]:
    return {f"jieba-{version}-{tag}.whl": letter * 64 for tag, letter in zip(tags, "abcdef", strict=False)}


def test_a_wheel_for_all_needs_no_source() -> None:
    files = {**wheel("py3-none-any"), "jieba-1.0.tar.gz": D}
    assert hashes_for(JIEBA, files) == (A,)


def test_the_source_is_taken_where_one_environment_has_no_wheel() -> None:
    systems = ("manylinux_2_28_x86_64", "manylinux2014_aarch64", "macosx_11_0_universal2")
    files = {f"jieba-1.0-cp311-abi3-{system}.whl": letter * 64 for system, letter in zip(systems, "abc", strict=True)}
    files["jieba-1.0.tar.gz"] = D
    assert hashes_for(JIEBA, files) == (A, B, C)
    del files["jieba-1.0-cp311-abi3-manylinux2014_aarch64.whl"]
    assert hashes_for(JIEBA, files) == (A, C, D)


@pytest.mark.parametrize(
    "tag",
    [
        "cp310-cp310-manylinux_2_28_x86_64",
        "cp314-cp314-manylinux_2_28_x86_64",
        "cp313-cp313t-manylinux_2_28_x86_64",
        "pp311-pypy311_pp73-manylinux_2_28_x86_64",
        "cp311-cp311-win_amd64",
        "cp311-cp311-musllinux_1_2_x86_64",
        "cp311-cp311-manylinux_2_28_ppc64le",
        "py2-none-any",
    ],
)
def test_what_no_supported_environment_installs_is_left_out(tag: str) -> None:
    assert hashes_for(JIEBA, wheel(tag)) == ()


def test_a_marker_leaves_out_the_files_of_the_others() -> None:
    files = wheel("cp311-cp311-macosx_11_0_arm64", "cp312-cp312-manylinux_2_17_x86_64", "cp313-cp313-macosx_11_0_arm64")
    assert hashes_for(Pin("jieba", "1.0", 'sys_platform == "linux"', ()), files) == (B,)
    assert hashes_for(Pin("jieba", "1.0", 'python_version >= "3.13"', ()), files) == (C,)


def test_another_version_or_build_is_left_out() -> None:
    assert (
        hashes_for(JIEBA, {**wheel("py3-none-any", version="1.0+cpu"), "jieba-1.1.tar.gz": B, "jieba-1.exe": C}) == ()
    )
    assert hashes_for(Pin("jieba", "1.0+cpu", "", ()), wheel("py3-none-any", version="1.0+cpu")) == (A,)


def test_writing_keeps_comments_and_order_forgets_old_hashes_and_is_the_same_twice(tmp_path: Path) -> None:
    lock = write(tmp_path, f"# why\nzope==2\njieba==1.0 \\\n    --hash=sha256:{C}\n")
    index = {"zope": {"zope-2-py3-none-any.whl": D}, "jieba": {**wheel("py3-none-any"), "jieba-0.9.tar.gz": B}}
    expected = f"# why\nzope==2 \\\n    --hash=sha256:{D}\njieba==1.0 \\\n    --hash=sha256:{A}\n"
    for _ in range(2):
        assert write_hashes(lock, lambda pin: index[pin.name]) == 2
        assert lock.read_text() == expected


def test_a_pin_without_a_file_leaves_the_lock_as_it_was(tmp_path: Path) -> None:
    lock = write(tmp_path, "jieba==1.0\n")
    with pytest.raises(LockError, match=r"no file for jieba==1\.0"):
        write_hashes(lock, lambda pin: {})
    assert lock.read_text() == "jieba==1.0\n"


@contextmanager
def index_at(kind: str, body: str) -> Iterator[str]:
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/simple/jieba/" else 404)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/simple/"
    finally:
        server.shutdown()
        server.server_close()


NAME = "jieba-1.0%2Bcpu-py3-none-any.whl"


@pytest.mark.parametrize(
    ("version", "variable", "kind", "body"),
    [
        (
            "1.0",
            "PIP_INDEX_URL",
            "application/vnd.pypi.simple.v1+json",
            json.dumps({"files": [{"filename": "jieba-1.0-py3-none-any.whl", "hashes": {"sha256": A}}]}),
        ),
        ("1.0+cpu", "WENZHENG_TORCH_INDEX", "text/html", f'<a href="/whl/{NAME}#sha256={A}" class="x">jieba</a>'),
    ],
    ids=["json", "html"],
)
def test_the_index_that_pip_asks_is_asked(
    version: str, variable: str, kind: str, body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = write(tmp_path, f"jieba=={version}\n")
    for name in ("PIP_INDEX_URL", "WENZHENG_TORCH_INDEX"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with index_at(kind, body) as address:
        monkeypatch.setenv(variable, address)
        assert main([str(lock)]) == 0
    assert read_lock(lock) == (Pin("jieba", version, "", (A,)),)


def test_an_index_that_cannot_be_asked_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9")
    lock = write(tmp_path, "jieba==1.0\n")
    assert main([str(lock)]) == 1
    assert "jieba: the package index cannot be asked" in capsys.readouterr().err
    assert lock.read_text() == "jieba==1.0\n"
