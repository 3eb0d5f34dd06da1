"""One tab of the page, as the frame sees it, and what of the frame a tab sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import gradio as gr
    from gradio.components import Component

__all__ = ["Controls", "Pane"]


@dataclass(frozen=True, slots=True)
class Controls:
    """What the sidebar offers every tab: the language and the filters, which are the same for all."""

    language: gr.Radio
    places: gr.Dropdown
    years: gr.Dropdown
    kinds: gr.Dropdown

    @property
    def filters(self) -> list[gr.Dropdown]:
        """The filters, in the order in which addresses name them."""
        return [self.places, self.years, self.kinds]


@dataclass(frozen=True, slots=True)
class Pane:
    """components: those of the tab whose words or choices change with the language or the corpus.

    dress: their updates, in the same order, for a language tag such as "zh".
    """

    components: Sequence[Component]
    dress: Callable[[str], list[Any]]  # Any: Gradio's own updates
