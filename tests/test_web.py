"""Fetching what somebody names by its address: within limits, and never from where that may not lead."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index.building.verify import verify
from index.config import Config
from index.errors import IndexCorruptError, ReadError
from index.library.addresses import is_public
from index.library.curation import Curator
from index.library.web import Fetched, fetch
from index.library.web_names import name_of
from index.reports.home_origins import home_origins
from index.storage.store import Index
from qa.citing.citation_export import export
from qa.commands.cli import main
from qa.serialize import report_to_json

REPORT = "政协新乡市第十三届委员会常务委员会工作报告\n\n一、2023年工作回顾\n\n全年立案提案{n}件。\n"
Answer = tuple[int, dict[str, str], bytes]


def today() -> date:
    return datetime.now().astimezone().date()


class Site:
    """A server of this machine. pages: path → status, headers, body. asked: paths with their headers, in order."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                answer = site.pages.get(self.path, (404, {}, b"nothing here"))
                if callable(answer):
                    answer(self)
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                with suppress(OSError):  # of a client that has enough
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def serve(
        self, path: str, body: bytes | str, content_type: str = "text/plain; charset=utf-8", **headers: str
    ) -> str:
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = (200, {"Content-Type": content_type} | headers, data)
        return self.url + path

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        self.pages[path] = (status, {"Location": to}, b"")
        return self.url + path


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


def refusal(url: str, **options: object) -> str:
    with pytest.raises(ReadError) as refused:
        fetch(url, **({"allow_private": True} | options))
    assert refused.value.problem == "web"
    assert refused.value.source == url[:2000]
    assert any("一" <= letter <= "龥" for letter in str(refused.value)), "the remedy is in both languages"
    return str(refused.value)


def test_what_lies_at_an_address_is_fetched_with_its_day_and_a_name(site: Site) -> None:
    url = site.serve("/a/report.txt?id=1", REPORT)
    day = today()
    assert fetch(url + "#top", allow_private=True) == Fetched(
        REPORT.encode(), url + "#top", url, "text/plain", "report.txt", day
    )
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a/report.txt?id=1"]
    assert site.asked[1][1]["user-agent"].startswith("wenzheng/")
    assert "cookie" not in site.asked[1][1]


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "192.0.2.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
     "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
     "2001:db8::1", "2001:0:4136:e378:8000:63bf:80ff:fffe"],
)  # fmt: skip
def test_an_address_that_is_not_of_the_internet_at_large_is_told(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "202.102.224.68", "2400:3200::1", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_a_public_address_is_told(address: str) -> None:
    assert is_public(address)


THIS_MACHINE = ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "[::1]", "[::ffff:127.0.0.1]"]


@pytest.mark.parametrize("host", THIS_MACHINE)
def test_this_machine_is_refused_however_it_is_written(site: Site, host: str) -> None:
    port = site.server.server_port
    message = refusal(f"http://{host}:{port}/report.txt", allow_private=False)
    assert "--allow-private" in message
    assert site.asked == []


