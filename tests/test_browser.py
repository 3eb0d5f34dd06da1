"""The page in a real Chromium: what a person does with it, on a laptop and on a phone."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from browsing import BOX, CHROMIUM, QUESTION, READER, fields, serve
from page_doubles import fake_library

from index.errors import IndexMissingError
from page import Library

pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore"),  # Gradio's and its server's own
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium; apt-get install chromium fonts-noto-cjk"),
]


@pytest.fixture(scope="module")
def site() -> str:
    return serve(library=fake_library())


def test_enter_asks_and_the_url_carries_the_question(visit):
    v = visit()
    page = v.open()
    v.ask(QUESTION)
    assert page.inner_text(".wz-short") == "409件"
    assert "引文与原文一致" in page.inner_text(".wz-badge")
    assert fields(page) == {"q": [QUESTION]}
    assert QUESTION in page.title()


def test_the_button_asks_too(visit):
    v = visit()
    page = v.open()
    page.fill(BOX, QUESTION)
    page.click("#wz-ask-button")
    page.wait_for_selector(".wz-answer")


def test_enter_does_not_ask_while_an_input_method_composes(visit):
    v = visit()
    page = v.open()
    page.fill(BOX, QUESTION)
    before = len(v.requests)
    for kind in ("keydown", "keypress"):
        page.eval_on_selector(
            BOX,
            f"""box => box.dispatchEvent(new KeyboardEvent("{kind}",
                {{key: "Enter", isComposing: true, bubbles: true, cancelable: true}}))""",
        )
    page.eval_on_selector(BOX, "box => box.dispatchEvent(new CompositionEvent('compositionstart', {bubbles: true}))")
    page.press(BOX, "Enter")
    page.wait_for_timeout(400)
    assert len(v.requests) == before
    page.eval_on_selector(BOX, "box => box.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true}))")
    page.press(BOX, "Enter")
    page.wait_for_selector(".wz-answer")


def test_slash_focuses_the_box_but_types_inside_it(visit):
    page = visit().open()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate(f"document.activeElement === document.querySelector('{BOX}')")
    page.keyboard.press("/")
    assert page.input_value(BOX) == "/"


def test_examples_ask(visit):
    v = visit()
    page = v.open()
    page.click("[data-example]")
    page.wait_for_selector(".wz-answer")
    v.settle()
    assert page.input_value(BOX) == QUESTION
    assert fields(page) == {"q": [QUESTION]}


def test_hovering_and_focusing_a_chip_shows_its_quote(visit):
    v = visit()
    page = v.open(f"?q={quote(QUESTION)}", shows=".wz-answer")
    v.settle()
    page.hover(".wz-text .wz-chip")
    assert "全年共立案交办提案409件" in page.inner_text("#wz-tip")
    page.hover("h1")
    assert page.is_hidden("#wz-tip")
    page.focus(".wz-text .wz-chip")
    assert page.is_visible("#wz-tip")


def test_a_chip_opens_the_reader_at_the_span_and_escape_closes_it(visit):
    v = visit()
    page = v.open()
    v.ask(QUESTION)
    page.click(".wz-text .wz-chip")
    page.wait_for_selector(READER)
    assert page.inner_text("#wz-target") == "全年共立案交办提案409件"
    box = page.locator("#wz-target").bounding_box()
    assert 80 < box["y"] < 860
    asked = fields(page)
    assert asked["report"] == ["seed-0"]
    assert asked["q"] == [QUESTION]
    assert int(asked["end"][0]) - int(asked["start"][0]) == len("全年共立案交办提案409件")
    page.keyboard.press("Escape")
    page.wait_for_selector(READER, state="detached")
    assert fields(page) == {"q": [QUESTION]}
    assert page.evaluate("document.activeElement.className") == "wz-chip"


def test_a_link_restores_question_report_and_span(visit):
    v = visit()
    page = v.open()
    v.ask(QUESTION)
    page.click(".wz-passage:nth-child(2) a[data-span]")
    page.wait_for_selector(READER)
    url = page.url
    other = visit()
    fresh = other.open(url.removeprefix(other.site), shows=".wz-answer")
    fresh.wait_for_selector(READER)
    assert fresh.input_value(BOX) == QUESTION
    assert fresh.inner_text("#wz-target") == "提出提案434件,立案409件"
    assert fresh.url == url


def test_a_link_to_changed_text_says_so(visit):
    page = visit().open("?report=seed-0&start=100&end=110&hash=0123456789ab")
    page.wait_for_selector(READER)
    assert "已经改变" in page.inner_text(".wz-notice")


def test_previous_and_next_go_round_the_citations(visit):
    v = visit()
    page = v.open(f"?q={quote(QUESTION)}", shows=".wz-answer")
    v.settle()
    page.click(".wz-text .wz-chip")
    page.wait_for_selector(READER)
    assert page.inner_text(".wz-position") == "1 / 2"
    page.click('[data-reader="next"]')
    page.wait_for_function("document.querySelector('#wz-target').textContent.includes('434件')")
    assert page.inner_text(".wz-position") == "2 / 2"
    page.click('[data-reader="next"]')
    page.wait_for_function("!document.querySelector('#wz-target').textContent.includes('434件')")


def test_back_closes_the_reader_then_returns_to_the_question_before(visit):
    v = visit()
    page = v.open()
    v.ask(QUESTION)
    v.ask("歧义", shows=".wz-ambiguous")
    page.click(".wz-chip")
    page.wait_for_selector(READER)
    page.go_back()
    page.wait_for_selector(READER, state="detached")
    page.go_back()
    page.wait_for_selector(".wz-answered")
    assert page.input_value(BOX) == QUESTION


def test_a_server_that_is_gone_is_told_so(visit):
    v = visit()
    page = v.open(f"?q={quote(QUESTION)}", shows=".wz-answer")
    v.settle()
    page.route("**/component_server**", lambda route: route.abort())
    page.click(".wz-text .wz-chip")
    page.wait_for_selector(READER)
    assert "连接不上" in page.inner_text("#wz-reader")
    page.keyboard.press("Escape")
    page.wait_for_selector(READER, state="detached")
    v.errors.clear()  # the request that failed


def test_the_outline_leads_to_its_section(visit):
    v = visit()
    page = v.open("?report=seed-0&start=0&end=0")
    page.wait_for_selector(READER)
    page.click(".wz-outline li:last-child a")
    page.wait_for_timeout(100)
    last = page.locator("#wz-reader article :is(h3, h4, h5)").last
    assert 0 <= last.bounding_box()["y"] < 860
    assert fields(page)["report"] == ["seed-0"]


def test_hostile_questions_and_reports_do_not_run(visit):
    v = visit()
    page = v.open()
    v.ask("<script>window.pwned = 7</script>](javascript:window.pwned=8)${window.pwned=9}{{pwned}}")
    assert "${window.pwned=9}{{pwned}}" in page.inner_text(".wz-asked")
    page.hover(".wz-chip")
    page.click(".wz-chip")
    page.wait_for_selector(READER)
    assert "window.pwned = 4" in page.inner_text("#wz-reader")
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    page.reload()
    page.wait_for_selector(READER)
    assert page.evaluate("window.pwned") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_sticks_out_at_any_width(visit, width, locale, scheme):
    v = visit(viewport={"width": width, "height": 812}, locale=locale, color_scheme=scheme)
    page = v.open(f"?q={quote('歧义')}", shows=".wz-answer")
    v.settle()
    page.wait_for_timeout(400)  # the sidebar slides in
    too_wide = """() => [...document.querySelectorAll("main *")]
        .filter(e => !e.closest(".wz-examples") && e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.className || e.tagName)"""
    assert page.evaluate(too_wide) == []
    page.click(".wz-chip")
    page.wait_for_selector(READER)
    assert page.evaluate(too_wide.replace("main *", "#wz-reader *")) == []
    assert page.locator("#wz-target").bounding_box()["y"] < 812
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(20, 24, 27)") is (scheme == "dark")


def test_the_language_follows_the_browser_and_a_choice_is_kept(visit):
    v = visit(locale="en-US")
    page = v.open(f"?q={quote(QUESTION)}", shows=".wz-answer")
    v.settle()
    assert page.inner_text("#wz-ask-button") == "Ask"
    assert "Quote matches the source" in page.inner_text(".wz-badge")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.wait_for_timeout(400)
    page.click("#wz-language label:has-text('中文')")
    page.wait_for_selector(".wz-badge:has-text('引文与原文一致')")
    page.wait_for_function("document.documentElement.lang === 'zh-CN'")
    assert page.inner_text("#wz-ask-button") == "提问"
    page.reload()
    page.wait_for_selector(".wz-badge:has-text('引文与原文一致')")


def test_a_filter_asks_again_and_stands_in_the_link(visit):
    v = visit()
    page = v.open(f"?q={quote(QUESTION)}", shows=".wz-answer")
    v.settle()
    page.wait_for_timeout(400)
    page.click("#wz-places input")
    page.click("#wz-places [role=option]:has-text('河南省新乡市')")
    page.wait_for_function("location.search.includes('place=')")
    assert fields(page) == {"q": [QUESTION], "place": ["河南省新乡市"]}
    fresh = visit().open(page.url.removeprefix(v.site), shows=".wz-answer")
    assert "河南省新乡市" in fresh.inner_text("#wz-places")


def test_copying_gives_the_answer_with_its_sources(visit):
    v = visit(permissions=["clipboard-read", "clipboard-write"])
    page = v.open(f"?q={quote(QUESTION)}", shows=".wz-answer")
    v.settle()
    page.click("[data-copy-answer]")
    page.wait_for_selector("[data-copy-answer]:has-text('已复制')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "409件[1]" in copied
    assert "“全年共立案交办提案409件”" in copied


@pytest.mark.parametrize("width", [1280, 375])
def test_citations_are_copied_and_downloaded(visit, width):
    v = visit(viewport={"width": width, "height": 800}, permissions=["clipboard-read", "clipboard-write"])
    page = v.open(f"?q={quote(QUESTION)}", shows=".wz-answer")
    v.settle()
    page.click("[data-copy-citation]")
    page.wait_for_selector("[data-copy-citation]:has-text('已复制')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("[1] ") and "[N]. 新乡日报." in copied and "全年共立案交办提案409件" in copied
    for name, expected in [("wenzheng.bib", "@article{"), ("wenzheng.json", '"type": "article-newspaper"')]:
        with page.expect_download() as download:
            page.click(f'.wz-references a[download="{name}"]')
        assert download.value.suggested_filename == name
        assert expected in Path(download.value.path()).read_text(encoding="utf-8")


@pytest.mark.parametrize(("width", "locale", "tab"), [(1280, "zh-CN", "接口"), (375, "en-US", "Interfaces")])
def test_the_interface_tab_names_this_page_and_copies_its_examples(visit, width, locale, tab):
    v = visit(
        viewport={"width": width, "height": 800}, locale=locale, permissions=["clipboard-read", "clipboard-write"]
    )
    page = v.open()
    page.get_by_role("tab", name=tab).click()
    client = page.locator(".wz-interface", has=page.locator("code[data-kind=client]"))
    client.wait_for()
    assert f'Client("{v.site.rstrip("/")}"' in client.inner_text()
    client.locator("[data-copy-code]").click()
    page.wait_for_timeout(100)
    assert page.evaluate("navigator.clipboard.readText()").strip() == client.locator("code").inner_text().strip()
    for box in [example.bounding_box() for example in page.locator(".wz-interface").all()]:
        assert box["x"] >= 0 and box["x"] + box["width"] <= width


def test_a_question_of_100000_characters_is_refused_and_the_page_lives_on(visit):
    v = visit()
    page = v.open()
    v.ask("问" * 100_000, shows=".wz-failure")
    assert "100,000" in page.inner_text(".wz-failure")
    v.ask(QUESTION)


def test_without_an_index_the_page_says_how_to_build_one(visit):
    def open_corpus():
        raise IndexMissingError("There is no index at .wenzheng.")

    v = visit(serve(library=Library(open_corpus)))
    page = v.open()
    v.ask(QUESTION, shows=".wz-failure")
    assert "wenzheng build" in page.inner_text("#wz-results .wz-failure")


@pytest.mark.model
def test_the_real_index_answers_and_opens_at_its_citation(visit, seed_index: Path):
    v = visit(serve(home=seed_index))
    page = v.open()
    v.ask(QUESTION)
    assert page.inner_text(".wz-short") == "409件"
    for n in range(3):
        page.fill(BOX, f"{QUESTION}{'?' * n}")
        page.press(BOX, "Enter")
        page.wait_for_function(
            "n => document.querySelector('.wz-asked')?.textContent.endsWith('?'.repeat(n + 1))", arg=n
        )
        v.settle()
    page.click(".wz-text .wz-chip")
    page.wait_for_selector(READER)
    assert "409件" in page.inner_text("#wz-target")
