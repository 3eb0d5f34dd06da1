"""Citations as entries for a list of references: GB/T 7714, BibTeX, CSL-JSON.

The two GB/T forms are CSL styles of our own (`data/gbt7714-*.csl`) for the three kinds of document there are here,
set by citeproc-py. What of the 2025 edition they follow, after the examples of its sections 7.5.4.2, 8.5.3, 8.8.3 and
8.11.3.2: full-width ，（） in Chinese entries, a report's day whole and bare (2015: the year, or the day in
parentheses before an address), a web page's day in parentheses. The rest of the standard is not claimed. An address
needs the day it was read: it is known of what was fetched, and of any other left out, never made up.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.resources import files
from typing import Any, Literal, get_args  # Any: JSON values

from index.errors import QuestionError
from index.types import Report
from qa.citing.citation import page_label
from qa.citing.reference import Reference, reference_of
from qa.types import Citation

__all__ = ["FORMS", "Form", "export"]

Form = Literal["gbt7714-2025", "gbt7714-2015", "bibtex", "csl-json"]
FORMS: tuple[Form, ...] = get_args(Form)

_BIBTEX_TYPES = {"report": "techreport", "article-newspaper": "article", "webpage": "misc", "document": "misc"}
# BibTeX counts the brace of \\{ too, so a single one would leave the entry open.
_BIBTEX_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip


def export(citations: Sequence[Citation | Report], *, form: Form) -> str:
    """The citations in this form, with a line's end after the last; empty for none.

    GB/T 7714: one numbered entry for each citation, its number the answer's, and below it the quote with its place in
    the file. BibTeX and CSL-JSON: one entry for each report, all its quotes in the note. A Report may stand for a
    citation without a quote.

    Raises:
        QuestionError: there is no such form.
    """
    if form not in FORMS:
        raise QuestionError(f"Unknown form {form!r}; use one of {', '.join(FORMS)}.")
    if form == "bibtex":
        return "\n".join(_bibtex(reference, quoted) for reference, quoted in _by_report(citations))
    if form == "csl-json":
        items = [_csl_item(reference, _note(quoted)) for reference, quoted in _by_report(citations)]
        return json.dumps(items, ensure_ascii=False, indent=1) + "\n"
    references = [reference_of(_report(citation)) for citation in citations]
    entries = _set(references, form)
    return "".join(
        f"[{citation.n if isinstance(citation, Citation) else n}] {entry}\n{_where(citation)}"
        for n, (citation, entry) in enumerate(zip(citations, entries, strict=True), start=1)
    )


def _report(citation: Citation | Report) -> Report:
    return citation.report if isinstance(citation, Citation) else citation


def _by_report(citations: Sequence[Citation | Report]) -> list[tuple[Reference, list[Citation]]]:
    grouped: dict[str, tuple[Report, list[Citation]]] = {}
    for citation in citations:
        report = _report(citation)
        quoted = grouped.setdefault(report.id, (report, []))[1]
        if isinstance(citation, Citation):
            quoted.append(citation)
    return [(reference_of(report), quoted) for report, quoted in grouped.values()]


def _where(citation: Citation | Report) -> str:
    return f"    {_locator(citation)}\n" if isinstance(citation, Citation) else ""


def _locator(citation: Citation) -> str:
    quote = " ".join(citation.quote.split())
    where = page_label(citation.report, citation.start, citation.end)
    parts = (citation.report.source, where, f"第{citation.start}—{citation.end}字符：{quote}")
    return "，".join(filter(None, parts))


def _note(quoted: Iterable[Citation]) -> str:
    return "；".join(_locator(citation) for citation in quoted)


def _csl_item(reference: Reference, note: str = "") -> dict[str, Any]:
    """One item of CSL-JSON (schema 1.0.2); empty fields are left out."""
    item: dict[str, Any] = {
        "id": reference.id,
        "type": reference.kind,
        "language": "zh-CN",
        "author": [{"literal": name} for name in reference.authors],
        "title": reference.title,
        "container-title": reference.container,
        "publisher": reference.publisher,
        "issued": _date_parts(reference.issued),
        "event-title": reference.event,
        "event-date": _date_parts(reference.event_date),
        "event-place": reference.place,
        "URL": reference.url,
        "accessed": _date_parts(reference.accessed),
        "archive_location": reference.source,
        "note": note,
    }
    return {name: value for name, value in item.items() if value}


def _date_parts(day: date | None) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else {}


def _bibtex(reference: Reference, quoted: Iterable[Citation]) -> str:
    authors = " and ".join(f"{{{_escaped(name)}}}" for name in reference.authors)
    is_report = reference.kind == "report"
    fields = {
        "author": authors,
        "title": f"{{{_escaped(reference.title)}}}",
        "journal": _escaped(reference.container),
        "institution": " and ".join(_escaped(name) for name in reference.authors) if is_report else "",
        "publisher": _escaped(reference.publisher),
        "year": str(reference.issued.year) if reference.issued else "",
        "month": str(reference.issued.month) if reference.issued else "",
        "day": str(reference.issued.day) if reference.issued else "",
        "eventtitle": _escaped(reference.event),
        "eventdate": reference.event_date.isoformat() if reference.event_date else "",
        "venue": _escaped(reference.place),
        "url": reference.url.replace("{", "%7B").replace("}", "%7D"),
        "urldate": reference.accessed.isoformat() if reference.accessed else "",
        "file": _escaped(reference.source),
        "langid": "chinese",
        "note": _escaped(_note(quoted)),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@{_BIBTEX_TYPES[reference.kind]}{{{reference.id},\n{''.join(lines)}}}\n"


def _escaped(text: str) -> str:
    return "".join(_BIBTEX_SPECIAL.get(character, character) for character in text)


def _set(references: Sequence[Reference], form: Form) -> list[str]:
    """Each reference as the style sets it, on one line."""
    from citeproc import Citation as Cited
    from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    items = {reference.id: _csl_item(reference) for reference in references}
    shown = [{key: value for key, value in item.items() if key in _SET} for item in items.values()]
    style_file = files("qa.citing").joinpath("data", f"{form}.csl")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of fields that styles may leave out
        style = CitationStylesStyle(style_file.open("rb"), validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(shown), formatter.plain)
        for identifier in items:
            bibliography.register(Cited([CitationItem(identifier)]))
        entries = [re.sub(r"\s+", " ", str(entry)).strip() for entry in bibliography.bibliography()]
    by_id = dict(zip(items, entries, strict=True))
    return [by_id[reference.id] for reference in references]


_SET = frozenset("id type language author title container-title publisher issued URL accessed".split())
