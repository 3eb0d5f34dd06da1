"""What a figure counts: the words of its own clause that say so."""

from __future__ import annotations

import re

from index.statements.indicators import read_after, read_before
from index.types import Span
from qa.answering.candidates import Candidate

__all__ = ["qualifier_of", "words_around"]

_LONGEST = 24
_EDGE = re.compile(r"^[\s,，、;；:：”’]+|[\s,，、;；:：]{1,60}$")
# 全国各地参加的|2篇: what is counted is named behind the figure.
_POINTS_ON = re.compile("[的等之]$")
# Where a phrase may be cut: at a mark, or behind a word that ends one; 平等 and 目的 are words of their own.
_PHRASE_END = re.compile(
    "[、“”《》（）()]|(?<![平高中初上下优同对])等(?![级候待额同于])|(?<![目有])的(?![确士])|以及|围绕|关于"
)


def words_around(text: str, clause: Span, candidate: Candidate, offset: int) -> tuple[str, str]:
    """The words before and after a figure, up to the next figure or the border of its clause.

    text: the passage at offset in its document; clause and candidate in document positions.
    """
    before = text[clause.start - offset : candidate.start - offset]
    before = re.split(r"[0-9０-９][^,，、;；]{0,60}[,，、;；]|[,，;；。：:]", before)[-1]
    after = text[candidate.end - offset : clause.end - offset]
    return _EDGE.sub("", before), _EDGE.sub("", re.split(r"[,，、;；。：:0-9]", after)[0])


def qualifier_of(text: str, clause: Span, candidate: Candidate, offset: int) -> str:
    """The words around a figure: `其中立案224件` → "立案"; `119件立案提案已全部办复完毕` → "立案提案已全部办复完毕".

    Whole words, "…" where more stand before or behind. Arguments as of `words_around`.
    """
    before, after = words_around(text, clause, candidate, offset)
    before = re.sub(r"^(?:其中|共计|共|累计|已|并|先后)+", "", before)
    before = re.sub(r"^全年(?:一?共|共计|累计)", "全年", before)
    if len(before) < 2:
        return _head(after)
    noun = read_after(after).noun if _POINTS_ON.search(before) else ""
    return _tail(before + noun)


def _tail(words: str) -> str:
    """The words nearest to the figure, from where a phrase begins; else the noun with its verb."""
    if len(words) <= _LONGEST:
        return words
    begins = (match.end() for match in _PHRASE_END.finditer(words))
    start = next((at for at in begins if 1 < len(words) - at < _LONGEST), None)
    if start is not None:
        return "…" + words[start:]
    reading = read_before(words)
    verb = reading.qualifier if reading.qualifier not in reading.noun else ""
    return f"…{verb}{reading.noun}" if reading.noun else words


def _head(words: str) -> str:
    if len(words) <= _LONGEST:
        return words
    ends = [match.start() for match in _PHRASE_END.finditer(words) if 1 < match.start() < _LONGEST]
    return words[: ends[-1]] + "…" if ends else read_after(words).noun or words
