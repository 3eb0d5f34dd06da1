"""The tab 资料库 in a real Chromium: a report is added, asked about, put right and removed."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from browsing import CHROMIUM, Visit, serve

from index.building.builder import build
from index.config import Config

pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore"),  # Gradio's and its server's own
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium; apt-get install chromium fonts-noto-cjk"),
]
REPORT = (
    "政协信阳市委员会常务委员会工作报告\n\n一、2023年工作回顾\n\n全年立案提案317件,办复率100%。\n\n"
    "二、2024年工作安排\n\n要抓好提案办理。\n"
)
TAB = {"zh-CN": "资料库", "en-US": "Library"}
ASK = {"zh-CN": "问答", "en-US": "Ask"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    root = tmp_path_factory.mktemp("library")
    (root / "folder").mkdir()
    shutil.copy(min(seeds.iterdir()), root / "folder")
    build([root / "folder"], Config(home=root / "home", model="none"))
    return root


@pytest.fixture
def home(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template / "home", tmp_path / "home"))


@pytest.fixture
def site(home: Path) -> str:  # what `visit` opens
    return serve(home=home)


@pytest.fixture
def files(tmp_path: Path) -> Generator[list[str]]:
    (tmp_path / "信阳.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "program.txt").write_bytes(b"MZ\x90\0" * 100)
    (tmp_path / "huge.txt").write_bytes(b"\xe4\xb8\x80" * (17 * 2**20))
    return [str(tmp_path / name) for name in ("信阳.txt", "program.txt", "huge.txt")]


def open_tab(v: Visit, locale: str):
    page = v.open()
    page.get_by_role("tab", name=TAB[locale]).click()
    page.wait_for_selector(".wz-library tbody tr")
    return page


def assert_nothing_sticks_out(page) -> None:
    page.wait_for_timeout(300)
    wide = page.evaluate(
        """() => [...document.querySelectorAll("main *")]
        .filter(e => e.checkVisibility() && !e.closest(".wz-examples, .wz-library-scroll")
            && e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.id || e.className || e.tagName)"""
    )
    assert wide == []


def add(page, files: list[str]) -> None:
    page.set_input_files("#wz-upload input[type=file]", files)
    page.wait_for_selector(".wz-outcome")
    page.wait_for_selector(".wz-library tbody tr:nth-child(2)")
    page.wait_for_timeout(300)  # the page is told, and asks its question again


@pytest.mark.parametrize(("width", "locale", "scheme"), [(1280, "zh-CN", "light"), (375, "en-US", "dark")])
def test_a_report_is_added_asked_about_put_right_and_removed(visit, home, files, width, locale, scheme):
    v = visit(viewport={"width": width, "height": 812}, locale=locale, color_scheme=scheme)
    page = open_tab(v, locale)
    assert page.locator("#wz-library-form").count() == 0
    add(page, files)
    assert page.locator(".wz-file-added").inner_text().count("信阳") >= 2
    assert page.locator(".wz-file-refused").count() == 1
    assert "huge.txt" in page.inner_text(".wz-upload-note")
    assert_nothing_sticks_out(page)

    page.get_by_role("tab", name=ASK[locale]).click()
    v.ask("信阳2023年立案多少件提案?")
    assert page.inner_text(".wz-short") == "317件"

    page.get_by_role("tab", name=TAB[locale]).click()
    page.locator("[data-edit-report]").last.click()
    page.wait_for_selector("#wz-library-form")
    place = page.locator("#wz-field-place textarea, #wz-field-place input").first
    assert place.input_value() == "河南省信阳市"
    assert_nothing_sticks_out(page)
    place.fill("无此地")
    page.click("#wz-library-save")
    page.wait_for_selector(".wz-outcome.wz-failure li:has-text('河南省郑州市上街区')")
    place.fill("上街区")
    page.click("#wz-library-save")
    page.wait_for_selector(".wz-library tbody tr:nth-child(2) td:has-text('上街区')")
    assert "uploads/信阳.txt\t0\tplace\t上街区" in (home / "corrections.tsv").read_text(encoding="utf-8")

    page.wait_for_selector("#wz-library-form", state="detached")
    page.locator("[data-remove-report]").click()
    page.wait_for_function("document.activeElement.id === 'wz-library-yes'")
    page.keyboard.press("Enter")
    page.wait_for_selector(".wz-library tbody tr:nth-child(2)", state="detached")
    assert list((home / "uploads").iterdir()) == []


def test_dropped_files_are_added_and_a_report_of_a_folder_cannot_be_removed(visit, home):
    v = visit()
    page = open_tab(v, "zh-CN")
    data = page.evaluate_handle(
        """text => { const data = new DataTransfer();
        data.items.add(new File([text], "拖入.txt"));
        data.items.add(new File([new Uint8Array(51 * 2 ** 20)], "大.txt")); return data; }""",
        REPORT,
    )
    page.dispatch_event("#wz-upload button", "drop", {"dataTransfer": data})
    page.wait_for_selector(".wz-file-added")
    assert "大.txt" in page.inner_text(".wz-upload-note")
    page.wait_for_timeout(300)
    page.locator("[data-edit-report]").first.click()
    page.wait_for_selector(".wz-library-head:has-text('来自您自己的文件夹')")
    assert page.locator("#wz-library-remove").count() == 0
    page.click("#wz-library-cancel")
    page.wait_for_selector("#wz-library-form", state="detached")
    page.fill("#wz-library-filter textarea, #wz-library-filter input", "信阳")
    page.wait_for_selector(".wz-library h2:has-text('(1)')")
    page.click(".wz-library tbody a")
    page.wait_for_selector("#wz-reader[open]")
    assert "317件" in page.inner_text("#wz-reader")
    page.keyboard.press("Escape")
    page.click("#wz-rebuild")
    page.wait_for_selector(".wz-outcome:has-text('索引已重建')")
    page.wait_for_timeout(300)


@pytest.mark.parametrize(("width", "locale"), [(1280, "zh-CN"), (375, "en-US")])
def test_an_address_of_this_machine_is_refused_and_stays_to_be_put_right(visit, home, width, locale):
    v = visit(viewport={"width": width, "height": 812}, locale=locale)
    page = open_tab(v, locale)
    page.wait_for_timeout(600)  # the sidebar slides in
    assert_nothing_sticks_out(page)
    page.fill("#wz-web-addresses textarea", "\n".join(f"https://a.invalid/{n}" for n in range(21)))
    page.click("#wz-web-fetch")
    page.wait_for_selector(".wz-outcome.wz-failure h2:has-text('21')")
    page.fill("#wz-web-addresses textarea", f"\n{v.site}\n")  # which does answer
    page.click("#wz-web-fetch")
    page.wait_for_selector(f".wz-file-refused:has-text('{v.site}')")
    assert page.input_value("#wz-web-addresses textarea") == v.site
    assert page.locator(".wz-library tbody tr").count() == 1
    assert not (home / "uploads").exists()
    assert_nothing_sticks_out(page)


@pytest.mark.parametrize("width", [1280, 1024, 375])
def test_the_buttons_of_a_row_are_in_full_view(visit, home, width):
    v = visit(viewport={"width": width, "height": 812})
    page = open_tab(v, "zh-CN")
    page.wait_for_timeout(600)  # the sidebar slides in
    box = page.locator(".wz-library-scroll").bounding_box()
    button = page.locator("[data-edit-report]").first.bounding_box()
    assert box["x"] <= button["x"] and button["x"] + button["width"] <= box["x"] + box["width"]
    page.locator("[data-edit-report]").first.click(trial=True)


def test_a_read_only_page_shows_the_table_alone_and_takes_no_file(visit, home):
    v = visit(serve(home=home, read_only=True))
    page = open_tab(v, "zh-CN")
    tabs = page.get_by_role("tablist").first
    here = tabs.bounding_box()
    page.get_by_role("tab", name=ASK["zh-CN"]).click()
    assert tabs.bounding_box() == here  # though this tab holds less
    page.get_by_role("tab", name=TAB["zh-CN"]).click()
    assert "只读" in page.inner_text(".wz-library-intro")
    assert page.locator("#wz-upload, #wz-web-add, #wz-rebuild, [data-edit-report]").count() == 0
    answered = page.request.post(
        v.site.rstrip("/") + "/gradio_api/upload",
        multipart={"files": {"name": "a.txt", "mimeType": "text/plain", "buffer": b"x"}},
    )
    assert answered.status == 403
