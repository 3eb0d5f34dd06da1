"""Pages of PDFs as pictures, and where on them a quotation stands."""

from __future__ import annotations

import io

import pytest
from pdfs import HEIGHT, WIDTH, Sheet, grid, lines, pdf_of, text, wrapped
from PIL import Image

from index.errors import ReadError
from index.reading.pdf.pictures import find_on_page, page_picture

WORDS = (
    "全市生产总值增长百分之五，固定资产投资保持稳定，社会消费品零售总额持续扩大，"
    "民生支出占比继续提高，各项工作取得新成效。"
)


def test_a_page_is_a_picture_of_the_width_asked_for() -> None:
    data = pdf_of([lines(70, 760, wrapped(WORDS, 30)), Sheet("0 g 0 0 100 100 re f", "/Rotate 90")])
    upright, turned = (Image.open(io.BytesIO(page_picture(data, page, width=300))) for page in (1, 2))
    assert upright.width == turned.width == 300
    assert upright.height > 300 > turned.height
    # The corner below left comes to stand above left.
    assert turned.convert("L").getpixel((5, 5)) == 0


def test_a_quotation_is_found_line_by_line() -> None:
    data = pdf_of(["", lines(70, 760, wrapped(WORDS, 30))])
    boxes = find_on_page(data, 2, "固定资产投资 保持稳定，社会消费品零售总额持续扩大")
    assert len(boxes) == 2
    first, second = boxes
    assert first.left * WIDTH == pytest.approx(70 + 10 * (2 + WORDS.index("固定")), abs=1)
    assert first.top * HEIGHT < HEIGHT - 760 < first.bottom * HEIGHT + 1
    assert second.left * WIDTH == pytest.approx(70, abs=1)


def test_a_part_of_a_quotation_is_found_where_the_rest_is_on_another_page() -> None:
    data = pdf_of([lines(70, 760, wrapped(WORDS, 30))])
    assert len(find_on_page(data, 1, "上一页的半句话没有说完，民生支出占比继续提高")) == 1
    assert find_on_page(data, 1, "这里没有的话") == []


def test_a_quotation_is_found_on_a_turned_page() -> None:
    data = pdf_of([Sheet(text(70, 760, WORDS[:20]), "/Rotate 90")])
    (box,) = find_on_page(data, 1, WORDS[:20])
    assert box.bottom - box.top > box.right - box.left
    assert box.top * WIDTH == pytest.approx(70, abs=1)


def test_a_mark_within_a_quotation_does_not_hide_it() -> None:
    data = pdf_of([text(70, 700, "做好六稳") + text(110, 704, "①", size=6) + text(116, 700, "工作，推动发展再上台阶")])
    assert len(find_on_page(data, 1, "做好六稳工作，推动发展")) == 1


def test_a_tables_cell_of_two_lines_is_found() -> None:
    drawn = [grid([70, 150, 300], [700, 660]), lines(74, 690, ["基本养老保", "险缴费支出"]), text(160, 690, "160.75")]
    assert len(find_on_page(pdf_of(["\n".join(drawn)]), 1, "基本养老保险缴费支出")) == 2


def test_a_page_that_is_not_there_is_refused() -> None:
    data = pdf_of([text(70, 700, "一页")])
    for ask in (lambda: page_picture(data, 2, width=100), lambda: find_on_page(data, 0, "一页")):
        with pytest.raises(ReadError, match="no page"):
            ask()
