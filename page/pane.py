"""One tab of the page, as the frame sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gradio.components import Component

__all__ = ["Pane"]


@dataclass(frozen=True, slots=True)
class Pane:
    """components: those of the tab whose words or choices change with the language or the corpus.

    dress: their updates, in the same order, for a language tag such as "zh".
    """

    components: Sequence[Component]
    dress: Callable[[str], list[Any]]  # Any: Gradio's own updates
