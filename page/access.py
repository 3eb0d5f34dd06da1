"""Who may use the page: a file of users with hashed passwords, asked for before anything else is served.

HTTP Basic (RFC 7617) in front of the whole server, so that page, uploads, REST and MCP are guarded by one thing. It
does not encrypt: beyond one machine, put a server that speaks TLS before the page.
"""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from page.serving.pauses import Pauses
from page.serving.requests import refuse, values_of
from qa import AccessError, WenzhengError, command, read_regular

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["BasicAccess", "Users", "add_user"]

# scrypt (RFC 7914) with 16 MiB of memory: some 40 ms a guess here.
_COST, _BLOCK, _PARALLEL, _LENGTH = 2**14, 8, 1, 32
_LINE = re.compile(r"(?P<name>[^:\s]+):scrypt:(?P<salt>[0-9a-f]{32}):(?P<hash>[0-9a-f]{64})")
_NAME = re.compile(r"[^:\s\x00-\x1f\x7f]{1,64}")
_SHORTEST_PASSWORD = 8
_MOST_KNOWN = 10_000
_MOST_BYTES = 2**20  # some 7,000 users


@dataclass(frozen=True, slots=True)
class Users:
    """names → (salt, scrypt of the password)."""

    hashes: dict[str, tuple[bytes, bytes]]

    @classmethod
    def read(cls, path: Path) -> Users:
        """The users of a file that `wenzheng user` wrote.

        Raises:
            AccessError: it cannot be read, a line of it is not a user, or it holds none.
        """
        try:
            lines = read_regular(path, most=_MOST_BYTES).decode("utf-8").splitlines()
        except (WenzhengError, UnicodeDecodeError) as error:
            raise AccessError(f"{path}: the users file cannot be read ({error}). {_remedy(path)}") from error
        hashes: dict[str, tuple[bytes, bytes]] = {}
        for number, line in enumerate(lines, start=1):
            if not line.strip() or line.startswith("#"):
                continue
            match = _LINE.fullmatch(line.strip())
            if match is None:
                raise AccessError(f"{path}, line {number}: not a user with a hashed password. {_remedy(path)}")
            hashes[match["name"]] = (bytes.fromhex(match["salt"]), bytes.fromhex(match["hash"]))
        if not hashes:
            raise AccessError(f"{path}: holds no user. {_remedy(path)}")
        return cls(hashes)

    def admits(self, name: str, password: str) -> bool:
        """Whether this is the user's password. Takes as long for a name that does not exist."""
        salt, expected = self.hashes.get(name, (b"\0" * 16, b""))
        return hmac.compare_digest(_hash(password, salt), expected)


def add_user(path: Path, name: str, password: str) -> None:
    """Writes the user into the file, in place of one of that name; the file is readable by its owner alone.

    Raises:
        AccessError: the name or password cannot be used, or the file cannot be read.
    """
    if not _NAME.fullmatch(name):
        raise AccessError(f"{name!r} is no user name: 1 to 64 characters, no colon, no space.")
    if len(password) < _SHORTEST_PASSWORD:
        raise AccessError(f"The password has fewer than {_SHORTEST_PASSWORD} characters; choose a longer one.")
    hashes = dict(Users.read(path).hashes) if path.exists() else {}
    salt = secrets.token_bytes(16)
    hashes[name] = (salt, _hash(password, salt))
    lines = [f"{user}:scrypt:{one.hex()}:{other.hex()}\n" for user, (one, other) in sorted(hashes.items())]
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.writelines(lines)
    beside.replace(path)


class BasicAccess:
    """ASGI middleware that serves nothing to a request without the name and password of a user."""

    def __init__(self, app: ASGIApp, users: Users) -> None:
        self._app = app
        # A browser sends the password with each of its requests: hash each pair that was right once only. What is
        # remembered is a digest under a key that dies with the process.
        self._key = secrets.token_bytes(32)
        self._known: set[bytes] = set()
        self._users = users
        self._pauses = Pauses()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what may pass; answers the rest with 401, or with 429 where an address guesses too fast."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = values_of(scope["headers"], b"authorization")
        credentials = _credentials(headers[0]) if len(headers) == 1 else None
        if credentials is None:
            await refuse(send, 401, _SIGN_IN, headers=_CHALLENGE)
            return
        digest = hmac.digest(self._key, headers[0].encode("latin-1"), "sha256")
        if digest not in self._known:
            # Who has been admitted once never waits for what others at the same address guess.
            async with self._pauses.turn(scope.get("client")) as turn:
                if turn is None:
                    await refuse(send, 429, _TOO_FAST, headers=[(b"retry-after", b"30")])
                    return
                if not await self._admits(*credentials):
                    await turn.failed()
                    await refuse(send, 401, _SIGN_IN, headers=_CHALLENGE)
                    return
            if len(self._known) < _MOST_KNOWN:
                self._known.add(digest)
        await self._app(scope, receive, send)

    async def _admits(self, name: str, password: str) -> bool:
        import anyio.to_thread

        return await anyio.to_thread.run_sync(functools.partial(self._users.admits, name, password))


_SIGN_IN = "Sign in with your user name and password. 请用用户名和密码登录。"
_TOO_FAST = "Too many wrong passwords from this address; wait half a minute. 密码错误次数过多，请半分钟后再试。"
_CHALLENGE = ((b"www-authenticate", b'Basic realm="Wenzheng", charset="UTF-8"'),)


def _credentials(header: str) -> tuple[str, str] | None:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name, password) if colon else None


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"), salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL, dklen=_LENGTH
    )


def _remedy(path: Path) -> str:
    return f"Add a user with: {command('user NAME --file')} {path}"
