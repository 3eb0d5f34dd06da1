"""Links to a comparison: ?tab=compare&indicator=…&place=…&year=…, and to a span of one of its sources."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from page.links import span_hash

__all__ = ["CompareAddress", "compare_query", "compare_span_query", "parse_compare"]


@dataclass(frozen=True, slots=True)
class CompareAddress:
    """What a comparison is asked for. places, years: filters, empty for none."""

    indicator: str
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


def parse_compare(search: str) -> CompareAddress:
    """The comparison in a query string; one that is not of this tab asks for nothing."""
    fields = parse_qs(search.removeprefix("?"), max_num_fields=100) if search.count("&") < 100 else {}
    if fields.get("tab") != ["compare"]:
        return CompareAddress("")
    years = [year for year in fields.get("year", []) if year.isascii() and year.isdigit() and len(year) == 4]
    places = tuple(fields.get("place", []))
    return CompareAddress(fields.get("indicator", [""])[0], places, tuple(int(year) for year in years))


def compare_query(asked: CompareAddress) -> str:
    """The query string that opens the tab with this comparison."""
    return "?" + urlencode(_fields(asked), errors="replace")


def compare_span_query(asked: CompareAddress, report_id: str, start: int, end: int, span_text: str) -> str:
    """The same with the reader open at text[start:end] of a report."""
    span = [("report", report_id), ("start", str(start)), ("end", str(end)), ("hash", span_hash(span_text))]
    return "?" + urlencode(_fields(asked) + span, errors="replace")


def _fields(asked: CompareAddress) -> list[tuple[str, str]]:
    fields = [("tab", "compare"), ("indicator", asked.indicator)]
    fields += [("place", place) for place in asked.places]
    return fields + [("year", str(year)) for year in asked.years]
