"""Documents of office programs: through LibreOffice where it is installed, plainer without it, never for ever."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from documents import docx_of, paragraph, squeezed, zip_of

from index.errors import ReadError
from index.reading import docx, office, word97
from index.reading.containers import OLE

ROOT = Path(__file__).resolve().parent.parent
_SOFFICE = office.soffice()
_installed = pytest.mark.skipif(_SOFFICE is None, reason="LibreOffice is not installed")


def needs_office(test: Callable[..., None]) -> Callable[..., None]:
    """Starting LibreOffice takes long: those tests are asked for by name."""
    return pytest.mark.documents(_installed(test))


_FILTERS = {"doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format", "odt": "odt"}
Convert = Callable[[bytes, str], bytes]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """A .docx in another format, as LibreOffice writes it."""
    folder = tmp_path_factory.mktemp("office")

    def convert(data: bytes, suffix: str) -> bytes:
        made = folder / f"a.{suffix}"
        made.unlink(missing_ok=True)
        (folder / "a.docx").write_bytes(data)
        words = [str(_SOFFICE), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        words += ["--convert-to", _FILTERS[suffix], "--outdir", str(folder), str(folder / "a.docx")]
        subprocess.run(words, check=True, capture_output=True)
        return made.read_bytes()

    return convert


@pytest.fixture
def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "soffice", lambda: None)


def seed_as_docx(path: Path) -> bytes:
    text = path.read_text(encoding="utf-8")
    return docx_of("".join(paragraph(line) for line in text.splitlines() if line.strip()))


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


_ROWS = (("指标", "2022年", "2023年"), ("立案", "398", "409"), ("", "99%", "100%"))
_TABLE = "".join(f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in _ROWS)
_GRID = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
_STYLES = (
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
_WHO = 'w:id="1" w:author="a" w:date="2024-01-01T00:00:00Z"'
_BODY = (
    paragraph("提案工作", '<w:pStyle w:val="Heading1"/>')
    + f"<w:p>{run('收到')}<w:del {_WHO}><w:r><w:delText>433</w:delText></w:r></w:del>"
    f"<w:ins {_WHO}>{run('434')}</w:ins>{run('件')}"
    f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>（内部掌握）</w:t></w:r>"
    f'<w:r><w:footnoteReference w:id="2"/></w:r>{run("，落实“六稳”。")}</w:p>'
    + f"<w:tbl>{_GRID}{_TABLE}</w:tbl>"
    + paragraph("以上为全年数。")
)
_NOTES = f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{run("含往年结转。")}</w:p></w:footnote>'
_EXPECTED = [
    "# 提案工作",
    "收到434件，落实“六稳”。",
    "| 指标 | 2022年 | 2023年 |\n| --- | --- | --- |\n| 立案 | 398 | 409 |\n|  | 99% | 100% |",
    "以上为全年数。",
    "[1] 含往年结转。",
]


@needs_office
@pytest.mark.parametrize("suffix", _FILTERS)
def test_seeds_in_other_formats_are_the_seeds(seeds: Path, converted: Convert, suffix: str) -> None:
    path = min(seeds.glob("*.txt"))
    extracted = office.extract(converted(seed_as_docx(path), suffix), f"a.{suffix}")
    assert squeezed(extracted.text) == squeezed(path.read_text(encoding="utf-8"))
    assert extracted.encoding == suffix
    assert extracted.notes == ()


@needs_office
@pytest.mark.parametrize("suffix", ["doc", "odt"])
def test_without_libreoffice_seeds_are_read_and_it_is_said(
    seeds: Path, converted: Convert, suffix: str, without_office: None
) -> None:
    path = max(seeds.glob("*.txt"))
    extracted = office.extract(converted(seed_as_docx(path), suffix), f"a.{suffix}")
    assert squeezed(extracted.text) == squeezed(path.read_text(encoding="utf-8"))
    assert "LibreOffice" in extracted.notes[0]


@needs_office
@pytest.mark.parametrize("suffix", [*_FILTERS, "doc plain", "odt plain"])
def test_headings_tables_notes_and_revisions_come_through(
    converted: Convert, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, _, plain = suffix.partition(" ")
    data = converted(docx_of(_BODY, styles=_STYLES, footnotes=_NOTES), kind)
    if plain:
        monkeypatch.setattr(office, "soffice", lambda: None)
    assert office.extract(data, "a").text.split("\n\n") == _EXPECTED


def test_a_docx_needs_no_libreoffice(without_office: None) -> None:
    assert office.extract(docx_of(paragraph("一句话。")), "a.doc").text == "一句话。"
    with pytest.raises(ReadError, match="damaged"):
        office.extract(zip_of({"[Content_Types].xml": "<x/>", "word/document.xml": "<w"}), "a.docx")


def test_what_cannot_be_read_without_libreoffice_names_the_remedy(without_office: None) -> None:
    with pytest.raises(ReadError, match=r"a\.rtf: .*install LibreOffice or save it as \.docx.*安装 LibreOffice"):
        office.extract(rb"{\rtf1 x}", "a.rtf")


def test_other_files_are_refused_with_a_remedy() -> None:
    for data in (b"<html></html>", zip_of({"xl/a.xml": ""})):
        with pytest.raises(ReadError, match=r"save it as \.docx"):
            office.extract(data, "a.doc")
    with pytest.raises(ReadError, match="damaged"):
        office.extract(OLE + b"\xff" * 2000, "a.doc")


@needs_office
def test_a_damaged_document_of_word_is_refused(converted: Convert, without_office: None) -> None:
    data = converted(docx_of(paragraph("一句话。" * 300)), "doc")
    assert word97.extract(data, "a").text == "一句话。" * 300
    for cut in range(1000, len(data), 1500):
        damaged = data[:cut] + bytes(255 - byte for byte in data[cut : cut + 700]) + data[cut + 700 :]
        said = ""
        try:
            office.extract(damaged, "a.doc")
        except ReadError as error:
            said = str(error)
        assert not said or "另存" in said or "密码" in said


def slow_program(folder: Path) -> str:
    """What takes LibreOffice's place, starts another process and never ends."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {folder}/inner\nsleep 600\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


