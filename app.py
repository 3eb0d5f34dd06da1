"""The web page: opens the index through `qa`, builds the page and serves it on this machine."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from page import Library, Opened, Status, build_page
from page.access import BasicAccess, Users, add_user
from page.library.no_uploads import NoUploads
from page.originals import original_routes
from page.rest import CheckedCalls, rest_routes
from page.serving.bodies import BodyGuard
from page.serving.hosts import LOCAL, HostGuard, Hosts
from page.serving.server import bind, closing_on_error, run
from page.serving.surface import Surface
from page.serving.uploads import KEPT_S, RoomForUploads, upload_folder
from qa import MAX_UPLOAD_BYTES, AccessError, Answerer, Curator, Originals, Retriever, command

if TYPE_CHECKING:
    from starlette.types import ASGIApp

__all__ = ["add_user", "guarded", "open_library", "serve"]

_PAGE = Path(__file__).with_name("page")
# In the order in which they build on each other.
_STYLES = (
    "static/page.css",
    "reader/reader.css",
    "asking/ask.css",
    "asking/wordings.css",
    "comparing/compare.css",
    "library/library.css",
)
_SCRIPTS = (
    "static/address.js",
    "reader/reader.js",
    "reader/original.js",
    "static/tabs.js",
    "asking/asking.js",
    "asking/wordings.js",
    "static/page.js",
    "comparing/compare.js",
    "library/library.js",
)
# Of each Gradio keeps some 140 KB, of which we need no more than which report is being corrected.
_MOST_SESSIONS = 100


def open_library(home: str | Path | None, *, read_only: bool = False, engine: str = "") -> Library:
    """The library over the index at home, opened when the page first needs it. read_only: nothing is written into it.

    engine: address of a server that holds the index instead, which a page only reads.
    """

    def open_corpus() -> Opened:
        retriever = (
            Retriever.connect(engine, home=home, read_only=read_only)
            if engine
            else Retriever.load(home, read_only=read_only)
        )
        manifest = retriever.index.manifest
        status = Status(
            built=datetime.fromisoformat(manifest.built_at),
            model=manifest.settings.model,
            sections=manifest.counts.sections,
        )
        feedback = None if read_only else retriever.config.home / "feedback.jsonl"
        return Opened(retriever.index, Answerer(retriever), status, retriever.is_newest, feedback)

    return Library(
        open_corpus,
        curator=None if read_only or engine else Curator.at(home),
        originals=None if engine else Originals.at(home),
    )


def serve(
    *,
    home: str | Path | None = None,
    host: str = "127.0.0.1",
    port: int = 7860,
    quiet: bool = False,
    block: bool = True,
    library: Library | None = None,
    users_file: Path | None = None,
    read_only: bool = False,
    engine: str = "",
    allowed_hosts: Sequence[str] = (),
) -> str:
    """Serves the page until interrupted, or returns its URL at once when block is false.

    library: what to serve instead of the index at home. users_file: who may use page and endpoints; see `add_user`.
    read_only: nothing can be added, removed, corrected or rebuilt. engine: address of a server that holds the index.
    allowed_hosts: names that requests may be addressed to, beside this machine's own: those of a proxy before it.

    Raises:
        AccessError: the users file cannot be used, or there is none and host is more than this machine.
        OSError: nothing can listen on host and port.
    """
    if users_file is None and host not in LOCAL:
        raise AccessError(
            f"Without users the page is served to this machine only, not on {host}. Add one with "
            f"`{command('user NAME --file users.txt')}`, then serve with --auth "
            f"users.txt. 未设用户时只能在本机使用；请先添加用户。"
        )
    users = Users.read(users_file) if users_file else None
    bound = bind(host, port)
    with closing_on_error(bound):
        library = library or open_library(home, read_only=read_only, engine=engine)
        folder = upload_folder()
        site = guarded(_site(library), library, folder, Hosts.of(host, allowed_hosts), users)
        threading.Thread(target=library.warm_up, daemon=True).start()
        shown = f"[{host}]" if ":" in host else host
        url = f"http://{shown}:{bound.getsockname()[1]}/"
        if not quiet:
            print(f"问政 Wenzheng: {url}", flush=True)
        run(site, bound, block=block)
    return url


def guarded(site: ASGIApp, library: Library, folder: Path, hosts: Hosts, users: Users | None) -> ASGIApp:
    """The site behind its guards, the outermost last: which host and from where, who, what, how much.

    folder: where uploaded files come into.
    """
    site = BodyGuard(CheckedCalls(site, library))
    site = NoUploads(site) if library.curator is None else RoomForUploads(site, folder)
    site = Surface(site)
    if users is not None:
        site = BasicAccess(site, users)
    return HostGuard(site, hosts)


def _site(library: Library) -> ASGIApp:
    """The page, its endpoints over HTTP before it."""
    import gradio as gr
    from fastapi import FastAPI

    fonts = ["system-ui", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
    site = FastAPI(
        openapi_url=None, docs_url=None, redoc_url=None, routes=[*rest_routes(library), *original_routes(library)]
    )
    page = build_page(library)
    page.state_session_capacity = _MOST_SESSIONS
    page.delete_cache = (KEPT_S // 6, KEPT_S)
    gr.mount_gradio_app(
        site,
        page,
        path="/",
        ssr_mode=False,
        run_history=False,
        show_error=False,
        mcp_server=True,
        max_file_size=MAX_UPLOAD_BYTES,
        footer_links=[],
        theme=gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"]),
        # In the head, because Gradio confines `css` to its own container and the reader stands outside it.
        head=_head(),
        favicon_path=str(_PAGE / "static" / "favicon.svg"),
    )
    return site


def _head() -> str:
    """The style sheets and the scripts."""

    def read(name: str) -> str:
        return (_PAGE / name).read_text(encoding="utf-8")

    styles = "".join(f"<style>{read(name)}</style>" for name in _STYLES)
    return styles + "".join(f"<script>{read(name)}</script>" for name in _SCRIPTS)


if __name__ == "__main__":
    serve()
