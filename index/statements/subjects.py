"""What a figure speaks of where its own clause does not say: `满意率98.6%，比上年提高2.6个百分点` → 满意率."""

from __future__ import annotations

import re

from index.language.figures import find_figures
from index.statements.indicators import read_before

__all__ = ["inherited_subject"]

_BORDER = re.compile(r"[，,；;。：:、（(\n](?![0-9０-９]{3}(?![0-9０-９]))")
_REACH = 120


def inherited_subject(before: str) -> str:
    """The noun of an earlier clause, where the words between the last border and the figure name none or a part (其中)
    of it; else "".

    before: the sentence up to the figure.
    """
    pieces = _BORDER.split(before[-_REACH:])
    if any("分别" in piece for piece in pieces[-2:]):
        return ""  # 分别增长10.2%、14.1%: whose each is, the order tells
    if not pieces[-1].lstrip().startswith("其中") and read_before(pieces[-1]).noun:
        return ""
    for piece in reversed(pieces[:-1]):
        figures = find_figures(piece)
        if noun := read_before(piece[: figures[0].start] if figures else piece).noun:
            return noun
    return ""
