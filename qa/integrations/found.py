"""What every framework is told of a passage, and the search behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypedDict  # Any: what frameworks take for metadata

from qa.types import Hit, Mode

__all__ = ["Choice", "metadata_of"]


class Choice(TypedDict, total=False):
    """What a search is limited to: the arguments of `Retriever.search`."""

    k: int
    places: list[str] | None
    years: list[int] | None
    kinds: list[str] | None
    mode: Mode


def metadata_of(hit: Hit) -> dict[str, Any]:
    """Where a passage stands: report.text[start:end] is its text. page: of a file that has pages; url: from the web."""
    report = hit.report
    page = report.page_map.page_of(hit.start)
    return {
        "chunk_id": hit.chunk_id,
        "report_id": report.id,
        "source": Path(report.source).name,
        "title": report.title,
        "place": report.place,
        "kind": report.kind,
        "covers": list(report.covers),
        "heading_path": list(hit.heading_path),
        "start": hit.start,
        "end": hit.end,
        **({"page": page} if page else {}),
        **({"url": report.url} if report.url else {}),
        "score": round(hit.score, 6),
    }
