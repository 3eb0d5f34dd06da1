"""Makes the screenshots of docs/screenshots/ from the page over a real index.

    python bench/screenshots.py [--home HOME] [--chromium /usr/bin/chromium]

Prints, too, how long the page and an answer take to show.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import quote

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
BOX = "#wz-question textarea"


class Shot(NamedTuple):
    name: str
    question: str
    width: int = 1280
    locale: str = "zh-CN"
    scheme: Literal["light", "dark"] = "light"
    reader: bool = False
    after: str = ""  # the question before, which this one leans on
    tab: str = ""  # the query string of another tab
    ready: str = ""  # what of that tab must be there


COMPARE = "tab=compare&indicator=" + quote("提案立案")
FILTERED = "q=" + quote("新乡2023年立案多少件提案?") + "&place=" + quote("河北省邯郸市")
COMPARED, LISTED = ".wz-compare-table", ".wz-library-scroll table"

SHOTS = (
    Shot("start", ""),
    Shot("answered", "新乡2023年立案多少件提案?"),
    Shot("reader", "新乡2023年立案多少件提案?", reader=True),
    Shot("ambiguous", "上街区2017年有多少件提案?"),
    Shot("comparison", "哪个市立案的提案最多?", scheme="dark"),
    Shot("not-indexed", "洛阳政协提了多少件提案?", locale="en-US"),
    Shot("parts", "新乡和郑州2023年各立案多少件提案？向市委请示报告多少次？"),
    Shot("summary", "邯郸市政协2023年做了哪些工作?"),
    Shot("calculation", "中原区政协十届一次会议的提案有多少件没立案?"),
    Shot("phone-parts", "郑州和开封2023年各立案多少件提案?", width=375),
    Shot("phone-summary", "Summarise the work of the Handan CPPCC in 2023.", 375, "en-US", "dark"),
    Shot("filtered", "", tab=FILTERED, ready=".wz-conflict"),
    Shot("not-stated", "郑州市2023年地区生产总值?", scheme="dark"),
    Shot("english", "How many proposals did Zhengzhou file in 2023?", locale="en-US"),
    Shot("phone-answered", "新乡2023年立案多少件提案?", width=375),
    Shot("phone-reader", "新乡2023年立案多少件提案?", width=375, reader=True),
    Shot("phone-english-dark", "How many proposals did Zhengzhou file in 2023?", 375, "en-US", "dark"),
    Shot("follow-up", "那郑州呢?", after="新乡2023年立案多少件提案?"),
    Shot("compare", "", tab=COMPARE, ready=COMPARED),
    Shot("phone-compare", "", 375, "en-US", "dark", tab=COMPARE, ready=COMPARED),
    Shot("library", "", tab="tab=library", ready=LISTED),
    Shot("phone-library", "", 375, "en-US", "dark", tab="tab=library", ready=LISTED),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, default=None, help="folder of the index (default: as for wenzheng)")
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="path of the browser")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    options = parser.parse_args()

    sys.path.insert(0, str(ROOT))
    from playwright.sync_api import sync_playwright

    import app

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = app.serve(home=options.home, port=port, quiet=True, block=False)
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=options.chromium, args=FLAGS)
        for shot in SHOTS:
            take(browser, site, shot, options.out / f"{shot.name}.png")
        print(f"Enter to answer shown, median of 20: {time_answers(browser, site) * 1000:.0f} ms")
        browser.close()


def take(browser: Browser, site: str, shot: Shot, path: Path) -> None:
    height = 812 if shot.width < 500 else 800
    context = browser.new_context(
        viewport={"width": shot.width, "height": height}, locale=shot.locale, color_scheme=shot.scheme
    )
    page = context.new_page()
    started = time.perf_counter()
    asked = "&".join(f"{name}={quote(text)}" for name, text in (("q", shot.question), ("after", shot.after)) if text)
    page.goto(f"{site}?{shot.tab or asked}")
    page.wait_for_selector(shot.ready or (".wz-answer" if shot.question else ".wz-welcome"))
    shown = time.perf_counter() - started
    page.wait_for_timeout(700)  # the sidebar slides in
    if shot.reader:
        page.click(".wz-chip")
        page.wait_for_selector("#wz-target")
        page.wait_for_timeout(200)
    page.screenshot(path=path)
    context.close()
    print(f"{path.name}: page shown in {shown:.2f} s")


def time_answers(browser: Browser, site: str) -> float:
    """Median seconds from Enter to the new answer in the document; every question differs from the one before."""
    page = browser.new_page()
    page.goto(site)
    page.wait_for_selector(".wz-welcome")
    page.wait_for_timeout(700)
    seconds = []
    for n in range(21):
        question = f"{SHOTS[1].question}{'?' * n}"
        page.fill(BOX, question)
        started = time.perf_counter()
        page.press(BOX, "Enter")
        page.wait_for_function("asked => document.querySelector('.wz-asked')?.textContent === asked", arg=question)
        seconds.append(time.perf_counter() - started)
        page.wait_for_timeout(50)
    return statistics.median(seconds[1:])


if __name__ == "__main__":
    main()
