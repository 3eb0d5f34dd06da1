"""Links that can be sent: question, filters, report and span, with a hash of what stood there."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args
from urllib.parse import parse_qs, urlencode

from qa.types import REPORT_KINDS, ScopePart

__all__ = ["Address", "address_query", "page_query", "parse_address", "span_hash", "span_query"]


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


def parse_address(search: str) -> Address:
    """The address in a query string ("?q=…&place=…&year=…"); what cannot be read is left out."""
    fields = parse_qs(search.removeprefix("?"), max_num_fields=100) if search.count("&") < 100 else {}
    if fields.get("tab", ["ask"]) != ["ask"]:
        return Address("")  # place and year are then those of another tab
    years = [year for year in fields.get("year", []) if year.isascii() and year.isdigit() and len(year) == 4]
    return Address(
        question=fields.get("q", [""])[0],
        places=tuple(fields.get("place", [])),
        years=tuple(int(year) for year in years),
        kinds=tuple(kind for kind in REPORT_KINDS if kind in fields.get("kind", [])),
        ignore=tuple(part for part in get_args(ScopePart) if part in fields.get("ignore", [])),
        after=fields.get("after", [""])[0],
    )


def span_hash(text: str) -> str:
    """A short fingerprint of a span's text, by which a link notices that the text has changed."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def page_query(question: str, *, places: Sequence[str] = (), years: Sequence[int] = ()) -> str:
    """The query string that asks this question within these filters."""
    return address_query(Address(question, tuple(places), tuple(years)))


def address_query(address: Address) -> str:
    """The query string that asks all that the address does."""
    return "?" + urlencode(_fields(address), errors="replace")


def span_query(address: Address, report_id: str, start: int, end: int, span_text: str) -> str:
    """The query string that opens the answer asked for with the reader at text[start:end] of a report."""
    fields = _fields(address)
    fields += [("report", report_id), ("start", str(start)), ("end", str(end)), ("hash", span_hash(span_text))]
    return "?" + urlencode(fields, errors="replace")


def _fields(address: Address) -> list[tuple[str, str]]:
    fields = [("q", address.question)]
    for name, values in (
        ("place", address.places),
        ("year", address.years),
        ("kind", address.kinds),
        ("ignore", address.ignore),
        ("after", (address.after,) if address.after else ()),
    ):
        fields += [(name, str(value)) for value in values]
    return fields
