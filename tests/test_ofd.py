"""OFD documents as text: letters put together by position, pages kept, furniture out."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents import letter_page, ofd_of, squeezed, zip_of

from index.errors import ReadError
from index.reading.ofd import extract
from index.reading.repair import repair

_LEFT, _TOP, _STEP, _ROWS, _WIDE = 28.0, 30.0, 11.0, 22, 28


def test_a_seed_set_as_ofd_is_the_seed(seeds: Path) -> None:
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        set_lines = [
            ("　　" if not n and len(row) > _WIDE else "") + row[n : n + _WIDE]
            for row in ("".join(line.split()) for line in text.splitlines())
            for n in range(0, len(row), _WIDE)
        ]
        pages = [set_lines[n : n + _ROWS] for n in range(0, len(set_lines), _ROWS)]
        data = ofd_of(letter_page([(_LEFT, _TOP + n * _STEP, line) for n, line in enumerate(page)]) for page in pages)
        extracted = extract(data, path.name)
        assert squeezed(extracted.text) == squeezed(text)
        assert squeezed(repair(extracted.text).text) == squeezed(text)
        assert len(extracted.pages) == len(pages)
        for start, page in zip(extracted.pages, pages, strict=True):
            assert squeezed(extracted.text[start:]).startswith(squeezed(page[0])[:6])


def test_lines_of_a_paragraph_are_one_and_page_numbers_go() -> None:
    first = ["　　根据我市2023年房地产用地供应计划，蚌山区东海大道北侧、解放", "路西侧居住地块计划于7月份出让，此函。"]
    cut = "　　市自然资源和规划委员会审查会要求你区政府尽快落实下穿建设方"
    data = ofd_of(
        [
            letter_page(
                [*((_LEFT, _TOP + n * _STEP, line) for n, line in enumerate([*first, cut])), (100, 280, "— 1 —")]
            ),
            letter_page([(_LEFT, _TOP, "案，并加快施工。"), (100, 280, "— 2 —")]),
        ]
    )
    extracted = extract(data, "a.ofd")
    joined = (cut + "案，并加快施工。").strip("　")
    assert extracted.text.split("\n\n") == ["".join(first).strip("　"), joined]
    assert [extracted.text[start : start + 3] for start in extracted.pages] == ["根据我", "案，并"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{n}行的文字写到这里就满了没有停" for n in "一二三四五六七八九"]
    right = [f"右栏第{n}行的文字写到这里就满了没有停" for n in "一二三四五六七八九"]
    rows = [
        (x, 60 + n * 8, line)
        for n, pair in enumerate(zip(left, right, strict=True))
        for x, line in zip((20, 120), pair, strict=True)
    ]
    text = extract(ofd_of([letter_page([(60, 30, "横贯两栏的大标题"), *rows], size=4)]), "a.ofd").text
    assert squeezed(text) == "".join(["横贯两栏的大标题", *left, *right])


def test_rows_parted_alike_are_a_table() -> None:
    rows = [("指标", "2022", "2023"), ("立案", "398", "409"), ("办复率", "99%", "100%")]
    page = [(x, 60 + n * 10, cell) for n, row in enumerate(rows) for x, cell in zip((30, 90, 140), row, strict=True)]
    text = extract(
        ofd_of([letter_page([(_LEFT, 40, "表1 提案情况"), *page, (_LEFT, 110, "以上为全年数。")])]), "a.ofd"
    ).text
    assert text.split("\n\n") == [
        "表1 提案情况",
        "| 指标 | 2022 | 2023 |\n| --- | --- | --- |\n| 立案 | 398 | 409 |\n| 办复率 | 99% | 100% |",
        "以上为全年数。",
    ]


def test_steps_that_repeat_and_lie_down_are_followed() -> None:
    page = (
        '<ofd:Content><ofd:Layer><ofd:TextObject Boundary="20 20 60 6" Size="5">'
        '<ofd:TextCode X="0" Y="4" DeltaX="5 g 2 5">甲乙丙丁</ofd:TextCode>'
        '<ofd:TextCode X="0" Y="14" DeltaX="0 0" DeltaY="g 2 10">戊己庚</ofd:TextCode></ofd:TextObject>'
        '<ofd:TextObject Boundary="20 70 60 6" Size="5" CTM="2 0 0 2 0 0"><ofd:TextCode X="0" Y="2">大字</ofd:TextCode>'
        '</ofd:TextObject><ofd:TextObject Boundary="10 90 99 99" Size="9" CTM="0.7 0.7 -0.7 0.7 0 0">'
        '<ofd:TextCode X="0" Y="0">内部水印</ofd:TextCode></ofd:TextObject>'
        '<ofd:TextObject Boundary="10 95 9 9" Size="9" Visible="false"><ofd:TextCode X="0" Y="0">不可见</ofd:TextCode>'
        "</ofd:TextObject></ofd:Layer></ofd:Content>"
    )
    assert squeezed(extract(ofd_of([page]), "a.ofd").text) == "甲乙丙丁戊己庚大字"


def test_a_template_of_all_pages_is_furniture_and_one_of_a_single_page_is_text() -> None:
    document = (
        '<ofd:CommonData><ofd:TemplatePage ID="7" BaseLoc="Tpls/T7.xml"/>'
        '<ofd:TemplatePage ID="8" BaseLoc="Tpls/T8.xml"/></ofd:CommonData>'
    )
    parts = {
        f"Doc_0/Tpls/T{n}.xml": f"<ofd:Page>{letter_page([(20, 20, text)])}</ofd:Page>"
        for n, text in ((7, "页眉"), (8, "表头的话"))
    }
    pages = [
        '<ofd:Template TemplateID="7"/>' + letter_page([(_LEFT, 60, "第一页。")]),
        '<ofd:Template TemplateID="7"/><ofd:Template TemplateID="8"/>' + letter_page([(_LEFT, 60, "第二页。")]),
    ]
    assert extract(ofd_of(pages, document=document, parts=parts), "a.ofd").text.split() == [
        "第一页。",
        "表头的话",
        "第二页。",
    ]


def test_remarks_are_read_and_watermarks_and_attachments_are_not() -> None:
    def remark(kind: str, text: str) -> str:
        shown = (
            letter_page([(0, 0, text)])
            .removeprefix("<ofd:Content><ofd:Layer>")
            .removesuffix("</ofd:Layer></ofd:Content>")
        )
        return f'<ofd:Annot Type="{kind}"><ofd:Appearance Boundary="28 100 90 9">{shown}</ofd:Appearance></ofd:Annot>'

    listed = '<ofd:Page PageID="0"><ofd:FileLoc>P0.xml</ofd:FileLoc></ofd:Page>'
    written = remark("Stamp", "同意印发。") + remark("Watermark", "样本水印")
    document = "<ofd:Annotations>Annots/A.xml</ofd:Annotations><ofd:Attachments>Attachs/A.xml</ofd:Attachments>"
    parts = {
        "Doc_0/Annots/A.xml": f"<ofd:Annotations>{listed}</ofd:Annotations>",
        "Doc_0/Annots/P0.xml": f"<ofd:PageAnnot>{written}</ofd:PageAnnot>",
        "Doc_0/Attachs/A.xml": '<ofd:Attachments><ofd:Attachment ID="1"/></ofd:Attachments>',
    }
    extracted = extract(ofd_of([letter_page([(_LEFT, 60, "正文。")])], document=document, parts=parts), "a.ofd")
    assert extracted.text.split() == ["正文。", "同意印发。"]
    assert "1 个附件" in extracted.notes[0]


def test_a_page_of_pictures_is_said_and_a_document_of_them_is_refused() -> None:
    drawn = "<ofd:Content><ofd:Layer><ofd:ImageObject/></ofd:Layer></ofd:Content>"
    extracted = extract(
        ofd_of([letter_page([(_LEFT, 60, "第一页。")]), drawn, letter_page([(_LEFT, 60, "第三页。")])]), "a.ofd"
    )
    assert extracted.notes == ("page 2 holds only pictures and gives no text 第2页只有图片，没有文字",)
    assert [extracted.text[start:][:2] for start in extracted.pages] == ["第一", "第三", "第三"]
    with pytest.raises(ReadError, match="PDF"):
        extract(ofd_of([drawn]), "a.ofd")
    with pytest.raises(ReadError, match="damaged"):
        extract(zip_of({"OFD.xml": "<x"}), "a.ofd")
