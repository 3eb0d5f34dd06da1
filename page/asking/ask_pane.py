"""The tab 问答: the box, examples, the stages while an answer is made, and the answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from page.asking.ask_texts import AskTexts, ask_texts_for
from page.asking.calls import page_calls
from page.asking.controller import Controller
from page.asking.wordings import render_notice
from page.links import Address, parse_address
from page.texts import Texts, texts_for

if TYPE_CHECKING:
    import gradio as gr
    from gradio.components import Component

__all__ = ["AskPane", "build_ask_pane", "render_history"]

_CONNECT = "window.wenzheng.connect(trigger, server);"


@dataclass(frozen=True, slots=True)
class AskPane:
    """The tab's components; the frame connects them with the sidebar."""

    controller: Controller
    question: gr.Textbox
    ask: gr.Button
    examples: gr.HTML
    stages: gr.HTML
    results: gr.HTML

    @property
    def components(self) -> list[Component]:
        """What changes with the language, in the order of `dress`."""
        return [self.question, self.ask, self.examples, self.stages]

    def dress(self, words: Texts, wanted: Address | None = None) -> list[Any]:  # Any: Gradio's own updates
        """Their updates for a language; `wanted` sets the question too."""
        import gradio as gr

        value = {"value": wanted.question} if wanted else {}
        return [
            gr.Textbox(label=words.question, placeholder=words.placeholder, **value),
            gr.Button(words.ask),
            _examples(words),
            _stages(ask_texts_for(words.language)),
        ]

    def answer(self, text: str, places: list[str], years: list[int], kinds: list[str], where: str, tag: str) -> str:
        """The answer within these filters. where: what the script tells of the page."""
        page_state = json.loads(where)
        return self.controller.ask(
            text,
            places,
            years,
            tag,
            kinds=kinds,
            context=parse_address(str(page_state["search"])),
            ticket=str(page_state["ticket"]),
        )

    def refine(self, text: str, places: list[str], years: list[int], kinds: list[str], where: str, tag: str) -> str:
        """The same question within other filters; before there is a question, nothing."""
        if not text.strip():
            return _welcome(texts_for(tag), render_notice(self.controller.opened(), tag))
        return self.answer(text, places, years, kinds, where, tag)


def build_ask_pane(controller: Controller) -> AskPane:
    """The tab's components, in Chinese until the browser has said its language."""
    import gradio as gr

    texts = texts_for("zh")
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
    quiet: dict[str, Any] = {"js_on_load": None, "apply_default_css": False}
    return AskPane(
        controller=controller,
        question=question,
        ask=ask,
        examples=gr.HTML(_examples(texts), elem_id="wz-examples", **quiet),
        stages=gr.HTML(_stages(ask_texts_for("zh")), elem_id="wz-stages", **quiet),
        results=gr.HTML(
            _welcome(texts),
            elem_id="wz-results",
            js_on_load=_CONNECT,
            apply_default_css=False,
            server_functions=page_calls(controller),
        ),
    )


def render_history(words: AskTexts) -> str:
    """The frame of one's own questions, which the script fills from what the browser keeps."""
    return (
        f'<section class="wz-history" aria-label="{escape(words.history)}"><h2>{escape(words.history)}</h2>'
        f"<p>{escape(words.no_history)}</p><ol></ol>"
        f'<button type="button" data-forget hidden>{escape(words.clear)}</button></section>'
    )


def _examples(texts: Texts) -> str:
    buttons = "".join(
        f'<button type="button" data-example="{escape(example)}">{escape(example)}</button>'
        for example in texts.example_questions
    )
    return f'<p class="wz-examples"><span>{escape(texts.examples)}</span>{buttons}</p>'


def _stages(words: AskTexts) -> str:
    """What is shown while an answer takes long."""
    items = "".join(f'<li data-stage="{stage}">{escape(name)}</li>' for stage, name in words.stages.items())
    return (
        f'<div class="wz-progress" data-stop="{escape(words.stop)}" data-stopping="{escape(words.stopping)}" hidden>'
        f'<div role="status" aria-label="{escape(words.working)}"><ol>{items}</ol></div>'
        f'<button type="button">{escape(words.stop)}</button></div>'
    )


def _welcome(texts: Texts, notice: str = "") -> str:
    return f'<div class="wz-results wz-welcome"><p>{escape(texts.welcome)}</p>{notice}</div>'
