"""Scans and photographs of reports made from their texts: printed with Chromium, drawn with pdfium, then spoilt.

Every way of spoiling takes a page as RGB, (height, width, 3) uint8, and a seeded generator, and gives another.
"""

from __future__ import annotations

import html
import io
from collections.abc import Callable

import cv2
import numpy as np
from numpy.random import Generator
from PIL import Image

__all__ = ["SPOILT", "Pixels", "Spoil", "differences", "pages_of", "report_html"]

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
Spoil = Callable[[Pixels, Generator], Pixels]

_STYLE = """
@page { size: A4; margin: 30mm 26mm 28mm 28mm }
body { font: 16pt/29pt "Noto Serif CJK SC", serif; text-align: justify }
p { text-indent: 2em; margin: 0 }
h1 { font: 700 22pt/36pt "Noto Sans CJK SC", sans-serif; text-align: center }
table { border-collapse: collapse; width: 100%; font-size: 12pt; line-height: 18pt }
td, th { border: 1px solid; padding: 3pt; text-align: center } p + table { margin: 6pt 0 }
"""


def report_html(text: str, *, style: str = "") -> str:
    """A report's text as a printed page has it: its first line the title, each other line a paragraph."""
    first, *rest = [line.strip() for line in text.splitlines() if line.strip()]
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in rest)
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>{_STYLE}{style}</style>'
        f"<h1>{html.escape(first)}</h1><main>{body}</main>"
    )


def pages_of(pdf: bytes, *, dpi: int = 200) -> list[tuple[Pixels, str]]:
    """Each page of a PDF as RGB, and the text of its text layer."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        picture = page.render(scale=dpi / 72).to_pil().convert("RGB")
        pages.append((np.asarray(picture), page.get_textpage().get_text_range()))
    return pages


def differences(truth: str, found: str) -> int:
    """Insertions, deletions and substitutions of characters (Levenshtein) between two texts without white space."""
    left, right = (np.array([ord(c) for c in text if not c.isspace()]) for text in (truth, found))
    steps = np.arange(len(right) + 1)
    before = steps
    for place, character in enumerate(left, 1):
        now = np.concatenate(([place], np.minimum(before[1:] + 1, before[:-1] + (right != character))))
        before = np.minimum.accumulate(now - steps) + steps
    return int(before[-1])


def _clean(page: Pixels, _random: Generator) -> Pixels:
    return page


def _jpeg(page: Pixels, quality: int) -> Pixels:
    kept = io.BytesIO()
    Image.fromarray(page).save(kept, "JPEG", quality=quality)
    return np.asarray(Image.open(kept).convert("RGB"))


def _turned(page: Pixels, degrees: float) -> Pixels:
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(page, turn, (width, height), borderValue=(255, 255, 255)), dtype=np.uint8)


def _noisy(page: Pixels, random: Generator, sigma: float) -> Pixels:
    return np.clip(page + random.normal(0, sigma, page.shape[:2])[..., None], 0, 255).astype(np.uint8)


def _scan(page: Pixels, random: Generator) -> Pixels:
    """A worn scanner: skew to 1.5 degrees, grey that falls off to a side, noise, specks, JPEG of quality 40."""
    page = _turned(page, random.uniform(-1.5, 1.5))
    height, width = page.shape[:2]
    falloff = np.linspace(1, random.uniform(0.65, 0.8), width)[None, :, None]
    page = _noisy((page * falloff).astype(np.uint8), random, 9)
    for y, x in zip(random.integers(0, height, 400), random.integers(0, width, 400), strict=True):
        page[y : y + 2, x : x + 2] = 60
    return _jpeg(page, 40)


def _steep(page: Pixels, random: Generator) -> Pixels:
    """Laid on the glass without care: 4 to 9 degrees."""
    return _jpeg(_turned(page, random.choice([-1, 1]) * random.uniform(4, 9)), 75)


def _sideways(page: Pixels, random: Generator) -> Pixels:
    return np.ascontiguousarray(np.rot90(page, random.integers(1, 4)))


def _photo(page: Pixels, random: Generator) -> Pixels:
    """A sheet on a dark table, from aside: perspective, a shadow across, blur, noise, JPEG of quality 60."""
    height, width = page.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    inward = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)]) * random.uniform(0.03, 0.09, (4, 2)) * (width, height)
    warp = cv2.getPerspectiveTransform(corners, (corners + inward).astype(np.float32))
    page = np.asarray(cv2.warpPerspective(page, warp, (width, height), borderValue=(70, 62, 55)), dtype=np.uint8)
    down, across = np.linspace(0, 1, height)[:, None], np.linspace(0, 1, width)[None, :]
    slope = random.uniform(-1, 1)
    shade = 0.55 + 0.45 / (1 + np.exp(-9 * (across - 0.35 + slope * (down - 0.5))))
    page = cv2.GaussianBlur((page * shade[..., None]).astype(np.uint8), (0, 0), 0.9)
    return _jpeg(_noisy(page, random, 5), 60)


def _sealed(page: Pixels, random: Generator) -> Pixels:
    """Red seals stamped over the text."""
    page, (height, width) = page.copy(), page.shape[:2]
    ink = np.full_like(page, 255)
    for _ in range(2):
        centre = (int(width * random.uniform(0.3, 0.7)), int(height * random.uniform(0.25, 0.75)))
        cv2.circle(ink, centre, width // 8, (225, 40, 45), 12)
        cv2.circle(ink, centre, width // 24, (225, 40, 45), -1)
    return _jpeg((page.astype(np.uint16) * ink // 255).astype(np.uint8), 80)


SPOILT: dict[str, Spoil] = {
    "clean": _clean,
    "worn scan": _scan,
    "steep": _steep,
    "sideways": _sideways,
    "photo": _photo,
    "seals": _sealed,
}
"""By name; "clean" spoils nothing."""
