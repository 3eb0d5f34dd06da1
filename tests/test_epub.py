"""Books as text: their chapters in the order of the spine."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from documents import zip_of

from index.errors import ReadError
from index.reading.epub import extract

_CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/a.opf"/></rootfiles></container>'


def book(chapters: Mapping[str, str], *, more: str = "") -> bytes:
    items = "".join(
        f'<item id="i{n}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in reversed(range(len(chapters))))
    package = f"<package><manifest>{items}{more}</manifest><spine><itemref idref='nav'/>{spine}</spine></package>"
    parts = {f"OEBPS/{name}": f"<html><body>{body}</body></html>" for name, body in chapters.items()}
    return zip_of(
        {"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER, "OEBPS/a.opf": package, **parts}
    )


def test_chapters_stand_in_the_order_of_the_spine_with_headings_and_tables() -> None:
    second = (
        "<h1>政府工作报告</h1><div>全年立案<b>409</b>件，<span>办复率</span>100%。<p>另一段<br/>换行。</p>余下的话。</div>"
        '<table><tr><th rowspan="2">指标</th><th colspan="2">件数</th></tr><tr><td>2022</td><td>2023</td></tr>'
        "<tr><td>立案</td><td>398</td><td>409</td></tr></table><script>x</script>"
    )
    data = book(
        {"b 2.xhtml": "<h2>附件</h2><p>名单。</p>", "a1.xhtml": second},
        more='<item id="nav" href="b%202.xhtml" properties="nav" media-type="application/xhtml+xml"/>',
    )
    assert extract(data, "a.epub").text.split("\n\n") == [
        "# 政府工作报告",
        "全年立案409件，办复率100%。",
        "另一段\v换行。",
        "余下的话。",
        "| 指标 | 件数 | 件数 |\n| --- | --- | --- |\n| 指标 | 2022 | 2023 |\n| 立案 | 398 | 409 |",
        "## 附件",
        "名单。",
    ]


def test_a_chapter_that_is_no_xml_is_read_as_html() -> None:
    assert extract(book({"a.xhtml": "<p>一段&nbsp;话<br>又一行<p>二段"}), "a.epub").text == "一段 话\v又一行\n\n二段"


def test_a_chapter_nested_without_end_is_refused_and_none_is_cut_short() -> None:
    assert extract(book({"a.xhtml": "<div>" * 230 + "底"}), "a.epub").text == "底"
    with pytest.raises(ReadError, match=r"too deep.*另存"):
        extract(book({"a.xhtml": "<div>" * 5000 + "底"}), "a.epub")


def test_a_book_without_chapters_names_the_remedy() -> None:
    with pytest.raises(ReadError, match=r"no chapters.*另存"):
        extract(zip_of({"META-INF/container.xml": "<container/>"}), "a.epub")
