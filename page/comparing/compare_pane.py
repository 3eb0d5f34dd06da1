"""The tab 对比: one indicator across places and years, as a table and a chart, each figure with its source."""

from __future__ import annotations

import json
import logging
from html import escape
from typing import Any  # Any: Gradio's updates, JSON from the browser

from page.comparing.compare_cards import CompareCards
from page.comparing.compare_texts import CompareTexts, compare_texts_for
from page.comparing.table import Table, table_of, table_to_csv
from page.failures import render_failure
from page.filters import dress_filters
from page.links import CompareAddress, page_query, parse_compare
from page.opened import Library, Opened
from page.pane import Controls, Pane
from page.texts import texts_for
from qa import IndexMissingError, QuestionError, WenzhengError, command, compare_indicator, indicator_in_english

__all__ = ["INDICATOR_LIMIT", "build_compare_pane", "compare", "compare_file"]

INDICATOR_LIMIT = 200  # characters; a noun phrase, not a question
_CONNECT = "window.wenzheng.connectCompare(trigger, server);"
_COMPARING = "(...values) => { window.wenzheng.comparing(); return values; }"
_ADDRESS = "() => { window.wenzheng.comparing(); return [window.wenzheng.address()]; }"
_COMPARED = "() => { window.wenzheng.compared(); return []; }"
_log = logging.getLogger(__name__)


def compare(library: Library, asked: CompareAddress, language: str) -> str:
    """The comparison as HTML, or a card that says what went wrong and what to do."""
    texts, words = texts_for(language), compare_texts_for(language)
    if not asked.indicator:
        return render_failure(texts.failed, words.empty)
    if len(asked.indicator) > INDICATOR_LIMIT:
        length = f"{len(asked.indicator):,}"
        return render_failure(texts.failed, words.too_long.format(length=length, limit=INDICATOR_LIMIT))
    try:
        table = _table(library, asked, language)
        return table if isinstance(table, str) else CompareCards(table, asked, texts.language).render()
    except IndexMissingError as error:
        return render_failure(texts.no_index, texts.no_index_help.format(command=f"`{command('build')}`"), str(error))
    except QuestionError as error:
        return render_failure(texts.failed, str(error))
    except Exception as error:  # noqa: BLE001 — the edge of the page: what fails is said there, and logged
        _log.exception("The comparison failed")
        said = str(error) if isinstance(error, WenzhengError) else type(error).__name__
        return render_failure(texts.failed, texts.failed_help, said)


def compare_file(library: Library, search: str, language: str, *, origin: str = "", tabs: bool = False) -> str:
    """The comparison that an address asks for, as CSV, or for pasting with tabs between the cells; "" for none."""
    asked = _trimmed(parse_compare(search))
    if not asked.indicator or len(asked.indicator) > INDICATOR_LIMIT:
        return ""
    table = _table(library, asked, language)
    if isinstance(table, str):
        return ""
    delimiter = "\t" if tabs else ","
    text = table_to_csv(table, asked, texts_for(language).language, origin=origin, delimiter=delimiter)
    return text.removeprefix("\ufeff") if tabs else text


def _table(library: Library, asked: CompareAddress, language: str) -> Table | str:
    """The table, or why no report could be searched at all, as a card."""
    texts = texts_for(language)
    result = compare_indicator(
        library.opened().answers.retriever,
        asked.indicator,
        places=asked.places or None,
        years=asked.years or None,
        kinds=asked.kinds or None,
        language=texts.language,
    )
    if result.missing:
        return render_failure(texts.status["filtered" if result.missing == "filter" else "not_indexed"], result.refusal)
    return table_of(asked.indicator, result)


def _trimmed(asked: CompareAddress) -> CompareAddress:
    return CompareAddress(" ".join(asked.indicator.split()), asked.places, asked.years, asked.kinds)


