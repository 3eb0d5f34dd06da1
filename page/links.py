"""Links that can be sent: question, filters, report and span, with a hash of what stood there."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

__all__ = ["Address", "page_query", "parse_address", "span_hash", "span_query"]


@dataclass(frozen=True, slots=True)
class Address:
    """What the page's URL asks for, apart from the span, which the reader asks for itself."""

    question: str
    places: tuple[str, ...]
    years: tuple[int, ...]


def parse_address(search: str) -> Address:
    """The address in a query string ("?q=…&place=…&year=…"); what cannot be read is left out."""
    fields = parse_qs(search.removeprefix("?"), max_num_fields=100) if search.count("&") < 100 else {}
    years = [year for year in fields.get("year", []) if year.isascii() and year.isdigit() and len(year) == 4]
    return Address(
        question=fields.get("q", [""])[0],
        places=tuple(fields.get("place", [])),
        years=tuple(int(year) for year in years),
    )


def span_hash(text: str) -> str:
    """A short fingerprint of a span's text, by which a link notices that the text has changed."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def page_query(question: str, *, places: Sequence[str] = (), years: Sequence[int] = ()) -> str:
    """The query string that asks this question within these filters."""
    return "?" + urlencode(_page_fields(question, places, years), errors="replace")


def span_query(
    question: str,
    report_id: str,
    start: int,
    end: int,
    span_text: str,
    *,
    places: Sequence[str] = (),
    years: Sequence[int] = (),
) -> str:
    """The query string that opens this question's answer with the reader at text[start:end] of a report."""
    fields = _page_fields(question, places, years)
    fields += [("report", report_id), ("start", str(start)), ("end", str(end)), ("hash", span_hash(span_text))]
    return "?" + urlencode(fields, errors="replace")


def _page_fields(question: str, places: Sequence[str], years: Sequence[int]) -> list[tuple[str, str]]:
    return [("q", question), *(("place", place) for place in places), *(("year", str(year)) for year in years)]
