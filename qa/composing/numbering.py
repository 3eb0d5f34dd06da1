"""Answers to parts → the lines of one answer: every sentence cited once and numbered once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qa.types import Answer, Citation, Hit, Status

__all__ = ["Numbering", "is_answered", "passages_of", "said_once", "told"]

_MARKER = re.compile(r"\[(\d+)\]")
_QUOTED_LINE = re.compile(r"(?P<said>[^“\n]{1,80}?)(?:。| — )[^“\n]{0,120}“.*” ?\[(?P<n>\d+)\]$")


@dataclass(slots=True)
class Numbering:
    """The citations of one composed answer, numbered as they come; one sentence keeps its number."""

    cited: list[Citation] = field(default_factory=list)

    def number(self, citation: Citation) -> Citation:
        """The citation with its number in the whole answer."""
        at = (citation.report.document_id, citation.start, citation.end)
        for number, known in enumerate(self.cited):
            if (known.report.document_id, known.start, known.end) == at:
                units = tuple(dict.fromkeys((*known.units, *citation.units)))
                self.cited[number] = replace(known, units=units)
                return self.cited[number]
        self.cited.append(replace(citation, n=1 + len(self.cited)))
        return self.cited[-1]

    def renumber(self, text: str, citations: Sequence[Citation]) -> tuple[str, tuple[Citation, ...]]:
        """A text with its markers, and its citations, as they are numbered in the whole answer."""
        numbers = {each.n: self.number(each) for each in citations}
        marked = _MARKER.sub(
            lambda marker: f"[{numbers[int(marker[1])].n}]" if int(marker[1]) in numbers else marker[0], text
        )
        return marked, tuple({each.n: each for each in numbers.values()}.values())


def is_answered(status: Status) -> bool:
    """Whether something is stated: several readings are."""
    return status in ("answered", "ambiguous")


def told(label: str, answer: Answer, numbering: Numbering) -> tuple[str, str, tuple[Citation, ...]]:
    """The line of a part in the whole answer, its own text, and its citations.

    A sentence that an earlier line quotes is only pointed at.
    """
    known = {each.n for each in numbering.cited}
    text, citations = numbering.renumber(answer.text, answer.citations)
    first, *rest = [_pointed_at(line, known) for line in text.splitlines() or [""]]
    colon = "：" if answer.language == "zh" else ":"
    between = "\n" if first.startswith("·") else "" if answer.language == "zh" else " "
    return "\n".join([f"{label}{colon}{between}{first}", *rest]), text, citations


def _pointed_at(line: str, known: set[int]) -> str:
    """A line whose sentence has been quoted before, without it: 260篇。郑州市 · 2023年：“…”[1] → 260篇 [1]."""
    quoted = _QUOTED_LINE.match(line)
    return f"{quoted['said']} [{quoted['n']}]" if quoted and int(quoted["n"]) in known else line


def passages_of(answers: Sequence[Answer]) -> tuple[Hit, ...]:
    """The evidence of all the answers, the first of each first."""
    depth = max((len(answer.passages) for answer in answers), default=0)
    hits = [answer.passages[n] for n in range(depth) for answer in answers if n < len(answer.passages)]
    return tuple({hit.chunk_id: hit for hit in hits}.values())


def said_once(refusal: str, said: set[str]) -> str:
    """A refusal in full, then by its first sentence. said: those told so far, to which it is added."""
    if refusal not in said:
        said.add(refusal)
        return refusal
    end = min((at for at in (refusal.find("。"), refusal.find(". ")) if at > 0), default=len(refusal))
    return refusal[: end + 1]
