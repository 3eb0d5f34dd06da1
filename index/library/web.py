"""A page or document that somebody names by its address, fetched within limits of time, size and where it may lie."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from urllib.robotparser import RobotFileParser

import httpcore
import httpx

from index.errors import ReadError
from index.library.addresses import CheckedBackend, RefusedAddressError
from index.library.uploads import MAX_UPLOAD_BYTES
from index.library.web_names import LONGEST_URL, accepted_suffixes, name_of

__all__ = ["Fetched", "fetch"]

_CONNECT_S, _READ_S, _TOTAL_S = 10.0, 20.0, 120.0
_REDIRECTS = 5
_MOST_ROBOTS = 512 * 1024  # bytes, as RFC 9309 has it
_CODINGS = ("", "identity", "gzip", "x-gzip", "deflate")
_LEADS_NOWHERE = "leads to what is no https:// address; give the last address itself"
_AGENT = "wenzheng"
_BY_HAND = "fetch it with a browser and add the file. 请用浏览器下载后添加文件"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What lay at an address. url: as it was asked for. final_url: where it was found, after redirects.

    content_type: as the server says it, in lower case, without parameters. name: a harmless one for its file, with the
    suffix of what it is. accessed: the day.
    """

    data: bytes
    url: str
    final_url: str
    content_type: str
    name: str
    accessed: date


@dataclass(frozen=True, slots=True)
class _Limits:
    allow_private: bool
    most: int


def fetch(url: str, *, allow_private: bool = False, most: int = MAX_UPLOAD_BYTES, total_s: float = _TOTAL_S) -> Fetched:
    """What lies at the address, with http or https.

    allow_private: addresses of this machine and of networks that are not public too. most: bytes, unpacked. total_s:
    seconds, for all of it, robots.txt and redirects included.

    Raises: ReadError, which names the address and the remedy, where it cannot or may not be had.
    """
    limits = _Limits(allow_private, most)
    try:
        with _client(limits, time.monotonic() + total_s) as client:
            return _follow(client, url, limits)
    except RefusedAddressError as error:
        raise _refused(
            url,
            f"leads to {error.host} ({error.address}), which is no public address; with --allow-private it is fetched "
            "all the same. 地址不是公网地址，确需下载请加 --allow-private",
        ) from error
    except (httpx.TimeoutException, httpcore.TimeoutException) as error:
        message = "takes too long to answer; try again later, or fetch it with a browser and add the file"
        raise _refused(url, f"{message}. 网站响应太慢，请稍后再试，或用浏览器下载后添加文件") from error
    except httpx.InvalidURL as error:  # of a redirect, which httpx reads though it does not follow
        raise _refused(url, f"{_LEADS_NOWHERE}. 跳转到的不是 https:// 网址，请直接给出最终网址") from error
    except (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        reason = str(error) or type(error).__name__
        raise _refused(url, f"cannot be reached ({reason}); check the address. 无法访问，请检查网址") from error


def _refused(url: str, message: str) -> ReadError:
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in url[:LONGEST_URL])
    return ReadError(shown, message, problem="web")


