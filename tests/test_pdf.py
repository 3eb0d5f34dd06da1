"""PDF files with a text layer: order, paragraphs, tables, footnotes, furniture, and what is no text of the page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest
from pdfs import FULL_PICTURE, HEIGHT, WIDTH, Sheet, grid, lines, pdf_of, text, wrapped

from index.errors import ReadError
from index.reading.extracted import Extracted, Recognised
from index.reading.pdf import files, read
from index.reading.pdf.read import extract

FIRST = (
    "全市生产总值增长百分之五，固定资产投资保持稳定，社会消费品零售总额持续扩大，"
    "民生支出占比继续提高，各项工作取得新成效。"
)
SECOND = (
    "一年来市政协共收到提案三百件，立案二百件，办复率百分之百，"
    "委员参加视察调研活动一百余次，提出意见建议五百多条，有力推动发展。"
)


def told(*sheets: Sheet | str) -> str:
    return extract(pdf_of(sheets), "报告.pdf").text


def paragraphs(*sheets: Sheet | str) -> list[str]:
    return told(*sheets).split("\n\n")


@dataclass(frozen=True)
class Seen:
    text: str
    recognised: tuple[Recognised, ...] = ()
    notes: tuple[str, ...] = ()


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pages that were given to the reader of pictures, which reads "图上第3页" of each."""
    given: list[int] = []

    def see(picture: object, *, source: str, page: int) -> Seen:
        given.append(page)
        words = f"图上第{page}页"
        return Seen(words, (Recognised(0, len(words), 0.9),))

    monkeypatch.setattr(read, "picture_reader", lambda: see)
    return given


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where what reads pictures is not installed."""

    def refuse(picture: object, *, source: str, page: int) -> Seen:
        raise ReadError(source, "run ./run setup --documents", problem="format")

    monkeypatch.setattr(read, "picture_reader", lambda: refuse)


def test_lines_become_paragraphs() -> None:
    rows = [*wrapped(FIRST, 30), *wrapped(SECOND, 30)]
    assert paragraphs(lines(70, 760, rows)) == [FIRST, SECOND]


def test_columns_are_read_one_after_the_other_and_a_paragraph_goes_on_in_the_next() -> None:
    rows = wrapped(FIRST * 3, 20)
    half = len(rows) // 2
    # Drawn row by row, as no writer of columns would: it is the places that decide.
    drawn = [lines(60, 700 - 16 * n, [row]) for n, row in enumerate(rows[:half])]
    drawn += [lines(300, 700 - 16 * n, [row]) for n, row in enumerate(rows[half:])]
    drawn.sort(key=lambda each: -float(each.split(" Tm")[0].split()[-1]))
    headline = text(120, 740, "横跨两栏的大标题在这里", size=24)
    assert paragraphs("\n".join([headline, *drawn])) == ["# 横跨两栏的大标题在这里", FIRST * 3]


def test_a_short_headline_over_columns_comes_between_what_stands_above_and_below() -> None:
    upper, lower = wrapped(FIRST * 2, 20), wrapped(SECOND * 2, 20)
    place = 760 - 16 * 5.5
    drawn = [
        lines(60, 760, upper[:4]),
        lines(300, 760, upper[4:]),
        text(60, place, "二、提案工作", size=13),
        lines(60, place - 28, lower[:4]),
        lines(300, place - 28, lower[4:]),
    ]
    assert paragraphs("\n".join(drawn)) == [FIRST * 2, "# 二、提案工作", SECOND * 2]


def test_a_framed_story_is_read_by_itself() -> None:
    story = ["专栏记者走访各县区了解情况", "发现群众关心的事情有了着落"]
    rows = wrapped(FIRST * 5, 20)
    drawn = [
        lines(60, 760, rows[:8]),
        lines(300, 760, rows[8:10]),
        lines(310, 704, story),
        "0 G 1 w 296 680 230 45 re S",
        lines(300, 664, rows[10:]),
    ]
    assert paragraphs("\n".join(drawn)) == [FIRST * 5, "".join(story)]


def test_a_paragraph_over_a_page_is_one_and_the_page_starts_within_it() -> None:
    rows = wrapped(FIRST * 4, 40)
    found = extract(pdf_of([lines(70, 760, rows[:4]), lines(70, 760, rows[4:])]), "报告.pdf")
    assert found.text == FIRST * 4
    assert found.pages == (0, 4 * 40 - 2)


def test_heads_feet_and_page_numbers_are_left_out() -> None:
    sheets = []
    for n in range(6):
        side = 70 if n % 2 else 400
        body = lines(70, 740, [row for kind in "甲乙丙" for row in wrapped(f"第{n}页的{kind}文，" + FIRST, 40)])
        sheets.append("\n".join([text(side, 800, "政府工作报告", size=9), body, text(280, 40, f"— {n + 3} —", size=9)]))
    found = told(*sheets)
    assert "政府工作报告" not in found and "—" not in found
    assert found.split("\n\n") == [f"第{n}页的{kind}文，{FIRST}" for n in range(6) for kind in "甲乙丙"]


def test_the_same_line_of_text_at_the_foot_of_pages_stays() -> None:
    row = "各项工作取得新的成效，全市人民共同努力奋斗，为建设现代化城市作出贡献，谱写新篇章。"
    sheet = lines(70, 790, [row] * 46)
    assert told(sheet, sheet, sheet, sheet).count(row) == 4 * 46


def test_marks_of_footnotes_go_and_footnotes_stand_at_the_end() -> None:
    body = [
        lines(70, 760, wrapped(FIRST, 40)),
        text(70, 700, "全年增长3.7%"),
        text(135, 704, "①", size=6),
        text(141, 700, "，做好“六稳"),
        text(201, 704, "2", size=6),
        text(204, 700, "”工作，建成绿地35km"),
        text(304, 704, "2", size=6),
        text(307, 700, "。"),
        lines(
            70,
            80,
            ["①初步核算数，按不变价格计算。", "2六稳：指稳就业、稳金融、稳外贸、", "稳外资、稳投资、稳预期。"],
            size=7,
            leading=10,
        ),
    ]
    found = paragraphs("\n".join(body), lines(70, 760, wrapped(SECOND, 40)))
    assert "全年增长3.7%，做好“六稳”工作，建成绿地35km²。" in found
    assert found[-2:] == ["初步核算数，按不变价格计算。", "六稳：指稳就业、稳金融、稳外贸、稳外资、稳投资、稳预期。"]


def test_small_print_without_a_mark_or_a_rule_stays_where_it_is() -> None:
    drawn = "\n".join([lines(70, 760, wrapped(FIRST, 40)), text(70, 90, "责任编辑：王小明电话：12345678", size=7)])
    assert paragraphs(drawn, lines(70, 760, wrapped(SECOND, 40)))[1] == "责任编辑：王小明电话：12345678"


def cells(xs: list[float], top: float, rows: list[list[str]]) -> str:
    return "\n".join(
        text(x + 4, top - 14 - 20 * n, cell)
        for n, row in enumerate(rows)
        for x, cell in zip(xs, row, strict=False)
        if cell
    )


def test_a_ruled_table_has_its_rows_and_columns_and_merged_cells_in_each_place() -> None:
    xs, ys = [70, 200, 300, 400], [700, 680, 660, 640]
    # The head's second cell spans two columns.
    drawn = [
        lines(70, 760, wrapped(FIRST, 40)),
        text(180, 724, "表1 收入情况"),
        text(340, 708, "单位：万元"),
        cells([70, 200, 300], 700, [["项目", "决算数"], ["", "预算", "执行"], ["税收收入", "2,106.66", "2,112.86"]]),
        "0 G 0.5 w " + " ".join(f"{xs[0]} {y} m {xs[-1]} {y} l S" for y in ys),
        " ".join(f"{x} {ys[-1]} m {x} {680 if x == 300 else 700} l S" for x in xs),
    ]
    assert paragraphs("\n".join(drawn))[1:] == [
        "表1收入情况",
        "单位：万元",
        "| 项目 | 决算数 | 决算数 |\n| --- | --- | --- |\n|  | 预算 | 执行 |\n| 税收收入 | 2,106.66 | 2,112.86 |",
    ]


def test_a_table_goes_on_over_the_page_without_its_head_again() -> None:
    xs = [70.0, 200.0, 300.0, 400.0]
    head = ["项目", "预算", "执行"]

    def sheet(names: str, place: float) -> str:
        rows = [head, *([name * 2, "1.5", "2.5"] for name in names)]
        return "\n".join([grid(xs, [place - 20 * n for n in range(len(rows) + 1)]), cells(xs[:3], place, rows)])

    first = "\n".join([lines(70, 780, wrapped(FIRST, 40)), sheet("甲乙丙", 700)])
    last = "\n".join([sheet("丁戊", 780), lines(70, 600, wrapped(SECOND, 40))])
    found = extract(pdf_of([first, last]), "表.pdf")
    table = found.text.split("\n\n")[1].split("\n")
    assert table[0] == "| 项目 | 预算 | 执行 |"
    assert [row.split("|")[1].strip() for row in table[2:]] == ["甲甲", "乙乙", "丙丙", "丁丁", "戊戊"]
    assert found.text[found.pages[1] :].startswith("| 丁丁 |")


def test_figures_in_columns_are_a_table_without_lines() -> None:
    rows = [
        ["指标", "预算", "执行"],
        ["税收收入", "2,106.66", "99%"],
        ["非税收入", "12.86", "—"],
        ["合计", "2,119.52", "98%"],
    ]
    drawn = [
        text(70 + 120 * column, 660 - 16 * n, cell) for n, row in enumerate(rows) for column, cell in enumerate(row)
    ]
    found = paragraphs("\n".join([lines(70, 760, wrapped(FIRST, 40)), *drawn]))
    assert found[1].split("\n")[2] == "| 税收收入 | 2,106.66 | 99% |"


def test_names_in_rows_are_no_table_and_keep_their_rows() -> None:
    rows = [["张三", "李四", "王五"], ["赵六", "孙七", "周八"], ["吴九", "郑十", "钱二"], ["冯一", "陈大", "褚中"]]
    drawn = [
        text(70 + 90 * column, 700 - 16 * n, cell) for n, row in enumerate(rows) for column, cell in enumerate(row)
    ]
    assert paragraphs("\n".join([lines(70, 760, wrapped(FIRST, 40)), *drawn]))[1:] == [" ".join(row) for row in rows]


@pytest.mark.parametrize(
    "hidden",
    [
        text(70, 400, "看不见的文字在这里", grey=1),
        text(70, 400, "看不见的文字在这里", grey=0.9),
        text(70, 400, "看不见的文字在这里", mode=3),
        text(70, 400, "看不见的文字在这里", size=1),
        text(700, 400, "看不见的文字在这里"),
        text(200, 400, "看不见的文字在这里", size=40, matrix="0.8 0.6 -0.6 0.8"),
    ],
    ids=["white", "pale", "invisible", "speck", "outside", "tilted"],
)
def test_what_nobody_reads_on_the_page_is_no_text(hidden: str) -> None:
    assert paragraphs("\n".join([lines(70, 760, wrapped(FIRST, 40)), hidden])) == [FIRST]


def test_white_text_on_a_dark_ground_is_text() -> None:
    drawn = [
        "0.1 g 60 780 400 40 re f",
        text(70, 790, "白字标题在深色底上", size=20, grey=1),
        lines(70, 740, wrapped(FIRST, 40)),
    ]
    assert paragraphs("\n".join(drawn)) == ["# 白字标题在深色底上", FIRST]


def test_what_is_drawn_twice_to_look_bold_is_read_once() -> None:
    drawn = [
        text(70, 780, "工作回顾与展望", size=16),
        text(70.4, 780, "工作回顾与展望", size=16),
        lines(70, 740, wrapped(FIRST, 40)),
    ]
    assert paragraphs("\n".join(drawn)) == ["# 工作回顾与展望", FIRST]


def test_a_heading_of_the_texts_size_shows_by_its_typeface() -> None:
    drawn = [
        lines(70, 780, wrapped(FIRST, 40)),
        text(90, 730, "提案工作提质增效", font="B"),
        lines(70, 710, wrapped(SECOND, 40)),
    ]
    assert paragraphs("\n".join(drawn)) == [FIRST, "### 提案工作提质增效", SECOND]


def test_a_table_of_contents_is_left_out() -> None:
    entries = ["目录", "一、工作回顾…………………3", "二、今后安排………………… 12"]
    body = [text(90, 780, "一、工作回顾", font="B"), lines(70, 760, wrapped(FIRST, 40))]
    body += [text(90, 700, "二、今后安排", font="B"), lines(70, 680, wrapped(SECOND, 40))]
    assert paragraphs(lines(70, 760, entries, leading=20), "\n".join(body)) == [
        "### 一、工作回顾", FIRST, "### 二、今后安排", SECOND,
    ]  # fmt: skip


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_read_upright(turn: int) -> None:
    assert paragraphs(Sheet(lines(70, 760, wrapped(FIRST, 30)), f"/Rotate {turn}")) == [FIRST]


def test_text_written_up_the_page_is_read_upright() -> None:
    rows = wrapped(FIRST, 30)
    drawn = "\n".join(text(100 + 16 * n, 100, row, matrix="0 1 -1 0") for n, row in enumerate(rows))
    assert paragraphs(drawn) == [FIRST]


def test_a_headline_written_downwards_is_one_line_and_comes_first() -> None:
    title = "".join(f"{text(60, 760 - 26 * n, character, size=22)}\n" for n, character in enumerate("竖排标题"))
    assert paragraphs(title + lines(110, 765, wrapped(FIRST * 2, 30))) == ["# 竖排标题", FIRST * 2]


def test_a_scan_is_read_as_a_picture_and_its_apps_line_is_no_text(pictures: list[int]) -> None:
    scan = "\n".join([FULL_PICTURE, text(400, 20, "扫描全能王 创建", size=8)])
    found = extract(pdf_of([scan, lines(70, 760, wrapped(FIRST, 40)), scan]), "扫描.pdf")
    assert pictures == [1, 3]
    assert found.text == f"图上第1页\n\n{FIRST}\n\n图上第3页"
    assert [found.text[line.start : line.end] for line in found.recognised] == ["图上第1页", "图上第3页"]
    assert [found.text[start:].split("\n")[0] for start in found.pages] == ["图上第1页", FIRST, "图上第3页"]


def test_a_scans_own_text_layer_is_taken_where_it_is_sound(pictures: list[int]) -> None:
    layer = [text(70, 760 - 16 * n, row, mode=3) for n, row in enumerate(wrapped(FIRST * 2, 40))]
    assert paragraphs("\n".join([FULL_PICTURE, *layer])) == [FIRST * 2]
    assert pictures == []


@pytest.mark.parametrize("mode", [0, 3])
def test_a_garbled_text_layer_is_not_taken(mode: int, pictures: list[int]) -> None:
    rare = "".join(chr(code) for code in range(0x5300, 0x5300 + 400))
    private = "".join(chr(code) for code in range(0xE100, 0xE100 + 400))
    for words in (rare, private):
        layer = [text(70, 760 - 16 * n, row, mode=mode) for n, row in enumerate(wrapped(words, 40))]
        assert told("\n".join([FULL_PICTURE if mode else "", *layer])) == "图上第1页"


def test_without_the_reader_of_pictures_the_other_pages_are_read_and_the_remedy_is_said(no_pictures: None) -> None:
    found = extract(pdf_of([FULL_PICTURE, lines(70, 760, wrapped(FIRST, 40)), FULL_PICTURE, ""]), "扫描.pdf")
    assert found.text == FIRST
    assert any("setup --documents" in note and "第1、3页" in note for note in found.notes)
    assert any("第4页没有文字" in note for note in found.notes)


def test_pictures_alone_without_their_reader_are_refused_with_the_remedy(no_pictures: None) -> None:
    with pytest.raises(ReadError, match=r"扫描\.pdf.*setup --documents") as refused:
        extract(pdf_of([FULL_PICTURE]), "扫描.pdf")
    assert refused.value.problem == "format"


def test_each_page_is_told_as_it_is_done(pictures: list[int]) -> None:
    said: list[tuple[str, int, int]] = []
    extract(pdf_of([FULL_PICTURE, lines(70, 760, wrapped(FIRST, 40))]), "报告.pdf", lambda *each: said.append(each))
    assert said == [("read", 1, 2), ("read", 2, 2), ("ocr", 1, 1)]


SET_IN = "q 300 0 0 150 100 300 cm /Im Do Q"


def test_a_picture_on_a_page_of_text_is_read_where_that_can_be(
    pictures: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = [f"{SET_IN} {lines(70, 760, wrapped(FIRST, 40))}", lines(70, 760, wrapped(SECOND, 40))]
    monkeypatch.setattr(read, "reads_pictures", lambda: True)
    assert told(*sheets).split("\n\n") == [FIRST, SECOND], "so few words are a photograph's"
    monkeypatch.setattr(read, "_FEWEST_SAID", 5)
    assert told(*sheets).split("\n\n") == [FIRST, "图上第1页", SECOND]
    monkeypatch.setattr(read, "reads_pictures", lambda: False)
    found = extract(pdf_of(sheets), "报告.pdf")
    assert found.text.split("\n\n") == [FIRST, SECOND]
    assert ["setup --documents" in note and "第1页的图片没有读" in note for note in found.notes] == [True]
    assert extract(pdf_of(sheets[1:]), "报告.pdf").notes == ()


def test_what_text_stands_on_is_no_picture_of_its_own(pictures: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "reads_pictures", lambda: True)
    ground = "q 400 0 0 200 60 600 cm /Im Do Q"
    assert told(f"{ground} {lines(70, 760, wrapped(FIRST, 40))}") == FIRST
    assert pictures == []


def test_a_locked_a_damaged_and_an_empty_file_are_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = lines(70, 760, wrapped(FIRST, 40))
    for data, words in (
        (pdf_of([sheet], locked=True), "password"),
        (b"%PDF-1.7\nnothing of it", "damaged"),
        (pdf_of([""]), "no text"),
    ):
        with pytest.raises(ReadError, match=words):
            extract(data, "坏.pdf")
    monkeypatch.setattr(files, "MAX_PAGES", 1)
    with pytest.raises(ReadError, match="split it"):
        extract(pdf_of([sheet, sheet]), "长.pdf")


def test_pages_start_in_order_and_every_page_has_a_start() -> None:
    sheets = [lines(70, 760, wrapped(FIRST, 40)), "", lines(70, 760, wrapped(SECOND, 40)), ""]
    found: Extracted = extract(pdf_of(sheets), "报告.pdf")
    assert len(found.pages) == 4 and found.pages[0] == 0
    assert all(a <= b for a, b in pairwise(found.pages))
    assert found.text[found.pages[2] :].startswith(SECOND)
    assert any("第2、4页没有文字" in note for note in found.notes)


def test_what_lies_outside_the_crop_box_is_no_text() -> None:
    crop = f"/CropBox[50 400 {WIDTH} {HEIGHT}]"
    drawn = "\n".join([lines(70, 760, wrapped(FIRST, 40)), lines(70, 300, wrapped(SECOND, 40))])
    assert paragraphs(Sheet(drawn, crop)) == [FIRST]


def test_a_table_that_sticks_out_of_its_column_goes_on_in_the_next() -> None:
    left, right = wrapped(FIRST * 2, 20), wrapped(SECOND * 3, 20)
    rows = [["案由", "件"], ["著作权", "1,508"], ["商标权", "702"]]
    more = [["专利权", "386"], ["其他", "48"]]

    def table(x: float, top: float, body: list[list[str]]) -> str:
        xs = [x - 6, x + 90, x + 186]
        return "\n".join([grid(xs, [top - 20 * n for n in range(len(body) + 1)]), cells(xs[:2], top, body)])

    drawn = [
        lines(60, 700, left),
        table(60, 690 - 16 * len(left), rows),
        table(300, 712, more),
        lines(300, 650, right),
    ]
    found = paragraphs("\n".join(drawn))
    assert [each for each in found if each.startswith("|")] == [
        "| 案由 | 件 |\n| --- | --- |\n| 著作权 | 1,508 |\n| 商标权 | 702 |\n| 专利权 | 386 |\n| 其他 | 48 |"
    ]


def test_a_title_over_the_whole_line_goes_on_in_the_next() -> None:
    title = ["关于毕节市二〇二四年国民经济和社会", "发展计划执行情况与草案的报", "告"]
    drawn = [text(70, 760, title[0], size=20), text(110, 722, title[1], size=20), text(230, 684, title[2], size=20)]
    assert paragraphs("\n".join([*drawn, lines(70, 620, wrapped(FIRST * 2, 34))]))[0] == "# " + "".join(title)
