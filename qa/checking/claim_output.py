"""What the reports say of a claim → text for a terminal, and JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any  # JSON values

from qa.checking.claims import ClaimReport, ClaimStatus, Match

__all__ = ["claim_lines", "claim_to_json"]

_SAID: dict[ClaimStatus, str] = {
    "stated": "stated: 报告里有这一说法",
    "contradicted": "contradicted: 报告里是另一数字",
    "not_found": "not found: 所查报告里没有这一说法",
    "not_indexed": "not indexed: 没有可以核对的报告",
}


def claim_lines(checked: ClaimReport) -> list[str]:
    """The verdict, then where each match stands, then how much was searched."""
    lines = [_SAID[checked.status], *([f"    {checked.refusal}"] if checked.refusal else [])]
    for match in checked.matches:
        lines.append("")
        lines.append(f"    {' '.join(match.quote.split())}")
        where = f"{match.report.source}:{match.start}-{match.end}"
        lines.append(f"    {match.report.place} {where}{'  ' + match.differs if match.differs else ''}".rstrip())
    return [*lines, "", f"{checked.reports_searched} of {checked.reports_total} reports searched"]


def claim_to_json(checked: ClaimReport) -> dict[str, Any]:
    """The shape of `wenzheng verify CLAIM --json`."""
    return {
        "claim": checked.claim,
        "status": checked.status,
        "matches": [_match(match) for match in checked.matches],
        **({"refusal": checked.refusal} if checked.refusal else {}),
        "searched": {"reports": checked.reports_searched, "of": checked.reports_total},
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "report_id": match.report.id,
        "source": Path(match.report.source).name,
        "title": match.report.title,
        "place": match.report.place,
        "covers": list(match.report.covers),
        "quote": match.quote,
        "start": match.start,
        "end": match.end,
        "figure": match.figure,
        "differs": match.differs,
    }
