"""The web page: opens the index through `qa`, builds the page and serves it on this machine."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

from page import Library, Opened, Status, build_page
from page.access import BasicAccess, Users, add_user
from page.library.no_uploads import NoUploads
from qa import MAX_UPLOAD_BYTES, AccessError, Answerer, Curator, Retriever, command

__all__ = ["add_user", "open_library", "serve"]

_PAGE = Path(__file__).with_name("page")
# In the order in which they build on each other.
_STYLES = (
    "static/page.css",
    "reader/reader.css",
    "asking/ask.css",
    "comparing/compare.css",
    "library/library.css",
)
_SCRIPTS = (
    "static/address.js",
    "reader/reader.js",
    "static/tabs.js",
    "asking/asking.js",
    "static/page.js",
    "comparing/compare.js",
    "library/library.js",
)
_LOCAL = ("127.0.0.1", "localhost", "::1")


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

    return Library(open_corpus, curator=None if read_only or engine else Curator.at(home))


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
) -> str:
    """Serves the page until interrupted, or returns its URL at once when block is false.

    library: what to serve instead of the index at home. users_file: who may use page and endpoints; see `add_user`.
    read_only: nothing can be added, removed, corrected or rebuilt. engine: address of a server that holds the index.

    Raises:
        AccessError: the users file cannot be used, or there is none and host is more than this machine.
    """
    import gradio as gr
    from starlette.middleware import Middleware

    if users_file is None and host not in _LOCAL:
        raise AccessError(
            f"Without users the page is served to this machine only, not on {host}. Add one with "
            f"`{command('user NAME --file users.txt')}`, then serve with --auth "
            f"users.txt. 未设用户时只能在本机使用；请先添加用户。"
        )
    guards = [Middleware(BasicAccess, Users.read(users_file))] if users_file else []
    fonts = ["system-ui", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
    library = library or open_library(home, read_only=read_only, engine=engine)
    if library.curator is None:
        guards.append(Middleware(NoUploads))
    page = build_page(library)
    threading.Thread(target=library.warm_up, daemon=True).start()
    _, url, _ = page.launch(
        server_name=host,
        server_port=port,
        share=False,
        ssr_mode=False,
        run_history=False,
        mcp_server=True,
        max_file_size=MAX_UPLOAD_BYTES,
        footer_links=[],
        quiet=quiet,
        prevent_thread_lock=not block,
        app_kwargs={"middleware": guards},
        theme=gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"]),
        # In the head, because Gradio confines `css` to its own container and the reader stands outside it.
        head=_head(),
        favicon_path=_PAGE / "static" / "favicon.svg",
    )
    return str(url)


def _head() -> str:
    """The style sheets and the scripts."""

    def read(name: str) -> str:
        return (_PAGE / name).read_text(encoding="utf-8")

    styles = "".join(f"<style>{read(name)}</style>" for name in _STYLES)
    return styles + "".join(f"<script>{read(name)}</script>" for name in _SCRIPTS)


if __name__ == "__main__":
    serve()
