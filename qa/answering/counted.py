"""What a figure counts: the words of its own clause that say so."""

from __future__ import annotations

import re

from index.types import Span
from qa.answering.candidates import Candidate

__all__ = ["qualifier_of"]

_LONGEST = 16
_EDGE = re.compile(r"^[\s,，、;；:：”’]+|[\s,，、;；:：]{1,60}$")


def qualifier_of(text: str, clause: Span, candidate: Candidate, offset: int) -> str:
    """The words around a figure: `其中立案224件` → "立案"; `119件立案提案已全部办复完毕` → "立案提案".

    text: the passage at offset in its document; clause and candidate in document positions.
    """
    before = text[clause.start - offset : candidate.start - offset]
    before = re.split(r"[0-9０-９][^,，、;；]{0,60}[,，、;；]|[,，;；。：:]", before)[-1]
    before = re.sub(r"^(?:其中|共计|共|累计|已|并|先后)+", "", _EDGE.sub("", before))
    before = re.sub(r"^全年(?:一?共|共计|累计)", "全年", before)
    if len(before) >= 2:
        return before[-_LONGEST:]
    after = text[candidate.end - offset : clause.end - offset]
    after = re.split(r"[,，、;；。：:0-9]", after)[0]
    return _EDGE.sub("", after)[:_LONGEST]
