"""Links that can be sent: question or comparison, filters, report and span, with a hash of what stood there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import get_args
from urllib.parse import parse_qs, urlencode

from qa import REPORT_KINDS, ScopePart

__all__ = [
    "Address",
    "CompareAddress",
    "Link",
    "page_query",
    "parse_address",
    "parse_compare",
    "span_hash",
    "span_query",
]

_MOST_FIELDS = 100
_LONGEST_ADDRESS = 1_000_000  # characters; a question that is too long is still told so


@dataclass(frozen=True, slots=True)
class Address:
    """What the page's URL asks for, apart from the span, which the reader asks for itself.

    places, years, kinds: the filters chosen. ignore: parts of the scope not to be taken from the question. after: the
    question before, which this one may lean on.
    """

    question: str
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    ignore: tuple[ScopePart, ...] = ()
    after: str = ""

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What stands in the query string, in order."""
        ignored = [("ignore", part) for part in self.ignore]
        after = [("after", self.after)] if self.after else []
        return [("q", self.question), *_filter_fields(self), *ignored, *after]


@dataclass(frozen=True, slots=True)
class CompareAddress:
    """What a comparison is asked for, within the same filters: ?tab=compare&indicator=…&place=…"""

    indicator: str
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What stands in the query string, in order."""
        return [("tab", "compare"), ("indicator", self.indicator), *_filter_fields(self)]


Link = Address | CompareAddress


def parse_address(search: str) -> Address:
    """The question in a query string ("?q=…&place=…&year=…") with its filters; what cannot be read is left out.

    Where another tab is asked for, the filters alone: they are the same for all.
    """
    fields = _parsed(search)
    places, years, kinds = _filters(fields)
    if fields.get("tab", ["ask"]) != ["ask"]:
        return Address("", places, years, kinds)
    return Address(
        question=fields.get("q", [""])[0],
        places=places,
        years=years,
        kinds=kinds,
        ignore=tuple(part for part in get_args(ScopePart) if part in fields.get("ignore", [])),
        after=fields.get("after", [""])[0],
    )


def parse_compare(search: str) -> CompareAddress:
    """The comparison in a query string; one that is not of this tab asks for nothing."""
    fields = _parsed(search)
    if fields.get("tab") != ["compare"]:
        return CompareAddress("")
    return CompareAddress(fields.get("indicator", [""])[0], *_filters(fields))


def span_hash(text: str) -> str:
    """A short fingerprint of a span's text, by which a link notices that the text has changed."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def page_query(asked: Link) -> str:
    """The query string that asks all that the address does."""
    return "?" + urlencode(asked.fields, errors="replace")


def span_query(asked: Link, report_id: str, start: int, end: int, span_text: str) -> str:
    """The same with the reader open at text[start:end] of a report."""
    span = [("report", report_id), ("start", str(start)), ("end", str(end)), ("hash", span_hash(span_text))]
    return "?" + urlencode(asked.fields + span, errors="replace")


def _parsed(search: str) -> dict[str, list[str]]:
    if len(search) > _LONGEST_ADDRESS or search.count("&") >= _MOST_FIELDS:
        return {}
    return parse_qs(search.removeprefix("?"), max_num_fields=_MOST_FIELDS)


def _filters(fields: dict[str, list[str]]) -> tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...]]:
    years = [year for year in fields.get("year", []) if year.isascii() and year.isdigit() and len(year) == 4]
    return (
        tuple(fields.get("place", [])),
        tuple(int(year) for year in years),
        tuple(kind for kind in REPORT_KINDS if kind in fields.get("kind", [])),
    )


def _filter_fields(asked: Link) -> list[tuple[str, str]]:
    chosen = (("place", asked.places), ("year", asked.years), ("kind", asked.kinds))
    return [(name, str(value)) for name, values in chosen for value in values]
