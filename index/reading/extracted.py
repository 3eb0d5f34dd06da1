"""What each format's reader gives: the text of a file with its pages, before it is repaired.

A reader is a module with `extract(data, source, tell=...)`. Its text has one paragraph a line and a blank line between
paragraphs; headings that the format marks as such begin with `#`, `##`, …; a table is one in Markdown, whose first row
is its head, with merged cells written out in each place, its caption and its unit above it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from index.types import Recognised

__all__ = ["Extracted", "Recognised", "Stage", "Tell", "silent"]

Stage = Literal["read", "convert", "ocr"]
Tell = Callable[[Stage, int, int], None]
"""Called with what is being done, how many pages are done, of how many."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """text: of the whole file, in reading order. encoding: of its bytes, or the name of its format ("pdf").

    pages: where each page starts in the text, in order, the first at 0; () where the format has none. recognised: what
    was read from pictures, in order. notes: what a user must know of the file, each a line in both languages ("page 3
    gives no text 第3页没有文字").
    """

    text: str
    encoding: str
    pages: tuple[int, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    notes: tuple[str, ...] = ()


def silent(_stage: Stage, _done: int, _of: int) -> None:
    """Tell nobody."""
