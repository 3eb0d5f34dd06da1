"""How fast the page is in a browser: usable after its address is entered, and the answer after Enter.

    python -m bench.page_latency [--home HOME] [--chromium /usr/bin/chromium]

Prints medians of 20 answers and of 5 openings, with the machine's load. The home is built anew from the sample reports
in a temporary folder unless one is named.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.breaking.crowd import serving
from bench.page_load import QUESTIONS, build_seeds
from bench.screenshots import BOX, FLAGS, time_answers

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OPENINGS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="an index (default: one built of the sample reports for this)")
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="path of the browser")
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as driver:
        home = options.home or build_seeds(Path(temporary) / "home")
        started = time.perf_counter()
        with serving(home) as served:
            site = served.url
            print(f"server up after its start: {time.perf_counter() - started:.1f} s")
            browser = driver.chromium.launch(executable_path=options.chromium, args=FLAGS)
            openings = [time_opening(browser, site) for _ in range(OPENINGS)]
            print(f"page usable: median of {OPENINGS}: {statistics.median(openings):.2f} s")
            print(f"Enter to answer shown, median of 20: {time_answers(browser, site) * 1000:.0f} ms")
            browser.close()
    print(f"load {os.getloadavg()[0]:.1f} at the end")


def time_opening(browser: Browser, site: str) -> float:
    """Seconds until a question can be typed, in a browser that has never been here."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    started = time.perf_counter()
    page.goto(site)
    page.wait_for_selector(".wz-corpus")
    page.fill(BOX, QUESTIONS[0])
    seconds = time.perf_counter() - started
    context.close()
    return seconds


if __name__ == "__main__":
    main()
