"""Pages that are pictures: drawn, and given to the reader of pictures."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import pypdfium2
from PIL import Image

from index.reading.extracted import Recognised
from index.reading.pdf.frames import Box

__all__ = ["PageText", "drawn_page", "drawn_pictures", "picture_reader"]

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


def drawn_pictures(page: pypdfium2.PdfPage, boxes: Sequence[Box]) -> Iterator[Image.Image]:
    """What stands in these boxes of a page, drawn as it is."""
    picture = drawn_page(page)
    scale = picture.width / page.get_width()
    for box in boxes:
        edges = (box.left * scale, box.top * scale, box.right * scale, box.bottom * scale)
        yield picture.crop(tuple(map(round, edges)))


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
