"""What is drawn on a page beside its text: ruling lines, filled areas and pictures, in the file's coordinates."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

from index.reading.pdf.frames import Box, Frame

__all__ = ["Shapes", "read_shapes"]

_MOST_OBJECTS = 60_000  # of a page, drawn objects and points of paths each; a map has more and no tables
_MOST_POINTS = 60_000
_THIN = 3.0  # points: what is filled no wider is a line
_DEEPEST = 6  # forms within forms
_LINE, _BEZIER, _MOVE = 0, 1, 2

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


@dataclass(slots=True)
class Shapes:
    """lines: level or upright, as boxes of next to no width. areas: filled, with their shade (0 black, 1 white).

    top and bottom of the boxes are the file's y of either end, in no promised order. drawn: how many paths there are.
    cut: there are more than are looked at.
    """

    lines: list[Box] = field(default_factory=list)
    areas: list[tuple[Box, float]] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    drawn: int = 0
    cut: bool = False

    def lines_in(self, frame: Frame) -> tuple[list[Box], list[Box]]:
        """The level and the upright lines as the frame sees them."""
        level: list[Box] = []
        upright: list[Box] = []
        for line in self.lines:
            box = frame.box(line.left, line.top, line.right, line.bottom)
            (level if box.width >= box.height else upright).append(box)
        return level, upright

    def shares(self, frame: Frame) -> list[tuple[float, Box]]:
        """Each picture as the frame sees it, cut at the page's edges, with the share of the page that it covers."""
        found: list[tuple[float, Box]] = []
        for picture in self.pictures:
            box = frame.box(picture.left, picture.top, picture.right, picture.bottom)
            left, right = max(box.left, 0), min(box.right, frame.width)
            top, bottom = max(box.top, 0), min(box.bottom, frame.height)
            if left < right and top < bottom:
                share = (right - left) * (bottom - top) / (frame.width * frame.height)
                found.append((share, Box(left, top, right, bottom)))
        return found


def read_shapes(page: pypdfium2.PdfPage) -> Shapes:
    """Everything on the page that is not text, its forms opened."""
    found = Shapes()
    points = 0
    for n, (thing, kind, matrix) in enumerate(_objects(page)):
        if n >= _MOST_OBJECTS or points >= _MOST_POINTS:
            found.cut = True
            break
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            found.pictures.append(_unit_square(_times(_matrix(thing), matrix)))
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            found.drawn += 1
            points += raw.FPDFPath_CountSegments(thing)
            if points < _MOST_POINTS:
                _add_path(thing, matrix, found)
    return found


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[raw.FPDF_PAGEOBJECT, int, Matrix]]:
    """Each object that is no form, with its kind and the matrix of the forms it stands in."""
    identity: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    waiting: list[tuple[raw.FPDF_PAGEOBJECT, Matrix, int]] = []
    handle = page.raw
    for n in range(raw.FPDFPage_CountObjects(handle)):
        thing = raw.FPDFPage_GetObject(handle, n)
        waiting.append((thing, identity, 0))
        while waiting:
            thing, matrix, depth = waiting.pop()
            kind = raw.FPDFPageObj_GetType(thing)
            if kind != raw.FPDF_PAGEOBJ_FORM:
                yield thing, kind, matrix
            elif depth < _DEEPEST:
                inner = _times(_matrix(thing), matrix)
                count = min(raw.FPDFFormObj_CountObjects(thing), _MOST_OBJECTS)
                waiting += [(raw.FPDFFormObj_GetObject(thing, n), inner, depth + 1) for n in reversed(range(count))]


def _matrix(thing: raw.FPDF_PAGEOBJECT) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _unit_square(matrix: Matrix) -> Box:
    return _bounds([_apply(matrix, x, y) for x in (0.0, 1.0) for y in (0.0, 1.0)])


def _bounds(points: list[Point]) -> Box:
    return Box(
        min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)
    )


def _add_path(thing: raw.FPDF_PAGEOBJECT, matrix: Matrix, found: Shapes) -> None:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing, mode, stroked)
    if not mode.value and not stroked.value:
        return  # it clips
    pale = _shade(thing, stroke=bool(stroked.value))
    for points in _outlines(thing, _times(_matrix(thing), matrix)):
        box = _bounds(points)
        if min(box.width, box.height) <= _THIN:
            if max(box.width, box.height) > _THIN and pale < 1.0:
                found.lines.append(box)
            continue
        if mode.value:
            found.areas.append((box, pale))
        if stroked.value and len(points) <= 12:
            edges = [_bounds([a, b]) for a, b in pairwise(points)]
            found.lines += [
                edge for edge in edges if min(edge.width, edge.height) <= 0.5 < max(edge.width, edge.height)
            ]


def _outlines(thing: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[list[Point]]:
    """The corners of each part of a path, the first again at the end where it is closed."""
    points: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for n in range(raw.FPDFPath_CountSegments(thing)):
        segment = raw.FPDFPath_GetPathSegment(thing, n)
        if raw.FPDFPathSegment_GetType(segment) == _MOVE and points:
            yield points
            points = []
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(_apply(matrix, x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment) and len(points) > 2:
            points.append(points[0])
    if points:
        yield points


def _shade(thing: raw.FPDF_PAGEOBJECT, *, stroke: bool) -> float:
    """Of white, 1 for what leaves no trace."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    read = raw.FPDFPageObj_GetStrokeColor if stroke else raw.FPDFPageObj_GetFillColor
    if not read(thing, red, green, blue, alpha):
        return 0.0
    light = (0.299 * red.value + 0.587 * green.value + 0.114 * blue.value) / 255
    return 1 - (1 - light) * alpha.value / 255