def build_compare_pane(library: Library, controls: Controls) -> Pane:
    """The tab's components and events; what the URL asks for is restored when the tab is first shown."""
    import gradio as gr

    def file(request: dict[str, Any]) -> str | None:
        """The table as a file, when its button is pressed; None where it cannot be made."""
        search, tag, origin = (str(request.get(name) or "") for name in ("search", "language", "origin"))
        try:
            return compare_file(library, search, tag, origin=origin, tabs=request.get("form") == "tsv")
        except WenzhengError:
            _log.exception("The comparison cannot be downloaded")
            return None

    words = compare_texts_for("zh")
    address = gr.Textbox(visible=False)
    with gr.Row(elem_id="wz-compare-ask"):
        indicator = gr.Textbox(
            label=words.indicator, show_label=False, placeholder=words.placeholder, lines=1, max_lines=1,
            elem_id="wz-indicator", scale=1,
        )  # fmt: skip
        button = gr.Button(words.compare, variant="primary", elem_id="wz-compare-button", scale=0, min_width=96)
    examples = gr.HTML("", elem_id="wz-compare-examples", js_on_load=None, apply_default_css=False)
    results = gr.HTML(
        "", elem_id="wz-compare-results", js_on_load=_CONNECT, apply_default_css=False, server_functions=[file]
    )

    def run(text: str | None, places: list[str], years: list[int], kinds: list[str], tag: str) -> str:
        filters = (tuple(places or ()), tuple(int(year) for year in years or ()), tuple(kinds or ()))
        return compare(library, _trimmed(CompareAddress(text or "", *filters)), tag)

    def refine(text: str | None, places: list[str], years: list[int], kinds: list[str], tag: str) -> str:
        # None: the box of a tab that was not opened yet.
        return run(text, places, years, kinds, tag) if (text or "").strip() else ""

    def restore(where: str) -> list[Any]:
        """What the URL asks for, with its filters in the sidebar."""
        page_state = json.loads(where)
        tag, asked = str(page_state["language"]), _trimmed(parse_compare(str(page_state["search"])))
        return [
            gr.Textbox(value=asked.indicator[: 2 * INDICATOR_LIMIT]),
            *dress_filters(_opened(library), texts_for(tag), asked),
            compare(library, asked, tag) if asked.indicator else "",
        ]

    # As in page.view: fast calls that stream nothing need no queue.
    quick: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
    asked_for = [indicator, *controls.filters, controls.language]
    chosen = [each.input for each in (*controls.filters, controls.language)]
    for event in (
        gr.on([indicator.submit, button.click], run, asked_for, results, js=_COMPARING, **quick),
        gr.on(chosen, refine, asked_for, results, js=_COMPARING, **quick),
        results.submit(restore, address, [indicator, *controls.filters, results], js=_ADDRESS, **quick),
    ):
        event.then(None, None, None, js=_COMPARED)

    def dress(tag: str) -> list[Any]:
        words = compare_texts_for(tag)
        return [
            gr.Textbox(label=words.indicator, placeholder=words.placeholder),
            gr.Button(words.compare),
            _examples(_opened(library), words, tag),
        ]

    return Pane([indicator, button, examples], dress)


def _opened(library: Library) -> Opened | None:
    try:
        return library.opened()
    except WenzhengError:
        return None  # why is said where something is asked


def _examples(opened: Opened | None, words: CompareTexts, tag: str) -> str:
    """What the tab is for, and the indicators that most places of this corpus state; in English where they have it."""
    offered = tuple(opened.corpus.common_indicators()) if opened else ()
    if not tag.startswith("zh"):
        offered = tuple(filter(None, map(indicator_in_english, offered))) or offered
    links = "".join(
        f'<a data-compare href="{escape(page_query(CompareAddress(each)))}">{escape(each)}</a>' for each in offered
    )
    shown = f'<p class="wz-examples"><span>{escape(words.examples)}</span>{links}</p>' if links else ""
    return f'<p class="wz-compare-welcome">{escape(words.welcome)}</p>{shown}'
