"""Pictures of pages, made of text that is known, read back."""

from __future__ import annotations

import base64
import io
import socket
import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("rapidocr")
pytest.importorskip("pypdfium2")

from bench.ocr import alike
from bench.printed import CHROMIUM, printed
from bench.scans import SPOILT, Pixels, differences, pages_of, report_html
from index.errors import ReadError
from index.reading.docx import extract as word_text
from index.reading.extracted import Stage
from index.reading.ocr import engine
from index.reading.ocr.page import PageText, read_picture
from index.reading.pdf.read import extract as pdf_text
from index.reading.picture import extract

pytestmark = [
    pytest.mark.documents,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium; apt-get install chromium fonts-noto-cjk"),
]

SEED = Path(__file__).resolve().parent.parent / "seeds" / "001_09bb81aa236715bf.txt"
TABLE = """<p>2023年财政收支情况（单位：亿元）</p><table>
<tr><th>项目</th><th>预算数</th><th>决算数</th></tr>
<tr><td rowspan="2">一般公共预算收入</td><td>689.1</td><td>7222.5</td></tr><tr><td>55.5</td><td>1,110.00</td></tr>
<tr><td>国有资本经营收入</td><td>—</td><td>96.98</td></tr></table><p>以上数据为初步统计。</p>"""


def drawn(html: str) -> list[tuple[Pixels, str]]:
    return pages_of(printed(html))


@pytest.fixture(scope="module")
def sheet() -> tuple[Pixels, str]:
    """A page in the middle of a report, and its text."""
    return drawn(report_html(SEED.read_text(encoding="utf-8-sig")))[1]


def read(page: Pixels) -> PageText:
    return read_picture(Image.fromarray(page), source="页.png")


def saved(page: Pixels, form: str = "PNG", **options: object) -> bytes:
    kept = io.BytesIO()
    Image.fromarray(page).save(kept, form, **options)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("way", "right"),
    [("clean", 0.985), ("worn scan", 0.985), ("steep", 0.985), ("sideways", 0.985), ("seals", 0.985), ("photo", 0.95)],
)
def test_a_page_is_read(sheet: tuple[Pixels, str], way: str, right: float) -> None:
    page, truth = sheet
    text = alike(read(SPOILT[way](page, np.random.default_rng(2))).text)
    assert differences(alike(truth), text) <= (1 - right) * len(alike(truth))


def test_each_line_has_its_place_and_its_confidence(sheet: tuple[Pixels, str]) -> None:
    found = read(sheet[0])
    assert found.notes == ()
    assert len(found.recognised) >= 15
    ends = [0, *(line.end for line in found.recognised)]
    for before, line in zip(ends, found.recognised, strict=False):
        assert before <= line.start < line.end <= len(found.text)
        assert 0.5 <= line.confidence <= 1
    assert sum(line.end - line.start for line in found.recognised) > 0.95 * len(found.text)


def test_weights_too_small_to_matter_are_taken_for_none() -> None:
    """The detector has 255,000 below 1e-38 in two layers, which took three quarters of its time."""
    loaded = engine.load_engine("")
    for part in (loaded.detector, loaded.recogniser):
        options = part.session.session.get_session_options()
        assert options.get_session_config_entry("session.set_denormal_as_zero") == "1"


def test_columns_are_read_one_after_the_other() -> None:
    text = "\n".join(SEED.read_text(encoding="utf-8-sig").splitlines()[:14])
    page, _ = drawn(
        report_html(text, style="main { columns: 2; column-gap: 9mm } body { font-size: 11pt; line-height: 18pt }")
    )[0]
    found = alike(read(page).text)
    assert differences(alike(text), found) <= 0.02 * len(alike(text))


def test_a_ruled_table_keeps_rows_and_columns_and_writes_out_merged_cells() -> None:
    page, _ = drawn(report_html("财政") + TABLE)[0]
    lines = read(page).text.splitlines()
    assert [line for line in lines if line.startswith("|")] == [
        "| 项目 | 预算数 | 决算数 |",
        "| --- | --- | --- |",
        "| 一般公共预算收入 | 689.1 | 7222.5 |",
        "| 一般公共预算收入 | 55.5 | 1,110.00 |",
        "| 国有资本经营收入 | — | 96.98 |",
    ]
    assert lines.index("2023年财政收支情况（单位：亿元）") < lines.index("| 项目 | 预算数 | 决算数 |")
    assert lines[-1] == "以上数据为初步统计。"


def test_a_table_without_rules_is_one_too() -> None:
    page, _ = drawn(
        report_html("财政", style="td, th { border: 0 !important; text-align: left }")
        + TABLE.replace(' rowspan="2"', "").replace("</tr><tr><td>55.5", "</tr><tr><td>政府性基金收入</td><td>55.5")
    )[0]
    assert "| 政府性基金收入 | 55.5 | 1,110.00 |" in read(page).text.splitlines()


def test_page_numbers_and_marks_of_scanning_apps_are_left_out() -> None:
    mark = '<span style="float: right">扫描全能王 创建</span>'
    foot = f'<div style="position: fixed; bottom: 0; width: 100%">— 8 —{mark}</div>'
    text = read(drawn(report_html("标题一行\n全年立案提案409件。") + foot)[0][0]).text
    assert text.split() == ["标题一行", "全年立案提案409件。"]


def test_an_empty_page_and_noise_are_reported() -> None:
    blank = np.full((1200, 900, 3), 255, dtype=np.uint8)
    assert read(blank) == PageText("", (), ("page 1 gives no text 第1页没有文字",))
    noise = np.random.default_rng(1).integers(0, 255, (1200, 900, 3), dtype=np.uint8)
    found = read(noise)
    assert found.text == ""
    assert len(found.notes) == 1