def wait_for(true: Callable[[], bool]) -> bool:
    for _ in range(600):
        if true():
            return True
        time.sleep(0.05)
    return False


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_conversion_that_takes_too_long_ends_with_all_its_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "soffice", lambda: slow_program(tmp_path))
    monkeypatch.setattr(office, "_LIMIT_S", 1.5)
    with pytest.raises(ReadError, match=r"longer than 1\.5 s") as caught:
        office.extract(rb"{\rtf1 x}", "a.rtf")
    assert caught.value.problem == "slow"
    inner = int((tmp_path / "inner").read_text(encoding="utf-8"))
    assert wait_for(lambda: not is_running(inner))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_conversion_ends_with_the_process_that_asked_for_it(tmp_path: Path) -> None:
    program = slow_program(tmp_path)
    script = (
        "import sys; from index.reading import office; office.soffice = lambda: sys.argv[1]\n"
        r"office.extract(rb'{\rtf1 x}', 'a.rtf')"
    )
    asking = subprocess.Popen(
        [sys.executable, "-c", script, program], cwd=ROOT, env={**os.environ, "TMPDIR": str(tmp_path)}
    )
    assert wait_for(lambda: (tmp_path / "inner").exists() and (tmp_path / "inner").read_text(encoding="utf-8") != "")
    asking.kill()
    asking.wait()
    inner = int((tmp_path / "inner").read_text(encoding="utf-8"))
    assert wait_for(lambda: not is_running(inner))
    assert wait_for(lambda: not list(tmp_path.glob("wenzheng-*")))


@needs_office
def test_a_conversion_asks_no_server_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the names that http.server calls

        def log_message(self, *arguments: object) -> None:
            """Nobody reads it."""

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with HTTPServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/a.png"
        field = rf'{{\field{{\*\fldinst INCLUDEPICTURE "{url}" \\d}}{{\fldrslt x}}}}'
        text = office.extract(rf"{{\rtf1\ansi before {field} after\par}}".encode(), "a.rtf").text
        server.shutdown()
        thread.join()
    assert text.startswith("before")
    assert asked == []
    assert list(tmp_path.iterdir()) == []


def test_limits_leave_room_for_the_reading_process() -> None:
    assert office._LIMIT_S < 60


def test_no_heavy_library_is_loaded_by_the_reader_of_docx() -> None:
    assert docx.extract(docx_of(paragraph("一句话。")), "a").text == "一句话。"
    script = "import sys, index.reading.docx; print('docx' in sys.modules, 'olefile' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["False", "False"]


def test_an_encrypted_document_is_said_to_be_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    olefile = pytest.importorskip("olefile")

    class Locked:
        def __init__(self, data: io.BytesIO) -> None: ...

        def __enter__(self) -> Locked:
            return self

        def __exit__(self, *_: object) -> None: ...

        def exists(self, name: str) -> bool:
            return name == "EncryptedPackage"

    monkeypatch.setattr(olefile, "OleFileIO", Locked)
    with pytest.raises(ReadError, match=r"password.*密码"):
        office.extract(OLE, "a.docx")
