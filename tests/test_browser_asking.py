"""Asking in a real Chromium: what was understood, questions that lean on others, history, verdicts, slow answers."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from browsing import BOX, CHROMIUM, QUESTION, fields, serve
from page_doubles import NEXT_STAGE, fake_library

pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore"),  # Gradio's and its server's own
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium; apt-get install chromium fonts-noto-cjk"),
]
SIZES = [
    pytest.param({"viewport": {"width": 1280, "height": 860}, "locale": "zh-CN"}, id="laptop-zh"),
    pytest.param(
        {"viewport": {"width": 375, "height": 812}, "locale": "en-US", "color_scheme": "dark"}, id="phone-en-dark"
    ),
]
FOLLOW_UP, WHOLE = "那郑州呢?", "郑州2023年立案多少件提案?"
HISTORY = ".wz-history li a"
HOSTILE = "慢<script>window.pwned = 1</script>](javascript:window.pwned=2)\u202e\u0007${window.pwned=3}"


@pytest.fixture(scope="module")
def feedback_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home") / "feedback.jsonl"


@pytest.fixture(scope="module")
def site(feedback_file: Path) -> str:
    return serve(library=fake_library(feedback_file))


def open_sidebar(page) -> None:
    page.wait_for_timeout(400)
    if "open" not in (page.get_attribute("#wz-sidebar", "class") or ""):
        page.click("#wz-sidebar .toggle-button")
        page.wait_for_timeout(400)


@pytest.mark.parametrize("size", SIZES)
def test_what_was_understood_is_removed_and_put_back(visit, size):
    v = visit(**size)
    page = v.open()
    v.ask(QUESTION)
    assert page.locator(".wz-implied").count() == 2
    page.click('[data-part="place"]')
    page.wait_for_selector('[data-part="place"].wz-struck s:has-text("新乡市")')
    v.settle()
    assert fields(page) == {"q": [QUESTION], "ignore": ["place"]}
    assert page.is_visible(".wz-left-out")
    page.click('[data-part="year"]')
    page.wait_for_function("document.querySelectorAll('.wz-struck').length === 2")
    v.settle()
    assert fields(page) == {"q": [QUESTION], "ignore": ["place", "year"]}
    fresh = visit(**size).open(page.url.removeprefix(v.site), shows=".wz-struck")
    assert fresh.locator(".wz-struck").count() == 2
    page.click('[data-part="place"]')
    page.wait_for_function("document.querySelectorAll('.wz-struck').length === 1")
    page.go_back()
    page.wait_for_function("document.querySelectorAll('.wz-struck').length === 2")
    v.settle()
    v.ask(QUESTION + "?")
    page.wait_for_function("document.querySelectorAll('.wz-struck').length === 0")


@pytest.mark.parametrize("size", SIZES)
def test_a_follow_up_says_what_it_was_understood_as_and_can_be_asked_as_typed(visit, size):
    v = visit(**size)
    page = v.open()
    v.ask(QUESTION)
    v.ask(FOLLOW_UP, shows=f".wz-whole strong:has-text('{WHOLE}')")
    assert fields(page) == {"q": [FOLLOW_UP], "after": [QUESTION]}
    fresh = visit(**size).open(page.url.removeprefix(v.site), shows=".wz-whole")
    assert WHOLE in fresh.inner_text(".wz-whole")
    assert fresh.input_value(BOX) == FOLLOW_UP
    page.click(".wz-whole a")
    page.wait_for_selector(".wz-whole", state="detached")
    v.settle()
    assert fields(page) == {"q": [FOLLOW_UP]}
    assert page.input_value(BOX) == FOLLOW_UP


def test_a_filter_or_another_language_keeps_what_the_question_leans_on(visit):
    v = visit()
    page = v.open(f"?q={quote(FOLLOW_UP)}&after={quote(QUESTION)}&ignore=year", shows=".wz-whole")
    v.settle()
    page.wait_for_timeout(400)
    page.click("#wz-kinds input")
    page.click("#wz-kinds [role=option]")
    page.wait_for_function("location.search.includes('kind=')")
    kept = {"q": [FOLLOW_UP], "after": [QUESTION], "ignore": ["year"], "kind": ["cppcc_report"]}
    assert fields(page) == kept
    assert page.is_visible(".wz-whole") and page.locator(".wz-struck").count() == 1
    page.click("#wz-language label:has-text('English')")
    page.wait_for_selector(".wz-badge:has-text('matches the source')")
    v.settle()
    assert fields(page) == kept
    assert page.is_visible(".wz-whole") and page.locator(".wz-struck").count() == 1
    assert "CPPCC standing committee work report (2)" in page.inner_text("#wz-kinds")


@pytest.mark.parametrize("size", SIZES)
def test_ones_own_questions_stay_in_the_browser_and_can_be_asked_again_and_cleared(visit, size):
    v = visit(**size)
    page = v.open()
    for question in (QUESTION, "歧义<b>", QUESTION + "?"):
        v.ask(question, shows=f'.wz-answer[data-question="{question}"]')
    v.ask("歧义<b>", shows='.wz-answer[data-question="歧义<b>"]')
    expected = ["歧义<b>", QUESTION + "?", QUESTION]
    assert page.locator(HISTORY).all_text_contents() == expected
    page.reload()
    page.wait_for_selector(HISTORY, state="attached")
    assert page.locator(HISTORY).all_text_contents() == expected
    stored = page.evaluate("localStorage.getItem('wenzheng-questions')")
    assert stored and QUESTION not in stored
    open_sidebar(page)
    page.click(f"{HISTORY} >> nth=2")
    page.wait_for_selector(f'.wz-answer[data-question="{QUESTION}"]')
    v.settle()
    assert page.input_value(BOX) == QUESTION
    assert page.locator(HISTORY).all_text_contents() == [QUESTION, *expected[:2]]
    covers = "open" in (page.get_attribute("#wz-sidebar", "class") or "")
    assert covers is (size["viewport"]["width"] > 760)
    open_sidebar(page)
    other = visit(**size)
    assert other.open().locator(HISTORY).count() == 0  # another browser knows nothing of it
    page.click("[data-forget]")
    page.wait_for_function("document.querySelectorAll('.wz-history li').length === 0")
    page.goto(v.site)
    page.wait_for_selector(".wz-welcome")
    page.wait_for_timeout(300)
    assert page.locator(HISTORY).count() == 0
    assert page.is_hidden("[data-forget]")


def test_at_most_fifty_questions_are_kept(visit):
    v = visit()
    page = v.open()
    v.ask(QUESTION)
    entries = [{"search": f"?q={n}", "question": str(n)} for n in range(60)]
    kept = page.evaluate("entries => window.wenzheng.settled(entries)[0]", entries)
    assert len(kept) == 50
    assert [entry["question"] for entry in kept[:2]] == [QUESTION, "0"]


def judgements(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


@pytest.mark.parametrize("size", SIZES)
def test_a_verdict_is_written_once_though_clicked_twice(visit, feedback_file, size):
    before = len(judgements(feedback_file))
    v = visit(**size)
    page = v.open(f"?q={quote(QUESTION)}", shows=".wz-answer")
    v.settle()
    page.dblclick('[data-verdict="up"]')
    page.wait_for_selector(".wz-verdict-said:text-matches('已记下|Noted')")
    assert page.locator(".wz-verdict button").count() == 0
    page.wait_for_timeout(200)
    assert [line["verdict"] for line in judgements(feedback_file)[before:]] == ["up"]


@pytest.mark.parametrize("size", SIZES)
def test_a_bad_answer_can_be_noted_with_the_keyboard(visit, feedback_file, size):
    v = visit(**size)
    page = v.open(f"?q={quote(QUESTION)}", shows=".wz-answer")
    v.settle()
    assert page.is_hidden(".wz-verdict-note")
    page.focus('[data-verdict="down"]')
    page.keyboard.press("Enter")
    assert page.get_attribute('[data-verdict="down"]', "aria-expanded") == "true"
    page.keyboard.type("应为 <b>434</b>/件")  # the slash is typed, it does not lead to the question
    page.keyboard.press("Enter")
    page.wait_for_selector(".wz-verdict-said:text-matches('已记下|Noted')")
    last = judgements(feedback_file)[-1]
    assert (last["verdict"], last["note"], last["question"]) == ("down", "应为 <b>434</b>/件", QUESTION)


def test_a_verdict_that_cannot_be_sent_can_be_tried_again(visit, feedback_file):
    v = visit()
    page = v.open(f"?q={quote(QUESTION)}", shows=".wz-answer")
    v.settle()
    before = len(judgements(feedback_file))
    page.route("**/component_server**", lambda route: route.abort())
    page.click('[data-verdict="up"]')
    page.wait_for_selector(".wz-verdict-said:has-text('连接不上')")
    page.unroute("**/component_server**")
    page.click('[data-verdict="up"]')
    page.wait_for_selector(".wz-verdict-said:has-text('已记下')")
    assert len(judgements(feedback_file)) == before + 1
    v.errors.clear()  # the request that failed


def test_what_is_typed_while_the_page_opens_stays(visit):
    v = visit()
    held = []
    v.page.route("**/gradio_api/run/**", lambda route: held.append(route))
    v.page.goto(v.site)
    v.page.wait_for_selector(BOX)
    v.page.fill(BOX, QUESTION)
    v.page.wait_for_timeout(500)
    assert held
    for each in held:
        each.continue_()
    v.page.unroute("**/gradio_api/run/**")
    v.page.wait_for_selector("#wz-results .wz-results")
    v.settle()
    assert v.page.input_value(BOX) == QUESTION


@pytest.mark.parametrize("size", SIZES)
def test_a_slow_answer_names_its_stages(visit, size):
    v = visit(**size)
    page = v.open()
    page.fill(BOX, "等候")
    page.press(BOX, "Enter")
    for stage in ("parse", "search", "check"):
        page.wait_for_selector(f'.wz-progress [data-stage="{stage}"][aria-current="step"]')
        NEXT_STAGE.release()
    page.wait_for_selector('.wz-answer[data-question="等候"]')
    v.settle()
    assert page.is_hidden(".wz-progress")
    box = page.locator(".wz-answer").bounding_box()
    assert box["x"] >= 0


@pytest.mark.parametrize("size", SIZES)
def test_a_slow_answer_can_be_stopped(visit, size):
    v = visit(**size)
    page = v.open()
    page.fill(BOX, "等候")
    page.press(BOX, "Enter")
    with page.expect_response(lambda response: '"stop"' in (response.request.post_data or "")):
        page.click(".wz-progress button")
    NEXT_STAGE.release()
    page.wait_for_selector("#wz-results .wz-failure h2:text-matches('已停止|Stopped')")
    v.settle()
    assert page.is_hidden(".wz-progress")
    assert fields(page) == {}
    v.ask(QUESTION)


def test_a_quick_answer_shows_no_stages(visit):
    v = visit()
    page = v.open()
    page.evaluate("""() => {
        window.shown = 0;
        const bar = document.querySelector(".wz-progress");
        new MutationObserver(() => { if (!bar.hidden && getComputedStyle(bar).opacity > 0) window.shown += 1; })
            .observe(bar, { attributes: true });
    }""")
    for n in range(5):
        v.ask(QUESTION + "?" * n, shows=f'.wz-answer[data-question="{QUESTION + "?" * n}"]')
    assert page.evaluate("window.shown") == 0


def test_a_long_question_on_a_phone_stands_above_its_button(visit):
    v = visit(viewport={"width": 375, "height": 812})
    page = v.open()
    page.fill(BOX, "新乡市政协在2023年里一共立案了多少件由委员提交的提案，其中又有多少件已经办复完毕?")
    page.wait_for_timeout(100)
    box, button = (page.locator(where).bounding_box() for where in ("#wz-question", "#wz-ask-button"))
    assert box["y"] + box["height"] <= button["y"]
    assert abs(box["width"] - button["width"]) <= 1 and box["width"] > 300


@pytest.mark.parametrize(
    ("locale", "all_words", "toggle"),
    [("zh-CN", "全部", "筛选与提问记录"), ("en-US", "All", "Filters and your questions")],
)
def test_filters_say_what_they_mean_while_empty_and_the_sidebar_has_a_name(visit, locale, all_words, toggle):
    page = visit(locale=locale).open()
    page.wait_for_timeout(400)
    for name in ("places", "years", "kinds"):
        assert page.get_attribute(f"#wz-{name} input", "placeholder") == all_words
    page.click("#wz-places input")
    page.click("#wz-places [role=option] >> nth=1")
    page.wait_for_function("document.querySelector('#wz-places input').placeholder === ''")
    assert page.get_by_role("button", name=toggle).is_visible()


def test_hostile_words_do_not_run_wherever_they_are_shown(visit):
    v = visit()
    page = v.open(f"?q={quote('那' + HOSTILE)}&after={quote(HOSTILE + '新乡')}&ignore=place", shows=".wz-whole")
    v.settle()
    assert "<script>window.pwned = 1</script>" in page.inner_text(".wz-whole")
    page.wait_for_selector(HISTORY)
    assert "](javascript:window.pwned=2)" in page.inner_text(HISTORY)
    page.evaluate(
        """() => window.wenzheng.remember([{search: "javascript:window.pwned=4", question: "<img src=x onerror=1>"}])"""
    )
    assert page.get_attribute(HISTORY, "href") == "?"
    assert page.evaluate("window.pwned") is None


@pytest.mark.parametrize("size", SIZES)
def test_100000_characters_are_refused_in_the_box_and_ignored_as_a_question_before(visit, size):
    v = visit(**size)
    page = v.open()
    v.ask("<script>" * 12_500, shows=".wz-failure")
    assert "100,000" in page.inner_text(".wz-failure")
    v.ask(QUESTION)
    v.ask("\u0000\u0007\u202e立案\u200b多少", shows=".wz-answer")
    assert page.locator(".wz-short").count() == 1


@pytest.mark.parametrize("size", SIZES)
def test_each_part_leads_to_its_quote_and_nothing_overflows(visit, size):
    v = visit(**size)
    page = v.open()
    v.ask("分别多少?", shows=".wz-part")
    assert page.locator(".wz-part h3").all_inner_texts()[2] == "<b>洛阳</b>立案多少件？"
    chip = page.locator(".wz-part").nth(1).locator(".wz-chip").first
    chip.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#wz-reader[open]")
    assert "提出提案434件" in page.inner_text("#wz-reader mark")
    page.keyboard.press("Escape")
    for question, shows in (
        ("做了哪些工作?", ".wz-lines li"),
        ("历年立案多少件?", ".wz-chart"),
        ("你好", "[data-talk]"),
    ):
        v.ask(question, shows=shows)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not page.locator(".wz-answer .wz-badge").count()
    assert v.errors == []
