"""Places on a page: boxes, and the turns between a page as the file counts it and as its text stands upright."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2

__all__ = ["Box", "Frame", "around", "frame_of"]


@dataclass(frozen=True, slots=True)
class Box:
    """In points; y downwards in a frame (top < bottom)."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Never below 0."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Never below 0."""
        return self.bottom - self.top

    def holds(self, other: Box, *, slack: float = 1.0) -> bool:
        """Whether the other lies within this one, but for `slack` points."""
        return (
            self.left - slack <= other.left
            and self.top - slack <= other.top
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """A page turned clockwise by so many quarters, so that text written at that angle stands upright.

    x' = a·x + b·y + e, y' = c·x + d·y + f, from the file's coordinates (y upwards) to the frame's (y downwards).
    """

    a: int
    b: int
    c: int
    d: int
    e: float
    f: float
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the file's coordinates lies in the frame."""
        return self.a * x + self.b * y + self.e, self.c * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The box between two opposite corners in the file's coordinates."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def back(self, box: Box) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of a frame's box in the file's coordinates."""
        # The turn's matrix is its own inverse but for the sign of its determinant, as all entries are 0, 1 or -1.
        turned = self.a * self.d - self.b * self.c
        corners = []
        for x, y in ((box.left, box.top), (box.right, box.bottom)):
            u, v = x - self.e, y - self.f
            corners.append(((self.d * u - self.b * v) / turned, (self.a * v - self.c * u) / turned))
        (x0, y0), (x1, y1) = corners
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def frame_of(page: pypdfium2.PdfPage, turn: int) -> Frame:
    """The page's visible box, turned clockwise by `turn` quarters."""
    left, bottom, right, top = _visible(page)
    width, height = right - left, top - bottom
    return (
        Frame(1, 0, 0, -1, -left, top, width, height),
        Frame(0, 1, 1, 0, -bottom, -left, height, width),
        Frame(-1, 0, 0, 1, right, -bottom, width, height),
        Frame(0, -1, -1, 0, top, right, height, width),
    )[turn % 4]


def _visible(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of the crop box within the media box."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if right - left < 1 or top - bottom < 1:
        return tuple(map(float, media))  # type: ignore[return-value] # four numbers, as pypdfium2 promises
    return left, bottom, right, top


def around(boxes: list[Box]) -> Box:
    """The smallest box that holds them all."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
