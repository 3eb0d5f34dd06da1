"""The form beside the table of reports: what was detected of one report, put right by hand; and taking it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from page.library.library_table import render_outcome
from page.library.library_texts import LibraryTexts, library_texts_for
from page.library.pace import pace_of
from qa import FIELDS, Curator, Outcome, WenzhengError, form_values

if TYPE_CHECKING:
    import gradio as gr
    from gradio.components import Component

__all__ = ["Form", "build_form"]

_CHOSEN = "(...values) => [window.wenzheng.chosenReport, values[1]]"
_SHOWN = "() => window.wenzheng.showLibraryForm()"
_ASKED = "() => window.wenzheng.focusOn('wz-library-yes')"
_CLOSED = "() => window.wenzheng.leaveLibraryForm()"


@dataclass(frozen=True, slots=True)
class Form:
    """The components of the form. fields: in the order of `FIELDS`. asked: the row that asks whether to remove."""

    curator: Curator
    chosen: gr.State
    requested: gr.Textbox
    box: gr.Column
    head: gr.HTML
    fields: tuple[Component, ...]
    save: gr.Button
    reset: gr.Button
    cancel: gr.Button
    remove: gr.Button
    asked: gr.Column
    question: gr.HTML
    yes: gr.Button
    no: gr.Button

    @property
    def dressed(self) -> list[Component]:
        """What changes with the language, in the order of `dress`."""
        return [*self.fields, self.save, self.reset, self.cancel, self.remove, self.yes, self.no]

    def dress(self, tag: str) -> list[Any]:  # Any: Gradio's own updates
        """The form's words in the language of the tag."""
        import gradio as gr

        words = library_texts_for(tag)
        fields = [gr.Textbox(label=words.fields[name], info=words.hints[name]) for name in FIELDS[:-1]]
        buttons = (words.save, words.reset, words.cancel, words.remove, words.confirm_yes, words.confirm_no)
        kind = gr.Dropdown(choices=_kinds(words), label=words.fields["kind"])
        return [*fields, kind, *(gr.Button(text) for text in buttons)]

    def connect(
        self,
        listing: gr.HTML,
        language: gr.Radio,
        last: gr.State,
        outcome: gr.HTML,
        changed: str,
        *,
        quick: dict[str, Any],
        one_by_one: dict[str, Any],
    ) -> None:
        """Let the table choose what the form shows, and its buttons act. changed: the script to run after a change."""
        import gradio as gr

        done = [last, outcome, self.box, self.asked]

        def finish(result: Outcome, tag: str) -> list[Any]:
            # What was typed stays where it was refused or could not be built, so that it need not be typed again.
            again = result.failure is not None or result.refusal == "wrong_values"
            said = render_outcome(result, library_texts_for(tag))
            return [result, said, gr.Column(visible=again), gr.Column(visible=False)]

        def correct(
            report_id: str,
            place: str,
            covers: str,
            plans: str,
            delivered: str,
            kind: str,
            tag: str,
            progress: Callable[..., object] = gr.Progress(),  # noqa: B008 — how Gradio wants it
        ) -> list[Any]:
            given = (place, covers, plans, delivered, kind)
            values = {name: str(value or "") for name, value in zip(FIELDS, given, strict=True)}
            return finish(self.curator.correct(str(report_id), values, progress=pace_of(progress, tag)), tag)

        def reset(
            report_id: str,
            tag: str,
            progress: Callable[..., object] = gr.Progress(),  # noqa: B008 — as above
        ) -> list[Any]:
            return finish(self.curator.reset(str(report_id), progress=pace_of(progress, tag)), tag)

        def remove(report_id: str, tag: str) -> list[Any]:
            return finish(self.curator.remove(str(report_id)), tag)

        listing.submit(
            self._show,
            [self.requested, language],
            [self.chosen, self.box, self.head, *self.fields, self.reset, self.remove, self.asked, self.question],
            js=_CHOSEN,
            **quick,
        ).then(None, None, None, js=_SHOWN)
        acting: dict[str, Any] = {"outputs": done, "show_progress_on": outcome, **one_by_one}
        self.save.click(correct, [self.chosen, *self.fields, language], **acting).then(None, None, None, js=changed)
        self.reset.click(reset, [self.chosen, language], **acting).then(None, None, None, js=changed)
        self.yes.click(remove, [self.chosen, language], **acting).then(None, None, None, js=changed)
        self.remove.click(lambda: gr.Column(visible=True), None, self.asked, **quick).then(None, None, None, js=_ASKED)
        self.no.click(lambda: gr.Column(visible=False), None, self.asked, **quick)
        self.cancel.click(lambda: [gr.Column(visible=False)] * 2, None, [self.box, self.asked], **quick).then(
            None, None, None, js=_CLOSED
        )

    def _show(self, report_id: str, tag: str) -> list[Any]:
        import gradio as gr

        words = library_texts_for(tag)
        try:
            report, n_beside = self.curator.report(str(report_id))
        except (WenzhengError, KeyError):
            hidden = gr.Column(visible=False)
            return ["", hidden, "", *[gr.skip()] * len(FIELDS), gr.skip(), gr.skip(), hidden, ""]
        owned = self.curator.owns(report)
        corrected = (report.source, report.part) in self.curator.corrected()
        title = report.title or report.source
        note = "" if owned else f"<p>{escape(words.not_owned.format(file=report.source))}</p>"
        head = f'<div class="wz-library-head"><h2>{escape(words.form)}: {escape(title)}</h2>{note}</div>'
        question = words.confirm.format(file=report.source.rpartition("/")[2], n=n_beside)
        return [
            report.id,
            gr.Column(visible=True),
            head,
            *form_values(report).values(),
            gr.Button(visible=corrected),
            gr.Button(visible=owned),
            gr.Column(visible=False),
            f'<p class="wz-library-question">{escape(question)}</p>',
        ]


