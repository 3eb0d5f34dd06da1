"""PDF files as programs print them, held against the text that was printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from printed import SOFFICE, as_paragraphs, bare, converted, in_order, lines_of, page_of

from bench.printed import CHROMIUM, printed
from index.reading.pdf.read import extract

pytestmark = pytest.mark.documents
by_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
by_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

_STOPS = str.maketrans("", "", "。、，")
INDENTED = "p{text-indent:2em;margin:0;text-align:justify}h3{font-size:11.5pt;margin:6pt 0}"
SPACED = "p{margin:0 0 8pt 0}h3{font-size:11.5pt;margin:6pt 0}"
FURNISHED = (
    "@page{size:A4;margin:22mm 18mm;@top-left{content:'政协工作报告'}@top-right{content:'两会特刊'}"
    "@bottom-center{content:'— ' counter(page) ' —'}}"
)
LAYOUTS = {
    "one column": (0, INDENTED + FURNISHED, 1),
    "one column, ragged": (2, SPACED + FURNISHED, 1),
    "two columns": (1, INDENTED + FURNISHED + ".text{column-gap:18pt}", 2),
    "two columns, narrow": (4, SPACED + "@page{size:A4;margin:18mm}.text{column-gap:9pt}", 2),
    "three columns": (2, INDENTED + "@page{size:A4;margin:15mm}.text{column-gap:14pt;font-size:9pt}", 3),
    "three columns, headlines across": (
        0,
        INDENTED + "@page{size:A3;margin:15mm}h3:nth-of-type(5n){column-span:all;text-align:center;font-size:16pt}",
        3,
    ),
    "four columns": (
        0,
        INDENTED + "@page{size:A3;margin:15mm}.text{column-gap:12pt;column-rule:0.5pt solid #888;font-size:9pt}",
        4,
    ),
}


@by_chromium
@pytest.mark.parametrize("layout", LAYOUTS)
def test_columns_are_read_in_order_and_paragraphs_are_whole(layout: str, seeds: Path, tmp_path: Path) -> None:
    seed, style, columns = LAYOUTS[layout]
    lines = lines_of(sorted(seeds.glob("*.txt"))[seed])
    body = f"<div class=text style='column-count:{columns}'>{as_paragraphs(lines)}</div>"
    found = extract(printed(page_of(body, style=style)), "报告.pdf").text
    assert in_order("".join(lines), found) >= 0.9995
    assert len(bare(found)) - len(bare("".join(lines))) <= 2
    whole = {bare(paragraph) for paragraph in found.split("\n\n")}
    # A line that ends in its middle, as some of the seeds' do, goes on in the next.
    assert sum(bare(line) in whole for line in lines) >= 0.93 * len(lines)


@by_chromium
def test_what_chromium_prints_around_a_page_is_left_out(seeds: Path, tmp_path: Path) -> None:
    lines = lines_of(sorted(seeds.glob("*.txt"))[2])
    page = page_of(as_paragraphs(lines), style=INDENTED, title="网页的标题不是正文")
    found = extract(printed(page, furnished=True), "报告.pdf").text
    assert "网页的标题不是正文" not in found and "file://" not in found
    assert len(bare(found)) == len(bare("".join(lines)))


@by_chromium
def test_tables_over_pages_are_whole(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>项目{n}的名称</td><td>{n}0.5</td><td>{n}.3%</td></tr>" for n in range(90))
    head = "<thead><tr><th>指标</th><th>执行</th><th>增长</th></tr></thead>"
    for border in ("1px solid #000", "none"):
        style = f"table{{border-collapse:collapse;width:100%}}td,th{{border:{border};padding:3pt}}"
        page = page_of(f"<p>单位：亿元</p><table>{head}{rows}</table><p>说明文字在表格后面。</p>", style=style)
        found = extract(printed(page), "表.pdf").text
        assert found.count("| 指标 | 执行 | 增长 |") == 1
        assert [f"| 项目{n}的名称 | {n}0.5 | {n}.3% |" in found for n in range(90)] == [True] * 90
        assert found.startswith("单位：亿元\n\n|") and found.endswith("\n\n说明文字在表格后面。")


def _flat_document(paragraphs: list[str], notes: dict[int, str], columns: int) -> str:
    """A LibreOffice document with a running head, page numbers, footnotes and columns."""
    spaces = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'"
    for name in ("style", "text", "fo"):
        kind = "xsl-fo-compatible" if name == "fo" else name
        spaces += f" xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0'"
    body = ""
    for n, paragraph in enumerate(paragraphs):
        half = len(paragraph) // 2
        note = ""
        if n in notes:
            note = (
                f"<text:note text:note-class='footnote'><text:note-citation>{n}</text:note-citation>"
                f"<text:note-body><text:p>{notes[n]}</text:p></text:note-body></text:note>"
            )
        body += f"<text:p text:style-name='P'>{paragraph[:half]}{note}{paragraph[half:]}</text:p>"
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><office:document {spaces} office:version='1.2' "
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        "<office:automatic-styles><style:style style:name='P' style:family='paragraph'><style:paragraph-properties "
        "fo:text-indent='0.8cm' fo:text-align='justify'/><style:text-properties fo:font-size='11pt'/></style:style>"
        "<style:style style:name='S' style:family='section'><style:section-properties><style:columns "
        f"fo:column-count='{columns}' fo:column-gap='0.7cm'/></style:section-properties></style:style>"
        "<style:page-layout style:name='L'><style:page-layout-properties fo:page-width='21cm' fo:page-height='29.7cm' "
        "fo:margin='2.5cm'/><style:header-style/><style:footer-style/></style:page-layout></office:automatic-styles>"
        "<office:master-styles><style:master-page style:name='Standard' style:page-layout-name='L'><style:header>"
        "<text:p>某市人民政府工作报告汇编</text:p></style:header><style:footer><text:p>— <text:page-number/> —</text:p>"
        "</style:footer></style:master-page></office:master-styles><office:body><office:text>"
        f"<text:section text:style-name='S' text:name='s'>{body}</text:section></office:text></office:body>"
        "</office:document>"
    )


@by_office
@pytest.mark.parametrize("columns", [1, 2])
def test_footnotes_of_a_word_processor_stand_at_the_end(columns: int, seeds: Path, tmp_path: Path) -> None:
    paragraphs = [line for line in lines_of(sorted(seeds.glob("*.txt"))[2]) if len(line) > 60]
    notes = {n: f"名词{n}：指这一项工作所涉及的各个方面和具体的要求。" for n in (1, 4, 7, 12)}
    document = tmp_path / "report.fodt"
    document.write_text(_flat_document(paragraphs, notes, columns), encoding="utf-8")
    found = extract(converted(document, tmp_path), "报告.pdf").text
    parts = [bare(part) for part in found.split("\n\n")]
    assert parts[-4:] == [bare(note) for note in notes.values()]
    assert "汇编" not in found
    # In columns, LibreOffice leaves out stops that hang over a line's end.
    expected, text = ("".join(each).translate(_STOPS) for each in (map(bare, paragraphs), parts[:-4]))
    assert in_order(expected, text) >= 0.9995
    assert len(text) == len(expected)
