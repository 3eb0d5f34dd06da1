"""The originals of reports over HTTP: given out and drawn while they are what was indexed, and never run as ours."""

from __future__ import annotations

import base64
import io
import json
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from page_doubles import fake_library, make_report
from PIL import Image

import app
from index.building.builder import build
from index.building.reading import ReadHere, ReadingProcess
from index.config import Config
from index.errors import BusyError, OriginalError, ReadError
from index.library import originals as module
from index.library.curation import Curator
from index.library.originals import Originals
from index.reading.extracted import Extracted
from index.reading.original import PagePicture, draw_page, is_drawn
from index.types import PageMap, Report
from page import Library
from page.access import add_user
from qa import Retriever

pytestmark = pytest.mark.filterwarnings("ignore")  # Gradio's and its server's own
TEXT = (
    "政协新乡市委员会常务委员会工作报告\n\n一、2023年工作回顾\n\n全年立案提案409件。\n\n"
    "二、2024年工作安排\n\n办好实事。\n"
)
BREAK = TEXT.index("二、")
PAGE = (80, 120)  # pixels
RED, BLUE = (200, 30, 30), (30, 30, 200)


def scan(*colours: tuple[int, int, int]) -> bytes:
    """A TIFF with a page of each colour."""
    first, *others = (Image.new("RGB", PAGE, colour) for colour in colours)
    written = io.BytesIO()
    first.save(written, "TIFF", save_all=True, append_images=others)
    return written.getvalue()


