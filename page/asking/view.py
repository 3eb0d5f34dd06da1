"""The page as Gradio components: what stands where, and which event calls what."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from page.asking.ask_texts import AskTexts, ask_texts_for
from page.asking.controller import Controller
from page.calls import page_calls
from page.comparing.compare_pane import build_compare_pane
from page.endpoints import add_endpoints
from page.interface_pane import build_interface_pane
from page.library.library import Library
from page.library.library_pane import build_library_pane
from page.links import Address, parse_address
from page.pane import Pane
from page.sidebar import kind_choices, place_choices, year_choices
from page.texts import EXAMPLES, Texts, texts_for

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["build_page"]

_CONNECT = "window.wenzheng.connect(trigger, server);"
# The last but one of what is asked: what the question is asked after, or again.
_ASKING = "(...values) => { values[values.length - 2] = window.wenzheng.asking(true); return values; }"
_AGAIN = "(...values) => { values[values.length - 2] = window.wenzheng.asking(false); return values; }"
_SETTLED = "(history) => window.wenzheng.settled(history)"
_ADDRESS = "() => [window.wenzheng.address(undefined, window.wenzheng.progress.begin())]"
_CONNECT_HISTORY = "window.wenzheng.connectHistory(trigger);"
_FORGET = "() => [window.wenzheng.forget()]"
# Fixed, or the list would be lost when the server starts anew; it only keeps the list from being read at a glance.
_HISTORY_KEY, _HISTORY_SECRET = "wenzheng-questions", "wenzheng-history"

# The tabs beside the first, each built inside its gr.Tab with the language chosen in the sidebar.
_PANES: dict[str, Callable[[Library, gr.Radio], Pane]] = {
    "compare": build_compare_pane,
    "library": build_library_pane,
    "interface": build_interface_pane,
}


def build_page(library: Library) -> gr.Blocks:
    """The page over a library; `app.serve` launches it with its style sheet and script."""
    import gradio as gr

    controller = Controller(library)

    texts = texts_for("zh")
    with gr.Blocks(title="问政 Wenzheng", analytics_enabled=False, fill_width=True) as page:
        address = gr.Textbox(visible=False)
        history = gr.BrowserState([], storage_key=_HISTORY_KEY, secret=_HISTORY_SECRET)
        with gr.Sidebar(width=288, open=False, elem_id="wz-sidebar"):
            language = gr.Radio(
                [("中文", "zh"), ("English", "en")], value="zh", label=texts.language_label, elem_id="wz-language"
            )
            places = gr.Dropdown([], value=[], multiselect=True, label=texts.places, elem_id="wz-places")
            years = gr.Dropdown([], value=[], multiselect=True, label=texts.years, elem_id="wz-years")
            kinds = gr.Dropdown([], value=[], multiselect=True, label=ask_texts_for("zh").kinds, elem_id="wz-kinds")
            asked_before = gr.HTML(
                _history(ask_texts_for("zh")),
                elem_id="wz-history",
                js_on_load=_CONNECT_HISTORY,
                apply_default_css=False,
            )
            corpus = gr.HTML(elem_id="wz-corpus", js_on_load=None, apply_default_css=False)
        head = gr.HTML(_head(texts), elem_id="wz-head", js_on_load=None, apply_default_css=False)
        with gr.Tabs(elem_id="wz-tabs"):
            with gr.Tab(texts.tabs["ask"], id="ask") as ask_tab:
                with gr.Row(elem_id="wz-ask"):
                    question = gr.Textbox(
                        label=texts.question,
                        show_label=False,
                        placeholder=texts.placeholder,
                        lines=1,
                        max_lines=6,
                        elem_id="wz-question",
                        scale=1,
                    )
                    ask = gr.Button(texts.ask, variant="primary", elem_id="wz-ask-button", scale=0, min_width=96)
                examples = gr.HTML(_examples(texts), elem_id="wz-examples", js_on_load=None, apply_default_css=False)
                stages = gr.HTML(
                    _stages(ask_texts_for("zh")), elem_id="wz-stages", js_on_load=None, apply_default_css=False
                )
                results = gr.HTML(
                    _welcome(texts),
                    elem_id="wz-results",
                    js_on_load=_CONNECT,
                    apply_default_css=False,
                    server_functions=page_calls(controller),
                )
            tab_items, panes = [ask_tab], []
            for name, build in _PANES.items():
                with gr.Tab(texts.tabs[name], id=name) as tab_item:
                    panes.append(build(library, language))
                tab_items.append(tab_item)

        chrome = [
            head,
            examples,
            question,
            ask,
            language,
            places,
            years,
            kinds,
            asked_before,
            stages,
            corpus,
            *tab_items,
        ]
        chrome += [component for pane in panes for component in pane.components]

        def dress(tag: str, wanted: Address | None = None) -> list[Any]:  # Any: Gradio's own updates
            """What changes with the language, with the filters the corpus offers; `wanted` sets question and filters.

            A wanted filter that the corpus does not hold is offered too: dropping it would widen the search silently.
            """
            words = texts_for(tag)
            opened = controller.opened()
            place_offers = place_choices(opened, also=wanted.places if wanted else ()) if opened else []
            year_offers = year_choices(opened, also=wanted.years if wanted else ()) if opened else []
            kind_offers = kind_choices(opened, words, also=wanted.kinds if wanted else ()) if opened else []
            return [
                _head(words),
                _examples(words),
                gr.Textbox(
                    label=words.question,
                    placeholder=words.placeholder,
                    **({"value": wanted.question} if wanted else {}),
                ),
                gr.Button(words.ask),
                gr.Radio(value=words.language),
                gr.Dropdown(
                    choices=place_offers, label=words.places, **({"value": list(wanted.places)} if wanted else {})
                ),
                gr.Dropdown(
                    choices=year_offers, label=words.years, **({"value": list(wanted.years)} if wanted else {})
                ),
                gr.Dropdown(
                    choices=kind_offers,
                    label=ask_texts_for(tag).kinds,
                    **({"value": list(wanted.kinds)} if wanted else {}),
                ),
                _history(ask_texts_for(tag)),
                _stages(ask_texts_for(tag)),
                controller.corpus(tag),
                *(gr.Tab(label=words.tabs[name]) for name in ("ask", *_PANES)),
                *(update for pane in panes for update in pane.dress(words.language)),
            ]

        def answer(
            text: str, chosen_places: list[str], chosen_years: list[int], chosen_kinds: list[str], where: str, tag: str
        ) -> str:
            page_state = json.loads(where)
            return controller.ask(
                text,
                chosen_places,
                chosen_years,
                tag,
                kinds=chosen_kinds,
                context=parse_address(str(page_state["search"])),
                ticket=str(page_state["ticket"]),
            )

        def refine(
            text: str, chosen_places: list[str], chosen_years: list[int], chosen_kinds: list[str], where: str, tag: str
        ) -> str:
            """The same question within other filters; before there is a question, nothing."""
            if not text.strip():
                return _welcome(texts_for(tag))
            return answer(text, chosen_places, chosen_years, chosen_kinds, where, tag)

        def retell(
            text: str, chosen_places: list[str], chosen_years: list[int], chosen_kinds: list[str], where: str, tag: str
        ) -> list[Any]:
            """The same page in the other language."""
            return [*dress(tag), refine(text, chosen_places, chosen_years, chosen_kinds, where, tag)]

        def restore(where: str) -> list[Any]:
            """What the URL asks for: its question with its filters, in the reader's language."""
            tag = texts_for(str(json.loads(where)["language"])).language
            wanted = parse_address(str(json.loads(where)["search"]))
            shown = refine(wanted.question, list(wanted.places), list(wanted.years), list(wanted.kinds), where, tag)
            return [*dress(tag, wanted), shown]

        # Fast calls that stream nothing need no queue; Any: keyword arguments of several types.
        quick: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        asked = [question, places, years, kinds, address, language]
        events = [
            gr.on([question.submit, ask.click], answer, asked, results, js=_ASKING, **quick),
            gr.on([places.input, years.input, kinds.input], refine, asked, results, js=_AGAIN, **quick),
            language.input(retell, asked, [*chrome, results], js=_AGAIN, **quick),
            # The script puts the wanted question into the URL, for examples and for the browser's Back, and submits.
            results.submit(restore, address, [*chrome, results], js=_ADDRESS, **quick),
            page.load(restore, address, [*chrome, results], js=_ADDRESS, **quick),
        ]
        for event in events:
            event.then(None, history, history, js=_SETTLED)
        asked_before.submit(None, None, history, js=_FORGET)
        add_endpoints(library)
    return page