def build_form(curator: Curator) -> Form:
    """The form's components, hidden until a report is chosen."""
    import gradio as gr

    words = library_texts_for("zh")
    quiet: dict[str, Any] = {"js_on_load": None, "apply_default_css": False}
    chosen = gr.State("")
    requested = gr.Textbox(visible=False)
    with gr.Column(visible=False, elem_id="wz-library-form") as box:
        head = gr.HTML("", **quiet)
        with gr.Row():
            boxes = [
                gr.Textbox(
                    label=words.fields[name],
                    info=words.hints[name],
                    max_lines=1,
                    min_width=150,
                    elem_id=f"wz-field-{name}",
                )
                for name in FIELDS[:-1]
            ]
            kind = gr.Dropdown(_kinds(words), label=words.fields["kind"], min_width=150, elem_id="wz-field-kind")
        with gr.Row(elem_id="wz-library-buttons"):
            save = gr.Button(words.save, variant="primary", elem_id="wz-library-save", scale=0, min_width=140)
            reset = gr.Button(words.reset, elem_id="wz-library-reset", scale=0, min_width=140)
            cancel = gr.Button(words.cancel, elem_id="wz-library-cancel", scale=0, min_width=90)
            remove = gr.Button(words.remove, elem_id="wz-library-remove", scale=0, min_width=140)
        with gr.Column(visible=False, elem_id="wz-library-asked") as asked:
            question = gr.HTML("", **quiet)
            with gr.Row():
                yes = gr.Button(words.confirm_yes, variant="stop", elem_id="wz-library-yes", scale=0, min_width=120)
                no = gr.Button(words.confirm_no, elem_id="wz-library-no", scale=0, min_width=120)
    return Form(
        curator, chosen, requested, box, head, (*boxes, kind), save, reset, cancel, remove, asked, question, yes, no
    )


def _kinds(words: LibraryTexts) -> list[tuple[str, str]]:
    return [(name, kind) for kind, name in words.kinds.items()]
