"""The tab 对比 in a real Chromium, over the sample reports; and how tabs stand in the URL."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from browsing import BOX, CHROMIUM, QUESTION, READER, fields, serve

pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore"),  # Gradio's and its server's own
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium; apt-get install chromium fonts-noto-cjk"),
]
INDICATOR = "#wz-indicator :is(input, textarea)"
LINK = f"?tab=compare&indicator={quote('提案立案')}"
CARD = ".wz-compared[data-indicator='提案立案']"
SIZES = [
    pytest.param({"viewport": {"width": 1280, "height": 860}, "locale": "zh-CN"}, id="laptop-zh"),
    pytest.param(
        {"viewport": {"width": 375, "height": 812}, "locale": "en-US", "color_scheme": "dark"}, id="phone-en-dark"
    ),
]
TOO_WIDE = """() => [...document.querySelectorAll("main *")]
    .filter(e => !e.closest(".wz-compare-table, .wz-examples") && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.className.baseVal ?? (e.className || e.tagName))"""


@pytest.fixture(scope="module")
def site(seed_index: Path) -> str:
    return serve(home=seed_index)


def places(page) -> list[str]:
    return page.locator(".wz-stated th").all_text_contents()


def shown_tab(page) -> str:
    return page.evaluate("window.wenzheng.shownTab()")


@pytest.mark.parametrize("size", SIZES)
def test_a_comparison_is_asked_cited_sorted_and_restored(visit, size):
    v = visit(**size)
    page = v.open()
    page.get_by_role("tab", name="对比" if size["locale"] == "zh-CN" else "Compare").click()
    page.wait_for_function("location.search === '?tab=compare'")
    page.fill(INDICATOR, "提案立案")
    page.press(INDICATOR, "Enter")
    page.wait_for_selector(CARD)
    page.wait_for_function("location.search.includes('indicator=')")
    assert fields(page) == {"tab": ["compare"], "indicator": ["提案立案"]}
    assert page.evaluate(TOO_WIDE) == []
    assert page.locator(".wz-chart li").count() == 2
    assert page.locator(".wz-apart-head + .wz-stated tr").count() == 2
    before = places(page)
    page.click("[data-sort=year]")
    assert page.get_attribute("th:has([data-sort=year])", "aria-sort") == "descending"
    page.click("[data-sort=year]")
    assert places(page)[2:] == ["河南省郑州市上街区", "河南省郑州市中原区"]
    page.click("[data-sort=value]")
    assert places(page) == before
    page.click(".wz-stated tr:nth-child(2) .wz-chip")
    page.wait_for_selector(READER)
    assert "立案交办提案409件" in page.inner_text("#wz-target")
    assert page.inner_text(".wz-position") == "2 / 4"
    fresh = visit(**size).open(page.url.removeprefix(v.site), shows=CARD)
    fresh.wait_for_selector(READER)
    assert fresh.input_value(INDICATOR) == "提案立案"
    page.keyboard.press("Escape")
    page.wait_for_selector(READER, state="detached")
    assert fields(page) == {"tab": ["compare"], "indicator": ["提案立案"]}


@pytest.mark.parametrize("size", SIZES)
def test_a_comparison_has_no_serious_violation(visit, size):
    axe = pytest.importorskip("test_browser_axe")
    page = visit(**size).open(LINK, shows=CARD)
    page.wait_for_timeout(600)  # the sidebar slides in
    assert axe.violations(page) == []


def test_the_table_is_downloaded_and_copied(visit):
    v = visit(permissions=["clipboard-read", "clipboard-write"])
    page = v.open(LINK, shows=CARD)
    with page.expect_download() as download:
        page.click("[data-compare-file=csv]")
    text = Path(download.value.path()).read_bytes().decode("utf-8")
    assert text.startswith("\ufeffplace,years,value,unit,")
    assert "河南省新乡市,2023,409,件,no,409件," in text
    assert f"{v.site}?tab=compare&indicator=" in text
    page.click("[data-compare-file=tsv]")
    page.wait_for_selector("[data-compare-file=tsv]:has-text('已复制')")
    assert "河南省新乡市\t2023\t409\t件" in page.evaluate("navigator.clipboard.readText()")


def test_filters_examples_and_back(visit):
    v = visit()
    page = v.open("?tab=compare", shows="#wz-compare-examples a")
    page.click("#wz-compare-examples a:has-text('提案立案')")
    page.wait_for_selector(CARD)
    page.wait_for_timeout(300)
    page.click("#wz-places input")
    page.click("#wz-places [role=option]:has-text('河南省新乡市')")
    page.wait_for_function("location.search.includes('place=')")
    assert places(page) == ["河南省新乡市"]
    page.go_back()
    page.wait_for_function("document.querySelectorAll('.wz-stated tr').length === 4")
    page.click(".wz-differs-note a[data-compare]")
    page.wait_for_function("document.querySelectorAll('.wz-stated tr').length === 2")
    assert fields(page)["year"] == ["2023"]
    assert "2023" in page.inner_text("#wz-years")


def tokens(page, name: str) -> list[str]:
    return page.locator(f"#wz-{name} .token").all_inner_texts()


def test_the_sidebar_is_of_all_tabs_and_shows_what_the_open_one_was_asked_with(visit):
    v = visit()
    page = v.open(f"?q={quote(QUESTION)}", shows=".wz-answer")
    page.wait_for_timeout(600)
    page.click("#wz-kinds input")
    page.click("#wz-kinds [role=option]:has-text('政协提案工作报告')")
    page.wait_for_function("location.search.includes('kind=')")
    page.locator("#wz-tabs [data-tab-id=compare]").click()
    page.fill(INDICATOR, "提案立案")
    page.press(INDICATOR, "Enter")
    page.wait_for_selector(CARD)
    assert places(page) == ["河南省新乡市"]
    assert fields(page) == {"tab": ["compare"], "indicator": ["提案立案"], "kind": ["proposal_report"]}
    page.click("#wz-compare-examples a:has-text('提案立案')")
    page.wait_for_function("document.querySelectorAll('.wz-stated tr').length === 4")
    page.wait_for_function("!document.querySelector('#wz-kinds .token')")
    page.locator("#wz-tabs [data-tab-id=ask]").click()
    page.wait_for_selector("#wz-kinds .token")
    v.settle()
    assert fields(page) == {"q": [QUESTION], "kind": ["proposal_report"]}
    page.locator("#wz-tabs [data-tab-id=compare]").click()
    page.wait_for_function("!document.querySelector('#wz-kinds .token')")
    assert fields(page) == {"tab": ["compare"], "indicator": ["提案立案"]}
    assert v.errors == []


@pytest.mark.parametrize(("way", "short", "left"), [(0, "409件", []), (1, "656件", ["河南省郑州市 (1)"])])
def test_a_filter_that_leaves_out_what_is_asked_is_one_click_from_either_way_out(visit, way, short, left):
    v = visit()
    page = v.open(f"?q={quote(QUESTION)}&place={quote('河南省郑州市')}", shows=".wz-conflict")
    page.wait_for_timeout(600)
    assert page.locator(".wz-badge").inner_text().endswith("被筛选排除")
    page.locator(".wz-conflict a").nth(way).click()
    page.wait_for_selector(".wz-short")
    v.settle()
    assert page.inner_text(".wz-short") == short
    assert [each.removesuffix("×").strip() for each in tokens(page, "places")] == left
    assert fields(page).get("ignore", []) == ["place"] * way
    page.go_back()
    page.wait_for_selector(".wz-conflict")
    assert v.errors == []


def test_a_follow_up_takes_the_filter_chosen_since(visit):
    v = visit()
    page = v.open(f"?q={quote(QUESTION)}", shows=".wz-answer")
    page.wait_for_timeout(600)
    page.click("#wz-places input")
    page.click("#wz-places [role=option]:has-text('河南省郑州市 ')")
    page.wait_for_selector(".wz-conflict")
    v.ask("那立案了多少件?", shows=".wz-answer[data-question='那立案了多少件?']")
    assert page.inner_text(".wz-short") == "656件"
    assert "郑州市" in page.inner_text(".wz-whole")


def test_the_other_language_tells_the_same_comparison(visit):
    v = visit()
    page = v.open(LINK, shows=CARD)
    page.wait_for_timeout(600)
    page.click("#wz-language label:has-text('English')")
    page.wait_for_selector(".wz-complete:has-text('6 of 6 reports searched')")
    page.wait_for_timeout(200)
    assert fields(page) == {"tab": ["compare"], "indicator": ["提案立案"]}
    assert page.inner_text("#wz-compare-button") == "Compare"
    assert shown_tab(page) == "compare"


@pytest.mark.parametrize("size", SIZES)
def test_every_tab_has_its_link_and_a_question_keeps_its_own(visit, size):
    v = visit(**size)
    page = v.open("?tab=library", shows="#wz-tabs [role=tab]")
    page.wait_for_function("window.wenzheng.shownTab() === 'library'")
    page.locator("#wz-tabs [data-tab-id=ask]").click()
    page.wait_for_function("location.search === ''")
    v.ask(QUESTION)
    assert fields(page) == {"q": [QUESTION]}
    page.locator("#wz-tabs [data-tab-id=compare]").click()
    page.wait_for_function("location.search === '?tab=compare'")
    page.go_back()
    page.wait_for_function("window.wenzheng.shownTab() === 'ask'")
    assert page.is_visible(".wz-answer")
    assert page.input_value(BOX) == QUESTION
    assert visit(**size).open(f"?q={quote(QUESTION)}", shows=".wz-answer").is_visible(BOX)


def test_what_cannot_be_compared_is_said_and_nothing_runs(visit):
    v = visit()
    page = v.open("?tab=compare", shows="#wz-compare-examples a")
    page.click("#wz-compare-button")
    page.wait_for_selector("#wz-compare-results .wz-failure:has-text('请先写')")
    for indicator, said in [
        ("长" * 2500, "2,500"),
        ("<script>window.pwned = 1</script>", "<script>window.pwned = 1</script>"),
    ]:
        page.fill(INDICATOR, indicator)
        page.press(INDICATOR, "Enter")
        page.wait_for_function(
            "said => document.querySelector('#wz-compare-results').innerText.includes(said)", arg=said
        )
    assert page.evaluate("window.pwned") is None


def test_a_comparing_question_opens_as_a_comparison(visit):
    page = visit().open("?q=哪个市立案的提案最多?", shows=".wz-answer")
    page.click("text=在对比中打开")
    page.wait_for_selector(".wz-compared[data-indicator=立案提案]")
    assert page.input_value(INDICATOR) == "立案提案"
    assert page.locator(".wz-stated tr").count() == 4
