"""What a question names beside its scope must be named where the answer stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from index.language.script import simplified
from qa.answering.extract import Finding
from qa.understanding.bodies import ORGANS
from qa.understanding.query import Query

__all__ = ["names_all", "naming_what_is_asked"]

# A name of fewer characters may stand in any words by chance.
LEAST_SHORT_NAME = 4
_SPACE = re.compile(r"(?<=[^\sA-Za-z]) +| +(?=[^\sA-Za-z])")


def naming_what_is_asked(query: Query, findings: Sequence[Finding]) -> list[Finding]:
    """The findings whose own sentence, or a heading above it, holds every name that the question has beside its scope:
    of 去合肥考察过 those that name 合肥.
    """
    if not query.terms:
        return list(findings)
    return [finding for finding in findings if names_all(query.terms, finding)]


def names_all(terms: Sequence[Sequence[str]], finding: Finding) -> bool:
    """Whether one form of every name stands in the finding's sentence or in a heading above it."""
    if not terms:
        return True
    report = finding.hit.report
    sentence = _SPACE.sub("", simplified(report.text[finding.sentence.start : finding.sentence.end]))
    text = "\n".join((*map(simplified, finding.hit.heading_path), sentence))
    # What a body says of itself does not name it again: the report is its own.
    own = f"{text}\n{report.title}"
    return all(any(_is_named(form, own if form in ORGANS else text) for form in forms) for forms in terms)


@cache
def _in_full(form: str) -> re.Pattern[str]:
    """What a short name stands for has its characters in their order: 北汽集团 is 北京汽车集团."""
    return re.compile("[一-龥]{0,3}?".join(map(re.escape, form)))


def _is_named(form: str, text: str) -> bool:
    if form in text:
        return True
    return len(form) >= LEAST_SHORT_NAME and _in_full(form).search(text) is not None
