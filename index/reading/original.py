"""A page of a file as a picture, with the places of some words on it: of PDFs and of picture files."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReadError
from index.reading.files import read_regular
from index.reading.formats import LARGEST, format_named, format_of

__all__ = ["Box", "PagePicture", "draw_page", "is_drawn"]

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 as fractions of the page, from its top left corner."""

# Others may start programs of their own, as EPS does.
_PICTURE_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
_MOST_PIXELS = 150_000_000  # A2 at 600 dpi; in colour they take 450 MB


@dataclass(frozen=True, slots=True)
class PagePicture:
    """png: the whole page. marks: where the words stand, none where they were not found."""

    png: bytes
    marks: tuple[Box, ...] = ()


def is_drawn(source: str) -> bool:
    """Whether the pages of a file with this name can be shown as pictures."""
    return format_named(Path(source).suffix.lower()) in ("pdf", "picture")


def draw_page(path: Path, *, root: Path, page: int, width: int, words: str = "", follows: bool = False) -> PagePicture:
    """A page, from 1, drawn so many pixels wide, and where `words` stand on it. root, follows: as `read_document`.

    Raises: ReadError where the file cannot be read or has no such page, or its format is not drawn.
    """
    data = read_regular(path, most=LARGEST, source=path.name, beneath=None if follows else root)
    kind = format_of(data, path.suffix.lower())
    if kind == "picture":
        return PagePicture(_picture_page(data, path.name, page, width))
    if kind != "pdf":
        message = "has no pages that can be drawn; open the file itself. 无法按页显示，请打开原文件"
        raise ReadError(path.name, message, problem="format")
    from index.reading.pdf.pictures import find_on_page, page_picture

    found = find_on_page(data, page, words, source=path.name) if words.strip() else []
    marks = tuple((box.left, box.top, box.right, box.bottom) for box in found)
    return PagePicture(page_picture(data, page, width=width, source=path.name), marks)


def _picture_page(data: bytes, name: str, page: int, width: int) -> bytes:
    from PIL import Image, ImageOps

    # What is larger than this is refused below, in our words; PIL only warns.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(data), formats=_PICTURE_FORMATS) as opened:
            opened.seek(page - 1)
            if opened.width * opened.height > _MOST_PIXELS:
                message = "has too many pixels to be shown; save it smaller. 图片像素太多，请缩小后另存"
                raise ReadError(name, message, problem="memory")
            opened.draft("RGB", (width, width * opened.height // opened.width))  # JPEG alone: read no larger than asked
            upright = ImageOps.exif_transpose(opened)
            height = max(1, round(upright.height * width / upright.width))
            drawn = upright.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    except (OSError, EOFError, SyntaxError, ValueError) as error:  # what PIL raises for damaged files
        message = f"has no page {page} that can be shown; look at the file itself. 显示不了这一页，请打开原文件"
        raise ReadError(name, message) from error
    answer = io.BytesIO()
    drawn.save(answer, "PNG", compress_level=3)
    return answer.getvalue()
