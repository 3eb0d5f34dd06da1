"""A table's cell is read with its row, its column, its unit and its year, or not at all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.figures import find_figures, unit_elsewhere
from index.reading.repair import repair
from index.reports.parse import parse_document
from index.statements.table_facts import cells_stating, indicator_of
from index.statements.table_grids import Table, find_tables, may_hold_table
from index.statements.tables import FigureCell, GridCell, read_grid
from index.types import RawDocument

ROOT = Path(__file__).resolve().parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
GRID = [
    ["项目", "2022年", "2023年"],
    ["收到提案（件）", "386", "412"],
    ["立案提案（件）", "286", "306"],
    ["办复率（%）", "100", "99.6"],
]
READ = [
    ("386", "件", "收到提案", 2022), ("412", "件", "收到提案", 2023), ("286", "件", "立案提案", 2022),
    ("306", "件", "立案提案", 2023), ("100", "%", "办复率", 2022), ("99.6", "%", "办复率", 2023),
]  # fmt: skip


def markdown(grid: list[list[str]], *, outer: bool = True, rule: bool = True) -> str:
    rows = [" | ".join(row) for row in grid]
    if rule:
        rows.insert(1, "|".join("---" for _ in grid[0]))
    return "\n".join(f"| {row} |" if outer else row for row in rows)


LAYOUTS = {
    "markdown": markdown,
    "markdown, no outer pipes": lambda grid: markdown(grid, outer=False),
    "pipes, no rule": lambda grid: markdown(grid, rule=False),
    "markdown, blank lines": lambda grid: markdown(grid).replace("\n", "\n\n"),
    "markdown, centred": lambda grid: markdown(grid).replace("---", ":-:"),
    "tabs": lambda grid: "\n".join("\t".join(row) for row in grid),
    "tabs, no corner": lambda grid: "\n".join("\t".join(row) for row in [["", *grid[0][1:]], *grid[1:]]),
    "spaces": lambda grid: "\n".join(" ".join(row) for row in grid),
    "wide spaces": lambda grid: "\n".join("    ".join(row) for row in grid),
    "ideographic spaces": lambda grid: "\n".join("　　".join(row) for row in grid),
    "a box": lambda grid: "┌──┬──┐\n" + "\n├──┼──┤\n".join("│" + "│".join(row) + "│" for row in grid) + "\n└──┴──┘",
    "HTML": lambda grid: (
        "<table>\n" + "\n".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in grid) + "\n</table>"
    ),
    "a cell a line": lambda grid: "\n".join("\n".join(row) for row in grid),
    "a cell a line, blank lines": lambda grid: "\n\n".join("\n\n".join(row) for row in grid),
    "a cell a line, no corner": lambda grid: "\n".join("\n".join(row) for row in [grid[0][1:], *grid[1:]]),
}


def tables(text: str) -> tuple[Table, ...]:
    canonical = repair(text).text
    found = find_tables(canonical, 0, len(canonical))
    for table in found:
        assert table.start < table.end <= len(canonical)
        for cell in table.cells:
            assert canonical[cell.figure.start : cell.figure.end] == cell.figure.text
    return found


def cells(text: str) -> list[FigureCell]:
    return [cell for table in tables(text) for cell in table.cells]


def rows(text: str) -> list[tuple[str, str, str, int]]:
    return [(c.figure.text, c.figure.unit, "".join(c.names), c.years[0]) for c in cells(text)]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_every_layout_is_read_alike(layout) -> None:  # type: ignore[no-untyped-def]
    text = f"一、工作回顾\n\n提案工作情况如下：\n\n{layout(GRID)}\n\n二、2024年工作安排\n\n新的一年，我们要努力。"
    assert may_hold_table(text)
    assert rows(text) == READ


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_years_may_stand_in_the_first_column(layout) -> None:  # type: ignore[no-untyped-def]
    turned = [list(row) for row in zip(*GRID, strict=True)]
    assert sorted(rows(f"情况如下：\n{layout(turned)}")) == sorted(READ)


def test_a_figure_like_a_year_heads_no_row_among_words() -> None:
    grid = [
        ["项目", "2021年", "2022年", "2023年"],
        ["收到提案（件）", "1", "1900", "2"],
        ["立案提案（件）", "1", "1900", "1"],
    ]
    assert cells(f"情况如下：\n{LAYOUTS['a cell a line'](grid)}") == []


@given(st.lists(st.lists(st.integers(1, 9999), min_size=3, max_size=3), min_size=2, max_size=5), st.data())
def test_no_cell_is_read_under_another_header(values: list[list[int]], data: st.DataObject) -> None:
    names = ["收到提案", "立案提案", "办复提案", "采纳建议", "报送信息"][: len(values)]
    grid = [["项目", "2021年", "2022年", "2023年"]]
    grid += [[f"{name}（件）", *map(str, each)] for name, each in zip(names, values, strict=True)]
    layout = data.draw(st.sampled_from(sorted(LAYOUTS)))
    expected = {
        (name, year): value
        for name, each in zip(names, values, strict=True)
        for year, value in zip((2021, 2022, 2023), each, strict=True)
    }
    for cell in cells(f"情况如下：\n{LAYOUTS[layout](grid)}"):
        assert cell.figure.value == expected.pop((cell.names[0], cell.years[0]))
    # Years alone cannot be told from values where cells are parted by nothing but spaces or lines.
    assert not expected or any(1900 <= value < 2100 for each in values for value in each)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("单位：亿元\n| 指标 | 2023年 |\n|---|---|\n| 地区生产总值 | 2234.5 |", "223450000000", "元"),
        ("主要指标（单位：万人）\n| 指标 | 2023年 |\n|---|---|\n| 城镇新增就业 | 10.2 |", "102000", "人"),
        ("| 指标 | 2023年（亿元） |\n|---|---|\n| 地区生产总值 | 2,234.5 |", "223450000000", "元"),
        ("| 指标（件） | 2023年 |\n|---|---|\n| 立案（％） | 98.2 |", "98.2", "%"),
        ("| 指标 | 2023年 |\n|---|---|\n| 立案 | 306件 |", "306", "件"),
        ("单位：件\n| 指标 | 同比增长 |\n|---|---|\n| 立案 | 7.1 |", "7.1", ""),
        ("| 指标 | 同比增长（%） |\n|---|---|\n| 进出口总额（亿元） | -3.2 |", "-3.2", "%"),
        ("单位：件、%\n| 指标 | 2023年 |\n|---|---|\n| 立案 | 306 |", "306", ""),
        ("| 指标 | 2023年 |\n|---|---|\n| 立案 | ３０６ |", "306", ""),
        ("产量（单位：万吨，注明者除外）\n| 产品 | 2024年 |\n|---|---|\n| 羊肉 | 16.83 |", "168300", "吨"),
        ("| 指标 | 单位 | 2023年 |\n|---|---|---|\n| 粮食产量 | 万吨 | 24.5 |", "245000", "吨"),
        ("单位：亿元\n| 指标 | 单位 | 2023年 |\n|---|---|---|\n| 城镇调查失业率 | % | 5.6 |", "5.6", "%"),
    ],
)
def test_the_unit_is_that_of_the_cell_its_headers_or_the_caption(text: str, value: str, unit: str) -> None:
    (cell,) = cells(text)
    assert (cell.figure.value, cell.figure.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("header", "years", "offset"),
    [("2023年", (2023,), None), ("2023", (2023,), None), ("上年", (), -1), ("去年同期", (), -1), ("本年", (), 0)],
)
def test_the_year_is_that_of_the_header(header: str, years: tuple[int, ...], offset: int | None) -> None:
    (cell,) = cells(f"2021年情况\n| 指标 | {header} |\n|---|---|\n| 立案（件） | 306 |")
    assert (cell.years, cell.year_offset) == (years, offset)


def test_the_year_of_the_caption_is_that_of_a_table_without_years() -> None:
    (cell,) = cells("表1 2023年提案情况\n| 立案（件） | 备注 |\n|---|---|\n| 306 | 无 |")
    assert (cell.years, cell.names) == ((2023,), ("立案",))


def test_a_label_that_stands_for_several_rows_is_read_with_each() -> None:
    text = "| 类别 | 指标 | 2023年 |\n|---|---|---|\n| 提案 | 收到（件） | 412 |\n| | 立案（件） | 306 |"
    assert [cell.row for cell in cells(text)] == ["提案 收到（件）", "提案 立案（件）"]


def test_a_header_of_two_rows_is_read_whole() -> None:
    text = (
        "| 年份 | 提案 | | 信息 | |\n| | 收到（件） | 立案（件） | 报送（篇） | 采用（篇） |\n|---|---|---|---|---|\n"
        "| 2023年 | 412 | 306 | 88 | 21 |\n| 2022年 | 386 | 286 | 80 | 20 |"
    ).replace("|---|---|---|---|---|\n", "")
    assert [cell.column for cell in cells(text)][:4] == [
        "提案 收到（件）", "提案 立案（件）", "信息 报送（篇）", "信息 采用（篇）",
    ]  # fmt: skip


def test_numbers_of_rows_are_no_figures() -> None:
    text = "| 序号 | 指标 | 2023年 |\n|---|---|---|\n| 1 | 收到（件） | 412 |\n| 2 | 立案（件） | 306 |"
    assert [(cell.row, cell.figure.text) for cell in cells(text)] == [("收到（件）", "412"), ("立案（件）", "306")]


@pytest.mark.parametrize(
    "text",
    [
        "项目\t2022年\t2023年\n收到提案（件）\t386\t412\n立案提案（件）\t306\n办复率\t1\t2",
        "| 项目 | 2022年 | 2023年 |\n|---|---|---|\n| 立案 | 306 |",
        "项目\n2022年\n2023年\n收到提案（件）\n386\n412\n立案提案（件）\n306\n办复率（%）\n100\n99.6",
        "数说提案\n412件\n收到提案\n306件\n立案提案\n\n二、2024年工作安排",
        "412件\n收到提案\n306件\n立案提案",
        "286\n306\n收到提案\n立案提案",
        "收到提案 386 412\n立案提案 286 306",
        "收到提案\t386\t412\n立案提案\t286\t306",
        "项目 2022年 2023年 2024年\n收到提案 386 412\n立案提案 286 306",
    ],
)
def test_a_table_of_uneven_rows_or_without_headers_is_not_read(text: str) -> None:
    found = tables(f"情况如下：\n{text}\n完成了任务。")
    assert found
    assert [cell for table in found for cell in table.cells] == []
    assert all(table.numbers for table in found)


def test_labels_with_figures_below_are_read_without_columns() -> None:
    text = "收到提案\n412件\n立案提案\n306件\n办复率\n100%\n\n二、2024年工作安排\n\n我们要努力。"
    assert [(cell.row, cell.figure.text) for cell in cells(text)] == [
        ("收到提案", "412件"), ("立案提案", "306件"), ("办复率", "100%"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "一年来，共收到提案412件，立案306件，办复率100%。",
        "1．提案工作。\t共收到提案412件，立案306件。\n2．信息工作。\t报送88篇，采用21篇。",
        "编辑：张三\n2024年2月22日\n阅读 306",
        "首页 | 新闻 | 政协\n\n共收到提案412件。",
        "",
    ],
)
def test_running_text_has_no_cells(text: str) -> None:
    assert cells(text) == []


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_the_seeds_have_no_tables(seed: Path) -> None:
    assert cells(seed.read_text(encoding="utf-8")) == []


def test_a_grid_of_another_format_is_read_by_its_cells_alone() -> None:
    position = 0
    grid = []
    for row in GRID:
        grid.append([])
        for text in row:
            grid[-1].append(GridCell(text, position, position + len(text)))
            position += len(text) + 1
    found = read_grid(grid)
    assert [(c.figure.text, c.figure.unit, "".join(c.names), c.years[0]) for c in found] == READ
    joined = " ".join(text for row in GRID for text in row)
    assert all(joined[c.figure.start : c.figure.end] == c.figure.text for c in found)


def test_cells_with_their_units_parted_by_spaces_are_read() -> None:
    text = "统计\n项目      2022年   2023年\n协商会   14次    17次\n视察活动   21次   25次"
    assert may_hold_table(text)
    assert [(c.row, c.figure.text) for c in cells(text) if c.years == (2023,)] == [
        ("协商会", "17次"),
        ("视察活动", "25次"),
    ]


def test_a_row_parted_by_spaces_that_lacks_a_cell_leaves_its_table_unread() -> None:
    (table,) = tables("项目      2022年   2023年\n收到   272件    289件\n立案      236件\n重点   10件    12件")
    assert not table.cells
    assert len(table.numbers) == 5


def test_columns_that_their_heads_do_not_tell_apart_are_not_read() -> None:
    text = (
        "| 指标 | 全年 | 收到（件） | 收到（件） |\n|---|---|---|---|\n| 提案 | 9 | 268 | 221 |\n| 信息 | 8 | 88 | 21 |"
    )
    assert [(cell.column, cell.figure.text) for cell in cells(text)] == [("全年", "9"), ("全年", "8")]


def test_of_two_tables_side_by_side_each_has_its_own_labels() -> None:
    text = "| 收入 | 收入 | 支出 | 支出 |\n|---|---|---|---|\n| 项目 | 决算数 | 项目 | 决算数 |\n"
    text += "| 税收收入（万元） | 268 | 教育支出（万元） | 221 |\n| 其他收入（万元） | 25 | 卫生支出（万元） | 37 |"
    assert [(cell.row, cell.column, cell.figure.text) for cell in cells(text)] == [
        ("税收收入（万元）", "收入 决算数", "268"), ("教育支出（万元）", "支出 决算数", "221"),
        ("其他收入（万元）", "收入 决算数", "25"), ("卫生支出（万元）", "支出 决算数", "37"),
    ]  # fmt: skip


def test_numbers_of_columns_are_no_figures() -> None:
    text = "| 项目 | 预算 | 决算 |\n|---|---|---|\n| 栏次 | 1 | 2 |\n| 教育支出（万元） | 268 | 221 |"
    assert [(cell.row, cell.figure.text) for cell in cells(text)] == [
        ("教育支出（万元）", "268"), ("教育支出（万元）", "221"),
    ]  # fmt: skip


def test_a_second_line_of_heads_under_the_rule_is_read_with_the_first() -> None:
    text = "| 指标 | 2022年 | | 2023年 | |\n|---|---|---|---|---|\n"
    text += "| | 收到 | 立案 | 收到 | 立案 |\n| 提案（件） | 268 | 221 | 285 | 239 |"
    assert [(c.column, c.figure.text) for c in cells(text)][2:] == [("2023年 收到", "285"), ("2023年 立案", "239")]


@pytest.mark.parametrize(
    ("head", "row", "said"),
    [
        ("项目 | 行次 | 2024年决算数", "本年收入 | 27 | 1,357.97", [("收入", "1,357.97")]),
        ("类别 | 指标 | 2024年", "经济发展 | 1.全员劳动生产率（元） | 18.2", [("全员劳动生产率", "18.2")]),
        ("产业 | 增加值（亿元）", "第一产业 | 12.3", [("第一产业增加值", "12.3")]),
        ("承办单位 | 立案提案（件）", "教育局 | 12", []),
        ("项目 | 年初预算数 | 决算数", "教育支出 | 12.3 | 12.5", [("教育支出", "12.5")]),
    ],
    ids=["numbers of lines", "a group before", "two heads", "a part of the place", "a plan"],
)
def test_which_cells_state_a_fact_of_the_place(head: str, row: str, said: list[tuple[str, str]]) -> None:
    columns = head.count("|") + 1
    text = f"单位：万元\n\n| {head} |\n|{'---|' * columns}\n| {row} |\n"
    stating = cells_stating(find_tables(text, 0, len(text)), 0, len(text))
    assert [("".join(indicator_of(cell)[::-1]) if said else "", cell.figure.text) for cell in stating] == said


def test_a_caption_of_two_units_gives_each_its_own() -> None:
    text = (
        "主要指标（单位：亿元、%）\n| 地区 | 生产总值 | 增速 |\n|---|---|---|\n"
        "| 红山区 | 486.27 | 4.6 |\n| 松山区 | 386.5 | 4.9 |"
    )
    read = [(cell.figure.value, cell.figure.unit) for cell in cells(text)]
    assert read[:2] == [(Decimal(48627000000), "元"), (Decimal("4.6"), "%")]
    assert [unit_elsewhere(cell.figure) for cell in cells(text)][:2] == ["亿元", "%"]


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(133600, "吨", "万吨"), ("13.36", "%", "%"), ("1336e6", "元", "亿元"), ("13.36", "", "")],
)
def test_a_unit_that_stands_elsewhere_is_said_as_it_is_printed(value: int | str, unit: str, said: str) -> None:
    (figure,) = find_figures("13.36")
    assert unit_elsewhere(replace(figure, value=Decimal(value), unit=unit)) == said
    assert unit_elsewhere(find_figures("409件")[0]) == ""


def test_a_table_below_the_title_of_its_own_is_read_for_itself() -> None:
    text = (
        "表一（单位：亿元）\n| 地区 | 生产总值 | 财政收入 |\n|---|---|---|\n| 敖汉旗 | 172.16 | 6.94 |\n"
        "| 表二 产量（单位：万吨） | | |\n| 产品 | 2024年 | 2023年 |\n| 羊肉 | 16.83 | 17.40 |\n"
        "| 牛肉 | 21.77 | 20.64 |"
    )
    read = {(cell.row, cell.column): (cell.figure.text, cell.figure.unit) for cell in cells(text)}
    assert read[("敖汉旗", "生产总值")] == ("172.16", "元")
    assert read[("羊肉", "2024年")] == ("16.83", "吨")
    assert not [key for key in read if key[0] == "产品"]


def test_a_cell_merged_over_columns_is_one_figure() -> None:
    text = (
        "| 信息内容 | 制发 | 废止 |\n|---|---|---|\n| 规范性文件 | 15 | 9 |\n| 第（五）项 | 第（五）项 | 第（五）项 |\n"
        "| 信息内容 | 处理决定 | 处理决定 |\n| 行政许可 | 128,460 | 128,460 |\n| 行政处罚 | 93,217 | 93,217 |"
    )
    assert [(cell.row, cell.column, cell.figure.text) for cell in cells(text)] == [
        ("规范性文件", "制发", "15"),
        ("规范性文件", "废止", "9"),
        ("行政许可", "处理决定", "128,460"),
        ("行政处罚", "处理决定", "93,217"),
    ]


def test_labels_beside_labels_may_say_more_in_brackets() -> None:
    text = (
        "| 收入 | 收入 | 支出 | 支出 |\n|---|---|---|---|\n| 项目 | 决算数 | 项目（按功能分类） | 决算数 |\n"
        "| 财政拨款 | 15,248.60 | 卫生健康支出 | 301.72 |\n|  |  | 农林水支出 | 15,690.28 |\n| 合计 | 1 | 合计 | 2 |"
    )
    assert ("农林水支出", "15,690.28") in [(cell.row, cell.figure.text) for cell in cells(text)]


def test_ages_in_a_head_of_two_rows_are_no_figures() -> None:
    text = (
        "| 地区 | 人口 | 按年龄分 | 按年龄分 |\n|---|---|---|---|\n| 地区 | 人口 | 0-17岁 | 60岁及以上 |\n"
        "| 合计 | 530.24 | 59.03 | 136.37 |\n| 海伦市 | 76.85 | 8.16 | 20.10 |"
    )
    assert [cell.column for cell in cells(text)][2] == "按年龄分 60岁及以上"


def test_a_table_of_the_year_reviewed_and_the_year_planned_is_of_neither_half() -> None:
    table = (
        "| 指标 | 2024年完成 | 2025年计划 |\n|---|---|---|\n| 城镇新增就业（万人） | 8.62 | 8.5 |\n"
        "| 粮食产量（万吨） | 247.6 | 249 |"
    )
    text = (
        "关于毕节市2024年国民经济和社会发展计划执行情况与2025年国民经济和社会发展计划草案的报告\n毕节市发展和改革委员会\n"
        f"一、2024年计划执行情况\n2024年，全市粮食产量247.6万吨，增长0.7%，完成了全年计划。\n\n{table}\n\n"
        "二、2025年主要目标和任务\n2025年要进一步推进重大项目建设，努力完成全年任务。\n"
    )
    document = parse_document(RawDocument("a.txt", "0" * 64, "utf-8", text))
    chunks = document.chunks[document.reports[0].id]
    assert {chunk.role for chunk in chunks if "8.62" in chunk.text} == {"other"}
    assert {chunk.role for chunk in chunks if "进一步" in chunk.text} == {"plan"}


def test_headings_of_groups_are_no_titles_of_tables() -> None:
    text = (
        "| 项目 | 预算 | 执行 |\n|---|---|---|\n| 上年结余 | 9 | 8 |\n| 一、收入 | | |\n| （一）税收 | | |\n"
        "| 增值税 | 13.2 | 13.6 |\n| 契税 | 3.3 | 3.7 |"
    )
    assert [(cell.row, cell.column, cell.figure.text) for cell in cells(text)][2:4] == [
        ("增值税", "预算", "13.2"),
        ("增值税", "执行", "13.6"),
    ]


def test_many_tables_below_each_other_are_read_in_one_go() -> None:
    rows = [["表", "", ""], ["产品", "2024年", "2023年"], ["羊肉", "1.5", "2.5"]] * 2_000
    found = read_grid([[GridCell(text, n, n + len(text)) for text in row] for n, row in enumerate(rows)])
    assert len(found) == 4_000
    assert {cell.column for cell in found} == {"2024年", "2023年"}


def test_two_tables_side_by_side_may_each_name_their_labels() -> None:
    text = "单位：万元\n\n| 收入项目 | 决算数 | 支出项目 | 决算数 |\n|---|---|---|---|\n"
    text += "| 财政拨款 | 268 | 教育支出 | 221 |\n| 本年收入合计 | 25 | 本年支出合计 | 37 |"
    assert [(cell.row, cell.figure.text) for cell in cells(text)] == [
        ("财政拨款", "268"), ("教育支出", "221"), ("本年收入合计", "25"), ("本年支出合计", "37"),
    ]  # fmt: skip


def test_a_code_names_no_row_and_is_no_figure() -> None:
    text = "单位：万元\n\n| 经济分类 | 科目名称 | 决算数 |\n|---|---|---|\n"
    text += "| 301 | 工资福利支出 | 46.31 |\n| 30101 | 基本工资 | 8.22 |\n| 合计 |  | 54.53 |"
    read = [(cell.row, cell.figure.text) for cell in cells(text)]
    assert read == [("工资福利支出", "46.31"), ("基本工资", "8.22"), ("合计", "54.53")]


def test_a_row_whose_label_was_not_read_is_of_no_other_row() -> None:
    text = "| 镇 | 合计（亩） |\n|---|---|\n| 新圩镇 | 7800 |\n| 佛子镇 |  |\n|  | 5400 |\n| 灵城街道 | 4000 |"
    assert [(cell.row, cell.figure.text) for cell in cells(text)] == [("新圩镇", "7800"), ("灵城街道", "4000")]


def test_headings_in_every_column_leave_a_column_of_units_one() -> None:
    text = "| 指标 | 计量单位 | 2023年 |\n|---|---|---|\n| 一、经济 | 一、经济 | 一、经济 |\n"
    text += "| 生产总值 | 亿元 | 168 |\n"
    text += "| 二、民生 | 二、民生 | 二、民生 |\n| 游客 | 万人次 | 912 |"
    assert [(cell.row, cell.figure.unit) for cell in cells(text)] == [("生产总值", "元"), ("游客", "人次")]


def test_a_unit_of_its_own_stands_between_blanks_too() -> None:
    text = "表2　2022年主要畜产品产量\n产品　单位　产量　比上年增长（%）\n肉类　万吨　86.9　4.3\n禽蛋　吨　1321　6.5"
    assert [(cell.row, cell.column, cell.figure.text, cell.figure.unit) for cell in cells(text)][::2] == [
        ("肉类", "产量", "86.9", "吨"), ("禽蛋", "产量", "1321", "吨"),
    ]  # fmt: skip


def test_a_unit_named_below_a_table_is_that_of_its_figures_and_of_no_other_table() -> None:
    first = "改造任务如下：\n\n| 乡镇（街道） | 煤改电 |\n|---|---|\n| 兑镇镇 | 430 |\n| 杜村乡 | 140 |\n\n"
    second = "单位：户。注：高阳镇已完成。\n\n| 乡镇（街道） | 换热站 |\n|---|---|\n| 兑镇镇 | 6 |\n| 杜村乡 | 2 |"
    assert [(cell.figure.text, cell.figure.unit) for cell in cells(first + second)] == [
        ("430", "户"), ("140", "户"), ("6", ""), ("2", ""),
    ]  # fmt: skip
