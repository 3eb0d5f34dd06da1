"""Reports published as pictures: jpg, png, tif of one or more pages, bmp, webp."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from index.errors import ReadError
from index.reading.extracted import Extracted, Recognised, Tell, silent
from index.reading.ocr.page import PageText, read_picture
from index.reading.ocr.preparing import MOST_ALONG, MOST_PIXELS

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["MOST_PAGES", "SUFFIXES", "extract"]

SUFFIXES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp")
MOST_PAGES = 500
_TOO_LARGE = f"has more than {MOST_PIXELS // 10**6} million pixels; save it smaller. 图片太大，请缩小后保存"
_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP")


def extract(data: bytes, source: str, tell: Tell = silent) -> Extracted:
    """The text of a picture's pages, in order.

    Raises: ReadError when it is no picture of these formats, is damaged, has too many pixels or pages, or where what
    reads pictures is not installed.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    pages: list[PageText] = []
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            count = int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1
            if count > MOST_PAGES:
                message = f"has {count} pages; split it into files of {MOST_PAGES}. 页数太多，请拆分"
                raise ReadError(source, message, problem="large")
            for number in range(count):
                tell("ocr", number, count)
                picture.seek(number)
                _bounded(picture.size, source)
                pages.append(read_picture(ImageOps.exif_transpose(_smaller(picture)), source=source, page=number + 1))
            tell("ocr", count, count)
    except Image.DecompressionBombError as error:
        raise ReadError(source, _TOO_LARGE, problem="large") from error
    except UnidentifiedImageError as error:
        message = (
            "is no picture that is read (jpg, png, tif, bmp, webp); save it as one. 不是可读的图片，请另存为 jpg 或 png"
        )
        raise ReadError(source, message, problem="format") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        message = f"is a damaged picture ({error}); save it anew. 图片已损坏，请重新保存"
        raise ReadError(source, message, problem="format") from error
    return _together(pages)


def _bounded(size: tuple[int, int], source: str) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise ReadError(source, _TOO_LARGE, problem="large")


def _smaller(picture: Image) -> Image:
    """At most so large as is made use of, in colour, on white paper. A JPEG is decoded no larger."""
    from PIL import Image as Pillow

    factor = min(1.0, MOST_ALONG / max(picture.size))
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    orientation = picture.getexif()
    picture.draft("RGB", size)
    if picture.mode.startswith("I;16"):
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode not in ("RGB", "RGBA", "L"):
        picture = picture.convert("RGBA" if "transparency" in picture.info or "A" in picture.mode else "RGB")
    small = picture.resize(size, reducing_gap=2.0)
    if small.mode == "RGBA":
        paper = Pillow.new("RGBA", size, "white")
        paper.alpha_composite(small)
        small = paper
    small = small.convert("RGB")
    small.getexif().update(orientation)
    return small


def _together(pages: list[PageText]) -> Extracted:
    text, starts, recognised = "", [], []
    for page in pages:
        if text and page.text:
            text += "\n\n"
        start = len(text)
        starts.append(start)
        recognised += [Recognised(start + r.start, start + r.end, r.confidence) for r in page.recognised]
        text += page.text
    notes = tuple(note for page in pages for note in page.notes)
    return Extracted(text, "picture", tuple(starts), tuple(recognised), notes)
