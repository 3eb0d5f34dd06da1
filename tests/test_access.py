"""Who may use the page: the users file, and what is served to whom."""

from __future__ import annotations

import io
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from page_doubles import fake_library

import app
from index.errors import AccessError
from page.access import Users, add_user
from page.serving import pauses
from qa.commands.cli import main

pytestmark = pytest.mark.filterwarnings("ignore")  # Gradio's and its server's own
PASSWORD = "提案 立案:409"
PATHS = ["/", "/config", "/gradio_api/info", "/gradio_api/mcp/", "/gradio_api/file=/etc/passwd", "/static/x"]


@pytest.fixture(scope="module")
def users_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("access") / "users.txt"
    add_user(path, "王芳", PASSWORD)
    add_user(path, "guest", "another password")
    return path


@pytest.fixture(scope="module")
def site(users_file: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pauses, "_LONGEST_S", 0.0)  # how long wrong passwords wait is tested by itself
        yield app.serve(port=port, quiet=True, block=False, library=fake_library(), users_file=users_file)


def test_a_password_is_kept_as_a_hash_that_only_the_owner_reads(users_file: Path) -> None:
    assert "立案" not in users_file.read_text(encoding="utf-8")
    assert stat.S_IMODE(users_file.stat().st_mode) == 0o600


def test_the_same_password_is_hashed_differently_each_time(tmp_path: Path) -> None:
    path = tmp_path / "users.txt"
    for name in ("a", "b"):
        add_user(path, name, "one password")
    hashes = Users.read(path).hashes
    assert hashes["a"][1] != hashes["b"][1]


def test_only_the_user_with_the_password_is_admitted(users_file: Path) -> None:
    users = Users.read(users_file)
    assert users.admits("王芳", PASSWORD)
    for name, password in [("王芳", "409"), ("王芳", ""), ("guest", PASSWORD), ("nobody", ""), ("nobody", PASSWORD)]:
        assert not users.admits(name, password)


def test_a_new_password_replaces_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "users.txt"
    add_user(path, "a", "the first one")
    add_user(path, "a", "the second one")
    users = Users.read(path)
    assert users.admits("a", "the second one")
    assert not users.admits("a", "the first one")


@pytest.mark.parametrize(("name", "password"), [("", "long enough"), ("a:b", "long enough"), ("a b", "long enough"),
                                                ("a\nb", "long enough"), ("a", "short")])  # fmt: skip
def test_a_name_or_password_that_cannot_be_used_changes_nothing(tmp_path: Path, name: str, password: str) -> None:
    with pytest.raises(AccessError):
        add_user(tmp_path / "users.txt", name, password)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "# nobody\n", "admin:secret\n", "a:scrypt:00:11\n"])
def test_a_users_file_that_is_none_names_itself_and_the_remedy(tmp_path: Path, text: str) -> None:
    path = tmp_path / "users.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AccessError, match=r"users\.txt.*wenzheng user NAME --file"):
        app.serve(library=fake_library(), users_file=path)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::"])
def test_without_users_the_page_is_not_served_to_others(host: str) -> None:
    with pytest.raises(AccessError, match="wenzheng user NAME"):
        app.serve(host=host, library=fake_library())


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("credentials", [None, ("王芳", "wrong"), ("nobody", PASSWORD)])
def test_nothing_is_served_to_strangers(site: str, path: str, credentials: tuple[str, str] | None) -> None:
    answer = httpx.get(site.rstrip("/") + path, auth=_basic(credentials))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic")
    assert "Wenzheng" not in answer.text


@pytest.mark.parametrize("header", ["Basic", "Basic ***", "Basic /w==", "Bearer abc", "Basic bm9jb2xvbg=="])
def test_a_header_that_cannot_be_read_admits_nobody(site: str, header: str) -> None:
    assert httpx.get(site, headers={"authorization": header}).status_code == 401


def test_a_user_gets_the_page_and_its_answers(site: str) -> None:
    with httpx.Client(base_url=site, auth=_basic(("王芳", PASSWORD)), timeout=30) as client:
        assert "问政" in client.get("/").text
        answer = client.post("/gradio_api/run/ask", json={"data": ["新乡2023年立案多少件提案?", *[None] * 6]})
        assert answer.json()["data"][0]["short"] == "409件"


def test_the_command_writes_a_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    path = tmp_path / "users.txt"
    monkeypatch.setattr("sys.stdin", io.StringIO("a long password\n"))
    assert main(["user", "li", "--file", str(path)]) == 0
    assert f"wenzheng serve --auth {path}" in capsys.readouterr().out
    assert Users.read(path).admits("li", "a long password")


def test_the_command_refuses_to_serve_others_without_users(capsys) -> None:
    assert main(["serve", "--host", "0.0.0.0"]) == 1
    assert "--auth" in capsys.readouterr().err


def _basic(credentials: tuple[str, str] | None) -> httpx.BasicAuth | None:
    return httpx.BasicAuth(*(part.encode() for part in credentials)) if credentials else None
