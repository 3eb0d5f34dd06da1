"""A card that says what went wrong and what to do."""

from __future__ import annotations

import re
from html import escape

__all__ = ["render_failure"]


def render_failure(title: str, help_text: str, detail: str = "") -> str:
    """A card that says what went wrong and what to do. help_text may name a command in `backquotes`."""
    shown_help = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(help_text))
    shown_detail = f'<p class="wz-detail">{escape(detail)}</p>' if detail else ""
    return (
        f'<div class="wz-results"><section class="wz-card wz-failure" role="alert"><h2>{escape(title)}</h2>'
        f"<p>{shown_help}</p>{shown_detail}</section></div>"
    )
