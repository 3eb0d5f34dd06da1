"""The tab 资料库: which reports are indexed, and where the page may, adding, removing, correcting and rebuilding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from page.library.library_form import build_form
from page.library.library_table import render_outcome, render_table
from page.library.library_texts import LibraryTexts, library_texts_for
from page.library.pace import pace_of
from page.library.web_box import WebBox, build_web_box
from page.opened import Library
from page.pane import Controls, Pane
from page.serving.bodies import UPLOAD_BYTES_AT_ONCE
from qa import FORMATS, MAX_UPLOAD_BYTES, PACKED, Curator, Outcome, WenzhengError, command, find_twins, reads_pictures

__all__ = ["build_library_pane"]

_CONNECT = "window.wenzheng.connectLibrary(trigger);"
_CHANGED = "() => window.wenzheng.libraryChanged()"
# One at a time, whoever asks; the others wait in Gradio's queue.
_ONE_BY_ONE = {"concurrency_limit": 1, "concurrency_id": "library", "api_visibility": "private"}
_LONGEST_WANTED = 200  # characters
_QUICK = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}


def build_library_pane(library: Library, controls: Controls) -> Pane:
    """The tab. Where the library has no curator, it only shows: no component and no handler is there that changes."""
    import gradio as gr

    words = library_texts_for("zh")
    curator, language = library.curator, controls.language
    intro = gr.HTML(_intro(curator, words), elem_id="wz-library-intro", js_on_load=None, apply_default_css=False)
    upload: Any = None  # Any: Gradio has no types; these are there with the curator
    rebuild: Any = None
    web_box: WebBox | None = None
    if curator is not None:
        with gr.Row(elem_id="wz-library-add"):
            upload = gr.File(
                label=words.add, show_label=False, file_count="multiple", height=132, elem_id="wz-upload", scale=1
            )
            rebuild = gr.Button(words.rebuild, elem_id="wz-rebuild", scale=0, min_width=140)
        web_box = build_web_box(curator)
        outcome = gr.HTML("", elem_id="wz-library-outcome", js_on_load=None, apply_default_css=False)
        last = gr.State(None)
    form = build_form(curator) if curator is not None else None
    wanted = gr.Textbox(
        label=words.filter, placeholder=words.filter_hint, elem_id="wz-library-filter", max_lines=1, container=True
    )
    listing = gr.HTML("", elem_id="wz-library-table", js_on_load=_CONNECT, apply_default_css=False)

    def table(text: str, tag: str) -> str:
        return _table(library, library_texts_for(tag), str(text or ""))

    wanted.change(table, [wanted, language], listing, **_QUICK)

    if curator is not None and form is not None and web_box is not None:

        def add(
            paths: list[str] | None,
            tag: str,
            progress: Callable[..., object] = gr.Progress(),  # noqa: B008 — how Gradio wants it
        ) -> list[Any]:  # Any: Gradio's own updates
            pace = pace_of(progress, tag)
            done = curator.add([Path(path) for path in paths or ()], progress=pace, begins=pace.file)
            return [None, done, render_outcome(done, library_texts_for(tag)), table("", tag), ""]

        def build(
            tag: str,
            progress: Callable[..., object] = gr.Progress(),  # noqa: B008 — as above
        ) -> list[Any]:
            done = curator.rebuild(progress=pace_of(progress, tag))
            return [done, render_outcome(done, library_texts_for(tag)), table("", tag), ""]

        upload.upload(
            add, [upload, language], [upload, last, outcome, listing, wanted], show_progress_on=outcome, **_ONE_BY_ONE
        ).then(None, None, None, js=_CHANGED)
        rebuild.click(build, language, [last, outcome, listing, wanted], show_progress_on=outcome, **_ONE_BY_ONE).then(
            None, None, None, js=_CHANGED
        )
        web_box.connect(table, [last, outcome, listing, wanted], language, _CHANGED, one_by_one=_ONE_BY_ONE)
        form.connect(listing, language, last, outcome, _CHANGED, quick=_QUICK, one_by_one=_ONE_BY_ONE)

        def retell(done: Outcome | None, tag: str) -> str:
            """What was done last, in the other language."""
            return render_outcome(done, library_texts_for(tag))

        language.input(retell, [last, language], outcome, **_QUICK)

    components: list[Any] = [intro, wanted, listing]
    if form is not None and web_box is not None:
        components += [upload, rebuild, *web_box.dressed, *form.dressed]

    def dress(tag: str) -> list[Any]:
        said = library_texts_for(tag)
        updates: list[Any] = [
            _intro(curator, said),
            gr.Textbox(value="", label=said.filter, placeholder=said.filter_hint),
            table("", tag),
        ]
        if form is not None and web_box is not None:
            updates += [gr.File(label=said.add), gr.Button(said.rebuild), *web_box.dress(tag), *form.dress(tag)]
        return updates

    return Pane(components, dress)


def _table(library: Library, words: LibraryTexts, wanted: str) -> str:
    """The table of what is indexed now; empty while there is no index."""
    try:
        corpus = library.opened().corpus
    except WenzhengError:
        return render_table((), {}, words)
    curator = library.curator
    return render_table(
        corpus.reports,
        corpus.report_counts,
        words,
        wanted=wanted[:_LONGEST_WANTED],
        editable=curator is not None,
        uploads=_uploaded(corpus.reports),
        corrected=curator.corrected() if curator is not None else (),
        twins=[(each.first, each.second) for each in find_twins(corpus.reports)],
    )


def _uploaded(reports: Sequence[Any]) -> frozenset[str]:
    return frozenset(report.document_id for report in reports if report.source.startswith("uploads/"))


def _intro(curator: Curator | None, words: LibraryTexts) -> str:
    """What can be done here, with the folders that are mirrored; the words the script says are in its attributes."""
    if curator is None:
        return f'<div class="wz-library-intro"><p>{escape(words.read_only)}</p></div>'
    folders = curator.folders()
    if folders is None:
        mirrored = escape(words.folders_unknown).format(command=f"<code>{escape(command('build'))}</code>")
    elif not folders:
        mirrored = escape(words.folders_none)
    else:
        mirrored = escape(words.folders.format(folders="、".join(path.name for path in folders)))
    pictures = words.pictures_read if reads_pictures() else words.pictures_not_read
    suffixes = ",".join((*(suffix for each in FORMATS.values() for suffix in each.suffixes), *PACKED))
    return (
        f'<div class="wz-library-intro" data-drop="{escape(words.drop)}" data-large="{escape(words.too_large)}" '
        f'data-busy="{escape(words.busy)}" data-accept="{suffixes}" data-most="{MAX_UPLOAD_BYTES}" '
        f'data-most-at-once="{UPLOAD_BYTES_AT_ONCE}"><h2>{escape(words.add)}</h2>'
        f"<p>{escape(words.add_hint)} {escape(pictures)}</p>"
        f"{_formats(words)}"
        f'<p>{mirrored}</p><p class="wz-upload-note" role="alert" hidden></p></div>'
    )


def _formats(words: LibraryTexts) -> str:
    """Which formats are read, folded away."""
    suffixes = {name: each.suffixes for name, each in FORMATS.items()} | {"packed": PACKED}
    rows = "".join(
        f"<dt>{escape(words.formats[name])}</dt><dd>{' '.join(each)}</dd>" for name, each in suffixes.items()
    )
    return f"<details><summary>{escape(words.which_formats)}</summary><dl>{rows}</dl></details>"
