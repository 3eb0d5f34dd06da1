"""A picture of a page made ready: the sheet alone, of a fair size, without seals, upright and level."""

from __future__ import annotations

import numpy as np

from index.reading.ocr.engine import Engine, Pixels, Quads, sides

__all__ = ["MOST_ALONG", "MOST_PIXELS", "boxes_of", "levelled", "sheet_of", "sized", "without_seals"]

MOST_PIXELS = 89_000_000
"""Of a picture that is looked at: A4 at 900 dots an inch has 78 million, and Pillow warns of more. It is refused."""
MOST_ALONG = 4000
"""Pixels of the longer side that reading makes use of."""

_LONGEST, _SHORTEST = 2600, 1400  # pixels of the longer side
_LEVEL = 0.2  # degrees of skew that harm nothing
_LOOKED_AT = 8  # lines that say which way is up
_FEWEST = 6  # long lines that tell how a page is bent
_LONG = 4.0  # widths of such a line in its heights
_SHEET = (0.2, 0.97)  # of a photograph, that a sheet of paper takes
_AROUND = 60  # the most light around it, of 255
_SEAL = 0.1  # of the page's width; characters of a red head are smaller
_PALE = 25  # percentile of a seal's ink that counts as white
_ROUND = 1.35  # the most that a seal's width and height differ


def sized(picture: Pixels) -> Pixels:
    """Large pictures made smaller, small ones larger, so that characters are near the size that models know."""
    import cv2

    longer = max(int(side) for side in picture.shape[:2])
    factor = min(1.0, _LONGEST / longer) if longer > _SHORTEST else min(4.0, _SHORTEST / longer)
    if factor == 1:
        return picture
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)


def sheet_of(picture: Pixels) -> Pixels:
    """The sheet of paper that lies in a photograph on something darker, as if seen from above; else the picture."""
    import cv2

    height, width = picture.shape[:2]
    factor = 500 / max(int(height), int(width))
    small = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), None, fx=factor, fy=factor)
    small = cv2.morphologyEx(cv2.GaussianBlur(small, (5, 5), 0), cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    _, light = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return picture
    largest = cv2.convexHull(max(outlines, key=cv2.contourArea))
    corners = cv2.approxPolyDP(largest, 0.03 * cv2.arcLength(largest, closed=True), closed=True)
    share = cv2.contourArea(corners) / small.size
    around = light.copy()
    cv2.fillConvexPoly(around, corners, 0)
    inside = bool(np.all(corners > 1) and np.all(corners.reshape(-1, 2) < np.array(small.shape[::-1]) - 2))
    # Else it is the lighter side of a page that fills the picture.
    if len(corners) != 4 or not inside or not _SHEET[0] < share < _SHEET[1] or around.mean() > _AROUND * (1 - share):
        return picture
    return _straightened(picture, _in_order(corners.reshape(4, 2).astype(np.float64) / factor))


def _in_order(corners: Quads) -> Quads:
    """Four corners clockwise from the upper left."""
    centre = corners.mean(axis=0)
    around = corners[np.argsort(np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0]))]
    return np.asarray(np.roll(around, -int(np.argmin(around.sum(axis=1))), axis=0))


def _straightened(picture: Pixels, corners: Quads) -> Pixels:
    import cv2

    wide, high = (int(side) for side in sides(corners))
    target = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], dtype=np.float32)
    warp = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return np.asarray(cv2.warpPerspective(picture, warp, (wide, high), flags=cv2.INTER_CUBIC), dtype=np.uint8)


def without_seals(picture: Pixels) -> Pixels:
    """Round red seals taken off the text below them; a red head above a document stays."""
    import cv2

    red, green, blue = (picture[..., channel].astype(np.int16) for channel in range(3))
    inked = (red - np.maximum(green, blue) > 40).astype(np.uint8)
    if not inked.any():
        return picture
    reach = max(3, picture.shape[1] // 200)
    joined = cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    cleaned = picture.copy()
    for x, y, wide, high, _area in stats[1:count]:
        if min(wide, high) > _SEAL * picture.shape[1] and max(wide, high) < _ROUND * min(wide, high):
            area = (slice(y, y + high), slice(x, x + wide))
            # Through a red glass red ink is white, and black is black.
            glass = picture[area][..., 0].astype(np.float32)
            ink = np.percentile(glass[inked[area] > 0], _PALE)
            cleaned[area] = np.minimum(glass * (255 / max(float(ink), 100.0)), 255).astype(np.uint8)[..., None]
    return cleaned


def levelled(picture: Pixels, engine: Engine) -> tuple[Pixels, Quads]:
    """The picture turned upright and level, and the lines of text on it. Turned by quarters, then by degrees."""
    quads = engine.lines(picture)
    widths, heights = _sides(quads)
    if np.sum(heights > 1.5 * widths) > np.sum(widths > 1.5 * heights):
        picture = np.ascontiguousarray(np.rot90(picture))
        quads = engine.lines(picture)
        widths, heights = _sides(quads)
    long = np.flatnonzero(widths > _LONG * heights)
    looked_at = long[np.argsort(-widths[long])][:_LOOKED_AT]
    if len(looked_at) and engine.upside_down(picture, quads[looked_at]):
        picture = np.ascontiguousarray(picture[::-1, ::-1])
        quads = np.roll(np.array(picture.shape[1::-1]) - quads, 2, axis=1)
    along = quads[long, 1] - quads[long, 0]
    skew = float(np.median(np.degrees(np.arctan2(along[:, 1], along[:, 0])))) if len(long) else 0.0
    return _turned(picture, quads, skew) if abs(skew) > _LEVEL else (picture, quads)


def boxes_of(quads: Quads, middle: float | None = None) -> Quads:
    """Left, top, right and bottom of each line, (n, 4). With the middle of the page, where heights stay as they are,
    as if all ran level: on a photograph they rise and fall more at one end of the page than at the other.
    """
    level = np.concatenate([quads.min(axis=1), quads.max(axis=1)], axis=1)
    if middle is None or len(quads) < _FEWEST:
        return level
    widths, heights = _sides(quads)
    slopes = (quads[:, 1:3, 1].sum(axis=1) - quads[:, [0, 3], 1].sum(axis=1)) / (2 * np.maximum(widths, 1.0))
    centres = quads.mean(axis=1)
    long = widths > _LONG * heights
    if np.sum(long) < _FEWEST:
        return level
    by_height = np.polyval(np.polyfit(centres[long, 1], slopes[long], 1), centres[:, 1])
    if np.abs(by_height[long]).max() < np.tan(np.radians(_LEVEL)):
        return level
    along = centres[:, 1] - by_height * (centres[:, 0] - middle)
    return np.stack([level[:, 0], along - heights / 2, level[:, 2], along + heights / 2], axis=1)


def _sides(quads: Quads) -> tuple[Quads, Quads]:
    """Widths and heights, (n,) each."""
    return np.linalg.norm(quads[:, 1] - quads[:, 0], axis=1), np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)


def _turned(picture: Pixels, quads: Quads, degrees: float) -> tuple[Pixels, Quads]:
    import cv2

    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    turned = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, dtype=np.uint8), np.asarray(quads @ turn[:, :2].T + turn[:, 2])
