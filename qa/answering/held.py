"""What a question names beside its scope must be named where the answer stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.language.script import simplified
from qa.answering.extract import Finding
from qa.understanding.query import Query

__all__ = ["names_all", "naming_what_is_asked"]

# A name of fewer characters may stand in any words by chance.
LEAST_SHORT_NAME = 4
_MOST_LEFT_OUT = 3
# A province's letter is its name only beside another (京、津、沪) or behind what goes there (进京): not in 南京, 京剧.
_LETTERS = "京津沪渝冀晋辽苏浙皖闽赣鲁豫鄂湘粤桂琼川黔滇藏陕蒙港澳"
_GOES = "进赴驻援抵"
_SPACE = re.compile(r"(?<=[^\sA-Za-z]) +|(?<! ) ++(?=[^\sA-Za-z])")


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
    text = "\n".join((*map(simplified, finding.hit.heading_path), simplified(finding.candidate.headers), sentence))
    return all(any(_is_named(form, text) for form in forms) for forms in terms)


def _is_named(form: str, text: str) -> bool:
    if len(form) == 1:
        return form in _LETTERS and _stands_for_place(form, text)
    return form in text or (len(form) >= LEAST_SHORT_NAME and _stands_in_full(form, text))


def _stands_for_place(letter: str, text: str) -> bool:
    """Whether a letter that stands for a province is one of several such, or somebody or something goes there."""
    for at, character in enumerate(text):
        if character != letter or text[at - 1 : at] in ("南", "东"):
            continue
        before, after = text[max(at - 2, 0) : at].rstrip("、")[-1:], text[at + 1 : at + 3].lstrip("、")[:1]
        if (before and before in _LETTERS) or (after and after in _LETTERS) or text[at - 1 : at] in tuple(_GOES):
            return True
    return False


def _stands_in_full(form: str, text: str) -> bool:
    """What a short name stands for has its characters in their order: 北汽集团 is 北京汽车集团.

    All places a character may stand at are kept together, for the ways through them double with each character.
    """
    ends = {at for at, character in enumerate(text) if character == form[0]}
    for character in form[1:]:
        ends = {at for end in ends for at in _reached(text, end) if text[at] == character}
    return bool(ends)


def _reached(text: str, end: int) -> Iterator[int]:
    """Where the next character of a short name may stand: behind three ideographs at most."""
    for at in range(end + 1, min(end + 2 + _MOST_LEFT_OUT, len(text))):
        yield at
        if not "一" <= text[at] <= "龥":
            return
