"""The box of the tab 资料库 that takes addresses of the web: what lies there is fetched and added as a file is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from page.library.library_table import render_outcome, render_refusal
from page.library.library_texts import LibraryTexts, library_texts_for
from page.library.pace import Pace, pace_of
from qa import LONGEST_URL, Curator, Outcome

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["MOST_ADDRESSES", "WebBox", "addresses_in", "build_web_box", "why_not"]

MOST_ADDRESSES = 20  # at a time, for others wait until they are added


@dataclass(frozen=True, slots=True)
class WebBox:
    """The components of the box."""

    curator: Curator
    addresses: gr.Textbox
    button: gr.Button

    @property
    def dressed(self) -> list[Any]:
        """What changes with the language, in the order of `dress`."""
        return [self.addresses, self.button]

    def dress(self, tag: str) -> list[Any]:  # Any: Gradio's own updates
        """The box's words in the language of the tag."""
        import gradio as gr

        words = library_texts_for(tag)
        return [gr.Textbox(label=words.web, info=_hint(words)), gr.Button(words.web_add)]

    def fetch(self, text: str, tag: str, pace: Pace) -> tuple[str, Outcome | None, str]:
        """Add what lies at the addresses: those to try again, one a line; what was done; and that as HTML."""
        words, urls = library_texts_for(tag), addresses_in(text)
        refusal = why_not(urls, words)
        if refusal:
            return text, None, render_refusal(refusal)
        pace("fetch", 0, len(urls))
        done = self.curator.add_from_web(urls, progress=pace, begins=pace.file)
        again = [url for url, result in zip(urls, done.files, strict=True) if result.status == "refused"]
        return "\n".join(again), done, render_outcome(done, words)

    def connect(
        self,
        table: Callable[[str, str], str],
        outputs: Sequence[Any],
        language: gr.Radio,
        changed: str,
        *,
        one_by_one: dict[str, Any],
    ) -> None:
        """Let the button act. outputs: what was done last, that as HTML, the table, its filter. changed: a script."""
        import gradio as gr

        def add_from_web(
            text: str,
            tag: str,
            progress: Callable[..., object] = gr.Progress(),  # noqa: B008 — how Gradio wants it
        ) -> list[Any]:
            return [*self.fetch(str(text or ""), tag, pace_of(progress, tag)), table("", tag), ""]

        self.button.click(
            add_from_web,
            [self.addresses, language],
            [self.addresses, *outputs],
            show_progress_on=outputs[1],
            **one_by_one,
        ).then(None, None, None, js=changed)


def addresses_in(text: str) -> tuple[str, ...]:
    """The addresses, one a line, each once."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def why_not(urls: Sequence[str], words: LibraryTexts) -> str:
    """Why none of these is fetched, in words; "" where they may be tried."""
    if not urls:
        return words.web_none
    if len(urls) > MOST_ADDRESSES:
        return words.web_many.format(most=MOST_ADDRESSES, n=f"{len(urls):,}")
    for number, url in enumerate(urls, start=1):
        if len(url) > LONGEST_URL:
            return words.web_long.format(number=number, n=f"{len(url):,}", longest=f"{LONGEST_URL:,}")
    return ""


def build_web_box(curator: Curator) -> WebBox:
    """The box's components."""
    import gradio as gr

    words = library_texts_for("zh")
    with gr.Row(elem_id="wz-web-add"):
        addresses = gr.Textbox(
            label=words.web, info=_hint(words), lines=2, max_lines=8, elem_id="wz-web-addresses", scale=1
        )
        button = gr.Button(words.web_add, elem_id="wz-web-fetch", scale=0, min_width=140)
    return WebBox(curator, addresses, button)


def _hint(words: LibraryTexts) -> str:
    return words.web_hint.format(most=MOST_ADDRESSES)
