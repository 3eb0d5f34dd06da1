"""Documents of office programs to text: .doc, .wps, .rtf, .odt through LibreOffice, and plainer without it.

LibreOffice runs for one file at a time, in a folder of its own that goes with it: no macros, no network, and all of
its processes end when the time is up or when the process that asks ends.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from index.errors import ReadError
from index.reading import docx, epub, odt, word97
from index.reading.containers import office_format
from index.reading.extracted import Extracted, Tell, silent

__all__ = ["extract", "soffice"]

_LIMIT_S = 45.0  # 1.5 s for a report of 20 pages; less than what reading a file may take
_END_S = 5.0
_SUFFIX = {"ole": ".doc", "rtf": ".rtf", "odt": ".odt", "docx": ".docx"}
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_PLAINER = (
    "read without LibreOffice: tables, notes and numbers of lists may be plainer; install it and add the file anew "
    "没有用 LibreOffice，表格、脚注、编号可能不全；装上后请重新添加"
)
_REMEDY = "install LibreOffice or save it as .docx. 请安装 LibreOffice，或另存为 .docx"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""
# A nobody's proxy, for what asks the environment.
_NOWHERE = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")
# The group's first process waits for its standard input to close, as it does when the process that asks ends, and
# then ends them all.
_GUARDED = """
exec 3<&0
( read -r _ <&3; rm -rf -- "$0"; kill -KILL 0 ) &
"$@" </dev/null >/dev/null 2>&1 3<&-
"""
_PLAIN: dict[str, Callable[[bytes, str], Extracted]] = {
    "ole": word97.extract,
    "odt": odt.extract,
}


def soffice() -> str | None:
    """The path of LibreOffice's program; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or next(filter(os.path.exists, _PLACES), None)


def extract(data: bytes, source: str, tell: Tell = silent) -> Extracted:
    """The text of a document of an office program, whose format its bytes say.

    Raises: ReadError where it is damaged, locked, takes too long, or cannot be read without LibreOffice.
    """
    kind = office_format(data)
    if kind == "epub":
        return epub.extract(data, source, tell)
    if kind == "docx":
        try:
            return docx.extract(data, source, tell)
        except ReadError as error:
            if error.problem != "unreadable" or soffice() is None:
                raise
    elif kind not in _SUFFIX:
        message = "is no document that is read here; save it as .docx. 不是能读的文档，请另存为 .docx"
        raise ReadError(source, message, problem="format")
    name = _name_of(data, kind, source)
    program = soffice()
    if program is None:
        if kind not in _PLAIN:
            raise ReadError(source, f"is read by LibreOffice, which is missing; {_REMEDY}", problem="format")
        plain = _PLAIN[kind](data, source)
        return replace(plain, encoding=name, notes=(*plain.notes, _PLAINER))
    tell("convert", 0, 1)
    converted = _converted(program, data, source, _SUFFIX[kind])
    tell("convert", 1, 1)
    return replace(docx.extract(converted, source, tell), encoding=name)


def _name_of(data: bytes, kind: str, source: str) -> str:
    """What the format is called; compound files that hold no Word document are refused.

    Raises: ReadError.
    """
    if kind != "ole":
        return kind
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if ole.exists("EncryptedPackage"):
                raise ReadError(source, "is locked by a password; save it without one. 文件有密码，请去掉后另存")
            if ole.exists("WordDocument"):
                return "doc"
    except (OSError, ValueError, IndexError, RecursionError) as error:
        message = "is damaged; open it in its program and save it as .docx. 文件已损坏，请打开后另存为 .docx"
        raise ReadError(source, message, problem="damaged") from error
    message = "is no Word document, though of the same kind of file; save it as .docx. 不是 Word 文档，请另存为 .docx"
    raise ReadError(source, message, problem="format")


def _converted(program: str, data: bytes, source: str, suffix: str) -> bytes:
    """The document as .docx. Raises: ReadError where LibreOffice does not give one in time."""
    with tempfile.TemporaryDirectory(prefix="wenzheng-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        (folder / f"in{suffix}").write_bytes(data)
        words = [
            program, "--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault", "--nofirststartwizard",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(folder / f"in{suffix}"),
        ]  # fmt: skip
        try:
            _run(words, folder)
        except subprocess.TimeoutExpired as error:
            message = (
                f"took LibreOffice longer than {_LIMIT_S:g} s; save it as .docx. LibreOffice 转换太久，请另存为 .docx"
            )
            raise ReadError(source, message, problem="slow") from error
        except OSError as error:
            message = f"cannot be converted ({error}); {_REMEDY}"
            raise ReadError(source, message, problem="damaged") from error
        made = folder / "out" / "in.docx"
        if not made.is_file():
            message = "cannot be opened by LibreOffice; save it as .docx. LibreOffice 打不开，请另存为 .docx"
            raise ReadError(source, message, problem="damaged")
        return made.read_bytes()


def _run(words: list[str], folder: Path) -> None:
    """Raises: TimeoutExpired, when all of its processes have been ended; OSError."""
    guarded = os.name == "posix"
    environment = {**os.environ, **_NOWHERE, "HOME": str(folder), "TMPDIR": str(folder)}
    process = subprocess.Popen(
        ["/bin/sh", "-c", _GUARDED, str(folder), *words] if guarded else words,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        start_new_session=True,
    )
    try:
        process.wait(_LIMIT_S)
    finally:
        if guarded:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        if process.stdin is not None:
            process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_END_S)
