"""Web pages as Chromium prints them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

__all__ = ["CHROMIUM", "printed"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def printed(page: str, *, furnished: bool = False, chromium: str | None = None) -> bytes:
    """The PDF of a page of HTML. furnished: with Chromium's own heads and feet (date, title, page numbers). chromium:
    its path, if it is another than CHROMIUM.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, pdf = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8")
        words = [str(chromium or CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu"]
        words += [] if furnished else ["--no-pdf-header-footer"]
        words += [f"--user-data-dir={Path(folder, 'profile')}", f"--print-to-pdf={pdf}", source.as_uri()]
        subprocess.run(words, check=True, capture_output=True, timeout=120)
        return pdf.read_bytes()
