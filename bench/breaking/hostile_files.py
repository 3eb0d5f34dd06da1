"""More than a hundred kinds of files and folders that harm, or seem to; `write_hostile` puts one of each in a folder.

For tests and for bench: what is written, and what a build must say of it while it indexes the reports beside it.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import socket
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

__all__ = ["GOOD", "KINDS", "Hostile", "Said", "remove_hostile", "sparse", "write_hostile"]

Said = Literal["refused", "passed over", "indexed", "nothing"]
GOOD = "政协第十三届新乡市委员会常务委员会工作报告\n\n（2024年2月1日）\n\n一、2023年工作回顾\n\n共收到提案409件。\n"


def _with(figure: int) -> str:
    """A report of its own: the same text in another encoding would be a copy."""
    return GOOD.replace("409", str(figure)).replace("新乡", "洛阳")


@dataclass(frozen=True, slots=True)
class Hostile:
    """name: of the file or folder, as the build shows it, or what it shows begins with. said: what becomes of it.

    why: words of the sentence that names it; "" for what is indexed or hidden. make: puts it into a folder.
    """

    name: str
    said: Said
    why: str
    make: Callable[[Path], None]


def write_hostile(folder: Path) -> dict[str, Hostile]:
    """One of each kind in the folder, which is there already, and `good.txt`; name → what must be said of it.

    Beside the folder lies `outside.txt`, to which links lead. What the system does not let us make is left out.
    """
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder.parent / "outside.txt").write_text(GOOD.replace("409", "411"), encoding="utf-8")
    made = {}
    for kind in KINDS:
        try:
            kind.make(folder)
        except (OSError, NotImplementedError, ValueError):  # mknod as a user, names a file system does not take
            continue
        made[kind.name] = kind
    return made


def remove_hostile(folder: Path) -> None:
    """Remove it with what is in it, which is nested too deeply for Python's own means."""
    subprocess.run(["rm", "-rf", "--", str(folder)], check=True)


def _holding(name: str, data: bytes, said: Said, why: str = "") -> Hostile:
    def make(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)

    return Hostile(name, said, why, make)


def _text(name: str, text: str, said: Said = "indexed", why: str = "") -> Hostile:
    # A line of its own, so that none is the copy of another.
    return _holding(name, f"{name}工作报告\n{text}".encode("utf-8", "surrogatepass"), said, why)


def _made(name: str, said: Said, why: str, make: Callable[[Path], object], shown: str = "") -> Hostile:
    def at(folder: Path) -> None:
        make(folder / name)

    return Hostile(shown or name, said, why, at)


def sparse(size: int) -> Callable[[Path], object]:
    """Makes a file of so many NUL bytes that takes no room."""

    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the path of a socket may have 107 bytes
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.chdir(here)


def _link_to(target: str) -> Callable[[Path], object]:
    return lambda path: path.symlink_to(target)


def _nested(depth: int) -> Callable[[Path], object]:
    """Folders in folders, made one in the other: a path of all of them may be too long."""

    def make(path: Path) -> None:
        here = os.open(path.parent, os.O_RDONLY)
        for name in (path.name, *["d"] * depth):
            os.mkdir(name, dir_fd=here)
            outer, here = here, os.open(name, os.O_RDONLY, dir_fd=here)
            os.close(outer)
        lowest = os.open("low.txt", os.O_WRONLY | os.O_CREAT, 0o644, dir_fd=here)
        os.write(lowest, GOOD.encode())
        os.close(lowest)
        os.close(here)

    return make


def _long_folders(path: Path) -> None:
    """Thirty folders of 255 bytes each: few, but their path is longer than paths can be."""
    here = os.open(path.parent, os.O_RDONLY)
    for name in (path.name, *["d" * 255] * 30):
        os.mkdir(name, dir_fd=here)
        outer, here = here, os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(outer)
    os.close(here)


def _without_permission(path: Path) -> None:
    path.mkdir()
    path.chmod(0)


def _many(path: Path) -> None:
    path.mkdir()
    for number in range(300):
        (path / f"{number}.txt").touch()


def _zip_bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 5_000_000)
    return written.getvalue()


_NOISE = random.Random(7).randbytes(20_000)
_CHINESE = "全市经济社会发展，人民政府工作的情况和要求。"
_ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00>\x00" + bytes(200)
_BINARY = "is a binary file"
_ENCODING = "unknown encoding"
_NO_FILE = "not a file"

