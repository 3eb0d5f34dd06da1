"""A PDF in a real Chromium: added, with its stages and what was detected, asked about, and shown beside its text."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from browsing import CHROMIUM, READER, serve
from test_browser_axe import violations
from test_browser_library import ASK, add, assert_nothing_sticks_out, open_tab

from index.building.builder import build
from index.config import Config

pytest.importorskip("playwright.sync_api")
pytest.importorskip("index.reading.pdf.pictures", reason="PDFs are not read here")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore"),  # Gradio's and its server's own
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium; apt-get install chromium fonts-noto-cjk"),
]
PAGES = (
    "<h1>政协信阳市委员会常务委员会工作报告</h1><h2>一、2023年工作回顾</h2><p>一年来，市政协常委会坚持党的领导，围绕中心、服务大局。</p>",
    "<p>全年立案提案317件，办复率100%。组织委员视察29次，提出意见建议86条。</p>",
    "<h2>二、2024年工作安排</h2><p>要抓好提案办理，办好十件实事。</p>",
)
WORDS = {
    "zh-CN": ("3 页", "原件", "第 2 / 3 页", "下一页"),
    "en-US": ("3 page(s)", "Original", "page 2 of 3", "Next page"),
}


@pytest.fixture(scope="module")
def pdf(browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("printed") / "信阳.pdf"
    page = browser.new_page()
    page.set_content("".join(f'<div style="break-after: page">{each}</div>' for each in PAGES))
    page.pdf(path=path, format="A4")
    page.close()
    return path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    root = tmp_path_factory.mktemp("original")
    (root / "folder").mkdir()
    shutil.copy(min(seeds.iterdir()), root / "folder")
    build([root / "folder"], Config(home=root / "home", model="none"))
    return root / "home"


@pytest.fixture
def site(home: Path, tmp_path: Path) -> str:  # what `visit` opens
    return serve(home=shutil.copytree(home, tmp_path / "home"))


def covers(page) -> bool:
    """Whether the picture shows dark letters within the frame."""
    return page.evaluate(
        """() => {
        const image = document.querySelector(".wz-original-sheet img"), canvas = document.createElement("canvas");
        const box = image.getBoundingClientRect();
        const frame = document.querySelector(".wz-original-mark").getBoundingClientRect();
        const scale = image.naturalWidth / box.width;
        canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
        const context = canvas.getContext("2d");
        context.drawImage(image, 0, 0);
        const at = [frame.x - box.x, frame.y - box.y, frame.width, frame.height].map((side) => side * scale);
        const pixels = context.getImageData(...at).data;
        return pixels.some((value) => value < 90);
        }"""
    )


@pytest.mark.parametrize(("width", "locale", "scheme"), [(1280, "zh-CN", "light"), (390, "en-US", "dark")])
def test_a_pdf_is_added_and_its_page_stands_beside_its_text(visit, pdf, width, locale, scheme):
    n_pages, original, position, next_page = WORDS[locale]
    v = visit(viewport={"width": width, "height": 844}, locale=locale, color_scheme=scheme)
    page = open_tab(v, locale)
    assert ".pdf" in page.locator("#wz-upload input[type=file]").get_attribute("accept").split(",")
    add(page, [str(pdf)])
    told = page.inner_text(".wz-file-added")
    assert n_pages in told and "河南省信阳市" in told and "2023" in told
    assert_nothing_sticks_out(page)

    page.get_by_role("tab", name=ASK[locale]).click()
    v.ask("信阳2023年立案多少件提案?")
    assert page.inner_text(".wz-short") == "317件"
    page.locator(".wz-chip").first.click()
    page.wait_for_selector(READER)
    assert not [url for url in v.requests if "/original/" in url]  # nothing is drawn before it is wanted
    toggle = page.locator('[data-original="toggle"]')
    assert (toggle.inner_text(), toggle.get_attribute("aria-expanded")) == (original, "false")
    toggle.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".wz-original-mark")
    assert toggle.get_attribute("aria-expanded") == "true"
    assert page.inner_text(".wz-original-count") == position
    assert covers(page)
    target, article = page.locator("#wz-target").bounding_box(), page.locator("#wz-reader article").bounding_box()
    assert article["y"] <= target["y"] <= article["y"] + article["height"]
    sheet = page.locator(".wz-original-sheet").bounding_box()
    mark = page.locator(".wz-original-mark").first.bounding_box()
    assert sheet["y"] <= mark["y"] <= sheet["y"] + sheet["height"]
    sideways = page.evaluate("document.querySelector('#wz-reader').scrollWidth - innerWidth")
    assert sideways <= 0
    assert page.evaluate("document.querySelector('#wz-reader').scrollTop") == 0  # its head stays in view
    page.wait_for_timeout(200)
    assert violations(page) == []

    before = page.locator(".wz-original-sheet img").get_attribute("src")
    page.get_by_role("button", name=next_page).click()
    page.wait_for_selector(".wz-original-mark", state="detached")
    assert page.locator(".wz-original-sheet img").get_attribute("src") != before
    assert page.get_by_role("button", name=next_page).is_disabled()
    page.locator(".wz-page").first.click()
    page.wait_for_function("document.querySelector('.wz-original-sheet img').alt.includes('1')")
    with page.expect_download() as kept:
        page.locator("#wz-original a").click()
    assert Path(kept.value.path()).read_bytes() == pdf.read_bytes()
    page.keyboard.press("Escape")
    page.wait_for_selector(READER, state="detached")


def test_an_original_that_is_gone_is_said_to_be(visit, pdf, home):
    v = visit()
    page = open_tab(v, "zh-CN")
    add(page, [str(pdf)])
    page.locator(".wz-file-added a").first.click()
    page.wait_for_selector(READER)
    page.route("**/original/**", lambda route: route.fulfill(status=404, body="原文件已改动或不在了"))
    page.click('[data-original="toggle"]')
    page.wait_for_selector(".wz-original-note:has-text('已改动')")
    assert page.locator(".wz-original-sheet figure").is_hidden()
    v.errors[:] = [each for each in v.errors if "404" not in each]  # what the browser itself says of it
