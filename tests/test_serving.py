"""What stands before the page: which hosts and origins, which paths, how much, how fast, how many."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest
from page_doubles import fake_library

import app
from bench.breaking.strangers import METHODS, ODD, paths_of, served
from index.errors import BusyError
from page.access import Users, add_user
from page.serving import pauses, server
from page.serving.bodies import BodyGuard, BodyLimits
from page.serving.hosts import Hosts
from page.serving.server import bind, run
from page.serving.uploads import make_room
from qa import Answerer, Retriever, compare_indicator, verify_claim, within

pytestmark = pytest.mark.filterwarnings("ignore")  # Gradio's and its server's own


@pytest.fixture(scope="module")
def site() -> str:
    return app.serve(port=0, quiet=True, block=False, library=fake_library()).rstrip("/")


@pytest.fixture(scope="module")
def client(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=60) as client:
        yield client


# ---- hosts and origins


@pytest.mark.parametrize(
    ("bound", "allowed", "host", "admitted"),
    [
        ("127.0.0.1", [], "127.0.0.1", True),
        ("127.0.0.1", [], "127.0.0.1:7860", True),
        ("127.0.0.1", [], "localhost:8080", True),
        ("127.0.0.1", [], "LOCALHOST", True),
        ("127.0.0.1", [], "[::1]:7860", True),
        ("::1", [], "[::1]", True),
        ("127.0.0.1", [], "x.localhost", False),
        ("127.0.0.1", [], "localhost.", False),
        ("127.0.0.1", [], "localhost.evil.example", False),
        ("127.0.0.1", [], "127.0.0.1.nip.io", False),
        ("127.0.0.1", [], "127.1", False),
        ("127.0.0.1", [], "2130706433", False),
        ("127.0.0.1", [], "0.0.0.0", False),
        ("127.0.0.1", [], "[::ffff:127.0.0.1]", False),
        ("127.0.0.1", [], "192.168.1.5", False),
        ("127.0.0.1", [], "", False),
        ("127.0.0.1", [], "localhost:99999999", False),
        ("127.0.0.1", [], "localhost@evil.example", False),
        ("127.0.0.1", [], "localhost/evil", False),
        ("127.0.0.1", [], "localhost, evil.example", False),
        ("127.0.0.1", [], "::1", False),
        ("127.0.0.1", ["wenzheng.example.cn"], "wenzheng.example.cn", True),
        ("127.0.0.1", ["Wenzheng.example.cn"], "WENZHENG.example.cn:443", True),
        ("127.0.0.1", ["wenzheng.example.cn"], "evil.wenzheng.example.cn", False),
        ("0.0.0.0", [], "192.168.1.5:7860", True),
        ("0.0.0.0", [], "[fe80::1]:7860", True),
        ("0.0.0.0", [], "office.example", False),
        ("192.168.1.5", [], "192.168.1.5:7860", True),
    ],
)
def test_which_hosts_are_ours(bound: str, allowed: list[str], host: str, admitted: bool) -> None:
    assert Hosts.of(bound, allowed).admits(host) is admitted


@pytest.fixture(scope="module")
def paths() -> list[str]:
    found = paths_of(fake_library())
    assert len(found) > 40
    return found


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: " ".join(f"{name}={value}" for name, value in odd.items()))
def test_no_route_serves_other_hosts_or_sites(client: httpx.Client, paths: list[str], odd: dict[str, str]) -> None:
    assert not [each for each in served(client, paths, odd=odd, methods=("GET", "POST", "OPTIONS")) if each]


@pytest.mark.parametrize("count", [0, 2])
def test_a_request_names_one_host(site: str, count: int) -> None:
    port = int(site.rpartition(":")[2])
    with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as raw:
        hosts = f"Host: 127.0.0.1:{port}\r\n" * count
        raw.sendall(f"GET /config HTTP/1.1\r\n{hosts}\r\n".encode())
        assert raw.recv(100).startswith(b"HTTP/1.1 400")


def test_our_own_page_and_links_from_elsewhere_are_served(site: str, client: httpx.Client) -> None:
    own = {"origin": site, "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"}
    assert client.get("/config", headers=own).status_code == 200
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    page = client.get("/", headers=followed)
    assert page.status_code == 200
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "same-origin"


def test_a_proxy_s_name_is_served_when_it_is_allowed() -> None:
    library = fake_library()
    site = app.serve(port=0, quiet=True, block=False, library=library, allowed_hosts=["wz.example.cn"])
    secure = {"host": "wz.example.cn", "origin": "https://wz.example.cn"}
    assert httpx.get(f"{site}config", headers=secure).status_code == 200
    assert httpx.get(f"{site}config", headers=secure | {"origin": "https://other.example.cn"}).status_code == 403


def test_only_what_the_page_needs_can_be_reached(client: httpx.Client) -> None:
    assert client.get("/config").status_code == 200
    for path in ("/gradio_api/vibe-edit/", "/gradio_api/proxy=http://127.0.0.1/", "/monitoring", "/gradio_api/token",
                 "/gradio_api/file=/etc/passwd", "/gradio_api/file/etc/passwd", "/login", "/docs"):  # fmt: skip
        for method in METHODS:
            assert client.request(method, path).status_code == 404, (method, path)


# ---- plain HTTP


@pytest.mark.parametrize("way", ["run", "api", "call"])
@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("ask", b"{}", "question is missing"),
        ("ask", b'{"data": []}', "question is missing"),
        ("ask", b'{"data": [null]}', "question is missing"),
        ("ask", b"", "no JSON"),
        ("ask", b"{" * 50_000, "no JSON"),
        ("ask", b"[" * 50_000 + b"]" * 50_000, "no JSON"),
        ("ask", b'"\xff"', "no JSON"),
        ("ask", b"[]", "must be a JSON object"),
        ("ask", b'{"data": "x"}', "data must be a list"),
        ("ask", json.dumps({"data": [1] * 50}).encode(), "at most 8 values"),
        ("ask", b'{"quest": "x"}', "no argument 'quest'"),
        ("search", b'{"data": []}', "question is missing"),
        ("compare", b"{}", "indicator is missing"),
        ("verify", b"{}", "claim is missing"),
    ],
)
def test_arguments_that_are_missing_or_absurd_are_named(
    client: httpx.Client, way: str, name: str, body: bytes, said: str
) -> None:
    answer = client.post(f"/gradio_api/{way}/{name}", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert said in answer.json()["error"]


@pytest.mark.parametrize("arguments", [{"question": 7}, {"question": "x", "years": ["x"]}, {"question": "x", "k": 0}])
def test_values_of_the_wrong_kind_are_a_fault_of_the_request(client: httpx.Client, arguments: dict) -> None:
    name = "search" if "k" in arguments else "ask"
    answer = client.post(f"/gradio_api/run/{name}", json=arguments)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_named_and_numbered_arguments_give_the_same(client: httpx.Client) -> None:
    question = "新乡2023年立案多少件提案?"
    for body in ({"question": question}, {"data": [question]}, {"data": [question, *[None] * 6]}):
        assert client.post("/gradio_api/run/ask", json=body).json()["data"][0]["short"] == "409件"


def test_a_call_in_two_steps_may_leave_arguments_out(client: httpx.Client) -> None:
    for path, body in (("call/ask", {"data": ["新乡2023年?"]}), ("call/v2/ask", {"question": "新乡2023年?"})):
        event = client.post(f"/gradio_api/{path}", json=body).json()["event_id"]
        told = client.get(f"/gradio_api/call/ask/{event}").text
        assert json.loads(told.partition("data: ")[2])[0]["short"] == "409件"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("run/nothing", {"data": []}),
        ("run/predict", {"fn_index": 3, "data": [1]}),
        ("run/predict", {"fn_index": 99999, "data": []}),
        ("run/predict", {"data": []}),
        ("queue/join", {"fn_index": 99999, "data": [], "session_hash": "x"}),
        ("queue/join", {"data": []}),
        ("component_server", {"session_hash": "x", "component_id": 99999, "fn_name": "x", "data": None}),
        ("component_server", []),
    ],
)
def test_what_the_page_s_server_cannot_use_is_a_fault_of_the_request(
    client: httpx.Client, path: str, body: object
) -> None:
    answer = client.post(f"/gradio_api/{path}", json=body)
    assert 400 <= answer.status_code < 500
    assert answer.json() != {"error": None}


def test_a_failure_of_ours_is_said_to_be_one(client: httpx.Client) -> None:
    answer = client.post("/gradio_api/run/ask", json={"question": "出错"})
    assert answer.status_code == 500
    assert answer.json()["error"].startswith("ask failed (RuntimeError)")


# ---- bodies


async def say_length(scope, receive, send) -> None:
    """Answers with the length of the body; a body that never ends, with nothing."""
    length, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(length).encode()})


async def waits_for_lifespan(scope, receive, send, inner) -> None:
    if scope["type"] != "lifespan":
        await inner(scope, receive, send)
        return
    while (await receive())["type"] == "lifespan.startup":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})


def port_of(inner) -> int:
    """The port at which an ASGI application is served."""
    bound = bind("127.0.0.1", 0)
    run(lambda *values: waits_for_lifespan(*values, inner), bound, block=False)
    return bound.getsockname()[1]


@pytest.fixture(scope="module")
def small() -> int:
    limits = BodyLimits(size=1000, upload_size=5000, seconds=1.0, upload_seconds=1.0, idle=0.4)
    return port_of(BodyGuard(say_length, limits))


@pytest.mark.parametrize(
    ("kind", "size", "status"),
    [("application/json", 1000, 200), ("application/json", 1001, 413), ("multipart/form-data; boundary=x", 5000, 200),
     ("multipart/form-data; boundary=x", 5001, 413)],
)  # fmt: skip
@pytest.mark.parametrize("is_announced", [True, False])
def test_a_body_has_a_size(small: int, kind: str, size: int, status: int, is_announced: bool) -> None:
    content = b"x" * size if is_announced else iter([b"x" * (size - 1), b"x"])
    answer = httpx.post(f"http://127.0.0.1:{small}/", content=content, headers={"content-type": kind})
    assert (answer.status_code, answer.text if status == 200 else "") == (status, str(size) if status == 200 else "")


@pytest.mark.parametrize("step", [None, 0.1], ids=["silent", "a byte at a time"])
def test_a_body_has_a_time(small: int, step: float | None) -> None:
    with closing(socket.create_connection(("127.0.0.1", small), timeout=30)) as raw:
        raw.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n")
        started, answer = time.monotonic(), b""
        raw.settimeout(step or 30)
        while not answer and time.monotonic() - started < 30:
            try:
                answer = raw.recv(100)
            except TimeoutError:
                raw.sendall(b"x")
        assert answer.startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("length", ["5\r\nContent-Length: 6", "x", "-1", "9" * 30, "99999999999"])
def test_a_length_that_cannot_be_is_refused(small: int, length: str) -> None:
    with closing(socket.create_connection(("127.0.0.1", small), timeout=30)) as raw:
        raw.sendall(f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
        assert raw.recv(100).startswith((b"HTTP/1.1 400", b"HTTP/1.1 413"))


# ---- connections


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(server._Bounded, "header_seconds", 0.5)
    monkeypatch.setattr(server._Bounded, "most", 8)
    return port_of(say_length)


def is_closed(raw: socket.socket) -> bool:
    """Waits until the other side has closed it."""
    try:
        return raw.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX: "], ids=["silent", "half a header"])
def test_who_says_nothing_is_cut_off(impatient: int, said: bytes) -> None:
    with closing(socket.create_connection(("127.0.0.1", impatient), timeout=30)) as raw:
        raw.sendall(said)
        assert is_closed(raw)


def send_slowly(raw: socket.socket) -> None:
    for _ in range(600):
        raw.sendall(b"X")
        time.sleep(0.05)


def test_headers_a_byte_at_a_time_are_cut_off(impatient: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", impatient), timeout=0.1)) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            send_slowly(raw)


def test_those_who_say_nothing_make_room_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server._Bounded, "most", 8)
    monkeypatch.setattr(server._Bounded, "header_seconds", 300)
    port = port_of(say_length)
    silent = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(30)]
    for _ in range(5):
        assert httpx.get(f"http://127.0.0.1:{port}/").status_code == 200
    assert is_closed(silent[0])
    for raw in silent:
        raw.close()


async def say_much(scope, receive, send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(1000):
        await send({"type": "http.response.body", "body": bytes(100_000), "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def test_who_does_not_read_what_was_asked_for_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server._Bounded, "read_seconds", 0.5)
    with closing(socket.create_connection(("127.0.0.1", port_of(say_much)), timeout=30)) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(5)
        received = 0
        with suppress(ConnectionResetError):
            while data := raw.recv(1 << 20):
                received += len(data)
    assert received < 100_000_000


def test_small_answers_are_sent_at_once() -> None:
    with closing(bind("127.0.0.1", 0)) as bound:
        assert bound.proto == socket.IPPROTO_TCP  # by which asyncio knows it


def test_a_port_that_is_taken_is_said(site: str) -> None:
    with pytest.raises(OSError, match="in use"):
        app.serve(port=int(site.rpartition(":")[2]), quiet=True, block=False, library=fake_library())


# ---- passwords


@pytest.fixture
def guarded(tmp_path: Path) -> Callable[..., httpx.Response]:
    add_user(tmp_path / "users.txt", "li", "a long password")
    site = app.serve(port=0, quiet=True, block=False, library=fake_library(), users_file=tmp_path / "users.txt")
    assert Users.read(tmp_path / "users.txt").admits("li", "a long password")

    def ask(password: str, address: str = "203.0.113.1") -> httpx.Response:
        # The header of a proxy on this machine is believed.
        headers = {"x-forwarded-for": address}
        return httpx.get(f"{site}config", auth=("li", password), headers=headers, timeout=60)

    return ask


def test_wrong_passwords_cost_more_and_more_and_only_where_they_are_tried(
    guarded: Callable[..., httpx.Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def note(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(pauses, "sleep", note)
    for n in range(8):
        assert guarded(f"guess number {n}").status_code == 401
    assert waited == [0.5, 1.0, 2.0, 4.0, 8.0]
    waited.clear()
    assert guarded("a long password", "203.0.113.2").status_code == 200
    assert guarded("a long password").status_code == 200
    assert not waited


def test_mistakes_are_forgotten_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def note(seconds: float) -> None:
        waited.append(seconds)

    async def guess(seen: pauses.Pauses, times: int) -> list[float]:
        waited.clear()
        for _ in range(times):
            async with seen.turn(("203.0.113.1", 1)) as turn:
                assert turn is not None
                await turn.failed()
        return list(waited)

    monkeypatch.setattr(pauses, "sleep", note)
    seen = pauses.Pauses()
    assert asyncio.run(guess(seen, 5)) == [0.5, 1.0]
    assert asyncio.run(guess(seen, 1)) == [2.0]
    monkeypatch.setattr(pauses, "_FORGOTTEN_S", 0.0)
    assert asyncio.run(guess(seen, 1)) == []


def test_guesses_at_once_are_refused_and_known_users_are_not(
    guarded: Callable[..., httpx.Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pauses, "_FIRST_S", 1.0)
    monkeypatch.setattr(pauses, "_LONGEST_S", 1.0)
    monkeypatch.setattr(pauses, "_FREE", 0)
    assert guarded("a long password").status_code == 200
    statuses: list[int] = []
    guesses = [
        threading.Thread(target=lambda n=n: statuses.append(guarded(f"guess number {n}").status_code))
        for n in range(24)
    ]
    for guess in guesses:
        guess.start()
    deadline = time.monotonic() + 30
    while 429 not in statuses and time.monotonic() < deadline:
        time.sleep(0.01)
    assert guarded("a long password").status_code == 200  # while the guesses wait
    for guess in guesses:
        guess.join()
    assert set(statuses) == {401, 429}


# ---- time for an answer


@pytest.mark.parametrize("ask", [
    lambda retriever: Answerer(retriever).ask("新乡2023年立案多少件提案?"),
    lambda retriever: Answerer(retriever).ask("哪个市立案的提案最多?"),
    lambda retriever: compare_indicator(retriever, "提案立案"),
    lambda retriever: verify_claim(retriever, "新乡2023年立案409件提案"),
    lambda retriever: retriever.search("立案"),
], ids=["ask", "compare", "indicator", "verify", "search"])  # fmt: skip
def test_an_answer_ends_when_its_time_is_over(retriever: Retriever, ask: Callable[[Retriever], object]) -> None:
    ask(retriever)
    with within(0.0), pytest.raises(BusyError, match="take more than 0 s"):
        ask(retriever)
    ask(retriever)


def test_who_gets_no_turn_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("page.opened._TURN_SECONDS", 0.01)
    library = fake_library()
    library._turns = threading.BoundedSemaphore(1)
    with library.turn(), pytest.raises(BusyError, match="Too many"), library.turn():
        pass
    with library.turn():
        pass


# ---- uploads


def test_the_oldest_uploads_make_room(tmp_path: Path) -> None:
    for n in range(5):
        path = tmp_path / f"{n}" / "report.txt"
        path.parent.mkdir()
        path.write_bytes(b"x" * 100)
        os.utime(path, (n, n))
    make_room(tmp_path, 250)
    assert sorted(path.parent.name for path in tmp_path.rglob("*.txt")) == ["3", "4"]
