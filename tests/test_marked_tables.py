"""Lines of cells in a passage are shown as a table, the cited cells marked."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from page.marked import mark_up, with_tables

TABLE = "表1\n| 产品 | 产量（万吨） |\n| --- | --- |\n| 茶叶 | 2.01 |\n| 猪肉 | 13.36 |\n注：<无>"


def shown(first: str, last: str) -> str:
    start, end = TABLE.index(first), TABLE.index(last) + len(last)
    return with_tables(mark_up(TABLE, 0, len(TABLE), cited=[(start, end)]))


def test_rows_are_cells_and_the_rule_is_none() -> None:
    assert with_tables(mark_up(TABLE, 0, len(TABLE))) == (
        '表1\n<div class="wz-cells"><table><tr><td>产品</td><td>产量（万吨）</td></tr>'
        "<tr><td>茶叶</td><td>2.01</td></tr>"
        "<tr><td>猪肉</td><td>13.36</td></tr></table></div>\n注：&lt;无&gt;"
    )


def test_each_cited_cell_is_marked_for_itself() -> None:
    assert "<td><mark>猪肉</mark></td><td><mark>13.36</mark></td>" in shown("猪肉", "13.36")
    assert "<td><mark>2.01</mark></td></tr><tr><td><mark>猪肉</mark></td><td>13.36</td>" in shown("2.01", "猪肉")
    assert "<td><mark>猪肉</mark></td>" in shown("| 猪肉", "13.36 |")


def test_columns_with_nothing_in_them_are_left_out() -> None:
    html = with_tables("| 谷子 | 68.4 |  |  |\n| 荞麦 |  |  |  |")
    assert html.count("<td>") == 4
    assert "<tr><td>荞麦</td><td></td></tr>" in html


def test_text_is_as_it_was() -> None:
    for text in ("甲 | 乙", "| 单", "全年立案409件。\n办结率100%。", ""):
        assert with_tables(text) == text


@given(st.integers(0, len(TABLE)), st.integers(0, len(TABLE)))
def test_marks_stay_within_their_cells(one: int, other: int) -> None:
    start, end = sorted((one, other))
    html = with_tables(mark_up(TABLE, 0, len(TABLE), cited=[(start, end)]))
    for cell in re.findall("<td>(.*?)</td>", html):
        assert re.fullmatch("(?:[^<]|<mark>[^<]*</mark>)*", cell), html
    words = re.sub(r"<[^>]+>|[\s|]|---", "", html)
    assert words == re.sub(r"[\s|]|---", "", TABLE).replace("<", "&lt;").replace(">", "&gt;")
