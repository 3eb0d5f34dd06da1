"""Pages that are pictures: drawn, and given to the reader of pictures."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

import pypdfium2
from PIL import Image

from index.reading.extracted import Recognised

__all__ = ["PageText", "drawn_page", "picture_reader"]

_DPI = 200
_MOST_PIXELS = 16_000_000  # an A3 page at 200 dpi has 7,700,000


class PageText(Protocol):
    """What the reader of pictures gives: recognised holds offsets in text, notes name the page."""

    @property
    def text(self) -> str:
        """Of the page, a paragraph a line."""

    @property
    def recognised(self) -> tuple[Recognised, ...]:
        """Its lines."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a user must know of it."""


def picture_reader() -> Callable[..., PageText]:
    """`read_picture(picture, source=..., page=...)`, loaded once a page needs it."""
    from index.reading.ocr.page import read_picture

    return read_picture


def drawn_page(page: pypdfium2.PdfPage) -> Image.Image:
    """The page at 200 dots an inch, or at what so many pixels allow; in colour, which tells seals from text."""
    width, height = page.get_size()
    scale = min(_DPI / 72, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
    bitmap = page.render(scale=scale)
    try:
        picture: Image.Image = bitmap.to_pil().convert("RGB").copy()
        return picture
    finally:
        bitmap.close()
