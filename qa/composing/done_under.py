"""烟台造要干什么: a name whose meaning no sentence gives → the sentences that say what is done under it."""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Span
from qa.composing.lines import SCREEN, Lines, solid, source_of
from qa.composing.request import Composed, Request
from qa.composing.topic import is_planned
from qa.types import Hit

__all__ = ["done_under"]

_MOST = 3
_OPENED = tuple("“‘「《")
# 37.五水并举: so many characters beside a name say nothing of it.
_LEAST_BESIDE = 6


def done_under(request: Request, term: str, mentioned: Sequence[tuple[Hit, Span]]) -> Composed | None:
    """The sentences that name it in quotes, else all that name it; None where none says more than the name."""
    said: dict[tuple[str, int], tuple[Hit, Span]] = {}
    for hit, span in mentioned:
        if len(solid(_text(hit, span))) > len(term) + _LEAST_BESIDE:
            said.setdefault((hit.report.id, span.start), (hit, span))
    quoted = [each for each in said.values() if any(mark + term in solid(_text(*each)) for mark in _OPENED)]
    told = list(quoted or said.values())
    # Of several reports the one that is asked about first.
    told = [each for each in told if each[0].report.id == told[0][0].report.id][:_MOST]
    if not told:
        return None
    lines = Lines()
    for hit, span in told:
        if not lines.text or lines.length + len(span) <= SCREEN:
            lines.text.append(f"· {lines.quoted(hit.report, hit.heading_path, span)}")
    first = told[0][0]
    colon = ": " if request.language == "en" else "："
    source = source_of(first.report, request.language, plan=is_planned(request, first))
    text = "\n".join([f"{source}{colon}".rstrip(), *lines.text])
    passages = {hit.chunk_id: hit for hit, _ in told}
    return Composed("definition", "answered", None, text, tuple(lines.citations), tuple(passages.values()))


def _text(hit: Hit, span: Span) -> str:
    return hit.report.text[span.start : span.end]
