"""Heads of two rows and more: a figure is read with all that stands above it, whatever format the table came in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from documents import docx_of, paragraph
from pdfs import Sheet, grid, pdf_of, text

from index.reading.docx import extract as word
from index.reading.html import extract as page
from index.reading.pdf.read import extract as pdf
from index.reading.repair import repair
from index.statements.table_grids import find_tables

_SENTENCE = "一年来，全市各项工作稳中有进，社会保障体系更加健全，人民生活水平持续提高，各项任务圆满完成。"
_SPANNING = ["城镇", "农村"]
_BELOW = [["人数（人）", "增长（%）"] * 2, ["2022", "2023"] * 2, ["绝对数", "2023年"] * 2]
_FIGURES = ["125", "31", "84", "12"]
_MORE = ["25", "11", "44", "2"]


def of_web(below: list[str]) -> str:
    heads = "<tr><th rowspan=2>项目</th>" + "".join(f"<th colspan=2>{each}</th>" for each in _SPANNING) + "</tr>"
    rows = [below, ["参保居民", *_FIGURES], ["领取待遇", *_MORE]]
    lines = "".join(f"<tr>{''.join(f'<td>{each}</td>' for each in row)}</tr>" for row in rows)
    said = f"<p>{_SENTENCE}</p>" * 6
    whole = (
        f"<!doctype html><html><title>某市工作报告</title><body><div>{said}<table>{heads}{lines}</table>{said}</div>"
    )
    return page(whole.encode(), "报告.html").text


def of_word(below: list[str]) -> str:
    def cell(words: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>"

    rows = [
        cell("项目", '<w:vMerge w:val="restart"/>') + "".join(cell(e, '<w:gridSpan w:val="2"/>') for e in _SPANNING),
        cell("", "<w:vMerge/>") + "".join(map(cell, below)),
        *("".join(map(cell, row)) for row in (["参保居民", *_FIGURES], ["领取待遇", *_MORE])),
    ]
    table = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    return word(docx_of(paragraph(_SENTENCE) + table), "报告.docx").text


def of_pdf(below: list[str]) -> str:
    xs = [60, 150, 240, 330, 420, 510]
    drawn = (
        grid(xs, [560, 580, 600])
        + "0.5 w 60 620 m 60 640 l 510 640 l 510 600 l S 60 600 m 60 640 l S 150 600 m 150 640 l S "
        + "330 600 m 330 640 l S 150 620 m 510 620 l S 240 600 m 240 620 l S 420 600 m 420 620 l S "
    )
    shown = text(64, 616, "项目") + text(154, 626, _SPANNING[0]) + text(334, 626, _SPANNING[1])
    shown += "".join(text(x + 4, 606, each) for x, each in zip(xs[1:], below, strict=False))
    for y, row in ((586, ["参保居民", *_FIGURES]), (566, ["领取待遇", *_MORE])):
        shown += "".join(text(x + 4, y, each) for x, each in zip(xs, row, strict=False))
    return pdf(pdf_of([Sheet(text(60, 700, _SENTENCE) + drawn + shown)]), "报告.pdf").text


@pytest.mark.parametrize("below", _BELOW, ids=["words", "years", "words and a year"])
@pytest.mark.parametrize("read", [of_web, of_word, of_pdf])
def test_each_figure_has_the_spanning_head_and_its_own(read: Callable[[list[str]], str], below: list[str]) -> None:
    whole = repair(read(below)).text
    found = [cell for table in find_tables(whole, 0, len(whole)) for cell in table.cells]
    columns = [f"{_SPANNING[n // 2]} {each}" for n, each in enumerate(below)]
    assert [(cell.row, cell.column, cell.figure.text) for cell in found] == [
        *(("参保居民", column, figure) for column, figure in zip(columns, _FIGURES, strict=True)),
        *(("领取待遇", column, figure) for column, figure in zip(columns, _MORE, strict=True)),
    ]
