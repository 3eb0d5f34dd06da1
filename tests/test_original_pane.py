"""The reader of a report that has pages: their numbers in the text, the pane for the original, how it was read."""

from __future__ import annotations

import re

import pytest
from page_doubles import make_report

from index.types import PageMap, Report
from page.reader.whole_report import render_reader
from page.texts import texts_for

ZH = texts_for("zh")
TEXT = "工作报告\n\n一年来，立案提案409件，\n办复率百分之百，满意。\n\n明年办好实事。\n"
SECOND, FIFTH = TEXT.index("办复率"), TEXT.index("明年")  # pages 3 and 4 are blank
PAGES = (0, SECOND, FIFTH - 1, FIFTH - 1, FIFTH - 1)
HOSTILE = '<script>window.pwned = 1</script>"'


def paged(source: str = "a.pdf", pages: tuple[int, ...] = PAGES, notes: tuple[str, ...] = (), **more: object) -> Report:
    return make_report(
        "0123456789abcdef-0", TEXT, source=source, load_page_map=lambda: PageMap(pages, (), notes), **more
    )


def rendered(report: Report, start: int = 0, end: int = 0, *, with_original: bool = True, tag: str = "zh") -> str:
    return render_reader(report, [], [], start=start, end=end, texts=texts_for(tag), with_original=with_original)


def page_marks(html: str) -> list[str]:
    """Each number of a page with the four characters after it."""
    return re.findall(r'class="wz-page"[^>]*>([^<]+)</(?:button|span)>(.{4})', html)


def test_the_number_of_a_page_stands_where_it_begins_also_within_a_sentence() -> None:
    assert page_marks(rendered(paged())) == [("第1页", "工作报告"), ("第2页", "办复率百"), ("第5页", "明年办好")]
    within = TEXT.index("409")
    assert page_marks(rendered(paged(pages=(0, within)))) == [("第1页", "工作报告"), ("第2页", "409件")]


def test_a_report_that_begins_within_a_page_says_which() -> None:
    start = TEXT.index("409")
    assert page_marks(rendered(paged(start=start))) == [
        ("第1页", "409件"),
        ("第2页", "办复率百"),
        ("第5页", "明年办好"),
    ]
    assert page_marks(rendered(paged(end=start))) == [("第1页", "工作报告")]


def test_a_citation_over_two_pages_is_one_target() -> None:
    start, end = TEXT.index("立案"), TEXT.index("，满意")
    html = rendered(paged(pages=(0, TEXT.index("409"), SECOND)), start, end)
    assert html.count('id="wz-target"') == 1 and html.count("引用处</span>") == 1
    marked = "".join(re.findall(r"<mark.*?</mark>", html, re.DOTALL))
    assert re.sub(r"<[^>]+>|\s", "", marked) == "立案提案409件，办复率百分之百"
    assert 'data-first="1" data-last="3"' in html


def test_the_pane_opens_at_the_page_of_the_citation() -> None:
    html = rendered(paged(), FIFTH, FIFTH + 2)
    pane = re.search(r'<section id="wz-original".*?</section>', html, re.DOTALL)
    assert pane and " hidden " in pane[0].partition(">")[0]
    for said in ('data-document="0123456789abcdef"', 'data-pages="5"', 'data-first="5"', f'data-start="{FIFTH}"'):
        assert said in pane[0]
    assert 'href="original/0123456789abcdef" target="_blank"' in pane[0]
    assert 'data-original="toggle" aria-expanded="false" aria-controls="wz-original"' in html


def test_a_picture_without_pages_is_one_page() -> None:
    html = rendered(paged("a.JPG", ()))
    assert 'data-pages="1" data-first="1"' in html and page_marks(html) == []


@pytest.mark.parametrize(("tag", "said"), [("zh", "下载原件"), ("en", "Download original")])
def test_what_has_no_pages_to_show_is_offered_as_a_file(tag: str, said: str) -> None:
    html = rendered(paged("a.docx", ()), tag=tag)
    (link,) = re.findall(r'<a href="original/0123456789abcdef" target="_blank" rel="noopener"[^>]*>', html)
    assert f'aria-label="{said}"' in link
    assert "wz-original" not in html and "data-original" not in html


def test_pages_that_cannot_be_shown_have_numbers_but_no_buttons() -> None:
    for html in (rendered(paged("a.ofd")), rendered(paged(), with_original=False)):
        assert '<span class="wz-page">第2页</span>' in html and '<button type="button" class="wz-page"' not in html
    assert "original/" not in rendered(paged(), with_original=False)


def test_how_the_file_was_read_stands_above_the_text_and_is_escaped() -> None:
    html = rendered(paged(notes=("page 3 gives no text 第3页没有文字", HOSTILE)))
    notes = re.search(r'<ul class="wz-notice" aria-label="读取说明">(.*?)</ul>', html)
    assert notes and notes[1].count("<li>") == 2 and "第3页没有文字" in notes[1]
    assert "<script" not in html
    assert 'class="wz-notice"' not in rendered(paged())
