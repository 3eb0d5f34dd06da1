"""The folder that uploaded files come into: private, bounded, emptied."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from page.serving.bodies import BodyLimits
from page.serving.requests import brings_files, length_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["KEPT_S", "RoomForUploads", "upload_folder"]

# A file is copied into the library as soon as it has arrived; what is kept longer was never added.
KEPT_S = 3600
_MOST_BYTES = 2 * BodyLimits().upload_size  # what is being added, and what arrives meanwhile


def upload_folder() -> Path:
    """A new folder that only this user reads, told to Gradio; removed with the process."""
    folder = Path(tempfile.mkdtemp(prefix="wenzheng-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    return folder


class RoomForUploads:
    """ASGI middleware that removes the oldest files of the folder before more arrive than it may hold."""

    def __init__(self, app: ASGIApp, folder: Path, *, most: int = _MOST_BYTES) -> None:
        """most: bytes that the folder may hold."""
        self._app, self._folder, self._most = app, folder, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on."""
        if scope["type"] == "http" and brings_files(scope["headers"]):
            make_room(self._folder, self._most - (length_of(scope["headers"]) or 0))
        await self._app(scope, receive, send)


def make_room(folder: Path, most: int) -> None:
    """Removes the oldest files until the folder holds so many bytes at most."""
    found = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in folder.rglob("*") if path.is_file())
    total = sum(size for _, size, _ in found)
    for _, size, path in found:
        if total <= most:
            return
        path.unlink(missing_ok=True)
        total -= size