def recognise(data: bytes, source: str, tell: object) -> Extracted:
    """Says what stands on the scan of the tests, and of another picture that it is another."""
    return Extracted(TEXT if data == scan(RED, BLUE) else TEXT.replace("409", "411"), "picture", (0, BREAK))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A scan and a page of the web, in a folder that is mirrored; what recognises scans is a stand-in."""
    root = tmp_path_factory.mktemp("originals")
    (root / "reports").mkdir()
    (root / "reports" / "scan.tif").write_bytes(scan(RED, BLUE))
    page = TEXT.replace("409", "410").replace("\n", "<br>") + "<script>window.pwned = 1</script>"
    (root / "reports" / "page & 报告.html").write_text(page, encoding="utf-8")
    web = SimpleNamespace(extract=lambda data, source, tell: Extracted(TEXT.replace("409", "410"), "html"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "index.reading.picture", SimpleNamespace(extract=recognise))
        patch.setitem(sys.modules, "index.reading.html", web)
        yield root


@pytest.fixture(scope="module")
def home(folder: Path) -> Path:
    build([folder / "reports"], Config(home=folder / "home", model="none"))
    return folder / "home"


@pytest.fixture(scope="module")
def documents(home: Path) -> dict[str, str]:
    """Source → id of the document."""
    return {report.source: report.document_id for report in Retriever.load(home).index.reports}


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=app.serve(home=home, port=0, quiet=True, block=False), timeout=60) as client:
        yield client


@pytest.fixture
def originals(home: Path) -> Iterator[Originals]:
    opened = Originals(Config(home=home, model="none"))
    yield opened
    opened.close()


@pytest.fixture
def report(home: Path, documents: dict[str, str]) -> Report:
    return next(each for each in Retriever.load(home).index.reports if each.source == "scan.tif")


def drawn(png: bytes) -> tuple[tuple[int, int], tuple[int, int, int]]:
    """The size of a picture, and the colour of its middle."""
    with Image.open(io.BytesIO(png)) as picture:
        middle = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
        return picture.size, middle  # type: ignore[return-value]


# ---- pages as pictures


def test_each_page_is_drawn_as_wide_as_asked(client: httpx.Client, documents: dict[str, str]) -> None:
    path = f"/original/{documents['scan.tif']}"
    first, second = client.get(f"{path}/1.png"), client.get(f"{path}/2.png", params={"width": 2400})
    assert first.headers["content-type"] == "image/png"
    assert drawn(first.content) == ((1200, 1800), RED) and drawn(second.content) == ((2400, 3600), BLUE)
    assert json.loads(first.headers["wenzheng-marks"]) == []
    assert (
        "sandbox" in first.headers["content-security-policy"] and first.headers["x-content-type-options"] == "nosniff"
    )
    assert "private" in first.headers["cache-control"]


def test_a_page_that_is_known_is_not_sent_again(client: httpx.Client, documents: dict[str, str]) -> None:
    path = f"/original/{documents['scan.tif']}/1.png"
    etag = client.get(path).headers["etag"]
    again = client.get(path, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, params={"start": 0, "end": 5}, headers={"if-none-match": etag}).status_code == 200
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize(
    "tail",
    ["0.png", "3.png", "999999.png", "9999999.png", "-1.png", "1.5.png", "01.png", "x.png", "1", "1.png/", "1.svg",
     "1.png?width=1", "1.png?width=99999", "1.png?start=x", "1.png?start=-1", "1.png?end=9999999999", "../x"],
)  # fmt: skip
def test_a_page_that_there_is_not_is_said_not_to_be(client: httpx.Client, documents: dict[str, str], tail: str) -> None:
    answer = client.get(f"/original/{documents['scan.tif']}/{tail}")
    assert answer.status_code == 404 and answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("end", [0, 5, 999_999_999])
def test_any_stretch_of_the_text_may_be_looked_for(client: httpx.Client, documents: dict[str, str], end: int) -> None:
    path = f"/original/{documents['scan.tif']}/2.png"
    for start in (0, BREAK, 999_999_999):
        assert client.get(path, params={"start": start, "end": end}).status_code == 200


# ---- the file itself


def test_the_file_is_given_out_to_be_kept_and_never_shown_as_ours(
    client: httpx.Client, folder: Path, documents: dict[str, str]
) -> None:
    path = f"/original/{documents['page & 报告.html']}"
    answer, head = client.get(path), client.head(path)
    assert answer.content == (folder / "reports" / "page & 报告.html").read_bytes()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''page%20%26%20%E6%8A%A5")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (head.content, head.headers["content-length"]) == (b"", answer.headers["content-length"])
    assert client.get(path, headers={"if-none-match": answer.headers["etag"]}).status_code == 304


def test_what_has_no_pages_is_not_drawn(client: httpx.Client, documents: dict[str, str]) -> None:
    answer = client.get(f"/original/{documents['page & 报告.html']}/1.png")
    assert answer.status_code == 422 and "请打开原文件" in answer.text
    assert [is_drawn(name) for name in ("a.PDF", "b.tif", "c.html", "d.docx", "e")] == [True, True, False, False, False]


@pytest.mark.parametrize(
    "path",
    ["/original/../home/CURRENT", "/original/%2e%2e%2fhome%2fCURRENT", "/original/0123456789abcdef", "/original/",
     "/original/scan.tif", "/original/0123456789ABCDEF", "/original//etc/passwd"],
)  # fmt: skip
def test_nothing_but_a_report_that_is_indexed_is_given_out(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404 and "CURRENT" not in answer.text


def test_it_is_only_read(client: httpx.Client, documents: dict[str, str]) -> None:
    path = f"/original/{documents['scan.tif']}"
    assert [client.request(method, path).status_code for method in ("POST", "PUT", "DELETE", "OPTIONS")] == [404] * 4


# ---- who may


def test_names_that_are_not_ours_and_other_sites_are_refused(client: httpx.Client, documents: dict[str, str]) -> None:
    path = f"/original/{documents['scan.tif']}/1.png"
    assert client.get(path, headers={"host": "evil.example"}).status_code == 421
    assert client.get(path, headers={"origin": "https://evil.example"}).status_code == 403


def test_without_a_password_there_is_nothing(home: Path, documents: dict[str, str], tmp_path: Path) -> None:
    users = tmp_path / "users.txt"
    add_user(users, "li", "a long password")
    site = app.serve(home=home, port=0, quiet=True, block=False, users_file=users, read_only=True).rstrip("/")
    url = f"{site}/original/{documents['scan.tif']}"
    assert [httpx.get(each).status_code for each in (url, f"{url}/1.png")] == [401, 401]
    told = {"authorization": "Basic " + base64.b64encode(b"li:a long password").decode()}
    assert [httpx.get(each, headers=told).status_code for each in (url, f"{url}/1.png")] == [200, 200]


def test_a_page_without_originals_says_so() -> None:
    site = app.serve(library=fake_library(), port=0, quiet=True, block=False).rstrip("/")
    answer = httpx.get(f"{site}/original/0123456789abcdef")
    assert answer.status_code == 404 and "本页没有原件" in answer.text


# ---- only while it is what was indexed


def test_a_file_that_was_changed_replaced_or_taken_away_is_not_given_out(
    folder: Path, home: Path, originals: Originals, report: Report, tmp_path: Path
) -> None:
    path = folder / "reports" / "scan.tif"
    kept = shutil.copy2(path, tmp_path / "kept.tif")
    assert originals.picture(report, 1, width=100).png
    try:
        path.write_bytes(scan(BLUE, RED))
        for wanted in (lambda: originals.picture(report, 1, width=100), lambda: originals.file(report)):
            with pytest.raises(OriginalError, match="请放回原文件"):
                wanted()
        path.unlink()
        with pytest.raises(OriginalError):
            originals.file(report)
        path.symlink_to(kept)  # the same bytes, but not of the folder
        with pytest.raises(OriginalError):
            originals.file(report)
        path.unlink()
        path.mkdir()
        with pytest.raises(OriginalError):
            originals.file(report)
        path.rmdir()
    finally:
        shutil.copy2(kept, path)
    file, size = originals.file(report)
    with file:
        assert len(file.read()) == size


def test_a_file_that_changes_while_it_is_drawn_is_not_shown(
    folder: Path, originals: Originals, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "reports" / "scan.tif"

    def draw(*_: object, **__: object) -> PagePicture:
        os.utime(path, ns=(1, 1))
        return PagePicture(b"of another file")

    monkeypatch.setattr(ReadHere, "picture", draw)
    with pytest.raises(OriginalError):
        originals.picture(report, 1, width=101)


def test_what_was_uploaded_is_known_by_its_bytes_and_not_read_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = Config(home=tmp_path / "home", model="none")
    offered = tmp_path / "offered.tif"
    offered.write_bytes(scan(BLUE))
    (added,) = Curator(config).add([offered]).files
    originals = Originals(config)
    monkeypatch.setattr(ReadHere, "read", lambda *_, **__: pytest.fail("a scan is slow to read"))
    (report,) = added.reports
    assert drawn(originals.picture(replace(report, load_page_map=PageMap), 1, width=10).png) == ((10, 15), BLUE)
    (config.home / added.source).write_bytes(scan(RED))
    monkeypatch.setattr(ReadHere, "read", lambda *_, **__: SimpleNamespace(content_hash="0" * 64))
    with pytest.raises(OriginalError):
        originals.file(report)


def test_no_source_leads_out_of_the_folder(folder: Path, originals: Originals, tmp_path: Path) -> None:
    (folder / "secret.txt").write_text(TEXT, encoding="utf-8")
    for source in ("../secret.txt", str(folder / "secret.txt"), "uploads/../../secret.txt", "a\0b.txt", "", "."):
        with pytest.raises(OriginalError):
            originals.file(make_report("0123456789abcdef-0", TEXT, source=source))


# ---- what it may take


def test_those_who_ask_too_many_at_once_are_told_to_wait(
    originals: Originals, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, goes_on = threading.Semaphore(0), threading.Event()

    def draw(*_: object, **__: object) -> PagePicture:
        begun.release()
        goes_on.wait()
        return PagePicture(b"drawn")

    monkeypatch.setattr(ReadHere, "picture", draw)
    monkeypatch.setattr(originals, "_waiting", threading.BoundedSemaphore(1))
    first = threading.Thread(target=originals.picture, args=(report, 1), kwargs={"width": 7})
    first.start()
    begun.acquire()
    with pytest.raises(BusyError):
        originals.picture(report, 2, width=7)
    goes_on.set()
    first.join()
    assert originals.picture(report, 2, width=7).png == b"drawn"  # a turn that is over is free again


def test_pictures_are_kept_within_their_bound_the_last_ones_longest() -> None:
    kept = module._Pictures(10)
    for name in "abc":
        kept.keep((name,), PagePicture(b"1234"))
        assert kept.get(("a",)) is not None  # looked at again each time
    assert kept.get(("b",)) is None and kept.get(("c",)) is not None
    kept.keep(("a",), PagePicture(b"12345678901"))  # larger than all that may be kept
    assert kept.get(("a",)) is None and kept.get(("c",)) is None
    kept.keep(("d",), PagePicture(b"1234567890"))
    assert kept.get(("d",)) is not None


def test_a_page_is_drawn_in_a_process_of_its_own_and_refused_there_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(scan(RED, BLUE))
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    with ReadingProcess(60, 2048) as reading:
        assert drawn(reading.picture(tmp_path / "a.tif", root=tmp_path, page=2, width=50).png) == ((50, 75), BLUE)
        for name, page in (("a.tif", 3), ("b.png", 1)):
            with pytest.raises(ReadError, match=f"{name}: has no page {page}"):
                reading.picture(tmp_path / name, root=tmp_path, page=page, width=50)


def test_a_picture_of_too_many_pixels_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.new("1", (20_000, 10_000)).save(tmp_path / "bomb.png")
    monkeypatch.setattr(Image.Image, "convert", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(ReadError, match="too many pixels") as caught:
        draw_page(tmp_path / "bomb.png", root=tmp_path, page=1, width=100)
    assert caught.value.problem == "memory"


def test_what_only_claims_to_be_a_picture_starts_no_other_program(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n")
    with pytest.raises(ReadError):
        draw_page(tmp_path / "a.png", root=tmp_path, page=1, width=100)


def test_a_photo_is_shown_upright(tmp_path: Path) -> None:
    photo, turned = Image.new("RGB", (60, 40), RED), Image.Exif()
    turned[0x0112] = 6  # Orientation: a quarter turn
    photo.save(tmp_path / "a.jpg", exif=turned)
    size, _ = drawn(draw_page(tmp_path / "a.jpg", root=tmp_path, page=1, width=40).png)
    assert size == (40, 60)


def test_a_library_without_a_home_has_none() -> None:
    assert Library(lambda: pytest.fail("not opened")).originals is None
