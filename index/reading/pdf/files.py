"""A PDF opened, or why it cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
from pypdfium2 import raw

from index.errors import ReadError

__all__ = ["MAX_PAGES", "opened"]

MAX_PAGES = 2_000


@contextmanager
def opened(data: bytes, source: str) -> Iterator[pypdfium2.PdfDocument]:
    """The document, closed afterwards.

    Raises: ReadError when it is protected by a password, damaged, without pages or with too many.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            message = (
                "is protected by a password; save it without one and add it again. 文件有密码，请另存为无密码的文件"
            )
            raise ReadError(source, message, problem="format") from error
        message = "is damaged and cannot be opened; open and print it to a new PDF. 文件已损坏，请打开后另存为新的 PDF"
        raise ReadError(source, message, problem="damaged") from error
    try:
        count = len(document)
        if count > MAX_PAGES:
            message = f"has {count} pages, more than {MAX_PAGES}; split it. 页数太多（{count} 页），请拆分"
            raise ReadError(source, message, problem="large")
        if not count:
            message = "has no pages; get it again from where it is from. 文件没有页面，请重新下载"
            raise ReadError(source, message, problem="empty")
        yield document
    finally:
        document.close()