_BYTES: tuple[tuple[str, bytes, Said, str], ...] = (
    ("empty.txt", b"", "refused", "is empty"),
    ("empty.md", b"", "refused", "is empty"),
    ("blanks.txt", b" \n\t\r\n" * 5000, "refused", "is empty"),
    ("wide-blanks.txt", "\u3000\u2003\u00a0\n".encode() * 5000, "refused", "is empty"),
    ("mark-alone.txt", b"\xef\xbb\xbf", "refused", "is empty"),
    ("nul.txt", b"\0", "refused", _BINARY),
    ("nuls.txt", bytes(100_000), "refused", _BINARY),
    ("nul-at-the-end.txt", GOOD.encode() + b"\0", "refused", _BINARY),
    ("nul-between.txt", b"\0".join(GOOD.encode().split(b"\n")), "refused", _BINARY),
    ("control.txt", bytes(range(1, 32)) * 50, "refused", _BINARY),
    ("escapes.txt", b"\x1b[2J\x1b]52;c;aGk=\x07" * 500, "refused", _BINARY),
    ("backspaces.txt", b"\x08\x7f" * 5000, "refused", _BINARY),
    ("noise.txt", _NOISE, "refused", ""),
    ("noise-without-nul.txt", _NOISE.replace(b"\0", b"\x80"), "refused", ""),
    ("high-bytes.txt", b"\xff" * 5000, "refused", _ENCODING),
    ("lone-continuations.txt", b"\x80" * 5001, "refused", _ENCODING),
    ("overlong.txt", b"\xc0\xaf" * 999, "refused", _ENCODING),
    ("five-bytes.txt", b"\xf8\x88\x80\x80\x80" * 333, "refused", _ENCODING),
    ("surrogates-in-utf8.txt", b"\xed\xa0\x80\xed\xb0\x80" * 99, "refused", ""),
    ("beyond-unicode.txt", b"\xf4\x90\x80\x80" * 99, "refused", ""),
    ("latin-1.txt", "Ein schöner Bericht über Anträge. ".encode("latin-1") * 99, "refused", _ENCODING),
    ("big5.txt", "臺北市議會工作報告，本會期審議議案。".encode("big5") * 50, "indexed", ""),
    ("shift-jis.txt", "国会の報告についての説明です。".encode("shift_jis") * 50, "refused", _ENCODING),
    ("euc-kr.txt", "국회 보고서에 관한 설명입니다.".encode("euc_kr") * 50, "refused", _ENCODING),
    ("cp1251.txt", "Отчёт о работе правительства. ".encode("cp1251") * 50, "refused", _ENCODING),
    ("utf-16.txt", _with(501).encode("utf-16"), "indexed", ""),
    ("utf-16-be.txt", b"\xfe\xff" + _with(502).encode("utf-16-be"), "indexed", ""),
    ("utf-16-unmarked.txt", _with(503).encode("utf-16-le"), "indexed", ""),
    ("utf-16-be-unmarked.txt", _with(504).encode("utf-16-be"), "indexed", ""),
    ("utf-32.txt", _with(505).encode("utf-32"), "indexed", ""),
    ("gzip.txt", gzip.compress(GOOD.encode() * 99, mtime=0) + b"\0", "refused", _BINARY),
    ("zlib.txt", zlib.compress(_NOISE), "refused", ""),
    ("zip-bomb.txt", _zip_bomb(), "refused", _BINARY),
    ("docx.txt", b"PK\x03\x04\x14\0\x06\0" + _NOISE, "refused", _BINARY),
    ("doc.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "refused", "is damaged"),
    ("png.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + _NOISE, "refused", "no picture"),
    ("jpeg.txt", b"\xff\xd8\xff\xe0\0\x10JFIF\0" + _NOISE, "refused", "no picture"),
    ("gif.md", b"GIF89a\x01\0\x01\0\0\0\0;", "refused", _BINARY),
    ("pdf.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\0" + _NOISE, "refused", "is damaged"),
    ("exe.txt", b"MZ\x90\0\x03\0\0\0" + bytes(500), "refused", _BINARY),
    ("elf.txt", _ELF, "refused", _BINARY),
    ("pyc.txt", b"\xa7\r\r\n" + bytes(12) + b"\xe3\0\0\0", "refused", _BINARY),
    ("sqlite.txt", b"SQLite format 3\0" + bytes(84), "refused", _BINARY),
    ("pickle.txt", b"\x80\x04\x95\x0f\0\0\0\0\0\0\0cposix\nsystem\n", "refused", _BINARY),
    ("tar.txt", b"a.txt".ljust(512, b"\0"), "refused", _BINARY),
    ("a.pdf", b"%PDF-1.7", "refused", "is damaged"),
    ("a.docx", b"PK\x03\x04", "refused", "is damaged"),
    ("a.html", b"<p>" * 9, "refused", "no article"),
    ("a.exe", b"MZ", "passed over", ".exe file is not read"),
    ("a.txt.gz", gzip.compress(b"a", mtime=0), "passed over", ".gz file is not read"),
    ("no-suffix", GOOD.encode(), "passed over", "without a suffix"),
    ("dots.", b"x", "passed over", ""),
    (".hidden.txt", GOOD.encode(), "nothing", ""),
    ("~$open.docx", b"x", "nothing", ""),
    (".git/config.txt", GOOD.encode(), "nothing", ""),
    ("gb18030.txt", (GOOD + _CHINESE).encode("gb18030"), "indexed", ""),
    ("marked.txt", ("\ufeff" + GOOD + "甲").encode(), "indexed", ""),
    ("old-mac.txt", (GOOD + "乙").replace("\n", "\r").encode(), "indexed", ""),
    ("dos.txt", (GOOD + "丙").replace("\n", "\r\n").encode() + b"\x1a", "indexed", ""),
    ("truncated.txt", (GOOD + _CHINESE * 20).encode()[:-1], "refused", _ENCODING),
)
_TEXTS: tuple[tuple[str, str], ...] = (
    ("one-letter.txt", "a"),
    ("figure-alone.txt", "9" * 5000),
    ("marks-between.txt", "提\ufeff案" * 3000),
    ("bidi.txt", "\u202e\u2066提案409件\u2069" * 500),
    ("combining.txt", "提" + "\u0301" * 20_000),
    ("zero-width.txt", "提\u200b案\u200d" * 3000),
    ("private-use.txt", "\ue000\uf8ff\U0010fffd" * 3000),
    ("not-characters.txt", "\uffff\ufffe\ufdd0" * 3000),
    ("replacement.txt", "\ufffd" * 9000),
    ("emoji.txt", "👨‍👩‍👧‍👦🇨🇳" * 999),
    ("astral.txt", "𠀀𪜶𫝀" * 3000),
    ("line-separators.txt", "提案\u2028\u2029\x85" * 3000),
    ("form-feeds.txt", "提案\f\v" * 3000),
    ("one-long-line.txt", "全市经济发展" * 30_000),
    ("long-word.txt", "a" * 200_000),
    ("long-number.txt", "立案" + "1" * 20_000 + "件"),
    ("long-exponent.txt", "投资1e999999999亿元，增长-0.000000001%"),
    ("many-lines.txt", "\n" * 20_000 + "提案"),
    ("short-lines.txt", "提\n" * 5000),
    ("yaml-bomb.md", "---\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ) + "---\n提案"),
    ("yaml-object.md", "---\n!!python/object/apply:os.system ['echo']\n---\n提案"),
    ("html-nested.md", "<div>" * 20_000 + "提案"),
    ("html-entities.md", "&lt;&#x4e00;&bogus;" * 3000),
    ("script.md", "<script>alert(1)</script><img src=x onerror=alert(1)>" * 99),
    ("xml-bomb.md", '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>' * 99),
    ("wide-table.md", "|" + "指标|" * 2000 + "\n|" + "-|" * 2000 + "\n|" + "9|" * 2000),
    ("long-table.md", "|指标|数|\n|-|-|\n" + "|提案|9|\n" * 2000),
    ("ragged-table.md", "|a|b|\n|-|-|\n" + "".join("|" * n + "\n" for n in range(200))),
    ("list-nested.md", "".join(" " * n + "- 提案\n" for n in range(500))),
    ("quote-nested.md", ">" * 5000 + "提案"),
    ("headings.md", "".join("#" * (n % 9) + " 提案\n" for n in range(3000))),
    ("heading-long.md", "# " + "提案" * 20_000),
    ("links.md", "[a](b" * 3000),
    ("brackets.txt", "（" * 10_000 + "）" * 10_000),
    ("quotes.txt", "“" * 10_000),
    ("title-marks.txt", "《" * 10_000),
    ("numbered.txt", "".join(f"（{n}）\n" for n in range(3000))),
    ("chinese-numbers.txt", "一二三四五六七八九十百千万亿" * 999),
    ("dates.txt", "2024年13月45日" * 999),
    ("years.txt", "0000年至9999年" * 999),
    ("percent.txt", "%％‰" * 3000),
    ("places.txt", "新乡市郑州市上街区" * 999),
    ("sql.txt", "'); DROP TABLE chunks;--" * 300),
    ("path.txt", "../../etc/passwd\n" * 300),
    ("format.txt", "{0.__class__}%s%n${jndi:ldap://x}" * 300),
    ("half-surrogates.txt", "\\ud800" * 999),
)  # fmt: skip
_LONG = "长" * 83 + ".txt"  # 253 bytes

_MADE: tuple[Hostile, ...] = (
    _made("pipe.txt", "refused", "named pipe (FIFO), " + _NO_FILE, os.mkfifo),
    _made("pipe", "passed over", "without a suffix", os.mkfifo),
    _made("pipe.pdf", "refused", "named pipe", os.mkfifo),
    _made("socket.txt", "refused", "socket, " + _NO_FILE, _socket),
    _made("device.txt", "refused", "device, " + _NO_FILE, lambda path: os.mknod(path, 0o020644, os.makedev(1, 5))),
    _made("block.txt", "refused", "device, " + _NO_FILE, lambda path: os.mknod(path, 0o060644, os.makedev(7, 200))),
    _made("to-zero.txt", "refused", "leads out of the folder", _link_to("/dev/zero")),
    _made("to-random.txt", "refused", "leads out of the folder", _link_to("/dev/random")),
    _made("to-input.txt", "refused", "", _link_to("/dev/stdin")),
    _made("to-tty.txt", "refused", "", _link_to("/dev/tty")),
    _made("to-passwd.txt", "refused", "leads out of the folder", _link_to("/etc/passwd")),
    _made("to-memory.txt", "refused", "leads out of the folder", _link_to("/proc/self/mem")),
    _made("to-outside.txt", "refused", "leads out of the folder", _link_to("../outside.txt")),
    _made("to-nothing.txt", "refused", "cannot be opened", _link_to("nowhere")),
    _made("to-itself.txt", "refused", "cannot be opened", _link_to("to-itself.txt")),
    _made("to-a-pipe.txt", "refused", _NO_FILE, _link_to("pipe.txt")),
    _made("to-root.txt", "passed over", "to a folder", _link_to("/")),
    _made("to-root", "passed over", "to a folder", _link_to("/")),
    _made("to-here", "passed over", "to a folder", _link_to(".")),
    _made("to-above", "passed over", "to a folder", _link_to("..")),
    _made("sparse.txt", "refused", "larger than 20 MB", sparse(100 * 2**30)),
    _made("one-byte-too-large.txt", "refused", "larger than 20 MB", sparse(20 * 2**20 + 1)),
    _made("two-hundred.txt", "refused", "larger than 20 MB", sparse(200 * 2**20)),
    _made("only-nuls.txt", "refused", _BINARY, sparse(2**20)),
    _made("deep", "refused", "folders deep", _nested(1200)),
    _made("deeper", "refused", "folders deep", _nested(5000)),
    _made("long-folders", "refused", "cannot be listed", _long_folders),
    _made("many", "refused", "is empty", _many),
    _made("folder.txt", "nothing", "", Path.mkdir),
    _made("\x1b[31mred.txt", "refused", "name", Path.touch, shown="\\x1b[31mred.txt"),
    _made("new\nline.txt", "refused", "name", Path.touch, shown="new\\nline.txt"),
    _made("tab\t.txt", "refused", "name", Path.touch, shown="tab\\t.txt"),
    _made("c1\x9b.txt", "refused", "name", Path.touch, shown="c1\\x9b.txt"),
    _made("separator\u2028.txt", "refused", "name", Path.touch, shown="separator\\u2028.txt"),
    _made("bytes\udcff.txt", "refused", "name", Path.touch, shown="bytes\\udcff.txt"),
    _made("bytes\udcff.pdf", "refused", "not UTF-8", Path.touch, shown="bytes\\udcff.pdf"),
    _made("folder\udcfe", "refused", "name", _many, shown="folder\\udcfe"),
)
_NAMES = (
    " .txt",
    "空　格.txt",
    "a b'\"$(id)`;&.txt",
    "-rf.txt",
    "CON.txt",
    "%2e%2e%2f.txt",
    "报告.TXT",
    "é.txt",
    "*?.md",
)

KINDS: tuple[Hostile, ...] = (
    *(_holding(*each) for each in _BYTES),
    *(_text(*each) for each in _TEXTS),
    *(_text(name, f"提案{number}件") for number, name in enumerate((*_NAMES, _LONG))),
    *_MADE,
)