def test_pages_of_a_tif_follow_each_other(sheet: tuple[Pixels, str]) -> None:
    blank = Image.new("L", sheet[0].shape[1::-1], 255)
    said: list[tuple[Stage, int, int]] = []
    data = saved(
        sheet[0], "TIFF", save_all=True, append_images=[blank, Image.fromarray(sheet[0])], compression="tiff_lzw"
    )
    found = extract(data, "报告.tif", lambda *words: said.append(words))
    assert said == [("ocr", 0, 3), ("ocr", 1, 3), ("ocr", 2, 3), ("ocr", 3, 3)]
    assert len(found.pages) == 3
    assert found.text[: found.pages[1]] == found.text[found.pages[2] :]
    assert found.notes == ("page 2 gives no text 第2页没有文字",)
    half = len(found.recognised) // 2
    assert [found.text[r.start : r.end] for r in found.recognised[:half]] == [
        found.text[r.start : r.end] for r in found.recognised[half:]
    ]


def test_a_photo_is_turned_as_its_camera_says_and_paper_that_is_not_there_is_white(sheet: tuple[Pixels, str]) -> None:
    want = extract(saved(sheet[0]), "a.png").text
    exif = Image.Exif()
    exif[0x0112] = 8  # turned a quarter to the right it is upright
    turned = saved(np.ascontiguousarray(np.rot90(sheet[0], -1)), "JPEG", exif=exif, quality=95)
    assert differences(want, extract(turned, "a.jpg").text) <= 0.01 * len(want)
    alpha = 255 - sheet[0][..., :1]
    glass = np.concatenate([np.zeros_like(sheet[0]), alpha], axis=2)
    assert differences(want, extract(saved(glass), "a.png").text) <= 0.01 * len(want)


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is so large."""

    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"")) + part(b"IEND", b"")


@pytest.mark.parametrize("side", [9_450, 40_000])
def test_a_picture_of_too_many_pixels_is_refused(side: int) -> None:
    with pytest.raises(ReadError, match="million pixels") as refused:
        extract(bomb(side, side), "大.png")
    assert refused.value.problem == "large"
    assert "大.png" in str(refused.value)


@pytest.mark.parametrize(
    "data", [b"no picture", b"GIF89a" + bytes(40), bomb(100, 100), b"\xff\xd8\xff\xe0" + bytes(20)]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="请") as refused:
        extract(data, "坏.png")
    assert refused.value.problem == "format"


@pytest.fixture
def unloaded() -> Iterator[None]:
    engine._loaded.cache_clear()
    yield
    engine._loaded.cache_clear()


@pytest.mark.usefixtures("unloaded")
def test_without_the_packages_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(ReadError, match=r"setup --documents.*请运行") as refused:
        extract(saved(np.full((60, 60, 3), 255, dtype=np.uint8)), "图.png")
    assert refused.value.problem == "format"


@pytest.mark.usefixtures("unloaded")
def test_nothing_is_fetched_and_nothing_said(
    sheet: tuple[Pixels, str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network is used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert read(sheet[0]).text
    assert capfd.readouterr() == ("", "")


def test_a_picture_in_a_word_document_is_read_once_and_where_it_stands() -> None:
    docx = pytest.importorskip("docx")
    rows = "<p>2023年全市地区生产总值4321.5亿元，一般公共预算收入增长6.7%。</p><p>全市提案办复率98.7%，立案409件。</p>"
    page, _ = drawn(rows)[0]
    document = docx.Document()
    document.add_paragraph("主要指标见下图。")
    for _ in range(2):
        document.add_picture(io.BytesIO(saved(page)), width=docx.shared.Cm(14))
    document.add_paragraph("以上数据为初步核算数。")
    target = io.BytesIO()
    document.save(target)
    told: list[tuple[str, int, int]] = []
    extracted = word_text(target.getvalue(), "a.docx", lambda *stage: told.append(stage))
    first, *middle, last = [line for line in extracted.text.splitlines() if line]
    assert (first, last) == ("主要指标见下图。", "以上数据为初步核算数。")
    assert [figure for figure in ("4321.5亿元", "98.7%", "409件") if "".join(middle).count(figure) != 1] == []
    assert extracted.text[extracted.recognised[0].start :].startswith("2023")
    assert all(line.confidence > 0.8 for line in extracted.recognised)
    assert ("ocr", 1, 1) in told
    assert extracted.notes == ()


def test_a_picture_on_a_page_of_text_is_read_after_the_page_and_a_ground_is_not() -> None:
    page, _ = drawn("<p>2023年全市地区生产总值4321.5亿元，一般公共预算收入增长6.7%。</p><p>提案办复率98.7%。</p>")[0]
    source = base64.b64encode(saved(page[:400])).decode()
    figure = f'<img style="width:15cm" src="data:image/png;base64,{source}">'
    ground = f'<div style="background:url(data:image/png;base64,{source});-webkit-print-color-adjust:exact">'
    words = "<p>全年完成固定资产投资，各项事业取得新的进展，人民生活继续改善。</p>" * 3
    data = printed(f"{words}{figure}{words}<div style='page-break-before:always'>{ground}{words}</div>第二页。</div>")
    extracted = pdf_text(data, "a.pdf")
    first, second = extracted.text[: extracted.pages[1]], extracted.text[extracted.pages[1] :]
    assert [figure for figure in ("4321.5亿元", "6.7%", "98.7%") if first.count(figure) != 1] == []
    assert "98.7%" not in second
    assert first.index("新的进展") < extracted.recognised[0].start < extracted.pages[1]