def _head(texts: Texts) -> str:
    return (
        f'<header class="wz-masthead" data-language="{texts.language}" '
        f'data-unreachable="{escape(texts.unreachable)}" data-all="{escape(ask_texts_for(texts.language).all)}" '
        f'data-sidebar="{escape(ask_texts_for(texts.language).sidebar)}"><h1>问政 <span>Wenzheng</span></h1>'
        f"<p>{escape(texts.tagline)}</p></header>"
    )


def _examples(texts: Texts) -> str:
    buttons = "".join(
        f'<button type="button" data-example="{escape(example)}">{escape(example)}</button>' for example in EXAMPLES
    )
    return f'<p class="wz-examples"><span>{escape(texts.examples)}</span>{buttons}</p>'


def _history(words: AskTexts) -> str:
    """The frame of one's own questions, which the script fills from what the browser keeps."""
    return (
        f'<section class="wz-history" aria-label="{escape(words.history)}"><h2>{escape(words.history)}</h2>'
        f"<p>{escape(words.no_history)}</p><ol></ol>"
        f'<button type="button" data-forget hidden>{escape(words.clear)}</button></section>'
    )


def _stages(words: AskTexts) -> str:
    """What is shown while an answer takes long."""
    items = "".join(f'<li data-stage="{stage}">{escape(name)}</li>' for stage, name in words.stages.items())
    return (
        f'<div class="wz-progress" data-stop="{escape(words.stop)}" data-stopping="{escape(words.stopping)}" hidden>'
        f'<div role="status" aria-label="{escape(words.working)}"><ol>{items}</ol></div>'
        f'<button type="button">{escape(words.stop)}</button></div>'
    )


def _welcome(texts: Texts) -> str:
    return f'<div class="wz-results wz-welcome"><p>{escape(texts.welcome)}</p></div>'
