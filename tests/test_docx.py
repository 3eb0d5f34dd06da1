"""Word documents as text: what is seen is read, once and in order, and nothing else."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from documents import STRICT, TRANSITIONAL, docx_of, paragraph, squeezed, zip_of

from index.errors import ReadError
from index.reading.docx import extract
from index.reading.extracted import Extracted
from index.reading.repair import repair

_SENTENCE = "2023年，市政协共收到提案434件，立案409件，办复率100%。"


def read(body: str, **parts: str) -> Extracted:
    return extract(docx_of(body, **parts), "a.docx")


def lines(body: str, **parts: str) -> list[str]:
    return [line for line in read(body, **parts).text.split("\n") if line]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_a_seed_as_docx_is_the_seed(seeds: Path) -> None:
    docx = pytest.importorskip("docx")
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        document = docx.Document()
        for line in filter(str.strip, text.splitlines()):
            level = len(line) - len(line.lstrip("#"))
            if level:
                document.add_heading(line.lstrip("# "), level)
            else:
                document.add_paragraph(line)
        target = io.BytesIO()
        document.save(target)
        extracted = extract(target.getvalue(), path.name)
        assert squeezed(extracted.text) == squeezed(text)
        assert squeezed(repair(extracted.text).text) == squeezed(text)
        assert extracted.pages == ()


def test_headings_by_style_and_the_title_by_its_look() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="a2"><w:basedOn w:val="a1"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    body = (
        paragraph("新乡市政协工作报告摘要", '<w:jc w:val="center"/>', '<w:sz w:val="44"/>')
        + paragraph("主要工作", '<w:pStyle w:val="a1"/>')
        + paragraph(_SENTENCE)
        + paragraph("聚焦协商主业", '<w:pStyle w:val="a2"/>')
        + paragraph("这一段虽然用了标题样式，但它是一句完整的话。", '<w:pStyle w:val="a2"/>')
        + paragraph("服务中心大局", "", '<w:sz w:val="32"/><w:b/>')
        + paragraph(_SENTENCE * 4)
    )
    assert [line for line in lines(body, styles=styles) if line.startswith("#")] == [
        "# 新乡市政协工作报告摘要",
        "# 主要工作",
        "## 聚焦协商主业",
        "## 服务中心大局",
    ]


def test_a_title_stands_above_what_is_numbered() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="h"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    )
    body = paragraph("政府工作报告", '<w:pStyle w:val="t"/>') + paragraph("一、工作回顾", '<w:pStyle w:val="h"/>')
    assert lines(body + paragraph(_SENTENCE), styles=styles)[:2] == ["# 政府工作报告", "## 一、工作回顾"]


def test_merged_cells_are_written_out_and_a_title_row_stands_above() -> None:
    across, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        cell("单位：件", '<w:gridSpan w:val="3"/>'),
        cell("指标", down) + cell("提案|议案", across),
        cell("", on) + cell("2022") + cell("2023"),
        cell("立案") + cell("398") + cell("409"),
    )
    assert lines(body) == [
        "单位：件",
        "| 指标 | 提案\\|议案 | 提案\\|议案 |",
        "| --- | --- | --- |",
        "| 指标 | 2022 | 2023 |",
        "| 立案 | 398 | 409 |",
    ]


def test_a_table_in_a_cell_is_text_there_and_a_frame_is_none() -> None:
    inner = f"<w:tc>{table(cell('甲') + cell('乙'), cell('1') + cell('2'))}<w:p/></w:tc>"
    assert lines(table(inner + cell("丙"), cell("3") + cell("4")))[0] == "| 甲 乙 1 2 | 丙 |"
    assert lines(table(cell("框里的话。"))) == ["框里的话。"]


def test_rows_that_a_conversion_stacked_in_one_are_rows_again() -> None:
    def stacked(*texts: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(paragraph, texts))}</w:tc>"

    tabs = [
        f"<w:p><w:r><w:t>{a}</w:t><w:tab/><w:t>{b}</w:t></w:r></w:p>" for a, b in (("1", "2"), ("3", "4"), ("5", "6"))
    ]
    both = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{"".join(tabs)}</w:tc>'
    body = table(cell("指标") + cell("机构") + cell("床位"), stacked("合计", "养老机构", "福利院") + both)
    assert lines(body)[2:] == ["| 合计 | 1 | 2 |", "| 养老机构 | 3 | 4 |", "| 福利院 | 5 | 6 |"]
    kept = table(cell("指标") + cell("内容"), stacked("甲", "乙", "丙") + stacked("一些话", "一些话", "一些话"))
    assert lines(kept)[2:] == ["| 甲 乙 丙 | 一些话 一些话 一些话 |"]


def test_notes_come_last_and_their_marks_touch_no_figure() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    note = f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{run(" 六稳：指稳就业等。")}</w:p></w:footnote>'
    body = (
        f'<w:p>{run("落实“六稳")}<w:r><w:footnoteReference w:id="2"/></w:r>{run("”，生产总值（GDP）")}'
        f"{run('[', raised)}{run('1', raised)}{run(']', raised)}{run('13507亿元，占地25km')}{run('2', raised)}"
        f"{run('，立案409件')}{run('3', raised)}{run('。')}</w:p>"
    )
    assert lines(body, footnotes=note) == [
        "落实“六稳”，生产总值（GDP）13507亿元，占地25km²，立案409件。",
        "[1] 六稳：指稳就业等。",
    ]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('框中的话，只读一次。')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>正文。</w:t></w:r></w:p>"
    )
    assert lines(body) == ["正文。", "框中的话，只读一次。"]


def test_the_numbers_that_word_makes_are_shown() -> None:
    def level(number: int, kind: str, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        )

    numbering = (
        '<w:abstractNum w:abstractNumId="5">'
        + level(0, "chineseCountingThousand", "%1、")
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%3.")
        + level(3, "bullet", "")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="11"/>'
        "</w:lvlOverride></w:num>"
    )

    def item(text: str, number: int, at: int) -> str:
        return paragraph(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')

    body = "".join(
        [
            item("总体", 1, 0),
            item("学习", 1, 1),
            item("甲", 1, 2),
            item("乙", 1, 2),
            item("点", 1, 3),
            item("协商", 1, 1),
            item("提案", 1, 0),
            item("视察", 1, 1),
            item("附则", 2, 0),
            item("期限", 2, 0),
            item("无号", 0, 0),
        ]
    )
    expected = "一、总体 （一）学习 1.甲 2.乙 点 （二）协商 二、提案 （一）视察 十一、附则 十二、期限 无号"
    assert [line.lstrip("# ") for line in lines(body, numbering=numbering)] == expected.split()


def test_what_was_deleted_or_hidden_is_not_read_and_what_was_inserted_is() -> None:
    shown = '<w:vanish w:val="0"/>'
    body = (
        f"<w:p>{run('立案')}<w:del>{run('408')}<w:r><w:delText>408</w:delText></w:r></w:del><w:ins>{run('409')}</w:ins>"
        f"{run('件')}{run('（内部）', '<w:vanish/>')}{run('。', shown)}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('这两段')}</w:p><w:p>{run('合成了一段。')}</w:p>"
    )
    assert lines(body) == ["立案409件。", "这两段合成了一段。"]


def test_of_fields_the_result_is_read_and_contents_are_left_out() -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    styles = '<w:style w:type="paragraph" w:styleId="toc1"><w:name w:val="toc 1"/></w:style>'
    contents = '<w:p><w:pPr><w:pStyle w:val="toc1"/></w:pPr><w:r><w:t>一、回顾</w:t><w:tab/><w:t>3</w:t></w:r></w:p>'
    inner = f"{char('begin')}<w:r><w:instrText>PAGE</w:instrText></w:r>{char('separate')}{run('7')}{char('end')}"
    body = (
        f"{contents}<w:p>{run('共')}{char('begin')}<w:r><w:instrText> = </w:instrText></w:r>{inner}{run('码')}"
        f"{char('separate')}{run('409')}{char('end')}{run('件，')}"
        f'<w:fldSimple w:instr="DATE">{run("2024年")}</w:fldSimple>{run("。")}</w:p>'
    )
    assert lines(body, styles=styles) == ["共409件，2024年。"]


_INDENT, _NONE = '<w:ind w:firstLine="640"/>', ""
_CUT = (
    ("全年城镇新增就业一千二百四十四万人，城镇失业人员再就业514", _INDENT),
    ("万人，就业困难人员就业172万人。", _NONE),
    ("年末全国参加基本养老保险人数十亿六千六百四十三万人，比上", _INDENT),
    ("年末增加1336万人。", _NONE),
    ("全国参加城镇职工基本养老保险人数五亿二千一百二十一万人，", _INDENT),
    ("其中参保职工三亿七千九百二十五万人。", _NONE),
)


def test_sentences_cut_at_the_ends_of_lines_are_whole() -> None:
    body = "".join(paragraph(text, properties) for text, properties in _CUT * 2)
    whole = ["".join(text for text, _ in _CUT[n : n + 2]) for n in (0, 2, 4)]
    assert lines(body) == whole * 2


def test_paragraphs_that_end_without_a_stop_on_purpose_stay_apart() -> None:
    listed = [f"{place}人民政府" for place in ("金平区", "龙湖区", "濠江区", "潮阳区", "潮南区", "澄海区")]
    body = "".join(paragraph(text, _INDENT) for text in listed) + paragraph(_SENTENCE, _INDENT)
    assert lines(body) == [*listed, _SENTENCE]


@pytest.mark.parametrize("mark", ["—{}—", "- {} -", "第 {} 页 共 3 页", "{}"])
def test_page_numbers_and_running_heads_go_and_pages_are_where_they_stood(mark: str) -> None:
    pages = [
        ("第一页的话，写得很长很长很长很长很长很长很长很长很长很长", "没有完就到了下一页。"),
        ("第二页的话。",),
        ("第三页的话。",),
    ]
    body = ""
    for number, page in enumerate(pages, 1):
        body += paragraph("民政事业公报")
        if number == 2:
            body += paragraph(pages[0][1])
        body += paragraph(page[0]) + paragraph(mark.format(number))
    extracted = read(body)
    joined = "".join(pages[0])
    assert extracted.text.split("\n\n") == ["民政事业公报", joined, "第二页的话。", "第三页的话。"]
    assert [extracted.text[start : start + 6] for start in extracted.pages] == [
        "民政事业公报",
        "没有完就到了",
        "第三页的话。",
    ]


def test_pages_are_those_that_word_left_where_it_counted_as_many() -> None:
    broken = "<w:r><w:lastRenderedPageBreak/></w:r>"
    explicit = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    body = f"{paragraph('一页。')}{explicit}<w:p>{broken}{run('二页。')}</w:p>"
    body += f"<w:p>{run('还在二页')}{broken}{run('三页。')}</w:p>"
    extracted = extract(docx_of(body, counted=3), "a.docx")
    assert [extracted.text[start:][:2] for start in extracted.pages] == ["一页", "二页", "三页"]
    assert extract(docx_of(body, counted=9), "a.docx").pages == ()
    assert extract(docx_of(body, counted=3), "a.docx").text == extract(docx_of(body, counted=9), "a.docx").text


def picture(centimetres: int) -> str:
    size = centimetres * 360_000
    shown = f'<wp:inline><wp:extent cx="{size}" cy="{size}"/><a:blip/></wp:inline>'
    return f"<w:p><w:r><w:drawing>{shown}</w:drawing></w:r></w:p>"


def test_pictures_are_said_and_a_document_of_pictures_alone_is_refused() -> None:
    assert read(paragraph(_SENTENCE) + picture(1)).notes == ()
    assert "2 张图片" in read(paragraph(_SENTENCE) + picture(8) * 2).notes[0]
    with pytest.raises(ReadError, match="PDF") as caught:
        read(picture(8))
    assert caught.value.problem == "empty"


def test_a_strict_document_is_read_alike() -> None:
    assert extract(docx_of(paragraph(_SENTENCE), w=STRICT), "a.docx").text == _SENTENCE


def test_a_document_that_holds_no_word_text_names_the_remedy() -> None:
    for parts in ({"word/document.xml": "<x/>"}, {"word/document.xml": "<w"}, {"word/other.xml": "<x/>"}):
        with pytest.raises(ReadError, match=r"a\.docx: is damaged.*另存") as caught:
            extract(zip_of(parts), "a.docx")
        assert caught.value.problem == "damaged"


def test_entities_are_not_put_in_and_depth_is_bounded() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    document = f'<w:document xmlns:w="{TRANSITIONAL}"><w:body>{{}}</w:body></w:document>'
    named = bomb + document.format("<w:p><w:r><w:t>甲&b;乙</w:t></w:r></w:p>")
    text = extract(zip_of({"word/document.xml": named}), "a").text
    assert "aaaa" not in text
    deep = "<w:tbl><w:tr><w:tc>" * 60 + paragraph("底") + "</w:tc></w:tr></w:tbl>" * 60
    assert extract(zip_of({"word/document.xml": document.format(deep)}), "a").text == "底"
    with pytest.raises(ReadError, match="damaged"):
        extract(zip_of({"word/document.xml": document.format("<w:sdt>" * 5000 + "</w:sdt>" * 5000)}), "a")


def test_a_table_of_merged_cells_without_end_is_refused() -> None:
    wide = cell("甲", '<w:gridSpan w:val="60"/>') + cell("乙")
    with pytest.raises(ReadError, match=r"too large.*csv") as caught:
        read(table(*[wide] * 8000))
    assert caught.value.problem == "large"


def test_four_times_the_paragraphs_take_about_four_times_the_time() -> None:
    def milliseconds(times: int) -> float:
        data = docx_of("".join(paragraph(text, properties) for text, properties in _CUT) * times)
        least = float("inf")
        for _ in range(3):
            begin = time.thread_time_ns()
            extract(data, "a.docx")
            least = min(least, (time.thread_time_ns() - begin) / 1e6)
        return least

    assert milliseconds(1200) < 8 * milliseconds(300)  # the square would be 16
