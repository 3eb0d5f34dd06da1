"""Which figure of a row (A、B分别完成收入36.6亿元、66亿元) is that of the thing asked for: their order tells."""

from __future__ import annotations

from collections.abc import Sequence

from index.language.script import simplified
from qa.answering.extract import Finding

__all__ = ["is_row_asked", "of_asked_item"]

# Shares of the question as near as this are the same.
_SAME_WORDS = 0.05
# All that is asked is said of the thing.
_ALL_SAID = 0.99


def is_row_asked(finding: Finding, findings: Sequence[Finding]) -> bool:
    """Whether it is a figure of a row (A、B分别完成收入36.6亿元、66亿元) of which the order tells whose it is, of the
    very thing asked for, and none beside it is.
    """
    figure, clause = finding.candidate.figure, finding.clause
    before = simplified(finding.hit.report.text[clause.start : finding.candidate.start])
    if figure is None or figure.doubtful or "分别" not in before or finding.clause_support < _ALL_SAID:
        return False
    row = _row_of(finding, findings)
    return bool(row) and all(each.clause_support + _SAME_WORDS < finding.clause_support for each in row)


def of_asked_item(finding: Finding, findings: Sequence[Finding]) -> Finding | None:
    """The figure of the same row (分别增长8%、13.1%) that is said of the thing asked for, where this is not."""
    figure, clause = finding.candidate.figure, finding.clause
    text = simplified(finding.hit.report.text[clause.start : finding.candidate.start])
    if figure is None or "分别" not in text:
        return None
    best = max(_row_of(finding, findings), key=lambda each: each.clause_support, default=finding)
    return best if best.clause_support > finding.clause_support + _SAME_WORDS else None


def _row_of(finding: Finding, findings: Sequence[Finding]) -> list[Finding]:
    """The other figures of its unit in its clause."""
    figure = finding.candidate.figure
    return [
        each
        for each in findings
        if each is not finding
        and each.clause == finding.clause
        and each.hit.report.document_id == finding.hit.report.document_id
        and each.candidate.figure is not None
        and figure is not None
        and each.candidate.figure.unit == figure.unit
    ]
