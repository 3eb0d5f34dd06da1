"""Files that hold files: archives (.zip), and mails (.eml) with what is attached to them."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterable, Iterator
from email.message import MIMEPart
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from index.errors import ReadError
from index.reading.containers import Parts, office_format
from index.reading.files import free_name, is_hidden, safe_name
from index.reading.formats import PACKED, SUFFIXES

__all__ = ["MOST_PACKED", "UNPACK_IT", "Member", "members", "write_members"]

UNPACK_IT = "unpack it and add the files in it"
MOST_PACKED = 256 * 2**20  # bytes of an archive or a mail
_DEEPEST = 3  # an archive attached to a mail that stands in an archive
_MOST = 1_000  # files
_MOST_BYTES = 512 * 2**20
_LEAST_TEXT = 600  # bytes of a mail's own text; less is a word of greeting to what is attached
_SPACE_AND_MARKS = re.compile(rb"<[^<>]{0,2000}>|\s+|&nbsp;")
_BODY, _FORWARDED = "正文", "转发"


class Member(NamedTuple):
    """name: as a path below the file it stands in, of harmless parts: 2023/报告.docx."""

    name: str
    data: bytes


def members(data: bytes, source: str) -> list[Member]:
    """The files in it, in their order, those in archives and mails within it too; hidden ones are left out.

    Raises: ReadError where it is damaged, locked, empty or unpacks to too much.
    """
    found: list[Member] = []
    taken: set[str] = set()
    left = _MOST_BYTES
    for name, inner in _within(data, source, source, 1):
        left -= len(inner)
        if left < 0 or len(found) >= _MOST:
            message = f"unpacks to more than is read; {UNPACK_IT}. 解开后太大，请解压后添加"
            raise ReadError(source, message, problem="large")
        own = str(free_name(PurePosixPath(name), lambda path: str(path).casefold() in taken))
        taken.add(own.casefold())
        found.append(Member(own, inner))
    if not found:
        raise ReadError(source, "holds no file. 里面没有文件", problem="empty")
    return found


def write_members(held: Iterable[Member], folder: Path) -> list[Path]:
    """The files below a folder, in their order. Raises: OSError."""
    written = []
    for member in held:
        path = folder / member.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(member.data)
        written.append(path)
    return written


def _within(data: bytes, name: str, source: str, depth: int) -> Iterator[tuple[str, bytes]]:
    """(path below it, bytes) of each file."""
    for path, inner in _of_mail(data, source) if name.lower().endswith(".eml") else _of_zip(data, source):
        if path.lower().endswith(PACKED) and depth < _DEEPEST:
            yield from ((f"{path}/{below}", each) for below, each in _within(inner, path, source, depth + 1))
        else:
            yield path, inner


def _of_zip(data: bytes, source: str) -> Iterator[tuple[str, bytes]]:
    if kind := office_format(data):
        message = f"is a .{kind} file by its content; give it that suffix. 内容是 .{kind} 文件，请改后缀"
        raise ReadError(source, message, problem="format")
    parts = Parts(data, source)
    for name in parts.names():
        steps = [step for step in parts.written_name(name).split("/") if step.strip(" .")]
        if name.endswith("/") or not steps or any(map(is_hidden, steps)):
            continue
        yield "/".join(safe_name(step) for step in steps), parts.read(name)


def _of_mail(data: bytes, source: str) -> Iterator[tuple[str, bytes]]:
    """What is attached, and the mail's own text where it says more than a greeting, or nothing is attached."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        attached = [
            (safe_name(part.get_filename() or f"{_FORWARDED}.eml"), _bytes_of(part))
            for part in message.iter_attachments()
            if part.get_filename() or part.get_content_type() == "message/rfc822"
        ]
        body = message.get_body(preferencelist=("html", "plain"))
        text = b"" if body is None else _bytes_of(body)
        is_page = body is not None and body.get_content_subtype() == "html"
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:  # what a broken mail raises
        told = "is a damaged mail; save what is attached to it. 邮件已损坏，请另存附件后添加"
        raise ReadError(source, told, problem="damaged") from error
    reports = any(PurePosixPath(name).suffix in (*SUFFIXES, *PACKED) for name, _ in attached)
    if text.strip() and (not reports or len(_SPACE_AND_MARKS.sub(b"", text)) >= _LEAST_TEXT):
        yield f"{_BODY}.{'html' if is_page else 'txt'}", text
    yield from attached


def _bytes_of(part: MIMEPart) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return b"".join(each.as_bytes() for each in part.iter_parts())
    held = part.get_payload(decode=True)
    return held if isinstance(held, bytes) else b""