def resolving(monkeypatch: pytest.MonkeyPatch, answers: dict[str, list[list[str]]]) -> list[str]:
    """Names are resolved by this: each time a name is asked for, the next of its lists of addresses."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str | bytes, port: int, *args: object, **options: object):
        name = host.decode() if isinstance(host, bytes) else host
        if name not in answers:
            return real(host, port, *args, **options)
        asked.append(name)
        addresses = answers[name].pop(0) if len(answers[name]) > 1 else answers[name][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


def test_a_name_with_one_private_address_among_others_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, {"report.example": [["1.1.1.1", "127.0.0.1"]]})
    assert "127.0.0.1" in refusal(f"http://report.example:{site.server.server_port}/", allow_private=False)
    assert site.asked == []


def test_the_address_that_was_looked_at_is_the_one_connected_to(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    # A name that leads elsewhere the second time it is asked for must not be asked for twice by one connection.
    site.serve("/report.txt", REPORT)
    asked = resolving(monkeypatch, {"report.example": [["127.0.0.1"], ["127.0.0.1"], ["10.255.255.1"]]})
    found = fetch(f"http://report.example:{site.server.server_port}/report.txt", allow_private=True)
    assert found.data == REPORT.encode()
    assert len(asked) == len(site.asked), "one connection each, for robots.txt and for the report"
    assert site.asked[-1][1]["host"] == f"report.example:{site.server.server_port}"


@pytest.mark.parametrize("to", ["http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/"])
def test_a_redirect_to_a_private_address_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch, to: str) -> None:
    url = site.redirect("/report", to)
    own = is_public
    monkeypatch.setattr("index.library.addresses.is_public", lambda address: address == "127.0.0.1" or own(address))
    assert "--allow-private" in refusal(url, allow_private=False)


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://example.com/a", "javascript:alert(1)", "gopher://a/"])
def test_other_schemes_are_refused_at_once_and_after_a_redirect(site: Site, to: str) -> None:
    assert "https://" in refusal(to)
    assert "https://" in refusal(site.redirect("/report", to))


NO_ADDRESSES = ["", "report.txt", "http://", "https:///a", "http://a b/", "http://[::1", "http://x:99999/", "/a"]


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_no_address_is_refused(url: str) -> None:
    refusal(url)


def test_an_address_with_a_password_is_refused_without_showing_it() -> None:
    with pytest.raises(ReadError) as refused:
        fetch("https://user:secret@example.com/a", allow_private=True)
    assert "secret" not in str(refused.value)


def test_redirects_are_followed_five_times(site: Site) -> None:
    site.serve("/r0", REPORT)
    for n in range(1, 7):
        site.redirect(f"/r{n}", f"r{n - 1}", status=(301, 302, 303, 307, 308)[n % 5])
    assert fetch(f"{site.url}/r5", allow_private=True).final_url == f"{site.url}/r0"
    assert "5" in refusal(f"{site.url}/r6")


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /", "/a.txt", False),
        ("User-agent: *\nDisallow: /private/\n", "/a.txt", True),
        ("User-agent: *\nDisallow: /private/\n", "/private/a.txt", False),
        ("User-agent: wenzheng\nDisallow: /a\n\nUser-agent: *\nAllow: /", "/a.txt", False),
        ("User-agent: other\nDisallow: /", "/a.txt", True),
        ("\ufeffUser-agent: *\nDisallow: /a", "/a.txt", False),
        ("", "/a.txt", True),
    ],
)
def test_robots_txt_is_respected(site: Site, rules: str, path: str, *, allowed: bool) -> None:
    site.serve("/robots.txt", rules)
    url = site.serve(path, REPORT)
    if allowed:
        assert fetch(url, allow_private=True).data == REPORT.encode()
    else:
        assert "robots.txt" in refusal(url)
        assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_a_site_that_cannot_say_its_rules_is_left_alone(site: Site) -> None:
    site.serve("/a.txt", REPORT)
    site.pages["/robots.txt"] = (503, {}, b"")
    assert "robots.txt" in refusal(f"{site.url}/a.txt")


def test_robots_txt_of_a_site_that_is_led_to_is_respected_too(site: Site) -> None:
    other = Site()
    other.serve("/robots.txt", "User-agent: *\nDisallow: /")
    assert "robots.txt" in refusal(site.redirect("/a", other.serve("/a.txt", REPORT)))
    assert [path for path, _ in other.asked] == ["/robots.txt"]
    other.server.shutdown()
    other.server.server_close()


def test_what_is_too_large_is_not_read_to_its_end(site: Site) -> None:
    sent = []

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.end_headers()
        try:
            while len(sent) < 10_000:
                handler.wfile.write(b"x" * 65_536)
                sent.append(1)
        except OSError:
            pass

    site.pages["/endless"] = endless
    assert "1 MB" in refusal(f"{site.url}/endless", most=2**20)
    assert len(sent) < 1_000
    said = site.serve("/said", b"x" * 2_000_000)
    assert "1 MB" in refusal(said, most=2**20)


@pytest.mark.parametrize("coding", ["gzip", "gzip, gzip", "br"])
def test_what_is_packed_small_is_not_unpacked_without_end(site: Site, coding: str) -> None:
    packed = gzip.compress(b"0" * 200_000_000, 9)
    url = site.serve("/bomb", gzip.compress(packed) if "," in coding else packed, **{"Content-Encoding": coding})
    assert "50 MB" in refusal(url)


def test_what_is_packed_as_usual_is_unpacked(site: Site) -> None:
    url = site.serve("/a.txt", gzip.compress(REPORT.encode()), **{"Content-Encoding": "gzip"})
    assert fetch(url, allow_private=True).data == REPORT.encode()


@pytest.mark.parametrize("part", ["head", "body"])
def test_what_drips_is_given_up_in_the_end(site: Site, part: str) -> None:
    over = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" + (b"\r\n" if part == "body" else b"X: ")
        )
        try:
            while not over.wait(0.02):
                handler.wfile.write(b"x")
        except OSError:
            over.set()

    site.pages["/drip"] = drip
    begin = time.monotonic()
    assert "慢" in refusal(f"{site.url}/drip", total_s=1.0)
    assert time.monotonic() - begin < 60, "an endless answer would never end"
    assert over.wait(30)


def test_a_site_that_is_not_there_is_named(site: Site) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "无法访问" in refusal(f"http://127.0.0.1:{port}/a")
    assert "404" in refusal(f"{site.url}/nothing")
    assert "无法访问" in refusal("http://no-such-name.invalid/")


def test_nothing_is_asked_of_a_proxy(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert fetch(site.serve("/a.txt", REPORT), allow_private=True).data == REPORT.encode()


@pytest.mark.parametrize(
    ("url", "content_type", "given", "name"),
    [
        ("https://a.cn/t20240222_1.shtml", "text/html", b"", "t20240222_1.html"),
        ("https://a.cn/", "text/html", b"", "a-cn.html"),
        ("https://a.cn/x.htm?id=3", "application/xhtml+xml", b"", "x.htm"),
        ("https://a.cn/%E6%8A%A5%E5%91%8A.pdf", "application/pdf", b"", "报告.pdf"),
        ("https://a.cn/%B1%A8%B8%E6.doc", "application/msword", b"", "报告.doc"),
        ("https://a.cn/down.aspx?id=3", "application/octet-stream", b'attachment; filename="a.docx"', "a.docx"),
        ("https://a.cn/1", "application/octet-stream", b"a; filename*=UTF-8''%E6%8A%A5%E5%91%8A.ofd", "报告.ofd"),
        ("https://a.cn/1", "application/pdf", b"a; filename=x.pdf; filename*=gb2312''%B1%A8%B8%E6.pdf", "报告.pdf"),
        ("https://a.cn/down", "application/pdf", 'attachment; filename="报告.pdf"'.encode(), "报告.pdf"),
        ("https://a.cn/down", "application/pdf", 'attachment; filename="报告.pdf"'.encode("gbk"), "报告.pdf"),
        ("https://a.cn/down", "application/pdf", b'attachment; filename="%E6%8A%A5%E5%91%8A.pdf"', "报告.pdf"),
        ("https://a.cn/down", "application/pdf", b'attachment; filename="../../etc/passwd"', "passwd.pdf"),
        ("https://a.cn/..%2f..%2fx.txt", "text/plain", b"", "x.txt"),
        ("https://a.cn/readme.md", "text/plain", b"", "readme.md"),
        ("https://a.cn/v1.2", "text/html", b"", "v1.2.html"),
        ("https://a.cn/scan.jpeg", "image/jpeg", b"", "scan.jpeg"),
        ("https://a.cn/a.exe", "application/octet-stream", b"", None),
        ("https://a.cn/a", "", b"", None),
        ("https://a.cn/a.zip", "application/zip", b"", None),
        ("https://a.cn/a.mp4", "video/mp4", b"", None),
        ("https://a.cn/a.js", "text/javascript", b"", None),
    ],
)
def test_a_file_is_called_what_it_is_and_harmlessly(
    url: str, content_type: str, given: bytes, name: str | None
) -> None:
    assert name_of(url, content_type, [(b"Content-Disposition", given)] if given else []) == name


def test_a_type_that_is_not_read_is_refused_with_those_that_are(site: Site) -> None:
    message = refusal(site.serve("/film", b"...", "video/mp4"))
    assert "video/mp4" in message
    assert ".pdf" in message


@pytest.fixture
def home(new_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WENZHENG_READ_SECONDS", "0")
    return new_home


def add(home: Path, *urls: str, private: bool = True) -> int:
    options = ["--allow-private"] if private else []
    return main(["add", *urls, "--home", str(home), "--model", "none", *options])


def test_a_report_is_added_by_its_address_and_cited_with_it(
    site: Site, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    landed = site.serve("/b/report.txt", REPORT.format(n=409))
    url = site.redirect("/short", "/b/report.txt")
    assert add(home, url) == 0
    out = capsys.readouterr().out
    assert f"{url} → uploads/report.txt\n" in out
    assert "cppcc_report · 河南省新乡市 · 2023年" in out
    day = today().isoformat()
    assert verify(home) == []
    with Index.open(home) as index:
        (report,) = index.reports
        assert (report.url, report.accessed) == (landed, today())
        cited = export([report], form="gbt7714-2025").splitlines()[0]
        assert cited == (
            f"[1] 政协新乡市委员会常务委员会. 政协新乡市第十三届委员会常务委员会工作报告[EB/OL]. [{day}]. {landed}."
        )
        assert f"urldate = {{{day}}}" in export([report], form="bibtex")
        (item,) = json.loads(export([report], form="csl-json"))
        assert (item["type"], item["URL"], item["accessed"]["date-parts"]) == (
            "webpage", landed, [[int(part) for part in day.split("-")]],
        )  # fmt: skip
        assert report_to_json(report)["url"] == landed
    assert main(["ask", "新乡2023年立案多少件提案?", "--home", str(home), "--model", "none", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["citations"][0]["url"], answer["citations"][0]["accessed"]) == (landed, day)


def test_one_address_that_fails_stops_no_other(site: Site, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = site.serve("/1/report.txt", REPORT.format(n=409))
    second = site.serve("/2/report.txt", REPORT.format(n=410).replace("新乡", "郑州"))
    again = site.serve("/3/again.txt", REPORT.format(n=409))
    assert add(home, first, f"{site.url}/nothing", second, again) == 1
    out, err = capsys.readouterr()
    assert f"{site.url}/nothing: not added: answers 404" in err
    assert f"{second} → uploads/report-2.txt" in out
    assert f"{again}: holds the same text as uploads/report.txt" in out
    assert {source: each.url for source, each in home_origins(home).items()} == {
        "uploads/report.txt": first,
        "uploads/report-2.txt": second,
    }


def test_this_machine_is_refused_by_the_command_unless_it_is_allowed(
    site: Site, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(home, site.serve("/report.txt", REPORT), private=False) == 1
    assert "--allow-private" in capsys.readouterr().err
    assert not (home / "origins.json").exists()
    assert not (home / "uploads").exists()


def test_builds_keep_the_addresses_and_removing_takes_them_away(site: Site, home: Path) -> None:
    curator = Curator(Config(home=home, model="none"))
    outcome = curator.add_from_web([site.serve("/report.txt", REPORT)], allow_private=True)
    assert [each.status for each in outcome.files] == ["added"]
    assert curator.rebuild().failure is None
    with Index.open(home) as index:
        (report,) = index.reports
        assert report.url == f"{site.url}/report.txt"
    assert curator.remove(report.id).refusal is None
    assert home_origins(home) == {}
    assert verify(home) == []


def test_a_build_that_fails_leaves_no_address_behind(site: Site, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise IndexCorruptError("no")

    monkeypatch.setattr("index.library.curation.build", fail)
    outcome = Curator(Config(home=home, model="none")).add_from_web(
        [site.serve("/report.txt", REPORT)], allow_private=True
    )
    assert [each.problem for each in outcome.files] == ["build"]
    assert home_origins(home) == {}
    assert list((home / "uploads").iterdir()) == []


def test_a_damaged_file_of_addresses_is_said_and_harms_no_answer(site: Site, home: Path) -> None:
    curator = Curator(Config(home=home, model="none"))
    curator.add_from_web([site.serve("/report.txt", REPORT)], allow_private=True)
    path = home / "origins.json"
    path.write_bytes(path.read_bytes().replace(b"127.0.0.1", b"127.0.0.2"))
    (problem,) = verify(home)
    assert str(path) in problem
    with Index.open(home) as index:
        assert index.reports[0].url == ""
    more = curator.add_from_web([site.serve("/other.txt", REPORT.format(n=7))], allow_private=True)
    assert isinstance(more.failure, IndexCorruptError)
    assert b"127.0.0.2" in path.read_bytes(), "what may still be put right is not written over"