class _Transport(httpx.BaseTransport):
    """httpx's own does not let one say how connections are made."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False), network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
        )
        answer = self._pool.handle_request(
            httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def _client(limits: _Limits, until: float) -> httpx.Client:
    try:
        own = version("wenzheng")
    except PackageNotFoundError:  # run from a checkout that is not installed
        own = "0"
    return httpx.Client(
        transport=_Transport(CheckedBackend(allow_private=limits.allow_private, until=until)),
        headers={"User-Agent": f"{_AGENT}/{own}", "Accept": "*/*", "Accept-Encoding": "gzip, deflate"},
        timeout=httpx.Timeout(_READ_S, connect=_CONNECT_S),
        follow_redirects=False,
        trust_env=False,
    )


def _follow(client: httpx.Client, url: str, limits: _Limits) -> Fetched:
    """Redirects are followed one by one, since each may lead where nothing may be fetched."""
    at = _parsed(url, url)
    robots: dict[str, RobotFileParser | None] = {}
    for _ in range(_REDIRECTS + 1):
        _ask_robots(client, at, url, robots)
        with _answer(client, at) as answer:
            if answer.has_redirect_location:
                at = _parsed(str(at.join(answer.headers.get("location", ""))), url)
                continue
            if answer.status_code != httpx.codes.OK:
                raise _refused(url, f"{_status(answer)}; check the address, or {_BY_HAND}")
            content_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
            name = name_of(str(at), content_type, answer.headers.raw)
            if name is None:
                message = f"is of a type that is not read ({content_type or 'none'}); {', '.join(accepted_suffixes())}"
                raise _refused(url, f"{message} are. 不读这种类型的文件")
            data = _read(answer, limits.most)
            if data is None:
                mb = limits.most / 2**20
                raise _refused(url, f"is larger than {mb:g} MB, or packed in a way that is not read; {_BY_HAND}")
            if not data.strip():
                raise _refused(url, "is empty; check the address. 内容是空的，请检查网址")
            return Fetched(data, url, str(at), content_type, name, datetime.now().astimezone().date())
    raise _refused(url, f"leads on more than {_REDIRECTS} times; give the last address. 跳转太多，请直接给出最终网址")


def _parsed(address: str, url: str) -> httpx.URL:
    """Raises: ReadError for what is no address of the web."""
    try:
        if len(address) > LONGEST_URL:
            raise httpx.InvalidURL("too long")
        parsed = httpx.URL(address.strip())
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise _refused(url, f"is no address ({error}); copy it from the browser. 网址不对，请从浏览器复制") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        message = (
            "is no http or https address; give one that begins with https://. 只支持以 http:// 或 https:// 开头的网址"
        )
        raise _refused(url, message)
    if parsed.userinfo:
        message = "holds a name or password; take them out, for addresses are kept. 网址里有用户名或密码，请去掉"
        raise _refused(str(parsed.copy_with(username=None, password=None)), message)
    return parsed.copy_with(fragment=None)


@contextmanager
def _answer(client: httpx.Client, at: httpx.URL) -> Iterator[httpx.Response]:
    with client.stream("GET", at) as answer:
        yield answer


def _status(answer: httpx.Response) -> str:
    return f"answers {answer.status_code} {answer.reason_phrase}".rstrip()


def _ask_robots(client: httpx.Client, at: httpx.URL, url: str, known: dict[str, RobotFileParser | None]) -> None:
    """Raises: ReadError where the site does not want programs there (RFC 9309)."""
    site = f"{at.scheme}://{at.netloc.decode('ascii')}"
    if site not in known:
        known[site] = _robots(client, httpx.URL(f"{site}/robots.txt"), url)
    rules = known[site]
    if rules is not None and not rules.can_fetch(_AGENT, str(at)):
        raise _refused(url, f"is closed to programs by the site's robots.txt; {_BY_HAND}")


def _robots(client: httpx.Client, at: httpx.URL, url: str) -> RobotFileParser | None:
    """None where the site has no rules."""
    for _ in range(_REDIRECTS + 1):
        with _answer(client, at) as answer:
            if answer.has_redirect_location:
                at = _parsed(str(at.join(answer.headers.get("location", ""))), url)
                continue
            if answer.is_server_error or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
                message = f"{_status(answer)} for its robots.txt, so that nothing may be fetched now; try again later"
                raise _refused(url, f"{message}. 网站暂时无法访问，请稍后再试")
            if answer.status_code != httpx.codes.OK:
                return None
            text = _read(answer, _MOST_ROBOTS)
            rules = RobotFileParser()
            rules.parse((text or b"").decode("utf-8", "replace").lstrip("\ufeff").splitlines())
            return rules
    return None


def _read(answer: httpx.Response, most: int) -> bytes | None:
    """The body, unpacked; None where it is more than `most` bytes, or packed more than once or in another way.

    A piece of 64 KB unpacks to 66 MB at most.
    """
    if answer.headers.get("content-encoding", "").strip().lower() not in _CODINGS:
        return None
    length = answer.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > most:
        return None
    data = bytearray()
    for piece in answer.iter_bytes():
        data += piece
        if len(data) > most:
            return None
    return bytes(data)
