"""The originals of reports over HTTP: a page as a picture, and the file itself, which is never shown as a page of ours.

GET /original/DOCUMENT                       the file, to be kept or opened by another program
GET /original/DOCUMENT/PAGE.png?start=&end=  the page; its header `Wenzheng-Marks` says where the stretch of the text
                                             stands on it: [[x0, y0, x1, y1], …] as fractions of width and height
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote

from page.marked import cut
from page.opened import Library
from qa import OriginalError, Originals, PagePicture, ReadError, Report, WenzhengError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

__all__ = ["PAGE_WIDTHS", "original_routes"]

PAGE_WIDTHS = (1200, 2400)  # pixels: to read beside the text; to look closely, as at a page of a newspaper
_LONGEST_WORDS = 600  # characters that are looked for on a page
_MOST_MARKS = 60
_CHUNK = 2**18
# Whatever the file holds: nothing of it is run or shown as ours.
_HARMLESS = {
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    # Kept by the browser, but asked for again: the file may have changed.
    "cache-control": "private, no-cache",
}
_GONE = "The report is no longer in the corpus; ask again. 这份报告已不在语料中，请重新提问。"
_NOT_HERE = "This page has no originals. 本页没有原件。"


def original_routes(library: Library) -> list[BaseRoute]:
    """The two routes, to be put before Gradio's own."""
    from starlette.routing import Route

    return [
        Route("/original/{document}", partial(_respond, partial(_file, library)), methods=["GET"]),
        Route("/original/{document}/{page:int}.png", partial(_respond, partial(_page, library)), methods=["GET"]),
    ]


async def _respond(answer: Callable[[Request], Response], request: Request) -> Response:
    from anyio import to_thread
    from starlette.responses import PlainTextResponse

    try:
        return await to_thread.run_sync(answer, request)
    except WenzhengError as error:
        status = 404 if isinstance(error, OriginalError) else 422 if isinstance(error, ReadError) else 503
        return PlainTextResponse(f"{error}\n", status, headers=_HARMLESS)


def _file(library: Library, request: Request) -> Response:
    originals, report = _asked_for(library, request)
    file, size = originals.file(report)
    etag = f'"{report.document_id}"'
    if _is_known(request, etag) or request.method == "HEAD":
        file.close()
    if _is_known(request, etag):
        return _not_modified(etag)
    from starlette.responses import Response, StreamingResponse

    name = report.source.rpartition("/")[2]
    headers = {
        **_HARMLESS,
        "etag": etag,
        "content-length": str(size),
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
    }
    if request.method == "HEAD":
        return Response(headers=headers, media_type="application/octet-stream")
    return StreamingResponse(_chunks(file), headers=headers, media_type="application/octet-stream")


def _page(library: Library, request: Request) -> Response:
    from starlette.responses import Response

    originals, report = _asked_for(library, request)
    page = int(request.path_params["page"])
    width = _number(request, "width", PAGE_WIDTHS[0])
    if width not in PAGE_WIDTHS:
        raise OriginalError(f"Pages are {' or '.join(map(str, PAGE_WIDTHS))} pixels wide. 没有这种宽度。")
    start, end = _number(request, "start", 0), _number(request, "end", 0)
    picture = originals.picture(report, page, width=width, words=_words(library, report, page, start, end))
    etag = f'"{report.document_id}-{page}-{width}-{start}-{end}"'
    if _is_known(request, etag):
        return _not_modified(etag)
    return Response(
        picture.png, media_type="image/png", headers={**_HARMLESS, "etag": etag, "wenzheng-marks": _marks(picture)}
    )


def _asked_for(library: Library, request: Request) -> tuple[Originals, Report]:
    """Raises: OriginalError."""
    if library.originals is None:
        raise OriginalError(_NOT_HERE)
    document = request.path_params["document"]
    report = next((each for each in library.opened().corpus.reports if each.document_id == document), None)
    if report is None:
        raise OriginalError(_GONE)
    return library.originals, report


def _words(library: Library, report: Report, page: int, start: int, end: int) -> str:
    """What of text[start:end] stands on the page, as it is printed."""
    pages = report.page_map.pages or (0,)
    if not 1 <= page <= len(pages):
        return ""  # which is refused where the page is drawn
    first = max(start, pages[page - 1])
    last = min(end, pages[page] if page < len(pages) else end, first + _LONGEST_WORDS)
    if not 0 <= first < last:
        return ""
    text, notes = report.text, library.opened().corpus.annotations(report.document_id)
    hidden = [(note.start, note.end) for note in notes]
    return "".join(text[piece.start : piece.end] for piece in cut(first, last, hidden=hidden, cited=()))


def _number(request: Request, name: str, default: int) -> int:
    """Raises: OriginalError."""
    said = request.query_params.get(name, "")
    if not said:
        return default
    if not (said.isascii() and said.isdigit() and len(said) <= 9):
        raise OriginalError(f"{name} must be a number. {name} 须为数字。")
    return int(said)


def _marks(picture: PagePicture) -> str:
    return json.dumps([[round(side, 4) for side in box] for box in picture.marks[:_MOST_MARKS]])


def _is_known(request: Request, etag: str) -> bool:
    return etag in request.headers.get("if-none-match", "")


def _not_modified(etag: str) -> Response:
    from starlette.responses import Response

    return Response(status_code=304, headers={**_HARMLESS, "etag": etag})


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
