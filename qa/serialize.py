"""Answer and hits → the JSON of the command line and the web interface."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any  # JSON values

from index.types import Report, Section
from qa.types import Answer, Citation, Conflict, Excerpt, Hit, Part, Reading, Worded

__all__ = [
    "answer_to_json",
    "excerpt_to_json",
    "hit_to_json",
    "outline_to_json",
    "report_to_json",
    "spreadsheet_cell",
]

# What a spreadsheet would take for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def spreadsheet_cell(cell: str) -> str:
    """The cell of a CSV file, which no spreadsheet takes for a formula; a negative number stays one."""
    is_number = cell.removeprefix("-").replace(".", "", 1).isdecimal()
    return "'" + cell if cell.startswith(_FORMULA) and not is_number else cell


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """The shape documented for `wenzheng ask --json`.

    Only where there is something to say: "confidence", the probability that "short" is right, its level ("high",
    "medium", "low") and "level_right", how many answers of that level were right on unseen questions;
    "understood_as", the whole question that one leaning on the question before it was understood as, and "turns", what
    the next question may lean on, as its context; "parts" of a
    composed answer, each with "question", "form", "status", "short", "text", and the numbers of its "citations";
    "worded", what a language model made of it; in "scope", "kinds" (of report chosen), "ignored" (what the question
    says, but did not limit the search), "missing" and "missing_names" (why nothing can answer), and "conflicts",
    where filters leave out what is asked ("part" is what to lift: drop that filter, or name it in `ignore`); in a
    citation, "units" by figure where they are not printed beside it, "page" of a file with pages,
    "recognised", how sure the recogniser is of what it read from a picture, and of a file from the web "url" and
    "accessed", the day.
    """
    return {
        "question": answer.question,
        **({"understood_as": answer.understood_as, "turns": answer.turns} if answer.understood_as else {}),
        "status": answer.status,
        "short": answer.short,
        **(
            {
                "confidence": round(answer.sureness.value, 4),
                "confidence_level": answer.sureness.level,
                "level_right": answer.sureness.right,
            }
            if answer.sureness
            else {}
        ),
        "text": answer.text,
        "readings": [_reading(reading) for reading in answer.readings],
        "citations": [_citation(citation) for citation in answer.citations],
        **({"parts": [_part(part) for part in answer.parts]} if answer.parts else {}),
        **({"worded": worded_to_json(answer.worded)} if answer.worded else {}),
        "passages": [hit_to_json(hit) for hit in answer.passages],
        "scope": {
            "places": [place.path for place in answer.scope.places],
            "years": list(answer.scope.years),
            "inferred": answer.scope.inferred,
            **({"kinds": list(answer.scope.kinds)} if answer.scope.kinds and not answer.implied.kinds else {}),
            **({"ignored": list(answer.implied.ignored)} if answer.implied.ignored else {}),
            **({"missing": answer.missing, "missing_names": list(answer.missing_names)} if answer.missing else {}),
            **({"conflicts": [_conflict(each) for each in answer.conflicts]} if answer.conflicts else {}),
        },
        "searched": {"reports": answer.scope.reports_searched, "of": answer.scope.reports_total},
        "timing_ms": answer.timing_ms,
    }


def hit_to_json(hit: Hit) -> dict[str, Any]:
    """One passage, as in the list "passages" of an answer."""
    return {
        "chunk_id": hit.chunk_id,
        "report_id": hit.report.id,
        "source": Path(hit.report.source).name,
        "text": hit.text,
        "start": hit.start,
        "end": hit.end,
        "score": round(hit.score, 6),
        "lexical_rank": hit.lexical_rank,
        "dense_rank": hit.dense_rank,
    }


def worded_to_json(worded: Worded) -> dict[str, Any]:
    """What a language model made of an answer. Of a struck sentence there is the reason, and no text."""
    return {
        "sentences": [
            {"text": each.text, "citations": list(each.citations), "struck": each.struck, "reason": each.reason}
            for each in worded.sentences
        ],
        "model": worded.model,
        "host": worded.host,
        "done": worded.done,
        **({"failed": worded.failed} if worded.failed else {}),
        **({"chosen": worded.chosen} if worded.chosen is not None else {}),
    }


def report_to_json(report: Report) -> dict[str, Any]:
    """One report, as in the list of `wenzheng reports --json`."""
    return {
        "id": report.id,
        "source": report.source,
        "kind": report.kind,
        "form": report.form,
        "body": report.body,
        "place": report.place,
        "place_code": report.place_code,
        "title": report.title,
        "delivered": report.delivered.isoformat() if report.delivered else None,
        "covers": list(report.covers),
        "plans": list(report.plans),
        **({"months": list(report.months)} if report.months else {}),
        **_origin(report),
    }


def outline_to_json(
    report: Report, sections: Sequence[Section], *, first: int = 0, most: int | None = None
) -> dict[str, Any]:
    """A report with its sections, as `wenzheng read REPORT --outline --json`: at most so many, from the first wanted.

    "next_section": the number of the first that is left; None where none is.
    """
    shown = sections[first:] if most is None else sections[first : first + most]
    return {
        **report_to_json(report),
        "start": report.start,
        "end": report.end,
        "sections": [_section(section) for section in shown],
        "next_section": first + len(shown) if first + len(shown) < len(sections) else None,
    }


def excerpt_to_json(excerpt: Excerpt) -> dict[str, Any]:
    """A stretch of a report, as `wenzheng read REPORT --json`. "next_start": where to read on; None at the end."""
    report, section = excerpt.report, excerpt.section
    return {
        "report_id": report.id,
        "source": Path(report.source).name,
        "title": report.title,
        "place": report.place,
        "kind": report.kind,
        "covers": list(report.covers),
        **({"section": section.number, "heading_path": list(section.heading_path)} if section else {}),
        "text": excerpt.text,
        "start": excerpt.start,
        "end": excerpt.end,
        **({"page": excerpt.page} if excerpt.page else {}),
        "next_start": excerpt.next_start,
        **_origin(report),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "number": section.number,
        "parent": section.parent,
        "level": section.level,
        "heading": section.heading,
        "role": section.role,
        "years": list(section.years),
        "start": section.start,
        "end": section.end,
    }


def _origin(report: Report) -> dict[str, str]:
    """Of a report that was fetched, where and when."""
    accessed = {"accessed": report.accessed.isoformat()} if report.accessed else {}
    return {"url": report.url, **accessed} if report.url else {}


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "n": citation.n,
        "report_id": citation.report.id,
        "source": Path(citation.report.source).name,
        "title": citation.report.title,
        "place": citation.report.place,
        "covers": list(citation.report.covers),
        "heading_path": list(citation.heading_path),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        **({"units": dict(citation.units)} if citation.units else {}),
        **({"page": citation.page} if citation.page else {}),
        **({"recognised": round(citation.recognised, 3)} if citation.recognised is not None else {}),
        **_origin(citation.report),
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "question": part.question,
        "form": part.form,
        "status": part.status,
        "short": part.short,
        "text": part.text,
        "citations": [citation.n for citation in part.citations],
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {"part": conflict.part, "asked": list(conflict.asked), "filtered": list(conflict.filtered)}


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "short": reading.short,
        "qualifier": reading.qualifier,
        "period": reading.period,
        "citation": _citation(reading.citation),
    }
