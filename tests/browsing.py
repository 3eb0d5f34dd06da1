"""A visit to the page in a real Chromium, which notes whatever should not happen."""

from __future__ import annotations

import shutil
import socket
from urllib.parse import parse_qs, urlsplit

import app

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
QUESTION = "新乡2023年立案多少件提案?"
BOX = "#wz-question textarea"
READER = "#wz-reader[open]"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(**options) -> str:
    return app.serve(port=free_port(), quiet=True, block=False, **options)


class Visit:
    """A browser tab that notes every request, console error and dialog."""

    def __init__(self, browser, site: str, **options) -> None:
        self.site = site
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, "locale": "zh-CN", **options})
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.errors.append(f"dialog {dialog.message}"), dialog.dismiss()))

    def open(self, search: str = "", shows: str = "#wz-results .wz-results"):
        self.page.goto(self.site + search)
        self.page.wait_for_selector(shows)
        self.page.wait_for_selector("#wz-corpus .wz-corpus, #wz-corpus .wz-failure", state="attached")
        self.settle()
        return self.page

    def ask(self, question: str, shows: str = ".wz-answer"):
        self.page.fill(BOX, question)
        self.page.press(BOX, "Enter")
        self.page.wait_for_selector(f"#wz-results {shows}")
        self.settle()
        return self.page

    def settle(self) -> None:
        self.page.wait_for_function("!document.querySelector('#wz-results').hasAttribute('aria-busy')")
        self.page.wait_for_timeout(50)


def fields(page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)
