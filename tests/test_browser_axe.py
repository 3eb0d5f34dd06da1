"""Accessibility of the main states, judged by axe-core: no serious violation, light and dark, wide and narrow."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from browsing import BOX, CHROMIUM, QUESTION, READER, serve
from page_doubles import NEXT_STAGE, fake_library

pytest.importorskip("playwright.sync_api")
pytest.importorskip("axe_playwright_python")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore"),  # Gradio's and its server's own
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium; apt-get install chromium fonts-noto-cjk"),
]
# Gradio's own markup, which we cannot mend: (rule, selector).
GRADIOS_OWN: tuple[tuple[str, str], ...] = ()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    return serve(library=fake_library(Path(tmp_path_factory.mktemp("home")) / "feedback.jsonl"))


def violations(page) -> list[str]:
    """The serious and critical ones, each with its rule, where, and why."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{each['id']} {node['target']}: {node['failureSummary']}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
        if (each["id"], node["target"][0]) not in GRADIOS_OWN
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "locale"), [(1280, "zh-CN"), (375, "en-US")])
def test_the_main_states_have_no_serious_violation(visit, width, locale, scheme):
    v = visit(viewport={"width": width, "height": 860}, locale=locale, color_scheme=scheme)
    page = v.open()
    page.wait_for_timeout(600)  # the sidebar slides in
    assert violations(page) == []
    for question, shows in [
        (QUESTION, ".wz-answered"),
        ("那郑州呢?", ".wz-whole"),
        ("歧义", ".wz-ambiguous"),
        ("洛阳", ".wz-not_indexed"),
        ("没写", ".wz-not_stated"),
        ("出错", ".wz-failure"),
        ("分别多少?", ".wz-parts"),
        ("做了哪些工作?", ".wz-lines li"),
        ("历年立案多少件?", ".wz-chart"),
        ("你好", "[data-talk]"),
        (QUESTION, ".wz-answered"),
    ]:
        v.ask(question, shows=shows)
        page.wait_for_timeout(200)  # what fades has faded
        assert violations(page) == [], question
    page.click('[data-part="year"]')
    page.wait_for_selector(".wz-struck")
    page.click('[data-verdict="down"]')
    v.settle()
    page.hover(".wz-chip")
    assert violations(page) == []
    page.click(".wz-chip")
    page.wait_for_selector(READER)
    page.wait_for_timeout(200)
    assert violations(page) == []
    page.keyboard.press("Escape")
    if width < 1200:
        page.click("#wz-sidebar .toggle-button")
        page.wait_for_timeout(600)
        assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_stages_and_the_other_tabs_have_no_serious_violation(visit, scheme):
    v = visit(color_scheme=scheme)
    page = v.open()
    page.fill(BOX, "等候")
    page.press(BOX, "Enter")
    page.wait_for_selector('.wz-progress [data-stage="parse"][aria-current]')
    NEXT_STAGE.release()
    page.wait_for_selector('.wz-progress [data-stage="search"][aria-current]')
    assert violations(page) == []
    NEXT_STAGE.release(2)
    page.wait_for_selector(".wz-answer")
    v.settle()
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.wait_for_timeout(600)
        assert violations(page) == [], tab.inner_text()
