"""The models that find lines of text in a picture and read them: rapidocr's own, run by onnxruntime."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import ReadError, command
from index.onnx_session import open_session

__all__ = ["Engine", "Lines", "Pixels", "Quads", "load_engine", "sides"]

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
"""A picture, (height, width, 3) uint8 RGB, or grey (height, width)."""
Quads = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
"""Outlines of lines, (n, 4, 2): x, y of the corners, clockwise from the upper left."""
Lines = list[tuple[str, float]]
"""The text of each line and the recogniser's confidence in it, in [0, 1]."""

_CORES = 2  # each reads lines of its own, by which less is lost than where they share one
_HEIGHT = 48  # of the lines that the recogniser takes, in pixels; narrowed to save time, they lose figures: 11 for 111
_NARROWEST = 96  # width that shorter lines are padded to; wider, single figures are read worse
_DETECTED_AT = 800  # pixels of the longer side at which lines are looked for, ...
_DETECTED_AGAIN_AT = 1280  # ... and again, for closer outlines, where most are lower than
_LOW = 16.5


@dataclass(frozen=True, slots=True)
class Engine:
    """What rapidocr runs. The three are its own classes, which have no types. threads: read the lines."""

    detector: Any
    recogniser: Any
    classifier: Any
    threads: Executor

    def lines(self, picture: Pixels) -> Quads:
        """Where lines of text are, in no order; (0, 4, 2) where there are none."""
        found = self._lines_at(picture, _DETECTED_AT)
        heights = np.linalg.norm(found[:, 3] - found[:, 0], axis=1) * _DETECTED_AT / max(picture.shape[:2])
        if len(found) and np.median(heights) < _LOW:
            return self._lines_at(picture, _DETECTED_AGAIN_AT)
        return found

    def _lines_at(self, picture: Pixels, side: int) -> Quads:
        import cv2

        factor = side / max(picture.shape[:2])
        how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=how)
        with _memory_named():
            found = self.detector(small).boxes
        return np.zeros((0, 4, 2)) if found is None else np.asarray(found, dtype=np.float64) / factor

    def read(self, picture: Pixels, quads: Quads) -> Lines:
        """The text of each line, "" with 0.0 where there is none."""
        # The longest first, so that no thread is left alone with one at the end.
        order = sorted(range(len(quads)), key=lambda n: (-sides(quads[n])[0], n))
        waiting = {n: self.threads.submit(self._read_line, picture, quads[n]) for n in order}
        with _memory_named():
            return [waiting[n].result() for n in range(len(quads))]

    def _read_line(self, picture: Pixels, quad: Quads) -> tuple[str, float]:
        from rapidocr.ch_ppocr_rec import TextRecInput

        read = self.recogniser(TextRecInput(img=_strip(picture, quad)))
        return read.txts[0], float(read.scores[0])

    def upside_down(self, picture: Pixels, quads: Quads) -> bool:
        """Whether most of these lines stand on their heads."""
        found = self.classifier([_strip(picture, quad) for quad in quads])
        turned = sum(label == "180" for label, _ in found.cls_res)
        return bool(turned * 2 > len(quads))


@contextmanager
def _memory_named() -> Iterator[None]:
    """MemoryError where memory ends: onnxruntime calls it a failure like any other.

    Raises: MemoryError.
    """
    from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError

    try:
        yield
    except ONNXRuntimeError as error:
        if "alloc" in str(error):
            raise MemoryError("of onnxruntime") from error
        raise


def load_engine(source: str) -> Engine:
    """The engine, loaded once for all files.

    Raises: ReadError, of `source`, where the packages are not installed.
    """
    try:
        return _loaded()
    except ImportError as error:
        remedy = command("setup --documents")
        message = (
            f"is a picture, and what reads pictures is not installed; run {remedy}. 图片识别组件未安装，请运行 {remedy}"
        )
        raise ReadError(source, message, problem="format") from error


@cache
def _loaded() -> Engine:
    """Nothing is fetched: the models are files of the package, given by their paths.

    They are opened before the package is imported, which imports onnxruntime without a word to keep it quiet.
    """
    package = find_spec("rapidocr")
    if package is None or package.origin is None:
        raise ImportError("rapidocr")
    models = Path(package.origin).parent / "models"
    detects = open_session(models / "PP-OCRv6_det_small.onnx", threads=_CORES, denormal_as_zero=True)
    recognises = open_session(models / "PP-OCRv6_rec_small.onnx", denormal_as_zero=True)
    classifies = open_session(models / "ch_ppocr_mobile_v2.0_cls_mobile.onnx", denormal_as_zero=True)

    import rapidocr
    from rapidocr.ch_ppocr_cls import TextClassifier
    from rapidocr.ch_ppocr_det import TextDetector
    from rapidocr.ch_ppocr_rec import TextRecognizer

    settings = {
        "Global.log_level": "critical",
        "Det.limit_type": "max",
        "Det.limit_side_len": _DETECTED_AGAIN_AT,
        # One at a time is as fast as several on a processor, and takes a sixth of the memory.
        "Rec.rec_batch_num": 1,
        "Rec.rec_img_shape": [3, _HEIGHT, _NARROWEST],
    }
    made = rapidocr.RapidOCR(params=settings).cfg
    made.Rec.font_path = None
    threads = ThreadPoolExecutor(_CORES, thread_name_prefix="recognising")
    return Engine(
        TextDetector(_run_by(detects, made.Det)),
        TextRecognizer(_run_by(recognises, made.Rec)),
        TextClassifier(_run_by(classifies, made.Cls)),
        threads,
    )


def _run_by(session: object, settings: Any) -> Any:  # noqa: ANN401 - of omegaconf
    """A part's settings with the session that runs it, in place of one that rapidocr would make."""
    from omegaconf import OmegaConf

    return OmegaConf.create({**settings, "session": session}, flags={"allow_objects": True})


def sides(quad: Quads) -> tuple[float, float]:
    """The width and the height of an outline; at least a pixel each."""
    upper, right, lower, left = (float(np.linalg.norm(quad[i] - quad[(i + 1) % 4])) for i in range(4))
    return max(upper, lower, 1.0), max(left, right, 1.0)


def _strip(picture: Pixels, quad: Quads) -> Pixels:
    """A line cut out of the picture, straight, as high as the recogniser wants it."""
    import cv2

    width, height = sides(quad)
    wide = max(8, round(width / height * _HEIGHT))
    target = np.array([(0, 0), (wide, 0), (wide, _HEIGHT), (0, _HEIGHT)], dtype=np.float32)
    warp = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
    cut = cv2.warpPerspective(picture, warp, (wide, _HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, dtype=np.uint8)
