"""Refuses files where the page is read-only: Gradio takes uploads whether or not a component asks for any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page.serving.requests import brings_files, refuse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["NoUploads"]

_MESSAGE = "This page is read-only: no files are taken. 本页为只读，不接收文件。"


class NoUploads:
    """Answers 403 to every upload, before its body is read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on everything but uploads."""
        if scope["type"] == "http" and scope["method"] == "POST" and _takes_files(scope):
            await refuse(send, 403, _MESSAGE)
            return
        await self._app(scope, receive, send)


def _takes_files(scope: Scope) -> bool:
    """Whether this is Gradio's route for files, or a form with files to any other."""
    is_upload = str(scope["path"]).rstrip("/").endswith("/upload")
    return is_upload or brings_files(scope["headers"])
