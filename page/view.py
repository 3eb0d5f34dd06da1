"""The page as Gradio components: the sidebar, the tabs, and which event calls what."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from page.asking.ask_pane import build_ask_pane, render_history
from page.asking.ask_texts import ask_texts_for
from page.asking.controller import Controller
from page.comparing.compare_pane import build_compare_pane
from page.endpoints import add_endpoints
from page.filters import dress_filters
from page.interface_pane import build_interface_pane
from page.library.library_pane import build_library_pane
from page.links import Address, parse_address
from page.opened import Library
from page.pane import Controls, Pane
from page.texts import Texts, texts_for

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["build_page"]

# The last but one of what is asked: what the question is asked after, or again.
_ASKING = "(...values) => { values[values.length - 2] = window.wenzheng.asking(true); return values; }"
_AGAIN = "(...values) => { values[values.length - 2] = window.wenzheng.asking(false); return values; }"
_SETTLED = "(history) => window.wenzheng.settled(history)"
_ADDRESS = "() => [window.wenzheng.restoring()]"
_CONNECT_HISTORY = "window.wenzheng.connectHistory(trigger);"
_FORGET = "() => [window.wenzheng.forget()]"
# Fixed, or the list would be lost when the server starts anew; it only keeps the list from being read at a glance.
_HISTORY_KEY, _HISTORY_SECRET = "wenzheng-questions", "wenzheng-history"

# The tabs beside the first, each built inside its gr.Tab with what the sidebar offers.
_PANES: dict[str, Callable[[Library, Controls], Pane]] = {
    "compare": build_compare_pane,
    "library": build_library_pane,
    "interface": build_interface_pane,
}


def build_page(library: Library) -> gr.Blocks:
    """The page over a library; `app.serve` launches it with its style sheet and script."""
    import gradio as gr

    controller = Controller(library)
    texts = texts_for("zh")
    quiet: dict[str, Any] = {"js_on_load": None, "apply_default_css": False}
    with gr.Blocks(title="问政 Wenzheng", analytics_enabled=False, fill_width=True) as page:
        address = gr.Textbox(visible=False)
        history = gr.BrowserState([], storage_key=_HISTORY_KEY, secret=_HISTORY_SECRET)
        with gr.Sidebar(width=288, open=False, elem_id="wz-sidebar"):
            controls = _controls(texts)
            asked_before = gr.HTML(
                render_history(ask_texts_for("zh")),
                elem_id="wz-history",
                js_on_load=_CONNECT_HISTORY,
                apply_default_css=False,
            )
            corpus = gr.HTML(elem_id="wz-corpus", **quiet)
        head = gr.HTML(_head(texts), elem_id="wz-head", **quiet)
        with gr.Tabs(elem_id="wz-tabs"):
            with gr.Tab(texts.tabs["ask"], id="ask") as ask_tab:
                asking = build_ask_pane(controller)
            tab_items, panes = [ask_tab], []
            for name, build in _PANES.items():
                with gr.Tab(texts.tabs[name], id=name) as tab_item:
                    panes.append(build(library, controls))
                tab_items.append(tab_item)

        chrome = [head, *asking.components, controls.language, *controls.filters, asked_before, corpus, *tab_items]
        chrome += [component for pane in panes for component in pane.components]

        def dress(tag: str, wanted: Address | None = None, *, opens: bool = False) -> list[Any]:  # Any: Gradio's own
            """What changes with the language; `wanted` sets question and filters. opens: the page is new, and what may
            be typed already stays where no question is wanted.
            """
            words = texts_for(tag)
            return [
                _head(words),
                *asking.dress(words, None if opens and wanted and not wanted.question else wanted),
                gr.Radio(value=words.language),
                *dress_filters(controller.opened(), words, wanted),
                render_history(ask_texts_for(tag)),
                controller.corpus(tag),
                *(gr.Tab(label=words.tabs[name]) for name in ("ask", *_PANES)),
                *(update for pane in panes for update in pane.dress(words.language)),
            ]

        def retell(text: str, places: list[str], years: list[int], kinds: list[str], where: str, tag: str) -> list[Any]:
            """The same page in the other language."""
            return [*dress(tag), asking.refine(text, places, years, kinds, where, tag)]

        def arrive(where: str) -> list[Any]:
            return restore(where, opens=True)

        def restore(where: str, *, opens: bool = False) -> list[Any]:
            """What the URL asks for: its question with its filters, in the reader's language."""
            tag = texts_for(str(json.loads(where)["language"])).language
            wanted = parse_address(str(json.loads(where)["search"]))
            filters = (list(wanted.places), list(wanted.years), list(wanted.kinds))
            return [*dress(tag, wanted, opens=opens), asking.refine(wanted.question, *filters, where, tag)]

        # Fast calls that stream nothing need no queue; Any: keyword arguments of several types.
        quick: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        asked = [asking.question, *controls.filters, address, controls.language]
        results = asking.results
        chosen = [each.input for each in controls.filters]
        events = [
            gr.on([asking.question.submit, asking.ask.click], asking.answer, asked, results, js=_ASKING, **quick),
            gr.on(chosen, asking.refine, asked, results, js=_AGAIN, **quick),
            controls.language.input(retell, asked, [*chrome, results], js=_AGAIN, **quick),
            # The script puts the wanted question into the URL, for examples and for the browser's Back, and submits.
            results.submit(restore, address, [*chrome, results], js=_ADDRESS, **quick),
            page.load(arrive, address, [*chrome, results], js=_ADDRESS, **quick),
        ]
        for event in events:
            event.then(None, history, history, js=_SETTLED)
        asked_before.submit(None, None, history, js=_FORGET)
        add_endpoints(library)
    return page


def _controls(texts: Texts) -> Controls:
    """The sidebar's choices; what the filters offer is put in when the corpus is open."""
    import gradio as gr

    def several(label: str, name: str) -> gr.Dropdown:
        return gr.Dropdown([], value=[], multiselect=True, label=label, elem_id=f"wz-{name}")

    return Controls(
        gr.Radio([("中文", "zh"), ("English", "en")], value="zh", label=texts.language_label, elem_id="wz-language"),
        several(texts.places, "places"),
        several(texts.years, "years"),
        several(texts.kinds, "kinds"),
    )


def _head(texts: Texts) -> str:
    return (
        f'<header class="wz-masthead" data-language="{texts.language}" '
        f'data-unreachable="{escape(texts.unreachable)}" data-all="{escape(texts.all)}" '
        f'data-sidebar="{escape(texts.sidebar)}"><h1>问政 <span>Wenzheng</span></h1>'
        f"<p>{escape(texts.tagline)}</p></header>"
    )
