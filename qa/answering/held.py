"""What a question names beside its scope must be named where the answer stands."""

from __future__ import annotations

from collections.abc import Sequence

from index.language.script import simplified
from qa.answering.extract import Finding
from qa.understanding.query import Query

__all__ = ["naming_what_is_asked"]


def naming_what_is_asked(query: Query, findings: Sequence[Finding]) -> list[Finding]:
    """The findings whose own sentence, or a heading above it, holds every name that the question has beside its scope:
    of 去合肥考察过 those that name 合肥.
    """
    if not query.terms:
        return list(findings)
    return [finding for finding in findings if _names_all(query.terms, finding)]


def _names_all(terms: Sequence[Sequence[str]], finding: Finding) -> bool:
    sentence = finding.hit.report.text[finding.sentence.start : finding.sentence.end]
    text = simplified("\n".join((*finding.hit.heading_path, sentence)))
    return all(any(form in text for form in forms) for forms in terms)
